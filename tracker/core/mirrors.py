"""Addresses under which archives, caches and translators show the page of another."""

import re
from urllib.parse import unquote, unquote_plus, urlsplit

# An archive's address ends with the address that it keeps, most often after a time.
_ARCHIVES = frozenset(
    {
        "web.archive.org",
        "wayback.archive.org",
        "wayback.archive-it.org",
        "archive.today",
        "archive.ph",
        "archive.is",
        "archive.li",
        "archive.vn",
        "archive.fo",
        "archive.md",
        "arquivo.pt",
        "timetravel.mementoweb.org",
        "webarchive.nationalarchives.gov.uk",
        "webarchive.org.uk",
        "12ft.io",
        "r.jina.ai",
    }
)
_KEPT = re.compile(r"/(https?(?::/+|%3a%2f%2f).+)", re.IGNORECASE)
# The Wayback Machine takes addresses without their scheme, too.
_KEPT_BARE = re.compile(r"/\d{4,14}(?:[a-z]{2}_)?/((?:[\w-]+\.)+[\w-]+(?:[/:].*)?)")

# cdn.ampproject.org/c/s/lajme.example/a and google.com/amp/s/lajme.example/a
_CACHED = re.compile(r"/(?:[acirv]|wp|amp)(/s)?/([\w.-]+\.[\w-]+(?:[/:].*)?)")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
_GOOGLE_TRANSLATE = re.compile(r"translate\.google\.(?:com?\.)?[a-z]{2,3}")
_ADDED = re.compile(r"(?:_x_tr_\w+|amp_\w+|ampshare|usqp|aoh|csi|referrer)(?:=|$)")
_CACHE_QUERY = re.compile(r"cache:(?:[\w-]{12}:)?(\S+)")
_YANDEX_PROXY = re.compile(r"/proxy_u/[^/]+/(https?)/(.+)")

# Host → the parameter that holds the address.
_IN_PARAMETER = {
    "translatetheweb.com": "a",
    "microsofttranslator.com": "a",
    "translate.yandex.com": "url",
    "translate.yandex.ru": "url",
}


def unwrapped(url: str) -> str | None:
    """Give the address inside `url`, the canonical address of a mirror, or None.

    One layer is taken off, and what comes out is as it stood there. An address without
    scheme is taken for https. Short codes (archive.ph/Ab1cD) tell no address.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host.endswith(".translate.goog"):
        return _translated(host, parts.path, parts.query)
    return _in_path(host, parts.path, parts.query) or _in_query(host, parts.query)


def _translated(host: str, path: str, query: str) -> str:
    """Read a host name written as one label: a hyphen is a dot, two are a hyphen."""
    label = host.removesuffix(".translate.goog")
    name = "-".join(part.replace("-", ".") for part in label.split("--"))
    scheme = "http" if "_x_tr_sch=http&" in f"{query}&" else "https"
    return _with_query(f"{scheme}://{name}{path}", _kept(query))


def _in_path(host: str, path: str, query: str) -> str | None:
    if host in _ARCHIVES:
        return _archived(path, query)
    is_google = _GOOGLE.fullmatch(host) and path.startswith("/amp/")
    if is_google or f".{host}".endswith((".cdn.ampproject.org", ".bing-amp.com")):
        return _cached(path, query)
    proxied = _YANDEX_PROXY.match(path) if host == "translated.turbopages.org" else None
    return _with_query(f"{proxied[1]}://{proxied[2]}", query) if proxied else None


def _in_query(host: str, query: str) -> str | None:
    if host == "webcache.googleusercontent.com" or _GOOGLE.fullmatch(host):
        found = _CACHE_QUERY.match(unquote_plus(_parameter(query, "q")))
        return _with_scheme(found[1]) if found else None
    if _GOOGLE_TRANSLATE.fullmatch(host):
        return _with_scheme(unquote(_parameter(query, "u")))
    return _with_scheme(unquote(_parameter(query, _IN_PARAMETER.get(host, ""))))


def _archived(path: str, query: str) -> str | None:
    found = _KEPT.search(path)
    if found is None:
        bare = _KEPT_BARE.search(path)
        return _with_query(f"https://{bare[1]}", query) if bare else None
    inner = found[1]
    if "%3a%2f%2f" in inner[:20].lower():
        inner = unquote(inner)
    return _with_query(re.sub(r":/+", "://", inner, count=1), query)


def _cached(path: str, query: str) -> str | None:
    found = _CACHED.match(path)
    if found is None:
        return None
    scheme = "https" if found[1] else "http"
    return _with_query(f"{scheme}://{found[2]}", _kept(query))


def _kept(query: str) -> str:
    """Take the mirror's own parameters off."""
    return "&".join(pair for pair in query.split("&") if not _ADDED.match(pair))


def _parameter(query: str, name: str) -> str:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return next((value for key, _, value in pairs if key == name), "")


def _with_scheme(text: str) -> str | None:
    if not text:
        return None
    return text if re.match(r"https?:", text, re.IGNORECASE) else f"https://{text}"


def _with_query(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
