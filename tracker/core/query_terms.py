"""The parts of a boolean query, and when each of them holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.scopes import Index, Scope, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """One folded word of a term, or the beginning of one."""

    folded: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A word, a prefix, a phrase or the forms of a word: any one of `choices`.

    The pieces of a choice stand one after the other; longer choices come first.
    `text` is the term as written.
    """

    text: str
    choices: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order with at most `distance` other words between them all."""

    text: str
    pieces: tuple[Piece, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Named:
    """An actor that is named, whatever the words."""

    actor: str


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Holds where all its parts do."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Holds where any of its parts does."""

    parts: tuple["Node", ...]


Term = Words | Near | Named
Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Hit:
    """A term as it was written, and where it is."""

    term: str
    span: Span


def written(node: Node) -> str:
    """Return a part as it can be read again."""
    if isinstance(node, Named):
        return f"actor:{node.actor}"
    if isinstance(node, Words | Near):
        return node.text
    if isinstance(node, Not):
        return f"NOT {_bracketed(node.part)}"
    operator = " AND " if isinstance(node, And) else " OR "
    return operator.join(map(_bracketed, node.parts))


def _bracketed(node: Node) -> str:
    text = written(node)
    return f"({text})" if isinstance(node, And | Or) else text


def terms(node: Node) -> Iterator[Term]:
    """Yield the terms of a part in the order written."""
    if isinstance(node, Not):
        yield from terms(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from terms(part)
    else:
        yield node


def evaluate(
    node: Node, scope: Scope, *, denied: bool = False
) -> tuple[Hit, ...] | None:
    """Return the hits by which `node`, or its denial, holds; None where it does not.

    An absence that holds has no hit. OR gives the hits of every part that holds.
    """
    if isinstance(node, Not):
        return evaluate(node.part, scope, denied=not denied)
    if isinstance(node, And | Or):
        return _joined(node, scope, denied=denied)
    text = written(node)
    hits = tuple(Hit(text, span) for span in _spans(node, scope))
    if denied:
        return None if hits else ()
    return hits or None


def _joined(node: And | Or, scope: Scope, *, denied: bool) -> tuple[Hit, ...] | None:
    # The denial of an AND is an OR of denials, and the other way round.
    all_needed = isinstance(node, And) != denied
    holding: list[tuple[Hit, ...]] = []
    for part in node.parts:
        hits = evaluate(part, scope, denied=denied)
        if hits is not None:
            holding.append(hits)
        elif all_needed:
            return None
    return tuple(hit for hits in holding for hit in hits) if holding else None


def may_hold(node: Node, index: Index) -> bool:
    """Tell whether `node` could hold in some part of the text; False is certain."""
    if isinstance(node, Not):
        return _may_fail(node.part, index)
    if isinstance(node, And):
        return all(may_hold(part, index) for part in node.parts)
    if isinstance(node, Or):
        return any(may_hold(part, index) for part in node.parts)
    if isinstance(node, Near):
        return all(_occurs(piece, index) for piece in node.pieces)
    if isinstance(node, Words):
        return any(all(_occurs(p, index) for p in choice) for choice in node.choices)
    return True


def _may_fail(node: Node, index: Index) -> bool:
    """Tell whether `node` could fail; a term can, in a sentence without it."""
    if isinstance(node, Not):
        return may_hold(node.part, index)
    if isinstance(node, And):
        return any(_may_fail(part, index) for part in node.parts)
    if isinstance(node, Or):
        return all(_may_fail(part, index) for part in node.parts)
    return True


def _occurs(piece: Piece, index: Index) -> bool:
    if piece.prefix:
        return bool(index.words_from(piece.folded))
    return piece.folded in index.places


def required(node: Node, *, denied: bool = False) -> frozenset[str]:
    """Return the terms without which `node`, or with `denied` its denial, fails."""
    if isinstance(node, Not):
        return required(node.part, denied=not denied)
    if isinstance(node, And | Or):
        sets = [required(part, denied=denied) for part in node.parts]
        all_needed = isinstance(node, And) != denied
        return (
            frozenset[str]().union(*sets)
            if all_needed
            else sets[0].intersection(*sets[1:])
        )
    return frozenset() if denied else frozenset((written(node),))


def _spans(term: Term, scope: Scope) -> Iterator[Span]:
    if isinstance(term, Named):
        yield from scope.actors.get(term.actor, ())
    elif isinstance(term, Near):
        for first, last in _windows(term, scope):
            yield scope.span(first, last)
    else:
        for first, last in _rows_of_any(term.choices, scope):
            yield scope.span(first, last)


def _places(piece: Piece, scope: Scope) -> Sequence[int]:
    if not piece.prefix:
        return scope.places(piece.folded)
    words = scope.index.words_from(piece.folded)
    return sorted(place for word in words for place in scope.places(word))


def _rows_of_any(
    choices: Sequence[Sequence[Piece]], scope: Scope
) -> Iterator[tuple[int, int]]:
    """Yield where a choice stands; of two that overlap, the one listed first.

    So "u ndaluan" is one place of forms:ndaloj, not also the "ndaluan" in it.
    """
    taken: set[int] = set()
    for choice in choices:
        for first in _rows(choice, scope):
            places = range(first, first + len(choice))
            if taken.isdisjoint(places):
                taken.update(places)
                yield first, places[-1]


def _rows(choice: Sequence[Piece], scope: Scope) -> Sequence[int]:
    """Return the places from which the pieces stand one after the other."""
    starts = _places(choice[0], scope)
    for offset, piece in enumerate(choice[1:], start=1):
        if not starts:
            return ()
        here = frozenset(_places(piece, scope))
        starts = [start for start in starts if start + offset in here]
    return starts


def _windows(near: Near, scope: Scope) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each group that is near enough.

    Groups do not overlap, and each is as tight as its last word allows.
    """
    pieces_at: dict[int, list[int]] = {}
    for number, piece in enumerate(near.pieces):
        places = _places(piece, scope)
        if not places:
            return
        for place in places:
            pieces_at.setdefault(place, []).append(number)
    reach = near.distance + len(near.pieces)
    window: list[int] = []
    for place in sorted(pieces_at):
        window = [earlier for earlier in window if place - earlier < reach]
        window.append(place)
        if not _all_placed(window, pieces_at, len(near.pieces)):
            continue
        while _all_placed(window[1:], pieces_at, len(near.pieces)):
            del window[0]
        yield window[0], place
        window = []


def _all_placed(
    window: Sequence[int], pieces_at: dict[int, list[int]], count: int
) -> bool:
    """Tell whether each piece has a place of its own (Kuhn's bipartite matching).

    One word can serve two pieces ("arrest*" and "arrested") but only one of them.
    """
    if len(window) < count:
        return False
    holder: dict[int, int] = {}

    def seat(place: int, tried: set[int]) -> bool:
        for number in pieces_at[place]:
            if number in tried:
                continue
            tried.add(number)
            if number not in holder or seat(holder[number], tried):
                holder[number] = place
                return True
        return False

    return sum(seat(place, set()) for place in window) == count
