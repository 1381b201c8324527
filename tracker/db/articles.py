"""Articles, their versions, and the evidence in them.

The store decides here whether a text is a new article, a new version of one, the same
text once more, or a copy of another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from tracker.core.recoding import assigned
from tracker.core.versions import Changes, body_hash, changes, is_trivial, text_hash
from tracker.db.appending import append
from tracker.db.article_rows import (
    EVIDENCE,
    EvidenceRow,
    article_row,
    evidence_rows,
    version_row,
)
from tracker.db.copies import compare
from tracker.db.standing import Standing, read_standing
from tracker.db.terms import renew_terms
from tracker.db.values import Table, as_json, from_column, insert
from tracker.model import ArticleDraft

_MOVE_LATEST = """
    update versions set latest = false
    from (
        select unnest(
            $rows::json::struct(article_id varchar, day date, version integer)[],
            max_depth := 2
        )
    ) as older
    where
        versions.day = older.day
        and versions.article_id = older.article_id
        and versions.version = older.version
"""
_RENEW_ARTICLES = """
    update articles set title = newer.title, versions = newer.versions
    from (
        select unnest(
            $rows::json::struct(
                article_id varchar, day date, title varchar, versions integer
            )[],
            max_depth := 2
        )
    ) as newer
    where articles.day = newer.day and articles.article_id = newer.article_id
"""
_DATES = """
    select article_id, source, value
    from dates
    where article_id in (select unnest($ids::json::varchar[]))
"""
_ASSIGNED = """
    select incident, article_id
    from incident_articles
    where article_id in (select unnest($ids::json::varchar[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many articles and versions are new; a new article is one of each."""

    articles: int = 0
    versions: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            articles=self.articles + other.articles,
            versions=self.versions + other.versions,
        )


class Articles:
    """The articles that one visit touches: read once, changed, written once."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        drafts: Sequence[ArticleDraft],
        also: Iterable[str] = (),
    ) -> None:
        """Read what is known of the drafts' articles, and of the ids in `also`."""
        self._connection = connection
        ids = {draft.article_id for draft in drafts} | set(also)
        self._standing = read_standing(connection, ids)
        self._new_rows: dict[str, dict[str, object]] = {}

    def knows(self, article_id: str) -> bool:
        """Whether there is such an article already."""
        return article_id in self._standing

    def is_coded_otherwise(self, article_id: str, draft: ArticleDraft) -> bool:
        """Whether nothing but what a draft was coded by differs from what is stored."""
        standing = self._standing[article_id]
        return not standing.pending and standing.coded_by != draft.config_hash

    def put(
        self,
        article_id: str,
        draft: ArticleDraft,
        *,
        outlet: str,
        seen_at: datetime,
        checked_at: datetime | None,
    ) -> None:
        """Take a text in: as a new article, a new version, or as nothing new.

        `seen_at` is when it was fetched, `checked_at` when its page was read before.
        """
        hashed = text_hash(draft.text.title, draft.text.body)
        standing = self._standing.get(article_id)
        if standing is None:
            standing = self._start(article_id, draft, outlet)
            differs = Changes(kept=None, new=None, title_changed=False, declared=False)
            previous_check_at = None
        elif standing.text_hash == hashed or is_trivial(
            standing.title, standing.body, draft.text.title, draft.text.body
        ):
            return
        else:
            differs = changes(
                standing.title, standing.body, draft.text.title, draft.text.body
            )
            previous_check_at = checked_at or standing.seen_at
        for row in standing.pending:
            row["latest"] = False
        standing.versions += 1
        standing.title, standing.body = draft.text.title, draft.text.body
        standing.text_hash, standing.seen_at = hashed, seen_at
        standing.drafts[standing.versions] = draft
        standing.pending.append(
            {
                **version_row(draft, seen_at, previous_check_at, differs),
                "article_id": article_id,
                "version": standing.versions,
                "day": standing.day,
                "text_hash": hashed,
                "body_hash": body_hash(draft.text.body),
            }
        )

    def save(self) -> Counts:
        """Write everything that was taken in."""
        changed = [each for each in self._standing.values() if each.pending]
        older = [each for each in changed if each.stored]
        rows = [row for each in changed for row in each.pending]
        # Bodies of one day beside each other, for those who read by day.
        rows.sort(key=lambda row: str(row["day"]))
        for article_id, row in self._new_rows.items():
            row["title"] = self._standing[article_id].title
            row["versions"] = self._standing[article_id].versions
        insert(self._connection, "articles", list(self._new_rows.values()))
        self._renew(older)
        insert(self._connection, "versions", rows)
        resourced = compare(
            self._connection,
            {name: self._standing[name].day for name in self._new_rows},
        )
        self._save_dates(changed)
        self._save_evidence(changed)
        known = self._assign(changed, older)
        self._save_terms(changed, known, resourced)
        return Counts(articles=len(self._new_rows), versions=len(rows))

    def _start(self, article_id: str, draft: ArticleDraft, outlet: str) -> Standing:
        standing = Standing(
            article_id=article_id,
            day=draft.day,
            stored=0,
            versions=0,
            title="",
            body="",
            text_hash="",
            seen_at=None,
            coded_by=draft.config_hash,
        )
        self._standing[article_id] = standing
        self._new_rows[article_id] = article_row(article_id, draft, outlet)
        return standing

    def _renew(self, older: Sequence[Standing]) -> None:
        """Bring articles that were stored before up to their newest text."""
        if not older:
            return
        keys = [
            {
                "article_id": each.article_id,
                "day": each.day,
                "version": each.stored,
                "versions": each.versions,
                "title": each.title,
            }
            for each in older
        ]
        moved = [_without(key, "versions", "title") for key in keys]
        renewed = [_without(key, "version") for key in keys]
        self._connection.execute(_MOVE_LATEST, {"rows": as_json(moved)})
        self._connection.execute(_RENEW_ARTICLES, {"rows": as_json(renewed)})

    def _save_dates(self, changed: Sequence[Standing]) -> None:
        ids = [each.article_id for each in changed if each.stored]
        told: set[tuple[str, str, datetime | None]] = set()
        if ids:
            rows = self._connection.execute(_DATES, {"ids": as_json(ids)}).fetchall()
            told.update(
                (article, source, from_column(at)) for article, source, at in rows
            )
        new = []
        for each in changed:
            for row, draft in zip(each.pending, each.drafts.values(), strict=True):
                for claim in draft.dates:
                    key = (each.article_id, claim.source, claim.value)
                    if key not in told:
                        told.add(key)
                        new.append(
                            {
                                "article_id": each.article_id,
                                "source": claim.source,
                                "value": claim.value,
                                "precision": claim.precision,
                                "seen_at": row["seen_at"],
                            }
                        )
        insert(self._connection, "dates", new)

    def _save_evidence(self, changed: Sequence[Standing]) -> None:
        rows: dict[Table, list[EvidenceRow]] = {}
        for each in changed:
            for version, draft in each.drafts.items():
                found = evidence_rows(
                    draft.coded,
                    article_id=each.article_id,
                    version=version,
                    day=each.day,
                )
                for table, of_text in found.items():
                    rows.setdefault(table, []).extend(of_text)
        for table, of_all in rows.items():
            append(self._connection, table, EVIDENCE[table], of_all)

    def _assign(
        self, changed: Sequence[Standing], older: Sequence[Standing]
    ) -> frozenset[str]:
        """Note the incidents that each article belongs to and did not before.

        Returns the articles that belonged to one before.
        """
        ids = as_json([each.article_id for each in older])
        stored = (
            self._connection.execute(_ASSIGNED, {"ids": ids}).fetchall()
            if older
            else ()
        )
        rows: dict[tuple[str, str], dict[str, object] | None] = dict.fromkeys(stored)
        for each in changed:
            texts = [draft.coded for _, draft in sorted(each.drafts.items())]
            for assignment in assigned(texts):
                rows.setdefault(
                    (assignment.incident, each.article_id),
                    {
                        **asdict(assignment),
                        "article_id": each.article_id,
                        "day": each.day,
                    },
                )
        insert(
            self._connection,
            "incident_articles",
            [row for row in rows.values() if row is not None],
        )
        return frozenset(article_id for _, article_id in stored)

    def _save_terms(
        self,
        changed: Sequence[Standing],
        known: Collection[str],
        resourced: Mapping[str, date],
    ) -> None:
        """Write the words of new texts, and of texts that share words since now.

        Of an article of an incident that is `known` the older texts have theirs.
        """
        days = {each.article_id: each.day for each in changed}
        since = {
            each.article_id: each.stored + 1
            for each in changed
            if each.article_id in known and each.article_id not in resourced
        }
        renew_terms(self._connection, {**days, **resourced}, since=since)


def _without(row: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}
