import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Timer
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers import base
from hypothesis import given
from hypothesis import strategies as st

from tracker.schedule import LONGEST_DRIFT, Grid, clock_jump, tick_until_stopped

TOP = Path(__file__).parents[1]
MINUTE = timedelta(minutes=1)
TIRANE = ZoneInfo("Europe/Tirane")


# No test here takes longer unless the ticks have stopped for good.
PATIENCE = 20.0


def run(
    tick,
    stop,
    skipped=lambda: None,
    *,
    every=timedelta(milliseconds=30),
    first_at=None,
    **hooks,
):
    guard = Timer(PATIENCE, stop.set)
    guard.start()
    tick_until_stopped(
        tick,
        every=every,
        first_at=first_at or datetime.now(UTC),
        stop=stop,
        on_skipped=skipped,
        **hooks,
    )
    assert guard.is_alive()
    guard.cancel()


class Ticks:
    """Counts ticks, and stops after so many."""

    def __init__(self, most: int) -> None:
        self.stop, self.most, self.at = Event(), most, []

    def __call__(self) -> None:
        self.at.append(time.monotonic())
        if len(self.at) == self.most:
            self.stop.set()


def test_it_ticks_at_once_and_again_until_it_is_stopped():
    ticks = Ticks(3)
    run(ticks, ticks.stop)
    assert len(ticks.at) == 3


def test_a_tick_that_falls_into_a_running_one_is_skipped_and_each_is_counted():
    stop, skipped, running, late = Event(), [], [], []

    def tick():
        assert not running
        running.append(1)
        while len(skipped) < 3:
            time.sleep(0.01)
        running.clear()
        stop.set()

    run(tick, stop, lambda: skipped.append(1), on_late=late.append)
    assert len(skipped) >= 3
    assert late == []


def test_a_mistake_in_a_tick_ends_the_loop_with_its_traceback():
    def tick():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(tick, Event())


def test_the_tick_that_runs_when_it_is_stopped_is_waited_for():
    stop, ended = Event(), []

    def tick():
        stop.set()
        time.sleep(0.1)
        ended.append(1)

    run(tick, stop)
    assert ended == [1]


# ------------------------------------------------------------------ held up, asleep

HELD_UP = """
import time
from datetime import UTC, datetime, timedelta
from threading import Event, Timer
from tracker.schedule import tick_until_stopped

stop, ticks = Event(), []

def tick():
    ticks.append(1)
    print("tick", flush=True)
    if len(ticks) == 3:
        stop.set()

tick_until_stopped(
    tick,
    every=timedelta(seconds=1),
    first_at=datetime.now(UTC),
    stop=stop,
    on_skipped=lambda: print("skipped", flush=True),
    on_late=lambda by: print("late", flush=True),
)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP on Windows")
def test_a_program_held_up_for_three_seconds_ticks_late_and_says_so():
    with subprocess.Popen(
        [sys.executable, "-c", HELD_UP], stdout=subprocess.PIPE, text=True, cwd=TOP
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "tick\n"
        time.sleep(0.3)  # until that tick is over
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(3.2)  # more than LATE beyond the tick that falls into it
        os.kill(process.pid, signal.SIGCONT)
        out, _ = process.communicate(timeout=30)
    assert out.splitlines() == ["late", "tick", "tick"]
    assert process.returncode == 0


@pytest.mark.parametrize("slept", [timedelta(hours=6), timedelta(days=56 * 365)])
def test_however_long_the_sleep_it_is_one_tick_and_not_many(slept):
    ticks, skipped = Ticks(2), []
    run(
        ticks,
        ticks.stop,
        lambda: skipped.append(1),
        every=timedelta(milliseconds=300),
        first_at=datetime.now(UTC) - slept,
    )
    first, second = ticks.at
    # on the grid, hence at most one interval apart, but never at once
    assert second - first > 0.0001
    assert skipped == []


class Clocks:
    """The clocks of a computer; the scheduler reads the wall clock, too."""

    def __init__(self, monkeypatch) -> None:
        self.set_by = self.slept = 0.0
        clocks = self

        class Told(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromtimestamp(clocks.wall(), tz)

        monkeypatch.setattr(base, "datetime", Told)

    def wall(self) -> float:
        return time.time() + self.set_by + self.slept

    def ticks(self) -> float:
        return time.monotonic() + self.slept


@pytest.mark.parametrize("hours", [6, -2, 24])
def test_a_clock_that_jumps_is_told_once_and_the_ticks_go_on(monkeypatch, hours):
    clocks, ticks, jumps = Clocks(monkeypatch), Ticks(6), []

    def tick():
        ticks()
        if len(ticks.at) == 2:
            clocks.set_by = hours * 3600.0

    run(
        tick,
        ticks.stop,
        every=timedelta(milliseconds=200),
        on_jump=jumps.append,
        wall=clocks.wall,
        look=timedelta(milliseconds=20),
    )
    assert [round(by.total_seconds() / 3600) for by in jumps] == [hours]
    # one after the other, no storm of those that were missed
    assert len(ticks.at) == 6
    assert all(after - before > 0.05 for before, after in pairwise(ticks.at[2:]))


def test_a_computer_whose_other_clock_goes_on_in_its_sleep_has_slept_all_the_same(
    monkeypatch,
):
    clocks, ticks, jumps, late = Clocks(monkeypatch), Ticks(4), [], []

    def tick():
        ticks()
        if len(ticks.at) == 2:
            clocks.slept = 3600.0

    run(
        tick,
        ticks.stop,
        every=timedelta(milliseconds=500),
        on_jump=jumps.append,
        on_late=late.append,
        wall=clocks.wall,
        ticks=clocks.ticks,
        look=timedelta(milliseconds=20),
    )
    assert [round(by.total_seconds() / 3600) for by in jumps] == [1]
    assert late == []


@given(
    st.floats(-1e6, 1e6),
    st.floats(0, 1e5),
)
def test_only_a_difference_of_more_than_two_minutes_is_a_jump(wall, ran):
    jump = clock_jump(wall=timedelta(seconds=wall), ran=timedelta(seconds=ran))
    difference = timedelta(seconds=wall) - timedelta(seconds=ran)
    assert jump == (difference if abs(difference) > LONGEST_DRIFT else None)


# ------------------------------------------------------------------ summer time


@pytest.mark.parametrize("night", [(2026, 3, 29), (2026, 10, 25)])
@pytest.mark.parametrize("every", [MINUTE, 15 * MINUTE, timedelta(days=1)])
def test_the_nights_of_summer_time_change_nothing_between_ticks(night, every):
    start = datetime(*night, tzinfo=TIRANE) - timedelta(days=2)
    trigger = Grid(every=every, first_at=start.astimezone(UTC))
    at = start.astimezone(UTC)
    fired = [at]
    while at < start.astimezone(UTC) + timedelta(days=4):
        at = trigger.get_next_fire_time(at, at)
        fired.append(at)
    assert {after - before for before, after in pairwise(fired)} == {every}
    assert all(at.utcoffset() == timedelta(0) for at in fired)


@given(st.integers(0, 10**9), st.integers(1, 86_400))
def test_what_was_missed_is_stepped_over_onto_the_same_grid(missed, every):
    first = datetime(2026, 3, 29, tzinfo=UTC)
    step, now = timedelta(seconds=every), first + timedelta(seconds=missed)
    following = Grid(every=step, first_at=first).get_next_fire_time(first, now)
    assert now < following <= now + step
    assert (following - first) % step == timedelta(0)
