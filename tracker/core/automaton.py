"""Find many patterns in a text: one automaton for all, regexes only around its hits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from tracker.core.names import Pattern

Thing = TypeVar("Thing")

# Characters; fewer are the beginning of too many words.
TELLING = 4
# No name is longer; a pattern is looked for so far to both sides of a literal.
REACH = 200


class Automaton(Generic[Thing]):
    """Patterns, each with what it stands for; compiled once, used for every text."""

    def __init__(self, patterns: Sequence[tuple[Pattern, Thing]]) -> None:
        self._patterns = tuple(patterns)
        self._without_literal = tuple(one for one in patterns if not one[0].rows)
        users: dict[str, list[int]] = {}
        for index, literals in enumerate(_telling(pattern for pattern, _ in patterns)):
            for literal in literals:
                users.setdefault(literal, []).append(index)
        self._users = tuple(tuple(indexes) for indexes in users.values())
        self._literals = AhoCorasick(list(users)) if users else None

    def find(self, text: str) -> Iterator[tuple[Pattern, Thing, int, int]]:
        """Yield what stands where in folded lower-case `text`, pattern by pattern."""
        for index, places in self._places(text).items():
            pattern, thing = self._patterns[index]
            for start, end in places:
                for found in pattern.regex.finditer(text, start, end):
                    yield pattern, thing, found.start(), found.end()
        for pattern, thing in self._without_literal:
            for found in pattern.regex.finditer(text):
                yield pattern, thing, found.start(), found.end()

    def _places(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Return for each pattern that may match the stretches to look at."""
        places: dict[int, list[tuple[int, int]]] = {}
        if self._literals is None:
            return places
        ends = _WordEnds(text)
        hits = self._literals.find_matches_as_indexes(text, overlapping=True)
        for literal, start, end in hits:
            if start and _continues_a_word(text[start - 1]):
                continue
            first, last = _window(text, start, end, ends)
            for index in self._users[literal]:
                known = places.setdefault(index, [])
                if known and first <= known[-1][1]:
                    before = known[-1]
                    known[-1] = min(before[0], first), max(before[1], last)
                else:
                    known.append((first, last))
        return places


def _telling(patterns: Iterable[Pattern]) -> Iterator[frozenset[str]]:
    """Yield for each pattern the strings to look for, of one word of each of its rows.

    It is the word that the fewest patterns share: with a thousand associations, not
    "association". Of two the longer one; short words stand in every text.
    """
    rows_of = [pattern.rows for pattern in patterns]
    shared = Counter(
        literal for rows in rows_of for row in rows for word in row for literal in word
    )

    def cost(word: tuple[str, ...]) -> tuple[bool, int, int]:
        shortest = min(map(len, word))
        return shortest < TELLING, max(shared[lit] for lit in word), -shortest

    for rows in rows_of:
        yield frozenset(literal for row in rows for literal in min(row, key=cost))


def _continues_a_word(char: str) -> bool:
    """Tell whether a word goes on; in Arabic script words also stand unparted."""
    return char.isascii() and char.isalnum()


class _WordEnds:
    """Where words end; asked from left to right, it reads every character once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read = 0, -1

    def after(self, at: int) -> int:
        """Return where the next white space at `at` or after it stands."""
        first, last = self._read
        if not first <= at <= last:
            last = at
            while last < len(self._text) and not self._text[last].isspace():
                last += 1
            self._read = at, last
        return last


def _window(text: str, start: int, end: int, ends: _WordEnds) -> tuple[int, int]:
    """Widen [start, end) by REACH, but not beyond its line nor into a word."""
    first = max(start - REACH, 0)
    first = max(text.rfind("\n", first, start) + 1, first)
    last = text.find("\n", end, end + REACH)
    if last < 0:
        last = ends.after(min(end + REACH, len(text)))
    return first, last
