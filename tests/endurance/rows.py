"""What a database holds apart from times, and what is wrong in it."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.cli.places import outbox_folder
from tracker.db import connection, queries

# What must be equal row for row; the other tables say when and by whom it was done.
COMPARED = (
    "actors",
    "annotations",
    "articles",
    "codebook",
    "copy_pairs",
    "dates",
    "facts",
    "feeds",
    "figures",
    "incident_articles",
    "incidents",
    "outlets",
    "pages",
    "quotes",
    "tokens",
    "versions",
)
# Measured between visits, so no two crawls have the same.
RHYTHM = frozenset({"items_a_day", "items_an_hour"})
_COLUMNS = """
    select column_name
    from duckdb_columns()
    where table_name = $name and schema_name = 'main'
    order by column_name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Table → its rows as text, times left out; and what the shipped checks found."""

    rows: Mapping[str, Counter[str]]
    problems: tuple[str, ...]


def read(database: Path) -> Contents:
    """Read everything that must not depend on when a crawl was interrupted."""
    with connection.opened(database, read_only=True, wait=time.sleep) as opened:
        rows = {}
        for table in COMPARED:
            names = [
                name
                for (name,) in opened.execute(_COLUMNS, {"name": table}).fetchall()
                if not name.endswith("_at") and name not in RHYTHM
            ]
            chosen = ", ".join(f'"{name}"' for name in names)
            found = opened.execute(f"select {chosen} from {table}").fetchall()  # noqa: S608 - our own tables
            rows[table] = Counter(
                str(dict(zip(names, row, strict=True))) for row in found
            )
        problems = tuple(
            f"{check.name}: {row}"
            for check in queries.checks()
            for row in queries.run(check, opened, {}).rows
        )
    return Contents(rows=rows, problems=problems)


def differences(expected: Contents, found: Contents) -> tuple[str, ...]:
    """Say which rows are missing and which are too many, one line each."""
    lines = []
    for table, rows in expected.rows.items():
        for sign, left in (
            ("lost", rows - found.rows[table]),
            ("added", found.rows[table] - rows),
        ):
            lines += [f"{table}: {sign}: {row}" for row in left.elements()]
    return tuple(lines)


def leftovers(database: Path) -> tuple[str, ...]:
    """Name what lies beside a database although nobody is crawling any more."""
    outbox = outbox_folder(database)
    expected = {
        database,
        database.with_suffix(".lock"),
        outbox,
        outbox / "stored.count",
        # DuckDB's log, when the last crawl found nothing to write
        database.with_name(f"{database.name}.wal"),
    }
    found = {*database.parent.glob(f"{database.stem}.*"), *outbox.rglob("*")}
    return tuple(str(path) for path in sorted(found - expected))
