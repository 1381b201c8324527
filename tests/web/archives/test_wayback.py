import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
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
from tracker.core.decide import page_reply
from tracker.model import Failure, FeedEntry, Found, Outlet, Reply, Search
from tracker.web.archives import wayback
from tracker.web.archives.wayback import Wayback, original

ARCHIVE = "https://arkiva.example/"
SOURCE = Wayback(ARCHIVE)
NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest"]
FILTER = (
    "original:(?i)https?://[^/]+/.*(bregu|forest[-_]society|(?<![a-z])brg(?![a-z])).*"
)


def first(
    *,
    outlet: Outlet = OUTLET,
    slugs: tuple[str, ...] = TERMS.slugs,
    acronyms: tuple[str, ...] = TERMS.acronyms,
) -> list[Search]:
    terms = replace(TERMS, slugs=slugs, acronyms=acronyms)
    return list(SOURCE.first(outlet, "zjarri", from_at=FROM, to_at=TO, terms=terms))


def asked(search: Search) -> dict[str, list[str]]:
    return parse_qs(urlsplit(search.address).query)


def capture(
    address: object = "http://www.lajme.example:80/a", at: object = "20220801101500"
) -> list[object]:
    return [at, address, "text/html", "200", "ABC"]


def answered(*rows: list[object], search: Search | None = None) -> Found:
    question = search or first()[0]
    body = json.dumps([NAMES, *rows])
    return found(SOURCE.read(question, reply(question, body), now=NOW))


def test_a_question_asks_for_addresses_that_name_what_is_tracked() -> None:
    (search,) = first()
    assert search.address == (
        "https://arkiva.example/cdx/search/cdx?url=lajme.example/&matchType=prefix"
        "&from=20220712220000&to=20220930220000&output=json"
        "&fl=timestamp,original,mimetype,statuscode,digest"
        "&filter=statuscode:200&filter=mimetype:text/html"
        "&filter=original:%28%3Fi%29https%3F://%5B%5E/%5D%2B/.%2A%28bregu%7Cforest"
        "%5B-_%5Dsociety%7C%28%3F%3C%21%5Ba-z%5D%29brg%28%3F%21%5Ba-z%5D%29%29.%2A"
        "&collapse=urlkey&limit=1000&showResumeKey=true"
    )
    assert search == Search(
        incident="zjarri",
        outlet="lajme",
        via="wayback",
        address=search.address,
        listing=search.address,
        from_at=FROM,
        to_at=TO,
        query="bregu, forest-society, brg",
    )
    assert asked(search)["filter"][-1] == FILTER
    assert wayback.PAGE_ROWS == 1000
    assert timedelta(days=30) == wayback.CAPTURED_WITHIN


@pytest.mark.parametrize(
    ("address", "is_asked"),
    [
        ("https://lajme.example/2022/zjarri-ne-bregut", True),
        ("http://www.lajme.example:80/LAJME/BREGU.html", True),
        ("https://lajme.example/forest_society-says", True),
        ("https://lajme.example/?t=brg", True),
        ("https://lajme.example/brg2-takim", True),
        ("https://lajme.example/abrg", False),
        ("https://bregu.example/lajme", False),
        ("https://lajme.example/", False),
    ],
)
def test_words_are_looked_for_behind_the_host(address: str, is_asked: bool) -> None:  # noqa: FBT001
    # Java reads this pattern as Python does
    pattern = FILTER.removeprefix("original:")
    assert bool(re.fullmatch(pattern, address)) is is_asked


def test_an_outlet_in_a_folder_is_asked_for_there() -> None:
    (search,) = first(outlet=replace(OUTLET, home="http://m.lajme.example:8080/sq"))
    assert asked(search)["url"] == ["m.lajme.example:8080/sq"]


def test_where_there_is_nothing_to_ask_nothing_is_asked() -> None:
    assert first(outlet=LISTED) == []
    assert first(slugs=(), acronyms=()) == []


def test_words_that_another_one_finds_are_left_out() -> None:
    (search,) = first(slugs=("bregu", "shoqata-bregu", "a.c"), acronyms=())
    assert search.query == "bregu, a.c"
    assert asked(search)["filter"][-1].endswith(r"(bregu|a\.c).*")


def test_many_words_are_asked_for_in_several_questions() -> None:
    assert wayback.LONGEST_FILTER == 1000
    slugs = tuple(f"{n:03}-{'x' * 96}" for n in range(25))
    searches = first(slugs=slugs)
    assert ", ".join(each.query or "" for each in searches) == ", ".join(
        (*slugs, "brg")
    )
    assert len(searches) == 3
    assert all(len(asked(each)["filter"][-1]) < 1100 for each in searches)


def test_rows_are_captures_with_the_address_of_the_copy() -> None:
    first_of_all = capture("https://lajme.example/bregu?a=1&b=2", "20220712220000")
    answer = answered(first_of_all, capture())
    assert answer.entries[0] == FeedEntry(
        key="https://lajme.example/bregu?a=1&b=2",
        url="https://lajme.example/bregu?a=1&b=2",
        captured_at=FROM,
        copy_url=(
            "https://arkiva.example/web/20220712220000id_/"
            "https://lajme.example/bregu?a=1&b=2"
        ),
    )
    assert answer.entries[1].url == "http://www.lajme.example:80/a"
    assert (answer.gaps, answer.further) == ((), ())


def test_columns_are_known_by_their_names() -> None:
    (search,) = first()
    body = '[["original", "timestamp"], ["https://lajme.example/a", "20220801101500"]]'
    (entry,) = found(SOURCE.read(search, reply(search, body), now=NOW)).entries
    assert entry.captured_at == datetime(2022, 8, 1, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "row",
    [
        capture(at="20220712215959"),
        capture(at="20220930220001"),
        capture(at="20220832000000"),
        capture(at="2022080110150"),
        capture(at=20220801101500),
        capture("mailto:zyra@lajme.example"),
        capture(None),
        ["20220801101500"],
    ],
    ids=range(8),
)
def test_rows_that_cannot_be_used_are_counted(row: list[object]) -> None:
    answer = answered(row, capture())
    assert len(answer.entries) == 1
    assert answer.gaps == ("1 row that cannot be used",)


@pytest.mark.parametrize("body", ["", "\n", "[]", json.dumps([NAMES])])
def test_an_empty_answer_is_an_answer(body: str) -> None:
    (search,) = first()
    assert SOURCE.read(search, reply(search, body), now=NOW) == Found(entries=())


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("example%2Clajme%29%2Fa+20220801101500%21", None),
        (
            "example,lajme)/a 20220801101500!",
            "example%2Clajme%29%2Fa%2020220801101500%21",
        ),
    ],
)
def test_a_key_is_sent_back_as_it_came(key: str, sent: str | None) -> None:
    (search,) = first()
    answer = answered(capture(), [], [key])
    assert len(answer.entries) == 1
    (second,) = answer.further
    address = f"{search.address}&resumeKey={sent or key}#2"
    assert second == replace(search, address=address)
    # and from there on to the next, with one key only
    (third,) = answered(capture(), [], ["x"], search=second).further
    assert third == replace(search, address=f"{search.address}&resumeKey=x#3")


def test_so_many_pages_are_asked_and_no_more() -> None:
    assert wayback.MOST_PAGES == 100
    asked, gaps = first(), list[str]()
    for number, each in enumerate(asked):
        answer = answered(capture(), [], [f"a%2Cb%29%2F+{number}"], search=each)
        asked += answer.further
        gaps += answer.gaps
    assert len(asked) == 100
    assert gaps == ["stopped after 100 pages"]
    assert answered(capture(), search=asked[-1]).gaps == ()


def test_a_key_that_came_before_leads_nowhere() -> None:
    (search,) = first()
    (second,) = answered(capture(), [], ["x"], search=search).further
    answer = answered(capture(), [], ["x"], search=second)
    assert answer.further == ()
    assert answer.gaps == ("the archive does not say how to go on",)


@pytest.mark.parametrize(
    "last", [["x" * 5000], [None], [""], ["a", "b"], []], ids=range(5)
)
def test_a_key_that_is_none_is_a_gap(last: list[object]) -> None:
    answer = answered(capture(), [], last)
    assert answer.further == ()
    assert answer.gaps == ("the archive does not say how to go on",)


EXCLUDED = "the archive does not show this site, which is excluded from it"
JAVA = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception."


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        (
            403,
            f"{JAVA}AdministrativeAccessControlException: Blocked Site Error\n",
            "blocked",
            EXCLUDED,
        ),
        (
            200,
            f"{JAVA}RobotAccessControlException: Blocked By Robots\n",
            "blocked",
            EXCLUDED,
        ),
        (403, "Forbidden", "blocked", "the server refused us (403)"),
        (
            404,
            "<h1>Not Found</h1>",
            "failed",
            "the archive answers with 404: Not Found",
        ),
        (400, "Bad filter", "failed", "the archive answers with 400: Bad filter"),
        (429, "x", "later", "the server asked us to wait (429)"),
        (503, "x", "failed", "the archive answers with 503: x"),
        (200, "<html><p>Sorry</p>", "failed", "the archive answers: Sorry"),
        (200, '{"a": 1}', "failed", 'the archive answers: {"a": 1}'),
        (200, "[[", "failed", "the archive answers: [["),
    ],
)
def test_errors_are_told_in_words(
    status: int, body: str, outcome: str, words: str
) -> None:
    (search,) = first()
    failure = failed(SOURCE.read(search, reply(search, body, status=status), now=NOW))
    assert (failure.outcome, failure.detail) == (outcome, words)
    assert failure.status == status


def test_a_header_may_say_that_a_site_is_excluded() -> None:
    (search,) = first()
    error = "RobotAccessControlException: Blocked By Robots"
    answer = reply(search, "x", status=403, x_archive_wayback_runtime_error=error)
    assert failed(SOURCE.read(search, answer, now=NOW)).detail == EXCLUDED


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("status", [200, 403, 503])
def test_nothing_that_comes_raises(body: bytes, status: int) -> None:
    (search,) = first()
    answer = SOURCE.read(search, reply(search, body, status=status), now=NOW)
    assert isinstance(answer, Found | Failure)


@given(st.integers(0, 40), st.integers(1, 7))
def test_paging_gives_each_capture_once(number: int, rows: int) -> None:
    """An archive that answers with so many rows, and a key that tells where it was."""
    queue, gathered = first(), list[str]()
    for each in queue:
        keys = asked(each).get("resumeKey", ["a,b)/ 0"])
        start = int(keys[0].rpartition(" ")[2])
        end = min(start + rows, number)
        shown = [capture(f"https://lajme.example/{n}") for n in range(start, end)]
        key = [[], [f"a%2Cb%29%2F+{end}"]] if end < number else []
        answer = answered(*shown, *key, search=each)
        gathered += [entry.url for entry in answer.entries]
        queue += answer.further
    assert gathered == [f"https://lajme.example/{n}" for n in range(number)]
    assert {each.listing for each in queue} == {queue[0].address}


# ------------------------------------------------------------------------- copies

COPY = f"{ARCHIVE}web/20220801101500id_/"
PAGE = "https://lajme.example/bregu?a=1&b=2"
AT = datetime(2022, 8, 1, 10, 15, tzinfo=UTC)


def copied(asked: str, url: str | None = None, **headers: str) -> Reply:
    page, at = shown(reply(f"{COPY}{asked}", "<html>", url=url, **headers))
    assert at == AT
    return page


def shown(answer: Reply) -> tuple[Reply, datetime]:
    pair = original(answer)
    assert not isinstance(pair, Failure), pair
    return pair


def test_a_copy_is_the_page_as_its_outlet_sent_it() -> None:
    page = copied(
        PAGE,
        content_type="text/html; charset=utf-8",
        server="arkiva",
        x_archive_orig_server="nginx",
        x_archive_orig_x_robots_tag="noarchive",
    )
    assert page == Reply(
        asked=PAGE,
        url=PAGE,
        status=200,
        headers={
            "server": "nginx",
            "x-robots-tag": "noarchive",
            "content-type": "text/html; charset=utf-8",
        },
        body=b"<html>",
    )


def test_the_type_that_the_outlet_sent_goes_before_that_of_the_archive() -> None:
    page = copied(PAGE, content_type="text/plain", x_archive_orig_content_type="a/b")
    assert page.headers["content-type"] == "a/b"


def test_another_capture_may_come_than_the_one_asked_for() -> None:
    answer = reply(
        f"{COPY}{PAGE}", "x", url=f"{ARCHIVE}web/20220802000000/http:/lajme.example/b"
    )
    page, at = shown(answer)
    assert (page.asked, page.url) == (PAGE, "http://lajme.example/b")
    assert at == datetime(2022, 8, 2, tzinfo=UTC)


def test_a_copy_that_leads_to_the_home_page_is_no_article() -> None:
    page = copied(PAGE, url=f"{COPY}https://www.lajme.example/")
    answer = failed(page_reply(page, now=NOW))
    assert answer.detail == "the address leads to the home page"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"{ARCHIVE}", "the archive leads to a page of its own (arkiva.example)"),
        (
            f"{ARCHIVE}web/2022/{PAGE}",
            "the archive leads to a page of its own (arkiva.example)",
        ),
        (
            f"{ARCHIVE}web/20229901101500id_/{PAGE}",
            "the archive leads to a page of its own (arkiva.example)",
        ),
        (
            f"{COPY}mailto://x",
            "the archive leads to a page of its own (arkiva.example)",
        ),
        (
            f"{COPY}https://tjeter.example/b",
            "the archive's copy leads to another site (tjeter.example)",
        ),
    ],
)
def test_what_is_no_copy_of_the_outlet_is_refused(url: str, words: str) -> None:
    failure = failed(original(reply(f"{COPY}{PAGE}", "x", url=url)))
    assert (failure.outcome, failure.detail) == ("failed", words)


def test_an_address_without_a_scheme_is_one_of_http() -> None:
    assert (
        copied("lajme.example/a?u=http://x").url == "http://lajme.example/a?u=http://x"
    )


def test_an_archive_that_asks_to_wait_is_heard() -> None:
    answer = reply(f"{COPY}{PAGE}", "x", status=429, retry_after="90")
    page, _ = shown(answer)
    failure = failed(page_reply(page, now=NOW))
    assert (failure.outcome, failure.retry_at) == (
        "pending",
        NOW + timedelta(seconds=90),
    )


@given(st.text(max_size=60))
def test_the_address_of_a_copy_may_be_anything(text: str) -> None:
    answer = reply(f"{COPY}{PAGE}", "x", url=f"{COPY}{text}")
    assert isinstance(original(answer), tuple | Failure)
