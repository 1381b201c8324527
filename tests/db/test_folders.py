"""Folders and files that are not there, or may not be used: D8."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.builders import (
    NOW,
    make_page,
    make_store,
    make_visit,
)
from tests.db.damage import (
    A,
    run,
)
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.errors import StoreError


def test_d8_a_database_that_vanishes_while_it_runs_is_missed_not_made_anew(
    store: Store,
):
    store.outbox.write(make_visit(make_page(A)))
    store.path.unlink()
    with pytest.raises(StoreError, match=r"no such database yet; `tracker crawl`"):
        store.apply(now=NOW)
    assert not store.path.exists()
    store.prepare(now=NOW)
    assert store.apply(now=NOW).visits == 1


def test_d8_a_folder_that_vanishes_while_it_runs_costs_only_what_it_held(
    tmp_path: Path,
):
    folder = tmp_path / "data"
    store = make_store(folder)
    shutil.rmtree(folder)
    store.outbox.write(make_visit(make_page(A)))
    with pytest.raises(StoreError, match="no such database yet"):
        store.apply(now=NOW)
    store.prepare(now=NOW)
    assert store.apply(now=NOW).visits == 1


def test_d8_a_file_in_the_place_of_the_outbox_is_told_before_anything_is_fetched(
    tmp_path: Path,
):
    (tmp_path / "outbox").touch()
    with pytest.raises(StoreError, match=r"outbox: cannot write .*File exists"):
        make_store(tmp_path)
    with pytest.raises(StoreError, match="cannot be looked into"):
        Outbox(tmp_path / "outbox").waiting()


def test_d8_a_folder_in_the_place_of_a_visit_is_put_aside(store: Store):
    (store.outbox.folder / "000000000001-x.json").mkdir()
    store.outbox.write(make_visit(make_page(A)))
    applied = store.apply(now=NOW)
    assert (applied.visits, applied.waiting) == (1, 0)
    assert "Is a directory" in applied.damaged[0]


# Loads all it needs before it gives up its rights: the folder may be closed to others.
AS_NOBODY = """
import os, sys
from pathlib import Path
from tests.db.builders import NOW, make_store
from tests.db.damage import broken_rules
from tracker.db import queries
from tracker.db.migrate import definitions, steps
from tracker.errors import StoreError

folder, todo = Path(sys.argv[1]), sys.argv[2]
steps(), definitions(), queries.checks()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    store = make_store(folder)
    if todo == "crawl":
        store.start_run("r", "crawl", now=NOW, program="x", config_hash="x")
    store.apply(now=NOW)
except StoreError as error:
    print(error)
    if (folder / "coverage.duckdb").exists():
        broken_rules(folder / "coverage.duckdb")  # reports still work
    sys.exit(2)
"""


@pytest.fixture
def open_folder(template: Path) -> Iterator[Path]:
    """A folder that any user may enter; those of pytest belong to one user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        for path in folder.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o666)
        folder.chmod(0o777)
        yield folder


@pytest.mark.parametrize("what", [".", "outbox", "coverage.duckdb", "all"])
def test_d8_what_may_not_be_written_is_told_before_anything_is_fetched(
    open_folder: Path, what: str
):
    places = [open_folder, *open_folder.rglob("*")]
    for place in places if what == "all" else [open_folder / what]:
        place.chmod(0o555 if place.is_dir() else 0o444)
    if what == ".":
        (open_folder / "coverage.duckdb").unlink()
    done = run(AS_NOBODY, open_folder, "crawl")
    assert (done.returncode, done.stderr) == (2, "")
    assert "ermission denied" in done.stdout
    assert "change its permissions" in done.stdout
    assert done.stdout.count("\n") == 1


def test_d8_a_visit_that_may_not_be_read_is_named_and_kept(open_folder: Path):
    waiting = open_folder / "outbox" / "000000000001-x.json"
    waiting.touch(mode=0o000)
    done = run(AS_NOBODY, open_folder, "apply")
    assert (done.returncode, done.stderr) == (2, "")
    assert f"{waiting}: a visit that waits cannot be read" in done.stdout
    assert waiting.exists()
