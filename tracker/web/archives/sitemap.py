"""The addresses of a stretch of time that a site's sitemaps list."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from tracker.core.dates import read_date
from tracker.model import (
    Failure,
    FeedEntry,
    Found,
    Outlet,
    ParsedFeed,
    Reply,
    Search,
    SitemapIndex,
    Terms,
)
from tracker.web.archives.answers import (
    counted,
    gaps_of,
    in_polls,
    judged,
    missing,
    question,
)
from tracker.web.archives.choosing import lists_media, of_articles, wanted_of
from tracker.web.archives.named import (
    ONE_OF_SEVERAL,
    OwnerOf,
    asks_robots,
    from_robots,
    is_one_of_several,
    is_root,
    nobody,
    robots_question,
)
from tracker.web.archives.periods import (
    DAY,
    Part,
    Period,
    address_period,
    covers,
    is_numbered,
)
from tracker.web.xmltext import what_came

# A year of daily parts and more; at a few seconds each they take a quarter of an hour.
# Of the 25,929 parts of one real site those are taken that changed soonest after the
# stretch.
MOST_PARTS = 500
# An article is corrected within days; what changed later says nothing of its day.
CHANGED_WITHIN = timedelta(days=7)
# Outlets that are worth comparing publish something in any two weeks.
NEAR = timedelta(days=14)
# Days that are written without a zone begin so much earlier or later.
FARTHEST_ZONE = timedelta(hours=14)
_ZONED = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d)\s*\Z")

Read = Callable[[Reply], ParsedFeed | SitemapIndex | Failure]


class Sitemap:
    """Lists what the sitemaps of an outlet hold of a stretch, each by itself.

    `read_feed` reads a root that is a feed, as sitemaps may be; without it that is a
    failure. An index is followed where it is a root: the protocol (sitemaps.org)
    allows none inside another, and one that came to it would never end. `owner_of`
    says whose an address is: only what a robots.txt names of the outlet is asked for.
    """

    def __init__(
        self,
        read: Read,
        read_feed: Read | None = None,
        *,
        owner_of: OwnerOf = nobody,
    ) -> None:
        self._read, self._read_feed, self._owner_of = read, read_feed, owner_of

    def first(
        self,
        outlet: Outlet,
        incident: str,
        *,
        from_at: datetime,
        to_at: datetime,
        terms: Terms,  # noqa: ARG002 - a sitemap cannot be searched
    ) -> Sequence[Search]:
        """Ask for each sitemap that is known of an outlet that may be fetched.

        Where none is, its robots.txt may name some.
        """
        if not outlet.fetch:
            return []
        if not outlet.sitemaps:
            return [robots_question(outlet, incident, from_at=from_at, to_at=to_at)]
        return [
            question("sitemap", outlet, incident, root, from_at=from_at, to_at=to_at)
            for root in dict.fromkeys(outlet.sitemaps)
        ]

    def read(self, search: Search, reply: Reply, *, now: datetime) -> Found | Failure:
        """Choose what may be of the stretch; of all else say what may be missing."""
        days = _days(search)
        if asks_robots(search):
            return from_robots(search, reply, self._owner_of, days, now=now)
        answer = judged(reply, now=now)
        if isinstance(answer, Failure):
            return missing(answer, "the sitemap is not there")
        found = self._read(answer)
        if isinstance(found, Failure) and self._read_feed is not None:
            came = what_came(answer.body, answer.headers.get("content-type"))
            found = self._read_feed(answer) if came == "a feed" else found
        if isinstance(found, Failure):
            return replace(in_polls(found, now=now), status=reply.status)
        if isinstance(found, SitemapIndex):
            listed = _from_index(search, found, days, now=now)
        else:
            listed = _from_list(search, found, days, now=now)
        more = (ONE_OF_SEVERAL,) if is_one_of_several(search) else ()
        return replace(listed, gaps=(*more, *listed.gaps))


# ------------------------------------------------------------------------- an index


def _from_index(
    search: Search, index: SitemapIndex, days: Period, *, now: datetime
) -> Found:
    if not is_root(search):
        gap = (
            "an index inside an index is not followed; "
            "if it matters, name it among the sitemaps of the outlet"
        )
        return Found(entries=(), gaps=(gap,))
    gaps = gaps_of(index.flags)
    series = of_articles(index.children, now=now)
    telling = [each for each in series if not lists_media(each[0].url)]
    gaps += _not_proved(telling, _provable(search, days, now=now), now=now)
    wanted = wanted_of(series, days)
    if len(wanted) > MOST_PARTS:
        left = counted(len(wanted) - MOST_PARTS, "part", "parts")
        gaps.append(f"{left} of the sitemap that may hold more were not read")
    return Found(
        entries=(),
        further=tuple(
            replace(search, address=part.url) for part in wanted[:MOST_PARTS]
        ),
        gaps=tuple(gaps),
    )


def _not_proved(
    series: Sequence[Sequence[Part]], days: Period, *, now: datetime
) -> Iterator[str]:
    """Say where nothing shows that the parts reach over these days.

    A part whose name holds no number is one by itself, and is judged when it is read.
    """
    if not series:
        yield "the index names no part that lists articles"
    is_covered = any(covers(each, days) for each in series)
    for each in series:
        what = f"the series of {_told(each)}"
        changes = [part.changed for part in each if part.changed is not None]
        if any(part.period for part in each):
            if covers(each, days):
                yield from _abandoned(what, each, changes, days, now=now)
            elif not is_covered or _is_near(each, days):
                yield f"{what} does not cover {days}"
        elif any(is_numbered(part.url) for part in each):
            yield from _unreached(what, changes, days, now=now)


def _abandoned(
    what: str,
    series: Sequence[Part],
    changes: Iterable[date],
    days: Period,
    *,
    now: datetime,
) -> Iterator[str]:
    """Say so where the part of the last day might have been left unfinished.

    It was not where a later part has begun, or a part has changed on a later day.
    """
    begun = [part.period.first for part in series if part.period is not None]
    if not any(day > days.last for day in _credible((*begun, *changes), now=now)):
        yield f"nothing shows that {what} was kept up after {days.last}"


def _is_near(series: Sequence[Part], days: Period) -> bool:
    """Whether parts lie beside the days, so that one of these days may be missing.

    Other series are of sections that began later, or ended, or of a few fixed pages.
    """
    around = Period(first=days.first - NEAR, last=days.last + NEAR)
    return any(p.period is not None and p.period.overlaps(around) for p in series)


def _told(series: Sequence[Part]) -> str:
    return urlsplit(series[0].url).path.rpartition("/")[2][:80] or series[0].url[:200]


# ---------------------------------------------------------------- a list of addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """An entry with what is stated of its time.

    It was published on `day`, as stated, at some time of [from_at, to_at]; or it is
    only known when it changed last.
    """

    entry: FeedEntry
    day: date | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    changed_at: datetime | None = None


def _from_list(
    search: Search, feed: ParsedFeed, days: Period, *, now: datetime
) -> Found:
    dated = [_dated(each, now=now) for each in feed.entries if not _is_home(each.url)]
    gaps = gaps_of(feed.flags)
    if not dated:
        gaps.append("the sitemap lists nothing")
    elif is_root(search) or not is_numbered(search.address):
        stated = [each.day for each in dated if each.day is not None]
        provable = _provable(search, days, now=now)
        gaps += _unreached("the sitemap", stated, provable, now=now, near=NEAR)
    # what has not changed since before the stretch is older
    changed = sum(
        each.changed_at is not None and each.changed_at >= search.from_at - DAY
        for each in dated
    )
    if changed:
        gaps.append(
            f"{counted(changed, 'address', 'addresses')} dated only by the last change"
        )
    undated = sum(each.day is None and each.changed_at is None for each in dated)
    if undated:
        gaps.append(f"{counted(undated, 'address', 'addresses')} without a date")
    kept = tuple(each.entry for each in dated if _belongs(each, search))
    return Found(entries=kept, gaps=tuple(gaps))


def _dated(entry: FeedEntry, *, now: datetime) -> _Dated:
    text = entry.published or ""
    published = read_date(text, timezone="UTC")
    if published is not None:
        at, precision = published
        day = at.date()
        if precision == "day":
            return _of_days(entry, Period(first=day, last=day))
        slack = timedelta(0) if _ZONED.search(text) else FARTHEST_ZONE
        return _Dated(entry=entry, day=day, from_at=at - slack, to_at=at + slack)
    period = address_period(entry.url, today=now.date())
    if period is not None:
        return _of_days(entry, period)
    changed = read_date(entry.updated or "", timezone="UTC")
    return _Dated(entry=entry, changed_at=changed[0] if changed else None)


def _of_days(entry: FeedEntry, period: Period) -> _Dated:
    """Give the time that days of an unknown zone lie in."""
    first, last = (
        datetime(day.year, day.month, day.day, tzinfo=UTC)
        for day in (period.first, period.last)
    )
    return _Dated(
        entry=entry,
        day=period.first,
        from_at=first - FARTHEST_ZONE,
        to_at=last + DAY + FARTHEST_ZONE - timedelta(microseconds=1),
    )


def _belongs(dated: _Dated, search: Search) -> bool:
    if dated.from_at is not None and dated.to_at is not None:
        return dated.from_at < search.to_at and search.from_at <= dated.to_at
    if dated.changed_at is None:
        return False
    until = search.to_at + CHANGED_WITHIN
    return search.from_at - DAY <= dated.changed_at <= until


def _is_home(url: str) -> bool:
    """Whether it is the home page, which plugins put first and date by today."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


# ------------------------------------------------------------------ what a list proves


def _days(search: Search) -> Period:
    """Give the days of the stretch in UTC."""
    last = max(search.to_at - timedelta(microseconds=1), search.from_at)
    return Period(first=search.from_at.date(), last=last.date())


def _provable(search: Search, days: Period, *, now: datetime) -> Period:
    """Give the days that a date of a later day proves.

    Of a stretch that is not over, those that end before yesterday: there may be nothing
    yet of today.
    """
    if search.to_at <= now:
        return days
    last = min(days.last, now.date() - 2 * DAY)
    return Period(first=days.first, last=max(days.first, last))


def _unreached(
    what: str,
    stated: Iterable[date],
    days: Period,
    *,
    now: datetime,
    near: timedelta = timedelta(days=100_000),
) -> Iterator[str]:
    """Say which end of the days a list is not known to reach.

    It may be a file that nobody has written since, so that a later day has to stand
    there. Only dates that lie `near` tell: an old page may be left in any list.
    """
    dates = _credible(stated, now=now)
    if not dates:
        yield f"nothing shows which days {what} holds"
        return
    close = [
        day for day in dates if -near <= day - days.first and day - days.last <= near
    ]
    if not close:
        yield f"{what} holds nothing near {days}"
        return
    if min(close) > days.first:
        yield f"{what} does not reach back to {days.first}, only to {min(close)}"
    if max(close) <= days.last:
        yield f"{what} does not go on after {days.last}, only to {max(close)}"


def _credible(stated: Iterable[date], *, now: datetime) -> list[date]:
    """Leave out days that are still to come, in any zone."""
    return [day for day in stated if day <= now.date() + DAY]
