"""A database written anew, without the room that DuckDB keeps but does not use."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.db.contents import contents, name_of, quoted, row_counts
from tracker.db.durable import log_of, sync_file, sync_folder
from tracker.db.faults import FullDiskError
from tracker.db.windows import Windows
from tracker.errors import StoreError

UNFINISHED = ".compacted.part"
# Writing anew takes 14 s a gigabyte, during which nobody else can use the database: it
# must be worth it, in share and in bytes.
WORTHWHILE_SHARE = 0.25
WORTHWHILE_BYTES = 16_000_000
# Room beyond what is in use: blocks of 256 KB that every column ends with.
SPARE = 64_000_000

_USED = "select block_size, used_blocks from pragma_database_size()"
# Rows that were deleted keep their place until the whole row group can go.
_STORED = """
    select coalesce(max(stored), 0), count(distinct block_id)
    from (
        select
            block_id,
            sum("count") over (partition by column_id, segment_type) as stored
        from pragma_storage_info($table)
        where segment_type <> 'VALIDITY'
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes of a database file, and how many of them hold nothing."""

    size: int
    free: int

    @property
    def is_worthwhile(self) -> bool:
        """Whether there is enough to gain by writing the file anew."""
        return self.free > WORTHWHILE_BYTES and self.free > WORTHWHILE_SHARE * self.size


def room(connection: DuckDBPyConnection, path: Path) -> Room:
    """Measure what of the file is in no block, or in blocks for deleted rows.

    `path` is the file that the connection was opened on.
    """
    found = connection.execute(_USED).fetchone()
    assert found is not None  # noqa: S101 - one row for the database
    block_size, used = found
    deleted = 0.0
    for table, rows in row_counts(connection, name_of(connection)).items():
        measured = connection.execute(_STORED, {"table": table}).fetchone()
        stored, blocks = measured or (0, 0)
        if stored:
            deleted += blocks * (1 - rows / stored)
    size = path.stat().st_size
    return Room(size=size, free=max(0, size - round(block_size * (used - deleted))))


def compact(windows: Windows) -> Room:
    """Write the database anew and put it in its own place; return its room then.

    Everything in it must be equal, or the old file stays: rows by number and by
    fingerprint, columns, views, macros, comments. To be called by who holds the
    crawler's lock: a writer that had opened the old file would write into nothing.
    Raises StoreError, the file as it was, where that fails.
    """
    fresh = windows.path.with_name(f"{windows.path.name}{UNFINISHED}")
    clear(windows.path)
    try:
        _write_anew(windows, fresh)
        with windows.reading() as connection:
            return room(connection, windows.path)
    except OSError as error:
        raise StoreError(
            f"{windows.path}: cannot be written anew ({error.strerror or error}); it is"
            " as it was"
        ) from error
    finally:
        clear(windows.path)


def clear(path: Path) -> None:
    """Remove what an interrupted `compact` left beside a database."""
    for end in (UNFINISHED, f"{UNFINISHED}.wal"):
        with suppress(OSError):
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _write_anew(windows: Windows, fresh: Path) -> None:
    with windows.writing() as connection:
        connection.execute("checkpoint")
        _require_room(windows.path, room(connection, windows.path))
        before = name_of(connection)
        place = str(fresh).replace("'", "''")
        # The format that older shells and R can read, as in WRITING.
        connection.execute(f"attach '{place}' as fresh (storage_version 'v1.5.0')")
        connection.execute(f"copy from database {quoted(before)} to fresh")
        connection.execute("checkpoint fresh")
        if contents(connection, before) != contents(connection, "fresh"):
            raise StoreError(
                f"{windows.path}: written anew it was not the same; it is as it was"
            )
        connection.execute("detach fresh")
        sync_file(fresh)
        _require_no_log(windows.path)
        # Within the window, so that nobody writes into the old file after the copy.
        fresh.replace(windows.path)
        sync_folder(windows.path.parent)


def _require_room(path: Path, taken: Room) -> None:
    needed = taken.size - taken.free + SPARE
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise FullDiskError(
            f"{path}: writing it anew needs {needed:,} bytes beside it, and {free:,}"
            " are free; it is as it was"
        )


def _require_no_log(path: Path) -> None:
    """Refuse to go on beside a log: it would be played into the new file."""
    log = log_of(path)
    if log.exists() and log.stat().st_size:
        raise StoreError(f"{log}: is in use; {path} was not written anew")
