"""A result as a table, for people."""

from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from tracker.model import Result
from tracker.report.text import shown

NUMBERS = frozenset(
    {"bigint", "integer", "hugeint", "double", "ubigint", "smallint", "float"}
)
GAP = 2
INDENT = "    "


def print_table(result: Result, console: Console) -> None:
    """Print a result as wide as the screen, without cutting anything.

    When the columns do not fit side by side, the widest stand under their row.
    """
    header = [column.name for column in result.columns]
    cells = [[shown(value) for value in row] for row in result.rows]
    widths = [max(map(cell_len, column)) for column in zip(header, *cells, strict=True)]
    beside, below = _arranged(widths, console.width)
    right = [column.type.lower() in NUMBERS for column in result.columns]
    _line(header, beside, widths, right, console, style="bold")
    for row in cells:
        _line(row, beside, widths, right, console)
        for place in below:
            told = f"{header[place]}: {row[place]}"
            for line in wrap(told, max(console.width - len(INDENT), len(INDENT))):
                _print(INDENT + line, console)
    if not result.rows:
        _print("(no rows)", console)


def _arranged(widths: Sequence[int], screen: int) -> tuple[list[int], list[int]]:
    """Choose the columns that stand side by side, and those that stand below."""
    beside, below = list(range(len(widths))), list[int]()
    while len(beside) > 1:
        needed = sum(widths[place] + GAP for place in beside) - GAP
        if needed <= screen:
            break
        widest = max(beside[1:], key=lambda place: (widths[place], place))
        beside.remove(widest)
        below.append(widest)
    return beside, sorted(below)


def _line(
    cells: Sequence[str],
    beside: Sequence[int],
    widths: Sequence[int],
    right: Sequence[bool],
    console: Console,
    *,
    style: str = "",
) -> None:
    parts = []
    for place in beside:
        cell, width = cells[place], widths[place]
        room = " " * (width - cell_len(cell))
        parts.append(room + cell if right[place] else set_cell_size(cell, width))
    _print((" " * GAP).join(parts).rstrip(), console, style=style)


def _print(line: str, console: Console, *, style: str = "") -> None:
    console.print(Text(line, style=style), soft_wrap=True)
