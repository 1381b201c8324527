"""A result as one HTML page that needs nothing beside it and runs nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.core.hiding import hidden
from tracker.model import Result
from tracker.report.asked import Asked, Given
from tracker.report.card import Card, spelled
from tracker.report.columns import LONGEST_WORD, Shown, lift, shown_columns
from tracker.report.text import harmless, one_line, shown

# A longer cell is a text of several lines, and gets the room for it.
LONGEST_LINE = 80
# No blank, and nothing that a browser reads otherwise than we do.
_WEB_ADDRESS = re.compile(r"https?://[^\s\\<>\"'`{}|^]+", re.IGNORECASE | re.ASCII)

# Texts of others are values of the pages and never part of one.
PAGES = Environment(
    loader=PackageLoader("tracker.report", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    kinds: str  # classes of the page's style
    href: str | None


def to_html(
    result: Result, asked: Asked, *, zone: str, card: Card | None = None
) -> bytes:
    """Write a result as a page, with the columns and times of `print_table`.

    Nothing is cut and nothing is left out: what is long wraps. Cells that are http or
    https addresses are links, all other text is text.
    """
    local = ZoneInfo(zone)
    columns = shown_columns(result, local)
    same, varied = lift(columns)
    page = PAGES.get_template("table.html").render(
        title=one_line(asked.title),
        purpose=one_line(asked.purpose),
        grain=one_line(asked.grain),
        facts=_facts(asked, local, zone),
        method=() if card is None else spelled(card),
        typed=harmless(hidden(asked.typed)),
        same=[(column, next(_cells(column))) for column in same],
        columns=varied,
        count=len(result.rows),
        rows=zip(*map(_cells, varied), strict=True),
        meanings=[column for column in columns if column.text],
    )
    return page.encode()


def web_address(text: str) -> str | None:
    r"""Give a text that is an address a browser may be sent to, else None.

    Only http and https, with a host and without a login. A blank or a control
    character anywhere makes it text: browsers drop tabs and line breaks from a scheme.

    >>> web_address("https://lajme.example/artikull?id=7")
    'https://lajme.example/artikull?id=7'
    >>> web_address("java\tscript:alert(1)")
    """
    if not text.isprintable() or not _WEB_ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        is_sound = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return text if is_sound else None


def _facts(asked: Asked, local: ZoneInfo, zone: str) -> Sequence[Given]:
    told = [
        Given(
            name=given.name,
            value=one_line(hidden(given.value)),
            text=one_line(given.text),
        )
        for given in asked.given
    ]
    if asked.left_out:
        told.append(Given(name="not given", value=", ".join(asked.left_out)))
    told += [
        Given(name="database", value=one_line(asked.database)),
        Given(name="asked", value=shown(asked.at, local)),
        Given(name="times", value=zone),
        Given(name="program", value=one_line(asked.program)),
    ]
    return told


def _cells(column: Shown) -> Iterator[_Cell]:
    usual = []
    if column.is_number:
        usual.append("number")
    if column.longest > LONGEST_WORD:
        usual.append("long")
    if column.longest > LONGEST_LINE:
        usual.append("text")
    for text in column.cells:
        kinds = list(usual)
        if text == shown(None):
            kinds.append("none")
        elif column.is_share and not text.removeprefix("-")[:1].isdigit():
            kinds.append("thin")  # not enough support for a share
        yield _Cell(text, " ".join(kinds), web_address(text))
