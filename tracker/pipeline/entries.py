"""The entries of a feed, by address."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tracker.core import dates, observe, urls
from tracker.model import FeedEntry

# A sitemap lists a site's whole past. What is older belongs to back issues; of a list
# without dates, so does all that stood in it at the first visit.
BACK_ISSUES_AFTER = timedelta(days=30)


def is_recent(entry: FeedEntry, now: datetime, *, undated: bool) -> bool:
    """Whether an entry is news; `undated` answers for one that states no time."""
    said = dates.read_date(entry.published or entry.updated or "", timezone="UTC")
    return undated if said is None else now - said[0] <= BACK_ISSUES_AFTER


def by_address(
    entries: Iterable[FeedEntry],
) -> tuple[dict[str, FeedEntry], tuple[str, ...]]:
    """Canonical address → entry, newest first; and what cannot be used, in words."""
    found: dict[str, FeedEntry] = {}
    refused = []
    for entry in observe.newest_first(tuple(entries)):
        try:
            address = urls.canonical(entry.url)
        except ValueError as error:
            refused.append(f"entry {entry.position} has no usable address: {error}")
            continue
        other = found.setdefault(address, entry)
        if (other.key, other.title) != (entry.key, entry.title):
            refused.append(f"entry {entry.position} has the address of another one")
    return found, tuple(refused)
