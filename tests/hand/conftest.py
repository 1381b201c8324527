"""The study of this folder, through reader, matcher and store into a database."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ruamel.yaml import YAML

from tests.db.builders import make_feed_state, make_store
from tests.pipeline.fakes import Desk
from tracker.config import load
from tracker.core.fingerprint import coding_hash
from tracker.model import (
    Config,
    Extracted,
    FeedEntry,
    Outlet,
    PageVisit,
    Poll,
    RawDate,
    Visit,
)
from tracker.pipeline.pages import PageReader

HERE = Path(__file__).parent
# The feeds are read every six hours, from before the incident until after it.
FIRST = datetime(2026, 3, 1, 6, tzinfo=UTC)
LAST = datetime(2026, 3, 10, 6, tzinfo=UTC)
EVERY = timedelta(hours=6)
# Refuses us all the time, so that nothing can be said of it.
CLOSED = "tele"


def read(name: str) -> Any:
    return YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(scope="session")
def study(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    config = load(HERE / "config.yaml")
    store = make_store(tmp_path_factory.mktemp("hand"))
    store.sync(config, now=FIRST, program="tracker 1")
    for number, visit in enumerate([*polls(config), *readings(config)]):
        store.outbox.write(replace(visit, id=f"v{number:03}"))
    while store.apply(now=LAST).waiting:  # a window is short
        pass
    with duckdb.connect(store.path, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def readings(config: Config) -> Iterator[Visit]:
    """Yield a visit for every text, in the order in which they were read."""
    outlets = {outlet.id: outlet for outlet in config.outlets}
    texts = [
        (utc(version["seen"]), number, article, version)
        for article in read("articles.yaml")
        for number, version in enumerate(article["versions"])
    ]
    for seen_at, number, article, version in sorted(texts, key=lambda each: each[0]):
        page = page_of(
            config, outlets[article["outlet"]], article, version, seen_at, number
        )
        yield Visit(id="", run_id="r", feed=None, poll=None, pages=(page,))


def page_of(
    config: Config,
    outlet: Outlet,
    article: Mapping[str, Any],
    version: Mapping[str, Any],
    seen_at: datetime,
    number: int,
) -> PageVisit:
    """Read one text as the crawler does, but for the network."""
    url = f"https://{outlet.id}.example/{article['name']}"
    first_seen_at = utc(article["versions"][0]["seen"])
    stated = RawDate(source="json_ld", text=utc(article["at"]).isoformat())
    extracted = Extracted(
        title=version["title"],
        body=version["body"].strip(),
        language=outlet.languages[0],
        dates=(stated,),
        has_media=article.get("has_media"),
    )
    desk = Desk()
    desk.fetcher.page(url, "<p>")
    tools = replace(
        desk.tools(config), extract=lambda _: extracted, clock=lambda: seen_at
    )
    page = PageVisit(
        url=url,
        outlet=outlet.id,
        found_via="feed",
        feed_url=outlet.feeds[0],
        first_seen_at=first_seen_at,
        checked_at=None,
        not_seen_at=first_seen_at - EVERY,
        outcome="matched" if number else "pending",
        detail="",
        attempts=0,
    )
    reader = PageReader(config, tools=tools, config_hash=coding_hash(config))
    entry = FeedEntry(key=url, url=url, position=article.get("position"))
    return reader.read(page, outlet, entry, known=number > 0)


def polls(config: Config) -> Iterator[Visit]:
    """Yield the visits of every feed; one outlet refuses all of them."""
    for outlet in config.outlets:
        (feed,) = outlet.feeds
        at = FIRST
        while at <= LAST:
            good = outlet.id != CLOSED
            poll = Poll(
                polled_at=at,
                outcome="read" if good else "blocked",
                http_status=200 if good else 403,
                entries=20 if good else None,
                new_entries=0 if good else None,
                complete_from_at=at - EVERY if good else None,
                complete_to_at=at if good else None,
                detail="" if good else "the server answered 403",
            )
            state = make_feed_state(
                url=feed, outlet=outlet.id, state="active" if good else "failing"
            )
            yield Visit(id="", run_id="r", feed=state, poll=poll, pages=())
            at += EVERY
