from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from tests.queries.conftest import fill_database
from tracker.core.health import UnreadPages
from tracker.db.health import read_health
from tracker.db.migrate import migrate

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
OVERRUN = "the feed's window was overrun since the last good visit"


def health(**given):
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection)
        fill_database(connection, given)
        return read_health(connection, now=NOW)


def test_a_feed_is_read_with_its_newest_visit_and_what_it_asks_for():
    found = health(
        outlets=[{"outlet": "a"}, {"outlet": "b", "fetched": False}],
        feeds=[
            {
                "feed_url": "f",
                "outlet": "a",
                "state": "failing",
                "failures": 2,
                "last_success_at": "2026-03-10 10:00",
                "next_check_at": "2026-03-10 13:00",
                "moved_to": "https://b.example/",
                "asked_every_seconds": 3600,
                "same_bodies": 3,
                "items_a_day": 48.0,
                "entry_keys": [1, 2],
            },
            {"feed_url": "g", "outlet": "a", "configured": False},
            {"feed_url": "h", "outlet": "a", "state": "off"},
        ],
        polls=[
            {"feed_url": "f", "outlet": "a", "polled_at": "2026-03-10 10:00"},
            {
                "feed_url": "f",
                "outlet": "a",
                "polled_at": "2026-03-10 11:00",
                "outcome": "failed",
                "detail": "older",
            },
            {
                "feed_url": "f",
                "outlet": "a",
                "polled_at": "2026-03-10 11:30",
                "outcome": "later",
                "detail": "the server asked us to wait (429);"
                " the server asked us to wait until 2026-03-10 13:00 UTC",
            },
        ],
    )
    assert found.last_visit_at == datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
    first, listed = found.outlets
    assert (listed.outlet, listed.is_fetched, listed.feeds) == ("b", False, ())
    (feed,) = first.feeds
    assert (feed.url, feed.state, feed.failures) == ("f", "failing", 2)
    assert feed.first_visit_at == datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert feed.last_success_at == datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert feed.next_check_at == datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
    assert feed.detail == "the server asked us to wait (429)"
    assert feed.moved_to == "https://b.example/"
    assert feed.asked_every == timedelta(hours=1)
    assert (feed.same_bodies, feed.window, feed.a_day) == (3, 2, 48.0)
    assert feed.holds == timedelta(hours=1)


def test_a_feed_that_was_never_visited_has_nothing_to_tell():
    found = health(feeds=[{"feed_url": "f", "outlet": "a"}])
    (feed,) = found.outlets[0].feeds
    assert found.last_visit_at is None
    assert (feed.first_visit_at, feed.detail, feed.holds) == (None, "", None)


def polls(*visits):
    """Visits of feed f: minutes after ten, whether the next proves the time, detail."""
    rows, last = [], None
    for minute, proves, detail in visits:
        at = f"2026-03-10 10:{minute:02}"
        rows.append(
            {
                "feed_url": "f",
                "outlet": "a",
                "polled_at": at,
                "complete_from_at": last if proves else None,
                "complete_to_at": at if proves else None,
                "detail": detail,
            }
        )
        last = at
    return rows


def test_windows_that_were_overrun_are_counted_by_whose_wish_it_was():
    wish = "the server asked us to wait until 2026-03-10 10:30 UTC"
    found = health(
        feeds=[{"feed_url": "f", "outlet": "a"}],
        polls=polls(
            (0, False, "first visit"),
            (5, False, OVERRUN),
            (10, False, OVERRUN),
            (15, True, wish),
            (30, False, f"{OVERRUN}; {wish}"),
            (35, True, ""),
        ),
    )
    (feed,) = found.outlets[0].feeds
    assert (feed.overrun, feed.overrun_by_wish) == (2, 1)


def test_what_was_overrun_long_ago_is_of_the_past():
    found = health(
        feeds=[{"feed_url": "f", "outlet": "a"}],
        polls=[
            row | {"polled_at": row["polled_at"].replace("03-10", "03-01")}
            for row in polls((0, False, "first visit"), (5, False, OVERRUN))
        ],
    )
    assert found.outlets[0].feeds[0].overrun == 0


def test_where_bytes_were_put_is_told_though_later_visits_do_not():
    told = "its process ended, for the second time: its bytes are in data/q/1.bin"
    found = health(
        feeds=[{"feed_url": "f", "outlet": "a", "state": "quarantined"}],
        polls=[
            {
                "feed_url": "f",
                "outlet": "a",
                "polled_at": f"2026-03-0{day} 12:00",
                "outcome": "failed",
                "detail": detail,
            }
            for day, detail in ((1, told), (2, "still the bytes that ended it"))
        ],
    )
    assert found.outlets[0].feeds[0].kept_in == "data/q/1.bin"


def test_pages_and_articles_of_late_are_counted():
    page = {"outlet": "a", "first_seen_at": "2026-03-09 00:00"}
    found = health(
        articles=[
            {"article_id": "a1", "flags": ["reserved"], "first_seen_at": "2026-03-09"},
            {"article_id": "a2", "flags": ["stub", "cut"]}
            | {"first_seen_at": "2026-03-09"},
            {"article_id": "a3", "flags": ["reserved"], "first_seen_at": "2026-02-01"},
        ],
        pages=[
            page | {"url": "u1"},
            page | {"url": "u2", "outcome": "blocked", "detail": "consent"},
            page | {"url": "u3", "outcome": "blocked", "detail": "consent"},
            page | {"url": "u4", "outcome": "blocked", "detail": "refused"},
            page | {"url": "u5", "outcome": "failed", "article_id": "a1"},
            page | {"url": "u6", "outcome": "pending", "first_seen_at": "2026-02-01"},
        ],
    )
    (outlet,) = found.outlets
    assert (outlet.reserved, outlet.stubs, outlet.pages) == (1, 1, 5)
    assert outlet.unread == (UnreadPages(outcome="blocked", pages=3, detail="consent"),)


@pytest.mark.parametrize("window", [0, None])
def test_a_feed_without_entries_holds_no_time(window):
    keys = None if window is None else []
    found = health(
        feeds=[{"feed_url": "f", "outlet": "a", "items_a_day": 3.0, "entry_keys": keys}]
    )
    assert found.outlets[0].feeds[0].holds is None
