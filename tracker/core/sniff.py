"""What a body really is, whatever its header says."""

import re
from dataclasses import dataclass
from typing import Literal

# Where HTML begins to look like HTML; long comments and scripts may come first.
LOOKED_AT = 4096
# Challenge pages are short; an article that mentions one of the marks is not.
LONGEST_CHALLENGE = 30_000

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
)
_BOXES = ((b"WEBP", 8, "an image"), (b"ftyp", 4, "a video"), (b"WAVE", 8, "a sound"))
# Prose may begin with a bracket, but not like this.
_JSON = re.compile(rb"""\{\s*["}]|\[\s*["{[\]]""")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|title|meta)")
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf|(urlset|sitemapindex))\b")
_TYPES = {
    "image": "an image",
    "video": "a video",
    "audio": "a sound file",
    "font": "a font",
    "application/pdf": "a PDF",
    "application/json": "JSON",
    "application/octet-stream": "a download",
    "text/plain": "plain text",
    "text/css": "a style sheet",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "text/calendar": "a calendar",
}

_CHALLENGES = (
    (b"cf_chl_opt", "Cloudflare"),
    (b"<title>just a moment...</title>", "Cloudflare"),
    (b"incapsula incident id", "Imperva"),
    (b"geo.captcha-delivery.com", "DataDome"),
    (b"px-captcha", "HUMAN"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"<title>ddos-guard</title>", "DDoS-Guard"),
    (b"awswafcookiedomainlist", "AWS WAF"),
    (b"/_sec/cp_challenge/", "Akamai"),
    (b"<title>pardon our interruption", "Imperva"),
)

Kind = Literal["nothing", "html", "feed", "json", "file", "unknown"]
# Of these it is known that they are no page; the rest is for the parser to find out.
NO_PAGES = frozenset({"feed", "json", "file"})


@dataclass(frozen=True, slots=True)
class Came:
    """What a body is; `words` name it in a sentence such as "not a feed: a PDF"."""

    kind: Kind
    words: str


def what_came(body: bytes, content_type: str | None) -> Came:
    """Judge a body by its beginning; the media type only where that shows nothing.

    >>> what_came(b"%PDF-1.7", "text/html")
    Came(kind='file', words='a PDF')
    >>> what_came(b"<html><p>Po", "application/pdf").kind
    'html'
    """
    media = (content_type or "").partition(";")[0].strip().lower()
    name = _magic(body)
    came = Came("file", name) if name else _text(_plain(body))
    if came is not None:
        return came
    if media.endswith("json"):
        return Came("json", "JSON")
    name = _TYPES.get(media) or _TYPES.get(media.partition("/")[0])
    if name:
        return Came("file", name)
    return Came("unknown", f"something else ({media or 'no media type'})")


def not_html(body: bytes, content_type: str) -> str | None:
    """Name what came instead of an HTML page; None when it is or may be one."""
    came = what_came(body, content_type)
    return came.words if came.kind in NO_PAGES else None


def challenge(body: bytes) -> str | None:
    """Name the vendor whose challenge a short page is, or None."""
    if len(body) > LONGEST_CHALLENGE:
        return None
    low = body.lower()
    return next((vendor for mark, vendor in _CHALLENGES if mark in low), None)


def _magic(body: bytes) -> str | None:
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    for magic, offset, name in _BOXES:
        if body[offset : offset + 4] == magic:
            return name
    return None


def _text(start: bytes) -> Came | None:
    """Judge text by its first marks; None when it has none."""
    if not start:
        return Came("nothing", "an empty body")
    if _JSON.match(start):
        return Came("json", "JSON")
    html, feed = _HTML.search(start), _FEED.search(start)
    # a feed has titles too, and a page may name a feed
    if html and not (feed and feed.start() < html.start()):
        return Came("html", "an HTML page")
    return Came("feed", "a sitemap" if feed[1] else "a feed") if feed else None


def _plain(body: bytes) -> bytes:
    """Give the beginning in lower case, without byte order mark and leading blanks.

    UTF-16 loses its zero bytes, which is enough to see the tags.
    """
    start = body[:LOOKED_AT].replace(b"\0", b"").lower()
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start.lstrip()
