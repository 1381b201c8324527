"""Read a boolean query, and say what is wrong with one that cannot be read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NoReturn

from tracker.core.queries.places import Named, OneOf, Row
from tracker.core.queries.quotes import Quoted, flat, texts
from tracker.core.queries.terms import And, Near, Node, Not, Or, Term, Words
from tracker.core.queries.words import (
    DEEPEST_NESTING,
    FORMS,
    MEANT,
    OPERATORS,
    WordReader,
    refuse,
    shown,
)

# A sentence has no more words than that; a larger N is a slip.
LARGEST_DISTANCE = 1000
# Each further element doubles the ways in which a group can stand in a sentence.
LARGEST_GROUP = 8

# Each is one character for one, so that places stay what they are. Marks that show
# nothing come along when a query is copied from a web page or a letter.
_PLAIN = str.maketrans(
    "“”„‟«»″\uff02\uff08\uff09\uff5e\u223c\u02dc\u2217\uff0a"
    "\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069",
    '""""""""()~~~**           ',
)
_FIELD = re.compile(r"[^\W\d]\w*:")
_TOKEN = re.compile(r'[()]|"[^"]*"(?:~\S*?(?=[\s()"]|\Z))?|[^\s()"]+|"')
_SIGNS = "+-\u2013\u2014\u2212"
# How other programs write a near group.
_NEAR_ELSEWHERE = re.compile(r"(?:near|adj|same|w|n)?/?\d+|~\S*|near", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["operator", "bracket", "term", "end"]
    text: str
    offset: int


def read(query: str, *, actors: Collection[str] | None) -> Node:
    """Read `query` to its tree; `actors` are the ids that exist, None for any.

    Raises QuerySyntaxError.
    """
    reader = _Reader(query, actors)
    if reader.token.kind == "end":
        reader.fail("the query is empty; write at least one word")
    node = reader.any_of()
    if reader.token.text == ")":
        reader.fail("this bracket closes nothing; remove it or open one before")
    return node


class _Reader:
    """The place reached in a query; each method reads one rule of the grammar."""

    def __init__(self, query: str, actors: Collection[str] | None) -> None:
        self._query = query
        self._words = WordReader(query, actors)
        self._tokens = iter(_tokens(query))
        self._depth = 0
        self.token = self._previous = next(self._tokens)

    def any_of(self) -> Node:
        """Read parts joined by OR."""
        parts = [self._all_of()]
        while self.token.text == "OR":
            self._advance()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self) -> Node:
        parts = [self._part()]
        while self.token.text == "AND":
            self._advance()
            parts.append(self._part())
        starts_part = self.token.kind == "term" or self.token.text in ("(", "NOT")
        if starts_part:
            self._fail_adjacent()
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self) -> Node:
        if self.token.kind != "term" and self.token.text not in ("NOT", "("):
            self._fail_missing()
        if self.token.text == "NOT":
            self._advance()
            self._deeper()
            part = self._part()
            self._depth -= 1
            return Not(part)
        if self.token.text == "(":
            return self._bracket()
        token = self._previous = self.token
        self._advance()
        return self._term(token.text, token.offset)

    def _term(self, text: str, offset: int) -> Term:
        if text.startswith('"'):
            return self._quoted(text, offset)
        field = self._words.field(text, offset)
        if field is not None:
            return field if isinstance(field, Named) else _words((field,))
        other = _FIELD.match(text)
        if other is not None:
            self._words.fail(
                f"{shown(other[0])} is not known; known are actor: and forms:. A word"
                f' with a colon goes between quotation marks: "{shown(text)}"',
                offset,
            )
        if text[0] in _SIGNS:
            self._words.fail(
                f"{text[0]} is no operator here; write AND or NOT before "
                f"{shown(text[1:]) or 'the word'}",
                offset,
            )
        if "~" in text:
            self._words.fail(
                '~ stands only after words in quotation marks: "two words"~5',
                offset + text.index("~"),
            )
        row = self._words.pieces(text, offset)
        if not row:
            self._words.fail_wordless(text, offset)
        return Words(texts(row) if len(row) == 1 else f'"{texts(row)}"', row)

    def _quoted(self, text: str, offset: int) -> Term:
        inside, _, tail = text[1:].partition('"')
        elements = Quoted(self._words, inside, offset + 1).elements()
        if not elements:
            self._words.fail(
                "there is nothing between these quotation marks; write the words",
                offset,
            )
        if not tail:
            row = flat(elements)
            alone = row[0] if len(row) == 1 else None
            return alone if isinstance(alone, Named) else _words(row)
        number, place = tail[1:], offset + len(inside) + 2
        if not re.fullmatch(r"[0-9]{1,4}", number) or int(number) > LARGEST_DISTANCE:
            self._words.fail(
                f"~{shown(number)} is no distance; write ~ and a number up to "
                f'{LARGEST_DISTANCE}: "two words"~5',
                place,
            )
        if len(elements) == 1:
            self._words.fail(
                "~ needs two words or more between the quotation marks", place
            )
        if len(elements) > LARGEST_GROUP:
            self._words.fail(
                f"{len(elements)} words are too many for ~, {LARGEST_GROUP} the most; "
                'make two groups: "…"~5 AND "…"~5',
                place,
            )
        distance = int(number)
        return Near(f'"{texts(elements)}"~{distance}', elements, distance)

    def _bracket(self) -> Node:
        opening = self.token
        self._advance()
        self._deeper()
        if self.token.text == ")":
            self.fail("there is nothing between these brackets; write a term")
        node = self.any_of()
        if self.token.text != ")":
            self.fail("this bracket is never closed; add a )", opening)
        self._depth -= 1
        self._previous = self.token
        self._advance()
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            self.fail(
                f"more than {DEEPEST_NESTING} brackets or NOTs within one another; "
                "write the query flatter"
            )

    def _advance(self) -> None:
        self.token = next(self._tokens)

    def _fail_missing(self) -> NoReturn:
        token = self.token
        if token.kind == "operator":
            self.fail(f"{token.text} needs a term on its left; write one or remove it")
        if token.text == ")":
            self.fail("a term is missing before this bracket; write one")
        self.fail("the query ends where a term is missing; write one or shorten it")

    def _fail_adjacent(self) -> NoReturn:
        left, right = self._previous.text, self.token.text
        for token in (self._previous, self.token):
            if token.text in MEANT:
                self.fail(
                    f"operators are written in capitals: {MEANT[token.text]} instead of"
                    f" {token.text}; the word itself goes between quotation marks:"
                    f' "{token.text}"',
                    token,
                )
        left, right = shown(left), shown(right)
        if right == "NOT":
            self.fail(f"NOT after {left} needs an operator; write AND NOT or OR NOT")
        if left.lower() in ("actor:", "forms:"):
            self.fail(
                f"{left} needs its word right after it, without quotation marks or a"
                f" blank: {left}police",
                self._previous,
            )
        if _NEAR_ELSEWHERE.fullmatch(right) and (not right.isdecimal()):
            self.fail(
                f"{right} is not known here; nearness is written right behind the"
                ' closing quotation mark: "two words"~5'
            )
        self.fail(
            f"there is no operator between {left} and {right}; write AND or OR, or "
            f"put a phrase between quotation marks"
        )

    def fail(self, message: str, token: _Token | None = None) -> NoReturn:
        """Raise the error of what stands at `token`, by default where reading is."""
        refuse(self._query, (token or self.token).offset, message)


def _words(row: Row) -> Words:
    alone = row[0] if len(row) == 1 else None
    if isinstance(alone, OneOf) and alone.text.startswith(FORMS):
        return Words(alone.text, row)
    return Words(f'"{texts(row)}"', row)


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(query.translate(_PLAIN)):
        written, offset = match.group(), match.start()
        if written == '"':
            message = 'this quotation mark is never closed; add a "'
            refuse(query, offset, message)
        if written in OPERATORS:
            found.append(_Token("operator", written, offset))
        elif written in ("(", ")"):
            found.append(_Token("bracket", written, offset))
        else:
            found.append(_Token("term", written, offset))
    return [*found, _Token("end", "", len(query))]
