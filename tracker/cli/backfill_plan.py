"""What a backfill would ask, and of whom, before anybody is asked."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
from rich.console import Console

from tracker.cli import clock
from tracker.cli.backfill_order import (
    Order,
    delay_of_sites,
    foreign,
    left_off,
    of_no_feed,
    standing,
)
from tracker.cli.backfill_screen import ALL_ANSWERED, at_switched_off, slowest
from tracker.cli.lists import Listed
from tracker.cli.places import outbox_folder
from tracker.cli.screen import in_words
from tracker.db.due import due_of, read_stock
from tracker.db.outbox import Outbox
from tracker.db.searches import read_searches
from tracker.db.windows import Windows
from tracker.model import Column, Config, DuePage, Result, Search, SearchState
from tracker.report.table import print_table
from tracker.web.archives.named import asks_robots

# What is asked of a site whose articles were found and not read yet.
ITS_PAGES = "pages"
_MORE = (
    "Each answer may lead to more: further pages of results, and one request for each"
    " article that is found (of a site that is listed whole, for each article of these"
    " days: hundreds or thousands)."
)
# site, via, outlets, requests, answered before
_Row = tuple[str, str, int, int, int]


def print_plan(
    config: Config,
    order: Order,
    plan: Sequence[Search],
    listed: Mapping[Path, Listed],
    screen: Console,
) -> None:
    """Say how many requests would be made, and to whom; none is made."""
    stored, pages = _stored(config, order)
    states = standing(config, order, plan, stored, again=order.again)
    rows = sorted((*_rows_of_questions(states), *_rows_of_pages(pages)))
    if rows:
        print_table(_table(rows), screen, zone="UTC")
    lines = [*_of_lists(listed), *foreign(config, listed)]
    questions = [each.search.address for each in states if _is_request(each)]
    addresses = [*questions, *(page.copy_url or page.url for page in pages)]
    if addresses:
        lines.append(_told(config, addresses))
    unnamed = sum(_asks_robots(each) for each in states)
    if unnamed:
        which = "1 outlet has" if unnamed == 1 else f"{unnamed} outlets have"
        lines.append(
            f"{which} no `sitemaps` in the configuration: those that robots.txt names"
            " are asked for, a request or more for each of them"
        )
    off = at_switched_off(left_off(config, order, stored))
    last = ["No request was made now."]
    if questions or unnamed or listed:
        last.insert(0, _MORE)
    elif not (pages or off):
        last.insert(0, f"{ALL_ANSWERED}.")
    for line in (*lines, *off, " ".join(last)):
        screen.print(line, soft_wrap=True)


def _stored(
    config: Config, order: Order
) -> tuple[Sequence[SearchState], Sequence[DuePage]]:
    """Read what was asked, and what is to be read now; nothing is written.

    The database may not be there yet, or be of an earlier version of the program.
    """
    if not config.database.exists():
        return (), ()
    outbox = Outbox(outbox_folder(config.database))
    waiting = [each for each in map(outbox.peek, outbox.waiting()) if each is not None]
    with Windows(config.database, wait=time.sleep).reading() as connection:
        try:
            states = read_searches(connection, order.incident.id, waiting)
        except duckdb.CatalogException:
            return (), ()
        stock = read_stock(connection)
    due = due_of(
        stock,
        waiting=waiting,
        now=clock.now(),
        outlets={outlet.id for outlet in order.outlets},
        force=False,
    )
    return states, of_no_feed(due.pages)


def _asks_robots(state: SearchState) -> bool:
    """Whether it is still asked what robots.txt names.

    That is read of each site, so that no further request is made for it.
    """
    return state.outcome == "open" and asks_robots(state.search)


def _is_request(state: SearchState) -> bool:
    return state.outcome == "open" and not asks_robots(state.search)


def _rows_of_questions(states: Iterable[SearchState]) -> Iterator[_Row]:
    asked: dict[tuple[str, str], list[SearchState]] = defaultdict(list)
    for state in states:
        asked[_site(state.search.address), state.search.via].append(state)
    for (site, via), of_site in asked.items():
        outlets = {each.search.outlet for each in of_site}
        requests = sum(map(_is_request, of_site))
        answered = sum(each.outcome != "open" for each in of_site)
        yield site, via, len(outlets), requests, answered


def _rows_of_pages(pages: Iterable[DuePage]) -> Iterator[_Row]:
    to_read: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        to_read[_site(page.copy_url or page.url)].append(page.outlet)
    for site, outlets in to_read.items():
        yield site, ITS_PAGES, len(set(outlets)), len(outlets), 0


def _table(rows: Sequence[_Row]) -> Result:
    names = (
        ("site", "VARCHAR"),
        ("via", "VARCHAR"),
        ("outlets", "BIGINT"),
        ("requests", "BIGINT"),
        ("answered_before", "BIGINT"),
    )
    columns = tuple(Column(name=name, type=kind) for name, kind in names)
    return Result(columns=columns, rows=tuple(rows))


def _of_lists(listed: Mapping[Path, Listed]) -> Iterator[str]:
    for path, list_ in listed.items():
        yield f"{path}: {len(list_.entries)} addresses, one request for each new one"
        yield from list_.skipped


def _told(config: Config, addresses: Sequence[str]) -> str:
    """Say how many requests that are at least, and how long the slowest site takes."""
    by_site: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_site[_site(address)].append(address)
    delay_of = delay_of_sites(config)
    host, took = slowest(
        {site: Counter(map(delay_of, of_site)) for site, of_site in by_site.items()}
    )
    number = "1 request" if len(addresses) == 1 else f"{len(addresses)} requests"
    return (
        f"at least {number}, and robots.txt of each site; at least {in_words(took)}"
        f" ({host})"
    )


def _site(url: str) -> str:
    return urlsplit(url).netloc
