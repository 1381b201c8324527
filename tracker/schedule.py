"""APScheduler as a clock: it only ticks; what is due is data."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
)
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

# The clocks of a computer that is awake differ by less; corrections by network time
# are fractions of a second, once a boot some seconds.
LONGEST_DRIFT = timedelta(minutes=2)
# How often the clocks are compared.
LOOK = timedelta(seconds=5)
# The scheduler needs some milliseconds; what comes later than this was held up.
LATE = timedelta(seconds=2)


class Grid(IntervalTrigger):  # type: ignore[misc]  # the library has no types
    """Fires every so often, at equal distances; those missed are stepped over at once.

    The library's own trigger names them one by one, and a computer that wakes up with
    the clock of its first day has millions of them.
    """

    def __init__(self, *, every: timedelta, first_at: datetime) -> None:
        # In UTC an interval never falls into the hour that summer time skips or
        # repeats.
        super().__init__(
            seconds=every.total_seconds(), start_date=first_at, timezone="UTC"
        )

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime:
        """Give the first time after the previous one that lies ahead of `now`."""
        following: datetime = super().get_next_fire_time(previous_fire_time, now)
        if previous_fire_time is None or following > now:
            return following
        every: timedelta = self.interval
        return following + every * ((now - following) // every + 1)


def clock_jump(*, wall: timedelta, ran: timedelta) -> timedelta | None:
    """Say by how much the wall clock has jumped, None when it has not.

    Between two looks it went on by `wall`, while this program ran for `ran`. Ahead:
    the computer slept, or its clock was set; behind (negative): it was set back.
    """
    jump = wall - ran
    return jump if abs(jump) > LONGEST_DRIFT else None


def tick_until_stopped(
    tick: Callable[[], None],
    *,
    every: timedelta,
    first_at: datetime,
    stop: Event,
    on_skipped: Callable[[], None],
    on_late: Callable[[timedelta], None] = lambda _by: None,
    on_jump: Callable[[timedelta], None] = lambda _by: None,
    wall: Callable[[], float] = time.time,
    ticks: Callable[[], float] = time.monotonic,
    look: timedelta = LOOK,
) -> None:
    """Call `tick` at `first_at` and then `every` so often, until `stop` is set.

    Ticks never overlap: one that falls into a running tick is skipped and reported
    to `on_skipped`; those missed while the machine slept become one. One that begins
    LATE without such a reason still runs, and `on_late` hears by how much. The tick
    that is running when `stop` is set is waited for. An exception of `tick` ends the
    loop and is raised here.

    `on_jump` hears of `clock_jump`, in the thread that called this function, and the
    next tick comes `every` later, wherever the clock stands now. `wall` gives seconds
    since 1970, `ticks` those of a clock that nobody sets; they are compared at every
    `look`.
    """
    failures: list[BaseException] = []
    pulse = _Pulse(every=every, ticks=ticks, on_late=on_late)

    def listen(event: JobExecutionEvent) -> None:
        if event.code == EVENT_JOB_ERROR:
            failures.append(event.exception)
            stop.set()
        else:
            pulse.skipped += 1
            on_skipped()

    def beat() -> None:
        pulse.begin()
        tick()

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_listener(
        listen, EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_MISSED
    )
    job = scheduler.add_job(
        beat,
        Grid(every=every, first_at=first_at),
        next_run_time=first_at,
        # The library's own grace is one second: a late tick would be dropped.
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        before = wall(), ticks()
        while not stop.wait(look.total_seconds()):
            now = wall(), ticks()
            # On some systems the other clock goes on while the computer sleeps.
            ran = min(timedelta(seconds=now[1] - before[1]), look * 2)
            jump = clock_jump(wall=timedelta(seconds=now[0] - before[0]), ran=ran)
            if jump is not None:
                # A clock that was set back would not tick before it is there again.
                pulse.rest()
                job.modify(next_run_time=datetime.fromtimestamp(now[0], UTC) + every)
                on_jump(jump)
                now = wall(), ticks()
            before = now
    finally:
        scheduler.shutdown(wait=True)
    if failures:
        raise failures[0]


@dataclass(slots=True, kw_only=True)
class _Pulse:
    """Notices a tick that begins late by the clock that nobody sets."""

    every: timedelta
    ticks: Callable[[], float]
    on_late: Callable[[timedelta], None]
    skipped: int = 0
    _began: float | None = None

    def begin(self) -> None:
        """Note that a tick begins."""
        before, skipped = self._began, self.skipped
        self._began, self.skipped = self.ticks(), 0
        if before is None:
            return
        late = timedelta(seconds=self._began - before) - self.every * (skipped + 1)
        if late > LATE:
            self.on_late(late)

    def rest(self) -> None:
        """Expect the next tick at any time."""
        self._began = None
