"""The posts of a WordPress site that were published in a stretch of time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

from tracker.core.dates import read_date
from tracker.model import (
    Failure,
    FeedEntry,
    Found,
    Outlet,
    ParsedFeed,
    Reply,
    Search,
    SitemapIndex,
    Terms,
)
from tracker.web.archives.answers import (
    counted,
    gaps_of,
    in_polls,
    json_of,
    judged,
    missing,
    question,
)
from tracker.web.wordpress import FIELDS, endpoint

# The most that WordPress allows.
PER_PAGE = 100
# Fifty thousand posts: more than a large agency publishes in half a year.
MOST_PAGES = 500
# `after` and `before` compare the time that the site shows, and leave out the very
# second; a site may show that of another zone than its readers'.
SLACK = timedelta(days=1)
# No site is further away from what was asked than zones are from each other.
FARTHEST = SLACK + timedelta(hours=26)

_BAD_REQUEST = 400
_REFUSED = frozenset({401, 403})
_PAST_THE_END = "rest_post_invalid_page_number"
_BAD_PARAMETER = "rest_invalid_param"
_NO_ROUTE = "rest_no_route"
# An error of WordPress is a few hundred bytes long.
_LONGEST_ERROR = 64_000
_MOST_NAMED = 5
_LONGEST_TOLD = 200
_WORD = re.compile(r"\w{1,60}", re.ASCII)
_NOT_THERE = "the WordPress interface is closed or not there"

Read = Callable[[Reply], ParsedFeed | SitemapIndex | Failure]


class WordPress:
    """Searches the posts of a stretch for each term, or lists all of them.

    `timezone_of` gives the zone (an IANA name) of an outlet by its id. `complete`: all
    posts are listed, one question for the stretch, so that what is not there was not
    published; else one question for each of `terms.words`.
    """

    def __init__(
        self, read: Read, timezone_of: Callable[[str], str], *, complete: bool
    ) -> None:
        self._read, self._timezone_of, self._complete = read, timezone_of, complete

    def first(
        self,
        outlet: Outlet,
        incident: str,
        *,
        from_at: datetime,
        to_at: datetime,
        terms: Terms,
    ) -> Sequence[Search]:
        """Ask where the outlet may be fetched and has, or may have, an interface."""
        root = outlet.wordpress or _usual_root(outlet)
        if root is None or not outlet.fetch:
            return ()
        zone = ZoneInfo(self._timezone_of(outlet.id))
        queries = (None,) if self._complete else tuple(dict.fromkeys(terms.words))
        searches = []
        for query in queries:
            address = _address(root, query, from_at=from_at, to_at=to_at, zone=zone)
            searches.append(
                question(
                    "wordpress",
                    outlet,
                    incident,
                    address,
                    from_at=from_at,
                    to_at=to_at,
                    query=query,
                )
            )
        return searches

    def read(self, search: Search, reply: Reply, *, now: datetime) -> Found | Failure:
        """Read one page of the posts; a closed interface is an answer, and final.

        A page that is shorter or longer than its number and the total say is a gap, and
        so is one that goes back behind the last one: caches pass over `page`. A post
        that vanishes between two pages, so that another one slips through, shows
        only by a `total` that differs from page to page: the caller sees both.
        """
        error = _error(reply)
        if _code(error) == _PAST_THE_END:
            # asked for only where there had been more
            return Found(entries=(), gaps=(_CHANGED,))
        answer = judged(reply, now=now)
        if isinstance(answer, Failure):
            return _explained(answer, error)
        found = self._read(answer)
        if isinstance(found, ParsedFeed):
            return _found(search, reply, found)
        if isinstance(found, SitemapIndex):
            found = Failure(
                outcome="failed", detail="not a WordPress answer: a sitemap"
            )
        return _unread(replace(in_polls(found, now=now), status=reply.status), reply)


def _usual_root(outlet: Outlet) -> str | None:
    """Give where WordPress has its interface, if the outlet is a whole site."""
    home = urlsplit(outlet.home)
    if home.path not in ("", "/") or home.query:
        return None
    return f"{home.scheme}://{home.netloc}/wp-json/"


_CHANGED = "the number of posts changed while they were listed"


def _address(
    root: str,
    query: str | None,
    *,
    from_at: datetime,
    to_at: datetime,
    zone: ZoneInfo,
) -> str:
    """Give the address of the first page, oldest posts first."""
    after, before = (
        f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}"
        for at in (from_at - SLACK, to_at + SLACK)
    )
    search = "" if query is None else f"search={quote(query, safe='')}&"
    return endpoint(
        root,
        f"{search}after={after}&before={before}&per_page={PER_PAGE}&page=1"
        f"&orderby=date&order=asc&_fields={FIELDS}",
    )


def _page(address: str) -> int:
    return int(parse_qs(urlsplit(address).query)["page"][0])


# --------------------------------------------------------------------- a page of posts


def _found(search: Search, reply: Reply, feed: ParsedFeed) -> Found:
    page = _page(search.address)
    # of posts without an address the position tells that they were there
    listed = max((each.position or 0 for each in feed.entries), default=0)
    pages = _number(reply.headers.get("x-wp-totalpages"))
    total = _number(reply.headers.get("x-wp-total"))
    gaps = gaps_of(feed.flags)
    dated = [(each, _published(each)) for each in feed.entries]
    undated = sum(1 for _, at in dated if at is None)
    if total is None and search.query is None:
        gaps.append("the site does not say how many posts there are")
    if undated:
        gaps.append(f"{counted(undated, 'post', 'posts')} without a date")
    strays = [
        at is not None and not search.from_at - FARTHEST <= at < search.to_at + FARTHEST
        for _, at in dated
    ]
    if any(strays):
        gaps.append("the site does not keep to the days that are asked for")
    if "unlinked" not in feed.flags and listed != _expected(page, total, listed=listed):
        gaps.append(_CHANGED)
    times = [at for _, at in dated if at is not None]
    if search.follows_at and times and times[0] < search.follows_at:
        gaps.append("a page goes back in time: a cache seems to answer")
    if pages is None and total is not None:
        pages = -(-total // PER_PAGE)
    has_more = listed >= PER_PAGE if pages is None else page < pages
    if has_more and all(strays):
        # also where there is none at all, so that no site leads us on for ever
        has_more = False
        gaps.append(f"page {page:,} holds none of these days, so no other was asked")
    elif has_more and page >= MOST_PAGES:
        has_more = False
        gaps.append(f"only the first {MOST_PAGES} pages were read")
    return Found(
        entries=tuple(
            each
            for each, at in dated
            if at is not None and search.from_at <= at < search.to_at
        ),
        further=(_next(search, page, max(times, default=None)),) if has_more else (),
        gaps=tuple(gaps),
        total=total,
    )


def _expected(page: int, total: int | None, *, listed: int) -> int:
    """Say how many posts this page has to hold, of so many in all."""
    if total is None:
        # the next page is asked for only behind a full one
        return listed if page == 1 or listed else PER_PAGE
    return min(max(total - (page - 1) * PER_PAGE, 0), PER_PAGE)


def _next(search: Search, page: int, last_at: datetime | None) -> Search:
    address = search.address.replace(f"&page={page}&", f"&page={page + 1}&", 1)
    follows_at = max(filter(None, (last_at, search.follows_at)), default=None)
    return replace(search, address=address, follows_at=follows_at)


def _published(entry: FeedEntry) -> datetime | None:
    read = read_date(entry.published or "", timezone="UTC")
    return read[0] if read else None


def _number(text: str | None) -> int | None:
    """Read a count; more digits than any site has posts count as none."""
    plain = (text or "").strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) <= 9  # noqa: PLR2004 - a thousand millions
    return int(plain) if is_number else None


# --------------------------------------------------------------------------- errors


def _error(reply: Reply) -> dict[str, Any]:
    """Give the error with which WordPress answers, empty where it is none."""
    if len(reply.body) > _LONGEST_ERROR or not reply.body.lstrip().startswith(b"{"):
        return {}
    error = json_of(reply)
    return error if isinstance(error, dict) else {}


def _code(error: dict[str, Any]) -> str | None:
    code = error.get("code")
    if not isinstance(code, str) or not _WORD.fullmatch(code):
        return None
    return code


def _explained(failure: Failure, error: dict[str, Any]) -> Failure:
    """Say what a status other than success means, and the word for it beside it."""
    code = _code(error)
    if code is not None and failure.status in _REFUSED:
        detail = f"the WordPress interface is closed ({failure.status}, {code})"
        return replace(failure, detail=detail)
    if code == _BAD_PARAMETER and failure.status == _BAD_REQUEST:
        detail = f"the WordPress interface refuses {_parameters(error)}"
        return replace(failure, detail=detail)
    return missing(failure, _NOT_THERE)


def _unread(failure: Failure, reply: Reply) -> Failure:
    """Tell an interface that is not there from one that cannot be read today."""
    if _code(_error(reply)) == _NO_ROUTE:
        detail = f"{_NOT_THERE} ({reply.status}, {_NO_ROUTE})"
        return replace(failure, outcome="gone", detail=detail)
    if not _is_endpoint(reply.url):
        detail = f"{_NOT_THERE}: it leads to {reply.url[:_LONGEST_TOLD]}"
        return replace(failure, outcome="gone", detail=detail)
    return failure


def _is_endpoint(url: str) -> bool:
    parts = urlsplit(url)
    return "wp/v2/posts" in parts.path or "rest_route" in parts.query


def _parameters(error: dict[str, Any]) -> str:
    data = error.get("data")
    named = data.get("params") if isinstance(data, dict) else None
    names = [n for n in named if _WORD.fullmatch(n)] if isinstance(named, dict) else []
    told = ", ".join(sorted(names)[:_MOST_NAMED])
    return f"the parameter {told}" if told else "a parameter that it does not name"
