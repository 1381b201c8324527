"""A pass over a thousand feeds that hardly changed, beside a plain loop.

    pytest tests/benchmarks/bench_polling.py -m benchmark -s

One feed in twenty has a new entry; half of the servers answer conditions with 304, the
others send the same bytes again. The plain loop fetches every feed with httpx and hands
it to feedparser, as a script would, and stores nothing. CPU seconds are those of the
program and its workers, without the server. Its table goes into docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import duckdb
import feedparser
import httpx
import pytest

from tracker.cli.crawling import one_pass
from tracker.cli.joining import Workshop, workshop
from tracker.cli.stopping import Stop
from tracker.core import urls
from tracker.db.store import Applied, Store
from tracker.db.values import insert
from tracker.model import Config, CrawlSettings, Outlet

FEEDS = 1000
HOSTS = 100
WINDOW = 20
CHANGED_ONE_IN = 20
NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
SUMMARY = "Këshilli shqyrtoi planin e rrugëve dhe e la vendimin për javën tjetër. " * 6


def link(feed: int, entry: int) -> str:
    return f"https://lajme-{feed}.example/lajme/{entry}"


def document(feed: int, newest: int) -> bytes:
    """A feed of twenty entries as WordPress writes them, about 14 KB."""
    items = "".join(
        f"<item><title>Lajmi {entry} i faqes {feed}</title><link>{link(feed, entry)}"
        f"</link><guid>{link(feed, entry)}</guid><pubDate>"
        f"{NOW - timedelta(minutes=30 * (newest - entry)):%a, %d %b %Y %H:%M:%S} GMT"
        f"</pubDate><description><![CDATA[<p>{SUMMARY}</p>]]></description></item>"
        for entry in range(newest, newest - WINDOW, -1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>'
        f"Faqja {feed}</title><link>https://lajme-{feed}.example/</link>{items}"
        f"</channel></rss>"
    ).encode()


# ---------------------------------------------------------------- the server


def serve() -> None:
    """Serve all hosts until the input closes; each line read makes feeds change."""
    newest = [WINDOW]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.removeprefix("/feed/")
            if not name.isdigit():
                return self._send(404, b"none", None)
            feed = int(name)
            entry = newest[0] if feed % CHANGED_ONE_IN == 0 else WINDOW
            etag = f'"{entry}"' if feed % 2 else None
            if etag and self.headers.get("If-None-Match") == etag:
                return self._send(304, b"", etag)
            return self._send(200, document(feed, entry), etag)

        def _send(self, status: int, body: bytes, etag: str | None) -> None:
            self.send_response(status)
            if status != 304:
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
            if etag:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(HOSTS)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(*(server.server_port for server in servers), flush=True)
    for _ in sys.stdin:
        newest[0] += 1
        print("changed", flush=True)


@dataclass(frozen=True)
class Servers:
    process: "subprocess.Popen[str]"
    ports: tuple[int, ...]

    def url(self, feed: int) -> str:
        return f"http://127.0.0.1:{self.ports[feed % HOSTS]}/feed/{feed}"

    def change(self) -> None:
        """Give one feed in CHANGED_ONE_IN a new entry."""
        print(file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "changed\n"


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        ports = tuple(map(int, process.stdout.readline().split()))
        yield Servers(process, ports)
        process.stdin.close()


# ---------------------------------------------------------------- what is measured


@dataclass
class Spent:
    """CPU seconds of a block, of this process and of its workers."""

    own: float = 0.0
    workers: float = 0.0

    @property
    def all(self) -> float:
        return self.own + self.workers


@contextmanager
def measured(without: int) -> Iterator[Spent]:
    """Measure a block; `without` is the server's process, which is not counted."""
    spent = Spent()
    own, workers = _own(), _workers(without)
    yield spent
    spent.own, spent.workers = _own() - own, _workers(without) - workers


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _workers(without: int) -> float:
    """Seconds of children that ended and of those that run (proc(5), fields 14, 15)."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime + ended.ru_stime
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and int(stat.parent.name) != without:
            ticks = int(fields[11]) + int(fields[12])
            seconds += ticks / os.sysconf("SC_CLK_TCK")
    return seconds


class Watched:
    """A store that knows how much of this thread's time was spent in `apply`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.seconds = 0.0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def apply(self, *, now: datetime) -> Applied:
        started = time.thread_time()
        applied = self._store.apply(now=now)
        self.seconds += time.thread_time() - started
        return applied


def config_of(servers: Servers, folder: Path) -> Config:
    return Config(
        path=folder / "config.yaml",
        database=folder / "coverage.duckdb",
        archive=None,
        keep="matched",
        timezone="Europe/Tirane",
        contact=None,
        crawl=CrawlSettings(
            delay=timedelta(0),
            private_addresses=frozenset(("127.0.0.1", port) for port in servers.ports),
        ),
        queries=None,
        outlets=tuple(
            Outlet(
                id=f"lajme_{feed}",
                name=f"Lajme {feed}",
                home=f"https://lajme-{feed}.example/",
                languages=("sq",),
                feeds=(servers.url(feed),),
            )
            for feed in range(FEEDS)
        ),
        actors=(),
        incidents=(),
    )


def know_all_pages(shop: Workshop, servers: Servers) -> None:
    """Note every page as read, so that feeds alone are measured."""
    rows = []
    for feed in range(FEEDS):
        for entry in range(1, WINDOW + 3):
            address = urls.canonical(link(feed, entry))
            rows.append(
                {
                    "url": address,
                    "url_hash": urls.url_hash(address),
                    "outlet": f"lajme_{feed}",
                    "found_via": "feed",
                    "feed_url": servers.url(feed),
                    "first_seen_at": NOW,
                    "checked_at": NOW,
                    "outcome": "unmatched",
                    "attempts": 1,
                }
            )
    with duckdb.connect(shop.store.path) as connection:
        insert(connection, "pages", rows)


def plain_loop(servers: Servers) -> int:
    """What a script would do: fetch and parse each feed; gives the entries read."""
    entries = 0
    with httpx.Client() as client:
        for feed in range(FEEDS):
            reply = client.get(servers.url(feed))
            entries += len(feedparser.parse(reply.content).entries)
    return entries


@pytest.mark.benchmark
def test_unchanged_feeds_cost_no_parsing_and_little_else(
    servers: Servers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    moment = [NOW]
    parsed = count()
    with workshop(
        config_of(servers, tmp_path), stop=Stop(), now=lambda: moment[0]
    ) as opened:
        read = opened.tools.read["feed"]

        def counted(reply: object) -> object:
            next(parsed)
            return read(reply)

        tools = replace(opened.tools, read={**opened.tools.read, "feed": counted})
        store = Watched(opened.store)
        shop = replace(opened, tools=tools, store=store)
        know_all_pages(shop, servers)
        first = one_pass(shop, command="crawl")
        assert [visit.poll.outcome for visit in first.visits] == ["read"] * FEEDS
        assert next(parsed) == FEEDS

        servers.change()
        moment[0] += timedelta(hours=2)
        before, store.seconds = next(parsed), 0.0
        with measured(servers.process.pid) as ours:
            second = one_pass(shop, command="crawl")
        outcomes = [visit.poll.outcome for visit in second.visits]
        assert outcomes.count("read") == FEEDS // CHANGED_ONE_IN
        assert outcomes.count("unchanged") == FEEDS - FEEDS // CHANGED_ONE_IN
        parses = next(parsed) - before - 1
        assert parses == FEEDS // CHANGED_ONE_IN

    with measured(servers.process.pid) as plain:
        entries = plain_loop(servers)
    assert entries == FEEDS * WINDOW
    with capsys.disabled():
        print(f"\n{FEEDS:,} feeds of {WINDOW} entries on {HOSTS} hosts, CPU seconds:")
        print(
            f"  tracker      {ours.all:6.2f}, of these {store.seconds:.2f} for storing"
            f" and {ours.workers:.2f} in its workers"
        )
        print(f"  plain loop   {plain.all:6.2f}, which stores nothing")
        print(f"  ratio        {ours.all / plain.all:6.2f}")
        print(f"  parsed       {parses:6} by the tracker, {FEEDS:,} by the loop")


if __name__ == "__main__":
    serve()
