"""Stored articles that were coded by an earlier configuration, slice by slice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate, groupby
from typing import Any

from duckdb import DuckDBPyConnection

from tracker.core.fingerprint import CodingPart, changed_parts
from tracker.core.recoding import Finding, Recoded, StoredArticle, StoredText
from tracker.core.verdicts import Verdict
from tracker.db.article_rows import EvidenceRow, evidence_rows
from tracker.db.values import Table, from_column
from tracker.db.windows import Windows
from tracker.model import Text

# Some seconds of coding: that much is lost at most where somebody stops a recode, and
# so often its progress is told. Of the 0.15 s that writing takes, half is opening and
# closing the file.
SLICE = 250
# Characters: live blogs have hundreds of versions, and in processes each slice is held
# several times.
LARGEST_SLICE = 10_000_000

_OUTDATED = """
    select count(distinct article_id), list(distinct coalesce(config_hash, ''))
    from versions
    where config_hash is distinct from $hash
"""
_NEXT = """
    select day, article_id
    from versions
    where
        config_hash is distinct from $hash
        and (day > $day or (day = $day and article_id > $article))
    group by all
    order by day, article_id
    limit $limit
"""
_SIZES = """
    select sum(coalesce(length(title), 0) + coalesce(length(body), 0))
    from versions
    where
        day between $first and $last
        and article_id in (select unnest($ids::varchar[]))
    group by day, article_id
    order by day, article_id
"""
# Only days that stand there as constants keep far days from being read: 0.012 s of
# 100,000 articles instead of 0.12.
_TEXTS = """
    select
        versions.article_id, versions.day, articles.flags, versions.version,
        versions.title, versions.body, articles.language, articles.published_at,
        articles.first_seen_at, versions.config_hash, versions.has_media,
        articles.author
    from versions
    inner join articles
        on versions.day = articles.day and versions.article_id = articles.article_id
    where
        versions.day between $first and $last
        and articles.day between $first and $last
        and versions.article_id in (select unnest($ids::varchar[]))
    order by versions.day, versions.article_id, versions.version
"""
_WITHOUT_TEXT = """
    select count(*)
    from pages
    where
        article_id is null
        and outcome = 'unmatched'
        and not (
            is_coded_by(config_hash, 'actors') and is_coded_by(config_hash, 'incidents')
        )
"""
Key = tuple[date, str]  # day and id of an article

_BEFORE_ALL: Key = (date.min, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """How many articles were coded by an earlier configuration; what changed since."""

    articles: int
    parts: frozenset[CodingPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What takes the place of what was found in one article, in columns and rows.

    `hashes` are those of its versions as they were read, the oldest first. `found`
    says what is replaced; `rows` (by table, in the order of article_rows.EVIDENCE) and
    `incidents` (incident, role, reason) hold what takes its place.
    `is_kept_whole`: all of its texts is there; else what was found may hang on what is
    not. `reread` has the texts of the article, where they are to be stored as well.
    """

    article_id: str
    day: date
    hashes: tuple[str | None, ...]
    found: frozenset[Finding]
    rows: Mapping[Table, Sequence[EvidenceRow]]
    incidents: tuple[tuple[str, str, str], ...]
    verdict: Verdict | None
    is_kept_whole: bool
    reread: StoredArticle | None = None


def outdated(connection: DuckDBPyConnection, coding_hash: str) -> Outdated:
    """Look how much was coded by another configuration than this one."""
    found = connection.execute(_OUTDATED, {"hash": coding_hash}).fetchall()
    articles, hashes = found[0]
    parts = {
        part for before in hashes or () for part in changed_parts(before, coding_hash)
    }
    return Outdated(articles=articles, parts=frozenset(parts))


def without_text(connection: DuckDBPyConnection) -> int:
    """Count the pages that earlier names judged unmatched and whose text is gone."""
    found = connection.execute(_WITHOUT_TEXT).fetchall()
    return int(found[0][0])


def slices(
    windows: Windows, coding_hash: str, *, size: int, largest: int = LARGEST_SLICE
) -> Iterator[tuple[StoredArticle, ...]]:
    """Yield what another configuration coded, by day, once; each read in one window.

    An article comes with all its texts. A slice has `size` articles at most, and
    `largest` characters, but for one article that has more.
    """
    after = _BEFORE_ALL
    while True:
        with windows.reading() as connection:
            listed = connection.execute(
                _NEXT,
                {
                    "hash": coding_hash,
                    "day": after[0],
                    "article": after[1],
                    "limit": size,
                },
            ).fetchall()
            if not listed:
                return
            keys = _small_enough(connection, listed, largest)
            articles = read_articles(connection, keys)
        yield articles
        after = keys[-1]


def replacement(recoded: Recoded) -> Replacement:
    """Turn what an article yields into what is stored of it."""
    article = recoded.article
    rows: dict[Table, list[EvidenceRow]] = {}
    for stored, coded in zip(article.texts, recoded.coded, strict=True):
        found = evidence_rows(
            coded,
            article_id=article.article_id,
            version=stored.version,
            day=article.day,
        )
        for table, of_text in found.items():
            rows.setdefault(table, []).extend(of_text)
    return Replacement(
        article_id=article.article_id,
        day=article.day,
        hashes=tuple(each.coding_hash for each in article.texts),
        found=recoded.found,
        rows=rows,
        incidents=tuple(
            (each.incident, each.role, each.reason) for each in recoded.assignments
        ),
        verdict=recoded.verdict,
        is_kept_whole=article.is_kept_whole,
        reread=article if article.is_reread else None,
    )


def _small_enough(
    connection: DuckDBPyConnection, keys: Sequence[Key], largest: int
) -> Sequence[Key]:
    """Give as many of these articles, one at least, as have few enough characters."""
    sizes = connection.execute(_SIZES, _bounds(keys)).fetchall()
    totals = accumulate(size for (size,) in sizes)
    return keys[: max(1, sum(total <= largest for total in totals))]


def read_articles(
    connection: DuckDBPyConnection, keys: Sequence[Key]
) -> tuple[StoredArticle, ...]:
    """Read articles with all their texts; the keys, and what they name, by day."""
    rows = connection.execute(_TEXTS, _bounds(keys)).fetchall()
    return tuple(
        _article(list(texts)) for _, texts in groupby(rows, key=lambda row: row[:2])
    )


def _bounds(keys: Sequence[Key]) -> dict[str, object]:
    return {
        "first": keys[0][0],
        "last": keys[-1][0],
        "ids": [article_id for _, article_id in keys],
    }


def _article(rows: Sequence[tuple[Any, ...]]) -> StoredArticle:
    article_id, day, flags = rows[0][:3]
    return StoredArticle(
        article_id=article_id,
        day=day,
        flags=tuple(flags or ()),
        texts=tuple(replace(_text(*row[3:10]), has_media=row[10]) for row in rows),
        author=rows[0][11],
    )


def _text(
    version: int,
    title: str | None,
    body: str | None,
    language: str,
    published_at: datetime | None,
    first_seen_at: datetime,
    coding_hash: str | None,
) -> StoredText:
    text = Text(
        title=title or "",
        body=body or "",
        language=language,
        published_at=from_column(published_at),
        first_seen_at=first_seen_at.replace(tzinfo=UTC),
    )
    return StoredText(version=version, text=text, coding_hash=coding_hash)
