"""`tracker report`, `sql` and `status`: read-only, and never in the crawler's way."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap

from duckdb import DuckDBPyConnection
from rich.console import Console

from tracker.cli.lock import crawler_of
from tracker.cli.places import outbox_folder
from tracker.cli.screen import chosen
from tracker.db import queries
from tracker.db.connection import holder_of, opened
from tracker.db.outbox import Outbox
from tracker.errors import InputError, ReportError, StoreBusyError, StoreError
from tracker.model import Config, Result
from tracker.report.files import WRITERS
from tracker.report.table import print_table
from tracker.report.text import one_line

STATUS_COLUMNS = (
    "outlet",
    "state",
    "last_success_at",
    "gaps",
    "unread_pages",
    "last_detail",
    "feed_url",
)
# A table in a file is read on paper or in an editor.
PAGE_WIDTH = 200
# Without it Excel reads UTF-8 as the old code page of the machine.
EXCEL_MARK = b"\xef\xbb\xbf"
FORMATS = ("table", *WRITERS)


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
        _note(f"{report.path} is used instead of {report.replaces}")
    values = queries.bind(report, _given(name, pairs))
    with reader(config) as connection:
        result = queries.run(report, connection, values)
    show(result, config, format_, output, screen, complete=False)


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
    show(result, config, format_, output, screen, complete=True)


def show_status(config: Config, screen: Console) -> None:
    """Say how the feeds are, who holds the database, and what waits."""
    waiting = len(Outbox(outbox_folder(config.database)).waiting())
    screen.print(f"database: {config.database}", soft_wrap=True)
    screen.print(f"crawler: {crawler_of(config.database) or 'none is running'}")
    screen.print(f"held by: {_holder(config)}", soft_wrap=True)
    screen.print(
        f"outbox: {waiting} visits wait"
        + ("; the next `tracker crawl` stores them" if waiting else "")
    )
    health = queries.find("outlet_health", None)
    try:
        with reader(config) as connection:
            result = queries.run(health, connection, queries.bind(health, {}))
    except StoreBusyError as error:
        screen.print(f"outlets: not known while the database is held: {error}")
        return
    print_table(chosen(result, STATUS_COLUMNS), screen, zone=config.timezone)


def _holder(config: Config) -> str:
    try:
        return holder_of(config.database) or "nobody"
    except StoreError:
        # Asking takes the right to write, which a reader may not have.
        return "not known"


def show(
    result: Result,
    config: Config,
    format_: str,
    output: Path | None,
    screen: Console,
    *,
    complete: bool,
) -> None:
    """Print a result on standard output, or write it to `output`.

    A table leaves out what finds no room on the screen, unless `complete`.
    """
    zone = config.timezone
    if output is None and format_ == "table":
        print_table(result, screen, zone=zone, complete=complete)
    elif output is None and format_ == "parquet":
        raise InputError("parquet is not text: name a file with -o FILE")
    elif output is None:
        sys.stdout.buffer.write(WRITERS[format_](result))
    else:
        try:
            if format_ == "table":
                with output.open("w", encoding="utf-8") as file:
                    page = Console(file=file, width=PAGE_WIDTH)
                    print_table(result, page, zone=zone)
            else:
                mark = EXCEL_MARK if format_ == "csv" else b""
                output.write_bytes(mark + WRITERS[format_](result))
        except OSError as error:
            raise InputError(
                f"{output}: cannot be written: {error.strerror}"
            ) from error
        _note(f"wrote {len(result.rows)} rows to {output}")


def _format(wanted: str | None, output: Path | None) -> str:
    """Take the format that was asked for, else the one that the file is named for."""
    named = output.suffix.lower().removeprefix(".") if output else ""
    format_ = wanted or (named if named in WRITERS else "table")
    if format_ not in FORMATS:
        raise InputError(f"--format {format_}: one of {', '.join(FORMATS)}")
    if named in WRITERS and named != format_:
        raise InputError(f"-o {output}: the name says {named}, --format says {format_}")
    return format_


def _given(name: str, pairs: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ReportError(f"{name}: {pair}: write it as key=value")
        if key in given:
            raise ReportError(f"{name}: {key} is given twice")
        given[key] = value
    return given


def _note(text: str) -> None:
    """Say something beside the data: on standard error, so that pipes stay clean."""
    print(one_line(text), file=sys.stderr)  # noqa: T201 - the command line speaks here
