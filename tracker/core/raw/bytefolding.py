"""Fold the bytes of a document as `core.folding` folds its characters, all at once."""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.core.folding import fold, fold_word

# Stands where there was markup.
MARK: Final = b"\x01"
# They go when a document is decoded (web.decode). Of them 0 also fills what a shorter
# folding leaves.
CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*MARK, *b"\t\n\r"})
_FIRST_OF_TWO, _FIRST_OF_THREE, _FIRST_OF_FOUR = 0xC2, 0xE0, 0xF0
# No byte of UTF-8, so that it can say that a character folds to more than it was.
_LONGER = 0xFF
_LONGER_PAIR = 0xFFFF
_C1_CONTROLS = range(0x80, 0xA0)
_BLANKS = frozenset("\t\n\r")


def fold_bytes(text: bytes) -> bytes:
    """Fold UTF-8; what is broken in it becomes U+FFFD, and every blank a space.

    Of letters that fold to ASCII the case is kept, all others become small. So
    `fold_bytes(text).lower()` is the text folded without regard to case, byte by byte
    at the same places.

    >>> fold_bytes("Çështja e SPAK-ut, Σίγμα".encode()).decode()
    'Ceshtja e SPAK-ut, σιγμα'
    """
    if not text.isascii():
        text = _fold_letters(_sound(text))
    return text.translate(_ASCII).replace(b"\0", b"")


def has_controls(text: bytes) -> bool:
    """Tell whether there are controls."""
    return bool(text.translate(None, _OTHERS))


def _sound(text: bytes) -> bytes:
    try:
        text.decode()
    except UnicodeDecodeError:
        return text.decode(errors="replace").encode()
    return text


def _fold_letters(text: bytes) -> bytes:
    """Put the folded form of every letter that is not ASCII in its place."""
    folded = np.frombuffer(text, np.uint8).copy()
    firsts = (folded >= _FIRST_OF_TWO).nonzero()[0]
    lead = folded[firsts]
    long = lead >= _FIRST_OF_FOUR
    short = lead < _FIRST_OF_THREE
    longer = _fold_pairs(folded, firsts[short])
    if not short.all():
        longer |= _fold_others(folded, firsts[~short & ~long], 3)
        longer |= _fold_others(folded, firsts[long], 4)
    if longer:
        for char in longer:
            text = text.replace(char.encode(), _form(char))
        return _fold_letters(text)
    return folded.tobytes()


def _fold_pairs(codes: npt.NDArray[np.uint8], places: npt.NDArray[np.intp]) -> set[str]:
    """Fold letters of two bytes, most of all; return those that fold to more."""
    pairs = np.ndarray(len(codes) - 1, "<u2", codes, strides=(1,))
    letters = pairs[places]
    forms = _pair_forms()[letters]
    pairs[places] = forms
    longer = set(letters[forms == _LONGER_PAIR].tolist())
    return {letter.to_bytes(2, "little").decode() for letter in longer}


def _fold_others(
    folded: npt.NDArray[np.uint8], places: npt.NDArray[np.intp], size: int
) -> set[str]:
    if not places.size:
        return set()
    codes = (folded[places] & (0xFF >> (size + 1))).astype(np.int32)
    for offset in range(1, size):
        codes = (codes << 6) | (folded[places + offset] & 0x3F)
    forms = _forms(codes)
    for offset in range(size):
        folded[places + offset] = forms[:, offset]
    return set(map(chr, codes[forms[:, 0] == _LONGER].tolist()))


@cache
def _pair_forms() -> npt.NDArray[np.uint16]:
    """Return the form of each letter of two bytes, both as one number."""
    forms = np.zeros(0x10000, np.uint16)
    for char in map(chr, range(0x80, 0x800)):
        letter, form = char.encode(), _form(char)
        forms[int.from_bytes(letter, "little")] = (
            _LONGER_PAIR if len(form) > len(letter) else int.from_bytes(form, "little")
        )
    return forms


def _forms(codes: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """Return four bytes for each code point, worked out when it is first met."""
    is_known = _KNOWN[codes]
    for code in () if is_known.all() else set(codes[~is_known].tolist()):
        char = chr(code)
        form = _form(char)
        _TABLE[code] = list(
            bytes([_LONGER] * 4)
            if len(form) > len(char.encode())
            else form.ljust(4, b"\0")
        )
        # after its form, because other threads read on
        _KNOWN[code] = True
    return _TABLE[codes]


def _form(char: str) -> bytes:
    if ord(char) in _C1_CONTROLS:
        return b""
    if char in _BLANKS:
        return b" "
    small, cased = fold_word(char), fold(char, lower=False).text
    is_twin = cased.isascii() and cased.lower() == small
    return (cased if is_twin else small).encode()


_TABLE = np.zeros((0x110000, 4), np.uint8)
_KNOWN = np.zeros(0x110000, np.bool_)
_ASCII = b"".join(
    b"\0" if code in CONTROLS else _form(chr(code)) for code in range(0x80)
) + bytes(range(0x80, 0x100))
_OTHERS = bytes(set(range(0x100)).difference(CONTROLS))
