"""One recode: what an earlier configuration coded is coded anew, and replaced.

    stored articles, by day, a slice at a time   (store: one short look)
    | each text coded anew                       (spread: outside of the database)
    | what is found now for what was found       (store: one short transaction)

A slice whose transaction is through is done, whatever happens next: the same command
goes on behind it.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from threading import Event
from typing import Protocol, TypeVar

from tracker.core.recoding import StoredArticle

# What a crawler with the old names stores meanwhile is taken along so often; it may go
# on storing for ever.
MOST_SWEEPS = 3

Slice = tuple[StoredArticle, ...]
Found = TypeVar("Found")
Found_contra = TypeVar("Found_contra", contravariant=True)
Done = TypeVar("Done", bound="Counted")
Done_co = TypeVar("Done_co", bound="Counted", covariant=True)


class Counted(Protocol):
    """What one transaction changed."""

    @property
    def articles(self) -> int:
        """How many articles; those that changed since they were read are left."""
        ...


class Store(Protocol[Found_contra, Done_co]):
    """Reads what is out of date, and the only writer of what replaces it."""

    def outdated_slices(self, coding_hash: str) -> Iterator[Slice]:
        """Yield what another configuration coded, each article once."""
        ...

    def replace(
        self, found: Found_contra, /, *, coding_hash: str, now: datetime
    ) -> Done_co:
        """Replace what was found in the articles of a slice, all of it or nothing."""
        ...


def recode(
    *,
    store: Store[Found, Done],
    spread: Callable[[Iterable[Slice]], Generator[Found, None, None]],
    coding_hash: str,
    clock: Callable[[], datetime],
    stop: Event,
    on_slice: Callable[[Done], object],
) -> bool:
    """Recode until nothing is left, or `stop` is set; whether it came to its end.

    `spread` maps slices to what is found in them, in order, here or in many processes;
    what it has begun when `stop` is set is dropped.
    """
    for _ in range(MOST_SWEEPS):
        articles = 0
        with closing(spread(store.outdated_slices(coding_hash))) as slices:
            for found in slices:
                done = store.replace(found, coding_hash=coding_hash, now=clock())
                articles += done.articles
                on_slice(done)
                if stop.is_set():
                    break
        if stop.is_set():
            return False
        if not articles:
            break
    return True
