"""Published numbers through the macros of the reports, and what the views promise."""

import re
from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection


def one(db: Db, sql: str, **values: object) -> tuple[Any, ...]:
    row = db.execute(sql, values).fetchone()
    assert row is not None
    return row


# Newcombe 1998, Stat. Med. 17:857-872; the last two by hand.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (1, 5, 0.0362, 0.6245),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_published_interval(
    db: Db, k: int, n: int, low: float, high: float
) -> None:
    found = one(db, "select wilson_lo($k, $n), wilson_hi($k, $n)", k=k, n=n)
    assert found == pytest.approx((low, high), abs=5e-5)
    shares = one(db, "select share_low($k, $n), share_high($k, $n)", k=k, n=n)
    assert shares == found


def test_nothing_of_nothing_has_no_interval(db: Db) -> None:
    assert one(db, "select wilson_lo(0, 0), wilson_hi(0, 0)") == (None, None)
    assert one(db, "select share_of(0, 0, floor := 0)") == (None,)


# Newcombe 1998, Stat. Med. 17:873-890, method 10.
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((56, 70, 48, 80), (0.2, 0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.6, 0.1705, 0.8090)),
    ],
)
def test_a_difference_of_two_shares_has_the_published_interval(
    db: Db, counts: tuple[int, int, int, int], expected: tuple[float, float, float]
) -> None:
    k1, n1, k2, n2 = counts
    sql = """
        select
            share_of($k1, $n1) - share_of($k2, $n2),
            difference_low($k1, $n1, $k2, $n2),
            difference_high($k1, $n1, $k2, $n2)
    """
    found = one(db, sql, k1=k1, n1=n1, k2=k2, n2=n2)
    assert found == pytest.approx(expected, abs=5e-5)
    difference, low, high = found
    turned = one(db, sql, k1=k2, n1=n2, k2=k1, n2=n1)
    assert turned == pytest.approx((-difference, -high, -low))


def test_a_difference_to_nothing_has_no_interval(db: Db) -> None:
    sql = "select difference_low(1, 2, 0, 0), difference_high(0, 0, 1, 2)"
    assert one(db, sql) == (None, None)


@given(
    st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(
    migrated: Db, counts: tuple[int, int]
) -> None:
    k, n = counts
    low, high = one(migrated, "select wilson_lo($k, $n), wilson_hi($k, $n)", k=k, n=n)
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1


def test_a_share_below_the_floor_is_withheld_and_says_so(db: Db) -> None:
    sql = "select share_of(1, $n), share_low(1, $n), share_high(1, $n), support_of($n)"
    assert one(db, sql, n=4) == (None, None, None, "not enough (n=4)")
    assert one(db, sql, n=5)[0] == pytest.approx(0.2)
    assert one(db, sql, n=5)[3] == "enough"
    assert one(db, "select support_of(null)") == ("not enough (n=not known)",)
    assert one(db, "select share_of(1, 4, floor := 1), support_of(4, floor := 1)") == (
        0.25,
        "enough",
    )


def test_what_is_no_part_of_its_whole_has_no_share(db: Db) -> None:
    sql = "select share_of(7, 6), share_low(7, 6), share_high(7, 6)"
    assert one(db, sql) == (None, None, None)


def test_days_begin_in_the_zone_of_the_settings_through_summer_time(
    db: Db, fill: Fill
) -> None:
    fill(db, {})
    sql = "select day_start($day::date)::varchar"
    assert one(db, sql, day="2026-03-29") == ("2026-03-28 23:00:00",)
    assert one(db, sql, day="2026-03-30") == ("2026-03-29 22:00:00",)
    sql = "select local_day($time::timestamp)::varchar"
    assert one(db, sql, time="2026-03-29 21:59:59") == ("2026-03-29",)
    assert one(db, sql, time="2026-03-29 22:00:00") == ("2026-03-30",)
    sql = "select local_words($time::timestamp)"
    assert one(db, sql, time="2026-03-03 08:00") == ("3 March 09:00",)


def test_without_a_zone_days_are_those_of_utc(db: Db) -> None:
    sql = "select day_start(date '2026-03-03')::varchar"
    assert one(db, sql) == ("2026-03-03 00:00:00",)


def test_a_filter_with_day_start_reads_only_its_days(db: Db, fill: Fill) -> None:
    fill(db, {})
    db.execute("""
        create table many as
        select timestamp '2020-01-01' + n * interval 1 minute as seen_at
        from range(1000000) as numbers (n)
    """)
    plan = one(
        db,
        """
        explain (analyze, format json)
        select count(*) from many where seen_at < day_start(date '2020-01-03')
        """,
    )[1]
    scanned = [int(n) for n in re.findall(r'"row_groups_scanned": (\d+)', plan)]
    if not scanned:
        pytest.skip("this DuckDB does not say how many row groups it read")
    assert max(scanned) == 1


@pytest.mark.parametrize("view", ["texts_first", "texts_latest"])
def test_a_view_of_texts_has_one_row_per_article(db: Db, fill: Fill, view: str) -> None:
    _two_versions(db, fill)
    found = db.table(view).select("article_id, version, title, body").fetchall()
    number = 1 if view == "texts_first" else 2
    assert found == [("a1", number, f"Titulli {number}", "Një fjali.")]


@pytest.mark.parametrize("view", ["annotations_first", "annotations_latest"])
def test_a_view_of_annotations_has_the_hits_of_the_machine_in_one_version(
    db: Db, fill: Fill, view: str
) -> None:
    _two_versions(db, fill)
    found = db.table(view).select("version, actor, outlet, language").fetchall()
    assert found == [(1 if view == "annotations_first" else 2, "delta", "a", "sq")]


def _two_versions(db: Db, fill: Fill) -> None:
    where = {"article_id": "a1", "actor": "delta"}
    fill(
        db,
        {
            "articles": [{"article_id": "a1", "versions": 2}],
            "versions": [
                {"article_id": "a1", "version": n, "title": f"Titulli {n}"}
                for n in (1, 2)
            ],
            "annotations": [
                where | {"version": version} | other
                for version in (1, 2)
                for other in ({}, {"coder": "ab"}, {"kind": "candidate"})
            ],
        },
    )


def test_observations_are_the_macro_without_limits(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "incidents": [{}, {"incident": "other", "from_day": "2026-03-10"}],
            "feeds": [{"feed_url": "f", "outlet": "a"}],
            "polls": [
                {"feed_url": "f", "outlet": "a", "polled_at": "2026-03-21 00:00"}
                | {"complete_from_at": "2026-03-09 00:00"}
                | {"complete_to_at": "2026-03-21 00:00"}
            ],
        },
    )
    found = db.sql("select outlet, incident, observed from observations order by all")
    assert found.fetchall() == [
        ("a", "durres_fair", "partly_observed"),
        ("a", "other", "observed"),
    ]


def test_the_earliest_copy_stands_for_its_cluster(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "articles": [
                {"article_id": "a2", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 09:00"},
                {"article_id": "a1", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 10:00"},
                {"article_id": "b1", "outlet": "b", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 11:00"},
            ]
        },
    )
    found = db.sql("""
        select article_id, copy_in_outlet, copy_overall
        from corpus('durres_fair', null, null, null, null) order by all
    """)
    assert found.fetchall() == [("a1", 2, 3), ("a2", 1, 2), ("b1", 1, 1)]


def test_every_macro_and_view_of_ours_is_explained(db: Db) -> None:
    macros = db.sql(
        "select function_name, comment from duckdb_functions() "
        "where not internal and function_type like '%macro'"
    )
    views = db.sql("select view_name, comment from duckdb_views() where not internal")
    named = dict(macros.fetchall()) | dict(views.fetchall())
    assert {"corpus", "observed", "share_of", "observations"} <= named.keys()
    assert {name for name, comment in named.items() if not comment} == set()
