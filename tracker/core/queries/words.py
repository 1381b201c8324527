"""Read the words of a boolean query: word, prefix*, actor:ID, forms:WORD."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import NoReturn

from tracker.core.names import word_forms
from tracker.core.queries.places import Element, Named, OneOf
from tracker.core.queries.scopes import Piece
from tracker.core.text import words
from tracker.errors import QuerySyntaxError

# Nobody writes more brackets within brackets.
DEEPEST_NESTING = 50
# Longer words of a query are cut in messages, and are no misspelt id.
_LONGEST_SHOWN = 60

OPERATORS = ("AND", "OR", "NOT")
# What analysts type for an operator, and what it is here.
MEANT = {
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
FORMS = "forms:"


def refuse(query: str, offset: int, message: str) -> NoReturn:
    """Raise the error of what stands at a character of a query, counted from 0."""
    raise QuerySyntaxError(
        f"character {offset + 1}: {message}", query=query, offset=offset
    )


def shown(text: str) -> str:
    """Cut a word of a query for a message."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


class WordReader:
    """Reads the words of one query; `actors` are the ids that exist, None for any."""

    def __init__(self, query: str, actors: Collection[str] | None) -> None:
        self._query = query
        self._actors = actors

    def field(self, written: str, offset: int) -> Element | None:
        """Read `actor:ID` or `forms:WORD`; None for what is neither."""
        name, colon, value = written.partition(":")
        if colon and name.lower() == "actor":
            return self._actor(value, offset)
        if colon and name.lower() == "forms":
            return self._forms(value, offset)
        return None

    def _forms(self, value: str, offset: int) -> OneOf:
        if not any(map(str.isalnum, value)) or "*" in value:
            self.fail("forms: needs one word right after it: forms:ndaloj", offset)
        forms = word_forms(value)
        choices = {
            tuple(word.folded for part in form for word in words(part))
            for form in forms
        }
        ordered = sorted(choices - {()}, key=lambda choice: (-len(choice), choice))
        if not ordered:
            self.fail("forms: needs one word right after it: forms:ndaloj", offset)
        return OneOf(
            FORMS + value,
            tuple(tuple(Piece(folded) for folded in choice) for choice in ordered),
        )

    def _actor(self, actor: str, offset: int) -> Named:
        if not actor:
            self.fail(
                "actor: needs an id right after it, without quotation marks or a blank:"
                " actor:police",
                offset,
            )
        if self._actors is not None and actor not in self._actors:
            known = sorted(self._actors)
            near = get_close_matches(actor[:_LONGEST_SHOWN], known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else _known(known)
            place = offset + len("actor:")
            self.fail(f"there is no actor {shown(actor)!r}; {hint}", place)
        return Named(actor)

    def pieces(self, chunk: str, offset: int) -> tuple[Piece, ...]:
        """Cut one word as the text is cut; `ish-anëtar` is two pieces, in order.

        Empty for what has no letter or digit.
        """
        prefix = chunk.endswith("*")
        stem = chunk[:-1] if prefix else chunk
        wild = re.search(r"[*?]", stem)
        if wild:
            self.fail(
                f"{shown(chunk)!r}: * stands only at the end of a word, after the "
                "letters that it begins with; ? is not known",
                offset + wild.start(),
            )
        found = words(stem)
        if prefix and not (found and stem[-1].isalnum()):
            self.fail_wordless(chunk, offset)
        last = len(found) - 1
        return tuple(
            Piece(word.folded, prefix=prefix and number == last)
            for number, word in enumerate(found)
        )

    def fail_wordless(self, chunk: str, offset: int) -> NoReturn:
        """Raise the error of a word without a letter or digit."""
        hint = f"write {MEANT[chunk]}" if chunk in MEANT else "write a word"
        self.fail(
            f"{shown(chunk)!r} has no letter or digit to look for; {hint}", offset
        )

    def fail(self, message: str, offset: int) -> NoReturn:
        """Raise the error of what stands at `offset`."""
        refuse(self._query, offset, message)


def _known(actors: Sequence[str]) -> str:
    return "known are " + ", ".join(actors) if actors else "none is configured"
