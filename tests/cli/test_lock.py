import errno
import fcntl
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import TOP
from tests.db.builders import NOW, FakeTime
from tracker.cli.lock import crawler_lock, crawler_of, lock_or_holder
from tracker.cli.places import lock_file, outbox_folder
from tracker.errors import InputError, StoreError

HOLDS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tracker.cli.lock import crawler_lock
with crawler_lock(Path(sys.argv[1]), now=datetime(2026, 3, 2, 9, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "coverage.duckdb"


@contextmanager
def held_elsewhere(database: Path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()


def test_the_second_is_told_who_has_it_and_since_when(database: Path):
    time = FakeTime()
    with (
        held_elsewhere(database) as process,
        pytest.raises(InputError) as caught,
        crawler_lock(database, now=NOW, wait=time.wait),
    ):
        pass
    told = f"process {process.pid}, since 2026-03-02 09:00 UTC is at work on {database}"
    assert told in str(caught.value)
    assert time.seconds < 5


def test_a_lock_is_free_again_when_the_work_is_done(database: Path):
    with crawler_lock(database, now=NOW):
        assert f"process {os.getpid()}, since" in (crawler_of(database) or "")
    assert crawler_of(database) is None
    with crawler_lock(database, now=NOW, work="tracker maintain"):
        assert f"{os.getpid()} (tracker maintain), since" in crawler_of(database)
    assert lock_file(database).read_bytes() == b""


def test_a_crawler_that_was_killed_leaves_no_lock_behind(database: Path):
    with held_elsewhere(database) as process:
        assert f"process {process.pid}" in crawler_of(database)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert f"process {process.pid}" in lock_file(database).read_text()
        assert crawler_of(database) is None
        with crawler_lock(database, now=NOW):
            assert f"process {os.getpid()}" in crawler_of(database)


def test_without_a_crawler_there_is_none(database: Path):
    assert crawler_of(database) is None
    assert not lock_file(database).exists()


def test_whoever_only_asks_is_not_taken_for_a_crawler(database: Path):
    with crawler_lock(database, now=NOW):
        pass
    with lock_file(database).open("rb") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        with crawler_lock(
            database, now=NOW, wait=lambda _: fcntl.flock(asking, fcntl.LOCK_UN)
        ):
            pass


def test_asking_changes_nothing_and_needs_no_right_to_write(database: Path):
    with held_elsewhere(database) as process:
        lock_file(database).chmod(0o444)
        assert f"process {process.pid}" in crawler_of(database)
        assert crawler_of(database) == crawler_of(database)


def test_one_may_go_on_without_the_lock_and_know_who_has_it(database: Path):
    time = FakeTime()
    with (
        held_elsewhere(database) as process,
        lock_or_holder(database, now=NOW, wait=time.wait) as holder,
    ):
        assert holder == f"process {process.pid}, since 2026-03-02 09:00 UTC"
    with lock_or_holder(database, now=NOW, wait=time.wait) as holder:
        assert holder is None


def no_locks(*_: object) -> None:
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


def test_a_drive_without_locks_is_not_taken_for_a_crawler(database: Path, monkeypatch):
    lock_file(database).touch()
    monkeypatch.setattr(fcntl, "flock", no_locks)
    with (
        pytest.raises(StoreError, match=r"cannot be locked \(No locks available\)"),
        crawler_lock(database, now=NOW),
    ):
        pass
    assert "not known" in crawler_of(database)
    assert "No locks available" in crawler_of(database)


def test_a_lock_that_cannot_be_opened_is_told_in_words(database: Path):
    lock_file(database).mkdir()
    with (
        pytest.raises(StoreError, match=r"coverage.lock: cannot be written"),
        crawler_lock(database, now=NOW),
    ):
        pass
    assert "not known" in crawler_of(database)
    assert "cannot be read (Is a directory)" in crawler_of(database)


@pytest.mark.parametrize("text", [b"", b"\xff\x00\x1b[31m", b"x" * 10_000])
def test_a_lock_file_with_anything_in_it_locks(database: Path, text: bytes):
    lock_file(database).write_bytes(text)
    with crawler_lock(database, now=NOW):
        own = crawler_of(database)
        assert own == f"process {os.getpid()}, since 2026-03-02 09:00 UTC"
    with lock_file(database).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(text)
        other.flush()
        assert crawler_of(database).isprintable()


def test_a_full_disk_costs_the_name_and_not_the_lock(database: Path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    class Full:
        def __init__(self, file) -> None:
            self._file = file

        def __getattr__(self, name: str):
            return full if name in ("write", "truncate") else getattr(self._file, name)

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

    whole = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda *given: Full(whole(*given)))
    with crawler_lock(database, now=NOW):
        monkeypatch.undo()
        assert crawler_of(database) == "another tracker"


def test_every_database_of_a_folder_has_an_outbox_and_a_lock_of_its_own(tmp_path: Path):
    names = (
        "coverage.duckdb",
        "coverage.db",
        "coverage",
        "coverage.DUCKDB",
        "coverage.duckdb.duckdb",
        "coverage.db.duckdb",
        "coverage.2026.duckdb",
        "coverage.2027.duckdb",
    )
    paths = [tmp_path / name for name in names]
    for place in (outbox_folder, lock_file):
        assert len({place(path) for path in paths}) == len(names)
    assert outbox_folder(paths[0]) == tmp_path / "coverage.outbox"
    assert lock_file(paths[0]) == tmp_path / "coverage.lock"
