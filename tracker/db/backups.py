"""A copy of a database that is whole, proved to be, and never in anybody's way."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.db import backup_list
from tracker.db.connection import opened
from tracker.db.contents import contents, name_of, row_counts
from tracker.db.durable import is_full, log_of, sync_file, sync_folder
from tracker.db.faults import DamagedFileError, FullDiskError
from tracker.db.values import from_column
from tracker.db.windows import Windows
from tracker.errors import InputError, StoreError

UNFINISHED = ".part"
CHUNK = 8_000_000
# Room beyond the bytes themselves: the log is played into the copy, which then grows
# by blocks of 256 KB, one for each column that the log touches.
SPARE = 8_000_000

_NEWEST_POLL = "select max(polled_at) from polls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A finished backup: bytes, checksum, and what is in it.

    `newest_poll_at` is aware, in UTC; None where nothing was polled yet.
    """

    path: Path
    size: int
    sha256: str
    tables: int
    rows: int
    newest_poll_at: datetime | None


def refuse_target(database: Path, target: Path) -> None:
    """Raise InputError for a place where no backup can be written."""
    if target.resolve() == database.resolve():
        raise InputError(f"{target} is the database itself; name another file")
    if target.is_symlink() or target.exists():
        raise InputError(
            f"{target} is there already, and nothing is overwritten; name another"
            " file, for example with the day in it"
        )
    if not target.parent.is_dir():
        raise InputError(f"{target.parent}: no such folder; make it, or name another")


def back_up(
    windows: Windows,
    target: Path,
    *,
    now: datetime,
    prove: Callable[[DuckDBPyConnection], None] = lambda _connection: None,
) -> Copied:
    """Copy the database to `target`, prove that the copy can be read, and list it.

    The file is copied within one reading window, so that nobody writes meanwhile. The
    copy is then opened for itself: it must have as many rows in every table, each
    block of it is read, and `prove` may look at more. Only then does it get its name.
    Raises InputError for a place that cannot be, FullDiskError when there is no room,
    StoreError when the database cannot be read or the copy is not like it.
    """
    refuse_target(windows.path, target)
    with _unfinished(target) as unfinished:
        counts = _copy(windows, unfinished)
        newest_poll_at = _proved(windows, unfinished, counts, prove)
        with unfinished.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        refuse_target(windows.path, target)
        _finish(unfinished, target)
    backup_list.note(windows.path, target, made_at=now, sha256=digest)
    return Copied(
        path=target,
        size=target.stat().st_size,
        sha256=digest,
        tables=len(counts),
        rows=sum(counts.values()),
        newest_poll_at=newest_poll_at,
    )


def copy_before_step(windows: Windows, step: int) -> Path:
    """Copy the database beside itself before its tables change; return where.

    One that an earlier, interrupted change left under the same name is replaced.
    """
    name = f"{windows.path.name}.{backup_list.BEFORE_A_STEP}{step}"
    target = windows.path.with_name(name)
    with _unfinished(target) as unfinished:
        counts = _copy(windows, unfinished)
        with opened(unfinished, read_only=True, wait=windows.wait) as connection:
            _require_same(windows.path, counts, connection)
        _finish(unfinished, target)
    return target


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a name for the time until a copy is good; nothing of it stays after that."""
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        yield unfinished
    except OSError as error:
        reason = error.strerror or str(error)
        if is_full(error):
            raise FullDiskError(
                f"{target}: the disk is full ({reason}); make room, or name a file on"
                " another disk"
            ) from error
        raise StoreError(f"{target}: cannot be written ({reason})") from error
    finally:
        for leftover in (unfinished, log_of(unfinished)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _finish(unfinished: Path, target: Path) -> None:
    sync_file(unfinished)
    unfinished.replace(target)
    sync_folder(target.parent)


def _copy(windows: Windows, target: Path) -> dict[str, int]:
    """Copy the file with its log, play the log in; return the rows of each table."""
    with windows.reading() as connection, ExitStack() as files:
        counts = row_counts(connection, name_of(connection))
        _require_room(windows.path, target)
        copies = {windows.path: target, log_of(windows.path): log_of(target)}
        for source, copy in copies.items():
            if source.exists():
                # Kept open to the end: closing it would give up DuckDB's own lock.
                read = files.enter_context(source.open("rb"))
                with copy.open("wb") as written:
                    shutil.copyfileobj(read, written, CHUNK)
    if log_of(target).exists():
        with opened(target, read_only=False, wait=windows.wait) as connection:
            connection.execute("checkpoint")
    return counts


def _require_room(database: Path, target: Path) -> None:
    sizes = [
        path.stat().st_size for path in (database, log_of(database)) if path.exists()
    ]
    needed, free = sum(sizes) + SPARE, shutil.disk_usage(target.parent).free
    if free < needed:
        raise FullDiskError(
            f"{target.parent}: a copy of {database} needs {needed:,} bytes, and"
            f" {free:,} are free there; make room, or name a file on another disk"
        )


def _proved(
    windows: Windows,
    copy: Path,
    counts: dict[str, int],
    prove: Callable[[DuckDBPyConnection], None],
) -> datetime | None:
    """Read all of a copy; return the time of the newest poll in it."""
    try:
        with opened(copy, read_only=True, wait=windows.wait) as connection:
            _require_same(windows.path, counts, connection)
            contents(connection, name_of(connection))
            prove(connection)
            found = connection.execute(_NEWEST_POLL).fetchone()
            return from_column(found[0]) if found else None
    except DamagedFileError as error:
        raise DamagedFileError(
            f"{windows.path}: a part of it cannot be read ({error.__cause__}), so no"
            f" copy of it was kept; {backup_list.advice(windows.path)}"
        ) from error


def _require_same(
    database: Path, counts: dict[str, int], connection: DuckDBPyConnection
) -> None:
    copied = row_counts(connection, name_of(connection))
    if copied != counts:
        different = sorted(
            table
            for table in counts.keys() | copied.keys()
            if counts.get(table) != copied.get(table)
        )
        raise StoreError(
            f"{database}: its copy is not like it in {', '.join(different)}, and was"
            " not kept; try again, and look at the disk"
        )
