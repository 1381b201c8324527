"""Which days the parts of a sitemap hold, as far as an index tells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from tracker.core.dates import FIRST_YEAR, read_date
from tracker.model import SitemapChild

DAY = timedelta(days=1)

# Between the numbers of one date: sitemap-2022-07.xml, /2022/07/sitemap.xml and
# sitemap.xml?yyyy=2022&mm=07; or nothing, as in sitemap-202207.xml. Months and days
# have two digits, since sitemap-2022-7.xml may be the seventh part of a year.
_BETWEEN = r"(?:[-_/.]|&[a-z]{1,10}=|)"
_YEAR = r"(?<!\d)(?P<y>(?:19|20)\d\d)"
_MONTH = rf"{_BETWEEN}(?P<m>0[1-9]|1[0-2])"
_DAY = rf"{_BETWEEN}(?P<d>0[1-9]|[12]\d|3[01])"
_END = r"(?!\d)"
# The finest first: a series is as fine as all of its names are.
_NAMES = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (_YEAR + _MONTH + _DAY, _YEAR + _MONTH, _YEAR)
)
_DIGITS = re.compile(r"\d+")
# Dates in the address of an article: /2022/07/18/, -2022-07-18 or /2022/07/.
_ADDRESS_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?=/)"
    r"|(?<![\d-])(?:(?<=/)|-)(?P<y2>(?:19|20)\d\d)-(?P<m2>0[1-9]|1[0-2])"
    r"-(?P<d2>0[1-9]|[12]\d|3[01])(?!-?\d)"
)
_ADDRESS_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>0[1-9]|1[0-2])(?=/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both ends included; in the zone of whoever wrote them."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def widened(self) -> "Period":
        """Give the same with a day of slack at either end, since zones differ."""
        return Period(first=self.first - DAY, last=self.last + DAY)

    def overlaps(self, other: "Period") -> bool:
        """Whether there is a day in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an index, with what its name and its date tell of what it holds."""

    url: str
    period: Period | None
    changed: date | None

    def may_hold(self, days: Period) -> bool:
        """Whether something published on these days may stand in it."""
        wide = days.widened()
        if self.changed is not None and self.changed < wide.first:
            return False  # nothing is listed before it is published
        return self.period is None or self.period.overlaps(wide)


def series_of(
    children: Iterable[SitemapChild], *, today: date
) -> tuple[tuple[Part, ...], ...]:
    """Sort the parts of an index into series, whose names differ by numbers only.

    The first of a series may have none. Numbers are a period only where they are one
    in all names of a series: part 2,022 of 25,000 is no year.
    """
    alike: dict[str, list[SitemapChild]] = defaultdict(list)
    for child in children:
        alike[_DIGITS.sub("", _name(child.url))].append(child)
    return tuple(_series(each, today) for each in alike.values())


def is_numbered(url: str) -> bool:
    """Whether the name of a part holds a number, so that it is one of a series."""
    return _DIGITS.search(_name(url)) is not None


def covers(series: Sequence[Part], days: Period) -> bool:
    """Whether the periods of a series hold each of these days."""
    spans = sorted((p.period.first, p.period.last) for p in series if p.period)
    wanted = days.first
    for first, last in spans:
        if first > wanted:
            return False
        wanted = max(wanted, last + DAY)
        if wanted > days.last:
            return True
    return False


def address_period(url: str, *, today: date) -> Period | None:
    """Give the day, or the month, that the address of an article names.

    >>> address_period("https://lajme.example/2022/07/18/a", today=date(2026, 1, 1))
    Period(first=datetime.date(2022, 7, 18), last=datetime.date(2022, 7, 18))
    """
    path = urlsplit(url).path
    for match in _ADDRESS_DAY.finditer(path):
        year, month, day = (
            int(match[name] or match[f"{name}2"]) for name in ("y", "m", "d")
        )
        found = _period(year, month, day, today=today)
        if found is not None:
            return found
    found_month = _ADDRESS_MONTH.search(path)
    if found_month is None:
        return None
    return _period(int(found_month["y"]), int(found_month["m"]), None, today=today)


def stated_day(text: str | None) -> date | None:
    """Read the day, in UTC, of a date as it stands in a sitemap, or None."""
    read = read_date(text or "", timezone="UTC")
    return read[0].date() if read else None


def _name(url: str) -> str:
    """Give what names a part: its path and its query, without the host."""
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _series(children: Sequence[SitemapChild], today: date) -> tuple[Part, ...]:
    names = [_name(child.url) for child in children]
    periods: list[Period | None] = [None] * len(names)
    for pattern in _NAMES:
        found = [_span(_periods(pattern, name, today)) for name in names]
        if all(found):
            periods = found
            break
    return tuple(
        Part(url=child.url, period=period, changed=stated_day(child.modified))
        for child, period in zip(children, periods, strict=True)
    )


def _periods(pattern: re.Pattern[str], name: str, today: date) -> Iterator[Period]:
    for match in pattern.finditer(name):
        parts = match.groupdict()
        month, day = (int(parts[key]) if key in parts else None for key in ("m", "d"))
        found = _period(int(parts["y"]), month, day, today=today)
        if found is not None:
            yield found


def _span(periods: Iterable[Period]) -> Period | None:
    """Give the days from the first to the last of several, None if there is none."""
    found = list(periods)
    if not found:
        return None
    return Period(
        first=min(each.first for each in found), last=max(each.last for each in found)
    )


def _period(
    year: int, month: int | None, day: int | None, *, today: date
) -> Period | None:
    """Give a day, month or year; None where there is none, or it is still to come."""
    if not FIRST_YEAR <= year <= today.year:
        return None
    if month is None:
        return Period(first=date(year, 1, 1), last=date(year, 12, 31))
    if day is None:
        first = date(year, month, 1)
        return Period(first=first, last=(first + 31 * DAY).replace(day=1) - DAY)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(first=found, last=found) if found <= today + DAY else None
