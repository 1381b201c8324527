from threading import Lock

import pytest

from tests.pipeline.fakes import (
    FEED,
    NOW,
    FakeApplied,
    FakeDue,
    FakeStore,
    article,
    make_config,
)
from tracker.model import DueFeed, DuePage
from tracker.pipeline import crawl
from tracker.pipeline.addresses import PAGES_PER_VISIT


def run(desk, store, **more):
    config = make_config()
    return crawl(
        config,
        store=store,
        tools=desk.tools(config),
        run_id="run",
        config_hash="hash",
        **more,
    )


def due_feed(url):
    return DueFeed(url=url, outlet="bregu", kind="feed")


def test_each_feed_ends_as_a_visit_that_is_heard_of(desk):
    other = "https://m.bregu.example/feed/"
    for url in (FEED, other):
        desk.fetcher.feed(url)
    heard = []
    store = FakeStore(work=FakeDue(feeds=[due_feed(FEED), due_feed(other)]))
    result = run(desk, store, on_visit=heard.append)
    assert sorted(visit.feed.url for visit in result.visits) == sorted([FEED, other])
    assert tuple(heard) == result.visits
    assert result.busy is None


def test_outlets_that_came_into_the_database_since_are_no_work(desk):
    desk.fetcher.feed(FEED)
    unknown = DueFeed(url="https://nova.example/feed/", outlet="nova", kind="feed")
    heard = []
    store = FakeStore(work=FakeDue(feeds=[due_feed(FEED), unknown]))
    run(desk, store, on_start=lambda *counts: heard.append(counts))
    assert heard == [(1, 0)]
    assert desk.fetcher.asked == [FEED]


def test_one_host_is_never_asked_by_two_visitors_at_once(desk):
    urls = [f"https://bregu.example/feed/{number}" for number in range(8)]
    for url in urls:
        desk.fetcher.feed(url)
    inside, lock, clashes = [], Lock(), []

    def enter(url):
        with lock:
            if inside:
                clashes.append(url)
            inside.append(url)

    def leave(url):
        with lock:
            inside.remove(url)

    desk.fetcher.before, desk.fetcher.after = enter, leave
    run(desk, FakeStore(work=FakeDue(feeds=[due_feed(url) for url in urls])))
    assert sorted(desk.fetcher.asked) == urls
    assert not clashes


def test_a_database_that_is_held_stops_no_visit_and_is_reported(desk):
    desk.fetcher.feed(FEED)
    store = FakeStore(
        work=FakeDue(feeds=[due_feed(FEED)]),
        applied=FakeApplied(waiting=1, busy="process 4711 holds it"),
    )
    result = run(desk, store)
    assert (result.waiting, result.busy) == (1, "process 4711 holds it")
    assert len(desk.written) == 1


def test_pages_to_try_again_are_visited_without_a_feed(desk):
    desk.fetcher.page(article("a"), "T\nIt rains.")
    page = DuePage(
        url=article("a"),
        outlet="bregu",
        found_via="feed",
        feed_url=FEED,
        first_seen_at=NOW,
        not_seen_at=None,
        title=None,
        published_text=None,
        attempts=1,
    )
    (visit,) = run(desk, FakeStore(work=FakeDue(pages=[page]))).visits
    assert visit.feed is None
    assert visit.pages[0].outcome == "unmatched"


def test_a_mistake_in_the_program_is_not_swallowed(desk):
    with pytest.raises(KeyError):
        run(desk, FakeStore(work=FakeDue(feeds=[due_feed(FEED)])))
    # The next pass of a program that runs on may find things right again.
    assert not desk.stop.is_set()


def test_what_a_visit_left_unread_follows_in_the_same_pass(desk):
    names = [f"n{number}" for number in range(2 * PAGES_PER_VISIT + 5)]
    desk.fetcher.feed(FEED, *names)
    for name in names:
        desk.fetcher.page(article(name), "T\nIt rains.")
    result = run(desk, FakeStore(work=FakeDue(feeds=[due_feed(FEED)])))
    sizes = [len(visit.pages) for visit in result.visits]
    assert sizes == [len(names), PAGES_PER_VISIT, 5]
    read = [page for visit in result.visits for page in visit.pages if page.checked_at]
    assert sorted(page.url for page in read) == sorted(map(article, names))
