"""Kill crawls of the demo's sites at random moments, and compare what is stored.

    python -m tests.endurance.kills --kills 300 --seed 1

Each database lives through some moments of the demo's week. At each of them `tracker
crawl` is started, killed with SIGKILL and started again until one comes to its end. A
database that was never disturbed says what must be stored. Exit status 1 when
anything differs, stays behind or hangs.
"""

# ruff: noqa: S311, T201 - a script that throws dice and prints

import argparse
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import tracker.__main__
import tracker.cli.crawling  # so that each child has it already
from tests.endurance import rows
from tests.endurance.newsstand import Newsstand, live_in_the_story, newsstand
from tests.endurance.processes import (
    Process,
    descendants,
    fork,
    left_after,
    open_files,
    wait_for,
)
from tracker.cli import main as tracker_main
from tracker.cli.places import outbox_folder
from tracker.demo import demo_config, timeline
from tracker.web.language import Identifier
from tracker.web.pacing import registrable_domain

# The first visits; the day of the search; an outage and first copies; the end.
MOMENTS = tuple(timeline()[number] for number in (0, 6, 14, 24))
# No crawl of a moment takes longer unless it hangs.
LONGEST_CRAWL = 60.0
# Workers that were reading a page may finish it.
LONGEST_ORPHAN = 20.0
# So many kills are aimed at a change on disk, the others fall at any time.
AIMED = 0.5
# So many kills end the workers at once, too; the others the main process only.
WHOLE_GROUP = 0.2
# Seconds that an aimed kill may come after the change; a window takes about as long.
AFTER_CHANGE = 0.04
# Changes on disk (a file of the outbox, the database, its log) that a kill waits for.
MOST_CHANGES = 40
DIFFERENCES_TOLD = 20


@dataclass(slots=True)
class Tally:
    """What the kills hit and what was found."""

    kills: Counter[str] = field(default_factory=Counter)
    groups: int = 0
    crawls: int = 0
    databases: int = 0
    orphans: dict[Process, float] = field(default_factory=dict)
    longest_orphan: float = 0.0
    unfinished: int = 0
    faults: list[str] = field(default_factory=list)

    def bury(self, *, wait: bool) -> None:
        """Look which workers have outlived their crawl, and for how long."""
        if wait:
            left_after(self.orphans, LONGEST_ORPHAN)
        now = time.monotonic()
        for process, since in list(self.orphans.items()):
            lived = now - since
            if not process.is_alive():
                del self.orphans[process]
                self.longest_orphan = max(self.longest_orphan, lived)
            elif lived >= LONGEST_ORPHAN:
                del self.orphans[process]
                self.faults.append(f"process {process.pid} outlived its crawl")
                process.kill()


@dataclass(slots=True, kw_only=True)
class Room:
    """A folder with a configuration, a database, and what the crawls print."""

    folder: Path
    stand: Newsstand

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.config.write_text(demo_config(self.stand.outlets), encoding="utf-8")

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def database(self) -> Path:
        return self.folder / "coverage.duckdb"

    @property
    def output(self) -> Path:
        return self.folder / "output.txt"

    def start(self, moment: datetime, began: float) -> int:
        """Start `tracker crawl` in a child; the story is at `moment` at `began`."""

        def work() -> None:
            os.chdir(self.folder)
            live_in_the_story(moment, began)
            # What `python -m tracker` would be; the workers look at it.
            sys.modules["__main__"] = tracker.__main__
            sys.argv = ["tracker", "crawl", "--config", str(self.config)]
            tracker_main()

        return fork(work, output=self.output)

    def contents(self) -> rows.Contents:
        """Read the database in a child, because DuckDB's threads survive no fork."""
        result = self.folder / "contents.pickle"

        def work() -> None:
            result.write_bytes(pickle.dumps(rows.read(self.database)))

        status = wait_for(fork(work, output=self.output), LONGEST_CRAWL)
        if status != 0:
            raise RuntimeError(f"{self.database} cannot be read: {self.last_words()}")
        found: rows.Contents = pickle.loads(result.read_bytes())  # noqa: S301 - our own
        return found

    def last_words(self) -> str:
        """Give the end of what the crawls printed."""
        return self.output.read_text(errors="replace")[-2000:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """When to kill: so many seconds after the n-th change on disk, 0 for the start."""

    changes: int
    seconds: float
    whole_group: bool

    @classmethod
    def at_random(cls, dice: random.Random, length: float) -> "Aim":
        """Choose a moment of a crawl that may last `length` seconds."""
        whole_group = dice.random() < WHOLE_GROUP
        if dice.random() < AIMED:
            return cls(
                changes=dice.randint(1, MOST_CHANGES),
                seconds=dice.uniform(0, AFTER_CHANGE),
                whole_group=whole_group,
            )
        return cls(changes=0, seconds=dice.uniform(0, length), whole_group=whole_group)


def until_killed(room: Room, pid: int, aim: Aim, tally: Tally) -> int | None:
    """Kill a crawl as aimed; its exit status when it was at its end before."""
    deadline = time.monotonic() + LONGEST_CRAWL
    seen, changes = _trace(room), 0
    while changes < aim.changes:
        status = wait_for(pid, 0)
        if status is not None:
            return status
        if time.monotonic() > deadline:
            tally.faults.append(f"hung: {room.last_words()}")
            break
        now = _trace(room)
        changes += now != seen
        seen = now
        time.sleep(0.001)
    status = wait_for(pid, aim.seconds)
    if status is not None:
        return status
    os.kill(pid, signal.SIGSTOP)
    where, workers = _where(room, pid), descendants(pid)
    if aim.whole_group:
        os.killpg(pid, signal.SIGKILL)
        for worker in workers:
            worker.kill()
    else:
        os.kill(pid, signal.SIGKILL)
    status = wait_for(pid, LONGEST_CRAWL)
    if status != -signal.SIGKILL:  # it ended between the last look and the kill
        return status
    tally.kills[where] += 1
    tally.groups += aim.whole_group
    tally.unfinished += any(outbox_folder(room.database).glob("*.part"))
    tally.orphans |= dict.fromkeys(workers, time.monotonic())
    return None


def _trace(room: Room) -> tuple[int, ...]:
    """Sum up the state of what a crawl writes, so that a change can be noticed."""
    found = []
    log = room.database.with_name(f"{room.database.name}.wal")
    for path in (outbox_folder(room.database), room.database, log):
        try:
            stat = path.stat()
        except OSError:
            found.append(0)
        else:
            found += [stat.st_mtime_ns, stat.st_size]
    return tuple(found)


def _where(room: Room, pid: int) -> str:
    """Say what a stopped crawl was doing, by the files that it has open."""
    files = open_files(pid)
    flags = files.get(str(room.database))
    outbox = outbox_folder(room.database)
    log = room.database.with_name(f"{room.database.name}.wal")
    if any(name.endswith(".part") for name in files):
        return "an outcome half written"
    if flags is None:
        if not room.database.exists():
            return "before anything was written"
        waiting = any(outbox.glob("*.json"))
        return (
            "an outcome written, not stored" if waiting else "fetching, nothing waits"
        )
    if flags & os.O_ACCMODE == os.O_RDONLY:
        return "database open for reading"
    if log.exists() and log.stat().st_size:
        return "database open for writing, committed, no checkpoint yet"
    return "database open for writing, nothing committed since the checkpoint"


def crawl_undisturbed(room: Room) -> dict[datetime, float]:
    """Let each moment be crawled once; say how long each took, in seconds."""
    lengths = {}
    for moment in MOMENTS:
        room.stand.show(moment)
        began = time.monotonic()
        status = wait_for(room.start(moment, time.time()), LONGEST_CRAWL)
        lengths[moment] = time.monotonic() - began
        if status not in (0, 1):  # 1: one outlet of the demo never answers
            raise RuntimeError(f"the crawl ended with {status}: {room.last_words()}")
    return lengths


def crawl_killed(
    room: Room,
    dice: random.Random,
    lengths: dict[datetime, float],
    tally: Tally,
    wanted: Callable[[], bool],
) -> None:
    """Let each moment be crawled, killed and crawled again until one crawl ends."""
    tally.databases += 1
    for moment in MOMENTS:
        room.stand.show(moment)
        began = time.time()
        ended: int | None = None
        while ended is None:
            tally.crawls += 1
            pid = room.start(moment, began)
            if wanted():
                aim = Aim.at_random(dice, lengths[moment])
                ended = until_killed(room, pid, aim, tally)
            else:
                ended = wait_for(pid, LONGEST_CRAWL)
                if ended is None:
                    os.killpg(pid, signal.SIGKILL)
                    wait_for(pid, LONGEST_CRAWL)
                    tally.faults.append(f"hung: {room.last_words()}")
                    return
            tally.bury(wait=False)
        if ended not in (0, 1):
            tally.faults.append(f"a crawl ended with {ended}: {room.last_words()}")
            return
    tally.bury(wait=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", type=Path, help="where to put the databases")
    asked = parser.parse_args(arguments)
    dice, tally = random.Random(asked.seed), Tally()
    began = time.monotonic()
    _warm_up()
    with _temporary(asked.dir) as folder, newsstand() as stand:
        calm = Room(folder=folder / "undisturbed", stand=stand)
        lengths = crawl_undisturbed(calm)
        expected = calm.contents()
        tally.faults += expected.problems
        while tally.kills.total() < asked.kills and not tally.faults:
            room = Room(folder=folder / str(tally.databases), stand=stand)
            crawl_killed(
                room,
                dice,
                lengths,
                tally,
                lambda: tally.kills.total() < asked.kills,
            )
            found = room.contents()
            tally.faults += rows.differences(expected, found)
            tally.faults += found.problems
            tally.faults += [f"left: {path}" for path in rows.leftovers(room.database)]
    _report(tally, expected, lengths, time.monotonic() - began)
    return 1 if tally.faults else 0


def _warm_up() -> None:
    """Load what every crawl loads, once for all children."""
    Identifier().identify("A title", "a body of some length " * 20, default="en")
    registrable_domain("bregu.example")


@contextmanager
def _temporary(inside: Path | None) -> Iterator[Path]:
    """Make a folder and remove it again, unlike tempfile not in each child's end."""
    folder = Path(tempfile.mkdtemp(dir=inside, prefix="kills-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _report(
    tally: Tally,
    expected: rows.Contents,
    lengths: dict[datetime, float],
    seconds: float,
) -> None:
    told = ", ".join(f"{length:.1f}" for length in lengths.values())
    print(f"undisturbed: crawls of {told} s; rows apart from times:")
    print("  " + ", ".join(f"{len(r)} {table}" for table, r in expected.rows.items()))
    print(
        f"{tally.kills.total()} kills ({tally.groups} with the workers) of"
        f" {tally.crawls} crawls into {tally.databases} databases, {seconds:.0f} s;"
        " they fell here:"
    )
    for where, times in tally.kills.most_common():
        print(f"  {times:5} {where}")
    print(f"  {tally.unfinished:5} left an unfinished file")
    print(f"workers outlived their crawl by {tally.longest_orphan:.1f} s at most")
    print(f"{len(tally.faults)} differences" if tally.faults else "no difference")
    for fault in tally.faults[:DIFFERENCES_TOLD]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
