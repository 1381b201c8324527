"""`tracker report`, `sql` and `status`: read-only, and never in the crawler's way."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection
from rich.console import Console

from tracker.cli.places import outbox_folder
from tracker.cli.screen import chosen
from tracker.db import queries
from tracker.db.connection import holder_of, opened
from tracker.db.outbox import Outbox
from tracker.errors import InputError, ReportError, StoreBusyError
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
FORMATS = ("table", *WRITERS)


@contextmanager
def reader(config: Config) -> Iterator[DuckDBPyConnection]:
    """Open the database read-only; waits a moment for a crawler that is writing."""
    with opened(config.database, read_only=True, wait=time.sleep) as connection:
        yield connection


def list_reports(config: Config, screen: Console) -> None:
    """Print every report with its purpose, parameters and an example."""
    for report in queries.reports(config.queries):
        own = f"  (your own: {report.path})" if report.own else ""
        screen.print(f"{report.name}{own}")
        screen.print(f"  {report.purpose}")
        for param in report.params:
            optional = ", optional" if param.optional else ""
            screen.print(f"    {param.name} ({param.type}{optional}): {param.text}")
        if report.example:
            screen.print(f"  {report.example}")


def run_report(
    config: Config,
    name: str,
    pairs: Sequence[str],
    format_: str,
    output: Path | None,
    screen: Console,
) -> None:
    """Run one report and show it, or write it to a file."""
    _refuse_format(format_)
    report = queries.find(name, config.queries)
    if report.replaces is not None:
        _note(f"{report.path} is used instead of {report.replaces}")
    values = queries.bind(report, _given(name, pairs))
    with reader(config) as connection:
        result = queries.run(report, connection, values)
    show(result, format_, output, screen)


def run_sql_text(
    config: Config, text: str, format_: str, output: Path | None, screen: Console
) -> None:
    """Run one SELECT that was typed and show its rows, or write them to a file."""
    _refuse_format(format_)
    with reader(config) as connection:
        result = queries.run_sql(connection, text)
    show(result, format_, output, screen)


def show_status(config: Config, screen: Console) -> None:
    """Say how the feeds are, who holds the database, and what waits."""
    waiting = len(Outbox(outbox_folder(config.database)).waiting())
    holder = holder_of(config.database)
    screen.print(f"database: {config.database}")
    screen.print(f"held by: {holder or 'nobody'}")
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
    print_table(chosen(result, STATUS_COLUMNS), screen)


def show(result: Result, format_: str, output: Path | None, screen: Console) -> None:
    """Print a result on standard output, or write it to `output`."""
    if format_ == "table":
        if output is None:
            print_table(result, screen)
            return
        with output.open("w", encoding="utf-8") as file:
            print_table(result, Console(file=file, width=200))
    else:
        data = WRITERS[format_](result)
        if output is None:
            if format_ == "parquet":
                raise InputError("parquet is not text: name a file with -o FILE")
            sys.stdout.buffer.write(data)
            return
        output.write_bytes(data)
    _note(f"wrote {len(result.rows)} rows to {output}")


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


def _refuse_format(format_: str) -> None:
    if format_ not in FORMATS:
        raise InputError(f"--format {format_}: one of {', '.join(FORMATS)}")


def _note(text: str) -> None:
    """Say something beside the data: on standard error, so that pipes stay clean."""
    print(one_line(text), file=sys.stderr)  # noqa: T201 - the command line speaks here
