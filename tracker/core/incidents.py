"""Which incidents an article is about, in which part, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.query import Match, Query, Scope, Span
from tracker.core.text import Reading
from tracker.model import Assignment, Incident, Role

# Courts, replies and anniversaries of the first two months still tell the event; what
# comes later only recalls it.
FOLLOW_UP_DAYS = 60
# The title and so many paragraphs tell what an article is about.
LEADING_PARAGRAPHS = 2
# More terms make the reason longer, not clearer.
_TERMS_NAMED = 4
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an incident is about, by language of the text; "*": any other language."""

    incident: Incident
    queries: Mapping[str, Query]

    def query(self, language: str) -> Query | None:
        """Return the query for texts in `language`, if there is one."""
        return self.queries.get(language) or self.queries.get("*")


def assign(
    readings: Sequence[Reading],
    article: Scope,
    abouts: Iterable[About],
    *,
    language: str,
    day: date,
) -> tuple[Assignment, ...]:
    """Assign an article to incidents, in the order of `abouts`.

    `article` is the whole of it, `day` its local day. An article from before the first
    day of an incident is not about it.
    """
    assigned = []
    for about in abouts:
        query = about.query(language)
        if query is None or day < about.incident.first_day:
            continue
        if not query.might_match(article.index):
            continue
        match = query.find(article)
        if match is None:
            continue
        leading = _leading(readings, match)
        assigned.append(
            Assignment(
                incident=about.incident.id,
                role=_role(about.incident, day, is_leading=bool(leading)),
                reason=_reason(about.incident, day, match, leading),
            )
        )
    return tuple(assigned)


def _leading(readings: Sequence[Reading], match: Match) -> frozenset[Span]:
    """Return what of the match stands in the title or the first two paragraphs."""
    by_field = {reading.field: reading for reading in readings}
    return frozenset(
        span
        for span in match.spans
        if by_field[span.field].paragraph_at(span.start) <= LEADING_PARAGRAPHS
    )


def _role(incident: Incident, day: date, *, is_leading: bool) -> Role:
    if not is_leading:
        return "background"
    late = (day - incident.last_day).days
    if late <= 0:
        return "report"
    return "follow_up" if late <= FOLLOW_UP_DAYS else "background"


def _reason(
    incident: Incident, day: date, match: Match, leading: frozenset[Span]
) -> str:
    """Say in one line what matched, where, and how the day stands to the window."""
    named: dict[str, str] = {}
    matched: dict[str, None] = {}
    for term, span in zip(match.terms, match.spans, strict=True):
        if term.startswith("actor:"):
            # The title sorts behind the body in a match, and says more.
            actor = term.removeprefix("actor:")
            if actor not in named or span.field == "title":
                named[actor] = _place(span, leading)
        else:
            matched[term] = None
    parts = [f"names {actor} in the {place}" for actor, place in named.items()]
    if matched:
        terms = list(matched)
        more = len(terms) - _TERMS_NAMED
        listed = ", ".join(terms[:_TERMS_NAMED])
        parts.append(f"matches {listed}{f' and {more} more' if more > 0 else ''}")
    return "; ".join((*parts, _timed(incident, day)))


def _place(span: Span, leading: frozenset[Span]) -> str:
    if span.field == "title":
        return "title"
    return "lead" if span in leading else "text"


def _timed(incident: Incident, day: date) -> str:
    window = f"{_printed(incident.first_day)} to {_printed(incident.last_day)}"
    late = (day - incident.last_day).days
    if late <= 0:
        return f"{_printed(day)} is in {window}"
    days = "1 day" if late == 1 else f"{late} days"
    return f"{_printed(day)} is {days} after {window}"


def _printed(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
