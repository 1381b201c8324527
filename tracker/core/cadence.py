"""When to look at a feed or a page again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.model import DuePage, PageVisit

# A feed dead for a week is still looked at once a day, so that its return is
# noticed within one news cycle.
LONGEST_WAIT = timedelta(days=1)
# Feeds of one host that failed in the same minute would otherwise come back in the
# same minute for ever.
SPREAD = 0.2
# What a server says about freshness holds for a day at most, because a site that
# declares its feed fresh for a year still publishes tomorrow.
LONGEST_FRESHNESS = timedelta(days=1)
# A page that could not be read is tried again while it is news: after 1, 3, 7 and
# 15 hours.
FIRST_PAGE_WAIT = timedelta(hours=1)
PAGE_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """The time of the next visit, and why it was chosen."""

    at: datetime
    reason: str


def next_poll(
    *,
    now: datetime,
    interval: timedelta,
    failures: int,
    retry_at: datetime | None,
    fresh_until: datetime | None = None,
    feed_url: str = "",
) -> NextPoll:
    """Choose the next visit to a feed.

    All times are aware, in UTC. `failures` counts the visits in a row that got no
    answer: 0 after a success or a 304. The wait doubles with each failure, up to
    LONGEST_WAIT or the feed's own interval if that is longer; what exceeds the
    interval is shortened by up to SPREAD, by a hash of `feed_url`. A later
    `fresh_until` (RFC 9111 section 4.2.1; LONGEST_FRESHNESS at most) wins over that,
    a later `retry_at` (Retry-After, RFC 9110 section 10.2.3) over both.
    """
    wait = interval
    for _ in range(failures):
        if wait >= LONGEST_WAIT:
            break
        wait = min(wait * 2, LONGEST_WAIT)
    wait = interval + (wait - interval) * (1 - SPREAD * _share(feed_url))
    reason = f"{failures} failures in a row" if failures else "the usual interval"
    chosen = NextPoll(at=now + wait, reason=reason)
    if fresh_until is not None:
        fresh_until = min(fresh_until, now + LONGEST_FRESHNESS)
        if fresh_until > chosen.at:
            chosen = NextPoll(at=fresh_until, reason="the server calls it fresh")
    if retry_at is not None and retry_at > chosen.at:
        chosen = NextPoll(at=retry_at, reason="the server asked us to wait")
    return chosen


def retry_page(now: datetime, attempts: int) -> datetime | None:
    """Choose when to try an unread page again; None: give up.

    `attempts` counts those made so far, 1 after the first. The wait doubles from
    FIRST_PAGE_WAIT; after PAGE_ATTEMPTS the page stays as it is.
    """
    if attempts >= PAGE_ATTEMPTS:
        return None
    return now + FIRST_PAGE_WAIT * (1 << (max(attempts, 1) - 1))


def due_again(page: PageVisit) -> DuePage:
    """Turn a page that was left unread into the work of reading it."""
    return DuePage(
        url=page.url,
        outlet=page.outlet,
        found_via=page.found_via,
        feed_url=page.feed_url,
        first_seen_at=page.first_seen_at,
        not_seen_at=page.not_seen_at,
        title=page.title,
        published_text=page.published_text,
        attempts=page.attempts,
    )


def _share(key: str) -> float:
    """Give a number from 0 up to 1 for a text; the same on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32
