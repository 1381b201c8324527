"""The incidents that an article is about, or nearly, and what it nearly states of them.

The nearest misses come first: those that lack the fewest terms of their query.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.facts import FactQuery, parts
from tracker.core.incidents import About
from tracker.core.queries.misses import Gap, Inquiry, listed, plain
from tracker.core.query import Query, Scope, Span
from tracker.core.snippets import Snippets
from tracker.core.study import Study
from tracker.model import Incident

# More are counted, and shown when asked for.
INCIDENTS_SHOWN = 3
FACTS_SHOWN = 3
IDS_SHOWN = 8
# A sentence that lacks more than so many terms of a fact speaks of something else.
TERMS_LACKING = 2
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of what to tell why it does not hold: of these incidents, else of near misses.

    With `everything`, of all incidents and facts.
    """

    incidents: frozenset[str] = frozenset()
    everything: bool = False

    @property
    def is_full(self) -> bool:
        """Whether nothing is left out."""
        return self.everything or bool(self.incidents)


@dataclass(frozen=True, slots=True)
class _Missed:
    """Something that does not hold: how far from it, and the lines that say so."""

    gap: Gap
    is_near: bool
    lines: tuple[str, ...]


class IncidentMisses:
    """Tells of one article what it is about, and what it is not, and why."""

    def __init__(
        self,
        study: Study,
        facts: Mapping[str, Sequence[FactQuery]],
        unnamed: Mapping[str, Sequence[str]],
        wanted: Wanted,
    ) -> None:
        self._study = study
        self._facts = facts
        self._unnamed = unnamed
        self._wanted = wanted
        texts = {reading.field: reading.text for reading in study.readings}
        self._snippets = Snippets(texts)

    def lines(self, abouts: Sequence[About]) -> Iterator[str]:
        """Yield first what the article is about, then the near misses."""
        only = self._wanted.incidents
        asked = [one for one in abouts if not only or one.incident.id in only]
        assigned = {one.incident: one for one in self._study.assignments}
        others = []
        for about in asked:
            found = assigned.get(about.incident.id)
            if found is None:
                others.append(about)
                continue
            yield f"incident {found.incident}: {found.role}: {found.reason}"
            yield from self._of_facts(about.incident)
        yield from self._of_others(others)

    def _of_others(self, abouts: Sequence[About]) -> Iterator[str]:
        language = self._study.language
        missed, without = [], []
        for about in abouts:
            query = about.query(language)
            if query is None:
                without.append(about.incident.id)
            else:
                missed.append(self._incident(about.incident, query))
        near = sorted((one for one in missed if one.is_near), key=lambda one: one.gap)
        far = [one for one in missed if not one.is_near]
        told = [*near, *far] if self._wanted.is_full else near[:INCIDENTS_SHOWN]
        for one in told:
            yield from one.lines
        if without:
            yield (
                f"no incident {self._listed(without)}: no about for {language}; if the"
                f" text is not in {language}, --language says so"
            )
        if self._wanted.incidents:
            for about in abouts:
                yield from self._of_facts(about.incident)
        elif len(missed) > len(told):
            others = "more incident" if told else "incident"
            more = _counted(len(missed) - len(told), others, f"{others}s")
            nothing = f", of {len(far)} nothing is found" if far else ""
            yield f"not about {more}{nothing}; --incident ID or --all says why"

    def _incident(self, incident: Incident, query: Query) -> _Missed:
        study = self._study
        early = study.day < incident.first_day
        when = f"{study.day} is before its first day, {incident.first_day}"
        root = plain(query.root)
        inquiry = self._inquiry(study.scope)
        gap = inquiry.gap(root)
        if gap == (0, 0):
            line = (
                f"no incident {incident.id}: its about holds, but {when}; an article"
                " from before is never about it"
            )
            return _Missed(gap, is_near=True, lines=(line,))
        head = f"no incident {incident.id}: {_lacking(gap)}"
        if early:
            head += f"; and {when}"
        lines = inquiry.lines(root, _INDENT)
        return _Missed(
            (gap[0] + early, gap[1] + early),
            is_near=inquiry.is_anything_there(root),
            lines=(head, *lines),
        )

    def _of_facts(self, incident: Incident) -> Iterator[str]:
        """Tell of the facts of an incident that the article does not state."""
        stated = {(one, fact.fact) for one, fact in self._study.facts}
        missed, without = [], []
        for fact in self._facts[incident.id]:
            query = fact.query(self._study.language)
            if (incident.id, fact.fact.id) in stated:
                continue
            if query is None:
                without.append(fact.fact.id)
            else:
                missed.append(self._fact(incident, fact, query))
        near = sorted((one for one in missed if one.is_near), key=lambda one: one.gap)
        far = [one for one in missed if not one.is_near]
        told = [*near, *far] if self._wanted.is_full else near[:FACTS_SHOWN]
        for one in told:
            yield from one.lines
        if without:
            yield (
                f"no fact {incident.id} {self._listed(without)}: no match for"
                f" {self._study.language}, so none can be found"
            )
        if len(missed) > len(told):
            others = "more " if told else ""
            more = _counted(len(missed) - len(told), f"{others}is", f"{others}are")
            yield f"no fact {incident.id}: {more} not stated; --incident ID says why"

    def _fact(self, incident: Incident, fact: FactQuery, query: Query) -> _Missed:
        """Find the sentence that comes nearest to a fact."""
        root = plain(query.root)
        scope = self._study.scope
        best: tuple[Gap, Span, Inquiry] | None = None
        for reading in self._study.readings:
            for start, end in parts(reading, fact.fact.within):
                part = Scope.part(scope.index, reading.field, start, end, scope.actors)
                name = "title" if reading.field == "title" else fact.fact.within
                inquiry = self._inquiry(part, name)
                gap = inquiry.gap(root)
                if (best is None or gap < best[0]) and inquiry.is_anything_there(root):
                    best = gap, Span(reading.field, start, end), inquiry
        if best is None:
            line = f"no fact {incident.id} {fact.fact.id}: nothing of it is found"
            return _Missed((0, 0), is_near=False, lines=(line,))
        gap, span, inquiry = best
        why_not = f"{_lacking(gap)} in the nearest"
        if gap == (0, 0):  # it matches, and was left out (`core.saying.asking`)
            why_not = "is only asked, and a question states nothing, in the"
        head = (
            f"no fact {incident.id} {fact.fact.id}: {why_not}"
            f" {inquiry.part}: {self._snippets.cited(span)}"
        )
        is_near = self._wanted.is_full or gap[0] <= TERMS_LACKING
        return _Missed(gap, is_near, lines=(head, *inquiry.lines(root, _INDENT)))

    def _inquiry(self, scope: Scope, part: str = "text") -> Inquiry:
        return Inquiry(
            scope=scope,
            article=self._study.scope,
            snippets=self._snippets,
            unnamed=self._unnamed,
            is_full=self._wanted.is_full,
            part=part,
        )

    def _listed(self, ids: Sequence[str]) -> str:
        return listed(ids, len(ids) if self._wanted.is_full else IDS_SHOWN)


def _lacking(gap: Gap) -> str:
    return _counted(gap[0], "condition is", "conditions are") + " not met"


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
