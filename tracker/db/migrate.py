"""The schema, brought up to date step by step."""

from dataclasses import dataclass
from datetime import datetime
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
    comment on table schema_steps is 'Steps of the schema that this file has been through; one row per step.';
    comment on column schema_steps.step is 'Number of the step, from 1.';
    comment on column schema_steps.name is 'Name of its file in tracker/db/migrations.';
    comment on column schema_steps.applied_at is 'When it was taken (UTC); null where not known.';
"""  # noqa: E501 - a comment is one literal


@dataclass(frozen=True, slots=True)
class Step:
    """One file of tracker/db/migrations: `NNNN_name.sql`."""

    number: int
    name: str
    sql: str


def steps() -> tuple[Step, ...]:
    """Return every step that this program knows, in order."""
    folder = resources.files("tracker.db") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    found = []
    for file in files:
        number, _, name = file.name.removesuffix(".sql").partition("_")
        found.append(Step(int(number), name, file.read_text(encoding="utf-8")))
    return tuple(found)


def pending(connection: DuckDBPyConnection) -> tuple[Step, ...]:
    """Return the steps that this database lacks; writes nothing.

    Raises StoreError for a database of a newer program, or of another one.
    """
    has_steps, tables = connection.execute(_HAS_STEPS).fetchone() or (0, 0)
    known = steps()
    if not has_steps:
        if tables:
            raise StoreError(
                "the database holds tables of another program;"
                " name another file under `database:`"
            )
        return known
    taken = connection.execute("select step, name from schema_steps").fetchall()
    strange = set(taken) - {(step.number, step.name) for step in known}
    if strange:
        number, name = max(strange)
        raise StoreError(
            f"the database was made by a newer version of this program"
            f" (step {number}, {name}); update the program, or open a backup"
        )
    done = {number for number, _ in taken}
    return tuple(step for step in known if step.number not in done)


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
            connection.execute(step.sql)
            connection.execute(
                "insert into schema_steps values ($step, $name, $now)",
                {"step": step.number, "name": step.name, "now": to_column(now)},
            )
        taken.append(step.name)
    return tuple(taken)


def _ensure_record(connection: DuckDBPyConnection) -> None:
    has_steps, _ = connection.execute(_HAS_STEPS).fetchone() or (0, 0)
    if not has_steps:
        connection.execute(_MAKE_STEPS)
