"""`tracker report` and `sql`: read-only, and never in the crawler's way."""

import os
import shlex
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from textwrap import wrap

from duckdb import DuckDBPyConnection
from rich.console import Console

from tracker import __version__
from tracker.cli import clock
from tracker.cli.outdated import hint
from tracker.cli.writing import BINARY, EXCEL_MARK, FILES, write_with_method, written
from tracker.core.fingerprint import coding_hash, config_hash, part_hashes
from tracker.db import method, queries
from tracker.db.connection import opened
from tracker.db.recoding import outdated
from tracker.errors import InputError, ReportError
from tracker.model import Config, Result
from tracker.report.asked import Asked, Given
from tracker.report.card import Card, Counted, card_of
from tracker.report.table import print_table
from tracker.report.text import one_line

# A table in a file is read on paper or in an editor.
PAGE_WIDTH = 200
FORMATS = ("table", *FILES)


@contextmanager
def reader(config: Config) -> Iterator[DuckDBPyConnection]:
    """Open the database read-only; waits a moment for a crawler that is writing."""
    with opened(config.database, read_only=True, wait=time.sleep) as connection:
        yield connection


def list_reports(config: Config, screen: Console) -> None:
    """Print every report with its question, parameters and an example."""
    for report in queries.reports(config.queries):
        own = f"  (your own: {report.path})" if report.own else ""
        screen.print(f"{report.name}{own}", style="bold")
        params = ", ".join(
            f"[{param.name}]" if param.optional else param.name
            for param in report.params
        )
        for line in (report.purpose, f"parameters: {params or 'none'}"):
            _paragraph(line, screen)
        if report.example:
            screen.print(f"    {report.example}", soft_wrap=True)
    screen.print(
        "Parameters in [ ] may be left out. docs/queries.md says more of each."
    )


def _paragraph(text: str, screen: Console) -> None:
    for line in wrap(text, max(screen.width - 2, 20)):
        screen.print(f"  {line}", soft_wrap=True)


def run_report(
    config: Config,
    name: str,
    pairs: Sequence[str],
    wanted: str | None,
    output: Path | None,
    screen: Console,
) -> None:
    """Run one report and show it, or write it to a file."""
    format_ = _format(wanted, output)
    report = queries.find(name, config.queries)
    if report.replaces is not None:
        note(f"{report.path} is used instead of {report.replaces}")
    given = given_pairs(name, pairs)
    values = queries.bind(report, given, zone=config.timezone)
    with reader(config) as connection:
        compare(config, given, connection)
        result = queries.run(report, connection, values)
        has_card = output is not None or format_ in ("table", "html")
        told = method.told(connection, report.sql, values) if has_card else None
    asked = _asked(config, report, given)
    show(
        result,
        config,
        format_,
        output,
        screen,
        complete=False,
        asked=asked,
        card=_card(asked, told, result),
    )


def compare(
    config: Config, given: Mapping[str, str], connection: DuckDBPyConnection
) -> None:
    """Say where the configuration has moved on from what the database was coded by.

    Raises InputError for an incident that only the configuration knows.
    """
    asked = given.get("incident")
    if asked in {incident.id for incident in config.incidents} and not (
        queries.holds_incident(connection, asked)
    ):
        raise InputError(
            f"incident={asked}: is in {config.path}, but not in the database yet;"
            " `tracker recode` looks for it in everything stored"
        )
    if told := hint(outdated(connection, coding_hash(config))):
        note(f"note: {told}; until then they count as they were coded")


def run_sql_text(
    config: Config,
    text: str,
    wanted: str | None,
    output: Path | None,
    screen: Console,
) -> None:
    """Run one SELECT that was typed and show its rows, or write them to a file."""
    format_ = _format(wanted, output)
    with reader(config) as connection:
        result = queries.run_sql(connection, text)
        # a screen that one types at is no record; a file or a page is
        is_kept = output is not None or format_ == "html"
        told = method.told(connection, text, {}) if is_kept else None
    typed = text.strip()
    asked = replace(asked_of(config, title="SQL", typed=typed), sql=typed)
    show(
        result,
        config,
        format_,
        output,
        screen,
        complete=True,
        asked=asked,
        card=_card(asked, told, result),
    )


def _card(asked: Asked, told: method.Told | None, result: Result) -> Card | None:
    if told is None:
        return None
    return card_of(asked, Counted(**told.counted), told.limits, result)


def show(
    result: Result,
    config: Config,
    format_: str,
    output: Path | None,
    screen: Console,
    *,
    complete: bool,
    asked: Asked,
    card: Card | None,
) -> None:
    """Print a result on standard output, or write it to `output`.

    A table leaves out what finds no room on the screen, unless `complete`. Beside a
    file stands how it was made: what was `asked`, and the `card`.
    """
    zone = config.timezone
    if output is not None:
        if format_ == "table":
            page = StringIO()
            paper = Console(file=page, width=PAGE_WIDTH)
            print_table(result, paper, zone=zone, card=card)
            data = page.getvalue().encode()
        else:
            mark = EXCEL_MARK if format_ == "csv" else b""
            data = mark + written(result, format_, asked, card, zone=zone)
        beside = write_with_method(output, data, result, asked, card)
        how = f", and how they were made to {beside.name}" if beside else ""
        note(f"wrote {len(result.rows)} rows to {output}{how}")
        return
    if format_ in BINARY:
        raise InputError(f"{format_} is not text: name a file with -o FILE")
    try:
        if format_ == "table":
            print_table(result, screen, zone=zone, complete=complete, card=card)
        else:
            sys.stdout.buffer.write(written(result, format_, asked, card, zone=zone))
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would fail once more at the end of the program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise InputError(f"the output cannot be written: {error.strerror}") from error


def asked_of(config: Config, *, title: str, typed: str) -> Asked:
    """Say what is asked now, of which database, by which version of the program."""
    return Asked(
        title=title,
        typed=typed,
        at=clock.now(),
        # A page is handed on; the folders of this computer are nobody's business.
        database=config.database.name,
        program=f"tracker {__version__}",
        hashes={"config": config_hash(config), **part_hashes(config)},
    )


def _asked(config: Config, report: queries.Report, given: Mapping[str, str]) -> Asked:
    words = (f"{name}={value}" for name, value in given.items())
    typed = shlex.join(("tracker", "report", report.name, *words))
    meaning = {param.name: param.text for param in report.params}
    return replace(
        asked_of(config, title=report.name, typed=typed),
        purpose=report.purpose,
        grain=report.grain,
        given=tuple(
            Given(name=name, value=value, text=meaning[name])
            for name, value in given.items()
        ),
        left_out=tuple(name for name in meaning if name not in given),
        sql=report.sql,
    )


def _format(wanted: str | None, output: Path | None) -> str:
    """Take the format that was asked for, else the one that the file is named for."""
    named = output.suffix.lower().removeprefix(".") if output else ""
    format_ = wanted or (named if named in FILES else "table")
    if format_ not in FORMATS:
        raise InputError(f"--format {format_}: one of {', '.join(FORMATS)}")
    if named not in (*FILES, "", "txt") and wanted is None:
        raise InputError(
            f"-o {output}: no format is written as .{named}; name it .txt, or one of"
            f" {', '.join(f'.{each}' for each in FILES)}"
        )
    if named in FILES and named != format_:
        raise InputError(f"-o {output}: the name says {named}, --format says {format_}")
    return format_


def given_pairs(name: str, pairs: Sequence[str]) -> dict[str, str]:
    """Read key=value words; `name` is what they belong to, for messages."""
    given: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ReportError(f"{name}: {pair}: write it as key=value")
        if key in given:
            raise ReportError(f"{name}: {key} is given twice")
        given[key] = value
    return given


def note(text: str) -> None:
    """Say something beside the data: on standard error, so that pipes stay clean."""
    print(one_line(text), file=sys.stderr)  # noqa: T201 - the command line speaks here
