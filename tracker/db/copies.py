"""Clusters of copies: articles of one language that began with the same body.

Two articles belong together if their first bodies are equal and their days at most
COPY_DAYS apart, and so do those that a third one joins. The earliest member names the
cluster. Neither depends on the order in which they arrive.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from duckdb import DuckDBPyConnection

from tracker.core.versions import body_hash
from tracker.db.values import as_json, from_column
from tracker.model import ArticleDraft

# A text printed again later than this is news again, not the same wave of copies.
COPY_DAYS = timedelta(days=7)

# By day first: a crawler inserts in the order of days, so nearly all of a long table
# is skipped.
_SAME_BODY = """
    select articles.language, versions.body_hash, versions.day, articles.copy_cluster
    from versions
    inner join articles
        on versions.day = articles.day and versions.article_id = articles.article_id
    where
        versions.day between $from_day and $to_day
        and versions.body_hash in (select unnest($hashes::json::varchar[]))
        and versions.version = 1
"""
_LEADERS = """
    select article_id, coalesce(published_at, first_seen_at)
    from articles
    where article_id in (select unnest($ids::json::varchar[]))
"""
_RENAME = """
    update articles set copy_cluster = renamed.newer
    from (
        select unnest(
            $rows::json::struct(older varchar, newer varchar)[], max_depth := 2
        )
    ) as renamed
    where articles.copy_cluster = renamed.older
"""


class Copies:
    """The clusters that the articles of one visit may join: read once, written once."""

    def __init__(
        self, connection: DuckDBPyConnection, drafts: Sequence[ArticleDraft]
    ) -> None:
        """Read which stored articles began with the body of a draft, days nearby."""
        self._connection = connection
        # By language and hash of the body: the day and cluster of each known article.
        self._members: dict[tuple[str, str], list[tuple[date, str]]] = {}
        # Clusters that are now part of an earlier one.
        self._merged: dict[str, str] = {}
        self._read(drafts)
        self._stored = {name for each in self._members.values() for _, name in each}
        self._since = self._read_leaders()

    def add(self, article_id: str, draft: ArticleDraft) -> None:
        """Put a new article into its cluster; join the clusters that it connects."""
        hashed = body_hash(draft.text.body)
        if hashed is None:
            return
        self._since[article_id] = draft.text.published_at or draft.text.first_seen_at
        members = self._members.setdefault((draft.text.language, hashed), [])
        joined = {article_id} | {
            self.cluster_of(name)
            for day, name in members
            if abs(day - draft.day) <= COPY_DAYS
        }
        first = min(joined, key=lambda name: (self._since[name], name))
        self._merged.update(dict.fromkeys(joined - {first}, first))
        members.append((draft.day, article_id))

    def cluster_of(self, article_id: str) -> str:
        """Name the cluster of an article that was added, or of an older cluster."""
        while article_id in self._merged:
            article_id = self._merged[article_id]
        return article_id

    def save(self) -> None:
        """Rename stored clusters whose earliest member arrived only now."""
        renamed = [
            {"older": name, "newer": self.cluster_of(name)}
            for name in sorted(self._stored & self._merged.keys())
        ]
        if renamed:
            self._connection.execute(_RENAME, {"rows": as_json(renamed)})

    def _read(self, drafts: Sequence[ArticleDraft]) -> None:
        days = [draft.day for draft in drafts]
        hashes = {body_hash(draft.text.body) for draft in drafts} - {None}
        if not hashes:
            return
        rows = self._connection.execute(
            _SAME_BODY,
            {
                "from_day": min(days) - COPY_DAYS,
                "to_day": max(days) + COPY_DAYS,
                "hashes": as_json(list(hashes)),
            },
        ).fetchall()
        for language, hashed, day, cluster in rows:
            self._members.setdefault((language, hashed), []).append((day, cluster))

    def _read_leaders(self) -> dict[str, datetime]:
        if not self._stored:
            return {}
        rows = self._connection.execute(
            _LEADERS, {"ids": as_json(sorted(self._stored))}
        ).fetchall()
        return {name: at for name, since in rows if (at := from_column(since))}
