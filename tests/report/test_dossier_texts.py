"""What a dossier does to texts: differences, marks, drawings, times."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.report.dossier.diffs import sentence_changes, word_changes
from tracker.report.dossier.marking import LONGEST_SENTENCE, marked, shortened
from tracker.report.dossier.svg import cleaned
from tracker.report.dossier.telling import Names, Teller
from tracker.report.dossier.words import Words

TEXTS = st.text(alphabet="abë. ,\n", max_size=60)


def teller(language: str) -> Teller:
    return Teller(
        words=Words(language),
        zone=ZoneInfo("Europe/Tirane"),
        names=Names(outlets={}, actors={"vala": "Vala"}),
        usual_year=2026,
    )


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_from_their_difference(before: str, after: str):
    changes = word_changes(before, after)
    gone = "".join(each.text for each in changes if each.how != "ins")
    came = "".join(each.text for each in changes if each.how != "del")
    assert (gone, came) == (before, after)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str):
    assert all(change.how == "equal" for change in word_changes(text, text))
    assert not list(sentence_changes(text, text))


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_marking_words_changes_no_letter(text: str, marks: list[str]):
    pieces = marked(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text in marks for piece in pieces if piece.marked)


def test_a_very_long_sentence_is_cut_around_the_coded_words():
    text = "fjalë " * 200 + "qeliza " + "fjalë " * 200
    pieces = shortened(marked(text, ["qeliza"]))
    told = "".join(piece.text for piece in pieces)
    assert len(told) < LONGEST_SENTENCE + 20
    assert [piece.text for piece in pieces if piece.marked] == ["qeliza"]
    assert told.startswith("… ")
    assert told.endswith(" …")


def test_a_drawing_keeps_shapes_texts_and_the_colours_of_the_page_alone():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" viewBox="0 0 9 9">'
        '<style>*{}</style><script>alert(1)</script><g id="x" class="y">'
        '<a href="javascript:alert(1)"><text>no</text></a>'
        '<text style="fill:url(//x)" fill="#000001" x="1.23456">&lt;b&gt;</text>'
        '<image href="https://x.example/"/>'
        '<path class="background" d="M0,0"/></g></svg>'
    )
    made = str(cleaned(svg, "chart"))
    assert made == (
        '<svg viewBox="0 0 9 9" role="img" aria-labelledby="chart-name"'
        ' aria-describedby="chart-told"><g>'
        '<text fill="var(--ink)" x="1.2">&lt;b&gt;</text></g></svg>'
    )


@pytest.mark.parametrize(
    ("language", "time", "share", "support"),
    [
        ("en", "3 Mar 08:20", "2.5 %", "not enough (n=3)"),
        ("sq", "3 mar 08:20", "2,5 %", "nuk mjaftojnë (n=3)"),
    ],
)
def test_values_are_told_as_each_language_writes_them(
    language: str, time: str, share: str, support: str
):
    tell = teller(language)
    assert tell.time(datetime(2026, 3, 3, 7, 20)) == time
    assert tell.percent(0.025) == share
    assert tell.support("not enough (n=3)") == support


def test_a_day_of_another_year_says_so():
    tell = teller("en")
    assert tell.time(datetime(2026, 12, 31, 22, 59)) == "31 Dec 23:59"
    assert tell.time(datetime(2026, 12, 31, 23)) == "1 Jan 2027 00:00"
    anytime = replace(tell, usual_year=None)
    assert anytime.time(datetime(2026, 3, 3, 7, 20)) == "3 Mar 2026 08:20"


def test_a_time_that_is_open_or_not_known_is_no_time():
    tell = teller("en")
    assert tell.time(datetime.min.replace(tzinfo=UTC)) == "open"
    assert tell.time(None) == "–"


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("actor", "vala", "Vala"),
        ("speaker", "unnamed", "unnamed"),
        ("speaker", "vala", "Vala"),
        ("coded", "vala security_charge", "Vala security charge"),
        ("code", "door_forced", "door forced"),
        ("voice", "scare", "scare quotes"),
        ("kind", "a kind of one's own", "a kind of one's own"),
    ],
)
def test_codes_have_names(kind: str, value: str, told: str):
    assert teller("en").name(kind, value) == told
