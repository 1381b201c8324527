"""How outlets and feeds stand, read for `tracker status`."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from tracker.core.health import (
    LATELY,
    FeedHealth,
    OutletHealth,
    StoreHealth,
    UnreadPages,
)
from tracker.db.values import from_column, to_column

_OUTLETS = """
    select outlet, fetched is distinct from false as is_fetched
    from outlets order by outlet
"""
_LAST_VISIT = "select max(polled_at) as last_visit_at from polls where via is null"
_FEEDS = """
    with

    bounds as (
        select
            feed_url,
            min(polled_at) as first_visit_at,
            max(polled_at) as last_visit_at
        from polls where via is null group by feed_url
    ),

    -- the place stands in the visit that put them there, not in those that follow
    kept as (
        select
            polls.feed_url,
            regexp_extract(
                arg_max(polls.detail, polls.polled_at), 'its bytes are in (.*)$', 1
            ) as kept_in
        from polls
        inner join feeds on polls.feed_url = feeds.feed_url
        where
            feeds.state = 'quarantined'
            and polls.via is null
            and contains(polls.detail, 'its bytes are in ')
        group by polls.feed_url
    )

    select
        feeds.outlet, feeds.feed_url, feeds.state, feeds.failures,
        feeds.last_success_at, feeds.next_check_at, feeds.moved_to,
        feeds.asked_every_seconds, feeds.same_bodies, feeds.items_a_day,
        len(feeds.entry_keys) as entries, bounds.first_visit_at,
        without_wish(polls.detail) as detail, kept.kept_in
    from feeds
    left join bounds on feeds.feed_url = bounds.feed_url
    left join polls
        on
            bounds.feed_url = polls.feed_url
            and bounds.last_visit_at = polls.polled_at
            and polls.via is null
    left join kept on feeds.feed_url = kept.feed_url
    where feeds.configured and feeds.state <> 'off'
    order by feeds.feed_url
"""
_OVERRUN = """
    select
        feed_url,
        sum(visits) filter (where kind = 'overrun') as overrun,
        count(*) filter (where kind = 'asked_to_wait') as overrun_by_wish
    from outages($since, null)
    where feed_url is not null and proved = false
    group by feed_url
"""
_PAGES = """
    select
        outlet, outcome, is_unread,
        sum(pages)::bigint as pages,
        arg_max(detail, (pages, detail)) as detail
    from (
        select
            outlet, outcome, detail,
            is_unread(outcome, article_id) as is_unread,
            count(*) as pages
        from pages where first_seen_at >= $since
        group by all
    )
    group by all
    order by outlet, outcome
"""
_ARTICLES = """
    select
        outlet,
        count_if(list_contains(flags, 'reserved')) as reserved,
        count_if(list_contains(flags, 'stub')) as stubs
    from articles where first_seen_at >= $since
    group by outlet
"""


def read_health(connection: DuckDBPyConnection, *, now: datetime) -> StoreHealth:
    """Read how every outlet of the configuration stands; what is recent, from `now`.

    Whether a feed has moved to another domain, and what its site asks for, is not the
    database's to say: those fields keep their defaults.
    """
    since = {"since": to_column(now - LATELY)}
    overrun = {row["feed_url"]: row for row in _rows(connection, _OVERRUN, since)}
    feeds = defaultdict[str, list[FeedHealth]](list)
    for row in _rows(connection, _FEEDS, {}):
        feeds[row["outlet"]].append(_feed(row, overrun.get(row["feed_url"], {})))
    pages = defaultdict[str, list[dict[str, Any]]](list)
    for row in _rows(connection, _PAGES, since):
        pages[row["outlet"]].append(row)
    flags = {row["outlet"]: row for row in _rows(connection, _ARTICLES, since)}
    outlets = []
    for row in _rows(connection, _OUTLETS, {}):
        name = row["outlet"]
        outlets.append(
            OutletHealth(
                outlet=name,
                is_fetched=row["is_fetched"],
                feeds=tuple(feeds[name]),
                pages=sum(each["pages"] for each in pages[name]),
                unread=tuple(
                    UnreadPages(
                        outcome=each["outcome"],
                        pages=each["pages"],
                        detail=each["detail"] or "",
                    )
                    for each in pages[name]
                    if each["is_unread"]
                ),
                reserved=flags.get(name, {}).get("reserved", 0),
                stubs=flags.get(name, {}).get("stubs", 0),
            )
        )
    (last,) = _rows(connection, _LAST_VISIT, {})
    return StoreHealth(
        outlets=tuple(outlets), last_visit_at=from_column(last["last_visit_at"])
    )


def _feed(row: Mapping[str, Any], overrun: Mapping[str, Any]) -> FeedHealth:
    every = row["asked_every_seconds"]
    return FeedHealth(
        url=row["feed_url"],
        state=row["state"],
        failures=row["failures"] or 0,
        first_visit_at=from_column(row["first_visit_at"]),
        last_success_at=from_column(row["last_success_at"]),
        next_check_at=from_column(row["next_check_at"]),
        detail=row["detail"] or "",
        moved_to=row["moved_to"],
        asked_every=None if every is None else timedelta(seconds=every),
        same_bodies=row["same_bodies"] or 0,
        window=row["entries"] or 0,
        a_day=row["items_a_day"],
        overrun=overrun.get("overrun") or 0,
        overrun_by_wish=overrun.get("overrun_by_wish") or 0,
        kept_in=row["kept_in"],
    )


def _rows(
    connection: DuckDBPyConnection, sql: str, parameters: Mapping[str, object]
) -> list[dict[str, Any]]:
    """Run a query and give its rows by column."""
    cursor = connection.execute(sql, dict(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
