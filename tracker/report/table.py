"""A result as a table, for people."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tracker.model import Result
from tracker.report.card import Card, spelled
from tracker.report.columns import (
    LONGEST_WORD,
    Shown,
    lift,
    shown_columns,
    telling_rows,
)
from tracker.report.folding import folded
from tracker.report.text import shown

GAP = 2
INDENT = "    "
# A text is said once for each word that it hangs on, where that halves its lines.
FEWER = 2
# So many rows are read whole, zeros too; in a longer table, zeros hide what was found.
MOST_ROWS = 40
_THIN = re.compile(r"not enough \((.*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where each column stands; `once` has those that hang on another column."""

    beside: Sequence[Shown]
    below: Sequence[Shown] = ()
    once: Sequence[tuple[Shown, Shown]] = ()
    left_out: Sequence[Shown] = ()
    empty: Sequence[Shown] = ()


def print_table(
    result: Result,
    console: Console,
    *,
    zone: str,
    complete: bool = True,
    card: Card | None = None,
) -> None:
    """Print a result as wide as the screen, with times in `zone`.

    What is the same in every row is said once, an interval stands beside its share, and
    what is too long for a column stands under its row, or under the table where it
    hangs on one column, such as an outlet. Columns that find no room stand under their
    rows as well; without `complete` they are named at the end instead, and in a table
    of more than MOST_ROWS, rows in which nothing was counted are left out and numbered.
    The lines of the `card` close it. No line is wider than the screen.
    """
    columns = shown_columns(result, ZoneInfo(zone))
    same, columns = lift(columns)
    is_whole = complete or len(result.rows) <= MOST_ROWS
    rows = range(len(result.rows)) if is_whole else telling_rows(result)
    columns = [column.of_rows(rows) for column in columns]
    layout = _arranged(columns, console.width, complete=complete)
    if result.rows and not rows:
        number = len(result.rows)
        told = f"nothing was counted in any of {number} rows; --format csv has them all"
        _fold(told, console)
    else:
        for column in same:
            _fold(f"{column.name}: {column.cells[0]}", console)
        _print_rows(layout, len(rows), console)
    if not result.rows:
        _fold("(no rows)", console)
    for column, key in layout.once:
        _fold(f"{column.name}, by {key.name}:", console, style="bold")
        for value, text in sorted(_pairs(column, key).items()):
            _fold(f"{value}: {text}", console)
    left_out = len(result.rows) - len(rows) if rows else 0
    for line in _notes(result, layout, zone, left_out=left_out):
        _fold(line, console, style="dim")
    for label, text in () if card is None else spelled(card):
        _fold(f"{label}: {text}", console, style="dim", indent=GAP)


def _print_rows(layout: _Layout, rows: int, console: Console) -> None:
    heads = [column.name for column in layout.beside]
    _fold(_line(heads, layout.beside), console, style="bold")
    for row in range(rows):
        cells = [column.cells[row] for column in layout.beside]
        _fold(_line(cells, layout.beside), console)
        for told in _told_below(layout.below, row):
            for line in folded(told, max(console.width - len(INDENT), GAP)):
                _print(INDENT + line, console)


def _told_below(columns: Sequence[Shown], row: int) -> Iterator[str]:
    """Say what stands under a row; shares that are withheld on one line, with why."""
    thin = []
    for column in columns:
        cell = column.cells[row]
        if column.is_share and (why := _THIN.fullmatch(cell)):
            thin.append(f"{column.name.partition(' ')[0]} ({why[1]})")
        elif cell != shown(None):
            yield f"{column.name}: {cell}"
    if thin:
        yield f"not enough: {', '.join(thin)}"


def _notes(
    result: Result, layout: _Layout, zone: str, *, left_out: int
) -> Iterator[str]:
    if left_out:
        rows, are = ("row", "is") if left_out == 1 else ("rows", "are")
        told = f"{left_out:,} {rows} in which nothing was counted {are} left out"
        yield f"{told}; --format csv has all."
    if any(column.type.lower() == "timestamp" for column in result.columns):
        yield f"Times: {zone}."
    if layout.empty:
        where = "row shown" if left_out else "row"
        yield f"Without a value in any {where}: {_names(layout.empty)}."
    if layout.left_out:
        yield f"Also in --format csv: {_names(layout.left_out)}."


def _names(columns: Sequence[Shown]) -> str:
    return ", ".join(column.name for column in columns)


def _arranged(columns: Sequence[Shown], screen: int, *, complete: bool) -> _Layout:
    """Choose what stands side by side, what below a row, and what is left out."""
    if sum(column.width + GAP for column in columns) - GAP <= screen:
        return _Layout(beside=columns)
    empty = [column for column in columns[1:] if not _has_values(column)]
    beside, below, left_out = list[Shown](), list[Shown](), list[Shown]()
    room = screen + GAP
    for column in columns:
        if any(column is each for each in empty):
            continue
        is_long = column.width > LONGEST_WORD
        # Once something is left out, nothing behind it takes its place.
        fits = column.width + GAP <= room and not left_out
        if not beside or (fits and not is_long):
            beside.append(column)
            room -= column.width + GAP
        elif complete or is_long or column.is_share:
            below.append(column)
        else:
            left_out.append(column)
    once = [
        (column, key)
        for column in below
        if column.is_text and (key := _key_of(column, beside)) is not None
    ]
    said = {id(column) for column, _ in once}
    return _Layout(
        beside=beside,
        below=[column for column in below if id(column) not in said],
        once=once,
        left_out=left_out,
        empty=empty,
    )


def _has_values(column: Shown) -> bool:
    return any(cell != shown(None) for cell in column.cells) or not column.cells


def _key_of(column: Shown, beside: Sequence[Shown]) -> Shown | None:
    """Find a column of words on which a text hangs: the same word, the same text."""
    for key in beside:
        pairs = set(zip(key.cells, column.cells, strict=True))
        words = len(set(key.cells))
        if key.is_text and len(pairs) == words and words * FEWER <= len(column.cells):
            return key
    return None


def _pairs(column: Shown, key: Shown) -> dict[str, str]:
    pairs = dict(zip(key.cells, column.cells, strict=True))
    return {word: text for word, text in pairs.items() if text != shown(None)}


def _line(cells: Sequence[str], columns: Sequence[Shown]) -> str:
    parts = []
    for cell, column in zip(cells, columns, strict=True):
        padding = " " * (column.width - cell_len(cell))
        parts.append(padding + cell if column.is_number else cell + padding)
    return (" " * GAP).join(parts).rstrip()


def _fold(
    line: str, console: Console, *, style: str = "", indent: int = len(INDENT)
) -> None:
    """Print a line; one that is wider than the screen in several."""
    is_wide = cell_len(line) > console.width
    for part in folded(line, console.width, indent=indent) if is_wide else [line]:
        _print(part, console, style=style)


def _print(line: str, console: Console, *, style: str = "") -> None:
    console.print(Text(line, style=style), soft_wrap=True)
