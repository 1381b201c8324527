"""The sitemaps that a site's own robots.txt names, for outlets that name none."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

from tracker.model import Failure, Found, Outlet, Reply, Search, SitemapChild
from tracker.web.archives.answers import counted, judged, missing, question
from tracker.web.archives.choosing import of_articles, wanted_of
from tracker.web.archives.periods import Period
from tracker.web.robotstxt import PARSED_BYTES, decoded, sitemaps_in

# Sites name a handful. Of those that name one for each month only the parts are asked
# for that may hold the stretch.
MOST_NAMED = 20
# One edition or section may be listed whole while the others are not.
ONE_OF_SEVERAL = (
    "robots.txt names several sitemaps, and none of them alone proves what was not"
    " published; if this one lists all articles, name it among the sitemaps of the"
    " outlet"
)
_NAME_ONE = "if there is one, name it among the sitemaps of the outlet"

OwnerOf = Callable[[str], Outlet | None]


def nobody(_url: str) -> Outlet | None:
    """Know no outlet at all."""
    return None


def robots_question(
    outlet: Outlet, incident: str, *, from_at: datetime, to_at: datetime
) -> Search:
    """Ask what the robots.txt of the home names.

    Outlets that share a host ask one question each; the fragment, which is never sent,
    tells them apart.
    """
    address = f"{urljoin(outlet.home, '/robots.txt')}#{outlet.id}"
    return question("sitemap", outlet, incident, address, from_at=from_at, to_at=to_at)


def asks_robots(search: Search) -> bool:
    """Whether it asks which sitemaps there are, and not what one of them lists."""
    is_first = search.via == "sitemap" and search.address == search.listing
    return is_first and _is_robots_txt(urldefrag(search.address).url)


def from_robots(
    search: Search, reply: Reply, owner_of: OwnerOf, days: Period, *, now: datetime
) -> Found | Failure:
    """Ask for what it names of the outlet; where that is nothing, no list is there."""
    # a site without one has an empty one, which is no failure
    is_empty = reply.status == HTTPStatus.OK and not reply.body
    answer = reply if is_empty else judged(reply, now=now)
    if isinstance(answer, Failure):
        return missing(answer, "robots.txt is not there")
    named, elsewhere = _named_by(search, answer.body, owner_of)
    series = of_articles((SitemapChild(url=each) for each in named), now=now)
    wanted = wanted_of(series, days)
    number = counted(len(named), "sitemap", "sitemaps") if named else "no sitemap"
    told = f"robots.txt names {number}"
    if elsewhere:
        told += f" of the outlet, and {elsewhere} elsewhere, not asked for"
    if not wanted:
        told += f"; none may list articles of {days}" if named else ""
        return Failure(outcome="gone", detail=f"{told}; {_NAME_ONE}")
    gaps = [told]
    if len(wanted) > MOST_NAMED:
        gaps.append(f"{len(wanted) - MOST_NAMED} of them that may hold more: not read")
    urls = [part.url for part in wanted[:MOST_NAMED]]
    # what stands elsewhere may be a section of this site too
    is_alone = len(named) == 1 and not elsewhere
    further = _asked_for(search, urls, is_alone=is_alone)
    return Found(entries=(), further=further, gaps=tuple(gaps))


def _named_by(search: Search, body: bytes, owner_of: OwnerOf) -> tuple[list[str], int]:
    """Give the sitemaps that a robots.txt names of the outlet, and count the others.

    Anybody's robots.txt may name another site, or other parts of a host of which the
    outlet has but a folder: nothing is asked there.
    """
    base = urldefrag(search.address).url
    named = sitemaps_in(decoded(body, PARSED_BYTES))
    addresses = dict.fromkeys(_joined(base, each) for each in named)
    own = [
        each
        for each in addresses
        if (owner := owner_of(each)) is not None and owner.id == search.outlet
    ]
    return own, len(addresses) - len(own)


def _asked_for(
    search: Search, wanted: Iterable[str], *, is_alone: bool
) -> tuple[Search, ...]:
    """Ask for sitemaps that a robots.txt names, each as a list of its own.

    `is_alone`: it names but one. That is asked for, and judged, as if the
    configuration named it.
    """
    robots = urldefrag(search.address).url
    return tuple(
        replace(search, address=each, listing=each if is_alone else f"{robots}#{each}")
        for each in wanted
    )


def is_root(search: Search) -> bool:
    """Whether a list begins here: no other list has named it as its part."""
    return search.address == search.listing or is_one_of_several(search)


def is_one_of_several(search: Search) -> bool:
    """Whether it is one of several sitemaps that a robots.txt names."""
    robots, named = urldefrag(search.listing)
    return named == search.address and _is_robots_txt(robots)


def _is_robots_txt(address: str) -> bool:
    return address.endswith("/robots.txt")


def _joined(base: str, named: str) -> str:
    """Complete an address that stands without its host; what is none stays as it is."""
    try:
        return urldefrag(urljoin(base, named)).url
    except ValueError:
        return named
