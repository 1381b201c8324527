"""Feed lists in OPML, as they are in the wild: often not well-formed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """One feed of a list; `home` is its site, or the root of the feed's host."""

    title: str
    url: str
    home: str


def read_opml(body: bytes) -> tuple[tuple[OpmlFeed, ...], tuple[str, ...]]:
    """Read the feeds of an OPML document, and say in words what cannot be used."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    root = etree.fromstring(body, parser)
    damaged = [f"line {error.line}: {error.message}" for error in parser.error_log]
    if root is None:
        return (), (*damaged, "not an OPML document")
    feeds: dict[str, OpmlFeed] = {}
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        title = (outline.get("title") or outline.get("text") or "").strip()
        if not url:
            continue
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            damaged.append(f"line {outline.sourceline}: not an http(s) address: {url}")
            continue
        site = (outline.get("htmlUrl") or "").strip()
        if urlsplit(site).scheme not in ("http", "https"):
            site = f"{parts.scheme}://{parts.netloc}/"
        feeds.setdefault(url, OpmlFeed(title=title or site, url=url, home=site))
    return tuple(feeds.values()), tuple(damaged)
