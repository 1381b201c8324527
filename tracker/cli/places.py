"""Where things lie that the configuration does not name."""

from pathlib import Path

# The usual end of a database's name; only it may be left out of others, or two
# databases of one folder would share an outbox and a lock.
USUAL = ".duckdb"


def outbox_folder(database: Path) -> Path:
    """Where visits wait for a database: beside it, under its name."""
    return _beside(database, "outbox")


def lock_file(database: Path) -> Path:
    """Name the file that the crawler of a database locks."""
    return _beside(database, "lock")


def recode_lock_file(database: Path) -> Path:
    """Name the file that a recode of a database locks; crawlers do not ask for it."""
    return _beside(database, "recode-lock")


def _beside(database: Path, what: str) -> Path:
    """`coverage.duckdb` → `coverage.outbox`, `coverage.db` → `coverage.db-outbox`."""
    if database.suffix == USUAL:
        return database.with_suffix(f".{what}")
    return database.with_name(f"{database.name}-{what}")
