"""Puts the parts together for everything that fetches."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from urllib.parse import urlsplit
from uuid import uuid4

from tracker import __version__
from tracker.cli import clock
from tracker.cli.places import outbox_folder
from tracker.core.fingerprint import coding_hash, config_hash
from tracker.core.matching import compile_matcher
from tracker.core.urls import OutletHosts
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import (
    Config,
    DueFeed,
    Extracted,
    Failure,
    FeedKind,
    ParsedFeed,
    Reply,
    SitemapIndex,
)
from tracker.pipeline import Tools
from tracker.web.client import Client
from tracker.web.feeds import read_feed
from tracker.web.fetcher import Fetcher, user_agent
from tracker.web.language import Identifier
from tracker.web.pacing import registrable_domain
from tracker.web.sitemaps import read_sitemap
from tracker.web.wordpress import posts_url, read_posts
from tracker.web.workers import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Everything a crawl needs, ready for use; `notes` are for the user to read."""

    config: Config
    store: Store
    tools: Tools
    coding_hash: str
    notes: tuple[str, ...]

    def new_run(self, command: str) -> str:
        """Note in the database that a run begins; return its identifier."""
        now = self.tools.clock()
        run_id = f"{now:%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
        self.store.start_run(
            run_id,
            command=command,
            now=now,
            program=__version__,
            config_hash=config_hash(self.config),
        )
        return run_id


@contextmanager
def workshop(
    config: Config,
    *,
    stop: Event,
    now: Callable[[], datetime] = clock.now,
) -> Iterator[Workshop]:
    """Open everything that fetching needs, and close it again.

    Raises StoreError when the database cannot be made or migrated, before anything
    is fetched.
    """
    outbox = Outbox(outbox_folder(config.database))
    store = Store(config.database, outbox=outbox, wait=time.sleep)
    notes = store.prepare(now=now())
    store.sync(config, now=now(), program=__version__)
    client = Client(
        user_agent=user_agent(__version__, config.contact),
        timeout=config.crawl.timeout,
        max_bytes=config.crawl.max_bytes,
        allowed=config.crawl.private_addresses,
        ports=_ports(config),
    )
    languages = Identifier(
        language for outlet in config.outlets for language in outlet.languages
    )
    hosts = OutletHosts(config.outlets)

    def listed_only(url: str) -> str | None:
        outlet = hosts.outlet_of(url)
        if outlet is None or outlet.fetch:
            return None
        return f"{outlet.id} is listed, not crawled"

    with client, Extractor() as extractor:
        fetcher = Fetcher(
            client,
            delay=config.crawl.delay,
            clock=now,
            wait=time.sleep,
            refuse=listed_only,
        )

        def extract(reply: Reply) -> Extracted | Failure:
            return extractor.extract(
                reply.body, content_type=_content_type(reply), url=reply.url
            )

        tools = Tools(
            fetcher=fetcher,
            read=READERS,
            listing_url=listing_url,
            extract=extract,
            identify=lambda title, body, default: languages.identify(
                title, body, default=default
            ),
            matcher=compile_matcher(
                config.actors, config.incidents, timezone=config.timezone
            ),
            host_of=host_of,
            write=outbox.write,
            clock=now,
            stop=stop,
        )
        yield Workshop(
            config=config,
            store=store,
            tools=tools,
            coding_hash=coding_hash(config),
            notes=notes,
        )


def _ports(config: Config) -> frozenset[tuple[str, int]]:
    """Host and port of every configured address that names a port of its own."""
    found = set()
    for outlet in config.outlets:
        more = [outlet.wordpress] if outlet.wordpress else []
        for address in (outlet.home, *outlet.feeds, *outlet.sitemaps, *more):
            parts = urlsplit(address)
            if parts.hostname and parts.port:
                found.add((parts.hostname, parts.port))
    return frozenset(found)


def listing_url(feed: DueFeed) -> str:
    """Say which address lists the entries of a feed, wherever it has moved."""
    if feed.moved_to is not None:
        return feed.moved_to
    return posts_url(feed.url) if feed.kind == "wordpress" else feed.url


def host_of(url: str) -> str:
    """Name the site that is asked politely, one request after the other."""
    parts = urlsplit(url)
    return registrable_domain(parts.hostname or "", parts.port)


def _content_type(reply: Reply) -> str:
    return reply.headers.get("content-type", "")


def _feed(reply: Reply) -> ParsedFeed | Failure:
    return read_feed(reply.body, content_type=_content_type(reply), base_url=reply.url)


def _sitemap(reply: Reply) -> ParsedFeed | SitemapIndex | Failure:
    return read_sitemap(
        reply.body, content_type=_content_type(reply), base_url=reply.url
    )


def _posts(reply: Reply) -> ParsedFeed | Failure:
    return read_posts(reply.body, content_type=_content_type(reply), base_url=reply.url)


READERS: dict[FeedKind, Callable[[Reply], ParsedFeed | SitemapIndex | Failure]] = {
    "feed": _feed,
    "sitemap": _sitemap,
    "wordpress": _posts,
}
