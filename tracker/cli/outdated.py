"""What is said where stored texts were coded by an earlier configuration."""

import time
from collections.abc import Collection

from tracker.core.fingerprint import CODING_PARTS, CodingPart, coding_hash
from tracker.db.connection import opened
from tracker.db.migrate import pending
from tracker.db.recoding import Outdated, outdated
from tracker.errors import StoreError
from tracker.model import Config

_WORDS: dict[CodingPart, str] = {
    "actors": "names",
    "labels": "labels",
    "incidents": "incidents",
    "facts": "facts",
    "rules": "the program's rules",
}


def changed_words(parts: Collection[CodingPart]) -> str:
    """Name the parts of the configuration: names, labels and facts."""
    words = [_WORDS[part] for part in CODING_PARTS if part in parts]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def counted(many: int, what: str = "article") -> str:
    """Spell a number of things: 1 article, 12,300 articles."""
    return f"{many:,} {what}{'' if many == 1 else 's'}"


def hint(found: Outdated) -> str | None:
    """Tell what is out of date and what to do, in a line; None where nothing is."""
    if not found.articles:
        return None
    were = "was" if found.articles == 1 else "were"
    return (
        f"{counted(found.articles)} {were} coded before {changed_words(found.parts)}"
        " changed; `tracker recode` brings them up to date"
    )


def hint_of(config: Config) -> str | None:
    """Look into a database that may be elsewhere, taken or older; None then, too."""
    if not config.database.is_file():
        return None
    try:
        with opened(
            config.database, read_only=True, wait=time.sleep, patience=0
        ) as connection:
            if pending(connection):
                return None
            return hint(outdated(connection, coding_hash(config)))
    except StoreError:
        return None
