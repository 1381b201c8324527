"""Children that are forked from a warm parent, looked at, and killed; Linux only."""

import atexit
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name in brackets, which may contain anything.
_STATE, _PARENT, _STARTED = 0, 1, 19


@dataclass(frozen=True, slots=True)
class Process:
    """A process that cannot be taken for a later one with the same number."""

    pid: int
    started: str

    def is_alive(self) -> bool:
        """Whether it still runs; one that waits to be buried does not."""
        stat = _stat(self.pid)
        return (
            stat is not None
            and stat[_STARTED] == self.started
            and stat[_STATE] not in "ZX"
        )

    def kill(self) -> None:
        """End it, if it is still the same one."""
        if self.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def fork(work: Callable[[], int | None], *, output: Path) -> int:
    """Run `work` in a child with a process group of its own; give its number.

    What it prints goes to `output`. The caller must have no threads, or the child
    inherits their locks.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        with suppress(OSError):  # whoever comes first
            os.setpgid(pid, pid)
        return pid
    status = 70
    try:
        os.setpgid(0, 0)
        opened = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(opened, 1)
        os.dup2(opened, 2)
        status = _status_of(work)
    except BaseException:  # noqa: BLE001 - the parent's code must never run here
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _status_of(work: Callable[[], int | None]) -> int:
    """Run `work` and what Python runs at its end; give the exit status."""
    status: object = 0
    try:
        status = work()
    except SystemExit as error:
        status = error.code
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    return status if isinstance(status, int) else int(status is not None)


def wait_for(pid: int, seconds: float) -> int | None:
    """Wait for the end of a child; its exit status, None when it takes longer.

    Like subprocess, a negative number is the signal that ended it.
    """
    ends = time.monotonic() + seconds
    pause = 0.001
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= ends:
            return None
        time.sleep(pause)
        pause = min(pause * 2, 0.02)


def descendants(pid: int) -> tuple[Process, ...]:
    """Find the children of a process, their children, and so on."""
    children: dict[int, list[Process]] = {}
    for each, stat in _all():
        process = Process(each, stat[_STARTED])
        children.setdefault(int(stat[_PARENT]), []).append(process)
    found: list[Process] = []
    level = children.get(pid, [])
    while level:
        found += level
        level = [child for each in level for child in children.get(each.pid, [])]
    return tuple(found)


def left_after(processes: Iterable[Process], seconds: float) -> tuple[Process, ...]:
    """Give those that are still there after so many seconds."""
    ends = time.monotonic() + seconds
    while True:
        left = tuple(each for each in processes if each.is_alive())
        if not left or time.monotonic() >= ends:
            return left
        time.sleep(0.02)


def resident(pid: int) -> int:
    """Sum up the resident memory (bytes) of a process and its descendants.

    Pages that several of them share are counted each time, so it is an upper bound.
    """
    return sum(_rss(each) for each in (pid, *(p.pid for p in descendants(pid))))


def open_files(pid: int) -> dict[str, int]:
    """Say which files a process has open, and the flags that it opened them with."""
    found: dict[str, int] = {}
    folder = PROC / str(pid) / "fd"
    with suppress(OSError):
        for link in folder.iterdir():
            with suppress(OSError, StopIteration, ValueError):
                lines = (PROC / str(pid) / "fdinfo" / link.name).read_text().split("\n")
                flags = next(line for line in lines if line.startswith("flags:"))
                found[str(link.readlink())] = int(flags.split()[1], 8)
    return found


def _rss(pid: int) -> int:
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def _stat(pid: int) -> list[str] | None:
    with suppress(OSError):
        text = (PROC / str(pid) / "stat").read_text()
        return text.rpartition(")")[2].split()
    return None


def _all() -> Iterator[tuple[int, list[str]]]:
    for entry in os.listdir(PROC):  # noqa: PTH208 - three times as fast, sampled often
        if entry.isdecimal():
            stat = _stat(int(entry))
            if stat is not None:
                yield int(entry), stat
