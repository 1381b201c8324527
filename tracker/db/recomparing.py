"""Copies of articles whose first text is another one by now.

What such an article was to others is forgotten, and it is compared as a new one is. The
clusters that it belonged to, and whom its partners are said to copy, follow from the
pairs that are left and those that are found.
"""

from collections.abc import Collection
from datetime import date

from duckdb import DuckDBPyConnection

from tracker.core.copies import Pair
from tracker.db.copies import COPIES, PAIR_COLUMNS, Comparison
from tracker.db.first_texts import Keys

_PAIRS = f"""
    select {", ".join(PAIR_COLUMNS)}
    from copy_pairs
    where
        article_a in (select unnest($ids::varchar[]))
        or article_b in (select unnest($ids::varchar[]))
"""  # noqa: S608 - constants of ours
_MEMBERS = """
    select article_id
    from articles
    where
        copy_cluster in (
            select copy_cluster from articles
            where article_id in (select unnest($ids::varchar[]))
        )
"""
_DAYS = """
    select article_id, day
    from articles
    where article_id in (select unnest($ids::varchar[]))
"""
_FORGET_RUNS = """
    delete from shingles where article_id in (select unnest($ids::varchar[]))
"""
_FORGET_PAIRS = """
    delete from copy_pairs
    where
        article_a in (select unnest($ids::varchar[]))
        or article_b in (select unnest($ids::varchar[]))
"""
_ALONE = """
    update articles set copy_cluster = article_id
    where article_id in (select unnest($ids::varchar[]))
"""
_UNCREDITED = """
    update articles set copied_from = null
    where
        copied_from is not null
        and article_id in (select unnest($ids::varchar[]))
"""


def compare_again(connection: DuckDBPyConnection, keys: Keys) -> dict[str, date]:
    """Compare articles as if they were new; nothing that they were to others stays.

    Returns the articles and their days of which what they share with others may have
    changed, as `compare` does.
    """
    if not keys:
        return {}
    ids = frozenset(keys)
    before = _pairs(connection, ids)
    partners = _ends(before, *COPIES) - ids
    members = {name for (name,) in connection.execute(_MEMBERS, _given(ids)).fetchall()}
    connection.execute(_FORGET_RUNS, _given(ids))
    connection.execute(_FORGET_PAIRS, _given(ids))
    connection.execute(_ALONE, _given(members | ids))
    connection.execute(_UNCREDITED, _given(partners | ids))
    left = [
        pair for pair in _pairs(connection, members | partners) if pair.kind in COPIES
    ]
    comparison = Comparison(connection, keys)
    concerned = _days(connection, _ends(left, *COPIES) | partners)
    comparison.recall(left, concerned, uncredited=partners)
    comparison.run()
    shared = _days(connection, _ends(before, "shared_source"))
    return {**shared, **comparison.resourced}


def _pairs(connection: DuckDBPyConnection, ids: Collection[str]) -> list[Pair]:
    rows = connection.execute(_PAIRS, _given(ids)).fetchall()
    return [Pair(**dict(zip(PAIR_COLUMNS, row, strict=True))) for row in rows]


def _ends(pairs: Collection[Pair], *kinds: str) -> frozenset[str]:
    return frozenset(
        end
        for pair in pairs
        if pair.kind in kinds
        for end in (pair.article_a, pair.article_b)
    )


def _days(connection: DuckDBPyConnection, ids: Collection[str]) -> dict[str, date]:
    return dict(connection.execute(_DAYS, _given(ids)).fetchall())


def _given(ids: Collection[str]) -> dict[str, object]:
    return {"ids": list(ids)}
