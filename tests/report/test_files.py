import csv
import io
import json
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from unittest.mock import ANY
from uuid import UUID

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.errors import ReportError
from tracker.model import Column, Result
from tracker.report.files import WRITERS, to_csv, to_json, to_parquet

UUID_TEXT = "c44479b6-4cae-4327-aeb5-4c2f1ca72e63"


def result(sql: str, *values: object) -> Result:
    """Ask a real DuckDB, as tracker.db.queries does."""
    with duckdb.connect() as memory:
        memory.execute("set TimeZone = 'UTC'")
        answer = memory.execute(sql, list(values))
        columns = tuple(
            Column(name=name, type=str(kind).lower())
            for name, kind, *_ in answer.description or ()
        )
        return Result(columns=columns, rows=tuple(answer.fetchall()))


def one(expression: str) -> Result:
    return result(f"select {expression} as x")


def cell(given: Result) -> str:
    rows = list(csv.reader(io.StringIO(to_csv(given).decode(), newline="")))
    assert rows[0] == ["x"]
    return rows[1][0] if rows[1] else ""


def read_back(given: Result, path: Path) -> tuple[list[tuple[object, ...]], list[str]]:
    path.write_bytes(to_parquet(given))
    with duckdb.connect() as memory:
        memory.execute("set TimeZone = 'UTC'")
        answer = memory.execute("from read_parquet(?)", [str(path)])
        types = [str(kind) for _, kind, *_ in answer.description or ()]
        return answer.fetchall(), types


NOON = datetime(2026, 3, 2, 12)
DIGITS = "12345678901234567890.123"

# expression, in JSON, in CSV, in parquet, its type there; ANY is not looked at
VALUES = [
    ("null::integer", None, "", None, "INTEGER"),
    ("null", None, "", None, '"NULL"'),
    ("true", True, "True", True, "BOOLEAN"),
    ("-7::tinyint", -7, "-7", -7, "TINYINT"),
    (f"{2**126}::hugeint", 2**126, str(2**126), float(2**126), "DOUBLE"),
    ("0.25", 0.25, "0.25", Decimal("0.25"), "DECIMAL(3,2)"),
    ("-1.50::decimal(18,2)", -1.5, "-1.50", Decimal("-1.50"), "DECIMAL(18,2)"),
    (f"{DIGITS}::decimal(38,3)", DIGITS, DIGITS, Decimal(DIGITS), "DECIMAL(38,3)"),
    ("0.1::double", 0.1, "0.1", 0.1, "DOUBLE"),
    ("'infinity'::double", None, "", float("inf"), "DOUBLE"),
    ("'-infinity'::float", None, "", float("-inf"), "FLOAT"),
    (f"'{UUID_TEXT}'::uuid", UUID_TEXT, UUID_TEXT, UUID(UUID_TEXT), "UUID"),
    ("interval 90 minutes", 5400.0, "5400.0", 5400.0, "DOUBLE"),
    ("interval (-1) day", -86400.0, "-86400.0", -86400.0, "DOUBLE"),
    ("time '10:00:01.5'", "10:00:01.500000", ANY, time(10, 0, 1, 500_000), "TIME"),
    (
        "'10:00:00+02'::timetz",
        "10:00:00+02:00",
        "10:00:00+02:00",
        ANY,
        "TIME WITH TIME ZONE",
    ),
    ("'\\x00\\xFF='::blob", "00ff3d", "00ff3d", b"\x00\xff=", "BLOB"),
    ("date '2026-03-02'", "2026-03-02", "2026-03-02", date(2026, 3, 2), "DATE"),
    ("date '0044-03-15 (BC)'", "0044-03-15 (BC)", ANY, "0044-03-15 (BC)", "DATE"),
    (
        "timestamp '2026-03-02 12:00'",
        "2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00Z",
        NOON,
        "TIMESTAMP",
    ),
    (
        "timestamptz '2026-03-02 13:00:00+01'",
        "2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00Z",
        NOON.replace(tzinfo=UTC),
        "TIMESTAMP WITH TIME ZONE",
    ),
    ("timestamp_ns '2026-03-02 12:00'", "2026-03-02T12:00:00Z", ANY, NOON, ANY),
    ("timestamp 'infinity'", None, "", None, "TIMESTAMP"),
    ("timestamp '-infinity'", None, "", None, "TIMESTAMP"),
    ("timestamptz 'infinity'", None, "", None, "TIMESTAMP WITH TIME ZONE"),
    ("timestamptz '-infinity'", None, "", None, "TIMESTAMP WITH TIME ZONE"),
    ("date 'infinity'", None, "", None, "DATE"),
    ("date '-infinity'", None, "", None, "DATE"),
    ("['a', null, 'b']", ["a", None, "b"], "a; ; b", ["a", None, "b"], "VARCHAR[]"),
    ("['=a', 'b']", ["=a", "b"], "'=a; b", ["=a", "b"], "VARCHAR[]"),
    ("[1, 2]::integer[2]", [1, 2], "1; 2", [1, 2], "INTEGER[]"),
    ("[[1], [2, null]]", [[1], [2, None]], "[[1], [2, null]]", ANY, "INTEGER[][]"),
    ("[timestamp 'infinity']", [None], "", [None], "TIMESTAMP[]"),
    ("['nan'::double, 1]", [None, 1.0], "; 1.0", ANY, "DOUBLE[]"),
    (
        "{'A b': 'ë', 'at': timestamp '-infinity'}",
        {"A b": "ë", "at": None},
        '{"A b": "ë", "at": null}',
        {"a b": "ë", "at": None},
        'STRUCT("a b" VARCHAR, "at" TIMESTAMP)',
    ),
    ("[{'n': 1.5}]", [{"n": 1.5}], '[{"n": 1.5}]', ANY, "STRUCT(n DECIMAL(2,1))[]"),
    ("map {'a': 1}", {"a": 1}, '{"a": 1}', {"a": 1}, "MAP(VARCHAR, INTEGER)"),
    ("map {7: 1}", {"7": 1}, '{"7": 1}', {7: 1}, "MAP(INTEGER, INTEGER)"),
    (
        "map {date '2026-03-02': 'x'}",
        {"2026-03-02": "x"},
        '{"2026-03-02": "x"}',
        {date(2026, 3, 2): "x"},
        "MAP(DATE, VARCHAR)",
    ),
    ("row(1, 'x')", [1, "x"], "1; x", '[1, "x"]', "JSON"),
    ("'Po, )'::enum('Po, )', 'it''s')", "Po, )", "Po, )", "Po, )", "VARCHAR"),
    ("['B'::enum('A', 'B')]", ["B"], "B", ["B"], "VARCHAR[]"),
    (
        """{'interval': [interval 1 hour]}""",
        {"interval": [3600.0]},
        '{"interval": [3600.0]}',
        {"interval": [3600.0]},
        'STRUCT("interval" DOUBLE[])',
    ),
    ("'101'::bit", "101", "101", "101", "VARCHAR"),
    ("union_value(n := 3)", 3, "3", ANY, ANY),
    ("'{\"a\": 1}'::json", '{"a": 1}', '{"a": 1}', '{"a": 1}', "JSON"),
]
IDS = [row[0] for row in VALUES]


@pytest.mark.parametrize(("sql", "wanted"), [row[:2] for row in VALUES], ids=IDS)
def test_json_takes_every_type(sql: str, wanted: object) -> None:
    found = json.loads(to_json(one(sql)), parse_constant=pytest.fail)
    assert found == [{"x": wanted}]
    assert type(found[0]["x"]) is type(wanted)


@pytest.mark.parametrize(("sql", "wanted"), [(r[0], r[2]) for r in VALUES], ids=IDS)
def test_csv_takes_every_type(sql: str, wanted: str) -> None:
    assert cell(one(sql)) == wanted


@pytest.mark.parametrize(
    ("sql", "wanted", "type_"), [(r[0], r[3], r[4]) for r in VALUES], ids=IDS
)
def test_parquet_takes_every_type(
    sql: str, wanted: object, type_: str, tmp_path: Path
) -> None:
    rows, types = read_back(one(sql), tmp_path / "x.parquet")
    assert rows == [(wanted,)]
    assert types == [type_]


def test_not_a_number_is_null_in_json_and_stays_in_parquet(tmp_path: Path) -> None:
    given = one("'nan'::double")
    assert json.loads(to_json(given), parse_constant=pytest.fail) == [{"x": None}]
    assert cell(given) == ""
    rows, _ = read_back(given, tmp_path / "x.parquet")
    assert str(rows[0][0]) == "nan"


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize(
    "sql", ["select 1 as x, 2 as x", "select 1 as x, 2 as y, 3 as X"]
)
def test_two_columns_of_one_name_are_refused_in_one_sentence(
    format_: str, sql: str
) -> None:
    with pytest.raises(ReportError, match=r"^two columns are named [xX]; give") as told:
        WRITERS[format_](result(sql))
    assert str(told.value).endswith("give one another name with as")


def test_what_parquet_cannot_hold_is_an_error_that_names_the_other_formats() -> None:
    given = Result(columns=(Column(name="x", type="integer"),), rows=(("Po",),))
    with pytest.raises(ReportError, match="parquet cannot hold this result; write"):
        to_parquet(given)


def test_a_report_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    empty = result("select 1 as n, 'x' as t where false")
    assert to_csv(empty) == b"n,t\r\n"
    assert json.loads(to_json(empty)) == []
    assert read_back(empty, tmp_path / "x.parquet") == ([], ["INTEGER", "VARCHAR"])


def test_a_name_that_looks_like_a_formula_is_made_safe_in_the_header() -> None:
    given = result('select 1 as "=1+1", 2 as "a ""b"", c"')
    assert to_csv(given) == b'\'=1+1,"a ""b"", c"\r\n1,2\r\n'
    assert json.loads(to_json(given)) == [{"=1+1": 1, 'a "b", c': 2}]


def test_a_quoted_name_stays_in_parquet(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(to_parquet(result('select 1 as "a ""b"""')))
    with duckdb.connect() as memory:
        names = memory.execute("from read_parquet(?)", [str(path)]).description
    assert names is not None
    assert names[0][0] == 'a "b"'


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
@example(["\u200b=1+1"])
@example(["\t=1"])
@example(["\uff1d1", "x"])
@example(["\r\n@x"])
@example(["\ufe62x"])
def test_no_text_cell_begins_like_a_formula(texts: list[str]) -> None:
    given = result(
        "select t as t, [t] as l, {'t': t} as s, encode(t) as b "
        "from (select unnest(?::varchar[]) as t)",
        texts,
    )
    rows = list(csv.reader(io.StringIO(to_csv(given).decode(), newline="")))
    assert len(rows) == len(texts) + 1
    for row in rows:
        for text in row:
            first = unicodedata.normalize("NFKC", text).strip()[:1]
            assert first not in tuple("=+-@")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(), st.booleans())
def test_json_gives_text_and_numbers_back_as_they_were(
    text: str,
    number: int,
    flag: bool,  # noqa: FBT001 - drawn, not typed
) -> None:
    columns = tuple(Column(name=name, type="") for name in ("t", "n", "f", "l"))
    given = Result(columns=columns, rows=((text, number, flag, [text, number]),))
    assert json.loads(to_json(given)) == [
        {"t": text, "n": number, "f": flag, "l": [text, number]}
    ]
