"""`tracker crawl`, `run` and `add`."""

import signal
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from threading import Event

from rich.console import Console

from tracker.cli.joining import Workshop, workshop
from tracker.cli.screen import CrawlScreen, describe, has_failures, summary
from tracker.errors import InputError
from tracker.model import Config, Visit
from tracker.pipeline import PassResult, crawl
from tracker.report.table import print_table
from tracker.schedule import tick_until_stopped

# How often `tracker run` looks whether anything is due; what is due is data.
TICK = timedelta(minutes=1)


def crawl_once(
    config: Config, screen: Console, *, outlets: Collection[str], force: bool
) -> int:
    """One pass, with progress and a summary; the exit status."""
    _refuse_unknown(config, outlets)
    with stoppable() as stop, workshop(config, stop=stop) as shop:
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
        print_table(summary(result.visits), screen)
        return conclude(result, config, screen)


def run_on_schedule(config: Config, screen: Console) -> int:
    """Pass after pass until SIGINT or SIGTERM; the exit status."""
    with stoppable() as stop, workshop(config, stop=stop) as shop:
        tell(shop.notes, screen)
        screen.print(f"running; every {TICK.seconds} s what is due is visited")

        def tick() -> None:
            result = one_pass(
                shop,
                command="run",
                on_visit=lambda visit: screen.print(describe(visit)),
            )
            tell(result.damaged, screen)
            if result.busy:
                screen.print(f"{result.waiting} visits wait: {result.busy}")

        tick_until_stopped(
            tick,
            every=TICK,
            first_at=shop.tools.clock(),
            stop=stop,
            on_skipped=lambda: screen.print("a tick was skipped: the last one runs"),
        )
        left = shop.store.apply(now=shop.tools.clock())
        screen.print("stopped; nothing is lost")
        if left.busy:
            screen.print(f"{left.waiting} visits wait in the outbox: {left.busy}")
            return 1
    return 0


def one_pass(
    shop: Workshop,
    *,
    command: str,
    outlets: Collection[str] | None = None,
    force: bool = False,
    on_start: Callable[[int, int], object] = lambda _feeds, _pages: None,
    on_visit: Callable[[Visit], object] = lambda _visit: None,
) -> PassResult:
    """Crawl what is due and note the run in the database."""
    run_id = shop.new_run(command)
    result = crawl(
        shop.config,
        store=shop.store,
        tools=shop.tools,
        run_id=run_id,
        config_hash=shop.coding_hash,
        outlets=outlets,
        force=force,
        on_start=on_start,
        on_visit=on_visit,
    )
    finish(shop, run_id, result.visits)
    return result


def finish(shop: Workshop, run_id: str, visits: Collection[Visit]) -> None:
    """Note in the database that a run has ended, with the outcomes it counted."""
    counts: dict[str, int] = {"visits": len(visits)}
    for visit in visits:
        for page in visit.pages:
            counts[page.outcome] = counts.get(page.outcome, 0) + 1
    shop.store.finish_run(run_id, now=shop.tools.clock(), counts=counts)


def conclude(result: PassResult, config: Config, screen: Console) -> int:
    """Say what is left to do; 1 when something has to be looked at."""
    tell(result.damaged, screen)
    if result.busy:
        screen.print(
            f"{result.waiting} visits wait in the outbox: {result.busy}. They are"
            " stored by the next `tracker crawl`; nothing is lost"
        )
        return 1
    screen.print(f"stored in {config.database}; next: tracker report")
    return 1 if result.damaged or has_failures(result.visits) else 0


def tell(notes: Iterable[str], screen: Console) -> None:
    """Print what the user should know, one line each."""
    for note in notes:
        screen.print(f"note: {note}", soft_wrap=True)


def _refuse_unknown(config: Config, outlets: Collection[str]) -> None:
    known = {outlet.id for outlet in config.outlets}
    for outlet in outlets:
        if outlet not in known:
            raise InputError(
                f"--outlet {outlet}: no such outlet in {config.path};"
                " `tracker check` lists them"
            )


class stoppable:  # noqa: N801 - used like a function, in a `with`
    """Turns the first SIGINT, SIGTERM or SIGHUP into a request to end in good order."""

    def __enter__(self) -> Event:
        stop = Event()

        def ask(number: int, _frame: object) -> None:
            if stop.is_set():
                # The second one: end now; what was fetched is in the outbox.
                signal.signal(number, signal.SIG_DFL)
                signal.raise_signal(number)
            stop.set()

        names = ("SIGINT", "SIGTERM", "SIGHUP")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        self._before = {number: signal.signal(number, ask) for number in numbers}
        return stop

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
