"""What one visit of a feed proves about the time since the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.core.dates import read_date
from tracker.core.urls import key_hash
from tracker.model import FeedEntry

_WHO = 0xFFFF
# A news site that has published nothing for a week lists something else here.
NEWS_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Time in which nothing can have been overlooked; `gap` says why there is none."""

    from_at: datetime | None
    to_at: datetime | None
    gap: str = ""


# What a document proves of which something may be missing.
NOTHING = Stretch(from_at=None, to_at=None)


def overlaps(previous: Sequence[int], current: Sequence[int]) -> bool:
    """Whether two windows of the same feed touch, so that nothing fell between them.

    Both are keys of entries, newest first. Without a new entry they touch. Otherwise
    an old entry must stand *behind* a new one: an entry pinned to the top stands
    before the new ones for ever and proves nothing.

    >>> overlaps([3, 2, 1], [4, 3, 2])
    True
    >>> overlaps([9, 2, 1], [9, 5, 4])
    False
    """
    known = set(previous)
    after_a_new_one = False
    for key in current:
        if key not in known:
            after_a_new_one = True
        elif after_a_new_one:
            return True
    return bool(known) and not after_a_new_one


def stretch(
    *,
    last_success_at: datetime | None,
    polled_at: datetime,
    previous: Sequence[int],
    current: Sequence[int],
    complete_listing: bool,
) -> Stretch:
    """Find what a good visit proves: from the last good visit to this one, or nothing.

    `complete_listing` marks sources that are not windows (a sitemap, a listing of an
    archive): for them it is enough that anything known is still there.
    """
    if last_success_at is None:
        return Stretch(from_at=None, to_at=None, gap="first visit")
    if not current:
        return Stretch(from_at=None, to_at=None, gap="the feed lists nothing")
    touching = overlaps(previous, current) or (
        complete_listing and bool(set(previous) & set(current))
    )
    if not touching:
        gap = "the feed's window was overrun since the last good visit"
        return Stretch(from_at=None, to_at=None, gap=gap)
    return Stretch(from_at=last_success_at, to_at=polled_at)


def proves_until(entries: Sequence[FeedEntry]) -> datetime | None:
    """Say until when a sitemap may prove that nothing was overlooked; None: never.

    Only a dated list of a site's news can: one of its fixed pages stays the same while
    articles come and go, and so does one that is no longer kept up.
    """
    said = [
        read_date(entry.published or entry.updated or "", timezone="UTC")
        for entry in entries
    ]
    times = [found[0] for found in said if found is not None]
    if not times or len(times) < len(said):
        return None
    return max(times) + NEWS_WITHIN


def stated_times(entries: Sequence[FeedEntry]) -> tuple[datetime | None, ...]:
    """Read when each entry says that it was published; None where it does not."""
    read = (read_date(entry.published or "", timezone="UTC") for entry in entries)
    return tuple(found[0] if found else None for found in read)


def newest_first(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Order entries by what they say of their time, if all of them say it.

    Sitemaps often stand oldest first; a feed in which one date cannot be read keeps
    the order of the document.
    """
    dated = [time for time in stated_times(entries) if time is not None]
    if len(dated) < len(entries):
        return tuple(entries)
    order = sorted(range(len(entries)), key=lambda place: dated[place], reverse=True)
    return tuple(entries[place] for place in order)


def entry_hash(entry: FeedEntry, feed_url: str) -> int:
    """Fingerprint of what one feed says of an address, in signed 64 bits.

    The lowest 16 bits stand for the feed, the others for what it says.
    """
    said = "\0".join((entry.title or "", entry.summary or "", entry.updated or ""))
    return (key_hash(said) & ~_WHO) | (key_hash(feed_url) & _WHO)


def says_otherwise(before: int, now: int) -> bool:
    """Whether a feed has changed what it says of an address.

    Two feeds that word the same article differently have not: otherwise each of them
    would have it fetched again at every visit.
    """
    return before & _WHO == now & _WHO and before != now
