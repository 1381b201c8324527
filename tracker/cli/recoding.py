"""`tracker recode`: what changed in the configuration, applied to what is stored."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from uuid import uuid4

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tracker import __version__
from tracker.cli import clock
from tracker.cli.extracting import Extraction
from tracker.cli.lock import crawler_lock, crawler_of, lock_or_holder
from tracker.cli.outdated import changed_words, counted
from tracker.cli.places import outbox_folder, recode_lock_file
from tracker.cli.replaced import FINDINGS, say, tell_replaced, word
from tracker.cli.stopping import Stop, stoppable
from tracker.core.fingerprint import coding_hash, config_hash
from tracker.core.recoding import affected
from tracker.db.faults import FullDiskError
from tracker.db.migrate import pending
from tracker.db.outbox import Outbox
from tracker.db.recoding import SLICE, Outdated, without_text
from tracker.db.replacing import Replaced
from tracker.db.store import Store
from tracker.errors import InputError, StoreBusyError, StoreError
from tracker.model import Config

NAME = "tracker recode"
# Seconds that each slice waits for its turn: it has nothing else to do meanwhile, and a
# report or a crawler's window takes a few.
PATIENCE = 30.0
# Seconds between two lines of progress where there is no terminal.
BETWEEN_LINES = 10.0


def recode_stored(
    config: Config,
    screen: Console,
    *,
    jobs: int,
    extract: bool = False,
    dry_run: bool = False,
) -> int:
    """Bring what is stored up to date with the configuration; the exit status.

    `extract`: the texts of archived pages are read anew before.
    """
    if not config.database.exists():
        raise StoreError(
            f"{config.database}: no such database yet; `tracker crawl` or"
            " `backfill` makes it"
        )
    store = Store(
        config.database,
        outbox=Outbox(outbox_folder(config.database)),
        wait=time.sleep,
        patience=PATIENCE,
        patience_when_busy=PATIENCE,
    )
    extraction = Extraction(config, store, screen) if extract else None
    if dry_run:
        _require_ready(store)
        if extraction is not None:
            extraction.say_what_is_there()
        return _Recode(config, store, screen).say_what_is_due()
    with (
        crawler_lock(
            config.database, now=clock.now(), work=NAME, file_of=recode_lock_file
        ),
        stoppable() as stop,
    ):
        is_all_there = _make_ready(config, store, screen)
        if extraction is not None and extraction.run(jobs, stop):
            return 1
        status = _Recode(config, store, screen).run(jobs, stop)
        return status if is_all_there else 1


def _make_ready(config: Config, store: Store, screen: Console) -> bool:
    """Make database and configuration agree, beside a crawler too.

    Says whether all that was fetched is stored now, or will be by the crawler.
    """
    is_all_there = True
    with lock_or_holder(config.database, now=clock.now(), work=NAME) as crawler:
        if crawler is None:
            for note in store.prepare(now=clock.now()):
                say(f"note: {note}", screen)
            applied = store.apply(now=clock.now())
            for told in applied.damaged:
                say(f"note: {told}", screen)
            if applied.waiting:
                is_all_there = False
                waiting = counted(applied.waiting, "visit")
                why = f": {applied.busy}" if applied.busy else ""
                say(
                    f"note: {waiting} in the outbox not stored yet, and so not recoded"
                    f"{why}",
                    screen,
                )
        else:
            _require_ready(store)
        store.sync(config, now=clock.now(), program=__version__)
    return is_all_there


def _require_ready(store: Store) -> None:
    with store.windows.reading() as connection:
        if not pending(connection):
            return
    crawler = crawler_of(store.path)
    first = f"wait for {crawler}, or stop it, and" if crawler else "to do so,"
    raise InputError(
        f"{store.path} has to be brought up to date first: {first} run `{NAME}`"
    )


class _Recode:
    """One run of the command, and what it says."""

    def __init__(self, config: Config, store: Store, screen: Console) -> None:
        self._config, self._store, self._screen = config, store, screen
        self._hash = coding_hash(config)
        self._done = Replaced()
        self._began = self._told_at = time.monotonic()

    def say_what_is_due(self) -> int:
        """Say what would be done, and do nothing."""
        due = self._store.outdated(self._hash)
        if self._announce(due):
            self._say("nothing was done, as asked; without --dry-run it is")
        return 0

    def run(self, jobs: int, stop: Stop) -> int:
        """Recode everything that is out of date; the exit status."""
        due = self._store.outdated(self._hash)
        if not self._announce(due):
            with self._store.windows.reading() as connection:
                self._say_what_no_recode_can_do(without_text(connection))
            return 0
        run_id = f"{clock.now():%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
        self._store.start_run(
            run_id,
            "recode",
            now=clock.now(),
            program=__version__,
            config_hash=config_hash(self._config),
        )
        problem = None
        try:
            self._work(due, jobs, stop)
        except StoreError as error:
            problem = str(error)
        self._summary(due)
        return self._conclude(run_id, problem, stop)

    def _announce(self, due: Outdated) -> bool:
        """Say what changed and what follows; whether anything does."""
        if not due.articles:
            self._say("nothing to do: every stored text is coded by this configuration")
            return False
        again = affected(due.parts)
        layers = ", ".join(word(each) for each in FINDINGS if each in again)
        self._say(
            f"changed: {changed_words(due.parts)}; to be found again in"
            f" {counted(due.articles)}: {layers}"
        )
        return True

    def _work(self, due: Outdated, jobs: int, stop: Stop) -> None:
        # Here, for they load all that codes: a recode of nothing needs none of it.
        from tracker.cli.coders import spread_here, spread_over  # noqa: PLC0415
        from tracker.pipeline.recode import recode  # noqa: PLC0415

        processes = min(jobs, ceil(due.articles / SLICE))
        with self._progress(due.articles) as tell:
            recode(
                store=self._store,
                spread=spread_here(self._config, self._hash, stop)
                if processes == 1
                else spread_over(processes, self._config, self._hash, stop),
                coding_hash=self._hash,
                clock=clock.now,
                stop=stop,
                on_slice=tell,
            )

    @contextmanager
    def _progress(self, articles: int) -> Iterator[Callable[[Replaced], None]]:
        """Show a bar on a terminal, a line now and then elsewhere."""
        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=self._screen,
            transient=True,
            disable=not self._screen.is_terminal,
        )
        task = progress.add_task("articles", total=articles, pace="")

        def tell(done: Replaced) -> None:
            self._done += done
            progress.update(
                task, advance=done.articles, pace=f"{self._pace():,} a second"
            )
            now = time.monotonic()
            if not self._screen.is_terminal and now - self._told_at >= BETWEEN_LINES:
                self._told_at = now
                self._say(
                    f"recoded {self._done.articles:,} of {counted(articles)},"
                    f" {self._pace():,} a second"
                )

        with progress:
            yield tell

    def _pace(self) -> int:
        return round(self._done.articles / max(time.monotonic() - self._began, 0.001))

    def _summary(self, due: Outdated) -> None:
        took = time.monotonic() - self._began
        self._say(
            f"recoded {counted(self._done.articles)} in {took:.0f} s,"
            f" {self._pace():,} a second"
        )
        if not self._done.articles:
            return
        tell_replaced(
            self._done,
            affected(due.parts),
            self._screen,
            timezone=self._config.timezone,
        )

    def _conclude(self, run_id: str, problem: str | None, stop: Stop) -> int:
        """Note the run and say what is left; the exit status."""
        counts = {
            "articles": self._done.articles,
            "rows_added": self._done.added.total(),
            "rows_removed": self._done.removed.total(),
        }
        left, unread = None, 0
        try:
            not_noted = self._store.finish_run(run_id, now=clock.now(), counts=counts)
        except FullDiskError as error:
            not_noted = str(error)
        problems = [problem, not_noted]
        try:
            left = self._store.outdated(self._hash)
            with self._store.windows.reading() as connection:
                unread = without_text(connection)
        except StoreBusyError as error:
            problems.append(str(error))
        told = list(dict.fromkeys(filter(None, problems)))
        for each in told:
            self._say(f"note: {each}")
        if left is None or left.articles:
            many = "some articles" if left is None else counted(left.articles)
            asked = "stopped as asked; " if stop.is_set() else ""
            self._say(
                f"note: {asked}{many} left; what was recoded stays, `{NAME}` goes on"
            )
            return 1
        self._say_what_no_recode_can_do(unread)
        return 1 if told else 0

    def _say_what_no_recode_can_do(self, unread: int) -> None:
        if unread:
            self._say(
                f"note: {counted(unread, 'page')} named nothing by earlier names, and"
                " no text was kept (`keep: all` keeps texts): unread for the new names"
            )
        if holder := crawler_of(self._config.database):
            self._say(
                f"note: {holder} is at work on the same database; what crawls goes on"
                " by the names that it began with: if they were changed since, start it"
                " again"
            )

    def _say(self, text: str) -> None:
        say(text, self._screen)
