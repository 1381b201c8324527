"""`tracker add`: addresses that a person named, and feeds of an OPML file."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tracker.cli.crawling import conclude, finish, stoppable, tell
from tracker.cli.joining import Workshop, workshop
from tracker.core import urls
from tracker.errors import InputError
from tracker.model import Config, DuePage
from tracker.pipeline import PassResult, Visitor
from tracker.web.opml import OpmlFeed, read_opml


def add_from(
    config: Config, addresses: Sequence[str], file: Path | None, screen: Console
) -> int:
    """Fetch what was named, on the line or in a file; the exit status."""
    if file is not None and file.suffix.lower() == ".opml":
        return _write_outlets(_read(file).encode(), file, screen)
    named = [*addresses, *(addresses_of(file) if file else ())]
    if not named:
        raise InputError("tracker add: name addresses, or a list with --file LIST")
    return _add_pages(config, screen, named)


def _add_pages(config: Config, screen: Console, addresses: Sequence[str]) -> int:
    hosts = urls.OutletHosts(config.outlets)
    owned: dict[str, str] = {}
    strangers = []
    for address in addresses:
        try:
            url = urls.canonical(address)
        except ValueError as error:
            raise InputError(f"{address}: {error}") from error
        outlet = hosts.outlet_of(url)
        if outlet is None:
            strangers.append(url)
        else:
            owned[url] = outlet.id
    with stoppable() as stop, workshop(config, stop=stop) as shop:
        tell(shop.notes, screen)
        result = _visit_list(shop, owned)
    for visit in result.visits:
        for page in visit.pages:
            screen.print(f"{page.url}: {page.outcome}; {page.detail}")
    for url in strangers:
        screen.print(
            f"{url}: not fetched: no outlet has this host; add it to `outlets`, or to"
            " the `hosts` of the outlet it belongs to"
        )
    status = conclude(result, config, screen)
    return 1 if strangers else status


def _visit_list(shop: Workshop, owned: dict[str, str]) -> PassResult:
    now = shop.tools.clock()
    run_id = shop.new_run("add")
    pages = tuple(
        DuePage(
            url=url,
            outlet=outlet,
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            not_seen_at=None,
            title=None,
            published=None,
            attempts=0,
        )
        for url, outlet in owned.items()
    )
    visitor = Visitor(
        shop.config,
        tools=shop.tools,
        known=shop.store.due(now=now, outlets=(), force=False).known,
        run_id=run_id,
        config_hash=shop.coding_hash,
    )
    visit = visitor.visit_pages(pages)
    applied = shop.store.apply(now=shop.tools.clock())
    visits = (visit,) if visit else ()
    finish(shop, run_id, visits)
    return PassResult(
        visits=visits,
        waiting=applied.waiting,
        busy=applied.busy,
        damaged=applied.damaged,
    )


def addresses_of(path: Path) -> tuple[str, ...]:
    """Read a list: one address a line, or a CSV with a column `url`."""
    text = _read(path)
    if path.suffix.lower() == ".csv":
        rows = csv.DictReader(io.StringIO(text))
        if "url" not in (rows.fieldnames or ()):
            found = ", ".join(rows.fieldnames or ()) or "none"
            raise InputError(f"{path}: needs a column named url; its columns: {found}")
        return tuple(row["url"].strip() for row in rows if row["url"])
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not a text file in UTF-8; save it so") from error


def _write_outlets(body: bytes, file: Path, screen: Console) -> int:
    """Write the feeds of an OPML file as outlets, to be looked through and included."""
    feeds, damaged = read_opml(body)
    for entry in damaged:
        screen.print(f"{file}: {entry}")
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
            f"  - id: {name}",
            f"    name: {_quoted(feed.title)}",
            f"    home: {_quoted(feed.home)}",
            f"    feeds: [{_quoted(feed.url)}]",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
