"""Where the words of a phrase or a near group stand in a text.

A stretch is the pair of its first and its last place, both inclusive.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, Union

from tracker.core.queries.numerals import spellings
from tracker.core.queries.scopes import Piece, Scope

Stretch: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """An actor that is named, whatever the words."""

    actor: str

    @property
    def text(self) -> str:
        """The term as it is written."""
        return f"actor:{self.actor}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several rows of words; `text` is how that is written in a phrase."""

    text: str
    rows: tuple["Row", ...]


Element: TypeAlias = Union[Piece, Named, OneOf]  # noqa: UP007 - | cannot name Row early
# One after the other, within a sentence.
Row: TypeAlias = tuple[Element, ...]


def stretches(element: Element, scope: Scope) -> set[Stretch]:
    """Return where an element stands."""
    if isinstance(element, Piece):
        if is_plain(element):
            return {(place, place) for place in scope.places_of(element)}
        return {one for row in spelled(element) for one in _verbatim(row, scope)}
    if isinstance(element, Named):
        found = map(scope.places_touched, scope.actors.get(element.actor, ()))
        return {stretch for stretch in found if stretch is not None}
    return {stretch for row in element.rows for stretch in rows(row, scope)}


def spelled(piece: Piece) -> tuple[tuple[Piece, ...], ...]:
    """Return the rows of words that a piece stands for: a number in every spelling."""
    return ((piece,),) if is_plain(piece) else _spelled(piece.folded)


def is_plain(piece: Piece) -> bool:
    """Tell whether a piece is no number, so that it stands for itself only."""
    return piece.prefix or not piece.folded[:1].isdecimal()


# The same few numbers of the configuration are asked about in every text.
@lru_cache(maxsize=4096)
def _spelled(number: str) -> tuple[tuple[Piece, ...], ...]:
    return tuple(tuple(map(Piece, row)) for row in spellings(number))


def _verbatim(row: Sequence[Piece], scope: Scope) -> Iterator[Stretch]:
    following = [frozenset(scope.places_of(piece)) for piece in row[1:]]
    for first in scope.places_of(row[0]):
        if all(first + n in places for n, places in enumerate(following, start=1)):
            yield first, first + len(following)


def rows(row: Row, scope: Scope) -> set[Stretch]:
    """Return where the elements of a row stand one after the other."""
    found = stretches(row[0], scope)
    for element in row[1:]:
        if not found:
            break
        going_on: dict[int, list[int]] = {}
        for first, last in stretches(element, scope):
            going_on.setdefault(first, []).append(last)
        found = {
            (first, last)
            for first, before in found
            for last in going_on.get(before + 1, ())
        }
    return found


def phrases(row: Row, scope: Scope) -> Iterator[Stretch]:
    """Yield where a row stands; of two that overlap, the longer, then the first.

    So "u ndaluan" is one place of forms:ndaloj, not also the "ndaluan" in it.
    """
    taken: set[int] = set()
    found = rows(row, scope)
    for first, last in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
        places = range(first, last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            yield first, last


def groups(elements: Row, distance: int, scope: Scope) -> Iterator[Stretch]:
    """Yield the stretches in which all elements stand near enough, in any order.

    At most `distance` words between their first and last belong to none of them, and
    none of their words serves two. Groups do not overlap; each ends as early as it can,
    and has as few other words, and is as short, as its end allows.

    For each set of elements the best that has been placed is kept, as bits: the cost
    is the number of places times that of the sets, of which few are ever near enough.
    """
    starting: dict[int, list[tuple[int, int]]] = {}
    places: set[int] = set()
    for number, element in enumerate(elements):
        found = stretches(element, scope)
        if not found:
            return
        for first, last in found:
            starting.setdefault(first, []).append((1 << number, last))
            places.update((first, last))
    everything = (1 << len(elements)) - 1
    # Of a set: its own words counted on from the place before the first, and the first.
    # What lies between that number and a later place are other words.
    placed: dict[int, tuple[int, int]] = {}
    ending: dict[int, dict[int, tuple[int, int]]] = {}
    for place in sorted(places):
        placed = {
            chosen: best
            for chosen, best in placed.items()
            if place - 1 - best[0] <= distance
        }
        for bit, last in starting.get(place, ()):
            ends = ending.setdefault(last, {})
            for chosen, (reached, first) in (*placed.items(), (0, (place - 1, place))):
                if not chosen & bit:
                    longer = reached + last - place + 1, first
                    both = chosen | bit
                    ends[both] = max(ends.get(both, longer), longer)
        ended = ending.pop(place, {})
        if everything in ended:
            yield ended[everything][1], place
            placed, ending = {}, {}
            continue
        for chosen, best in ended.items():
            placed[chosen] = max(placed.get(chosen, best), best)
