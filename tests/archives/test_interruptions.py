"""However `tracker backfill` is interrupted, the same is found, and nothing twice."""

import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.archives.desk import HASTY, Desk, at_requests, interrupt, made
from tests.archives.served import GDELT, WAYBACK, Archives, Kind
from tests.archives.world import INCIDENT
from tests.db.builders import held_elsewhere, let_go
from tests.endurance.hurried import HURRIED

pytestmark = pytest.mark.usefixtures("quick")

# One outlet for each way: posts, a sitemap in parts, and copies in an archive.
OUTLETS = ("guri", "ura", "quay")
ORDER = tuple(word for outlet in OUTLETS for word in ("--outlet", outlet))
KINDS: tuple[Kind, ...] = ("500", "503", "429", "reset", "slow", "cut")
SITES = ("guri", "ura", GDELT, WAYBACK)
MOST_RUNS = 40
Stored = Mapping[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def undisturbed(
    apart: Archives, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Stored, int]:
    """What is stored where nothing happened, and how many requests that took."""
    apart.anew()
    desk = made(tmp_path_factory.mktemp("undisturbed"), apart)
    assert desk.backfill(*OUTLETS).status == 0
    assert apart.twice() == []
    assert desk.observed()["ura"] == "observed"
    return desk.stored(), len(apart.asked())


@pytest.fixture
def desk(
    undisturbed: tuple[Stored, int], apart: Archives, tmp_path: Path
) -> Iterator[Desk]:
    apart.anew()
    yield made(tmp_path, apart)
    apart.anew()


def same(desk: Desk, undisturbed: tuple[Stored, int]) -> bool:
    stored = desk.stored()
    for name, rows in undisturbed[0].items():
        assert stored[name] == rows, name
    return True


def test_after_ctrl_c_the_next_run_goes_on_and_nothing_is_asked_twice(
    desk: Desk, undisturbed: tuple[Stored, int]
) -> None:
    """The moments: a first question, an index, a part of it, and a page."""
    came: list[int] = []
    for number in (1, 9, 24):
        with at_requests(desk.archives, [number], interrupt) as now:
            stopped = desk.backfill(*OUTLETS)
        came += now
        assert stopped.status == 1
        assert "stopped as asked; the same command goes on" in stopped.told
    assert came == [1, 9, 24]
    done = desk.backfill(*OUTLETS)
    assert done.status == 0, done.told
    assert same(desk, undisturbed)
    assert desk.archives.twice() == []
    # but for those that were refused with 429 and asked again
    assert abs(len(desk.archives.asked()) - undisturbed[1]) <= 1


def kill_and_go_on(desk: Desk, moments: list[int], dice: random.Random) -> int:
    """Kill the process when so many requests have come, or shortly after.

    Gives how often it was killed; the last run came to its end.
    """
    for kills in range(MOST_RUNS):
        number = len(desk.archives.asked()) + (moments.pop() if moments else 10**6)
        process = desk.start("backfill", INCIDENT, *ORDER)
        later = threading.Timer(dice.uniform(0, 0.3), process.kill)
        act = process.kill if dice.random() < 0.5 else later.start
        with at_requests(desk.archives, [number], act):
            out, err = process.communicate(timeout=120)
        with suppress(RuntimeError):  # it was never started
            later.join()
        if process.returncode == 0:
            assert "Traceback" not in err + out, err + out
            return kills
        # its workers, which have just lost it, may say what they like
        assert process.returncode == -signal.SIGKILL, out + err
    raise AssertionError("it never came to its end")


def at_most_one_of_each_site_a_kill(archives: Archives, kills: int) -> bool:
    """After kill -9 at most the request in flight per host is asked again."""
    again = Counter(target.partition(" ")[0] for target in archives.twice())
    assert all(times <= kills for times in again.values()), again
    return True


def test_after_kill_9_at_most_the_request_in_flight_per_host_is_asked_again(
    desk: Desk, undisturbed: tuple[Stored, int]
) -> None:
    kills = kill_and_go_on(desk, [20, 6], random.Random(7))  # noqa: S311
    assert kills == 2
    assert same(desk, undisturbed)
    assert at_most_one_of_each_site_a_kill(desk.archives, kills)


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(2))
def test_after_many_kills_the_same_is_stored(
    desk: Desk, undisturbed: tuple[Stored, int], seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311
    moments = [dice.randint(1, 12) for _ in range(8)]
    kills = kill_and_go_on(desk, moments, dice)
    assert kills
    assert same(desk, undisturbed)
    assert at_most_one_of_each_site_a_kill(desk.archives, kills)


def go_on_until_done(desk: Desk) -> str:
    """Type the same command until it says that nothing is left."""
    for _ in range(5):
        done = desk.backfill(*OUTLETS)
        if done.status == 0:
            return done.told
    raise AssertionError(done.told)


def disturb(archives: Archives, kinds: Mapping[str, tuple[Kind, int]]) -> None:
    under = {"guri": "/wp-json/", "ura": "/sitemap", GDELT: "/", WAYBACK: "/"}
    for site, (kind, nth) in kinds.items():
        archives.fault(site, kind, nth=nth, under=under[site])


@pytest.mark.parametrize("start", [0, 3])
def test_the_same_is_found_where_each_source_fails_once(
    desk: Desk, undisturbed: tuple[Stored, int], start: int
) -> None:
    """Each source in another way; together the two cases have all kinds of faults."""
    kinds = {
        site: (KINDS[(start + place) % len(KINDS)], 2 if site != WAYBACK else 1)
        for place, site in enumerate(SITES)
    }
    disturb(desk.archives, kinds)
    go_on_until_done(desk)
    assert same(desk, undisturbed)
    assert desk.archives.twice() == []


@pytest.mark.endurance
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("site", [GDELT])
def test_the_same_is_found_whatever_fails_at_any_source(
    desk: Desk, undisturbed: tuple[Stored, int], site: str, kind: Kind
) -> None:
    disturb(desk.archives, {site: (kind, 2)})
    go_on_until_done(desk)
    assert same(desk, undisturbed)
    assert desk.archives.twice() == []


def test_a_page_that_fails_is_said_to_be_left_and_read_by_a_later_run(
    desk: Desk,
) -> None:
    desk.archives.fault("ura", "500", under="/2022/07/2")
    first = desk.backfill("ura", vias=["sitemap"])
    assert first.status == 1
    assert "1 page is still to be read" in first.told
    retried = desk.rows("select count(*) from pages where retry_at is not null")
    assert retried == [(1,)]


def test_a_database_that_others_hold_for_a_while_loses_nothing(
    desk: Desk, undisturbed: tuple[Stored, int]
) -> None:
    """A notebook opens it while pages are read, and closes it ten requests later."""
    assert desk.backfill("qyteza", vias=["sitemap"]).status == 0  # there is a database
    desk.archives.anew()
    with (
        held_elsewhere(desk.database, read_only=True) as notebook,
        at_requests(desk.archives, [10], lambda: let_go(notebook)) as came,
    ):
        process = desk.start("backfill", INCIDENT, *ORDER)
        out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    # who waits for the database longer than it may says so, and the next run goes on
    assert process.returncode == 0 if came else f"process {notebook.pid}" in err + out
    go_on_until_done(desk)
    kept = {key: v for key, v in undisturbed[0].items() if key != "searches"}
    stored = desk.stored()
    assert {key: stored[key] for key in kept} == kept
    assert desk.archives.twice() == []


def test_beside_a_program_that_runs_the_questions_are_left_to_it(desk: Desk) -> None:
    hasty = HASTY.rsplit("main()", 1)[0]
    running = desk.start("run", program=hasty + HURRIED)
    assert running.stdout is not None
    answered = threading.Event()
    answer = desk.archives.answer

    def answering(site: str, method: str, target: str) -> Any:
        if site == GDELT and len(desk.archives.asked(GDELT)) == 1:
            answered.set()
        return answer(site, method, target)

    desk.archives.answer = answering  # type: ignore[method-assign]
    try:
        assert "running" in running.stdout.readline()
        handed = desk.tracker("backfill", INCIDENT, "--via", "gdelt", *ORDER)
        assert handed.returncode == 0
        assert "questions to archives are left to" in handed.stdout
        assert answered.wait(60)
    finally:
        del desk.archives.answer
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert "Traceback" not in out + err
    desk.backfill(*OUTLETS, vias=["gdelt"])
    assert desk.archives.twice() == []
    states = desk.rows("select distinct via, outcome from searches")
    assert states == [("gdelt", "read")]
