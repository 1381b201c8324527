"""First texts of stored articles, as far as copies are told by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from duckdb import DuckDBPyConnection

from tracker.core.copies import COPY_DAYS, First, headline
from tracker.core.credits import Sources, credits_of
from tracker.core.shingles import hashes, words
from tracker.core.urls import key_hash
from tracker.db.values import insert

Keys = Mapping[str, date]  # article id → its day

# Only days that stand there as constants keep far days from being read.
_OF_KEYS = """
    articles.day between $first and $last
    and versions.day between $first and $last
    and versions.version = 1
    and articles.article_id in (select unnest($ids::varchar[]))
"""
_COLUMNS = """
    articles.article_id, articles.outlet, articles.language, articles.day, articles.url,
    articles.canonical_url, coalesce(articles.published_at, articles.first_seen_at),
    case
        when isfinite(articles.published_from_at) then articles.published_from_at
    end,
    coalesce(articles.published_to_at, articles.first_seen_at), articles.author,
    articles.copy_cluster, articles.copied_from, versions.body_hash, versions.body,
    versions.title
"""
_TEXTS = """
    from articles
    inner join versions
        on articles.day = versions.day and articles.article_id = versions.article_id
"""
_NEW = f"""
    select {_COLUMNS}
    {_TEXTS}
    where
        {_OF_KEYS}
        and not exists (
            select 1
            from shingles
            where
                shingles.day between $first and $last
                and shingles.article_id = articles.article_id
        )
    order by articles.day, articles.article_id
"""  # noqa: S608 - constants of ours
_KNOWN = f"""
    select {_COLUMNS}, shingles.title_hash, len(shingles.hashes)
    {_TEXTS}
    inner join shingles
        on articles.day = shingles.day and articles.article_id = shingles.article_id
    where {_OF_KEYS} and shingles.day between $first and $last
"""
_OUTLETS = "select outlet, name, domain, hosts from outlets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A stored article: its first text, its cluster, and whom it is said to copy."""

    first: First
    cluster: str
    copied_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days of articles that are compared, so near that their surroundings touch."""

    keys: Keys

    @property
    def bounds(self) -> dict[str, date]:
        """The first and the last of the days."""
        return {"first": min(self.keys.values()), "last": max(self.keys.values())}

    @property
    def around(self) -> dict[str, date]:
        """The days on which copies of these articles may have appeared."""
        bounds = self.bounds
        return {
            "from_day": bounds["first"] - COPY_DAYS,
            "to_day": bounds["last"] + COPY_DAYS,
        }


def stretches(keys: Keys) -> Sequence[Stretch]:
    """Part articles by day so that no days in between are read for nothing."""
    parts: list[dict[str, date]] = []
    before: date | None = None
    for article_id, day in sorted(keys.items(), key=lambda key: (key[1], key[0])):
        if before is None or day - before > 2 * COPY_DAYS:
            parts.append({})
        parts[-1][article_id] = day
        before = day
    return [Stretch(keys=part) for part in parts]


def read_sources(connection: DuckDBPyConnection) -> Sources:
    """Read whom a text may credit."""
    return Sources(
        (outlet, name or "", [*filter(None, [domain]), *(hosts or ())])
        for outlet, name, domain, hosts in connection.execute(_OUTLETS).fetchall()
    )


def note_runs(
    connection: DuckDBPyConnection,
    ids: Iterable[str],
    sources: Sources,
    *,
    first: date,
    last: date,
) -> dict[str, Stored]:
    """Give those articles their row in `shingles` that have none; return them.

    All of them lie on days from `first` to `last`.
    """
    found: dict[str, Stored] = {}
    rows = []
    for row in _rows(connection, _NEW, ids, first, last):
        *columns, body, title = row
        runs = sorted(set(hashes(words(body or ""))))
        told = headline(title or "")
        title_hash = None if told is None else key_hash(told)
        stored = _stored(columns, body, title_hash, len(runs), sources)
        found[stored.first.article_id] = stored
        rows.append(
            {
                "article_id": stored.first.article_id,
                "day": stored.first.day,
                "language": stored.first.language,
                "title_hash": title_hash,
                "hashes": runs,
            }
        )
    insert(connection, "shingles", rows)
    return found


def read_firsts(
    connection: DuckDBPyConnection,
    ids: Iterable[str],
    sources: Sources,
    *,
    first: date,
    last: date,
) -> dict[str, Stored]:
    """Read articles of these days that have their row in `shingles`."""
    found = {}
    for row in _rows(connection, _KNOWN, ids, first, last):
        *columns, body, _title, title_hash, runs = row
        stored = _stored(columns, body, title_hash, runs, sources)
        found[stored.first.article_id] = stored
    return found


def _rows(
    connection: DuckDBPyConnection,
    sql: str,
    ids: Iterable[str],
    first: date,
    last: date,
) -> list[tuple[Any, ...]]:
    listed = list(ids)
    if not listed:
        return []
    values = {"first": first, "last": last, "ids": listed}
    return connection.execute(sql, values).fetchall()


def _stored(
    columns: Sequence[Any],
    body: str | None,
    title_hash: int | None,
    runs: int,
    sources: Sources,
) -> Stored:
    """Put together what the columns of an article and its text say."""
    (
        article_id,
        outlet,
        language,
        day,
        url,
        canonical,
        since,
        from_at,
        to_at,
        author,
        cluster,
        source,
        body_hash,
    ) = columns
    first = First(
        article_id=article_id,
        outlet=outlet,
        language=language,
        day=day,
        url=url,
        canonical=canonical,
        since=since.replace(tzinfo=UTC),
        from_at=from_at and from_at.replace(tzinfo=UTC),
        to_at=to_at.replace(tzinfo=UTC),
        runs=runs,
        body_hash=body_hash,
        title_hash=title_hash,
        credits=credits_of(
            body or "", sources, outlet=outlet, author=author, canonical=canonical
        ),
    )
    return Stored(first=first, cluster=cluster, copied_from=source)
