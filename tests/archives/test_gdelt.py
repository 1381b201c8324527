"""Article lists of GDELT are as its description and its clients say."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.archives import gdelt
from tests.archives.asking import NAMES, articles
from tests.archives.served import Archives, Manners
from tests.archives.standin import serve


def found(answer: httpx.Response) -> list[str]:
    return [each["url"] for each in answer.json().get("articles", [])]


def test_english_names_find_the_articles_of_all_languages(served: Archives) -> None:
    answer = articles(served, NAMES)
    assert set(found(answer)) >= served.world.expected("gdelt")
    languages = {each["language"] for each in answer.json()["articles"]}
    assert languages == {"Albanian", "English"}


def test_a_domain_narrows_the_answer_to_one_outlet(served: Archives) -> None:
    base = served.world.bases["wire"]
    host = base.removeprefix("http://")
    answer = articles(served, f"{NAMES} domainis:{host}")
    assert len(found(answer)) == 5
    assert all(url.startswith(base) for url in found(answer))
    everywhere = articles(served, f"{NAMES} domainis:127.0.0.1")
    assert found(everywhere) == found(articles(served, NAMES))
    assert {each["domain"] for each in everywhere.json()["articles"]} == {"127.0.0.1"}
    assert articles(served, f"{NAMES} domainis:elsewhere.example").json() == {}


def test_words_are_all_needed_and_phrases_stand_together(served: Archives) -> None:
    both = found(articles(served, 'MEK "credible threat"'))
    assert both == [f"{served.world.bases['wire']}/wire/credible-threat-write-media"]
    assert found(articles(served, '"threat credible"')) == []
    without = found(articles(served, "MEK -summit"))
    assert without == [f"{served.world.bases['wire']}/wire/ncri-glossary"]
    assert len(found(articles(served, "MEK sourcelang:albanian"))) == 3


def test_the_window_bounds_what_was_seen(served: Archives) -> None:
    window = {"startdatetime": "20220721170000", "enddatetime": "20220721191500"}
    seen = [
        each["seendate"]
        for each in articles(served, NAMES, **window).json()["articles"]
    ]
    assert sorted(seen) == ["20220721T170000Z", "20220721T191500Z"]


def test_halves_of_a_window_give_what_the_cap_cuts_off() -> None:
    with serve(manners=Manners(gdelt_cap=3), crowd=40) as archives:

        def within(first: datetime, last: datetime) -> set[str]:
            answer = articles(
                archives,
                NAMES,
                startdatetime=f"{first:%Y%m%d%H%M%S}",
                enddatetime=f"{last:%Y%m%d%H%M%S}",
            )
            urls = set(found(answer))
            if len(urls) < 3 or last - first < timedelta(minutes=30):
                return urls
            middle = first + (last - first) / 2
            return within(first, middle) | within(middle, last)

        urls = within(
            datetime(2022, 7, 19, 22, tzinfo=UTC), datetime(2022, 8, 5, 22, tzinfo=UTC)
        )
        assert urls >= archives.world.expected("gdelt")
        assert len([url for url in urls if "ticker" in url]) == 40


def test_a_crowd_is_more_than_one_answer_holds() -> None:
    with serve(crowd=300) as archives:
        assert len(found(articles(archives, NAMES))) == 250


@pytest.mark.parametrize(
    ("query", "params", "sentence"),
    [
        ("MEK OR NCRI", {}, gdelt.UNBRACKETED),
        ("(MEK)", {}, gdelt.BRACKETED),
        ("(MEK NCRI)", {}, gdelt.BRACKETED),
        ("(MEK OR)", {}, gdelt.BRACKETED),
        ("", {}, gdelt.LENGTH),
        ("summit " * 60, {}, gdelt.LENGTH),
        ('"MEK"', {}, gdelt.PHRASE),
        ("of summit", {}, gdelt.KEYWORD),
        ("Mojahedin-e", {}, gdelt.CHARACTER),
        ("theme:TERROR", {}, gdelt.OPERATOR),
        ("MEK", {"enddatetime": "20220719220100"}, gdelt.WINDOW),
        ("MEK", {"enddatetime": "2022"}, gdelt.MOMENT),
        ("MEK", {"maxrecords": "1000"}, gdelt.RECORDS),
    ],
)
def test_what_cannot_be_asked_is_refused_in_plain_text(
    served: Archives, query: str, params: dict[str, str], sentence: str
) -> None:
    answer = articles(served, query, **params)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.strip() == sentence


@pytest.mark.parametrize("status", [200, 429])
def test_who_asks_too_fast_is_refused(status: int) -> None:
    with serve(manners=Manners(gdelt_every=60, gdelt_status=status)) as archives:
        assert found(articles(archives, NAMES))
        refused = articles(archives, NAMES)
        assert refused.status_code == status
        assert refused.text.startswith("Please limit requests")


def test_an_order_by_time_can_be_asked_for(served: Archives) -> None:
    def seen(sort: str) -> list[str]:
        answer = articles(served, NAMES, sort=sort)
        return [each["seendate"] for each in answer.json()["articles"]]

    assert seen("datedesc") == sorted(seen(""), reverse=True)
    assert seen("") != seen("datedesc")
