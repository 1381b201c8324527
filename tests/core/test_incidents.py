"""When an article is about an incident, in which role, and the reason in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.incidents import (
    FOLLOW_UP_DAYS,
    LEADING_PARAGRAPHS,
    LEADING_WORDS,
)
from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Acronym, Actor, Assignment, Incident, Text

FAIR = Incident(
    id="durres_fair",
    title={"en": "Dispute at the fair"},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 20),
    place="Durrës",
    actors=("shembulli",),
    about={"*": 'actor:shembulli AND (panair* OR fair OR "book stand")'},
)
ACTORS = (Actor(id="shembulli", name="SHSH", acronyms=(Acronym(text="SHSH"),)),)
MATCHER = compile_matcher(ACTORS, (FAIR,), timezone="Europe/Tirane")
MARCH_5 = datetime(2026, 3, 5, 12, tzinfo=UTC)


def assigned(
    body: str = "",
    *,
    title: str = "",
    language: str = "en",
    published_at: datetime | None = MARCH_5,
    first_seen_at: datetime = MARCH_5,
) -> tuple[Assignment, ...]:
    return MATCHER.code(
        Text(
            title=title,
            body=body,
            language=language,
            published_at=published_at,
            first_seen_at=first_seen_at,
        )
    ).assignments


def test_a_report_says_why_in_one_line() -> None:
    assert assigned("Në panair u debatua.", title="SHSH proteston", language="sq") == (
        Assignment(
            incident="durres_fair",
            role="report",
            reason=(
                "names shembulli in the title; matches panair* in the lead; "
                "5 March 2026 is in 2 March 2026 to 20 March 2026; "
                "title and lead tell it"
            ),
        ),
    )


def test_the_reason_says_where_an_actor_is_named() -> None:
    (lead,) = assigned("The fair.\nSHSH came.")
    (text,) = assigned("The fair.\nOne.\nTwo.\nSHSH came.")
    (both,) = assigned("The fair.\nOne.\nSHSH came.", title="SHSH")
    assert lead.reason.startswith("names shembulli in the lead; matches fair in the ")
    assert text.reason.startswith("names shembulli in the text; matches fair in the ")
    assert both.reason.startswith("names shembulli in the title; matches fair in the ")


def test_the_place_of_the_incident_is_named_as_evidence() -> None:
    (lead,) = assigned("SHSH në panairin e Durrësit.", language="sq")
    (none,) = assigned("SHSH në panairin e Tiranës.", language="sq")
    assert "; names the place Durrës in the lead; " in lead.reason
    assert "place" not in none.reason
    assert lead.role == none.role == "report"


def test_several_places_are_named_each_where_it_stands() -> None:
    incident = replace(FAIR, place="Hotel Shembull, Durrës")
    matcher = compile_matcher(ACTORS, (incident,), timezone="Europe/Tirane")
    text = Text(
        title="SHSH at the fair in Durrës",
        body="It was held in Hotel Shembull.",
        language="en",
        published_at=MARCH_5,
        first_seen_at=MARCH_5,
    )
    (one,) = matcher.code(text).assignments
    assert "names the place Durrës in the title, Hotel Shembull in the lead" in (
        one.reason
    )


def test_what_is_far_down_in_the_text_is_background() -> None:
    assert [a.role for a in assigned("One.\nTwo.\nSHSH at the fair.")] == ["background"]
    assert [a.role for a in assigned("One.\nSHSH at the fair.")] == ["report"]
    assert LEADING_PARAGRAPHS == 2


def test_what_names_the_actor_first_and_the_event_far_down_is_background() -> None:
    (recalls,) = assigned("SHSH met.\nOne.\nIt had come to the fair.", title="SHSH")
    (passing,) = assigned("The fair.\nOne.\nSHSH had protested there.")
    assert recalls.role == passing.role == "background"
    for one in (recalls, passing):
        assert one.reason.endswith("; title and lead alone do not tell it")


def test_in_the_window_actor_and_place_in_the_lead_tell_the_event_too() -> None:
    body = "SHSH came to Durrës.\nOne.\nIt went to the fair."
    (here,) = assigned(body)
    (elsewhere,) = assigned(body.replace("Durrës", "Tirana"))
    (without,) = assigned("Police came to Durrës.\nOne.\nSHSH went to the fair.")
    (later,) = assigned(body, published_at=datetime(2026, 3, 21, 12, tzinfo=UTC))
    assert here.role == "report"
    assert here.reason.endswith("; title and lead name actor and place")
    assert elsewhere.role == without.role == later.role == "background"
    assert later.reason.endswith("; title and lead alone do not tell it")


def test_a_paragraph_without_end_is_lead_only_in_its_first_words() -> None:
    def role(words_before: int) -> str:
        (one,) = assigned("word " * words_before + "SHSH at the fair.")
        return one.role

    # SHSH at the fair: four words more.
    assert role(LEADING_WORDS - 4) == "report"
    assert role(LEADING_WORDS - 3) == "background"
    assert LEADING_WORDS == 80


@pytest.mark.parametrize(
    ("published_at", "roles"),
    [
        (datetime(2026, 3, 1, 12, tzinfo=UTC), []),
        # The day is local: 2 March begins an hour before it does in UTC.
        (datetime(2026, 3, 1, 22, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 1, 23, 0, tzinfo=UTC), ["report"]),
        (datetime(2026, 3, 20, 22, 59, tzinfo=UTC), ["report"]),
        (datetime(2026, 3, 20, 23, 0, tzinfo=UTC), ["follow_up"]),
        (datetime(2026, 5, 19, 12, tzinfo=UTC), ["follow_up"]),
        (datetime(2026, 5, 20, 12, tzinfo=UTC), ["background"]),
    ],
)
def test_the_day_decides_the_role(published_at: datetime, roles: list[str]) -> None:
    found = assigned("SHSH at the fair.", published_at=published_at)
    assert [one.role for one in found] == roles
    assert FOLLOW_UP_DAYS == 60


def test_later_articles_say_how_late_they_are() -> None:
    (one,) = assigned(
        "SHSH at the fair.", published_at=datetime(2026, 3, 21, 12, tzinfo=UTC)
    )
    assert one.reason.endswith(
        "; 21 March 2026 is 1 day after 2 March 2026 to 20 March 2026; "
        "title and lead tell it"
    )


def test_what_is_too_late_for_a_follow_up_says_so() -> None:
    (one,) = assigned(
        "SHSH at the fair.", published_at=datetime(2026, 5, 20, 12, tzinfo=UTC)
    )
    assert one.reason.endswith(
        "; 20 May 2026 is 61 days after 2 March 2026 to 20 March 2026; "
        "too late for a follow-up (60 days)"
    )


def test_a_late_article_that_only_recalls_is_background() -> None:
    (one,) = assigned(
        "One.\nTwo.\nSHSH at the fair.",
        published_at=datetime(2026, 3, 25, 12, tzinfo=UTC),
    )
    assert one.role == "background"


def test_an_undated_article_is_judged_by_when_it_was_first_seen() -> None:
    early = datetime(2026, 2, 1, tzinfo=UTC)
    (one,) = assigned("SHSH at the fair.", published_at=None)
    assert one.role == "report"
    assert "; 5 March 2026 (first seen) is in 2 March 2026 to " in one.reason
    assert assigned("SHSH at the fair.", published_at=None, first_seen_at=early) == ()


def test_a_candidate_mention_does_not_satisfy_an_actor_term() -> None:
    assert assigned("Shshu te panairi.", language="sq") == ()


def test_each_language_may_have_its_own_about() -> None:
    incident = Incident(
        id="x",
        title={},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 20),
        place=None,
        actors=(),
        about={"sq": "panairi", "en": "fair"},
    )
    matcher = compile_matcher((), (incident,), timezone="Europe/Tirane")

    def about(body: str, language: str) -> bool:
        text = Text(
            title="",
            body=body,
            language=language,
            published_at=MARCH_5,
            first_seen_at=MARCH_5,
        )
        return bool(matcher.code(text).assignments)

    assert about("Panairi u hap.", "sq")
    assert not about("Panairi u hap.", "en")
    assert not about("The fair opened.", "it")


def incident_about(query: str) -> Incident:
    return replace(FAIR, id="x", place=None, actors=(), about={"*": query})


def assigned_by(matcher: Matcher, body: str, title: str = "") -> tuple[Assignment, ...]:
    text = Text(
        title=title,
        body=body,
        language="en",
        published_at=MARCH_5,
        first_seen_at=MARCH_5,
    )
    return matcher.code(text).assignments


def test_many_terms_are_named_in_part_those_of_the_title_first() -> None:
    incident = incident_about("a AND b AND c AND d AND e AND f")
    matcher = compile_matcher((), (incident,), timezone="Europe/Tirane")
    (one,) = assigned_by(matcher, "a b c d e", title="f")
    assert one.reason.startswith(
        "matches f in the title, a, b, c in the lead and 2 more; 5 March 2026 is in"
    )


def test_a_long_term_is_named_in_part() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    matcher = compile_matcher(
        (), (incident_about(f'"{words}"'),), timezone="Europe/Tirane"
    )
    (one,) = assigned_by(matcher, words)
    assert one.reason.startswith('matches "word0 word1 word2 ')
    assert "…" in one.reason
    assert len(one.reason) < 200


# ------------------------------------------------------------------------------ laws

OTHERS = (
    incident_about("fair"),
    replace(incident_about("actor:shembulli AND hall"), id="y"),
    replace(incident_about('fair AND NOT "book stand"'), id="z"),
)
SENTENCES = (
    "SHSH came.",
    "The fair opened.",
    "The hall was full.",
    "A book stand fell.",
    "Nothing else happened in Durrës.",
)
bodies = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    min_size=1,
    max_size=5,
).map("\n".join)
titles = st.sampled_from(("", *SENTENCES))
IN_EVERY_ORDER = [
    compile_matcher(ACTORS, order, timezone="Europe/Tirane")
    for order in permutations((FAIR, *OTHERS[:2]))
]
MATCHER_OF_ALL = compile_matcher(ACTORS, (FAIR, *OTHERS), timezone="Europe/Tirane")


@given(titles, bodies)
def test_the_other_incidents_and_their_order_play_no_part(
    title: str, body: str
) -> None:
    found = [frozenset(assigned_by(one, body, title)) for one in IN_EVERY_ORDER]
    assert len(set(found)) == 1
    alone = {
        assignment
        for incident in (FAIR, *OTHERS[:2])
        for assignment in assigned_by(
            compile_matcher(ACTORS, (incident,), timezone="Europe/Tirane"), body, title
        )
    }
    assert found[0] == alone


@given(titles, bodies)
def test_an_unrelated_paragraph_at_the_end_changes_no_role(
    title: str, body: str
) -> None:
    before = assigned_by(MATCHER_OF_ALL, body, title)
    after = assigned_by(MATCHER_OF_ALL, body + "\nRelated: rain is expected.", title)
    assert [(a.incident, a.role) for a in after] == [
        (a.incident, a.role) for a in before
    ]


@given(titles, bodies)
def test_case_accents_and_spelling_of_letters_play_no_part(
    title: str, body: str
) -> None:
    plain = assigned_by(MATCHER_OF_ALL, body, title)
    # Acronyms and places need their capitals, which all of them keep.
    marked = body.replace("a", "á").replace("o", "ö"), title.replace("e", "ë")
    assert assigned_by(MATCHER_OF_ALL, *marked) == plain


@given(titles, bodies, st.integers(-30, 200))
def test_the_day_changes_the_role_only_as_the_rule_says(
    title: str, body: str, days: int
) -> None:
    last = datetime(2026, 3, 20, 12, tzinfo=UTC)
    in_window = assigned(body, title=title)
    moved = assigned(body, title=title, published_at=last + timedelta(days=days))
    if days < -18:
        assert moved == ()
        return
    assert len(moved) == len(in_window) <= 1
    for before, after in zip(in_window, moved, strict=True):
        if days <= 0:
            assert after.role == before.role
        elif before.reason.endswith("title and lead tell it"):
            late = days > FOLLOW_UP_DAYS
            assert after.role == ("background" if late else "follow_up")
        else:
            assert after.role == "background"


@given(titles, bodies, st.sampled_from(("sq", "en", "it", "es", "nl", "el")))
def test_one_rule_holds_for_all_languages(title: str, body: str, language: str) -> None:
    found = assigned(body, title=title, language=language)
    assert found == assigned(body, title=title)


def test_a_reason_is_one_line_of_bounded_length() -> None:
    long = "x" * 80
    actors = tuple(
        Actor(id=f"{long}{n}", name="", acronyms=(Acronym(text=f"SHSH{n}"),))
        for n in range(9)
    )
    terms = [f"actor:{actor.id}" for actor in actors]
    terms += [f'"{"fair " * n}stand"' for n in range(1, 30, 3)]
    places = ", ".join(f"Salla\n{'e Madhe ' * 9}{n}" for n in range(9))
    incident = replace(incident_about(" OR ".join(terms)), place=places)
    matcher = compile_matcher(actors, (incident,), timezone="Europe/Tirane")
    names = " ".join(f"SHSH{n}" for n in range(9))
    body = f"{names} {'fair ' * 30} stand {places.replace(chr(10), ' ')}"
    (one,) = assigned_by(matcher, body)
    assert " and 5 more; matches " in one.reason
    assert "\n" not in one.reason
    assert len(one.reason) < 1000
