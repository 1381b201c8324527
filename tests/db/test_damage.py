"""Kills, damaged logs and files, hostile values: each test names its row."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.db.builders import (
    NOW,
    dump,
    flip,
    make_article_page,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tests.db.damage import (
    KILLED,
    POINTS,
    A,
    B,
    C,
    broken_rules,
    run,
    stored,
    unprepared,
    visits_of,
)
from tracker.core import urls
from tracker.db import queries
from tracker.db.backups import back_up
from tracker.db.faults import DamagedFileError
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.errors import StoreError, TrackerError

LATER = NOW + timedelta(hours=1)


# ------------------------------------------------------------------ D1: kill -9


@pytest.mark.parametrize("point", POINTS)
def test_d1_a_process_killed_at_any_point_loses_and_doubles_nothing(
    store: Store, tmp_path: Path, template: Path, point: str
):
    visits = visits_of(2)
    expected = stored(tmp_path / "undisturbed", template, visits)
    for visit in visits:
        store.outbox.write(visit)
    killed = run(KILLED, store.path, store.outbox.folder, point)
    assert killed.returncode == -9, killed.stderr
    assert store.prepare(now=NOW) == ()
    assert store.apply(now=NOW).waiting == 0
    assert dump(store) == dump(expected)


# ------------------------------------------------------------------ D3, D4: the log


@dataclass(frozen=True)
class Crashed:
    """A database whose three visits only its log holds, and what it should hold."""

    folder: Path
    expected: Store

    def copy(self, folder: Path) -> Path:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return folder / "coverage.duckdb.wal"


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Crashed:
    folder = tmp_path_factory.mktemp("crashed")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    outbox = Outbox(folder / "outbox")
    visits = visits_of(4)
    outbox.write(visits[0])
    make_store(folder).apply(now=NOW)
    for visit in visits[1:]:
        outbox.write(visit)
    killed = run(KILLED, folder / "coverage.duckdb", outbox.folder, POINTS[3])
    assert killed.returncode == -9, killed.stderr
    undisturbed = tmp_path_factory.mktemp("undisturbed") / "x"
    return Crashed(folder, stored(undisturbed, template, visits))


def test_d3_a_whole_log_after_a_kill_is_no_loss(crashed: Crashed, tmp_path: Path):
    crashed.copy(tmp_path)
    store = unprepared(tmp_path)
    assert store.prepare(now=NOW) == ()
    store.apply(now=NOW)
    assert dump(store) == dump(crashed.expected)


@pytest.mark.parametrize("left", [lambda n: n - 100, lambda n: n // 2, lambda _: 0])
def test_d3_a_log_that_was_cut_is_noticed_and_made_good(
    crashed: Crashed, tmp_path: Path, left: Callable[[int], int]
):
    log = crashed.copy(tmp_path)
    os.truncate(log, left(log.stat().st_size))
    store = unprepared(tmp_path)
    (note,) = store.prepare(now=NOW)
    assert "of 4 visits, for its log of last writes was cut" in note
    assert "wait in the outbox and are stored again" in note
    assert store.apply(now=NOW).waiting == 0
    assert dump(store) == dump(crashed.expected)
    assert store.prepare(now=NOW) == ()


def test_d3_a_log_that_was_removed_is_noticed_and_made_good(
    crashed: Crashed, tmp_path: Path
):
    crashed.copy(tmp_path).unlink()
    store = unprepared(tmp_path)
    (note,) = store.prepare(now=NOW)
    assert "lost 3 of 4 visits" in note
    store.apply(now=NOW)
    assert dump(store) == dump(crashed.expected)


def test_d3_an_older_copy_in_the_place_is_told_without_alarm(
    crashed: Crashed, tmp_path: Path, template: Path
):
    crashed.copy(tmp_path)
    shutil.copyfile(template / "coverage.duckdb", tmp_path / "coverage.duckdb")
    store = unprepared(tmp_path)
    *_, note = store.prepare(now=NOW)
    assert "holds 0 visits, though there had been 4 visits" in note
    assert "If an older copy was put in its place, all is well: 3 visits" in note
    assert not (tmp_path / "coverage.duckdb.wal").exists()  # it is of the newer one
    store.apply(now=NOW)
    assert rows(store, "select visit_id from applied_visits order by all") == [
        ("v1",),
        ("v2",),
        ("v3",),
    ]
    assert broken_rules(store.path) == []
    assert store.prepare(now=NOW) == ()


def test_d3_a_database_that_vanished_is_made_anew_and_said_to_be(
    crashed: Crashed, tmp_path: Path
):
    crashed.copy(tmp_path)
    (tmp_path / "coverage.duckdb").unlink()
    store = unprepared(tmp_path)
    *_, note = store.prepare(now=NOW)
    assert "is made anew, though there had been 4 visits" in note
    assert "no backup of it is known" in note
    assert store.apply(now=NOW).visits == 3
    assert store.prepare(now=NOW) == ()


@pytest.mark.parametrize("text", ["", "{", '{"visits": "many"}', "[]", "\x00"])
def test_d3_a_spoilt_count_asks_for_nothing(store: Store, text: str):
    store.tally.path.write_text(text)
    assert store.prepare(now=NOW) == ()
    store.outbox.write(make_visit(make_page(A)))
    store.apply(now=NOW)
    assert store.tally.read().visits == 1


@pytest.mark.parametrize("seventh", range(7))
def test_d4_a_damaged_log_costs_nothing_and_one_start_at_most(
    crashed: Crashed, tmp_path: Path, seventh: int
):
    log = crashed.copy(tmp_path)
    flip(log, log.stat().st_size * seventh // 7)
    store = unprepared(tmp_path)
    notes = store.prepare(now=NOW)
    for note in notes:
        assert "damaged-1" in note or "stored again" in note
    assert store.apply(now=NOW).waiting == 0
    assert dump(store) == dump(crashed.expected)
    assert store.prepare(now=NOW) == ()


def test_d4_a_log_that_cannot_be_read_is_kept_and_named(
    crashed: Crashed, tmp_path: Path
):
    log = crashed.copy(tmp_path)
    size = log.stat().st_size
    flip(log, 100)
    store = unprepared(tmp_path)
    aside, lost = store.prepare(now=NOW)
    assert f"{log}.damaged-1: the log of last writes" in aside
    assert Path(f"{log}.damaged-1").stat().st_size == size
    assert "lost 3 of 4 visits" in lost
    store.apply(now=NOW)
    assert dump(store) == dump(crashed.expected)


# ------------------------------------------------------------------ D5: damaged blocks


BLOCK = 262_144
HEADERS = 12_288


@pytest.mark.parametrize(
    "step", [5, pytest.param(1, marks=pytest.mark.endurance, id="every block")]
)
def test_d5_a_damaged_block_is_told_with_path_and_newest_backup(
    crashed: Crashed, tmp_path: Path, step: int
):
    backup, path = tmp_path / "b.duckdb", tmp_path / "coverage.duckdb"
    back_up(crashed.expected.windows, backup, now=NOW)
    shutil.copyfile(f"{crashed.expected.path}.backups", f"{path}.backups")
    whole = backup.read_bytes()
    told = []
    for start in (4096, *range(HEADERS, len(whole), step * BLOCK)):
        path.write_bytes(whole)
        flip(path, start + 8)  # its own checksum comes first
        told += what_is_told(path)
    assert len(told) > 2  # other blocks are free
    for sentence in told:
        assert sentence.startswith(f"{path} is damaged")
        assert f"cp {backup} {path} && rm -f {path}.wal" in sentence


def what_is_told(path: Path) -> list[str]:
    """Do what crawl, report, status and sql do; the sentence with which it ends."""
    store = unprepared(path.parent)
    try:
        store.prepare(now=NOW)
        store.due(now=LATER, outlets=None, force=True)
        with store.windows.reading() as connection:
            for check in queries.checks():
                queries.run(check, connection, {})
            for table in ("articles", "versions", "annotations", "pages", "polls"):
                queries.run_sql(connection, f"from {table}")
        store.outbox.write(visits_of(9)[-1])
        store.apply(now=NOW)
    except DamagedFileError as error:
        return [str(error)]
    finally:
        shutil.rmtree(store.outbox.folder)
    return []


def test_d5_a_file_that_lost_its_end_is_damaged(store: Store):
    os.truncate(store.path, store.path.stat().st_size // 8)
    with pytest.raises(StoreError, match="damaged"):
        store.prepare(now=NOW)


def test_d5_an_error_of_the_query_is_not_taken_for_damage(store: Store):
    for text in ("select error('Corrupt database file: checksum')", "select corrupt"):
        with pytest.raises(TrackerError) as caught, store.windows.reading() as reader:
            queries.run_sql(reader, text)
        assert not isinstance(caught.value, StoreError)


# ------------------------------------------------------------------ D7: hostile values


HOSTILE = [
    "a\0b",
    "'); drop table articles; --",
    "\ud800",
    "\udfff\ud83d",
    "$x ${y} %s {z}",
    "\u2028\x1b[31m\u202e",
    pytest.param("x" * 10_000_000, id="ten million characters"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_d7_hostile_texts_are_stored_and_harm_nobody(store: Store, text: str):
    visit = make_visit(
        make_article_page(A, title=text[:1000], body=text, author=text[:500]),
        make_page(B, title=text[:1000], detail=text[:1000]),
        make_page(f"{C}?{text[:500]}"),
        make_article_page(C),
    )
    store.outbox.write(visit)
    applied = store.apply(now=NOW)
    assert applied.damaged == ()
    clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    found = rows(store, "select body from versions where title <> 'Panairi u hap'")
    assert found == [(clean,)]
    assert rows(store, "select count(*) from pages") == [(4,)]
    assert rows(store, "select count(*) from articles") == [(2,)]


def test_d7_a_value_that_no_column_holds_costs_its_own_page_only(store: Store):
    hostile = make_page(B, attempts=2**40)
    store.outbox.write(make_visit(make_article_page(A), hostile, make_page(C)))
    applied = store.apply(now=NOW)
    assert [f"not stored: {B}: " in told for told in applied.damaged] == [True]
    assert rows(store, "select url from pages order by url") == [(A,), (C,)]
    assert rows(store, "select count(*) from polls") == [(1,)]
    assert rows(store, "select article_id from articles") == [(urls.article_id(A),)]
