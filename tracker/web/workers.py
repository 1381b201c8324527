"""Extraction in processes that may be killed, so that a page costs only itself."""

import math
import sys
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, Self

from pebble import ProcessExpired, ProcessPool

from tracker.model import Extracted, Failure

# After so many pages a worker is replaced, so that what libraries leak is bounded.
TASKS_PER_WORKER = 200


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
    page comes; `close` (or leaving the with-block) ends them.
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
        self._pool = ProcessPool(
            max_workers=processes,
            max_tasks=TASKS_PER_WORKER,
            initializer=_warm_up,
            initargs=(memory,),
            # a forked child would inherit the locks of our threads, held or not
            context=get_context("spawn"),
        )

    def extract(
        self, body: bytes, *, content_type: str | None, url: str
    ) -> Extracted | Failure:
        """Read one page as `pages.extract` does.

        A worker that is too slow, too large or dies is a failure of this page only.
        """
        seconds = self._wall.total_seconds()
        future = self._pool.schedule(
            self._task,
            args=(body,),
            kwargs={"content_type": content_type, "url": url},
            timeout=seconds,
        )
        try:
            result: Extracted | Failure = future.result()
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
        return result

    def close(self) -> None:
        """End the processes; pages that are being read are given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
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
        resource.setrlimit(
            resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY)
        )
