"""The tracked actors in their order, and whose acronyms a text may hold."""

from collections.abc import Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from tracker.core.acronyms import literals
from tracker.core.text import Reading
from tracker.model import Actor

# Case endings that are glued to an acronym without a hyphen have two letters.
LONGEST_ENDING = 3


class Roster:
    """The actors of a configuration, ready to be looked for by acronym."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.actors = tuple(actors)
        self._searches: dict[str, _Search] = {}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each actor in the configuration, by id."""
        return {actor.id: place for place, actor in enumerate(self.actors)}

    def abbreviated(
        self, readings: Sequence[Reading], language: str
    ) -> tuple[Actor, ...]:
        """Return the actors whose acronym may stand in a text, in their order.

        One automaton sees for all of them at once that no word begins with one.
        """
        search = self._searches.get(language)
        if search is None:
            search = self._searches.setdefault(language, _Search(self.actors, language))
        places = {place for reading in readings for place in search.places(reading)}
        return tuple(self.actors[place] for place in sorted(places))


class _Search:
    """The letters of all acronyms, as texts in one language may spell them."""

    def __init__(self, actors: Sequence[Actor], language: str) -> None:
        users: dict[str, list[int]] = {}
        for place, actor in enumerate(actors):
            for acronym in actor.acronyms:
                for literal in literals(acronym, language):
                    users.setdefault(literal, []).append(place)
        self._users = tuple(users.values())
        self._automaton = AhoCorasick(list(users)) if users else None

    def places(self, reading: Reading) -> set[int]:
        """Return the places in the order of actors."""
        if self._automaton is None:
            return set()
        text = reading.cased.text
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return {
            place
            for literal, start, end in hits
            if _may_be_a_word(text, start, end)
            for place in self._users[literal]
        }


def _may_be_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether [start, end) begins a word and all but an ending ends it."""
    if start and text[start - 1].isalnum():
        return False
    return not text[end : end + LONGEST_ENDING + 1].isalnum() or (
        len(text) <= end + LONGEST_ENDING
    )
