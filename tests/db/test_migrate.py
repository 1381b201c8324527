"""`python -m tests.db.test_migrate` writes the schema dump anew."""

from pathlib import Path
from typing import get_args

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    FakeTime,
    dump,
    make_article_page,
    make_store,
    make_visit,
)
from tracker import model
from tracker.db import migrate as module
from tracker.db.migrate import Step, migrate, steps
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.errors import StoreError

SCHEMA = Path(__file__).with_name("schema.txt")


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def describe(connection: duckdb.DuckDBPyConnection) -> str:
    """Spell the schema for readers: tables and views with columns, and macros."""
    lines = []
    for name, comment in connection.execute(
        "select table_name, comment from duckdb_tables() union all"
        " select view_name, comment from duckdb_views() where not internal order by 1"
    ).fetchall():
        lines.append(f"{name}: {comment}")
        lines.extend(
            f"    {column} {kind.lower()}: {told or '-'}"
            for column, kind, told in connection.execute(
                "select column_name, data_type, comment from duckdb_columns()"
                " where table_name = $name order by column_index",
                {"name": name},
            ).fetchall()
        )
    lines.extend(
        f"{kind} {name}({', '.join(parameters)})"
        for kind, name, parameters in connection.execute(
            "select function_type, function_name, parameters from duckdb_functions()"
            " where not internal order by function_name, parameters"
        ).fetchall()
    )
    return "\n".join(lines) + "\n"


def test_a_blank_database_arrives_at_the_schema_that_readers_know(connection):
    migrate(connection)
    assert describe(connection) == SCHEMA.read_text(encoding="utf-8"), (
        "if the change is meant: python -m tests.db.test_migrate"
    )


def test_every_table_and_column_says_what_it_means(connection):
    migrate(connection)
    silent = connection.execute(
        "select table_name, column_name from duckdb_columns() where comment is null"
        " and table_name in (select table_name from duckdb_tables())"
        " union all select table_name, null from duckdb_tables() where comment is null"
        " union all select view_name, null from duckdb_views()"
        " where comment is null and not internal"
    ).fetchall()
    assert silent == []


@pytest.mark.parametrize(
    ("column", "name"),
    [
        (("polls", "outcome"), "PollOutcome"),
        (("pages", "outcome"), "PageOutcome"),
        (("pages", "found_via"), "FoundVia"),
        (("feeds", "state"), "FeedStatus"),
        (("feeds", "kind"), "FeedKind"),
        (("annotations", "voice"), "Voice"),
        (("annotations", "layer"), "Layer"),
        (("annotations", "kind"), "MentionKind"),
        (("annotations", "field"), "TextField"),
        (("incident_articles", "role"), "Role"),
    ],
)
def test_every_word_of_a_column_stands_in_its_comment(connection, column, name):
    migrate(connection)
    comment = connection.execute(
        "select comment from duckdb_columns()"
        " where table_name = $1 and column_name = $2",
        list(column),
    ).fetchone()[0]
    missing = [word for word in get_args(getattr(model, name)) if word not in comment]
    assert missing == []


def test_no_table_has_keys_or_indexes(connection):
    migrate(connection)
    assert connection.execute("select * from duckdb_constraints()").fetchall() == []
    assert connection.execute("select * from duckdb_indexes()").fetchall() == []


def test_migrating_twice_does_nothing_the_second_time(connection):
    assert migrate(connection) == tuple(step.name for step in steps())
    before = describe(connection)
    assert migrate(connection) == ()
    assert describe(connection) == before


def test_each_step_is_recorded_with_its_time(connection):
    migrate(connection, now=NOW)
    recorded = connection.execute("select * from schema_steps order by step").fetchall()
    assert recorded == [
        (step.number, step.name, NOW.replace(tzinfo=None)) for step in steps()
    ]


def test_an_interrupted_migration_goes_on_where_it_stopped(connection, monkeypatch):
    whole = steps()
    broken = (
        whole[0],
        Step(
            whole[1].number, whole[1].name, "create table half (x int); select nonsense"
        ),
    )
    monkeypatch.setattr(module, "steps", lambda: broken)
    with pytest.raises(duckdb.Error):
        migrate(connection)
    half = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'half'"
    ).fetchone()
    assert half == (0,)
    monkeypatch.setattr(module, "steps", lambda: whole)
    assert migrate(connection) == tuple(step.name for step in whole[1:])
    assert describe(connection) == SCHEMA.read_text(encoding="utf-8")


def test_a_database_from_the_future_is_refused_kindly(connection):
    migrate(connection)
    connection.execute("insert into schema_steps values (99, 'flying_cars', null)")
    with pytest.raises(StoreError, match=r"newer version .*99, flying_cars.*update"):
        migrate(connection)


def test_a_database_of_another_program_is_left_alone(connection):
    connection.execute("create table recipes (name varchar)")
    with pytest.raises(StoreError, match="tables of another program"):
        migrate(connection)
    assert connection.execute("select count(*) from duckdb_tables()").fetchone() == (1,)


def test_preparing_an_older_database_keeps_its_rows_and_a_backup(tmp_path, monkeypatch):
    whole = steps()
    monkeypatch.setattr(module, "steps", lambda: whole[:-1])
    store = make_store(tmp_path)
    store.outbox.write(make_visit(make_article_page("https://lajme.example/a")))
    store.apply(now=NOW)
    before = dump(store)
    monkeypatch.setattr(module, "steps", lambda: whole)
    notes = store.prepare(now=NOW)
    assert dump(store) == before
    backup = tmp_path / f"coverage.duckdb.backup-before-step-{whole[-1].number}"
    assert str(backup) in notes[0]
    time = FakeTime()
    older = Store(backup, outbox=Outbox(tmp_path / "other"), wait=time.wait)
    assert dump(older) == before


if __name__ == "__main__":
    with duckdb.connect() as blank:
        migrate(blank)
        SCHEMA.write_text(describe(blank), encoding="utf-8")
