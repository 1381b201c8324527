"""The schedule in a hurry: an hour of it is a minute of ours."""

# A program for `python -c`. Its clock shows a minute each second, it ticks once a
# second, and what is in flight has one second to end.
HURRIED = """
import sys, time
from datetime import UTC, datetime, timedelta
from tracker.cli import clock, crawling, main, stopping

began = datetime.now(UTC)

class Fast(datetime):
    @classmethod
    def now(cls, tz=None):
        return began + 60 * (datetime.now(UTC) - began)

clock.datetime = Fast
crawling.TICK = timedelta(seconds=1)
stopping.GRACE = 1.0
ticking = crawling.tick_until_stopped
crawling.tick_until_stopped = lambda *a, **k: ticking(*a, **k | {"first_at": began})
sys.modules["__main__"].__spec__ = None
main()
"""
