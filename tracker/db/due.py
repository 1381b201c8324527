"""What should be visited now, read in one go when a pass begins."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from duckdb import DuckDBPyConnection

from tracker.core import cadence
from tracker.core.cadence import Waking, due_again
from tracker.core.verdicts import LOST
from tracker.db import ledger
from tracker.db.known import Known, read_known
from tracker.db.memory import FEED_COLUMNS, feed_memory
from tracker.db.values import from_column
from tracker.model import DueFeed, DuePage, FeedState, PageVisit, Sight, Visit

# No interval and no Retry-After is longer; a later date was written by a clock that
# has been set back since.
FARTHEST = timedelta(days=7)

_FEEDS = f"""
    select
        feed_url, outlet, kind, state, failures, last_success_at, next_check_at,
        not_before_at, {", ".join(FEED_COLUMNS)}
    from feeds
    where configured and state <> 'off'
    order by next_check_at, feed_url
"""  # noqa: S608 - constants of ours
_PAGES = """
    select
        pages.url, pages.outlet, pages.found_via, pages.feed_url, pages.first_seen_at,
        pages.not_seen_at, pages.title, pages.published_text, pages.attempts,
        pages.outcome, pages.copy_url, pages.captured_at, pages.retry_at
    from pages
    inner join outlets on pages.outlet = outlets.outlet
    where
        -- an article may have been edited or withdrawn
        (pages.outcome in ('pending', 'failed') or pages.article_id is not null)
        and outlets.fetched
        and pages.retry_at is not null
    order by pages.retry_at, pages.url
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Feeds to visit and pages to try again, longest overdue first; and the ledger.

    `unread`: outlets of which pages that no feed has listed are still to be read, due
    or not.
    """

    feeds: tuple[DueFeed, ...]
    pages: tuple[DuePage, ...]
    known: Known
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A feed, with what decides whether it is due."""

    feed: DueFeed
    next_check_at: datetime | None
    not_before_at: datetime | None

    def is_due(
        self, now: datetime, *, force: bool, named: bool, waking: Waking | None
    ) -> bool:
        """Whether its time has come.

        `force` passes over our own interval and back-off, never over what the server
        asked for. A feed that is gone is asked only by force and by name.
        """
        if self.feed.state == "gone" and not (force and named):
            return False
        if _is_ahead(self.not_before_at, now):
            return False
        if force:
            return True
        if _is_ahead(self.next_check_at, now):
            return False
        at = self.next_check_at
        if waking is None or (at is not None and at > now):
            return True
        return waking.lets_go(self.feed.url, now=now, next_check_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """All that decides what is due, as the database had it at one moment.

    Of a page, the time stands beside it from which it is due.
    """

    feeds: tuple[_Standing, ...]
    pages: tuple[tuple[DuePage, datetime], ...]
    known: Known


def read_stock(connection: DuckDBPyConnection) -> Stock:
    """Read it all in one go."""
    return Stock(
        feeds=tuple(_read_feeds(connection)),
        pages=tuple(_read_pages(connection)),
        known=read_known(connection),
    )


def due_of(
    stock: Stock,
    *,
    waiting: Sequence[Visit],
    now: datetime,
    outlets: Collection[str] | None,
    force: bool,
    waking: Waking | None = None,
) -> Due:
    """Say what is due at `now`, as if the visits in `waiting` were stored already.

    While somebody else holds the file, outcomes wait for hours; without them every
    pass would fetch the same pages again. `outlets` limits both lists; `force` takes
    what no server has asked to leave alone, bytes that were set aside among it;
    `waking` lets the feeds of a program that has just begun come one after the other.
    """
    feeds = {each.feed.url: each for each in stock.feeds}
    for visit in waiting:
        if visit.feed is not None and visit.feed.url in feeds:
            feeds[visit.feed.url] = _after(feeds[visit.feed.url], visit.feed)
    seen = {page.url: page for visit in waiting for page in visit.pages}
    pages = list(_waiting_pages(stock, seen.values()))
    return Due(
        feeds=tuple(
            _given_a_chance(each.feed) if force else each.feed
            for each in feeds.values()
            if (outlets is None or each.feed.outlet in outlets)
            and each.is_due(now, force=force, named=outlets is not None, waking=waking)
        ),
        pages=tuple(
            page
            for page, at in pages
            if (outlets is None or page.outlet in outlets)
            and _is_due(page, at, now=now, force=force)
        ),
        known=replace(
            stock.known, newer=_fingerprints(waiting), newer_sights=_sights(waiting)
        ),
        unread=frozenset(
            page.outlet
            for page, _ in pages
            if page.outcome == "pending" and page.feed_url is None
        ),
    )


def _read_feeds(connection: DuckDBPyConnection) -> Iterable[_Standing]:
    cursor = connection.execute(_FEEDS)
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        feed = DueFeed(
            url=row["feed_url"],
            outlet=row["outlet"],
            kind=row["kind"],
            state=row["state"],
            failures=row["failures"],
            last_success_at=from_column(row["last_success_at"]),
            memory=feed_memory(row),
        )
        yield _Standing(
            feed=feed,
            next_check_at=from_column(row["next_check_at"]),
            not_before_at=from_column(row["not_before_at"]),
        )


def _given_a_chance(feed: DueFeed) -> DueFeed:
    """Forget that the bytes of a feed ended the process that was to read them."""
    return replace(feed, memory=replace(feed.memory, deadly=None))


def _is_ahead(at: datetime | None, now: datetime) -> bool:
    return at is not None and now < at <= now + FARTHEST


def _after(before: _Standing, visited: FeedState) -> _Standing:
    feed = replace(
        before.feed,
        state=visited.state,
        failures=visited.failures,
        last_success_at=visited.last_success_at or before.feed.last_success_at,
        memory=visited.memory,
    )
    return _Standing(
        feed=feed,
        next_check_at=visited.next_check_at,
        not_before_at=visited.not_before_at,
    )


def _read_pages(
    connection: DuckDBPyConnection,
) -> Iterable[tuple[DuePage, datetime]]:
    for row in connection.execute(_PAGES).fetchall():
        url, outlet, found_via, feed_url, first_seen_at, not_seen_at, *rest = row
        title, published_text, attempts, outcome, *copied, retry_at = rest
        copy_url, captured_at = copied
        page = DuePage(
            url=url,
            outlet=outlet,
            found_via=found_via,
            feed_url=feed_url,
            first_seen_at=first_seen_at.replace(tzinfo=UTC),
            not_seen_at=from_column(not_seen_at),
            title=title,
            published_text=published_text,
            attempts=attempts or 0,
            outcome=outcome,
            copy_url=copy_url,
            captured_at=from_column(captured_at),
        )
        yield page, retry_at.replace(tzinfo=UTC)


def _waiting_pages(
    stock: Stock, seen: Collection[PageVisit]
) -> Iterable[tuple[DuePage, datetime]]:
    visited = {page.url for page in seen}
    waiting = (
        (due_again(page), page.retry_at) for page in seen if page.retry_at is not None
    )
    stored = ((page, at) for page, at in stock.pages if page.url not in visited)
    return (*stored, *waiting)


def _is_due(page: DuePage, at: datetime, *, now: datetime, force: bool) -> bool:
    # A later time was written by a clock that has been set back since.
    far = now + cadence.REVISIT_AGES[-1] + FARTHEST
    # A page that waits was asked to, or its site was.
    forced = force and page.outcome == "failed"
    return at <= now or at > far or forced


def _sights(waiting: Sequence[Visit]) -> dict[int, Sight]:
    found: dict[int, Sight] = {}
    for visit in waiting:
        for page in visit.pages:
            sight = Sight(
                first_seen_at=page.first_seen_at,
                not_seen_at=page.not_seen_at,
                is_article=page.outcome == "matched",
                is_lost=page.outcome in LOST,
            )
            found.setdefault(ledger.url_hash(page.url), sight)
    return found


def _fingerprints(waiting: Sequence[Visit]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for visit in waiting:
        for page in visit.pages:
            hashed = ledger.url_hash(page.url)
            found[hashed] = page.entry_hash or found.get(hashed)
    return found
