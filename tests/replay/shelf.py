"""All visits of a replay in a real database, in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

import duckdb

from tests.db.builders import make_store
from tests.replay.world import World
from tracker.db import queries
from tracker.db.store import Store
from tracker.db.values import insert
from tracker.model import Config, Visit


def shelve(
    visits: Sequence[Visit], *, folder: Path, config: Config, world: World
) -> Store:
    """Store pages a day at a time, each feed as its last visit left it, and all polls.

    Thirty thousand transactions of their own would take an hour and say the same.
    """
    store = make_store(folder)
    store.sync(config, now=world.start, program="replay")
    last = {visit.feed.url: visit for visit in visits if visit.feed is not None}
    for visit in (*_by_day(visits), *(_bare(visit) for visit in last.values())):
        store.outbox.write(visit)
    applied = store.apply(now=world.end)
    assert (applied.waiting, applied.busy, applied.damaged) == (0, None, ())
    closing = {visit.id for visit in last.values()}
    with duckdb.connect(store.path) as connection:
        connection.execute("set TimeZone = 'UTC'")
        rows = [_poll(visit) for visit in visits if visit.id not in closing]
        insert(connection, "polls", [row for row in rows if row])
    return store


def report(
    store: Store, name: str, given: Mapping[str, str]
) -> list[dict[str, object]]:
    """Rows of a shipped report, by column."""
    found = queries.find(name, None)
    with duckdb.connect(store.path, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        result = queries.run(found, connection, queries.bind(found, given))
    names = [column.name for column in result.columns]
    return [dict(zip(names, row, strict=True)) for row in result.rows]


def _by_day(visits: Sequence[Visit]) -> Iterator[Visit]:
    def day(visit: Visit) -> datetime:
        at = visit.poll.polled_at if visit.poll else visit.pages[0].checked_at
        assert at is not None
        return at.replace(hour=0, minute=0, second=0, microsecond=0)

    for at, those in groupby(visits, key=day):
        pages = tuple(page for visit in those for page in visit.pages)
        yield Visit(
            id=f"pages of {at}", run_id="replay", feed=None, poll=None, pages=pages
        )


def _bare(visit: Visit) -> Visit:
    return replace(visit, pages=())


def _poll(visit: Visit) -> dict[str, object] | None:
    if visit.poll is None or visit.feed is None:
        return None
    return {
        **asdict(visit.poll),
        "feed_url": visit.feed.url,
        "outlet": visit.feed.outlet,
        "run_id": visit.run_id,
    }
