"""Clocks that are set, between two visits and in the middle of one run."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.db.builders import (
    FEED,
    NOW,
    make_article_page,
    make_config,
    make_feed_state,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.db import connection, queries
from tracker.db.store import Store
from tracker.model import FeedState

A = "https://lajme.example/a"
BACK, AHEAD = timedelta(hours=-2), timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path)
    made.sync(make_config(), now=NOW, program="tracker 1")
    return made


def feed_in(hours: float, **changes: object) -> FeedState:
    at = NOW + timedelta(hours=hours)
    return make_feed_state(**{"next_check_at": at} | changes)


def visited(store: Store, *pages, feed=None, at=NOW, visit_id="v1") -> None:
    visit = make_visit(*pages, feed=feed, at=at, visit_id=visit_id)
    store.outbox.write(visit)
    assert store.apply(now=at).waiting == 0


def is_due(store: Store, at: datetime, *, force: bool = False) -> bool:
    due = store.due(now=at, outlets=None, force=force)
    return FEED in [feed.url for feed in due.feeds]


def nothing_is_wrong(store: Store) -> None:
    with connection.opened(store.path, read_only=True, wait=lambda _: None) as opened:
        for check in queries.checks():
            assert queries.run(check, opened, {}).rows == (), check.name


@pytest.mark.parametrize("by", [BACK, AHEAD])
def test_a_page_read_again_by_a_clock_that_was_set_is_never_seen_after_it_was_checked(
    store, by
):
    visited(store, make_article_page(A), make_page(f"{A}2"))
    later = NOW + by
    visited(
        store,
        make_article_page(A, body="SHSH: tekst i ri.", at=later),
        make_page(f"{A}2", checked_at=later),
        at=later,
        visit_id="v2",
    )
    wrong = "select url from pages where first_seen_at > checked_at"
    assert rows(store, wrong) == []
    assert rows(store, "select version, latest from versions order by all") == [
        (1, False),
        (2, True),
    ]
    nothing_is_wrong(store)


def test_a_feed_is_asked_again_though_its_next_check_was_noted_by_a_wrong_clock(store):
    visited(store, feed=feed_in(24 * 30))
    assert is_due(store, NOW)


def test_a_clock_set_back_by_two_hours_puts_a_feed_off_by_no_more_than_that(store):
    visited(store, feed=feed_in(0.25))
    assert not is_due(store, NOW + BACK)
    assert is_due(store, NOW + timedelta(hours=0.25))


@pytest.mark.parametrize("force", [True, False])
def test_a_retry_after_stays_in_force_when_the_clock_is_set_back(store, force):
    until = NOW + timedelta(hours=3)
    visited(store, feed=feed_in(0.25, not_before_at=until))
    for at in (NOW, NOW + BACK, NOW + BACK + timedelta(hours=4.9)):
        assert not is_due(store, at, force=force)
    assert is_due(store, until, force=force)


def test_a_day_of_summer_time_has_23_hours_and_one_of_winter_time_25(store):
    hours = {
        day: rows(
            store,
            "select date_diff('hour', day_start($day), day_start($day + 1))",
            day=day,
        )[0][0]
        for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25))
    }
    assert list(hours.values()) == [24, 23, 25]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_each_moment_of_such_a_night_belongs_to_the_day_whose_start_lies_before_it(
    store, day
):
    quarters = """
        select
            moment,
            moment >= day_start(local_day(moment))
            and moment < day_start(local_day(moment) + 1)
        from range(
            $day::timestamp - interval 6 hours,
            $day::timestamp + interval 36 hours,
            interval 15 minutes
        ) as moments (moment)
    """
    found = rows(store, quarters, day=day)
    assert len(found) == 4 * 42
    assert [moment for moment, belongs in found if not belongs] == []
