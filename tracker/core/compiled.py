"""The configuration, compiled once: every word that is looked for, in one automaton."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tracker.core.automaton import Automaton
from tracker.core.forms.verbs import is_everyday
from tracker.core.mentions import FoundName, NameWord
from tracker.core.names import Pattern, compile_name, compile_word
from tracker.core.text import Reading
from tracker.model import EVERY, Actor, Incident, Name, Names, TextField

# A machine cannot tell Serbian, Croatian and Bosnian apart; they inflect alike.
_ONE_LANGUAGE = {"hr": "sr", "bs": "sr"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NounEntry:
    """A word for the event of an incident.

    An `excluded` compound names another event. An `everyday` verb tells an event only
    beside an actor or persons.
    """

    incident: str
    event: str
    excluded: bool = False
    everyday: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """A place of an incident; `name` as configured."""

    incident: str
    name: str


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
        """Take the words of a configuration.

        Raises ValueError for a name that cannot be read.
        """
        self._actors = actors
        self._incidents = incidents
        self._automata: dict[str, Automaton[Entry]] = {}
        for language in _listed(actors, incidents):
            self._entries(language)

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
        automaton = self._automaton(_ONE_LANGUAGE.get(language, language))
        for reading in readings:
            folded = reading.lower
            for pattern, entry, *hit in automaton.find(folded.text):
                start, end = folded.span(reading.text, *hit)
                surface = reading.text[start:end]
                yield Found(entry, reading.field, start, end), pattern.fits(surface)

    def _automaton(self, language: str) -> Automaton[Entry]:
        """Return the search for texts in a language, made when the first one comes."""
        known = self._automata.get(language)
        if known is None:
            made = Automaton(self._entries(language))
            known = self._automata.setdefault(language, made)
        return known

    def _entries(self, language: str) -> list[tuple[Pattern, Entry]]:
        patterns: list[tuple[Pattern, Entry]] = []
        for actor in self._actors:
            patterns += _names(actor, language)
            patterns += _anchors(actor, language)
            patterns += _labels(actor, language)
        for incident in self._incidents:
            patterns += _nouns(incident, language)
            patterns += _places(incident, language)
        return patterns


def _listed(actors: Sequence[Actor], incidents: Sequence[Incident]) -> set[str]:
    """Return the languages under which something is listed, and EVERY."""
    lists: list[Iterable[str]] = [(EVERY,)]
    for actor in actors:
        lists += [actor.names, actor.places, actor.generic, actor.anchors]
        lists += actor.labels.values()
    for incident in incidents:
        lists += [noun.words for noun in incident.event_nouns.values()]
    return {language for one in lists for language in one}


def _is_for(listed: str, language: str) -> bool:
    """Tell whether what is listed under a language is looked for in a text."""
    return listed == EVERY or _ONE_LANGUAGE.get(listed, listed) == language


def _inflection(listed: str, language: str) -> str:
    """Return whose endings a listed word takes: under "*" those of the text."""
    return language if listed == EVERY else listed


def _names(actor: Actor, language: str) -> Iterator[tuple[Pattern, Entry]]:
    groups: tuple[tuple[Names, bool, bool], ...] = (
        (actor.names, False, False),
        (actor.places, True, False),
        (actor.generic, False, True),
    )
    for names, cap, generic in groups:
        for listed, entries in names.items():
            # A name is a name in every text, in its own language's forms.
            if generic and not _is_for(listed, language):
                continue
            for name in entries:
                word = NameWord(actor=actor.id, spelling=name.text, generic=generic)
                inflection = _inflection(listed, language)
                yield compile_name(name, inflection, cap=cap), word


def _anchors(actor: Actor, language: str) -> Iterator[tuple[Pattern, Entry]]:
    """Yield anchors: they speak in every text, as written and in their forms."""
    for listed, words in actor.anchors.items():
        for spelling in words:
            anchor = AnchorWord(actor=actor.id, spelling=spelling)
            for inflection in {EVERY, _inflection(listed, language)}:
                yield compile_word(spelling, inflection), anchor


def _labels(actor: Actor, language: str) -> Iterator[tuple[Pattern, Entry]]:
    for family, words in actor.labels.items():
        entry = LabelEntry(actor=actor.id, family=family)
        for listed, labels in words.items():
            if _is_for(listed, language):
                inflection = _inflection(listed, language)
                yield from ((compile_word(one, inflection), entry) for one in labels)


def _nouns(incident: Incident, language: str) -> Iterator[tuple[Pattern, Entry]]:
    for event, noun in incident.event_nouns.items():
        for listed, words in noun.words.items():
            if not _is_for(listed, language):
                continue
            inflection = _inflection(listed, language)
            for word in words:
                entry = NounEntry(
                    incident=incident.id,
                    event=event,
                    everyday=inflection == "sq" and is_everyday(word),
                )
                yield compile_word(word, inflection), entry
        excluded = NounEntry(incident=incident.id, event=event, excluded=True)
        for word in noun.exclude:
            yield compile_word(word, language), excluded


def _places(incident: Incident, language: str) -> Iterator[tuple[Pattern, Entry]]:
    if incident.place is None:
        return
    # "Hotel Arvi, Durrës" is two places, each of which tells where it was.
    for part in incident.place.replace(";", ",").split(","):
        name = part.strip()
        if name:
            pattern = compile_name(Name(text=name), language, cap=True)
            yield pattern, PlaceEntry(incident=incident.id, name=name)
