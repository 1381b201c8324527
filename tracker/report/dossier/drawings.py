"""Charts out of the rows of a report, with words for who cannot see them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from tracker.report.dossier import charts
from tracker.report.dossier.cells import FEW_ARTICLES, Record
from tracker.report.dossier.declared import Days, Dots, Spans
from tracker.report.dossier.grids import Desk, Source, apart, chosen
from tracker.report.dossier.values import (
    Block,
    Cell,
    Drawing,
    Grid,
    Head,
    Line,
    Note,
    Row,
)


def dots(part: Dots, source: Source, desk: Desk) -> Iterator[Block]:
    """Draw shares with their intervals, a chart for each value apart."""
    rows = chosen(source.rows[part.report], part.only)
    anchor = part.anchor or part.report
    for number, (value, same) in enumerate(apart(rows, part.apart), start=1):
        name = desk.tell.name(part.apart_kind, value) if part.apart else ""
        caption = desk.tell.words(f"{anchor}.chart", apart=name)
        yield from _dots_of(part, same, caption, f"{anchor}-chart-{number}", desk)


def _dots_of(
    part: Dots, rows: Sequence[Record], caption: str, anchor: str, desk: Desk
) -> Iterator[Block]:
    tell = desk.tell
    used = Counter[str]()
    units = Counter[str]()
    for row in rows:
        if row[part.count]:
            used[str(row[part.panel]) if part.panel else ""] += int(
                str(row[part.count])
            )
        units[str(row[part.row])] += int(str(row[part.of] or 0))
    if not used:
        return  # the table says so
    most = [panel for panel, _ in used.most_common(charts.MOST_PANELS)]
    panels = [
        each
        for each in dict.fromkeys(_panel(part, row) for row in rows)
        if each in most
    ]
    largest = {outlet for outlet, _ in units.most_common(charts.MOST_ROWS)}
    shown = [
        row
        for row in rows
        if _panel(part, row) in panels
        and str(row[part.row]) in largest
        and row[part.share] is not None
    ]
    if not shown:
        yield Note(text=tell.words("chart.thin", caption=caption), kind="soft")
        return
    names = {
        panel: tell.name(part.panel_kind, panel) if part.panel else ""
        for panel in panels
    }
    dots = [
        charts.Dot(
            row=tell.name("outlet", row[part.row]),
            panel=names[_panel(part, row)],
            share=float(str(row[part.share])),
            low=_number(row.get(f"{part.share}_low")),
            high=_number(row.get(f"{part.share}_high")),
            few=int(str(row[part.of])) < FEW_ARTICLES,
        )
        for row in shown
    ]
    outlets = list(dict.fromkeys(dot.row for dot in dots))
    cut = len(units) > len(largest)
    yield Drawing(
        anchor=anchor,
        svg=charts.dots_chart(dots, outlets, list(names.values()), anchor),
        caption=caption,
        told=tell.words(
            "told.dots.cut" if cut else "told.dots",
            number=len(outlets),
            all=len(units),
            few=FEW_ARTICLES,
        ),
    )


def _panel(part: Dots, row: Record) -> str:
    return str(row[part.panel]) if part.panel else ""


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def spans(part: Spans, source: Source, desk: Desk) -> Iterator[Block]:
    """Draw stretches of time, and say in words what they are."""
    tell = desk.tell
    rows = chosen(source.rows[part.report], part.only)
    known = [(row, row[part.high]) for row in rows]
    found = [
        charts.Span(
            row=tell.name("outlet", row[part.row]),
            low=_local(row[part.low], desk),
            high=tell.local(high),
        )
        for row, high in known
        if isinstance(high, datetime)
    ]
    if not found:
        return
    ordered = sorted(found, key=lambda span: (span.high, span.row))
    spans = ordered[: charts.MOST_ROWS]
    anchor = f"{part.report}-chart"
    yield Drawing(
        anchor=anchor,
        svg=charts.spans_chart(spans, [each.row for each in spans], tell.words, anchor),
        caption=tell.words(f"{part.report}.chart"),
        told=tell.words(
            "told.spans.cut" if len(spans) < len(ordered) else "told.spans",
            number=len(spans),
            all=len(ordered),
        ),
    )


def _local(moment: object, desk: Desk) -> datetime | None:
    return desk.tell.local(moment) if isinstance(moment, datetime) else None


def days(part: Days, source: Source, desk: Desk) -> Iterator[Block]:
    """Draw the rows of each local day, with the figures as a table."""
    tell = desk.tell
    days = {
        str(row["article_id"]): _day(row, part, desk)
        for row in source.rows[part.report]
    }
    number = Counter(day for day in days.values() if day is not None)
    if not number:
        return
    first, last = min(number), max(number)
    counts = {
        date.fromordinal(day): number[date.fromordinal(day)]
        for day in range(first.toordinal(), last.toordinal() + 1)
    }
    caption = tell.words("days.caption")
    yield Drawing(
        anchor="days-chart",
        svg=charts.days_chart(counts, tell.words, "days-chart"),
        caption=caption,
        told=tell.words(
            "told.days",
            number=sum(counts.values()),
            first=tell.day(first, long=True),
            last=tell.day(last, long=True),
        ),
    )
    yield Grid(
        anchor="days",
        caption=tell.words("days.table"),
        heads=(
            Head(text=tell.words("head.day")),
            Head(text=tell.words("head.publications"), kind="number"),
        ),
        rows=tuple(_day_row(day, many, days, desk) for day, many in counts.items()),
        folded=tell.words("data"),
    )


def _day(row: Record, part: Days, desk: Desk) -> date | None:
    moments = (row[name] for name in part.times)
    known = [each for each in moments if isinstance(each, datetime)]
    return desk.tell.local(known[0]).date() if known else None


def _day_row(day: date, many: int, days: Mapping[str, date | None], desk: Desk) -> Row:
    name = desk.tell.day(day, long=True)
    group = desk.evidence.listed(
        "coverage",
        lambda row: days.get(str(row["article_id"])) == day,
        {"since": day.isoformat(), "until": day.isoformat()},
    )
    figure = Line(text=desk.tell.number(many), to=group.anchor if group else None)
    cells = Cell(lines=(Line(text=name),)), Cell(lines=(figure,), kind="number")
    return Row(cells=cells, groups=(group,) if group else (), name=name)
