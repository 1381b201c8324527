"""Puts the parts together for everything that fetches."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit
from uuid import uuid4

from tracker import __version__
from tracker.cli import clock
from tracker.cli.archives import archive_sources
from tracker.cli.places import outbox_folder
from tracker.cli.stopping import Stop
from tracker.core.fingerprint import coding_hash, config_hash
from tracker.core.hiding import hidden
from tracker.core.matching import compile_matcher
from tracker.core.prefilter import Prefilter
from tracker.core.urls import OutletHosts
from tracker.db.archive import Archive
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import (
    Config,
    DueFeed,
    Extracted,
    Failure,
    FeedKind,
    PageVisit,
    Reply,
)
from tracker.pipeline import Tools
from tracker.report.names import file_stem, inside
from tracker.web.archives.wayback import original
from tracker.web.client import Client
from tracker.web.decode import utf8
from tracker.web.fetcher import Fetcher, user_agent
from tracker.web.language import Identifier
from tracker.web.pacing import registrable_domain
from tracker.web.wordpress import posts_url
from tracker.web.workers import Extractor, Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Everything a crawl needs, ready for use; `notes` are for the user to read."""

    config: Config
    store: Store
    tools: Tools
    coding_hash: str
    notes: tuple[str, ...]
    # whether a page may name anything that is tracked
    may_contain: Callable[[Reply], bool]

    def new_run_id(self) -> str:
        """Name a run by its time; two of one second still differ."""
        return f"{self.tools.clock():%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"

    def start_run(self, run_id: str, command: str) -> None:
        """Note in the database that a run begins."""
        self.store.start_run(
            run_id,
            command=command,
            now=self.tools.clock(),
            program=__version__,
            config_hash=config_hash(self.config),
        )


@contextmanager
def workshop(
    config: Config,
    *,
    stop: Stop,
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
        ends_by=stop.ends_by,
    )

    def pause(seconds: float) -> None:
        stop.wait(seconds)

    languages = Identifier(
        language for outlet in config.outlets for language in outlet.languages
    )
    hosts = OutletHosts(config.outlets)

    def listed_only(url: str) -> str | None:
        outlet = hosts.outlet_of(url)
        if outlet is None or outlet.fetch:
            return None
        return f"{outlet.id} is listed, not crawled"

    with (
        client,
        Extractor(ends_by=stop.ends_by) as extractor,
        _archive(config, now) as keep_page,
    ):
        fetcher = Fetcher(
            client,
            delay=config.crawl.delay,
            delays=dict.fromkeys(_archives(config), config.backfill.delay),
            clock=now,
            wait=pause,
            refuse=listed_only,
            remembered=store.sites(),
            stopped=stop.is_set,
        )

        def extract(reply: Reply) -> Extracted | Failure:
            return extractor.extract(
                reply.body, content_type=_content_type(reply), url=reply.url
            )

        prefilter = Prefilter(config.actors, config.incidents)

        def may_contain(reply: Reply) -> bool:
            return prefilter.may_contain(utf8(reply.body, _content_type(reply)))

        def glance(reply: Reply) -> Extracted | None:
            if may_contain(reply):
                return None
            return extractor.glance(
                reply.body, content_type=_content_type(reply), url=reply.url
            )

        def reader(kind: FeedKind) -> Callable[[Reply], Listed | Failure]:
            return lambda reply: extractor.read(
                kind, reply.body, content_type=_content_type(reply), base_url=reply.url
            )

        read = {kind: reader(kind) for kind in get_args(FeedKind)}
        tools = Tools(
            fetcher=fetcher,
            read=read,
            sources=archive_sources(
                config,
                posts=read["wordpress"],
                sitemap=read["sitemap"],
                feed=read["feed"],
            ),
            original=original,
            listing_url=_listing_urls(config),
            extract=extract,
            glance=glance,
            identify=lambda title, body, default: languages.identify(
                title, body, default=default
            ),
            matcher=compile_matcher(
                config.actors, config.incidents, timezone=config.timezone
            ),
            host_of=host_of,
            write=outbox.write,
            set_aside=partial(set_aside, outbox_folder(config.database) / "quarantine"),
            program=__version__,
            clock=now,
            stop=stop,
            keep_page=keep_page,
        )
        yield Workshop(
            config=config,
            store=store,
            tools=tools,
            coding_hash=coding_hash(config),
            notes=notes,
            may_contain=may_contain,
        )


@contextmanager
def _archive(
    config: Config, now: Callable[[], datetime]
) -> Iterator[Callable[[Reply, PageVisit, datetime], object]]:
    """Give what archives a page; without an archive it does nothing.

    Raises StoreError when nothing can be written there.
    """
    if config.archive is None:
        yield lambda _reply, _page, _sent_at: None
        return
    archive = Archive(
        config.archive, program=__version__, contact=config.contact, clock=now
    )
    archive.start()
    with closing(archive):
        yield archive.keep


def _ports(config: Config) -> frozenset[tuple[str, int]]:
    """Host and port of every configured address that names a port of its own."""
    addresses = list(_archives(config))
    for outlet in config.outlets:
        addresses += (outlet.home, *outlet.feeds, *outlet.sitemaps)
        addresses += [outlet.wordpress] if outlet.wordpress else []
    found = set()
    for address in addresses:
        parts = urlsplit(address)
        if parts.hostname and parts.port:
            found.add((parts.hostname, parts.port))
    return frozenset(found)


def _archives(config: Config) -> tuple[str, ...]:
    """Give the addresses of the archives that are asked for past articles."""
    return tuple(filter(None, (config.backfill.gdelt, config.backfill.wayback)))


def _listing_urls(config: Config) -> Callable[[DueFeed], str]:
    """Say which address lists the entries of a feed, wherever it has moved.

    A password goes to the configured address alone.
    """
    logins = {
        address: login
        for outlet in config.outlets
        for address, login in outlet.logins.items()
    }

    def listing_url(feed: DueFeed) -> str:
        if feed.memory.moved_to is not None:
            return feed.memory.moved_to
        login = logins.get(feed.url)
        if login is not None:
            scheme, _, rest = feed.url.partition("://")
            return f"{scheme}://{login}@{rest}"
        return posts_url(feed.url) if feed.kind == "wordpress" else feed.url

    return listing_url


def set_aside(folder: Path, url: str, body: bytes) -> str:
    """Keep bytes that ended their reader, for whoever looks into it; say where."""
    folder.mkdir(parents=True, exist_ok=True)
    key = sha256(body).hexdigest()
    path = inside(folder, f"{file_stem(hidden(url), key)}.bin")
    path.write_bytes(body)
    return str(path)


def host_of(url: str) -> str:
    """Name the site that is asked politely, one request after the other."""
    parts = urlsplit(url)
    return registrable_domain(parts.hostname or "", parts.port)


def _content_type(reply: Reply) -> str:
    return reply.headers.get("content-type", "")
