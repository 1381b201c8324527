"""What an article calls an event, and where those words are about this event."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.compiled import NounEntry
from tracker.core.mentions import Mention
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.eras import Era, names_a_day
from tracker.core.saying.wordlists import COUNTS, PERSONS
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
    actor or a day of the incident. A compound that names another event is none; what is
    only asked ("U arrestuan dy persona?") is a candidate.
    """
    surroundings = _Surroundings(scene)
    found = []
    for noun in _longest(n for n in nouns if n.entry.incident == scene.incident.id):
        voice = voices[noun.field]
        sentence = voice.sentence(noun.start)
        if noun.entry.everyday and not surroundings.have_people(sentence, noun):
            continue
        reason = surroundings.relevance(readings[noun.field], sentence, noun)
        is_asked = voice.asks(noun.start, noun.end, use="event")
        found.append(
            Event(
                noun,
                "hit" if reason and not is_asked else "candidate",
                voice.of(
                    noun.start,
                    noun.end,
                    use="event",
                    era=scene.era,
                    matched=((noun.start, noun.end),),
                ),
                "is only asked, and a question states nothing"
                if is_asked
                else reason or "no place, actor or day of the incident in its sentence",
            )
        )
    return tuple(found)


def _longest(nouns: Iterable[FoundNoun]) -> Iterator[FoundNoun]:
    """Yield, in their order, those in no longer one and in no compound left out."""
    found = tuple(nouns)
    touching = _touching(found)
    left_out = {
        at
        for at, noun in enumerate(found)
        if noun.entry.excluded
        or any(
            o.entry.excluded and o.entry.event == noun.entry.event
            for o in (found[other] for other in touching[at])
        )
    }
    for at, noun in enumerate(found):
        if at not in left_out and not any(
            _length(found[other]) > _length(noun)
            for other in touching[at]
            if other not in left_out
        ):
            yield noun


def _touching(found: Sequence[FoundNoun]) -> Sequence[Sequence[int]]:
    """Return for each the indexes of those that share a character with it."""
    touching: list[list[int]] = [[] for _ in found]
    order = sorted(
        range(len(found)),
        key=lambda at: (found[at].field, found[at].start, found[at].end),
    )
    for place, one in enumerate(order):
        for place_after in range(place + 1, len(order)):
            other = order[place_after]
            if (
                found[other].field != found[one].field
                or found[other].start >= found[one].end
            ):
                break
            touching[one].append(other)
            touching[other].append(one)
    return touching


def _length(noun: FoundNoun) -> int:
    return noun.end - noun.start


class _Surroundings:
    """What stands near a word; sorted, so that a word asks only its own sentence."""

    def __init__(self, scene: Scene) -> None:
        self._incident = scene.incident
        hits = [m for m in scene.mentions if m.kind == "hit"]
        self._hits = _by_place((m.field, m.start, m.end, m.actor) for m in hits)
        self._actors = _by_place(
            (m.field, m.start, m.end, m.actor)
            for m in hits
            if m.actor in scene.incident.actors
        )
        self._places = _by_place((*place, "") for place in scene.places)
        self._dated: dict[tuple[TextField, int], bool] = {}

    def have_people(self, sentence: Sentence, noun: FoundNoun) -> bool:
        """Whether the clause has an actor, persons, or a bare number of them."""
        clause = sentence.clause(sentence.words_in(noun.start, noun.end))
        start, end = sentence.char(clause.start), sentence.spans[clause.stop - 1][1]
        hits = self._hits.get(noun.field, [])
        # A name that begins before the clause may reach into it.
        first = max(bisect_left(hits, (start,)) - 1, 0)
        if any(start < hit[1] for hit in hits[first : bisect_left(hits, (end,))]):
            return True
        return any(
            word.startswith(PERSONS) or word in COUNTS or word.isdecimal()
            for word in sentence.words[clause.start : clause.stop]
        )

    def relevance(self, reading: Reading, sentence: Sentence, noun: FoundNoun) -> str:
        """Tell why the word is about the incident; nothing if it may not be."""
        paragraph = reading.paragraph_at(noun.start)
        if paragraph <= LEAD:
            return "in the lead" if paragraph else "in the title"
        actor = _first_in(self._actors.get(noun.field, []), sentence)
        if actor is not None:
            return f"beside {actor}"
        if _first_in(self._places.get(noun.field, []), sentence) is not None:
            return "beside the place"
        key = noun.field, sentence.start
        if key not in self._dated:
            days = self._incident.first_day, self._incident.last_day
            self._dated[key] = names_a_day(sentence, *days)
        return "beside a day of the incident" if self._dated[key] else ""


_Placed = tuple[int, int, str]


def _by_place(
    found: Iterable[tuple[TextField, int, int, str]],
) -> dict[TextField, list[_Placed]]:
    places: dict[TextField, list[_Placed]] = {}
    for field, start, end, what in sorted(found):
        places.setdefault(field, []).append((start, end, what))
    return places


def _first_in(places: Sequence[_Placed], sentence: Sentence) -> str | None:
    """Return what stands first in the sentence."""
    at = bisect_left(places, (sentence.start,))
    if at < len(places) and places[at][0] < sentence.end:
        return places[at][2]
    return None
