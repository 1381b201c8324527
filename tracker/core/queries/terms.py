"""The parts of a boolean query, and when each of them holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.queries.places import (
    Element,
    Named,
    OneOf,
    Row,
    groups,
    phrases,
)
from tracker.core.queries.scopes import Scope, Span


@dataclass(frozen=True, slots=True)
class Words:
    """A word, a prefix, the forms of a word or a phrase: a row, as it is written."""

    text: str
    row: Row


@dataclass(frozen=True, slots=True)
class Near:
    """Elements in any order with at most `distance` other words between them all."""

    text: str
    elements: Row
    distance: int


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
    if isinstance(node, Words | Near | Named):
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


def elements(term: Term) -> Iterator[Element]:
    """Yield what a term is made of, and what its alternatives are made of."""
    waiting = list(_row(term))
    while waiting:
        element = waiting.pop()
        yield element
        if isinstance(element, OneOf):
            waiting.extend(inner for row in element.rows for inner in row)


def _row(term: Term) -> Row:
    if isinstance(term, Named):
        return (term,)
    return term.row if isinstance(term, Words) else term.elements


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
    hits = tuple(Hit(node.text, span) for span in _spans(node, scope))
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


def _spans(term: Term, scope: Scope) -> Iterator[Span]:
    if isinstance(term, Named):
        yield from scope.actors.get(term.actor, ())
    elif isinstance(term, Near):
        for first, last in groups(term.elements, term.distance, scope):
            yield scope.span(first, last)
    else:
        for first, last in phrases(term.row, scope):
            yield scope.span(first, last)
