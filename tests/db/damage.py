"""Visits, crashes and looks at a database, for the tests of what may go wrong."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from tests.db.builders import (
    NOW,
    FakeTime,
    make_article_page,
    make_page,
    make_store,
    make_visit,
)
from tracker.db import queries
from tracker.db.connection import opened
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import Visit

A, B, C = (f"https://lajme.example/{name}" for name in "abc")
TOP = Path(__file__).parents[2]


def visits_of(number: int) -> list[Visit]:
    """Visits of which each builds on the one before it."""
    return [
        make_visit(
            make_article_page(A, body=f"SHSH, {n}.", at=NOW + timedelta(minutes=n)),
            make_page(f"{B}{n}"),
            visit_id=f"v{n}",
            at=NOW + timedelta(minutes=n),
        )
        for n in range(number)
    ]


def stored(folder: Path, template: Path, visits: list[Visit]) -> Store:
    """A database in which these visits are, without any disturbance."""
    shutil.copytree(template, folder)
    store = make_store(folder)
    for visit in visits:
        store.outbox.write(visit)
    assert store.apply(now=NOW).waiting == 0
    return store


def run(program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    )


def broken_rules(path: Path) -> list[tuple[object, ...]]:
    with opened(path, read_only=True, wait=lambda _: None) as connection:
        return [
            row
            for check in queries.checks()
            for row in queries.run(check, connection, {}).rows
        ]


def unprepared(folder: Path) -> Store:
    time = FakeTime()
    outbox = Outbox(folder / "outbox")
    return Store(folder / "coverage.duckdb", outbox=outbox, wait=time.wait)


def incompressible(seed: str, size: int) -> str:
    words = (sha256(f"{seed} {n}".encode()).hexdigest() for n in range(size // 65 + 1))
    return " ".join(words)


def with_long_texts(number: int) -> list[Visit]:
    return [
        make_visit(
            make_article_page(
                f"{A}{n}", body=f"SHSH {incompressible(str(n), 195_000)}"
            ),
            visit_id=f"v{n}",
            at=NOW + timedelta(minutes=n),
        )
        for n in range(number)
    ]


# Applies what waits, and dies where it is told to.
KILLED = """
import os, signal, sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tracker.db import applying, connection, ledger, outbox, store as module, visits

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

class Dying:
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        return getattr(self.inner, name)
    def execute(self, sql, *rest):
        return die() if sql == "checkpoint" else self.inner.execute(sql, *rest)

point = sys.argv[3]
if point == "before applying":
    die()
elif point == "inside the transaction":
    visits.ledger.record = die
elif point == "between commit and count":
    applying.counted = die
elif point == "before the checkpoint":
    whole = module.apply_some
    module.apply_some = lambda connection, *a, **k: whole(Dying(connection), *a, **k)
elif point == "before the file is removed":
    outbox.Outbox.remove = die
waiting = outbox.Outbox(Path(sys.argv[2]))
# A clock that stands still: no window is cut short on a slow machine.
store = module.Store(
    Path(sys.argv[1]), outbox=waiting, wait=lambda _: None, clock=lambda: 0.0
)
store.apply(now=datetime(2026, 3, 2, 9, tzinfo=UTC))
"""
POINTS = [
    "before applying",
    "inside the transaction",
    "between commit and count",
    "before the checkpoint",
    "before the file is removed",
]
