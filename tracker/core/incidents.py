"""Which incidents an article is about, in which role, and why.

An article belongs to an incident when the query `about` holds in it and it is not from
before the first day. It tells the event when the query holds in its title and lead
alone: up to the last day it is then a report, and up to FOLLOW_UP_DAYS later a
follow-up. Up to the last day it is also enough that title and lead name an actor of the
query and the place. Everything else is background: what tells the event only far down,
and what recalls it later. Neither the other incidents nor the language play a part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from tracker.core.query import Match, Query, Scope, Span, for_language
from tracker.core.text import Reading
from tracker.model import Assignment, Incident, Role

# Courts, replies and anniversaries of the first two months still tell the event; what
# comes later only recalls it.
FOLLOW_UP_DAYS = 60
# The title and so many paragraphs tell what an article is about.
LEADING_PARAGRAPHS = 2
# A paragraph may be a whole page. 77 texts that tell 20 events, in four languages, all
# do so within 35 words of the body (tests/corpus/test_meantime.py); passing mentions
# of what their outlets had told on other days mostly stand below 90.
LEADING_WORDS = 80
# More of them, or longer ones, make the reason longer, not clearer.
_NAMED = 4
_LONGEST_NAMED = 60
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# How a match writes an actor.
_ACTOR = "actor:"

_Where = Literal["title", "lead", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an incident is about, by language of the text; "*": any other language."""

    incident: Incident
    queries: Mapping[str, Query]

    def query(self, language: str) -> Query | None:
        """Return the query for texts in `language`, if there is one."""
        return for_language(self.queries, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """Where an article names the place of an incident; `name` as configured."""

    incident: str
    name: str
    span: Span


def assign(
    readings: Sequence[Reading],
    article: Scope,
    abouts: Iterable[About],
    places: Sequence[NamedPlace],
    *,
    language: str,
    day: date,
    is_dated: bool,
) -> tuple[Assignment, ...]:
    """Assign an article to incidents, in the order of `abouts`.

    `article` is the whole of it, `places` those of all incidents. `day` is its local
    day: without a date (`is_dated`) the one on which it was first seen.
    """
    lead: _Lead | None = None
    assigned = []
    for about in abouts:
        incident, query = about.incident, about.query(language)
        if query is None or day < incident.first_day:
            continue
        match = query.find(article)
        if match is None:
            continue
        # Most articles are about nothing and need none.
        lead = lead or _Lead(readings, article)
        here = [place for place in places if place.incident == incident.id]
        role, why = _role(
            incident,
            day,
            is_told=lead.tells(query),
            is_located=lead.names_actor(match) and lead.names_place(here),
        )
        seen = "" if is_dated else " (first seen)"
        reason = (
            *_evidence(match, here, lead),
            f"{_printed(day)}{seen} is {_timed(incident, day)}",
            why,
        )
        assigned.append(
            Assignment(incident=incident.id, role=role, reason="; ".join(reason))
        )
    return tuple(assigned)


class _Lead:
    """The title of an article and the beginning of its body."""

    def __init__(self, readings: Sequence[Reading], article: Scope) -> None:
        self._ends = {reading.field: _lead_end(reading) for reading in readings}
        index = article.index
        # The title stands first in an index.
        high = max(index.places_in(f, 0, end)[1] for f, end in self._ends.items())
        actors = {
            actor: [span for span in spans if self.where(span) != "text"]
            for actor, spans in article.actors.items()
        }
        self._scope = Scope(index, 0, high, {a: s for a, s in actors.items() if s})

    def tells(self, query: Query) -> bool:
        """Tell whether the query holds without the rest of the article."""
        return query.find(self._scope) is not None

    def names_actor(self, match: Match) -> bool:
        """Tell whether an actor by which the query holds is named here."""
        return any(
            term.startswith(_ACTOR) and self.where(span) != "text"
            for term, span in zip(match.terms, match.spans, strict=True)
        )

    def names_place(self, places: Sequence[NamedPlace]) -> bool:
        """Tell whether any of the places is named here."""
        return any(self.where(place.span) != "text" for place in places)

    def where(self, span: Span) -> _Where:
        if span.field == "title":
            return "title"
        return "lead" if span.start < self._ends[span.field] else "text"


def _lead_end(reading: Reading) -> int:
    """Return where the lead of a field ends; a title is all lead."""
    if reading.field == "title":
        return len(reading.text)
    ends = [end for _, end in reading.paragraphs[:LEADING_PARAGRAPHS]]
    words = [word.end for word in reading.tokens[:LEADING_WORDS]]
    return min(ends[-1], words[-1]) if words else 0


def _role(
    incident: Incident, day: date, *, is_told: bool, is_located: bool
) -> tuple[Role, str]:
    """Return the role, and the part of the reason that says why."""
    late = (day - incident.last_day).days
    if is_told and late <= FOLLOW_UP_DAYS:
        return "report" if late <= 0 else "follow_up", "title and lead tell it"
    if is_told:
        return "background", f"too late for a follow-up ({FOLLOW_UP_DAYS} days)"
    if is_located and late <= 0:
        return "report", "title and lead name actor and place"
    return "background", "title and lead alone do not tell it"


def _evidence(match: Match, places: Sequence[NamedPlace], lead: _Lead) -> Sequence[str]:
    """Say what was found and where first: actors, terms of the query, places."""
    actors: dict[str, _Where] = {}
    terms: dict[str, _Where] = {}
    # In a match the title comes first, then the body from its beginning.
    for term, span in zip(match.terms, match.spans, strict=True):
        actor = term.removeprefix(_ACTOR)
        found = terms if actor == term else actors
        found.setdefault(actor, lead.where(span))
    named: dict[str, _Where] = {}
    for place in places:
        named.setdefault(place.name, lead.where(place.span))
    parts = (("names", actors), ("matches", terms), ("names the place", named))
    return [f"{verb} {_listed(found)}" for verb, found in parts if found]


def _listed(found: Mapping[str, _Where]) -> str:
    """List what was found by where it stands: title, lead, text."""
    order: Sequence[_Where] = ("title", "lead", "text")
    ordered = sorted(found, key=lambda one: order.index(found[one]))
    groups = groupby(ordered[:_NAMED], key=lambda one: found[one])
    listed = ", ".join(
        f"{', '.join(map(_shortened, group))} in the {where}" for where, group in groups
    )
    more = len(ordered) - _NAMED
    return f"{listed} and {more} more" if more > 0 else listed


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    is_long = len(line) > _LONGEST_NAMED
    return f"{line[: _LONGEST_NAMED - 1]}…" if is_long else line


def _timed(incident: Incident, day: date) -> str:
    window = f"{_printed(incident.first_day)} to {_printed(incident.last_day)}"
    late = (day - incident.last_day).days
    if late <= 0:
        return f"in {window}"
    days = "1 day" if late == 1 else f"{late} days"
    return f"{days} after {window}"


def _printed(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
