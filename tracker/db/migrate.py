"""The schema, brought up to date: tables step by step, all else made anew.

Tables hold data, so they change by numbered steps that are never edited. Macros, views
and comments hold none: they are `definitions`, made anew whenever their text differs
from what the database was given last.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from duckdb import DuckDBPyConnection

from tracker.db.connection import transaction
from tracker.db.values import to_column
from tracker.errors import StoreError

_HAS_STEPS = """
    select count(*) filter (where table_name = 'schema_steps'), count(*)
    from duckdb_tables()
    where database_name = current_database() and not internal
"""
_MAKE_STEPS = """
    create table schema_steps (step integer, name varchar, applied_at timestamp);
    comment on table schema_steps is 'Steps of the schema that this file has been through; one row per step, 0 is macros, views and comments.';
    comment on column schema_steps.step is 'Number of the step, from 1; 0: macros, views and comments.';
    comment on column schema_steps.name is 'Name of its file in tracker/db/migrations; for 0 a fingerprint.';
    comment on column schema_steps.applied_at is 'When it was taken (UTC); null where not known.';
"""  # noqa: E501 - a comment is one literal


# Its row in schema_steps stands for the definitions.
DEFINITIONS = 0
_FORGET_DEFINITIONS = f"delete from schema_steps where step = {DEFINITIONS}"  # noqa: S608 - a constant of this module
_RECORD = "insert into schema_steps values ($step, $name, $now)"


@dataclass(frozen=True, slots=True)
class Step:
    """One file of tracker/db/migrations: `NNNN_name.sql`.

    The definitions are a step of their own, with DEFINITIONS for a number.
    """

    number: int
    name: str
    sql: str


def steps() -> tuple[Step, ...]:
    """Return every step for tables that this program knows, in order."""
    found = []
    for stem, sql in _files("migrations"):
        number, _, name = stem.partition("_")
        found.append(Step(int(number), name, sql))
    return tuple(found)


def definitions() -> Step:
    """Return macros, views and comments; the name of this step is their fingerprint."""
    sql = "\n".join(text for _, text in _files("definitions"))
    digest = hashlib.sha256(sql.encode()).hexdigest()
    return Step(DEFINITIONS, f"definitions {digest[:16]}", sql)


def pending(connection: DuckDBPyConnection) -> tuple[Step, ...]:
    """Return what this database lacks, the definitions last; writes nothing.

    Raises StoreError for a database of a newer program, or of another one.
    """
    has_steps, tables = connection.execute(_HAS_STEPS).fetchone() or (0, 0)
    known, current = steps(), definitions()
    if not has_steps:
        if tables:
            raise StoreError(
                "the database holds tables of another program;"
                " name another file under `database:`"
            )
        return (*known, current)
    taken = dict(connection.execute("select step, name from schema_steps").fetchall())
    newest = max(taken, default=0)
    if newest > known[-1].number:
        raise StoreError(
            f"the database was made by a newer version of this program"
            f" (step {newest}, {taken[newest]}); update the program, or open a backup"
        )
    missing = tuple(step for step in known if step.number not in taken)
    if missing or taken.get(DEFINITIONS) != current.name:
        return (*missing, current)
    return ()


def migrate(
    connection: DuckDBPyConnection, *, now: datetime | None = None
) -> tuple[str, ...]:
    """Take every pending step, each in one transaction with its record.

    Returns the names of the steps taken: none when the database is up to date.
    `now` is noted beside each. Interrupted between two steps, the next call goes on;
    within one, nothing of it stays.
    """
    taken: list[str] = []
    for step in pending(connection):
        with transaction(connection):
            if not taken:
                _ensure_record(connection)
            if step.number == DEFINITIONS:
                connection.execute(_FORGET_DEFINITIONS)
            connection.execute(step.sql)
            connection.execute(
                _RECORD,
                {"step": step.number, "name": step.name, "now": to_column(now)},
            )
        taken.append(step.name)
    return tuple(taken)


@cache
def _files(folder: str) -> tuple[tuple[str, str], ...]:
    """Read the SQL files of a folder beside this module, in order: stem, text.

    Once in a process: a daemon goes on while its package is being replaced.
    """
    here = resources.files("tracker.db") / folder
    files = (file for file in here.iterdir() if file.name.endswith(".sql"))
    return tuple(
        (file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in sorted(files, key=lambda file: file.name)
    )


def _ensure_record(connection: DuckDBPyConnection) -> None:
    has_steps, _ = connection.execute(_HAS_STEPS).fetchone() or (0, 0)
    if not has_steps:
        connection.execute(_MAKE_STEPS)
