"""The addresses of a feed become pages, each with its outcome."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Lock

from tracker.core import cadence, dates, observe, urls
from tracker.model import (
    Config,
    DueFeed,
    DuePage,
    FeedEntry,
    Outlet,
    PageVisit,
    Search,
    Sight,
    Visit,
)
from tracker.pipeline.entries import is_recent
from tracker.pipeline.pages import PageReader
from tracker.pipeline.ports import Known, Tools

# A source that lists thousands of new addresses would hold its outcome back for hours;
# what is beyond this many is noted as `pending` and follows in visits of its own.
PAGES_PER_VISIT = 50
# Some feeds reword all their entries at every visit; the others wait their turn.
REREAD_PER_VISIT = 10
# What these find is the outlet's, on whatever host it stands.
OF_ONE_OUTLET = ("wordpress", "sitemap")
# Outcomes of pages of which no text is kept, as none was read the last time.
UNREAD = ("pending", "failed")


class Addresses:
    """Decides which addresses of one pass are read, and has them read."""

    def __init__(
        self, config: Config, *, tools: Tools, known: Known, config_hash: str
    ) -> None:
        self._tools = tools
        self._known = known
        self._outlets = {outlet.id: outlet for outlet in config.outlets}
        self._hosts = urls.OutletHosts(config.outlets)
        self._taken: set[int] = set()
        self._lock = Lock()
        self._pages = PageReader(
            config, tools=tools, config_hash=config_hash, known=known
        )

    def is_over(self) -> bool:
        """Whether no further page is to be begun in this pass."""
        return self._tools.stop.is_set() or self._tools.late()

    def of(
        self, feed: DueFeed, entries: Mapping[str, FeedEntry], now: datetime
    ) -> Iterator[PageVisit]:
        """Read what is new in a feed, then some of what it words otherwise by now."""
        new, reworded = self._sorted_out(feed, entries, now)
        for place, (address, entry) in enumerate(new):
            seen = self._seen(feed, address, entry, now)
            if place < PAGES_PER_VISIT and not self.is_over():
                seen = self._read(seen, feed, entry, known=False)
            yield seen
        read = 0
        # Where a feed rewords all at every visit, each has its turn at some visit.
        start = int(now.timestamp()) % max(len(reworded), 1)
        for address, entry in (*reworded[start:], *reworded[:start]):
            seen = self._seen(feed, address, entry, now)
            if not is_recent(entry, now, undated=True):
                # No longer news: the words of the feed are all that is taken in.
                yield replace(seen, retry_at=None)
            elif read < REREAD_PER_VISIT and not self.is_over():
                read += 1
                again = self._read(seen, feed, entry, known=True)
                yield again if again.checked_at else _still_to_read(seen)
            else:
                yield _still_to_read(seen)

    def found_by(
        self, search: Search, entries: Mapping[str, FeedEntry], now: datetime
    ) -> Iterator[PageVisit]:
        """Note what an archive knows of: each address that is new, to be read later.

        One that could not be read where it stood is taken again where the archive has
        a copy. What belongs to no outlet is left out.
        """
        for address, entry in entries.items():
            outlet = self._hosts.outlet_of(address)
            if outlet is None and search.via in OF_ONE_OUTLET:
                outlet = self._outlets.get(search.outlet)
            if outlet is None or urls.is_blocked(address):
                continue
            key = urls.url_hash(address)
            sight = self._known.sight(key)
            lost = sight is not None and sight.is_lost and entry.copy_url is not None
            noted = self._noted(search, outlet, address, entry, sight, now)
            if self._known.has(key) and not lost:
                # Of a page that could not be read, the day must be known at least.
                if noted.published_at and not (sight and sight.is_article):
                    yield replace(noted, checked_at=None, retry_at=None)
            elif self._take(key):
                yield noted

    def _noted(
        self,
        search: Search,
        outlet: Outlet,
        address: str,
        entry: FeedEntry,
        sight: Sight | None,
        now: datetime,
    ) -> PageVisit:
        claimed = dates.choose(self._pages.claims((), entry, outlet, now), now=now)
        seen = PageVisit(
            url=address,
            outlet=outlet.id,
            found_via=search.via,
            feed_url=None,
            first_seen_at=sight.first_seen_at if sight else now,
            checked_at=None,
            not_seen_at=sight.not_seen_at if sight else None,
            outcome="pending",
            detail="found in an archive, not read yet",
            title=entry.title,
            published_at=claimed.value if claimed else None,
            published_text=entry.published,
            attempts=0,
            retry_at=now,
            copy_url=entry.copy_url,
            captured_at=entry.captured_at,
        )
        if outlet.fetch:
            return seen
        told = f"{outlet.id} is listed, not crawled; its title is what {search.via} has"
        return replace(
            seen, outcome="skipped", detail=told, checked_at=now, retry_at=None
        )

    def _sorted_out(
        self, feed: DueFeed, entries: Mapping[str, FeedEntry], now: datetime
    ) -> tuple[list[tuple[str, FeedEntry]], list[tuple[str, FeedEntry]]]:
        """Entries whose address is new; and those of which the feed says otherwise."""
        before = set(feed.memory.entry_keys)
        new, reworded = [], []
        for address, entry in entries.items():
            key = urls.url_hash(address)
            if self._known.has(key):
                told = self._known.entry_hash(key)
                saying = observe.entry_hash(entry, feed.url)
                if told is not None and observe.says_otherwise(told, saying):
                    reworded.append((address, entry))
                continue
            is_first = feed.last_success_at is None or key in before
            is_news = feed.kind != "sitemap" or is_recent(
                entry, now, undated=not is_first
            )
            if is_news and self._take(key):
                new.append((address, entry))
        return new, reworded

    def _take(self, key: int) -> bool:
        """Claim a new address for one feed; two feeds of an outlet often list it."""
        with self._lock:
            if key in self._taken:
                return False
            self._taken.add(key)
            return True

    def _seen(
        self, feed: DueFeed, address: str, entry: FeedEntry, now: datetime
    ) -> PageVisit:
        outlet = self._outlet_of(address, feed)
        sight = self._known.sight(urls.url_hash(address))
        if sight is None:
            sight = Sight(first_seen_at=now, not_seen_at=feed.last_success_at)
        claimed = dates.choose(self._pages.claims((), entry, outlet, now), now=now)
        return PageVisit(
            url=address,
            outlet=outlet.id,
            found_via=feed.kind,
            feed_url=feed.url,
            first_seen_at=sight.first_seen_at,
            checked_at=None,
            not_seen_at=sight.not_seen_at,
            outcome="matched" if sight.is_article else "pending",
            detail="found, not read yet",
            title=entry.title,
            published_at=claimed.value if claimed else None,
            published_text=entry.published,
            entry_hash=observe.entry_hash(entry, feed.url),
            attempts=0,
            retry_at=now,
        )

    def _read(
        self, seen: PageVisit, feed: DueFeed, entry: FeedEntry, *, known: bool
    ) -> PageVisit:
        outlet = self._outlet_of(seen.url, feed)
        return self._pages.read(seen, outlet, entry, known=known)

    def _outlet_of(self, address: str, feed: DueFeed) -> Outlet:
        return self._hosts.outlet_of(address) or self._outlets[feed.outlet]

    def again(self, page: DuePage) -> PageVisit:
        """Read a page that was found at an earlier visit."""
        outlet = self._hosts.outlet_of(page.url) or self._outlets[page.outlet]
        seen = PageVisit(
            url=page.url,
            outlet=outlet.id,
            found_via=page.found_via,
            feed_url=page.feed_url,
            first_seen_at=page.first_seen_at,
            checked_at=None,
            not_seen_at=page.not_seen_at,
            outcome=page.outcome,
            detail="",
            title=page.title,
            published_text=page.published_text,
            attempts=page.attempts,
            copy_url=page.copy_url,
            captured_at=page.captured_at,
        )
        # What its feed said when the page was found still counts as the feed's word.
        entry = FeedEntry(
            key=page.url,
            url=page.url,
            title=page.title,
            published=page.published_text,
        )
        claimed = dates.choose(
            self._pages.claims((), entry, outlet, page.first_seen_at),
            now=page.first_seen_at,
        )
        seen = replace(seen, published_at=claimed.value if claimed else None)
        return self._pages.read(seen, outlet, entry, known=page.outcome not in UNREAD)


def left_over(visit: Visit) -> tuple[DuePage, ...]:
    """Give the pages that a visit found and left to be read."""
    return tuple(
        cadence.due_again(page)
        for page in visit.pages
        if page.checked_at is None and page.retry_at is not None
    )


def _still_to_read(seen: PageVisit) -> PageVisit:
    """Take in the words of the feed; the next visit finds them changed again."""
    return replace(seen, retry_at=None, entry_hash=None)
