"""Adjusted p and exact tests (measures.md, S2 and S5) through the shipped macros."""

import duckdb
import pytest

Db = duckdb.DuckDBPyConnection

# Benjamini & Hochberg 1995, JRSS-B 57:289-300, worked example.
PRINTED = {
    0.0001: 0.0015,
    0.0004: 0.003,
    0.0019: 0.0095,
    0.0095: 0.035625,
    0.0201: 0.0603,
    0.0278: 0.063857,
    0.0298: 0.063857,
    0.0344: 0.0645,
    0.0459: 0.0765,
    0.3240: 0.486,
    0.4262: None,
    0.5719: None,
    0.6528: None,
    0.7590: None,
    1.0: 1.0,
}


def test_the_adjusted_p_are_those_of_benjamini_and_hochberg(db: Db) -> None:
    found = db.execute(
        """
        with ranked as (
            select
                p,
                row_number() over (order by p) as place,
                count(*) over () as tests
            from (select unnest($given) as p)
        )
        select p, false_discovery(p, place, tests, 'all'), p * tests <= 0.05
        from ranked order by p
        """,
        {"given": list(PRINTED)},
    ).fetchall()
    for p, q, _ in found:
        if PRINTED[p] is not None:
            assert q == pytest.approx(PRINTED[p], abs=5e-7), p
    assert sum(q <= 0.05 for _, q, _ in found) == 4
    assert sum(bonferroni for *_, bonferroni in found) == 3


def test_each_side_is_adjusted_for_its_own_tests(db: Db) -> None:
    found = db.sql("""
        select outlet, p, false_discovery(p, place, tests, outlet) as q
        from (values ('a', 0.01, 1, 2), ('a', 0.2, 2, 2), ('b', 0.04, 1, 1))
            as given (outlet, p, place, tests)
        order by all
    """).fetchall()
    assert [(outlet, q) for outlet, _, q in found] == [
        ("a", pytest.approx(0.02)),
        ("a", pytest.approx(0.2)),
        ("b", pytest.approx(0.04)),
    ]


def test_the_tea_tasting_has_the_p_that_fisher_gave(db: Db) -> None:
    two_sided, one_sided = db.sql("""
        select
            fisher_p(3, 4, 1, 4),
            exp(ln_table(3, 4, 1, 4)) + exp(ln_table(4, 4, 0, 4))
    """).fetchall()[0]
    assert two_sided == pytest.approx(0.4857143, abs=5e-8)
    assert one_sided == pytest.approx(0.2428571, abs=5e-8)
