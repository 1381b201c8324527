"""The columns of a result as people read them, on a screen and on a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from tracker.model import Result
from tracker.report.secrets import public
from tracker.report.text import one_line, shown

NUMBER = re.compile(r"u?(tiny|small|big|huge)?int(eger)?|float|double|decimal\(.*\)")
# A longer cell is a text to be read; identifiers and words are shorter.
LONGEST_WORD = 28
# What a column of support says where a share is printed.
ENOUGH = "enough"
# How the meaning of a column begins, in the header of its query, whose figure is all
# that its row was made for: a row in which all of them are 0 says nothing on a screen.
COUNTED = "counted: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A column as it is drawn: one cell a row; `text` is its meaning.

    `longest` is how many places of a screen its longest cell takes.
    """

    name: str
    text: str
    cells: tuple[str, ...]
    longest: int
    is_number: bool
    is_share: bool
    is_text: bool

    def of_rows(self, rows: Sequence[int]) -> "Shown":
        """Take the cells of some rows only, by their places from 0."""
        cells = tuple(self.cells[row] for row in rows)
        return replace(self, cells=cells, longest=max(map(cell_len, cells), default=0))

    @property
    def width(self) -> int:
        """How many places of a screen its name and cells take."""
        return max(cell_len(self.name), self.longest)


def shown_columns(result: Result, zone: ZoneInfo) -> list[Shown]:
    """Turn values into words, and a share with its limits and support into one column.

    Times are shown in `zone`. Where support is too thin, the column says so in the
    place of the share; where no interval was asked for, the share stands alone.
    """
    result = public(result)
    places = {column.name: place for place, column in enumerate(result.columns)}
    shares = {name for name in places if {*_ends(name)} <= places.keys()}
    supports = {name: _support_of(name, places) for name in shares}
    absorbed = {end for name in shares for end in _ends(name)}
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
        name = one_line(column.name)  # a pivot makes names of values
        drawn.append(
            Shown(
                name=f"{name} (95 %)" if is_share else name,
                text=one_line(column.text),
                cells=cells,
                longest=max(map(cell_len, cells), default=0),
                is_number=NUMBER.fullmatch(column.type.lower()) is not None,
                is_share=is_share,
                is_text=column.type.lower() == "varchar" and not is_share,
            )
        )
    return drawn


def _support_of(share: str, places: Mapping[str, int]) -> str | None:
    """Name the column of its support: X_support of X, own_support of own_share.

    Else it is the column `support` that stands right behind its limits.
    """
    for named in (f"{share}_support", share.replace("share", "support")):
        if named in places and named != share:
            return named
    behind = max(places[each] for each in (share, *_ends(share))) + 1
    return "support" if places.get("support") == behind else None


def _share(
    row: Sequence[object], name: str, support: str | None, places: Mapping[str, int]
) -> str:
    value, low, high = (row[places[each]] for each in (name, *_ends(name)))
    if value is None:
        why = None if support is None else row[places[support]]
        return shown(None if why == ENOUGH else why)
    if low is None or high is None:  # an interval that was not asked for
        return shown(value)
    return f"{shown(value)} ({shown(low)}-{shown(high)})"


def _ends(name: str) -> tuple[str, str]:
    return f"{name}_low", f"{name}_high"


def telling_rows(result: Result) -> list[int]:
    """Give the places of the rows in which something was counted.

    All of them where no column begins its meaning with COUNTED.
    """
    counts = [
        place
        for place, column in enumerate(result.columns)
        if column.text.startswith(COUNTED)
    ]
    return [
        row
        for row, values in enumerate(result.rows)
        if not counts or any(values[place] for place in counts)
    ]


def lift(columns: Sequence[Shown]) -> tuple[list[Shown], list[Shown]]:
    """Part the columns that are the same in every row from the others."""
    if not columns or len(columns[0].cells) < 2:  # noqa: PLR2004 - one row is no table
        return [], list(columns)
    same = [column for column in columns[1:] if len(set(column.cells)) == 1]
    same = [column for column in same if column.cells[0] != shown(None)]
    lifted = set(map(id, same))
    return same, [column for column in columns if id(column) not in lifted]
