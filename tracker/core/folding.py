"""Fold text to a form in which case, accents and keyboard do not matter.

Every folded character knows where it stood, so that a hit can be shown as printed.
"""

# ruff: noqa: RUF001, RUF002 - look-alike letters are what is made equal

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_TWINS = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ة": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "ı": "i",
}
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_APOSTROPHES = frozenset("\u2019\u2018\u02bc`\u00b4\u2032")
_SURROGATES = range(0xD800, 0xE000)
# Soft hyphen, zero-width characters, direction marks, byte order mark, tatweel.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `pos[i]` is where folded character i stood, and one entry more.

    The extra last entry is the length of the original.
    """

    text: str
    pos: Sequence[int]

    @property
    def keeps_places(self) -> bool:
        """Whether every character folded to one, so that all stand where they stood."""
        return isinstance(self.pos, range)

    def span(self, original: str, start: int, end: int) -> tuple[int, int]:
        """Lead folded [start, end) back to [s, e) in `original`.

        Combining marks that follow belong to the hit. `original[s:e]` folded again
        is the hit, unless it begins or ends inside a character that unfolds to
        several (the second dot of an ellipsis). Empty spans stay empty.
        """
        if self.keeps_places:
            return start, max(start, end)
        if start >= end:
            at = self.pos[start]
            return at, at
        stop = self.pos[end - 1] + 1
        while stop < len(original) and unicodedata.combining(original[stop]):
            stop += 1
        return self.pos[start], stop


def fold(text: str, *, lower: bool = True) -> Folded:
    """Fold `text` character by character; with `lower=False` case is kept.

    Dropped: invisible characters, combining marks. Made equal: dashes, apostrophes,
    digits of all scripts, compatibility forms (mathematical bold), Persian and Arabic
    twins, đ ł ø ı; lone surrogates become U+FFFD. Folding twice is folding once.

    >>> fold("Çështje").text
    'ceshtje'
    >>> fold("SPAK–ut", lower=False).text
    'SPAK-ut'
    """
    table = _LOWER if lower else _CASED
    folded = text.translate(table)
    odd = "" if text.isascii() else "".join(filter(table.is_odd, set(text)))
    if not odd:
        return Folded(folded, range(len(text) + 1))
    return Folded(folded, _positions(text, odd, table))


def _positions(text: str, odd: str, table: "_Table") -> Sequence[int]:
    """Say where each folded character stood; of `odd` ones there are none, or several.

    Between two of them places run on, so that only they are looked at one by one.
    """
    pos: list[int] = []
    start = 0
    for found in re.finditer(f"[{re.escape(odd)}]", text):
        at = found.start()
        pos.extend(range(start, at))
        pos.extend([at] * len(table[ord(text[at])]))
        start = at + 1
    pos.extend(range(start, len(text) + 1))
    return pos


def fold_word(word: str) -> str:
    """Fold one word or phrase, in lower case, where offsets are not needed."""
    return word.translate(_LOWER)


class _Table(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __init__(self, *, lower: bool) -> None:
        super().__init__()
        self._lower = lower

    def __missing__(self, code: int) -> str:
        # Half a surrogate pair, as undecodable bytes leave it, is no character.
        char = "\ufffd" if code in _SURROGATES else chr(code)
        plain = _plain(char)
        folded = plain.casefold() if self._lower else plain
        # Casefolding can yield a letter that has a twin, or a mark of its own.
        folded = "".join(map(_plain, folded))
        self[code] = folded
        return folded

    def is_odd(self, char: str) -> bool:
        """Tell a character that folds to nothing or to several."""
        return len(self[ord(char)]) != 1


def _plain(char: str) -> str:
    """Return `char` without marks, as the ASCII twin where there is one."""
    return "".join(_simple(c) for c in _parts(char))


def _parts(char: str) -> str:
    if char in _DASHES or char in _APOSTROPHES:
        return char
    return unicodedata.normalize("NFKD", char)


def _simple(char: str) -> str:
    if char in _DROPPED or unicodedata.combining(char):
        return ""
    if char in _DASHES:
        return "-"
    if char in _APOSTROPHES:
        return "'"
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _TWINS.get(char, char)


_LOWER = _Table(lower=True)
_CASED = _Table(lower=False)
