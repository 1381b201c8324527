import csv
import io
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.test_card import ASKED, COUNTED, LIMITS
from tracker.errors import ReportError
from tracker.model import Column, Result
from tracker.report import workbook
from tracker.report.card import card_of
from tracker.report.workbook import to_xlsx

ZONE = "Europe/Tirane"
OFFICE = shutil.which("soffice")


def made(names, rows, **given):
    """A workbook of columns such as `n:bigint:what it counts`."""
    parts = [[*name.split(":"), "", ""][:3] for name in names]
    columns = tuple(
        Column(name=name, type=type_ or "varchar", text=text)
        for name, type_, text in parts
    )
    result = Result(columns=columns, rows=tuple(rows))
    return to_xlsx(result, ASKED, zone=ZONE, **given)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(data, sheet="data"):
    return [[cell.value for cell in row] for row in opened(data)[sheet].iter_rows()]


def one(value, type_="varchar"):
    (cell,) = opened(made([f"x:{type_}"], [(value,)]))["data"][2]
    return cell


@pytest.mark.parametrize(
    ("value", "kind", "held"),
    [
        (5, "n", 5),
        (-7, "n", -7),
        (True, "b", True),
        (False, "b", False),
        (0.25, "n", 0.25),
        (Decimal("-1.50"), "n", -1.5),
        (date(2026, 3, 2), "d", datetime(2026, 3, 2)),
        (datetime(2026, 3, 2, 12, 30), "d", datetime(2026, 3, 2, 13, 30)),
        (datetime(2026, 7, 2, 12, tzinfo=UTC), "d", datetime(2026, 7, 2, 14)),
        (time(10, 0, 1), "d", time(10, 0, 1)),
        (timedelta(minutes=90), "s", "5400.0"),
        ("Panairi", "s", "Panairi"),
        ("007", "s", "007"),
        (["a", None, "b"], "s", "a; ; b"),
        ({"A": [1]}, "s", '{"A": [1]}'),
        (b"\x00\xff", "s", "00ff"),
        (UUID(int=1), "s", str(UUID(int=1))),
        (10**15, "n", 10**15),
        (10**15 + 1, "s", "1000000000000001"),
        (Decimal("12345678901234567890.123"), "s", "12345678901234567890.123"),
        (date(1868, 3, 2), "s", "1868-03-02"),
        (datetime(1868, 3, 2, 12), "s", "1868-03-02 13:19:20"),
    ],
    ids=repr,
)
def test_a_value_keeps_its_type(value, kind, held):
    cell = one(value)
    assert cell.data_type == kind
    assert cell.value == held
    assert type(cell.value) is type(held)


@pytest.mark.parametrize(
    "value",
    [
        None,
        float("nan"),
        float("inf"),
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59, 999999),
        date.min,
        date.max,
    ],
    ids=repr,
)
def test_what_is_not_known_or_infinite_is_an_empty_cell(value):
    data = made(["n:bigint", "x"], [(1, value)])
    assert [*cells(data)[1], None][:2] == [1, None]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (datetime(9999, 12, 31, 23, 30), "9999-12-31T23:30:00Z"),
        (datetime(1, 1, 1, 0, 30), "0001-01-01T00:30:00Z"),
    ],
    ids=repr,
)
def test_a_time_that_no_zone_can_shift_is_a_text_in_utc(value, held):
    assert one(value, "timestamp").value == held


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\uff1d1+1"),
        *("\t=1", "{=1}", "https://a.example/", "internal:x!A1", "mailto:a@b.example"),
        *("1e5", "2026-03-02", "true", "_x0041_", "&lt;b>"),
    ],
)
def test_a_text_is_a_text_whatever_it_looks_like(text):
    cell = one(text)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value == text.strip()


def test_a_text_that_looks_like_markup_stays_a_text():
    texts = ["<r><t>x</t></r>", "<r></si><si><t>y</t></si><si></r>", "<si>", "]]>"]
    data = made(["t"], [(text,) for text in texts])
    assert [row[0].rstrip() for row in cells(data)[1:]] == texts


def test_markup_as_long_as_a_cell_is_cut_and_not_lost():
    assert one("<r>".ljust(workbook.LONGEST_TEXT, "x")).value.startswith("<r>xxx")


def test_what_xml_cannot_hold_is_escaped():
    assert cells(made(["t"], [("A\ufffeB\x00C\ud800D",)]))[1] == ["A_xFFFE_B CD"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\uff1d1", "\u200b=1"])
def test_a_text_like_a_formula_stays_one_when_its_cell_is_edited(text):
    assert one(text).style.startswith("Normal")
    assert one(text).quotePrefix
    assert not one("a=1").quotePrefix


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_can_be_written_and_read_back_as_a_text(texts):
    data = made(["n:bigint", "t"], [(n, text) for n, text in enumerate(texts)])
    sheet = opened(data)["data"]
    for number in range(len(texts)):
        cell = sheet.cell(number + 2, 2)
        assert cell.data_type == "s" or cell.value is None


def test_a_time_says_of_which_zone_it_is():
    data = made(["seen_at:timestamp:when, UTC"], [(datetime(2026, 3, 2, 12),)])
    assert cells(data)[0] == ["seen_at (Europe/Tirane)"]
    assert cells(data, "columns")[1] == [
        "seen_at",
        "time of Europe/Tirane",
        "when, UTC",
    ]
    sheet = opened(data)["data"]
    assert sheet["A2"].number_format == "yyyy-mm-dd hh:mm"


def test_days_before_the_calendar_of_excel_is_right_are_texts():
    assert one(date(1900, 12, 31), "date").value == "1900-12-31"
    assert one(date(1901, 1, 1), "date").value == datetime(1901, 1, 1)


def test_a_share_is_a_number_of_three_digits():
    cell = one(1 / 3, "double")
    assert cell.value == pytest.approx(1 / 3)
    assert cell.number_format == "0.000"
    assert one(1500.5, "double").number_format == "General"


def test_the_head_stays_in_view_and_every_column_can_be_filtered():
    sheet = opened(made(["a", "b:bigint"], [("x", 1), ("y" * 300, 2)]))["data"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    widths = [sheet.column_dimensions[name].width for name in "AB"]
    assert 60 <= widths[0] < 62
    assert 8 <= widths[1] < 10


def test_the_workbook_says_what_its_columns_mean_and_how_it_was_made():
    card = card_of(ASKED, COUNTED, LIMITS)
    data = made(["n:bigint:what it counts"], [(1,)], card=card)
    assert opened(data).sheetnames == ["data", "columns", "method"]
    assert cells(data, "columns")[1] == ["n", "bigint", "what it counts"]
    told = dict(cells(data, "method")[1:])
    assert told["asked"] == "incident=durres_fair"
    assert told["command"] == "tracker report labels incident=durres_fair"
    assert told["judged by"] == "least_articles 5"
    assert told["written at"] == "2026-03-09 12:00 UTC"
    assert told["times"].startswith("Europe/Tirane")
    assert "cut" not in told


@pytest.mark.parametrize("letter", ["a", "\U0001f3ad"], ids=["letter", "emoji"])
def test_a_text_longer_than_a_cell_is_cut_and_that_is_said(letter):
    data = made(["t"], [(letter * 40_000,), ("x" * 32_767,)])
    (_, (cut,), (whole,)) = cells(data)
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert cut.endswith(f"{letter} …")
    assert len(whole) == 32_767
    assert dict(cells(data, "method")[1:])["cut"].startswith("texts that no cell holds")


def test_more_rows_or_columns_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    made(["n:bigint"], [(1,), (2,)])
    with pytest.raises(ReportError, match="a sheet holds 2 rows and 16,384 columns"):
        made(["n:bigint"], [(1,), (2,), (3,)])
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 1)
    with pytest.raises(ReportError, match="write csv or parquet, or ask for less"):
        made(["n:bigint", "m:bigint"], [(1, 2)])


def test_a_sheet_holds_as_many_rows_as_excel_says():
    assert (workbook.MOST_ROWS, workbook.MOST_COLUMNS) == (2**20, 2**14)


def test_a_result_without_rows_keeps_its_columns():
    assert cells(made(["a", "b"], [])) == [["a", "b"]]


def test_equal_results_give_equal_bytes():
    rows = [("=x", 1, datetime(2026, 3, 2))]
    names = ["t", "n:bigint", "at:timestamp"]
    assert made(names, rows) == made(names, rows)


def test_a_workbook_tells_no_password():
    data = made(["feed_url"], [("https://desk:hunter2@a.example/?key=hunter3",)])
    assert cells(data)[1] == ["https://a.example/?key=…"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_types_and_computes_nothing(tmp_path: Path):
    names = ["t", "n:bigint", "share:double", "yes:boolean", "day:date", "at:timestamp"]
    at = datetime(2026, 3, 2, 12, 30)
    rows = [
        ("=1+1", 5, 0.25, True, date(2026, 3, 2), at),
        ("=cmd|' /C calc'!A0", 12, 0.5, False, date(2026, 3, 3), at),
        ("007", None, None, None, None, None),
    ]
    path = tmp_path / "book.xlsx"
    path.write_bytes(made(names, rows, card=card_of(ASKED, COUNTED, LIMITS)))
    # 44: comma, 34: quotation mark, 76: UTF-8, quote all texts, cells as shown, sheet 1
    as_csv = (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,false,1"
    )
    subprocess.run(
        [
            *(OFFICE, "--headless", "--norestore"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--convert-to", as_csv, "--outdir", tmp_path, path),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    (written,) = tmp_path.glob("*.csv")
    text = written.read_text(encoding="utf-8")
    head, *found = csv.reader(io.StringIO(text))
    assert head[-1] == "at (Europe/Tirane)"
    assert found == [
        ["=1+1", "5", "0.250", "TRUE", "2026-03-02", "2026-03-02 13:30"],
        [
            "=cmd|' /C calc'!A0",
            "12",
            "0.500",
            "FALSE",
            "2026-03-03",
            "2026-03-02 13:30",
        ],
        ["007", "", "", "", "", ""],
    ]
    # texts are in quotation marks, numbers and times are not
    assert text.splitlines()[1] == '"=1+1",5,0.250,TRUE,2026-03-02,2026-03-02 13:30'
