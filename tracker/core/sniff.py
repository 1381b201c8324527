"""What a body really is, whatever its header says."""

# Where HTML begins to look like HTML; long comments and scripts may come first.
LOOKED_AT = 4096
# Challenge pages are short; an article that mentions one of the marks is not.
LONGEST_CHALLENGE = 30_000

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "an image"),
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
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta")
_FEEDS = (b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex")
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


def not_html(body: bytes, content_type: str) -> str | None:
    """Name what came instead of an HTML page; None when it is one.

    The content decides; the media type only where the content shows nothing.

    >>> not_html(b"%PDF-1.7", "text/html")
    'a PDF'
    >>> not_html(b"<html><p>Po", "application/pdf") is None
    True
    """
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    for magic, offset, name in _BOXES:
        if body[offset : offset + 4] == magic:
            return name
    start = _plain(body)
    if any(mark in start for mark in _HTML):
        return None
    if any(mark in start for mark in _FEEDS):
        return "a feed or a sitemap"
    media = content_type.partition(";")[0].strip().lower()
    if media.endswith("json") or (start[:1] in (b"{", b"[") and b'"' in start):
        return "JSON"
    return _TYPES.get(media) or _TYPES.get(media.partition("/")[0])


def challenge(body: bytes) -> str | None:
    """Name the vendor whose challenge a short page is, or None."""
    if len(body) > LONGEST_CHALLENGE:
        return None
    low = body.lower()
    return next((vendor for mark, vendor in _CHALLENGES if mark in low), None)


def _plain(body: bytes) -> bytes:
    """Give the beginning in lower case, without byte order mark and leading blanks.

    UTF-16 loses its zero bytes, which is enough to see the tags.
    """
    start = body[:LOOKED_AT].replace(b"\0", b"").lower()
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start.lstrip()
