"""A result as a table, for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tracker.model import Result
from tracker.report.text import shown

NUMBERS = frozenset(
    {"bigint", "integer", "hugeint", "double", "ubigint", "smallint", "float"}
)
GAP = 2
INDENT = "    "
# A longer cell is read as a line of its own; identifiers and words are shorter.
LONGEST_BESIDE = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A column as it is drawn: one cell a row."""

    name: str
    cells: tuple[str, ...]
    is_number: bool
    is_share: bool

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.name, *self.cells)))


def print_table(
    result: Result, console: Console, *, zone: str, complete: bool = True
) -> None:
    """Print a result as wide as the screen, with times in `zone`.

    What is the same in every row is said once, an interval stands beside its share, and
    what is too long for a column stands under its row. Columns that find no room stand
    there as well; without `complete` they are named at the end instead.
    """
    columns = _columns(result, ZoneInfo(zone))
    same, columns = _lift(columns)
    beside, below, left_out = _arranged(columns, console.width, complete=complete)
    for column in same:
        _print(f"{column.name}: {column.cells[0]}", console)
    _print(_line([column.name for column in beside], beside), console, style="bold")
    for row in range(len(result.rows)):
        _print(_line([column.cells[row] for column in beside], beside), console)
        for column in below:
            if column.cells[row] != shown(None):
                told = f"{column.name}: {column.cells[row]}"
                for line in wrap(
                    told, max(console.width - len(INDENT), LONGEST_BESIDE)
                ):
                    _print(INDENT + line, console)
    if not result.rows:
        _print("(no rows)", console)
    if any(column.type.lower() == "timestamp" for column in result.columns):
        _print(f"Times: {zone}.", console, style="dim")
    if left_out:
        names = ", ".join(column.name for column in left_out)
        _print(f"Also in --format csv: {names}.", console, style="dim")


def _columns(result: Result, zone: ZoneInfo) -> list[_Shown]:
    """Turn values into words, and a share with its limits and support into one column.

    Where support is too thin, the column says so in the place of the share.
    """
    places = {column.name: place for place, column in enumerate(result.columns)}
    shares = {
        name for name in places if {f"{name}_low", f"{name}_high"} <= places.keys()
    }
    supports = {name: _support_of(name, places) for name in shares}
    absorbed = {f"{name}{end}" for name in shares for end in ("_low", "_high")}
    absorbed |= {name for name in supports.values() if name is not None}
    drawn = []
    for place, column in enumerate(result.columns):
        if column.name in absorbed:
            continue
        is_share = column.name in shares
        cells = tuple(
            _share(row, column.name, supports[column.name], places)
            if is_share
            else shown(row[place], zone)
            for row in result.rows
        )
        drawn.append(
            _Shown(
                name=f"{column.name} (95 %)" if is_share else column.name,
                cells=cells,
                is_number=column.type.lower() in NUMBERS,
                is_share=is_share,
            )
        )
    return drawn


def _support_of(share: str, places: Mapping[str, int]) -> str | None:
    """Name the column of its support: own_support for own_share."""
    named = share.replace("share", "support")
    return named if named in places and named != share else None


def _share(
    row: Sequence[object], name: str, support: str | None, places: Mapping[str, int]
) -> str:
    value, low, high = (
        shown(row[places[each]]) for each in (name, f"{name}_low", f"{name}_high")
    )
    if shown(None) not in (value, low, high):
        return f"{value} ({low}-{high})"
    return value if support is None else shown(row[places[support]])


def _lift(columns: Sequence[_Shown]) -> tuple[list[_Shown], list[_Shown]]:
    """Part the columns that are the same in every row from the others."""
    if not columns or len(columns[0].cells) < 2:  # noqa: PLR2004 - one row is no table
        return [], list(columns)
    same = [column for column in columns[1:] if len(set(column.cells)) == 1]
    same = [column for column in same if column.cells[0] != shown(None)]
    lifted = set(map(id, same))
    return same, [column for column in columns if id(column) not in lifted]


def _arranged(
    columns: Sequence[_Shown], screen: int, *, complete: bool
) -> tuple[list[_Shown], list[_Shown], list[_Shown]]:
    """Choose what stands side by side, what below a row, and what is left out."""
    if sum(column.width + GAP for column in columns) - GAP <= screen:
        return list(columns), [], []
    beside, below, left_out = list[_Shown](), list[_Shown](), list[_Shown]()
    room = screen + GAP
    for column in columns:
        is_long = column.width > LONGEST_BESIDE
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


def _line(cells: Sequence[str], columns: Sequence[_Shown]) -> str:
    parts = []
    for cell, column in zip(cells, columns, strict=True):
        padding = " " * (column.width - cell_len(cell))
        parts.append(padding + cell if column.is_number else cell + padding)
    return (" " * GAP).join(parts).rstrip()


def _print(line: str, console: Console, *, style: str = "") -> None:
    console.print(Text(line, style=style), soft_wrap=True)
