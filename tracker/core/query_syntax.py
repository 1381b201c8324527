"""Read a boolean query, and say what is wrong with one that cannot be read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NoReturn

from tracker.core.names import noun_forms
from tracker.core.query_terms import And, Named, Near, Node, Not, Or, Piece, Words
from tracker.core.text import words
from tracker.core.verbs import verb_forms
from tracker.errors import QuerySyntaxError

# A sentence has no more words than that; a larger N is a slip.
LARGEST_DISTANCE = 1000
# Nobody writes more brackets within brackets.
DEEPEST_NESTING = 50

_QUOTES = str.maketrans("“”„«»", '"""""')
_OPERATORS = ("AND", "OR", "NOT")
# What analysts type for an operator, and what it is here.
_MEANT = {
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "dhe": "AND",
    "ose": "OR",
    "jo": "NOT",
    "&&": "AND",
    "&": "AND",
    "||": "OR",
    "|": "OR",
    "!": "NOT",
}
_TOKEN = re.compile(r'\s*([()]|"[^"]*"(?:~\S*?(?=[\s()"]|\Z))?|[^\s()"]+|")')
_FIELD = re.compile(r"([^\W\d]\w*):(.*)", re.DOTALL)


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
        self._actors = actors
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
        return self._term(token)

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

    def _term(self, token: _Token) -> Node:
        if token.text.startswith('"'):
            return self._quoted(token)
        field = _FIELD.fullmatch(token.text)
        if field is not None:
            return self._field(token, field[1].lower(), field[2])
        if token.text[0] in "+-":
            self.fail(
                f"{token.text[0]} is no operator here; write AND or NOT before "
                f"{token.text[1:] or 'the word'}",
                token,
            )
        if "~" in token.text:
            self.fail(
                '~ stands only after words in quotation marks: "two words"~5', token
            )
        pieces = self._pieces(token.text, token)
        if len(pieces) == 1:
            piece = pieces[0]
            return Words(piece.folded + "*" * piece.prefix, (pieces,))
        return Words(_quote(pieces), (pieces,))

    def _quoted(self, token: _Token) -> Node:
        inside, _, tail = token.text[1:].partition('"')
        pieces = tuple(
            piece for chunk in inside.split() for piece in self._pieces(chunk, token)
        )
        if not pieces:
            self.fail(
                "there is nothing between these quotation marks; write the words",
                token,
            )
        if not tail:
            return Words(_quote(pieces), (pieces,))
        number = tail[1:]
        if not re.fullmatch(r"[0-9]{1,4}", number) or int(number) > LARGEST_DISTANCE:
            self.fail(
                f"~{number} is no distance; write ~ and a number up to "
                f'{LARGEST_DISTANCE}: "two words"~5',
                token,
            )
        if len(pieces) == 1:
            self.fail("~ needs two words or more between the quotation marks", token)
        distance = int(number)
        return Near(f"{_quote(pieces)}~{distance}", pieces, distance)

    def _field(self, token: _Token, name: str, value: str) -> Node:
        if name == "actor":
            return self._actor(token, value)
        if name != "forms":
            self.fail(
                f"{name}: is not known; known are actor: and forms:. A word with a "
                f'colon goes between quotation marks: "{token.text}"',
                token,
            )
        if not any(map(str.isalnum, value)) or "*" in value:
            self.fail("forms: needs one word right after it: forms:ndaloj", token)
        forms = verb_forms(value) or {(form,) for form in noun_forms(value)}
        choices = {
            tuple(Piece(word.folded) for part in form for word in words(part))
            for form in forms
        }
        ordered = sorted(choices, key=lambda c: (-len(c), [p.folded for p in c]))
        return Words(f"forms:{value}", tuple(ordered))

    def _actor(self, token: _Token, actor: str) -> Node:
        if not actor:
            self.fail("actor: needs an id right after it: actor:police", token)
        if self._actors is not None and actor not in self._actors:
            near = get_close_matches(actor, sorted(self._actors), n=1)
            hint = f"did you mean {near[0]!r}?" if near else _known(self._actors)
            self.fail(f"there is no actor {actor!r}; {hint}", token)
        return Named(actor)

    def _pieces(self, chunk: str, token: _Token) -> tuple[Piece, ...]:
        """Cut one word as the text is cut; `ish-anëtar` is two pieces, in order."""
        prefix = chunk.endswith("*")
        stem = chunk[:-1] if prefix else chunk
        if "*" in stem or "?" in stem:
            self.fail(
                f"{chunk!r}: * stands only at the end of a word, after the letters "
                "that it begins with; ? is not known",
                token,
            )
        found = words(stem)
        if (prefix and not (found and stem[-1].isalnum())) or (
            not found and not token.text.startswith('"')
        ):
            meant = _MEANT.get(chunk)
            hint = f"write {meant}" if meant else "write a word"
            self.fail(f"{chunk!r} has no letter or digit to look for; {hint}", token)
        last = len(found) - 1
        return tuple(
            Piece(word.folded, prefix=prefix and number == last)
            for number, word in enumerate(found)
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
        for word in (left, right):
            if word in _MEANT:
                meant = _MEANT[word]
                self.fail(
                    f"operators are written in capitals: {meant} instead of {word}; "
                    f'the word itself goes between quotation marks: "{word}"'
                )
        if right == "NOT":
            self.fail(f"NOT after {left} needs an operator; write AND NOT or OR NOT")
        self.fail(
            f"there is no operator between {left} and {right}; write AND or OR, or "
            f"put a phrase between quotation marks"
        )

    def fail(self, message: str, token: _Token | None = None) -> NoReturn:
        """Raise the error of what stands at `token`, by default where reading is."""
        offset = (token or self.token).offset
        raise QuerySyntaxError(
            f"character {offset + 1}: {message}", query=self._query, offset=offset
        )


def _tokens(query: str) -> list[_Token]:
    text = query.translate(_QUOTES)
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        written, offset = match.group(1), match.start(1)
        if written == '"':
            raise QuerySyntaxError(
                f'character {offset + 1}: this quotation mark is never closed; add a "',
                query=query,
                offset=offset,
            )
        if written in _OPERATORS:
            found.append(_Token("operator", written, offset))
        elif written in ("(", ")"):
            found.append(_Token("bracket", written, offset))
        else:
            found.append(_Token("term", written, offset))
    return [*found, _Token("end", "", len(query))]


def _quote(pieces: Collection[Piece]) -> str:
    return '"' + " ".join(p.folded + "*" * p.prefix for p in pieces) + '"'


def _known(actors: Collection[str]) -> str:
    return "known are " + ", ".join(sorted(actors)) if actors else "none is configured"
