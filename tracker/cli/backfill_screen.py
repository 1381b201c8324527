"""What people see of a backfill: how far it is, what came, and what is left."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from tracker.cli.joining import host_of
from tracker.cli.screen import BarScreen, describe, event_line, in_words
from tracker.model import Column, DuePage, PageVisit, Result, SearchState, Visit
from tracker.pipeline.addresses import UNREAD
from tracker.pipeline.records import FileRead

DelayOf = Callable[[str], timedelta]
# Where no terminal shows a bar, so often a line tells how far it is.
BETWEEN_LINES = 30.0
ALL_ANSWERED = "all was answered before; `--again` asks anew"


class BackfillScreen(BarScreen):
    """Shows each answer as it comes, and when the slowest site will be done.

    `delay_of` gives the pause between two requests to the site of an address.
    """

    def __init__(self, screen: Console, *, delay_of: DelayOf) -> None:
        super().__init__(screen, "requests")
        self._delay_of = delay_of
        self._left: dict[str, Counter[timedelta]] = defaultdict(Counter)
        self._told_at = time.monotonic()
        self._done = 0

    def plan(self, searches: Sequence[SearchState], pages: Sequence[DuePage]) -> None:
        """Begin a round."""
        self._left.clear()
        for search in searches:
            self._add(search.search.address, 1)
        for page in pages:
            self._add(page.copy_url or page.url, 1)
        self._screen.print(
            f"{_questions(len(searches))} to archives, pages to read: {len(pages)}; "
            + self._estimate()
        )

    def visit(self, visit: Visit) -> None:
        """Show one visit that has ended."""
        for state in visit.searches:
            if state is not visit.asked:
                self._add(state.search.address, 1)
            elif state.outcome != "open":
                self._add(state.search.address, -1)
        for page in visit.pages:
            if page.checked_at is not None:
                self._matched += page.outcome == "matched"
                self._add(page.copy_url or page.url, -1)
            elif page.retry_at is not None:
                self._add(page.copy_url or page.url, 1)
        self._done += 1
        self._show()
        if _is_worth_a_line(visit):
            self._screen.print(describe(visit))

    def file(self, path: Path, pages: int, matches: int) -> None:
        """Say how far the reading of a file is."""
        told = f"{path.name}: {pages:,} pages, {matches:,} articles matched"
        self._screen.print(told)

    def pause(self, wait: timedelta) -> None:
        """Say that what got no answer is asked again in a while."""
        self._screen.print(f"asking again in {in_words(wait)} what got no answer")

    def _add(self, url: str, number: int) -> None:
        self._left[host_of(url)][self._delay_of(url)] += number

    def _show(self) -> None:
        left = sum(each.total() for each in self._left.values())
        told = f"{self._matched} articles matched; {self._estimate()}"
        self._progress.update(
            self._task,
            completed=self._done,
            total=self._done + max(left, 0),
            found=told,
        )
        now = time.monotonic()
        if not self._screen.is_terminal and now - self._told_at >= BETWEEN_LINES:
            self._told_at = now
            self._screen.print(f"{self._done} requests, {max(left, 0)} left; {told}")

    def _estimate(self) -> str:
        """Say how long the site takes that has most left, at the pace that is kept."""
        host, took = slowest(self._left)
        if not took:
            return "nothing is left"
        return f"at least {in_words(took)} left ({host})"


def _is_worth_a_line(visit: Visit) -> bool:
    """Whether an answer brought something, or something has to be known of it."""
    poll = visit.poll
    if poll is None:
        return any(page.outcome in ("failed", "blocked") for page in visit.pages)
    return bool(poll.new_entries or poll.detail)


def slowest(left: Mapping[str, Mapping[timedelta, int]]) -> tuple[str, timedelta]:
    """Give the site that takes longest, and how long; sites are asked side by side."""
    times = {
        host: sum((delay * max(n, 0) for delay, n in of_host.items()), timedelta(0))
        for host, of_host in left.items()
    }
    return max(times.items(), key=lambda item: item[1], default=("", timedelta(0)))


def outcome_table(states: Iterable[SearchState], visits: Sequence[Visit]) -> Result:
    """One row per outlet: its questions as they stand, the pages that were read."""
    asked: dict[str, Counter[str]] = defaultdict(Counter)
    answered_by_now = set[tuple[str, str]]()
    for state in states:
        asked[state.search.outlet][state.outcome] += 1
        if state.outcome == "read":
            answered_by_now.add((state.search.via, state.search.address))
    last = {page.url: page for visit in visits for page in visit.pages}
    pages: dict[str, Counter[str]] = defaultdict(Counter)
    for page in last.values():
        if page.checked_at is not None:
            pages[page.outlet][page.outcome] += 1
    words: dict[str, str] = {}
    for outlet, told in _failures(visits, answered_by_now, last):
        words.setdefault(outlet, told)
    rows = []
    for outlet in sorted({*asked, *pages}):
        of_pages, of_outlet = pages[outlet], asked[outlet]
        answered, still, none = (of_outlet[each] for each in ("read", "open", "gone"))
        rows.append(
            (
                outlet,
                answered,
                of_outlet.total() - answered - still - none,
                still,
                of_pages["matched"],
                of_pages["unmatched"],
                of_pages.total() - of_pages["matched"] - of_pages["unmatched"],
                words.get(outlet),
            )
        )
    names = (
        ("outlet", "VARCHAR"),
        ("answered", "BIGINT"),
        ("refused", "BIGINT"),
        ("open", "BIGINT"),
        ("matched", "BIGINT"),
        ("unmatched", "BIGINT"),
        ("other", "BIGINT"),
        ("first_failure", "VARCHAR"),
    )
    columns = tuple(Column(name=name, type=kind) for name, kind in names)
    return Result(columns=columns, rows=tuple(rows))


def _failures(
    visits: Iterable[Visit],
    answered_by_now: Collection[tuple[str, str]],
    last: Mapping[str, PageVisit],
) -> Iterator[tuple[str, str]]:
    """Give outlets and what failed, unless another try did not."""
    for visit in visits:
        for page in visit.pages:
            if page is last[page.url] and page.outcome in ("failed", "blocked", "gone"):
                yield page.outlet, event_line(f"{page.outcome}: {page.detail}")
        asked, told = visit.asked, visit.poll
        # where there is no such archive, nothing failed
        if asked is None or told is None or told.outcome in ("read", "gone"):
            continue
        if (asked.search.via, asked.search.address) not in answered_by_now:
            yield asked.search.outlet, event_line(f"{told.outcome}: {told.detail}")


def in_file(path: Path, found: FileRead) -> str:
    """Say in one line what came out of a WARC file."""
    pages, new = sum(found.records.values()), sum(found.new.values())
    told = (
        f"{path}: {pages:,} pages of {len(found.records)} outlets, {new:,} new,"
        f" {found.matches:,} articles matched"
    )
    if found.unread:
        told += f"; {found.unread:,} could not be read"
    if found.damaged:
        told += f"; {found.damaged:,} damaged places"
    return told if found.whole else f"{told}; not read to its end"


def what_is_left(
    states: Iterable[SearchState], visits: Iterable[Visit], *, stopped: bool
) -> list[str]:
    """Say what the next run goes on with, and what was given up, in sentences."""
    counted = Counter(
        (state.search.via, state.outcome == "open")
        for state in states
        if state.outcome in ("open", "failed", "later")
    )
    notes = [
        f"{via}: {_questions(n)} "
        + (
            "still open; the same command goes on"
            if is_open
            else "without an answer; `--again` asks again"
        )
        for (via, is_open), n in sorted(counted.items())
    ]
    last = {page.url: page for visit in visits for page in visit.pages}
    unread = sum(
        page.outcome in UNREAD and page.retry_at is not None for page in last.values()
    )
    if unread:
        pages = "page is" if unread == 1 else "pages are"
        notes.append(
            f"{unread} {pages} still to be read, by the same command later on or by"
            " `tracker crawl`"
        )
    return ["stopped as asked; the same command goes on", *notes] if stopped else notes


def at_switched_off(states: Iterable[SearchState]) -> list[str]:
    """Say which questions are left to archives that are switched off, in sentences."""
    counted = Counter(state.search.via for state in states)
    return [
        f"{via}: {_questions(n)} left, as it is switched off in the configuration"
        for via, n in sorted(counted.items())
    ]


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"
