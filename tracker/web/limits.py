"""Limits of time and memory that a process sets itself for one task."""

import ctypes
import gc
import math
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

if sys.platform != "win32":
    import resource

# More than this a process may not keep from one task to the next. What trafilatura
# remembers of a hundred pages is less, and quick to have.
MOST_KEPT = 48 * 2**20
# The exit status of such a process, as sysexits.h has it for "try again".
MAKES_ROOM = 75

T = TypeVar("T")


def limited(
    cpu_seconds: int, memory: int, forget: Callable[[], object], task: Callable[[], T]
) -> T:
    """Do a task with limits: its CPU time, and the memory (bytes) that it may take.

    The kernel ends the process when the time is spent; what asks for more memory gets
    a MemoryError. Neither holds on Windows, and memory is limited on Linux only.
    Whatever tasks came before, the process never grows by more than MOST_KEPT and
    `memory` since `size_at_first`: when it keeps more than MOST_KEPT, it calls `forget`
    and gives back what is free then; if that is not enough, it does not begin another
    task, but ends with MAKES_ROOM.
    """
    if _keeps_much():
        os._exit(MAKES_ROOM)
    _begin(cpu_seconds, MOST_KEPT + memory)
    try:
        return task()
    except MemoryError:
        pass  # raised anew below, because its traceback would keep all that was taken
    finally:
        _lift()
        if _keeps_much():
            forget()
            _give_back()
    raise MemoryError


@cache
def size_at_first() -> int:
    """Give the size of this process when this was first asked, in bytes.

    That of its address space, 0 where the system does not tell it.
    """
    return _size()


def _size() -> int:
    if sys.platform != "linux":
        return 0
    size, _, _ = Path("/proc/self/statm").read_text(encoding="ascii").partition(" ")
    return int(size) * resource.getpagesize()


def _keeps_much() -> bool:
    return _size() - size_at_first() > MOST_KEPT


def _give_back() -> None:
    """Let the system have what is no longer used, which the libraries do not do."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
        if trim is not None:
            trim(0)


def _begin(cpu_seconds: int, growth: int) -> None:
    if sys.platform != "win32":
        # RLIMIT_CPU counts the life of the process, so each task needs a new one
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = math.ceil(used.ru_utime + used.ru_stime)
        _limit(resource.RLIMIT_CPU, spent + cpu_seconds)
    if sys.platform == "linux":
        # it counts addresses, of which libraries reserve more than they ever use
        _limit(resource.RLIMIT_AS, size_at_first() + growth)


def _lift() -> None:
    if sys.platform != "win32":
        for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
            _limit(what, None)


def _limit(what: int, most: int | None) -> None:
    """Set a soft limit; the hard one stays, for only the system may raise it."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        if most is None or (hard != resource.RLIM_INFINITY and most > hard):
            most = hard
        resource.setrlimit(what, (most, hard))
