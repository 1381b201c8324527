"""Labels and labelling: the worked-out numbers of the measures, as shipped."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pytest

from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection


def rows_of(db: Db, name: str, **params: object) -> list[dict[str, Any]]:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


MENTIONS = {"a1": 3, "a2": 2, "a3": 1, "a4": 2, "a5": 2, "b1": 1, "b2": 1, "b3": 4}
MENTIONS |= {"b4": 1, "b5": 1, "c1": 2, "c2": 1, "c3": 1}
# Article, mention, label family, voice.
LABELS = [
    ("a1", 0, "militant", "outlet"),
    ("a1", 1, "militant", "outlet"),
    ("a2", 0, "militant", "attributed"),
    ("a3", 0, "opposition", "outlet"),
    ("a5", 0, "opposition", "outlet"),
    ("a5", 1, "militant", "quoted"),
    ("b3", 0, "militant", "attributed"),
    ("b3", 0, "exile", "outlet"),
    ("c1", 0, "militant", "outlet"),
]


def m3() -> dict[str, Any]:
    return {
        "articles": [
            {"article_id": one, "outlet": one[0].upper()} for one in [*MENTIONS, "a6"]
        ],
        "codebook": [
            {"layer": "label", "actor": "delta", "code": code}
            for code in ("exile", "militant", "opposition")
        ],
        "annotations": [
            {"article_id": one, "actor": "delta", "start_char": n}
            for one, mentions in MENTIONS.items()
            for n in range(mentions)
        ]
        + [
            {"article_id": one, "layer": "label", "actor": "delta", "code": code}
            | {"start_char": n, "mention_start": n, "voice": voice}
            for one, n, code, voice in LABELS
        ],
    }


def number_at(seed: str, draw: int, place: int) -> int:
    digest = hashlib.md5(f"{seed}|{draw}|{place}".encode(), usedforsecurity=False)
    return int.from_bytes(digest.digest()[8:], "little")


def percentile(ordered: Sequence[float], share: float) -> float:
    """Interpolate between the neighbours, as quantile_cont does."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def interval(
    seed: str, parts: Sequence[int], wholes: Sequence[int]
) -> tuple[float, float]:
    """Bootstrap a ratio of sums over articles, in plain Python."""
    size = len(wholes)
    estimates = []
    for draw in range(2000):
        drawn = [number_at(seed, draw, place) % size for place in range(size)]
        whole = sum(wholes[unit] for unit in drawn)
        if whole:
            estimates.append(sum(parts[unit] for unit in drawn) / whole)
    estimates.sort()
    return percentile(estimates, 0.025), percentile(estimates, 0.975)


def approx(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(
        pytest.approx(each, abs=5e-5) if isinstance(each, float) else each
        for each in values
    )


# ---------------------------------------------------------------- labels


# Articles, labelled, share with its limits, in any voice, own share, own uses, uses.
MATRIX = {
    ("A", "exile"): (5, 0, 0.0, 0.0, 0.4345, 0, None, 0, 0),
    ("A", "militant"): (5, 1, 0.2, 0.0362, 0.6245, 3, 1 / 3, 2, 4),
    ("A", "opposition"): (5, 2, 0.4, 0.1176, 0.7693, 2, 1.0, 2, 2),
    ("B", "exile"): (5, 1, 0.2, 0.0362, 0.6245, 1, 1.0, 1, 1),
    ("B", "militant"): (5, 0, 0.0, 0.0, 0.4345, 1, 0.0, 0, 1),
    ("B", "opposition"): (5, 0, 0.0, 0.0, 0.4345, 0, None, 0, 0),
}
# Their share of uses, and its interval by hand where every use is alike.
USES = {
    ("A", "exile"): (None, None, None),
    ("A", "opposition"): (1.0, 1.0, 1.0),
    ("B", "exile"): (1.0, 1.0, 1.0),
    ("B", "militant"): (0.0, 0.0, 0.0),
    ("B", "opposition"): (None, None, None),
}
COLUMNS = ("articles", "labelled", "share", "share_low", "share_high", "in_any_voice")
COLUMNS += ("own_share", "own_uses", "uses")


def matrix(db: Db, **params: object) -> dict[tuple[str, str], dict[str, Any]]:
    rows = rows_of(db, "labels", actor="delta", **params)
    return {(row["outlet"], row["label"]): row for row in rows}


def uses_share(row: dict[str, Any]) -> tuple[float | None, ...]:
    return (row["uses_share"], row["uses_share_low"], row["uses_share_high"])


def test_the_label_matrix_gives_the_numbers_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m3())
    found = matrix(floorless)
    for key, expected in MATRIX.items():
        assert tuple(found[key][each] for each in COLUMNS) == approx(expected)
        assert uses_share(found[key])[1:] == (None, None)
    assert found["A", "militant"]["uses_share"] == 0.5
    assert found["A", "exile"]["own_support"] == "not enough (n=0)"
    assert found["C", "militant"]["articles"] == 3


def test_the_share_of_uses_has_the_interval_that_plain_python_computes(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m3())
    found = matrix(floorless, test=True)
    for key, expected in USES.items():
        assert uses_share(found[key]) == expected
    low, high = interval("labels", [2, 0, 0, 0, 0], [2, 1, 0, 0, 1])
    assert (low, high) == (0.0, 1.0)
    assert uses_share(found["A", "militant"]) == (0.5, low, high)


def test_under_the_floors_of_the_measures_cells_are_withheld(
    db: Db, fill: Fill
) -> None:
    fill(db, m3())
    found = matrix(db, test=True)
    for key, expected in MATRIX.items():
        kept = tuple(found[key][each] for each in COLUMNS[:5])
        assert kept == approx(expected[:5])
        assert found[key]["support"] == "enough"
        assert found[key]["own_share"] is None
        assert uses_share(found[key]) == (None, None, None)
    for label in ("exile", "militant", "opposition"):
        assert found["C", label]["share"] is None
        assert found["C", label]["support"] == "not enough (n=3)"
    own = found["A", "militant"]
    assert own["own_support"] == "not enough (n=3)"
    assert own["uses_share_support"] == "not enough (n=4)"


# Own uses and uses of each article; two articles name the actor without a label.
OWN = [1, 0, 2, 1, 0, 0, 3, 1, 1, 0, 0, 0]
ALL = [1, 1, 2, 2, 1, 1, 3, 2, 1, 2, 0, 0]


def labelled_articles(count: int) -> dict[str, Any]:
    articles = [f"a{n:02}" for n in range(count)]
    return {
        "articles": [{"article_id": one} for one in articles],
        "codebook": [{"layer": "label", "actor": "delta", "code": "militant"}],
        "annotations": [
            {"article_id": one, "actor": "delta", "start_char": n}
            for one in articles
            for n in range(4)
        ]
        + [
            {"article_id": one, "layer": "label", "actor": "delta", "code": "militant"}
            | {"start_char": 10 + n, "mention_start": n}
            | {"voice": "outlet" if n < own else "quoted"}
            for one, own, uses in zip(articles, OWN, ALL, strict=False)
            for n in range(uses)
        ],
    }


def test_ten_articles_that_use_a_label_are_enough_for_an_interval(
    db: Db, fill: Fill
) -> None:
    fill(db, labelled_articles(12))
    (row,) = matrix(db, test=True).values()
    assert (row["in_any_voice"], row["own_uses"], row["uses"]) == (10, 9, 16)
    expected = (9 / 16, *interval("labels", OWN, ALL))
    assert uses_share(row) == pytest.approx(expected, abs=1e-12)
    assert row["uses_share_low"] < row["uses_share"] < row["uses_share_high"]


def test_nine_articles_give_a_share_of_uses_without_an_interval(
    db: Db, fill: Fill
) -> None:
    fill(db, labelled_articles(9))
    (row,) = matrix(db, test=True).values()
    assert row["articles"] == row["in_any_voice"] == 9
    assert uses_share(row) == (9 / 14, None, None)
    assert row["uses_share_support"] == "enough"


def test_many_uses_in_few_articles_are_not_enough(db: Db, fill: Fill) -> None:
    case = labelled_articles(1)
    label = case["annotations"][-1]
    case["annotations"] += [label | {"start_char": 20 + n} for n in range(11)]
    fill(db, case)
    (row,) = matrix(db, test=True).values()
    assert row["uses_share"] is None
    assert row["uses_share_support"] == "not enough (n=12, 1 article)"


# ---------------------------------------------------------------- labelling


RATES = {
    # Articles, mentions, labelled, rate, of these own, rate of these.
    "A": (5, 10, 6, 0.6, 4, 0.4),
    "B": (5, 8, 1, 0.125, 1, 0.125),
    "C": (3, 4, 1, 0.25, 1, 0.25),
}
# For each article of A: mentions, those with a label, those with one of its own.
OF_A = ([3, 2, 1, 2, 2], [2, 1, 1, 0, 2], [2, 0, 1, 0, 1])


def labelling(db: Db, **params: object) -> dict[str, dict[str, Any]]:
    return {row["outlet"]: row for row in rows_of(db, "labelling", **params)}


def test_the_labelling_rates_are_those_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m3())
    columns = ("articles", "mentions", "labelled", "labelling_rate")
    columns += ("labelled_own", "own_rate")
    for outlet, row in labelling(floorless).items():
        assert tuple(row[each] for each in columns) == RATES[outlet]
        assert row["labelling_rate_low"] is row["labelling_rate_high"] is None
        assert row["own_rate_low"] is row["own_rate_high"] is None
        assert row["label_families"] == 3


def test_the_labelling_rates_have_the_intervals_that_plain_python_computes(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m3())
    mentions, labelled, own = OF_A
    row = labelling(floorless, test=True)["A"]
    low_and_high = (row["labelling_rate_low"], row["labelling_rate_high"])
    expected = interval("labelling", labelled, mentions)
    assert low_and_high == pytest.approx(expected, abs=1e-12)
    low_and_high = (row["own_rate_low"], row["own_rate_high"])
    expected = interval("labelling", own, mentions)
    assert low_and_high == pytest.approx(expected, abs=1e-12)


def test_a_labelling_rate_needs_ten_mentions_in_five_articles(
    db: Db, fill: Fill
) -> None:
    fill(db, m3())
    found = labelling(db, test=True)
    assert (found["A"]["labelling_rate"], found["A"]["support"]) == (0.6, "enough")
    assert found["A"]["labelling_rate_low"] is None  # five articles are too few
    for outlet, mentions in (("B", 8), ("C", 4)):
        assert found[outlet]["labelling_rate"] is found[outlet]["own_rate"] is None
        assert found[outlet]["support"] == f"not enough (n={mentions})"


def test_the_labelling_of_ten_articles_has_an_interval(db: Db, fill: Fill) -> None:
    fill(db, labelled_articles(10))
    row = labelling(db, test=True)["a"]
    assert (row["mentions"], row["labelled"], row["labelled_own"]) == (40, 16, 9)
    low_and_high = (row["labelling_rate_low"], row["labelling_rate_high"])
    expected = interval("labelling", ALL[:10], [4] * 10)
    assert low_and_high == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("copies", ["once", "all"])
def test_mentions_are_as_many_as_evidence_lists(
    db: Db, fill: Fill, copies: str
) -> None:
    case = labelled_articles(12)
    case["articles"][3]["copy_cluster"] = "a00"
    fill(db, case)
    listed = rows_of(db, "evidence", layer="actor", actor="delta", copies=copies)
    row = labelling(db, copies=copies)["a"]
    assert row["mentions"] == len(listed) == (48 if copies == "all" else 44)
