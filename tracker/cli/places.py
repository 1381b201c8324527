"""Where things lie that the configuration does not name."""

from pathlib import Path


def outbox_folder(database: Path) -> Path:
    """Where visits wait for a database: beside it, under its name."""
    return database.with_suffix(".outbox")


def lock_file(database: Path) -> Path:
    """Name the file that the crawler of a database locks."""
    return database.with_suffix(".lock")
