"""The configuration as tables, so that SQL alone knows windows, lists and zeros."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from duckdb import DuckDBPyConnection

from tracker.core.fingerprint import coding_hashes, config_hash, part_hashes
from tracker.db.connection import transaction
from tracker.db.values import as_json, insert, to_column
from tracker.model import EVERY, Actor, Config, FeedKind, Incident, Name, Outlet

Row = dict[str, object]

_FORGET = (
    "delete from settings",
    "delete from actors",
    "delete from incidents",
    "delete from facts",
    "delete from codebook",
    "delete from outlets",
)
# New feeds are due now, as are those that come back; of those that vanish the history
# stays. An outlet that is listed only has its feeds here, but they are off.
_MERGE_FEEDS = """
    merge into feeds
    using (
        select unnest(
            $rows::json::struct(
                feed_url varchar, outlet varchar, kind varchar, fetched boolean
            )[],
            max_depth := 2
        )
    ) as wanted
    on feeds.feed_url = wanted.feed_url
    when matched then update set
        outlet = wanted.outlet,
        kind = wanted.kind,
        configured = true,
        next_check_at = case
            when wanted.fetched and feeds.state = 'off' then $now::timestamp
            else feeds.next_check_at
        end,
        state = case
            when not wanted.fetched then 'off'
            when feeds.state = 'off' then 'active'
            else feeds.state
        end
    when not matched then insert (
        feed_url, outlet, kind, state, next_check_at, failures, configured, entry_keys
    ) values (
        wanted.feed_url, wanted.outlet, wanted.kind,
        case when wanted.fetched then 'active' else 'off' end,
        $now::timestamp, 0, true, []
    )
"""
_SWITCH_OFF = """
    update feeds set configured = false, state = 'off'
    where
        configured
        and feed_url not in (select unnest($urls::json::varchar[]))
"""


def settings_of(config: Config, *, program: str) -> dict[str, str]:
    """Return the rows of `settings`: zone, program, and the hash of each part."""
    hashes = {
        f"{part}_hash": digest
        for hashed in (part_hashes(config), coding_hashes(config))
        for part, digest in hashed.items()
    }
    return {
        "zone": config.timezone,
        "keep": config.keep,
        "program": program,
        "config_hash": config_hash(config),
        **hashes,
    }


def stored_settings(connection: DuckDBPyConnection) -> dict[str, str]:
    """Return `settings` as it stands in the database."""
    return dict(connection.execute("select name, value from settings").fetchall())


def rewrite(
    connection: DuckDBPyConnection, config: Config, *, now: datetime, program: str
) -> None:
    """Replace what the database knows of the configuration, in one transaction."""
    settings = settings_of(config, program=program)
    with transaction(connection):
        for statement in _FORGET:
            connection.execute(statement)
        insert(
            connection,
            "settings",
            [{"name": name, "value": value} for name, value in settings.items()],
        )
        insert(connection, "outlets", [_outlet_row(each) for each in config.outlets])
        insert(connection, "actors", [_actor_row(each) for each in config.actors])
        insert(
            connection, "incidents", [_incident_row(each) for each in config.incidents]
        )
        insert(connection, "facts", list(_fact_rows(config)))
        insert(connection, "codebook", _distinct(_codebook_rows(config)))
        _merge_feeds(connection, config, now)


def _merge_feeds(connection: DuckDBPyConnection, config: Config, now: datetime) -> None:
    feeds: dict[str, Row] = {}
    for outlet in config.outlets:
        for url, kind in _sources(outlet):
            row: Row = {
                "feed_url": url,
                "outlet": outlet.id,
                "kind": kind,
                "fetched": outlet.fetch,
            }
            feeds.setdefault(url, row)
    connection.execute(
        _MERGE_FEEDS, {"rows": as_json(list(feeds.values())), "now": to_column(now)}
    )
    connection.execute(_SWITCH_OFF, {"urls": as_json(list(feeds))})


def _sources(outlet: Outlet) -> Iterator[tuple[str, FeedKind]]:
    for url in outlet.feeds:
        yield url, "feed"
    for url in outlet.sitemaps:
        yield url, "sitemap"
    if outlet.wordpress is not None:
        yield outlet.wordpress, "wordpress"


def _outlet_row(outlet: Outlet) -> Row:
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "domain": (urlsplit(outlet.home).hostname or "").removeprefix("www."),
        "hosts": outlet.hosts,
        "country": outlet.country,
        "kind": outlet.kind,
        "languages": outlet.languages,
        "timezone": outlet.timezone,
        "fetched": outlet.fetch,
        "note": outlet.note,
    }


def _actor_row(actor: Actor) -> Row:
    return {
        "actor": actor.id,
        "name": actor.name,
        "groups": actor.groups,
        "context": actor.context,
    }


def _incident_row(incident: Incident) -> Row:
    return {
        "incident": incident.id,
        "title_en": incident.title.get("en", incident.title.get(EVERY)),
        "title_sq": incident.title.get("sq", incident.title.get(EVERY)),
        "from_day": incident.first_day,
        "to_day": incident.last_day,
        "place": incident.place,
        "actors": incident.actors,
        "about": _by_language(incident.about),
    }


def _by_language(queries: Mapping[str, str]) -> str:
    """Spell queries on one line each, with the language where there are several."""
    if queries.keys() == {EVERY}:
        return queries[EVERY]
    return "\n".join(f"{language}: {query}" for language, query in queries.items())


def _fact_rows(config: Config) -> Iterator[Row]:
    for incident in config.incidents:
        for fact in incident.facts:
            yield {
                "incident": incident.id,
                "fact": fact.id,
                "statement": fact.statement,
                "stated_by": fact.stated_by,
                "side": fact.side,
                "public_since_at": fact.public_since,
                "languages": sorted(fact.match),
            }


def _codebook_rows(config: Config) -> Iterator[Row]:
    for actor in config.actors:
        yield from _actor_terms(actor)
        for family, words in actor.labels.items():
            for language, terms in words.items():
                for term in terms:
                    yield _code("label", family, language, term, actor=actor.id)
    for incident in config.incidents:
        yield from _incident_terms(incident)


def _actor_terms(actor: Actor) -> Iterator[Row]:
    """Give every name of an actor, and its plain name in any case."""
    yield _code("actor", actor.id, EVERY, actor.name, actor=actor.id, note="title")
    for acronym in actor.acronyms:
        yield _code(
            "actor", actor.id, EVERY, acronym.text, actor=actor.id, note="acronym"
        )
    for note, names in (
        ("name", actor.names),
        ("place", actor.places),
        ("generic", actor.generic),
    ):
        for language, term in _names(names):
            yield _code("actor", actor.id, language, term, actor=actor.id, note=note)


def _names(names: Mapping[str, tuple[Name, ...]]) -> Iterator[tuple[str, str]]:
    for language, listed in names.items():
        for name in listed:
            yield language, name.text


def _incident_terms(incident: Incident) -> Iterator[Row]:
    for code, noun in incident.event_nouns.items():
        note = f"not: {', '.join(noun.exclude)}" if noun.exclude else ""
        for language, terms in noun.words.items():
            for term in terms:
                yield _code(
                    "event_noun",
                    code,
                    language,
                    term,
                    incident=incident.id,
                    note=note,
                )
    for fact in incident.facts:
        for language, query in fact.match.items():
            yield _code(
                "fact",
                fact.id,
                language,
                query,
                incident=incident.id,
                note=fact.statement,
            )


def _code(
    layer: str,
    code: str,
    language: str,
    term: str,
    *,
    incident: str | None = None,
    actor: str | None = None,
    note: str = "",
) -> Row:
    return {
        "layer": layer,
        "incident": incident,
        "actor": actor,
        "code": code,
        "language": language,
        "term": term,
        "note": note,
    }


def _distinct(rows: Iterator[Row]) -> list[Row]:
    """Keep the first row of each key; a name may be listed twice."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(value for name, value in row.items() if name != "note")
        kept.setdefault(key, row)
    return list(kept.values())
