"""A query in which every number stands for any other, with any noun that it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.counts.counted import Noun
from tracker.core.counts.numbers import Number, numbers
from tracker.core.queries.places import Element, OneOf, Row
from tracker.core.queries.scopes import Piece, Scope
from tracker.core.queries.syntax import read
from tracker.core.queries.terms import And, Near, Node, Or, Words, elements, terms

# Stand for any number and for what it counts; no word of a text is written so.
NUMBER, NOUN = Piece("#"), Piece("##")
_FORMS = "forms:"


@dataclass(frozen=True, slots=True)
class AnyNumber(Scope):
    """A scope in which NUMBER and NOUN are one number and its noun, by their places."""

    number: Sequence[int]
    noun: Sequence[int]

    def places_of(self, piece: Piece) -> Sequence[int]:
        """Return the places of a word, of words that begin so, or of the number."""
        if piece == NUMBER:
            return self.number
        return self.noun if piece == NOUN else Scope.places_of(self, piece)


@dataclass(frozen=True, slots=True)
class Loose:
    """A query with NUMBER and NOUN in the place of its numbers and their nouns.

    `asks_for_one`: one of the numbers was one.
    """

    root: Node
    asks_for_one: bool


def loosened(query: str, nouns: Sequence[Noun], language: str) -> Loose:
    """Read a query that is known to be right, and loosen the numbers that it asks for.

    So are those of `nouns` that stand in one phrase or near group with a number. What
    is denied stays: NOT 20 asks for twenty.
    """
    root = read(query, actors=None)
    found = (number for row in _rows(root) for number in _numbers(row, language))
    one = any(number.low == number.high == 1 for number in found)
    return Loose(_Loosening(nouns, language).node(root), one)


class _Loosening:
    def __init__(self, nouns: Sequence[Noun], language: str) -> None:
        self._nouns = nouns
        self._language = language

    def node(self, node: Node) -> Node:
        if isinstance(node, And):
            return And(tuple(map(self.node, node.parts)))
        if isinstance(node, Or):
            return Or(tuple(map(self.node, node.parts)))
        if isinstance(node, Words) and not node.text.startswith(_FORMS):
            return Words(node.text, self._row(node.row, self._counts(node.row)))
        if isinstance(node, Near):
            row = self._row(node.elements, self._counts(node.elements))
            return Near(node.text, row, node.distance)
        return node

    def _counts(self, row: Row) -> bool:
        """Whether there is a number in a row or in its alternatives."""
        return bool(_numbers(row, self._language)) or any(
            self._counts(inner)
            for one in row
            if isinstance(one, OneOf) and not one.text.startswith(_FORMS)
            for inner in one.rows
        )

    def _row(self, row: Row, counts: bool) -> Row:  # noqa: FBT001 - of the whole term
        loose: list[Element] = []
        at = 0
        for number in (*_numbers(row, self._language), None):
            stop = number.words.start if number else len(row)
            for one in row[at:stop]:
                element = self._element(one, counts)
                # Of "police officers" both are nouns, and counted once.
                if element != NOUN or loose[-1:] != [NOUN]:
                    loose.append(element)
            if number:
                loose.append(NUMBER)
                at = number.words.stop
        return tuple(loose)

    def _element(self, element: Element, counts: bool) -> Element:  # noqa: FBT001
        if counts and self._is_noun(element):
            return NOUN
        if isinstance(element, OneOf) and not element.text.startswith(_FORMS):
            rows = tuple(self._row(row, counts) for row in element.rows)
            return OneOf(element.text, rows)
        return element

    def _is_noun(self, element: Element) -> bool:
        if isinstance(element, OneOf):
            return element.text.startswith(_FORMS) and any(
                len(row) == 1 and self._is_noun(row[0]) for row in element.rows
            )
        if not isinstance(element, Piece):
            return False
        word = element.folded
        if element.prefix:
            return any(
                beginning.startswith(word) or word.startswith(beginning)
                for noun in self._nouns
                for beginning in noun.pattern.literals
            )
        return any(noun.pattern.regex.fullmatch(word) for noun in self._nouns)


def _numbers(row: Row, language: str) -> tuple[Number, ...]:
    words = [
        one.folded if isinstance(one, Piece) and not one.prefix else "" for one in row
    ]
    return numbers(words, (*(" " for _ in words), ""), language)


def _rows(node: Node) -> Iterator[Row]:
    for term in terms(node):
        if isinstance(term, Words):
            yield term.row
        elif isinstance(term, Near):
            yield term.elements
        for element in elements(term):
            if isinstance(element, OneOf):
                yield from element.rows
