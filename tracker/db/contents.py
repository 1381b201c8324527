"""What a database holds, in a form in which two can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

_TABLES = """
    select table_name
    from duckdb_tables()
    where database_name = $database and not internal
    order by table_name
"""
# All that is not rows: columns with their types, views, macros, and every comment.
_DEFINITIONS = """
    select 'table', table_name, null, comment, null
    from duckdb_tables() where database_name = $database and not internal
    union all
    select 'column', table_name, column_name, comment, concat(column_index, data_type)
    from duckdb_columns() where database_name = $database and not internal
    union all
    select 'view', view_name, null, comment, sql
    from duckdb_views() where database_name = $database and not internal
    union all
    select
        'macro', function_name, array_to_string(parameters, ','), comment,
        macro_definition
    from duckdb_functions() where database_name = $database and not internal
    order by all
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Table → rows and a fingerprint of them, whatever their order; and the rest."""

    tables: Mapping[str, tuple[int, int]]
    definitions: tuple[tuple[str | None, ...], ...]


def contents(connection: DuckDBPyConnection, database: str) -> Contents:
    """Read everything in an attached database; the name is DuckDB's own for it."""
    tables = {}
    for table in table_names(connection, database):
        place = f"{quoted(database)}.main.{quoted(table)}"
        found = connection.execute(
            f"select count(*), coalesce(sum(hash(read)::hugeint), 0) from {place} as read"  # noqa: E501, S608 - names of our own, quoted
        ).fetchone()
        assert found is not None  # noqa: S101 - a count has one row
        tables[table] = (int(found[0]), int(found[1]))
    rows = connection.execute(_DEFINITIONS, {"database": database}).fetchall()
    return Contents(tables=tables, definitions=tuple(rows))


def row_counts(connection: DuckDBPyConnection, database: str) -> dict[str, int]:
    """Count the rows of every table; reads no block."""
    counts = {}
    for table in table_names(connection, database):
        place = f"{quoted(database)}.main.{quoted(table)}"
        found = connection.execute(f"select count(*) from {place}").fetchone()  # noqa: S608 - as above
        counts[table] = int(found[0]) if found else 0
    return counts


def table_names(connection: DuckDBPyConnection, database: str) -> tuple[str, ...]:
    """Return the tables of an attached database, sorted."""
    rows = connection.execute(_TABLES, {"database": database}).fetchall()
    return tuple(name for (name,) in rows)


def name_of(connection: DuckDBPyConnection) -> str:
    """Return DuckDB's own name for the database that a connection was opened on."""
    found = connection.execute("select current_database()").fetchone()
    assert found is not None  # noqa: S101 - always one row
    return str(found[0])


def quoted(name: str) -> str:
    """Spell a name as an identifier."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
