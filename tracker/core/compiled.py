"""The configuration, compiled once: every word that is looked for, in one automaton."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tracker.core.automaton import Automaton
from tracker.core.mentions import FoundName, NameWord
from tracker.core.names import Pattern, compile_name, compile_word
from tracker.core.text import Reading
from tracker.core.verbs import is_everyday
from tracker.model import Actor, Incident, Name, Names, TextField

EVERY = "*"
# Languages with rules of inflection of their own; what is listed under "*" follows
# those of the text.
_INFLECTED = ("sq", "en")
_OTHER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorWord:
    """A word that speaks for an actor without naming it."""

    actor: str
    spelling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelEntry:
    """A word of one actor's family of labels."""

    actor: str
    family: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NounEntry:
    """A word for the event of an incident.

    An `excluded` compound names another event. An `everyday` verb tells an event only
    beside an actor or persons.
    """

    incident: str
    event: str
    language: str | None
    excluded: bool = False
    everyday: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """The place of an incident."""

    incident: str
    language: str | None


Entry: TypeAlias = NameWord | AnchorWord | LabelEntry | NounEntry | PlaceEntry


@dataclass(frozen=True, slots=True)
class Found:
    """Where an entry stands in a field: [start, end) of its text."""

    entry: Entry
    field: TextField
    start: int
    end: int


class Lexicon:
    """Every word of a configuration, ready to be looked for."""

    def __init__(self, actors: Sequence[Actor], incidents: Sequence[Incident]) -> None:
        patterns: list[tuple[Pattern, Entry]] = []
        for actor in actors:
            patterns += _names(actor)
            patterns += _anchors(actor)
            patterns += _labels(actor)
        for incident in incidents:
            patterns += _nouns(incident)
            patterns += _places(incident)
        self._automaton: Automaton[Entry] = Automaton(patterns, _is_wanted)

    def find(self, readings: Sequence[Reading], language: str) -> tuple[Found, ...]:
        """Find what is listed for `language`, and the names of all languages."""
        return tuple(one for one, fits in self._all(readings, language) if fits)

    def without_capital(
        self, readings: Sequence[Reading], language: str
    ) -> tuple[FoundName, ...]:
        """Find the names that would count if they began with a capital letter."""
        return tuple(
            FoundName(one.entry, one.field, one.start, one.end)
            for one, fits in self._all(readings, language)
            if not fits and isinstance(one.entry, NameWord)
        )

    def _all(
        self, readings: Sequence[Reading], language: str
    ) -> Iterator[tuple[Found, bool]]:
        for reading in readings:
            folded = reading.lower
            for pattern, entry, *hit in self._automaton.find(folded.text, language):
                start, end = folded.span(reading.text, *hit)
                surface = reading.text[start:end]
                yield Found(entry, reading.field, start, end), pattern.fits(surface)


def _is_wanted(entry: Entry, language: str) -> bool:
    if isinstance(entry, AnchorWord) or entry.language is None:
        return True
    if entry.language == _OTHER:
        return language not in _INFLECTED
    return entry.language == language


def _variants(language: str) -> tuple[tuple[str, str | None], ...]:
    """Return how to inflect what is listed under `language`, and for which texts."""
    if language != EVERY:
        return ((language, language),)
    return (*((one, one) for one in _INFLECTED), (EVERY, _OTHER))


def _names(actor: Actor) -> Iterator[tuple[Pattern, Entry]]:
    groups: tuple[tuple[Names, bool, bool], ...] = (
        (actor.names, False, False),
        (actor.places, True, False),
        (actor.generic, False, True),
    )
    for names, cap, generic in groups:
        for language, listed in names.items():
            for name in listed:
                for inflection, text_language in _variants(language):
                    word = NameWord(
                        actor=actor.id,
                        spelling=name.text,
                        generic=generic,
                        # A name is a name in every text, in its own language's forms.
                        language=text_language
                        if generic or language == EVERY
                        else None,
                    )
                    yield compile_name(name, inflection, cap=cap), word


def _anchors(actor: Actor) -> Iterator[tuple[Pattern, Entry]]:
    for language, listed in actor.anchors.items():
        for spelling in listed:
            anchor = AnchorWord(actor=actor.id, spelling=spelling)
            for inflection in dict.fromkeys((EVERY, *_inflections(language))):
                yield compile_word(spelling, inflection), anchor


def _inflections(language: str) -> tuple[str, ...]:
    return _INFLECTED if language == EVERY else (language,)


def _labels(actor: Actor) -> Iterator[tuple[Pattern, Entry]]:
    for family, words in actor.labels.items():
        for language, listed in words.items():
            for label in listed:
                for inflection, text_language in _variants(language):
                    yield (
                        compile_word(label, inflection),
                        LabelEntry(
                            actor=actor.id, family=family, language=text_language
                        ),
                    )


def _nouns(incident: Incident) -> Iterator[tuple[Pattern, Entry]]:
    for event, noun in incident.event_nouns.items():
        for language, listed in noun.words.items():
            for word in listed:
                for inflection, text_language in _variants(language):
                    yield (
                        compile_word(word, inflection),
                        NounEntry(
                            incident=incident.id,
                            event=event,
                            language=text_language,
                            everyday=inflection == "sq" and is_everyday(word),
                        ),
                    )
        for word in noun.exclude:
            for inflection, text_language in _variants(EVERY):
                yield (
                    compile_word(word, inflection),
                    NounEntry(
                        incident=incident.id,
                        event=event,
                        language=text_language,
                        excluded=True,
                    ),
                )


def _places(incident: Incident) -> Iterator[tuple[Pattern, Entry]]:
    if incident.place is None:
        return
    # "Hotel Arvi, Durrës" is two places, each of which tells where it was.
    for part in incident.place.replace(";", ",").split(","):
        if part.strip():
            for inflection, text_language in _variants(EVERY):
                yield (
                    compile_name(Name(text=part.strip()), inflection, cap=True),
                    PlaceEntry(incident=incident.id, language=text_language),
                )
