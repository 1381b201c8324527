"""The first of the visits that wait, brought into the tables in one window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tracker.db.articles import Counts
from tracker.db.outbox import Damaged, Outbox
from tracker.db.tally import TallyFile, counted
from tracker.db.visits import apply_visit
from tracker.model import SiteNotes, Visit

# Seconds that one window may fill with waiting visits before readers get their turn.
LONGEST_WINDOW = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What one opening of the file did with the first of the waiting visits.

    The files of `done` may be removed; those of `damaged` were put aside.
    """

    done: tuple[Path, ...]
    visits: tuple[Visit, ...]
    counts: Counts
    damaged: tuple[Damaged, ...]


def apply_some(
    connection: DuckDBPyConnection,
    outbox: Outbox,
    waiting: Sequence[Path],
    *,
    now: datetime,
    clock: Callable[[], float],
    tally: TallyFile,
) -> Window:
    """Apply visits until the window has been long enough, and make them last.

    Each visit is one transaction, counted in `tally` when it is through; after the
    CHECKPOINT at the end the database no longer needs its log for them.
    """
    done: list[Path] = []
    damaged: list[Damaged] = []
    fresh: list[Visit] = []
    counts = Counts()
    started = clock()
    for path in waiting:
        visit = outbox.read(path)
        if isinstance(visit, Visit):
            applied = _apply_one(connection, outbox, path, visit, now)
            if isinstance(applied, Counts):
                counts += applied
                fresh.append(visit.without_texts())
                ids = tuple(each.id for each in fresh)
                tally.write(counted(connection, unsettled=ids))
        else:
            applied = visit
        if isinstance(applied, Damaged):
            damaged.append(applied)
        else:
            done.append(path)
        if clock() - started >= LONGEST_WINDOW:
            break
    connection.execute("checkpoint")
    tally.write(counted(connection))
    return Window(
        done=tuple(done), visits=tuple(fresh), counts=counts, damaged=tuple(damaged)
    )


def _apply_one(
    connection: DuckDBPyConnection,
    outbox: Outbox,
    path: Path,
    visit: Visit,
    now: datetime,
) -> Counts | Damaged | None:
    """Apply a visit; None when it is in the database already."""
    try:
        return apply_visit(connection, visit, now=now)
    except duckdb.DataError as error:
        refused = _apply_what_fits(connection, visit, now) or "the visit"
        return outbox.set_aside(path, f"{refused}: {str(error).splitlines()[0]}")


def _apply_what_fits(
    connection: DuckDBPyConnection, visit: Visit, now: datetime
) -> str:
    """Apply a visit that no column holds page by page; return which were refused.

    Pages get identifiers of their own, and the visit comes last, so that a crash in
    between repeats nothing and leaves nothing out.
    """
    refused = []
    alone = replace(visit, feed=None, poll=None, sites=SiteNotes(), searches=())
    for number, page in enumerate(visit.pages):
        try:
            part = replace(alone, id=f"{visit.id}-{number}", pages=(page,))
            apply_visit(connection, part, now=now)
        except duckdb.DataError:
            refused.append(page.url)
    try:
        apply_visit(connection, replace(visit, pages=()), now=now)
    except duckdb.DataError:
        refused.append("the poll")
    return ", ".join(refused)
