"""A result as csv, json or parquet."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tracker.errors import ReportError
from tracker.model import Result
from tracker.report.secrets import public
from tracker.report.text import csv_cell, one_line

# The key of a parquet file's metadata under which stands how it was made, in JSON.
METADATA = "tracker_method"
_OPEN_TIMES = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
# Its words are lower-cased with the type, and would no longer be the values.
_ENUM = re.compile(r"enum\((?:[^')]|'(?:[^']|'')*')*\)")
# The type, and not a field of that name, which is quoted.
_INTERVAL = re.compile(r'(?<!")\binterval\b(?!")')


def to_csv(result: Result) -> bytes:
    """Write RFC 4180 with a header, UTF-8; text cells are safe in a spreadsheet.

    A list is joined by semicolons; what is nested deeper is JSON in its cell.
    """
    out = io.StringIO()
    result = public(result)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(csv_cell(name) for name in _names(result))
    for row in result.rows:
        writer.writerow(_cell(value) for value in row)
    return out.getvalue().encode()


def to_json(result: Result) -> bytes:
    """Write a list of objects, one a row, with values as in `plain`."""
    result = public(result)
    names = _names(result)
    rows = [
        {name: plain(value) for name, value in zip(names, row, strict=True)}
        for row in result.rows
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def to_parquet(result: Result, *, about: str = "") -> bytes:
    """Write one row group with the types of the report, and `about` as metadata.

    An infinite time is null, a duration a number of seconds, because parquet has none
    below zero. An enum becomes varchar and a tuple JSON: neither can be declared by the
    lower-case name of its type.
    """
    result = public(result)
    columns = ", ".join(
        f"{_quoted(name)} {_declared(column.type)}"
        for name, column in zip(_names(result), result.columns, strict=True)
    )
    rows = [
        [
            json.dumps(plain(value)) if _is_json(column.type) else _known(value)
            for value, column in zip(row, result.columns, strict=True)
        ]
        for row in result.rows
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "result.parquet"
        try:
            _write_parquet(columns, rows, path, about)
        except duckdb.Error as error:
            reason = one_line(str(error).partition("\nLINE ")[0])
            raise ReportError(
                f"parquet cannot hold this result; write csv or json: {reason}"
            ) from error
        return path.read_bytes()


def _write_parquet(
    columns: str, rows: list[list[object]], path: Path, about: str
) -> None:
    marks = ", ".join("?" for _ in rows[0]) if rows else ""
    with duckdb.connect() as memory:
        memory.execute("set TimeZone = 'UTC'")
        memory.execute(f"create table result ({columns})")
        memory.begin()  # ten thousand rows: 0.7 s, and 1.5 s row by row
        if rows:
            memory.executemany(
                f"insert into result values ({marks})",  # noqa: S608 - only ? marks
                rows,
            )
        memory.commit()
        memory.execute(
            f"copy result to ? (format parquet, kv_metadata {{{METADATA}: ?}})",
            [str(path), about],
        )


WRITERS: Mapping[str, Callable[[Result], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
}


def _names(result: Result) -> list[str]:
    """Give the names of the columns, which SQL tells apart whatever their case."""
    names = [column.name for column in result.columns]
    seen = set[str]()
    for name in names:
        if name.lower() in seen:
            raise ReportError(
                f"two columns are named {one_line(name)}; give one another name with as"
            )
        seen.add(name.lower())
    return names


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")  # a number: its minus is no formula
    told = flat(value)
    return csv_cell(told) if isinstance(told, str) else told


def flat(value: object) -> object:
    """Turn a value into what one cell holds, as `plain`; lists and objects are text."""
    told = plain(value)
    if isinstance(told, list) and not any(isinstance(i, (list, dict)) for i in told):
        return "; ".join("" if item is None else str(item) for item in told)
    if isinstance(told, (list, dict)):
        return json.dumps(told, ensure_ascii=False)
    return told


def plain(value: object) -> object:
    """Turn a value of DuckDB's Python client into what JSON has.

    Times are ISO 8601 in UTC with a Z, durations seconds (a month is 30 days, says the
    client), bytes hexadecimal digits. A decimal is a number where a double holds all
    its digits, else text. Not a number, infinite numbers and infinite times are null.
    """
    match value:
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {_key(name): plain(item) for name, item in value.items()}
        case date():
            return _moment(value)
    return _single(value)


def _single(value: object) -> object:
    told: object = str(value)  # a UUID, and what a later DuckDB may bring
    match value:
        case None | int() | str():
            told = value
        case float():
            told = value if math.isfinite(value) else None
        case Decimal():
            number = float(value)
            told = number if Decimal(repr(number)) == value else format(value, "f")
        case time():
            told = value.isoformat()
        case timedelta():
            told = value.total_seconds()
        case bytes():
            told = value.hex()
    return told


def _moment(value: date) -> str | None:
    if _is_open(value):
        return None
    if not isinstance(value, datetime):
        return value.isoformat()
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _key(name: object) -> str:
    told = plain(name)
    return told if isinstance(told, str) else json.dumps(told)


def _known(value: object) -> object:
    """Turn infinite times into null and durations into seconds, at any depth."""
    match value:
        case timedelta():
            return value.total_seconds()
        case date():
            return None if _is_open(value) else value
        case list() | tuple():
            return [_known(item) for item in value]
        case dict():
            return {name: _known(item) for name, item in value.items()}
    return value


def _is_open(value: date) -> bool:
    """Tell an infinite time, which the client gives as Python's first or last one."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) in _OPEN_TIMES
    return value in (date.min, date.max)


def _declared(type_: str) -> str:
    plain = _INTERVAL.sub("double", _ENUM.sub("varchar", type_))
    return "json" if _is_json(type_) else plain


def _is_json(type_: str) -> bool:
    return "tuple(" in _ENUM.sub("varchar", type_)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
