"""Every number of the reports on a study that can be counted by hand."""

from typing import Any

import duckdb
import pytest

from tests.hand.conftest import read
from tracker.db.queries import find, names

NUMBERS: dict[str, dict[str, Any]] = read("numbers.yaml")
# They count visits and sentences, not articles; `evidence` has its test below.
APART = {"evidence", "outages", "outlet_health"}


def rows_of(
    study: duckdb.DuckDBPyConnection, name: str, **params: Any
) -> list[dict[str, Any]]:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = study.execute(report.sql, values)
    columns = [column for column, *_ in answer.description]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def like(expected: Any) -> Any:
    return (
        pytest.approx(expected, abs=1e-4) if isinstance(expected, float) else expected
    )


def test_every_report_is_counted() -> None:
    assert set(NUMBERS) | APART == set(names(None))


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_report_has_the_numbers_that_were_counted_by_hand(
    study: duckdb.DuckDBPyConnection, name: str
) -> None:
    counted = NUMBERS[name]
    found = rows_of(study, name, incident="hall", **counted.get("params", {}))
    columns = counted["columns"]
    assert [tuple(row[each] for each in columns) for row in found] == [
        tuple(map(like, row)) for row in counted["rows"]
    ]


def test_a_number_opens_to_its_sentence(study: duckdb.DuckDBPyConnection) -> None:
    keys = {"incident": "hall", "layer": "label", "code": "discrediting"}
    found = rows_of(study, "evidence", **keys, voice="outlet")
    assert [(row["outlet"], row["surface"], row["sentence"]) for row in found] == [
        ("gazeta", "sektit", "Bastisje në sallën e sektit Shoqata Shembulli"),
        (
            "post",
            "sect",
            (
                "Two days after the raid on its hall, the sect Example Association has"
                " not got its computers back."
            ),
        ),
    ]


def test_an_absence_opens_to_the_visits(study: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(study, "evidence", incident="hall", outlet="radio")
    # every six hours from the first to the last local day, and the visit that
    # proves the end of it
    assert {row["layer"] for row in found} == {"poll"}
    assert {row["code"] for row in found} == {"read"}
    assert len(found) == 29
