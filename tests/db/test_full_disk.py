"""No room, and the n-th step that fails: D2 and D11."""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    dump,
    make_article_page,
    make_store,
    make_visit,
    rows,
)
from tests.db.damage import (
    A,
    broken_rules,
    run,
    stored,
    unprepared,
    visits_of,
    with_long_texts,
)
from tracker.db import connection as connection_module
from tracker.db.faults import FullDiskError
from tracker.db.store import Store
from tracker.db.visits import ledger
from tracker.errors import StoreError
from tracker.model import Visit

# ------------------------------------------------------------------ D2: no room


FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from tracker.db import outbox, store
from tracker.errors import StoreError

path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
waiting = outbox.Outbox(Path(sys.argv[2]))
try:
    store.Store(path, outbox=waiting, wait=lambda _: None).apply(
        now=datetime(2026, 3, 2, 9, tzinfo=UTC)
    )
except StoreError as error:
    print(type(error).__name__, error)
    sys.exit(1)
"""


@pytest.mark.parametrize(
    "more",
    [
        100_000,
        pytest.param(-4_000_000, marks=pytest.mark.endurance),
        pytest.param(1_000, marks=pytest.mark.endurance),
        pytest.param(300_000, marks=pytest.mark.endurance),
        pytest.param(600_000, marks=pytest.mark.endurance),
    ],
)
def test_d2_a_disk_that_is_full_ends_with_one_sentence_and_loses_nothing(
    store: Store, more: int
):
    for visit in with_long_texts(5):
        store.outbox.write(visit)
    limit = store.path.stat().st_size + more
    full = run(FULL, store.path, store.outbox.folder, limit)
    assert (full.returncode, full.stderr) == (1, "")
    assert full.stdout.startswith(f"FullDiskError {store.path}: the disk is full")
    assert "visits wait; some " in full.stdout
    assert "bytes are needed" in full.stdout
    assert full.stdout.count("\n") == 1
    assert broken_rules(store.path) == []  # reports still work
    assert store.prepare(now=NOW) == ()
    store.apply(now=NOW)
    assert rows(store, "select count(*) from articles") == [(5,)]


WRITES = """
import resource, sys
from pathlib import Path
from tests.db.damage import with_long_texts
from tracker.db.outbox import Outbox
from tracker.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000,) * 2)
outbox = Outbox(Path(sys.argv[1]))
outbox.start()
try:
    outbox.write(with_long_texts(1)[0])
except StoreError as error:
    print(type(error).__name__, error)
    sys.exit(1)
"""


def test_d2_an_outbox_without_room_names_path_and_bytes_and_leaves_nothing_half(
    tmp_path: Path,
):
    outbox = tmp_path / "outbox"
    full = run(WRITES, outbox)
    assert (full.returncode, full.stderr) == (1, "")
    assert full.stdout.startswith(f"FullDiskError {outbox}: the disk is full")
    assert " an outcome of 197," in full.stdout
    assert list(outbox.iterdir()) == []


def test_d2_a_failing_write_leaves_the_visit_whole_in_the_outbox(
    store: Store, monkeypatch
):
    def fail(*_: object) -> None:
        raise duckdb.IOException("IO Error: could not write: No space left on device")

    before = dump(store)
    store.outbox.write(make_visit(make_article_page(A)))
    monkeypatch.setattr(ledger, "record", fail)
    with pytest.raises(FullDiskError, match="the disk is full"):
        store.apply(now=NOW)
    monkeypatch.undo()
    assert dump(store) == before
    assert store.apply(now=NOW).articles == 1


# ------------------------------------------------------------------ D11: the n-th step


class Failing:
    """Counts what must not fail in silence, and fails one of it, once."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, *, after: bool) -> None:
        self.count = 0
        self._at, self._after = at, after
        for owner, name in (
            (os, "fsync"),
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "open"),
            (Path, "write_bytes"),
        ):
            patch.setattr(owner, name, self._wrapped(getattr(owner, name)))
        whole = connection_module.duckdb.connect
        patch.setattr(
            connection_module.duckdb,
            "connect",
            lambda *given, **named: _Connection(whole(*given, **named), self),
        )

    def call(self, work: Callable[[], object], error: Exception) -> object:
        self.count += 1
        fails = self.count == self._at
        if fails and not self._after:
            raise error
        result = work()
        if fails:
            if hasattr(result, "close"):
                result.close()
            raise error
        return result

    def _wrapped(self, whole: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*given: object, **named: object) -> object:
            return self.call(
                lambda: whole(*given, **named), OSError(5, "Input/output error")
            )

        return wrapper


class _Connection:
    def __init__(self, inner: duckdb.DuckDBPyConnection, failing: Failing) -> None:
        self._inner, self._failing = inner, failing

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def _io(self, work: Callable[[], object]) -> object:
        error = duckdb.IOException("IO Error: Could not write: Input/output error")
        return self._failing.call(work, error)

    def commit(self) -> object:
        return self._io(self._inner.commit)

    def execute(self, sql: str, *rest: object) -> object:
        if sql == "checkpoint":
            return self._io(lambda: self._inner.execute(sql))
        return self._inner.execute(sql, *rest)


def crawl(store: Store, visits: list[Visit]) -> list[str]:
    """Write and apply visits like a pass; return those that were reported written."""
    written: list[str] = []
    for visit in visits:
        store.outbox.write(visit)
        written.append(visit.id)
        store.apply(now=NOW)
    return written


def attempt(store: Store, visits: list[Visit]) -> list[str]:
    """A pass that ends with a sentence when something fails."""
    written: list[str] = []
    with contextlib.suppress(StoreError):
        for visit in visits:
            store.outbox.write(visit)
            written.append(visit.id)
            store.apply(now=NOW)
    return written


def operations(folder: Path, template: Path) -> int:
    shutil.copytree(template, folder)
    store = make_store(folder)
    with pytest.MonkeyPatch.context() as patch:
        failing = Failing(patch, 0, after=False)
        crawl(store, visits_of(2))
    return failing.count


def fail_the_nth(folder: Path, template: Path, n: int, *, after: bool) -> None:
    shutil.copytree(template, folder / "x")
    store = make_store(folder / "x")
    visits = visits_of(2)
    with pytest.MonkeyPatch.context() as patch:
        Failing(patch, n, after=after)
        reported = attempt(store, visits)
    if n % 2:  # the next round of the same program, or a new one
        store = unprepared(folder / "x")
        assert store.prepare(now=NOW) == ()
    left = store.apply(now=NOW)
    assert (left.waiting, left.damaged) == (0, ())
    held = {visit for (visit,) in rows(store, "select visit_id from applied_visits")}
    assert held >= set(reported)
    expected = stored(
        folder / "expected", template, [visit for visit in visits if visit.id in held]
    )
    assert dump(store) == dump(expected)
    assert broken_rules(store.path) == []
    # what was not reported is fetched once more
    crawl(store, [visit for visit in visits if visit.id not in reported])
    assert rows(store, "select count(*) from applied_visits") == [(len(visits),)]
    assert store.outbox.waiting() == ()
    assert store.prepare(now=NOW) == ()
    shutil.rmtree(folder)


def test_d11_the_failure_of_every_third_step_leaves_a_consistent_state(
    tmp_path: Path, template: Path
):
    number = operations(tmp_path / "dry", template)
    assert number > 20
    for n in range(1, number + 1, 3):
        (tmp_path / f"{n}").mkdir()
        fail_the_nth(tmp_path / f"{n}", template, n, after=n % 2 == 0)


@pytest.mark.endurance
@pytest.mark.parametrize("after", [False, True])
def test_d11_the_failure_of_any_step_leaves_a_consistent_state(
    tmp_path: Path, template: Path, *, after: bool
):
    for n in range(1, operations(tmp_path / "dry", template) + 1):
        (tmp_path / f"{n}").mkdir()
        fail_the_nth(tmp_path / f"{n}", template, n, after=after)
