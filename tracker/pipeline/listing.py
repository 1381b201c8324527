"""What a feed lists, or a sitemap with all the sitemaps that it names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.core import decide
from tracker.model import (
    DueFeed,
    Failure,
    FeedEntry,
    ParsedFeed,
    Reply,
    SitemapIndex,
    Wishes,
)
from tracker.pipeline.ports import Tools

# An index of sitemaps may name itself or ever new ones.
SITEMAPS_PER_VISIT = 20
SITEMAP_DEPTH = 3
# More would push the first reason off the screen.
FAILURES_TOLD = 3
# Flags of a document that may still be called whole: a title was cut, no entry.
HARMLESS = frozenset({"cut"})

Read = Callable[[Reply], ParsedFeed | SitemapIndex | Failure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The entries of one visit; `flags` say what of them may be missing."""

    entries: tuple[FeedEntry, ...]
    flags: tuple[str, ...]
    is_index: bool
    wishes: Wishes

    @property
    def is_whole(self) -> bool:
        """Whether everything that was listed has been read."""
        return HARMLESS.issuperset(self.flags)


def read_listing(tools: Tools, feed: DueFeed, reply: Reply) -> Listing | Failure:
    """Read what came; an index of sitemaps is followed within bounds."""
    read = tools.read[feed.kind]
    found = read(reply)
    if isinstance(found, Failure):
        return found
    if isinstance(found, ParsedFeed):
        return Listing(
            entries=found.entries,
            flags=found.flags,
            is_index=False,
            wishes=found.wishes,
        )
    walk = _Walk(
        tools=tools,
        read=read,
        seen={reply.asked, reply.url},
        # Of a list that was not whole last time, the rest is still to be read.
        not_before=_day_before(feed.last_success_at) if feed.memory.proves else None,
    )
    return walk.down(found)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The way through an index: each address once, so many, so deep."""

    tools: Tools
    read: Read
    seen: set[str]
    # Parts that have not changed since this day hold nothing new; None: read them all.
    not_before: str | None
    entries: dict[str, FeedEntry] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    retry_at: datetime | None = None
    left: set[str] = field(default_factory=set)

    def down(self, index: SitemapIndex) -> Listing | Failure:
        level = [index]
        for _ in range(SITEMAP_DEPTH):
            level = [
                child
                for each in level
                for address in self._latest_first(each)
                if isinstance(child := self._child(address), SitemapIndex)
            ]
        self.left.update(
            address for each in level for address in self._latest_first(each)
        )
        self.left -= self.seen
        if self.left:
            self.failures.append(f"{len(self.left)} further sitemaps were not read")
        if self.failures and not self.entries:
            told = "; ".join(self.failures[:FAILURES_TOLD])
            return Failure(outcome="failed", detail=told, retry_at=self.retry_at)
        return Listing(
            entries=tuple(self.entries.values()),
            flags=tuple(dict.fromkeys((*self.flags, *self.failures))),
            is_index=True,
            wishes=Wishes(),
        )

    def _child(self, address: str) -> ParsedFeed | SitemapIndex | Failure | None:
        if address in self.seen:
            return None
        if len(self.seen) > SITEMAPS_PER_VISIT or self.tools.stop.is_set():
            self.left.add(address)
            return None
        self.seen.add(address)
        child = self._fetched(address)
        if isinstance(child, Failure):
            self.failures.append(f"{address} was not read: {child.detail}")
            self.retry_at = child.retry_at or self.retry_at
        else:
            self.flags += child.flags
        if isinstance(child, ParsedFeed):
            self.entries.update((entry.url, entry) for entry in child.entries)
        return child

    def _latest_first(self, index: SitemapIndex) -> list[str]:
        """Order the parts that may hold news by the date that stands there.

        ISO 8601, compared as text; a part without a date may hold anything.
        """
        wanted = [
            part
            for part in index.children
            if not (self.not_before and part.modified)
            or part.modified[:10] >= self.not_before
        ]
        wanted.sort(key=lambda part: part.modified or "", reverse=True)
        return [part.url for part in wanted]

    def _fetched(self, address: str) -> ParsedFeed | SitemapIndex | Failure:
        answer = decide.feed_reply(
            self.tools.fetcher.fetch(address), body_hash=None, now=self.tools.clock()
        )
        if isinstance(answer, Failure):
            return answer
        return self.read(answer if isinstance(answer, Reply) else answer.reply)


def _day_before(at: datetime | None) -> str | None:
    """Give the day before a time, as sitemaps write it: zones differ by a day."""
    return None if at is None else f"{at - timedelta(days=1):%Y-%m-%d}"
