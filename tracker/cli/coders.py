"""Processes that code stored texts, each with a matcher of its own."""

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from threading import Event

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from tracker.core.matching import Matcher, compile_matcher
from tracker.core.recoding import recoded
from tracker.db.recoding import Replacement, replacement
from tracker.errors import StoreError
from tracker.model import Config
from tracker.pipeline.recode import Slice

# Seconds after which a wait for the processes asks whether to stop.
_LOOK = 0.2

Found = tuple[Replacement, ...]
Spread = Callable[[Iterable[Slice]], Generator[Found, None, None]]


def spread_here(config: Config, coding_hash: str, stop: Event) -> Spread:
    """Code slices in this process, one after the other, as they are asked for."""
    matcher = compile_matcher(config.actors, config.incidents, timezone=config.timezone)

    def spread(slices: Iterable[Slice]) -> Generator[Found, None, None]:
        for articles in slices:
            found = []
            for article in articles:
                if stop.is_set():
                    return
                found.append(
                    replacement(recoded(article, matcher, coding_hash=coding_hash))
                )
            yield tuple(found)

    return spread


def spread_over(
    processes: int, config: Config, coding_hash: str, stop: Event
) -> Spread:
    """Code slices in so many processes; one more is read than they are at work on.

    Raises StoreError when one of them was ended from outside.
    """
    compiled_from = pickle.dumps((config.actors, config.incidents, config.timezone))
    task = partial(_code, compiled_from, coding_hash)

    def spread(slices: Iterable[Slice]) -> Generator[Found, None, None]:
        waiting: deque[ProcessFuture[Found]] = deque()
        left = iter(slices)
        # a forked child would inherit the locks of DuckDB's threads, held or not
        pool = ProcessPool(max_workers=processes, context=get_context("spawn"))
        try:
            while True:
                for articles in islice(left, processes + 1 - len(waiting)):
                    waiting.append(pool.schedule(task, args=(articles,)))
                if not waiting:
                    return
                found = _result(waiting.popleft(), stop)
                if found is None:
                    return
                yield found
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    return spread


def _result(future: ProcessFuture[Found], stop: Event) -> Found | None:
    """Wait for a slice; None when told to stop."""
    while not stop.is_set():
        try:
            found = future.result(timeout=_LOOK)
        except FutureTimeoutError:
            continue
        except ProcessExpired as error:
            if stop.wait(_LOOK):  # what ended it may have been meant for all of us
                return None
            raise StoreError(
                f"a process that coded texts was ended from outside ({error}), for"
                " want of memory perhaps; fewer at a time take less: --jobs 1"
            ) from error
        else:
            return found
    return None


def _code(compiled_from: bytes, coding_hash: str, articles: Slice) -> Found:
    matcher = _matcher(compiled_from)
    return tuple(
        replacement(recoded(article, matcher, coding_hash=coding_hash))
        for article in articles
    )


@cache
def _matcher(compiled_from: bytes) -> Matcher:
    actors, incidents, timezone = pickle.loads(compiled_from)  # noqa: S301 - our own
    return compile_matcher(actors, incidents, timezone=timezone)
