from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from tests.corpus.real_news import crawl, served
from tracker.db import queries

pytestmark = pytest.mark.corpus

STORED = ("articles", "versions", "annotations", "incident_articles", "dates")
SETTLED = "pages where outcome <> 'failed'"


def rows(database: Path, table: str) -> list[tuple]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(f"from {table} order by all").fetchall()


def test_real_pages_and_items_are_crawled_once_and_for_all(
    shared: Path, tmp_path: Path
) -> None:
    with served(shared, tmp_path) as (config, outlets):
        first = crawl(config)
        assert first.returncode in (0, 1), first.stderr
        assert "Traceback" not in first.stderr
        database = tmp_path / "coverage.duckdb"
        before = {table: rows(database, table) for table in (*STORED, SETTLED)}
        failed = rows(database, "pages where outcome = 'failed'")
        for outlet in outlets:
            outlet.asked.clear()
        second = crawl(config)
        assert "Traceback" not in second.stderr
        # what could not be read is tried again, and nothing else
        assert len(failed) < len(before[SETTLED]) * 0.01
        assert {path for each in outlets for path in each.asked} <= {
            "/feed",
            "/robots.txt",
            *(urlsplit(row[0]).path for row in failed),
        }
        after = {table: rows(database, table) for table in (*STORED, SETTLED)}
    assert before == after

    listed = sum(len(outlet.documents) - 1 for outlet in outlets)
    assert len(before[SETTLED]) + len(failed) == listed
    with duckdb.connect(database, read_only=True) as connection:
        unsettled = connection.execute(
            "select url from pages where outcome is null or outcome = 'pending'"
        ).fetchall()
        assert unsettled == []
        read = connection.execute(
            "select count(*) from pages where outcome in ('matched', 'unmatched')"
        ).fetchone()
        # most of them are articles; a crawl that reads nothing would pass all else
        assert read[0] > listed * 0.9
        assert connection.execute("select count(*) from annotations").fetchone()[0] > 0
        for check in queries.checks():
            assert queries.run(check, connection, {}).rows == (), check.name
