"""Words for an event count beside a day of the incident; odd days do no harm."""

from datetime import UTC, date, datetime

import pytest

from tracker.core.matching import compile_matcher
from tracker.core.saying.clauses import LONGEST_CLAUSE, Sentence
from tracker.core.saying.eras import names_a_day
from tracker.core.text import Reading
from tracker.model import Actor, Annotation, EventNoun, Incident, Name, Text

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
ACTOR = Actor(id="delta", name="DELTA", names={"*": (Name(text="DELTA"),)})
INCIDENT = Incident(
    id="raid",
    title={},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 8),
    place="Durrës",
    actors=("delta",),
    about={"*": "actor:delta"},
    event_nouns={
        "attack": EventNoun(
            words={"sq": ("sulm", "sulm me armë"), "en": ("attack", "assault")},
            exclude=("sulm kibernetik", "heart attack"),
        ),
        "check": EventNoun(words={"sq": ("kontroll",), "en": ("check",)}),
    },
)
MATCHER = compile_matcher((ACTOR,), (INCIDENT,), timezone="Europe/Tirane")


def events_in(sentence: str, language: str) -> list[Annotation]:
    """Return the words for an event in a sentence that stands far from the lead."""
    coded = MATCHER.code(
        Text(
            title="DELTA",
            body=f"DELTA.\n\nx.\n\n{sentence}",
            language=language,
            published_at=NOW,
            first_seen_at=NOW,
        )
    )
    return [one for one in coded.annotations if one.layer == "event_noun"]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Sulmi ndodhi më 5 mars.", "sq"),
        ("Sulmi i 5 marsit 2026.", "sq"),
        ("Sulmi ndodhi më 05.03.2026.", "sq"),
        ("Sulmi ndodhi më 05/03/2026.", "sq"),
        ("Sulmi ndodhi më 2026-03-05.", "sq"),
        ("The attack of the 5th of March.", "en"),
        ("The attack was on March 5th, 2026.", "en"),
    ],
)
def test_a_day_of_the_incident_ties_a_word_to_it(sentence: str, language: str) -> None:
    assert [one.kind for one in events_in(sentence, language)] == ["hit"]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Sulmi ndodhi më 15 mars.", "sq"),
        ("Sulmi ndodhi më 5 mars 2024.", "sq"),
        ("Sulmi ndodhi në vitin 2026.", "sq"),
        ("Sulmi ndodhi më 1.234,5.6.", "sq"),
        ("Sulmi ndodhi më 20.06:15.2026.", "sq"),
        (f"Sulmi ndodhi më 1.{'9' * 5000}.2026.", "sq"),
        (f"Sulmi ndodhi më {'9' * 5000}.", "sq"),
        ("Sulmi ndodhi më 99999999999999999999 mars.", "sq"),
        ("Sulmi ndodhi më 0 mars.", "sq"),
        ("Sulmi ndodhi më ٠٥.٠٣.٩٩٩٩٩.", "sq"),
        ("The attack happened on March 99th.", "en"),
    ],
    ids=lambda value: value[:30],
)
def test_other_days_and_odd_figures_leave_a_candidate(
    sentence: str, language: str
) -> None:
    assert [one.kind for one in events_in(sentence, language)] == ["candidate"]


@pytest.mark.parametrize(
    ("printed", "is_day"), [("you may 5 times", False), ("on May 5 there", True)]
)
def test_the_month_of_may_has_a_capital(printed: str, *, is_day: bool) -> None:
    sentence = Sentence.at(Reading.of("body", f"An attack {printed}."), 0, "en")
    found = names_a_day(sentence, date(2026, 5, 1), date(2026, 5, 9))
    assert found is is_day


def test_every_year_of_a_long_incident_is_its_own() -> None:
    sentence = Sentence.at(Reading.of("body", "Sulmi i 5 marsit."), 0, "sq")
    assert names_a_day(sentence, date(2024, 6, 1), date(2026, 2, 1))


def test_a_compound_that_names_another_event_is_none() -> None:
    assert events_in("Sulmi kibernetik ndodhi më 5 mars.", "sq") == []


def test_of_two_words_in_one_place_the_longer_counts() -> None:
    found = events_in("Sulmi me armë ndodhi më 5 mars.", "sq")
    assert [one.surface for one in found] == ["Sulmi me armë"]


def test_a_clause_without_marks_ends_somewhere() -> None:
    words = 3 * LONGEST_CLAUSE
    sentence = Sentence.at(Reading.of("body", "porta " * words), 0, "sq")
    middle = range(words // 2, words // 2 + 1)
    assert len(sentence.clause(middle)) == 2 * LONGEST_CLAUSE + 1


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("A ndodhi sulmi më 5 mars?", "sq"),
        ("Was there an attack on March 5th, 2026?", "en"),
        ("Police did not say whether the attack was on March 5th, 2026.", "en"),
    ],
)
def test_a_word_that_is_only_asked_names_no_event(sentence: str, language: str) -> None:
    assert [one.kind for one in events_in(sentence, language)] == ["candidate"]
