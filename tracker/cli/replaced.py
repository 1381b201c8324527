"""What a recode changed, told in a table and in sentences."""

from typing import get_args

from rich.console import Console

from tracker.cli.outdated import counted
from tracker.core.recoding import Finding
from tracker.db.replacing import Replaced
from tracker.model import Column, Layer, Result
from tracker.report.table import print_table
from tracker.report.text import one_line

FINDINGS: tuple[Finding, ...] = (
    *get_args(Layer),
    "quotes",
    "figures",
    "incidents",
)
_WORDS: dict[str, str] = {
    "actor": "actors",
    "label": "labels",
    "event_noun": "event nouns",
    "fact": "facts",
    "incidents": "articles of incidents",
}


def say(text: str, screen: Console) -> None:
    """Print a sentence on a line of its own, however long."""
    screen.print(one_line(text), soft_wrap=True)


def word(finding: str) -> str:
    """Name a kind of finding."""
    return _WORDS.get(finding, finding)


def tell_replaced(
    done: Replaced, redone: frozenset[Finding], screen: Console, *, timezone: str
) -> None:
    """Say how many findings there were and are, and which articles and pages moved."""
    print_table(_rows_table(done, redone), screen, zone=timezone)
    for incident in sorted({*done.joined, *done.left}):
        say(
            f"incident {incident}: {counted(done.joined[incident])} joined,"
            f" {done.left[incident]:,} left",
            screen,
        )
    for outcome, pages in sorted(done.pages.items()):
        say(f"pages that are {outcome} now: {pages:,}", screen)


def _rows_table(done: Replaced, redone: frozenset[Finding]) -> Result:
    """One row per kind of finding that was redone: how many there were and are."""
    names = ("found", "before", "after", "added", "removed")
    rows = tuple(
        (
            word(each),
            done.before[each],
            done.before[each] + done.added[each] - done.removed[each],
            done.added[each],
            done.removed[each],
        )
        for each in FINDINGS
        if each in redone
    )
    columns = tuple(
        Column(name=name, type="VARCHAR" if name == "found" else "BIGINT")
        for name in names
    )
    return Result(columns=columns, rows=rows)
