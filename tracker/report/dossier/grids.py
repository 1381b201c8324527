"""Tables of a dossier out of the rows of a report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.report.dossier.cells import MAKERS, Record, cell_of
from tracker.report.dossier.declared import Behind, Column, Listing, Matrix, Only
from tracker.report.dossier.sentences import Evidence
from tracker.report.dossier.telling import Teller
from tracker.report.dossier.values import Cell, Grid, Group, Head, Line, Note, Row

# Rows of one table that the page has room for; the command below it has them all.
MOST_ROWS = 200
# A matrix that is wider says nothing to the eye.
MOST_COLUMNS = 40
_NUMBERS = ("number", "of", "share", "left_out", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every table is made with; `visits` are anchors of visits by outlet."""

    tell: Teller
    evidence: Evidence
    visits: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The rows of every question, enriched, and the bodies of changed articles."""

    rows: Mapping[str, Sequence[Record]]
    texts: Mapping[tuple[str, int], str]


def chosen(rows: Iterable[Record], only: Sequence[Only]) -> list[Record]:
    """Keep the rows that are to be shown."""
    return [row for row in rows if all(_fits(row, each) for each in only)]


def _fits(row: Record, only: Only) -> bool:
    value = row[only.column]
    if only.true:
        return bool(value)
    return value is not None if only.values is None else value in only.values


def _first(rows: Iterable[Record], columns: Sequence[str]) -> list[Record]:
    """Keep the first row of each value of these columns; all, without columns."""
    if not columns:
        return list(rows)
    found: dict[tuple[object, ...], Record] = {}
    for row in rows:
        found.setdefault(tuple(row[column] for column in columns), row)
    return list(found.values())


def apart(rows: Sequence[Record], column: str) -> Iterator[tuple[object, list[Record]]]:
    """Part rows by the values of a column, in the order in which they come."""
    parts: dict[object, list[Record]] = {}
    for row in rows:
        parts.setdefault(row[column] if column else None, []).append(row)
    yield from parts.items()


def listings(part: Listing, rows: Sequence[Record], desk: Desk) -> Iterator[Grid]:
    """Make the tables of a listing."""
    kept = _first(chosen(rows, part.only), part.once)
    for value, same in apart(kept, part.apart):
        anchor = part.anchor or part.report
        name = desk.tell.name(part.apart_kind, value) if part.apart else ""
        left = len(same) - MOST_ROWS
        yield Grid(
            anchor=anchor,
            caption=desk.tell.words(f"{anchor}.caption", apart=name),
            heads=tuple(_head(column, desk.tell) for column in part.columns),
            rows=tuple(_banded(part, same[:MOST_ROWS], desk)),
            note=desk.tell.words.counted("left", left) if left > 0 else "",
            folded=desk.tell.words(f"{anchor}.folded") if part.folded else "",
        )


def _banded(part: Listing, rows: Sequence[Record], desk: Desk) -> Iterator[Row]:
    before: object = None
    for row in rows:
        made = _listed(part, row, desk)
        if part.band and row[part.band] != before:
            before = row[part.band]
            told = {name: desk.tell.number(row[name]) for name in part.band_with}
            made = replace(made, band=desk.tell.words(f"{part.report}.band", **told))
        yield made


def _head(column: Column, tell: Teller) -> Head:
    kind = "number" if column.kind in _NUMBERS else ""
    return Head(text=tell.words(f"head.{column.name}"), kind=kind)


def _listed(part: Listing, row: Record, desk: Desk) -> Row:
    groups = []
    for behind in part.behind:
        group = _behind(behind, row, desk)
        if group is not None:
            groups.append(group)
            if behind.layer == "poll":
                desk.visits[str(row["outlet"])] = group.anchor
    cells = [cell_of(row, column, desk.tell) for column in part.columns]
    names = [column.name for column in part.columns]
    if groups and part.opens:
        place = names.index(part.opens)
        if row[part.columns[place].source[0]] != 0:  # nothing to be led to
            cells[place] = _leading(cells[place], groups[0].anchor)
    name = cells[0].lines[0].text
    return Row(cells=tuple(cells), groups=tuple(groups), name=name)


def _behind(behind: Behind | None, row: Record, desk: Desk) -> Group | None:
    if behind is None:
        return None
    heading = _named(behind, row, desk.tell)
    return desk.evidence.group(behind, row, heading=heading)


def _named(behind: Behind, row: Record, tell: Teller) -> str:
    if behind.words:
        return tell.words(behind.words)
    return tell.name(behind.kind, row[behind.named]) if behind.named else ""


def _leading(cell: Cell, anchor: str) -> Cell:
    """Make the first line of a cell a link to its sentences."""
    first, *others = cell.lines
    return replace(cell, lines=(replace(first, to=anchor), *others))


def matrices(part: Matrix, rows: Sequence[Record], desk: Desk) -> Iterator[Grid | Note]:
    """Make the tables of a matrix; a figure leads to its sentences below its row."""
    for value, same in apart(chosen(rows, part.only), part.apart):
        yield _matrix(part, value, same, desk)


def _matrix(
    part: Matrix, value: object, rows: Sequence[Record], desk: Desk
) -> Grid | Note:
    tell = desk.tell
    columns = sorted({str(row[part.column]) for row in rows})
    unused = [
        column
        for column in columns
        if part.used
        and not any(row[part.used] for row in rows if row[part.column] == column)
    ]
    numbers = {column: str(place) for place, column in enumerate(columns, start=1)}
    shown = [column for column in columns if column not in unused]
    anchor = part.anchor or part.report
    name = tell.name(part.apart_kind, value) if part.apart else ""
    caption = tell.words(f"{anchor}.caption", apart=name)
    if len(shown) > MOST_COLUMNS:
        return Note(text=tell.words("too.wide", caption=caption, number=len(shown)))
    heads = [Head(text=tell.words(f"head.{part.row}"))]
    if part.base is not None:
        heads.append(_head(part.base, tell))
    for column in shown:
        told = tell.name(part.column_kind, column)
        letter = f"{part.column_number}{numbers[column]}"
        heads.append(
            Head(text=letter, note=told, kind="letter", to=f"fact-{letter}")
            if part.column_number
            else Head(text=told, kind="code")
        )
    listed = ", ".join(tell.name(part.column_kind, column) for column in unused)
    folded = tell.words(f"{anchor}.folded") if part.folded else ""
    if not shown:
        folded = tell.words("none.used", caption=caption)
    return Grid(
        anchor=anchor,
        caption=caption,
        heads=tuple(heads),
        rows=tuple(
            _matrix_row(part, of, cells, shown, desk)
            for of, cells in apart(rows, part.row)
        ),
        note=tell.words("unused", names=listed) if unused else "",
        folded=folded,
        kind="matrix",
    )


def _matrix_row(
    part: Matrix, of: object, rows: Sequence[Record], columns: Sequence[str], desk: Desk
) -> Row:
    tell = desk.tell
    groups: list[Group] = []
    cells = [Cell(lines=(Line(text=tell.name(part.row, of)),))]
    also = [_behind(behind, rows[0], desk) for behind in part.also]
    ready = [group for group in also if group is not None]
    absent = None
    if part.behind is not None:
        absent = ready[0].anchor if ready else desk.visits.get(str(of))
    if part.base is not None:
        cell = cell_of(rows[0], part.base, tell)
        cells.append(_leading(cell, ready[0].anchor) if ready else cell)
    for column in columns:
        same = [row for row in rows if row[part.column] == column]
        if part.lines_in_order:
            same.sort(key=lambda row: part.lines_in_order.index(str(row[part.line])))
        if not same:
            cells.append(Cell(lines=(Line(text=tell.words("unknown")),), kind="none"))
            continue
        group = _behind(part.behind, same[0], desk)
        if group is not None:
            groups.append(group)
        cell = _joined(part, same, tell)
        to = group.anchor if group is not None else absent
        cells.append(cell if to is None else _leading(cell, to))
    name = cells[0].lines[0].text
    return Row(cells=tuple(cells), groups=(*groups, *ready), name=name)


def _joined(part: Matrix, rows: Sequence[Record], tell: Teller) -> Cell:
    """Make one cell of the lines of its rows."""
    lines: list[Line] = []
    kind = ""
    for row in rows:
        for number, column in enumerate(part.lines):
            made = MAKERS[column.kind](row, column, tell)
            kind = kind or made.kind
            for line in made.lines:
                place = tell.name(part.line_words, row[part.line]) if part.line else ""
                lines.append(
                    replace(line, mark=place) if place and not number else line
                )
    return Cell(lines=tuple(lines), kind=kind)
