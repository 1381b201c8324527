"""`tracker backfill`: what was published in the days of an incident, from archives."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from rich.console import Console

from tracker.cli import clock
from tracker.cli.backfill_order import (
    Order,
    answers_of,
    delay_of_sites,
    foreign,
    knocked,
    left_off,
    of_no_feed,
    planned,
    standing,
    window_of,
)
from tracker.cli.backfill_plan import print_plan
from tracker.cli.backfill_screen import (
    ALL_ANSWERED,
    BackfillScreen,
    at_switched_off,
    in_file,
    outcome_table,
    what_is_left,
)
from tracker.cli.crawling import tell
from tracker.cli.joining import Workshop, workshop
from tracker.cli.lists import read_list
from tracker.cli.lock import lock_or_holder
from tracker.cli.outdated import hint_of
from tracker.cli.screen import describe
from tracker.cli.stopping import Stop, stoppable
from tracker.cli.warcs import read_warc
from tracker.core.searching import next_search, ready_searches
from tracker.db.due import Due
from tracker.errors import InputError, StoreBusyError
from tracker.model import Config, DuePage, Found, Search, SearchState, Visit
from tracker.pipeline import Errand, crawl, note_found
from tracker.pipeline.records import FileRead
from tracker.report.table import print_table

COMMAND = "backfill"
# A question that may be asked again within so long is waited for.
PATIENCE = timedelta(minutes=10)
# An archive that asks to wait again and again has given its answer for today.
MOST_PAUSES = 30
# Each opening of the database shuts readers out for a moment.
STORE_EVERY = timedelta(seconds=5)


def backfill(config: Config, screen: Console, order: Order, *, dry_run: bool) -> int:
    """Find and store the past articles of an incident; the exit status."""
    listed = {path: read_list(path) for path in order.lists}
    plan = planned(config, order, clock.now())
    if dry_run:
        print_plan(config, order, plan, listed, screen)
        return 0
    skipped = [line for each in listed.values() for line in each.skipped]
    with ExitStack() as stack:
        holder = stack.enter_context(
            lock_or_holder(config.database, now=clock.now(), work=COMMAND)
        )
        stop = stack.enter_context(stoppable())
        shop = stack.enter_context(workshop(config, stop=stop))
        tell((*shop.notes, *skipped), screen)
        work = _Backfill(shop=shop, screen=screen, order=order, plan=plan, stop=stop)
        answers = list(answers_of(config, order, listed, clock.now()))
        others = list(foreign(config, listed))
        tell(others, screen)
        if holder and order.again:
            raise InputError(
                f"--again: {holder} is at work and would not ask again; wait for it, or"
                " stop it with Ctrl-C"
            )
        status = work.hand_over(holder, answers) if holder else work.run(answers)
    return status or (1 if skipped or others else 0)


def _is_unheard(visits: Iterable[Visit]) -> bool:
    """Whether no site could be reached at all of those that were asked."""
    polls = [visit.poll for visit in visits if visit.poll is not None]
    return bool(polls) and all(
        poll.outcome == "later" and poll.http_status is None for poll in polls
    )


def _counts(visits: Iterable[Visit]) -> Counter[str]:
    counts = Counter[str]()
    for visit in visits:
        counts["questions"] += visit.poll is not None
        counts.update(page.outcome for page in visit.pages if page.checked_at)
    return counts


@dataclass(slots=True, kw_only=True)
class _Backfill:
    """One backfill: rounds of questions and pages, until nothing is left to ask."""

    shop: Workshop
    screen: Console
    order: Order
    plan: Sequence[Search]
    stop: Stop
    visits: list[Visit] = field(default_factory=list)
    files: list[tuple[Path, FileRead]] = field(default_factory=list)

    def run(self, answers: Sequence[tuple[Search, Found]]) -> int:
        """Ask, read and store; the exit status."""
        store, run_id = self.shop.store, self.shop.new_run_id()
        self.shop.start_run(run_id, COMMAND)
        delay_of = delay_of_sites(self.shop.config)
        with BackfillScreen(self.screen, delay_of=delay_of) as progress:

            def show(visit: Visit) -> None:
                progress.visit(visit)
                self._keep(visit)

            first = knocked(self.plan, (), self.order.outlets)
            self._note(run_id, first, answers, show)
            self._read_files(run_id, progress)
            self._rounds(run_id, progress, show)
        store.finish_run(run_id, now=clock.now(), counts=_counts(self.visits))
        return self._conclude()

    def hand_over(self, holder: str, answers: Sequence[tuple[Search, Found]]) -> int:
        """Leave it all to the program that crawls, or two would ask the same sites."""
        store, run_id = self.shop.store, self.shop.new_run_id()
        self.shop.start_run(run_id, COMMAND)

        def show(visit: Visit) -> None:
            self._keep(visit)
            if visit.poll is not None:
                self.screen.print(describe(visit))

        # all of them: who crawls does not come back for the rest
        self._note(run_id, self.plan, answers, show)
        delay_of = delay_of_sites(self.shop.config)
        with BackfillScreen(self.screen, delay_of=delay_of) as progress:
            self._read_files(run_id, progress)
        store.finish_run(run_id, now=clock.now(), counts=_counts(self.visits))
        told = (
            f"questions to archives are left to {holder}; it asks them"
            " beside its feeds if it is `tracker run`; else run `tracker backfill"
            f" {self.order.incident.id}` again once it has ended"
        )
        tell([told], self.screen)
        return 0

    def _keep(self, visit: Visit) -> None:
        self.visits.append(visit.without_texts())

    def _note(
        self,
        run_id: str,
        plan: Iterable[Search],
        answers: Sequence[tuple[Search, Found]],
        show: Callable[[Visit], object],
    ) -> None:
        """Write down what is to be asked, and what files have answered."""
        states = tuple(SearchState(search=search) for search in plan)
        if states:
            self.shop.tools.write(
                Visit(
                    id=uuid4().hex[:16],
                    run_id=run_id,
                    feed=None,
                    poll=None,
                    pages=(),
                    searches=states,
                )
            )
        for visit in note_found(
            answers,
            config=self.shop.config,
            store=self.shop.store,
            tools=self.shop.tools,
            run_id=run_id,
            config_hash=self.shop.coding_hash,
        ):
            show(visit)
        self.shop.store.apply(now=clock.now())

    def _read_files(self, run_id: str, progress: BackfillScreen) -> None:
        """Read WARC files: no request is made for them."""
        config, store = self.shop.config, self.shop.store
        for path in self.order.records:
            stored_at = clock.now()

            def show(pages: int, matches: int, path: Path = path) -> None:
                nonlocal stored_at
                if clock.now() - stored_at >= STORE_EVERY:
                    progress.file(path, pages, matches)
                    store.apply(now=clock.now())
                    stored_at = clock.now()

            found = read_warc(
                self.shop,
                path,
                run_id=run_id,
                incident=self.order.incident.id,
                window=window_of(self.order.incident, config, clock.now()),
                progress=show,
            )
            tell(found.damages, self.screen)
            self.files.append((path, found))

    def _rounds(
        self, run_id: str, progress: BackfillScreen, show: Callable[[Visit], object]
    ) -> None:
        pauses = 0
        while not self.stop.is_set():
            states, due, now = self._states(), self._due(), clock.now()
            pages = of_no_feed(due.pages)
            ready = ready_searches(states, now=now, unread=due.unread)
            if ready or pages:
                progress.plan(ready, pages)
                visits = self._round(run_id, states, ready, pages, show)
                if _is_unheard(visits):
                    told = "no site that is left answers: is this computer online?"
                    tell([told], self.screen)
                    return
                continue
            next_at = next_search(states)
            pauses += 1
            if next_at is None or next_at > now + PATIENCE or pauses > MOST_PAUSES:
                return
            progress.pause(next_at - now)
            self.stop.wait((next_at - now).total_seconds())

    def _round(
        self,
        run_id: str,
        states: Sequence[SearchState],
        ready: Sequence[SearchState],
        pages: Sequence[DuePage],
        show: Callable[[Visit], object],
    ) -> Sequence[Visit]:
        result = crawl(
            self.shop.config,
            store=self.shop.store,
            tools=self.shop.tools,
            run_id=run_id,
            config_hash=self.shop.coding_hash,
            errand=Errand(
                pages=pages,
                searches=ready,
                asked=[each.search for each in states],
                pages_per_visit=1,
                store_every=STORE_EVERY,
            ),
            on_visit=show,
        )
        tell(result.damaged, self.screen)
        if result.busy:
            raise StoreBusyError(
                f"{result.waiting} visits wait in the outbox: {result.busy}; the next"
                " command stores them, and nothing is lost"
            )
        return result.visits

    def _states(self) -> list[SearchState]:
        """Give all questions of this order, as they stand by now.

        What is to be asked again is open until this run has asked it.
        """
        return standing(
            self.shop.config,
            self.order,
            self.plan,
            self.shop.store.searches(self.order.incident.id),
            again=self.order.again and not self.stop.is_set(),
            asked=[
                visit.asked.search for visit in self.visits if visit.asked is not None
            ],
        )

    def _due(self) -> Due:
        return self.shop.store.due(
            now=clock.now(),
            outlets={outlet.id for outlet in self.order.outlets},
            force=False,
        )

    def _conclude(self) -> int:
        """Say what was found, and what is left to do; the exit status."""
        for path, found in self.files:
            self.screen.print(in_file(path, found), soft_wrap=True)
        states = self._states()
        table, zone = outcome_table(states, self.visits), self.shop.config.timezone
        if table.rows:
            print_table(table, self.screen, zone=zone)
        notes = what_is_left(states, self.visits, stopped=self.stop.is_set())
        stored = self.shop.store.searches(self.order.incident.id)
        off = at_switched_off(left_off(self.shop.config, self.order, stored))
        if states and not (notes or off or self.visits or self.files):
            self.screen.print(ALL_ANSWERED)
        tell((*notes, *off), self.screen)
        if states or self.visits or self.files:
            self.screen.print(
                f"stored in {self.shop.config.database}; next: tracker report coverage"
                f" incident={self.order.incident.id}",
                soft_wrap=True,
            )
        else:
            self.screen.print("nothing was found to store")
        if before := hint_of(self.shop.config):
            tell([before], self.screen)
        return 1 if notes or any(found.damaged for _, found in self.files) else 0
