from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.core import standing
from tracker.model import DueFeed, FeedMemory, Reply, Rhythm, Wishes

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(minutes=15)
FEED = "https://bregu.example/feed/"
MEMORY = FeedMemory(
    etag='"1"',
    last_modified="a day",
    body_hash="b",
    entry_keys=(3, 2, 1),
    asked_plainly_at=EARLIER,
    rhythm=Rhythm(a_day=20, an_hour=1),
)
KNOWN = DueFeed(
    url=FEED, outlet="bregu", kind="feed", last_success_at=EARLIER, memory=MEMORY
)


def reply(status=200, body=b"<rss/>", **headers):
    return Reply(
        asked=FEED,
        url=FEED,
        status=status,
        headers=headers,
        body=body,
    )


def after(outcome="unchanged", feed=KNOWN, memory=None, **changes):
    how = {"now": NOW, "interval": timedelta(minutes=15), "by_hand": False, **changes}
    state, _ = standing.after(feed, outcome, memory or feed.memory, **how)
    return state


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (EARLIER, ('"1"', "a day")),
        (NOW - timedelta(days=6, hours=23), ('"1"', "a day")),
        (NOW - timedelta(days=7), (None, None)),
        (NOW + timedelta(days=1), (None, None)),  # the clock was set back
        (None, (None, None)),
    ],
)
def test_every_seven_days_the_document_itself_is_asked_for(asked, sent):
    memory = replace(MEMORY, asked_plainly_at=asked)
    assert standing.conditions(memory, now=NOW) == sent


def test_a_304_renews_validators_and_counts_as_no_body():
    memory = standing.unchanged(
        replace(KNOWN, memory=replace(MEMORY, same_bodies=2)),
        reply(304, b"", etag='"2"'),
        now=NOW,
    )
    assert (memory.etag, memory.last_modified) == ('"2"', "a day")
    assert (memory.same_bodies, memory.asked_plainly_at) == (0, EARLIER)
    assert memory.entry_keys == MEMORY.entry_keys


def test_the_same_bytes_in_full_are_counted():
    memory = standing.unchanged(KNOWN, reply(), now=NOW)
    assert (memory.same_bodies, memory.asked_plainly_at) == (1, NOW)


def test_a_server_that_sends_the_same_again_and_again_is_asked_hourly():
    memory = replace(MEMORY, same_bodies=3, rhythm=Rhythm(a_day=60, an_hour=1))
    busy = replace(KNOWN, memory=replace(memory, entry_keys=tuple(range(20))))
    assert after(feed=busy).next_check_at == NOW + timedelta(hours=1)
    assert after(feed=busy, by_hand=True).next_check_at < NOW + timedelta(hours=1)


def read(feed=KNOWN, keys=(4, 3, 2), **changes):
    how = {"span": None, "wishes": Wishes(), "is_index": False, **changes}
    return standing.read(feed, reply(etag='"2"'), now=NOW, entry_keys=keys, **how)


def test_a_new_document_replaces_what_was_remembered():
    wishes = Wishes(every=timedelta(hours=1))
    memory = read(replace(KNOWN, memory=replace(MEMORY, deadly="x")), wishes=wishes)
    assert (memory.etag, memory.last_modified) == ('"2"', None)
    assert (memory.entry_keys, memory.wishes) == ((4, 3, 2), wishes)
    assert (memory.asked_plainly_at, memory.deadly) == (NOW, None)
    assert memory.rhythm.an_hour > 1  # one in a quarter of an hour


def test_an_index_is_never_taken_for_unchanged():
    memory = read(is_index=True)
    assert (memory.etag, memory.last_modified, memory.body_hash) == (None, None, None)


def test_what_the_feed_asks_for_holds_after_a_bad_visit_too():
    memory = replace(MEMORY, wishes=Wishes(every=timedelta(hours=6)))
    late = NOW + timedelta(hours=6)
    assert after(memory=memory).not_before_at == late
    assert after(memory=memory).next_check_at == late
    bad = after("failed", memory=memory)
    assert (bad.not_before_at, bad.state, bad.failures) == (late, "failing", 1)


def test_a_server_that_refuses_is_left_alone_sooner_than_one_that_is_down():
    busy = replace(MEMORY, rhythm=Rhythm(a_day=150, an_hour=6))
    often = replace(KNOWN, failures=5, memory=busy)
    down = after("failed", feed=often).next_check_at
    assert after("blocked", feed=often).next_check_at > down


def test_a_quarantined_feed_is_asked_once_a_day():
    state = after("failed", quarantined=True)
    assert state.state == "quarantined"
    assert state.next_check_at == NOW + timedelta(days=1)


def test_a_sitemap_keeps_the_interval_for_nothing_drops_out_of_it():
    busy = replace(MEMORY, rhythm=Rhythm(a_day=900, an_hour=90))
    sitemap = replace(KNOWN, kind="sitemap", memory=busy)
    assert after(feed=sitemap).next_check_at == NOW + timedelta(minutes=15)
    assert after(feed=replace(sitemap, kind="feed")).next_check_at == NOW + timedelta(
        minutes=2
    )


@pytest.mark.parametrize("outcome", ["failed", "gone", "skipped"])
def test_a_move_is_forgotten_where_the_document_cannot_be_read(outcome):
    moved = replace(KNOWN, memory=replace(MEMORY, moved_to="https://b.example/"))
    memory = standing.unread(moved, outcome)
    assert (memory.moved_to, memory.etag, memory.last_modified) == (None, None, None)
    assert standing.unread(moved, "later") == moved.memory
