"""How a feed stands after a visit: what is remembered of it, and when it is due."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracker.core import cadence, decide
from tracker.core.cadence import NextPoll
from tracker.core.rhythm import next_rhythm
from tracker.model import DueFeed, FeedMemory, FeedState, PollOutcome, Reply, Wishes

# Some servers answer 304 for ever; so often they have to send the document itself
# (rss-fetcher, fetcher/tasks.py).
PLAINLY_EVERY = timedelta(days=7)
GOOD = ("read", "unchanged")
# A server that does not want us is left alone sooner than one that is down.
REFUSED = ("blocked", "later", "gone")
# Where a feed has moved to is forgotten, with what was stored for it, when it cannot
# be read there: the configured address is asked next.
LOST = ("failed", "gone", "skipped")


def conditions(memory: FeedMemory, *, now: datetime) -> tuple[str | None, str | None]:
    """Give the entity tag and the date to send along, both None every PLAINLY_EVERY."""
    asked = memory.asked_plainly_at
    if asked is None or not timedelta(0) <= now - asked < PLAINLY_EVERY:
        return None, None
    return memory.etag, memory.last_modified


def deadly_mark(program: str, body_hash: str) -> str:
    """Name bytes that ended their reader; another version may bear them."""
    return f"{program}:{body_hash}"


def twice(mark: str) -> str:
    """Say of bytes that they ended their reader for the second time."""
    return f"{mark}:twice"


def is_quarantined(feed: DueFeed, mark: str) -> bool:
    """Whether these bytes ended their reader twice and are not to be read again."""
    return feed.memory.deadly == twice(mark)


def unchanged(feed: DueFeed, reply: Reply, *, now: datetime) -> FeedMemory:
    """Remember a document that is the one we have: a 304, or the same bytes."""
    plainly = reply.status != decide.NOT_MODIFIED
    before = feed.memory
    return replace(
        before,
        etag=reply.headers.get("etag", before.etag),
        last_modified=reply.headers.get("last-modified", before.last_modified),
        asked_plainly_at=now if plainly else before.asked_plainly_at,
        same_bodies=before.same_bodies + 1 if plainly else 0,
        said_gone=False,
        rhythm=next_rhythm(before.rhythm, new_entries=0, since=_since(feed, now)),
    )


def read(
    feed: DueFeed,
    reply: Reply,
    *,
    now: datetime,
    entry_keys: tuple[int, ...],
    span: timedelta | None,
    wishes: Wishes,
    is_index: bool,
) -> FeedMemory:
    """Remember a document that was read; `span` is the time that its entries cover."""
    before = feed.memory
    new = len(set(entry_keys).difference(before.entry_keys))
    # An index stays the same while the sitemaps that it names change.
    etag, modified, body_hash = None, None, None
    if not is_index:
        etag = reply.headers.get("etag")
        modified = reply.headers.get("last-modified")
        body_hash = decide.hash_of(reply.body)
    return FeedMemory(
        etag=etag,
        last_modified=modified,
        body_hash=body_hash,
        entry_keys=entry_keys,
        moved_to=reply.moved_to or before.moved_to,
        asked_plainly_at=now,
        wishes=wishes,
        rhythm=next_rhythm(
            before.rhythm,
            new_entries=new,
            since=_since(feed, now),
            entries=len(entry_keys),
            first_span=span,
        ),
    )


def unread(feed: DueFeed, outcome: PollOutcome) -> FeedMemory:
    """Remember what was known of a document that could not be read this time."""
    memory = replace(feed.memory, said_gone=outcome == "gone")
    if memory.moved_to is not None and outcome in LOST:
        return replace(memory, moved_to=None, etag=None, last_modified=None)
    return memory


def after(
    feed: DueFeed,
    outcome: PollOutcome,
    memory: FeedMemory,
    *,
    now: datetime,
    interval: timedelta,
    by_hand: bool,
    reply: Reply | None = None,
    retry_at: datetime | None = None,
    quarantined: bool = False,
) -> tuple[FeedState, NextPoll]:
    """Say how a feed stands now, and why it is due when it is.

    `interval` is the configured one; `by_hand`: for this outlet alone. `reply` is what
    a good visit got, `retry_at` what a bad one was asked for; `quarantined`: what came
    is not to be read.
    """
    good = outcome in GOOD
    failures = decide.failures_after(outcome, feed.failures)
    state = decide.feed_status(
        outcome,
        failures=failures if good else max(failures, 1),
        said_gone=feed.memory.said_gone,
        last_success_at=feed.last_success_at,
        now=now,
    )
    if quarantined:
        state = "quarantined"
    following = cadence.next_poll(
        now=now,
        interval=cadence.LONGEST_WAIT if quarantined else interval,
        by_hand=by_hand,
        failures=failures,
        refused=outcome in REFUSED,
        retry_at=retry_at,
        fresh_until=decide.fresh_until(reply, now=now) if reply else None,
        wishes=memory.wishes,
        rhythm=memory.rhythm,
        window=_window(feed, memory) if not quarantined else None,
        same_bodies=memory.same_bodies,
        feed_url=feed.url,
    )
    return (
        FeedState(
            url=feed.url,
            outlet=feed.outlet,
            kind=feed.kind,
            state=state,
            failures=failures,
            next_check_at=following.at,
            not_before_at=following.not_before_at,
            last_success_at=now if good else feed.last_success_at,
            memory=memory,
        ),
        following,
    )


def _window(feed: DueFeed, memory: FeedMemory) -> int | None:
    """Count the entries of a document from which older ones drop out."""
    return None if feed.kind == "sitemap" else len(memory.entry_keys) or None


def _since(feed: DueFeed, now: datetime) -> timedelta | None:
    return None if feed.last_success_at is None else now - feed.last_success_at
