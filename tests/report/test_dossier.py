"""A dossier is one page that runs nothing, fetches nothing, and hides nothing."""

import base64
import hashlib
import re
import shlex
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from tests.report.dossiers import (
    COUNTED,
    COVERAGE,
    FACT,
    HOSTILE,
    JAVASCRIPT,
    LABEL,
    MORNING,
    answers_of,
    article,
    evidence,
    hostile_answers,
)
from tracker.db import queries
from tracker.report.card_words import ENGLISH
from tracker.report.dossier import LANGUAGES, Answer, to_dossier
from tracker.report.dossier.card_albanian import ALBANIAN
from tracker.report.dossier.words import table

VOID = {"meta", "link", "img", "br", "hr", "wbr", "input"}
# Words of the page that are the same in both languages or part of a text of others.
PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module", params=LANGUAGES)
def hostile(request: pytest.FixtureRequest) -> str:
    return to_dossier(hostile_answers(), language=request.param).decode()


def page_of(*given: Any, language: str = "en", **more: Any) -> html.HtmlElement:
    page = to_dossier(answers_of(*given, **more), language=language)
    return html.document_fromstring(page.decode())


def text_of(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


class Nesting(HTMLParser):
    """Notes every end tag that does not close the tag that was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


# ---------------------------------------------------------------- safety


def test_markup_in_texts_of_others_stays_text(hostile: str) -> None:
    page = html.document_fromstring(hostile)
    assert not page.xpath("//script | //img | //iframe | //object | //embed | //form")
    names = {str(name) for node in page.iter() for name in node.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    said = page.xpath("//p[@class='said']")
    assert {text_of(each) for each in said} >= {
        " ".join(each.split()) for each in HOSTILE
    }
    assert "{{ 7 * 7 }}" in hostile


def test_only_http_addresses_and_places_in_the_page_are_links(hostile: str) -> None:
    links = html.document_fromstring(hostile).xpath("//@href")
    assert {str(each)[:1] for each in links} == {"#"}
    assert JAVASCRIPT in text_of(html.document_fromstring(hostile))


def test_an_address_of_an_article_is_a_link_that_tells_nobody() -> None:
    page = page_of({"headlines": [article(1, "Një titull")]})
    (link,) = page.xpath("//a[@href='https://a.example/1']")
    assert link.get("rel") == "noopener noreferrer nofollow"


def test_the_page_may_load_nothing_and_names_nothing_to_load(hostile: str) -> None:
    page = html.document_fromstring(hostile)
    assert not page.xpath("//@src | //link | //@srcset | //@background | //base")
    assert not re.search(r"url\(|@import|https?:", page.xpath("string(//style)"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = page.xpath("string(//style)").encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "unsafe" not in policy


# ---------------------------------------------------------------- form


def test_tags_close_in_the_order_in_which_they_open(hostile: str) -> None:
    nesting = Nesting()
    nesting.feed(hostile)
    assert not nesting.faults
    assert not nesting.open


def test_ids_are_unique_and_every_place_that_is_led_to_is_there(hostile: str) -> None:
    page = html.document_fromstring(hostile)
    ids = Counter(page.xpath("//@id"))
    assert [name for name, number in ids.items() if number > 1] == []
    places = {str(each)[1:] for each in page.xpath("//@href[starts-with(., '#')]")}
    assert places <= ids.keys()
    told = " ".join(page.xpath("//@aria-labelledby | //@aria-describedby")).split()
    assert set(told) <= ids.keys()


def test_headings_step_down_one_by_one_and_tables_have_names(hostile: str) -> None:
    page = html.document_fromstring(hostile)
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table_ in page.xpath("//table"):
        assert text_of(table_.find("caption"))
        assert not table_.xpath(".//th[not(@scope)]")


def test_the_page_says_its_language_and_that_of_a_text_of_others() -> None:
    page = page_of({"headlines": [article(1, "Një titull")]}, language="en")
    assert page.get("lang") == "en"
    assert page.xpath("//*[@lang='sq']//a[.='Një titull']")


# ---------------------------------------------------------------- language


def test_every_word_of_ours_has_both_languages_and_the_same_places() -> None:
    for key, words in table().items():
        assert tuple(words) == LANGUAGES, key
        en, sq = (sorted(set(PLACES.findall(words[each]))) for each in LANGUAGES)
        assert en == sq, key
        assert all(words.values()), key


def test_the_method_card_has_every_line_in_albanian() -> None:
    assert ALBANIAN.keys() == ENGLISH.keys()
    for key, words in ENGLISH.items():
        assert sorted(PLACES.findall(words)) == sorted(PLACES.findall(ALBANIAN[key])), (
            key
        )


def test_no_english_words_of_ours_are_left_on_an_albanian_page() -> None:
    page = html.document_fromstring(to_dossier(full_answers(), language="sq").decode())
    for other in page.xpath("//*[@lang='en'] | //code | //pre | //style"):
        other.drop_tree()
    told = {" ".join(each.split()) for each in page.itertext()}
    told |= set(page.xpath("//@aria-label"))
    english = {each["en"] for each in table().values() if each["en"] != each["sq"]}
    assert told & english == set()
    assert "Etiketat për Vala" in told


def full_answers() -> Any:
    return answers_of(
        {
            "publications": [article(1, "Një titull")],
            "headlines": [article(1, "Një titull")],
            "labels": [
                LABEL,
                LABEL | {"outlet": "b", "share": None, "support": "not enough (n=3)"},
            ],
            "facts": [
                FACT,
                FACT | {"outlet": "b", "state": "not observed", "modes": None},
            ],
        },
        {
            "label": [
                evidence(
                    "label", 1, "Qeliza u gjet.", code="security_charge", actor="vala"
                )
            ]
        },
    )


# ---------------------------------------------------------------- content


def test_a_figure_leads_to_its_sentences_with_outlet_time_voice_and_link() -> None:
    told = evidence("label", 1, "Qeliza u gjet.", code="security_charge", actor="vala")
    page = page_of({"labels": [LABEL]}, {"label": [told]})
    (figure,) = page.xpath("//section[@id='labels']//td//a[.='10/25']")
    (group,) = page.xpath(f"//*[@id='{figure.get('href')[1:]}']")
    assert text_of(group.find(".//p[@class='said']")) == "Qeliza u gjet."
    assert text_of(group.find(".//mark")) == "Qeli"
    source = text_of(group.find(".//p[@class='source']"))
    assert source == "Gazeta A, 3 March 2026 08:20 · own voice · lead · article"
    assert group.xpath("ancestor::details")


def test_a_share_is_printed_with_its_fraction_and_interval() -> None:
    page = page_of({"labels": [LABEL]})
    assert "10/25 40 % (23–59)" in text_of(page.find(".//section[@id='labels']"))


def test_a_withheld_share_says_why_and_is_not_zero() -> None:
    thin = LABEL | {
        "articles": 3,
        "labelled": 0,
        "share": None,
        "share_low": None,
        "share_high": None,
        "support": "not enough (n=3)",
    }
    page = page_of({"labels": [thin]})
    assert "0/3 not enough (n=3)" in text_of(page.find(".//section[@id='labels']"))


def test_an_absence_leads_to_the_visits_of_the_outlet() -> None:
    poll = {"outlet": "b", "article_id": None, "field": None, "voice": None}
    visits = [
        evidence(
            "poll",
            number,
            f"read; {number}",
            **poll | {"code": "read", "url": f"https://b.example/{number}"},
        )
        for number in range(3)
    ]
    missing = FACT | {"outlet": "b", "state": "not observed", "modes": None}
    page = page_of({"facts": [FACT, missing]}, {"poll": visits})
    (absence,) = page.xpath("//section[@id='facts']//td//a[.='not observed']")
    (group,) = page.xpath(f"//*[@id='{absence.get('href')[1:]}']")
    assert len(group.findall(".//li")) == 3
    assert group.xpath("ancestor::section/@id") == ["coverage"]


def test_a_sentence_stands_in_full_once_and_is_led_to_after_that() -> None:
    told = [
        evidence("label", 1, "Qeliza u gjet.", code="security_charge", actor="vala"),
    ]
    named = [evidence("actor", 1, "Qeliza u gjet.", code="vala", actor="vala")]
    page = page_of({"labels": [LABEL]}, {"label": told, "actor": named})
    (said,) = page.xpath("//li[p[@class='said'][contains(., 'Qeliza u gjet.')]]")
    again = page.xpath(f"//a[@href='#{said.get('id')}']")
    assert [text_of(each) for each in again] == ["above: Gazeta A, 3 Mar 08:20"]


def test_what_finds_no_room_is_counted_and_its_command_works() -> None:
    told = [
        evidence(
            "label", number, f"Qeliza {number}.", code="security_charge", actor="vala"
        )
        for number in range(25)
    ]
    page = page_of({"labels": [LABEL]}, {"label": told})
    (more,) = page.xpath("//section[@id='labels']//p[@class='more']")
    assert text_of(more).startswith("and 5 more:")
    program, verb, report, *pairs = shlex.split(more.find("code").text)
    assert (program, verb, report) == ("tracker", "report", "evidence")
    given = dict(pair.split("=", 1) for pair in pairs)
    assert given == {
        "incident": "fair",
        "layer": "label",
        "outlet": "a",
        "actor": "vala",
        "code": "security_charge",
    }
    queries.bind(queries.find("evidence", None), given)


def test_a_section_that_found_nothing_says_so() -> None:
    page = page_of()
    for name in ("headlines", "labels", "copies", "revisions", "shared_quotes"):
        section = page.find(f".//section[@id='{name}']")
        assert section.xpath(".//p[contains(@class, 'empty')]"), name


def test_a_report_that_failed_says_why_in_its_place() -> None:
    answers = answers_of()
    broken = Answer(typed="tracker report copies", result=None, trouble="after 30 s")
    answers = replace(answers, reports={**answers.reports, "copies": broken})
    page = html.document_fromstring(to_dossier(answers, language="en").decode())
    assert "after 30 s" in text_of(page.find(".//section[@id='copies']"))


def test_the_four_states_of_coverage_are_told_in_words() -> None:
    states = ("covered", "not_covered", "partly_observed", "not_observed")
    rows = [COVERAGE[0] | {"outlet": state, "state": state} for state in states]
    page = page_of({"coverage": rows})
    words = [text_of(each) for each in page.xpath("//td[contains(@class, 'state')]")]
    assert words == [
        "covered",
        "observed, did not cover",
        "partly observed",
        "not observed",
    ]
    kinds = page.xpath("//td[contains(@class, 'state')]/@class")
    assert len(set(kinds)) == 4


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "first stated by Vala; side: court clerks"),
        ("sq", "së pari e bëri të ditur: Vala; ana: court clerks"),
    ],
)
def test_who_stated_a_fact_and_whose_account_it_is_part_of_are_two_things(
    language: str, told: str
) -> None:
    fact = FACT | {"stated_by": "vala", "side": "court_clerks"}
    page = page_of({"facts": [fact]}, language=language)
    assert text_of(page.find(".//*[@id='fact-F1']//small")) == told


def test_of_a_fact_that_nobody_is_named_for_only_the_side_is_told() -> None:
    page = page_of({"facts": [FACT | {"side": "court_clerks"}]})
    (note,) = page.xpath("//*[@id='fact-F1']//small")
    assert text_of(note) == "side: court clerks"


@pytest.mark.parametrize(
    ("language", "wording", "told"),
    [
        ("en", "omitted", "Left out by 6/9"),
        ("en", "not found by the query", "Not found by the query in 6/9"),
        ("sq", "omitted", "E lanë jashtë 6/9"),
        ("sq", "not found by the query", "Kërkimi nuk e gjeti te 6/9"),
    ],
)
def test_only_what_is_called_omitted_was_left_out(
    language: str, wording: str, told: str
) -> None:
    row = {"fact": "door_forced", "left_out": 6, "n": 9, "wording": wording}
    share = {"omission_rate": 6 / 9, "support": "enough", "left_out_by": "a, b"}
    page = page_of({"omissions": [row | share]}, language=language)
    cell = page.xpath("//section[@id='facts']//td[contains(@class, 'share')]")[0]
    assert text_of(cell).startswith(told)
    heads = {text_of(each) for each in page.xpath("//section[@id='facts']//thead//th")}
    assert not heads & {"Left out by", "E lanë jashtë"}


def test_outlets_that_covered_it_partly_observed_are_told_below_their_number() -> None:
    gaps = [
        COVERAGE[0] | {"outlet": each, "observed": observed}
        for each, observed in zip(
            "cdef", ("partly_observed",) * 2 + ("not_observed", "observed"), strict=True
        )
    ]
    page = page_of({"coverage": [*COVERAGE, *gaps]})
    tiles = page.xpath("//dl[@class='tally']/div")
    assert [[text_of(each) for each in tile] for tile in tiles] == [
        ["covered", "5", "of these 2 partly observed; of these 1 not observed"],
        ["observed, did not cover", "1"],
        ["partly observed", "0"],
        ["not observed", "0"],
    ]


@pytest.mark.parametrize(("language", "told"), [("en", "articles"), ("sq", "artikuj")])
def test_whole_articles_behind_a_figure_are_counted_as_articles(
    language: str, told: str
) -> None:
    found = [evidence("coverage", number, f"Titulli {number}") for number in range(6)]
    page = page_of(
        {
            "volume": [{"outlet": "a", "copies": "all", "articles": 6}],
            "publications": [article(number, "Titulli") for number in range(6)],
        },
        {"coverage": found},
        language=language,
    )
    for section in ("volume", "days"):
        summary = page.find(
            f".//section[@id='{section}']//tr[@class='behind']//summary"
        )
        assert text_of(summary).startswith(f"6 {told}:"), section


@pytest.mark.parametrize(
    ("language", "support", "told"),
    [
        ("en", "not enough (items seen unknown)", "items seen unknown"),
        ("sq", "not enough (items seen unknown)", "nuk dihet sa u panë"),
        ("sq", "not enough (partly observed)", "e vëzhguar pjesërisht"),
        ("en", "not observed", "not observed"),
        ("en", None, "–"),
    ],
)
def test_a_part_of_a_number_that_is_not_known_is_told_by_its_reason_alone(
    language: str, support: str | None, told: str
) -> None:
    row = {"outlet": "a", "copies": "all", "articles": 3, "found_in_feeds": 0}
    page = page_of({"volume": [row | {"support": support}]}, language=language)
    cell = page.xpath("//section[@id='volume']//td[contains(@class, 'share')]")[0]
    assert text_of(cell) == told


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "tracker dossier fair"), ("sq", "tracker dossier fair --lang sq")],
)
def test_the_command_makes_the_page_in_its_own_language(
    language: str, typed: str
) -> None:
    assert text_of(page_of(language=language).find(".//pre")) == typed


def test_the_albanian_page_says_what_stands_in_english_before_any_figure() -> None:
    (asked,) = page_of(language="sq").xpath("//section[@id='asked']")
    told = text_of(asked)
    for english in (
        "Pohimet e fakteve",
        "familjet e etiketave",
        "shënimet e programit",
    ):
        assert english in told
    assert "(në anglisht)" in told


def test_a_changed_headline_is_shown_as_what_went_and_what_came() -> None:
    change = {
        "outlet": "a",
        "article_id": "a1",
        "version": 2,
        "url": "https://a.example/1",
        "title_before": "Raid on a hall",
        "title_after": "Check at a hall",
    }
    texts = {("a1", 1): "One. Two went. Three.", ("a1", 2): "One. Two came. Three."}
    page = page_of({"revisions": [change]}, texts=texts)
    headline, body = page.xpath("//p[contains(@class, 'changed')]")
    assert [(each.tag, text_of(each)) for each in headline] == [
        ("del", "[removed:] Raid on"),
        ("ins", "[added:] Check at"),
    ]
    assert text_of(body) == "Two [removed:] went [added:] came."


def test_copies_are_chains_from_the_first_text_on() -> None:
    later = MORNING.replace(hour=9)
    pair = {
        "outlet_a": "a",
        "outlet_b": "b",
        "kind": "copy",
        "direction": "earlier",
        "title_a": "First",
        "title_b": "Second",
        "article_a": "a1",
        "article_b": "b1",
        "a_to_at": MORNING,
        "b_to_at": later,
        "cluster": "a1",
    }
    page = page_of({"copies": [pair], "publications": [article(1, "First")]})
    steps = page.xpath("//ul[@class='chains']//ol/li")
    assert [text_of(each.find("p[@class='said']")) for each in steps] == [
        "First",
        "Second",
    ]
    assert "that it was taken from there is not said" in text_of(steps[1])


def test_a_large_incident_stays_below_three_megabytes() -> None:
    outlets = [f"outlet-{number:02}" for number in range(80)]
    titles = [
        article(number, f"Titulli {number} " * 4, outlet=outlets[number % 80])
        for number in range(2000)
    ]
    families = [f"family_{number}" for number in range(12)]
    labels = [
        LABEL | {"outlet": outlet, "label": family}
        for outlet in outlets
        for family in families
    ]
    told = [
        evidence(
            "label",
            n,
            f"Fjalia {n} {family} " * 8,
            outlet=outlet,
            actor="vala",
            code=family,
        )
        for outlet in outlets
        for family in families
        for n in range(20)
    ]
    page = to_dossier(
        answers_of(
            {"publications": titles, "headlines": titles, "labels": labels},
            {"label": told},
        ),
        language="en",
    )
    assert len(page) < 3_000_000


# ---------------------------------------------------------------- archives

LONG_QUERY = '"Book Fair of Limanas" OR "Panairi i Librit" OR "Shoqata Vala"'
ASKED = replace(
    COUNTED,
    archives=[
        {
            "archive": "GDELT",
            "outlets": 2,
            "listed": 0,
            "searched": 2,
            "unanswered": 0,
            "unfinished": 0,
        }
    ],
    archive_outlets=2,
    archive_queries=["vala", LONG_QUERY],
)


def answers_to(query: str, outlets: str = "ab") -> list[dict[str, Any]]:
    poll = {"article_id": None, "field": None, "voice": None, "code": "read"}
    return [
        evidence(
            "poll",
            0,
            f"read; GDELT, searched for {query}, 2026-03-02 00:00 to 2026-03-09 00:00",
            **poll
            | {"outlet": each, "url": f"https://gdelt.example/{each}{len(query)}"},
        )
        for each in outlets
    ]


def test_long_words_that_archives_were_asked_for_stand_in_the_page_once() -> None:
    polls = answers_to(LONG_QUERY) + answers_to("vala")
    page = page_of({}, {"poll": polls}, counted=ASKED)
    assert text_of(page).count(LONG_QUERY) == 1
    (listed,) = page.xpath("//section[@id='method']//dl[@class='statements']/div")
    assert text_of(listed) == f"Q1{LONG_QUERY}"
    said = page.xpath("//section[@id='coverage']//p[@class='said']")
    assert len(said) == 4
    assert {text_of(each).split(", 2026")[0] for each in said} == {
        "read; GDELT, searched for Q1",
        "read; GDELT, searched for vala",
    }
    links = [each.get("href") for each in page.xpath("//p[@class='said']//a")]
    assert links == [f"#{listed.get('id')}"] * 2


def test_answers_of_archives_are_not_called_visits_alone() -> None:
    polls = answers_to("vala", "b") + answers_to("panair", "b")
    for counted, told in (
        (ASKED, "2 visits and answers of archives"),
        (COUNTED, "2 visits"),
    ):
        page = page_of({}, {"poll": polls}, counted=counted)
        (summary,) = page.xpath("//section[@id='coverage']//summary[contains(., ': ')]")
        assert text_of(summary) == f"{told}: Gazeta B"


def test_what_archives_showed_stands_beside_the_health_of_the_feeds() -> None:
    feed = {"outlet": "a", "feed_url": "https://a.example/feed", "gaps": 0}
    listed = {"observed": "observed", "detail": "listed whole: sitemap"}
    rows = {
        "coverage": [COVERAGE[0] | listed, COVERAGE[1] | {"observed": "not_observed"}],
        "outlet_health": [feed | {"state": "not visited yet"}],
    }
    health = page_of(rows, counted=ASKED).find(".//section[@id='outlet_health']")
    feeds, archives = health.findall(".//table")
    assert "not visited yet – – – –" in text_of(feeds)
    assert "Gazeta A observed listed whole: sitemap" in text_of(archives)
    assert "No archive was asked" not in text_of(health)
    health = page_of(rows).find(".//section[@id='outlet_health']")
    assert len(health.findall(".//table")) == 1
    assert "No archive was asked about these days." in text_of(health)


# ---------------------------------------------------------------- what is empty


def test_a_table_in_which_nothing_was_found_is_folded_and_says_so() -> None:
    zero = LABEL | {"labelled": 0, "in_any_voice": 0, "share": 0.0}
    labels = page_of({"labels": [zero]}).find(".//section[@id='labels']")
    (folded,) = labels.xpath(".//details[@class='data']/summary")
    assert text_of(folded) == "Labels for Vala: none in any article"
    assert "nobody has enough articles" not in text_of(labels)
    assert "0 articles of any outlet, in any voice: security charge." in text_of(labels)
    labels = page_of({"labels": [LABEL]}).find(".//section[@id='labels']")
    assert not labels.xpath(".//details[@class='data']")


# ---------------------------------------------------------------- times


def test_days_outside_the_year_of_the_incident_have_their_year() -> None:
    first = {
        "outlet": "a",
        "state": "covered",
        "first_from_at": datetime(2026, 3, 2, 23),
        "first_to_at": datetime(2026, 3, 3, 23),
        "seen_at": datetime(2028, 6, 1, 10),
    }
    page = page_of({"first_report": [first]})
    row = text_of(page.xpath("//section[@id='first_report']//tbody/tr")[0])
    assert "3 Mar 00:00 to4 Mar 00:00" in row.replace("to 4", "to4")
    assert "1 Jun 2028 12:00" in row
    assert "a day without its year is of 2026" in text_of(page)
    across = replace(COUNTED, from_day=date(2025, 12, 30))
    page = page_of({"first_report": [first]}, counted=across)
    row = text_of(page.xpath("//section[@id='first_report']//tbody/tr")[0])
    assert "3 Mar 2026 00:00" in row
    assert "a day without its year" not in text_of(page)


def test_codes_in_a_change_are_told_apart() -> None:
    row = {
        "outlet": "a",
        "article_id": "a0",
        "version": 2,
        "event_nouns_gone": "discovery (outlet); raid (outlet)",
        "modes_changed": "radio_room: outlet -> attributed",
    }
    told = text_of(page_of({"revisions": [row]}).find(".//section[@id='revisions']"))
    assert "discovery (own voice); raid (own voice)" in told
    assert "radio room: own voice → attributed" in told
