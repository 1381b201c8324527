"""Which facts and numbers outlets report: worked out by hand, through what ships."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Rows = list[dict[str, Any]]


def rows_of(db: Db, name: str, **params: object) -> Rows:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def watched(outlets: str) -> dict[str, Any]:
    """Return visits that prove that nothing was overlooked."""
    return {
        "outlets": [{"outlet": each} for each in outlets],
        "feeds": [{"feed_url": each, "outlet": each} for each in outlets],
        "polls": [
            {"feed_url": each, "outlet": each, "polled_at": "2026-03-22 00:00"}
            | {"complete_from_at": "2026-03-01 00:00"}
            | {"complete_to_at": "2026-03-22 00:00"}
            for each in outlets
        ],
    }


CODES = [
    ("a1", "f1", "outlet"),
    ("a1", "f2", "attributed"),
    ("a2", "f2", "outlet"),
    ("a2", "f4", "background"),
    ("b1", "f1", "denied"),
    ("b2", "f3", "attributed"),
    ("c1", "f2", "attributed"),
    ("c1", "f4", "outlet"),
]
# Outlet, quantity, referent, low, high, as printed.
VALUES = [
    ("A", "injured", "residents", 36, 36, "36"),
    ("B", "injured", "all persons", 36, 36, "36"),
    ("C", "injured", "officers", 15, 15, "15"),
    ("D", "injured", "residents", 21, 21, "21"),
    ("E", "seized", "computers", 36, 36, "36"),
    ("F", "injured", "residents", 24, 99, "dozens"),
    ("G", "injured", "residents", 21, None, "over 20"),
]


def fill_codes(db: Db, fill: Fill) -> None:
    fill(
        db,
        watched("ABC")
        | {
            "articles": [
                {"article_id": each, "outlet": each[0].upper()}
                for each in ("a1", "a2", "b1", "b2", "c1")
            ],
            "facts": [{"fact": fact} for fact in ("f1", "f2", "f3", "f4")],
            "annotations": [
                {"article_id": each, "layer": "fact", "code": fact, "voice": voice}
                for each, fact, voice in CODES
            ],
        },
    )


def fill_values(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "articles": [
                {"article_id": each[0].lower(), "outlet": each[0]} for each in VALUES
            ],
            "figures": [
                {"article_id": outlet.lower(), "quantity": quantity, "low": low}
                | {"referent": referent, "high": high, "surface": surface}
                for outlet, quantity, referent, low, high, surface in VALUES
            ],
        },
    )


def test_the_fact_matrix_gives_the_modes_and_coverage_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill_codes(floorless, fill)
    found = rows_of(floorless, "facts")
    modes = {(row["outlet"], row["fact"]): row["modes"] for row in found}
    assert modes["A", "f1"] == "outlet"
    assert modes["A", "f2"] == "attributed, outlet"
    assert modes["A", "f3"] is None
    assert modes["A", "f4"] == "background"
    states = {(row["outlet"], row["fact"]): row["state"] for row in found}
    assert states["A", "f4"] == "background only"
    assert {
        (row["outlet"], row["facts_covered"], row["coverage"]) for row in found
    } == {
        ("A", 2, 0.5),
        ("B", 2, 0.5),
        ("C", 2, 0.5),
    }
    assert {row["support"] for row in found} == {"enough"}


def test_the_coverage_of_four_facts_is_withheld(db: Db, fill: Fill) -> None:
    fill_codes(db, fill)
    found = rows_of(db, "facts")
    assert {row["coverage"] for row in found} == {None}
    assert {row["support"] for row in found} == {"not enough (n=4)"}


def test_the_likeness_of_outlets_is_that_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill_codes(floorless, fill)
    found = rows_of(floorless, "fact_similarity")
    assert [
        (row["outlet"], row["other_outlet"], row["in_both"], row["in_either"])
        for row in found
    ] == [("A", "B", 1, 3), ("A", "C", 1, 3), ("B", "C", 0, 4)]
    likeness = [row["jaccard"] for row in found]
    assert likeness == pytest.approx([0.3333, 0.3333, 0.0], abs=5e-5)
    assert {row["facts_undecided"] for row in found} == {0}
    for row in found:
        assert row["jaccard_least"] == row["jaccard_most"] == row["jaccard"]


def test_the_likeness_in_four_facts_is_withheld(db: Db, fill: Fill) -> None:
    fill_codes(db, fill)
    found = rows_of(db, "fact_similarity")
    assert {row["jaccard"] for row in found} == {None}
    assert {row["support"] for row in found} == {"not enough (n=4)"}


def test_values_conflict_only_on_one_referent_and_apart(db: Db, fill: Fill) -> None:
    fill_values(db, fill)
    found = {row["outlet"]: row for row in rows_of(db, "value_conflicts")}
    assert {outlet: row["conflicts_with"] for outlet, row in found.items()} == {
        "A": "21 (D)",
        "B": None,
        "C": None,
        "D": "dozens (F); 36 (A)",
        "E": None,
        "F": "21 (D)",
        "G": None,
    }
    assert {
        outlet: row["conflicts"] for outlet, row in found.items() if row["hint"]
    } == {
        "B": 0,
        "C": 0,
        "D": 2,
    }
    assert {row["hint"] for row in found.values()} == {
        None,
        "36 all persons (B) = 15 officers (C) + 21 residents (D)",
    }
    assert found["B"]["other_referents"] == (
        "15 officers (C); 21 residents (D); over 20 residents (G); "
        "dozens residents (F); 36 residents (A)"
    )
    assert found["E"]["other_referents"] is None


def test_a_number_counts_the_articles_that_evidence_lists(db: Db, fill: Fill) -> None:
    voices = ("outlet", "denied", "background", "attributed")
    articles = [
        {
            "article_id": f"a{n:02}",
            "outlet": "ab"[n % 2],
            "copy_cluster": f"a{n % 9:02}",
        }
        for n in range(12)
    ]
    figures = [
        {"article_id": f"a{n % 12:02}", "start_char": n, "voice": voices[n % 4]}
        | {"low": n % 3, "high": n % 3, "surface": str(n % 3), "fact": f"f{n % 5}"}
        for n in range(40)
    ]
    fill(db, {"articles": articles, "figures": figures})
    rows = rows_of(db, "value_conflicts")
    assert len(rows) == 6
    for row in rows:
        listed = [
            each
            for fact in row["facts"].split(", ")
            for each in rows_of(
                db, "evidence", layer="figure", code=fact, outlet=row["outlet"]
            )
            if each["surface"] == row["surfaces"] and each["voice"] != "background"
        ]
        assert row["articles"] == len({each["article_id"] for each in listed})
        assert row["uses"] == len(listed)


# For each outlet the facts it covers, and whether it was watched.
COVERED = st.dictionaries(
    st.sampled_from("ABCDE"),
    st.tuples(st.sets(st.integers(1, 8)), st.booleans()),
    min_size=2,
)


def similarity_of(
    db: Db, fill: Fill, covered: dict[str, tuple[set[int], bool]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Run the report on outlets with one article each; leaves the database empty."""
    db.begin()
    try:
        fill(
            db,
            watched("".join(each for each, (_, seen) in covered.items() if seen))
            | {"outlets": [{"outlet": each} for each in covered]}
            | {"articles": [{"article_id": each, "outlet": each} for each in covered]}
            | {"facts": [{"fact": f"f{n}"} for n in range(1, 9)]}
            | {
                "annotations": [
                    {"article_id": each, "layer": "fact", "code": f"f{n}"}
                    for each, (facts, _) in covered.items()
                    for n in facts
                ]
            },
        )
        rows = rows_of(db, "fact_similarity")
    finally:
        db.rollback()
    return {(row["outlet"], row["other_outlet"]): row for row in rows}


@settings(max_examples=10, deadline=None)
@given(covered=COVERED)
def test_likeness_is_symmetric_and_lies_between_its_limits(
    migrated: Db, fill: Fill, covered: dict[str, tuple[set[int], bool]]
) -> None:
    found = similarity_of(migrated, fill, covered)
    assert len(found) == len(covered) * (len(covered) - 1) // 2
    for (one, other), row in found.items():
        ours, theirs = covered[one][0], covered[other][0]
        assert row["in_both"] == len(ours & theirs)
        assert row["in_either"] == len(ours | theirs)
        if ours | theirs:
            assert row["jaccard"] == len(ours & theirs) / len(ours | theirs)
            least, most = row["jaccard_least"], row["jaccard_most"]
            assert 0 <= least <= row["jaccard"] <= most <= 1
    mirror = dict(zip("ABCDE", "EDCBA", strict=True))
    turned = similarity_of(
        migrated, fill, {mirror[each]: value for each, value in covered.items()}
    )
    for (one, other), row in found.items():
        same = turned[mirror[other], mirror[one]]
        for column in ("jaccard", "jaccard_least", "jaccard_most", "facts_undecided"):
            assert row[column] == same[column]


@settings(max_examples=10, deadline=None)
@given(facts=st.sets(st.integers(1, 8), min_size=1))
def test_two_outlets_that_cover_the_same_facts_are_wholly_alike(
    migrated: Db, fill: Fill, facts: set[int]
) -> None:
    found = similarity_of(migrated, fill, {"A": (facts, True), "B": (facts, True)})
    assert found["A", "B"]["jaccard"] == 1
