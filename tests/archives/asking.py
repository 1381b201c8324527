"""Asks the stand-ins as a plain client does."""

import httpx

from tests.archives.served import Archives

# Made once: it takes longer than all else.
TLS = httpx.create_ssl_context()
LIST = {"mode": "artlist", "format": "json", "maxrecords": "250"}
WINDOW = {"startdatetime": "20220719220000", "enddatetime": "20220805220000"}
NAMES = (
    '("Free Iran" OR MEK OR "Mojahedin-e Khalq" OR "National Council of Resistance")'
)


def get(url: str, params: object = None) -> httpx.Response:
    with httpx.Client(trust_env=False, verify=TLS) as client:
        return client.get(url, params=params)  # type: ignore[arg-type]


def posts(archives: Archives, **params: object) -> httpx.Response:
    base = archives.world.bases["kumbulla"]
    return get(f"{base}/wp-json/wp/v2/posts", params)


def articles(archives: Archives, query: str, **params: str) -> httpx.Response:
    return get(archives.gdelt, {**LIST, **WINDOW, "query": query, **params})


def index(archives: Archives, *params: tuple[str, str]) -> httpx.Response:
    host = archives.world.bases["quay"].removeprefix("http://")
    url = f"{archives.wayback}cdx/search/cdx"
    return get(url, [("url", f"{host}/*"), ("output", "json"), *params])
