"""The numbers of a sentence that may count something, with what they allow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.core.counts.cardinals import Cardinal, Cardinals
from tracker.core.counts.number_words import (
    AFTER,
    AND_IN_RANGE,
    ARTICLES,
    BEFORE,
    BETWEEN_ENDS,
    FROM,
    MORE,
    NEEDS_FROM,
    NEVER_AFTER,
    NUMBERED,
    ONLY,
    OPENS_RANGE,
    OTHER,
    PERCENT,
    SCALES,
    UNSURE,
    VAGUE,
    VALUES,
    WITH_ARTICLE,
    Limit,
)
from tracker.core.saying.wordlists import MONTHS, YEAR_CUES

# "about 1,000" is ten per cent more or less, "nearly 1,000" up to ten per cent less.
TENTH = 10
# "at least about 20": no number has more limits.
_MOST_LIMITS = 2
_LONGEST_PHRASE = 4
# "several hundred thousand"
_MOST_SCALES = 2
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_AMBIGUOUS_YEAR = 2000
_LAST_DAY = 31

_DASH = re.compile(r"[^\S\n]?[-\u2010-\u2015\u2212][^\S\n]?")
_NO_COUNT_BEFORE = re.compile(r"(?:[$€£¥§№#+/]|[^\W\d_]\.)\Z")
_NO_COUNT_AFTER = re.compile(r"[^\S\n]?[%‰€$£°]|/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number among words.

    `words` are the indexes of the number itself, `printed` also of what limits it
    ("over 20"); `plus`: a + is printed right after it. It allows whole and broken
    numbers from `low` to `high`; None: without a limit. `unsure`: the word is an
    article as well.
    """

    words: range
    printed: range
    low: float
    high: float | None
    unsure: bool = False
    plus: bool = False


def numbers(
    words: Sequence[str], gaps: Sequence[str], language: str
) -> tuple[Number, ...]:
    """Find the numbers that may count something, in order, without overlap.

    `words` are folded; `gaps[i]` is what is printed before word i, the last entry what
    follows the last word. In languages but sq and en only figures are read. Years,
    days of a month, shares, sums of money, numbers of articles and of rooms count
    nothing and are left out.
    """
    reader = _Reader(Cardinals(words, gaps, language))
    found = []
    at = 0
    while at < len(words):
        number = reader.number(at)
        if number is None:
            at += 1
            continue
        if reader.counts(number):
            found.append(reader.limited(number))
        at = number.words.stop
    return tuple(found)


def is_number_word(word: str, language: str) -> bool:
    """Tell cheaply whether a number may hold this folded word; each holds such one."""
    return word[:1].isdecimal() or any(
        word in table.get(language, ()) for table in (VALUES, SCALES, VAGUE)
    )


class _Reader:
    """Reads the numbers of one sentence, with ranges, vague words and limits."""

    def __init__(self, plain: Cardinals) -> None:
        self._plain = plain
        self._words = plain.words
        self._gaps = plain.gaps
        self._language = plain.language

    def number(self, at: int) -> Number | None:
        """Read the number that begins at word `at`, without what limits it."""
        vague = self._vague(at)
        if vague is not None:
            return vague
        first = self._plain.at(at)
        if first is None:
            return None
        is_article = (
            first.stop == at + 1
            and self._words[at] in UNSURE.get(self._language, ())
            and self._plain.word(at - 1) not in ONLY
        )
        return self._range(at, first) or Number(
            words=range(at, first.stop),
            printed=range(at, first.stop),
            low=first.value,
            high=first.value,
            unsure=is_article,
        )

    def _vague(self, at: int) -> Number | None:
        """Read dozens, a few, several hundred, tens of thousands."""
        table = VAGUE.get(self._language, {})
        word = self._plain.word(at)
        has_article = word in ARTICLES.get(self._language, ())
        noun = at + has_article
        word = self._plain.word(noun)
        if word not in table or has_article != (word in WITH_ARTICLE):
            return None
        if has_article and not self._plain.is_near(noun):
            return None
        low, high = table[word]
        stop = noun + 1
        for _ in range(_MOST_SCALES):
            after = stop + (self._plain.word(stop) == "of")
            more = MORE[self._language].get(self._plain.word(after))
            if more is None:
                break
            if not all(map(self._plain.is_near, range(stop, after + 1))):
                break
            low, high, stop = low * more, high * more + more - 1, after + 1
        words = range(at, stop)
        return Number(words=words, printed=words, low=low, high=high)

    def _range(self, at: int, first: Cardinal) -> Number | None:
        """Read 12-15, ten to twenty, dy a tre, between 10 and 20."""
        for here in self._other_ends(at, first.stop):
            second = self._plain.at(here)
            if second is None or (self._is_year(at) and self._is_year(here)):
                continue
            low = first.value
            if first.scale == 1 and low < second.count:
                low *= second.scale  # "2-3 thousand", "two or three hundred"
            if low < second.value:
                words = range(at, second.stop)
                return Number(words=words, printed=words, low=low, high=second.value)
        return None

    def _other_ends(self, at: int, stop: int) -> Iterator[int]:
        """Yield where the other end of a range may begin."""
        if stop >= len(self._words):
            return
        if _DASH.fullmatch(self._gaps[stop]):
            yield stop
        opened = self._plain.word(at - 1)
        for form in BETWEEN_ENDS.get(self._language, ()):
            after = stop + len(form)
            if form in NEEDS_FROM and opened not in FROM:
                continue
            if self._plain.follows(form, stop) and after < len(self._words):
                yield after
        joins = self._plain.word(stop) in AND_IN_RANGE.get(self._language, ())
        if joins and opened in OPENS_RANGE.get(self._language, ()):
            yield stop + 1

    def counts(self, number: Number) -> bool:
        """Tell whether it may count: it is no share, day, year, sum or name."""
        first, stop = number.words.start, number.words.stop
        before = self._plain.word(first - 1)
        if before in NEVER_AFTER or self._is_share(stop):
            return False
        if not self._words[first][:1].isdecimal():
            return True
        is_day = before in MONTHS and number.low <= _LAST_DAY
        is_date = self._plain.word(stop) in MONTHS and self._plain.is_near(stop)
        is_numbered = before in NUMBERED or _NO_COUNT_BEFORE.search(self._gaps[first])
        is_year = stop == first + 1 and self._is_year(first)
        return not (is_day or is_date or is_numbered or is_year)

    def _is_share(self, stop: int) -> bool:
        """Whether 20 %, 20 për qind or 20/100 is printed up to word `stop`."""
        if _NO_COUNT_AFTER.match(self._gaps[stop]):
            return True
        return any(self._plain.follows(form, stop) for form in PERCENT)

    def _is_year(self, at: int) -> bool:
        word = self._plain.word(at)
        if len(word) != len("2022") or not word.isdecimal():
            return False
        if not _FIRST_YEAR <= int(word) <= _LAST_YEAR:
            return False
        before = self._plain.word(at - 1)
        if before in YEAR_CUES or before in MONTHS:
            return True
        return int(word) != _AMBIGUOUS_YEAR and self._limit_before(at) is None

    def limited(self, number: Number) -> Number:
        """Widen a number by the words around it."""
        start, stop = number.printed.start, number.printed.stop
        low, high = number.low, number.high
        plus = self._gaps[stop].startswith("+")
        if plus:
            low, high = _widened(low, high, "least")
        for form, limit in AFTER.get(self._language, {}).items():
            if self._plain.follows(form, stop):
                low, high = _widened(low, high, limit)
                stop += len(form)
                break
        if self._plain.word(stop) == "odd" and self._gaps[stop] == "-":  # 20-odd
            low, high = _widened(low, high, "about")
            stop += 1
        for _ in range(_MOST_LIMITS):
            before = self._limit_before(start)
            if before is None:
                break
            size, limit = before
            start -= size
            low, high = _widened(low, high, limit)
        if self._plain.word(start - 1) in OPENS_RANGE.get(self._language, ()):
            start -= 1
        printed = range(start, stop)
        return replace(number, printed=printed, low=low, high=high, plus=plus)

    def _limit_before(self, at: int) -> tuple[int, Limit] | None:
        """Return how many words before `at` limit the number, and how."""
        table = BEFORE.get(self._language, OTHER)
        for size in range(min(_LONGEST_PHRASE, at), 0, -1):
            limit = table.get(tuple(self._words[at - size : at]))
            if limit and all(map(self._plain.is_near, range(at - size + 1, at + 1))):
                return size, limit
        return None


def _widened(
    low: float, high: float | None, limit: Limit
) -> tuple[float, float | None]:
    """Return what a number allows with a limit; "over" and "under" leave it out."""
    if limit in ("about", "nearly"):
        more = high / TENTH if high is not None and limit == "about" else 0
        return low - low / TENTH, None if high is None else high + more
    if limit in ("over", "least"):
        return low + (limit == "over"), None
    less = 1 if limit == "under" else 0
    return 0, None if high is None else max(high - less, 0)
