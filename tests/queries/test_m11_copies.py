"""M11 of the field's measures: its fixture through the store and the report."""

from collections.abc import Callable
from datetime import date, timedelta

import duckdb
import pytest

from tracker.core import copies as core_copies
from tracker.db import copies
from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection

DAY = date(2030, 6, 20)
BODIES = {
    "A": "a b c d e f g h i j k l",
    "B": "a b c d e f g h i j m n o p q r",
    "C": "A, b c d e f g h i j k: z",
    "D": "a b ç d e f",
}
TIMES = {
    "A": ("2030-06-20 06:00", "2030-06-20 06:00"),
    "B": ("2030-06-20 07:00", "2030-06-20 07:00"),
    "C": ("2030-06-20 09:00", "2030-06-20 09:00"),
    "D": ("2030-06-19 22:00", "2030-06-20 22:00"),
}
# Share of each in the other, Jaccard, kind, direction, and which was earlier in time: a
# shared source has no direction, whatever its times.
EXPECTED = [
    ("A", "B", 0.75, 0.5, 0.4286, "shared_source", "not_known", "A"),
    ("A", "C", 0.875, 0.875, 0.7778, "copy", "earlier", "A"),
    ("A", "D", 0.25, 1, 0.25, "excerpt", "not_known", None),
    ("B", "C", 0.5, 0.75, 0.4286, "shared_source", "not_known", "B"),
    ("B", "D", 0.1667, 1, 0.1667, "excerpt", "not_known", None),
    ("C", "D", 0.25, 1, 0.25, "excerpt", "not_known", None),
]


@pytest.fixture
def fixture(
    db: Db, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> duckdb.DuckDBPyConnection:
    # The texts of the fixture have 2 to 12 runs.
    for module in (core_copies, copies):
        monkeypatch.setattr(module, "FEWEST_RUNS", 1)
    names = list(BODIES)
    given = {
        "articles": [
            {
                "article_id": name,
                "outlet": f"paper-{name}",
                "published_at": TIMES[name][0],
                "published_from_at": TIMES[name][0],
                "published_to_at": TIMES[name][1],
                "day": DAY,
            }
            for name in names
        ],
        "versions": [
            {"article_id": name, "version": 1, "body": BODIES[name]} for name in names
        ],
    }
    fill(db, given)
    return db


@pytest.mark.parametrize("batches", [["ABCD"], ["DCBA"], ["D", "B", "CA"]])
def test_the_report_prints_what_was_worked_out_by_hand(
    fixture: duckdb.DuckDBPyConnection, batches: list[str]
) -> None:
    for batch in batches:
        copies.compare(fixture, dict.fromkeys(batch, DAY))
    report = find("copies", None)
    values = {param.name: None for param in report.params}
    answer = fixture.execute(report.sql, values | {"incident": "durres_fair"})
    names = [name for name, *_ in answer.description]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    found = {(row["article_a"], row["article_b"]): row for row in rows}
    assert found.keys() == {(a, b) for a, b, *_ in EXPECTED}
    for a, b, a_in_b, b_in_a, jaccard, kind, direction, earlier in EXPECTED:
        row = found[a, b]
        shares = (row["a_in_b"], row["b_in_a"])
        assert shares == pytest.approx((a_in_b, b_in_a), abs=5e-5)
        of_both = 1 / (1 / row["a_in_b"] + 1 / row["b_in_a"] - 1)
        assert of_both == pytest.approx(jaccard, abs=5e-5)
        assert (row["a_to_at"] < row["b_from_at"]) == (earlier == a)
        assert (row["kind"], row["direction"]) == (kind, direction)
        assert row["cluster"] == ("A" if kind == "copy" else None)
    clusters = fixture.execute("select article_id, copy_cluster from articles")
    # Of D it is not known when it appeared; A began no later than it was printed.
    assert dict(clusters.fetchall()) == {"A": "A", "B": "B", "C": "A", "D": "D"}


def test_far_days_are_not_near(fixture: duckdb.DuckDBPyConnection) -> None:
    later = DAY + timedelta(days=8)
    move = " set day = $day where article_id = 'C'"
    fixture.execute("update articles" + move, {"day": later})
    fixture.execute("update versions" + move, {"day": later})
    copies.compare(fixture, dict.fromkeys("AB", DAY) | {"C": later})
    assert fixture.execute(
        "select article_a, article_b from copy_pairs"
    ).fetchall() == [("A", "B")]


def test_runs_that_stand_in_a_shared_source_are_told(
    fixture: duckdb.DuckDBPyConnection,
) -> None:
    resourced = copies.compare(fixture, dict.fromkeys("AB", DAY))
    assert resourced == {"A": DAY, "B": DAY}
    found = copies.shared_source_hashes(fixture, resourced)
    assert found["A"] == found["B"]
    assert len(found["A"]) == 6
    assert copies.compare(fixture, {"D": DAY}) == {}
    assert copies.shared_source_hashes(fixture, {"D": DAY}) == {}
    assert copies.compare(fixture, {"C": DAY}) == {"B": DAY, "C": DAY}
