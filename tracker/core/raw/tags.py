"""Where markup stands in the bytes of a page: looked at all at once, not one by one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

_Bools = npt.NDArray[np.bool_]

# Four bytes are compared at once, as one number.
_WIDTH: Final = 4
_SMALL: Final = np.uint32(int.from_bytes(b" " * _WIDTH, "little"))
_LESS, _MORE = b"<>"
# One bit parts "<" from ">", and no other byte becomes either by it.
_BIT: Final = _LESS ^ _MORE
_BLANK: Final = ord(" ")
_LETTERS: Final = [code for code in range(0x80) if chr(code).isalpha()]
# What follows the "<" of a tag.
_OPENING: Final = np.zeros(256, np.bool_)
_OPENING[[*_LETTERS, *b"/?!"]] = True
# What may go before the next letter of a word, the ends of references among it.
_BEFORE: Final = np.zeros(256, np.bool_)
_BEFORE[[*_LETTERS, *b"0123456789_;'-", *range(0x80, 0x100)]] = True


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """The marks of a page, in order: each "<" of a tag, and each ">" anywhere.

    A "<" before anything but a name, a slash, a question or exclamation mark is text
    (WHATWG HTML, "tag open state"); so is, because of CDATA, that of "<![". `codes` are
    the bytes of the page and some zeros, so that one may look beyond its end.
    """

    page: bytes
    codes: npt.NDArray[np.uint8]
    places: npt.NDArray[np.intp]
    is_start: _Bools

    @classmethod
    def of(cls, page: bytes) -> "Tags":
        """Look through a page."""
        codes = np.frombuffer(page + bytes(_WIDTH), np.uint8)
        places = ((codes | _BIT) == _MORE).nonzero()[0]
        is_less = codes[places] == _LESS
        following = codes[places + 1]
        is_start = is_less & _OPENING[following]
        bangs = (is_start & (following == ord("!"))).nonzero()[0]
        is_start[bangs[codes[places[bangs] + 2] == ord("[")]] = False
        kept = is_start | ~is_less
        return cls(page, codes, places[kept], is_start[kept])

    def places_of(self, *heads: bytes) -> list[int]:
        """Return where one of `heads` begins, or any name right behind a letter.

        A head has four bytes, in small letters, and is found in any case.
        """
        starts = self.places[self.is_start]
        fours: npt.NDArray[np.uint32] = np.ndarray(
            len(self.page), "<u4", self.codes, strides=(1,)
        )
        small = fours[starts] | _SMALL
        chosen = _BEFORE[self.codes[starts - 1]] & (self.codes[starts + 1] > ord("?"))
        for head in heads:
            chosen |= small == int.from_bytes(head, "little")
        places: list[int] = starts[chosen].tolist()
        return places

    def texts(self) -> list[bytes]:
        """Return what stands between tags, where it is not blank.

        It goes from the first ">" behind a tag to the next tag, and may hold ">".
        """
        is_start = np.concatenate(([False], self.is_start, [True]))
        places = np.concatenate(([-1], self.places, [len(self.page)]))
        # Of several ">" the first begins a text, of several tags the first ends it.
        turns = (is_start[1:] != is_start[:-1]).nonzero()[0] + 1
        begins = places[np.concatenate(([0], turns[1::2]))] + 1
        ends = places[turns[::2]]
        filled = begins < ends
        begins, ends = begins[filled], ends[filled]
        bounds = np.column_stack((begins, ends)).ravel()
        said = np.maximum.reduceat(self.codes, bounds)[::2] > _BLANK
        pairs = zip(begins[said].tolist(), ends[said].tolist(), strict=True)
        return [self.page[begin:end] for begin, end in pairs]
