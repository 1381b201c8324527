"""A DuckDB connection, opened for a moment.

DuckDB locks a file for one writing process or several reading ones, so nobody keeps
it open: whoever finds it taken waits a little, and then says who holds it.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tracker.db.faults import raise_if_damaged, raise_understood
from tracker.errors import StoreBusyError, StoreError, TrackerError

# Seconds. When the table with bodies crosses a multiple of 122,880 rows, closing it
# rewrites its neighbours and takes some 7 s, once in thousands of windows; waiting it
# out is cheaper than smaller row groups, which cost every scan a fifth to a third.
PATIENCE = 10.0
# Most windows last 0.03 to 0.2 s, so the first look back comes soon.
FIRST_WAIT = 0.02
LONGEST_WAIT = 0.5

Settings = dict[str, str | bool | int | float | list[str]]

# What a reader may not do: touch files, load extensions, see Python variables, or take
# the whole machine for a query that has lost its way. Reports over a million articles
# stay within this memory; what is larger goes to disk for a while, within bounds too.
LOCKED_DOWN: Settings = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "memory_limit": "2GB",
    "max_temp_directory_size": "4GB",
    "threads": min(os.cpu_count() or 1, 4),
}
# A file in the format of DuckDB 2 cannot be opened by the shells, R and DBeaver of
# 1.5 that analysts have.
WRITING: Settings = {
    "storage_compatibility_version": "v1.5.0",
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}

# Within one process DuckDB refuses a second connection with other settings, and a
# file descriptor closed anywhere would drop the lock of all.
_ONE_AT_A_TIME = threading.Lock()

_LOCK = re.compile(
    r"could not set lock|conflicting lock|already open in", re.IGNORECASE
)
_HOLDER = re.compile(
    r"(?:held|open) in\s+(?P<program>.*?) \(PID (?P<pid>\d+)\)", re.DOTALL
)


@contextmanager
def opened(
    path: Path,
    *,
    read_only: bool,
    wait: Callable[[float], None],
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
    create: bool = True,
) -> Iterator[DuckDBPyConnection]:
    """Open the database for the length of a `with` block, in UTC.

    `wait` sleeps for some seconds, `clock` counts them; `patience` bounds how long
    another process or thread is waited for. A reader's connection is locked down: no
    files, no extensions, no settings. A writer makes the file where there is none,
    unless `create` is false. Raises StoreBusyError when somebody else still holds the
    file, StoreError when it is missing, damaged, out of reach or has no room to grow.
    """
    _refuse_the_impossible(path, create=create and not read_only)
    if not _ONE_AT_A_TIME.acquire(timeout=patience):
        raise StoreBusyError(
            f"{path} is in use by another thread of this program;"
            f" waited {patience:g} s",
            holder="this program",
        )
    try:
        connection = _connect(path, read_only, wait, patience, clock)
        try:
            yield connection
        except duckdb.Error as error:
            raise_understood(path, error)
            raise
        except TrackerError as error:
            raise_if_damaged(path, error)
            raise
        finally:
            # After a full disk even closing may fail; what matters was said already.
            with suppress(duckdb.Error):
                connection.close()
    finally:
        _ONE_AT_A_TIME.release()


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """Do all of a `with` block or nothing of it."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        # After a full disk even this fails, and must not hide the reason.
        with suppress(duckdb.Error):
            connection.rollback()
        raise


def holder_of(path: Path) -> str | None:
    """Say which process keeps the database open right now, None when nobody does.

    Whoever reads shuts out the writer too, so this asks for the file as a writer.
    """
    if not path.is_file():
        return None
    try:
        with opened(path, read_only=False, wait=lambda _: None, patience=0):
            return None
    except StoreBusyError as error:
        return error.holder or "another process"


def _refuse_the_impossible(path: Path, *, create: bool) -> None:
    """Say in words what DuckDB would say in errno, before anything is made."""
    if path.is_symlink():
        raise StoreError(
            f"{path} is a link; name the file itself under `database:`, since its log"
            " and its lock stand beside it"
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder; `database:` must name a file")
    if not create and not path.exists():
        raise StoreError(
            f"{path}: no such database yet; `tracker crawl` or `backfill` makes it, or"
            " name the"
            " configuration of another one with --config"
        )
    if not path.parent.is_dir():
        raise StoreError(f"{path.parent}: no such folder; check `database:`")


def _connect(
    path: Path,
    read_only: bool,  # noqa: FBT001 - private, passed through once
    wait: Callable[[float], None],
    patience: float,
    clock: Callable[[], float],
) -> DuckDBPyConnection:
    started, pause = clock(), FIRST_WAIT
    while True:
        try:
            return _configured(path, read_only)
        except duckdb.Error as error:
            if not _LOCK.search(str(error)):
                raise_understood(path, error)
                raise
            if clock() - started >= patience:
                raise _busy(path, str(error), patience) from error
        wait(pause)
        pause = min(pause * 1.5, LONGEST_WAIT)


def _configured(path: Path, read_only: bool) -> DuckDBPyConnection:  # noqa: FBT001 - as above
    connection = duckdb.connect(
        path, read_only=read_only, config=LOCKED_DOWN if read_only else WRITING
    )
    connection.execute("set TimeZone = 'UTC'")
    if read_only:
        connection.execute("set lock_configuration = true")
    return connection


def _busy(path: Path, message: str, patience: float) -> StoreBusyError:
    found = _HOLDER.search(message)
    holder = _process(found["pid"], found["program"]) if found else None
    return StoreBusyError(
        f"{path} is open in {holder or 'another process'}; waited {patience:g} s."
        " Close it there, or try again when it is done",
        holder=holder,
    )


def _process(pid: str, program: str) -> str:
    """Name a process by its number and, where the system tells, its command line."""
    name = program
    with suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        name = " ".join(command.split("\0")) or program
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return f"process {pid} ({line[:80]})"
