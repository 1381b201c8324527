"""`tracker maintain`: keeps a database healthy, beside a crawler too."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection
from rich.console import Console

from tracker import __version__
from tracker.cli import clock
from tracker.cli.lock import lock_or_holder
from tracker.cli.places import outbox_folder
from tracker.core.fingerprint import config_hash
from tracker.db import backup_list, compaction, queries
from tracker.db.backups import Copied, back_up, refuse_target
from tracker.db.faults import DamagedFileError
from tracker.db.maintain import REMEMBERED, Line, left_over, prune, run_check
from tracker.db.migrate import pending
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.errors import InputError, StoreError
from tracker.model import Config
from tracker.report.text import one_line

# How the lock file says who is at work, and how a second one recognises it.
NAME = "tracker maintain"
# Seconds that each piece of writing waits for a crawler's window to end.
PATIENCE = 10.0


def maintain(config: Config, backup: Path | None, screen: Console) -> int:
    """Do what keeps the database healthy, and say each thing done or found.

    The exit status: 1 when something has to be looked at.
    """
    if not config.database.exists():
        raise StoreError(
            f"{config.database}: no such database yet; `tracker crawl` or"
            " `backfill` makes it"
        )
    if backup is not None:
        refuse_target(config.database, backup)
    return _Maintenance(config, screen, now=clock.now()).run(backup)


class _Maintenance:
    """One `tracker maintain`; what a step finds hinders the others only if it must."""

    def __init__(self, config: Config, screen: Console, *, now: datetime) -> None:
        self._config = config
        self._screen = screen
        self._now = now
        self._store = Store(
            config.database,
            outbox=Outbox(outbox_folder(config.database)),
            wait=time.sleep,
            patience=PATIENCE,
        )
        self._counts: dict[str, int] = {"found": 0}
        self._is_damaged = False

    def run(self, backup: Path | None) -> int:
        """Take every step in order; the exit status."""
        run_id = f"{self._now:%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
        self._under_the_lock(lambda crawler: self._begin(run_id, crawler))
        if not self._is_damaged:
            self._under_the_lock(self._tidy)
        # A copy is checked as long as it takes without being in anybody's way.
        is_checked = backup is not None and self._step(
            "backup", lambda: self._back_up(backup)
        )
        if not is_checked and not self._is_damaged:
            self._step("checks", self._check)
        if not self._is_damaged:
            self._step("runs", lambda: self._finish_run(run_id))
        for line in left_over(self._config.database, self._store.outbox):
            self._tell(line)
        found = self._counts["found"]
        self._say(
            f"lines that begin with 'found' have to be looked at: {found}"
            if found
            else "nothing has to be looked at"
        )
        return 1 if found else 0

    # ------------------------------------------------------------ steps

    def _begin(self, run_id: str, crawler: str | None) -> None:
        """Make the database ready and store what waits."""
        if crawler is None:
            self._prepare()
        else:
            self._require_ready(crawler)
        if not self._is_damaged:
            self._step("runs", lambda: self._start_run(run_id))
            self._step("outbox", self._apply)

    def _tidy(self, crawler: str | None) -> None:
        """Forget what is not needed, and write the file anew if that is worth it."""
        self._step("forgotten", self._prune)
        self._step("compaction", lambda: self._compact(crawler))

    def _prepare(self) -> None:
        try:
            for note in self._store.prepare(now=self._now):
                self._say(f"note: {note}")
        except DamagedFileError as error:
            self._is_damaged = True
            self._find(f"database: {error}")

    def _require_ready(self, crawler: str) -> None:
        with self._store.windows.reading() as connection:
            if pending(connection):
                raise InputError(
                    f"{self._config.database} has to be brought up to date first: stop"
                    f" {crawler}, and run `{NAME}` again"
                )
        self._say(f"crawler: {crawler} is at work, and need not be stopped")

    def _start_run(self, run_id: str) -> None:
        self._store.start_run(
            run_id,
            "maintain",
            now=self._now,
            program=__version__,
            config_hash=config_hash(self._config),
        )

    def _finish_run(self, run_id: str) -> None:
        busy = self._store.finish_run(run_id, now=clock.now(), counts=self._counts)
        if busy is not None:
            self._find(f"not noted in the table runs: {busy}")

    def _apply(self) -> None:
        applied = self._store.apply(now=self._now)
        self._counts["visits"] = applied.visits
        for told in applied.damaged:
            self._find(told)
        if applied.busy is not None:
            self._find(f"outbox: {applied.waiting} visits wait: {applied.busy}")
        else:
            self._say(f"outbox: {applied.visits} visits were stored, none waits")

    def _check(self) -> None:
        """Check the database itself, one rule at a time, so that others get a turn."""
        lines = []
        for check in queries.checks():
            with self._store.windows.reading() as connection:
                lines.append(run_check(connection, check, self._config.database))
        self._tell_checks(lines)

    def _tell_checks(self, lines: Sequence[Line | None]) -> None:
        found = [line for line in lines if line is not None]
        for line in found:
            self._tell(line)
        self._counts["checks_failed"] = len(found)
        self._say(f"checks: {len(lines) - len(found)} of {len(lines)} found nothing")
        if found:
            self._say(
                "checks: rows that break a rule are a fault of the program, or were"
                " written by another one: report them with these lines, and rest no"
                " number on them until then"
            )

    def _prune(self) -> None:
        visits, rests = prune(
            self._store.windows, self._store.outbox, self._store.tally, now=self._now
        )
        self._counts["forgotten"] = visits + rests
        self._say(
            f"forgotten: {visits} notes that a visit is stored, older than"
            f" {REMEMBERED.days} days; {rests} rests of sites that are over"
        )

    def _compact(self, crawler: str | None) -> None:
        windows = self._store.windows
        if crawler is None:
            compaction.clear(windows.path)
        with windows.reading() as connection:
            room = compaction.room(connection, windows.path)
        told = f"compaction: {_mb(room.free)} of {_mb(room.size)} hold nothing"
        if not room.is_worthwhile:
            least = f"{compaction.WORTHWHILE_SHARE:.0%} and"
            least += f" {_mb(compaction.WORTHWHILE_BYTES)}"
            self._say(f"{told}; the file is not written anew for less than {least}")
        elif crawler is not None:
            self._say(
                f"{told}; to win them back, stop {crawler}, and run `{NAME}` again"
            )
        else:
            after = compaction.compact(windows)
            self._counts["bytes_won"] = room.size - after.size
            self._say(
                f"{told}; written anew, it takes {_mb(after.size)}, and every table,"
                " column, view, macro and comment was compared and is the same"
            )

    def _back_up(self, target: Path) -> None:
        lines: list[Line | None] = []

        def prove(connection: DuckDBPyConnection) -> None:
            lines.extend(
                run_check(connection, check, target) for check in queries.checks()
            )

        copied = back_up(self._store.windows, target, now=clock.now(), prove=prove)
        self._tell_checks(lines)
        self._say(_told(copied))
        self._say(
            "to restore it, stop the crawler, then:"
            f" {backup_list.restoring(self._config.database, target)}"
        )
        self._say(
            "the next crawl then stores what waits in the outbox and goes on; what was"
            " stored between the backup and that crawl is missing, and is shown as a"
            " gap by `tracker report outlet_health`"
        )

    # ------------------------------------------------------------ telling

    def _under_the_lock(self, work: Callable[[str | None], None]) -> None:
        """Do a piece of work with the crawler's lock, or with the name of who has it.

        A crawler need not be stopped; another `tracker maintain` would do the same.
        """
        with lock_or_holder(
            self._config.database, now=clock.now(), work=NAME
        ) as holder:
            if holder is not None and NAME in holder:
                raise InputError(f"{holder} is at work already; wait for it")
            work(holder)

    def _step(self, name: str, work: Callable[[], None]) -> bool:
        """Do one step; what hinders it is found, and the next one has its turn."""
        try:
            work()
        except StoreError as error:
            self._is_damaged |= isinstance(error, DamagedFileError)
            self._find(f"{name}: {error}")
            return False
        return True

    def _tell(self, line: Line) -> None:
        if line.is_found:
            self._find(line.text)
        else:
            self._say(line.text)

    def _find(self, text: str) -> None:
        self._counts["found"] += 1
        self._say(f"found: {text}")

    def _say(self, text: str) -> None:
        self._screen.print(one_line(text), soft_wrap=True)


def _told(copied: Copied) -> str:
    newest = "no poll yet"
    if copied.newest_poll_at is not None:
        newest = f"newest poll {copied.newest_poll_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"backup: {copied.path}: {copied.size:,} bytes, {copied.tables} tables,"
        f" {copied.rows:,} rows, {newest}, sha256 {copied.sha256}; it was opened for"
        " itself, and all of it was read"
    )


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
