"""How articles stand before a visit is applied: with their newest text."""

from dataclasses import dataclass, field
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from tracker.db.values import as_json, from_column
from tracker.model import ArticleDraft

_ARTICLES = """
    select article_id, day, versions
    from articles
    where article_id in (select unnest($ids::json::varchar[]))
"""
# By day first: a crawler inserts in the order of days, so nearly all of a long table
# is skipped.
_LATEST = """
    select article_id, title, body, text_hash, seen_at, config_hash
    from versions
    where
        day in (select unnest($days::json::date[]))
        and article_id in (select unnest($ids::json::varchar[]))
        and latest
"""


@dataclass(slots=True, kw_only=True)
class Standing:
    """How an article stands while a visit is applied."""

    article_id: str
    day: date
    stored: int  # versions in the database
    versions: int
    title: str
    body: str
    text_hash: str
    seen_at: datetime | None
    coded_by: str | None  # coding hash of the newest text in the database
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
    days = as_json(sorted({day for _, day, _ in articles}))
    texts = {
        article_id: text
        for article_id, *text in connection.execute(
            _LATEST, {"ids": listed, "days": days}
        ).fetchall()
    }
    standing = {}
    for article_id, day, versions in articles:
        title, body, hashed, seen_at, coded_by = texts.get(
            article_id, ("", "", "", None, None)
        )
        standing[article_id] = Standing(
            article_id=article_id,
            day=day,
            stored=versions,
            versions=versions,
            title=title,
            body=body,
            text_hash=hashed,
            seen_at=from_column(seen_at),
            coded_by=coded_by,
        )
    return standing
