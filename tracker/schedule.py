"""APScheduler as a clock: it only ticks; what is due is data."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
)
from apscheduler.schedulers.background import BackgroundScheduler


def tick_until_stopped(
    tick: Callable[[], None],
    *,
    every: timedelta,
    first_at: datetime,
    stop: Event,
    on_skipped: Callable[[], None],
) -> None:
    """Call `tick` at `first_at` and then `every` so often, until `stop` is set.

    Ticks never overlap: one that falls into a running tick is skipped and reported
    to `on_skipped`; those missed while the machine slept become one. The tick that is
    running when `stop` is set is waited for. An exception of `tick` ends the loop and
    is raised here.
    """
    failures: list[BaseException] = []

    def listen(event: JobExecutionEvent) -> None:
        if event.code == EVENT_JOB_ERROR:
            failures.append(event.exception)
            stop.set()
        else:
            on_skipped()

    # In UTC an interval never falls into the hour that summer time skips or repeats.
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_listener(
        listen, EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_MISSED
    )
    scheduler.add_job(
        tick,
        "interval",
        seconds=every.total_seconds(),
        next_run_time=first_at,
        # The library's own grace is one second: a late tick would be dropped.
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)
    if failures:
        raise failures[0]
