"""What the pipeline needs from the edges, said as protocols; it knows no library."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Protocol

from tracker.core.cadence import Waking
from tracker.core.matching import Matcher
from tracker.model import (
    DueFeed,
    DuePage,
    Extracted,
    Failure,
    FeedKind,
    Found,
    Outlet,
    PageVisit,
    ParsedFeed,
    Reply,
    Search,
    Sight,
    SitemapIndex,
    SiteNotes,
    Terms,
    Via,
    Visit,
)


class Fetcher(Protocol):
    """Asks politely: robots, pace, caps and the address check are behind it."""

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Reply | Failure:
        """Fetch one address; a fault of the web is a value."""
        ...

    def reserves(self, url: str) -> bool:
        """Whether the publisher reserves the rights to what stands at an address."""
        ...

    def learnt(self) -> SiteNotes:
        """Hand over, once, what was learnt about sites since the last call."""
        ...


class Source(Protocol):
    """One kind of archive: what to ask it, and what its answers mean; it never asks."""

    def first(
        self,
        outlet: Outlet,
        incident: str,
        *,
        from_at: datetime,
        to_at: datetime,
        terms: Terms,
    ) -> Sequence[Search]:
        """Say what to ask first for an outlet; nothing where this way is not open."""
        ...

    def read(self, search: Search, reply: Reply, *, now: datetime) -> Found | Failure:
        """Read an answer, whatever its status."""
        ...


class Known(Protocol):
    """The ledger of addresses as it stood when the pass began."""

    def has(self, url_hash: int) -> bool:
        """Whether an address was ever seen."""
        ...

    def sight(self, url_hash: int) -> Sight | None:
        """When an address was seen first, None where it never was."""
        ...

    def entry_hash(self, url_hash: int) -> int | None:
        """Fingerprint of what its feed said of it last, None where not known."""
        ...

    def has_text(self, url_hash: int, text_hash: str) -> bool:
        """Whether a text is known to be the newest that is stored of an article."""
        ...


class Due(Protocol):
    """What should be visited now, read from the database in one go."""

    @property
    def feeds(self) -> Sequence[DueFeed]:
        """Feeds to visit."""
        ...

    @property
    def pages(self) -> Sequence[DuePage]:
        """Pages to try again."""
        ...

    @property
    def known(self) -> Known:
        """The ledger."""
        ...


class Applied(Protocol):
    """What reached the database; `busy` says who holds it, None when all is in."""

    @property
    def waiting(self) -> int:
        """Visits that still wait in the outbox."""
        ...

    @property
    def busy(self) -> str | None:
        """Why they wait."""
        ...

    @property
    def damaged(self) -> tuple[str, ...]:
        """Files of the outbox that could not be read, in sentences."""
        ...


class Store(Protocol):
    """The only writer of the database."""

    def due(
        self,
        *,
        now: datetime,
        outlets: Collection[str] | None,
        force: bool,
        waking: Waking | None = None,
    ) -> Due:
        """Say what is due."""
        ...

    def apply(self, *, now: datetime) -> Applied:
        """Bring what waits in the outbox into the database."""
        ...


def _no_archive(_reply: Reply) -> Failure:
    return Failure(outcome="failed", detail="copies of archives are not read here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Everything a visitor needs, handed in by the command line."""

    fetcher: Fetcher
    read: Mapping[FeedKind, Callable[[Reply], ParsedFeed | SitemapIndex | Failure]]
    listing_url: Callable[[DueFeed], str]
    extract: Callable[[Reply], Extracted | Failure]
    identify: Callable[[str, str, str], str]  # title, body, default -> language
    matcher: Matcher
    host_of: Callable[[str], str]
    write: Callable[[Visit], object]
    set_aside: Callable[[str, bytes], str]  # address, bytes -> where they are kept
    program: str  # version of what reads the bytes
    clock: Callable[[], datetime]
    stop: Event = field(default_factory=Event)
    # title and dates of an article that can name nothing tracked; None: extract it
    glance: Callable[[Reply], Extracted | None] = lambda _reply: None
    sources: Mapping[Via, Source] = field(default_factory=dict)
    # a copy that an archive sent -> the page as its outlet sent it, and when that was
    original: Callable[[Reply], tuple[Reply, datetime] | Failure] = _no_archive
    # archives a page whose text is kept; its outlet sent it at that time
    keep_page: Callable[[Reply, PageVisit, datetime], object] = (
        lambda _reply, _page, _sent_at: None
    )
    late: Callable[[], bool] = lambda: False  # whether no page is to be begun any more
