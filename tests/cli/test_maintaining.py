"""`tracker maintain`, alone and beside others."""

import io
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from tests.cli.conftest import TOP, Newsroom
from tests.db.builders import (
    NOW,
    FakeTime,
    flip,
    held_elsewhere,
    make_article_page,
    make_config,
    make_visit,
)
from tracker.cli.lock import crawler_lock
from tracker.cli.maintaining import maintain
from tracker.cli.places import outbox_folder
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.errors import InputError, StoreError

QUIET = "nothing has to be looked at"


@dataclass
class Room:
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "coverage.duckdb"

    @property
    def outbox(self) -> Outbox:
        return Outbox(outbox_folder(self.database))

    def maintain(self, backup: Path | None = None) -> tuple[int, list[str]]:
        """Maintain, and return the status and the lines."""
        config = make_config(database=self.database)
        screen = Console(file=io.StringIO(), soft_wrap=True)
        status = maintain(config, backup, screen)
        return status, screen.file.getvalue().splitlines()

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def write(self, sql: str) -> None:
        with duckdb.connect(self.database) as connection:
            connection.execute(sql)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    time = FakeTime()
    path = folder / "coverage.duckdb"
    store = Store(path, outbox=Outbox(outbox_folder(path)), wait=time.wait)
    store.prepare(now=NOW)
    store.sync(make_config(), now=NOW, program="x")
    for number in range(3):
        page = make_article_page(f"https://lajme.example/{number}")
        at = NOW + timedelta(minutes=number)
        store.outbox.write(make_visit(page, visit_id=f"v{number}", at=at))
    store.apply(now=NOW)
    return folder


@pytest.fixture
def room(tmp_path: Path, template: Path) -> Room:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Room(tmp_path)


def told(lines: list[str], name: str) -> list[str]:
    return [line for line in lines if line.startswith(f"{name}: ")]


def test_a_healthy_database_is_told_so_in_a_line_for_each_thing(room: Room):
    status, lines = room.maintain()
    assert status == 0
    assert [line.partition(":")[0] for line in lines] == [
        "outbox",
        "forgotten",
        "compaction",
        "checks",
        QUIET,
    ]
    assert "forgotten: 0 notes that a visit is stored, older than 30" in lines[1]
    ((command, finished, counts),) = room.ask(
        "select command, finished_at, counts from runs"
    )
    assert command == "maintain"
    assert finished is not None
    assert json.loads(counts) == {
        "checks_failed": 0,
        "forgotten": 0,
        "found": 0,
        "visits": 0,
    }


def test_before_any_crawl_there_is_nothing_to_keep_healthy(tmp_path: Path):
    with pytest.raises(StoreError, match="`tracker crawl` or `backfill` makes it"):
        Room(tmp_path).maintain()
    assert list(tmp_path.iterdir()) == []


def test_what_waits_is_stored_and_what_was_put_aside_is_found(room: Room):
    room.outbox.write(make_visit(visit_id="waits", at=NOW - timedelta(days=1)))
    room.outbox.write(make_visit(visit_id="spoilt")).write_text("{")
    status, lines = room.maintain()
    assert status == 1
    assert told(lines, "outbox") == ["outbox: 1 visits were stored, none waits"]
    (now, listed) = told(lines, "found")
    assert "not stored" in now
    assert "then delete it" in listed
    assert lines[-1] == "lines that begin with 'found' have to be looked at: 2"
    # and again, until somebody has looked
    assert len(told(room.maintain()[1], "found")) == 1


def test_a_broken_rule_is_found_and_its_rows_can_be_listed(room: Room):
    room.write("insert into pages select * from pages")
    status, lines = room.maintain()
    assert status == 1
    (line,) = told(lines, "found")
    assert "check unique_keys found 3 rows" in line
    listed = room.ask(Path(line.rpartition("< ")[2]).read_text())
    assert len(listed) == 3
    assert any("rest no number on them" in each for each in told(lines, "checks"))


def test_text_of_others_cannot_act_on_the_terminal(room: Room):
    room.write("update pages set outcome = 'x\x1b]0;owned\x07', url = url || '\x1b[2J'")
    _, lines = room.maintain()
    assert any("known_words" in line for line in told(lines, "found"))
    assert not [line for line in lines if "\x1b" in line or "\x07" in line]


def test_a_backup_is_written_proved_and_the_way_back_named(room: Room):
    target = room.folder / "b.duckdb"
    status, lines = room.maintain(target)
    assert status == 0
    (line,) = told(lines, "backup")
    assert re.search(
        r"b\.duckdb: [\d,]+ bytes, \d+ tables, \d+ rows, newest poll 2026-03-02 09:02"
        r" UTC, sha256 [0-9a-f]{64}; it was opened for itself",
        line,
    )
    restore = f"to restore it, stop the crawler, then: cp {target} {room.database} &&"
    assert any(line.startswith(restore) for line in lines)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("coverage.lock", "is there already, and nothing is overwritten"),
        ("coverage.duckdb", "is the database itself"),
        ("nowhere/b.duckdb", "no such folder"),
        (".", "is there already"),
    ],
)
def test_a_place_for_no_backup_is_refused_before_anything_is_done(
    room: Room, name: str, words: str
):
    (room.folder / "coverage.lock").touch()
    before = room.database.read_bytes()
    with pytest.raises(InputError, match=words):
        room.maintain(room.folder / name)
    assert room.database.read_bytes() == before


def test_a_backup_without_room_is_found_and_all_else_is_done(room: Room, monkeypatch):
    monkeypatch.setattr("tracker.db.backups.SPARE", 10**18)
    status, lines = room.maintain(room.folder / "b.duckdb")
    assert status == 1
    (line,) = told(lines, "found")
    assert re.search(r"needs 1,000,[\d,]+ bytes, and [\d,]+ are free there", line)
    assert told(lines, "checks") == ["checks: 10 of 10 found nothing"]


def waste(room: Room) -> int:
    room.write(
        "create table ballast as select range as n, (select string_agg(sha256(concat("
        "range, part))) from range(12) as parts (part)) as text from range(60000);"
        " checkpoint; delete from ballast where n > 9; checkpoint"
    )
    return room.database.stat().st_size


def test_a_file_full_of_room_is_written_anew_but_not_beside_a_crawler(room: Room):
    size = waste(room)
    with crawler_lock(room.database, now=NOW):
        status, lines = room.maintain()
        (line,) = told(lines, "compaction")
        assert "to win them back, stop process" in line
        (line,) = told(lines, "crawler")
        assert "is at work, and need not be stopped" in line
    assert status == 0
    assert room.database.stat().st_size >= size
    status, lines = room.maintain()
    (line,) = told(lines, "compaction")
    assert "is the same" in line
    assert status == 0
    assert room.database.stat().st_size < size / 2
    assert room.ask("select count(*) from ballast") == [(10,)]
    assert room.ask("select counts like '%\"bytes_won\": %' from runs offset 1") == [
        (True,)
    ]


def test_what_an_interrupted_compaction_left_is_removed(room: Room):
    left = [
        room.folder / f"coverage.duckdb.compacted.part{end}" for end in ("", ".wal")
    ]
    for path in left:
        path.touch()
    room.maintain()
    assert not any(path.exists() for path in left)


def test_beside_a_notebook_it_does_what_it_can_and_says_who_is_in_the_way(
    room: Room, monkeypatch
):
    monkeypatch.setattr("tracker.cli.maintaining.PATIENCE", 0.05)
    room.outbox.write(make_visit(visit_id="waits", at=NOW - timedelta(days=1)))
    with held_elsewhere(room.database, read_only=True) as notebook:
        status, lines = room.maintain(room.folder / "b.duckdb")
    assert status == 1
    found = told(lines, "found")
    assert all(f"process {notebook.pid}" in line for line in found)
    assert "outbox: 1 visits wait" in found[0]
    assert (room.folder / "b.duckdb").exists()
    assert room.maintain()[0] == 0


def test_two_at_once_do_not_tidy_the_same_house(room: Room):
    with (
        crawler_lock(room.database, now=NOW, work="tracker maintain"),
        pytest.raises(InputError, match=r"\(tracker maintain\), since .* wait for it"),
    ):
        room.maintain()


def test_an_older_schema_is_not_changed_under_a_crawler(room: Room):
    room.write("delete from schema_steps where step = 5")
    with (
        crawler_lock(room.database, now=NOW),
        pytest.raises(InputError, match="brought up to date first: stop process"),
    ):
        room.maintain()


def test_a_damaged_part_is_found_and_the_newest_backup_named(room: Room):
    target = room.folder / "b.duckdb"
    assert room.maintain(target)[0] == 0
    room.write(
        "create table ballast as select sha256(range::varchar) as text"
        " from range(200000)"
    )
    flip(room.database, room.database.stat().st_size - 2_000_000)
    status, lines = room.maintain(room.folder / "c.duckdb")
    assert status == 1
    line = told(lines, "found")[0]
    assert line.startswith(f"found: backup: {room.database}: a part of it cannot be")
    assert f"cp {target} {room.database} && rm -f" in line
    assert not (room.folder / "c.duckdb").exists()


def test_a_database_that_cannot_be_opened_is_left_as_it_is(room: Room):
    target = room.folder / "b.duckdb"
    room.maintain(target)
    data = room.database.read_bytes()
    damaged = data[:4096] + bytes(byte ^ 0xFF for byte in data[4096:])
    room.database.write_bytes(damaged)
    status, lines = room.maintain()
    assert status == 1
    assert f"cp {target} {room.database} && rm -f" in told(lines, "found")[0]
    assert room.database.read_bytes() == damaged


# ------------------------------------------------------------------ as it is typed


def test_the_exit_status_is_0_or_1_or_2(room: Room):
    (room.folder / "config.yaml").write_text(
        "database: coverage.duckdb\noutlets: []\nactors: []\nincidents: []\n"
    )

    def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tracker", "maintain", *arguments],
            cwd=room.folder,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        )

    good = typed("--backup", "b.duckdb")
    assert (good.returncode, good.stderr) == (0, "")
    mistake = typed("--backup", "b.duckdb")
    assert (mistake.returncode, len(mistake.stderr.splitlines())) == (2, 1)
    (room.folder / "coverage.duckdb.wal.damaged-1").touch()
    found = typed()
    assert (found.returncode, found.stderr) == (1, "")


@contextmanager
def running(newsroom: Newsroom):
    """`tracker run`, once its first pass is through."""
    path = newsroom.folder / "data/coverage.duckdb"
    finished = "select count(*) from runs where finished_at is not null"
    process = newsroom.start("run")
    try:
        for _ in range(300):
            with suppress(duckdb.Error), duckdb.connect(path, read_only=True) as db:
                if db.execute(finished).fetchall() == [(1,)]:
                    break
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def test_a_crawler_goes_on_beside_it_and_its_backup_can_be_kept_open(newsroom):
    with running(newsroom) as crawler:
        done = newsroom.tracker("maintain", "--backup", "b.duckdb")
        assert done.returncode == 0, done.stdout
        assert f"crawler: process {crawler.pid}" in done.stdout
        with duckdb.connect(newsroom.folder / "b.duckdb", read_only=True):
            assert newsroom.tracker("maintain").returncode == 0
        assert crawler.poll() is None


def test_a_restored_backup_is_taken_on_by_the_next_crawl(newsroom):
    path = newsroom.folder / "data/coverage.duckdb"

    def articles() -> int:
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute("select count(*) from articles").fetchall()[0][0]

    newsroom.tracker("crawl")
    done = newsroom.tracker("maintain", "--backup", "b.duckdb")
    command = done.stdout.partition("stop the crawler, then: ")[2].splitlines()[0]
    newsroom.publish("three", "one", "two")
    newsroom.tracker("crawl", "--force")
    assert articles() == 3
    subprocess.run(["sh", "-c", command], cwd=newsroom.folder, check=True)
    assert articles() == 2
    again = newsroom.tracker("crawl", "--force")
    assert "If an older copy was put in its place, all is well" in again.stdout
    assert articles() == 3
    assert newsroom.tracker("maintain").returncode == 0
