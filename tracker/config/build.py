"""The nouns of the program, made from files whose shape has been checked."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tracker import model
from tracker.config import values
from tracker.config.schema import (
    NOT,
    AcronymShape,
    ActorShape,
    BackfillShape,
    CrawlShape,
    FactShape,
    FigureShape,
    IncidentShape,
    ListsShape,
    MainShape,
    NameShape,
    OutletShape,
)


def config(path: Path, main: MainShape, included: Iterable[ListsShape]) -> model.Config:
    """Join the main file with those it includes; paths start at its folder."""
    lists: tuple[ListsShape, ...] = (main, *included)
    folder = path.parent
    return model.Config(
        path=path,
        database=_beside(folder, main.database),
        archive=None if main.archive is None else _beside(folder, main.archive),
        keep=main.keep,
        timezone=main.timezone,
        contact=main.contact,
        crawl=_crawl(main.crawl),
        backfill=_backfill(main.backfill),
        queries=None if main.queries is None else _beside(folder, main.queries),
        outlets=tuple(_outlet(shape) for file in lists for shape in file.outlets),
        actors=tuple(_actor(shape) for file in lists for shape in file.actors),
        incidents=tuple(
            _incident(shape, zone=ZoneInfo(main.timezone))
            for file in lists
            for shape in file.incidents
        ),
    )


def _beside(folder: Path, written: str) -> Path:
    return folder / Path(written).expanduser()


def _crawl(shape: CrawlShape) -> model.CrawlSettings:
    return model.CrawlSettings(
        interval=shape.interval,
        delay=shape.delay,
        hosts=shape.hosts,
        timeout=shape.timeout,
        max_bytes=shape.max_bytes,
        private_addresses=frozenset(shape.private_addresses),
    )


def _backfill(shape: BackfillShape) -> model.BackIssueSettings:
    return model.BackIssueSettings(
        gdelt=shape.gdelt, wayback=shape.wayback, delay=shape.delay
    )


def _outlet(shape: OutletShape) -> model.Outlet:
    feeds = [values.without_login(address) for address in shape.feeds]
    return model.Outlet(
        id=shape.id,
        name=shape.name,
        home=shape.home,
        hosts=shape.hosts,
        country=shape.country,
        languages=shape.languages,
        kind=shape.kind,
        feeds=tuple(address for address, _ in feeds),
        sitemaps=shape.sitemaps,
        wordpress=shape.wordpress,
        timezone=shape.timezone,
        interval=shape.interval,
        fetch=shape.fetch,
        note=shape.note,
        logins={address: login for address, login in feeds if login is not None},
    )


def _actor(shape: ActorShape) -> model.Actor:
    return model.Actor(
        id=shape.id,
        name=shape.name,
        groups=shape.groups,
        context=shape.context,
        acronyms=tuple(_acronym(entry) for entry in shape.acronyms),
        names=_names(shape.names),
        places=_names(shape.places),
        generic=_names(shape.generic),
        anchors=shape.anchors,
        labels=shape.labels,
    )


def _acronym(shape: AcronymShape) -> model.Acronym:
    return model.Acronym(
        text=shape.text,
        title_languages=shape.title_languages,
        plain_languages=shape.plain_languages,
        not_glued=shape.not_glued,
        ending_languages=shape.ending_languages,
        compound_counts=shape.compound_counts,
        compound_languages=shape.compound_languages,
    )


def _names(shapes: Mapping[str, tuple[NameShape, ...]]) -> model.Names:
    return {
        language: tuple(
            model.Name(
                text=entry.text,
                gender=entry.gender,
                plural=entry.plural,
                cap=entry.cap,
                forms=entry.forms,
            )
            for entry in entries
        )
        for language, entries in shapes.items()
    }


def _incident(shape: IncidentShape, *, zone: ZoneInfo) -> model.Incident:
    return model.Incident(
        id=shape.id,
        title=shape.title,
        first_day=shape.first_day,
        last_day=shape.last_day,
        place=shape.place,
        actors=shape.actors,
        about=shape.about,
        event_nouns={
            code: model.EventNoun(
                words={key: listed for key, listed in words.items() if key != NOT},
                exclude=words.get(NOT, ()),
            )
            for code, words in shape.event_nouns.items()
        },
        facts=tuple(_fact(fact, zone=zone) for fact in shape.facts),
    )


def _fact(shape: FactShape, *, zone: ZoneInfo) -> model.Fact:
    return model.Fact(
        id=shape.id,
        statement=shape.statement,
        stated_by=shape.stated_by,
        side=shape.side,
        public_since=_in_utc(shape.public_since, zone),
        match=shape.match,
        within=shape.within,
        figure=_figure(shape.figure),
    )


def _in_utc(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _figure(shape: FigureShape | None) -> model.Figure | None:
    if shape is None:
        return None
    return model.Figure(quantity=shape.quantity, referents=shape.of)
