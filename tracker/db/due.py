"""What should be visited now, read in one go when a pass begins."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from tracker.core.cadence import due_again
from tracker.db import ledger
from tracker.db.known import Known, read_known
from tracker.db.values import from_column, to_column
from tracker.model import DueFeed, DuePage, FeedState, FeedStatus, PageVisit, Visit

# No interval and no Retry-After is longer; a later date was written by a clock that
# has been set back since.
FARTHEST = timedelta(days=7)

_FEEDS = """
    select
        feed_url, outlet, kind, etag, last_modified, body_hash, failures,
        last_success_at, entry_keys, proves, moved_to, state, next_check_at,
        not_before_at, proves_until_at
    from feeds
    where configured and state <> 'off'
    order by next_check_at, feed_url
"""
_PAGES = """
    select
        pages.url, pages.outlet, pages.found_via, pages.feed_url, pages.first_seen_at,
        pages.not_seen_at, pages.title, pages.published_text, pages.attempts
    from pages
    inner join outlets on pages.outlet = outlets.outlet
    where
        pages.outcome in ('pending', 'failed')
        and outlets.fetched
        and (
            pages.retry_at <= $now
            -- a page that waits was asked to, or its site was
            or ($force and pages.outcome = 'failed' and pages.retry_at is not null)
        )
    order by pages.retry_at, pages.url
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Feeds to visit and pages to try again, longest overdue first; and the ledger."""

    feeds: tuple[DueFeed, ...]
    pages: tuple[DuePage, ...]
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A feed, with what decides whether it is due."""

    feed: DueFeed
    state: FeedStatus
    next_check_at: datetime | None
    not_before_at: datetime | None

    def is_due(self, now: datetime, *, force: bool, named: bool) -> bool:
        """Whether its time has come.

        `force` passes over our own interval and back-off, never over what the server
        asked for. A feed that is gone is asked only by force and by name.
        """
        if self.state == "gone" and not (force and named):
            return False
        if _is_ahead(self.not_before_at, now):
            return False
        return force or not _is_ahead(self.next_check_at, now)


def read_due(
    connection: DuckDBPyConnection,
    *,
    waiting: Sequence[Visit],
    now: datetime,
    outlets: Collection[str] | None,
    force: bool,
) -> Due:
    """Read what is due at `now`, as if the visits in `waiting` were stored already.

    While somebody else holds the file, outcomes wait for hours; without them every
    pass would fetch the same pages again. `outlets` limits both lists; `force` takes
    what no server has asked to leave alone.
    """
    feeds = {each.feed.url: each for each in _read_feeds(connection)}
    for visit in waiting:
        if visit.feed is not None and visit.feed.url in feeds:
            feeds[visit.feed.url] = _after(feeds[visit.feed.url], visit.feed)
    seen = {page.url: page for visit in waiting for page in visit.pages}
    return Due(
        feeds=tuple(
            each.feed
            for each in feeds.values()
            if (outlets is None or each.feed.outlet in outlets)
            and each.is_due(now, force=force, named=outlets is not None)
        ),
        pages=tuple(
            page
            for page in _due_pages(connection, seen.values(), now=now, force=force)
            if outlets is None or page.outlet in outlets
        ),
        known=read_known(connection, newer=_fingerprints(waiting)),
    )


def _read_feeds(connection: DuckDBPyConnection) -> Iterable[_Standing]:
    for row in connection.execute(_FEEDS).fetchall():
        *known, entry_keys, proves, moved_to, state, next_check_at, wait, until = row
        url, outlet, kind, etag, last_modified, body_hash, failures, last_good = known
        feed = DueFeed(
            url=url,
            outlet=outlet,
            kind=kind,
            etag=etag,
            last_modified=last_modified,
            body_hash=body_hash,
            failures=failures,
            last_success_at=from_column(last_good),
            entry_keys=tuple(entry_keys or ()),
            proves=proves is not False,
            proves_until_at=from_column(until),
            moved_to=moved_to,
        )
        yield _Standing(
            feed=feed,
            state=state,
            next_check_at=from_column(next_check_at),
            not_before_at=from_column(wait),
        )


def _is_ahead(at: datetime | None, now: datetime) -> bool:
    return at is not None and now < at <= now + FARTHEST


def _after(before: _Standing, visited: FeedState) -> _Standing:
    feed = replace(
        before.feed,
        etag=visited.etag,
        last_modified=visited.last_modified,
        body_hash=visited.body_hash,
        failures=visited.failures,
        last_success_at=visited.last_success_at or before.feed.last_success_at,
        entry_keys=visited.entry_keys,
        proves=visited.proves,
        proves_until_at=visited.proves_until_at,
        moved_to=visited.moved_to,
    )
    return _Standing(
        feed=feed,
        state=visited.state,
        next_check_at=visited.next_check_at,
        not_before_at=visited.not_before_at,
    )


def _due_pages(
    connection: DuckDBPyConnection,
    seen: Collection[PageVisit],
    *,
    now: datetime,
    force: bool,
) -> Iterable[DuePage]:
    visited = {page.url for page in seen}
    parameters = {"now": to_column(now), "force": force}
    for row in connection.execute(_PAGES, parameters).fetchall():
        url, outlet, found_via, feed_url, first_seen_at, not_seen_at, *rest = row
        title, published_text, attempts = rest
        if url not in visited:
            yield DuePage(
                url=url,
                outlet=outlet,
                found_via=found_via,
                feed_url=feed_url,
                first_seen_at=from_column(first_seen_at) or now,
                not_seen_at=from_column(not_seen_at),
                title=title,
                published_text=published_text,
                attempts=attempts or 0,
            )
    for page in seen:
        again = page.outcome in ("pending", "failed") and page.retry_at is not None
        forced = force and page.outcome == "failed"
        if again and (forced or (page.retry_at and page.retry_at <= now)):
            yield due_again(page)


def _fingerprints(waiting: Sequence[Visit]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for visit in waiting:
        for page in visit.pages:
            hashed = ledger.url_hash(page.url)
            found[hashed] = page.entry_hash or found.get(hashed)
    return found
