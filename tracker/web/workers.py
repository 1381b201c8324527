"""Reading in processes that may be killed, so that a document costs only itself."""

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from tracker.model import Extracted, Failure, FeedKind, ParsedFeed, SitemapIndex
from tracker.web import limits

# After so many documents a worker is replaced, so that what libraries leak is bounded.
TASKS_PER_WORKER = 200
# A document is tried again when the processes die under it, but it may be what kills
# them.
MOST_ATTEMPTS = 2
# So much a document may take beside others: 481 real pages were read with 24 MiB each.
# A worker begins with some 55 MB and keeps limits.MOST_KEPT at most, so that two of
# them and the crawler stay under 600 MB, whatever they are given.
MEMORY = 64 * 2**20
# What is larger, or has more tags, is read alone and may take more: a feed of 7 MB
# needs 80 MiB, a page of 3 MB or of 40,000 elements 110. One real page in five hundred
# is so large, and none had so many tags.
LARGE = 2**20
MANY_TAGS = 20_000
MEMORY_ALONE = 128 * 2**20
# A pool that dies forgets what no process has taken yet; looked at so often.
_LOOK_SECONDS = 1.0
# How workers end when somebody ends the crawler; pebble makes SIGTERM a status.
_FROM_OUTSIDE = frozenset({signal.SIGTERM, -signal.SIGTERM, -signal.SIGINT, -1})

T = TypeVar("T")
Listed = ParsedFeed | SitemapIndex


class Extract(Protocol):
    """Reads pages in a worker; `tracker.web.pages.extract` unless a test injects."""

    def __call__(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | Failure:
        """Read one page."""
        ...


class Glance(Protocol):
    """Looks at pages in a worker; `pages.glance` unless a test injects."""

    def __call__(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | None:
        """Look at one page."""
        ...


class Read(Protocol):
    """Reads lists of entries in a worker; `read_document` unless a test injects."""

    def __call__(
        self, kind: FeedKind, body: bytes, *, content_type: str | None, base_url: str
    ) -> Listed | Failure:
        """Read one feed, sitemap or answer of WordPress."""
        ...


class Extractor:
    """A pool of processes that read pages and feeds under limits of time and memory.

    `wall` holds everywhere; `cpu` where there are signals; `memory` and, for large
    documents, `memory_alone` (bytes) on Linux. Many threads may call `extract` and
    `read` at once. Starts its processes when the first document comes, and others when
    those have been killed from outside; `close` (or leaving the with-block) ends them.

    `ends_by` gives the time.monotonic() by which whatever is being read is given up; it
    is asked again and again, because the program may be told to stop.

    A document that ends its worker, by its time, its memory or otherwise, is a failure
    of this document only, and is called `deadly`.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        wall: timedelta = timedelta(seconds=30),
        cpu: timedelta = timedelta(seconds=10),
        memory: int = MEMORY,
        memory_alone: int = MEMORY_ALONE,
        extract: Extract | None = None,
        glance: Glance | None = None,
        read: Read | None = None,
        ends_by: Callable[[], float] = lambda: math.inf,
    ) -> None:
        self._ends_by = ends_by
        self._wall, self._cpu = wall, math.ceil(cpu.total_seconds())
        self._memory, self._memory_alone = memory, memory_alone
        self._extract: Extract = extract or read_page
        self._glance: Glance = glance or glance_at_page
        self._read: Read = read or read_document
        self._new_pool = partial(
            ProcessPool,
            max_workers=processes,
            max_tasks=TASKS_PER_WORKER,
            initializer=_warm_up,
            # a forked child would inherit the locks of our threads, held or not
            context=get_context("spawn"),
        )
        self._pool = self._new_pool()
        # Kept, because what its processes share goes with it: one that is just starting
        # would miss it, and say so at length.
        self._broken: list[ProcessPool] = []
        self._closed = False
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._room = threading.Condition()
        self._processes = self._free = processes

    def extract(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | Failure:
        """Read one page as `pages.extract` does."""
        task = partial(self._extract, body, content_type=content_type, url=url)
        return self._run(task, body)

    def glance(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | None:
        """Look at one page as `pages.glance` does; None as well where that fails."""
        task = partial(self._glance, body, content_type=content_type, url=url)
        found = self._run(task, body)
        return None if isinstance(found, Failure) else found

    def read(
        self, kind: FeedKind, body: bytes, *, content_type: str | None, base_url: str
    ) -> Listed | Failure:
        """Read one document as `read_feed`, `read_sitemap` or `read_posts` does."""
        task = partial(
            self._read, kind, body, content_type=content_type, base_url=base_url
        )
        return self._run(task, body)

    def _run(self, task: Callable[[], T | Failure], body: bytes) -> T | Failure:
        try:
            return self._run_to_the_end(task, body)
        except CancelledError:
            return _failed("reading was stopped")

    def _run_to_the_end(
        self, task: Callable[[], T | Failure], body: bytes
    ) -> T | Failure:
        broken = 0
        with self._space(body) as memory:
            limited = partial(limits.limited, self._cpu, memory, forget_pages, task)
            while broken < MOST_ATTEMPTS:
                pool = self._pool
                try:
                    return self._tried(pool, limited)
                except _MadeRoomError:
                    continue
                except BrokenProcessPool:
                    if self._closed:
                        return _failed("reading was stopped")
                    self._replace(pool)
                    broken += 1
        return _failed("the processes that read documents ended, and so did new ones")

    @contextmanager
    def _space(self, body: bytes) -> Iterator[int]:
        """Wait until a document may be read; give the memory that it may take."""
        is_packed = body.startswith(b"\x1f\x8b")  # gzip: its size says nothing
        has_tags = body.count(b"<") > MANY_TAGS
        is_large = is_packed or has_tags or len(body) > LARGE
        shares = self._processes if is_large else 1
        # whoever comes later waits behind a large one, or its turn would never come
        with self._turn, self._room:
            while not self._room.wait_for(
                lambda: self._free >= shares, timeout=_LOOK_SECONDS
            ):
                if self._is_over():
                    raise CancelledError
            self._free -= shares
        try:
            yield self._memory_alone if is_large else self._memory
        finally:
            with self._room:
                self._free += shares
                self._room.notify_all()

    def _tried(self, pool: ProcessPool, task: Callable[[], T | Failure]) -> T | Failure:
        """Read once; raises BrokenProcessPool when the processes are gone."""
        seconds = self._wall.total_seconds()
        try:
            future = pool.schedule(task, timeout=seconds)
        except RuntimeError as error:
            raise BrokenProcessPool(str(error)) from error
        try:
            return self._result(pool, future)
        except FutureTimeoutError:
            return _deadly(f"reading it took longer than {seconds:g} s")
        except ProcessExpired as error:
            return _expired(error.exitcode)
        except MemoryError:
            return _deadly("reading it needed more memory than it may")

    def _result(
        self, pool: ProcessPool, future: ProcessFuture[T | Failure]
    ) -> T | Failure:
        while not wait({future}, timeout=_LOOK_SECONDS).done:
            if self._is_over():
                future.cancel()  # type: ignore[no-untyped-call]  # ends the worker, too
            # looked at twice, because the last results come after the end of the pool
            if not pool.active and not wait({future}, timeout=_LOOK_SECONDS).done:
                raise BrokenProcessPool("the pool ended before the document was taken")
        return future.result()

    def _is_over(self) -> bool:
        return time.monotonic() >= self._ends_by()

    def _replace(self, broken: ProcessPool) -> None:
        """Make a new pool, once for all threads that met the broken one."""
        with self._lock:
            if self._pool is not broken or self._closed:
                return
            self._pool = self._new_pool()
            self._broken.append(broken)
        _end(broken)

    def close(self) -> None:
        """End the processes; documents that are being read are given up."""
        with self._lock:
            self._closed = True
        _end(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _MadeRoomError(Exception):
    """A worker ended before it began, so that a smaller one takes its place."""


def _expired(status: int) -> Failure:
    if status == limits.MAKES_ROOM:
        raise _MadeRoomError
    if status in _FROM_OUTSIDE:
        return _failed("the process that read it was ended from outside")
    return _deadly(
        "reading it took longer or more memory than it may; "
        f"its process ended with {status}"
    )


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _failed(detail: str) -> Failure:
    return Failure(outcome="failed", detail=detail)


def _deadly(detail: str) -> Failure:
    return Failure(outcome="failed", detail=detail, deadly=True)


# ------------------------------------------------------------------ in the worker


def read_page(
    body: bytes, *, content_type: str | None, url: str
) -> Extracted | Failure:
    """Read a page; see `pages.extract`."""
    from tracker.web.pages import extract  # noqa: PLC0415 - slow to import

    return extract(body, content_type=content_type, url=url)


def glance_at_page(
    body: bytes, *, content_type: str | None, url: str
) -> Extracted | None:
    """Look at a page; see `pages.glance`."""
    from tracker.web.pages import glance  # noqa: PLC0415 - slow to import

    return glance(body, content_type=content_type, url=url)


def read_document(
    kind: FeedKind, body: bytes, *, content_type: str | None, base_url: str
) -> Listed | Failure:
    """Read a document of one kind; see `read_feed`, `read_sitemap`, `read_posts`."""
    from tracker.web.feeds import read_feed  # noqa: PLC0415 - only here
    from tracker.web.sitemaps import read_sitemap  # noqa: PLC0415 - only here
    from tracker.web.wordpress import read_posts  # noqa: PLC0415 - only here

    if kind == "sitemap":
        return read_sitemap(body, content_type=content_type, base_url=base_url)
    if kind == "wordpress":
        return read_posts(body, content_type=content_type, base_url=base_url)
    return read_feed(body, content_type=content_type, base_url=base_url)


def forget_pages() -> None:
    """Empty what trafilatura and its libraries remember of pages."""
    from trafilatura.meta import reset_caches  # noqa: PLC0415 - slow to import

    reset_caches()


def _warm_up() -> None:
    """Prepare a new worker: import what takes long, and note what it weighs then."""
    from tracker.web import pages, sitemaps, wordpress  # noqa: F401, PLC0415 - only to have them loaded

    limits.size_at_first()
