"""The questions to archives: what was asked, what was answered, and what is open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any
from urllib.parse import urldefrag

from duckdb import DuckDBPyConnection

from tracker.core.searching import is_outdated
from tracker.db.values import as_json, from_column, insert, to_column
from tracker.model import Poll, Search, SearchState, Via, Visit

_ALL = """
    select
        incident, outlet, via, address, listing, from_at, to_at, query, follows_at,
        outcome, whole, entries, total, attempts, retry_at
    from searches
    where
        ($incident is null or incident = $incident)
        and ($via is null or via = $via)
        and ($outlet is null or outlet = $outlet)
    order by incident, via, outlet, address
"""
_OUTCOMES = """
    select incident, outcome, count(*) as questions
    from searches
    where outlet in (select unnest($outlets::json::varchar[]))
    group by incident, outcome
    order by incident, outcome
"""
_KNOWN = """
    select
        incident, outlet, via, address, listing, from_at, to_at, query, follows_at,
        outcome, whole, entries, total, attempts, retry_at
    from searches
    where
        incident = $incident
        and via = $via
        and address in (select unnest($addresses::json::varchar[]))
"""
_FORGET = """
    delete from searches
    where incident = $incident and via = $via and address = $address
"""
# What the configuration does not name any more says nothing of the outlet's lists.
_FORGET_OTHERS = """
    delete from searches
    where
        incident = $incident
        and via = 'sitemap'
        and outlet = $outlet
        and listing not in (select unnest($listings::json::varchar[]))
        and listing in (
            select roots.address
            from searches as roots
            where
                roots.incident = $incident
                and roots.via = 'sitemap'
                and roots.outlet = $outlet
                and roots.address = roots.listing
        )
"""
# The lists of an outlet in an archive: those of the configuration, and the one asked.
# A robots.txt only names some.
_LISTS = """
    select distinct listing
    from searches
    where
        incident = $incident
        and via = $via
        and outlet = $outlet
        and from_at = $from_at
        and to_at = $to_at
        and query is null
        and (address = listing or listing = $listing)
        and split_part(listing, '#', 1) not like '%/robots.txt'
"""
# Nothing is left to ask of them, all of their parts were read whole and speak of the
# same number. Where none holds anything, nothing is proved: they may have been emptied.
_ARE_COMPLETE = f"""
    select
        bool_and(lists.is_whole and lists.totals <= 1)
        and sum(lists.entries) > 0
    from (
        select
            bool_and(outcome = 'read' and whole) as is_whole,
            count(distinct total) as totals,
            sum(entries) as entries
        from searches
        where
            incident = $incident
            and via = $via
            and outlet = $outlet
            and listing in ({_LISTS})
        group by listing
    ) as lists
"""  # noqa: S608 - constants of ours
# What was published after a part of them was read is not in it.
_OLDEST_PART = f"""
    select min(part.polled_at)
    from (
        select max(polls.polled_at) as polled_at
        from polls
        inner join searches
            on
                polls.incident = searches.incident
                and polls.via = searches.via
                and polls.feed_url = searches.address
        where
            searches.incident = $incident
            and searches.via = $via
            and searches.outlet = $outlet
            and searches.listing in ({_LISTS})
            and searches.address <> $address
            and polls.outcome = 'read'
        group by polls.feed_url
    ) as part
"""  # noqa: S608 - constants of ours
# A sitemap may be a file that nobody writes any more. Of days that are not over it is
# read as whole where it has a date of the day before it was asked for, in a zone that
# may be fourteen hours ahead; so far back it is known to be kept up.
_KEPT_UP = timedelta(days=1, hours=14)


def store_searches(connection: DuckDBPyConnection, visit: Visit) -> None:
    """Note what became of the question that a visit is about, and those that follow.

    One that is there already stays as it is, unless the visit is about it.
    """
    asked = visit.asked
    planned = visit.searches[1:] if asked else visit.searches
    if asked is None:
        _forget_others(connection, [state.search for state in planned])
    rows = [_row(state) for state in _new(connection, planned)]
    if asked is not None:
        connection.execute(_FORGET, _key(asked.search))
        rows.append(_row(asked))
    insert(connection, "searches", rows)
    if asked is not None and visit.poll is not None:
        _store_poll(connection, asked, visit.poll, visit.run_id)


def read_searches(
    connection: DuckDBPyConnection, incident: str | None, waiting: Iterable[Visit] = ()
) -> tuple[SearchState, ...]:
    """Read all questions of an incident (None: of all), what waits taken as stored."""
    found: dict[tuple[str, str, str], SearchState] = {}
    for state in _read(connection, incident):
        found[_identity(state.search)] = state
    for visit in waiting:
        for state in visit.searches:
            if incident not in (None, state.search.incident):
                continue
            if state is visit.asked:
                found[_identity(state.search)] = state
            else:
                found.setdefault(_identity(state.search), state)
    return tuple(found.values())


def search_outcomes(
    connection: DuckDBPyConnection, outlets: Iterable[str]
) -> Mapping[str, Mapping[str, int]]:
    """Count the questions about outlets by incident and `searches.outcome`."""
    found: dict[str, dict[str, int]] = {}
    values = {"outlets": as_json(list(outlets))}
    for incident, outcome, questions in connection.execute(
        _OUTCOMES, values
    ).fetchall():
        found.setdefault(incident, {})[outcome] = questions
    return found


def _store_poll(
    connection: DuckDBPyConnection, state: SearchState, poll: Poll, run_id: str
) -> None:
    """Note an answer; the last one of a whole list proves its stretch of time."""
    search = state.search
    is_list = state.outcome == "read" and search.query is None
    complete_to_at = _complete_to(connection, search, poll) if is_list else None
    row = {
        **asdict(poll),
        "feed_url": search.address,
        "outlet": search.outlet,
        "run_id": run_id,
        "via": search.via,
        "incident": search.incident,
        "query": search.query,
        "searched_from_at": search.from_at,
        "searched_to_at": search.to_at,
        "complete_from_at": search.from_at if complete_to_at else None,
        "complete_to_at": complete_to_at,
    }
    insert(connection, "polls", [row])


def _complete_to(
    connection: DuckDBPyConnection, search: Search, poll: Poll
) -> datetime | None:
    """Say until when the lists of an outlet are proved complete; None: they are not."""
    key = {
        "incident": search.incident,
        "via": search.via,
        "outlet": search.outlet,
        "listing": search.listing,
        "from_at": to_column(search.from_at),
        "to_at": to_column(search.to_at),
    }
    are_complete = connection.execute(_ARE_COMPLETE, key).fetchone()
    if not are_complete or not are_complete[0]:
        return None
    oldest = connection.execute(
        _OLDEST_PART, {**key, "address": search.address}
    ).fetchone()
    other_at = from_column(oldest[0]) if oldest else None
    read_at = min(filter(None, (poll.polled_at, other_at)))
    if search.via == "sitemap" and read_at < search.to_at:
        day = read_at.replace(hour=0, minute=0, second=0, microsecond=0)
        read_at = day - _KEPT_UP
    complete_to_at = min(search.to_at, read_at)
    return complete_to_at if complete_to_at > search.from_at else None


def _new(
    connection: DuckDBPyConnection, planned: Sequence[SearchState]
) -> list[SearchState]:
    """Give those that are not there yet, or are for other days, or of another list."""
    if not planned:
        return []
    first = planned[0].search
    known: dict[tuple[str, str, str], Search] = {}
    for via in {state.search.via for state in planned}:
        addresses = as_json([state.search.address for state in planned])
        values = {"incident": first.incident, "via": via, "addresses": addresses}
        for row in connection.execute(_KNOWN, values).fetchall():
            search = _state(row).search
            known[_identity(search)] = search
    new = []
    for state in planned:
        before = known.get(_identity(state.search))
        if before is not None:
            if _is_same(before, state.search):
                continue
            _forget(connection, before, state.search)
        new.append(state)
    return new


def _forget_others(connection: DuckDBPyConnection, plan: Sequence[Search]) -> None:
    """Take away the sitemaps of an outlet that a plan does not begin with any more.

    Those that a robots.txt named are in no plan.
    """
    listings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for search in plan:
        if search.via == "sitemap" and search.address == search.listing:
            listings[search.incident, search.outlet].append(search.listing)
    for (incident, outlet), planned in listings.items():
        if not any(map(_is_robots_txt, planned)):
            values = {"listings": as_json(planned)}
            values |= {"incident": incident, "outlet": outlet}
            connection.execute(_FORGET_OTHERS, values)


def _is_robots_txt(listing: str) -> bool:
    return urldefrag(listing).url.endswith("/robots.txt")


def _is_same(before: Search, search: Search) -> bool:
    parts = attrgetter("listing", "from_at", "to_at")
    return bool(parts(before) == parts(search))


def _forget(connection: DuckDBPyConnection, before: Search, anew: Search) -> None:
    """Take away a question that is asked anew, and all that fell with it."""
    of_outlet = _read(connection, before.incident, before.via, before.outlet)
    fallen = [each.search for each in of_outlet]
    for search in (before, *(s for s in fallen if is_outdated(s, before, anew))):
        connection.execute(_FORGET, _key(search))


def _read(
    connection: DuckDBPyConnection,
    incident: str | None,
    via: Via | None = None,
    outlet: str | None = None,
) -> list[SearchState]:
    """Read all questions, or those of an incident, an archive and an outlet."""
    values = {"incident": incident, "via": via, "outlet": outlet}
    return [_state(row) for row in connection.execute(_ALL, values).fetchall()]


def _identity(search: Search) -> tuple[str, str, str]:
    return search.incident, search.via, search.address


def _key(search: Search) -> dict[str, str]:
    return {
        "incident": search.incident,
        "via": search.via,
        "address": search.address,
    }


def _row(state: SearchState) -> dict[str, object]:
    return {
        **asdict(state.search),
        "outcome": state.outcome,
        "whole": state.whole,
        "entries": state.entries,
        "total": state.total,
        "attempts": state.attempts,
        "retry_at": state.retry_at,
    }


def _state(row: Sequence[Any]) -> SearchState:
    incident, outlet, via, address, listing, from_at, to_at, query, *rest = row
    follows_at, outcome, whole, entries, total, attempts, retry_at = rest
    return SearchState(
        search=Search(
            incident=incident,
            outlet=outlet,
            via=via,
            address=address,
            listing=listing,
            from_at=from_at.replace(tzinfo=UTC),
            to_at=to_at.replace(tzinfo=UTC),
            query=query,
            follows_at=follows_at and follows_at.replace(tzinfo=UTC),
        ),
        outcome=outcome,
        whole=whole,
        entries=entries,
        total=total,
        attempts=attempts,
        retry_at=from_column(retry_at),
    )
