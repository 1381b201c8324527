"""`tracker status`: what is wrong with each outlet, since when, and what to do."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from textwrap import wrap
from zoneinfo import ZoneInfo

from rich.console import Console

from tracker.cli import clock
from tracker.cli.lock import crawler_of
from tracker.cli.outdated import hint
from tracker.cli.places import outbox_folder
from tracker.core.diagnosis import Clock, judge
from tracker.core.fingerprint import coding_hash
from tracker.core.health import OutletHealth, StoreHealth
from tracker.core.hiding import hidden
from tracker.db.connection import holder_of, opened
from tracker.db.health import read_health
from tracker.db.memory import read_sites
from tracker.db.migrate import pending
from tracker.db.outbox import Outbox
from tracker.db.recoding import outdated
from tracker.db.searches import search_outcomes
from tracker.errors import StoreBusyError, StoreError
from tracker.model import Config, SiteNotes
from tracker.report.status import Diagnosis, search_lines, status_lines
from tracker.report.text import one_line
from tracker.web.addresses import origin_of, same_domain, site_of
from tracker.web.robots import LONGEST_CRAWL_DELAY, PRODUCT
from tracker.web.robotstxt import rules_for

# No feed is left alone for longer while the crawler runs.
SILENCE = timedelta(hours=2)
# From then on the day says more than the number of hours.
LONG_AGO = timedelta(days=2)


def show_status(config: Config, screen: Console) -> int:
    """Say who crawls, what waits, and how every outlet stands.

    The exit status: 1 when something has to be looked at.
    """
    crawler = crawler_of(config.database)
    _show_work(config, crawler, screen)
    if not config.database.exists():
        return _unknown("none has been visited yet; `tracker crawl` begins", screen)
    now = clock.now()
    try:
        with opened(config.database, read_only=True, wait=time.sleep) as connection:
            if pending(connection):
                return _unknown(
                    "the database was made by an older version of this program; the"
                    " next `tracker crawl` brings it up to date",
                    screen,
                )
            health = read_health(connection, now=now)
            notes = read_sites(connection, ())
            asked = search_outcomes(connection, [each.id for each in config.outlets])
            before = hint(outdated(connection, coding_hash(config)))
    except StoreBusyError as error:
        return _unknown(f"not known while the database is held: {error}", screen)
    if before is not None:
        _say(f"texts: {before}", screen)
    words = Clock(now=now, zone=ZoneInfo(config.timezone))
    silent = crawler is None and _show_silence(health, words, screen)
    _show_searches(config, asked, screen)
    if asked and health.last_visit_at is None:
        told = "none has been visited yet; articles of the past need none"
        _say(f"feeds: {told}, for new ones `tracker crawl` begins", screen)
        return 0
    needs_look = _show_outlets(
        config, _with_sites(config, health, notes), words, screen
    )
    return 1 if silent or needs_look else 0


def _show_work(config: Config, crawler: str | None, screen: Console) -> None:
    waiting = len(Outbox(outbox_folder(config.database)).waiting())
    _say(f"database: {config.database}", screen)
    _say(f"crawler: {crawler or 'none is running'}", screen)
    _say(f"held by: {_holder(config)}", screen)
    stored = "; the next `tracker crawl` stores them" if waiting else ""
    _say(f"outbox: {waiting} visits wait{stored}", screen)


def _holder(config: Config) -> str:
    try:
        return holder_of(config.database) or "nobody"
    except StoreError:
        # Asking takes the right to write, which a reader may not have.
        return "not known"


def _unknown(why: str, screen: Console) -> int:
    _say(f"outlets: {why}", screen)
    return 1


def _show_silence(health: StoreHealth, words: Clock, screen: Console) -> bool:
    """Say for how long nothing was visited; whether that is too long."""
    last = health.last_visit_at
    if last is None:
        return False  # each feed says so itself
    away = words.now - last
    told = f"last visit: {words.words(last)}"
    if away > SILENCE:
        if away < LONG_AGO:
            told += f", {away / timedelta(hours=1):.0f} h ago"
        else:
            told += f" in {last.year}"
        told += ": no outlet is observed since; start `tracker run`"
    _say(told, screen)
    return away > SILENCE


def _show_searches(
    config: Config, asked: Mapping[str, Mapping[str, int]], screen: Console
) -> None:
    """Say how far `tracker backfill` is with the incidents of the configuration."""
    wanted = {incident.id for incident in config.incidents}
    known = {each: found for each, found in asked.items() if each in wanted}
    for line in search_lines(known, width=screen.width):
        _say(line, screen)


def _with_sites(
    config: Config, health: StoreHealth, notes: SiteNotes
) -> tuple[OutletHealth, ...]:
    """Add what was learnt of sites to the outlets that live there."""
    rests = {rest.site: rest for rest in notes.rests}
    robots = {each.origin: each for each in notes.robots}
    wanted = {outlet.id: outlet for outlet in config.outlets}
    found = []
    for each in health.outlets:
        if each.outlet not in wanted:
            continue
        addresses = [wanted[each.outlet].home, *(feed.url for feed in each.feeds)]
        files = [robots[at] for at in map(origin_of, addresses) if at in robots]
        failing = [file.failing_since_at for file in files if file.failing_since_at]
        asked = _delay(file.body for file in files)
        is_more = asked > config.crawl.delay.total_seconds()
        found.append(
            replace(
                each,
                feeds=tuple(
                    replace(
                        feed,
                        has_left=feed.moved_to is not None
                        and not same_domain(feed.url, feed.moved_to),
                    )
                    for feed in each.feeds
                ),
                rest=next(
                    (rests[at] for at in map(site_of, addresses) if at in rests), None
                ),
                robots_failing_since_at=min(failing, default=None),
                asked_delay=asked if is_more else None,
                kept_delay=min(asked, LONGEST_CRAWL_DELAY) if is_more else None,
            )
        )
    return tuple(found)


def _delay(bodies: Iterable[str | None]) -> float:
    """Find the longest Crawl-delay that is asked of us, in seconds; 0 for none."""
    said = (rules_for(PRODUCT, body).crawl_delay for body in bodies if body)
    return max((delay for delay in said if delay is not None), default=0.0)


def _show_outlets(
    config: Config, outlets: tuple[OutletHealth, ...], words: Clock, screen: Console
) -> bool:
    """Show all outlets; whether one of them needs a look."""
    diagnoses = [
        Diagnosis(
            outlet=each.outlet, feeds=len(each.feeds), findings=judge(each, words)
        )
        for each in outlets
        if each.is_fetched
    ]
    _say("", screen)
    for line in status_lines(diagnoses, width=screen.width):
        _say(line, screen)
    listed = [each.outlet for each in outlets if not each.is_fetched]
    _list("listed only, never visited (fetch: false)", listed, screen)
    known = {each.outlet for each in outlets}
    new = [outlet.id for outlet in config.outlets if outlet.id not in known]
    _list("new in the configuration; `tracker crawl` begins with them", new, screen)
    _say(f"Times: {config.timezone}.", screen)
    return bool(new) or any(each.weight == "look" for each in diagnoses)


def _list(what: str, outlets: list[str], screen: Console) -> None:
    if outlets:
        told = f"{what}: {', '.join(outlets)}"
        for line in wrap(told, screen.width, subsequent_indent="  "):
            _say(line, screen)


def _say(line: str, screen: Console) -> None:
    """Print one line: no text of others breaks it, no address tells a secret."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    screen.print(indent + hidden(one_line(line)), soft_wrap=True)
