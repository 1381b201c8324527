"""One article against the compiled configuration: mentions, labels, events, facts."""

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from tracker.core.compiled import Lexicon
from tracker.core.explaining import explained
from tracker.core.facts import FactQuery
from tracker.core.fingerprint import CodingPart
from tracker.core.incident_misses import Wanted
from tracker.core.incidents import About
from tracker.core.queries.queried import Queried
from tracker.core.query import Query, parse
from tracker.core.recoding import EVERYTHING, affected
from tracker.core.roster import Roster
from tracker.core.study import Study
from tracker.core.text import Reading
from tracker.model import Actor, Annotation, Coded, Incident, Role, Text

# The part that an article plays in an incident, the greatest first.
_ROLES: tuple[Role, ...] = ("report", "follow_up", "background")


def compile_matcher(
    actors: Sequence[Actor], incidents: Sequence[Incident], *, timezone: str
) -> "Matcher":
    """Compile a configuration; `timezone` decides on which day an article appeared.

    Raises QuerySyntaxError for a query, and ValueError for a name, that cannot be read.
    """
    return Matcher(actors, incidents, timezone=timezone)


class Matcher:
    """Codes texts by one configuration; holds nothing of any text."""

    def __init__(
        self, actors: Sequence[Actor], incidents: Sequence[Incident], *, timezone: str
    ) -> None:
        known = [actor.id for actor in actors]

        def read(queries: Mapping[str, str]) -> dict[str, Query]:
            return {lang: parse(text, actors=known) for lang, text in queries.items()}

        self._roster = Roster(actors)
        self._zone = ZoneInfo(timezone)
        self._lexicon = Lexicon(actors, incidents)
        self._abouts = tuple(
            About(incident=incident, queries=read(incident.about))
            for incident in incidents
        )
        self._queried = Queried(
            query for about in self._abouts for query in about.queries.values()
        )
        self._facts = {
            incident.id: tuple(
                FactQuery(fact=fact, queries=read(fact.match))
                for fact in incident.facts
            )
            for incident in incidents
        }
        self._reasons_to_keep = frozenset(a.id for a in actors if not a.context)

    def code(self, text: Text, parts: frozenset[CodingPart] | None = None) -> Coded:
        """Find in `text` what depends on these parts of the configuration, None: all.

        Annotations are sorted by place, without duplicates. Texts that nothing keeps
        are coded as well, but for their quotes; `keep_reason` is then None.
        """
        wanted = EVERYTHING if parts is None else affected(parts)
        study = self._study(text)
        found: dict[tuple[object, ...], Annotation] = {}
        for one in study.annotations(wanted):
            found.setdefault(_identity(one), one)
        is_judged = "incidents" in wanted
        keep_reason = self._keep_reason(study) if is_judged else None
        # Finding who says what reads every sentence, so only where it may be asked for.
        is_heard = "quotes" in wanted and keep_reason is not None
        return Coded(
            annotations=tuple(sorted(found.values(), key=_order)),
            assignments=study.assignments if is_judged else (),
            keep_reason=keep_reason,
            quotes=study.quotes if is_heard else (),
            amounts=study.amounts if "figures" in wanted else (),
        )

    def explain(
        self,
        text: Text,
        *,
        incidents: Collection[str] = (),
        everything: bool = False,
    ) -> tuple[str, ...]:
        """Say in lines what is found in `text`, and why what is near does not count.

        Of `incidents`, or with `everything` of all, nothing is left out.
        """
        study = self._study(text)
        reason = self._keep_reason(study)
        return (
            *explained(
                study,
                self._roster.actors,
                self._abouts,
                self._facts,
                self._lexicon,
                Wanted(frozenset(incidents), everything),
            ),
            f"kept: {reason}"
            if reason
            else "not kept: no about matches, no actor but those with context: true",
        )

    def _study(self, text: Text) -> Study:
        readings = (Reading.of("title", text.title), Reading.of("body", text.body))
        appeared = text.published_at or text.first_seen_at
        return Study(
            readings,
            self._lexicon.find(readings, text.language),
            language=text.language,
            day=appeared.astimezone(self._zone).date(),
            is_dated=text.published_at is not None,
            roster=self._roster,
            abouts=self._abouts,
            queried=self._queried,
            facts=self._facts,
        )

    def _keep_reason(self, study: Study) -> str | None:
        if study.assignments:
            best = min(
                study.assignments,
                key=lambda one: (_ROLES.index(one.role), one.incident),
            )
            return f"about {best.incident}: {best.reason}"
        for mention in study.mentions:
            if mention.kind == "hit" and mention.actor in self._reasons_to_keep:
                where = "title" if mention.field == "title" else "text"
                return f"names {mention.actor} in the {where}: {mention.reason}"
        return None


def _identity(one: Annotation) -> tuple[object, ...]:
    return (
        one.layer,
        one.incident,
        one.actor,
        one.code,
        one.field,
        one.start_char,
        one.end_char,
    )


def _order(one: Annotation) -> tuple[object, ...]:
    return (
        one.field == "body",
        one.start_char,
        one.end_char,
        one.layer,
        one.incident or "",
        one.actor or "",
        one.code,
    )
