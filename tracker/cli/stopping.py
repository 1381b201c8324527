"""Ctrl-C and its relatives, as a request to end in good order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def stoppable() -> Iterator[Event]:
    """Set the event at the first signal; the second one ends the program at once.

    What was fetched by then is in the outbox.
    """
    stop = Event()

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
