"""Runs the real crawler and store on one case of the fault server.

It maps words and measures; what to fetch, keep or refuse is decided by the program.
"""

import json
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from tracker.cli.crawling import one_pass
from tracker.cli.joining import Workshop, workshop
from tracker.model import (
    Config,
    CrawlSettings,
    DuePage,
    Failure,
    Outlet,
    Reply,
    Visit,
)
from tracker.pipeline.ports import Fetcher

POLLS = {"read": "ok", "failed": "rejected", "blocked": "rejected"}
PAGES = {
    "matched": "ok",
    "unmatched": "ok",
    "failed": "rejected",
    "too_large": "rejected",
    "not_html": "skipped",
    "paywalled": "skipped",
    "not_article": "skipped",
    "duplicate": "skipped",
    "skipped": "skipped",
    "pending": "later",
    "gone": "gone",
}
STORED = """
    select
        coalesce(articles.title, pages.title, ''), pages.url, pages.published_at,
        coalesce(versions.body, ''), coalesce(articles.flags, [])
    from pages
    left join articles on pages.article_id = articles.article_id
    left join versions
        on articles.article_id = versions.article_id and versions.latest
    where pages.outcome in ('matched', 'unmatched', 'pending')
"""


@dataclass(frozen=True)
class OnlyTheFeed:
    """Ends a pass after its first answer, for cases whose pages are not asked for."""

    inner: Fetcher
    stop: Event

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Reply | Failure:
        answer = self.inner.fetch(url, etag=etag, last_modified=last_modified)
        self.stop.set()
        return answer


def config_of(case: Mapping, out: Path) -> Config:
    asked = case["url"] or case["urls"][0]
    parts = urlsplit(asked)
    if case["auth"]:
        asked = parts._replace(
            netloc=":".join(case["auth"]) + f"@{parts.netloc}"
        ).geturl()
    pairs = (pair.rpartition(":") for pair in case["allow"])
    return Config(
        path=out / "config.yaml",
        database=out / "coverage.duckdb",
        archive=None,
        keep="all",
        timezone="Europe/Tirane",
        contact=None,
        crawl=CrawlSettings(
            delay=timedelta(0),
            private_addresses=frozenset((host, int(port)) for host, _, port in pairs),
        ),
        queries=None,
        outlets=(
            Outlet(
                id="case",
                name="Case",
                home=f"{parts.scheme}://{parts.netloc}/",
                languages=("sq",),
                feeds=(asked,) if case["kind"] == "feed" else (),
                sitemaps=(asked,) if case["kind"] == "sitemap" else (),
            ),
        ),
        actors=(),
        incidents=(),
    )


def one_round(shop: Workshop, case: Mapping) -> tuple[Visit, ...]:
    if case["kind"] in ("feed", "sitemap"):
        visits = one_pass(shop, command="crawl", force=True).visits
        follows = case["follow"] or case["kind"] == "sitemap"
        return tuple(visit for visit in visits if visit.poll or follows)
    now = shop.tools.clock()
    named = case["urls"] or [case["url"]]
    pages = [
        DuePage(
            url=url,
            outlet="case",
            found_via="list",
            feed_url=None,
            first_seen_at=now,
            not_seen_at=None,
            title=None,
            published_text=None,
            attempts=0,
        )
        for url in named
    ]
    return one_pass(shop, command="add", pages=pages).visits


def told(visits: tuple[Visit, ...], before: Mapping) -> dict:
    """What a round came to; without a visit, things stand as they stood."""
    found = {"flags": [], **before}
    if not visits and found.get("outcome") != "gone":
        found["outcome"] = "later"
    for visit in visits:
        if visit.poll is not None:
            wait = visit.feed.next_check_at - visit.poll.polled_at
            found["outcome"] = POLLS.get(visit.poll.outcome, visit.poll.outcome)
            found["feed_url"] = visit.feed.moved_to or visit.feed.url
            found["next_poll"] = wait.total_seconds()
            found["flags"] = visit.poll.detail.split("; ")
        elif visit.pages:
            words = [_page_word(page.outcome, page.detail) for page in visit.pages]
            found["outcome"] = "ok" if "ok" in words else words[-1]
    return found


def _page_word(outcome: str, detail: str) -> str:
    if outcome == "blocked":
        return "skipped" if detail.startswith("robots.txt") else "later"
    return PAGES[outcome]


def stored(database: Path) -> list[dict]:
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute(STORED).fetchall()
    return [
        {
            "title": title,
            "link": url,
            "date": at.replace(tzinfo=UTC).isoformat() if at else None,
            "text": body,
            "flags": flags,
        }
        for title, url, at, body, flags in rows
    ]


def peak() -> float:
    """MiB: the most that this process and its largest worker ever had."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_maxrss for each in who) / 1024


def warm_up(config: Config) -> None:
    """Load what every page needs, so that only the case's own growth is told."""
    with workshop(config, stop=Event()) as shop:
        page = Reply(
            asked=config.outlets[0].home,
            url=config.outlets[0].home,
            status=200,
            headers={"content-type": "text/html"},
            body=b"<h1>T</h1><p>" + b"Some words in a row. " * 30 + b"</p>",
        )
        shop.tools.extract(page)


def main() -> None:
    case, out = json.loads(sys.stdin.read()), Path(sys.argv[1])
    config = config_of(case, out)
    if case["kind"] == "article":
        warm_up(config)
    before = peak()
    stop = Event()
    rounds: list[dict] = []
    with workshop(config, stop=stop, now=lambda: datetime.now(UTC)) as shop:
        if case["kind"] == "feed" and not case["follow"]:
            fetcher = OnlyTheFeed(shop.tools.fetcher, stop)
            desk = replace(shop, tools=replace(shop.tools, fetcher=fetcher))
        else:
            desk = shop
        for _ in range(case["checks"]["rounds"]):
            stop.clear()
            started = time.monotonic()
            visits = one_round(desk, case)
            seconds = round(time.monotonic() - started, 2)
            last = rounds[-1] if rounds else {}
            rounds.append(told(visits, last) | {"seconds": seconds})
    seen = {
        "rounds": rounds,
        "items": stored(config.database),
        "rss_growth_mb": round(peak() - before),
        "note": "",
    }
    (out / "seen.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main()
