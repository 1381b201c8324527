"""What coding one article costs, against more names and longer texts.

    pytest tests/benchmarks/bench_matching.py -m benchmark -s

Each line is a ratio of processor times in one run; see docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

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


pytestmark = pytest.mark.benchmark


def make_matcher(actors_tracked: int = 26) -> Matcher:
    """Track six names, 20 labels and four facts an actor."""
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
        for n in range(actors_tracked)
    )
    incidents = tuple(
        Incident(
            id=f"incident{n}",
            title={},
            first_day=date(2026, 3, 2),
            last_day=date(2026, 3, 20),
            place="Durrës",
            actors=(f"actor{n % actors_tracked}",),
            about={
                "*": f"actor:actor{n % actors_tracked}"
                f" AND ({NAMES[300 + n]} OR ngjarje)"
            },
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
    """Return seconds of processor time, the least of several."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return min(spent)


def make_text(sentence: str, *, characters: int = 5000) -> Text:
    body = " ".join([sentence] * (characters // len(sentence)))
    return Text(
        title="Ngjarje në Durrës",
        body=body,
        language="sq",
        published_at=NOW,
        first_seen_at=NOW,
    )


ELSEWHERE = (
    "Kryetari i bashkisë tha se rruga e re do të hapet në muajin qershor, pasi"
    " punimet kanë përfunduar."
)
FULL = (
    f"Policia tha se Shoqata {NAMES[0]}, grup {NAMES[100].lower()}or, nuk u kontrollua"
    " te ACBX-ja, ndërsa u ndaluan njëmbëdhjetë persona."
)
# Runs on which a pattern that tries every beginning takes the square of their length.
BAIT = (
    *("a", "2026-", ".", "@", "“", "A.", "ë\u0301", "www.", "(", "x@x."),
    # Names without a white space, and sentences without a full stop.
    f"{NAMES[0]}-",
    "kontroll ",
    f"ACAX sulm {NAMES[100].lower()}or u ndaluan 11 persona ",
)


def seconds(matcher: Matcher, text: Text) -> float:
    return best_of(5, lambda: matcher.code(text))


def test_ten_times_the_names_against_a_tenth() -> None:
    few, many = make_matcher(2), make_matcher(26)
    text = make_text(ELSEWHERE)
    one, other = seconds(few, text), seconds(many, text)
    print(
        f"\n26 actors against 2: {other / one:.2f} ({other * 1000:.1f} ms an article)"
    )


def test_an_article_full_of_mentions_against_one_without() -> None:
    matcher = make_matcher()
    empty = seconds(matcher, make_text(ELSEWHERE))
    full = seconds(matcher, make_text(FULL))
    print(f"\nfull of mentions against without: {full / empty:.1f}")


@pytest.mark.parametrize("bait", BAIT)
def test_twice_the_length_of_a_run_against_once(bait: str) -> None:
    matcher = make_matcher()
    run = bait * (50_000 // len(bait))
    single = make_text(run, characters=len(run))
    double = make_text(run + run, characters=2 * len(run))
    once, twice = seconds(matcher, single), seconds(matcher, double)
    print(f"\n{bait!r}: twice the run costs {twice / once:.1f} ({once * 1000:.0f} ms)")
