"""The database file, opened for moments by a store."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.db import connection as database
from tracker.errors import StoreBusyError

# Seconds. Visits that wait may as well wait longer, so the crawler goes on sooner than
# a reader gives up; and while it knows the file to be taken, it hardly stops at all.
PATIENCE = 5.0
PATIENCE_WHEN_BUSY = 0.2


class Windows:
    """Opens one database to read or to write; remembers whether it was taken."""

    def __init__(
        self,
        path: Path,
        *,
        wait: Callable[[float], None],
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
        patience_when_busy: float = PATIENCE_WHEN_BUSY,
    ) -> None:
        """`wait` sleeps for some seconds, `clock` counts them."""
        self.path = path
        self.wait = wait
        self.clock = clock
        self._patience = patience
        self._patience_when_busy = min(patience_when_busy, patience)
        self._is_busy = False  # it could not be written, when that was tried last
        self._is_shut = False  # nor even read

    @contextmanager
    def reading(self, *, hasty: bool = False) -> Iterator[DuckDBPyConnection]:
        """Open the file read-only.

        Raises StoreBusyError when it is taken: hardly waits if it was so the last time
        and the caller is `hasty`, because it can do without.
        """
        patience = database.PATIENCE
        if hasty and self._is_shut:
            patience = self._patience_when_busy
        try:
            with database.opened(
                self.path,
                read_only=True,
                wait=self.wait,
                patience=patience,
                clock=self.clock,
            ) as connection:
                self._is_shut = False
                yield connection
        except StoreBusyError:
            self._is_busy = self._is_shut = True
            raise

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[DuckDBPyConnection]:
        """Open the file as its writer; only with `create` is a missing one made.

        Raises StoreBusyError when it is taken, sooner if it was so the last time.
        """
        patience = self._patience_when_busy if self._is_busy else self._patience
        try:
            with database.opened(
                self.path,
                read_only=False,
                wait=self.wait,
                patience=patience,
                clock=self.clock,
                create=create,
            ) as connection:
                self._is_busy = self._is_shut = False
                yield connection
        except StoreBusyError:
            self._is_busy = True
            raise
