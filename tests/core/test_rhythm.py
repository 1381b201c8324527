import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.rhythm import (
    LONGEST,
    SHORTEST_WINDOW,
    burst_rate,
    holds,
    next_rhythm,
    stated_span,
    usual_rate,
)
from tracker.model import Rhythm

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def poisson_at_least(count, mean):
    """Chance of `count` or more, summed from the law itself."""
    below = sum(
        math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count)
    )
    return 1 - below


def test_a_window_is_full_once_in_a_thousand_visits():
    for window in (SHORTEST_WINDOW, 10, 20, 50, 200):
        mean = holds(window, 1.0) / HOUR
        assert 0.0002 < poisson_at_least(window, mean) < 0.0015


def test_a_list_too_short_to_be_a_window_does_not_call_for_visits_without_end():
    assert holds(1, 0.25) == holds(SHORTEST_WINDOW, 0.25) > 3 * HOUR


def test_a_feed_without_entries_holds_as_long_as_can_be_said():
    assert holds(20, 0.0) == LONGEST
    assert holds(2000, 1e-12) == LONGEST


def test_the_dates_of_the_first_document_say_how_often_a_feed_brings_something():
    times = [NOW - n * 10 * MINUTE for n in range(20)]
    rhythm = next_rhythm(
        None,
        new_entries=20,
        since=None,
        first_span=stated_span(times, now=NOW),
        entries=20,
    )
    assert rhythm == Rhythm(a_day=pytest.approx(144), an_hour=pytest.approx(6))


def test_nothing_is_known_of_a_first_document_without_dates():
    assert next_rhythm(None, new_entries=9, since=None, entries=9) is None
    assert next_rhythm(None, new_entries=0, since=None, first_span=HOUR) is None


def test_a_pinned_entry_and_one_dated_ahead_do_not_hide_the_flow():
    times = [NOW - n * 10 * MINUTE for n in range(20)]
    plain = stated_span(times, now=NOW)
    odd = [NOW - 900 * DAY, *times[1:-1], NOW + 900 * DAY]
    assert stated_span(odd, now=NOW) == plain


def test_a_tenth_at_either_end_may_be_odd_and_no_more():
    times = [NOW - n * 10 * MINUTE for n in range(20)]
    plain = stated_span(times, now=NOW)
    old = [NOW - 900 * DAY] * 3
    assert stated_span([*times[:-2], *old[:2]], now=NOW) == plain
    assert stated_span([*times[:-3], *old], now=NOW) > 100 * plain


def test_a_zone_that_is_hours_off_does_not_hide_the_flow():
    times = [NOW + 2 * HOUR - n * 10 * MINUTE for n in range(20)]
    assert stated_span(times, now=NOW) == timedelta(minutes=200)


def test_a_site_that_fell_silent_is_not_taken_for_a_busy_one():
    times = [NOW - 900 * DAY - n * MINUTE for n in range(20)]
    assert stated_span(times, now=NOW) > 900 * DAY


@pytest.mark.parametrize("times", [[], [NOW], [NOW, None, NOW - HOUR], [NOW] * 9])
def test_dates_that_say_too_little_say_nothing(times):
    assert stated_span(times, now=NOW) is None


@given(
    ages=st.lists(st.timedeltas(-9999 * DAY, 9999 * DAY), max_size=40),
)
def test_a_span_is_positive_or_unknown(ages):
    span = stated_span([NOW - age for age in ages], now=NOW)
    assert span is None or span > timedelta(0)


def after(rhythm, *, counts, every, entries=20):
    for count in counts:
        rhythm = next_rhythm(rhythm, new_entries=count, since=every, entries=entries)
    return rhythm


def test_a_steady_feed_is_known_after_some_days():
    found = after(None, counts=[3] * (4 * 24 * 8), every=15 * MINUTE)
    assert found.a_day == pytest.approx(288, rel=0.03)
    assert found.an_hour == pytest.approx(12, rel=0.01)


def test_a_feed_without_dates_begins_as_one_of_two_dozen_a_day():
    found = next_rhythm(None, new_entries=0, since=15 * MINUTE, entries=20)
    assert found.a_day == pytest.approx(24, abs=0.2)


def test_a_burst_shows_within_the_hour_and_is_forgotten_within_hours():
    usual = Rhythm(a_day=20, an_hour=0.8)
    burst = after(usual, counts=[6] * 4, every=9 * MINUTE)
    assert burst.an_hour > 18
    assert burst.a_day < 35
    later = after(burst, counts=[0] * 16, every=15 * MINUTE)
    assert later.an_hour < 1
    assert later.a_day > 20


def test_a_night_changes_the_daily_mean_but_little():
    day = [1] * 48 + [0] * 48
    found = after(None, counts=day * 10, every=15 * MINUTE)
    assert found.a_day > 0.7 * 48


def test_a_long_gap_counts_as_long_as_it_was():
    before = Rhythm(a_day=24, an_hour=1)
    once = next_rhythm(before, new_entries=12, since=10 * HOUR, entries=20)
    assert once.an_hour == pytest.approx(1.2, abs=0.01)
    assert 24 < once.a_day < 26


def test_an_overrun_window_never_slows_a_feed_down():
    before = Rhythm(a_day=150, an_hour=6)
    overrun = next_rhythm(before, new_entries=20, since=2 * DAY, entries=20)
    assert overrun.a_day >= 150
    assert overrun.an_hour >= 6
    told = next_rhythm(
        before, new_entries=20, since=2 * DAY, entries=20, first_span=HOUR
    )
    assert told.an_hour == 20


rates = st.floats(0, 9000)


@given(
    rhythm=st.builds(Rhythm, a_day=rates, an_hour=rates),
    new=st.integers(0, 2000),
    since=st.timedeltas(-DAY, 400 * DAY),
    entries=st.integers(0, 2000),
)
def test_averages_lie_between_what_was_and_what_is_seen(rhythm, new, since, entries):
    found = next_rhythm(rhythm, new_entries=new, since=since, entries=entries)
    if since <= timedelta(0):
        assert found == rhythm
        return
    seen = new / (since / HOUR)
    low, high = sorted((rhythm.an_hour, seen))
    assert low * 0.999 <= found.an_hour <= high * 1.001
    low, high = sorted((rhythm.a_day, 24 * seen))
    assert low * 0.999 <= found.a_day <= high * 1.001


@given(a_day=st.floats(0, 5000), an_hour=st.floats(0, 500))
def test_room_for_a_burst_comes_on_top_of_what_is_usual(a_day, an_hour):
    rhythm = Rhythm(a_day=a_day, an_hour=an_hour)
    assert burst_rate(rhythm) >= usual_rate(rhythm) >= a_day / 24


def test_a_newsroom_may_write_forty_in_an_hour_and_a_small_site_may_not():
    assert burst_rate(Rhythm(a_day=20, an_hour=0)) > 40
    assert burst_rate(Rhythm(a_day=3, an_hour=0)) < 3
    assert burst_rate(Rhythm(a_day=0, an_hour=0)) == 0


def test_a_window_rarely_overflows_under_a_burst_without_warning():
    """One in a hundred of the bursts of forty in an hour may overflow a window."""
    draw = random.Random(4)  # noqa: S311 - nothing secret
    for a_day, window in ((150, 20), (60, 10), (20, 20), (20, 10)):
        every = holds(window, burst_rate(Rhythm(a_day=a_day, an_hour=0))) / HOUR
        lost = 0
        for _ in range(1000):
            burst = sorted(draw.random() for _ in range(40))
            start = -draw.random() * every
            worst, visit = 0, start
            while visit < 1:
                visit += every
                worst = max(worst, sum(visit - every < at <= visit for at in burst))
            lost += worst > window
        assert lost <= 10
