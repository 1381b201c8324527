"""When an article is about an incident, in which role, and the reason in words."""

from datetime import UTC, date, datetime

import pytest

from tracker.core.incidents import FOLLOW_UP_DAYS
from tracker.core.matching import compile_matcher
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
                "names shembulli in the title; matches panair*; "
                "5 March 2026 is in 2 March 2026 to 20 March 2026"
            ),
        ),
    )


def test_the_reason_says_where_an_actor_is_named() -> None:
    (lead,) = assigned("The fair.\nSHSH came.")
    (text,) = assigned("The fair.\nOne.\nTwo.\nSHSH came.")
    assert lead.reason.startswith("names shembulli in the lead; matches fair; ")
    assert text.reason.startswith("names shembulli in the text; matches fair; ")


def test_what_is_far_down_in_the_text_is_background() -> None:
    assert [a.role for a in assigned("One.\nTwo.\nSHSH at the fair.")] == ["background"]
    assert [a.role for a in assigned("One.\nThe fair.\nSHSH came.")] == ["report"]


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
        "; 21 March 2026 is 1 day after 2 March 2026 to 20 March 2026"
    )


def test_a_late_article_that_only_recalls_is_background() -> None:
    (one,) = assigned(
        "One.\nTwo.\nSHSH at the fair.",
        published_at=datetime(2026, 3, 25, 12, tzinfo=UTC),
    )
    assert one.role == "background"


def test_an_undated_article_is_judged_by_when_it_was_first_seen() -> None:
    early = datetime(2026, 2, 1, tzinfo=UTC)
    assert assigned("SHSH at the fair.", published_at=None) != ()
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


def test_many_terms_are_named_in_part() -> None:
    incident = Incident(
        id="x",
        title={},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 20),
        place=None,
        actors=(),
        about={"*": "a AND b AND c AND d AND e AND f"},
    )
    matcher = compile_matcher((), (incident,), timezone="Europe/Tirane")
    text = Text(
        title="",
        body="a b c d e f",
        language="en",
        published_at=MARCH_5,
        first_seen_at=MARCH_5,
    )
    (one,) = matcher.code(text).assignments
    assert one.reason.startswith("matches a, b, c, d and 2 more; 5 March 2026 is in")
