"""Dates as outlets write them, and what they prove about publication."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone
from typing import Literal
from zoneinfo import ZoneInfo

from tracker.model import DateClaim, RawDate

Precision = Literal["second", "minute", "hour", "day"]

# No web page is older (the first went on line in August 1991); it also refuses the
# zero of Unix time, which stands for "no date".
FIRST_YEAR = 1991
# Clocks of servers run ahead by minutes; more than this is an error or an embargo.
AHEAD = timedelta(minutes=10)
# Longer strings hold a sentence, not a date, and cost time.
LONGEST = 80
# The further left, the less an outlet would change it without meaning to.
TRUST = ("json_ld", "meta", "feed", "time_element", "url", "text")
_FARTHEST_ZONE = timedelta(hours=14)
_CENTURY = 50  # RFC 2822 section 4.3: two-digit years 00 to 49 are 2000 to 2049
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date as read.

    `value` is aware in UTC. `wrong_weekday`: the day of the week beside it is another
    day's. `update`: the text calls it an update, so it dates no publication.
    """

    value: datetime
    precision: Precision
    wrong_weekday: bool = False
    update: bool = False


def read_date(text: str, *, timezone: str) -> tuple[datetime, Precision] | None:
    """Read a date; see `read_stated`.

    >>> read_date("20 qershor 2023, 14:35", timezone="Europe/Tirane")
    (datetime.datetime(2023, 6, 20, 12, 35, tzinfo=datetime.timezone.utc), 'minute')
    """
    stated = read_stated(text, timezone=timezone)
    return None if stated is None else (stated.value, stated.precision)


def read_stated(text: str, *, timezone: str) -> StatedDate | None:
    """Read ISO 8601, RFC 822 and the written forms of Albanian and English.

    Numbers are read day first. A time without a zone is that of `timezone` (an IANA
    name); a stated zone is respected. A date alone is midnight there, with precision
    day. None for what is no date, is impossible, lies before FIRST_YEAR, or is only a
    run of digits. Only the first 80 characters are read.
    """
    folded = _fold(text)
    found = _first_date(folded)
    if found is None:
        return None
    day, start, end = found
    if day is None or day.year < FIRST_YEAR:
        return None
    before, after = folded[:start], folded[end:]
    precision: Precision = "day"
    match = _TIME.search(after) or _last(_TIME, before)
    clock = match and _clock(match)
    update = _UPDATE.search(before) is not None
    weekday = next((_WEEKDAYS[w] for w in _words(folded) if w in _WEEKDAYS), None)
    wrong = weekday is not None and weekday != day.weekday()
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone))
    if match is None or clock is None:
        value = local
    else:
        hour, minute, second = clock
        offset = _offset(match)
        if offset is not None and abs(offset) > _FARTHEST_ZONE:
            return None
        zone = local.tzinfo if offset is None else fixed_zone(offset)
        value = local.replace(hour=hour, minute=minute, second=second or 0, tzinfo=zone)
        precision = "minute" if second is None else "second"
    return StatedDate(
        value=value.astimezone(UTC),
        precision=precision,
        wrong_weekday=wrong,
        update=update,
    )


def claims(
    raw: Iterable[RawDate], *, timezone: str, now: datetime
) -> tuple[DateClaim, ...]:
    """Read all dates found for an article; those that cannot be true are left out.

    `now` is aware. A date from the address is never finer than a day. A date in the
    running text that names the day of `now` is left out, because page headers carry
    a clock; one that is called an update becomes `modified`.
    """
    today = now.astimezone(ZoneInfo(timezone)).date()
    result: dict[DateClaim, None] = {}
    for found in raw:
        stated = read_stated(found.text, timezone=timezone)
        if stated is None or not _possible(stated.value, now):
            continue
        source = found.source
        if source == "text":
            if stated.value.astimezone(ZoneInfo(timezone)).date() == today:
                continue
            source = "modified" if stated.update else "text"
        precision = "day" if source == "url" else stated.precision
        claim = DateClaim(source=source, value=stated.value, precision=precision)
        result[claim] = None
    return tuple(result)


def choose(claims: Iterable[DateClaim], *, now: datetime) -> DateClaim | None:
    """Take the claim of the most trusted source, of equals the first.

    Never a `modified` one, and none from the future or before FIRST_YEAR.
    """
    usable = [c for c in claims if c.source in TRUST and _possible(c.value, now)]
    return min(usable, key=lambda c: TRUST.index(c.source), default=None)


def interval(
    chosen: DateClaim | None,
    *,
    not_seen_at: datetime | None,
    first_seen_at: datetime,
    timezone: str,
) -> tuple[datetime | None, datetime]:
    """Between which two times an article was published (measure M6); both in UTC.

    A second is a point, a minute or an hour that long, a day lasts from midnight to
    midnight of `timezone`. Without a date, or with one more than ten minutes after
    `first_seen_at`, it is the time from the last good visit that did not list it
    (None: open) to `first_seen_at`. Neither end is later than `first_seen_at`.
    """
    if chosen is None or chosen.value > first_seen_at + AHEAD:
        if not_seen_at is None:
            return None, first_seen_at
        return min(not_seen_at, first_seen_at), first_seen_at
    start = chosen.value
    if chosen.precision == "day":
        zone = ZoneInfo(timezone)
        day = start.astimezone(zone).date()
        start = _midnight(day, zone)
        end = _midnight(day + timedelta(days=1), zone)
    else:
        end = start + _WIDTH[chosen.precision]
    return min(start, first_seen_at), min(end, first_seen_at)


_WIDTH = {
    "second": timedelta(0),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _possible(value: datetime, now: datetime) -> bool:
    return value.year >= FIRST_YEAR and value <= now + AHEAD


# ------------------------------------------------------------------- reading

_SQ_MONTHS = (
    ("janar", "jan"),
    ("shkurt", "shk"),
    ("mars", "mar"),
    ("prill", "pri"),
    ("maj",),
    ("qershor", "qer"),
    ("korrik", "kor", "korr"),
    ("gusht", "gush", "gsh"),
    ("shtator", "sht"),
    ("tetor", "tet"),
    ("nentor", "nen"),
    ("dhjetor", "dhj"),
)
_EN_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_ENDINGS = ("", "it", "ut", "in", "un", "i", "u")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _month_words() -> dict[str, int]:
    words = {}
    for names in (_SQ_MONTHS, _EN_MONTHS):
        for number, (full, *short) in enumerate(names, start=1):
            endings = _ENDINGS if names is _SQ_MONTHS else ("",)
            for word in (*(full + ending for ending in endings), *short):
                words[word] = number
    return words


_MONTHS = _month_words()
# Folded; with the definite forms. Weekday 0 is Monday.
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            ("hene", "hena", "monday", "mon"),
            ("marte", "marta", "tuesday", "tue"),
            ("merkure", "merkura", "wednesday", "wed"),
            ("enjte", "enjtja", "thursday", "thu"),
            ("premte", "premtja", "friday", "fri"),
            ("shtune", "shtuna", "saturday", "sat"),
            ("diel", "diele", "diela", "sunday", "sun"),
        )
    )
    for word in words
}
# Zone names that mean one offset wherever they are printed; hours from UTC.
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), 0.0),
    **dict.fromkeys(("cet", "met", "mez", "west", "bst"), 1.0),
    **dict.fromkeys(("cest", "mest", "mesz", "eet"), 2.0),
    **dict.fromkeys(("eest", "msk", "trt"), 3.0),
    "irst": 3.5,
    "edt": -4.0,
    **dict.fromkeys(("est", "cdt"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    "pst": -8.0,
}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<y>(?:19|20)\d\d)"
# Digits on either side, or a further part, make it a number of something else.
_LEFT, _RIGHT = r"(?<![\w/.-])", r"(?!\d|[./-]\d)"
_GAP = r"[\s.,-]{0,3}"
_DATES = tuple(
    re.compile(_LEFT + pattern)
    for pattern in (
        rf"{_YEAR}(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d|[./-]\d)",
        # ISO basic format, only with its time: eight digits alone are any number
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?=t\d{{4}}(?:\d\d)?(?:z|[+-]\d|$))",
        (
            rf"(?P<d>\d{{1,2}})\s?(?P<s>[-/.])\s?(?P<m>\d{{1,2}}|[ivx]{{1,4}})\s?(?P=s)\s?"
            rf"{_YEAR}{_RIGHT}"
        ),
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<m>{_MONTH}){_GAP}{_YEAR}{_RIGHT}",
        rf"(?P<m>{_MONTH})\.?\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}{_RIGHT}",
        # RFC 822 with two digits of the year, and C's asctime, each with its time
        rf"(?P<d>\d{{1,2}})[\s-](?P<m>{_MONTH})[\s-](?P<y>\d\d)(?=\s\d\d:\d\d)",
        rf"(?P<m>{_MONTH})\s(?P<d>\d{{1,2}})\s(?=\d\d:\d\d:\d\d\s(?P<y>\d{{4}})$)",
    )
)
_TIME = re.compile(
    r"(?<![\w.:])t?(?:(?P<h>\d{1,2})[:.](?P<min>\d\d)(?:[:.](?P<sec>\d\d))?"
    r"|(?<=t)(?P<bh>\d\d)(?P<bmin>\d\d)(?P<bsec>\d\d)?)(?!\d)(?:[.,]\d+)?"
    r"(?:\s?(?P<half>am|pm|a\.m\.|p\.m\.|pd|md)(?!\w))?"
    r"(?:\s?(?P<sign>[+-])(?P<zh>\d\d):?(?P<zm>\d\d)(?!\d)"
    r"|(?P<sign2>[+-])(?P<zh2>\d\d)(?![\d.:])"
    rf"|\s?(?P<zone>{'|'.join(sorted(_ZONES, key=len, reverse=True))})(?!\w))?"
)
_UPDATE = re.compile(r"perditesim|perditesua|ndryshuar|updated|modified")


def _fold(text: str) -> str:
    """Lower case without marks, blanks collapsed, dashes plain, at most LONGEST."""
    plain = unicodedata.normalize("NFKD", " ".join(text[: 4 * LONGEST].split()))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub("[\u2010-\u2015\u2212]", "-", kept).casefold()[:LONGEST]


def _words(folded: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded)


def _first_date(folded: str) -> tuple[date | None, int, int] | None:
    """Find the leftmost date and its place; the date is None if it is impossible."""
    matches = [m for m in (pattern.search(folded) for pattern in _DATES) if m]
    if not matches:
        return None
    match = min(matches, key=re.Match.start)
    year, month, day = match["y"], match["m"], int(match["d"])
    if month in _ROMAN:
        number = _ROMAN.index(month) + 1
    else:
        number = _MONTHS[month] if month in _MONTHS else _int(month)
    full_year = int(year)
    if len(year) == 2:  # noqa: PLR2004 - two digits
        full_year += 2000 if full_year < _CENTURY else 1900
    try:
        return date(full_year, number, day), match.start(), match.end()
    except ValueError:
        return None, match.start(), match.end()


def _int(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None


def _clock(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    """Hour, minute, second of a time; None if there is no such time."""
    hour, minute = int(match["h"] or match["bh"]), int(match["min"] or match["bmin"])
    seconds = match["sec"] or match["bsec"]
    second = None if seconds is None else min(int(seconds), 59)  # leap seconds
    if match["half"] and hour <= _NOON:
        hour = hour % _NOON + (_NOON if match["half"][0] in "pm" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the clock
        return None
    return hour, minute, second


def _offset(match: re.Match[str]) -> timedelta | None:
    if match["zone"]:
        return timedelta(hours=_ZONES[match["zone"]])
    sign = match["sign"] or match["sign2"]
    if not sign:
        return None
    hours, minutes = int(match["zh"] or match["zh2"]), int(match["zm"] or 0)
    size = timedelta(hours=hours, minutes=minutes)
    return -size if sign == "-" else size
