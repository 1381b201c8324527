"""`tracker add`: addresses that a person named, and feeds of an OPML file."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from rich.console import Console

from tracker.cli import clock
from tracker.cli.crawling import conclude, one_pass, tell
from tracker.cli.joining import workshop
from tracker.cli.lists import Listed, read_bytes, read_list
from tracker.cli.lock import crawler_lock, crawler_of
from tracker.cli.places import outbox_folder
from tracker.cli.screen import describe_page, event_line
from tracker.cli.stopping import stoppable
from tracker.core import urls
from tracker.db.outbox import Outbox
from tracker.errors import InputError
from tracker.model import Config, DuePage, FeedEntry, PageVisit, Visit
from tracker.pipeline import Errand
from tracker.web.opml import OpmlFeed, read_opml


def add_from(
    config: Config, addresses: Sequence[str], file: Path | None, screen: Console
) -> int:
    """Fetch what was named, on the line or in a file; the exit status."""
    if file is not None and file.suffix.lower() == ".opml":
        return _write_outlets(read_bytes(file), file, screen)
    named = [_named(address) for address in addresses]
    listed = read_list(file) if file else Listed((), ())
    if not (named or listed.entries or listed.skipped):
        raise InputError("tracker add: name addresses, or a list with --file LIST")
    return _add_pages(config, screen, (*named, *listed.entries), listed.skipped)


def _named(address: str) -> FeedEntry:
    try:
        url = urls.canonical(address)
    except ValueError as error:
        raise InputError(f"{address}: {error}") from error
    return FeedEntry(key=url, url=url)


def _add_pages(
    config: Config,
    screen: Console,
    named: Sequence[FeedEntry],
    skipped: Sequence[str],
) -> int:
    hosts = urls.OutletHosts(config.outlets)
    owned: dict[FeedEntry, str] = {}
    left_out = list(skipped)
    for entry in named:
        url = entry.url
        outlet = hosts.outlet_of(url)
        if outlet is None:
            left_out.append(
                f"{url}: not fetched: no outlet has this host; add it to `outlets`, or"
                " to the `hosts` of the outlet it belongs to"
            )
        elif not outlet.fetch:
            left_out.append(f"{url}: not fetched: `fetch` of {outlet.id} is false")
        else:
            owned[entry] = outlet.id
    status = _fetch(config, screen, owned) if owned else 0
    for line in left_out:
        screen.print(event_line(line), soft_wrap=True)
    return 1 if left_out else status


def _fetch(config: Config, screen: Console, owned: Mapping[FeedEntry, str]) -> int:
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
        errand = Errand(pages=_pages(owned, now=shop.tools.clock()))
        result = one_pass(shop, command="add", errand=errand, on_visit=show)
        if stop.is_set():
            tell(["stopped as asked; add the rest again"], screen)
            return 1
    return conclude(result, config, screen)


def _hand_over(
    config: Config, owned: Mapping[FeedEntry, str], *, now: datetime
) -> None:
    """Put pages into the outbox, as found and not read yet."""
    pages = tuple(
        PageVisit(
            url=entry.url,
            outlet=outlet,
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            checked_at=None,
            not_seen_at=None,
            outcome="pending",
            detail="named by a person, not read yet",
            title=entry.title,
            published_text=entry.published,
            attempts=0,
            retry_at=now,
        )
        for entry, outlet in owned.items()
    )
    outbox = Outbox(outbox_folder(config.database))
    outbox.write(
        Visit(id=uuid4().hex[:16], run_id="add", feed=None, poll=None, pages=pages)
    )


def _pages(owned: Mapping[FeedEntry, str], *, now: datetime) -> tuple[DuePage, ...]:
    return tuple(
        DuePage(
            url=entry.url,
            outlet=outlet,
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            not_seen_at=None,
            title=entry.title,
            published_text=entry.published,
            attempts=0,
        )
        for entry, outlet in owned.items()
    )


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
