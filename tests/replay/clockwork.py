"""A crawler that runs on under a simulated clock, with the real visitor inside."""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event

from tests.pipeline.fakes import FakeKnown, extract
from tests.replay.world import DAY, Web, World, read_document
from tracker.core import urls
from tracker.core.cadence import Waking, due_again
from tracker.core.fingerprint import coding_hash
from tracker.core.matching import compile_matcher
from tracker.model import (
    Actor,
    Config,
    CrawlSettings,
    DueFeed,
    DuePage,
    FeedState,
    Incident,
    Name,
    Outlet,
    Visit,
)
from tracker.pipeline import Tools
from tracker.pipeline.visitor import Visitor

# As `tracker run` does.
TICK = timedelta(minutes=1)
# A feed may wait for others of its tick.
QUEUE_SECONDS = 20.0


def config_of(world: World) -> Config:
    """The configuration that follows the incidents of a world."""
    feeds: dict[str, list[str]] = {}
    for site in world.sites:
        feeds.setdefault(site.outlet, []).append(site.url)
    return Config(
        path=Path("config.yaml"),
        database=Path("coverage.duckdb"),
        archive=None,
        keep="matched",
        timezone="Europe/Tirane",
        contact=None,
        crawl=CrawlSettings(),
        queries=None,
        outlets=tuple(
            Outlet(
                id=outlet,
                name=outlet.capitalize(),
                home=f"https://{outlet}.example/",
                languages=("sq",),
                feeds=tuple(addresses),
            )
            for outlet, addresses in feeds.items()
        ),
        actors=(
            Actor(id="vala", name="Vala", names={"sq": (Name(text="Shoqata Vala"),)}),
        ),
        incidents=tuple(
            Incident(
                id=incident,
                title={"sq": incident},
                first_day=_local_day(world, incident),
                last_day=_local_day(world, incident),
                place=None,
                actors=("vala",),
                about={"*": f"actor:vala AND {word}"},
            )
            for incident, word in world.incidents.items()
        ),
    )


@dataclass
class Clockwork:
    """Visits what is due, tick by tick, and keeps all that was learnt."""

    world: World
    config: Config
    seed: int = 1
    visits: list[Visit] = field(default_factory=list)
    known: FakeKnown = field(default_factory=FakeKnown)

    def __post_init__(self) -> None:
        self.now = self.world.start
        self._rng = random.Random(self.seed)  # noqa: S311 - nothing secret
        self.web = Web(world=self.world, clock=lambda: self.now)
        self._visitor = Visitor(
            self.config,
            tools=self._tools(),
            known=self.known,
            run_id="replay",
            config_hash=coding_hash(self.config),
        )

    def run(self) -> Sequence[Visit]:
        """Replay the whole time of the world."""
        queue: list[tuple[datetime, int, DueFeed | DuePage]] = []
        for site in self.world.sites:
            feed = DueFeed(url=site.url, outlet=site.outlet, kind="feed")
            queue.append((self._awake(self.world.start, site.url), len(queue), feed))
        heapq.heapify(queue)
        number = len(queue)
        while queue and queue[0][0] < self.world.end:
            self.now, _, work = heapq.heappop(queue)
            for at, following in self._work(work):
                number += 1
                heapq.heappush(
                    queue, (self._awake(at, following.url), number, following)
                )
        return self.visits

    def _work(
        self, work: DueFeed | DuePage
    ) -> Iterator[tuple[datetime, DueFeed | DuePage]]:
        if isinstance(work, DueFeed):
            visit = self._visitor.visit_feed(work)
            assert visit.feed is not None
            yield visit.feed.next_check_at, _due(visit.feed)
        else:
            visit = self._visitor.visit_pages([work])
            assert visit is not None
        for page in visit.pages:
            if page.retry_at is not None:
                yield page.retry_at, due_again(page)

    def _awake(self, at: datetime, url: str) -> datetime:
        """The tick at which something that is due at a time is visited."""
        start, asleep = self.world.start, self.world.asleep
        tick = start - (start - at) // TICK * TICK
        if asleep is not None and asleep.start <= tick < asleep.end:
            waking = Waking(at=asleep.end, over=self.config.crawl.interval)
            tick = asleep.end
            while not waking.lets_go(url, now=tick, next_check_at=at):
                tick += TICK
        return tick + timedelta(seconds=self._rng.uniform(0, QUEUE_SECONDS))

    def _write(self, visit: Visit) -> None:
        self.visits.append(visit)
        for page in visit.pages:
            self.known.pages[urls.url_hash(page.url)] = page.entry_hash

    def _tools(self) -> Tools:
        return Tools(
            fetcher=self.web,
            read=dict.fromkeys(("feed", "sitemap", "wordpress"), read_document),
            listing_url=lambda feed: feed.url,
            extract=extract,
            identify=lambda _title, _body, default: default,
            matcher=compile_matcher(
                self.config.actors,
                self.config.incidents,
                timezone=self.config.timezone,
            ),
            host_of=lambda url: url.split("/")[2],
            write=self._write,
            set_aside=lambda _url, _body: "nowhere",
            program="replay",
            clock=lambda: self.now,
            stop=Event(),
        )


def _local_day(world: World, incident: str) -> date:
    return (world.day_of(incident) + DAY / 2).date()


def _due(state: FeedState) -> DueFeed:
    return DueFeed(
        url=state.url,
        outlet=state.outlet,
        kind=state.kind,
        state=state.state,
        failures=state.failures,
        last_success_at=state.last_success_at,
        memory=state.memory,
    )
