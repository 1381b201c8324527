"""Values for tests of the database: each builder fills in what a test is not about."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from tracker.core import urls
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import (
    Acronym,
    Actor,
    Annotation,
    ArticleDraft,
    Assignment,
    Coded,
    Config,
    CrawlSettings,
    DateClaim,
    EventNoun,
    Fact,
    FeedMemory,
    FeedState,
    Incident,
    Name,
    Outlet,
    PageOutcome,
    PageVisit,
    Poll,
    Text,
    Visit,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FEED = "https://lajme.example/feed/"


@dataclass(slots=True)
class FakeTime:
    """A clock that only moves when somebody waits."""

    seconds: float = 0.0

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def clock(self) -> float:
        return self.seconds


def make_store(folder: Path, time: FakeTime | None = None) -> Store:
    time = time or FakeTime()
    store = Store(
        folder / "coverage.duckdb",
        outbox=Outbox(folder / "outbox"),
        wait=time.wait,
        clock=time.clock,
    )
    store.prepare(now=NOW)
    return store


def make_outlet(**changes: object) -> Outlet:
    outlet = Outlet(
        id="lajme-shembull",
        name="Lajme Shembull",
        home="https://www.lajme.example/",
        country="AL",
        languages=("sq",),
        feeds=(FEED,),
    )
    return replace(outlet, **changes)  # type: ignore[arg-type]


def make_actor(**changes: object) -> Actor:
    actor = Actor(
        id="shembulli",
        name="Shoqata Shembulli",
        groups=("associations",),
        acronyms=(Acronym(text="SHSH"),),
        names={"en": (Name(text="Example Association"),)},
        labels={"affirming": {"sq": ("bamirës",), "en": ("charity",)}},
    )
    return replace(actor, **changes)  # type: ignore[arg-type]


def make_incident(**changes: object) -> Incident:
    incident = Incident(
        id="durres_fair",
        title={"en": "Dispute at the fair", "sq": "Përplasja në panair"},
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 20),
        place="Durrës",
        actors=("shembulli",),
        about={"*": "actor:shembulli AND fair"},
        event_nouns={
            "attack": EventNoun(words={"sq": ("sulm",)}, exclude=("sulm kibernetik",))
        },
        facts=(
            Fact(
                id="eleven_detained",
                statement="Eleven people were detained.",
                public_since=datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
                match={"en": '"eleven detained"~6'},
            ),
        ),
    )
    return replace(incident, **changes)  # type: ignore[arg-type]


def make_config(**changes: object) -> Config:
    config = Config(
        path=Path("config.yaml"),
        database=Path("data/coverage.duckdb"),
        archive=None,
        keep="matched",
        timezone="Europe/Tirane",
        contact=None,
        crawl=CrawlSettings(),
        queries=None,
        outlets=(make_outlet(),),
        actors=(make_actor(),),
        incidents=(make_incident(),),
    )
    return replace(config, **changes)  # type: ignore[arg-type]


def make_annotation(**changes: object) -> Annotation:
    annotation = Annotation(
        layer="actor",
        code="shembulli",
        actor="shembulli",
        field="body",
        start_char=0,
        end_char=4,
        surface="SHSH",
        kind="hit",
        paragraph=1,
        sentence_start=0,
        sentence_end=20,
        voice="outlet",
    )
    return replace(annotation, **changes)  # type: ignore[arg-type]


def make_draft(
    url: str = "https://lajme.example/a",
    *,
    title: str = "Panairi u hap",
    body: str = "SHSH hapi panairin.\nMorën pjesë njëmbëdhjetë botues nga rajoni.",
    published_at: datetime | None = NOW,
    **changes: object,
) -> ArticleDraft:
    draft = ArticleDraft(
        article_id=urls.article_id(url),
        url=url,
        text=Text(
            title=title,
            body=body,
            language="sq",
            published_at=published_at,
            first_seen_at=NOW,
        ),
        author=None,
        published_precision="minute" if published_at else None,
        published_source="json_ld" if published_at else None,
        published_from_at=published_at,
        published_to_at=published_at or NOW,
        day=(published_at or NOW).date(),
        feed_position=1,
        flags=(),
        has_media=None,
        dates=(DateClaim(source="json_ld", value=NOW, precision="minute"),),
        coded=Coded(
            annotations=(make_annotation(),),
            assignments=(
                Assignment(incident="durres_fair", role="report", reason="names SHSH"),
            ),
            keep_reason="names shembulli",
        ),
        config_hash="c0",
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def make_page(
    url: str = "https://lajme.example/a",
    *,
    outcome: PageOutcome = "matched",
    article: ArticleDraft | None = None,
    at: datetime = NOW,
    **changes: object,
) -> PageVisit:
    page = PageVisit(
        url=url,
        outlet="lajme-shembull",
        found_via="feed",
        feed_url=FEED,
        first_seen_at=at,
        checked_at=at,
        not_seen_at=at - timedelta(minutes=15),
        outcome=outcome,
        detail="",
        entry_hash=7,
        article=article,
    )
    return replace(page, **changes)  # type: ignore[arg-type]


def make_article_page(url: str, *, at: datetime = NOW, **draft: object) -> PageVisit:
    """A page with an article at its own address."""
    return make_page(url, at=at, article=make_draft(url, **draft))  # type: ignore[arg-type]


def make_feed_state(**changes: object) -> FeedState:
    state = FeedState(
        url=FEED,
        outlet="lajme-shembull",
        kind="feed",
        state="active",
        failures=0,
        next_check_at=NOW + timedelta(minutes=15),
        last_success_at=NOW,
        memory=FeedMemory(etag='W/"1"', entry_keys=(3, 2, 1)),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def make_visit(
    *pages: PageVisit, visit_id: str = "v1", at: datetime = NOW, **changes: object
) -> Visit:
    visit = Visit(
        id=visit_id,
        run_id="r1",
        feed=make_feed_state(),
        poll=Poll(polled_at=at, outcome="read", entries=3, new_entries=1),
        pages=pages,
    )
    return replace(visit, **changes)  # type: ignore[arg-type]


def rows(store: Store, sql: str, **parameters: object) -> list[tuple[object, ...]]:
    """Ask the database the way a person with the shell does."""
    with duckdb.connect(store.path, read_only=True) as connection:
        return connection.execute(sql, parameters or None).fetchall()


def dump(store: Store) -> Mapping[str, list[str]]:
    """Everything that is stored, but for when it was stored."""
    with duckdb.connect(store.path, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where table_name <> 'schema_steps'"
        ).fetchall()
        return {
            table: sorted(
                json.dumps(row, default=str)
                for row in connection.execute(
                    f"select columns(lambda c: c <> 'applied_at') from {table}"  # noqa: S608 - our own tables
                ).fetchall()
            )
            for (table,) in tables
        }


@contextmanager
def held_elsewhere(path: Path, *, read_only: bool) -> Iterator["subprocess.Popen[str]"]:
    """Another process that keeps the database open until its input is closed."""
    program = (
        "import sys, duckdb; connection = duckdb.connect(sys.argv[1],"
        " read_only=sys.argv[2] == 'True'); print('open', flush=True);"
        " sys.stdin.read(); connection.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(read_only)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            let_go(process)


def let_go(process: "subprocess.Popen[str]") -> None:
    """End the other process and wait until its lock is gone."""
    assert process.stdin is not None
    if not process.stdin.closed:
        process.stdin.close()
    process.wait()


def leave_a_log(path: Path, sql: str) -> Path:
    """Run a statement in a process that dies before its log reaches the file."""
    program = (
        "import os, sys, duckdb; connection = duckdb.connect(sys.argv[1]);"
        " connection.execute(sys.argv[2]); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(path), sql], check=False)
    log = path.with_name(f"{path.name}.wal")
    assert log.stat().st_size
    return log


def flip(file: Path, start: int) -> None:
    """Damage 16 bytes of a file."""
    data = bytearray(file.read_bytes())
    data[start : start + 16] = bytes(byte ^ 0xFF for byte in data[start : start + 16])
    file.write_bytes(data)
