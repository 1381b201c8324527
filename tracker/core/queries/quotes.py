"""Read what stands between quotation marks in a boolean query, alternatives too."""

import re
from collections.abc import Sequence
from typing import NoReturn, TypeGuard

from tracker.core.queries.places import Element, OneOf, Row
from tracker.core.queries.scopes import Piece
from tracker.core.queries.words import (
    DEEPEST_NESTING,
    FORMS,
    MEANT,
    OPERATORS,
    WordReader,
)

_CHUNK = re.compile(r"[()]|[^\s()]+")


class Quoted:
    """The place reached between two quotation marks.

    elements = (word | prefix* | actor:ID | forms:WORD | ( elements OR elements … ))…
    """

    def __init__(self, words: WordReader, inside: str, offset: int) -> None:
        self._words = words
        self._chunks = [
            (c.group(), offset + c.start()) for c in _CHUNK.finditer(inside)
        ]
        self._chunks.append(("", offset + len(inside)))
        self._next = 0

    def elements(self) -> Row:
        """Read everything."""
        elements = self._row(depth=0)
        if self._chunk == ")":
            self._fail("this bracket closes nothing; remove it")
        return elements

    @property
    def _chunk(self) -> str:
        return self._chunks[self._next][0]

    def _row(self, *, depth: int) -> Row:
        """Read up to a closing bracket, or to an OR between brackets."""
        elements: list[Element] = []
        while self._chunk not in ("", ")") and not (depth and self._chunk == "OR"):
            chunk, offset = self._chunks[self._next]
            if chunk == "(":
                elements.append(self._bracket(depth + 1))
                continue
            elements.extend(self._word(chunk, offset, depth))
            self._next += 1
        return tuple(elements)

    def _word(self, chunk: str, offset: int, depth: int) -> Row:
        if chunk in OPERATORS:
            self._fail_operator(chunk, depth)
        if "|" in chunk:
            place = offset + chunk.index("|")
            self._words.fail("write OR for |: (eleven OR 11)", place)
        field = self._words.field(chunk, offset)
        if field is not None:
            return (field,)
        pieces = self._words.pieces(chunk, offset)
        # In a near group, what is one word stays together: "ish-anëtar*".
        return (_one_of((pieces,)),) if len(pieces) > 1 else pieces

    def _bracket(self, depth: int) -> Element:
        opening = self._next
        if depth > DEEPEST_NESTING:
            self._fail(f"more than {DEEPEST_NESTING} brackets within one another")
        alternatives: list[Row] = []
        while self._chunk == "OR" or not alternatives:
            self._next += 1
            row = self._row(depth=depth)
            if not row and self._chunk:
                self._fail_empty(is_only=self._chunk == ")" and not alternatives)
            alternatives.append(flat(row))
        if self._chunk != ")":
            self._next = opening
            self._fail(
                "this bracket is not closed before the quotation mark; add a ), and"
                " write words in it without quotation marks: (book stand OR stall)"
            )
        if len(alternatives) == 1:
            self._refuse_small_or(opening)
        self._next += 1
        return _one_of(alternatives)

    def _refuse_small_or(self, opening: int) -> None:
        """Refuse "(eleven or 11)", which is a phrase of three words."""
        for chunk, offset in self._chunks[opening : self._next]:
            if MEANT.get(chunk) == "OR":
                self._words.fail(
                    f"operators are written in capitals: OR instead of {chunk}", offset
                )

    def _fail_operator(self, chunk: str, depth: int) -> NoReturn:
        if chunk == "OR":
            wanted = "alternatives go in brackets: (eleven OR 11)"
        elif depth:
            wanted = "brackets there hold alternatives, joined by OR"
        else:
            wanted = "it goes outside of them"
        self._fail(
            f"{chunk} is no operator between quotation marks; {wanted}. For the word"
            f" itself write {chunk.lower()}"
        )

    def _fail_empty(self, *, is_only: bool) -> NoReturn:
        if is_only:
            self._fail("there is nothing between these brackets; write a word")
        self._fail("an alternative is missing here; write a word or remove the OR")

    def _fail(self, message: str) -> NoReturn:
        self._words.fail(message, self._chunks[self._next][1])


def _one_of(rows: Sequence[Row]) -> Element:
    """Join alternatives, those within alternatives too; a single word is itself."""
    flat: list[Row] = []
    for row in rows:
        inner = row[0] if len(row) == 1 else None
        flat.extend(inner.rows if _is_bracket(inner) else (row,))
    kept = tuple(dict.fromkeys(flat))
    if len(kept) == 1 and len(kept[0]) == 1:
        return kept[0][0]
    return OneOf(f"({' OR '.join(map(texts, kept))})", kept)


def flat(row: Row) -> Row:
    """Take brackets off that hold a single row: in a row they change nothing."""
    flat: list[Element] = []
    for element in row:
        if _is_bracket(element) and len(element.rows) == 1:
            flat.extend(element.rows[0])
        else:
            flat.append(element)
    return tuple(flat)


def _is_bracket(element: Element | None) -> TypeGuard[OneOf]:
    return isinstance(element, OneOf) and not element.text.startswith(FORMS)


def texts(row: Row) -> str:
    """Write elements one after the other, as between quotation marks."""
    return " ".join(
        one.folded + "*" * one.prefix if isinstance(one, Piece) else one.text
        for one in row
    )
