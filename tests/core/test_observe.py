from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.observe import (
    entry_hash,
    newest_first,
    overlaps,
    proves_until,
    says_otherwise,
    stretch,
)
from tracker.model import FeedEntry

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
KEYS = st.lists(NUMBERS, unique=True, max_size=12)


def entry(title, published=None, *, url="https://a.example/x"):
    return FeedEntry(key=url, url=url, title=title, published=published)


def test_an_entry_pinned_to_the_top_bridges_no_gap():
    assert not overlaps([9, 2, 1], [9, 5, 4])


def test_an_old_entry_behind_a_new_one_joins_two_windows():
    assert overlaps([3, 2, 1], [4, 3, 2])


def test_a_pinned_entry_does_not_hide_a_real_overlap():
    assert overlaps([9, 3, 2], [9, 4, 3])


def test_a_feed_that_was_empty_proves_nothing_about_what_came_since():
    assert not overlaps([], [1, 2])


@given(KEYS.filter(bool))
def test_a_window_without_a_new_entry_is_complete(keys):
    assert overlaps(keys, keys)


@given(st.lists(NUMBERS, unique=True, min_size=2, max_size=20), st.data())
def test_windows_of_one_stream_overlap_exactly_when_they_share_an_entry(stream, data):
    window = data.draw(st.integers(1, len(stream) - 1))
    moved = data.draw(st.integers(0, len(stream) - window))
    older, newer = stream[moved : moved + window], stream[:window]
    assert overlaps(older, newer) == bool(set(older) & set(newer))


def test_the_first_visit_proves_nothing_and_says_so():
    proof = stretch(
        last_success_at=None,
        polled_at=NOW,
        previous=(),
        current=(1,),
        complete_listing=False,
    )
    assert (proof.from_at, proof.gap) == (None, "first visit")


def test_a_complete_listing_needs_no_order():
    proof = stretch(
        last_success_at=EARLIER,
        polled_at=NOW,
        previous=(1, 2),
        current=(1, 2, 3),
        complete_listing=True,
    )
    assert (proof.from_at, proof.to_at) == (EARLIER, NOW)


def test_dated_entries_are_ordered_by_date_and_others_left_alone():
    old = entry("old", "2026-03-01T08:00:00Z")
    new = entry("new", "2026-03-02T08:00:00Z")
    undated = entry("undated")
    assert newest_first((old, new)) == (new, old)
    assert newest_first((old, new, undated)) == (old, new, undated)


@given(st.text(), st.text(), st.text())
def test_a_feed_says_otherwise_exactly_when_its_words_differ(feed, one, other):
    before, now = entry_hash(entry(one), feed), entry_hash(entry(other), feed)
    assert says_otherwise(before, now) == (one != other)


def test_another_feed_does_not_say_otherwise():
    before = entry_hash(entry("one"), "https://a.example/feed")
    now = entry_hash(entry("other"), "https://a.example/atom.xml")
    assert not says_otherwise(before, now)


def test_only_a_dated_list_of_recent_news_can_prove_anything():
    news = (entry("a", "2026-03-02T08:00:00Z"), entry("b", "2020-01-01"))
    assert proves_until(news) == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert proves_until((*news, entry("c"))) is None
    assert proves_until((entry("about us", "2019-05-01"),)) < NOW
    assert proves_until(()) is None
