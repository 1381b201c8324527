"""What finding a boolean query costs, against the text and against a cheaper look.

    pytest tests/benchmarks/bench_queries.py -m benchmark -s

Each line is a ratio of processor times in one run; see docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

import time
from collections.abc import Callable

import pytest

from tracker.core.query import Index, Scope, parse
from tracker.core.text import Reading

WORDS = [
    *("policia", "ndaloi", "njëmbëdhjetë", "persona", "në", "panairin", "e"),
    *("librit", "dje", "pasdite"),
]
QUERY = parse(
    '"(eleven OR njëmbëdhjetë) (forms:ndaloj OR arrest*)"~6'
    ' AND (panair* OR fair OR "book (stand OR stall)") AND NOT stërvitj*'
)
ABSENT = parse('"eleven (people OR persons)"~6 AND (fair OR hall OR "book stand")')
LARGEST = parse('"a* a* a* a* a* a* a* z"~1000')

pytestmark = pytest.mark.benchmark


def make_scope(words: int) -> Scope:
    text = " ".join(WORDS * (words // len(WORDS))).replace("pasdite", "pasdite. Sot")
    return Scope.article(Index.of(Reading.of("body", text)), {})


def cost(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(20):
            run()
        best = min(best, time.process_time() - start)
    return best


def test_a_text_of_twice_the_words_costs_about_twice() -> None:
    short, long = make_scope(2_000), make_scope(4_000)
    ratio = cost(lambda: QUERY.find(long)) / cost(lambda: QUERY.find(short))
    print(f"\nfinding in twice the words: {ratio:.1f} times the time")
    assert ratio < 3


def test_a_look_ahead_is_cheaper_than_finding_nothing() -> None:
    scope = make_scope(500)
    finding = cost(lambda: ABSENT.find(scope))
    ratio = cost(lambda: ABSENT.might_match(scope.index)) / finding
    print(f"\nmight_match, of what is nowhere: {ratio:.2f} of find")
    assert ratio < 1


def test_the_worst_group_costs_no_more_than_its_sentence_grows() -> None:
    def scope(words: int) -> Scope:
        text = " ".join(["a"] * words)
        return Scope.article(Index.of(Reading.of("body", f"{text} z")), {})

    short, long = scope(50), scope(100)
    ratio = cost(lambda: LARGEST.find(long)) / cost(lambda: LARGEST.find(short))
    print(f"\nthe largest group in twice the words: {ratio:.1f} times the time")
    assert ratio < 4
