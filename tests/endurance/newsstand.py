"""The demo's sites in a process of their own, and crawls that live in its story.

    python -m tests.endurance.newsstand

prints the addresses of the outlets as JSON, then shows each moment that it reads (one
a line, ISO 8601), until its input is closed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import IO, Self

import tracker.demo.site
from tracker.demo import Site, articles, timeline

TOP = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsstand:
    """The running sites: outlet id → address, and the way to tell them the time."""

    outlets: dict[str, str]
    _asked: IO[str]
    _answered: IO[str]

    def show(self, moment: datetime) -> None:
        """Show what has been published by `moment`."""
        self._asked.write(f"{moment.isoformat()}\n")
        self._asked.flush()
        if self._answered.readline() != "shown\n":
            raise RuntimeError("the demo's sites have ended")


@contextmanager
def newsstand() -> Iterator[Newsstand]:
    """Serve the demo's sites until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.endurance.newsstand"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=TOP,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Newsstand(
                outlets=json.loads(process.stdout.readline()),
                _asked=process.stdin,
                _answered=process.stdout,
            )
        finally:
            process.stdin.close()


class StoryTime(datetime):
    """A datetime whose `now` is a moment of the story and what has passed since."""

    moment: datetime
    began: float

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Say what time it is in the story."""
        told = cls.moment + timedelta(seconds=time.time() - cls.began)
        return told.astimezone(tz)  # type: ignore[return-value]


def live_in_the_story(moment: datetime, began: float) -> None:
    """Let the command line of this process read the story's clock from now on.

    The story is at `moment` when time.time() is `began`, and goes on from there.
    """
    import tracker.cli.clock as read  # noqa: PLC0415 - after the fork

    StoryTime.moment, StoryTime.began = moment, began
    read.datetime = StoryTime  # type: ignore[attr-defined]


def _serve() -> None:
    # Not the demo's own ports: a demo may be running. Not those lent to clients either.
    tracker.demo.site.FIRST_PORT = 20_000 + os.getpid() % 10_000
    # Clients that are killed hang up without a word.
    tracker.demo.site._Server.handle_error = lambda *_: None  # type: ignore[method-assign]
    with Site.start(articles(), timeline()[0]) as site:
        print(json.dumps(dict(site.outlets)), flush=True)  # noqa: T201 - its purpose
        for line in sys.stdin:
            site.now = datetime.fromisoformat(line.strip())
            print("shown", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    _serve()
