"""The matcher stays quick; each limit is several times what it takes."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import islice, product

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Acronym, Actor, EventNoun, Fact, Incident, Name, Text

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve")
NAMES = [
    "".join(parts).capitalize() for parts in islice(product(SYLLABLES, repeat=3), 700)
]


def make_matcher() -> Matcher:
    """Track about 150 names, 650 labels and 100 facts."""
    actors = tuple(
        Actor(
            id=f"actor{n}",
            name=NAMES[n],
            acronyms=(Acronym(text=f"AC{chr(65 + n)}X"),),
            names={
                "sq": (
                    Name(text=f"Shoqata {NAMES[n]}"),
                    Name(text=f"Organizata e {NAMES[n]}ve të Popullit"),
                ),
                "en": (Name(text=f"{NAMES[n]} Association"),),
            },
            places={"*": (Name(text=f"Fshati {NAMES[n]}"),)},
            generic={"sq": (Name(text=f"{NAMES[n].lower()}ist"),)},
            anchors={"*": (f"{NAMES[n].lower()}*",)},
            labels={
                family: {"sq": (f"grup {w}", f"{w} i rremë", f"organizatë {w}e", w)}
                for family, w in zip(
                    ("plain", "legal", "kind", "harsh", "far"),
                    (w.lower() + "or" for w in NAMES[100 + 5 * n :]),
                    strict=False,
                )
            },
        )
        for n in range(26)
    )
    incidents = tuple(
        Incident(
            id=f"incident{n}",
            title={},
            first_day=date(2026, 3, 2),
            last_day=date(2026, 3, 20),
            place="Durrës",
            actors=(f"actor{n}",),
            about={"*": f"actor:actor{n} AND ({NAMES[300 + n]} OR ngjarje)"},
            event_nouns={
                "attack": EventNoun(words={"sq": ("sulm", "sulmoj")}),
                "check": EventNoun(words={"sq": ("kontroll", "kontrolloj")}),
            },
            facts=tuple(
                Fact(
                    id=f"fact{k}",
                    statement="Something.",
                    match={"sq": f'("{k}1" OR njëmbëdhjetë) AND forms:ndaloj'},
                )
                for k in range(10)
            ),
        )
        for n in range(10)
    )
    return compile_matcher(actors, incidents, timezone="Europe/Tirane")


def best_of(times: int, act: Callable[[], object]) -> float:
    """Return seconds of processor time: other programs must not fail the test."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return make_matcher()


def make_text(sentence: str) -> Text:
    body = " ".join([sentence] * (5000 // len(sentence)))
    return Text(
        title="Ngjarje në Durrës",
        body=body,
        language="sq",
        published_at=NOW,
        first_seen_at=NOW,
    )


def test_a_large_configuration_compiles_in_two_seconds() -> None:
    assert best_of(1, make_matcher) < 2


def test_an_article_about_something_else_takes_milliseconds(matcher: Matcher) -> None:
    text = make_text(
        "Kryetari i bashkisë tha se rruga e re do të hapet në muajin qershor, pasi"
        " punimet kanë përfunduar."
    )
    assert matcher.code(text).annotations == ()
    assert best_of(5, lambda: matcher.code(text)) < 0.025


def test_an_article_full_of_mentions_takes_a_moment(
    matcher: Matcher,
) -> None:
    text = make_text(
        f"Policia tha se Shoqata {NAMES[0]}, grup {NAMES[100].lower()}or, nuk u"
        " kontrollua te ACBX-ja, ndërsa u ndaluan njëmbëdhjetë persona."
    )
    coded = matcher.code(text)
    assert {one.layer for one in coded.annotations} == {
        "actor",
        "label",
        "event_noun",
        "fact",
    }
    assert best_of(5, lambda: matcher.code(text)) < 0.25
