"""How a report was made, asked of databases and with values that do not fit."""

from datetime import UTC, datetime

import duckdb
import pytest

from tracker.db import method
from tracker.db.migrate import migrate
from tracker.errors import StoreError

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def db():
    with duckdb.connect() as connection:
        migrate(connection, now=NOW)
        yield connection


def test_a_database_older_than_the_program_says_so(db):
    db.execute("drop macro table method_card; drop macro table method_of_all")
    for values in ({}, {"incident": "fair"}):
        with pytest.raises(StoreError, match="`tracker crawl` brings it up to date"):
            method.told(db, "select 1", values)


def test_values_of_other_types_than_ours_are_not_taken_for_ours(db):
    values = {"incident": "fair", "since": "lately", "version": 3, "as_of": "dusk"}
    counted = method.told(db, "select 1", values).counted
    assert counted["incident"] == "fair"
    assert (counted["version"], counted["as_of"]) == ("first", None)


def test_a_constant_may_be_written_in_capitals(db):
    expected = {"least_articles": "5"}
    assert method.limits(db, "SELECT LEAST_ARTICLES()") == expected
