"""Bind a report's parameters and run it, or one typed SELECT, within a time limit."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from math import isfinite
from zoneinfo import ZoneInfo

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
    "with_zone",
]

Value = str | date | datetime | float | int | bool | None

# A report that takes longer has lost its way; nobody waits for a terminal longer.
LONGEST_RUN = 30.0

WORDS_OF: Mapping[str, tuple[str, ...]] = {
    "version": ("first", "latest"),
    "copies": ("once", "all"),
    "voice": ("outlet", "attributed", "scare", "quoted", "denied", "background"),
    "by": ("kind", "country", "language"),
    "place": ("title", "lead", "text"),
    "touching": (
        *("headline", "label", "event_noun", "fact", "figure", "source", "text"),
    ),
    "layer": (
        *("actor", "label", "event_noun", "fact", "quote", "figure", "word"),
        *("utterance", "copy", "revision", "article", "coverage", "poll"),
    ),
}
"""The words that a parameter of this name may have, in every shipped report."""

_OUTLETS = "select outlet from outlets order by outlet"
_KNOWN_IDS: Mapping[str, str] = {
    "incident": "select incident from incidents order by incident",
    "actor": "select actor from actors order by actor",
    "outlet": _OUTLETS,
    "against": _OUTLETS,
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

_LAYERS_OF_CODES = (None, "actor", "label", "event_noun", "fact", "figure")

_GROUP = "select groups[1] from actors where actor = $actor and groups[1] is not null"

# As the reports count them; who never speaks may be asked for when it is an actor.
_SPEAKERS = (
    "select coalesce(groups[1], actor) as speaker from actors union "
    "select speaker_of(speaker, speaker_group) from quotes order by speaker"
)


# ---------------------------------------------------------------- bind


def bind(
    report: Report, given: Mapping[str, str], *, zone: str = "UTC"
) -> dict[str, Value]:
    """Turn typed words into the values of the report's parameters.

    Parameters left out are None. A timestamp is a naive UTC time; one that is typed
    without a zone is a time in `zone`. Raises ReportError for what no report could
    answer.
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
        values[param.name] = None if text is None else _value(report, param, text, zone)
    since, until = values.get("since"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and since > until:
        raise ReportError(
            f"{report.name}: since={since} is after until={until}; no day is asked for"
        )
    return values


def with_zone(text: str, zone: str) -> str:
    """Spell a time with its zone, which is `zone` where none was typed.

    What is no time is given back as it is, for `bind` to refuse.
    """
    try:
        time = datetime.fromisoformat(text)
        aware = time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone))
        return aware.isoformat()
    except (ValueError, OverflowError):
        return text


def _value(report: Report, param: Param, text: str, zone: str) -> Value:
    words = WORDS_OF.get(param.name)
    if words and param.type == "varchar" and not report.own and text not in words:
        raise ReportError(
            f"{report.name}: {param.name}={text}: can be {', '.join(words)}"
        )
    try:
        return _typed(param.type, text, zone)
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


def _typed(kind: str, text: str, zone: str) -> Value:
    match kind:
        case "date":
            return date.fromisoformat(text)
        case "timestamp":
            aware = datetime.fromisoformat(with_zone(text, zone))
            return aware.astimezone(UTC).replace(tzinfo=None)
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
    those it knows, and in a shipped report a code that is not in the codebook, or a
    speaker who is unknown; so does SQL that fails, and a run that takes longer than
    `seconds`.
    """
    for name, value in values.items():
        look_up, place = _listed(report, name, values.get("layer"))
        if value is not None and look_up:
            found = _answer(connection, look_up, {}, seconds).rows
            known = [str(row[0]) for row in found if row[0] is not None]
            if look_up == _SPEAKERS and str(value) not in known:
                _name_group(connection, f"{report.name}: {name}", str(value), seconds)
            _require_known(f"{report.name}: {name}", str(value), known, place)
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


def _listed(report: Report, name: str, layer: Value) -> tuple[str, str]:
    """Return what lists the values that a parameter may have, and what that is called.

    Nothing does where any text may be asked for, as in an analyst's own report, or
    where they are many: terms, utterances, articles.
    """
    if name in _KNOWN_IDS:
        return _KNOWN_IDS[name], "database"
    if report.own:  # the analyst's codes may be of any table
        return "", ""
    if name in ("one", "other") or (name, layer) == ("code", "quote"):
        return _SPEAKERS, "database"
    if name == "code" and layer in _LAYERS_OF_CODES:
        return _CODES, "codebook"
    return "", ""


def _name_group(
    connection: duckdb.DuckDBPyConnection, asked: str, actor: str, seconds: float
) -> None:
    """Raise for an actor who is counted among speakers by the name of its group."""
    found = _answer(connection, _GROUP, {"actor": actor}, seconds).rows
    for (group,) in found:
        raise ReportError(f"{asked}={actor}: is counted as {group}; ask for {group}")


def _require_known(asked: str, value: str, known: Sequence[str], place: str) -> None:
    if value not in known:
        raise ReportError(f"{asked}={value}: not in the {place}{suggest(value, known)}")


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
