"""A paper whose texts are crawled by one configuration and recoded by another."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

import duckdb

from tests.db.builders import make_config, make_outlet, rows
from tests.pipeline.fakes import Desk
from tracker.cli.coders import spread_here
from tracker.core.fingerprint import coding_hash
from tracker.db import queries
from tracker.db.replacing import Replaced
from tracker.db.store import Store
from tracker.model import (
    Acronym,
    Actor,
    Config,
    EventNoun,
    Extracted,
    Fact,
    FeedEntry,
    Figure,
    Incident,
    Name,
    PageVisit,
    Visit,
)
from tracker.pipeline.pages import PageReader
from tracker.pipeline.recode import recode

SEEN = datetime(2026, 3, 3, 9, tzinfo=UTC)
LATER = SEEN + timedelta(days=40)

CHOIR = Actor(
    id="choir",
    name="Harbour Choir",
    groups=("singers",),
    acronyms=(Acronym(text="HCX"),),
    names={"en": (Name(text="Harbour Choir"),)},
    generic={"en": (Name(text="choirist"),)},
    labels={
        "warm": {"en": ("beloved ensemble", "charity")},
        "cold": {"en": ("noisy club",)},
    },
)
GUILD = Actor(
    id="guild",
    name="Bakers Guild",
    names={"en": (Name(text="Bakers Guild"),)},
    labels={"warm": {"en": ("charity",)}},
)
POLICE = Actor(
    id="police",
    name="Harbour Police",
    context=True,
    names={"en": (Name(text="Harbour Police"),)},
)
DETAINED = Fact(
    id="eleven",
    statement="Eleven people were detained.",
    stated_by="police",
    match={"en": '"eleven people"~6 OR "11 people"~6'},
    figure=Figure(quantity="detained", referents={"people": {"en": ("people",)}}),
)
OPENED = Fact(
    id="opened", statement="The fair opened.", match={"en": "fair AND opened"}
)
FAIR = Incident(
    id="fair",
    title={"en": "The fair"},
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 20),
    place="Durrës",
    actors=("choir", "police"),
    about={"*": "actor:choir AND fair"},
    event_nouns={"protest": EventNoun(words={"en": ("protest",)})},
    facts=(DETAINED,),
)
STRIKE = replace(
    FAIR,
    id="strike",
    about={"*": "bakery OR actor:guild"},
    event_nouns={"strike": EventNoun(words={"en": ("strike", "protest")})},
    facts=(OPENED,),
)
SENTENCES = (
    "The Harbour Choir, a beloved ensemble, sang at the fair on Monday.",
    "“We shall sing again,” said the Harbour Choir.",
    "The Harbour Police said that eleven people were detained at the fair.",
    "The Bakers Guild, a charity, opened its bakery when the fair opened.",
    "A choirist spoke of a protest and of a strike at the bakery.",
    "The noisy club HCX denied that 11 people had left.",
    "It rained in the afternoon, and the ferry was late.",
)


def configured(
    *,
    actors: Sequence[Actor] = (CHOIR, GUILD, POLICE),
    incidents: Sequence[Incident] = (FAIR,),
    **changes: object,
) -> Config:
    return make_config(
        keep="all",
        outlets=(make_outlet(languages=("en",)),),
        actors=tuple(actors),
        incidents=tuple(incidents),
        **changes,
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """An article with its texts, the first one first: title and body on two lines."""

    name: str
    texts: tuple[str, ...]
    flags: tuple[str, ...] = ()
    is_reserved: bool = False

    @property
    def url(self) -> str:
        return f"https://www.lajme.example/{self.name}"


def piece(name: str, *bodies: str, **changes: object) -> Piece:
    texts = tuple(f"News of the day\n{body}" for body in bodies)
    return Piece(name, texts, **changes)  # type: ignore[arg-type]


def crawl(
    store: Store, config: Config, pieces: Iterable[Piece], **tools: object
) -> None:
    """Visit every piece as often as it has texts, as the crawler does, with `tools`."""
    store.sync(config, now=SEEN, program="tracker 1")
    for number in range(max((len(each.texts) for each in pieces), default=0)):
        those = [p for p in pieces if number < len(p.texts)]
        visit(store, config, those, number, **tools)


def visit(
    store: Store,
    config: Config,
    pieces: Iterable[Piece],
    number: int,
    **others: object,
) -> None:
    """Visit these pieces when they have their text of this number."""
    desk = Desk()
    by_url = {each.url: each for each in pieces}
    known = dict(rows(store, "select url, outcome from pages"))
    at = SEEN + timedelta(days=number)

    def extract(reply):
        found = by_url[reply.url]
        title, _, body = found.texts[number].partition("\n")
        return Extracted(title=title, body=body, flags=found.flags)

    tools = replace(desk.tools(config), extract=extract, clock=lambda: at)
    tools = replace(tools, **others)  # type: ignore[arg-type]
    reader = PageReader(config, tools=tools, config_hash=coding_hash(config))
    pages = []
    for each in by_url.values():
        desk.fetcher.page(each.url, f"{each.texts[number]}")
        if each.is_reserved:
            desk.fetcher.reserved.add(each.url)
        seen = PageVisit(
            url=each.url,
            outlet=config.outlets[0].id,
            found_via="feed",
            feed_url=None,
            first_seen_at=SEEN,
            checked_at=None,
            not_seen_at=None,
            outcome=known.get(each.url, "pending"),
            detail="",
            attempts=0,
        )
        entry = FeedEntry(key=each.url, url=each.url)
        is_known = each.url in known
        pages.append(reader.read(seen, config.outlets[0], entry, known=is_known))
    earlier = len(rows(store, "select * from applied_visits"))
    whole = Visit(
        id=f"v{earlier}", run_id="r", feed=None, poll=None, pages=tuple(pages)
    )
    store.outbox.write(whole)
    applied = store.apply(now=at)
    assert applied.visits == 1, applied


def recode_to(
    store: Store, config: Config, *, size: int = 1000, slices: int | None = None
) -> list[Replaced]:
    """Recode what is stored, or so many slices of it."""
    store.sync(config, now=LATER, program="tracker 1")
    stop, done = Event(), list[Replaced]()

    def count(replaced: Replaced) -> None:
        done.append(replaced)
        if slices is not None and len(done) >= slices:
            stop.set()

    recode(
        store=_Sliced(store, size),
        spread=spread_here(config, coding_hash(config), stop),
        coding_hash=coding_hash(config),
        clock=lambda: LATER,
        stop=stop,
        on_slice=count,
    )
    return done


@dataclass(frozen=True)
class _Sliced:
    store: Store
    size: int

    def outdated_slices(self, coding_hash):
        return self.store.outdated_slices(coding_hash, size=self.size)

    def replace(self, found, *, coding_hash, now):
        return self.store.replace(found, coding_hash=coding_hash, now=now)


FOUND = {
    "annotations": "*",
    "quotes": "*",
    "figures": "*",
    "incident_articles": "*",
    "copy_pairs": "*",
    "shingles": "*",
    "articles": "article_id, copy_cluster, copied_from",
    "tokens": "*",
    "versions": "article_id, version, day, latest, title, body, config_hash",
    "pages": "url, outcome, article_id, detail, config_hash",
}


def found(store: Store, *, rowids: bool = False) -> dict[str, list[str]]:
    """Everything that depends on the configuration, and that of which it was found."""
    with closing(duckdb.connect(store.path, read_only=True)) as connection:
        return {
            table: sorted(
                map(
                    str,
                    connection.execute(
                        f"select {'rowid, ' if rowids else ''}{columns} from {table}"  # noqa: S608 - our own tables
                    ).fetchall(),
                )
            )
            for table, columns in FOUND.items()
        }


def problems(store: Store) -> list[str]:
    """What the shipped checks find."""
    with closing(duckdb.connect(store.path, read_only=True)) as connection:
        return [
            f"{check.name}: {row}"
            for check in queries.checks()
            for row in queries.run(check, connection, {}).rows
        ]
