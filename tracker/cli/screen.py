"""What people see while something runs: a bar on a terminal, plain lines elsewhere."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from textwrap import shorten
from types import TracebackType
from typing import Self

from rich.console import Console, ConsoleRenderable, RenderHook
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from tracker.core.hiding import hidden
from tracker.model import Column, PageVisit, Poll, Result, SearchState, Visit
from tracker.report.text import harmless, one_line

# Characters of what an archive was asked for; all of it stands in `searches.query`.
LONGEST_QUERY = 60
# Longer times are told in minutes.
SECONDS_TOLD = 90


def console() -> Console:
    """Open the screen; text of others is never taken for markup, and acts on nothing.

    Lines are folded between words on a terminal, and stay whole everywhere else.
    """
    screen = Console(
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=not sys.stdout.isatty(),
    )
    screen.push_render_hook(_Harmless())
    return screen


class _Harmless(RenderHook):
    """Takes out of every text what acts on a terminal; rich lets it through."""

    def process_renderables(
        self, renderables: list[ConsoleRenderable]
    ) -> list[ConsoleRenderable]:
        for each in renderables:
            if isinstance(each, Text):
                each.plain = harmless(each.plain)
        return renderables


class BarScreen:
    """Lines of what happens; on a terminal they stand above a bar of `things`."""

    def __init__(self, screen: Console, things: str) -> None:
        self._screen = screen
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[found]}"),
            console=screen,
            transient=True,
            disable=not screen.is_terminal,
        )
        self._task = self._progress.add_task(things, total=None, found="")
        self._matched = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()


class CrawlScreen(BarScreen):
    """Shows each visit of a pass as it ends."""

    def __init__(self, screen: Console) -> None:
        super().__init__(screen, "feeds")

    def start(self, feeds: int, pages: int) -> None:
        """Say how much is due."""
        self._progress.update(self._task, total=feeds)
        self._screen.print(f"{feeds} feeds due, {pages} pages to try again")

    def visit(self, visit: Visit) -> None:
        """Show one visit that has ended."""
        self._matched += sum(page.outcome == "matched" for page in visit.pages)
        self._progress.update(
            self._task,
            advance=1 if visit.feed else 0,
            found=f"{self._matched} articles matched",
        )
        self._screen.print(describe(visit))


def event_line(text: str) -> str:
    """One event in one line: no text of others breaks it, no address tells a secret."""
    return hidden(one_line(text))


def describe(visit: Visit) -> str:
    """One line for one visit."""
    outcomes = Counter(
        page.outcome if page.checked_at else "to follow"
        for page in visit.pages
        if page.checked_at or page.retry_at
    )
    pages = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))
    if visit.searches and visit.poll is not None:
        return event_line(_describe_search(visit.searches[0], visit.poll))
    if visit.feed is None or visit.poll is None:
        outlets = ", ".join(sorted({page.outlet for page in visit.pages}))
        return event_line(f"{outlets}: pages: {pages}")
    poll = visit.poll
    parts = [f"{visit.feed.outlet}: {poll.outcome}"]
    if poll.new_entries is not None:
        parts.append(f"{poll.new_entries} new of {poll.entries}")
    if pages:
        parts.append(pages)
    if poll.outcome not in ("read", "unchanged"):
        parts.append(f"{visit.feed.url}: {poll.detail}")
    return event_line("; ".join(parts))


def _describe_search(state: SearchState, poll: Poll) -> str:
    search = state.search
    told = f"{search.outlet}: {search.via}"
    if search.query:
        told += f", {shorten(search.query, LONGEST_QUERY, placeholder=' …')}"
    if poll.outcome == "read":
        found = f"{told}: {poll.new_entries} new of {poll.entries}"
        return f"{found}; {poll.detail}" if poll.detail else found
    failed = f"{told}: {poll.outcome}: {poll.detail}"
    if state.retry_at is None:
        return failed
    return f"{failed}; asked again in {in_words(state.retry_at - poll.polled_at)}"


def in_words(span: timedelta) -> str:
    """Say how long, as people would.

    >>> in_words(timedelta(seconds=40)), in_words(timedelta(minutes=95))
    ('40 s', '1 h 35 min')
    """
    seconds = round(span.total_seconds())
    if seconds < SECONDS_TOLD:
        return f"{max(seconds, 1)} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def describe_page(page: PageVisit) -> str:
    """One line for one page that was asked for by its address."""
    return event_line(f"{page.url}: {page.outcome}; {page.detail}")


def summary(visits: Iterable[Visit]) -> Result:
    """One row per outlet of a pass: what was read, what was found, what failed."""
    feeds: dict[str, Counter[str]] = defaultdict(Counter)
    pages: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, str] = {}
    for visit in visits:
        if visit.feed is not None and visit.poll is not None:
            good = visit.poll.outcome in ("read", "unchanged")
            feeds[visit.feed.outlet]["good" if good else "bad"] += 1
            if not good:
                words.setdefault(visit.feed.outlet, event_line(visit.poll.detail))
        for page in visit.pages:
            if page.checked_at is None:
                continue
            pages[page.outlet][page.outcome] += 1
            if page.outcome in ("failed", "blocked", "pending", "too_large"):
                words.setdefault(
                    page.outlet, event_line(f"{page.outcome}: {page.detail}")
                )
    rows = []
    for outlet in sorted({*feeds, *pages}):
        of_feeds, of_pages = feeds[outlet], pages[outlet]
        rows.append(
            (
                outlet,
                of_feeds["good"],
                of_feeds["bad"],
                of_pages.total(),
                of_pages["matched"],
                of_pages["unmatched"],
                of_pages.total() - of_pages["matched"] - of_pages["unmatched"],
                words.get(outlet),
            )
        )
    names = (
        ("outlet", "VARCHAR"),
        ("feeds_read", "BIGINT"),
        ("feeds_failed", "BIGINT"),
        ("pages", "BIGINT"),
        ("matched", "BIGINT"),
        ("unmatched", "BIGINT"),
        ("other", "BIGINT"),
        ("first_failure", "VARCHAR"),
    )
    columns = tuple(Column(name=name, type=kind) for name, kind in names)
    return Result(columns=columns, rows=tuple(rows))


def chosen(
    result: Result,
    names: Sequence[str],
    where: Callable[[Mapping[str, object]], bool] = lambda _row: True,
) -> Result:
    """Take some columns of a result, and the rows for which `where` holds."""
    places = {column.name: place for place, column in enumerate(result.columns)}
    rows = tuple(
        tuple(row[places[name]] for name in names)
        for row in result.rows
        if where({name: row[place] for name, place in places.items()})
    )
    columns = tuple(result.columns[places[name]] for name in names)
    return Result(columns=columns, rows=rows)


def has_failures(visits: Iterable[Visit]) -> bool:
    """Whether anything of a pass has to be looked at."""
    return any(
        (visit.poll is not None and visit.poll.outcome in ("failed", "gone"))
        or any(page.outcome in ("failed", "too_large") for page in visit.pages)
        for visit in visits
    )
