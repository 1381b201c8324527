"""Kill processes between begin and commit of a visit, and look what is stored.

    python -m tests.endurance.commits --kills 50 --seed 1

Some visits wait in the outbox; a child applies them and is killed with SIGKILL inside
the transaction of one of them. Stored must then be all visits before it, that one whole
or not at all, and none behind it; the next start must store the rest. Exit status 1
when not.
"""

# ruff: noqa: S311, T201 - a script that throws dice and prints

import argparse
import os
import pickle
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from duckdb import DuckDBPyConnection

import tracker.db.visits as module
from tests.db.builders import (
    NOW,
    dump,
    make_article_page,
    make_config,
    make_page,
    make_store,
    make_visit,
)
from tests.endurance.processes import fork, wait_for
from tracker.db.connection import transaction as transaction_of_visits
from tracker.db.store import Store
from tracker.model import Visit

Found = TypeVar("Found")
Rows = Mapping[str, list[str]]

VISITS = 4
ARTICLES = 12  # a visit; their transaction then lasts some hundredths of a second
LONGEST = 60.0
# A time of CLOCK_MONOTONIC, which all processes share.
TIME = struct.Struct("d")


def visits() -> tuple[Visit, ...]:
    """Make visits that build upon each other: the last ones bring new versions."""
    made = []
    for number in range(VISITS):
        at = NOW + timedelta(hours=number)
        body = "Teksti i parë." if number < VISITS - 1 else "Teksti i ri."
        pages = [
            make_article_page(
                f"https://lajme.example/{(number % 2) * ARTICLES + place}",
                body=f"{body} {place}",
                at=at,
            )
            for place in range(ARTICLES)
        ]
        extra = make_page(f"https://lajme.example/page-{number}")
        made.append(make_visit(*pages, extra, visit_id=f"v{number}", at=at))
    return tuple(made)


def in_child(work: Callable[[], Found], folder: Path) -> Found:
    """Do something with a database in a child: DuckDB's threads survive no fork."""
    result, output = folder / "result.pickle", folder / "output.txt"

    def told() -> None:
        result.write_bytes(pickle.dumps(work()))

    status = wait_for(fork(told, output=output), LONGEST)
    if status != 0:
        raise RuntimeError(f"a child ended with {status}: {output.read_text()}")
    found: Found = pickle.loads(result.read_bytes())  # noqa: S301 - our own
    return found


def stages(folder: Path) -> list[Rows]:
    """Make a store with waiting visits in `folder`; say what it holds after each."""
    store = make_store(folder)
    store.sync(make_config(), now=NOW, program="tracker 1")
    found = [dump(store)]
    with tempfile.TemporaryDirectory() as other:
        calm = make_store(Path(other))
        calm.sync(make_config(), now=NOW, program="tracker 1")
        for visit in visits():
            calm.outbox.write(visit)
            calm.apply(now=NOW)
            found.append(dump(calm))
    for visit in visits():
        store.outbox.write(visit)
    return found


def applying(store: Store, watched: int, told: int) -> None:
    """Apply what waits; tell when the watched transaction began and when it ended."""
    original, number = transaction_of_visits, iter(range(VISITS))

    @contextmanager
    def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
        is_watched = next(number) == watched
        with original(connection):
            if is_watched:
                os.write(told, TIME.pack(time.monotonic()))
            yield
        if is_watched:
            os.write(told, TIME.pack(time.monotonic()))

    module.transaction = transaction  # type: ignore[attr-defined]
    store.apply(now=NOW)


def kill_inside(folder: Path, watched: int, share: float, length: float) -> float:
    """Kill a child that applies visits, `share` of `length` seconds after a begin.

    Returns how long the transaction lasted when it was over before, else 0.
    """
    hear, tell = os.pipe()
    child = fork(
        lambda: applying(make_store(folder), watched, tell),
        output=folder / "output.txt",
    )
    os.close(tell)
    try:
        began = _time_of(hear, folder)
        rest = began + share * length - time.monotonic()
        ready, _, _ = select.select([hear], [], [], max(rest, 0))
        lasted = _time_of(hear, folder) - began if ready else 0.0
        os.kill(child, signal.SIGKILL)
        wait_for(child, LONGEST)
        return lasted
    finally:
        os.close(hear)


def _time_of(hear: int, folder: Path) -> float:
    told = os.read(hear, TIME.size)
    if len(told) < TIME.size:  # the child has ended by itself
        raise RuntimeError((folder / "output.txt").read_text())
    moment: float = TIME.unpack(told)[0]
    return moment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    dice = random.Random(asked.seed)
    top = Path(tempfile.mkdtemp(prefix="commits-"))
    try:
        return _run(top, dice, asked.kills)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _run(top: Path, dice: random.Random, kills: int) -> int:
    model = top / "model"
    model.mkdir()
    expected = in_child(lambda: stages(model), model)
    found, faults, length, number = Counter[str](), list[str](), 1.0, 0
    while found.total() < kills:
        folder = top / "killed"
        shutil.copytree(model, folder)
        watched = number % VISITS
        # the first one is not killed: it says how long such a transaction lasts; of the
        # others, half fall around the commit
        share = dice.random() if number % 2 else dice.uniform(0.9, 1.1)
        share = share if number else 1.0
        lasted = kill_inside(folder, watched, share, length)
        number += 1
        if lasted:
            length = lasted
        else:
            told, wrong = _judge(folder, watched, expected)
            found[told] += 1
            faults += wrong
        shutil.rmtree(folder)
    print(f"{found.total()} kills inside a transaction of {length * 1000:.0f} ms:")
    for told, times in found.most_common():
        print(f"  {times:5} its visit is {told}")
    print("\n".join(faults) or "nothing lost, nothing doubled")
    return 1 if faults else 0


def _judge(folder: Path, watched: int, expected: list[Rows]) -> tuple[str, list[str]]:
    """Say whether the open visit was stored, and what is wrong."""

    def after() -> Rows:
        store = make_store(folder)
        return dump(store)

    def finished() -> Rows:
        store = make_store(folder)
        store.apply(now=NOW)
        assert store.outbox.waiting() == ()
        return dump(store)

    faults = []
    held = in_child(after, folder)
    told = "half there"
    if held == expected[watched]:
        told = "absent"
    elif held == expected[watched + 1]:
        told = "complete"
    else:
        faults.append(f"killed in visit {watched}: half of it, or of another, is there")
    if in_child(finished, folder) != expected[VISITS]:
        faults.append(f"killed in visit {watched}: something is lost or doubled")
    return told, faults


if __name__ == "__main__":
    sys.exit(main())
