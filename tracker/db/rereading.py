"""The stored texts whose pages an archive has, and other texts in their place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import pairwise

from duckdb import DuckDBPyConnection

from tracker.core.recoding import StoredArticle, StoredText
from tracker.core.text import paragraphs
from tracker.core.versions import Changes, body_hash, changes, text_hash
from tracker.db.article_rows import CODER
from tracker.db.ledger import url_hash
from tracker.db.recoding import Key
from tracker.db.values import as_json, batches, to_column

# An address in the ledger, and when its page was read.
Sight = tuple[str, datetime]

# The same moment is enough but for fakes: pages are read one after the other. What was
# read at another address of an article is none of its texts.
_LOOK_UP = """
    select
        pages.url, versions.seen_at, versions.day, versions.article_id,
        versions.version
    from versions
    inner join pages on versions.article_id = pages.article_id
    where
        versions.seen_at in (select unnest($times::timestamp[]))
        and pages.url_hash in (select unnest($hashes::bigint[]))
        and pages.outcome <> 'duplicate'
"""
_MARKED = f"""
    select article_id, version
    from annotations
    where
        coder is distinct from '{CODER}'
        and article_id in (select unnest($ids::varchar[]))
    union
    select article_id, version
    from codings
    where article_id in (select unnest($ids::varchar[]))
"""  # noqa: S608 - a constant of ours
_OF_ARTICLES = """
    day between $first and $last
    and article_id in (select unnest($ids::varchar[]))
"""
_AUTHORS = f"""
    select article_id, author
    from articles
    where {_OF_ARTICLES}
"""  # noqa: S608 - constants of ours
_STORED = f"""
    select article_id, version, coalesce(title, ''), coalesce(body, '')
    from versions
    where {_OF_ARTICLES}
"""  # noqa: S608 - constants of ours
_RENEW_TEXTS = """
    update versions set
        title = newer.title, body = newer.body, words = newer.words,
        paragraphs = newer.paragraphs, has_media = newer.has_media,
        kept = newer.kept, new = newer.new, title_changed = newer.title_changed,
        declared = newer.declared, text_hash = newer.text_hash,
        body_hash = newer.body_hash
    from (
        select unnest(
            $rows::json::struct(
                article_id varchar, day date, version integer, title varchar,
                body varchar, words integer, paragraphs integer, has_media boolean,
                kept double, new double, title_changed boolean, declared boolean,
                text_hash varchar, body_hash varchar
            )[],
            max_depth := 2
        )
    ) as newer
    where
        versions.day between $first and $last
        and versions.day = newer.day
        and versions.article_id = newer.article_id
        and versions.version = newer.version
"""
_RENEW_ARTICLES = """
    update articles set
        title = newer.title, author = newer.author, flags = newer.flags
    from (
        select unnest(
            $rows::json::struct(
                article_id varchar, day date, title varchar, author varchar,
                flags varchar[]
            )[],
            max_depth := 2
        )
    ) as newer
    where articles.day = newer.day and articles.article_id = newer.article_id
"""
# Pages that show the newest text; another address of an article has a title of its own.
_RENEW_PAGES = """
    update pages set title = newer.title
    from (
        select unnest(
            $rows::json::struct(article_id varchar, before varchar, title varchar)[],
            max_depth := 2
        )
    ) as newer
    where
        pages.article_id = newer.article_id
        and pages.title = newer.before
        and newer.title <> ''
"""


def look_up(
    connection: DuckDBPyConnection, sights: Collection[Sight]
) -> dict[Sight, tuple[Key, int]]:
    """Find whose text was read when, and which version; of others there is none."""
    if not sights:
        return {}
    times = {to_column(at) for _, at in sights}
    hashes = {url_hash(url) for url, _ in sights}
    rows = connection.execute(
        _LOOK_UP, {"times": list(times), "hashes": list(hashes)}
    ).fetchall()
    found = {
        (url, seen_at.replace(tzinfo=UTC)): ((day, article_id), version)
        for url, seen_at, day, article_id, version in rows
    }
    return {sight: found[sight] for sight in sights if sight in found}


def marked(
    connection: DuckDBPyConnection, ids: Collection[str]
) -> frozenset[tuple[str, int]]:
    """Give the versions, by article, in which people marked or coded something."""
    rows = connection.execute(_MARKED, {"ids": list(ids)}).fetchall()
    return frozenset((article_id, version) for article_id, version in rows)


def marked_meanwhile(
    connection: DuckDBPyConnection, articles: Sequence[StoredArticle]
) -> frozenset[str]:
    """Give those, by id, that would take a text away in which people marked something.

    To be asked in the transaction that renews them: a marking may have come since the
    articles were read.
    """
    by_people = marked(connection, [each.article_id for each in articles])
    concerned = [
        (each, text)
        for each in articles
        for text in each.texts
        if (each.article_id, text.version) in by_people
    ]
    if not concerned:
        return frozenset()
    stored = _stored(connection, [article for article, _ in concerned])
    return frozenset(
        article.article_id
        for article, text in concerned
        if stored.get((article.article_id, text.version))
        != (text.text.title, text.text.body)
    )


def _stored(
    connection: DuckDBPyConnection, articles: Sequence[StoredArticle]
) -> dict[tuple[str, int], tuple[str, str]]:
    """Give title and body of all versions, by article and version."""
    rows = connection.execute(_STORED, _bounds(articles)).fetchall()
    return {
        (article_id, version): (title, body)
        for article_id, version, title, body in rows
    }


def _bounds(articles: Sequence[StoredArticle]) -> dict[str, object]:
    days = [each.day for each in articles]
    ids = [each.article_id for each in articles]
    return {"first": min(days), "last": max(days), "ids": ids}


def count_texts(connection: DuckDBPyConnection) -> int:
    """Count the versions of all articles."""
    [(count,)] = connection.execute("select count(*) from versions").fetchall()
    return int(count)


def renew_texts(
    connection: DuckDBPyConnection, articles: Sequence[StoredArticle]
) -> tuple[int, dict[str, date]]:
    """Put the texts that articles have now in the place of those that are stored.

    Nothing that was found in them is touched. Returns how many texts are others now,
    and the articles (id → day) that copies may be told by otherwise: their first text
    or their byline is another.
    """
    if not articles:
        return 0, {}
    bounds = _bounds(articles)
    authors = dict(connection.execute(_AUTHORS, bounds).fetchall())
    stored = _stored(connection, articles)
    del bounds["ids"]
    changed, recompared = 0, {}
    for each in articles:
        others = [
            text.version
            for text in each.texts
            if stored[each.article_id, text.version]
            != (text.text.title, text.text.body)
        ]
        changed += len(others)
        is_first = each.texts[0].version in others
        if is_first or authors[each.article_id] != each.author:
            recompared[each.article_id] = each.day
    rows = [as_json(row) for each in articles for row in _version_rows(each)]
    for batch in batches(rows):
        values = {"rows": f"[{','.join(batch)}]", **bounds}
        connection.execute(_RENEW_TEXTS, values)
    before = {
        each.article_id: stored[each.article_id, each.texts[-1].version][0]
        for each in articles
    }
    _renew_titles(connection, articles, before)
    return changed, recompared


def _renew_titles(
    connection: DuckDBPyConnection,
    articles: Sequence[StoredArticle],
    before: Mapping[str, str],
) -> None:
    """Bring the newest titles to where they are repeated, and bylines and flags."""
    rows = [
        {
            "article_id": each.article_id,
            "day": each.day,
            "title": each.texts[-1].text.title,
            "author": each.author,
            "flags": each.flags,
        }
        for each in articles
    ]
    connection.execute(_RENEW_ARTICLES, {"rows": as_json(rows)})
    titles = [
        {
            "article_id": each.article_id,
            "before": before[each.article_id],
            "title": each.texts[-1].text.title,
        }
        for each in articles
    ]
    connection.execute(_RENEW_PAGES, {"rows": as_json(titles)})


def _version_rows(article: StoredArticle) -> list[dict[str, object]]:
    nothing = Changes(kept=None, new=None, title_changed=False, declared=False)
    differ = [nothing]
    differ += [
        changes(old.text.title, old.text.body, new.text.title, new.text.body)
        for old, new in pairwise(article.texts)
    ]
    return [
        {"article_id": article.article_id, "day": article.day, **_row(each, differs)}
        for each, differs in zip(article.texts, differ, strict=True)
    ]


def _row(stored: StoredText, differs: Changes) -> dict[str, object]:
    title, body = stored.text.title, stored.text.body
    return {
        "version": stored.version,
        "title": title,
        "body": body,
        "words": len(body.split()),
        "paragraphs": len(paragraphs(body)),
        "has_media": stored.has_media,
        "text_hash": text_hash(title, body),
        "body_hash": body_hash(body),
        **asdict(differs),
    }
