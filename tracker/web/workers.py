"""Extraction in processes that may be killed, so that a page costs only itself."""

import math
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from tracker.model import Extracted, Failure

# After so many pages a worker is replaced, so that what libraries leak is bounded.
TASKS_PER_WORKER = 200
# A page is tried again when the processes die under it, but it may be what kills them.
MOST_ATTEMPTS = 2
# A pool that dies forgets the pages that no process has taken yet; looked at so often.
_LOOK_SECONDS = 1.0


class Extract(Protocol):
    """What runs in the worker; `tracker.web.pages.extract` unless a test injects."""

    def __call__(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | Failure:
        """Read one page."""
        ...


class Extractor:
    """A pool of processes that read pages under limits of time and memory.

    `wall` holds everywhere; `cpu` and `memory` (bytes) where the system can limit
    them. Many threads may call `extract` at once. Starts its processes when the first
    page comes, and others when those have been killed from outside; `close` (or leaving
    the with-block) ends them.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        wall: timedelta = timedelta(seconds=30),
        cpu: timedelta = timedelta(seconds=10),
        memory: int = 2 * 2**30,
        run: Extract | None = None,
    ) -> None:
        self._wall = wall
        self._task = partial(_limited, run, math.ceil(cpu.total_seconds()))
        self._new_pool = partial(
            ProcessPool,
            max_workers=processes,
            max_tasks=TASKS_PER_WORKER,
            initializer=_warm_up,
            initargs=(memory,),
            # a forked child would inherit the locks of our threads, held or not
            context=get_context("spawn"),
        )
        self._pool = self._new_pool()
        self._closed = False
        self._lock = threading.Lock()

    def extract(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | Failure:
        """Read one page as `pages.extract` does.

        A worker that is too slow, too large or dies is a failure of this page only.
        """
        task = partial(self._task, body, content_type=content_type, url=url)
        for _ in range(MOST_ATTEMPTS):
            pool = self._pool
            try:
                return self._read(pool, task)
            except BrokenProcessPool:
                if self._closed:
                    return _failed("extraction was stopped")
                self._replace(pool)
        return _failed("the processes that read pages ended, and so did new ones")

    def _read(
        self, pool: ProcessPool, task: Callable[[], Extracted | Failure]
    ) -> Extracted | Failure:
        """Read one page; raises BrokenProcessPool when its processes are gone."""
        seconds = self._wall.total_seconds()
        try:
            future = pool.schedule(task, timeout=seconds)
        except RuntimeError as error:
            raise BrokenProcessPool(str(error)) from error
        try:
            return _result(pool, future)
        except FutureTimeoutError:
            return _failed(f"extraction took longer than {seconds:g} s")
        except ProcessExpired as error:
            return _failed(
                "extraction took longer or more memory than it may; "
                f"its process ended with {error.exitcode}"
            )
        except MemoryError:
            return _failed("extraction needed more memory than it may")
        except CancelledError:
            return _failed("extraction was stopped")

    def _replace(self, broken: ProcessPool) -> None:
        """Make a new pool, once for all threads that met the broken one."""
        with self._lock:
            if self._pool is not broken or self._closed:
                return
            self._pool = self._new_pool()
        _end(broken)

    def close(self) -> None:
        """End the processes; pages that are being read are given up."""
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


def _result(
    pool: ProcessPool, future: ProcessFuture[Extracted | Failure]
) -> Extracted | Failure:
    while not wait({future}, timeout=_LOOK_SECONDS).done:
        # looked at twice, because the last results come after the end of the pool
        if not pool.active and not wait({future}, timeout=_LOOK_SECONDS).done:
            raise BrokenProcessPool("the pool ended before the page was taken")
    return future.result()


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _failed(detail: str) -> Failure:
    return Failure(outcome="failed", detail=detail)


def _limited(
    run: Extract | None,
    cpu_seconds: int,
    body: bytes,
    *,
    content_type: str | None,
    url: str,
) -> Extracted | Failure:
    """Read one page in the worker, with CPU time counted from now on."""
    _begin_task(cpu_seconds)
    if run is not None:
        return run(body, content_type=content_type, url=url)
    from tracker.web.pages import extract  # noqa: PLC0415 - slow to import

    return extract(body, content_type=content_type, url=url)


def _warm_up(memory: int) -> None:
    """Prepare a new worker: limit its memory, import what takes long."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        _limit(resource.RLIMIT_AS, memory)
    import tracker.web.pages  # noqa: F401, PLC0415 - only to have it loaded


def _begin_task(cpu_seconds: int) -> None:
    """Give this worker so many CPU seconds; the kernel ends it when they are spent.

    RLIMIT_CPU counts the life of the process, so a warm one needs a new limit each
    time.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = math.ceil(used.ru_utime + used.ru_stime)
        _limit(resource.RLIMIT_CPU, spent + cpu_seconds)


def _limit(what: int, most: int) -> None:
    """Set a soft limit; the hard one stays, for only the system may raise it."""
    import resource  # noqa: PLC0415 - not on Windows

    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, hard))
