"""The parts of a section, each made into blocks of the page."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tracker.report.dossier.cells import SIGNS, Record
from tracker.report.dossier.changes import chains, diffs
from tracker.report.dossier.declared import (
    Chains,
    Days,
    Diffs,
    Dots,
    Listing,
    Matrix,
    Part,
    Signs,
    Spans,
    Statements,
    Tally,
)
from tracker.report.dossier.drawings import days, dots, spans
from tracker.report.dossier.grids import Desk, Source, listings, matrices
from tracker.report.dossier.telling import Teller
from tracker.report.dossier.values import Block, Entries, Entry
from tracker.report.text import one_line


def blocks_of(part: Part, source: Source, desk: Desk) -> Iterator[Block]:
    """Make the blocks of a part; nothing where the report found nothing."""
    yield from BUILDERS[type(part)](part, source, desk)


def _listing(part: Listing, source: Source, desk: Desk) -> Iterator[Block]:
    yield from listings(part, source.rows[part.report], desk)


def _matrix(part: Matrix, source: Source, desk: Desk) -> Iterator[Block]:
    yield from matrices(part, source.rows[part.report], desk)


def _tally(part: Tally, source: Source, desk: Desk) -> Iterator[Block]:
    rows = source.rows[part.report]
    counts = Counter(str(row[part.column]) for row in rows)
    entries = tuple(
        Entry(
            term=desk.tell.name(part.words, value),
            text=desk.tell.number(counts[value]),
            note=_of_these(part, rows, value, desk.tell),
            kind=f"{part.words}-{value}",
        )
        for value in part.values
    )
    yield Entries(entries=entries, kind="tally")


def _of_these(part: Tally, rows: Sequence[Record], value: str, tell: Teller) -> str:
    """Say how many rows with the value have each of `of_these`; nothing of none."""
    same = [row for row in rows if row[part.column] == value]
    found = Counter(str(row[part.within]) for row in same if part.within)
    return "; ".join(
        tell.words.counted(f"{part.words}.{value}.{each}", found[each])
        for each in part.of_these.get(value, ())
        if found[each]
    )


def _statements(part: Statements, source: Source, desk: Desk) -> Iterator[Block]:
    tell = desk.tell
    facts = {str(row["fact"]): row for row in source.rows[part.report]}
    entries = []
    for number, fact in enumerate(sorted(facts), start=1):
        row = facts[fact]
        notes = []
        if row.get("stated_by") is not None:
            stated_by = tell.name("speaker", row["stated_by"])
            notes.append(tell.words("facts.stated", stated_by=stated_by))
        if row["side"] is not None:
            side = tell.name("speaker", row["side"])
            notes.append(tell.words("facts.side", side=side))
        if row["public_since_at"] is not None:
            at = tell.time(row["public_since_at"])
            notes.append(tell.words("facts.public", at=at))
        entries.append(
            Entry(
                term=f"F{number}",
                anchor=f"fact-F{number}",
                text=one_line(str(row["statement"] or fact)),
                note="; ".join(notes),
            )
        )
    if entries:
        caption = tell.words("facts.list")
        yield Entries(entries=tuple(entries), kind="statements", caption=caption)


def _signs(part: Signs, source: Source, desk: Desk) -> Iterator[Block]:
    del part, source
    entries = tuple(
        Entry(term=desk.tell.words(key), text="", mark=sign)
        for key, sign in SIGNS.items()
    )
    caption = desk.tell.words("facts.legend")
    yield Entries(entries=entries, kind="signs", caption=caption)


# Each builder takes the part of its own type.
BUILDERS: Mapping[type[Part], Callable[[Any, Source, Desk], Iterator[Block]]] = {
    Listing: _listing,
    Matrix: _matrix,
    Dots: dots,
    Spans: spans,
    Days: days,
    Tally: _tally,
    Statements: _statements,
    Signs: _signs,
    Chains: chains,
    Diffs: diffs,
}
