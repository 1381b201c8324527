"""What a backfill is to do: what was typed, and the questions that follow from it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from tracker.cli.archives import archive_sources
from tracker.cli.lists import Listed
from tracker.core import urls
from tracker.core.searching import is_outdated, search_terms
from tracker.errors import InputError
from tracker.model import (
    Config,
    DuePage,
    FeedEntry,
    Found,
    Incident,
    Outlet,
    Search,
    SearchState,
    Terms,
    Via,
)

# What is asked of the web; the others are files.
ONLINE: tuple[Via, ...] = ("wordpress", "sitemap", "gdelt", "wayback")
# What a file was searched for: all that it holds.
ITS_ADDRESSES = "the addresses of a list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the user asked for; `complete`: list whole sites instead of searching them.

    `again`: also what was asked before.
    """

    incident: Incident
    outlets: tuple[Outlet, ...]
    vias: tuple[Via, ...]
    lists: tuple[Path, ...] = ()
    records: tuple[Path, ...] = ()
    complete: bool = False
    again: bool = False


def order_of(
    config: Config,
    incident: str,
    *,
    outlets: Collection[str],
    vias: Collection[str],
    files: Collection[Path],
    complete: bool,
    again: bool,
) -> Order:
    """Check what was typed; InputError says what is wrong, and what there is."""
    incidents = {each.id: each for each in config.incidents}
    if incident not in incidents:
        raise InputError(_unknown("no incident", incident, incidents, config))
    known = {each.id: each for each in config.outlets}
    for outlet in outlets:
        if outlet not in known:
            raise InputError(_unknown("--outlet: no outlet", outlet, known, config))
    records = tuple(file for file in files if _holds_records(file))
    lists = tuple(file for file in files if file not in records)
    _check_sources(vias, records=records, lists=lists)
    online: tuple[Via, ...] = tuple(via for via in ONLINE if via in vias)
    return Order(
        incident=incidents[incident],
        outlets=tuple(known[each] for each in outlets) or config.outlets,
        # files are read alone where nothing else is asked for
        vias=online or (() if files else ONLINE),
        lists=lists,
        records=records,
        complete=complete,
        again=again,
    )


def _check_sources(
    vias: Collection[str], *, records: Collection[Path], lists: Collection[Path]
) -> None:
    for via in vias:
        if via not in get_args(Via):
            raise InputError(f"--via {via}: it is one of {', '.join(get_args(Via))}")
    for kind, given in (("warc", records), ("list", lists)):
        if kind in vias and not given:
            raise InputError(f"--via {kind}: name the file with --file FILE")
    for file in lists:
        if file.suffix.lower() == ".opml":
            raise InputError(f"{file}: lists feeds: tracker add --file {file}")
    for file in records:
        if str(file) != "-" and not file.is_file():
            raise InputError(f"{file}: there is no such file")


def _unknown(what: str, name: str, known: Mapping[str, object], config: Config) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "no id is like it"
    return f"{what} {name} in {config.path}; {hint}"


def _holds_records(file: Path) -> bool:
    return str(file) == "-" or file.name.lower().endswith((".warc", ".warc.gz"))


def window_of(
    incident: Incident, config: Config, now: datetime
) -> tuple[datetime, datetime]:
    """Give the days of an incident, until today, as a stretch of time in UTC.

    The end is excluded. Of one that has not begun it is empty.
    """
    zone = ZoneInfo(config.timezone)
    last_day = min(incident.last_day, now.astimezone(zone).date())
    first, end = incident.first_day, last_day + timedelta(days=1)
    from_at = datetime(first.year, first.month, first.day, tzinfo=zone)
    to_at = datetime(end.year, end.month, end.day, tzinfo=zone)
    return from_at.astimezone(UTC), to_at.astimezone(UTC)


def planned(config: Config, order: Order, now: datetime) -> tuple[Search, ...]:
    """Give the questions with which each archive is asked first."""
    sources = archive_sources(config, complete=order.complete)
    from_at, to_at = window_of(order.incident, config, now)
    if from_at >= to_at:
        first_day = order.incident.first_day
        raise InputError(f"{order.incident.id} begins on {first_day}: nothing is there")

    @cache
    def terms_in(languages: tuple[str, ...]) -> Terms:
        return search_terms(order.incident, config.actors, languages=languages)

    by_address: dict[tuple[Via, str], dict[str, Search]] = defaultdict(dict)
    # of all outlets: an address must not depend on which of them are asked for
    for outlet in config.outlets:
        terms = terms_in(outlet.languages)
        for via in order.vias:
            if via not in sources:
                continue
            for search in sources[via].first(
                outlet, order.incident.id, from_at=from_at, to_at=to_at, terms=terms
            ):
                by_address[via, search.address].setdefault(outlet.id, search)
    wanted = {outlet.id for outlet in order.outlets}
    return tuple(
        _told_apart(search) if len(of_outlets) > 1 else search
        for of_outlets in by_address.values()
        for search in of_outlets.values()
        if search.outlet in wanted
    )


def _told_apart(search: Search) -> Search:
    """Give an outlet its own of a question that it shares with another one.

    Outlets of one host are asked for in the same words. The fragment is never sent; the
    listing has none, as the Wayback Machine is asked for more by adding to it.
    """
    return replace(search, address=f"{search.address}#{search.outlet}")


def answers_of(
    config: Config, order: Order, listed: Mapping[Path, Listed], now: datetime
) -> Iterator[tuple[Search, Found]]:
    """Yield what each list has of each outlet, as if an archive had answered."""
    hosts = urls.OutletHosts(config.outlets)
    wanted = {outlet.id for outlet in order.outlets}
    from_at, to_at = window_of(order.incident, config, now)
    for path, each in listed.items():
        by_outlet: dict[str, list[FeedEntry]] = {}
        for entry in each.entries:
            outlet = hosts.outlet_of(entry.url)
            if outlet is not None and outlet.id in wanted:
                by_outlet.setdefault(outlet.id, []).append(entry)
        listing = path.resolve().as_uri()
        for outlet_id, entries in by_outlet.items():
            search = Search(
                incident=order.incident.id,
                outlet=outlet_id,
                via="list",
                address=f"{listing}#{outlet_id}",
                listing=listing,
                from_at=from_at,
                to_at=to_at,
                query=ITS_ADDRESSES,
            )
            yield search, Found(entries=tuple(entries))


def foreign(config: Config, listed: Mapping[Path, Listed]) -> Iterator[str]:
    """Say of each list which addresses belong to no outlet, and are left out."""
    hosts = urls.OutletHosts(config.outlets)
    for path, each in listed.items():
        others = [e.url for e in each.entries if hosts.outlet_of(e.url) is None]
        if others:
            yield (
                f"{path}: {len(others)} of {len(each.entries)} addresses are of no"
                f" outlet in {config.path} and are left out, such as {others[0]}"
            )


def knocked(
    plan: Sequence[Search], states: Iterable[SearchState], outlets: Iterable[Outlet]
) -> list[Search]:
    """Leave out what hangs on an answer: whether there is an interface at all.

    Where none is configured, WordPress is asked one question, and the others once that
    was answered.
    """
    guessed = {outlet.id for outlet in outlets if outlet.wordpress is None}
    answered = {
        state.search.outlet
        for state in states
        if state.search.via == "wordpress" and state.outcome == "read"
    }
    kept, knocks = [], set[str]()
    for search in plan:
        is_guess = search.via == "wordpress" and search.outlet in guessed - answered
        if not is_guess or search.outlet not in knocks:
            kept.append(search)
        if is_guess:
            knocks.add(search.outlet)
    return kept


def standing(
    config: Config,
    order: Order,
    plan: Sequence[Search],
    stored: Sequence[SearchState],
    *,
    again: bool,
    asked: Collection[Search] = (),
) -> list[SearchState]:
    """Give all questions of an order, as they stand by now.

    An archive that is switched off is asked nothing. `again`: all are open, but for
    those that were `asked` meanwhile.
    """
    states = {_key(each.search): each for each in stored}
    for search in knocked(plan, stored, order.outlets):
        before = states.get(_key(search))
        if before is not None and before.search != search:
            states = {
                key: each
                for key, each in states.items()
                if not is_outdated(each.search, before.search, search)
            }
        states.setdefault(_key(search), SearchState(search=search))
    if again:
        done = set(map(_key, asked))
        states |= {
            key: SearchState(search=state.search)
            for key, state in states.items()
            if key not in done
        }
    sources = archive_sources(config)
    return [
        each for each in _of_order(order, states.values()) if each.search.via in sources
    ]


def left_off(
    config: Config, order: Order, stored: Iterable[SearchState]
) -> list[SearchState]:
    """Give the open questions of an order to archives that are switched off."""
    sources = archive_sources(config)
    return [
        each
        for each in _of_order(order, stored)
        if each.outcome == "open" and each.search.via not in sources
    ]


def _of_order(order: Order, states: Iterable[SearchState]) -> Iterator[SearchState]:
    wanted = {outlet.id for outlet in order.outlets}
    return (
        each
        for each in states
        if each.search.via in order.vias and each.search.outlet in wanted
    )


def _key(search: Search) -> tuple[Via, str]:
    return search.via, search.address


def of_no_feed(pages: Iterable[DuePage]) -> tuple[DuePage, ...]:
    """Keep the pages that archives found, and leave those of feeds to a crawl."""
    return tuple(page for page in pages if page.feed_url is None)


def delay_of_sites(config: Config) -> Callable[[str], timedelta]:
    """Say how long the pause is between two requests to the site of an address."""
    archives = (config.backfill.gdelt, config.backfill.wayback)

    def delay_of(url: str) -> timedelta:
        is_archive = any(each and url.startswith(each) for each in archives)
        return config.backfill.delay if is_archive else config.crawl.delay

    return delay_of
