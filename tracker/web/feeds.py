"""RSS, Atom, RDF and JSON feeds as entries."""

import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from tracker.core.dates import read_date
from tracker.core.urls import canonical
from tracker.model import Failure, FeedEntry, ParsedFeed, Wishes
from tracker.web.decode import clean, decode
from tracker.web.wishes import read_interval, read_lists
from tracker.web.xmltext import DECLARATION, plain, what_came, xml_text

# Media Cloud takes as many; more is an archive or an attack.
MOST_ENTRIES = 2000
LONGEST_URL = 2048
LONGEST_TITLE = 1000
LONGEST_AUTHOR = 500
LONGEST_SUMMARY = 20_000
LONGEST_DATE = 100  # of which core.dates reads the first 80

# feedparser looks for an e-mail address in these with a pattern that takes quadratic
# time (kurtmckee/feedparser#562), and reads dates in those.
_SHORT = re.compile(
    r"<(?:[\w.-]+:)?(?:author|creator|contributor|managingeditor|webmaster|publisher"
    r"|owner|name|email|pubdate|published|updated|modified|issued|created|date)"
    r"(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
_DAYS = tuple(
    re.compile(
        rf"<(?:[\w.-]+:)?(?:{names})(?:\s[^<>]*)?>(?:<!\[CDATA\[)?([^<\]]{{1,100}})",
        re.IGNORECASE,
    )
    for names in ("pubdate|published|issued|date", "updated|modified")
)
_HALF_REFERENCE = re.compile(r"&[^&;]{0,40}\Z")
_OPENED = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
# Of these feedparser takes the attribute for the address, and drops the text.
_LINK_URI = re.compile(
    r"""(<link\b[^<>]{0,2000}?)\suri\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
)
# That of a picture becomes the title of an entry that has none.
_MEDIA_TITLE = re.compile(r"(</?media:)title\b")
_DATE = re.compile(r"<(?:[\w.-]+:)?date[\s>]", re.IGNORECASE)
# The other address of RSS 0.90, which feedparser knows and names no version for.
_NETSCAPE = "http://channel.netscape.com/rdf/simple/0.9/"
# Some write the number alone.
_JSON_FEED = re.compile(r"jsonfeed\.org/version/|\A1(?:\.[01])?\Z")
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_feed(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    """Read a feed document; what it is, its content decides and not its media type.

    Entries without a usable http(s) address are left out (flag `unlinked`), and so is
    a half entry at the end of a cut document (flag `malformed`). Of more than
    MOST_ENTRIES the newest are taken (flag `capped`); overlong texts are cut (flag
    `cut`). Relative links are resolved against `base_url`. Dates stay strings; that an
    RSS item was changed then does not say when it was published.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, content_type=content_type, base_url=base_url)
    source = _source(body, content_type)
    if isinstance(source, Failure):
        return source
    try:
        parsed = feedparser.parse(
            # a str or bytes would be opened as an address or a path
            io.BytesIO(source.data),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile document costs this feed only
        kind = type(error).__name__
        return Failure(outcome="failed", detail=f"the feed cannot be parsed: {kind}")
    version = str(parsed.get("version") or "")
    if not version and _NETSCAPE not in parsed.get("namespaces", {}).values():
        return _no_feed(body, content_type)
    entries, flags = list(parsed.entries), set[str]()
    if source.is_cut:
        flags.add("cut")
    if source.places is not None:
        flags.add("capped")
    if parsed.get("bozo"):
        flags.add("malformed")
        if source.closed < len(entries):
            del entries[-1]
    # dc:date is called updated, too; in RSS it can mean nothing but publication
    is_dated = source.has_dates and not version.startswith("atom")
    found = [_xml_entry(entry, is_dated=is_dated) for entry in entries]
    title = _text(parsed.feed.get("title"))
    feed = _assembled(
        found, title=title, flags=flags, base_url=base_url, places=source.places
    )
    every = read_interval(parsed.feed)
    return replace(feed, wishes=replace(source.lists, every=every))


def _no_feed(body: bytes, content_type: str | None) -> Failure:
    came = what_came(body, content_type)
    if came == "a feed":
        return Failure(outcome="failed", detail="a feed of no known kind")
    return Failure(outcome="failed", detail=f"not a feed: {came}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A document for feedparser, and what is to be known of it that this drops.

    `places`: where its entries stood, from 1, if there were too many.

    Its text is not kept: a document of 10 MB may hold 40 MB of characters.
    """

    data: bytes
    is_cut: bool
    closed: int
    has_dates: bool
    places: Sequence[int] | None
    lists: Wishes


def _source(body: bytes, content_type: str | None) -> _Source | Failure:
    text = xml_text(body, content_type)
    if isinstance(text, Failure):
        return text
    text, places = _newest(text)
    text = _MEDIA_TITLE.sub(r"\1caption", _LINK_URI.sub(r"\1", text))
    short = _shortened(text)
    return _Source(
        data=DECLARATION.encode() + short.encode(),
        is_cut=len(short) < len(text),
        closed=sum(1 for _ in _CLOSED.finditer(text)),
        has_dates=_DATE.search(text) is not None,
        places=places,
        lists=read_lists(text),
    )


def _newest(text: str) -> tuple[str, Sequence[int] | None]:
    """Leave out all but the newest MOST_ENTRIES; give the places of those that stay.

    feedparser would take longer for all entries of an archive than a reading may. None
    is left out, and no place is given, where it is not sure which text is an entry.
    """
    ends = [found.end() for found in _CLOSED.finditer(text)]
    opened = _OPENED.search(text)
    if len(ends) <= MOST_ENTRIES or opened is None or opened.start() > ends[0]:
        return text, None
    spans = list(zip((opened.start(), *ends), ends, strict=False))
    if any(
        text.count("<![CDATA[", *each) != text.count("]]>", *each) for each in spans
    ):
        return text, None

    def age(place: int) -> datetime:
        days = (pattern.search(text, *spans[place - 1]) for pattern in _DAYS)
        return _moment(next((day[1] for day in days if day), ""))

    ranked = sorted(range(1, len(spans) + 1), key=age, reverse=True)
    places = sorted(ranked[:MOST_ENTRIES])
    kept = (text[slice(*spans[place - 1])] for place in places)
    return "".join((text[: opened.start()], *kept, text[ends[-1] :])), places


def _moment(stated: str) -> datetime:
    # only compared with each other, so the zone of naive times does not matter
    read = read_date(stated, timezone="UTC")
    return read[0] if read else _NEVER


def _shortened(text: str) -> str:
    """Cut authors and dates of any length before they meet a pattern."""
    kept, copied, position = [], 0, 0
    while match := _SHORT.search(text, position):
        start = match.end()
        if text.startswith("<![CDATA[", start):
            start += len("<![CDATA[")
            end = text.find("]]>", start)
        else:
            end = text.find("</", start)
        if end < 0:
            end = len(text)
        position = start
        if end - start > LONGEST_AUTHOR:
            short = text[start : start + LONGEST_AUTHOR]
            # half a reference at the cut would break the document
            kept.append(text[copied:start] + _HALF_REFERENCE.sub("", short))
            copied = position = end
    return "".join((*kept, text[copied:])) if kept else text


# ------------------------------------------------------------------ one entry


def _xml_entry(entry: Any, *, is_dated: bool) -> FeedEntry:  # noqa: ANN401 - feedparser ships no types
    """Take the strings of a feedparser entry; `url` is not yet resolved."""
    # dict.get: the class's own invents one date from another
    published = dict.get(entry, "published")
    updated = dict.get(entry, "updated")
    if is_dated and not published:
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
    """Give plain text, or None when nothing is left of it."""
    if not isinstance(value, str):
        return None
    return clean(plain(value)) or None


def _read_json(
    body: bytes, *, content_type: str | None, base_url: str
) -> ParsedFeed | Failure:
    """Read a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        document = json.loads(decode(body, content_type))
    except (ValueError, RecursionError):
        return _no_feed(body, content_type)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or not _JSON_FEED.search(version):
        return _no_feed(body, content_type)
    items = document.get("items")
    found = [
        _json_entry(item)
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    ]
    title = _text(document.get("title"))
    return _assembled(found, title=title, flags=set(), base_url=base_url)


def _json_entry(item: Mapping[str, Any]) -> FeedEntry:
    guid, link = item.get("id"), item.get("url")
    key = clean(str(guid)).strip() if isinstance(guid, str | int | float) else ""
    if not (isinstance(link, str) and link.strip()):
        # a bare identifier would be taken for a path
        link = key if key.startswith(("http://", "https://")) else ""
    authors = item.get("authors")
    people = [*(authors if isinstance(authors, list) else ()), item.get("author")]
    names = (_text(each.get("name")) for each in people if isinstance(each, dict))
    texts = (item.get(name) for name in ("summary", "content_text", "content_html"))
    return FeedEntry(
        key=key,
        url=link,
        title=_text(item.get("title")),
        summary=next(filter(None, map(_text, texts)), None),
        author=next(filter(None, names), None),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
    )


# ---------------------------------------------------------------- all together


def _assembled(
    found: Sequence[FeedEntry],
    *,
    title: str | None,
    flags: set[str],
    base_url: str,
    places: Sequence[int] | None = None,
) -> ParsedFeed:
    entries: list[FeedEntry] = []
    if places is None or len(places) != len(found):
        places = range(1, len(found) + 1)
    for position, entry in _newest_first(list(zip(places, found, strict=True))):
        url = web_address(entry.url, base_url=base_url)
        if url is None:
            flags.add("unlinked")
            continue
        if len(entries) == MOST_ENTRIES:
            flags.add("capped")
            break
        whole = replace(entry, url=url, position=position)
        entries.append(cut_texts(whole))
        if entries[-1] != whole:
            flags.add("cut")
    entries.sort(key=lambda entry: entry.position or 0)
    shared = Counter(entry.key for entry in entries)
    keyed = tuple(
        entry if entry.key and shared[entry.key] == 1 else replace(entry, key=entry.url)
        for entry in entries
    )
    return ParsedFeed(
        entries=keyed,
        title=title and title[:LONGEST_TITLE],
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


def cut_texts(entry: FeedEntry) -> FeedEntry:
    """Cut what is longer than we keep; of an entry in bounds nothing changes."""
    return replace(
        entry,
        key=entry.key[:LONGEST_URL],
        title=entry.title and entry.title[:LONGEST_TITLE],
        summary=entry.summary and entry.summary[:LONGEST_SUMMARY],
        author=entry.author and entry.author[:LONGEST_AUTHOR],
        published=entry.published and entry.published[:LONGEST_DATE],
        updated=entry.updated and entry.updated[:LONGEST_DATE],
    )


def _newest_first(
    found: Sequence[tuple[int, FeedEntry]],
) -> Sequence[tuple[int, FeedEntry]]:
    """Put the newest first where not all can be taken; each has its place beside it."""
    if len(found) <= MOST_ENTRIES:
        return found
    return sorted(
        found,
        key=lambda each: _moment(each[1].published or each[1].updated or ""),
        reverse=True,
    )
