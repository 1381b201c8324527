"""A result as a table, for people."""

from collections.abc import Sequence
from textwrap import wrap
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tracker.model import Result
from tracker.report.columns import LONGEST_WORD, Shown, lift, shown_columns
from tracker.report.text import shown

GAP = 2
INDENT = "    "


def print_table(
    result: Result, console: Console, *, zone: str, complete: bool = True
) -> None:
    """Print a result as wide as the screen, with times in `zone`.

    What is the same in every row is said once, an interval stands beside its share, and
    what is too long for a column stands under its row. Columns that find no room stand
    there as well; without `complete` they are named at the end instead.
    """
    columns = shown_columns(result, ZoneInfo(zone))
    same, columns = lift(columns)
    beside, below, left_out = _arranged(columns, console.width, complete=complete)
    for column in same:
        _print(f"{column.name}: {column.cells[0]}", console)
    _print(_line([column.name for column in beside], beside), console, style="bold")
    for row in range(len(result.rows)):
        _print(_line([column.cells[row] for column in beside], beside), console)
        for column in below:
            if column.cells[row] != shown(None):
                told = f"{column.name}: {column.cells[row]}"
                for line in wrap(told, max(console.width - len(INDENT), LONGEST_WORD)):
                    _print(INDENT + line, console)
    if not result.rows:
        _print("(no rows)", console)
    if any(column.type.lower() == "timestamp" for column in result.columns):
        _print(f"Times: {zone}.", console, style="dim")
    if left_out:
        names = ", ".join(column.name for column in left_out)
        _print(f"Also in --format csv: {names}.", console, style="dim")


def _arranged(
    columns: Sequence[Shown], screen: int, *, complete: bool
) -> tuple[list[Shown], list[Shown], list[Shown]]:
    """Choose what stands side by side, what below a row, and what is left out."""
    if sum(column.width + GAP for column in columns) - GAP <= screen:
        return list(columns), [], []
    beside, below, left_out = list[Shown](), list[Shown](), list[Shown]()
    room = screen + GAP
    for column in columns:
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
    return beside, below, left_out


def _line(cells: Sequence[str], columns: Sequence[Shown]) -> str:
    parts = []
    for cell, column in zip(cells, columns, strict=True):
        padding = " " * (column.width - cell_len(cell))
        parts.append(padding + cell if column.is_number else cell + padding)
    return (" " * GAP).join(parts).rstrip()


def _print(line: str, console: Console, *, style: str = "") -> None:
    console.print(Text(line, style=style), soft_wrap=True)
