from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.cadence import (
    FARTHEST,
    LONGEST_WAIT,
    QUIET_WAIT,
    REVISIT_AGES,
    SHORTEST_WAIT,
    SPREAD,
    due_again,
    next_poll,
    retry_page,
    revisit,
    start_after,
)
from tracker.model import PageVisit, Rhythm, Wishes

NOW = datetime(2026, 3, 2, 8, 20, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = 15 * MINUTE

PORTAL = Rhythm(a_day=150, an_hour=6)
QUIET = Rhythm(a_day=1, an_hour=0)

rates = st.floats(0, 5000)
rhythms = st.none() | st.builds(Rhythm, a_day=rates, an_hour=rates)
wishes = st.builds(
    Wishes,
    every=st.none() | st.timedeltas(timedelta(0), timedelta(days=90)),
    skip_hours=st.lists(st.integers(-1, 25), max_size=26).map(tuple),
    skip_days=st.lists(st.integers(-1, 8), max_size=9).map(tuple),
)
times = st.none() | st.timedeltas(-DAY, timedelta(days=7)).map(NOW.__add__)
feeds = st.fixed_dictionaries(
    {
        "interval": st.timedeltas(timedelta(seconds=1), timedelta(days=3)),
        "rhythm": rhythms,
        "window": st.none() | st.integers(0, 2000),
        "same_bodies": st.integers(0, 9),
        "by_hand": st.booleans(),
        "refused": st.booleans(),
        "feed_url": st.text(max_size=9),
    }
)
servers = st.fixed_dictionaries(
    {"retry_at": times, "fresh_until": times, "wishes": wishes}
)


def poll(**more):
    return next_poll(
        **{
            "now": NOW,
            "interval": QUARTER,
            "failures": 0,
            "retry_at": None,
            **more,
        }
    )


def wait(**more):
    return poll(**more).at - NOW


# ------------------------------------------------------------ laws


@given(feed=feeds, server=servers, failures=st.integers(0, 60))
def test_nothing_is_asked_twice_in_two_minutes_or_sooner_than_the_server_wants(
    feed, server, failures
):
    found = poll(**feed, **server, failures=failures)
    assert found.at >= NOW + SHORTEST_WAIT
    if found.not_before_at is not None:
        assert NOW < found.not_before_at <= found.at
    if server["retry_at"] is not None:
        assert found.at >= server["retry_at"]
    if server["wishes"].every is not None:
        assert found.at >= NOW + min(server["wishes"].every, DAY)
    if server["fresh_until"] is not None:
        assert found.at >= min(server["fresh_until"], NOW + DAY)


@given(feed=feeds, server=servers, failures=st.integers(0, 60))
def test_more_failures_never_mean_sooner(feed, server, failures):
    one = poll(**feed, **server, failures=failures)
    assert one.at <= poll(**feed, **server, failures=failures + 1).at


@given(feed=feeds, server=servers, failures=st.integers(0, 10_000))
def test_no_wait_is_longer_than_a_day_unless_it_was_asked_for(feed, server, failures):
    longest = max(feed["interval"], LONGEST_WAIT)
    assert wait(**feed, failures=failures) <= longest
    within = poll(**feed, **server, failures=failures)
    assert within.at <= NOW + max(longest, FARTHEST)
    if within.not_before_at is None:
        assert within.at <= NOW + longest


@given(feed=feeds, more=st.floats(0, 1000))
def test_a_busier_feed_is_never_asked_later(feed, more):
    if feed["rhythm"] is None:
        return
    rhythm = feed.pop("rhythm")
    busier = Rhythm(a_day=rhythm.a_day + more, an_hour=rhythm.an_hour + more)
    assert wait(**feed, rhythm=busier) <= wait(**feed, rhythm=rhythm)


@given(feed=feeds)
def test_a_longer_window_is_never_asked_sooner(feed):
    if feed["window"] is None:
        return
    window = feed.pop("window")
    assert wait(**feed, window=window) <= wait(**feed, window=window + 1)


# ------------------------------------------------------------ a feed that works


def test_the_interval_is_where_a_feed_starts():
    assert wait(feed_url="https://lajme.example/feed/") == QUARTER
    assert wait(window=20) == QUARTER
    assert wait(interval=timedelta(seconds=5)) == SHORTEST_WAIT == 2 * MINUTE


def test_a_list_from_which_nothing_drops_out_keeps_the_interval():
    assert wait(rhythm=PORTAL, window=None) == QUARTER


def test_a_portal_is_asked_while_a_burst_of_forty_an_hour_fits_its_window():
    # sqrt(20) - 1.545 squared is 8.57, and 46.25 entries an hour may come
    expected = timedelta(hours=8.57 / 46.25)
    assert abs(wait(rhythm=PORTAL, window=20) - expected) < timedelta(seconds=5)
    half = wait(rhythm=PORTAL, window=10)
    assert 3 * MINUTE < half < 4 * MINUTE


def test_what_happens_now_counts_more_than_what_is_usual():
    hot = Rhythm(a_day=150, an_hour=60)
    assert wait(rhythm=hot, window=20) == pytest.approx(
        timedelta(hours=8.57 / 90), abs=timedelta(seconds=5)
    )


def test_a_quiet_feed_is_left_alone_for_an_hour_or_its_own_longer_interval():
    found = poll(rhythm=QUIET, window=10)
    assert (found.at, found.reason) == (NOW + QUIET_WAIT, "a quiet feed")
    assert wait(rhythm=QUIET, window=10, interval=3 * HOUR) == 3 * HOUR


def test_a_server_that_sends_the_same_in_full_three_times_is_asked_hourly():
    twenty = Rhythm(a_day=20, an_hour=0.5)
    usual = wait(rhythm=twenty, window=20)
    assert usual < QUARTER
    assert wait(rhythm=twenty, window=20, same_bodies=2) == usual
    assert wait(rhythm=twenty, window=20, same_bodies=3) == HOUR
    assert wait(rhythm=twenty, window=20, same_bodies=3, by_hand=True) == usual
    assert wait(same_bodies=3) == HOUR


def test_but_not_so_late_that_its_usual_flow_would_fill_the_window():
    found = wait(rhythm=Rhythm(a_day=150, an_hour=1), window=20, same_bodies=9)
    assert found == pytest.approx(timedelta(hours=8.57 / 12.5), abs=MINUTE)


# ------------------------------------------------------------ a feed that fails


def test_the_wait_doubles_with_each_failure_up_to_a_day():
    waits = [wait(failures=n) for n in (1, 2, 3, 20)]
    share = (2 * QUARTER - waits[0]) / QUARTER
    assert 0 <= share <= SPREAD
    for found, full in zip(
        waits, [2 * QUARTER, 4 * QUARTER, 8 * QUARTER, DAY], strict=True
    ):
        expected = QUARTER + (full - QUARTER) * (1 - share)
        assert abs(found - expected) < timedelta(milliseconds=1)


def test_the_return_of_a_portal_is_noticed_before_its_window_has_passed():
    usual = timedelta(hours=8.57 / 12.5)  # twice the daily mean
    for failures in range(4, 25):
        found = wait(rhythm=PORTAL, window=20, failures=failures)
        assert (1 - SPREAD) * usual < found < usual + MINUTE
    assert wait(rhythm=PORTAL, window=20, failures=25) > usual
    assert wait(rhythm=PORTAL, window=20, failures=30) > 0.8 * DAY


def test_a_server_that_refuses_us_is_asked_ever_more_rarely():
    usual = wait(rhythm=PORTAL, window=20)
    for failures in (1, 2, 3, 4, 5):
        found = wait(rhythm=PORTAL, window=20, failures=failures, refused=True)
        assert (1 - SPREAD) * usual * 2**failures < found <= usual * 2**failures


def test_feeds_of_one_host_do_not_come_back_in_the_same_minute():
    found = {
        wait(failures=9, feed_url=f"https://lajme.example/{n}/feed/")
        for n in range(100)
    }
    assert len({at.total_seconds() // 60 for at in found}) > 60
    spread = max(found) - min(found)
    assert 0.15 * LONGEST_WAIT < spread <= SPREAD * LONGEST_WAIT


def test_a_reason_counts_the_failures():
    chosen = next_poll(now=NOW, interval=QUARTER, failures=3, retry_at=None)
    assert chosen.reason == "3 failures in a row"


# ------------------------------------------------------------ what the server wants


def test_a_later_wish_of_the_server_wins_and_an_earlier_one_does_not():
    later = NOW + timedelta(days=3)
    chosen = poll(failures=1, retry_at=later)
    assert (chosen.at, chosen.reason) == (later, "the server asked us to wait")
    assert chosen.not_before_at == later
    soon = poll(retry_at=NOW + MINUTE)
    assert (soon.at, soon.not_before_at) == (NOW + QUARTER, NOW + MINUTE)
    assert poll(retry_at=NOW - MINUTE).not_before_at is None


def test_freshness_delays_a_visit_by_a_day_at_most():
    two_hours = NOW + timedelta(hours=2)
    assert wait(fresh_until=two_hours) == timedelta(hours=2)
    assert wait(fresh_until=NOW + timedelta(days=365)) == timedelta(days=1)
    assert wait(fresh_until=NOW + timedelta(minutes=1)) == QUARTER


def test_the_pace_that_a_feed_states_is_kept_even_if_it_costs_a_window():
    found = poll(rhythm=PORTAL, window=10, wishes=Wishes(every=6 * HOUR))
    assert (found.at, found.not_before_at) == (NOW + 6 * HOUR, NOW + 6 * HOUR)
    assert found.reason == "the feed asks for this pace"
    assert wait(wishes=Wishes(every=timedelta(days=30))) == DAY


def test_the_latest_wish_is_the_one_that_counts():
    found = poll(
        retry_at=NOW + 2 * HOUR,
        fresh_until=NOW + 3 * HOUR,
        wishes=Wishes(every=HOUR),
    )
    assert found.not_before_at == NOW + 3 * HOUR


def test_hours_to_skip_are_gmt_and_push_a_visit_to_the_next_open_hour():
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found = poll(interval=10 * MINUTE, wishes=Wishes(skip_hours=(8,)))
    assert (found.at, found.not_before_at) == (nine, nine)
    assert poll(wishes=Wishes(skip_hours=(9, 10))).at == NOW + QUARTER
    late = poll(interval=HOUR, wishes=Wishes(skip_hours=(9, 10)))
    assert late.at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_days_to_skip_count_from_monday_and_end_at_midnight():
    found = poll(wishes=Wishes(skip_days=(0, 1)))
    assert found.at == datetime(2026, 3, 4, tzinfo=UTC)
    both = poll(wishes=Wishes(skip_days=(0,), skip_hours=(0, 1, 2)))
    assert both.at == datetime(2026, 3, 3, 3, tzinfo=UTC)


def test_hours_to_skip_put_no_visit_off_beyond_a_week():
    almost = NOW + timedelta(days=6, hours=15)  # a Sunday, shortly before midnight
    tuesday = datetime(2026, 3, 10, tzinfo=UTC)
    assert poll(retry_at=almost, wishes=Wishes(skip_days=(6, 0))).at == almost
    assert tuesday > NOW + timedelta(days=7)


def test_a_list_that_forbids_everything_is_no_list():
    assert wait(wishes=Wishes(skip_hours=tuple(range(24)))) == QUARTER
    assert wait(wishes=Wishes(skip_days=tuple(range(7)))) == QUARTER


# ------------------------------------------------------------ start and wake


def place(minutes_overdue, *, woke_at=NOW, now=NOW, feed_url="a"):
    due_at = None if minutes_overdue is None else NOW - minutes_overdue * MINUTE
    return start_after(
        now=now,
        woke_at=woke_at,
        interval=QUARTER,
        feed_url=feed_url,
        next_check_at=due_at,
    )


@pytest.mark.parametrize("overdue", [None, 0, 1, 60 * 24 * 30])
def test_after_a_long_sleep_feeds_come_one_by_one_within_their_interval(overdue):
    places = sorted(place(overdue, feed_url=f"feed {n}") for n in range(500))
    assert places[0] >= NOW
    assert places[-1] < NOW + QUARTER
    for minute in range(15):
        start = NOW + minute * MINUTE
        in_minute = [at for at in places if start <= at < start + MINUTE]
        assert 10 < len(in_minute) < 60


def test_a_feed_that_becomes_due_later_is_not_put_off():
    assert place(-1) == NOW + MINUTE
    assert place(-600) == NOW + 600 * MINUTE


def test_a_place_stays_the_same_while_its_time_comes():
    assert place(9, now=NOW + 7 * MINUTE) == place(9)


def test_a_clock_that_was_set_back_keeps_no_feed_waiting():
    assert place(9, woke_at=NOW + 5 * HOUR) <= NOW


# ------------------------------------------------------------ pages


@pytest.mark.parametrize(
    ("attempts", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, None), (9, None)]
)
def test_a_page_is_tried_five_times_with_doubling_waits(attempts, hours):
    expected = None if hours is None else NOW + timedelta(hours=hours)
    assert retry_page(NOW, attempts) == expected


@pytest.mark.parametrize(("attempts", "hours"), [(1, 1), (2, None), (3, None)])
def test_a_page_that_killed_its_worker_is_tried_once_more(attempts, hours):
    expected = None if hours is None else NOW + timedelta(hours=hours)
    assert retry_page(NOW, attempts, deadly=True) == expected


def test_an_article_is_looked_at_again_while_it_is_young_and_then_never():
    seen, at = [], NOW
    while (following := revisit(now=at, first_seen_at=NOW)) is not None:
        assert following > at
        seen.append((following - NOW) / HOUR)
        at = following
    assert seen == [1, 4, 12, 24, 72, 168, 336, 720]


@given(age=st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_late_visit_skips_the_ages_that_have_passed(age):
    found = revisit(now=NOW + age, first_seen_at=NOW)
    if found is None:
        assert age >= REVISIT_AGES[-1]
    else:
        assert found > NOW + age
        assert found - NOW in REVISIT_AGES


def test_a_page_left_unread_keeps_what_is_known_of_it():
    page = PageVisit(
        url="https://lajme.example/a",
        outlet="lajme",
        found_via="feed",
        feed_url="https://lajme.example/feed/",
        first_seen_at=NOW,
        checked_at=None,
        not_seen_at=NOW - HOUR,
        outcome="failed",
        detail="no luck",
        title="A",
        published_text="2 Mar 2026",
        attempts=2,
    )
    again = due_again(page)
    assert (again.outcome, again.attempts) == ("failed", 2)
    assert (again.url, again.title, again.not_seen_at) == (
        page.url,
        "A",
        NOW - HOUR,
    )
