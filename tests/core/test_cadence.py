from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.cadence import LONGEST_WAIT, SPREAD, next_poll, retry_page

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def wait(**more):
    given_values = {
        "now": NOW,
        "interval": QUARTER,
        "failures": 0,
        "retry_at": None,
        **more,
    }
    return next_poll(**given_values).at - NOW


@given(
    failures=st.integers(0, 60),
    interval=st.timedeltas(timedelta(minutes=2), timedelta(days=3)),
    url=st.text(max_size=20),
)
def test_more_failures_never_mean_sooner_and_never_beyond_a_day(
    failures, interval, url
):
    one = wait(interval=interval, failures=failures, feed_url=url)
    more = wait(interval=interval, failures=failures + 1, feed_url=url)
    assert timedelta(0) < one <= more <= max(interval, LONGEST_WAIT)


def test_the_usual_interval_is_kept_exactly():
    assert wait(feed_url="https://lajme.example/feed/") == QUARTER


def test_the_wait_doubles_with_each_failure_up_to_a_day():
    waits = [wait(failures=n) for n in (1, 2, 3, 20)]
    share = (2 * QUARTER - waits[0]) / QUARTER
    assert 0 <= share <= SPREAD
    for found, full in zip(
        waits, [2 * QUARTER, 4 * QUARTER, 8 * QUARTER, LONGEST_WAIT], strict=True
    ):
        expected = QUARTER + (full - QUARTER) * (1 - share)
        assert abs(found - expected) < timedelta(milliseconds=1)


def test_feeds_of_one_host_do_not_come_back_in_the_same_minute():
    found = {
        wait(failures=9, feed_url=f"https://lajme.example/{n}/feed/")
        for n in range(100)
    }
    assert len({at.total_seconds() // 60 for at in found}) > 60
    spread = max(found) - min(found)
    assert 0.15 * LONGEST_WAIT < spread <= SPREAD * LONGEST_WAIT


def test_a_later_wish_of_the_server_wins_and_an_earlier_one_does_not():
    later = NOW + timedelta(days=3)
    chosen = next_poll(now=NOW, interval=QUARTER, failures=1, retry_at=later)
    assert (chosen.at, chosen.reason) == (later, "the server asked us to wait")
    assert wait(retry_at=NOW + timedelta(seconds=60)) == QUARTER


def test_freshness_delays_a_visit_by_a_day_at_most():
    two_hours = NOW + timedelta(hours=2)
    assert wait(fresh_until=two_hours) == timedelta(hours=2)
    assert wait(fresh_until=NOW + timedelta(days=365)) == timedelta(days=1)
    assert wait(fresh_until=NOW + timedelta(minutes=1)) == QUARTER


def test_a_reason_counts_the_failures():
    chosen = next_poll(now=NOW, interval=QUARTER, failures=3, retry_at=None)
    assert chosen.reason == "3 failures in a row"


@pytest.mark.parametrize(
    ("attempts", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, None), (9, None)]
)
def test_a_page_is_tried_five_times_with_doubling_waits(attempts, hours):
    expected = None if hours is None else NOW + timedelta(hours=hours)
    assert retry_page(NOW, attempts) == expected
