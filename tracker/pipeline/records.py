"""The pages that a WARC file holds become outcomes, in one pass over its records.

    records | of an outlet, not known yet   (wanted, asked before a page is read)
            | may name something            (the raw bytes)
            | text -> evidence              (several at once)
            | one Visit                     (outbox)

What can name nothing is noted without being extracted: that is most of any file.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from tracker.core import decide, urls
from tracker.core.verdicts import LOST, NOTHING_TRACKED, STANDING
from tracker.model import (
    Config,
    Failure,
    FeedEntry,
    Outlet,
    PageVisit,
    Reply,
)
from tracker.pipeline.batches import Batch
from tracker.pipeline.pages import PAGE_WORDS
from tracker.pipeline.ports import Known, Tools

# What somebody else was refused is no answer to us.
UNHAD = (*LOST, "blocked")
# So many pages a worker wait for it, so that it never waits for one.
WAITING_PER_WORKER = 4
REDIRECTS = range(300, 400)
# Of a file that is damaged all over, so many places are told.
MOST_DAMAGES = 20


class Captured(Protocol):
    """A page as an archive keeps it."""

    @property
    def url(self) -> str:
        """The address, as the archive writes it."""
        ...

    @property
    def captured_at(self) -> datetime | None:
        """When the archive saw it, where it says so."""
        ...

    @property
    def reply(self) -> Reply | Failure:
        """What the server sent, or why that cannot be read."""
        ...


@runtime_checkable
class Damage(Protocol):
    """A place of a file that cannot be read."""

    @property
    def where(self) -> str:
        """The record and the byte."""
        ...

    @property
    def what(self) -> str:
        """What was met there."""
        ...

    @property
    def ends(self) -> bool:
        """Whether nothing behind it could be read."""
        ...


class ReadCopy(Protocol):
    """Extracts and codes a page that is there already; None when told to stop."""

    def __call__(
        self, seen: PageVisit, outlet: Outlet, entry: FeedEntry, reply: Reply, /
    ) -> PageVisit | None:
        """Read one page; may be called by several threads at once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What was met in a file.

    `whole`: it was read to its end, and every page of it that was wanted. A file that
    ends in the middle is not. `records` counts the pages of each outlet in the file,
    `new` those whose address nobody knew before. `unread` counts the addresses of which
    the file has no copy that can be read. `damages` are sentences, MOST_DAMAGES at
    most; `damaged` counts them all.
    """

    whole: bool
    records: Mapping[str, int]
    new: Mapping[str, int]
    unread: int
    matches: int
    damages: tuple[str, ...]
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Whose an address is, and what the ledger calls it."""

    address: str
    outlet: Outlet
    key: int


class RecordReader:
    """Reads the records of one file; `name` is what the file is called.

    `may_contain` looks at the raw bytes of a page, and may say yes too often.
    `progress` is told, at each page of the file, how many there were so far, and how
    many of those that were read are kept.
    """

    def __init__(
        self,
        config: Config,
        *,
        name: str,
        run_id: str,
        config_hash: str,
        known: Known,
        tools: Tools,
        may_contain: Callable[[Reply], bool],
        read_copy: ReadCopy,
        workers: int = 2,
        progress: Callable[[int, int], object] = lambda _pages, _matches: None,
    ) -> None:
        self._name, self._config_hash = name, config_hash
        self._known, self._tools = known, tools
        self._may_contain, self._read_copy = may_contain, read_copy
        self._keeps_all = config.keep == "all"
        self._workers, self._progress = workers, progress
        self._hosts = urls.OutletHosts(config.outlets)
        self._taken: set[int] = set()
        self._lost: set[int] = set()
        self._last: tuple[str, _Place | None] = ("", None)
        self._pages = self._matches = self._damaged = 0
        self._records: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self._damages: list[str] = []
        self._running: dict[Future[PageVisit | None], int] = {}
        # Another copy of what is being read, one at most, lest the first one fails.
        self._waiting: dict[int, Captured] = {}
        self._batch = Batch(tools=tools, run_id=run_id)
        self._is_whole = True

    def wanted(self, url: str) -> bool:
        """Whether the page at an address is to be read; asked once for each record."""
        self._pages += 1
        self._progress(self._pages, self._matches)
        self._batch.write_if_due()
        place = self._place(url)
        if place is None:
            return False
        self._records[place.outlet.id] += 1
        return self._is_open(place.key) and not self._is_known(place.key)

    def read(self, records: Iterable[Captured | Damage]) -> FileRead:
        """Read what was `wanted`, until the end or until told to stop."""
        pool = ThreadPoolExecutor(self._workers)
        try:
            for record in records:
                if self._tools.stop.is_set():
                    break
                if isinstance(record, Damage):
                    self._note(record)
                else:
                    self._take(record, pool)
                self._collect(WAITING_PER_WORKER * self._workers - 1, pool)
                self._batch.write_if_due()
            if not self._tools.stop.is_set():
                self._collect(0, pool)
        finally:
            pool.shutdown(cancel_futures=True)
            try:
                self._take_done(None)
            finally:
                self._batch.write()
        return FileRead(
            whole=self._is_whole and not self._tools.stop.is_set(),
            records=dict(self._records),
            new=dict(self._new),
            unread=len(self._lost),
            matches=self._matches,
            damages=tuple(self._damages),
            damaged=self._damaged,
        )

    # ------------------------------------------------------------- one record

    def _place(self, url: str) -> _Place | None:
        """Say whose an address is; the last one is asked for again at once."""
        if self._last[0] != url:
            self._last = (url, self._placed(url))
        return self._last[1]

    def _placed(self, url: str) -> _Place | None:
        outlet = self._hosts.outlet_of(url)
        if outlet is None or not outlet.fetch or urls.is_blocked(url):
            return None
        address = urls.canonical(url)
        return _Place(address=address, outlet=outlet, key=urls.key_hash(address))

    def _is_known(self, key: int) -> bool:
        """Whether the ledger has what stands there, or is still to read it."""
        if not self._known.has(key):
            return False
        sight = self._known.sight(key)
        return sight is None or not sight.is_lost

    def _is_open(self, key: int) -> bool:
        """Whether a copy is of use: there is none yet, or it is still being read."""
        if key not in self._taken:
            return True
        return key in self._running.values() and key not in self._waiting

    def _take(self, record: Captured, pool: ThreadPoolExecutor) -> None:
        """Decide what becomes of a page, or have it read."""
        place, found = self._place(record.url), record.reply
        if place is None or not self._is_open(place.key):
            return
        if isinstance(found, Reply) and found.status in REDIRECTS:
            return  # where it leads to has a record of its own
        now = self._tools.clock()
        seen = self._seen(place, record.captured_at, now)
        reply = decide.page_reply(found, now=now)
        if isinstance(reply, Failure):
            if place.key not in self._taken:
                self._fail(place, seen, reply)
            return
        if place.key in self._taken:
            self._waiting[place.key] = record
            return
        self._taken.add(place.key)
        if not self._keeps_all and not self._may_contain(reply):
            self._add(
                replace(
                    seen,
                    checked_at=now,
                    outcome="unmatched",
                    detail=NOTHING_TRACKED,
                    attempts=1,
                    config_hash=self._config_hash,
                )
            )
            return
        entry = FeedEntry(
            key=place.address, url=place.address, captured_at=seen.captured_at
        )
        task = pool.submit(self._read_copy, seen, place.outlet, entry, reply)
        self._running[task] = place.key

    def _seen(
        self, place: _Place, captured_at: datetime | None, now: datetime
    ) -> PageVisit:
        sight = self._known.sight(place.key)
        # A clock that was ahead says nothing of when a page was there.
        is_sound = captured_at is not None and captured_at <= now
        return PageVisit(
            url=place.address,
            outlet=place.outlet.id,
            found_via="warc",
            feed_url=None,
            first_seen_at=sight.first_seen_at if sight else now,
            checked_at=None,
            not_seen_at=sight.not_seen_at if sight else None,
            outcome="pending",
            detail="found, not read yet",
            attempts=0,
            captured_at=captured_at if is_sound else None,
        )

    def _fail(self, place: _Place, seen: PageVisit, failure: Failure) -> None:
        """Note what is no article; what could not be read is only counted.

        That an archive failed says nothing of the page: in the ledger it would keep
        everybody from asking for it. A later copy may be sound.
        """
        outcome = PAGE_WORDS[failure.outcome]
        # Pending: the server had asked somebody else to wait, long ago.
        is_lost = outcome in UNHAD or outcome == "pending"
        if is_lost or self._known.has(place.key):
            self._lost.add(place.key)
            return
        self._taken.add(place.key)
        self._add(
            replace(
                seen,
                checked_at=seen.first_seen_at,
                outcome=outcome,
                detail=failure.detail,
                attempts=1,
            )
        )

    # --------------------------------------------------------- what was read

    def _collect(self, most: int, pool: ThreadPoolExecutor) -> None:
        """Take what has been read, until so many at most are still being read."""
        while len(self._running) > most:
            wait(self._running, return_when=FIRST_COMPLETED)
            self._take_done(pool)
        self._take_done(pool)

    def _take_done(self, pool: ThreadPoolExecutor | None) -> None:
        """Take what has been read; without a pool, no other copy is read any more."""
        done = [each for each in self._running if each.done() and not each.cancelled()]
        # What raises comes last, or the others would be lost by it.
        for one in sorted(done, key=lambda each: each.exception() is not None):
            key = self._running.pop(one)
            other = self._waiting.pop(key, None)
            is_lost = self._take_read(key, one.result())
            if is_lost and other is not None and pool is not None:
                self._take(other, pool)

    def _take_read(self, key: int, page: PageVisit | None) -> bool:
        """Keep a page that was read; whether it is one that could not be."""
        if page is None:
            self._is_whole = False
            return False
        if page.outcome in UNHAD:
            self._taken.discard(key)
            self._lost.add(key)
            return True
        if page.outcome not in STANDING:
            # What stands there today is not what the archive has.
            page = replace(page, retry_at=None)
        self._add(page)
        return False

    def _add(self, page: PageVisit) -> None:
        key = urls.key_hash(page.url)
        self._matches += page.outcome == "matched"
        self._new[page.outlet] += not self._known.has(key)
        self._lost.discard(key)
        self._batch.add(page)
        self._batch.write_if_due()

    def _note(self, damage: Damage) -> None:
        self._damaged += 1
        self._is_whole = self._is_whole and not damage.ends
        if len(self._damages) < MOST_DAMAGES:
            self._damages.append(f"{self._name}: {damage.where}: {damage.what}")
