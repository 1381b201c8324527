"""What DuckDB says of a file that fails, put into a sentence that says what to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tracker.db import backup_list
from tracker.errors import StoreError


class DamagedLogError(StoreError):
    """The log of last writes stops DuckDB from opening the database."""


class DamagedFileError(StoreError):
    """A part of the database file cannot be read any more."""


class FullDiskError(StoreError):
    """There is no room left; what was collected waits in the outbox."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What DuckDB says of a file, and what to tell the user instead."""

    says: str
    sentence: str
    error: type[StoreError] = StoreError


# The first that fits wins.
_FAULTS = (
    _Fault(
        r"replaying wal",
        "{path}.wal, its log of the last writes, is damaged; `tracker crawl` moves it"
        " aside and stores again what still waits in the outbox",
        DamagedLogError,
    ),
    _Fault(
        r"can only read|newer version|serialized with",
        "{path} was written by a newer DuckDB than this one; update with"
        " `pip install -U duckdb`",
    ),
    _Fault(
        r"not a valid duckdb|corrupt|checksum|not read enough bytes",
        "{path} is damaged, or is no DuckDB file ({reason}); {advice}",
        DamagedFileError,
    ),
    _Fault(
        r"no space left|disk quota|file too large",
        "{path}: the disk is full ({reason}); make room and start again, what was"
        " collected waits in the outbox",
        FullDiskError,
    ),
    _Fault(
        r"permission denied|read-only file system",
        "{path} cannot be opened ({reason}); change its permissions or name another"
        " place under `database:`",
    ),
    _Fault(
        r"cannot open|could not|not a directory",
        "{path} cannot be used ({reason}); check `database:`",
    ),
)
# DuckDB's words may open with the kind of the error, once or twice.
_KIND = re.compile(r"^(?:\w+ )?Error: |^TransactionContext Error: ")


def raise_understood(path: Path, error: duckdb.Error) -> None:
    """Raise what is wrong with the file in words; return for mistakes of our own."""
    if told := _told(path, error):
        raise told from error


def raise_if_damaged(path: Path, error: Exception) -> None:
    """Raise a DamagedFileError when DuckDB's own is behind this one; else return.

    A report that fails has words of its own, which must not hide what lies beneath.
    """
    for cause in _causes(error):
        if isinstance(cause, duckdb.Error):
            told = _told(path, cause)
            if isinstance(told, DamagedFileError):
                raise told from cause


def _told(path: Path, error: duckdb.Error) -> StoreError | None:
    if isinstance(error, duckdb.ProgrammingError | duckdb.DataError):
        return None
    message = str(error)
    for fault in _FAULTS:
        if re.search(fault.says, message, re.IGNORECASE):
            told = fault.sentence.format(
                path=path, reason=_reason(message), advice=backup_list.advice(path)
            )
            return fault.error(told)
    return None


def _reason(message: str) -> str:
    line = message.splitlines()[0]
    while (shorter := _KIND.sub("", line)) != line:
        line = shorter
    return line.removeprefix("Failed to commit: ")[:200]


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__
