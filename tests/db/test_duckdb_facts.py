"""What we rely on in DuckDB; an upgrade that changes one of these says so here."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import held_elsewhere, leave_a_log
from tracker.db.connection import LOCKED_DOWN
from tracker.db.values import as_json, insert


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("theirs", "ours"), [(False, False), (False, True), (True, False)]
)
def test_a_writer_shuts_out_everybody_and_a_reader_the_writer(
    tmp_path: Path, *, theirs: bool, ours: bool
):
    path = tmp_path / "x.duckdb"
    duckdb.connect(path).close()
    with (
        held_elsewhere(path, read_only=theirs) as process,
        pytest.raises(duckdb.IOException) as caught,
    ):
        duckdb.connect(path, read_only=ours)
    assert f"(PID {process.pid})" in str(caught.value)
    assert "Conflicting lock is held in" in str(caught.value)


def test_one_process_cannot_open_a_file_with_two_settings(tmp_path: Path):
    path = tmp_path / "x.duckdb"
    with (
        duckdb.connect(path),
        pytest.raises(duckdb.ConnectionException, match="different configuration"),
    ):
        duckdb.connect(path, read_only=True)


def test_parameters_are_named_when_missing_or_too_many(connection):
    with pytest.raises(duckdb.InvalidInputException, match="x"):
        connection.execute("select $x", {})
    with pytest.raises(duckdb.InvalidInputException, match="y"):
        connection.execute("select $x", {"x": 1, "y": 2})


def test_a_parameter_is_only_ever_a_value(connection):
    hostile = "x' or 1=1 --"
    assert connection.execute("select $x::varchar", {"x": hostile}).fetchone() == (
        hostile,
    )


def test_the_parser_knows_kind_and_parameters_of_a_statement(connection):
    (statement,) = connection.extract_statements("select '$a', $b -- $c")
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {"b"}
    (reads_a_file,) = connection.extract_statements("from read_csv('/etc/passwd')")
    assert reads_a_file.type == duckdb.StatementType.SELECT


def test_an_aware_time_is_stored_in_the_zone_of_the_connection(connection):
    connection.execute("create table t (x timestamp); set TimeZone = 'Europe/Tirane'")
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    connection.execute("insert into t values ($noon)", {"noon": noon})
    assert connection.execute("select x from t").fetchone() == (
        noon.replace(hour=14, tzinfo=None),
    )


def test_the_zone_cannot_be_set_when_connecting():
    with pytest.raises(duckdb.Error):
        duckdb.connect(config={**LOCKED_DOWN, "TimeZone": "UTC"})


def test_changing_the_schema_can_be_rolled_back(connection):
    connection.begin()
    connection.execute("create table t (x int); comment on table t is 'gone soon'")
    connection.rollback()
    assert connection.execute("select * from duckdb_tables()").fetchall() == []


def test_after_an_error_a_transaction_is_dead_until_rollback(connection):
    connection.begin()
    with pytest.raises(duckdb.Error):
        connection.execute("select error('no')")
    with pytest.raises(duckdb.TransactionException, match="aborted"):
        connection.execute("select 1")
    connection.rollback()
    assert connection.execute("select 1").fetchone() == (1,)


def test_comments_travel_with_the_file(tmp_path: Path):
    path = tmp_path / "x.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table t (x int); comment on column t.x is 'ë'")
    with duckdb.connect(path, read_only=True) as connection:
        told = connection.execute(
            "select comment from duckdb_columns() where not internal"
        ).fetchone()
    assert told == ("ë",)


def test_the_report_connection_cannot_be_unlocked(tmp_path: Path):
    path = tmp_path / "x.duckdb"
    duckdb.connect(path).close()
    with duckdb.connect(path, read_only=True, config=LOCKED_DOWN) as connection:
        connection.execute("set TimeZone = 'UTC'; set lock_configuration = true")
        for sql in ("set TimeZone = 'UTC'", "set enable_external_access = true"):
            with pytest.raises(duckdb.InvalidInputException, match="locked"):
                connection.execute(sql)


@pytest.mark.parametrize(
    "text", ["a\0b", "'); drop table t; --", "x" * 10_000_000, "\U0001f600"]
)
def test_these_texts_are_stored_as_they_are(connection, text: str):
    connection.execute("create table settings (name varchar, value varchar)")
    insert(connection, "settings", [{"name": "hostile", "value": text}])
    assert connection.execute("select value from settings").fetchone() == (text,)


def test_a_lone_surrogate_is_refused_so_it_must_be_replaced_before(connection):
    with pytest.raises((duckdb.InvalidInputException, RuntimeError)):
        connection.execute("select $x::varchar", {"x": "\ud800"})
    told = connection.execute(
        "select $x::json::varchar[]", {"x": as_json(["a\ud800b"])}
    ).fetchone()
    assert told == (["a\ufffdb"],)


def test_json_structs_keep_infinite_times_lists_and_nulls(connection):
    connection.execute("create table dates (value timestamp, source varchar[])")
    insert(
        connection,
        "dates",
        [{"value": "-infinity", "source": ["a", "b"]}, {"value": None, "source": []}],
    )
    assert connection.execute(
        "select value::varchar, source from dates"
    ).fetchall() == [
        ("-infinity", ["a", "b"]),
        (None, []),
    ]


def test_json_structs_refuse_what_a_column_cannot_hold(connection):
    connection.execute("create table dates (value timestamp)")
    for value in ("yesterday", "2026-13-01", 2**70):
        with pytest.raises(duckdb.DataError):
            insert(connection, "dates", [{"value": value}])
    with pytest.raises(KeyError):
        insert(connection, "dates", [{"values": None}])


def test_a_read_only_connection_sees_what_stands_only_in_the_log(tmp_path: Path):
    path = tmp_path / "x.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table t (x int)")
    leave_a_log(path, "insert into t values (1)")
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("select x from t").fetchall() == [(1,)]


def test_a_log_cut_in_the_middle_opens_without_a_word(tmp_path: Path):
    path = tmp_path / "x.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table t (x int)")
    log = leave_a_log(path, "insert into t select range from range(100000)")
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    with duckdb.connect(path) as connection:
        lost = connection.execute("select count(*) from t").fetchone()
    # Hence the outbox: files are removed after a CHECKPOINT only.
    assert lost == (0,)
