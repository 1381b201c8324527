"""`python -m tests.db.test_migrate` writes the schema dump anew."""

import shutil
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
    rows,
)
from tests.db.damage import run, unprepared
from tracker import model
from tracker.db import migrate as module
from tracker.db.faults import FullDiskError
from tracker.db.migrate import Step, definitions, migrate, steps
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


def names(tables: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(step.name for step in (*tables, definitions()))


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
    assert migrate(connection) == names(steps())
    before = describe(connection)
    assert migrate(connection) == ()
    assert describe(connection) == before


def test_each_step_is_recorded_with_its_time(connection):
    migrate(connection, now=NOW)
    recorded = connection.execute("select * from schema_steps order by step").fetchall()
    assert recorded == [
        (step.number, step.name, NOW.replace(tzinfo=None))
        for step in (definitions(), *steps())
    ]


def test_changed_definitions_are_made_anew_without_a_backup(tmp_path, monkeypatch):
    store = make_store(tmp_path)
    changed = Step(0, "definitions other", definitions().sql.replace("2 visits", "ab"))
    monkeypatch.setattr(module, "definitions", lambda: changed)
    assert store.prepare(now=NOW) == ()
    comment = (
        "select comment like '%ab' from duckdb_functions()"
        " where function_name = 'count_words'"
    )
    assert rows(store, comment) == [(True,)]
    recorded = "select name from schema_steps where step = 0"
    assert rows(store, recorded) == [("definitions other",)]


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
    assert migrate(connection) == names(whole[1:])
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
    later = Step(whole[-1].number + 1, "later", "create table later (x integer)")
    store = make_store(tmp_path)
    store.outbox.write(make_visit(make_article_page("https://lajme.example/a")))
    store.apply(now=NOW)
    before = dump(store)
    monkeypatch.setattr(module, "steps", lambda: (*whole, later))
    notes = store.prepare(now=NOW)
    assert dump(store) == {**before, "later": []}
    backup = tmp_path / f"coverage.duckdb.backup-before-step-{later.number}"
    assert str(backup) in notes[0]
    time = FakeTime()
    older = Store(backup, outbox=Outbox(tmp_path / "other"), wait=time.wait)
    assert dump(older) == before


# ------------------------------------------------------------------ D10: interrupted


MIGRATES = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from tests.db.builders import NOW, FakeTime
from tracker.db import migrate
from tracker.db.outbox import Outbox
from tracker.db.store import Store

countdown = int(sys.argv[2])
whole = migrate.transaction

def tick():
    global countdown
    countdown -= 1
    if countdown < 0:
        os.kill(os.getpid(), signal.SIGKILL)

@contextmanager
def counting(connection):
    tick()
    with whole(connection):
        yield
        tick()
    tick()

migrate.transaction = counting
folder = Path(sys.argv[1])
outbox = Outbox(folder / "outbox")
Store(folder / "coverage.duckdb", outbox=outbox, wait=FakeTime().wait).prepare(now=NOW)
"""


@pytest.fixture(scope="module")
def old_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has been through the first step only, with a row."""
    folder = tmp_path_factory.mktemp("old")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "steps", lambda: steps_of_old)
        patch.setattr(module, "definitions", lambda: Step(0, "old", "select 1"))
        steps_of_old = steps()[:1]
        make_store(folder)
    with duckdb.connect(folder / "coverage.duckdb") as connection:
        connection.execute("insert into outlets (outlet) values ('kept')")
    return folder


def newest_schema() -> str:
    with duckdb.connect() as connection:
        module.migrate(connection)
        return describe(connection)


KILLS = 3 * len(steps())  # before, inside and after each step but the first


@pytest.mark.parametrize(
    "countdown",
    [
        pytest.param(n, marks=[] if n % 4 == 1 else [pytest.mark.endurance])
        for n in range(KILLS)
    ],
)
def test_d10_a_migration_killed_at_any_point_goes_on(
    old_database: Path, tmp_path: Path, countdown: int
):
    shutil.copytree(old_database, tmp_path, dirs_exist_ok=True)
    killed = run(MIGRATES, tmp_path, countdown)
    assert killed.returncode == -9, killed.stderr
    store = unprepared(tmp_path)
    store.prepare(now=NOW)
    assert rows(store, "select outlet from outlets") == [("kept",)]
    with duckdb.connect(store.path, read_only=True) as connection:
        assert describe(connection) == newest_schema()
        taken = "select step, name from schema_steps order by step"
        assert connection.execute(taken).fetchall() == [
            (step.number, step.name) for step in (definitions(), *steps())
        ]
    backup = tmp_path / f"coverage.duckdb.backup-before-step-{steps()[1].number}"
    with duckdb.connect(backup, read_only=True) as connection:
        assert connection.execute("select max(step) from schema_steps").fetchall() == [
            (1,)
        ]
    assert store.prepare(now=NOW) == ()


def test_d10_a_backup_before_a_step_needs_room(
    old_database: Path, tmp_path: Path, monkeypatch
):
    shutil.copytree(old_database, tmp_path, dirs_exist_ok=True)
    before = (tmp_path / "coverage.duckdb").read_bytes()
    monkeypatch.setattr("tracker.db.backups.SPARE", 10**18)
    with pytest.raises(FullDiskError, match=r"needs 1,000,[\d,]+ bytes"):
        unprepared(tmp_path).prepare(now=NOW)
    assert (tmp_path / "coverage.duckdb").read_bytes() == before


def test_d10_a_backup_before_a_step_holds_the_log_as_well(
    old_database: Path, tmp_path: Path
):
    shutil.copytree(old_database, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "coverage.duckdb"
    leaves = (
        "import os, sys, duckdb; connection = duckdb.connect(sys.argv[1]);"
        " connection.execute(\"insert into outlets (outlet) values ('in the log')\");"
        " os.kill(os.getpid(), 9)"
    )
    run(leaves, path)
    assert Path(f"{path}.wal").exists()
    unprepared(tmp_path).prepare(now=NOW)
    (backup,) = tmp_path.glob("coverage.duckdb.backup-before-step-*")
    with duckdb.connect(backup, read_only=True) as connection:
        assert connection.execute("select count(*) from outlets").fetchall() == [(2,)]


def test_d10_a_file_from_the_future_is_refused_and_left_as_it_is(store: Store):
    with duckdb.connect(store.path) as connection:
        connection.execute("insert into schema_steps values (99, 'flying_cars', null)")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="newer version of this program"):
        store.prepare(now=NOW)
    assert store.path.read_bytes() == before


if __name__ == "__main__":
    with duckdb.connect() as blank:
        migrate(blank)
        SCHEMA.write_text(describe(blank), encoding="utf-8")
