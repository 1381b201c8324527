"""Plain numbers among words: in figures, and spelled out in Albanian and English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from tracker.core.counts.number_words import (
    ARTICLES,
    HALF,
    JOINING,
    OPENS_RANGE,
    SCALES,
    VALUES,
)

_TEN, _HUNDRED = 10, 100
# 12 000 000 000: no count is larger.
_MOST_GROUPS = 3
# "1,000" and "1.000" are a thousand in every language: no count has three decimals.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){1,3}|(?:\.\d{3}){1,3})")
_DECIMAL = re.compile(r"\d{1,3}[.,]\d")
_PLAIN = re.compile(r"\d{1,12}")
_GROUP = re.compile(r"\d{3}")
_BLANK = re.compile(r"[^\S\n]+")
_HYPHENS = ("-", "\u2010", "\u2011")


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A number that ends before word `stop`; of "2 thousand" also the 2 and the 1000.

    `scale` is 1 where no such word ends it.
    """

    stop: int
    value: float
    count: float = 0
    scale: int = 1


class Cardinals:
    """Reads plain numbers from the words of one sentence.

    `words` are folded; `gaps[i]` is what is printed before word i, the last entry what
    follows the last word.
    """

    def __init__(
        self, words: Sequence[str], gaps: Sequence[str], language: str
    ) -> None:
        self.words = words
        self.gaps = gaps
        self.language = language
        self._values = VALUES.get(language, {})
        self._scales = SCALES.get(language, {})
        self._joining = JOINING.get(language)
        self._articles = ARTICLES.get(language, frozenset())

    def at(self, at: int) -> Cardinal | None:
        """Read the number that begins at word `at`."""
        half = self._half(at)
        if half is not None:
            return half
        if self.language == "en" and self.word(at) in self._articles:
            # "a hundred"; një is a number of its own
            is_one = self.scale(at + 1) is not None and self.is_near(at + 1)
            return self._sum(at + 1) if is_one else None
        return self._sum(at)

    def word(self, at: int) -> str:
        """Return word `at`, nothing before the first and after the last."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_near(self, at: int) -> bool:
        """Whether only white space parts word `at` from the one before."""
        return _BLANK.fullmatch(self.gaps[at]) is not None

    def follows(self, form: tuple[str, ...], at: int) -> bool:
        """Whether the words of `form` stand from word `at` on, without a mark."""
        return tuple(self.words[at : at + len(form)]) == form and all(
            map(self.is_near, range(at, at + len(form)))
        )

    def scale(self, at: int) -> int | None:
        """Return what word `at` multiplies by; nothing in "20 për qind"."""
        return None if self.word(at - 1) == "per" else self._scales.get(self.word(at))

    def _half(self, at: int) -> Cardinal | None:
        for form in HALF.get(self.language, ()):
            after = at + len(form)
            is_half = tuple(self.words[at:after]) == form
            scale = self.scale(after) if is_half else None
            if scale is not None and self.is_near(after):
                return Cardinal(after + 1, scale / 2)
        return None

    def _sum(self, at: int) -> Cardinal | None:
        """Read parts that get smaller: two hundred (and) five thousand (and) six."""
        total = 0.0
        current: float | None = None
        room: float = inf  # the part that may be added must be below
        limit: float = inf  # as must be the next scale
        last = Cardinal(at, 0)
        while (here := self._next_part(at, last.stop, limit)) is not None:
            scale = self.scale(here)
            if scale is not None:
                count = 1 if current is None else current
                is_alone = current is None and here > at
                is_too_much = scale == _HUNDRED and count >= _HUNDRED
                if is_alone or is_too_much or scale >= limit:
                    break
                if scale == _HUNDRED:
                    current, room = count * scale, _HUNDRED
                else:
                    total += count * scale
                    current, room, limit = None, scale, scale
                last = Cardinal(here + 1, 0, count, scale)
                continue
            part = self._part(here)
            if part is None:
                break
            value, after, new_room = part
            is_figure = self.words[here][:1].isdecimal()
            if value >= room or (is_figure and current is not None):
                break
            current = value + (current or 0)
            room, last = new_room, Cardinal(after, 0)
        if last.stop == at:
            return None
        return replace(last, value=total + (current or 0))

    def _next_part(self, at: int, stop: int, limit: float) -> int | None:
        """Return where the next part of the number begins that began at `at`."""
        if stop >= len(self.words):
            return None
        if stop > at and not self.is_near(stop) and not self._is_compound(stop):
            return None
        if stop == at or self.word(stop) != self._joining:
            return stop
        here = stop + 1
        part = self._part(here)
        if part is None or not self.is_near(here):
            return None
        # "one hundred and two thousand" is one number; "one hundred and two hundred"
        # and "between one hundred and two thousand" are two.
        scale = self.scale(part[1]) if self.is_near(part[1]) else None
        opened = self.word(at - 1) in OPENS_RANGE.get(self.language, ())
        is_one = scale is None or (_HUNDRED < scale < limit and not opened)
        return here if is_one else None

    def _part(self, at: int) -> tuple[float, int, float] | None:
        """Return a value, the word after it, and below what one may be added."""
        value = self._values.get(self.word(at))
        if value is not None:
            return value, at + 1, _room(value)
        figure = self._figure(at)
        return None if figure is None else (*figure, 0)

    def _figure(self, at: int) -> tuple[float, int] | None:
        """Read figures, and the word after them: 2000, 2,000, 2.000, 2 000, 2.5."""
        word = self.word(at)
        if not word[:1].isdecimal():
            return None
        if _GROUPED.fullmatch(word):
            return float(re.sub(r"[.,]", "", word)), at + 1
        if _DECIMAL.fullmatch(word):
            return float(word.replace(",", ".")), at + 1
        if not _PLAIN.fullmatch(word):
            return None
        stop = at + 1
        if len(word) <= len("999") and word[0] != "0":
            while (
                stop - at <= _MOST_GROUPS
                and _GROUP.fullmatch(self.word(stop))
                and self.is_near(stop)
            ):
                stop += 1
        return float("".join(self.words[at:stop])), stop

    def _is_compound(self, at: int) -> bool:
        """Whether a hyphen joins word `at` to tens: twenty-one, not two-three."""
        before = self._values.get(self.word(at - 1), 0)
        is_tens = _room(before) == _TEN
        return self.language == "en" and is_tens and self.gaps[at] in _HYPHENS


def _room(value: int) -> int:
    """Return below what a number must be to be added to a word: twenty, two hundred."""
    for unit in (1000, _HUNDRED):
        if value and value % unit == 0:
            return unit
    return _TEN if value > _TEN and value % _TEN == 0 else 0
