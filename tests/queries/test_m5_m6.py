"""Volume, first reports and lags: worked-out numbers, through the shipped SQL."""

from collections.abc import Callable
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


JUNE = {"from_day": "2030-06-19", "to_day": "2030-06-22"}
# Outlet, article, words, time of publication.
ARTICLES = [
    ("A", "a1", 300, "2030-06-20 06:00"),
    ("B", "b1", 150, "2030-06-20 07:30"),
    ("B", "b2", 600, "2030-06-20 10:00"),
    ("C", "c1", 200, "2030-06-21 06:00"),
]
ITEMS_SEEN = {"A": 40, "B": 200}
# Outlet, first and last time at which it may have appeared. C states only the day and
# was seen at 09:15, D the next day and at 05:00, E nothing: it came between two visits.
INTERVALS = [
    ("A", "20 06:00", "20 06:00"),
    ("B", "20 07:30", "20 07:30"),
    ("B", "20 10:00", "20 10:00"),
    ("C", "19 22:00", "20 09:15"),
    ("D", "20 22:00", "21 05:00"),
    ("E", "20 05:45", "20 06:30"),
]


def fill_volume(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "incidents": [JUNE],
            "articles": [
                {"outlet": outlet, "article_id": one, "published_at": at}
                for outlet, one, _, at in ARTICLES
            ],
            "versions": [
                {"article_id": one, "version": 1, "words": words}
                for _, one, words, _ in ARTICLES
            ],
            "pages": [
                {"url": one, "outlet": outlet, "article_id": one, "outcome": "matched"}
                | {"first_seen_at": "2030-06-20 12:00"}
                for outlet, one, *_ in ARTICLES
                if outlet in ITEMS_SEEN
            ],
        },
    )
    for outlet, items in ITEMS_SEEN.items():
        own = sum(outlet == each for each, *_ in ARTICLES)
        db.execute(
            "insert into pages (url, outlet, found_via, outcome, first_seen_at)"
            " select $outlet || n, $outlet, 'feed', 'unmatched',"
            " timestamp '2030-06-20 12:00' from range($items) as numbers (n)",
            {"outlet": outlet, "items": items - own},
        )


def fill_intervals(db: Db, fill: Fill, **intervals: tuple[str, str]) -> None:
    given = [(name, *each) for name, each in intervals.items()] or INTERVALS
    fill(
        db,
        {
            "incidents": [JUNE],
            "articles": [
                {
                    "outlet": outlet,
                    "article_id": f"{outlet}{number}",
                    "published_at": None,
                    "published_from_at": f"2030-06-{low}" if low else None,
                    "published_to_at": f"2030-06-{high}",
                    "first_seen_at": f"2030-06-{high}",
                }
                for number, (outlet, low, high) in enumerate(given)
            ],
        },
    )


@pytest.mark.parametrize("copies", ["all", "once"])
def test_volume_gives_the_worked_out_shares(
    floorless: Db, fill: Fill, copies: str
) -> None:
    fill_volume(floorless, fill)
    found = {row["outlet"]: row for row in rows_of(floorless, "volume", copies=copies)}
    attention = ("found_in_feeds", "items_seen", "attention")
    attention += ("attention_low", "attention_high")
    assert [found["A"][each] for each in attention] == pytest.approx(
        [1, 40, 0.025, 0.0044, 0.1288], abs=5e-5
    )
    assert [found["B"][each] for each in attention] == pytest.approx(
        [2, 200, 0.01, 0.0027, 0.0357], abs=5e-5
    )
    assert found["C"]["attention"] is None
    assert (found["C"]["found_in_feeds"], found["C"]["items_seen"]) == (0, None)
    assert found["C"]["support"] == "not enough (items seen unknown)"
    assert {each: row["words"] for each, row in found.items()} == {
        "A": 300,
        "B": 750,
        "C": 200,
    }
    shares = {
        outlet: (row["contribution"], row["word_contribution"])
        for outlet, row in found.items()
    }
    assert shares == {
        "A": (0.25, pytest.approx(0.24)),
        "B": (0.5, pytest.approx(0.6)),
        "C": (0.25, pytest.approx(0.16)),
    }


def test_four_articles_are_too_few_for_a_contribution(db: Db, fill: Fill) -> None:
    fill_volume(db, fill)
    rows = rows_of(db, "volume", copies="all")
    assert [row["contribution"] for row in rows] == [None] * 3
    assert [row["word_contribution"] for row in rows] == [None] * 3


def test_times_that_are_exact_give_exact_lags(db: Db, fill: Fill) -> None:
    fill_volume(db, fill)
    lags = {
        row["outlet"]: (row["lag_low_minutes"], row["lag_high_minutes"])
        for row in rows_of(db, "first_report")
    }
    assert lags == {"A": (0, 0), "B": (90, 90), "C": (1440, 1440)}


def test_lags_between_intervals_are_the_worked_out_ones(db: Db, fill: Fill) -> None:
    fill_intervals(db, fill)
    columns = ("lag_low_minutes", "lag_high_minutes", "may_be_first")
    found = {
        row["outlet"]: tuple(row[each] for each in columns)
        for row in rows_of(db, "first_report")
    }
    assert found == {
        "A": (0, 480, True),
        "B": (90, 570, False),
        "C": (0, 675, True),
        "D": (960, 1860, False),
        "E": (0, 510, True),
    }


def test_an_order_is_told_only_where_intervals_are_apart(db: Db, fill: Fill) -> None:
    fill_intervals(db, fill)
    found = {row["outlet"]: row["standing"] for row in rows_of(db, "first_report")}
    unknown = "first: A, C or E; order not known"
    assert found == {
        "A": unknown,
        "B": "after A and E",
        "C": unknown,
        "D": "after A, B, C and E",
        "E": unknown,
    }


def test_rows_stand_in_the_order_of_what_may_have_come_first(
    db: Db, fill: Fill
) -> None:
    fill_intervals(db, fill)
    rows = rows_of(db, "first_report")
    assert [row["outlet"] for row in rows] == ["C", "E", "A", "B", "D"]


def test_against_an_open_beginning_no_lag_has_a_limit(db: Db, fill: Fill) -> None:
    fill_intervals(
        db, fill, A=("20 06:00", "20 06:00"), B=("", "20 09:00"), C=("21 06:00",) * 2
    )
    columns = ("first_from_at", "lag_low_minutes", "lag_high_minutes", "may_be_first")
    found = {
        row["outlet"]: tuple(row[each] for each in columns[1:])
        for row in rows_of(db, "first_report")
    }
    assert found == {
        "A": (0, None, True),
        "B": (None, None, True),
        "C": (1440, None, False),
    }


def test_who_was_alone_the_first_is_called_so(db: Db, fill: Fill) -> None:
    fill_intervals(db, fill, A=("20 06:00",) * 2, B=("20 06:01",) * 2)
    assert [row["standing"] for row in rows_of(db, "first_report")] == [
        "first",
        "after A",
    ]


def test_of_many_outlets_the_first_five_are_named(db: Db, fill: Fill) -> None:
    fill_intervals(db, fill, **dict.fromkeys("ABCDEFG", ("20 06:00",) * 2))
    (words,) = {row["standing"] for row in rows_of(db, "first_report")}
    assert words == "first: A, B, C, D, E or 2 others; order not known"
