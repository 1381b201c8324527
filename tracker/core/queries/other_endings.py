"""A word that a query asks for and a text has with another ending only."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.folding import fold_word
from tracker.core.names import word_forms
from tracker.core.queries.places import OneOf
from tracker.core.queries.scopes import Piece, Scope, Span
from tracker.core.queries.words import FORMS

# "kontroll" and "kontrollit" are one word with another ending, "ndaloj" and "ndalesë"
# at least kin; words that share less are others.
_SHORTEST_STEM = 4
_LONGEST_ENDING = 2
_LONGEST_TAIL = 5


@dataclass(frozen=True, slots=True)
class OtherEnding:
    """Where the word stands, and what finds it: `forms:kontroll` or `kontroll*`."""

    span: Span
    remedy: str


def other_ending(element: Piece | OneOf, scope: Scope) -> OtherEnding | None:
    """Find a word of an element in `scope` that has another ending there."""
    for piece in _single_words(element):
        asked = piece.folded
        needed = max(_SHORTEST_STEM, len(asked) - _LONGEST_ENDING)
        if len(asked) < needed or not asked[:needed].isalpha():
            continue
        for word in scope.index.words_from(asked[:needed]):
            places = scope.places_of(Piece(word))
            if places and len(word) <= len(asked) + _LONGEST_TAIL:
                may_inflect = isinstance(element, Piece) and not piece.prefix
                remedy = _remedy(asked, word, may_inflect=may_inflect)
                return OtherEnding(scope.span(places[0], places[0]), remedy)
    return None


def _single_words(element: Piece | OneOf) -> Sequence[Piece]:
    if isinstance(element, Piece):
        return [element]
    if element.text.startswith(FORMS):
        return [Piece(fold_word(element.text.removeprefix(FORMS)))]
    alone = [row[0] for row in element.rows if len(row) == 1]
    return [one for one in alone if isinstance(one, Piece)]


def _remedy(asked: str, word: str, *, may_inflect: bool) -> str:
    forms = word_forms(asked)
    if may_inflect and (word,) in forms:
        return f"{FORMS}{asked}"
    stem = len(asked)
    while asked[:stem] != word[:stem]:
        stem -= 1
    return f"{asked[:stem]}*"
