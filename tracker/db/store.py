"""The only writer of the database."""

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tracker.db import connection as database
from tracker.db import snapshot
from tracker.db.articles import Counts
from tracker.db.connection import DamagedLogError
from tracker.db.due import Due, read_due
from tracker.db.migrate import migrate, pending
from tracker.db.outbox import Damaged, Outbox
from tracker.db.values import insert, to_column
from tracker.db.visits import apply_visit
from tracker.errors import StoreBusyError, StoreError
from tracker.model import Config

# Seconds. Visits that wait may as well wait longer, so the crawler goes on sooner than
# a reader gives up; and while it knows the file to be taken, it hardly stops at all.
PATIENCE = 5.0
PATIENCE_WHEN_BUSY = 0.2
# Seconds that one window may fill with waiting visits before readers get their turn.
LONGEST_WINDOW = 1.0

_FINISH_RUN = """
    update runs set finished_at = $now, counts = $counts
    where run_id = $run_id
    returning run_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What reached the database.

    `waiting` visits stay in the outbox, and `busy` then says why, in a sentence;
    `damaged` names files that were put aside.
    """

    visits: int = 0
    articles: int = 0
    versions: int = 0
    waiting: int = 0
    busy: str | None = None
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """What one opening of the file did with the first of the waiting visits."""

    done: tuple[Path, ...]
    visits: int
    counts: Counts


class Store:
    """Opens the file for moments; what cannot be written yet waits in the outbox."""

    def __init__(
        self,
        path: Path,
        *,
        outbox: Outbox,
        wait: Callable[[float], None],
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        """`wait` sleeps for some seconds, `clock` counts them."""
        self.path = path
        self.outbox = outbox
        self._wait = wait
        self._clock = clock
        self._patience = patience
        self._is_busy = False
        self._damaged: list[Damaged] = []  # put aside, to be told by `apply`
        self._runs: dict[str, dict[str, object]] = {}  # begun while the file was taken

    def prepare(self, *, now: datetime | None = None) -> tuple[str, ...]:
        """Make the folder, the file and its tables, or bring them up to date.

        Returns what the user should know, in sentences: a backup made before a
        change of the schema, a damaged log that was moved aside. Raises StoreError
        when the database cannot be used, StoreBusyError when it must be changed but
        somebody holds it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.path.parent}: cannot be made ({error.strerror});"
                " check `database:`"
            ) from error
        self.outbox.start()
        notes = list(self._move_damaged_log())
        if self.path.is_file() and self.path.stat().st_size == 0:
            self.path.unlink()  # a crash in the moment of creation
        if self.path.exists():
            with self._reading() as connection:
                steps = pending(connection)
                is_new = len(steps) and steps[0].number == 1
            if not steps:
                return tuple(notes)
            if not is_new:
                notes.append(self._back_up(steps[0].number))
        with self._writing() as connection:
            migrate(connection, now=now)
        return tuple(notes)

    def sync(self, config: Config, *, now: datetime, program: str) -> bool:
        """Bring the configuration into the database; False when it is there already.

        Only a changed configuration opens the file for writing.
        """
        wanted = snapshot.settings_of(config, program=program)
        with self._reading() as connection:
            if snapshot.stored_settings(connection) == wanted:
                return False
        with self._writing() as connection:
            snapshot.rewrite(connection, config, now=now, program=program)
        return True

    def due(
        self, *, now: datetime, outlets: Collection[str] | None, force: bool
    ) -> Due:
        """Say what should be visited now, what waits in the outbox taken as stored."""
        visits = []
        for path in self.outbox.waiting():
            visit = self.outbox.read(path)
            if isinstance(visit, Damaged):
                self._damaged.append(visit)
            elif visit is not None:
                visits.append(visit)
        with self._reading() as connection:
            return read_due(
                connection, waiting=visits, now=now, outlets=outlets, force=force
            )

    def apply(self, *, now: datetime) -> Applied:
        """Bring what waits in the outbox into the database, oldest first.

        Each visit is one transaction; its file is removed after the CHECKPOINT that
        follows. When the file is taken, everything stays where it is.
        """
        visits, counts, busy = 0, Counts(), None
        waiting = self.outbox.waiting()
        while waiting:
            try:
                window = self._apply_some(waiting, now)
            except StoreBusyError as error:
                self._is_busy, busy = True, str(error)
                break
            self._is_busy = False
            self.outbox.remove(window.done)
            visits += window.visits
            counts += window.counts
            waiting = self.outbox.waiting()
        damaged, self._damaged = self._damaged, []
        return Applied(
            visits=visits,
            articles=counts.articles,
            versions=counts.versions,
            waiting=len(waiting),
            busy=busy,
            damaged=tuple(
                f"{each.path}: not stored: {each.reason}" for each in damaged
            ),
        )

    def start_run(
        self,
        run_id: str,
        command: str,
        *,
        now: datetime,
        program: str,
        config_hash: str,
    ) -> str | None:
        """Note that a run begins; says who is in the way when the file is taken.

        It is then noted when the run ends: a notebook left open stops no crawl.
        """
        row: dict[str, object] = {
            "run_id": run_id,
            "command": command,
            "started_at": now,
            "program": program,
            "config_hash": config_hash,
        }
        try:
            with self._writing() as connection:
                insert(connection, "runs", [row])
        except StoreBusyError as error:
            self._runs[run_id] = row
            return str(error)
        return None

    def finish_run(
        self, run_id: str, *, now: datetime, counts: Mapping[str, int]
    ) -> str | None:
        """Note how a run ended; says who is in the way when the file is taken."""
        told = json.dumps(dict(counts), sort_keys=True)
        try:
            with self._writing() as connection:
                if begun := self._runs.pop(run_id, None):
                    insert(
                        connection,
                        "runs",
                        [{**begun, "finished_at": now, "counts": told}],
                    )
                else:
                    connection.execute(
                        _FINISH_RUN,
                        {"run_id": run_id, "now": to_column(now), "counts": told},
                    )
        except StoreBusyError as error:
            return str(error)
        return None

    def _apply_some(self, waiting: tuple[Path, ...], now: datetime) -> _Window:
        """Open the file once and apply visits until the window has been long enough."""
        done: list[Path] = []
        visits, counts = 0, Counts()
        with self._writing() as connection:
            started = self._clock()
            for path in waiting:
                applied = self._apply_one(connection, path, now)
                if isinstance(applied, Damaged):
                    self._damaged.append(applied)
                    continue
                done.append(path)
                if applied is not None:
                    visits += 1
                    counts += applied
                if self._clock() - started >= LONGEST_WINDOW:
                    break
            connection.execute("checkpoint")
        return _Window(done=tuple(done), visits=visits, counts=counts)

    def _apply_one(
        self, connection: DuckDBPyConnection, path: Path, now: datetime
    ) -> Counts | Damaged | None:
        """Apply a visit; one whose values no column can hold is put aside alone.

        None when it is in the database already.
        """
        visit = self.outbox.read(path)
        if visit is None or isinstance(visit, Damaged):
            return visit
        try:
            return apply_visit(connection, visit, now=now)
        except duckdb.DataError as error:
            return self.outbox.set_aside(path, str(error).splitlines()[0])

    @contextmanager
    def _writing(self) -> Iterator[DuckDBPyConnection]:
        patience = PATIENCE_WHEN_BUSY if self._is_busy else self._patience
        with database.opened(
            self.path,
            read_only=False,
            wait=self._wait,
            patience=min(patience, self._patience),
            clock=self._clock,
        ) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[DuckDBPyConnection]:
        with database.opened(
            self.path, read_only=True, wait=self._wait, clock=self._clock
        ) as connection:
            yield connection

    def _back_up(self, step: int) -> str:
        """Copy the file before its schema changes."""
        backup = self.path.with_name(f"{self.path.name}.backup-before-step-{step}")
        # A copy that was interrupted must not pass for a backup.
        unfinished = backup.with_name(f"{backup.name}.part")
        shutil.copyfile(self.path, unfinished)
        unfinished.replace(backup)
        return f"{backup} is the database as it was before its schema changed"

    def _move_damaged_log(self) -> Iterator[str]:
        """Move aside a log of last writes that stops DuckDB from opening the file.

        What stood in it still waits in the outbox, whose files outlive it.
        """
        log = self.path.with_name(f"{self.path.name}.wal")
        if not (self.path.exists() and log.exists()):
            return
        try:
            with self._reading():
                return
        except StoreBusyError:
            return
        except DamagedLogError:
            pass
        number = 1
        while (aside := log.with_name(f"{log.name}.damaged-{number}")).exists():
            number += 1
        log.replace(aside)
        yield f"{aside}: the log of last writes was damaged and is put aside"
