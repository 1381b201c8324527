"""What archives answered is no visit of a feed, and the method card names it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from tests.queries.varied import varied_corpus
from tracker.db import method
from tracker.db.health import read_health
from tracker.db.queries import reports
from tracker.report.card import Counted

Db = duckdb.DuckDBPyConnection
Fill = Callable[..., None]
REPORTS = {report.name: report for report in reports(None)}
# At the address of a feed: between its visits and in the moment of one, before and
# behind the pause of the crawler, in it, and after everything.
ANSWERED = {
    "2026-03-04 20:00": "failed",
    "2026-03-10 08:00": "read",
    "2026-03-11 20:00": "failed",
    "2026-03-12 12:00": "read",
    "2026-03-13 08:00": "later",
    "2026-03-13 08:10": "blocked",
    "2026-03-17 08:00": "failed",
    "2026-04-28 08:00": "later",
}
WISH = "the server asked us to wait until 2026-03-17 00:00 UTC"
STRETCH = {
    "searched_from_at": "2026-03-01 00:00",
    "searched_to_at": "2026-04-01 00:00",
}
OF_FEEDS = {
    "outages": "select columns(*) from outages(null, null) order by all",
    "outages of some days": (
        "select columns(*) from outages('2026-03-05', '2026-03-20') order by all"
    ),
    "pauses": "select columns(*) from pauses('2026-03-01', '2026-03-28') order by all",
    "pauses that had begun": (
        "select columns(*) from pauses('2026-03-16', '2026-03-28') order by all"
    ),
    "stretches": (
        "select columns(*) from stretches(null, null, null) where not is_archive"
        " order by all"
    ),
    "outages as of": "select columns(*) from outages(null, '2026-03-12') order by all",
}


def without_archives() -> dict[str, Any]:
    """The varied corpus, with a pause of the crawler, and no archive."""
    rows: dict[str, Any] = varied_corpus()
    del rows["searches"]
    rows["polls"] = [
        row
        for row in rows["polls"]
        if "via" not in row and not "2026-03-14" <= row["polled_at"] < "2026-03-17"
    ]
    return rows


def answers() -> list[dict[str, Any]]:
    """Answers of archives that would change every number if they counted as visits."""
    return [
        {"feed_url": f"feed-{outlet}", "outlet": outlet, "via": "sitemap"}
        | {"polled_at": at, "outcome": outcome, "incident": "durres_fair"}
        | {"detail": WISH if outcome == "later" else "timed out"}
        | {"entries": 9, "new_entries": 1, **STRETCH}
        | (
            {
                "complete_from_at": STRETCH["searched_from_at"],
                "complete_to_at": STRETCH["searched_to_at"],
            }
            if outcome == "read"
            else {}
        )
        for outlet in "abd"
        for at, outcome in ANSWERED.items()
    ] + [
        {"feed_url": "gdelt", "outlet": "b", "via": "gdelt", "outcome": "read"}
        | {"incident": "durres_fair", "query": "fair", **STRETCH}
        | {"polled_at": f"2026-03-{day} 12:00"}
        for day in (15, 16)
    ]


def told(db: Db) -> dict[str, Any]:
    """Everything that is said of feeds and of the crawler."""
    found: dict[str, Any] = {
        name: db.execute(sql).fetchall() for name, sql in OF_FEEDS.items()
    }
    for name in ("outages", "outlet_health"):
        for as_of in (None, "2026-03-11 21:00", "2026-03-12 20:00", "2026-03-28 08:00"):
            report = REPORTS[name]
            given = {param.name: None for param in report.params} | {"as_of": as_of}
            found[f"{name} {as_of}"] = db.execute(report.sql, given).fetchall()
    found["health"] = read_health(db, now=datetime(2026, 3, 28, 9, tzinfo=UTC))
    values = {"incident": "durres_fair"}
    counted = method.told(db, "", values).counted
    found["visits"] = (counted["visits"], counted["good_visits"])
    return found


def test_feeds_and_the_crawler_are_told_of_alike_with_and_without_archives(
    db: Db, fill: Fill
) -> None:
    fill(db, without_archives())
    before = told(db)
    assert before["pauses"]
    assert before["outages"]
    assert before["pauses that had begun"]
    assert before["stretches"]
    fill(db, {"settings": [], "incidents": [], "outlets": [], "polls": answers()})
    after = told(db)
    assert {name for name in before if before[name] != after[name]} == set()


GIVEN: Mapping[str, Any] = {
    "outlets": [{"outlet": name} for name in "abcde"],
    "polls": [
        {"feed_url": address, "outlet": outlet, "via": via, "outcome": outcome}
        | {"incident": "durres_fair", "query": query, "polled_at": "2028-06-01"}
        | STRETCH
        | (
            {
                "complete_from_at": STRETCH["searched_from_at"],
                "complete_to_at": STRETCH["searched_to_at"],
            }
            if address == "s-a"
            else {}
        )
        for address, outlet, via, outcome, query in (
            ("s-a", "a", "sitemap", "read", None),
            ("s-b", "b", "sitemap", "read", None),
            ("s-c", "c", "sitemap", "failed", None),
            ("w-a1", "a", "wordpress", "read", "panair"),
            ("w-a2", "a", "wordpress", "read", "shembulli"),
            ("w-b", "b", "wordpress", "blocked", "panair"),
            ("w-c1", "c", "wordpress", "blocked", "fair"),
            ("w-c2", "c", "wordpress", "read", "shembulli"),
            ("g-x", "gone", "gdelt", "read", "fair"),
        )
    ],
    "searches": [
        {"incident": "durres_fair", "outlet": "d", "via": "gdelt", "outcome": "open"}
        | {"address": address, "listing": address, "query": "fair"}
        | {"from_at": "2026-03-01", "to_at": "2026-04-01"}
        for address in ("g1", "g2")
    ],
}


@pytest.fixture
def counted(db: Db, fill: Fill) -> Callable[..., Counted]:
    fill(db, GIVEN)

    def ask(**values: Any) -> Counted:
        given = {"incident": "durres_fair", **values}
        return Counted(**method.told(db, "", given).counted)

    return ask


def archive(name: str, outlets: int, **numbers: int) -> dict[str, Any]:
    none = dict.fromkeys(("listed", "searched", "unanswered", "unfinished"), 0)
    return {"archive": name, "outlets": outlets} | none | numbers


def test_the_card_counts_the_outlets_of_each_archive_by_what_became_of_it(
    counted: Callable[..., Counted],
) -> None:
    card = counted()
    assert card.archives == [
        archive("GDELT", 1, unfinished=1),
        archive("WordPress", 3, searched=2, unanswered=1),
        archive("sitemap", 3, listed=1, searched=1, unanswered=1),
    ]
    assert (card.archive_outlets, card.configured) == (4, 5)
    # what was refused was not asked for in vain alone: no answer rests on it
    assert card.archive_queries == ["panair", "shembulli"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"outlet": "d"}, ["GDELT"]),
        ({"outlet": "e"}, []),
        ({"as_of": datetime(2028, 5, 31)}, []),
    ],
    ids=["outlet", "never-asked", "as-of"],
)
def test_the_card_names_archives_of_what_is_asked_for_alone(
    counted: Callable[..., Counted], values: Mapping[str, Any], names: list[str]
) -> None:
    assert [each["archive"] for each in counted(**values).archives] == names


def test_the_card_names_no_archive_where_none_was_asked(db: Db, fill: Fill) -> None:
    fill(db, {})
    card = method.told(db, "", {"incident": "durres_fair"}).counted
    assert (card["archives"], card["archive_outlets"]) == ([], 0)
    assert card["archive_queries"] == []
