"""What the database says of how a report was made, for its method card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from tracker.db.queries import Value
from tracker.errors import StoreError

_CARD = """
    select method_card.*
    from
        method_card(
            $incident::varchar, $since::date, $until::date, $outlet::varchar,
            $language::varchar, $version::varchar, $copies::varchar, $as_of::timestamp
        ) as method_card
"""
_PARAMETERS: Mapping[str, type] = {
    "incident": str,
    "since": date,
    "until": date,
    "outlet": str,
    "language": str,
    "version": str,
    "copies": str,
    "as_of": datetime,
}
_WITHOUT_INCIDENT = """
    select of_all.* from method_of_all($as_of::timestamp) as of_all
"""
_MACROS = """
    select function_name, macro_definition, len(parameters)
    from duckdb_functions()
    where not internal and macro_definition is not null
    order by function_name
"""
_CALL = re.compile(r'\b([a-z_][a-z0-9_]*)"?\s*\(', re.IGNORECASE)
# A word may judge as well; what a support says judges nothing.
_CONSTANT = re.compile(r"-?[0-9.]+|'(?!not enough)[^']*'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The row of `method_card`, by column, and what judges (see `limits`).

    Without an incident it is the row of `method_of_all`.
    """

    counted: Mapping[str, Any]
    limits: Mapping[str, str]


def told(connection: DuckDBPyConnection, sql: str, values: Mapping[str, Value]) -> Told:
    """Ask how a query with these values counts, in the window in which it ran.

    A value of another type belongs to an analyst's own parameter of that name, of which
    nothing is known. Raises StoreError where the database is older than the program.
    """
    given = {
        name: value if isinstance(value := values.get(name), kind) else None
        for name, kind in _PARAMETERS.items()
    }
    if given["incident"] is None:
        given = {"as_of": given["as_of"]}
    sql_of_card = _CARD if len(given) > 1 else _WITHOUT_INCIDENT
    try:
        answer = connection.execute(sql_of_card, given)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(
            "the database is older than this program and cannot say how its reports are"
            " made; `tracker crawl` brings it up to date"
        ) from error
    names = [column[0] for column in answer.description or ()]
    row = answer.fetchall()[0]
    return Told(
        counted=dict(zip(names, row, strict=True)), limits=limits(connection, sql)
    )


def limits(connection: DuckDBPyConnection, sql: str) -> dict[str, str]:
    """Name the constants that a query reaches, itself or through macros, by name.

    A constant is a macro without parameters that is one number or text, such as
    least_articles(); so none has to be typed a second time, and a report of one's own
    names its own.
    """
    found = connection.execute(_MACROS).fetchall()
    macros = {str(name): (str(text), many) for name, text, many in found}
    reached, waiting = set[str](), [_without_comments(sql)]
    while waiting:
        called = {name.lower() for name in _CALL.findall(waiting.pop())} & macros.keys()
        waiting += [macros[name][0] for name in called - reached]
        reached |= called
    return {
        name: macros[name][0].strip("'")
        for name in sorted(reached)
        if macros[name][1] == 0 and _CONSTANT.fullmatch(macros[name][0])
    }


def _without_comments(sql: str) -> str:
    return "\n".join(
        line for line in sql.splitlines() if not line.lstrip().startswith("--")
    )
