"""The Wayback Machine: its index (CDX server) and its captures.

Described in github.com/internetarchive/wayback, wayback-cdx-server/README.md.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from urllib.parse import parse_qs, quote_plus, unquote, unquote_plus

from tests.archives.pages import article_page, text
from tests.archives.world import World
from tests.web.server import Answer

CDX = "/cdx/search/cdx"
MOST_LINES = 150_000
FIELDS = (
    "urlkey",
    "timestamp",
    "original",
    "mimetype",
    "statuscode",
    "digest",
    "length",
)
# What a time of fewer digits is filled up with: the earliest, and the latest.
EARLIEST, LATEST = "00000101000000", "99991231235959"
_REPLAY = re.compile(r"/web/(\d{1,14})([a-z]{2}_)?/(https?:/{1,2})?(.+)", re.DOTALL)
_STAMP = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What the archive saw at an address; `row` is its line of the index."""

    at: datetime
    original: str
    body: bytes
    mime: str = "text/html"
    status: int = 200
    location: str | None = None
    revisit: bool = False

    @property
    def timestamp(self) -> str:
        return f"{self.at:{_STAMP}}"

    @property
    def row(self) -> dict[str, str]:
        digest = base64.b32encode(sha1(self.body).digest()).decode()  # noqa: S324
        values = (
            urlkey(self.original),
            self.timestamp,
            self.original,
            "warc/revisit" if self.revisit else self.mime,
            "-" if self.revisit else str(self.status),
            digest,
            str(len(self.body) + 300),
        )
        return dict(zip(FIELDS, values, strict=True))


def urlkey(url: str) -> str:
    """Give the key by which the index is sorted; addresses of numbers keep their order.

    >>> urlkey("http://127.0.0.1:80/News?b=1&a=2")
    '127.0.0.1)/news?a=2&b=1'
    """
    bare = re.sub(r"^https?://", "", url.lower())
    host, slash, rest = bare.removeprefix("www.").partition("/")
    path, mark, query = rest.partition("?")
    host = host.removesuffix(":80")
    if not re.fullmatch(r"[\d.]+(:\d+)?", host):
        name, colon, port = host.partition(":")
        host = ",".join(reversed(name.split("."))) + colon + port
    return f"{host}){slash or '/'}{path}{mark}{'&'.join(sorted(query.split('&')))}"


def captures_of(world: World) -> list[Capture]:
    """Give all captures, in the order of the index."""
    found = [*_of_articles(world), *_of_other_things(world)]
    return sorted(found, key=lambda each: (urlkey(each.original), each.timestamp))


def _of_articles(world: World) -> Iterator[Capture]:
    for article in world.articles:
        body = article_page(world, article).encode()
        for number, at in enumerate(sorted(article.captures)):
            yield Capture(
                at=at, original=world.url(article), body=body, revisit=number > 0
            )


def _of_other_things(world: World) -> Iterator[Capture]:
    """Give what an index holds besides: pictures, redirects, what is gone."""
    base = world.bases["quay"]
    article = world.at_path["quay", "/news/us-embassy-alert-mek-summit.html"]
    url, page = world.url(article), article_page(world, article).encode()

    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    yield Capture(at=at("2022-07-21 00:00:00"), original=f"{base}/", body=b"<h1>Quay")
    yield Capture(
        at=at("2022-07-21 00:00:05"),
        original=f"{base}/logo.png",
        body=b"\x89PNG",
        mime="image/png",
    )
    yield Capture(
        at=at("2022-07-23 12:00:00"),
        original=f"{base}/news/mek-summit",
        body=b"",
        status=301,
        location=url,
    )
    yield Capture(
        at=at("2022-07-22 05:00:00"), original=f"{url}?utm_source=feed", body=page
    )
    yield Capture(
        at=at("2022-07-30 08:00:00"),
        original=f"{base}/news/mek-summit-draft.html",
        body=b"<h1>404",
        status=404,
    )


def wayback_answer(
    captures: list[Capture], target: str, *, cap: int = MOST_LINES
) -> Answer:
    """Answer a path with query; the index gives at most `cap` lines at a time."""
    path, _, query = target.partition("?")
    if path == CDX:
        return _index(captures, query, cap)
    replayed = _REPLAY.fullmatch(target)
    if replayed is None:
        return text("<h1>Wayback Machine</h1>", status=404, kind="text/html")
    stamp, kind, scheme, rest = replayed.groups()
    original = f"{'https' if scheme and 'https' in scheme else 'http'}://{rest}"
    return _replay(captures, stamp, kind or "", original)


def _index(captures: list[Capture], query: str, cap: int) -> Answer:
    asked = parse_qs(query)
    last = {name: given[-1] for name, given in asked.items()}
    if not last.get("url"):
        return text("Need 'url' param.", status=400)
    try:
        rows = _collapsed(
            [row for row in _rows(captures, last) if _passes(row, asked)],
            asked.get("collapse", []),
        )
        rows = _resumed(rows, last.get("resumeKey"))
        limit = int(last.get("limit", cap))
        fields = last.get("fl", ",".join(FIELDS)).split(",")
        shown = rows[limit:] if limit < 0 else rows[: min(limit, cap)]
        lines = [[row[name] for name in fields] for row in shown]
    except (ValueError, KeyError, re.error) as error:
        return text(f"Bad Request: {error}", status=400)
    more = limit >= 0 and len(rows) > len(shown) and last.get("showResumeKey") == "true"
    key = _key(shown[-1]) if more and shown else None
    if last.get("output") == "json":
        table: list[list[str]] = [fields, *lines] if lines else []
        told = json.dumps(table + ([[], [key]] if key else []))
        return text(told, kind="application/json")
    plain = "".join(" ".join(line) + "\n" for line in lines)
    return text(plain + (f"\n{key}\n" if key else ""))


def _rows(captures: list[Capture], asked: Mapping[str, str]) -> list[dict[str, str]]:
    url, kind = asked["url"], asked.get("matchType", "exact")
    if url.endswith("*"):
        url, kind = url[:-1], "prefix"
    elif url.startswith("*."):
        url, kind = url[2:], "domain"
    if kind not in ("exact", "prefix", "host", "domain"):
        raise ValueError(f"matchType {kind}")
    key = urlkey(url)
    host = key.partition(")")[0]
    first = asked.get("from", "") + EARLIEST[len(asked.get("from", "")) :]
    last = asked.get("to", "") + LATEST[len(asked.get("to", "")) :]

    def belongs(row: Mapping[str, str]) -> bool:
        its = row["urlkey"]
        same = its.startswith(f"{host})")
        return {
            "exact": its == key,
            "prefix": its.startswith(key),
            "host": same,
            "domain": same or its.startswith(f"{host},"),
        }[kind]

    rows = [capture.row for capture in captures]
    return [row for row in rows if belongs(row) and first <= row["timestamp"] <= last]


def _passes(row: Mapping[str, str], asked: Mapping[str, list[str]]) -> bool:
    """Whether a line passes all filters; a pattern has to fit all of its field."""
    for rule in asked.get("filter", []):
        name, colon, pattern = rule.removeprefix("!").partition(":")
        if not colon:
            raise ValueError(f"filter {rule}")
        fits = re.fullmatch(pattern, row[name]) is not None
        if fits == rule.startswith("!"):
            return False
    return True


def _collapsed(rows: list[dict[str, str]], rules: list[str]) -> list[dict[str, str]]:
    """Leave out a line whose field begins as in the line before it."""
    for rule in rules:
        name, _, length = rule.partition(":")
        size = int(length) if length else None
        rows = [
            row
            for number, row in enumerate(rows)
            if number == 0 or row[name][:size] != rows[number - 1][name][:size]
        ]
    return rows


def _key(row: Mapping[str, str]) -> str:
    return quote_plus(f"{row['urlkey']} {row['timestamp']}!")


def _resumed(rows: list[dict[str, str]], key: str | None) -> list[dict[str, str]]:
    """Go on behind a key, which may come back as it was or with its escapes escaped."""
    if key is None:
        return rows
    key = unquote_plus(key)
    if not re.fullmatch(r"\S+ \d{14}!", key):
        raise ValueError(f"resumeKey {key}")
    place = tuple(key[:-1].split(" "))
    return [row for row in rows if (row["urlkey"], row["timestamp"]) > place]


def _replay(captures: list[Capture], stamp: str, kind: str, original: str) -> Answer:
    keys = {urlkey(original), urlkey(unquote(original))}
    there = [each for each in captures if urlkey(each.original) in keys]
    if not there:
        return text("<h1>Not archived</h1>", status=404, kind="text/html")
    wanted = int(stamp.ljust(14, "0"))
    nearest = min(there, key=lambda each: abs(int(each.timestamp) - wanted))
    if nearest.timestamp != stamp:
        to = f"/web/{nearest.timestamp}{kind}/{nearest.original}"
        return Answer(status=302, headers=(("Location", to),))
    when = format_datetime(nearest.at, usegmt=True)
    headers = [
        ("Content-Type", f"{nearest.mime}; charset=utf-8"),
        ("memento-datetime", when),
        ("x-archive-orig-date", when),
        ("x-archive-orig-server", "nginx"),
        ("x-archive-orig-content-length", str(len(nearest.body))),
        ("x-archive-src", "invented-20220722-crawl.warc.gz"),
        ("link", f'<{nearest.original}>; rel="original"'),
    ]
    if nearest.location:
        headers.append(
            ("Location", f"/web/{nearest.timestamp}{kind}/{nearest.location}")
        )
    body = nearest.body
    if kind != "id_" and nearest.mime == "text/html":
        body = b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->" + body
    return Answer(status=nearest.status, body=body, headers=tuple(headers))
