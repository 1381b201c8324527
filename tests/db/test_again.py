"""What the store says of articles that are looked at again, and of a late start."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.db.builders import (
    FEED,
    NOW,
    FakeTime,
    held_elsewhere,
    make_article_page,
    make_config,
    make_feed_state,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.core.cadence import Waking
from tracker.core.urls import url_hash
from tracker.db.store import Store
from tracker.errors import StoreBusyError
from tracker.model import FeedMemory, Sight

A, B = "https://lajme.example/a", "https://lajme.example/b"
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
KEPT = replace(make_article_page(A), retry_at=SOON)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path)
    store.sync(make_config(), now=NOW, program="tracker 1")
    return store


def stored(store: Store, *pages, visit_id="v1"):
    store.outbox.write(make_visit(*pages, visit_id=visit_id))
    store.apply(now=NOW)


def again(page, outcome, **changes):
    """The article's page, visited later without a text."""
    how = {"checked_at": LATER, "retry_at": None, "article": None, **changes}
    return replace(page, outcome=outcome, detail="as told", **how)


def due_pages(store: Store, now=LATER):
    return store.due(now=now, outlets=None, force=False).pages


def test_a_kept_article_is_due_again_when_its_time_has_come(store: Store):
    stored(store, KEPT)
    assert due_pages(store, NOW) == ()
    (page,) = due_pages(store)
    assert (page.url, page.outcome, page.first_seen_at) == (A, "matched", NOW)


def test_the_other_address_of_an_article_is_not_looked_at_again(store: Store):
    stored(store, KEPT)
    other = replace(make_article_page(B, article_id=KEPT.article.article_id))
    stored(store, replace(other, retry_at=SOON), visit_id="v2")
    assert [page.url for page in due_pages(store)] == [A]


@pytest.mark.parametrize(
    "outcome", ["failed", "blocked", "pending", "too_large", "not_html", "unmatched"]
)
def test_an_article_that_was_not_seen_again_stays_one(store: Store, outcome):
    stored(store, KEPT)
    stored(store, again(KEPT, outcome), visit_id="v2")
    told = "select outcome, detail, article_id is not null from pages"
    assert rows(store, told) == [("matched", "as told", True)]


def test_an_edit_is_dated_from_the_last_time_that_the_text_was_seen(store: Store):
    stored(store, KEPT)
    stored(store, again(KEPT, "failed"), visit_id="v2")
    assert rows(store, "select checked_at from pages") == [(NOW.replace(tzinfo=None),)]


def test_the_other_address_of_an_article_stays_one_though_it_was_gone(store: Store):
    stored(store, KEPT)
    other = make_article_page(B, article_id=KEPT.article.article_id)
    stored(store, other, visit_id="v2")
    stored(store, again(other, "gone"), visit_id="v3")
    told = "select outcome from pages where url = $url"
    assert rows(store, told, url=B) == [("duplicate",)]


def test_the_ledger_says_when_an_address_was_first_seen(store: Store):
    stored(store, KEPT)
    store.outbox.write(make_visit(make_page(B, outcome="failed"), visit_id="v2"))
    known = store.due(now=LATER, outlets=None, force=False).known
    before = NOW - timedelta(minutes=15)
    assert known.sight(url_hash(A)) == Sight(
        first_seen_at=NOW, not_seen_at=before, is_article=True
    )
    assert known.sight(url_hash(B)) == Sight(
        first_seen_at=NOW, not_seen_at=before, is_lost=True
    )
    assert known.sight(1) is None


def test_a_check_that_a_wrong_clock_put_far_ahead_is_due_for_a_daemon_too(store: Store):
    far = make_feed_state(next_check_at=NOW + timedelta(days=8))
    page = make_page(B, outcome="failed", retry_at=NOW + timedelta(days=60))
    store.outbox.write(make_visit(page, feed=far))
    store.apply(now=NOW)
    waking = Waking(at=NOW, over=timedelta(minutes=15))
    due = store.due(now=LATER, outlets=None, force=False, waking=waking)
    assert ([feed.url for feed in due.feeds], [page.url for page in due.pages]) == (
        [FEED],
        [B],
    )


def test_a_withdrawn_article_is_gone_and_kept(store: Store):
    stored(store, KEPT)
    stored(store, again(KEPT, "gone", retry_at=LATER), visit_id="v2")
    assert rows(store, "select outcome from pages") == [("gone",)]
    assert rows(store, "select count(*) from articles") == [(1,)]
    (page,) = due_pages(store)
    assert page.outcome == "gone"
    stored(store, again(KEPT, "failed"), visit_id="v3")
    assert rows(store, "select outcome from pages") == [("gone",)]
    stored(store, replace(KEPT, checked_at=LATER), visit_id="v4")
    assert rows(store, "select outcome from pages") == [("matched",)]


def test_an_article_that_was_only_listed_again_keeps_what_is_known(store: Store):
    stored(store, replace(KEPT, detail="names shembulli"))
    listed = again(KEPT, "pending", checked_at=None, retry_at=NOW)
    stored(store, listed, visit_id="v2")
    told = "select outcome, detail from pages"
    assert rows(store, told) == [("matched", "names shembulli")]
    assert [page.url for page in due_pages(store)] == [A]


def test_new_words_of_a_feed_change_nothing_else(store: Store):
    page = make_page(B, outcome="failed", attempts=3, retry_at=SOON, title="as it was")
    stored(store, replace(page, detail="no answer"))
    words = again(page, "pending", checked_at=None, title="reworded", entry_hash=9)
    stored(store, replace(words, attempts=0), visit_id="v2")
    told = "select title, entry_hash, outcome, detail, attempts from pages"
    assert rows(store, told) == [("reworded", 9, "failed", "no answer", 3)]
    assert [page.url for page in due_pages(store)] == [B]


def test_a_page_in_the_outbox_is_due_again_as_if_it_were_stored(store: Store):
    store.outbox.write(make_visit(KEPT))
    (page,) = due_pages(store)
    assert (page.url, page.outcome) == (A, "matched")


def test_a_writer_elsewhere_stops_no_program_that_has_begun(store: Store):
    store.due(now=NOW, outlets=None, force=False)
    stored(store, KEPT)  # after that was read
    with held_elsewhere(store.path, read_only=False):
        due = store.due(now=NOW, outlets=None, force=False)
        assert due.feeds == ()  # it was visited just now
        assert due.known.has(url_hash(A))
        assert [page.url for page in due_pages(store)] == [A]
        other = make_page(B, outcome="failed", retry_at=SOON)
        store.outbox.write(make_visit(other, visit_id="v2"))
        assert {page.url for page in due_pages(store)} == {A, B}
    begun = Store(
        store.path, outbox=store.outbox, wait=lambda _seconds: None, patience=0
    )
    with held_elsewhere(store.path, read_only=False), pytest.raises(StoreBusyError):
        begun.due(now=NOW, outlets=None, force=False)


def test_a_file_known_to_be_taken_is_hardly_waited_for_again(tmp_path: Path):
    time = FakeTime()
    store = make_store(tmp_path, time)

    def waited(ask: Callable[[], object]) -> float:
        before = time.seconds
        with suppress(StoreBusyError):
            ask()
        return time.seconds - before

    def due() -> object:
        return store.due(now=NOW, outlets=None, force=False)

    due()
    with held_elsewhere(store.path, read_only=False):
        assert waited(due) >= 10
        assert waited(due) < 1
        # what cannot do without an answer waits for it
        assert waited(lambda: store.searches(None)) >= 10
    due()
    with held_elsewhere(store.path, read_only=False):
        assert waited(due) >= 10


def test_force_gives_bytes_that_were_set_aside_another_chance(store: Store):
    memory = FeedMemory(deadly="1:abc", etag='"1"')
    state = make_feed_state(state="quarantined", memory=memory)
    store.outbox.write(make_visit(feed=state))
    store.apply(now=NOW)
    (feed,) = store.due(now=LATER, outlets=None, force=False).feeds
    assert feed.memory == memory
    (feed,) = store.due(now=LATER, outlets=None, force=True).feeds
    assert feed.memory == replace(memory, deadly=None)


def test_what_is_overdue_when_a_program_begins_comes_within_its_interval(store: Store):
    waking = Waking(at=LATER, over=timedelta(minutes=15))
    overdue = make_feed_state(next_check_at=NOW)
    store.outbox.write(make_visit(feed=overdue))
    store.apply(now=NOW)

    def due(minutes: float) -> list[str]:
        now = LATER + timedelta(minutes=minutes)
        found = store.due(now=now, outlets=None, force=False, waking=waking)
        return [feed.url for feed in found.feeds]

    assert due(0) == []
    turns = [minutes for minutes in range(16) if due(minutes)]
    assert due(15) == [FEED]
    assert turns == list(range(turns[0], 16))  # once its turn has come, it stays due
    now = LATER + timedelta(minutes=0)
    forced = store.due(now=now, outlets=None, force=True, waking=waking).feeds
    assert [feed.url for feed in forced] == [FEED]
