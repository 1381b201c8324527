"""A DuckDB connection, opened for a moment.

DuckDB locks a file for one writing process or several reading ones, so nobody keeps
it open: whoever finds it taken waits a little, and then says who holds it.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tracker.errors import StoreBusyError, StoreError

# Seconds. When the table with bodies crosses a multiple of 122,880 rows, closing it
# rewrites its neighbours and takes some 7 s, once in thousands of windows; waiting it
# out is cheaper than smaller row groups, which cost every scan a fifth to a third.
PATIENCE = 15.0
# Most windows last 0.03 to 0.2 s, so the first look back comes soon.
FIRST_WAIT = 0.02
LONGEST_WAIT = 0.5

Settings = dict[str, str | bool | int | float | list[str]]

# What a reader may not do: touch files, load extensions, see Python variables.
LOCKED_DOWN: Settings = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
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


class DamagedLogError(StoreError):
    """The log of last writes stops DuckDB from opening the database."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What DuckDB says of a file, and what to tell the user instead."""

    says: str
    sentence: str
    error: type[StoreError] = StoreError


# The first that fits wins.
_FAULTS = (
    _Fault(
        r"replaying wal",
        "{path}.wal, its log of the last writes, is damaged; `tracker crawl` moves it"
        " aside and stores again what still waits in the outbox",
        DamagedLogError,
    ),
    _Fault(
        r"can only read|newer version|serialized with",
        "{path} was written by a newer DuckDB than this one; update with"
        " `pip install -U duckdb`",
    ),
    _Fault(
        r"not a valid duckdb|corrupt|checksum",
        "{path} is damaged, or is no DuckDB file ({reason}); {backup}",
    ),
    _Fault(
        r"no space left|disk quota|file too large",
        "{path}: the disk is full ({reason}); make room and start again, what was"
        " collected waits in the outbox",
    ),
    _Fault(
        r"permission denied|read-only file system",
        "{path} cannot be opened ({reason}); change its permissions or name another"
        " place under `database:`",
    ),
    _Fault(
        r"cannot open|could not|not a directory",
        "{path} cannot be used ({reason}); check `database:`",
    ),
)


@contextmanager
def opened(
    path: Path,
    *,
    read_only: bool,
    wait: Callable[[float], None],
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[DuckDBPyConnection]:
    """Open the database for the length of a `with` block, in UTC.

    `wait` sleeps for some seconds, `clock` counts them; `patience` bounds how long
    another process or thread is waited for. A reader's connection is locked down: no
    files, no extensions, no settings. Raises StoreBusyError when somebody else still
    holds the file, StoreError when it is missing, damaged or out of reach.
    """
    _refuse_the_impossible(path, read_only=read_only)
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
            _raise_understood(path, error)
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


def _refuse_the_impossible(path: Path, *, read_only: bool) -> None:
    """Say in words what DuckDB would say in errno, before anything is made."""
    if path.is_symlink():
        raise StoreError(
            f"{path} is a link; name the file itself under `database:`, since its log"
            " and its lock stand beside it"
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder; `database:` must name a file")
    if read_only and not path.exists():
        raise StoreError(f"{path}: no such database yet; `tracker crawl` makes it")
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
                _raise_understood(path, error)
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


def _raise_understood(path: Path, error: duckdb.Error) -> None:
    """Put what is wrong with the file into a sentence; return for our own mistakes."""
    if isinstance(error, duckdb.ProgrammingError | duckdb.DataError):
        return
    message = str(error)
    for fault in _FAULTS:
        if re.search(fault.says, message, re.IGNORECASE):
            reason = message.removeprefix("IO Error: ").splitlines()[0][:200]
            told = fault.sentence.format(
                path=path, reason=reason, backup=_backup_advice(path)
            )
            raise fault.error(told) from error


def _backup_advice(path: Path) -> str:
    backups = sorted(
        path.parent.glob(f"{path.name}.backup*"), key=lambda file: file.stat().st_mtime
    )
    if not backups:
        return "no backup lies beside it; restore one, or move it away to start anew"
    return f"restore the newest backup: cp '{backups[-1]}' '{path}'"
