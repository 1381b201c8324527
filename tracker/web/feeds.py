"""RSS, Atom, RDF and JSON feeds as entries."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from tracker.core.dates import read_date
from tracker.core.urls import canonical
from tracker.model import Failure, FeedEntry, ParsedFeed
from tracker.web.decode import clean, decode
from tracker.web.xmltext import DECLARATION, plain, what_came, xml_text

# Media Cloud takes as many; more is an archive or an attack.
MOST_ENTRIES = 2000
LONGEST_URL = 2048
LONGEST_TITLE = 1000
LONGEST_AUTHOR = 500
LONGEST_SUMMARY = 20_000

# feedparser looks for an e-mail address in these with a pattern that takes quadratic
# time (kurtmckee/feedparser#562), and reads dates in those.
_SHORT = re.compile(
    r"<(?:[\w.-]+:)?(?:author|creator|contributor|managingeditor|webmaster|publisher"
    r"|owner|name|email|pubdate|published|updated|modified|issued|created|date)"
    r"(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
_HALF_REFERENCE = re.compile(r"&[^&;]{0,40}\Z")
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_feed(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    """Read a feed document; what it is, its content decides and not its media type.

    Entries without a usable http(s) address are left out (flag `unlinked`), and so is
    a half entry at the end of a cut document (flag `malformed`). Of more than
    MOST_ENTRIES the newest are taken (flag `capped`); overlong texts are cut (flag
    `cut`). Relative links are resolved against `base_url`. Dates stay strings.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, content_type=content_type, base_url=base_url)
    text = xml_text(body, content_type)
    if isinstance(text, Failure):
        return text
    try:
        parsed = feedparser.parse(
            # a str or bytes would be opened as an address or a path
            io.BytesIO((DECLARATION + _shortened(text)).encode()),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001 - a hostile document costs this feed only
        kind = type(error).__name__
        return Failure(outcome="failed", detail=f"the feed cannot be parsed: {kind}")
    version = parsed.get("version")
    if not version:
        return _no_feed(body, content_type)
    entries, flags = list(parsed.entries), set[str]()
    if parsed.get("bozo"):
        flags.add("malformed")
        if len(_CLOSED.findall(text)) < len(entries):
            del entries[-1]
    found = [_xml_entry(entry, version) for entry in entries]
    title = plain(str(parsed.feed.get("title") or ""))
    return _assembled(found, title=title, flags=flags, base_url=base_url)


def _no_feed(body: bytes, content_type: str | None) -> Failure:
    came = what_came(body, content_type)
    return Failure(outcome="failed", detail=f"not a feed: {came}")


def _shortened(text: str) -> str:
    """Cut authors and dates of any length before they meet a pattern."""
    kept, position = [], 0
    while match := _SHORT.search(text, position):
        start = match.end()
        if text.startswith("<![CDATA[", start):
            start += len("<![CDATA[")
            end = text.find("]]>", start)
        else:
            end = text.find("</", start)
        if end < 0:
            end = len(text)
        if end - start > LONGEST_AUTHOR:
            short = text[start : start + LONGEST_AUTHOR]
            # half a reference at the cut would break the document
            kept.append(text[position:start] + _HALF_REFERENCE.sub("", short))
            position = end
        else:
            kept.append(text[position:start])
            position = start
    return "".join((*kept, text[position:]))


# ------------------------------------------------------------------ one entry


def _xml_entry(entry: Any, version: str) -> FeedEntry:  # noqa: ANN401 - feedparser ships no types
    """Take the strings of a feedparser entry; `url` is not yet resolved."""
    # dict.get: the class's own invents one date from another
    published = dict.get(entry, "published")
    updated = dict.get(entry, "updated")
    if not published and not version.startswith("atom"):
        # dc:date in RSS 1.0 and 2.0, where nothing else can be meant
        published, updated = updated, None
    guid = str(dict.get(entry, "id") or "").strip()
    link = str(entry.get("link") or "").strip()
    is_address = guid.startswith(("http://", "https://"))
    if not link and is_address and dict.get(entry, "guidislink") is not False:
        link = guid
    summary = dict.get(entry, "summary")
    if not summary:
        summary = next((c.get("value") for c in entry.get("content") or ()), None)
    return FeedEntry(
        key=guid,
        url=link,
        title=_text(entry.get("title")),
        summary=_text(summary),
        author=_text(dict.get(entry, "author")),
        published=_text(published),
        updated=_text(updated),
    )


def _text(value: object) -> str | None:
    """Give plain text of bounded length, or None when nothing is left of it."""
    if not isinstance(value, str):
        return None
    return clean(plain(value[: 10 * LONGEST_SUMMARY])) or None


def _read_json(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    """Read a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        document = json.loads(decode(body, content_type))
    except (ValueError, RecursionError):
        return _no_feed(body, content_type)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        return _no_feed(body, content_type)
    items = document.get("items")
    found = [
        _json_entry(item)
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]
    title = _text(document.get("title")) or ""
    return _assembled(found, title=title, flags=set(), base_url=base_url)


def _json_entry(item: Mapping[str, Any]) -> FeedEntry:
    authors = item.get("authors") or [item.get("author")]
    first = authors[0] if isinstance(authors, list) and authors else None
    link = item.get("url") or item.get("id") or ""
    summary = item.get("summary") or item.get("content_text")
    return FeedEntry(
        key=str(item.get("id") or ""),
        url=str(link).strip(),
        title=_text(item.get("title")),
        summary=_text(summary or item.get("content_html")),
        author=_text(first.get("name")) if isinstance(first, dict) else None,
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
    )


# ---------------------------------------------------------------- all together


def _assembled(
    found: Iterable[FeedEntry], *, title: str, flags: set[str], base_url: str
) -> ParsedFeed:
    entries = []
    for position, entry in enumerate(found, start=1):
        url = web_address(entry.url, base_url=base_url)
        if url is None:
            flags.add("unlinked")
            continue
        short = _cut(replace(entry, url=url, position=position))
        if short.title != entry.title or short.summary != entry.summary:
            flags.add("cut")
        entries.append(short)
    if len(entries) > MOST_ENTRIES:
        flags.add("capped")
        entries = _newest(entries)
    shared = Counter(entry.key for entry in entries)
    keyed = tuple(
        entry if entry.key and shared[entry.key] == 1 else replace(entry, key=entry.url)
        for entry in entries
    )
    return ParsedFeed(
        entries=keyed,
        title=title[:LONGEST_TITLE] or None,
        flags=tuple(sorted(flags)),
    )


def web_address(link: str, *, base_url: str) -> str | None:
    """Resolve a link as it stood in a document; None if it is no http(s) address.

    Blanks inside, which careless servers leave in paths, are percent-encoded.
    """
    try:
        url = urljoin(base_url, link.strip(" \t\r\n").replace(" ", "%20"))
        canonical(url)
    except ValueError:
        return None
    return url if link and len(url) <= LONGEST_URL else None


def _cut(entry: FeedEntry) -> FeedEntry:
    return replace(
        entry,
        key=entry.key[:LONGEST_URL],
        title=entry.title and entry.title[:LONGEST_TITLE],
        summary=entry.summary and entry.summary[:LONGEST_SUMMARY],
        author=entry.author and entry.author[:LONGEST_AUTHOR],
    )


def _newest(entries: list[FeedEntry]) -> list[FeedEntry]:
    """Choose the newest MOST_ENTRIES and keep their order; undated ones come last."""

    def age(entry: FeedEntry) -> datetime:
        # only compared with each other, so the zone of naive times does not matter
        stated = read_date(entry.published or entry.updated or "", timezone="UTC")
        return stated[0] if stated else _NEVER

    ranked = sorted(range(len(entries)), key=lambda n: age(entries[n]), reverse=True)
    return [entries[n] for n in sorted(ranked[:MOST_ENTRIES])]
