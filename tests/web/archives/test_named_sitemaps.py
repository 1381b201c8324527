"""What a robots.txt names, as questions."""

from dataclasses import replace

import pytest

from tests.web.archives.questions import (
    FROM,
    HOSTILE,
    LISTED,
    NOW,
    OUTLET,
    TERMS,
    TO,
    failed,
    found,
    reply,
)
from tests.web.archives.test_sitemap_listing import read, urls
from tracker.core.urls import OutletHosts
from tracker.model import Failure, Found, Outlet, Search
from tracker.web.archives.named import MOST_NAMED, asks_robots
from tracker.web.archives.sitemap import Sitemap

UNNAMED = replace(OUTLET, sitemaps=())
# On the same host, in a folder of its own.
OTHER = Outlet(id="sport", name="Sport", home="https://lajme.example/sport/")
HOME = "https://www.lajme.example"
SITE = "https://lajme.example"
SOURCE = Sitemap(read, owner_of=OutletHosts([UNNAMED, OTHER]).outlet_of)


def question(outlet: Outlet = UNNAMED) -> Search:
    (search,) = SOURCE.first(outlet, "zjarri", from_at=FROM, to_at=TO, terms=TERMS)
    return search


def answer(*lines: str, outlet: Outlet = UNNAMED) -> Found | Failure:
    search = question(outlet)
    return SOURCE.read(search, reply(search, "\n".join(lines)), now=NOW)


def named(*addresses: str) -> Found:
    return found(answer(*(f"Sitemap: {each}" for each in addresses)))


def asked(*addresses: str) -> list[str]:
    return [each.address for each in named(*addresses).further]


def test_robots_txt_is_asked_for_only_where_no_sitemap_is_known() -> None:
    search = question()
    assert search.address == search.listing == f"{HOME}/robots.txt#lajme"
    assert (search.via, search.query) == ("sitemap", None)
    assert asks_robots(search)
    configured = question(OUTLET)
    assert configured.address == f"{SITE}/sitemap.xml"
    assert not asks_robots(configured)
    closed = replace(LISTED, sitemaps=())
    nothing = SOURCE.first(closed, "zjarri", from_at=FROM, to_at=TO, terms=TERMS)
    assert nothing == []


def test_outlets_that_share_a_host_ask_one_question_each() -> None:
    other = question(replace(OTHER, home=f"{HOME}/sport/"))
    assert other.address == f"{HOME}/robots.txt#sport"


def test_one_that_is_named_alone_is_asked_for_as_if_it_were_configured() -> None:
    (further,) = named(f"{SITE}/sitemap.xml").further
    assert further == question(OUTLET)


def test_what_is_named_is_no_list_and_says_what_it_names() -> None:
    told = named(f"{SITE}/sitemap.xml")
    assert told.entries == ()
    assert told.gaps == ("robots.txt names 1 sitemap",)


@pytest.mark.parametrize(
    "line",
    [
        "Sitemap: https://lajme.example/s.xml",
        "SITEMAP:https://lajme.example/s.xml  # all of it",
        "  sitemap : https://lajme.example/s.xml",
        "Site-map: https://lajme.example/s.xml",
        "\ufeffSitemap: https://lajme.example/s.xml",
        "User-agent: other\nDisallow: /\nSitemap: https://lajme.example/s.xml",
    ],
)
def test_a_line_is_read_as_it_is_written_wherever_it_stands(line: str) -> None:
    assert [each.address for each in found(answer(line)).further] == [f"{SITE}/s.xml"]


def test_an_address_without_a_host_is_of_the_same_site() -> None:
    assert asked("/s.xml", f"{HOME}/s.xml") == [f"{HOME}/s.xml"]


@pytest.mark.parametrize(
    "foreign",
    [
        "https://gazeta.example/s.xml",
        "https://lajme.example.evil.example/s.xml",
        "https://lajme.example@evil.example/s.xml",
        "https://desk:secret@lajme.example/s.xml",
        "https://lajme.example/sport/s.xml",
        "ftp://lajme.example/s.xml",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "//gazeta.example/s.xml",
    ],
)
def test_nothing_is_asked_of_others(foreign: str) -> None:
    told = named(foreign, f"{SITE}/s.xml")
    assert [each.address for each in told.further] == [f"{SITE}/s.xml"]
    (gap,) = told.gaps
    assert gap.endswith("1 sitemap of the outlet, and 1 elsewhere, not asked for")
    # it may be a section of this site, so that the other proves nothing alone
    assert told.further[0].listing != told.further[0].address


def test_an_outlet_in_a_folder_asks_for_what_stands_there() -> None:
    lines = (f"Sitemap: {SITE}/sitemap.xml", f"Sitemap: {SITE}/sport/sitemap.xml")
    told = found(answer(*lines, outlet=OTHER))
    assert [each.address for each in told.further] == [f"{SITE}/sport/sitemap.xml"]
    assert {each.outlet for each in told.further} == {"sport"}


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("User-agent: *", "Disallow:"),
        ("Sitemap:",),
        ("<html><title>Not found</title></html>",),
        ("Sitemap: https://gazeta.example/s.xml",),
        (f"Sitemap: {SITE}/tag-sitemap.xml",),
        (f"Sitemap: {SITE}/sitemap-2019.xml", f"Sitemap: {SITE}/sitemap-2020.xml"),
    ],
)
def test_where_none_may_list_the_days_no_list_is_there(lines: tuple[str, ...]) -> None:
    failure = failed(answer(*lines))
    assert failure.outcome == "gone"
    assert failure.detail.startswith("robots.txt names ")


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        (404, "gone", "robots.txt is not there (404)"),
        (403, "blocked", "the server refused us (403)"),
        (500, "failed", "the server answered 500"),
    ],
)
def test_errors_are_told_in_words(status: int, outcome: str, words: str) -> None:
    came = reply(question(), f"Sitemap: {SITE}/s.xml", status=status)
    failure = failed(SOURCE.read(question(), came, now=NOW))
    assert (failure.outcome, failure.detail) == (outcome, words)


def test_an_empty_answer_is_one_only_where_it_is_said_to_be_good() -> None:
    empty = failed(SOURCE.read(question(), reply(question(), "", status=503), now=NOW))
    assert empty.outcome != "gone"


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_comes_raises(body: bytes) -> None:
    came = SOURCE.read(question(), reply(question(), body), now=NOW)
    assert failed(came).outcome in ("gone", "failed")


def test_of_many_those_of_the_days_are_asked_for_first_and_the_others_counted() -> None:
    months = [f"{SITE}/{y}/{m:02}/s.xml" for y in (2021, 2022) for m in range(1, 13)]
    # zones differ by a day, so that a month beside the stretch may hold some of it
    of_days = [f"{SITE}/2022/{m:02}/s.xml" for m in (7, 8, 9)]
    assert set(of_days[:2]) <= set(asked(*months)) <= set(of_days)
    many = [f"{SITE}/list{'x' * number}.xml" for number in range(MOST_NAMED + 5)]
    told = named(*many, *months)
    assert len(told.further) == MOST_NAMED
    assert {each.address for each in told.further} >= set(of_days[:2])
    left = len(asked(*months)) + 5
    assert told.gaps[1] == f"{left} of them that may hold more: not read"


def test_of_several_each_is_a_list_that_alone_proves_nothing() -> None:
    first, second = named(f"{SITE}/sq.xml", f"{SITE}/en.xml").further
    assert len({first.listing, second.listing, question().listing}) == 3
    whole = urls(("2022/07/01/a/", ""), ("2022/08/01/b/", ""), ("2022/09/09/z/", ""))
    one_of_two = found(SOURCE.read(first, reply(first, whole), now=NOW))
    assert [each.url for each in one_of_two.entries] == [f"{SITE}/2022/08/01/b/"]
    (gap,) = one_of_two.gaps
    assert "none of them alone proves" in gap
    (alone,) = named(f"{SITE}/sq.xml").further
    assert found(SOURCE.read(alone, reply(alone, whole), now=NOW)).gaps == ()


def test_an_index_among_several_is_followed_and_none_inside_it() -> None:
    first, _ = named(f"{SITE}/index.xml", f"{SITE}/news.xml").further
    inside = f"<sitemapindex><sitemap><loc>{SITE}/a.xml</loc></sitemap></sitemapindex>"
    assert first.address == f"{SITE}/index.xml"
    (part,) = found(SOURCE.read(first, reply(first, inside), now=NOW)).further
    assert (part.address, part.listing) == (f"{SITE}/a.xml", first.listing)
    again = found(SOURCE.read(part, reply(part, inside), now=NOW))
    assert again.further == ()
    assert "an index inside an index is not followed" in again.gaps[0]
