"""What coding costs with 5,000 names against 50, on the same texts.

    pytest tests/benchmarks/bench_aliases.py -m benchmark -n 0 -s

Made-up words with the frequencies of a language (Zipf), 300 an article; every tenth
article names one of the actors. Figures are processor time.
"""

# ruff: noqa: T201, S311 - a benchmark prints, and its texts are no secret

import random
import time
from datetime import UTC, date, datetime
from itertools import product

import pytest

from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Acronym, Actor, EventNoun, Fact, Incident, Name, Text

pytestmark = pytest.mark.benchmark

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
ALIASES_OF_ONE = 5
TEXTS = 500
WORDS_OF_ONE = 300
NAMED_EVERY = 10

_SYLLABLES = (
    *("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve"),
    *("kra", "shte", "nga", "çi", "më", "tër"),
)
_MADE_UP = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
random.Random(1).shuffle(_MADE_UP)
_NAMES, _VOCABULARY = _MADE_UP[:1000], _MADE_UP[1000:]


def make_matcher(aliases: int) -> Matcher:
    """Track actors of five names each: an acronym, two in Albanian, two in English."""
    names = [name.capitalize() for name in _NAMES[: aliases // ALIASES_OF_ONE]]
    actors = tuple(
        Actor(
            id=f"actor{number}",
            name=name,
            acronyms=(Acronym(text=f"X{number}Q"),),
            names={
                "sq": (
                    Name(text=f"Shoqata {name}"),
                    Name(text=f"Organizata e {name}ve të Popullit"),
                ),
                "en": (Name(text=f"{name} Association"), Name(text=f"{name} Council")),
            },
            labels={"plain": {"sq": (f"grup {name.lower()}or",)}},
        )
        for number, name in enumerate(names)
    )
    incident = Incident(
        id="incident",
        title={},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 20),
        place="Durrës",
        actors=("actor0",),
        about={"*": 'actor:actor0 OR "ngjarje e madhe"'},
        event_nouns={"check": EventNoun(words={"sq": ("kontroll", "kontrolloj")})},
        facts=(Fact(id="fact", statement="Something.", match={"sq": "njëmbëdhjetë"}),),
    )
    return compile_matcher(actors, (incident,), timezone="Europe/Tirane")


def make_texts() -> list[Text]:
    """Write articles; those that name an actor name the first ten."""
    chance = random.Random(2)
    weights = [1 / rank for rank in range(1, len(_VOCABULARY) + 1)]
    return [
        make_text(chance.choices(_VOCABULARY, weights, k=WORDS_OF_ONE), number)
        for number in range(TEXTS)
    ]


def make_text(words: list[str], number: int) -> Text:
    if number % NAMED_EVERY == 0:
        name = _NAMES[number // NAMED_EVERY % NAMED_EVERY].capitalize()
        words[40:40] = f"Policia tha se Shoqata {name} u kontrollua.".split()
    sentences = [" ".join(words[i : i + 15]) for i in range(0, len(words), 15)]
    return Text(
        title=" ".join(words[:9]),
        body="\n".join(f"{sentence.capitalize()}." for sentence in sentences),
        language="sq",
        published_at=NOW,
        first_seen_at=NOW,
    )


def seconds(matcher: Matcher, texts: list[Text]) -> float:
    """Code all texts; give the least of five in processor time."""
    spent = []
    for _ in range(5):
        start = time.process_time()
        for text in texts:
            matcher.code(text)
        spent.append(time.process_time() - start)
    return min(spent)


def test_five_thousand_aliases_against_fifty() -> None:
    texts = make_texts()
    few, many = make_matcher(50), make_matcher(5000)
    kept = sum(few.code(text).keep_reason is not None for text in texts)
    assert kept == TEXTS // NAMED_EVERY
    one, other = seconds(few, texts), seconds(many, texts)
    print(
        f"\n50 aliases: {TEXTS / one:,.0f} articles a second;"
        f" 5,000: {TEXTS / other:,.0f}; ratio in time {other / one:.2f}"
    )


def test_what_compiling_costs() -> None:
    start = time.process_time()
    make_matcher(5000)
    print(f"\ncompiling 5,000 aliases: {time.process_time() - start:.2f} s")
