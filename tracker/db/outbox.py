"""Visits on disk, between the web and the database.

A visit is written here before it is forgotten, and removed once a CHECKPOINT has put
it into the database file itself: DuckDB opens a log of last writes that was cut in
the middle without a word.
"""

import hashlib
import json
import os
import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from tracker.db.durable import is_full, sync_folder
from tracker.db.faults import FullDiskError
from tracker.db.values import without_surrogates
from tracker.errors import StoreError
from tracker.model import Visit

UNFINISHED = ".part"
VISITS = ".json"
DAMAGED = "damaged"
# Holds how many visits the database is known to have.
TALLY = "stored.count"

_VISIT = TypeAdapter(Visit)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A file that is no visit, where it was put, and why; `reason` is a sentence."""

    path: Path
    reason: str


class Outbox:
    """A folder of visits that wait to be stored; several threads may write to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._last = 0

    def start(self) -> None:
        """Make the folder and remove what an interrupted program left unfinished.

        Raises StoreError when nothing can be written there, before anything is
        fetched that could not be kept.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / f"probe-{os.getpid()}{UNFINISHED}"
            probe.write_bytes(b"?")
            for file in self.folder.glob(f"*{UNFINISHED}"):
                file.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.folder, error, 1) from error

    def write(self, visit: Visit) -> Path:
        """Write a visit down for good: when this returns, it survives a crash.

        Raises StoreError, and leaves nothing half, when the disk is full or the
        folder cannot be written.
        """
        plain = _VISIT.dump_python(visit, mode="json")
        text = without_surrogates(json.dumps(plain, ensure_ascii=False))
        data = text.encode()
        target = self.folder / f"{self._next():012d}-{_file_word(visit.id)}{VISITS}"
        try:
            try:
                _write_durably(target, data)
            except FileNotFoundError:
                # Another process that has just started took the unfinished file for
                # a leftover, or somebody removed the folder.
                self.folder.mkdir(parents=True, exist_ok=True)
                _write_durably(target, data)
        except OSError as error:
            with suppress(OSError):
                target.with_suffix(UNFINISHED).unlink(missing_ok=True)
            raise _unwritable(self.folder, error, len(data)) from error
        return target

    def waiting(self) -> tuple[Path, ...]:
        """Return the files that wait, in the order in which they were written."""
        try:
            found = sorted(self.folder.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise StoreError(
                f"{self.folder}: cannot be looked into ({error.strerror}); visits may"
                " wait there: change its permissions, then start again"
            ) from error
        return tuple(path for path in found if path.suffix == VISITS)

    def read(self, path: Path) -> Visit | Damaged | None:
        """Read one visit; a file that holds none is put aside and reported.

        None when the file is gone: another process has stored it meanwhile.
        """
        try:
            return _VISIT.validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except IsADirectoryError as error:
            return self.set_aside(path, error.strerror or str(error))
        except OSError as error:
            # It may be readable the next time, so it is not put aside.
            raise StoreError(
                f"{path}: a visit that waits cannot be read ({error.strerror}); change"
                " its permissions, or move it away if the disk has lost it, then start"
                " again"
            ) from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            return self.set_aside(path, f"{place or 'the file'}: {first['msg']}")

    def peek(self, path: Path) -> Visit | None:
        """Read one visit and touch nothing; None when the file holds none."""
        try:
            return _VISIT.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None

    def set_aside(self, path: Path, reason: str) -> Damaged:
        """Move a file into the folder `damaged`, where nothing applies it."""
        place = self.folder / DAMAGED
        try:
            place.mkdir(exist_ok=True)
            target, number = place / path.name, 1
            while target.exists():
                number += 1
                target = place / f"{path.stem}-{number}{path.suffix}"
            path.replace(target)
        except OSError as error:
            raise StoreError(
                f"{path}: cannot be read ({reason}), nor put aside ({error.strerror});"
                " move it away yourself, then start again"
            ) from error
        return Damaged(path=target, reason=reason)

    def put_aside(self) -> tuple[Path, ...]:
        """Return the files that were put aside, oldest first."""
        return tuple(sorted((self.folder / DAMAGED).glob("*")))

    def remove(self, paths: tuple[Path, ...]) -> None:
        """Forget visits that are safe in the database file: after a CHECKPOINT only."""
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(
                    f"{path}: is stored, but cannot be removed ({error.strerror});"
                    " change the permissions of its folder, then start again"
                ) from error

    def _next(self) -> int:
        """Count upwards, behind whatever waits."""
        with self._lock:
            if not self._last:
                self._last = max(
                    (
                        int(path.name[:12])
                        for path in self.waiting()
                        if path.name[:12].isdecimal()
                    ),
                    default=0,
                )
            self._last += 1
            return self._last


def _write_durably(target: Path, data: bytes) -> None:
    unfinished = target.with_suffix(UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)


def _file_word(identifier: str) -> str:
    """Spell an identifier so that it is safe in a file name."""
    if _PLAIN_NAME.fullmatch(identifier):
        return identifier
    return hashlib.sha256(identifier.encode(errors="replace")).hexdigest()[:16]


def _unwritable(folder: Path, error: OSError, size: int) -> StoreError:
    reason = error.strerror or str(error)
    if is_full(error):
        return FullDiskError(
            f"{folder}: the disk is full ({reason}); an outcome of {size:,} bytes could"
            " not be written. Make room, then start again: it is fetched once more"
        )
    return StoreError(
        f"{folder}: cannot write an outcome of {size:,} bytes ({reason}); change its"
        " permissions or name another place under `database:`, then start again"
    )
