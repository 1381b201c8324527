"""What a body really is, whatever its header says."""

import html
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from ahocorasick_rs import BytesAhoCorasick

# Where HTML begins to look like HTML; long comments and scripts may come first.
LOOKED_AT = 4096
# A challenge says a few sentences, however long its scripts are; an article that shows
# one of the marks below says more.
LONGEST_CHALLENGE = 100_000  # bytes
MOST_SAID = 1_500  # characters of text
# Of a page whose mark ordinary pages of the same vendor bear as well.
LEAST_SAID = 300

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

# In tags and scripts, in lower case. None of them stands in the pages that the vendors
# let through; those hold scripts/jsd/main.js, _pxappid, js.datadome.co and the like.
_CHALLENGES = (
    (b"cf_chl_opt", "Cloudflare"),
    (b"/orchestrate/chl_", "Cloudflare"),
    (b"cf-browser-verification", "Cloudflare"),
    (b"captcha-delivery.com", "DataDome"),
    (b"px-captcha", "HUMAN"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"sucuri-firewall-block", "Sucuri"),
    (b"/.well-known/ddos-guard/", "DDoS-Guard"),
    (b"check.ddos-guard.net", "DDoS-Guard"),
    (b"window.gokuprops", "AWS WAF"),
    (b"/_sec/cp_challenge/", "Akamai"),
    (b"sec-if-cpt-container", "Akamai"),
    (b"bm-verify=", "Akamai"),
    (b"anubis_challenge", "Anubis"),
    (b"/.within.website/", "Anubis"),
    (b"/.well-known/sgcaptcha/", "SiteGround"),
    (b"/.well-known/vercel/security/", "Vercel"),
    (b"/_fs-ch-", "Fastly"),
    (b"wsidchk", "Imunify360"),
    (b"/__qrator/", "Qrator"),
    (b"__arcsjs", "ArvanCloud"),
    (b"/.bunny-shield/", "Bunny Shield"),
    (b"validate.perfdrive.com", "Radware"),
    (b"captcha.perfdrive.com", "Radware"),
)
_ALSO_ELSEWHERE = (
    (b"_incapsula_resource", "Imperva"),
    (b"awswafcookiedomainlist", "AWS WAF"),
    (b"window.kpsdk", "Kasada"),
)
# In the text, where a page of LEAST_SAID characters says nothing else.
_SAID = (
    (b"request unsuccessful. incapsula incident id", "Imperva"),
    (b"checking your browser before accessing", "Cloudflare"),
    (b"checking if the site connection is secure", "Cloudflare"),
    (b"needs to review the security of your connection", "Cloudflare"),
    (b"hold to confirm you are a human", "HUMAN"),
)
_MARKS = (*_CHALLENGES, *_ALSO_ELSEWHERE, *_SAID)
_SEARCH = BytesAhoCorasick([mark for mark, _ in _MARKS])
_CHALLENGE_TITLES = {
    "just a moment...": "Cloudflare",
    "attention required! | cloudflare": "Cloudflare",
    "ddos-guard": "DDoS-Guard",
    "pardon our interruption": "Imperva",
    "pardon our interruption...": "Imperva",
    "sucuri website firewall - access denied": "Sucuri",
    "you are being redirected...": "Sucuri",
    "making sure you're not a bot!": "Anubis",
    "making sure you\u2019re not a bot!": "Anubis",
    "vercel security checkpoint": "Vercel",
    "client challenge": "Fastly",
    "robot challenge screen": "SiteGround",
    "one moment, please...": "Imunify360",
    "radware bot manager captcha": "Radware",
    "human verification": "AWS WAF",
    "access to this page has been denied": "HUMAN",
    "access to this page has been denied.": "HUMAN",
}
# What is open stays open to the end of the page, so that it is looked through once.
_MARKUP = re.compile(
    rb"<(script|style)\b.*?(?:</\1[^>]*(?:>|\Z)|\Z)|<!--.*?(?:-->|\Z)"
    rb"|<[a-z/!?][^>]*(?:>|\Z)",
    re.DOTALL,
)
_TITLE = re.compile(rb"<title\b[^>]*>([^<]{0,200})")

_CONSENT_HOST = re.compile(
    r"(?:(?:cookie-?)?consent|cookie-?wall|privacy-?gate|privacy-?wall|myprivacy|guce"
    r"|cmp|einwilligung|zustimmung)\."
)
_CONSENT_PATH = re.compile(
    r"/(?:(?:cookie-?)?consent|cookie-?wall|privacy-?gate|privacy-?wall|einwilligung"
    r"|zustimmung|collectconsent|pelqim)(?:[/.]|$)"
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
    """Name the vendor whose check for robots a page is, or None.

    Most marks count in the markup, not in the text, and all only where the page says
    little else: LEAST_SAID or MOST_SAID characters, by how telling the mark is.
    """
    if len(body) > LONGEST_CHALLENGE or what_came(body, None).kind in NO_PAGES:
        return None
    low = body.lower()
    title = _title(low)
    found = _SEARCH.find_matches_as_indexes(low, overlapping=True)
    marks = [_MARKS[place] for place in sorted({place for place, _, _ in found})]
    if title not in _CHALLENGE_TITLES and not marks:
        return None
    text = b" ".join(_MARKUP.sub(b" ", low).split())
    if len(text) > MOST_SAID:
        return None
    if title in _CHALLENGE_TITLES:
        return _CHALLENGE_TITLES[title]
    markup = b" ".join(match[0] for match in _MARKUP.finditer(low))
    for mark, vendor in marks:
        is_telling = (mark, vendor) in _CHALLENGES or len(text) <= LEAST_SAID
        where = text if (mark, vendor) in _SAID else markup
        if is_telling and mark in where:
            return vendor
    return None


def asks_consent(url: str) -> bool:
    """Whether an address is known for its form: one that asks for consent to cookies.

    >>> asks_consent("https://consent.lajme.example/m?continue=x")
    True
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(_CONSENT_HOST.match(host) or _CONSENT_PATH.match(parts.path.lower()))


def _title(low: bytes) -> str:
    found = _TITLE.search(low)
    text = html.unescape(found[1].decode(errors="replace")) if found else ""
    return " ".join(text.split())


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
