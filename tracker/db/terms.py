"""The table `tokens`: the words of articles of incidents.

They follow from what is stored (texts, mentions, bylines, outlets, copies), so a crawl
and a recode that store the same come to the same words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter

from duckdb import DuckDBPyConnection

from tracker.core.tokens import Span, Term, names_of, terms
from tracker.db.appending import append
from tracker.db.copies import shared_source_hashes
from tracker.model import TextField

_OF_TERM = tuple(each.name for each in fields(Term))
_COLUMNS = ("article_id", "version", "day", "language", *_OF_TERM)
_values = attrgetter(*_OF_TERM)

Row = tuple[object, ...]

_NAMES = """
    select name from outlets where name is not null
    union
    select domain from outlets where domain is not null
"""
# Only days that stand there as constants keep far days from being read.
_TEXTS = """
    select
        versions.article_id, versions.day, versions.version,
        coalesce(versions.title, ''), coalesce(versions.body, ''),
        articles.language, articles.author
    from versions
    inner join articles
        on versions.day = articles.day and versions.article_id = articles.article_id
    where
        versions.day between $first and $last
        and articles.day between $first and $last
        and versions.article_id in (
            select article_id from incident_articles
            where article_id in (select unnest($ids::varchar[]))
        )
"""
_MENTIONS = """
    select article_id, version, field, start_char, end_char
    from annotations
    where
        day between $first and $last
        and article_id in (select unnest($ids::varchar[]))
        and layer = 'actor'
        and coder = 'machine'
"""
_STORED = f"""
    select rowid, {", ".join(_COLUMNS)}
    from tokens
    where
        day between $first and $last
        and article_id in (select unnest($ids::varchar[]))
"""  # noqa: S608 - constants of ours
_DELETE = "delete from tokens where rowid in (select unnest($rows::bigint[]))"


def renew_terms(
    connection: DuckDBPyConnection,
    articles: Mapping[str, date],
    *,
    since: Mapping[str, int] | None = None,
) -> None:
    """Bring the words of these articles (id → day) up to what is stored of them.

    Those of no incident have none. `since` names the first version to look at, by
    article; rows that stay the same are left alone.
    """
    if not articles:
        return
    given = {
        "first": min(articles.values()),
        "last": max(articles.values()),
        "ids": list(articles),
    }
    since = since or {}
    fresh = dict.fromkeys(_fresh(connection, articles, given, since))
    removed = []
    for rowid, *values in connection.execute(_STORED, given).fetchall():
        row = tuple(values)
        if row in fresh:
            del fresh[row]
        elif row[1] >= since.get(row[0], 1):
            removed.append(rowid)
    if removed:
        connection.execute(_DELETE, {"rows": removed})
    append(connection, "tokens", _COLUMNS, list(fresh))


def _fresh(
    connection: DuckDBPyConnection,
    articles: Mapping[str, date],
    given: Mapping[str, object],
    since: Mapping[str, int],
) -> Iterator[Row]:
    texts = connection.execute(_TEXTS, dict(given)).fetchall()
    if not texts:
        return
    mentions = _mentions(connection, given)
    outlets = names_of(name for (name,) in connection.execute(_NAMES).fetchall())
    shared = shared_source_hashes(connection, articles)
    for article_id, day, version, title, body, language, author in texts:
        if version < since.get(article_id, 1):
            continue
        found = terms(
            title,
            body,
            language=language,
            mentions=mentions.get((article_id, version), {}),
            names=(outlets, names_of([author] if author else [])),
            shared=shared.get(article_id, ()),
        )
        for each in found:
            yield article_id, version, day, language, *_values(each)


def _mentions(
    connection: DuckDBPyConnection, given: Mapping[str, object]
) -> Mapping[tuple[str, int], Mapping[TextField, Sequence[Span]]]:
    found: dict[tuple[str, int], dict[TextField, list[Span]]] = defaultdict(dict)
    rows = connection.execute(_MENTIONS, dict(given)).fetchall()
    for article_id, version, field, start, end in rows:
        found[article_id, version].setdefault(field, []).append((start, end))
    return found
