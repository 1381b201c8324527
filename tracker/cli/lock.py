"""One crawler a database: two would ask the same sites at the same time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from tracker.cli.places import lock_file
from tracker.errors import InputError, StoreError


@contextmanager
def crawler_lock(database: Path, *, now: datetime) -> Iterator[None]:
    """Hold the crawler's lock of a database; InputError names who has it already.

    The system takes the lock off when a process ends in whatever way, so that none is
    ever left behind.
    """
    path = lock_file(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); check `database:`"
        ) from error
    with opened as file:
        if not _locked(file):
            raise InputError(
                f"{_holder(file)} is crawling into {database} already; wait for it, or"
                " stop it with Ctrl-C"
            )
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M} UTC\n")
        file.flush()
        yield
        file.truncate(0)


def crawler_of(database: Path) -> str | None:
    """Say which process crawls into a database right now, None when none does."""
    path = lock_file(database)
    if not path.exists():
        return None
    with suppress(OSError), path.open("a+", encoding="utf-8") as file:
        return None if _locked(file) else _holder(file)
    return None


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "another tracker"


def _locked(file: IO[str]) -> bool:
    """Take the lock if it is free; closing the file gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            # Far behind the text, for on Windows a locked byte cannot be read.
            file.seek(1_000_000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
