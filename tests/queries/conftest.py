"""A migrated database, and a builder that fills in what a case is not about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tracker.db.migrate import migrate

Rows = Sequence[Mapping[str, Any]]
Given = Mapping[str, Rows]
Fill = Callable[[duckdb.DuckDBPyConnection, Given], None]

INCIDENT = {
    "incident": "durres_fair",
    "title_en": "Dispute at the fair",
    "from_day": "2026-03-02",
    "to_day": "2026-03-20",
    "actors": ["shembulli"],
}


@pytest.fixture(scope="session")
def migrated() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    migrate(connection)
    yield connection
    connection.close()


@pytest.fixture
def db(migrated: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    migrated.begin()
    yield migrated
    migrated.rollback()


@pytest.fixture(scope="session")
def fill() -> Fill:
    return fill_database


def fill_database(connection: duckdb.DuckDBPyConnection, given: Given) -> None:
    """Insert the rows of a case; a table that it does not name gets what it needs."""
    articles = [_article(row) for row in given.get("articles", ())]
    by_id = {row["article_id"]: row for row in articles}
    tables: dict[str, Rows] = {
        "settings": given.get("settings", [{"name": "zone", "value": "Europe/Tirane"}]),
        "incidents": [INCIDENT | row for row in given.get("incidents", [{}])],
        "outlets": [
            {"fetched": True, "name": row["outlet"]} | row
            for row in given.get("outlets", _outlets(given, articles))
        ],
        "articles": articles,
        "versions": _versions(given, by_id),
        "incident_articles": [
            {
                "incident": "durres_fair",
                "role": "report",
                "day": by_id.get(row["article_id"], {}).get("day"),
            }
            | row
            for row in given.get(
                "incident_articles", [{"article_id": each} for each in by_id]
            )
        ],
        "annotations": [
            _annotation(row, by_id) for row in given.get("annotations", ())
        ],
    }
    rest = {
        table: [
            _DEFAULTS.get(table, {}) | _of_article(table, row, by_id) | row
            for row in rows
        ]
        for table, rows in given.items()
        if table not in tables
    }
    for table, rows in (tables | rest).items():
        for row in rows:
            names = ", ".join(row)
            values = ", ".join(f"${name}" for name in row)
            connection.execute(
                f"insert into {table} ({names}) values ({values})",  # noqa: S608 - names from the case files
                row,
            )


_DEFAULTS: dict[str, dict[str, Any]] = {
    "facts": {"incident": "durres_fair", "languages": ["sq", "en"]},
    "feeds": {"kind": "feed", "state": "active", "configured": True, "failures": 0},
    "polls": {"outcome": "read", "detail": ""},
    "pages": {"outcome": "unmatched", "found_via": "feed", "detail": ""},
    "codebook": {"language": "sq", "term": "x"},
    "quotes": {"version": 1, "quote": 1, "field": "body", "paragraph": 1}
    | {"start_char": 0, "end_char": 10, "speaker": "police", "verb_class": "say"}
    | {"words": 3, "direct": False},
    "tokens": {"version": 1, "n": 1, "n_shared": 0, "field": "body"}
    | {"start_char": 4, "end_char": 10, "sentence_start": 0, "sentence_end": 11},
    "copy_pairs": {"kind": "excerpt", "a_in_b": 0.4, "b_in_a": 0.9}
    | {"direction": "not_known", "reason": "x"},
    "figures": {
        "version": 1,
        "incident": "durres_fair",
        "fact": "f1",
        "quantity": "detained",
        "referent": "people",
        "field": "body",
        "start_char": 0,
        "end_char": 2,
        "surface": "11",
        "low": 11,
        "high": 11,
        "sentence_start": 0,
        "sentence_end": 10,
        "voice": "outlet",
    },
}
DATED = ("figures", "quotes", "tokens")


def _of_article(
    table: str, row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    if table not in DATED:
        return {}
    article = by_id.get(row["article_id"], {})
    names = ("day", "language") if table == "tokens" else ("day",)
    return {name: article.get(name) for name in names}


def _outlets(given: Given, articles: Rows) -> Rows:
    named = [*articles, *given.get("feeds", ()), *given.get("polls", ())]
    return [{"outlet": name} for name in sorted({row["outlet"] for row in named})]


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    published = row.get("published_at", "2026-03-03 09:00")
    seen = row.get("first_seen_at") or str(
        _time(published or "2026-03-03 09:00") + timedelta(minutes=10)
    )
    local = _time(published or seen).replace(tzinfo=UTC)
    return {
        "outlet": "a",
        "url": f"https://{row.get('outlet', 'a')}.example/{row['article_id']}",
        "title": "Titulli",
        "language": "sq",
        "published_at": published,
        "published_from_at": published or "-infinity",
        "published_to_at": published or seen,
        "first_seen_at": seen,
        "day": local.astimezone(ZoneInfo("Europe/Tirane")).date(),
        "versions": 1,
        "copy_cluster": row["article_id"],
    } | row


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=None)


def _versions(given: Given, by_id: Mapping[str, Mapping[str, Any]]) -> Rows:
    listed = given.get(
        "versions", [{"article_id": each, "version": 1} for each in by_id]
    )
    last = {row["article_id"]: row["version"] for row in listed}
    return [
        {
            "day": by_id.get(row["article_id"], {}).get("day"),
            "latest": row["version"] == last[row["article_id"]],
            "seen_at": by_id.get(row["article_id"], {}).get("first_seen_at"),
            "title": by_id.get(row["article_id"], {}).get("title"),
            "body": "Një fjali.",
            "words": 2,
        }
        | row
        for row in listed
    ]


def _annotation(
    row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    default = {
        "version": 1,
        "day": by_id.get(row["article_id"], {}).get("day"),
        "coder": "machine",
        "kind": "hit",
        "layer": "actor",
        "field": "body",
        "start_char": 0,
        "end_char": 3,
        "surface": "Një",
        "paragraph": 1,
        "sentence_start": 0,
        "sentence_end": 10,
        "voice": "outlet",
    }
    if row.get("layer", "actor") == "actor":
        default["code"] = row.get("actor")
    if row.get("layer") in {"event_noun", "fact"}:
        default["incident"] = "durres_fair"
    return default | row


@pytest.fixture
def floorless(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A database in which one unit is enough, for fixtures under the floors."""
    without_floors(db)
    return db


def without_floors(connection: duckdb.DuckDBPyConnection) -> None:
    """Print every number, however little it stands on."""
    floors = connection.execute(
        "select function_name from duckdb_functions()"
        " where function_name like 'least\\_%' escape '\\' and not internal"
    ).fetchall()
    assert floors
    for (name,) in floors:
        connection.execute(f"create or replace macro {name}() as 1")
