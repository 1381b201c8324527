"""Where things lie that the configuration does not name."""

from pathlib import Path


def outbox_folder(database: Path) -> Path:
    """Where visits wait for a database: beside it, under its name."""
    return database.with_suffix(".outbox")
