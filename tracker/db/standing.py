"""How articles stand before a visit is applied: their newest text, and their copies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from duckdb import DuckDBPyConnection

from tracker.core.versions import text_hash
from tracker.db.values import as_json, from_column
from tracker.model import ArticleDraft

# A text printed again later than this is news again, not the same wave of copies.
COPY_DAYS = timedelta(days=7)

_ARTICLES = """
    select article_id, day, versions, copy_cluster
    from articles
    where article_id in (select unnest($ids::json::varchar[]))
"""
# By day first: a crawler inserts in the order of days, so nearly all of a long table
# is skipped.
_LATEST = """
    select article_id, title, body, text_hash, seen_at
    from versions
    where
        day in (select unnest($days::json::date[]))
        and article_id in (select unnest($ids::json::varchar[]))
        and latest
"""
_SAME_TEXT = """
    select versions.text_hash, versions.day, articles.copy_cluster
    from versions
    inner join articles
        on versions.day = articles.day and versions.article_id = articles.article_id
    where
        versions.day between $from_day and $to_day
        and versions.text_hash in (select unnest($hashes::json::varchar[]))
        and versions.version = 1
    order by articles.first_seen_at, articles.article_id
"""


@dataclass(slots=True, kw_only=True)
class Standing:
    """How an article stands while a visit is applied."""

    article_id: str
    day: date
    stored: int  # versions in the database
    versions: int
    cluster: str
    title: str
    body: str
    text_hash: str
    seen_at: datetime | None
    pending: list[dict[str, object]] = field(default_factory=list)  # rows of versions
    drafts: dict[int, ArticleDraft] = field(default_factory=dict)  # by version


def read_standing(connection: DuckDBPyConnection, ids: set[str]) -> dict[str, Standing]:
    """Read the articles with these ids, by id; unknown ones are left out."""
    if not ids:
        return {}
    listed = as_json(sorted(ids))
    articles = connection.execute(_ARTICLES, {"ids": listed}).fetchall()
    if not articles:
        return {}
    days = as_json(sorted({day for _, day, _, _ in articles}))
    texts = {
        article_id: text
        for article_id, *text in connection.execute(
            _LATEST, {"ids": listed, "days": days}
        ).fetchall()
    }
    standing = {}
    for article_id, day, versions, cluster in articles:
        title, body, hashed, seen_at = texts.get(article_id, ("", "", "", None))
        standing[article_id] = Standing(
            article_id=article_id,
            day=day,
            stored=versions,
            versions=versions,
            cluster=cluster,
            title=title,
            body=body,
            text_hash=hashed,
            seen_at=from_column(seen_at),
        )
    return standing


def read_copies(
    connection: DuckDBPyConnection, drafts: Sequence[ArticleDraft]
) -> dict[str, list[tuple[date, str]]]:
    """Text hash → day and cluster of what began with that text, earliest first."""
    found: dict[str, list[tuple[date, str]]] = {}
    if not drafts:
        return found
    days = [draft.day for draft in drafts]
    rows = connection.execute(
        _SAME_TEXT,
        {
            "from_day": min(days) - COPY_DAYS,
            "to_day": max(days) + COPY_DAYS,
            "hashes": as_json(
                sorted({text_hash(each.text.title, each.text.body) for each in drafts})
            ),
        },
    ).fetchall()
    for hashed, day, cluster in rows:
        found.setdefault(hashed, []).append((day, cluster))
    return found
