"""Takes apart an address that is to be asked: what is sent, to whom, with what."""

import base64
import re
from urllib.parse import unquote_to_bytes

import httpx

from tracker.core.urls import canonical
from tracker.web.pacing import registrable_domain

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def taken_apart(url: str) -> tuple[str, str | None]:
    """Separate an address from its user name and password, as Basic credentials.

    The address is spelt as it will be sent, without its fragment. Raises ValueError,
    with a sentence that quotes no secret, for what cannot be asked or could be read in
    two ways.
    """
    if _FORBIDDEN.search(url):
        raise ValueError("the address contains a backslash or a control character")
    try:
        parsed = httpx.URL(url.strip())
        bare = str(parsed.copy_with(userinfo=b"", fragment=None))
    except (httpx.InvalidURL, ValueError):
        # The library quotes what it cannot read, which may be half of a password.
        raise ValueError(
            "not an address: it has no readable host or port, or is too long"
        ) from None
    canonical(bare)  # its judgement; what is fetched stays as it was written
    if not parsed.userinfo:
        return bare, None
    name, _, password = parsed.userinfo.partition(b":")
    pair = unquote_to_bytes(name) + b":" + unquote_to_bytes(password)
    return bare, base64.b64encode(pair).decode("ascii")


def private_headers(
    login: str | None, etag: str | None, last_modified: str | None
) -> dict[str, str]:
    """Give the headers that are nobody's business but the origin's first asked."""
    headers = {
        "Authorization": f"Basic {login}" if login else None,
        "If-None-Match": etag,
        "If-Modified-Since": last_modified,
    }
    return {name: value for name, value in headers.items() if value}


def origin_of(url: str) -> str:
    """Give scheme, host and port, without the port that goes without saying.

    >>> origin_of("HTTPS://desk@Lajme.example:443/a?b")
    'https://lajme.example'
    """
    parsed = httpx.URL(url)
    host = parsed.raw_host.decode("ascii")
    netloc = f"[{host}]" if ":" in host else host
    usual = parsed.port in (None, _DEFAULT_PORTS.get(parsed.scheme))
    return f"{parsed.scheme}://{netloc}" + ("" if usual else f":{parsed.port}")


def site_of(url: str) -> str:
    """Name the site that an address belongs to, as `registrable_domain` does."""
    parsed = httpx.URL(url)
    port = parsed.port or _DEFAULT_PORTS.get(parsed.scheme)
    return registrable_domain(parsed.host, port)


def same_domain(first: str, second: str) -> bool:
    """Whether two http addresses belong to one registrable domain.

    >>> same_domain("http://lajme.com.al/", "https://m.lajme.com.al/feed")
    True
    """
    one, two = (registrable_domain(httpx.URL(url).host) for url in (first, second))
    return one == two
