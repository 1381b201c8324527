"""`tracker demo`: the whole job on a small fictional news site."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tracker.cli import clock as real_clock
from tracker.cli.crawling import one_pass
from tracker.cli.joining import workshop
from tracker.cli.lock import crawler_lock
from tracker.cli.places import outbox_folder
from tracker.cli.reading import reader
from tracker.cli.screen import chosen
from tracker.cli.stopping import Stop
from tracker.cli.writing import write_whole
from tracker.config import load
from tracker.db import queries
from tracker.db.archive import SUFFIX
from tracker.db.durable import log_of
from tracker.demo import Site, articles, demo_config, timeline
from tracker.errors import InputError
from tracker.model import Config
from tracker.pipeline import Errand
from tracker.report.table import print_table

DATABASE = "coverage.duckdb"
ARCHIVE = "archive"
# What a configuration that was tried out becomes when the demo is run again.
BEFORE = "config-before.yaml"
# Stands in the first line of the demo's configuration.
MARK = "The demo: invented outlets"
# The clock of the story stands still during a crawl: each is stored when it ends.
STORED_TOGETHER = Errand(beside_due=True, store_every=timedelta(minutes=1))

# The incident whose dossier is written.
DOSSIER = "limanas_search"
SHARE = ("share", "share_low", "share_high", "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A question, the report that answers it, and what of it a screen has room for."""

    question: str
    report: str
    values: Mapping[str, str]
    columns: tuple[str, ...]
    where: Callable[[Mapping[str, object]], bool] = lambda _row: True


COMPARISONS = (
    Comparison(
        question="Who covered the dispute at the fair, who was seen to stay silent?",
        report="coverage",
        values={"incident": "sea_fair"},
        columns=("outlet", "state", "articles", "detail"),
    ),
    Comparison(
        question="A search at an association: what do headlines call it, in their own voice?",
        report="event_nouns",
        values={"incident": "limanas_search"},
        columns=("outlet", "event_noun", "using_it", "articles", *SHARE),
        where=lambda row: row["place"] == "title" and bool(row["using_it"]),
    ),
    Comparison(
        question="Which words describe the association, in the outlet's own voice?",
        report="labels",
        values={"incident": "limanas_search", "actor": "silver_lantern"},
        columns=(
            "outlet",
            "label",
            "labelled",
            "articles",
            *SHARE,
        ),
        where=lambda row: bool(row["labelled"]),
    ),
    Comparison(
        question="Who says that everything found was legal, and in whose voice?",
        report="facts",
        values={"incident": "limanas_search"},
        columns=("outlet", "state", "modes", "attributed_to"),
        where=lambda row: row["fact"] == "all_legal",
    ),
    Comparison(
        question="The sentences behind one of these numbers",
        report="evidence",
        values={
            "incident": "limanas_search",
            "actor": "silver_lantern",
            "layer": "label",
            "code": "security_charge",
            "voice": "outlet",
            "outlet": "coast-tribune",
        },
        columns=("published_at", "surface", "sentence"),
    ),
)

NEXT = (
    ("every report with its parameters", "tracker report --config CONFIG"),
    (
        "the other incident",
        "tracker report labels incident=sea_fair --config CONFIG",
    ),
    (
        "the headlines side by side",
        "tracker report headlines incident=limanas_search --config CONFIG",
    ),
    (
        "the same page in Albanian",
        "tracker dossier limanas_search --lang sq -o dosje.html --config CONFIG",
    ),
    (
        "a table for a spreadsheet",
        "tracker report facts incident=sea_fair --format csv -o facts.csv --config CONFIG",
    ),
    (
        "SQL of your own",
        'tracker sql "select outlet, count(*) from articles group by outlet" --config CONFIG',
    ),
    ("how the outlets could be observed", "tracker status --config CONFIG"),
    ("a configuration of your own", "tracker init my-project"),
)


@dataclass(slots=True)
class StoryClock:
    """The time inside the demo's story; the site and the crawler share it."""

    moment: datetime

    def __call__(self) -> datetime:
        """Say what time it is in the story."""
        return self.moment


def run_demo(folder: Path, screen: Console) -> int:
    """Crawl the fictional week, compare, and say what to type next."""
    with crawler_lock(folder / DATABASE, now=real_clock.now()):
        return _run(_make_room(folder), screen)


def _run(path: Path, screen: Console) -> int:
    moments = timeline()
    clock = StoryClock(moments[0])
    screen.print(
        "This is fictional news from invented outlets, served on this computer only.\n"
        f"A week of it, {_day(moments[0])} to {_day(moments[-1])} {moments[0].year}, is"
        f" crawled {len(moments)} times with the real fetcher."
    )
    visits, matched = 0, set[str]()
    with Site.start(articles(), moments[0]) as site:
        write_config(path, demo_config(site.outlets), screen)
        config = load(path)
        with workshop(config, stop=Stop(), now=clock) as shop:
            for moment in track(
                moments, "crawling", console=screen, disable=not screen.is_terminal
            ):
                clock.moment = site.now = moment
                result = one_pass(shop, command="demo", errand=STORED_TOGETHER)
                visits += len(result.visits)
                matched.update(
                    page.url
                    for visit in result.visits
                    for page in visit.pages
                    if page.outcome == "matched"
                )
                if not screen.is_terminal:
                    feeds = sum(visit.poll is not None for visit in result.visits)
                    screen.print(
                        f"{_day(moment)} {moment:%H:%M}: {feeds} feeds visited,"
                        f" {len(matched)} articles matched so far"
                    )
    screen.print(
        f"{visits} visits, {len(matched)} articles matched; stored in {config.database}"
    )
    _compare(config, screen)
    _write_dossier(config, screen)
    _say_what_next(path, screen)
    return 0


def _make_room(folder: Path) -> Path:
    """Clear what an earlier demo left; a folder of somebody else's is not touched."""
    path = folder / "config.yaml"
    database = folder / DATABASE
    outbox = outbox_folder(database)
    marked = path.exists() and MARK in path.read_text(
        encoding="utf-8", errors="replace"
    )
    for taken in (path, database, outbox):
        if taken.exists() and not marked:
            raise InputError(
                f"{taken} is not a demo's; choose another folder: tracker demo --dir DIR"
            )
    folder.mkdir(parents=True, exist_ok=True)
    pages = (folder / ARCHIVE).glob(f"*{SUFFIX}")
    for leftover in (database, log_of(database), *pages):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(outbox, ignore_errors=True)
    return path


def write_config(path: Path, text: str, screen: Console) -> None:
    """Write the demo's configuration; one that somebody has changed stays beside it."""
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
        kept = path.with_name(BEFORE)
        path.replace(kept)
        screen.print(f"note: {path} had been changed; it is now {kept}")
    path.write_text(text, encoding="utf-8")


def _compare(config: Config, screen: Console) -> None:
    """Print the comparisons that show what the tool is for."""
    for each in COMPARISONS:
        report = queries.find(each.report, None)
        with reader(config) as connection:
            values = queries.bind(report, each.values)
            result = queries.run(report, connection, values)
        typed = " ".join(f"{key}={value}" for key, value in each.values.items())
        screen.print(f"\n{each.question}", style="bold")
        screen.print(
            f"(rows of: tracker report {each.report} {typed})",
            style="dim",
            soft_wrap=True,
        )
        print_table(
            chosen(result, each.columns, each.where), screen, zone=config.timezone
        )


def _write_dossier(config: Config, screen: Console) -> None:
    """Write every comparison of an incident as one page beside the database."""
    from tracker.cli.dossier import page_of  # noqa: PLC0415 - charts load slowly

    screen.print("\nEverything about one incident on a page", style="bold")
    page, _ = page_of(config, {"incident": DOSSIER}, "en")
    path = config.database.with_name(f"{DOSSIER}.html")
    write_whole({path: page})
    screen.print(f"wrote {path}; open it in a browser", soft_wrap=True)


def _say_what_next(path: Path, screen: Console) -> None:
    screen.print("\nWhat to type next", style="bold")
    for purpose, command in NEXT:
        screen.print(f"  {purpose}:")
        screen.print(f"    {command.replace('CONFIG', str(path))}", soft_wrap=True)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"
