from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from tracker.schedule import tick_until_stopped


def run(tick, stop, skipped=lambda: None):
    tick_until_stopped(
        tick,
        every=timedelta(milliseconds=30),
        first_at=datetime.now(UTC),
        stop=stop,
        on_skipped=skipped,
    )


def test_it_ticks_at_once_and_again_until_it_is_stopped():
    stop, ticks = Event(), []

    def tick():
        ticks.append(1)
        if len(ticks) == 3:
            stop.set()

    run(tick, stop)
    assert len(ticks) == 3


def test_a_tick_that_falls_into_a_running_one_is_skipped_and_reported():
    stop, skipped, running = Event(), [], []

    def tick():
        assert not running
        running.append(1)
        stop.wait(0.2)
        running.clear()
        if skipped:
            stop.set()

    run(tick, stop, lambda: skipped.append(1))
    assert skipped


def test_a_mistake_in_a_tick_ends_the_loop_with_its_traceback():
    def tick():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(tick, Event())
