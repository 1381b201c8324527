"""How many visits a database is known to hold, noted outside of it.

A log of last writes that was cut opens without a word, and so does an older file that
was copied into the place: only somebody who has counted can tell.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.db.values import as_json, from_column

_COUNT = "select count(*), max(applied_at) from applied_visits"
_APPLIED = """
    select visit_id from applied_visits
    where visit_id in (select unnest($ids::json::varchar[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Visits remembered as stored, and when the last of them was; None: no visit.

    `unsettled` are those among them that only the log of last writes is known to hold.
    """

    visits: int
    newest_at: datetime | None
    unsettled: tuple[str, ...] = ()

    def lacks(self, other: "Tally") -> bool:
        """Whether this is less than another one, counted earlier."""
        if self.visits < other.visits:
            return True
        if other.newest_at is None:
            return False
        return self.newest_at is None or self.newest_at < other.newest_at


NOTHING = Tally(visits=0, newest_at=None)


def counted(
    connection: DuckDBPyConnection, *, unsettled: tuple[str, ...] = ()
) -> Tally:
    """Count in a database that has its tables."""
    visits, newest_at = connection.execute(_COUNT).fetchone() or (0, None)
    return Tally(visits=visits, newest_at=from_column(newest_at), unsettled=unsettled)


def missing(connection: DuckDBPyConnection, ids: tuple[str, ...]) -> frozenset[str]:
    """Say which of these visits the database does not hold."""
    found = connection.execute(_APPLIED, {"ids": as_json(ids)}).fetchall()
    return frozenset(ids) - {visit for (visit,) in found}


class TallyFile:
    """Beside the visits that wait: what was counted after the last of them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Tally:
        """Read what was noted last; NOTHING where it cannot be read."""
        try:
            noted = json.loads(self.path.read_bytes())
            at = noted["newest_at"]
            return Tally(
                visits=int(noted["visits"]),
                newest_at=datetime.fromisoformat(at) if at else None,
                unsettled=tuple(map(str, noted["unsettled"])),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return NOTHING

    def write(self, tally: Tally) -> None:
        """Note a count; where that fails, the older one stays, which asks for less.

        Not forced to disk: it need only outlive the program, and a machine that loses
        its power loses a warning, no visit.
        """
        noted = {
            "visits": tally.visits,
            "newest_at": tally.newest_at.isoformat() if tally.newest_at else None,
            "unsettled": tally.unsettled,
        }
        unfinished = self.path.with_name(f"{self.path.name}.part")
        try:
            unfinished.write_text(json.dumps(noted), encoding="ascii")
            unfinished.replace(self.path)
        except OSError:
            return
