import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    FakeTime,
    dump,
    flip,
    held_elsewhere,
    leave_a_log,
    make_article_page,
    make_page,
    make_visit,
    rows,
)
from tests.db.test_migrate import describe
from tracker.db import backup_list, backups, compaction, maintain, queries
from tracker.db.backups import back_up
from tracker.db.compaction import Room, compact, room
from tracker.db.connection import opened
from tracker.db.contents import contents, name_of
from tracker.db.faults import DamagedFileError, FullDiskError
from tracker.db.maintain import REMEMBERED, left_over, prune, run_check
from tracker.db.store import Store
from tracker.errors import InputError, StoreBusyError, StoreError
from tracker.model import SiteNotes, SiteRest

A, B, C = (f"https://lajme.example/{name}" for name in "abc")
LATER = NOW + timedelta(hours=1)
MONTHS_LATER = NOW + 3 * REMEMBERED
DAY_OF_BACKUP = "2026-03-02 09:00"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies" / "my backup.duckdb"


def fill(store: Store, number: int = 1) -> None:
    for n in range(number):
        pages = (make_article_page(f"{A}{n}"), make_page(f"{B}{n}"))
        at = NOW + timedelta(minutes=n)
        store.outbox.write(make_visit(*pages, visit_id=f"v{n}", at=at))
    assert store.apply(now=NOW).waiting == 0


def findings(path: Path) -> dict[str, str]:
    with opened(path, read_only=True, wait=lambda _: None) as connection:
        lines = {
            check.name: run_check(connection, check, path) for check in queries.checks()
        }
    return {name: line.text for name, line in lines.items() if line is not None}


def write(store: Store, sql: str) -> None:
    with duckdb.connect(store.path) as connection:
        connection.execute(sql)


# ------------------------------------------------------------------ checks


def test_a_sound_database_passes_every_check(store: Store):
    fill(store, 3)
    assert findings(store.path) == {}


def test_what_a_check_finds_is_told_with_its_rule_and_some_rows(store: Store):
    fill(store, 5)
    write(store, "insert into articles select * from articles")
    told = findings(store.path)["unique_keys"]
    assert told.startswith("check unique_keys found 5 rows: articles ")
    assert "; and 2 more. The rule: What identifies a row" in told
    path = told.rpartition("< ")[2]
    assert Path(path).read_text().startswith("-- purpose: What identifies")


def test_a_check_that_takes_too_long_is_not_taken_for_passed(store: Store, monkeypatch):
    monkeypatch.setattr(maintain, "LONGEST_CHECK", 0.05)
    (check, *_) = queries.checks()
    endless = check.__class__(
        **{name: getattr(check, name) for name in check.__slots__}
        | {"sql": "select count(*) from range(1e12::bigint) a, range(1e12::bigint) b"}
    )
    with store.windows.reading() as connection:
        line = run_check(connection, endless, store.path)
    assert line is not None
    assert line.is_found
    assert "was not done" in line.text
    assert "stopped after" in line.text


# ------------------------------------------------------------------ forgetting


def test_visits_are_forgotten_a_month_after_their_file_is_gone(store: Store):
    fill(store, 3)
    edge = NOW + REMEMBERED
    for now, forgotten in ((edge, 0), (edge + timedelta(seconds=1), 0)):
        assert forget(store, now) == (forgotten, 0)  # of one time, all are the newest
    store.outbox.write(make_visit(visit_id="new"))
    store.apply(now=edge)
    assert forget(store, edge) == (0, 0)
    assert forget(store, edge + timedelta(seconds=1)) == (3, 0)
    assert rows(store, "select visit_id from applied_visits") == [("new",)]
    assert forget(store, edge + timedelta(seconds=1)) == (0, 0)


def test_a_visit_whose_file_is_still_there_is_not_forgotten(store: Store):
    fill(store)
    again = make_visit(make_article_page(f"{A}0"), make_page(f"{B}0"), visit_id="v0")
    store.outbox.write(make_visit(visit_id="new"))
    store.apply(now=MONTHS_LATER)
    store.outbox.write(again)
    before = dump(store)
    assert forget(store, MONTHS_LATER) == (0, 0)
    assert store.apply(now=MONTHS_LATER).visits == 0
    assert dump(store) == before


def test_forgetting_is_not_taken_for_a_loss(store: Store):
    fill(store, 3)
    store.outbox.write(make_visit(visit_id="new"))
    store.apply(now=MONTHS_LATER)
    assert forget(store, MONTHS_LATER) == (3, 0)
    assert store.prepare(now=MONTHS_LATER) == ()


def test_rests_that_are_over_are_forgotten(store: Store):
    rests = (
        SiteRest(site="a.example", until_at=NOW, reason="asked to wait"),
        SiteRest(site="b.example", until_at=LATER, reason="asked to wait"),
    )
    store.outbox.write(make_visit(sites=SiteNotes(rests=rests)))
    store.apply(now=NOW)
    assert forget(store, NOW + timedelta(seconds=1)) == (0, 1)
    assert rows(store, "select site from rests") == [("b.example",)]


def forget(store: Store, now) -> tuple[int, int]:
    return prune(store.windows, store.outbox, store.tally, now=now)


# ------------------------------------------------------------------ what is left over


def test_what_was_put_aside_is_listed_and_never_removed(store: Store):
    store.outbox.write(make_visit()).write_text("{")
    store.apply(now=NOW)
    log = store.path.with_name("coverage.duckdb.wal.damaged-1")
    log.write_bytes(b"x" * 1234)
    backup = store.path.with_name("coverage.duckdb.backup-before-step-5")
    shutil.copy(store.path, backup)
    lines = list(left_over(store.path, store.outbox))
    (visit,) = (store.outbox.folder / "damaged").iterdir()
    told = [(line.text.partition(": ")[0], line.is_found) for line in lines]
    assert told == [(str(visit), True), (str(log), True), (str(backup), False)]
    assert "1,234 bytes" in lines[1].text
    assert visit.exists()
    assert log.exists()
    assert backup.exists()


# ------------------------------------------------------------------ compaction


def waste(store: Store) -> None:
    """Store text that does not compress, and delete nearly all of it."""
    write(
        store,
        "insert into tokens by name select 'x' as article_id, range as n, (select"
        " string_agg(sha256(concat(n, ' ', part))) from range(12) as parts (part))"
        " as term from range(60000); checkpoint; delete from tokens where n % 50 > 0",
    )


def spell_out(path: Path) -> str:
    with duckdb.connect(path, read_only=True) as connection:
        return describe(connection)


def test_a_file_full_of_room_is_written_anew_and_holds_the_same(store: Store):
    fill(store, 3)
    waste(store)
    before, schema, size = dump(store), spell_out(store.path), store.path.stat().st_size
    with store.windows.reading() as connection:
        wasted = room(connection, store.path)
        held = contents(connection, name_of(connection))
    assert wasted.is_worthwhile
    after = compact(store.windows)
    assert after.size < wasted.size - wasted.free + 2_000_000
    assert store.path.stat().st_size < size / 2
    assert dump(store) == before
    assert spell_out(store.path) == schema
    with store.windows.reading() as connection:
        assert contents(connection, name_of(connection)) == held
    assert store.prepare(now=NOW) == ()
    fill(store, 4)
    assert rows(store, "select count(*) from articles") == [(4,)]


def test_what_is_written_anew_can_be_opened_by_duckdb_1_5(store: Store):
    compact(store.windows)
    tag = "select tags['storage_version'] from duckdb_databases() where not internal"
    assert rows(store, tag) == [("v1.5.0+",)]


def test_deleted_rows_count_as_room(store: Store):
    write(
        store,
        "create table ballast as select range as n, sha256(range::varchar) as text"
        " from range(100000); checkpoint; delete from ballast where n % 4 > 0",
    )
    with store.windows.reading() as connection:
        found = room(connection, store.path)
        blocks = connection.execute(
            "select count(distinct block_id) from pragma_storage_info('ballast')"
        ).fetchone()[0]
    assert found.free >= 0.7 * (blocks - 1) * 262_144


@pytest.mark.parametrize(
    ("size", "free", "is_worthwhile"),
    [
        (64_000_000, 16_000_001, True),
        (64_000_000, 16_000_000, False),
        (64_000_008, 16_000_001, False),
        (17_000_000, 15_999_999, False),
        (100_000_000_000, 25_000_000_001, True),
    ],
)
def test_a_file_is_written_anew_only_for_a_quarter_of_it_and_16_mb(
    size: int, free: int, *, is_worthwhile: bool
):
    assert Room(size=size, free=free).is_worthwhile is is_worthwhile


def beside(store: Store) -> list[str]:
    return sorted(path.name for path in store.path.parent.glob("coverage.duckdb*"))


def test_a_copy_that_is_not_the_same_never_takes_the_place(store: Store, monkeypatch):
    fill(store)
    whole, calls = compaction.contents, []

    def differ(connection: duckdb.DuckDBPyConnection, database: str):
        calls.append(database)
        if database == "fresh":
            connection.execute("delete from fresh.main.articles")
        return whole(connection, database)

    monkeypatch.setattr(compaction, "contents", differ)
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="not the same; it is as it was"):
        compact(store.windows)
    assert calls == ["coverage", "fresh"]
    assert store.path.read_bytes() == before
    assert beside(store) == ["coverage.duckdb"]


@pytest.mark.parametrize("what", ["sync_file", "sync_folder"])
def test_a_disk_that_fails_while_writing_anew_changes_nothing(
    store: Store, monkeypatch, what: str
):
    fill(store)

    def fail(_path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(compaction, what, fail)
    before = dump(store)
    with pytest.raises(StoreError, match="Input/output error"):
        compact(store.windows)
    assert dump(store) == before
    assert beside(store) == ["coverage.duckdb"]


def test_without_room_nothing_is_written_anew_and_the_bytes_are_named(
    store: Store, monkeypatch
):
    pretend_free(monkeypatch, compaction, 1_000_000)
    before = store.path.read_bytes()
    with pytest.raises(FullDiskError, match=r"needs 6\d,\d{3},\d{3} bytes"):
        compact(store.windows)
    assert store.path.read_bytes() == before


def pretend_free(monkeypatch, module, free: int) -> None:
    usage = SimpleNamespace(free=free)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage)


def test_a_file_that_somebody_reads_is_not_written_anew(store: Store):
    with (
        held_elsewhere(store.path, read_only=True),
        pytest.raises(StoreBusyError),
    ):
        compact(store.windows)


KILLED = """
import os, signal, sys, time
from pathlib import Path
from tracker.db import compaction
from tracker.db.windows import Windows
setattr(compaction, sys.argv[2], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
compaction.compact(Windows(Path(sys.argv[1]), wait=time.sleep))
"""


@pytest.mark.parametrize("point", ["contents", "sync_file", "sync_folder"])
def test_a_kill_while_writing_anew_leaves_a_whole_database(store: Store, point: str):
    fill(store, 2)
    before = dump(store)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.path), point], check=False
    )
    assert killed.returncode == -9
    assert store.prepare(now=NOW) == ()
    assert dump(store) == before
    compaction.clear(store.path)
    assert beside(store) == ["coverage.duckdb"]


# ------------------------------------------------------------------ backups


def copy_of(path: Path, tmp_path: Path) -> Mapping[str, list[str]]:
    time = FakeTime()
    return dump(Store(path, outbox=backups_outbox(tmp_path), wait=time.wait))


def backups_outbox(tmp_path: Path):
    from tracker.db.outbox import Outbox  # noqa: PLC0415 - one line of set-up

    return Outbox(tmp_path / "other")


def test_a_backup_is_a_whole_database_and_says_what_is_in_it(
    store: Store, target: Path, tmp_path: Path
):
    fill(store, 2)
    copied = back_up(store.windows, target, now=LATER)
    assert copy_of(target, tmp_path) == dump(store)
    assert findings(target) == {}
    assert copied.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert copied.size == target.stat().st_size
    assert copied.newest_poll_at == NOW + timedelta(minutes=1)
    stored = sum(len(found) for found in dump(store).values())
    steps = rows(store, "select count(*) from schema_steps")[0][0]
    assert copied.rows == stored + steps
    assert list(target.parent.iterdir()) == [target]
    assert (target.stat().st_mode & 0o777) == (store.path.stat().st_mode & 0o777)


def test_a_backup_holds_what_only_the_log_holds_yet(store: Store, target: Path):
    leave_a_log(store.path, "insert into settings values ('from the log', '1')")
    back_up(store.windows, target, now=LATER)
    with duckdb.connect(target, read_only=True) as connection:
        found = connection.execute("select value from settings where name like 'from%'")
        assert found.fetchall() == [("1",)]
    assert list(target.parent.iterdir()) == [target]


def test_nobody_writes_while_a_backup_is_copied(
    store: Store, target: Path, monkeypatch
):
    """Closing any file of a process gives up its locks: so none is closed too early."""
    leave_a_log(store.path, "insert into settings values ('x', '1')")
    whole, told = backups.shutil.copyfileobj, []
    program = (
        "import sys, duckdb\ntry: duckdb.connect(sys.argv[1])\n"
        "except duckdb.IOException as error: print('lock' in str(error))"
    )

    def try_to_write(read, written, length: int) -> None:
        whole(read, written, length)
        attempt = [sys.executable, "-c", program, str(store.path)]
        done = subprocess.run(attempt, capture_output=True, text=True, check=True)
        told.append(done.stdout)

    monkeypatch.setattr(backups.shutil, "copyfileobj", try_to_write)
    back_up(store.windows, target, now=LATER)
    assert told == ["True\n", "True\n"]


def test_a_backup_can_be_made_while_a_notebook_reads(store: Store, target: Path):
    with held_elsewhere(store.path, read_only=True):
        assert back_up(store.windows, target, now=LATER).tables > 20


def test_a_backup_overwrites_nothing(store: Store, target: Path, tmp_path: Path):
    target.write_text("mine")
    with pytest.raises(InputError, match="there already, and nothing is overwritten"):
        back_up(store.windows, target, now=LATER)
    assert target.read_text() == "mine"
    link = tmp_path / "link.duckdb"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="there already"):
        back_up(store.windows, link, now=LATER)
    with pytest.raises(InputError, match="there already"):
        back_up(store.windows, tmp_path, now=LATER)


def test_a_database_is_no_backup_of_itself(store: Store, tmp_path: Path):
    for itself in (store.path, tmp_path / "copies" / ".." / "coverage.duckdb"):
        with pytest.raises(InputError, match="is the database itself"):
            back_up(store.windows, itself, now=LATER)


def test_a_backup_into_a_folder_that_is_not_there_is_refused(store: Store):
    with pytest.raises(InputError, match="nowhere: no such folder"):
        back_up(store.windows, store.path.parent / "nowhere" / "x", now=LATER)


def test_a_backup_without_room_names_the_bytes(store: Store, target: Path, monkeypatch):
    pretend_free(monkeypatch, backups, 1_000_000)
    with pytest.raises(FullDiskError, match=r"needs 1\d,\d{3},\d{3} bytes, and 1,0"):
        back_up(store.windows, target, now=LATER)
    assert list(target.parent.iterdir()) == []


def test_a_backup_that_fills_the_disk_leaves_nothing(
    store: Store, target: Path, monkeypatch
):
    def fill_up(_read, written, _length: int) -> None:
        written.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.shutil, "copyfileobj", fill_up)
    with pytest.raises(FullDiskError, match="the disk is full"):
        back_up(store.windows, target, now=LATER)
    assert list(target.parent.iterdir()) == []


def test_a_copy_with_fewer_rows_is_not_kept(store: Store, target: Path, monkeypatch):
    fill(store)
    whole = backups._copy

    def lose_a_row(*arguments):
        counts = whole(*arguments)
        with duckdb.connect(arguments[1]) as connection:
            connection.execute("delete from articles")
        return counts

    monkeypatch.setattr(backups, "_copy", lose_a_row)
    with pytest.raises(StoreError, match="not like it in articles"):
        back_up(store.windows, target, now=LATER)
    assert list(target.parent.iterdir()) == []


def test_a_damaged_part_is_found_by_the_backup_and_the_last_good_one_named(
    store: Store, target: Path
):
    waste_nothing = "create table ballast as select sha256(range::varchar) as text"
    write(store, f"{waste_nothing} from range(50000)")
    back_up(store.windows, target, now=NOW)
    flip(store.path, store.path.stat().st_size - 1_000_000)
    second = target.with_name("second.duckdb")
    with pytest.raises(DamagedFileError) as caught:
        back_up(store.windows, second, now=LATER)
    assert str(caught.value).startswith(f"{store.path}: a part of it cannot be read")
    restoring = backup_list.restoring(store.path, target)
    assert str(caught.value).endswith(f"of {DAY_OF_BACKUP} UTC: {restoring}")
    assert not second.exists()


# ------------------------------------------------------------------ restoring


def test_a_restored_backup_takes_what_waits_and_the_next_crawl_goes_on(
    store: Store, target: Path
):
    fill(store, 2)
    back_up(store.windows, target, now=NOW)
    store.outbox.write(make_visit(make_article_page(C), visit_id="lost"))
    store.apply(now=LATER)
    store.outbox.write(make_visit(make_page(f"{C}2"), visit_id="waits", at=LATER))
    log = leave_a_log(store.path, "insert into settings values ('newer', '1')")
    restoring = backup_list.restoring(store.path, target)
    subprocess.run(["sh", "-c", restoring], check=True)
    assert not log.exists()
    (note,) = store.prepare(now=LATER)
    assert "holds 2 visits" in note
    assert "had been 3 visits" in note
    assert "1 visits that wait in the outbox are stored into it" in note
    assert store.apply(now=LATER).visits == 1
    assert rows(store, "select count(*) from articles") == [(2,)]
    assert rows(store, "select url from pages where url like '%/c%'") == [(f"{C}2",)]
    assert findings(store.path) == {}
    assert store.prepare(now=LATER) == ()


def test_the_newest_backup_that_is_still_there_is_named(store: Store, target: Path):
    older, newer = target, target.with_name("newer.duckdb")
    back_up(store.windows, older, now=NOW)
    back_up(store.windows, newer, now=LATER)
    with backup_list.list_file(store.path).open("a") as file:
        file.write("spoilt\n\t\n2026-03-09T09:00:00+00:00\tx\t/gone/away.duckdb\n\xff")
    known = backup_list.known(store.path)
    assert [backup.path for backup in known] == [older, newer]
    newer.unlink()
    assert str(older) in backup_list.advice(store.path).replace("'", "")
    older.unlink()
    assert "no backup of it is known" in backup_list.advice(store.path)


def test_names_with_blanks_and_quotes_can_be_pasted(tmp_path: Path):
    backup, path = tmp_path / "a 'b'.duckdb", tmp_path / "my $HOME.duckdb"
    backup.write_text("backup")
    log = tmp_path / "my $HOME.duckdb.wal"
    log.touch()
    subprocess.run(["sh", "-c", backup_list.restoring(path, backup)], check=True)
    assert path.read_text() == "backup"
    assert not log.exists()


def test_a_list_that_cannot_be_written_costs_no_backup(store: Store, target: Path):
    backup_list.list_file(store.path).mkdir()
    with pytest.raises(StoreError, match="is good, only not listed"):
        back_up(store.windows, target, now=NOW)
    assert target.exists()
