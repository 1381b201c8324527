"""`tracker add`: addresses that a person named, and feeds of an OPML file."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from rich.console import Console

from tracker.cli import clock
from tracker.cli.crawling import conclude, one_pass, tell
from tracker.cli.joining import workshop
from tracker.cli.lock import crawler_lock, crawler_of
from tracker.cli.places import outbox_folder
from tracker.cli.screen import describe_page, event_line
from tracker.cli.stopping import stoppable
from tracker.core import urls
from tracker.db.outbox import Outbox
from tracker.errors import InputError
from tracker.model import Config, DuePage, PageVisit, Visit
from tracker.web.opml import OpmlFeed, read_opml

_TABLES = (".csv", ".tsv")
_DELIMITERS = ",;\t"
# A table of one column: commas in its addresses part nothing.
_NONE = "\x1f"
_URL = "url"
# Columns of other tools that may hold the addresses.
_LIKE_URL = re.compile(r"url|link|href|address|adres", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list held: addresses in canonical form, and a line on each bad entry."""

    urls: tuple[str, ...]
    skipped: tuple[str, ...]


def add_from(
    config: Config, addresses: Sequence[str], file: Path | None, screen: Console
) -> int:
    """Fetch what was named, on the line or in a file; the exit status."""
    if file is not None and file.suffix.lower() == ".opml":
        return _write_outlets(_read(file).encode(), file, screen)
    named = [_canonical(address) for address in addresses]
    listed = read_list(file) if file else Listed((), ())
    if not (named or listed.urls or listed.skipped):
        raise InputError("tracker add: name addresses, or a list with --file LIST")
    return _add_pages(config, screen, (*named, *listed.urls), listed.skipped)


def _canonical(address: str) -> str:
    try:
        return urls.canonical(address)
    except ValueError as error:
        raise InputError(f"{address}: {error}") from error


def _add_pages(
    config: Config, screen: Console, named: Sequence[str], skipped: Sequence[str]
) -> int:
    hosts = urls.OutletHosts(config.outlets)
    owned: dict[str, str] = {}
    left_out = list(skipped)
    for url in named:
        outlet = hosts.outlet_of(url)
        if outlet is None:
            left_out.append(
                f"{url}: not fetched: no outlet has this host; add it to `outlets`, or"
                " to the `hosts` of the outlet it belongs to"
            )
        elif not outlet.fetch:
            left_out.append(f"{url}: not fetched: `fetch` of {outlet.id} is false")
        else:
            owned[url] = outlet.id
    status = _fetch(config, screen, owned) if owned else 0
    for entry in left_out:
        screen.print(event_line(entry), soft_wrap=True)
    return 1 if left_out else status


def _fetch(config: Config, screen: Console, owned: Mapping[str, str]) -> int:
    def show(visit: Visit) -> None:
        for page in visit.pages:
            screen.print(describe_page(page), soft_wrap=True)

    crawler = crawler_of(config.database)
    if crawler is not None:
        # Two would ask the same sites at the same time.
        _hand_over(config, owned, now=clock.now())
        tell([f"{len(owned)} addresses are left to the crawler: {crawler}"], screen)
        return 0
    with (
        crawler_lock(config.database, now=clock.now()),
        stoppable() as stop,
        workshop(config, stop=stop) as shop,
    ):
        tell(shop.notes, screen)
        pages = _pages(owned, now=shop.tools.clock())
        result = one_pass(shop, command="add", pages=pages, on_visit=show)
        if stop.is_set():
            tell(["stopped as asked; add the rest again"], screen)
            return 1
    return conclude(result, config, screen)


def _hand_over(config: Config, owned: Mapping[str, str], *, now: datetime) -> None:
    """Put pages into the outbox, as found and not read yet."""
    pages = tuple(
        PageVisit(
            url=url,
            outlet=outlet,
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            checked_at=None,
            not_seen_at=None,
            outcome="pending",
            detail="named by a person, not read yet",
            attempts=0,
            retry_at=now,
        )
        for url, outlet in owned.items()
    )
    outbox = Outbox(outbox_folder(config.database))
    outbox.write(
        Visit(id=uuid4().hex[:16], run_id="add", feed=None, poll=None, pages=pages)
    )


def _pages(owned: Mapping[str, str], *, now: datetime) -> tuple[DuePage, ...]:
    return tuple(
        DuePage(
            url=url,
            outlet=outlet,
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            not_seen_at=None,
            title=None,
            published_text=None,
            attempts=0,
        )
        for url, outlet in owned.items()
    )


def read_list(path: Path) -> Listed:
    """Read a list: one address a line, or a table with a column `url`.

    A table is what spreadsheets save as .csv or .tsv, with commas, semicolons or tabs.
    """
    text = _read(path)
    is_table = path.suffix.lower() in _TABLES
    found: list[str] = []
    skipped: list[str] = []
    for line, address in _rows(text, path) if is_table else _lines(text):
        try:
            found.append(urls.canonical(address))
        except ValueError as error:
            what = f"{address}: {error}" if address else "no address"
            skipped.append(f"{path}:{line}: {what}; skipped")
    return Listed(tuple(found), tuple(skipped))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and address of each line that is no comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _rows(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield number of the last line, and address, of each row that is not empty."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        at = _url_column(_header(rows), path)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, row[at].strip() if at < len(row) else ""
    except csv.Error as error:
        raise InputError(
            f"{path}:{rows.line_num}: cannot be read as a table: {error}; save it as"
            " CSV again"
        ) from error


def _delimiter(text: str) -> str:
    """Choose what parts the header best, if possible into a column `url` and others."""

    def fit(delimiter: str) -> tuple[bool, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            header = _header(rows)
        except csv.Error:
            return False, 0
        return _URL in map(str.lower, header), len(header)

    best = max(_DELIMITERS, key=fit)
    return best if fit(best)[1] > 1 else _NONE


def _header(rows: Iterator[list[str]]) -> list[str]:
    return [name.strip() for name in next((row for row in rows if any(row)), [])]


def _url_column(names: Sequence[str], path: Path) -> int:
    for at, name in enumerate(names):
        if name.lower() == _URL:
            return at
    like = next((name for name in names if _LIKE_URL.search(name)), None)
    remedy = f"rename '{like}' to url" if like else "name that of the addresses so"
    raise InputError(
        f"{path}: needs a column named url; its columns: {', '.join(names) or 'none'};"
        f" {remedy}"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not a text file in UTF-8; save it so (in Excel: CSV UTF-8)"
        ) from error


def _write_outlets(body: bytes, file: Path, screen: Console) -> int:
    """Write the feeds of an OPML file as outlets, to be looked through and included."""
    feeds, damaged = read_opml(body)
    for entry in damaged:
        screen.print(event_line(f"{file}: {entry}"), soft_wrap=True)
    if not feeds:
        raise InputError(f"{file}: no feed with an http(s) address in it")
    target = file.with_suffix(".outlets.yaml")
    if target.exists():
        raise InputError(f"{target} is there already; move it away first")
    target.write_text(_outlets_yaml(feeds, file.name), encoding="utf-8")
    screen.print(f"wrote {target}: {len(feeds)} outlets. Look it through, then add")
    screen.print("it to `include:` in your config.yaml, and run: tracker check")
    return 1 if damaged else 0


def _outlets_yaml(feeds: Sequence[OpmlFeed], source: str) -> str:
    lines = [f"# from {source}; give each outlet its country, languages and kind", ""]
    lines.append("outlets:")
    taken: set[str] = set()
    for feed in feeds:
        plain = re.sub(r"[^a-z0-9]+", "-", feed.title.lower()).strip("-") or "outlet"
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name)
        lines += [
            f"  - id: {_quoted(name)}",
            f"    name: {_quoted(feed.title)}",
            f"    home: {_quoted(feed.home)}",
            f"    feeds: [{_quoted(feed.url)}]",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
