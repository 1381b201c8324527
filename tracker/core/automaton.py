"""Find many patterns in a text: one automaton for all, regexes only around its hits."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from tracker.core.names import Pattern

Thing = TypeVar("Thing")

# No name is longer; a pattern is looked for so far to both sides of a literal.
REACH = 200


class Automaton(Generic[Thing]):
    """Patterns, each with what it stands for; compiled once, used for every text.

    `is_wanted(thing, language)` tells whether it is looked for in texts in `language`.
    """

    def __init__(
        self,
        patterns: Sequence[tuple[Pattern, Thing]],
        is_wanted: Callable[[Thing, str], bool],
    ) -> None:
        self._patterns = tuple(patterns)
        self._is_wanted = is_wanted
        users: dict[str, list[int]] = {}
        for index, (pattern, _) in enumerate(self._patterns):
            for literal in pattern.literals:
                users.setdefault(literal, []).append(index)
        self._users = tuple(tuple(indexes) for indexes in users.values())
        self._literals = AhoCorasick(list(users)) if users else None
        self._by_language: dict[str, tuple[tuple[int, ...], ...]] = {}

    def find(
        self, text: str, language: str
    ) -> Iterator[tuple[Pattern, Thing, int, int]]:
        """Yield what stands where in folded lower-case `text`, pattern by pattern."""
        for index, places in self._places(text, language).items():
            pattern, thing = self._patterns[index]
            for start, end in places:
                for found in pattern.regex.finditer(text, start, end):
                    yield pattern, thing, found.start(), found.end()
        for pattern, thing in self._patterns:
            if not pattern.literals and self._is_wanted(thing, language):
                for found in pattern.regex.finditer(text):
                    yield pattern, thing, found.start(), found.end()

    def _places(self, text: str, language: str) -> dict[int, list[tuple[int, int]]]:
        """Return for each pattern that may match the stretches to look at."""
        places: dict[int, list[tuple[int, int]]] = {}
        if self._literals is None:
            return places
        wanted = self._wanted(language)
        hits = self._literals.find_matches_as_indexes(text, overlapping=True)
        for literal, start, end in hits:
            users = wanted[literal]
            if not users or (start and _continues_a_word(text[start - 1])):
                continue
            first, last = _window(text, start, end)
            for index in users:
                known = places.setdefault(index, [])
                if known and first <= known[-1][1]:
                    before = known[-1]
                    known[-1] = min(before[0], first), max(before[1], last)
                else:
                    known.append((first, last))
        return places

    def _wanted(self, language: str) -> tuple[tuple[int, ...], ...]:
        """Return for each literal the patterns that texts in `language` ask for."""
        if language not in self._by_language:
            asked = {
                index
                for index, (_, thing) in enumerate(self._patterns)
                if self._is_wanted(thing, language)
            }
            self._by_language[language] = tuple(
                tuple(index for index in users if index in asked)
                for users in self._users
            )
        return self._by_language[language]


def _continues_a_word(char: str) -> bool:
    """Tell whether a word goes on; in Arabic script words also stand unparted."""
    return char.isascii() and char.isalnum()


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen [start, end) by REACH, but not beyond its line nor into a word."""
    first = max(start - REACH, 0)
    first = max(text.rfind("\n", first, start) + 1, first)
    last = text.find("\n", end, end + REACH)
    if last < 0:
        last = min(end + REACH, len(text))
        while last < len(text) and not text[last].isspace():
            last += 1
    return first, last
