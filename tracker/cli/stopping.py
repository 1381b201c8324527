"""Ctrl-C and its relatives, as a request to end in good order."""

import _thread
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TextIO

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# Seconds for those in flight. Service managers kill after 10 s (Docker) to 90 s
# (systemd), and what is given up is fetched again.
GRACE = 10.0


class Stop(Event):
    """Set when the program is asked to end: nothing new begins from then on.

    What is under way has GRACE seconds, by `ticks`, a clock that nobody sets.
    """

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._ticks = ticks
        self._ends = math.inf

    def set(self) -> None:
        """Ask to end; asking again does not put the end off."""
        self._ends = min(self._ends, self._ticks() + GRACE)
        super().set()

    def ends_by(self) -> float:
        """Say by what time of `ticks` everything must have ended; infinite before."""
        return self._ends


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Set the event at the first signal; the second one ends the program at once.

    What was fetched by then is in the outbox. A signal that whoever started the
    program wants to be ignored (nohup) stays so.
    """
    stop = Stop()
    asked: list[int] = []
    screens = [
        stream
        for stream in (sys.stdout, sys.stderr)
        if stream is not None and stream.isatty()
    ]

    def ask(number: int, _frame: object) -> None:
        if asked:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        asked.append(number)
        _turn_away(screens)
        # Here would be no place to wait for a lock of the event: the main thread, which
        # runs this, may hold it.
        _thread.start_new_thread(stop.set, ())

    numbers = [
        number
        for name in SIGNALS
        if (number := getattr(signal, name, None)) is not None
        and signal.getsignal(number) != signal.SIG_IGN
    ]
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _turn_away(screens: Iterable[TextIO]) -> None:
    """Let those print to nowhere whose terminal was closed; it would be an error."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for screen in screens:
        if not screen.isatty():
            os.dup2(nowhere, screen.fileno())
    os.close(nowhere)
