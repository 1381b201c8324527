"""One crawler a database: two would ask the same sites at the same time."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tracker.cli.places import lock_file
from tracker.errors import InputError, StoreError

# Whoever only asks holds the lock for a moment, and must not pass for a crawler.
LOOKS = 5
PAUSE = 0.1  # seconds

# What a system says of a lock that somebody else has.
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


@contextmanager
def crawler_lock(
    database: Path,
    *,
    now: datetime,
    work: str = "",
    wait: Callable[[float], None] = time.sleep,
    file_of: Callable[[Path], Path] = lock_file,
) -> Iterator[None]:
    """Hold the crawler's lock of a database; InputError names who has it already.

    The system takes the lock off when a process ends in whatever way, so that none is
    ever left behind. `work` says in a word what is done under it, if it is no crawl;
    what may be done beside a crawl has a file of its own, `file_of` the database.
    """
    with lock_or_holder(
        database, now=now, work=work, wait=wait, file_of=file_of
    ) as holder:
        if holder is not None:
            raise InputError(
                f"{holder} is at work on {database} already; wait for it, or stop it"
                " with Ctrl-C"
            )
        yield


@contextmanager
def lock_or_holder(
    database: Path,
    *,
    now: datetime,
    work: str = "",
    wait: Callable[[float], None] = time.sleep,
    file_of: Callable[[Path], Path] = lock_file,
) -> Iterator[str | None]:
    """Hold the crawler's lock and give None, or give the name of who has it."""
    path = file_of(database)
    with _opened(path) as file:
        for look in range(LOOKS):
            if _locked(file, path):
                break
            if look < LOOKS - 1:
                wait(PAUSE)
        else:
            yield _holder(file)
            return
        _sign(file, f"process {os.getpid()}{work and f' ({work})'}, since", now)
        yield None
        with suppress(OSError):
            file.truncate(0)


def crawler_of(database: Path) -> str | None:
    """Say which process crawls into a database right now, None when none does.

    Where the lock cannot be looked at, it says so instead.
    """
    path = lock_file(database)
    try:
        with path.open("rb") as file:
            return None if _locked(file, path, shared=True) else _holder(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"not known: {path} cannot be read ({error.strerror})"
    except StoreError as error:
        return f"not known: {error}"


def _opened(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Without a buffer, nothing is left to be written when the disk is full.
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(path, flags, 0o666), "r+b", 0)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); check `database:` and the"
            " permissions of its folder"
        ) from error


def _sign(file: BinaryIO, who: str, now: datetime) -> None:
    """Write down who holds the lock; on a full disk it is held without a name."""
    with suppress(OSError):
        file.truncate(0)
        file.seek(0)
        file.write(f"{who} {now:%Y-%m-%d %H:%M} UTC\n".encode())


def _holder(file: BinaryIO) -> str:
    file.seek(0)
    name = file.read(200).decode(errors="replace").strip()
    return name if name.isprintable() and name else "another tracker"


def _locked(file: BinaryIO, path: Path, *, shared: bool = False) -> bool:
    """Take the lock if it is free; closing the file gives it back.

    Raises StoreError where the system has no locks to give, as some network drives.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            # Far behind the text, for on Windows a locked byte cannot be read.
            file.seek(1_000_000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise StoreError(
            f"{path}: cannot be locked ({error.strerror}), as on some network drives;"
            " name a database on a disk of this computer under `database:`"
        ) from error
    return True
