"""The texts of articles that were changed after publication."""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from tracker.db.queries import Value

_BODIES = """
    select versions.article_id, versions.version, versions.body
    from
        corpus(
            $incident::varchar, $since::date, $until::date, null, $as_of::timestamp
        ) as texts
    inner join versions
        on texts.day = versions.day and texts.article_id = versions.article_id
    where
        ($as_of::timestamp is null or versions.seen_at <= $as_of::timestamp)
        and versions.body is not null
    qualify max(versions.version) over (partition by versions.article_id) > 1
"""


def changed_bodies(
    connection: DuckDBPyConnection, values: Mapping[str, Value]
) -> Mapping[tuple[str, int], str]:
    """Give the body of every version of the articles that have several.

    By article and version, of the articles that the report `revisions` shows for the
    same values of incident, since, until and as_of.
    """
    given = {name: values.get(name) for name in ("incident", "since", "until", "as_of")}
    rows = connection.execute(_BODIES, given).fetchall()
    return {(str(article), int(version)): str(body) for article, version, body in rows}
