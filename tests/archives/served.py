"""How the stand-ins answer, what they were asked, and which faults are on."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.archives.gdelt import MOST_RECORDS, gdelt_answer, limited
from tests.archives.gdelt import PATH as GDELT_PATH
from tests.archives.pages import robots, site_answer, text
from tests.archives.wayback import MOST_LINES, captures_of, wayback_answer
from tests.archives.wordpress import ROOT, closed, wordpress_answer
from tests.archives.world import World
from tests.web.server import WISHES, Answer

GDELT, WAYBACK = "gdelt", "wayback"
Kind = Literal["500", "503", "429", "reset", "slow", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the archives treat their visitors; durations in seconds."""

    gdelt_cap: int = MOST_RECORDS
    gdelt_every: float = 0.0  # who asks sooner is refused
    gdelt_status: int = 429  # with which it refuses; 200 happens as well
    cdx_cap: int = MOST_LINES
    per_page: int = 100
    retry_after: int = 1
    pause: float = 0.05  # before each answer of the slow WordPress
    refuses_first: bool = True  # whether that one answers its first request with 429
    slow: float = 2.0  # how long the fault `slow` lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request; `status` is what it got, 0 where the connection broke."""

    site: str
    port: int
    method: str
    path: str
    query: str
    status: int

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(kw_only=True)
class Fault:
    """The `first` to `last` request of a site below a path, since it was set."""

    site: str
    kind: Kind
    first: int
    last: int
    under: str
    count: int = 0


@dataclass(kw_only=True)
class Archives:
    """All stand-ins while they are served; safe to use from several threads."""

    world: World
    places: Mapping[str, tuple[str, int]]  # address and port of each site
    manners: Manners = Manners()
    stop: threading.Event = field(default_factory=threading.Event)
    _log: list[Asked] = field(default_factory=list)
    _faults: list[Fault] = field(default_factory=list)
    _closed: set[str] = field(default_factory=set)
    _robots: dict[str, Answer] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _gdelt_asked: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._captures = captures_of(self.world)

    @property
    def gdelt(self) -> str:
        """What `backfill: gdelt:` is to say."""
        return _base(self.places[GDELT]) + GDELT_PATH

    @property
    def wayback(self) -> str:
        """What `backfill: wayback:` is to say."""
        return f"{_base(self.places[WAYBACK])}/"

    @property
    def pairs(self) -> frozenset[tuple[str, int]]:
        """What the guard must allow."""
        return frozenset(self.places.values())

    def fault(
        self, site: str, kind: Kind, *, nth: int = 1, times: int = 1, under: str = "/"
    ) -> None:
        """Let the nth request of a site from now fail, and the `times` - 1 after it.

        `site` is an outlet, "gdelt" or "wayback"; only requests below `under` count.
        """
        with self._lock:
            self._faults.append(
                Fault(
                    site=site, kind=kind, first=nth, last=nth + times - 1, under=under
                )
            )

    def close(self, site: str) -> None:
        """Close the interface of an outlet, or an archive, until it is opened."""
        with self._lock:
            self._closed.add(site)

    def open(self, site: str) -> None:
        with self._lock:
            self._closed.discard(site)

    def name_sitemaps(self, site: str, *addresses: str) -> None:
        """Let the robots.txt of an outlet name further sitemaps."""
        own = robots(self.world, self.world.outlet[site])
        lines = "".join(f"Sitemap: {each}\n" for each in addresses)
        self.robots(site, text(own + lines))

    def robots(self, site: str, answer: Answer) -> None:
        """Let an outlet have another robots.txt."""
        with self._lock:
            self._robots[site] = answer

    def asked_for_robots(self, site: str) -> int:
        """Count the requests for the robots.txt of a site."""
        with self._lock:
            paths = [each.path for each in self._log if each.site == site]
        return paths.count("/robots.txt")

    def asked(self, site: str | None = None) -> list[Asked]:
        """Give the requests until now in order, without those for a site's wishes."""
        with self._lock:
            return [
                each
                for each in self._log
                if site in (None, each.site) and each.path not in WISHES
            ]

    def forget(self) -> None:
        with self._lock:
            self._log.clear()

    def anew(self) -> None:
        """Be as at the beginning: nothing was asked, closed or changed, no fault."""
        with self._lock:
            for each in (self._log, self._faults, self._closed, self._refused):
                each.clear()
            self._robots.clear()

    def twice(self) -> list[str]:
        """Give the addresses that were asked for again after a good or final answer."""
        counted = Counter(
            f"{each.site} {each.target}"
            for each in self.asked()
            if each.status and each.status < 500 and each.status != 429
        )
        return sorted(target for target, times in counted.items() if times > 1)

    def answer(self, site: str, method: str, target: str) -> Answer | Kind:
        """Answer a request and note it; a kind where the connection has to break."""
        path, _, query = target.partition("?")
        kind = self._fault_for(site, path)
        if kind == "slow":
            self.stop.wait(self.manners.slow)
        answer = self._failing(kind) or self._answer(site, target, path, query)
        broken = kind in ("reset", "cut")
        asked = Asked(
            site=site,
            port=self.places[site][1],
            method=method,
            path=path,
            query=query,
            status=0 if broken else answer.status,
        )
        with self._lock:
            self._log.append(asked)
        if kind == "cut":
            length = ("Content-Length", str(len(answer.body) or 1))
            half = answer.body[: len(answer.body) // 2]
            return replace(answer, body=half, headers=(*answer.headers, length))
        return "reset" if kind == "reset" else answer

    def _fault_for(self, site: str, path: str) -> Kind | None:
        with self._lock:
            for fault in self._faults:
                if fault.site == site and path.startswith(fault.under):
                    if path in WISHES:
                        continue
                    fault.count += 1
                    if fault.first <= fault.count <= fault.last:
                        return fault.kind
        return None

    def _failing(self, kind: Kind | None) -> Answer | None:
        if kind == "429":
            return self._too_many()
        if kind in ("500", "503"):
            return text("<h1>Error</h1>", status=int(kind), kind="text/html")
        return None

    def _too_many(self) -> Answer:
        wait = ("Retry-After", str(self.manners.retry_after))
        refused = text("Too many requests", status=429)
        return replace(refused, headers=(*refused.headers, wait))

    def _answer(self, site: str, target: str, path: str, query: str) -> Answer:
        if site == GDELT:
            return self._gdelt(path, query)
        if site == WAYBACK:
            if path == "/robots.txt":
                return text("User-agent: *\nDisallow:\n")
            if site in self._closed:
                return text("<h1>Blocked</h1>", status=403, kind="text/html")
            return wayback_answer(self._captures, target, cap=self.manners.cdx_cap)
        if path == ROOT or path.startswith(f"{ROOT}/"):
            return self._wordpress(site, path, query)
        usual = site_answer(self.world, self.world.outlet[site], path)
        return self._robots.get(site, usual) if path == "/robots.txt" else usual

    def _gdelt(self, path: str, query: str) -> Answer:
        if path != GDELT_PATH:
            return text("Not found", status=404)
        if GDELT in self._closed:
            return text("Forbidden", status=403)
        with self._lock:
            last, self._gdelt_asked = self._gdelt_asked, time.monotonic()
            too_soon = self._gdelt_asked - last < self.manners.gdelt_every
        if too_soon:
            return limited(self.manners.gdelt_status)
        return gdelt_answer(self.world, query, cap=self.manners.gdelt_cap)

    def _wordpress(self, site: str, path: str, query: str) -> Answer:
        outlet = self.world.outlet[site]
        if outlet.wordpress is None:
            return text("<h1>404</h1>", status=404, kind="text/html")
        if outlet.wordpress == "closed" or site in self._closed:
            return closed()
        if outlet.wordpress == "slow":
            with self._lock:
                is_first = self.manners.refuses_first and site not in self._refused
                self._refused.add(site)
            if is_first:
                return self._too_many()
            self.stop.wait(self.manners.pause)
        most = self.manners.per_page
        return wordpress_answer(self.world, outlet, path, query, most=most)


def _base(place: tuple[str, int]) -> str:
    return f"http://{place[0]}:{place[1]}"
