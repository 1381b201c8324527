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
from tracker.model import Failure, FeedEntry, Found, Outlet, Search
from tracker.web.archives import answers, gdelt
from tracker.web.archives.gdelt import Gdelt

API = "https://gdelt.example/api/v2/doc/doc"
SOURCE = Gdelt(API)


def first(
    *phrases: str,
    outlet: Outlet = OUTLET,
    from_at: datetime = FROM,
    to_at: datetime = TO,
) -> list[Search]:
    terms = replace(TERMS, phrases=phrases or TERMS.phrases)
    return list(
        SOURCE.first(outlet, "zjarri", from_at=from_at, to_at=to_at, terms=terms)
    )


def question(search: Search) -> str:
    return parse_qs(urlsplit(search.address).query)["query"][0]


def row(name: object, seen: object = "20220723T101500Z") -> dict[str, object]:
    return {
        "url": f"https://lajme.example/{name}",
        "title": f"Lajmi {name}",
        "seendate": seen,
        "domain": "lajme.example",
        "language": "Albanian",
        "sourcecountry": "Albania",
    }


def answered(rows: list[object], search: Search | None = None) -> Found:
    asked = search or first()[0]
    body = json.dumps({"articles": rows})
    return found(SOURCE.read(asked, reply(asked, body), now=NOW))


def test_one_question_asks_for_all_names_of_an_outlet() -> None:
    (search,) = first()
    assert search.address == (
        f"{API}?query=%28BRG%20OR%20%22Forest%20Society%20of%20Bregu%22%29"
        "%20domainis:lajme.example&mode=artlist&format=json&maxrecords=250"
        "&sort=dateasc&startdatetime=20220712220000&enddatetime=20220831220000"
    )
    assert search == Search(
        incident="zjarri",
        outlet="lajme",
        via="gdelt",
        address=search.address,
        listing=search.address,
        from_at=FROM,
        to_at=TO,
        query='BRG OR "Forest Society of Bregu"',
    )


def test_an_outlet_that_refuses_machines_is_asked_for_as_well() -> None:
    assert len(first(outlet=LISTED)) == 1


@pytest.mark.parametrize(
    ("phrases", "asked"),
    [
        (("Bregu",), "Bregu"),
        (("Forest Society",), '"Forest Society"'),
        # a single word must not stand in quotation marks, unless it holds a sign
        (("B-Regu", "O'Neil"), '("B-Regu" OR "O\'Neil")'),
        (('"Bregu" (Society)',), '"Bregu Society"'),
        # too short words would have the whole question refused
        (("BR", "B Re", "Bregu"), "Bregu"),
        (("BRE", "B Reg"), '(BRE OR "B Reg")'),
        (("SHPË", "Pylltarët e “Bregut”", "Лес"), '(SHPE OR "Pylltaret e Bregut")'),
        (("Bregu", "BREGU", "Bregu Society", "Bregus"), "(Bregu OR Bregus)"),
    ],
)
def test_phrases_are_written_as_gdelt_reads_them(
    phrases: tuple[str, ...], asked: str
) -> None:
    (search,) = first(*phrases)
    assert question(search) == f"{asked} domainis:lajme.example"


def test_without_a_name_that_can_be_asked_nothing_is_asked() -> None:
    assert first("BR", "x" * 300) == []


def test_many_names_are_asked_for_in_several_questions() -> None:
    assert gdelt.LONGEST_QUERY == 250
    phrases = [f"Society of place number {n:02}" for n in range(20)]
    searches = first(*phrases)
    assert all(len(question(search)) <= 250 for search in searches)
    said = [f'"{each}"' for each in phrases]
    assert [each for s in searches for each in (s.query or "").split(" OR ")] == said
    assert len(searches) == 3


def test_nothing_is_asked_of_the_time_before_gdelt_began() -> None:
    assert datetime(2017, 1, 1, tzinfo=UTC) == gdelt.BEGINS_AT
    early = datetime(2016, 12, 1, tzinfo=UTC)
    (search,) = first(from_at=early, to_at=datetime(2017, 2, 1, tzinfo=UTC))
    assert search.from_at == gdelt.BEGINS_AT
    assert "startdatetime=20170101000000&" in search.address
    assert first(from_at=early, to_at=gdelt.BEGINS_AT) == []


def test_rows_are_addresses_that_were_seen_then() -> None:
    odd = {**row("b"), "title": " Di&euml;  &lt;i&gt; ", "seendate": "23.7.2022"}
    elsewhere = {**row("c"), "url": "https://tjeter.example/c"}
    answer = answered([row("a"), odd, elsewhere])
    assert answer.entries[0] == FeedEntry(
        key="https://lajme.example/a",
        url="https://lajme.example/a",
        title="Lajmi a",
        captured_at=datetime(2022, 7, 23, 10, 15, tzinfo=UTC),
    )
    assert answer.entries[1].title == "Dië <i>"
    assert answer.entries[1].captured_at is None
    # whose address it is, the caller knows
    assert answer.entries[2].url == "https://tjeter.example/c"
    assert (answer.gaps, answer.further) == ((), ())


@pytest.mark.parametrize("body", ["", " \n", "{}", '{"articles": []}'])
def test_an_empty_answer_is_an_answer(body: str) -> None:
    (search,) = first()
    assert SOURCE.read(search, reply(search, body), now=NOW) == Found(entries=())


def test_rows_of_another_time_are_left_out_and_counted() -> None:
    outside = (row("a", "20220712T214459Z"), row("b", "20220831T221501Z"))
    inside = (row("c", "20220712T214500Z"), row("d", "20220831T221500Z"))
    answer = answered([*outside, *inside, {"url": "/e"}])
    assert [each.url[-1] for each in answer.entries] == ["c", "d"]
    assert answer.gaps == (
        "1 row without a usable address",
        "2 rows of another time than asked for",
    )


def test_a_full_answer_is_asked_for_again_in_two_halves() -> None:
    assert gdelt.MOST_ROWS == 250
    (search,) = first()
    assert answered([row(n) for n in range(249)]).further == ()
    answer = answered([row(n) for n in range(250)])
    assert (len(answer.entries), answer.gaps) == (250, ())
    one, two = answer.further
    middle = datetime(2022, 8, 6, 22, tzinfo=UTC)
    assert (one.from_at, one.to_at) == (FROM, middle)
    assert (two.from_at, two.to_at) == (middle, TO)
    assert one.address == search.address.replace("20220831220000", "20220806220000")
    assert two.address == search.address.replace("20220712220000", "20220806220000")
    assert {each.listing for each in answer.further} == {search.address}
    assert {each.query for each in answer.further} == {search.query}


def test_a_full_quarter_of_an_hour_is_not_halved() -> None:
    assert timedelta(minutes=15) == gdelt.SHORTEST_WINDOW
    for minutes, halves in ((15, 0), (16, 2)):
        (search,) = first(to_at=FROM + timedelta(minutes=minutes))
        answer = answered([row(n, "20220712T220000Z") for n in range(250)], search)
        assert len(answer.further) == halves
    (search,) = first(to_at=FROM + timedelta(minutes=15))
    answer = answered([row(n, "20220712T220000Z") for n in range(250)], search)
    assert answer.gaps == ("more than 250 rows in a quarter of an hour",)


@pytest.mark.parametrize(
    ("seen", "rows", "questions"),
    [
        # a day of another year, no time at all, one moment, and times all over
        (lambda _: "20250101T000000Z", 250, 1),
        (lambda _: "20250101T000000Z", 300, 1),
        (lambda _: None, 250, 1),
        (lambda n: None if n % 2 else "20220806T220000Z", 250, 1),
        (lambda n: f"{FROM + timedelta(hours=4 * n):%Y%m%dT%H%M%SZ}", 300, 5),
        (lambda _: "20220806T100000Z", 250, 29),
    ],
)
def test_an_archive_that_ignores_the_time_does_not_lead_on(
    seen: Callable[[int], str | None], rows: int, questions: int
) -> None:
    listed = [row(n, seen(n)) for n in range(rows)]
    asked, gaps = first(), set[str]()
    for each in asked:
        answer = answered(list(listed), each)
        asked += answer.further
        gaps.update(answer.gaps)
    assert len(asked) == questions
    assert "GDELT does not keep to the time asked for, or does not tell it" in gaps


def test_full_answers_without_a_usable_row_lead_nowhere() -> None:
    assert answered([7] * 250).further == ()


TOO_MANY = "Please limit requests to one every 5 seconds or contact us."


@pytest.mark.parametrize("status", [200, 429, 503])
def test_who_asked_too_soon_waits(status: int) -> None:
    (search,) = first()
    failure = failed(
        SOURCE.read(search, reply(search, TOO_MANY, status=status), now=NOW)
    )
    assert failure == Failure(
        outcome="later",
        detail=f"GDELT asked us to wait: {TOO_MANY}",
        status=status,
        retry_at=NOW + timedelta(seconds=60),
    )


def test_a_longer_wait_that_gdelt_asks_for_holds() -> None:
    (search,) = first()
    answer = reply(search, TOO_MANY, status=429, retry_after="600")
    failure = failed(SOURCE.read(search, answer, now=NOW))
    assert failure.retry_at == NOW + timedelta(seconds=600)


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        (
            200,
            "Your query was too short or too long.\n",
            "failed",
            "GDELT answers: Your query was too short or too long.",
        ),
        (
            200,
            "<html><body><h1>The specified phrase is too short.</h1></body></html>",
            "failed",
            "GDELT answers: The specified phrase is too short.",
        ),
        (
            200,
            "a\x1b[2J\x00 " + "b" * 500,
            "failed",
            f"GDELT answers: a[2J {'b' * 195}",
        ),
        (200, "<html></html>", "failed", "GDELT answers: an HTML page"),
        (200, '{"articles": [', "failed", 'GDELT answers: {"articles": ['),
        (200, '{"articles": {}}', "failed", 'GDELT answers: {"articles": {}}'),
        (200, "[]", "failed", "GDELT answers: []"),
        (404, "No such page", "failed", "GDELT answers with 404: No such page"),
        (403, "Forbidden", "blocked", "the server refused us (403)"),
        (500, "", "failed", "GDELT answers with 500: an empty body"),
    ],
)
def test_errors_are_told_in_its_own_words(
    status: int, body: str, outcome: str, words: str
) -> None:
    (search,) = first()
    failure = failed(SOURCE.read(search, reply(search, body, status=status), now=NOW))
    assert (failure.outcome, failure.detail) == (outcome, words)
    assert failure.status == status


def test_wrong_escapes_and_raw_controls_in_titles_are_borne() -> None:
    (search,) = first()
    body = rb'{"articles": [{"url": "https:\/\/lajme.example\/a", '
    body += rb'"title": "\'A\' \\ \u00eb \ud83d \u12'
    body += b'\x01\n\t \\x41"}]}'
    (entry,) = found(SOURCE.read(search, reply(search, body), now=NOW)).entries
    assert entry.url == "https://lajme.example/a"
    assert entry.title == "\\'A\\' \\ ë \\u12 \\x41"


def test_an_answer_that_is_far_too_long_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert answers.LARGEST == 4_000_000
    monkeypatch.setattr(answers, "LARGEST", 30)
    (search,) = first()
    answer = reply(search, '{"articles": []}' + " " * 20)
    failure = failed(SOURCE.read(search, answer, now=NOW))
    assert failure.detail == "GDELT answers: more than 30 bytes"


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("status", [200, 404, 429])
def test_nothing_that_comes_raises(body: bytes, status: int) -> None:
    (search,) = first()
    answer = SOURCE.read(search, reply(search, body, status=status), now=NOW)
    assert isinstance(answer, Found | Failure)


# each example reads some hundred answers
@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 50 * 24 * 4 - 1), max_size=900),
    st.integers(0, 260),
)
def test_halving_finds_all_that_was_seen_and_asks_nothing_twice(
    quarters: list[int], burst: int
) -> None:
    stamps = [*quarters, *[96] * burst]
    seen = [FROM + timedelta(minutes=15 * each) for each in stamps]
    asked, gathered, gaps = first(), set[str](), []
    for each in asked:
        asks = parse_qs(urlsplit(each.address).query)
        start, end = asks["startdatetime"][0], asks["enddatetime"][0]
        rows = [
            row(number, f"{at:%Y%m%dT%H%M%SZ}")
            for number, at in sorted(enumerate(seen), key=lambda pair: pair[1])
            if start <= f"{at:%Y%m%d%H%M%S}" <= end
        ]
        answer = answered(list(rows[:250]), each)
        gathered |= {entry.url for entry in answer.entries}
        gaps += answer.gaps
        asked += answer.further
    assert len({each.address for each in asked}) == len(asked)
    if not gaps:
        assert gathered == {f"https://lajme.example/{n}" for n in range(len(seen))}
    # only what a quarter of an hour cannot tell apart may be missing
    most = max((seen.count(at) for at in seen), default=0)
    assert not gaps or most >= 125
    assert gaps or most < 250
