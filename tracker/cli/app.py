"""The commands and what `--help` says of them; each loads only what it needs."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker import __version__

app = typer.Typer(
    name="tracker",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Collect articles about named events and organisations, and compare in SQL"
    " how each outlet told them.",
)

ConfigPath = Annotated[
    Path, typer.Option("--config", help="The configuration file.", metavar="PATH")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="table, csv, json, parquet, xlsx or html; else as -o is named.",
        metavar="FORMAT",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write to this file, and how it was made to FILE.method.json.",
        metavar="FILE",
    ),
]
CONFIG = Path("config.yaml")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def tracker(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Say the version."
        ),
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to put its files.", metavar="DIR")
    ] = Path("tracker-demo"),
) -> None:
    """Show the whole job on a small fictional news site."""
    from tracker.cli.demo import run_demo
    from tracker.cli.screen import console

    raise typer.Exit(run_demo(folder, console()))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path(),
) -> None:
    """Write a config.yaml to start from, and a query."""
    from tracker.config import write_starter

    for path in write_starter(folder):
        typer.echo(f"wrote {path}")
    typer.echo("next: edit config.yaml, then: tracker check")


@app.command()
def check(
    config: ConfigPath = CONFIG,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            help="Show what is found in this text, and why; - reads it from a pipe.",
            metavar="TEXT",
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title",
            help="Title of --text; else its first line when more follow.",
            metavar="TITLE",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", help="Language of --text, for example sq.", metavar="CODE"
        ),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            "--day",
            help="Day of --text; else today.",
            formats=["%Y-%m-%d"],
            metavar="DAY",
        ),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            "--actor", help="Show the forms of this actor only.", metavar="ID"
        ),
    ] = None,
    incident: Annotated[
        list[str] | None,
        typer.Option(
            "--incident",
            help="Say all of why --text is, or is not, about this incident.",
            metavar="ID",
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Say so of every incident, however far off."),
    ] = False,
) -> None:
    """Check the configuration, show the forms of names, try a text."""
    from tracker.cli.checking import check_config, check_text
    from tracker.cli.screen import console
    from tracker.config import load

    loaded = load(config)
    if text is not None:
        check_text(
            loaded,
            sys.stdin.read() if text == "-" else text,
            console(),
            title=title,
            language=language,
            day=day.replace(hour=12, tzinfo=UTC) if day else None,
            incidents=incident or [],
            everything=everything,
        )
    else:
        check_config(loaded, actor or [], console())


@app.command()
def crawl(
    config: ConfigPath = CONFIG,
    outlet: Annotated[
        list[str] | None,
        typer.Option(
            "--outlet", help="Only this outlet; may be repeated.", metavar="ID"
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Visit all feeds now, but those whose server asked to wait.",
        ),
    ] = False,
) -> None:
    """Visit everything that is due, once, then stop."""
    from tracker.cli.crawling import crawl_once
    from tracker.cli.screen import console
    from tracker.config import load

    status = crawl_once(load(config), console(), outlets=outlet or [], force=force)
    raise typer.Exit(status)


@app.command()
def run(config: ConfigPath = CONFIG) -> None:
    """Crawl on the schedule until Ctrl-C; finishes what is in flight."""
    from tracker.cli.crawling import run_on_schedule
    from tracker.cli.screen import console
    from tracker.config import load

    raise typer.Exit(run_on_schedule(load(config), console()))


@app.command()
def add(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL...", show_default=False)
    ] = None,
    config: ConfigPath = CONFIG,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            help="A list: addresses, a CSV with a column url, or OPML with feeds.",
            metavar="LIST",
        ),
    ] = None,
) -> None:
    """Fetch given articles; turn an OPML file into outlets."""
    from tracker.cli.adding import add_from
    from tracker.cli.screen import console
    from tracker.config import load

    raise typer.Exit(add_from(load(config), urls or [], file, console()))


@app.command()
def backfill(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    config: ConfigPath = CONFIG,
    via: Annotated[
        list[str] | None,
        typer.Option(
            "--via",
            help="wordpress, sitemap, gdelt, wayback, warc or list; may be repeated."
            " Else the first four.",
            metavar="SOURCE",
        ),
    ] = None,
    outlet: Annotated[
        list[str] | None,
        typer.Option(
            "--outlet", help="Only this outlet; may be repeated.", metavar="ID"
        ),
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            help="A WARC file (- reads one from a pipe) or a list of addresses: text,"
            " or CSV with a column url; may be repeated.",
            metavar="FILE",
        ),
    ] = None,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete",
            help="List all posts of WordPress sites, instead of searching them: many"
            " more requests, and only then is silence a finding.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be asked of whom, and stop."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask also what was answered before.")
    ] = False,
) -> None:
    """Find past articles of an incident in archives, and store them."""
    from tracker.cli.backfill_order import order_of
    from tracker.cli.backfilling import backfill as find_past
    from tracker.cli.screen import console
    from tracker.config import load

    loaded = load(config)
    order = order_of(
        loaded,
        incident,
        outlets=outlet or [],
        vias=via or [],
        files=file or [],
        complete=complete,
        again=again,
    )
    raise typer.Exit(find_past(loaded, console(), order, dry_run=dry_run))


@app.command()
def recode(
    config: ConfigPath = CONFIG,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=1,
            help="Processes that code texts; else one for each processor.",
            metavar="N",
        ),
    ] = None,
    extract: Annotated[
        bool,
        typer.Option(
            "--extract", help="First read the texts of all archived pages anew."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and stop.")
    ] = False,
) -> None:
    """Apply changed names, labels, facts and incidents to what is stored."""
    from tracker.cli.recoding import recode_stored
    from tracker.cli.screen import console
    from tracker.config import load

    status = recode_stored(
        load(config),
        console(),
        jobs=jobs or os.cpu_count() or 1,
        extract=extract,
        dry_run=dry_run,
    )
    raise typer.Exit(status)


@app.command()
def report(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]")] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...",
            help="Parameters, such as incident=ID; the list of reports names them.",
        ),
    ] = None,
    config: ConfigPath = CONFIG,
    format_: Format = None,
    output: Output = None,
) -> None:
    """Run a report; without a name, list them all."""
    from tracker.cli.reading import list_reports, run_report
    from tracker.cli.screen import console
    from tracker.config import load

    loaded = load(config)
    if name is None:
        list_reports(loaded, console())
    else:
        run_report(loaded, name, values or [], format_, output, console())


@app.command()
def dossier(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...",
            help="As in reports: since, until, outlet, language, version, copies,"
            " as_of, test.",
        ),
    ] = None,
    config: ConfigPath = CONFIG,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Write to this file; else dossier-INCIDENT.html.",
            metavar="FILE.html",
        ),
    ] = None,
    language: Annotated[
        str,
        typer.Option("--lang", help="Language of the page: en or sq.", metavar="CODE"),
    ] = "en",
) -> None:
    """Write every comparison of an incident as one HTML page."""
    from tracker.cli.dossier import write_dossier
    from tracker.config import load

    loaded = load(config)
    raise typer.Exit(write_dossier(loaded, incident, values or [], output, language))


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(metavar='["SELECT ..."]', show_default=False)
    ] = None,
    config: ConfigPath = CONFIG,
    format_: Format = None,
    output: Output = None,
) -> None:
    """Run SQL of your own, read-only; - reads it from a pipe; without it, a shell."""
    from tracker.cli.reading import run_sql_text
    from tracker.cli.screen import console
    from tracker.config import load

    if query is None and sys.stdin.isatty():
        from tracker.cli.shell import run_shell

        run_shell(load(config), console())
        return
    # no terminal, so no shell: what is piped in is the statement
    text = sys.stdin.read() if query in (None, "-") else query
    run_sql_text(load(config), str(text), format_, output, console())


@app.command()
def status(config: ConfigPath = CONFIG) -> None:
    """Say what is wrong with each outlet, since when, and what to do."""
    from tracker.cli.screen import console
    from tracker.cli.status import show_status
    from tracker.config import load

    raise typer.Exit(show_status(load(config), console()))


@app.command("maintain")
def maintain_(
    config: ConfigPath = CONFIG,
    backup: Annotated[
        Path | None,
        typer.Option(
            "--backup",
            help="Also copy the database to this new file, and prove the copy.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Check the database, tidy it, back it up; say what was done and found."""
    from tracker.cli.maintaining import maintain
    from tracker.cli.screen import console
    from tracker.config import load

    raise typer.Exit(maintain(load(config), backup, console()))
