"""Which days a stretch of a sentence names, and whether they are an incident's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import (
    ANNIVERSARIES,
    DOCUMENTS,
    LAWS,
    MONTHS,
    NOW,
    NUMERALS,
    SINCE,
    THEN,
    TO_TODAY,
    YEAR_CUES,
    YEAR_LINKS,
)

# The eve of an event belongs to it: preparations, an arrest the day before.
SLACK = timedelta(days=3)
FIRST_YEAR, LAST_YEAR = 1900, 2099
# "2000 members" and "1920 kilometra" are numbers, unless a word makes them years.
_FIRST_SURE_YEAR = 1980
_AMBIGUOUS_YEAR = 2000
# "on the tenth anniversary of the raid on the hall in 2013": the year is the raid's.
_WORDS_FROM_ANNIVERSARY = 8
_WORDS_TO_DOCUMENT = 2
_LONGEST_YEAR_PHRASE = 6
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_AGO = re.compile(
    r"\b(?:para (?P<a>\w+) (?P<ua>dit\w+|jav\w+|muaj\w*|vit\w+|vjet\w*|dekad\w+)"
    r"|(?:(?P<b>\w+) )?(?P<ub>dit\w+|jav\w+|muaj\w*|vit|vite|vjet|dekad\w+)"
    r" me (?:pare|heret)"
    r"|(?:(?P<c>\w+) )?(?P<uc>days?|weeks?|months?|years?|decades?)"
    r" (?:ago|earlier|before))\b"
)
_LAST = re.compile(
    r"\b(?:(?P<sq>jave|javen|javes|muaji|muajin|muajit|viti|vitin|vitit|dekaden|dekades)"
    r" (?:e|i|te|se) (?:kaluar|shkuar)"
    r"|(?:last|past|previous) (?P<en>week|month|year|decade))\b"
)
_UNITS = (
    ("dit", "day"),
    ("day", "day"),
    ("jav", "week"),
    ("week", "week"),
    ("mua", "month"),
    ("month", "month"),
    ("vit", "year"),
    ("vjet", "year"),
    ("year", "year"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """The days that are no other story: `first` to `last`, and the article's `day`."""

    first: date
    last: date
    day: date

    @classmethod
    def of_year(cls, day: date) -> "Era":
        """Return the year of an article, for what belongs to no incident."""
        return cls(first=day.replace(month=1, day=1), last=day, day=day)

    def owns(self, first: date, last: date) -> bool:
        """Whether [first, last] is no earlier event and no other year.

        Earlier is what ends more than SLACK before the first day. A later day of a
        year of the incident or of the article is a follow-up.
        """
        if last < self.first - SLACK:
            return False
        return any(
            year == self.day.year or self.first.year <= year <= self.last.year
            for year in range(first.year, last.year + 1)
        )


def is_elsewhere(sentence: Sentence, within: range, era: Era) -> bool | None:
    """Whether the words `within` name other days than those of `era`; None: no days.

    A stretch that also names days of its own is about those. No days are the date of
    a law, the year in a name, what an anniversary recalls; what lasts since a year
    lasts today.
    """
    found = [era.owns(*span) for span in _spans(sentence, within, era)]
    return not any(found) if found else None


def names_a_day(sentence: Sentence, first: date, last: date) -> bool:
    """Whether the sentence names a day in [first, last]; without a year, in its years.

    A year alone is no day.
    """
    era = Era(first=first, last=last, day=last)
    stop = len(sentence.words)
    for at in range(stop):
        if not _may_begin(sentence, at):
            continue
        found = _written(sentence, at, stop, era) or _figures(sentence, at, stop)
        if found is not None and first <= found[1] <= last:
            return True
    return False


def looks_back(sentence: Sentence) -> bool:
    """Whether the sentence goes on in the time of the one before: "that year"."""
    return next(sentence.find(THEN), None) is not None


def _spans(sentence: Sentence, within: range, era: Era) -> Iterator[tuple[date, date]]:
    at = within.start
    while at < within.stop:
        found = _dated(sentence, at, within.stop, era)
        if found is None:
            at += 1
            continue
        words, first, last = found
        if _lasts(sentence, words):
            yield first, max(last, era.day)
        elif not _is_no_anchor(sentence, words):
            yield first, last
        at = words.stop
    yield from _relative(sentence, within, era)


def _dated(
    sentence: Sentence, at: int, stop: int, era: Era
) -> tuple[range, date, date] | None:
    """Read the date or year that begins at word `at`.

    A month alone is no day: "renewed in January" tells no other event.
    """
    if not _may_begin(sentence, at):
        return None
    return (
        _written(sentence, at, stop, era)
        or _figures(sentence, at, stop)
        or _year(sentence, at)
    )


def _may_begin(sentence: Sentence, at: int) -> bool:
    """Whether a date or year can begin at word `at`: at most words none does."""
    word = sentence.words[at]
    return word[0].isdecimal() or word in MONTHS


def _written(
    sentence: Sentence, at: int, stop: int, era: Era
) -> tuple[range, date, date] | None:
    """Read "5 mars [të vitit] [2026]", "5th of March", "March 5[, 2026]"."""
    words = sentence.words[at : min(at + 3, stop)]
    if len(words) > 1 and (day := _number(words[0])) is not None:
        here = 2 if words[1] == "of" and len(words) > 2 else 1  # noqa: PLR2004
        month = MONTHS.get(words[here])
        if month:
            return _day(sentence, range(at, at + here + 1), day, month, stop, era)
    month = MONTHS.get(words[0])
    is_name = sentence.language == "sq" or sentence.capitals[at]
    if month and is_name and len(words) > 1:
        day = _number(words[1])
        if day is not None:
            return _day(sentence, range(at, at + 2), day, month, stop, era)
    return None


def _year(sentence: Sentence, at: int) -> tuple[range, date, date] | None:
    if not _is_year(sentence, at):
        return None
    year = int(sentence.words[at])
    return range(at, at + 1), date(year, 1, 1), date(year, 12, 31)


def _day(
    sentence: Sentence, words: range, day: int, month: int, stop: int, era: Era
) -> tuple[range, date, date] | None:
    year_at = _year_after(sentence, words.stop, stop)
    if year_at is not None:
        return _of_parts(
            range(words.start, year_at + 1),
            str(day),
            str(month),
            sentence.words[year_at],
        )
    # Without a year any of those near by may be meant; the window decides.
    of_incident = range(era.first.year, era.last.year + 1)
    near = (era.day.year, *of_incident, _nearest(era.day, month))
    for year in near:
        found = _of_parts(words, str(day), str(month), str(year))
        if found is not None and era.owns(*found[1:]) and found[1] <= era.day + SLACK:
            return found
    return _of_parts(words, str(day), str(month), str(near[-1]))


def _figures(sentence: Sentence, at: int, stop: int) -> tuple[range, date, date] | None:
    """Read 20.06.2026, 3/5/2026 and 2026-05-03."""
    parts = tuple(sentence.words[at].split("."))
    words = range(at, at + 1)
    if len(parts) == 1 and sentence.gaps[at + 1] in ("/", "-"):
        words = range(at, min(at + 3, stop))
        parts = sentence.words[at : words.stop]
        if len(parts[0]) == len("2026"):
            parts = parts[::-1]
    if len(parts) != len(("day", "month", "year")):
        return None
    if len(words) > 1 and sentence.gaps[at + 2] != sentence.gaps[at + 1]:
        return None
    return _of_parts(words, *parts)


def _of_parts(
    words: range, day: str, month: str, year: str
) -> tuple[range, date, date] | None:
    if not all(part.isdecimal() and len(part) <= len(year) for part in (day, month)):
        return None
    if len(year) != len("2026") or not year.isdecimal():
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return words, found, found


def _nearest(day: date, month: int) -> int:
    """Return the year in which a month without one lies nearest to `day`."""
    half = 6
    if month - day.month > half:
        return day.year - 1
    return day.year + 1 if day.month - month > half else day.year


def _number(word: str) -> int | None:
    """Read a small number: 5, 5th; None for everything else."""
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return int(digits) if digits.isdecimal() and len(digits) <= len("31") else None


def _year_after(sentence: Sentence, at: int, stop: int) -> int | None:
    """Return where a year follows, perhaps after "të vitit" or "of"."""
    while at < stop and sentence.words[at] in YEAR_LINKS:
        at += 1
    return at if at < stop and _is_year(sentence, at, dated=True) else None


def _is_year(sentence: Sentence, at: int, *, dated: bool = False) -> bool:
    word = sentence.words[at]
    if len(word) != len("2022") or not (word.isascii() and word.isdecimal()):
        return False
    if not FIRST_YEAR <= int(word) <= LAST_YEAR:
        return False
    if dated:
        return True
    if sentence.gaps[at].endswith("/") or sentence.gaps[at + 1][:1] in ("%", "€", "$"):
        return False  # "ligji nr. 9887/2008", "2000 €"
    if int(word) < _FIRST_SURE_YEAR or int(word) == _AMBIGUOUS_YEAR:
        return sentence.words[max(at - 1, 0)] in YEAR_CUES
    return True


def _lasts(sentence: Sentence, words: range) -> bool:
    """Whether it lasts until now: since 2013, që nga viti 2013, from 2016 to today."""
    at = _head(sentence, words.start)
    before = sentence.words[max(at, 0) : words.start]
    if before[:1] and before[0] in SINCE:
        return True
    if before[:2] in (("qe", "ne"), ("qe", "me")):
        return True
    if at >= 1 and sentence.words[at - 1 : at + 1] == ("qe", "nga"):
        return True
    stop = words.stop
    if stop < len(sentence.words) and sentence.gaps[stop] == "-":
        stop += 1  # the ending of "2016-ës"
    after = " ".join(sentence.words[stop : stop + _LONGEST_YEAR_PHRASE])
    return after.startswith(TO_TODAY)


def _head(sentence: Sentence, first: int) -> int:
    """Return the word to which a date belongs, before those that link it; or -1."""
    at = first - 1
    while at >= 0 and (
        sentence.words[at] in YEAR_LINKS or sentence.words[at].isdecimal()
    ):
        at -= 1
    return at


def _is_no_anchor(sentence: Sentence, words: range) -> bool:
    """Tell the year of a law, of a name, of what an anniversary recalls."""
    first = words.start
    recalled = sentence.words[max(first - _WORDS_FROM_ANNIVERSARY, 0) : first]
    if any(word.startswith(ANNIVERSARIES) for word in recalled):
        return True
    at = _head(sentence, first)
    if at >= 0 and _is_document(sentence.words[at]):
        return True
    if first and sentence.words[first - 1] == "the":
        after = sentence.words[words.stop : words.stop + _WORDS_TO_DOCUMENT]
        return any(map(_is_document, after))
    # "Agjenda 2030", "Expo 2020": a name with a year in it.
    return (
        at >= 1
        and at == first - 1
        and len(sentence.words[first]) == len("2030")
        and sentence.capitals[at]
        and not sentence.is_break(first)
        and sentence.words[at] not in YEAR_CUES
        and sentence.words[at] not in MONTHS
    )


def _is_document(word: str) -> bool:
    return word in LAWS or word.startswith(DOCUMENTS)


def _relative(
    sentence: Sentence, within: range, era: Era
) -> Iterator[tuple[date, date]]:
    """Yield what is told from the day of the article: years ago, last week, today."""
    words = sentence.words[within.start : within.stop]
    if not NOW.isdisjoint(words):
        yield era.day - timedelta(days=1), era.day
    text = " ".join(words)
    for found in _AGO.finditer(text):
        count = found["a"] or found["b"] or found["c"] or ""
        unit = _unit(found["ua"] or found["ub"] or found["uc"])
        yield _ago(era.day, NUMERALS.get(count, _number(count)), unit)
    for found in _LAST.finditer(text):
        yield _previous(era.day, _unit(found["sq"] or found["en"]))


def _unit(word: str) -> str:
    return next((unit for start, unit in _UNITS if word.startswith(start)), "decade")


def _ago(day: date, count: int | None, unit: str) -> tuple[date, date]:
    """Return the stretch meant; "years ago" and decades lie before every incident."""
    if unit == "decade" or (count is None and unit in ("year", "month")):
        return date.min, date.min
    if count is None:
        return day, day
    if unit == "year":
        year = max(day.year - count, 1)
        return date(year, 1, 1), date(year, 12, 31)
    size = _DAYS[unit]
    middle = day - timedelta(days=min(size * count, 10_000))
    rounding = timedelta(days=size // 2)
    return middle - rounding, middle + rounding


def _previous(day: date, unit: str) -> tuple[date, date]:
    if unit == "week":
        monday = day - timedelta(days=day.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        last = day.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if unit == "year":
        return date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)
    return date.min, date.min
