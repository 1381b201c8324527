"""What an article calls an event, and where those words are about this event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.compiled import NounEntry
from tracker.core.mentions import Mention
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.eras import Era
from tracker.core.saying.wordlists import COUNTS, MONTHS, PERSONS
from tracker.core.text import Reading
from tracker.core.voice import Spoken, Voices
from tracker.model import Incident, MentionKind, TextField

# The title (0) and the lead (1) tell what the article is about.
LEAD = 1


@dataclass(frozen=True, slots=True)
class FoundNoun:
    """A word for an event at [start, end) of a field."""

    entry: NounEntry
    field: TextField
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """A word for the event of `incident`; a candidate may be about another event."""

    noun: FoundNoun
    kind: MentionKind
    spoken: Spoken
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What shows that a sentence is about one incident."""

    incident: Incident
    mentions: Sequence[Mention]
    places: Sequence[tuple[TextField, int, int]]
    era: Era


def events(
    nouns: Iterable[FoundNoun],
    scene: Scene,
    readings: Mapping[TextField, Reading],
    voices: Mapping[TextField, Voices],
) -> tuple[Event, ...]:
    """Find the words for the event of one incident.

    They count in the title and the lead, elsewhere in one sentence with the place, an
    actor or a day of the incident. A compound that names another event is none.
    """
    of_incident = [n for n in nouns if n.entry.incident == scene.incident.id]
    excluded = [n for n in of_incident if n.entry.excluded]
    words = [
        n
        for n in of_incident
        if not n.entry.excluded
        and not any(_touch(n, x) and n.entry.event == x.entry.event for x in excluded)
    ]
    found = []
    for noun in words:
        if any(_touch(noun, o) and _length(o) > _length(noun) for o in words):
            continue
        voice = voices[noun.field]
        sentence = voice.sentence(noun.start)
        if noun.entry.everyday and not _is_about_people(sentence, noun, scene):
            continue
        reason = _relevance(readings[noun.field], sentence, noun, scene)
        found.append(
            Event(
                noun,
                "hit" if reason else "candidate",
                voice.of(
                    noun.start,
                    noun.end,
                    use="event",
                    era=scene.era,
                    matched=((noun.start, noun.end),),
                ),
                reason or "no place, actor or day of the incident in its sentence",
            )
        )
    return tuple(found)


def _touch(one: FoundNoun, other: FoundNoun) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _length(noun: FoundNoun) -> int:
    return noun.end - noun.start


def _is_about_people(sentence: Sentence, noun: FoundNoun, scene: Scene) -> bool:
    """Whether the clause has an actor, persons, or a bare number of them."""
    clause = sentence.clause(sentence.words_in(noun.start, noun.end))
    start, end = sentence.char(clause.start), sentence.spans[clause.stop - 1][1]
    if any(
        m.kind == "hit" and m.field == noun.field and m.start < end and start < m.end
        for m in scene.mentions
    ):
        return True
    return any(
        word.startswith(PERSONS) or word in COUNTS or word.isdecimal()
        for word in sentence.words[clause.start : clause.stop]
    )


def _relevance(
    reading: Reading, sentence: Sentence, noun: FoundNoun, scene: Scene
) -> str:
    paragraph = reading.paragraph_at(noun.start)
    if paragraph <= LEAD:
        return "in the lead" if paragraph else "in the title"
    for mention in scene.mentions:
        if (
            mention.kind == "hit"
            and mention.actor in scene.incident.actors
            and mention.field == noun.field
            and sentence.start <= mention.start < sentence.end
        ):
            return f"beside {mention.actor}"
    for field, start, _ in scene.places:
        if field == noun.field and sentence.start <= start < sentence.end:
            return "beside the place"
    if any(
        _is_day_of(sentence, at, scene.incident) for at in range(len(sentence.words))
    ):
        return "beside a day of the incident"
    return ""


def _is_day_of(sentence: Sentence, at: int, incident: Incident) -> bool:
    """Whether a date at word `at` lies in the incident; without a year, in its year."""
    words = (*sentence.words[at : at + 3], "", "", "")
    parts = words[0].split(".")
    if len(parts) == len(("day", "month", "year")):
        return _is_within(incident, parts[0], int(parts[1] or 0), parts[2])
    month = MONTHS.get(words[1])
    if month:  # 5 mars [2026]
        return _is_within(incident, words[0], month, words[2])
    month = MONTHS.get(words[0])
    if month:  # March 5[, 2026]
        return _is_within(incident, words[1], month, words[2])
    return False


def _is_within(incident: Incident, day: str, month: int, year: str) -> bool:
    if not day.isdecimal():
        return False
    is_year = year.isdecimal() and len(year) == len("2026")
    years = (
        (int(year),)
        if is_year
        else range(incident.first_day.year, incident.last_day.year + 1)
    )
    for one in years:
        try:
            named = date(one, month, int(day))
        except ValueError:
            continue
        if incident.first_day <= named <= incident.last_day:
            return True
    return False
