"""Outlets that publish by day and by night, and servers that answer for them."""

import json
import math
import random
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import cycle
from typing import Literal

from tracker.core.urls import key_hash
from tracker.model import (
    Failure,
    FeedEntry,
    ParsedFeed,
    Reply,
    SiteNotes,
    Wishes,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Midnight in Tirana.
START = datetime(2026, 3, 31, 22, tzinfo=UTC)
# By noon twice the daily mean, by midnight next to nothing.
SWING = 0.95
BURST = 40
# Old entries fill the window before the replay begins.
BEFORE = 12 * DAY
# The crawler goes on a little, so that the last day is closed by a visit.
TAIL = 2 * HOUR
# One page in so many cannot be read at the first try.
SHAKY = 40

SYLLABLES = ("ba", "re", "mi", "so", "zu", "ke", "la", "ni", "po", "vu", "da", "ti")
HAPPENINGS = (
    "këshilli shqyrtoi planin e rrugëve",
    "çmimet e perimeve ranë",
    "shkolla hapi një klasë",
    "shiu vonoi ndeshjen",
    "muzeu zgjati orarin",
    "porti priti një anije",
    "komuna mbolli pemë",
    "libraria ndërroi adresë",
    "ura u hap pas riparimit",
)


@dataclass(frozen=True, kw_only=True)
class Item:
    at: datetime
    url: str
    title: str
    incident: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A time in which a server, or one feed of it, answers nothing of use."""

    start: datetime
    end: datetime
    kind: Literal["down", "503", "500"] = "down"

    def holds(self, now: datetime) -> bool:
        return self.start <= now < self.end


@dataclass(frozen=True, kw_only=True)
class Site:
    """One feed, how busy it is, and the manners of its server."""

    url: str
    a_day: float
    window: int
    conditions: Literal["etag", "modified", "ignored"] = "etag"
    dated: bool = True
    max_age: timedelta | None = None
    ttl: timedelta | None = None
    burst_at: datetime | None = None
    outages: tuple[Outage, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def outlet(self) -> str:
        return self.url.split("/")[2].split(".")[0]

    @property
    def is_wishful(self) -> bool:
        """Whether the server's own wishes may cost the window."""
        return self.max_age is not None or self.ttl is not None

    @property
    def may_lose(self) -> bool:
        """Whether a window may be lost although the crawler does what it can."""
        hasty = self.conditions == "ignored" and self.burst_at is not None
        return self.is_wishful or hasty

    @cached_property
    def times(self) -> list[datetime]:
        return [item.at for item in self.items]

    def shown(self, now: datetime) -> tuple[int, list[Item]]:
        """Number of entries so far, and those in the window, newest first."""
        count = bisect_right(self.times, now)
        return count, list(reversed(self.items[max(count - self.window, 0) : count]))

    def gone_at(self, place: int) -> datetime | None:
        """When an item leaves the window; None: it never does."""
        later = place + self.window
        return self.items[later].at if later < len(self.items) else None


@dataclass(frozen=True, kw_only=True)
class World:
    start: datetime
    end: datetime
    sites: tuple[Site, ...]
    incidents: Mapping[str, str]  # id -> the word by which its articles are known
    asleep: Outage | None = None  # our own absence

    @cached_property
    def by_url(self) -> Mapping[str, Site]:
        return {site.url: site for site in self.sites}

    def day_of(self, incident: str) -> datetime:
        """Local midnight at which the day of an incident begins."""
        return self.start + list(self.incidents).index(incident) * DAY

    def publishers(self, incident: str) -> set[str]:
        """Outlets that published anything about it."""
        return {
            site.outlet
            for site in self.sites
            for item in site.items
            if item.incident == incident
        }


def build(
    sites: Sequence[Site],
    *,
    days: int,
    seed: int,
    titles: Sequence[str] = (),
    asleep: Outage | None = None,
) -> World:
    """Fill sites with a flow of items, and with one incident a day.

    `titles` are those of everyday news; without them they are invented.
    """
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    everyday = cycle(
        titles or [f"{a}, {b}" for a in HAPPENINGS for b in HAPPENINGS if a != b]
    )
    incidents = {f"day_{day + 1:02}": _word(rng, day) for day in range(days)}
    end = START + days * DAY + TAIL
    filled = []
    for site in sites:
        times = [(at, None) for at in _arrivals(rng, site, end)]
        for day, incident in enumerate(incidents):
            if rng.random() < min(0.7, site.a_day / 10):
                noon = START + (day + 0.5) * DAY
                for _ in range(rng.randint(1, 3)):
                    spread = timedelta(hours=rng.uniform(-11, 11))
                    times.append((noon + spread, incident))
        items = [
            _item(site, number, at, incident, incidents, everyday)
            for number, (at, incident) in enumerate(sorted(times, key=lambda x: x[0]))
        ]
        filled.append(_with_items(site, items))
    return World(
        start=START, end=end, sites=tuple(filled), incidents=incidents, asleep=asleep
    )


def _arrivals(rng: random.Random, site: Site, end: datetime) -> list[datetime]:
    """Poisson arrivals by thinning (Lewis and Shedler 1979), and the burst."""
    found, at = [], START - max(BEFORE, site.window / site.a_day * 3 * DAY)
    peak = site.a_day / 24 * (1 + SWING)
    while True:
        at += timedelta(hours=rng.expovariate(peak))
        if at >= end:
            break
        hour = ((at - START) / HOUR) % 24
        # The least at three, the most at three in the afternoon.
        if rng.random() * (1 + SWING) < 1 - SWING * math.cos((hour - 3) * math.pi / 12):
            found.append(at)
    if site.burst_at is not None:
        found += [site.burst_at + rng.random() * HOUR for _ in range(BURST)]
    return found


def _item(
    site: Site,
    number: int,
    at: datetime,
    incident: str | None,
    incidents: Mapping[str, str],
    everyday: "cycle[str]",
) -> Item:
    address = f"https://{site.url.split('/')[2]}/lajme/{site.a_day:.0f}-{number}"
    title = next(everyday)
    if incident is not None:
        title = f"Shoqata Vala foli për {incidents[incident]}, lajmi {number}"
    return Item(
        at=at.replace(microsecond=0), url=address, title=title, incident=incident
    )


def _word(rng: random.Random, day: int) -> str:
    """An invented word for the incident of a day; no two are alike."""
    first, second = divmod(day, len(SYLLABLES))
    made = SYLLABLES[first] + SYLLABLES[second] + rng.choice(SYLLABLES) + "rx"
    return made.capitalize()


def _with_items(site: Site, items: Sequence[Item]) -> Site:
    known = {key: getattr(site, key) for key in site.__dataclass_fields__}
    return Site(**known | {"items": tuple(items)})


# ---------------------------------------------------------------- the servers


@dataclass
class Web:
    """Answers for all servers of a world, at the time of `clock`."""

    world: World
    clock: Callable[[], datetime]
    asked: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for site in self.world.sites:
            self.pages |= {item.url: item for item in site.items}

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Reply | Failure:
        self.asked[url] = self.asked.get(url, 0) + 1
        site = self.world.by_url.get(url)
        if site is None:
            item = self.pages[url]
            if self.asked[url] == 1 and key_hash(url) % SHAKY == 0:
                return _reply(url, 500, b"busy", {"content-type": "text/plain"})
            html = f"<html><body>{item.title}\n{item.title}.</body></html>"
            return _reply(url, 200, html.encode(), {"content-type": "text/html"})
        for outage in site.outages:
            if outage.holds(self.clock()):
                return _refusal(url, outage)
        return self._document(site, etag, last_modified)

    def reserves(self, url: str) -> bool:
        return False

    def learnt(self) -> SiteNotes:
        return SiteNotes()

    def _document(
        self, site: Site, etag: str | None, last_modified: str | None
    ) -> Reply:
        count, items = site.shown(self.clock())
        headers = {"content-type": "application/rss+xml"}
        if site.max_age is not None:
            headers["cache-control"] = f"max-age={site.max_age.total_seconds():.0f}"
        held = None
        if site.conditions == "etag":
            headers["etag"], held = f'"{count}"', etag
        elif site.conditions == "modified":
            headers["last-modified"], held = _http_date(items[0].at), last_modified
        if held in (headers.get("etag"), headers.get("last-modified")) and held:
            return _reply(site.url, 304, b"", headers)
        listed = [
            (item.url, item.title, _http_date(item.at) if site.dated else None)
            for item in items
        ]
        pace = site.ttl.total_seconds() if site.ttl else None
        body = json.dumps({"every": pace, "entries": listed}).encode()
        return _reply(site.url, 200, body, headers)


def read_document(reply: Reply) -> ParsedFeed:
    """Read what `Web` sends for a feed."""
    told = json.loads(reply.body)
    every = told["every"]
    return ParsedFeed(
        entries=tuple(
            FeedEntry(key=url, url=url, title=title, published=at, position=place)
            for place, (url, title, at) in enumerate(told["entries"], start=1)
        ),
        wishes=Wishes(every=timedelta(seconds=every) if every else None),
    )


def _refusal(url: str, outage: Outage) -> Reply | Failure:
    if outage.kind == "down":
        return Failure(outcome="failed", detail="no connection: refused")
    return _reply(url, int(outage.kind), b"busy", {"content-type": "text/plain"})


def _reply(url: str, status: int, body: bytes, headers: dict[str, str]) -> Reply:
    return Reply(asked=url, url=url, status=status, headers=headers, body=body)


def _http_date(at: datetime) -> str:
    return f"{at:%a, %d %b %Y %H:%M:%S} GMT"
