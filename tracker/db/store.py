"""The only writer of the database."""

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.core.cadence import Waking
from tracker.core.recoding import StoredArticle
from tracker.db import recoding, snapshot
from tracker.db.applying import Window, apply_some
from tracker.db.articles import Counts
from tracker.db.due import Due, Stock, due_of, read_stock
from tracker.db.faults import FullDiskError
from tracker.db.memory import read_sites
from tracker.db.outbox import TALLY, Damaged, Outbox
from tracker.db.preparing import prepare
from tracker.db.recoding import SLICE, Outdated, Replacement
from tracker.db.replacing import Replaced, replace_found
from tracker.db.searches import read_searches
from tracker.db.tally import TallyFile
from tracker.db.values import insert, to_column
from tracker.db.windows import PATIENCE, PATIENCE_WHEN_BUSY, Windows
from tracker.errors import StoreBusyError
from tracker.model import Config, SearchState, SiteNotes, Visit

# Bytes. A window of twenty articles writes 3 to 5 MB, most of which is free again
# after the CHECKPOINT.
ROOM_FOR_A_WINDOW = 5_000_000

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
        patience_when_busy: float = PATIENCE_WHEN_BUSY,
    ) -> None:
        """`wait` sleeps for some seconds, `clock` counts them."""
        self.path = path
        self.outbox = outbox
        self.windows = Windows(
            path,
            wait=wait,
            clock=clock,
            patience=patience,
            patience_when_busy=patience_when_busy,
        )
        self.tally = TallyFile(outbox.folder / TALLY)
        self._stock: Stock | None = None  # as it was read last
        self._since: list[Visit] = []  # stored since then
        self._damaged: list[Damaged] = []  # put aside, to be told by `apply`
        self._runs: dict[str, dict[str, object]] = {}  # begun while the file was taken

    def prepare(self, *, now: datetime | None = None) -> tuple[str, ...]:
        """Make the folder, the file and its tables, or bring them up to date.

        Returns what the user should know, in sentences: a backup made before a
        change of the schema, a damaged log that was moved aside, visits that are
        missing. Raises StoreError when the database cannot be used, StoreBusyError
        when it must be changed but somebody holds it.
        """
        return tuple(prepare(self.windows, self.outbox, self.tally, now=now))

    def sync(self, config: Config, *, now: datetime, program: str) -> bool:
        """Bring the configuration into the database; False when it is there already.

        Only a changed configuration opens the file for writing.
        """
        wanted = snapshot.settings_of(config, program=program)
        with self.windows.reading() as connection:
            if snapshot.stored_settings(connection) == wanted:
                return False
        with self.windows.writing() as connection:
            snapshot.rewrite(connection, config, now=now, program=program)
        return True

    def due(
        self,
        *,
        now: datetime,
        outlets: Collection[str] | None,
        force: bool,
        waking: Waking | None = None,
    ) -> Due:
        """Say what should be visited now, what waits in the outbox taken as stored.

        While somebody else keeps the file open for writing, this goes by what it held
        when it was last read, and by what was stored since; StoreBusyError when it was
        never read.
        """
        visits = self._waiting_visits()
        try:
            with self.windows.reading(hasty=self._stock is not None) as connection:
                self._stock, self._since = read_stock(connection), []
        except StoreBusyError:
            if self._stock is None:
                raise
        return due_of(
            self._stock,
            waiting=(*self._since, *visits),
            now=now,
            outlets=outlets,
            force=force,
            waking=waking,
        )

    def sites(self) -> SiteNotes:
        """Say what is known about sites as such: rests, and their robots.txt."""
        visits = self._waiting_visits()
        with self.windows.reading() as connection:
            return read_sites(connection, visits)

    def searches(self, incident: str | None) -> tuple[SearchState, ...]:
        """Say what archives were asked of an incident (None: of all), and what is open.

        Raises StoreBusyError when the file is taken.
        """
        visits = self._waiting_visits()
        with self.windows.reading() as connection:
            return read_searches(connection, incident, visits)

    def apply(self, *, now: datetime) -> Applied:
        """Bring what waits in the outbox into the database, oldest first.

        Each visit is one transaction; its file is removed after the CHECKPOINT that
        follows. When the file is taken, everything stays where it is. Raises
        FullDiskError when the disk has no room for it.
        """
        visits, counts, busy = 0, Counts(), None
        waiting = self.outbox.waiting()
        while waiting:
            try:
                window = self._apply_some(waiting, now)
            except StoreBusyError as error:
                busy = str(error)
                break
            self.outbox.remove(window.done)
            self._since += window.visits
            self._damaged += window.damaged
            visits += len(window.visits)
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

    def outdated(self, coding_hash: str) -> Outdated:
        """Look how much was coded by another configuration than this one."""
        with self.windows.reading() as connection:
            return recoding.outdated(connection, coding_hash)

    def outdated_slices(
        self, coding_hash: str, *, size: int = SLICE
    ) -> Iterator[tuple[StoredArticle, ...]]:
        """Yield what another configuration coded, once, `size` articles an opening."""
        return recoding.slices(self.windows, coding_hash, size=size)

    def replace(
        self, replacements: Sequence[Replacement], *, coding_hash: str, now: datetime
    ) -> Replaced:
        """Replace what was found in stored articles: all of it or nothing.

        Raises StoreBusyError when the file is taken, FullDiskError when the disk has no
        room for it.
        """
        with self.windows.writing() as connection:
            return replace_found(
                connection, replacements, coding_hash=coding_hash, now=now
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
            with self.windows.writing() as connection:
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
            with self.windows.writing() as connection:
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

    def _waiting_visits(self) -> list[Visit]:
        visits = []
        for path in self.outbox.waiting():
            visit = self.outbox.read(path)
            if isinstance(visit, Damaged):
                self._damaged.append(visit)
            elif visit is not None:
                visits.append(visit)
        return visits

    def _apply_some(self, waiting: tuple[Path, ...], now: datetime) -> Window:
        """Open the file once and apply visits until the window has been long enough."""
        try:
            with self.windows.writing() as connection:
                return apply_some(
                    connection,
                    self.outbox,
                    waiting,
                    now=now,
                    clock=self.windows.clock,
                    tally=self.tally,
                )
        except FullDiskError as error:
            needed = ROOM_FOR_A_WINDOW + sum(
                path.stat().st_size for path in waiting if path.exists()
            )
            raise FullDiskError(
                f"{error}. {len(waiting)} visits wait; some {needed:,} bytes are needed"
            ) from error
