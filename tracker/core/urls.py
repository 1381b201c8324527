"""Addresses: which are the same, whose they are, and which are never touched."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from tracker.core.mirrors import unwrapped
from tracker.model import Outlet

# Carries leaked personal data: never fetched, followed or exported, whatever a
# configuration says.
BLOCKED_DOMAINS = ("justicehomeland.org",)

# Added by newsletters, networks and advertisers; they never choose the article.
TRACKING_PREFIX = "utm_"
TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "yclid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "_ga",
    }
)

# A copy of a copy of a copy is somebody's game.
MOST_MIRRORS = 5

_DEFAULT_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile("[\x00-\x20\x7f-\x9f\\\\\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?", re.ASCII)
_IPV6 = re.compile(r"[0-9a-f:.]+", re.ASCII)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+|%")
# While an escaped text is normalised, a byte that must stay escaped is a lone
# surrogate of this block, which nothing composes with (as in PEP 383).
_KEPT = 0xDC00
_UNRESERVED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)


def canonical(url: str) -> str:
    """Spell an address in the one way of its kind (RFC 3986 section 6, RFC 9110).

    Scheme and host in lower case, IDNA; default port, dot segments, empty query,
    fragment and tracking parameters removed; other parameters stay, in their order.
    Letters beyond ASCII are composed and percent-encoded, escapes of unreserved
    characters undone. `canonical(canonical(url)) == canonical(url)`. Variants that
    merely may be the same text (www., m., /amp, a trailing slash) stay different.

    Raises ValueError, with a sentence, for what is not http or https and for what
    two readers could understand differently: backslashes, blanks, control
    characters, a user name or password.

    >>> canonical("HTTPS://Lajme.example:443/./a?utm_source=rss&id=7&#komente")
    'https://lajme.example/a?id=7'
    """
    if _FORBIDDEN.search(url):
        raise ValueError(
            "the address contains a backslash, a blank or a control character"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not an address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("not an http or https address")
    if "@" in parts.netloc:
        raise ValueError("the address contains a user name, or an @ before its path")
    host = _host(parts.hostname or "")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    path = _without_dots(_escaped(parts.path)) or "/"
    query = _without_tracking(_escaped(parts.query))
    return f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")


def article_id(url: str) -> str:
    """Give the 16 hexadecimal digits of an article; raises as `canonical` does."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()[:16]


def url_hash(url: str) -> int:
    """Give a signed 64-bit number for an address, from its canonical form."""
    return key_hash(canonical(url))


def key_hash(key: str) -> int:
    """Give a signed 64-bit number for any key (a guid); the same on every machine."""
    digest = hashlib.sha256(key.encode(errors="replace")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def is_blocked(url: str) -> bool:
    """Whether an address lies on the hard block list, or carries one that does.

    Subdomains count, and so do archive copies, translations, shorteners and share
    links that name a blocked host inside their host, path or query. What cannot be
    parsed is judged by its letters, so that a broken spelling is no way round the list.
    """
    plain = url
    for _ in range(3):  # share links wrap addresses, escaped once a layer
        plain = _letters(plain)
        if _BLOCKED.search(plain):
            return True
        plain = unquote(plain)
    return False


def original_of(url: str) -> str | None:
    """Give the canonical address of the page that a known mirror shows, or None.

    Mirrors are web archives, the caches of AMP pages and of Google, and translators:
    what they show is another outlet's text. None for every other address, and where
    the mirror's address does not tell whose page it is. Addresses on the outlet's own
    hosts (/amp, ?amp=1, m.) are no mirrors: see `canonical`.

    >>> original_of("https://web.archive.org/web/2022/https://lajme.example/a")
    'https://lajme.example/a'
    """
    found = None
    try:
        address = canonical(url)
        for _ in range(MOST_MIRRORS):
            inner = unwrapped(address)
            if inner is None:
                return found
            found = address = canonical(inner)
    except ValueError:
        return None
    return None


def same_site(first: str, second: str) -> bool:
    """Whether two addresses share a host, `www.` aside, or one lies below the other.

    False when either is no http(s) address.
    """
    try:
        one, two = _bare(canonical(first)), _bare(canonical(second))
    except ValueError:
        return False
    return one == two or one.endswith("." + two) or two.endswith("." + one)


class OutletHosts:
    """Knows which outlet an address belongs to."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index the homes and other hosts; unreadable ones raise ValueError."""
        self._places: dict[str, list[tuple[str, Outlet]]] = {}
        for outlet in outlets:
            home = canonical(outlet.home)
            self._add(_bare_netloc(home), _folder(home), outlet)
            for host in outlet.hosts:
                address = canonical(host if "://" in host else f"https://{host}/")
                self._add(_bare_netloc(address), _folder(address), outlet)
        for places in self._places.values():
            places.sort(key=lambda place: -len(place[0]))

    def outlet_of(self, url: str) -> Outlet | None:
        """Find the outlet whose home or host matches longest, or None.

        The host decides first, the path second: of two outlets that share a host the
        longer matching path wins. `www.` is ignored; a subdomain belongs to its
        parent unless it is listed itself.
        """
        try:
            address = canonical(url)
        except ValueError:
            return None
        path = urlsplit(address).path
        netloc, host = _bare_netloc(address), _bare(address)
        for name in dict.fromkeys((netloc, *_and_parents(host))):
            for folder, outlet in self._places.get(name, ()):
                if path == folder.rstrip("/") or path.startswith(folder):
                    return outlet
        return None

    def _add(self, netloc: str, folder: str, outlet: Outlet) -> None:
        self._places.setdefault(netloc, []).append((folder, outlet))


_BLOCKED = re.compile(
    "|".join(
        rf"(?<![a-z0-9-]){re.escape(domain)}\.?(?![a-z0-9.-])"
        # as one label of a mirror's host: a hyphen for each dot, two for a hyphen
        rf"|(?<![a-z0-9])(?<!--){re.escape(domain.replace('.', '-'))}"
        r"\.(?:translate\.goog|cdn\.ampproject\.org|bing-amp\.com)"
        for domain in BLOCKED_DOMAINS
    )
)


def _letters(text: str) -> str:
    """Spell as a resolver would: IDNA ignores the invisible and has four full stops."""
    if text.isascii() and text.isprintable():
        return text.lower()
    kept = (c for c in text if unicodedata.category(c) not in {"Cc", "Cf"})
    plain = unicodedata.normalize("NFKC", "".join(kept)).casefold()
    return plain.replace("\u3002", ".")


def _host(name: str) -> str:
    if ":" in name:
        if not _IPV6.fullmatch(name):
            raise ValueError(f"not a host name: {name!r}")
        return name
    try:
        ascii_name = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise ValueError(f"not a host name: {name!r}") from error
    if ".." in ascii_name or not _HOST.fullmatch(ascii_name):
        raise ValueError(f"not a host name: {name!r}")
    return ascii_name


def _escaped(text: str) -> str:
    """Write percent-encoding in one form; broken UTF-8 stays escaped byte by byte."""
    if text.isascii() and "%" not in text:
        return text  # most addresses, and each is asked for several times
    plain = _ESCAPES.sub(lambda match: _unescaped(match[0]), text)
    return "".join(_escape(c) for c in unicodedata.normalize("NFC", plain))


def _unescaped(escapes: str) -> str:
    raw = b"%" if escapes == "%" else bytes.fromhex(escapes.replace("%", ""))
    return "".join(
        chr(_KEPT + ord(c)) if c.isascii() and ord(c) not in _UNRESERVED else c
        for c in raw.decode("utf-8", errors="surrogateescape")
    )


def _escape(char: str) -> str:
    if char.isascii():
        return char
    if _KEPT <= ord(char) <= _KEPT + 0xFF:
        return f"%{ord(char) - _KEPT:02X}"
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _without_dots(path: str) -> str:
    """Dot segments removed as in RFC 3986 section 5.2.4."""
    if not path.startswith("/"):
        path = "/" + path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0].lower()
        if pair and name not in TRACKING and not name.startswith(TRACKING_PREFIX):
            kept.append(pair)
    return "&".join(kept)


def _bare(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _bare_netloc(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def _folder(address: str) -> str:
    """Give the path that articles lie below, without a file name (index.php)."""
    head, _, last = urlsplit(address).path.rpartition("/")
    return f"{head}/" if not last or "." in last else f"{head}/{last}/"


def _and_parents(host: str) -> Iterable[str]:
    while host:
        yield host
        host = host.partition(".")[2]
