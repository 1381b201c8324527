"""Bind a report's parameters and run it, or one typed SELECT, within a time limit."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from math import isfinite

import duckdb

from tracker.db.query_files import (
    Param,
    Report,
    checks,
    find,
    folders,
    load,
    names,
    reports,
    shipped,
    suggest,
)
from tracker.errors import ReportError
from tracker.model import Column, Result

__all__ = [
    "Param",
    "Report",
    "Value",
    "bind",
    "checks",
    "find",
    "folders",
    "load",
    "names",
    "reports",
    "run",
    "run_sql",
    "shipped",
]

Value = str | date | datetime | float | int | bool | None

# A report that takes longer has lost its way; nobody waits for a terminal longer.
LONGEST_RUN = 30.0

WORDS_OF: Mapping[str, tuple[str, ...]] = {
    "version": ("first", "latest"),
    "copies": ("once", "all"),
    "voice": ("outlet", "attributed", "scare", "quoted", "denied", "background"),
    "place": ("title", "lead", "text"),
    "layer": ("actor", "label", "event_noun", "fact", "article", "coverage", "poll"),
}
"""The words that a parameter of this name may have, in every shipped report."""

_KNOWN_IDS: Mapping[str, str] = {
    "incident": "select incident from incidents order by incident",
    "actor": "select actor from actors order by actor",
    "outlet": "select outlet from outlets order by outlet",
    "language": (
        "select unnest(languages) as language from outlets union "
        "select language from articles order by language"
    ),
}

# Facts without a query have no term in the codebook, and what was coded with an older
# codebook stays until it is coded again; reports print both.
_CODES = (
    "select code from codebook union select actor from actors union "
    "select fact from facts union select code from annotations "
    "where coder = 'machine' and kind = 'hit' order by code"
)


# ---------------------------------------------------------------- bind


def bind(report: Report, given: Mapping[str, str]) -> dict[str, Value]:
    """Turn typed words into the values of the report's parameters.

    Parameters left out are None. A timestamp is a naive UTC time; one that is typed
    without a zone is taken as UTC.
    """
    known = [param.name for param in report.params]
    example = f"; for example: {report.example}" if report.example else ""
    for name in given:
        if name not in known:
            raise ReportError(
                f"{report.name}: {name}: no such parameter"
                f"{suggest(name, known)}{example}"
            )
    values: dict[str, Value] = {}
    for param in report.params:
        text = given.get(param.name)
        if text is None and not param.optional:
            takes = ", ".join(known)
            raise ReportError(
                f"{report.name}: {param.name}= is missing ({param.text}); it takes "
                f"{takes}{example}"
            )
        values[param.name] = None if text is None else _value(report, param, text)
    return values


def _value(report: Report, param: Param, text: str) -> Value:
    words = WORDS_OF.get(param.name)
    if words and param.type == "varchar" and not report.own and text not in words:
        raise ReportError(
            f"{report.name}: {param.name}={text}: can be {', '.join(words)}"
        )
    try:
        return _typed(param.type, text)
    except (ValueError, OverflowError):
        wanted = {
            "date": "a day such as 2026-03-02",
            "timestamp": "a time such as 2026-03-02T15:00+01:00",
            "double": "a number such as 0.5",
            "integer": "a whole number",
            "boolean": "yes or no",
            "varchar": "text in UTF-8",
        }[param.type]
        raise ReportError(
            f"{report.name}: {param.name}={text}: is not {wanted}"
        ) from None


def _typed(kind: str, text: str) -> Value:
    match kind:
        case "date":
            return date.fromisoformat(text)
        case "timestamp":
            time = datetime.fromisoformat(text)
            return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
        case "integer":
            return int(text)
        case "double":
            number = float(text)
            if not isfinite(number):
                raise ValueError(text)
            return number
        case "boolean":
            if text not in ("yes", "no"):
                raise ValueError(text)
            return text == "yes"
        case _:
            text.encode()  # a byte that is no UTF-8 arrives as half a surrogate pair
            return text


# ---------------------------------------------------------------- run


def run(
    report: Report,
    connection: duckdb.DuckDBPyConnection,
    values: Mapping[str, Value],
    *,
    seconds: float = LONGEST_RUN,
) -> Result:
    """Run a report on a migrated database; `values` come from `bind`.

    An incident, actor, outlet or language that the database does not know raises, with
    those it knows, and in a shipped report a code that is not in the codebook; so does
    SQL that fails, and a run that takes longer than `seconds`.
    """
    for name, value in values.items():
        if value is not None:
            _require_known(report, connection, name, str(value), seconds)
    try:
        result = _answer(
            connection, _one_select(connection, report.sql), values, seconds
        )
    except ReportError as error:
        raise ReportError(f"{report.path}: {error}") from error
    texts = {column.name: column.text for column in report.columns}
    columns = tuple(
        Column(name=column.name, type=column.type, text=texts.get(column.name, ""))
        for column in result.columns
    )
    return Result(columns=columns, rows=result.rows)


def holds_incident(connection: duckdb.DuckDBPyConnection, incident: str) -> bool:
    """Whether the database knows an incident, which a new configuration may name."""
    found = _answer(connection, _KNOWN_IDS["incident"], {}, LONGEST_RUN).rows
    return (incident,) in found


def _require_known(
    report: Report,
    connection: duckdb.DuckDBPyConnection,
    name: str,
    value: str,
    seconds: float,
) -> None:
    look_up, place = _KNOWN_IDS.get(name, ""), "database"
    if name == "code" and not report.own:  # the analyst's codes may be of any table
        look_up, place = _CODES, "codebook"
    if not look_up:
        return
    found = _answer(connection, look_up, {}, seconds).rows
    known = [str(row[0]) for row in found if row[0] is not None]
    if value not in known:
        raise ReportError(
            f"{report.name}: {name}={value}: not in the {place}{suggest(value, known)}"
        )


def run_sql(
    connection: duckdb.DuckDBPyConnection, text: str, *, seconds: float = LONGEST_RUN
) -> Result:
    """Run exactly one SELECT that the analyst typed, without parameters."""
    statement = _one_select(connection, text)
    if statement.named_parameters:
        wanted = ", ".join(f"${name}" for name in sorted(statement.named_parameters))
        raise ReportError(
            f"the statement has parameters ({wanted}); write the values themselves, or "
            "save it as a report"
        )
    return _answer(connection, statement, {}, seconds)


def _one_select(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(text)
    except duckdb.Error as error:
        raise ReportError(_one_line(error)) from error
    if len(statements) != 1:
        raise ReportError(
            f"{len(statements)} statements; exactly one SELECT can be run at a time"
        )
    if statements[0].type != duckdb.StatementType.SELECT:
        raise ReportError(
            f"a statement of type {statements[0].type.name}; only SELECT is run, "
            "nothing is ever changed"
        )
    return statements[0]


def _answer(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement | str,
    values: Mapping[str, Value],
    seconds: float,
) -> Result:
    """Run a statement beside this thread, which can be interrupted while it waits."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(_fetch, connection, statement, values)
        try:
            return answer.result(timeout=seconds)
        except TimeoutError as error:
            raise ReportError(
                f"stopped after {seconds:g} seconds; ask for fewer days or one outlet"
            ) from error
        except duckdb.Error as error:
            raise ReportError(_one_line(error)) from error
        finally:
            # Ends what still runs, after Ctrl-C as well; else it does nothing.
            connection.interrupt()


def _fetch(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement | str,
    values: Mapping[str, Value],
) -> Result:
    answer = connection.execute(statement, dict(values))
    columns = tuple(
        Column(name=name, type=str(kind).lower())
        for name, kind, *_ in answer.description or ()
    )
    return Result(columns=columns, rows=tuple(answer.fetchall()))


def _one_line(error: Exception) -> str:
    """Keep DuckDB's message, without the repeated statement under it."""
    return " ".join(str(error).partition("\nLINE ")[0].split())
