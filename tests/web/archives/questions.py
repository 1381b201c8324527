"""An outlet, a stretch of time and answers for the tests of every archive."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tracker.model import Failure, Found, Outlet, Reply, Search, Terms

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
# Midnight in Tirana, where clocks show two hours more than UTC in summer.
FROM = datetime(2022, 7, 12, 22, tzinfo=UTC)
TO = datetime(2022, 8, 31, 22, tzinfo=UTC)
OUTLET = Outlet(
    id="lajme",
    name="Lajme",
    home="https://www.lajme.example/",
    wordpress="https://lajme.example/wp-json/",
    sitemaps=("https://lajme.example/sitemap.xml",),
    timezone="Europe/Tirane",
)
LISTED = replace(OUTLET, fetch=False)
TERMS = Terms(
    words=("bregu", "shoqat pyll"),
    phrases=("BRG", "Forest Society of Bregu"),
    slugs=("bregu", "forest-society"),
    acronyms=("brg",),
)


def reply(
    search: Search | str,
    body: bytes | str,
    *,
    status: int = 200,
    url: str | None = None,
    **headers: str,
) -> Reply:
    asked = search if isinstance(search, str) else search.address
    return Reply(
        asked=asked,
        url=url or asked,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body.encode() if isinstance(body, str) else body,
    )


def found(answer: Found | Failure) -> Found:
    assert isinstance(answer, Found), answer
    return answer


def failed(answer: Any) -> Failure:
    assert isinstance(answer, Failure), answer
    return answer


# What no honest server sends; none of it may raise.
HOSTILE = (
    b"null",
    b"[null]",
    b"[[null]]",
    b"[[[]], [], [{}]]",
    b'[["timestamp", "original"], [1, 2], [null, null], ["x"], 7, {}]',
    b'[["timestamp", "original"], [], [7]]',
    b'[["timestamp", "original"], [], []]',
    b'[["timestamp"], [], ["\\ud800 "]]',
    b"[[[]], [7], [[]]]",
    b'{"articles": null}',
    b'{"articles": [null, 7, {}, {"url": 7}, {"url": "javascript:x"}]}',
    b'{"articles": [{"url": "https://a.example/", "title": [], "seendate": 9}]}',
    b'{"code": 7, "data": null}',
    b'{"code": "rest_invalid_param", "data": {"params": ["x"]}}',
    b'[{"link": 7, "date_gmt": {}, "title": []}]',
    b"[" * 100_000,
    b'{"articles": ' + b"[" * 100_000,
    b"[" + b"9" * 100_000 + b"]",
    b'"\\ud800"',
    b"\xff\xfe",
    b"\x00",
    b"<html><p>Po",
)
