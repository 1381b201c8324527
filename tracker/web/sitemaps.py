"""Sitemaps (sitemaps.org, with Google's news extension) as entries."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from tracker.model import Failure, FeedEntry, ParsedFeed, SitemapChild, SitemapIndex
from tracker.web.decode import clean, decode
from tracker.web.feeds import LONGEST_DATE, LONGEST_TITLE, web_address
from tracker.web.xmltext import DECLARATION, plain, what_came, xml_text

# The protocol's own limit for one file.
MOST_ADDRESSES = 50_000
# As much as the crawler takes of any reply, here after unpacking (crawl.max_bytes).
LARGEST = 10_000_000
# Packed one after the other in one file; whoever packs more wants to waste our time.
MOST_MEMBERS = 100

_GZIP = b"\x1f\x8b"
# Addresses with a bare & are common, and libxml2 would drop what looks like a name.
_BARE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:#[0-9]+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)",
    re.DOTALL,
)
_CLOSED = {
    "urlset": re.compile(r"</(?:[\w.-]+:)?url\s*>"),
    "sitemapindex": re.compile(r"</(?:[\w.-]+:)?sitemap\s*>"),
}
_NO_MEMORY = etree.ErrorTypes.ERR_NO_MEMORY
_Element = Any  # lxml ships no types


def read_sitemap(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | SitemapIndex | Failure:
    """Read a sitemap, a news sitemap, a sitemap index or a plain list of addresses.

    Also packed with gzip, up to LARGEST bytes unpacked. `lastmod` becomes `updated`,
    because it is no date of publication; a news sitemap's `publication_date` becomes
    `published`. A cut document gives what was whole before the cut, flag `malformed`;
    of more than MOST_ADDRESSES the first are taken, flag `capped`.
    """
    unpacked = _unpacked(body)
    if isinstance(unpacked, Failure):
        return unpacked
    if b"<" not in unpacked[:4096]:
        return _read_list(unpacked, content_type=content_type, base_url=base_url)
    text = xml_text(unpacked, content_type)
    if isinstance(text, Failure):
        return text
    text = _BARE.sub(lambda found: "&amp;" if found[0] == "&" else found[0], text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        root = etree.fromstring(DECLARATION.encode() + text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type == _NO_MEMORY for entry in parser.error_log):
        raise MemoryError
    kind = "" if root is None else _local(root)
    if root is None or kind not in _CLOSED:
        return _no_sitemap(unpacked, content_type)
    flags, whole = set[str](), None
    if len(parser.error_log):
        flags.add("malformed")
        # the parser closes what the cut left open: half an address would be one
        whole = sum(1 for _ in _CLOSED[kind].finditer(text))
    if kind == "sitemapindex":
        return _index(islice(_addresses(root, "sitemap"), whole), flags, base_url)
    return _collected(islice(_addresses(root, "url"), whole), flags, base_url)


def _unpacked(body: bytes) -> bytes | Failure:
    """Unpack a gzip file, whose members may follow each other (RFC 1952, 2.2)."""
    if not body.startswith(_GZIP):
        return body
    data, rest = bytearray(), body
    for _ in range(MOST_MEMBERS):
        unpack = zlib.decompressobj(31)
        try:
            data += unpack.decompress(rest, LARGEST + 1 - len(data))
        except zlib.error:
            return Failure(outcome="failed", detail="the gzip file is damaged")
        if len(data) > LARGEST:
            return Failure(
                outcome="too_large", detail=f"unpacks to more than {LARGEST} bytes"
            )
        if not unpack.eof:
            return Failure(outcome="failed", detail="the gzip file is cut off")
        # some pack into blocks and fill the last one up
        rest = unpack.unused_data.lstrip(b"\0")
        if not rest:
            return bytes(data)
    return Failure(outcome="failed", detail="the gzip file has too many members")


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


def _index(
    addresses: Iterator[_Address], flags: set[str], base_url: str
) -> SitemapIndex:
    children: dict[str, SitemapChild] = {}
    for found in addresses:
        url = web_address(found.url, base_url=base_url)
        if url is None:
            flags.add("unlinked")
        else:
            children[url] = SitemapChild(url=url, modified=found.modified)
        if len(children) >= MOST_ADDRESSES:
            flags.add("capped")
            break
    return SitemapIndex(children=tuple(children.values()), flags=tuple(sorted(flags)))


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
    """Give what each child called `name` says, whatever namespace it is in.

    The address is empty where it says none.
    """
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
                texts.setdefault(_local(part), "".join(part.itertext()).strip())
        yield _Address(
            url=texts.get("loc", ""),
            title=clean(plain(texts.get("title", "")))[:LONGEST_TITLE] or None,
            published=texts.get("publication_date", "")[:LONGEST_DATE] or None,
            modified=texts.get("lastmod", "")[:LONGEST_DATE] or None,
        )


def _local(element: _Element) -> str:
    """Give the name without its namespace; empty for comments and instructions."""
    tag = element.tag
    # a prefix that was not declared stays part of the name
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    return str(name.rpartition(":")[2])
