"""A result as an Excel workbook: the data, its columns, how it was made."""

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import xlsxwriter
from rich.cells import cell_len
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.core.hiding import hidden
from tracker.errors import ReportError
from tracker.model import Column, Result
from tracker.report.asked import Asked
from tracker.report.card import Card, spelled
from tracker.report.files import flat
from tracker.report.secrets import public
from tracker.report.text import FORMULA_STARTS, one_line

# What a sheet holds (Excel specifications and limits); a text counts in UTF-16.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
CUT = " …"
# Fifteen digits are kept: an integer of more would be another.
MOST_EXACT = 10**15
# Its calendar begins here, with a day too many in its first February.
FIRST_YEAR = 1901
NARROWEST, WIDEST = 8, 60  # characters of a column
ROWS_MEASURED = 200
SHEETS = ("data", "columns", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    head: Format
    text: Format
    # A text that begins like a formula; so it stays a text when its cell is edited.
    quoted: Format
    share: Format
    day: Format
    moment: Format
    clock: Format


def to_xlsx(
    result: Result, asked: Asked, *, zone: str, card: Card | None = None
) -> bytes:
    """Write the sheets data, columns and method; equal input gives equal bytes.

    Texts are always texts, on one line, and cut where a cell cannot hold them, which
    the sheet method then says. Times are of `zone`, which the head of their column
    names; infinite and unknown ones are empty cells. Numbers that Excel would round
    are texts. What a sheet has no room for raises ReportError.
    """
    result = public(result)
    _require_room(result)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": one_line(asked.title), "created": asked.at})
    formats = _formats(book)
    sheets = [book.add_worksheet(name) for name in SHEETS]
    writer = _Writer(formats, ZoneInfo(zone))
    _fill_data(sheets[0], result, writer, zone)
    _fill_columns(sheets[1], result, writer, zone)
    _fill_method(sheets[2], _method(asked, card, zone, cut=writer.cut), writer)
    book.close()
    return out.getvalue()


def _require_room(result: Result) -> None:
    rows, columns = len(result.rows) + 1, len(result.columns)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise ReportError(
            f"a sheet holds {MOST_ROWS - 1:,} rows and {MOST_COLUMNS:,} columns, this"
            f" has {rows - 1:,} and {columns:,}; write csv or parquet, or ask for less"
        )


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    return _Formats(
        head=book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        text=book.add_format({}),
        quoted=book.add_format({"quote_prefix": True}),
        share=book.add_format({"num_format": "0.000"}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        clock=book.add_format({"num_format": "hh:mm:ss"}),
    )


class _Writer:
    """Writes values into cells by their type; counts the texts that it had to cut."""

    def __init__(self, formats: _Formats, zone: ZoneInfo) -> None:
        self.formats, self._zone, self.cut = formats, zone, 0

    def write(self, sheet: Worksheet, row: int, column: int, value: object) -> None:
        """Write one value; not known leaves the cell empty."""
        formats = self.formats
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, column, value)
            case int() if abs(value) <= MOST_EXACT:
                sheet.write_number(row, column, value)
            case float():
                if math.isfinite(value):
                    is_share = -1 < value < 1
                    format_ = formats.share if is_share else formats.text
                    sheet.write_number(row, column, value, format_)
            case Decimal() if Decimal(repr(float(value))) == value:
                sheet.write_number(row, column, float(value))
            case date():
                self._write_day(sheet, row, column, value)
            case time() if value.tzinfo is None:
                sheet.write_datetime(row, column, value, formats.clock)
            case _:
                self.write_text(sheet, row, column, str(flat(value)))

    def _write_day(self, sheet: Worksheet, row: int, column: int, value: date) -> None:
        told = flat(value)
        if told is None:  # infinite
            return
        if value.year in (MINYEAR, MAXYEAR):  # no zone can be told at these ends
            self.write_text(sheet, row, column, str(told))
            return
        day, format_ = value, self.formats.day
        if isinstance(value, datetime):
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            day = aware.astimezone(self._zone).replace(tzinfo=None)
            format_ = self.formats.moment
        if day.year < FIRST_YEAR:
            self.write_text(sheet, row, column, str(day))
        else:
            sheet.write_datetime(row, column, day, format_)

    def write_text(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        text: str,
        format_: Format | None = None,
    ) -> None:
        """Write a text as a text, whatever it looks like."""
        line = one_line(text)
        if line.startswith("<r>"):
            # what also ends in </r> would be taken for markup, unescaped
            line += " "
        held = _held(line)
        self.cut += held != line
        first = unicodedata.normalize("NFKC", held).lstrip()[:1]
        if format_ is None:
            is_formula = bool(FORMULA_STARTS & {first, held[:1]})
            format_ = self.formats.quoted if is_formula else self.formats.text
        sheet.write_string(row, column, held, format_)


def _held(text: str) -> str:
    """Cut a text to what a cell holds."""
    if len(text) * 2 <= LONGEST_TEXT or _units(text) <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")[: (LONGEST_TEXT - len(CUT) - 1) * 2]
    return units.decode("utf-16-le", errors="ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


# ---------------------------------------------------------------- sheets


def _fill_data(sheet: Worksheet, result: Result, writer: _Writer, zone: str) -> None:
    for place, column in enumerate(result.columns):
        head = _head(column, zone)
        writer.write_text(sheet, 0, place, head, writer.formats.head)
        cells = (str(flat(row[place])) for row in result.rows[:ROWS_MEASURED])
        _widen(sheet, place, [head, *cells])
    for number, row in enumerate(result.rows, start=1):
        for place, value in enumerate(row):
            writer.write(sheet, number, place, value)
    sheet.freeze_panes(1, 1)
    if result.columns:
        sheet.autofilter(0, 0, len(result.rows), len(result.columns) - 1)


def _fill_columns(sheet: Worksheet, result: Result, writer: _Writer, zone: str) -> None:
    rows = [
        (column.name, _type(column, zone), column.text) for column in result.columns
    ]
    _fill_words(sheet, ("column", "type", "meaning"), rows, writer)


def _fill_method(
    sheet: Worksheet, rows: Sequence[tuple[str, str]], writer: _Writer
) -> None:
    _fill_words(sheet, ("", "how this was made"), rows, writer)


def _fill_words(
    sheet: Worksheet,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    writer: _Writer,
) -> None:
    for place, head in enumerate(heads):
        writer.write_text(sheet, 0, place, head, writer.formats.head)
        _widen(sheet, place, [head, *(row[place] for row in rows)])
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            writer.write_text(sheet, number, place, text)
    sheet.freeze_panes(1, 0)


def _method(
    asked: Asked, card: Card | None, zone: str, *, cut: int
) -> list[tuple[str, str]]:
    rows = [
        ("command", hidden(asked.typed)),
        ("question", asked.purpose),
        *(() if card is None else spelled(card)),
        ("database", asked.database),
        ("written at", f"{asked.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
        ("times", f"{zone}, as the heads of their columns say"),
    ]
    if cut:
        rows.append(("cut", f"texts that no cell holds: {cut}; csv has them whole"))
    return [(name, text) for name, text in rows if text]


def _head(column: Column, zone: str) -> str:
    """Name a column; a time is local there, which its name would deny."""
    return f"{column.name} ({zone})" if _is_moment(column) else column.name


def _type(column: Column, zone: str) -> str:
    return f"time of {zone}" if _is_moment(column) else column.type.lower()


def _is_moment(column: Column) -> bool:
    return column.type.lower().startswith("timestamp")


def _widen(sheet: Worksheet, place: int, cells: Sequence[str]) -> None:
    longest = max((cell_len(one_line(cell)) for cell in cells), default=0)
    sheet.set_column(place, place, min(max(longest + 2, NARROWEST), WIDEST))
