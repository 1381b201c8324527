"""The questions to archives: what was asked, what was answered, and what is open."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from duckdb import DuckDBPyConnection

from tracker.db.values import as_json, from_column, insert
from tracker.model import Poll, Search, SearchState, Visit

_OF_INCIDENT = """
    select
        incident, outlet, via, address, listing, from_at, to_at, query, outcome, whole,
        entries, total, attempts, retry_at
    from searches
    where $incident is null or incident = $incident
    order by incident, via, outlet, address
"""
_KNOWN = """
    select address
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
# A list of which nothing is left to ask, all of whose parts were read whole and speak
# of the same number. One that holds nothing proves nothing: it may have been emptied.
_IS_COMPLETE = """
    select
        count_if(not (outcome = 'read' and whole)) = 0
        and count(distinct total) <= 1
        and sum(entries) > 0
    from searches
    where
        incident = $incident and via = $via and outlet = $outlet and listing = $listing
"""


def store_searches(connection: DuckDBPyConnection, visit: Visit) -> None:
    """Note what became of the question that a visit is about, and those that follow.

    One that is there already stays as it is, unless the visit is about it.
    """
    asked = visit.asked
    planned = visit.searches[1:] if asked else visit.searches
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
    for row in connection.execute(_OF_INCIDENT, {"incident": incident}).fetchall():
        state = _state(row)
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


def _store_poll(
    connection: DuckDBPyConnection, state: SearchState, poll: Poll, run_id: str
) -> None:
    """Note an answer; the last one of a whole list proves its stretch of time."""
    search = state.search
    proves = (
        state.outcome == "read"
        and search.query is None
        and _is_complete(connection, search)
    )
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
        "complete_from_at": search.from_at if proves else None,
        # nothing is proved of what was still to come
        "complete_to_at": min(search.to_at, poll.polled_at) if proves else None,
    }
    insert(connection, "polls", [row])


def _is_complete(connection: DuckDBPyConnection, search: Search) -> bool:
    found = connection.execute(
        _IS_COMPLETE,
        {
            "incident": search.incident,
            "via": search.via,
            "outlet": search.outlet,
            "listing": search.listing,
        },
    ).fetchone()
    return bool(found and found[0])


def _new(
    connection: DuckDBPyConnection, planned: Sequence[SearchState]
) -> list[SearchState]:
    if not planned:
        return []
    first = planned[0].search
    known = {
        (first.incident, via, address)
        for via in {state.search.via for state in planned}
        for (address,) in connection.execute(
            _KNOWN,
            {
                "incident": first.incident,
                "via": via,
                "addresses": as_json([state.search.address for state in planned]),
            },
        ).fetchall()
    }
    return [state for state in planned if _identity(state.search) not in known]


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
    outcome, whole, entries, total, attempts, retry_at = rest
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
        ),
        outcome=outcome,
        whole=whole,
        entries=entries,
        total=total,
        attempts=attempts,
        retry_at=from_column(retry_at),
    )
