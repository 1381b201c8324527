"""A web that is told what to answer, and a store that remembers what it was given."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Lock

from tracker.core import urls
from tracker.core.cadence import Waking
from tracker.core.matching import compile_matcher
from tracker.model import (
    Actor,
    Config,
    CrawlSettings,
    DueFeed,
    DuePage,
    Extracted,
    Failure,
    FeedEntry,
    Incident,
    Name,
    Outlet,
    PageVisit,
    ParsedFeed,
    Reply,
    Sight,
    SitemapChild,
    SitemapIndex,
    SiteNotes,
    Visit,
)
from tracker.pipeline import Tools

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
FEED = "https://bregu.example/feed/"


def article(name: str) -> str:
    return f"https://bregu.example/{name}"


def make_config(*, keep: str = "matched") -> Config:
    return Config(
        path=Path("config.yaml"),
        database=Path("coverage.duckdb"),
        archive=None,
        keep=keep,
        timezone="Europe/Tirane",
        contact=None,
        crawl=CrawlSettings(),
        queries=None,
        outlets=(
            Outlet(
                id="bregu",
                name="Bregu",
                home="https://bregu.example/",
                languages=("en",),
            ),
            Outlet(
                id="closed", name="Closed", home="https://closed.example/", fetch=False
            ),
        ),
        actors=(
            Actor(
                id="vala", name="Vala", names={"en": (Name(text="Vala Association"),)}
            ),
        ),
        incidents=(
            Incident(
                id="fair",
                title={"en": "The fair"},
                first_day=date(2026, 3, 2),
                last_day=date(2026, 3, 8),
                place=None,
                actors=("vala",),
                about={"*": "actor:vala AND fair"},
            ),
        ),
    )


@dataclass
class FakeFetcher:
    answers: dict[str, Reply | Failure] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditions: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _url: None
    after: Callable[[str], None] = lambda _url: None
    reserved: set[str] = field(default_factory=set)

    def page(self, url: str, text: str, *, headers: dict[str, str] | None = None):
        self.answers[url] = Reply(
            asked=url,
            url=url,
            status=200,
            headers={"content-type": "text/html", **(headers or {})},
            body=f"<html><body>{text}</body></html>".encode(),
        )

    def feed(self, url: str, *names: str, headers: dict[str, str] | None = None):
        self.answers[url] = Reply(
            asked=url,
            url=url,
            status=200,
            headers=headers or {},
            body="\n".join(names).encode(),
        )

    def status(self, url: str, status: int, headers: dict[str, str] | None = None):
        self.answers[url] = Reply(
            asked=url, url=url, status=status, headers=headers or {}, body=b"x"
        )

    def fails(self, url: str, outcome: str, detail: str = "no luck"):
        self.answers[url] = Failure(outcome=outcome, detail=detail)

    def reserves(self, url):
        return url in self.reserved

    def learnt(self):
        return SiteNotes()

    def fetch(self, url, *, etag=None, last_modified=None):
        self.before(url)
        self.asked.append(url)
        self.conditions[url] = (etag, last_modified)
        self.after(url)
        return self.answers[url]


@dataclass
class FakeKnown:
    pages: dict[int, int | None] = field(default_factory=dict)
    sights: dict[int, Sight] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def sight(self, url_hash: int) -> Sight | None:
        return self.sights.get(url_hash)

    def has(self, url_hash: int) -> bool:
        return url_hash in self.pages

    def entry_hash(self, url_hash: int) -> int | None:
        return self.pages.get(url_hash)

    def has_text(self, url_hash: int, text_hash: str) -> bool:
        return self.texts.get(url_hash) == text_hash


@dataclass
class FakeDue:
    feeds: Sequence[DueFeed] = ()
    pages: Sequence[DuePage] = ()
    known: FakeKnown = field(default_factory=FakeKnown)


@dataclass
class FakeApplied:
    waiting: int = 0
    busy: str | None = None
    damaged: tuple[str, ...] = ()


@dataclass
class FakeStore:
    work: FakeDue = field(default_factory=FakeDue)
    applied: FakeApplied = field(default_factory=FakeApplied)

    def due(
        self,
        *,
        now: datetime,
        outlets: Collection[str] | None,
        force: bool,
        waking: Waking | None = None,
    ) -> FakeDue:
        return self.work

    def apply(self, *, now: datetime) -> FakeApplied:
        return self.applied


def read_lines(
    reply: Reply, flags: tuple[str, ...] = (), dated: str | None = None
) -> ParsedFeed | SitemapIndex | Failure:
    """A feed is a list of names, an index one of `+name`; `-` is nothing."""
    lines = [line for line in reply.body.decode().split() if line != "-"]
    if lines == ["!"]:
        return Failure(outcome="failed", detail="not a feed")
    if lines == ["+!"]:
        return Failure(outcome="failed", detail="it took too long", deadly=True)
    if lines and all(line.startswith("+") for line in lines):
        return SitemapIndex(
            children=tuple(SitemapChild(url=article(line[1:])) for line in lines)
        )
    return ParsedFeed(
        entries=tuple(
            FeedEntry(
                key=line,
                url=line if "://" in line else article(line),
                title=line,
                published=dated,
                position=place,
            )
            for place, line in enumerate(lines, start=1)
        ),
        flags=flags,
    )


def extract(
    reply: Reply, canonical: str | None = None, original: str | None = None
) -> Extracted | Failure:
    text = reply.body.decode().removeprefix("<html><body>")
    title, _, body = text.removesuffix("</body></html>").partition("\n")
    if not body:
        return Failure(outcome="not_article", detail="no text")
    return Extracted(title=title, body=body, canonical=canonical, original=original)


class Desk:
    """Tools with a fake web; what is written is kept in `written`."""

    def __init__(self) -> None:
        self.fetcher = FakeFetcher()
        self.written: list[Visit] = []
        self.archived: list[tuple[Reply, PageVisit, datetime]] = []
        self.aside: dict[str, bytes] = {}
        self.stop = Event()
        self.flags: tuple[str, ...] = ()
        self.dated: str | None = None
        self.canonical: str | None = None
        self.original: str | None = None
        self.glances: dict[str, Extracted] = {}
        self._lock = Lock()

    def _write(self, visit: Visit) -> None:
        with self._lock:
            self.written.append(visit)

    def _set_aside(self, url: str, body: bytes) -> str:
        self.aside[url] = body
        return "the cupboard"

    def _read(self, reply: Reply) -> ParsedFeed | SitemapIndex | Failure:
        return read_lines(reply, self.flags, self.dated)

    def tools(self, config: Config) -> Tools:
        return Tools(
            fetcher=self.fetcher,
            read=dict.fromkeys(("feed", "sitemap", "wordpress"), self._read),
            listing_url=lambda feed: feed.url,
            extract=lambda reply: extract(reply, self.canonical, self.original),
            glance=lambda reply: self.glances.get(reply.url),
            identify=lambda _title, _body, default: default,
            matcher=compile_matcher(
                config.actors, config.incidents, timezone=config.timezone
            ),
            host_of=lambda url: url.split("/")[2],
            write=self._write,
            set_aside=self._set_aside,
            program="1",
            clock=lambda: NOW,
            stop=self.stop,
            keep_page=lambda *given: self.archived.append(given),
        )


def known_of(*names: str) -> FakeKnown:
    return FakeKnown(pages={urls.url_hash(article(name)): None for name in names})


def keys_of(*names: str) -> tuple[int, ...]:
    return tuple(urls.url_hash(article(name)) for name in names)
