"""`tracker crawl` and `tracker run`."""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from difflib import get_close_matches
from threading import Event

from rich.console import Console

from tracker.cli import clock
from tracker.cli.joining import Workshop, workshop
from tracker.cli.lock import crawler_lock
from tracker.cli.outdated import hint_of
from tracker.cli.screen import (
    CrawlScreen,
    describe,
    event_line,
    has_failures,
    summary,
)
from tracker.cli.stopping import stoppable
from tracker.core.cadence import Waking
from tracker.core.searching import ready_searches
from tracker.db.faults import FullDiskError
from tracker.errors import InputError, StoreBusyError
from tracker.model import Config, Visit
from tracker.pipeline import NOTHING_ELSE, Errand, PassResult, crawl
from tracker.report.table import print_table
from tracker.schedule import tick_until_stopped

# How often `tracker run` looks whether anything is due; what is due is data.
TICK = timedelta(minutes=1)
# What is overdue when the program begins is spread: a feed every so often is no storm.
BETWEEN_FEEDS = timedelta(seconds=5)


def crawl_once(
    config: Config, screen: Console, *, outlets: Collection[str], force: bool
) -> int:
    """One pass, with progress and a summary; the exit status."""
    _refuse_unknown(config, outlets)
    with (
        crawler_lock(config.database, now=clock.now()),
        stoppable() as stop,
        workshop(config, stop=stop) as shop,
    ):
        tell(shop.notes, screen)
        with CrawlScreen(screen) as progress:
            result = one_pass(
                shop,
                command="crawl",
                outlets=outlets or None,
                force=force,
                on_start=progress.start,
                on_visit=progress.visit,
            )
        if result.visits:
            print_table(summary(result.visits), screen, zone=config.timezone)
        elif not force:
            tell(["nothing is due yet; --force visits every feed now"], screen)
        if stop.is_set():
            tell(["stopped as asked; what is left is due at the next crawl"], screen)
            return 1
        return conclude(result, config, screen)


def run_on_schedule(config: Config, screen: Console) -> int:
    """Pass after pass until SIGINT or SIGTERM; the exit status."""
    # The library would print a line of its own for each skipped tick.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    with (
        crawler_lock(config.database, now=clock.now()),
        stoppable() as stop,
        workshop(config, stop=stop) as shop,
    ):
        tell(shop.notes, screen)
        daemon = _Daemon(shop, screen)
        screen.print(f"running; every {TICK.seconds} s what is due is visited")
        tick_until_stopped(
            daemon.tick,
            every=TICK,
            first_at=shop.tools.clock(),
            stop=stop,
            on_skipped=lambda: screen.print("a tick was skipped: the last one runs"),
            on_late=lambda by: screen.print(
                f"a tick came {by.total_seconds():.0f} s late: the computer is busy"
            ),
            on_jump=daemon.jump,
        )
        left = shop.store.apply(now=shop.tools.clock())
        screen.print("stopped; nothing is lost")
        if left.busy:
            tell([f"{left.waiting} visits wait in the outbox: {left.busy}"], screen)
            return 1
    return 0


class _Daemon:
    """The passes of a program that runs on."""

    def __init__(self, shop: Workshop, screen: Console) -> None:
        self._shop, self._screen = shop, screen
        self._wake()

    def tick(self) -> None:
        """One pass of many: whatever is wrong now may be right at the next tick."""
        shut = ""
        try:
            errand = self._errand()
        except StoreBusyError as error:
            # What archives hold can wait, what feeds show today cannot.
            errand, shut = NOTHING_ELSE, f"no archive is asked at this tick: {error}"
        try:
            result = one_pass(
                self._shop,
                command="run",
                errand=errand,
                waking=self._waking,
                # A slow site must not keep the others from their turn: what is left
                # of its pages is due at the next tick.
                pages_for=TICK,
                on_visit=lambda visit: self._screen.print(
                    describe(visit), soft_wrap=True
                ),
            )
        except (StoreBusyError, FullDiskError) as error:
            tell([f"this tick was put off: {error}"], self._screen)
            return
        tell(result.damaged, self._screen)
        if result.busy:
            waiting = f"{result.waiting} visits wait in the outbox: {result.busy}"
            tell([waiting], self._screen)
        elif shut:
            tell([shut], self._screen)

    def _errand(self) -> Errand:
        """Take along the questions that `tracker backfill` has left to this program."""
        states, now = self._shop.store.searches(None), self._shop.tools.clock()
        unread: Collection[str] = ()
        if any(each.outcome == "open" for each in states):
            unread = self._shop.store.due(now=now, outlets=None, force=False).unread
        ready = ready_searches(states, now=now, unread=unread)
        return Errand(
            searches=ready, asked=[each.search for each in states], beside_due=True
        )

    def jump(self, by: timedelta) -> None:
        """Note that the computer slept, or that its clock was set.

        Both spoil the answer to who was first.
        """
        seconds = round(by.total_seconds())
        ahead = f"slept for {by}, or its clock was set ahead"
        said = ahead if seconds > 0 else f"had its clock set back by {-by}"
        tell([f"the computer {said}"], self._screen)
        self._wake()
        run_id = self._shop.new_run_id()
        try:
            self._shop.start_run(run_id, "clock_jump")
            self._shop.store.finish_run(
                run_id, now=self._shop.tools.clock(), counts={"seconds": seconds}
            )
        except (StoreBusyError, FullDiskError) as error:
            tell([f"not noted in the table runs: {error}"], self._screen)

    def _wake(self) -> None:
        config = self._shop.config
        feeds = sum(
            len(outlet.feeds) + len(outlet.sitemaps) + bool(outlet.wordpress)
            for outlet in config.outlets
            if outlet.fetch
        )
        over = min(config.crawl.interval, feeds * BETWEEN_FEEDS)
        if over <= TICK:
            over = timedelta(0)  # so few come at once
        self._waking = Waking(at=self._shop.tools.clock(), over=over)


def one_pass(
    shop: Workshop,
    *,
    command: str,
    outlets: Collection[str] | None = None,
    force: bool = False,
    errand: Errand = NOTHING_ELSE,
    waking: Waking | None = None,
    pages_for: timedelta | None = None,
    on_start: Callable[[int, int], object] = lambda _feeds, _pages: None,
    on_visit: Callable[[Visit], object] = lambda _visit: None,
) -> PassResult:
    """Crawl what is due, or what else the `errand` says, and note the run.

    A pass for which nothing was due is no run.
    """
    run_id, started = shop.new_run_id(), Event()

    def start(feeds: int, pages: int) -> None:
        if feeds or pages:
            shop.start_run(run_id, command)
            started.set()
        on_start(feeds, pages)

    result = crawl(
        shop.config,
        store=shop.store,
        tools=shop.tools,
        run_id=run_id,
        config_hash=shop.coding_hash,
        outlets=outlets,
        force=force,
        errand=errand,
        waking=waking,
        pages_for=pages_for,
        on_start=start,
        on_visit=on_visit,
    )
    if not started.is_set():
        return result
    counts: dict[str, int] = {"visits": len(result.visits)}
    for visit in result.visits:
        for page in visit.pages:
            counts[page.outcome] = counts.get(page.outcome, 0) + 1
    shop.store.finish_run(run_id, now=shop.tools.clock(), counts=counts)
    return result


def conclude(result: PassResult, config: Config, screen: Console) -> int:
    """Say what is left to do; 1 when something has to be looked at."""
    tell(result.damaged, screen)
    if result.busy:
        note = (
            f"{result.waiting} visits wait in the outbox: {result.busy}. They are"
            " stored by the next `tracker crawl`; nothing is lost"
        )
        tell([note], screen)
        return 1
    polls = [visit.poll for visit in result.visits if visit.poll is not None]
    if polls and all(
        poll.outcome in ("failed", "later") and poll.http_status is None
        for poll in polls
    ):
        tell(
            [f"none of {len(polls)} feeds could be read: is this computer online?"],
            screen,
        )
        return 1
    screen.print(f"stored in {config.database}; next: tracker report", soft_wrap=True)
    if before := hint_of(config):
        tell([before], screen)
    return 1 if result.damaged or has_failures(result.visits) else 0


def tell(notes: Iterable[str], screen: Console) -> None:
    """Print what the user should know, one line each."""
    for note in notes:
        screen.print(event_line(f"note: {note}"), soft_wrap=True)


def _refuse_unknown(config: Config, outlets: Collection[str]) -> None:
    known = [outlet.id for outlet in config.outlets]
    for outlet in outlets:
        if outlet in known:
            continue
        near = get_close_matches(outlet, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "no id is like it"
        raise InputError(f"--outlet {outlet}: not an outlet of {config.path}; {hint}")
