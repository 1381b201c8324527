"""What keeps a database healthy: checks, and taking away what nobody needs again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.db import backup_list, queries
from tracker.db.connection import transaction
from tracker.db.faults import raise_if_damaged
from tracker.db.outbox import Outbox
from tracker.db.query_files import Report
from tracker.db.tally import TallyFile, counted
from tracker.db.values import as_json, to_column
from tracker.db.windows import Windows
from tracker.errors import ReportError

# A visit is remembered as stored for as long as its file may come back. It is removed
# once the visit is safe; but a folder that is put back from a computer's own backup
# brings old files, and such backups are kept for days or weeks.
REMEMBERED = timedelta(days=30)
# Seconds. The slowest check reads 30 million pieces of evidence in a minute.
LONGEST_CHECK = 600.0
ROWS_SHOWN = 3
ROW_SHOWN = 200  # characters

# The newest row stays, so that the database can still be told from an older copy.
_FORGET_VISITS = """
    delete from applied_visits
    where
        applied_at < $before
        and applied_at < (select max(applied_at) from applied_visits)
        and visit_id not in (select unnest($waiting::json::varchar[]))
    returning visit_id
"""
_FORGET_RESTS = "delete from rests where until_at < $now returning site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was done or found; `is_found`: somebody has to look at it."""

    text: str
    is_found: bool = False


def run_check(connection: DuckDBPyConnection, check: Report, path: Path) -> Line | None:
    """Run one check of `queries.checks()`; None when it finds nothing.

    Raises DamagedFileError when `path`, the file that is read, is damaged.
    """
    counted = f"select count(*) over (), * from ({check.sql}) limit {ROWS_SHOWN}"  # noqa: S608 - a file of ours
    try:
        rows = queries.run_sql(connection, counted, seconds=LONGEST_CHECK).rows
    except ReportError as error:
        raise_if_damaged(path, error)
        return Line(text=f"check {check.name} was not done: {error}", is_found=True)
    if not rows:
        return None
    number = int(str(rows[0][0]))
    shown = "; ".join(
        " ".join(str(value) for value in row[1:])[:ROW_SHOWN] for row in rows
    )
    more = f"; and {number - len(rows):,} more" if number > len(rows) else ""
    return Line(
        text=f"check {check.name} found {number:,} rows: {shown}{more}. The rule:"
        f" {check.purpose} See all with: tracker sql - < {check.path}",
        is_found=True,
    )


def prune(
    windows: Windows, outbox: Outbox, tally: TallyFile, *, now: datetime
) -> tuple[int, int]:
    """Forget stored visits that cannot come back, and rests that are over.

    Returns how many of each.
    """
    waiting = [visit.id for visit in map(outbox.peek, outbox.waiting()) if visit]
    with windows.writing() as connection, transaction(connection):
        visits = connection.execute(
            _FORGET_VISITS,
            {"before": to_column(now - REMEMBERED), "waiting": as_json(waiting)},
        ).fetchall()
        rests = connection.execute(_FORGET_RESTS, {"now": to_column(now)}).fetchall()
        # Before the commit: if it fails, the tally asks for less, never for more.
        tally.write(counted(connection))
    return len(visits), len(rests)


def left_over(path: Path, outbox: Outbox) -> Iterator[Line]:
    """List what was put aside in a fault, and what to do about it; removes nothing."""
    for file in outbox.put_aside():
        yield Line(
            text=f"{file}: a visit that could not be stored ({_size(file)}). Look into"
            " it, report it if it is the program's fault, then delete it",
            is_found=True,
        )
    for log in sorted(path.parent.glob(f"{path.name}.wal.damaged-*")):
        yield Line(
            text=f"{log}: a log of last writes that was put aside ({_size(log)}). What"
            " was in it has been stored again from the outbox: delete it",
            is_found=True,
        )
    for backup in backup_list.known(path):
        if backup_list.BEFORE_A_STEP in backup.path.name:
            yield Line(
                text=f"{backup.path}: the database before its schema changed"
                f" ({_size(backup.path)}). Delete it once you trust the new one"
            )


def _size(file: Path) -> str:
    return f"{file.stat().st_size:,} bytes"
