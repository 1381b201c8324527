"""The archives that are asked for past articles, as they are configured."""

from collections.abc import Callable, Mapping

from tracker.core.urls import OutletHosts
from tracker.model import Config, Failure, ParsedFeed, Reply, SitemapIndex, Via
from tracker.pipeline.ports import Source
from tracker.web.archives.gdelt import Gdelt
from tracker.web.archives.sitemap import Sitemap
from tracker.web.archives.wayback import Wayback
from tracker.web.archives.wordpress import WordPress

Read = Callable[[Reply], ParsedFeed | SitemapIndex | Failure]


def _nothing_to_read(_reply: Reply) -> Failure:
    return Failure(outcome="failed", detail="nothing is read while questions are made")


def archive_sources(
    config: Config,
    *,
    posts: Read = _nothing_to_read,
    sitemap: Read = _nothing_to_read,
    feed: Read = _nothing_to_read,
    complete: bool = False,
) -> Mapping[Via, Source]:
    """Give each archive that is configured.

    `posts`, `sitemap` and `feed` read such documents; without them questions are only
    made.
    `complete`: all posts of a WordPress site are listed, not searched.
    """
    zones = {outlet.id: outlet.timezone for outlet in config.outlets}

    def timezone_of(outlet: str) -> str:
        return zones.get(outlet) or config.timezone

    owner_of = OutletHosts(config.outlets).outlet_of
    sources: dict[Via, Source] = {
        "wordpress": WordPress(posts, timezone_of, complete=complete),
        "sitemap": Sitemap(sitemap, feed, owner_of=owner_of),
    }
    if config.backfill.gdelt is not None:
        sources["gdelt"] = Gdelt(config.backfill.gdelt)
    if config.backfill.wayback is not None:
        sources["wayback"] = Wayback(config.backfill.wayback)
    return sources
