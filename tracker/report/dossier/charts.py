"""Charts as SVG that stands in the page: shares with intervals, spans of time, days.

They are drawn by Vega-Lite without a browser. Colours are set as placeholders and
become the page's own, so that light, dark and paper each have theirs; nothing is told
by colour alone. The texts of a chart are names of the configuration and numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from tracker.report.dossier.svg import INK, LINE, SOFT, cleaned
from tracker.report.dossier.words import Words

# More rows or panels than this nobody reads in a chart; the table has them all.
MOST_ROWS = 25
MOST_PANELS = 9
_WIDTH = 560
_PANEL = 170
_COLUMNS = 3
_STEP = 22
# Pixels between the names of two times; where there is no room, some have none.
_BETWEEN_NAMES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A share and its interval; few: from too few units to be printed black."""

    row: str
    panel: str
    share: float
    low: float | None
    high: float | None
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of local time; an open one has no beginning."""

    row: str
    low: datetime | None
    high: datetime


def dots_chart(
    dots: Sequence[Dot], rows: Sequence[str], panels: Sequence[str], anchor: str
) -> Markup:
    """Draw shares from 0 to 100 %, a row for each of `rows`, a panel for each name."""
    values = [
        {
            "row": dot.row,
            "panel": dot.panel,
            "share": dot.share,
            "low": dot.share if dot.low is None else dot.low,
            "high": dot.share if dot.high is None else dot.high,
            "few": dot.few,
        }
        for dot in dots
    ]
    many = len(panels) > 1
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "row:N", sort=list(rows), scale=alt.Scale(domain=list(rows)), title=None
        ),
    )
    lines = base.mark_rule(color=SOFT, strokeWidth=2).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), title=None, axis=_percent()),
        x2="high:Q",
    )
    points = base.mark_point(size=52, opacity=1, stroke=INK, strokeWidth=1.4).encode(
        x="share:Q",
        fill=alt.condition("datum.few", alt.value(LINE), alt.value(INK)),
    )
    layer = alt.layer(lines, points).properties(
        width=_PANEL if many else _WIDTH, height=alt.Step(_STEP)
    )
    if not many:
        return _drawn(layer, anchor)
    return _drawn(
        layer.facet(
            facet=alt.Facet("panel:N", sort=list(panels), title=None),
            columns=min(_COLUMNS, len(panels)),
        ),
        anchor,
    )


def _percent() -> alt.Axis:
    return alt.Axis(
        values=[0, 0.25, 0.5, 0.75, 1], format=".0%", grid=True, labelFlush=True
    )


def spans_chart(
    spans: Sequence[Span], rows: Sequence[str], words: Words, anchor: str
) -> Markup:
    """Draw stretches of time as bars, times known to the minute as dots.

    Times are naive local times: the axis prints them as they are.
    """
    first = min(span.low or span.high for span in spans)
    values = [
        {
            "row": span.row,
            "low": _clock(first if span.low is None else span.low),
            "high": _clock(span.high),
            "exact": span.low == span.high,
            "open": span.low is None,
        }
        for span in spans
    ]
    time = alt.X(
        "low:T",
        scale=alt.Scale(type="utc", nice=True),
        title=None,
        axis=alt.Axis(
            format="%-d %b %H:%M",
            tickCount=5,
            labelFlush=False,
            labelOverlap=True,
            labelSeparation=_BETWEEN_NAMES,
        ),
    )
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("row:N", sort=list(rows), title=None),
    )
    lines = base.mark_rule(color=SOFT, strokeWidth=5).encode(
        x=time,
        x2="high:T",
        strokeDash=alt.condition("datum.open", alt.value([3, 3]), alt.value([1, 0])),
    )
    ends = base.mark_tick(color=INK, thickness=2, size=14).encode(x="high:T")
    starts = (
        base.transform_filter("!datum.open")
        .mark_tick(color=INK, thickness=2, size=14)
        .encode(x="low:T")
    )
    points = (
        base.transform_filter("datum.exact")
        .mark_point(size=60, filled=True, color=INK, opacity=1)
        .encode(x="high:T")
    )
    chart = alt.layer(lines, starts, ends, points)
    return _drawn(
        chart.properties(width=_WIDTH, height=alt.Step(_STEP)), anchor, _months(words)
    )


def days_chart(days: Mapping[date, int], words: Words, anchor: str) -> Markup:
    """Draw the number of publications of each day as bars."""
    values = [
        {"day": f"{day.isoformat()}T00:00:00Z", "number": number}
        for day, number in days.items()
    ]
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(color=SOFT)
        .encode(
            x=alt.X(
                "utcyearmonthdate(day):O",
                title=None,
                axis=alt.Axis(
                    format="%-d %b",
                    labelAngle=0,
                    labelOverlap=True,
                    labelSeparation=_BETWEEN_NAMES,
                ),
            ),
            y=alt.Y("number:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=5)),
        )
    )
    return _drawn(chart.properties(width=_WIDTH, height=170), anchor, _months(words))


def _clock(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _months(words: Words) -> dict[str, Any]:
    """Give d3 the names of the months; all else of a locale is not printed here."""
    week = ["-"] * 7
    return {
        "dateTime": "%x %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": week,
        "shortDays": week,
        "months": words("months").split(),
        "shortMonths": words("short months").split(),
    }


def _drawn(
    chart: Any,  # noqa: ANN401 - altair's own types differ by kind of chart
    anchor: str,
    months: dict[str, Any] | None = None,
) -> Markup:
    configured = (
        chart.configure(
            aria=False, background="transparent", font="sans-serif", padding=4
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            labelFontSize=12,
            labelLimit=230,
            domainColor=SOFT,
            tickColor=SOFT,
            gridColor=LINE,
        )
        .configure_header(labelColor=INK, labelFontSize=12, labelFontWeight="bold")
        .configure_facet(spacing=18)
    )
    svg = vl_convert.vegalite_to_svg(configured.to_dict(), time_format_locale=months)
    return cleaned(svg, anchor)
