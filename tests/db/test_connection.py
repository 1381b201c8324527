import threading
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import FakeTime, flip, held_elsewhere, leave_a_log, let_go
from tracker.db.connection import holder_of, opened
from tracker.db.faults import DamagedLogError
from tracker.errors import StoreBusyError, StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "coverage.duckdb"
    with _writing(path) as connection:
        connection.execute("create table t as select 1 as x")
    return path


def _writing(path: Path, time: FakeTime | None = None, patience: float = 15.0):
    time = time or FakeTime()
    return opened(
        path, read_only=False, wait=time.wait, clock=time.clock, patience=patience
    )


def _reading(path: Path, time: FakeTime | None = None):
    time = time or FakeTime()
    return opened(path, read_only=True, wait=time.wait, clock=time.clock)


def test_what_was_written_is_read_in_utc(path: Path):
    with _reading(path) as connection:
        assert connection.execute("select x from t").fetchall() == [(1,)]
        zone = connection.execute("select current_setting('TimeZone')").fetchone()
    assert zone == ("UTC",)


def test_a_new_file_can_be_opened_by_duckdb_1_5(path: Path):
    with _writing(path) as connection:
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchone()
    assert tags == ("v1.5.0+",)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from read_json('/etc/passwd')",
        "select * from read_parquet('/etc/passwd')",
        "select content from read_text('/etc/passwd')",
        "select content from read_blob('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/*')",
        "copy t to '/tmp/leak.csv'",
        "copy t from '/etc/passwd'",
        "export database '/tmp/leak'",
        "attach '/tmp/other.duckdb'",
        "attach ':memory:' as other",
        "insert into t values (2)",
        "create table u as select 1 as x",
        "install httpfs",
        "load httpfs",
        "select * from duckdb_secrets() where getenv('HOME') is not null",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "set temp_directory = '/tmp'",
        "set lock_configuration = false",
        "reset lock_configuration",
        "select * from rows_of_python",
    ],
)
def test_d9_a_reader_may_only_read(path: Path, sql: str):
    rows_of_python = [1]  # noqa: F841 - DuckDB would find it
    with pytest.raises(duckdb.Error), _reading(path) as connection:
        connection.execute(sql).fetchall()
    with _reading(path) as connection:
        assert connection.execute("select x from t").fetchall() == [(1,)]


def test_d9_a_reader_has_its_share_of_memory_and_disk_and_no_more(path: Path):
    names = ("memory_limit", "max_temp_directory_size", "threads")
    with _reading(path) as connection:
        memory, disk, threads = connection.execute(
            "select " + ", ".join(f"current_setting('{name}')" for name in names)
        ).fetchone()
    assert (memory, disk) == ("1.8 GiB", "3.7 GiB")
    assert 1 <= threads <= 4


def test_a_file_that_is_missing_is_made_only_where_that_is_meant(tmp_path: Path):
    missing = tmp_path / "none.duckdb"
    with (
        pytest.raises(StoreError, match="no such database yet"),
        opened(missing, read_only=False, wait=lambda _: None, create=False),
    ):
        pass
    assert not missing.exists()


def test_the_writer_waits_until_a_reader_in_another_process_has_closed(path: Path):
    with held_elsewhere(path, read_only=True) as process:
        waits = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                let_go(process)

        with opened(path, read_only=False, wait=wait) as connection:
            connection.execute("insert into t values (2)")
    assert len(waits) == 3
    assert waits == sorted(waits)


@pytest.mark.parametrize("held_read_only", [True, False])
def test_a_busy_file_names_the_process_that_holds_it(
    path: Path, *, held_read_only: bool
):
    time = FakeTime()
    with (
        held_elsewhere(path, read_only=held_read_only) as process,
        pytest.raises(StoreBusyError) as caught,
        _writing(path, time, patience=2),
    ):
        pass
    assert str(path) in str(caught.value)
    assert f"process {process.pid} (" in str(caught.value)
    assert "Close it there" in str(caught.value)
    assert caught.value.holder in str(caught.value)
    assert 2 <= time.seconds < 3


def test_readers_of_two_processes_do_not_disturb_each_other(path: Path):
    time = FakeTime()
    with held_elsewhere(path, read_only=True), _reading(path, time) as connection:
        assert connection.execute("select x from t").fetchall() == [(1,)]
    assert time.seconds == 0


def test_a_reader_gives_up_when_a_writer_stays(path: Path):
    time = FakeTime()
    with (
        held_elsewhere(path, read_only=False),
        pytest.raises(StoreBusyError),
        _reading(path, time),
    ):
        pass
    # A writer that rewrites the neighbours of a full table takes 7 s to close.
    assert time.seconds >= 10


@pytest.mark.parametrize("read_only", [True, False])
def test_the_holder_is_named_even_if_it_only_reads(path: Path, *, read_only: bool):
    assert holder_of(path) is None
    with held_elsewhere(path, read_only=read_only) as process:
        assert f"process {process.pid}" in (holder_of(path) or "")
    assert holder_of(path) is None


def test_nobody_holds_a_file_that_is_not_there(tmp_path: Path):
    assert holder_of(tmp_path / "none.duckdb") is None
    assert not (tmp_path / "none.duckdb").exists()


def test_two_threads_with_different_settings_take_turns(path: Path):
    def write() -> None:
        with _writing(path) as connection:
            connection.execute("insert into t values (2)")

    with _reading(path) as connection:
        writer = threading.Thread(target=write)
        writer.start()
        assert connection.execute("select count(*) from t").fetchone() == (1,)
    writer.join()
    with _reading(path) as connection:
        assert connection.execute("select count(*) from t").fetchone() == (2,)


def test_a_thread_that_keeps_the_file_is_reported(path: Path):
    with (
        _reading(path),
        pytest.raises(StoreBusyError, match="another thread"),
        _writing(path, patience=0),
    ):
        pass


def test_a_mistake_in_sql_keeps_its_own_error(path: Path):
    with pytest.raises(duckdb.CatalogException), _reading(path) as connection:
        connection.execute("select * from nothing")
    with _writing(path) as connection:  # and the file is free again
        connection.execute("insert into t values (2)")


def test_a_missing_database_says_which_command_makes_it(tmp_path: Path):
    with (
        pytest.raises(StoreError, match="`tracker crawl` or `backfill` makes it"),
        _reading(tmp_path / "coverage.duckdb"),
    ):
        pass


def test_a_missing_folder_is_named(tmp_path: Path):
    with (
        pytest.raises(StoreError, match="gone: no such folder"),
        _writing(tmp_path / "gone" / "coverage.duckdb"),
    ):
        pass


def test_a_folder_is_no_database(tmp_path: Path):
    with pytest.raises(StoreError, match="is a folder"), _writing(tmp_path):
        pass


def test_a_link_is_refused(tmp_path: Path, path: Path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(path)
    with pytest.raises(StoreError, match="is a link"), _writing(link):
        pass


def test_another_file_is_no_database(tmp_path: Path):
    path = tmp_path / "coverage.duckdb"
    path.write_bytes(b"article,outlet\n" * 1000)
    with pytest.raises(StoreError, match=r"no DuckDB file.*no backup"), _writing(path):
        pass


def test_a_damaged_block_names_the_newest_backup(tmp_path: Path, path: Path):
    backup = tmp_path / "coverage.duckdb.backup-before-step-4"
    backup.write_bytes(path.read_bytes())
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0xFF for byte in data[4096:])
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught, _reading(path) as connection:
        connection.execute("select * from t").fetchall()
    assert f"cp {backup} {path} && rm -f {path}.wal" in str(caught.value)


def test_a_damaged_log_is_told_apart(path: Path):
    flip(leave_a_log(path, "insert into t select range from range(1000)"), 100)
    with pytest.raises(DamagedLogError, match="log of the last writes"), _reading(path):
        pass


def test_a_full_disk_is_told_in_words(path: Path):
    with pytest.raises(StoreError, match="the disk is full"), _writing(path):
        raise duckdb.IOException(
            "IO Error: Could not write file: No space left on device"
        )
