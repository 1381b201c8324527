"""What was found in stored articles, replaced by what is found in them now.

Rows that stay the same are left alone: an annotation that is deleted and inserted
again takes six times as long as one that is only compared, and the file grows by it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self, get_args

from duckdb import DuckDBPyConnection

from tracker.core import cadence
from tracker.core.recoding import Finding, StoredArticle
from tracker.core.verdicts import JUDGED, NOT_SEEN_AGAIN, UNKEPT
from tracker.db.appending import append
from tracker.db.article_rows import CODER, EVIDENCE
from tracker.db.connection import transaction
from tracker.db.copies import compare
from tracker.db.recoding import Replacement
from tracker.db.recomparing import compare_again
from tracker.db.rereading import marked_meanwhile, renew_texts
from tracker.db.terms import renew_terms
from tracker.db.titles import INCIDENT_COLUMNS, Row, keep_of_titles
from tracker.db.values import Table, as_json, from_column
from tracker.model import Layer

_OF_ARTICLES = """
    day between $first and $last
    and article_id in (select unnest($ids::varchar[]))
"""
_HASHES = f"""
    select article_id, list(config_hash order by version)
    from versions
    where {_OF_ARTICLES}
    group by article_id
"""  # noqa: S608 - constants of ours
_CODED = f"""
    update versions set config_hash = $hash
    where {_OF_ARTICLES}
"""  # noqa: S608 - constants of ours
_PAGES = """
    select rowid, article_id, outcome, detail, first_seen_at, retry_at
    from pages
    where article_id in (select unnest($ids::varchar[]))
"""
_JUDGE = """
    update pages set
        outcome = judged.outcome, detail = judged.detail, retry_at = judged.retry_at
    from (
        select unnest(
            $rows::json::struct(
                page bigint, outcome varchar, detail varchar, retry_at timestamp
            )[],
            max_depth := 2
        )
    ) as judged
    where pages.rowid = judged.page
"""
_JUDGED_BY = """
    update pages set config_hash = $hash
    where config_hash is not null and rowid in (select unnest($pages::bigint[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A table that holds what is found; `finding` is None where a column names it."""

    table: Table
    columns: tuple[str, ...]
    finding: Finding | None = None
    only: str = "true"


_KINDS = (
    _Kind(
        table="annotations",
        columns=EVIDENCE["annotations"],
        only=f"coder = '{CODER}'",  # what people mark is theirs
    ),
    _Kind(table="quotes", columns=EVIDENCE["quotes"], finding="quotes"),
    _Kind(table="figures", columns=EVIDENCE["figures"], finding="figures"),
    _Kind(
        table="incident_articles",
        columns=INCIDENT_COLUMNS,
        finding="incidents",
    ),
)
_LAYER = EVIDENCE["annotations"].index("layer")
_WORDS_FOLLOW: frozenset[Finding] = frozenset(("actor", "incidents"))


@dataclass(slots=True)
class Replaced:
    """What was changed, in rows by finding: how many there were, came and went.

    `texts` counts those in whose place there is another one. `joined` and `left` count
    articles by incident, `pages` the pages whose outcome changed, by their outcome now.
    `outdated` and `marked` are articles (ids) that stay as they are: since they were
    read they got another text, or people marked something in a text that would go.
    """

    articles: int = 0
    texts: int = 0
    before: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    joined: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    outdated: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)

    def __iadd__(self, other: "Replaced") -> Self:
        self.articles += other.articles
        self.texts += other.texts
        for name in ("before", "added", "removed", "joined", "left", "pages"):
            getattr(self, name).update(getattr(other, name))
        self.outdated |= other.outdated
        self.marked |= other.marked
        return self


def replace_found(
    connection: DuckDBPyConnection,
    replacements: Sequence[Replacement],
    *,
    coding_hash: str,
    now: datetime,
) -> Replaced:
    """Replace what was found in these articles, in one transaction.

    An article that got another text since it was read stays as it is, to be read anew;
    and so does one whose text would go though people marked something in it meanwhile.
    """
    with transaction(connection):
        return _Replacing(connection, replacements, coding_hash, now).run()


class _Replacing:
    """One transaction; `run` takes its steps in order."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        replacements: Sequence[Replacement],
        coding_hash: str,
        now: datetime,
    ) -> None:
        self._connection = connection
        self._hash, self._now = coding_hash, now
        self._articles = _unchanged(connection, replacements)
        marked = marked_meanwhile(connection, self._reread())
        self._done = Replaced(
            outdated={each.article_id for each in replacements} - {*self._articles},
            marked=set(marked),
        )
        for article_id in marked:
            del self._articles[article_id]
        self._done.articles = len(self._articles)

    def run(self) -> Replaced:
        """Replace rows, judge pages, and note by what the texts are coded now."""
        if self._articles:
            texts, otherwise = renew_texts(self._connection, self._reread())
            self._done.texts = texts
            for kind in _KINDS:
                self._replace(kind)
            resourced = compare_again(self._connection, otherwise)
            # Those of a database that is older than its copies.
            resourced |= compare(
                self._connection,
                {name: each.day for name, each in self._articles.items()},
            )
            self._renew_terms(resourced)
            self._judge_pages()
            bounds = _bounds(self._articles.values())
            self._connection.execute(_CODED, {"hash": self._hash, **bounds})
        return self._done

    def _reread(self) -> list[StoredArticle]:
        return [each.reread for each in self._articles.values() if each.reread]

    def _replace(self, kind: _Kind) -> None:
        wanted = {
            article_id: each
            for article_id, each in self._articles.items()
            if _concerns(kind, each.found)
        }
        if not wanted:
            return
        stored = self._stored(kind, wanted)
        fresh = dict.fromkeys(
            row for each in wanted.values() for row in _fresh(kind, each)
        )
        titles = {
            article_id: each
            for article_id, each in wanted.items()
            if not each.is_kept_whole
        }
        if titles:
            old = [row for _, row in stored if row[0] in titles]
            keep_of_titles(self._connection, kind.table, old, fresh, titles)
        removed = []
        for rowid, row in stored:
            self._done.before[_finding(kind, row)] += 1
            # A row that stands there twice goes the second time.
            if row in fresh:
                del fresh[row]
            else:
                removed.append((rowid, row))
        self._count(kind, [row for _, row in removed], list(fresh))
        if removed:
            self._connection.execute(
                f"delete from {kind.table}"  # noqa: S608 - our own tables
                " where rowid in (select unnest($rows::bigint[]))",
                {"rows": [rowid for rowid, _ in removed]},
            )
        append(self._connection, kind.table, kind.columns, list(fresh))

    def _stored(
        self, kind: _Kind, wanted: Mapping[str, Replacement]
    ) -> list[tuple[int, Row]]:
        rows = self._connection.execute(
            f"select rowid, {', '.join(kind.columns)} from {kind.table}"  # noqa: S608 - our own tables
            f" where {_OF_ARTICLES} and {kind.only}",
            _bounds(wanted.values()),
        ).fetchall()
        if kind.finding is not None:
            return [(row[0], row[1:]) for row in rows]
        return [
            (row[0], row[1:]) for row in rows if row[1 + _LAYER] in wanted[row[1]].found
        ]

    def _renew_terms(self, resourced: Mapping[str, date]) -> None:
        """Bring the words up to the names, incidents and shared texts there are now."""
        renewed = {
            article_id: each.day
            for article_id, each in self._articles.items()
            if not each.found.isdisjoint(_WORDS_FOLLOW)
        }
        renew_terms(self._connection, {**renewed, **resourced})

    def _count(self, kind: _Kind, removed: Sequence[Row], added: Sequence[Row]) -> None:
        self._done.removed.update(_finding(kind, row) for row in removed)
        self._done.added.update(_finding(kind, row) for row in added)
        if kind.table == "incident_articles":
            gone = {(row[0], row[1]) for row in removed}
            come = {(row[0], row[1]) for row in added}
            self._done.joined.update(str(incident) for _, incident in come - gone)
            self._done.left.update(str(incident) for _, incident in gone - come)

    def _judge_pages(self) -> None:
        pages = self._connection.execute(
            _PAGES, {"ids": list(self._articles)}
        ).fetchall()
        judged = []
        for page, article_id, outcome, detail, first_seen_at, retry_at in pages:
            verdict = self._articles[article_id].verdict
            if verdict is None or outcome not in JUDGED:
                continue
            if outcome != verdict.outcome:
                self._done.pages[verdict.outcome] += 1
            elif detail == verdict.detail or str(detail).startswith(NOT_SEEN_AGAIN):
                continue
            again = from_column(retry_at)
            if outcome in UNKEPT and verdict.outcome == "matched":
                # From now on it is looked at again, like every article that is kept.
                seen_at = from_column(first_seen_at) or self._now
                again = cadence.revisit(now=self._now, first_seen_at=seen_at)
            judged.append(
                {
                    "page": page,
                    "outcome": verdict.outcome,
                    "detail": verdict.detail,
                    "retry_at": again,
                }
            )
        if judged:
            self._connection.execute(_JUDGE, {"rows": as_json(judged)})
        if pages:
            self._connection.execute(
                _JUDGED_BY, {"hash": self._hash, "pages": [row[0] for row in pages]}
            )


def _unchanged(
    connection: DuckDBPyConnection, replacements: Sequence[Replacement]
) -> dict[str, Replacement]:
    """Return those whose texts are the ones that were read, by article."""
    if not replacements:
        return {}
    hashes = dict(connection.execute(_HASHES, _bounds(replacements)).fetchall())
    return {
        each.article_id: each
        for each in replacements
        if hashes.get(each.article_id) == list(each.hashes)
    }


def _bounds(replacements: Iterable[Replacement]) -> dict[str, object]:
    days: list[date] = []
    ids = []
    for each in replacements:
        days.append(each.day)
        ids.append(each.article_id)
    return {"first": min(days), "last": max(days), "ids": ids}


def _concerns(kind: _Kind, found: frozenset[Finding]) -> bool:
    if kind.finding is None:
        return not found.isdisjoint(get_args(Layer))
    return kind.finding in found


def _fresh(kind: _Kind, each: Replacement) -> Iterator[Row]:
    """Yield the rows that belong into a table, in the order of its columns."""
    if kind.table != "incident_articles":
        yield from each.rows[kind.table]
        return
    for incident, role, reason in each.incidents:
        yield each.article_id, incident, each.day, role, reason


def _finding(kind: _Kind, row: Row) -> str:
    return kind.finding or str(row[_LAYER])
