import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from tracker.model import (
    Failure,
    Found,
    Outlet,
    ParsedFeed,
    Reply,
    Search,
    SitemapIndex,
)
from tracker.web.archives import wordpress
from tracker.web.archives.wordpress import WordPress
from tracker.web.wordpress import read_posts

FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt"
STRETCH = "after=2022-07-12T00:00:00&before=2022-09-02T00:00:00"
REST = f"&per_page=100&page=1&orderby=date&order=asc&_fields={FIELDS}"
POSTS = "https://lajme.example/wp-json/wp/v2/posts"


def read(answer: Reply) -> ParsedFeed | Failure:
    return read_posts(
        answer.body,
        content_type=answer.headers.get("content-type"),
        base_url=answer.url,
    )


def source(*, complete: bool = False, zone: str = "Europe/Tirane") -> WordPress:
    return WordPress(read, lambda _outlet: zone, complete=complete)


def first(
    *, outlet: Outlet = OUTLET, complete: bool = False, zone: str = "Europe/Tirane"
) -> list[Search]:
    asked = source(complete=complete, zone=zone)
    return list(asked.first(outlet, "zjarri", from_at=FROM, to_at=TO, terms=TERMS))


def post(number: int, at: datetime | None = None) -> dict[str, object]:
    stamp = (at or datetime(2022, 7, 20, 8, tzinfo=UTC)).strftime("%Y-%m-%dT%H:%M:%S")
    link = f"https://lajme.example/{number}/"
    return {"id": number, "date_gmt": stamp, "link": link, "title": f"Lajmi {number}"}


def page(posts: list[object], *, total: int | None = None) -> dict[str, str]:
    if total is None:
        return {}
    return {"x_wp_total": str(total), "x_wp_totalpages": str(-(-total // 100))}


def answered(search: Search, posts: list[object], *, total: int | None = None) -> Found:
    body = json.dumps(posts)
    answer = reply(search, body, **page(posts, total=total))
    return found(source().read(search, answer, now=NOW))


def refused(body: bytes | str, *, status: int = 200, url: str | None = None) -> Failure:
    (search, _) = first()
    answer = reply(search, body, status=status, url=url)
    return failed(source().read(search, answer, now=NOW))


def test_each_word_is_searched_for_with_a_day_more_at_both_ends() -> None:
    one, two = first()
    assert one.address == f"{POSTS}?search=bregu&{STRETCH}{REST}"
    assert two.address == f"{POSTS}?search=shoqat%20pyll&{STRETCH}{REST}"
    assert (one.query, two.query) == ("bregu", "shoqat pyll")
    assert (one.via, one.listing, one.outlet) == ("wordpress", one.address, "lajme")
    assert (one.from_at, one.to_at, one.incident) == (FROM, TO, "zjarri")


def test_a_complete_listing_is_one_question_without_a_word() -> None:
    (one,) = first(complete=True)
    assert one.address == f"{POSTS}?{STRETCH}{REST}"
    assert one.query is None


def test_a_site_without_pretty_addresses_is_asked_by_its_parameter() -> None:
    root = "https://lajme.example/index.php?rest_route=/"
    (one,) = first(outlet=replace(OUTLET, wordpress=root), complete=True)
    assert one.address == f"{root}wp/v2/posts&{STRETCH}{REST}"


def test_the_days_are_those_of_the_zone_that_the_site_shows() -> None:
    (one,) = first(complete=True, zone="Asia/Tehran")
    # until September 2022 clocks there showed four hours and a half more than UTC
    assert "after=2022-07-12T02:30:00&before=2022-09-02T02:30:00" in one.address


@pytest.mark.parametrize(
    "outlet",
    [replace(OUTLET, wordpress=None, home="https://www.lajme.example/sq/"), LISTED],
)
def test_where_there_can_be_no_interface_nothing_is_asked(outlet: Outlet) -> None:
    assert first(outlet=outlet) == []


def test_where_none_is_configured_it_is_looked_for_where_it_usually_is() -> None:
    guessed = first(outlet=replace(OUTLET, wordpress=None))
    assert {each.address.split("?")[0] for each in guessed} == {
        "https://www.lajme.example/wp-json/wp/v2/posts"
    }


def test_only_posts_of_the_stretch_are_taken() -> None:
    (search, _) = first()
    second = timedelta(seconds=1)
    posts = [
        post(1, FROM - second),
        post(2, FROM),
        post(3, TO - second),
        post(4, TO),
    ]
    answer = answered(search, posts, total=4)
    assert [each.url[-2] for each in answer.entries] == ["2", "3"]
    assert answer.entries[0].title == "Lajmi 2"
    assert (answer.gaps, answer.further, answer.total) == ((), (), 4)


def test_the_next_page_is_the_same_question_further_on() -> None:
    (search, _) = first()
    answer = answered(search, [post(n) for n in range(100)], total=101)
    (second,) = answer.further
    address = search.address.replace("&page=1&", "&page=2&")
    last_at = datetime(2022, 7, 20, 8, tzinfo=UTC)
    assert second == replace(search, address=address, follows_at=last_at)
    assert answered(second, [post(100)], total=101).further == ()


def test_a_page_that_comes_again_as_the_next_one_is_a_gap() -> None:
    (search, _) = first()
    posts = [post(n, FROM + timedelta(hours=n)) for n in range(100)]
    answer = answered(search, posts, total=200)
    (second,) = answer.further
    assert answer.gaps == ()
    assert answered(second, posts, total=200).gaps == (
        "a page goes back in time: a cache seems to answer",
    )
    on = [post(100 + n, FROM + timedelta(hours=99 + n)) for n in range(100)]
    assert answered(second, on, total=200).gaps == ()


def test_without_counts_a_full_page_has_a_next_one() -> None:
    (search, _) = first()
    (second,) = answered(search, [post(n) for n in range(100)]).further
    last = answered(second, [post(100)])
    assert (last.further, last.gaps) == ((), ())
    assert answered(search, [post(n) for n in range(99)]).further == ()


def test_the_pages_are_counted_where_only_the_posts_are() -> None:
    (search, _) = first()
    body = json.dumps([post(n) for n in range(100)])
    for total, pages in (("100", 0), ("101", 1)):
        answer = found(
            source().read(search, reply(search, body, x_wp_total=total), now=NOW)
        )
        assert (len(answer.further), answer.gaps) == (pages, ())


UNCOUNTED = "the site does not say how many posts there are"
CHANGED = "the number of posts changed while they were listed"


def test_a_page_past_the_end_is_an_end_that_says_what_it_means() -> None:
    (search, _) = first()
    body = '{"code":"rest_post_invalid_page_number","data":{"status":400}}'
    answer = source().read(search, reply(search, body, status=400), now=NOW)
    assert answer == Found(entries=(), gaps=(CHANGED,))


@pytest.mark.parametrize(("listed", "total"), [(99, 150), (100, 99), (0, 7), (3, 4)])
def test_a_page_that_holds_less_or_more_than_it_should_is_a_gap(
    listed: int, total: int
) -> None:
    (search, _) = first()
    answer = answered(search, [post(n) for n in range(listed)], total=total)
    assert CHANGED in answer.gaps


def test_an_empty_page_behind_a_full_one_is_a_gap() -> None:
    (search, _) = first()
    (second,) = answered(search, [post(n) for n in range(100)]).further
    assert answered(second, []).gaps == (CHANGED,)
    assert answered(search, [], total=0).gaps == ()


def test_posts_without_a_date_or_an_address_are_gaps() -> None:
    (search, _) = first()
    undated = {**post(1), "date_gmt": None}
    answer = answered(search, [undated, post(2), {**post(3), "link": "mailto:x"}])
    assert [each.url for each in answer.entries] == ["https://lajme.example/2/"]
    assert answer.gaps == (
        "entries without a usable address were left out",
        "1 post without a date",
    )


def test_a_site_that_ignores_the_days_is_not_followed() -> None:
    (search, _) = first()
    old = [post(n, datetime(2008, 1, 1, tzinfo=UTC)) for n in range(100)]
    answer = answered(search, old, total=90_000)
    assert (answer.entries, answer.further) == ((), ())
    assert answer.gaps == (
        "the site does not keep to the days that are asked for",
        "page 1 holds none of these days, so no other was asked",
    )


def test_a_page_of_the_day_before_is_no_reason_to_stop() -> None:
    assert timedelta(hours=50) == wordpress.FARTHEST
    (search, _) = first()
    before = [post(n, FROM - timedelta(hours=30)) for n in range(100)]
    answer = answered(search, before, total=200)
    assert (answer.entries, answer.gaps) == ((), ())
    assert len(answer.further) == 1


def test_pages_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wordpress.MOST_PAGES == 500
    monkeypatch.setattr(wordpress, "MOST_PAGES", 1)
    (search, _) = first()
    answer = answered(search, [post(n) for n in range(100)], total=10**8)
    assert (answer.further, answer.gaps) == ((), ("only the first 1 pages were read",))


@pytest.mark.parametrize("count", ["-1", "x", "٣", "9" * 5000, ""])
def test_a_count_that_is_none_counts_for_nothing(count: str) -> None:
    (search, _) = first()
    answer = reply(search, "[]", x_wp_total=count, x_wp_totalpages=count)
    assert source().read(search, answer, now=NOW) == Found(entries=())


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        (
            401,
            '{"code": "rest_login_required", "data": {"status": 401}}',
            "blocked",
            "the WordPress interface is closed (401, rest_login_required)",
        ),
        (
            403,
            '{"code": "rest_forbidden"}',
            "blocked",
            "the WordPress interface is closed (403, rest_forbidden)",
        ),
        (403, "<html><p>Jo", "blocked", "the server refused us (403)"),
        (
            404,
            '{"code": "rest_no_route"}',
            "gone",
            "the WordPress interface is closed or not there (404)",
        ),
        (
            404,
            "<!doctype html><title>404</title>",
            "gone",
            "the WordPress interface is closed or not there (404)",
        ),
        (410, "x", "gone", "the WordPress interface is closed or not there (410)"),
        (
            200,
            '{"code": "rest_no_route"}',
            "gone",
            "the WordPress interface is closed or not there (200, rest_no_route)",
        ),
        (
            400,
            '{"code": "rest_invalid_param", "data": {"params": {"per_page": "x"}}}',
            "failed",
            "the WordPress interface refuses the parameter per_page",
        ),
        (
            400,
            '{"code": "rest_invalid_param", "data": []}',
            "failed",
            "the WordPress interface refuses a parameter that it does not name",
        ),
        (500, "x", "failed", "the server answered 500"),
        (304, "", "failed", "the server answered 304"),
        (200, "", "failed", "the server sent an empty reply"),
        (
            200,
            "<html><p>Po",
            "failed",
            "not a WordPress answer: an HTML page",
        ),
    ],
)
def test_errors_are_told_in_words(
    status: int, body: str, outcome: str, words: str
) -> None:
    failure = refused(body, status=status)
    assert (failure.outcome, failure.detail) == (outcome, words)
    assert failure.status == status


def test_an_interface_that_leads_to_the_home_page_is_not_there() -> None:
    failure = refused("<html><p>Po", url="https://lajme.example/")
    assert failure.outcome == "gone"
    assert failure.detail == (
        "the WordPress interface is closed or not there: "
        "it leads to https://lajme.example/"
    )


def test_a_check_for_robots_is_no_closed_interface() -> None:
    (search, _) = first()
    answer = reply(search, "<html>", status=404, cf_mitigated="challenge")
    assert failed(source().read(search, answer, now=NOW)).outcome == "blocked"


def test_a_site_that_asks_to_wait_is_left_alone_until_then() -> None:
    (search, _) = first()
    answer = reply(search, "x", status=503, retry_after="120")
    failure = failed(source().read(search, answer, now=NOW))
    assert failure.outcome == "later"
    assert failure.retry_at == NOW + timedelta(seconds=120)


def test_what_the_reader_refuses_has_a_word_of_polls() -> None:
    (search, _) = first()
    deadly = Failure(outcome="too_large", detail="too much", deadly=True)
    broken = WordPress(lambda _reply: deadly, lambda _id: "UTC", complete=True)
    failure = failed(broken.read(search, reply(search, "[]"), now=NOW))
    assert failure == Failure(
        outcome="failed", detail="too much", status=200, deadly=True
    )


def test_a_sitemap_is_no_list_of_posts() -> None:
    (search, _) = first()
    odd = WordPress(lambda _: SitemapIndex(children=()), lambda _: "UTC", complete=True)
    failure = failed(odd.read(search, reply(search, "[]"), now=NOW))
    assert failure.detail == "not a WordPress answer: a sitemap"


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("status", [200, 400, 403, 404])
def test_nothing_that_comes_raises(body: bytes, status: int) -> None:
    (search, _) = first()
    answer = source().read(search, reply(search, body, status=status), now=NOW)
    assert isinstance(answer, Found | Failure)


Site = Callable[[Search], Found]


def site(posts: list[dict[str, object]], *, counts: bool) -> Site:
    """Answer as WordPress does, from posts in the order of their days."""

    def ask(search: Search) -> Found:
        number = int(parse_qs(urlsplit(search.address).query)["page"][0])
        shown = posts[(number - 1) * 100 : number * 100]
        total = len(posts) if counts else None
        return answered(search, list(shown), total=total)

    return ask


# each example reads hundreds of posts
@settings(max_examples=30)
@given(st.integers(0, 450), st.booleans())
def test_paging_gives_each_post_once(number: int, counts: bool) -> None:  # noqa: FBT001
    (search,) = first(complete=True)
    ask = site([post(n) for n in range(number)], counts=counts)
    asked, gathered, gaps = [search], [], []
    for each in asked:
        answer = ask(each)
        gathered += [entry.url for entry in answer.entries]
        gaps += answer.gaps
        asked += answer.further
    assert gathered == [f"https://lajme.example/{n}/" for n in range(number)]
    assert {each.listing for each in asked} == {search.address}
    assert len({each.address for each in asked}) == len(asked)
    # only a site without counts cannot tell a full last page from a lost one
    is_even = number and number % 100 == 0
    told = [gap for gap in gaps if gap != UNCOUNTED]
    assert told == ([CHANGED] if is_even and not counts else [])
    assert (UNCOUNTED in gaps) == (not counts)
