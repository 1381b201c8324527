"""What a text only asks is no statement, neither of a fact nor of a label."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.matching import compile_matcher
from tracker.core.saying.asking import asked
from tracker.core.saying.clauses import Sentence
from tracker.core.text import Reading
from tracker.model import Acronym, Actor, Annotation, Fact, Incident, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LABELS = {
    "armed": {"en": ("armed group", "sect"), "sq": ("grup i armatosur", "sekt")},
}
MATCHER = compile_matcher(
    (
        Actor(
            id="delta", name="DELTA", acronyms=(Acronym(text="DELTA"),), labels=LABELS
        ),
    ),
    (
        Incident(
            id="summit",
            title={"en": "The summit of Limanas"},
            first_day=date(2026, 3, 1),
            last_day=date(2026, 3, 20),
            place=None,
            actors=("delta",),
            about={"*": "actor:delta"},
            facts=(
                Fact(
                    id="cancelled",
                    statement="The summit was cancelled.",
                    match={
                        "en": "cancelled",
                        "sq": "forms:anuloj",
                        "de": "abgesagt",
                        "tr": "iptal",
                    },
                ),
                Fact(
                    id="postponed",
                    statement="The summit was postponed.",
                    match={
                        "en": "summit AND postponed",
                        "sq": "samiti AND anuluar",
                    },
                ),
                Fact(
                    id="closed",
                    statement="The hall was closed.",
                    within="paragraph",
                    match={"*": "hall AND closed"},
                ),
            ),
        ),
    ),
    timezone="Europe/Tirane",
)


def found(language: str, body: str, title: str, layer: str) -> list[Annotation]:
    coded = MATCHER.code(
        Text(
            title=title,
            body=f"{body}\nDELTA.",
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    return [one for one in coded.annotations if one.layer == layer]


def states(language: str, sentence: str, *, as_title: bool) -> bool:
    body, title = ("", sentence) if as_title else (sentence, "")
    return bool(found(language, body, title, "fact"))


WHETHER = [
    ("en", "Was the summit cancelled?"),
    ("en", "Summit cancelled?"),
    ("en", "SUMMIT CANCELLED?!"),
    ("en", "Wasn't the summit cancelled?"),
    ("en", "And was the summit cancelled?"),
    ("en", "In Limanas, was the summit cancelled?"),
    ("en", "Was the summit, which DELTA planned, cancelled?"),
    ("en", "Is the summit cancelled or not?"),
    ("en", "Summit cancelled? No, says the minister"),
    ("en", "What if the summit was cancelled?"),
    ("en", "Minister: Was the summit cancelled?"),
    ("en", "“Was the summit cancelled?”, the minister asked"),
    ("sq", "A u anulua samiti?"),
    ("sq", "A u anulua vërtet samiti"),
    ("sq", "U anulua samiti?"),
    ("sq", "Samiti u anulua?"),
    ("sq", "Samiti anulohet?"),
    ("sq", "Mos u anulua samiti?"),
    ("sq", "Vallë u anulua samiti?"),
    ("sq", "Po samiti, a u anulua?"),
    ("sq", "Samiti u anulua apo u shty?"),
    ("sq", "Analizë: a u anulua samiti?"),
    ("sq", "“A u anulua samiti?”, pyet ministri"),
    ("en", "So was the summit cancelled?"),
    ("en", "DELTA left (was the summit cancelled?)"),
    ("en", "DELTA left but was the summit cancelled?"),
    ("en", "Was the summit planned but cancelled?"),
    ("en", "Was the summit, in March, where DELTA was, cancelled?"),
    ("en", "DELTA left / Was the summit cancelled?"),
    ("sq", "DELTA u largua | A u anulua samiti?"),
    ("sq", "U anulua samiti, të cilin e planifikoi DELTA?"),
    ("sq", "U anulua samiti, ku ishte DELTA?"),
    ("sq", "Pra a u anulua samiti?"),
    ("en", "So now is the summit cancelled?"),
    ("en", "Summit cancelled, then?"),
    ("en", "Summit cancelled, which was planned for March?"),
    ("en", "Summit cancelled over threats, DELTA to blame?"),
    ("en", "Was the summit cancelled, and now?"),
    ("en", "If the summit is cancelled, who will pay?"),
    ("sq", "Nëse samiti anulohet, kush paguan?"),
    ("sq", "Samiti u anulua, i cili ishte në mars?"),
    ("sq", "Samiti u anulua, si pasojë DELTA u largua?"),
]


@pytest.mark.parametrize(("language", "question"), WHETHER)
@pytest.mark.parametrize("as_title", [True, False])
def test_a_yes_or_no_question_states_nothing(
    language: str, question: str, *, as_title: bool
) -> None:
    assert not states(language, question, as_title=as_title)


PRESUPPOSED = [
    ("en", "Why was the summit cancelled?"),
    ("en", "Who cancelled the summit, and when was it cancelled?"),
    ("en", "How was the summit cancelled?"),
    ("en", "By whom was the summit cancelled?"),
    ("en", "Summit cancelled, but why?"),
    ("en", "Summit cancelled: what now?"),
    ("en", "Summit cancelled – is DELTA to blame?"),
    ("en", "Is it known why the summit was cancelled?"),
    ("en", "After the summit was cancelled, will DELTA leave?"),
    ("en", "When the summit was cancelled, did DELTA leave?"),
    ("sq", "Pse u anulua samiti?"),
    ("sq", "Si u anulua samiti?"),
    ("sq", "Kush e anuloi samitin?"),
    ("sq", "Me çfarë arsyeje u anulua samiti?"),
    ("sq", "Samiti u anulua, pse?"),
    ("sq", "Samiti u anulua. Pse?"),
    ("sq", "Samiti u anulua, por kush fiton?"),
    ("sq", "A dihet pse u anulua samiti?"),
    ("sq", "Kur u anulua samiti, a ishte DELTA aty?"),
    # Small words stand before the one that asks.
    ("en", "So why was the summit cancelled?"),
    ("en", "Then why was the summit cancelled?"),
    ("en", "So who cancelled the summit?"),
    ("en", "Exactly why was the summit cancelled?"),
    ("en", "Just how was the summit cancelled?"),
    ("en", "Since when is the summit cancelled?"),
    ("en", "Until when is the summit cancelled?"),
    ("en", "In whose name was the summit cancelled?"),
    ("en", "Against whose wish was the summit cancelled?"),
    ("en", "And so by whom was the summit cancelled?"),
    ("sq", "Pra pse u anulua samiti?"),
    ("sq", "Atëherë pse u anulua samiti?"),
    ("sq", "E pse u anulua samiti?"),
    ("sq", "Po pse u anulua samiti?"),
    ("sq", "Po deri kur u anulua samiti?"),
    # A part beside the question is stated.
    ("en", "The summit was cancelled but is DELTA to blame?"),
    ("en", "The summit was cancelled but why?"),
    ("en", "The summit was cancelled, but who wins?"),
    ("en", "The summit was cancelled, what now?"),
    ("en", "Summit cancelled: DELTA to blame?"),
    ("en", "Summit cancelled; DELTA to blame?"),
    ("en", "Summit cancelled… and DELTA to blame?"),
    ("en", "Summit cancelled — DELTA to blame?"),
    ("en", "Summit cancelled – DELTA to blame?"),
    ("en", "Summit cancelled - DELTA to blame?"),
    ("en", "Summit cancelled / DELTA to blame?"),
    ("en", "Summit cancelled | DELTA to blame?"),
    ("en", "Summit cancelled.DELTA to blame?"),
    ("en", "Summit cancelled!DELTA to blame?"),
    ("en", "Summit cancelled, so is DELTA to blame?"),
    ("en", "After the summit was planned but cancelled, DELTA left?"),
    ("en", "Did DELTA leave, and who cancelled the summit?"),
    ("en", "Summit cancelled, who will pay?"),
    ("en", "Summit cancelled, where next?"),
    ("en", "Summit cancelled, where are they now?"),
    ("en", "Summit cancelled, when will it be held?"),
    ("en", "Summit cancelled, now what?"),
    ("en", "Summit cancelled, and now?"),
    ("en", "Summit cancelled, DELTA next?"),
    ("en", "Summit cancelled and who pays?"),
    ("sq", "Samiti u anulua, si do të veprojë DELTA?"),
    ("sq", "Samiti u anulua, ku po shkojmë?"),
    ("sq", "Samiti u anulua, cili është shkaku?"),
    ("sq", "Samiti u anulua, deri kur?"),
    ("sq", "Samiti u anulua, si?"),
    ("sq", "Samiti u anulua, po tani?"),
    ("sq", "Samiti u anulua, e tani?"),
    ("sq", "Samiti u anulua dhe kush paguan?"),
    ("en", "After the summit was cancelled, DELTA left?"),
    ("sq", "Samiti u anulua por a fiton DELTA?"),
    ("sq", "U anulua samiti | A largohet DELTA?"),
    ("sq", "Samiti u anulua / A largohet DELTA?"),
    ("sq", "Pasi u anulua samiti, DELTA u largua?"),
    # A mark in brackets asks for no more than what stands in them.
    ("en", "The summit was cancelled (?) on Monday"),
    ("en", "The summit was cancelled [?!] on Monday"),
    ("en", "The summit was cancelled (again?) on Monday"),
    ("en", "The summit was cancelled [was it new?] on Monday"),
    ("sq", "Samiti u anulua (?) të hënën"),
    ("sq", "Samiti u anulua (sërish?) të hënën"),
]


@pytest.mark.parametrize(("language", "question"), PRESUPPOSED)
@pytest.mark.parametrize("as_title", [True, False])
def test_a_question_with_why_or_who_states_what_it_presupposes(
    language: str, question: str, *, as_title: bool
) -> None:
    assert states(language, question, as_title=as_title)


CONDITIONS = [
    ("en", "The minister asked whether the summit was cancelled."),
    ("en", "It is not clear whether the summit was cancelled."),
    ("en", "The minister did not know if the summit was cancelled."),
    ("en", "If the summit is cancelled, DELTA will leave."),
    ("en", "What happens if the summit was cancelled?"),
    ("en", "It is not clear whether the summit, planned for March, was cancelled."),
    ("en", "It is not clear whether the summit, in March, took place or cancelled."),
    ("en", "It is not clear whether the summit which DELTA planned was cancelled."),
    ("en", "It is not clear whether the big summit which DELTA planned was cancelled."),
    ("en", "It is not clear whether the minister said that it was cancelled."),
    ("en", "It is not clear whether the summit has been cancelled."),
    ("en", "If the summit, planned for March, is cancelled, DELTA will leave."),
    ("sq", "Ministri pyeti nëse samiti u anulua."),
    ("sq", "Nuk dihet nëse samiti u anulua."),
    ("sq", "Në qoftë se samiti anulohet, DELTA largohet."),
    ("sq", "Nuk dihet nëse samiti, i planifikuar për mars, u anulua."),
    ("sq", "Nuk dihet nëse ministri u tha njerëzve dje që samiti u anulua."),
    ("en", "The minister asked whether DELTA cancelled in March."),
    ("en", "The minister asked whether the summit was cancelled in March."),
    ("sq", "Nuk dihet nëse samiti është ende i anuluar."),
    ("sq", "Nuk dihet nëse ministri ka thënë më parë që samiti u anulua."),
]


@pytest.mark.parametrize(("language", "sentence"), CONDITIONS)
def test_behind_whether_and_if_nothing_is_stated(language: str, sentence: str) -> None:
    assert not states(language, sentence, as_title=False)


PRESUPPOSED_BEHIND_WHETHER = [
    ("en", "The minister asked if anyone knew why the summit was cancelled."),
    ("en", "The minister asked if they knew, in March, why it was cancelled."),
    ("en", "The court will decide whether the cancelled summit comes back."),
    ("en", "The court will decide whether these three cancelled may come back."),
    ("en", "It is not clear if DELTA paid the people who cancelled the summit."),
    ("en", "The minister asked if they knew why DELTA, in March, cancelled it."),
    ("en", "It is unclear if DELTA may stay, said the minister, DELTA cancelled it."),
    ("en", "It is unclear if DELTA left, said the minister, who cancelled it."),
    ("en", "If DELTA leaves, the summit is cancelled."),
    ("en", "If DELTA leaves, the minister said, the summit is cancelled."),
    ("en", "DELTA asked if it may stay, said the minister, and cancelled it."),
    ("en", "DELTA pays if it stays, the minister said, and the summit is cancelled."),
    ("en", "It is not clear if DELTA, which cancelled the summit, may stay."),
    ("en", "It is unclear whether the summit cancelled in March will be held."),
    ("en", "It is unclear whether those who left and the three cancelled stay."),
    ("en", "It is unclear if the two summits of DELTA cancelled in March stay."),
    ("sq", "Ministri pyeti nëse dihet pse u anulua samiti."),
    ("sq", "Nuk dihet nëse tre burrat e samitit të anuluar ikin."),
    ("sq", "Gjykata vendos nëse samiti i anuluar përsëritet."),
    ("sq", "Prokuroria heton nëse DELTA i pagoi njerëzit që anuluan samitin."),
    ("sq", "Prokuroria heton nëse DELTA e pagoi bashkinë, e cila anuloi samitin."),
]


@pytest.mark.parametrize(("language", "sentence"), PRESUPPOSED_BEHIND_WHETHER)
def test_what_is_presupposed_beside_whether_is_stated(
    language: str, sentence: str
) -> None:
    assert states(language, sentence, as_title=False)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The court will decide whether the postponed summit comes back."),
        ("en", "The court will decide if the summit postponed in May can be held."),
        ("en", "The court will decide if the summit DELTA postponed in May can be."),
        ("sq", "Gjykata vendos nëse samiti i anuluar përsëritet."),
    ],
)
def test_a_participle_is_presupposed_with_its_noun(
    language: str, sentence: str
) -> None:
    assert "postponed" in {one.code for one in found(language, sentence, "", "fact")}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Summit cancelled? Yes, it was cancelled"),
        ("en", "The summit was cancelled. Was it cancelled in time?"),
        ("sq", "A u anulua samiti? Po, DELTA e anuloi"),
    ],
)
def test_what_stands_beside_a_question_is_stated_by_the_whole_title(
    language: str, title: str
) -> None:
    (fact,) = found(language, "", title, "fact")
    assert fact.surface == title


def test_the_words_of_a_question_do_not_complete_a_paragraph() -> None:
    asked_of = "DELTA rents a hall. Was it closed?"
    answered = f"{asked_of} The hall was closed."
    assert found("en", asked_of, "", "fact") == []
    assert [one.surface for one in found("en", answered, "", "fact")] == [answered]


def test_a_letter_with_a_full_stop_is_no_particle() -> None:
    assert states("sq", "A. Fisteku e anuloi samitin.", as_title=False)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The summit was cancelled, see lajme.example/?p=12 for more."),
        ("en", "The summit was cancelled (more: lajme.example/a?=12)."),
        ("sq", "DELTA anuloi nj? samit dhe u largua."),
        ("sq", "A 1 u mbyll dhe samiti u anulua"),
    ],
)
def test_an_address_a_lost_letter_and_a_road_ask_nothing(
    language: str, sentence: str
) -> None:
    assert states(language, sentence, as_title=True)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("tr", "Zirve neden iptal edildi?"),
        ("de", "Aus welchem Grund wurde der Gipfel abgesagt?"),
    ],
)
def test_in_other_languages_no_question_is_told_from_a_statement(
    language: str, question: str
) -> None:
    assert states(language, question, as_title=True)


# language, question, kind of its label
LABELLED = [
    ("en", "Is DELTA a sect?", "candidate"),
    ("en", "DELTA a sect?", "candidate"),
    ("en", "DELTA, a sect?", "candidate"),
    ("en", "DELTA: armed group or charity?", "candidate"),
    ("en", "Armed group DELTA in Limanas?", "candidate"),
    ("en", "Did the minister say that DELTA is a sect?", "candidate"),
    ("sq", "A është DELTA sekt?", "candidate"),
    ("sq", "Është DELTA sekt?", "candidate"),
    ("sq", "DELTA, sekt apo shoqatë?", "candidate"),
    ("sq", "Grup i armatosur i DELTA-s në Limanas?", "candidate"),
    (
        "en",
        "It is unclear whether DELTA, which rents the hall, is a sect.",
        "candidate",
    ),
    ("en", "DELTA left (is DELTA a sect?) on Monday.", "candidate"),
    # Presupposed, by the question or by the name that it asks about.
    ("en", "Why is DELTA a sect?", "hit"),
    ("en", "Who says DELTA is a sect?", "hit"),
    ("en", "Did the armed group DELTA rent the hall?", "hit"),
    ("en", "The armed group DELTA (remember them?) rented the hall.", "hit"),
    ("en", "It is unclear whether the armed group DELTA may stay.", "hit"),
    ("sq", "Pse quhet DELTA sekt?", "hit"),
    ("sq", "U mbyll salla e grupit të armatosur DELTA?", "hit"),
    ("sq", "A e mori sallën grupi i armatosur DELTA?", "hit"),
]


@pytest.mark.parametrize(("language", "question", "kind"), LABELLED)
def test_a_label_that_is_only_asked_is_a_candidate(
    language: str, question: str, kind: str
) -> None:
    (label,) = found(language, "", question, "label")
    assert label.kind == kind


# ------------------------------------------------------------ laws

WORDS = (
    *("Samiti u anulua", "A u anulua", "DELTA", "pse", "Kush", "nëse", "dhe", "që"),
    *("është sekt", "a", "salla", "Mos", ",", ":", "–", "e arrestuar", "(", ")"),
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(st.sampled_from((*WORDS, *"??..“”")), max_size=20).map(" ".join)


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_is_asked_are_whole_words_of_the_sentence(text: str) -> None:
    reading = Reading.of("body", text)
    for start, end in reading.sentences:
        sentence = Sentence.at(reading, start, "sq")
        starts = {one for one, _ in sentence.spans}
        ends = {one for _, one in sentence.spans}
        for one in asked(sentence):
            assert start <= one.start < one.end <= end
            assert one.start in starts
            assert one.end in ends


@given(sentence=SENTENCES)
@settings(max_examples=100, deadline=None)
def test_a_question_states_no_more_than_the_same_sentence(sentence: str) -> None:
    stated = len(found("sq", f"{sentence}.", "", "fact"))
    assert len(found("sq", f"{sentence}?", "", "fact")) <= stated
