"""A database made ready for a crawl: there, whole, and of this program's schema."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tracker.db import backup_list
from tracker.db.backups import copy_before_step
from tracker.db.durable import log_of
from tracker.db.faults import DamagedLogError
from tracker.db.migrate import migrate, pending
from tracker.db.outbox import Outbox
from tracker.db.tally import NOTHING, Tally, TallyFile, counted, missing
from tracker.db.windows import Windows
from tracker.errors import StoreBusyError, StoreError


def prepare(
    windows: Windows, outbox: Outbox, tally: TallyFile, *, now: datetime | None
) -> Iterator[str]:
    """Make the folder, the file and its tables, or bring them up to date.

    Yields what the user should know, in sentences. Raises StoreError when the database
    cannot be used, StoreBusyError when it must be changed but somebody holds it.
    """
    path = windows.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: cannot be made ({error.strerror}); check `database:`"
        ) from error
    outbox.start()
    yield from _move_damaged_log(windows)
    if path.is_file() and path.stat().st_size == 0:
        path.unlink()  # a crash in the moment of creation
    if path.exists():
        yield from _compare(windows, outbox, tally)
        yield from _bring_up_to_date(windows, now)
        return
    if log_of(path).exists():
        yield _put_log_aside(path)
    if tally.read() != NOTHING:
        yield _is_new(path, tally.read())
    with windows.writing(create=True) as connection:
        migrate(connection, now=now)
    tally.write(NOTHING)


def _move_damaged_log(windows: Windows) -> Iterator[str]:
    """Move aside a log of last writes that stops DuckDB from opening the file.

    What stood in it still waits in the outbox, whose files outlive it.
    """
    if not (windows.path.exists() and log_of(windows.path).exists()):
        return
    try:
        with windows.reading():
            return
    except StoreBusyError:
        return
    except DamagedLogError:
        yield _put_log_aside(windows.path)


def _compare(windows: Windows, outbox: Outbox, tally: TallyFile) -> Iterator[str]:
    """Say when the database holds less than it did, and why that may be.

    Visits that are missing and wait are stored again; where others are missing too, an
    older file was put in the place of the newer, whose log must not be played into it.
    """
    with windows.reading() as connection:
        if 1 in {step.number for step in pending(connection)}:
            return  # it has no tables yet
        before, holds = tally.read(), counted(connection)
        if not holds.lacks(before):
            return
        again = missing(connection, _waiting(outbox))
        lost = missing(connection, before.unsettled)
    if lost <= again and before.visits - holds.visits == len(lost) > 0:
        yield (
            f"{windows.path} lost {len(lost)} of {before.visits} visits, for its log of"
            " last writes was cut or removed; all of them still wait in the outbox and"
            " are stored again"
        )
    else:
        if log_of(windows.path).exists():
            yield _put_log_aside(windows.path)
        yield _is_older(windows.path, before, holds, len(again))
    tally.write(holds)


def _bring_up_to_date(windows: Windows, now: datetime | None) -> Iterator[str]:
    with windows.reading() as connection:
        steps = pending(connection)
    if not steps:
        return
    # New macros and comments change no data, a new database has none.
    if steps[0].number > 1:
        backup = copy_before_step(windows, steps[0].number)
        yield f"{backup} is the database as it was before its schema changed"
    with windows.writing() as connection:
        migrate(connection, now=now)


def _is_older(path: Path, before: Tally, holds: Tally, again: int) -> str:
    return (
        f"{path} holds {_told(holds)}, though there had been {_told(before)}. If an"
        f" older copy was put in its place, all is well: {again} visits that wait in"
        " the outbox are stored into it, and what lies between is shown as a gap by"
        f" `tracker report outlet_health`. If not: {backup_list.advice(path)}"
    )


def _is_new(path: Path, before: Tally) -> str:
    return (
        f"{path} is made anew, though there had been {_told(before)}. If it was not"
        f" moved away on purpose: {backup_list.advice(path)}"
    )


def _told(tally: Tally) -> str:
    if tally.newest_at is None:
        return f"{tally.visits} visits"
    return f"{tally.visits} visits, the last of {tally.newest_at:%Y-%m-%d %H:%M} UTC"


def _waiting(outbox: Outbox) -> tuple[str, ...]:
    """Name the visits that wait; damaged ones are left for the store to report."""
    visits = (outbox.peek(path) for path in outbox.waiting())
    return tuple(visit.id for visit in visits if visit is not None)


def _put_log_aside(path: Path) -> str:
    log, number = log_of(path), 1
    while (aside := log.with_name(f"{log.name}.damaged-{number}")).exists():
        number += 1
    log.replace(aside)
    return (
        f"{aside}: the log of last writes did not fit the database and is put aside;"
        " the visits in it wait in the outbox"
    )
