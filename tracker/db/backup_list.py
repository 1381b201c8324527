"""Which copies of a database are known, so that a damaged one can name the newest.

The list stands beside the database, not in it: it is read when that cannot be.
"""

import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.db.durable import log_of
from tracker.errors import StoreError

# Copies that are made beside the database before its tables change.
BEFORE_A_STEP = "backup-before-step-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy of a database, as the list knows it; `made_at` is aware, in UTC."""

    path: Path
    made_at: datetime


def list_file(database: Path) -> Path:
    """Name the file that lists the backups: time, SHA-256 and path, one a line."""
    return database.with_name(f"{database.name}.backups")


def note(database: Path, path: Path, *, made_at: datetime, sha256: str) -> None:
    """Add a backup to the list."""
    line = f"{made_at.isoformat(timespec='seconds')}\t{sha256}\t{path.resolve()}\n"
    try:
        with list_file(database).open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError as error:
        raise StoreError(
            f"{list_file(database)}: cannot be written ({error.strerror}); the backup"
            f" {path} is good, only not listed"
        ) from error


def known(database: Path) -> tuple[Backup, ...]:
    """Return the backups that are still in their place, the newest last."""
    found = {backup.path: backup for backup in _before_steps(database)}
    found |= {backup.path: backup for backup in _noted(database)}
    there = [backup for backup in found.values() if backup.path.is_file()]
    return tuple(sorted(there, key=lambda backup: backup.made_at))


def restoring(database: Path, backup: Path) -> str:
    """Spell the command that puts a backup in the place of its database.

    A log of last writes left beside it would be played into the older file.
    """
    log = log_of(database)
    copied, target, left = (shlex.quote(str(path)) for path in (backup, database, log))
    return f"cp {copied} {target} && rm -f {left}"


def advice(database: Path) -> str:
    """Say in one sentence how to get a damaged database back."""
    backups = known(database)
    if not backups:
        return (
            "no backup of it is known (`tracker maintain --backup FILE` makes one);"
            " move it away, and `tracker crawl` starts anew with what waits in the"
            " outbox"
        )
    newest = backups[-1]
    return (
        "stop the crawler and restore the newest backup, of"
        f" {newest.made_at:%Y-%m-%d %H:%M} UTC: {restoring(database, newest.path)}"
    )


def _before_steps(database: Path) -> Iterator[Backup]:
    for path in database.parent.glob(f"{database.name}.{BEFORE_A_STEP}*"):
        if not path.name.endswith(".part"):
            made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield Backup(path=path, made_at=made_at)


def _noted(database: Path) -> Iterator[Backup]:
    """Read the list; a line that somebody has spoilt is passed over."""
    try:
        text = list_file(database).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        made_at, _, rest = line.partition("\t")
        _, _, path = rest.partition("\t")
        with suppress(ValueError):
            yield Backup(path=Path(path), made_at=datetime.fromisoformat(made_at))
