"""Sitemaps (sitemaps.org, with Google's news extension) as entries."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tracker.model import Failure, FeedEntry, ParsedFeed, SitemapChild, SitemapIndex
from tracker.web.decode import clean, decode
from tracker.web.feeds import LONGEST_TITLE, web_address
from tracker.web.xmltext import DECLARATION, plain, what_came, xml_text

# The protocol's own limit for one file.
MOST_ADDRESSES = 50_000
# As much as the crawler takes of any reply, here after unpacking (crawl.max_bytes).
LARGEST = 10_000_000


_Element = Any  # lxml ships no types


def read_sitemap(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | SitemapIndex | Failure:
    """Read a sitemap, a news sitemap, a sitemap index or a plain list of addresses.

    Also packed with gzip, up to LARGEST bytes unpacked. `lastmod` becomes `updated`,
    because it is no date of publication; a news sitemap's `publication_date` becomes
    `published`. A cut document gives what came before the cut, flag `malformed`; of
    more than MOST_ADDRESSES the first are taken, flag `capped`.
    """
    unpacked = _unpacked(body)
    if isinstance(unpacked, Failure):
        return unpacked
    if b"<" not in unpacked[:4096]:
        return _read_list(unpacked, content_type=content_type, base_url=base_url)
    text = xml_text(unpacked, content_type)
    if isinstance(text, Failure):
        return text
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        root = etree.fromstring((DECLARATION + text).encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    kind = "" if root is None else _local(root)
    if root is None or kind not in {"urlset", "sitemapindex"}:
        return _no_sitemap(unpacked, content_type)
    flags = {"malformed"} if len(parser.error_log) else set[str]()
    if kind == "sitemapindex":
        return _index(root, flags, base_url)
    return _urlset(root, flags, base_url)


def _unpacked(body: bytes) -> bytes | Failure:
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(31)
    try:
        data = unpack.decompress(body, LARGEST + 1)
    except zlib.error:
        return Failure(outcome="failed", detail="the gzip file is damaged")
    if len(data) > LARGEST:
        return Failure(
            outcome="too_large", detail=f"unpacks to more than {LARGEST} bytes"
        )
    if not unpack.eof:
        return Failure(outcome="failed", detail="the gzip file is cut off")
    return data


def _no_sitemap(body: bytes, content_type: str | None) -> Failure:
    came = what_came(body, content_type)
    return Failure(outcome="failed", detail=f"not a sitemap: {came}")


def _read_list(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    lines = [line.strip() for line in decode(body, content_type).splitlines()]
    lines = [line for line in lines if line]
    # a relative line would be taken for an address: every sentence has some
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        return _no_sitemap(body, content_type)
    found = [_Address(url=line) for line in lines]
    return _collected(iter(found), set(), base_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None


def _index(root: _Element, flags: set[str], base_url: str) -> SitemapIndex:
    children: dict[str, SitemapChild] = {}
    for found in _addresses(root, "sitemap"):
        url = web_address(found.url, base_url=base_url)
        if url is None:
            flags.add("unlinked")
        else:
            children[url] = SitemapChild(url=url, modified=found.modified)
        if len(children) >= MOST_ADDRESSES:
            flags.add("capped")
            break
    return SitemapIndex(children=tuple(children.values()), flags=tuple(sorted(flags)))


def _urlset(root: _Element, flags: set[str], base_url: str) -> ParsedFeed:
    return _collected(_addresses(root, "url"), flags, base_url)


def _collected(found: Iterator[_Address], flags: set[str], base_url: str) -> ParsedFeed:
    entries: dict[str, FeedEntry] = {}
    for position, address in enumerate(found, start=1):
        url = web_address(address.url, base_url=base_url)
        if url is None:
            flags.add("unlinked")
            continue
        if len(entries) >= MOST_ADDRESSES:
            flags.add("capped")
            break
        entries.setdefault(
            url,
            FeedEntry(
                key=url,
                url=url,
                title=address.title,
                published=address.published,
                updated=address.modified,
                position=position,
            ),
        )
    return ParsedFeed(entries=tuple(entries.values()), flags=tuple(sorted(flags)))


def _addresses(root: _Element, name: str) -> Iterator[_Address]:
    """Give what each child called `name` says, whatever namespace it is in."""
    for child in root:
        if _local(child) != name:
            continue
        texts: dict[str, str] = {}
        for part in child.iter():
            parent = part.getparent()
            # image:loc and video:title are not the page's
            own = parent is child and _local(part) in {"loc", "lastmod"}
            news = parent is not None and _local(parent) == "news"
            if own or (news and _local(part) in {"title", "publication_date"}):
                texts.setdefault(_local(part), (part.text or "").strip())
        if texts.get("loc"):
            yield _Address(
                url=texts["loc"],
                title=clean(plain(texts.get("title", "")))[:LONGEST_TITLE] or None,
                published=texts.get("publication_date") or None,
                modified=texts.get("lastmod") or None,
            )


def _local(element: _Element) -> str:
    """Give the name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
