"""Feed lists in OPML, as they are in the wild: often not well-formed."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from lxml import etree

# An address is often pasted as it is; the parser would drop what follows its `&`.
_BARE = re.compile(rb"&(?!(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")


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
    one_byte = b"\0" not in body  # in UTF-16 a & is two bytes
    try:
        root = etree.fromstring(_BARE.sub(b"&amp;", body) if one_byte else body, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or str(root.tag).lower() != "opml":
        came = "it is no XML" if root is None else f"its root is <{root.tag}>"
        return (), (f"not an OPML document: {came if body.strip() else 'it is empty'}",)
    damaged = [f"line {error.line}: {error.message}" for error in parser.error_log]
    feeds: dict[str, OpmlFeed] = {}
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        title = (outline.get("title") or outline.get("text") or "").strip()
        if not url:
            continue
        parts = _web_address(url)
        if parts is None:
            damaged.append(f"line {outline.sourceline}: not an http(s) address: {url}")
            continue
        site = (outline.get("htmlUrl") or "").strip()
        if _web_address(site) is None:
            site = f"{parts.scheme}://{parts.netloc}/"
        feeds.setdefault(url, OpmlFeed(title=title or site, url=url, home=site))
    return tuple(feeds.values()), tuple(damaged)


def _web_address(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None
