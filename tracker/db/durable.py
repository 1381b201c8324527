"""Files that outlive a crash, and disks that have no room for them."""

import errno
import os
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_full(error: OSError) -> bool:
    """Whether a write failed for want of room: on the disk, or in a quota."""
    return error.errno in _FULL


def sync_file(path: Path) -> None:
    """Return when the contents of a file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system can tell."""
    if not hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def log_of(path: Path) -> Path:
    """Name the log of last writes that DuckDB keeps beside a database."""
    return path.with_name(f"{path.name}.wal")
