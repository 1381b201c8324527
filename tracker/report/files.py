"""A result as csv, json or parquet."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tracker.model import Result
from tracker.report.text import csv_cell


def to_csv(result: Result) -> bytes:
    """Write RFC 4180 with a header, UTF-8; text cells are safe in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in result.columns)
    for row in result.rows:
        writer.writerow(_csv_value(value) for value in row)
    return out.getvalue().encode()


def to_json(result: Result) -> bytes:
    """Write a list of objects, one a row; times are ISO 8601 in UTC."""
    names = [column.name for column in result.columns]
    rows = [
        {name: _plain(value) for name, value in zip(names, row, strict=True)}
        for row in result.rows
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def to_parquet(result: Result) -> bytes:
    """Write one row group with the types of the report."""
    columns = ", ".join(
        f"{_quoted(column.name)} {column.type}" for column in result.columns
    )
    marks = ", ".join("?" for _ in result.columns)
    with TemporaryDirectory() as folder, duckdb.connect() as memory:
        memory.execute("set TimeZone = 'UTC'")
        memory.execute(f"create table result ({columns})")
        if result.rows:
            memory.executemany(
                f"insert into result values ({marks})",  # noqa: S608 - only ? marks
                [list(row) for row in result.rows],
            )
        path = Path(folder) / "result.parquet"
        memory.execute("copy result to ? (format parquet)", [str(path)])
        return path.read_bytes()


WRITERS: Mapping[str, Callable[[Result], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
}


def _csv_value(value: object) -> object:
    if isinstance(value, str):
        return csv_cell(value)
    if isinstance(value, (list, tuple)):
        return csv_cell("; ".join(str(item) for item in value))
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep="T") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
