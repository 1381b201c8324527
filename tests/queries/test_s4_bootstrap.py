"""The bootstrap of articles (measures.md, S4) against plain Python."""

import hashlib
from typing import Any

import duckdb
import pytest

Db = duckdb.DuckDBPyConnection


def number_at(seed: str, draw: int, place: int) -> int:
    digest = hashlib.md5(f"{seed}|{draw}|{place}".encode(), usedforsecurity=False)
    return int.from_bytes(digest.digest()[8:], "little")


def one(db: Db, sql: str, **values: object) -> tuple[Any, ...]:
    row = db.execute(sql, values).fetchone()
    assert row is not None
    return row


def test_six_of_twenty_articles_give_the_interval_worked_out_by_hand(db: Db) -> None:
    db.execute("""
        create temp table units as
        select unit, (unit < 6)::integer as x from range(20) as numbers (unit)
    """)
    found = one(
        db,
        """
        with resampled as (
            select draws.draw, avg(units.x) as estimate
            from draws('demo', (select count(*) from units)) as draws
            inner join units on units.unit = draws.number % 20
            group by draws.draw
        )
        select
            quantile_cont(estimate, 0.025), quantile_cont(estimate, 0.975),
            avg(estimate), stddev_samp(estimate), count(*)
        from resampled
        """,
    )
    assert found == pytest.approx((0.1, 0.5, 0.297475, 0.102738, 2000), abs=1e-6)


def test_each_number_is_the_one_that_plain_python_computes(db: Db) -> None:
    found = db.execute("select draw, place, number from draws('labels', 3)").fetchall()
    assert len(found) == 2000 * 3
    assert {(draw, place): number for draw, place, number in found} == {
        (draw, place): number_at("labels", draw, place)
        for draw in range(2000)
        for place in range(3)
    }


@pytest.mark.parametrize("size", [None, 0])
def test_nothing_is_drawn_where_nothing_is_asked_for(db: Db, size: int | None) -> None:
    assert one(db, "select count(*) from draws('x', $size)", size=size) == (0,)


def test_what_is_picked_is_what_plain_python_draws(db: Db) -> None:
    found = db.execute("select n, draw, picks from picks('x', [3, 7, 3])").fetchall()
    assert len(found) == 2 * 2000
    assert {(n, draw): picks for n, draw, picks in found} == {
        (n, draw): [number_at("x", draw, place) % n + 1 for place in range(n)]
        for n in (3, 7)
        for draw in range(2000)
    }
    picked = one(db, "select sum_of_picks([10, 20, 40], [3, 1, 3])")
    assert picked == (90,)


@pytest.mark.parametrize("sizes", ["null", "[]", "[0]"])
def test_nothing_is_picked_of_nothing(db: Db, sizes: str) -> None:
    sql = f"select coalesce(sum(len(picks)), 0) from picks('x', {sizes}::bigint[])"  # noqa: S608 - the literals above
    assert one(db, sql) == (0,)
