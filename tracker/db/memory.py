"""What is remembered of feeds and sites, as columns and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from tracker.db.values import as_json, from_column, insert, to_column
from tracker.model import (
    FeedMemory,
    Rhythm,
    RobotsFile,
    SiteNotes,
    SiteRest,
    Visit,
    Wishes,
)

# Column of `feeds` → how it is spelt in an UPDATE of that table.
FEED_COLUMNS: Mapping[str, str] = {
    "etag": "$etag",
    "last_modified": "$last_modified",
    "body_hash": "$body_hash",
    "entry_keys": "$entry_keys::json::bigint[]",
    "proves": "$proves",
    "proves_until_at": "$proves_until_at",
    "moved_to": "$moved_to",
    "asked_plainly_at": "$asked_plainly_at",
    "same_bodies": "$same_bodies",
    "asked_every_seconds": "$asked_every_seconds",
    "skip_hours": "$skip_hours::json::integer[]",
    "skip_days": "$skip_days::json::integer[]",
    "items_a_day": "$items_a_day",
    "items_an_hour": "$items_an_hour",
    "deadly": "$deadly",
    "said_gone": "$said_gone",
}
_RESTS = "select site, until_at, reason from rests"
_ROBOTS = "select origin, checked_at, failing_since_at, body from robots"


def feed_columns(memory: FeedMemory) -> dict[str, object]:
    """Spell a feed's memory as parameters of FEED_COLUMNS."""
    wishes, rhythm = memory.wishes, memory.rhythm
    return {
        "etag": memory.etag,
        "last_modified": memory.last_modified,
        "body_hash": memory.body_hash,
        "entry_keys": as_json(memory.entry_keys),
        "proves": memory.proves,
        "proves_until_at": to_column(memory.proves_until_at),
        "moved_to": memory.moved_to,
        "asked_plainly_at": to_column(memory.asked_plainly_at),
        "same_bodies": memory.same_bodies,
        "asked_every_seconds": (
            round(wishes.every.total_seconds()) if wishes.every else None
        ),
        "skip_hours": as_json(wishes.skip_hours),
        "skip_days": as_json(wishes.skip_days),
        "items_a_day": rhythm.a_day if rhythm else None,
        "items_an_hour": rhythm.an_hour if rhythm else None,
        "deadly": memory.deadly,
        "said_gone": memory.said_gone,
    }


def feed_memory(row: Mapping[str, Any]) -> FeedMemory:
    """Read a feed's memory from its row in `feeds`."""
    every, rhythm = row["asked_every_seconds"], None
    if row["items_a_day"] is not None and row["items_an_hour"] is not None:
        rhythm = Rhythm(a_day=row["items_a_day"], an_hour=row["items_an_hour"])
    return FeedMemory(
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        entry_keys=tuple(row["entry_keys"] or ()),
        proves=row["proves"] is not False,
        proves_until_at=from_column(row["proves_until_at"]),
        moved_to=row["moved_to"],
        asked_plainly_at=from_column(row["asked_plainly_at"]),
        same_bodies=row["same_bodies"] or 0,
        wishes=Wishes(
            every=None if every is None else timedelta(seconds=every),
            skip_hours=tuple(row["skip_hours"] or ()),
            skip_days=tuple(row["skip_days"] or ()),
        ),
        rhythm=rhythm,
        deadly=row["deadly"],
        said_gone=row["said_gone"] is True,
    )


def store_sites(connection: DuckDBPyConnection, notes: SiteNotes) -> None:
    """Note what was learnt about sites; a newer word replaces the older one."""
    for rest in notes.rests:
        connection.execute("delete from rests where site = $site", {"site": rest.site})
    for robots in notes.robots:
        connection.execute(
            "delete from robots where origin = $origin", {"origin": robots.origin}
        )
    insert(
        connection,
        "rests",
        [
            {"site": rest.site, "until_at": rest.until_at, "reason": rest.reason}
            for rest in {rest.site: rest for rest in notes.rests}.values()
        ],
    )
    insert(
        connection,
        "robots",
        [
            {
                "origin": robots.origin,
                "checked_at": robots.checked_at,
                "failing_since_at": robots.failing_since_at,
                "body": robots.body,
            }
            for robots in {each.origin: each for each in notes.robots}.values()
        ],
    )


def read_sites(connection: DuckDBPyConnection, waiting: Sequence[Visit]) -> SiteNotes:
    """Read what is known about sites, the visits in `waiting` taken as stored."""
    rests = {
        site: SiteRest(site=site, until_at=_time(until_at), reason=reason)
        for site, until_at, reason in connection.execute(_RESTS).fetchall()
    }
    robots = {
        origin: RobotsFile(
            origin=origin,
            checked_at=_time(checked_at),
            failing_since_at=from_column(failing_since_at),
            body=body,
        )
        for origin, checked_at, failing_since_at, body in connection.execute(
            _ROBOTS
        ).fetchall()
    }
    for visit in waiting:
        rests.update((rest.site, rest) for rest in visit.sites.rests)
        robots.update((each.origin, each) for each in visit.sites.robots)
    return SiteNotes(rests=tuple(rests.values()), robots=tuple(robots.values()))


def _time(value: datetime) -> datetime:
    """Read a time that is never null."""
    found = from_column(value)
    assert found is not None  # noqa: S101 - the store writes none
    return found
