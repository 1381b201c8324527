"""What is looked at again: edited and withdrawn articles, deadly bytes, wishes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.pipeline.fakes import (
    FEED,
    NOW,
    FakeKnown,
    article,
    keys_of,
    known_of,
    make_config,
)
from tests.pipeline.test_visitor import (
    DUE,
    EARLIER,
    SITEMAP,
    make_page,
    remembering,
    visitor,
)
from tracker.core import observe
from tracker.core.decide import hash_of
from tracker.model import Failure, FeedEntry, Sight, SitemapChild, SitemapIndex
from tracker.pipeline.addresses import REREAD_PER_VISIT, left_over

ABOUT_US = "At the fair\nThe Vala Association had a stand."
KEPT = replace(make_page("a", attempts=0), outcome="matched")


def visit(desk, page=KEPT):
    return visitor(desk).visit_pages([page]).pages[0]


# ------------------------------------------------------------ articles


def test_a_kept_article_is_looked_at_again_while_it_is_news(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), ABOUT_US)
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert page.retry_at == NOW + timedelta(hours=1)
    old = replace(KEPT, first_seen_at=NOW - timedelta(days=31))
    assert visit(desk, old).retry_at is None


def test_a_page_that_is_not_kept_is_not_looked_at_again(desk):
    desk.fetcher.page(article("a"), "Weather\nIt rains.")
    assert visit(desk, make_page("a")).retry_at is None


@pytest.mark.parametrize("status", [404, 410])
def test_a_withdrawn_article_is_gone_and_is_looked_for_again(desk, status):
    desk.fetcher.status(article("a"), status)
    page = visit(desk)
    assert (page.outcome, page.article) == ("gone", None)
    assert page.detail.startswith("withdrawn: ")
    assert page.retry_at > NOW


def test_an_error_page_in_place_of_an_article_is_a_withdrawal(desk):
    desk.fetcher.page(article("a"), "")  # the extractor calls it no article
    assert visit(desk).outcome == "gone"
    assert visit(desk, make_page("a")).outcome == "not_article"


@pytest.mark.parametrize("status", [403, 429, 500])
def test_an_article_that_cannot_be_seen_again_stays_one(desk, status):
    desk.fetcher.status(article("a"), status)
    page = visit(desk)
    assert page.outcome in ("blocked", "pending", "failed")  # the store keeps it
    assert page.detail.startswith("kept, not seen again: ")
    assert page.retry_at == EARLIER + timedelta(hours=4)


def test_an_article_that_comes_back_is_matched_again(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    assert visit(desk, replace(KEPT, outcome="gone")).outcome == "matched"


def test_a_feed_that_rewords_everything_has_a_few_read_again_at_each_visit(desk):
    names = [f"n{number}" for number in range(REREAD_PER_VISIT + 5)]
    known = {}
    for name in names:
        desk.fetcher.page(article(name), "T\nIt rains.")
        entry = FeedEntry(key=name, url=article(name), title="as it was")
        known[keys_of(name)[0]] = observe.entry_hash(entry, FEED)
    desk.fetcher.feed(FEED, *names)
    due = remembering(entry_keys=keys_of(*names))
    pages = visitor(desk, known=FakeKnown(known)).visit_feed(due).pages
    assert [page.title for page in pages if page.checked_at is None] == names[-5:]
    assert len(pages) == REREAD_PER_VISIT + 5
    waiting = [page for page in pages if page.checked_at is None]
    # Their fingerprints stay, so that the next visit finds them reworded again.
    assert {(page.retry_at, page.entry_hash) for page in waiting} == {(None, None)}
    assert len(desk.fetcher.asked) == 1 + REREAD_PER_VISIT


def test_of_what_is_no_longer_news_only_the_words_of_its_feed_are_taken_in(desk):
    desk.dated = "2026-01-01"
    desk.fetcher.feed(FEED, "a")
    entry = FeedEntry(key="a", url=article("a"), title="as it was")
    known = FakeKnown({keys_of("a")[0]: observe.entry_hash(entry, FEED)})
    visit = visitor(desk, known=known).visit_feed(remembering())
    (page,) = visit.pages
    assert (page.title, page.checked_at, page.retry_at) == ("a", None, None)
    assert page.entry_hash is not None
    assert left_over(visit) == ()


def reworded(desk, **sight):
    """The article `a`, seen an hour ago, of which its feed says otherwise now."""
    desk.fetcher.feed(FEED, "a")
    entry = FeedEntry(key="a", url=article("a"), title="as it was")
    (key,) = keys_of("a")
    long_ago = EARLIER - timedelta(days=3)
    seen = Sight(first_seen_at=EARLIER, not_seen_at=long_ago, **sight)
    known = FakeKnown({key: observe.entry_hash(entry, FEED)}, {key: seen})
    (page,) = visitor(desk, known=known).visit_feed(remembering()).pages
    assert (page.first_seen_at, page.not_seen_at) == (EARLIER, long_ago)
    return page


def test_a_reworded_address_keeps_the_time_at_which_it_was_first_seen(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    page = reworded(desk)
    assert page.article.text.first_seen_at == EARLIER


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_reworded_article_is_looked_at_again_whatever_it_answers(desk, status):
    desk.fetcher.status(article("a"), status)
    page = reworded(desk, is_article=True)
    assert page.retry_at == EARLIER + timedelta(hours=4)
    assert (page.outcome == "gone") is (status == 404)


def test_a_page_that_ends_its_reader_is_not_looked_at_again(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    tools = desk.tools(make_config())
    died = Failure(outcome="failed", detail="it took too long", deadly=True)
    desk.tools = lambda _config: replace(tools, extract=lambda _reply: died)
    assert visit(desk).retry_at is None


def test_a_mirror_is_a_duplicate_of_what_it_copies(desk):
    copy = "https://web.archive.org/web/2026/https://bregu.example/a"
    desk.fetcher.feed(FEED, copy)
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert (page.outcome, page.article) == ("duplicate", None)
    assert article("a") in page.detail
    assert desk.fetcher.asked == [FEED]  # the mirror itself is left alone
    desk.fetcher.page(article("b"), ABOUT_US)
    answer = desk.fetcher.answers[article("b")]
    desk.fetcher.answers[article("b")] = replace(answer, url=copy)
    assert visit(desk, make_page("b")).outcome == "duplicate"


def test_rights_that_a_site_reserves_in_one_place_count_for_its_pages(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    desk.fetcher.reserved = {article("a")}
    page = visit(desk, make_page("a"))
    assert (page.article.flags, page.article.text.body) == (("reserved",), "")
    desk.fetcher.page(article("a"), ABOUT_US, headers={"tdm-reservation": "0"})
    assert visit(desk, make_page("a")).article.flags == ()


# ------------------------------------------------------------ feeds


def test_bytes_that_ended_their_reader_twice_are_set_aside(desk):
    desk.fetcher.feed(FEED, "+!")
    body = desk.fetcher.answers[FEED].body
    first = visitor(desk).visit_feed(DUE)
    assert (first.feed.state, desk.aside) == ("failing", {})
    assert first.feed.memory.deadly == f"1:{hash_of(body)}"
    due = replace(DUE, state="failing", failures=1, memory=first.feed.memory)
    second = visitor(desk).visit_feed(due)
    assert (second.feed.state, desk.aside) == ("quarantined", {FEED: body})
    assert "its bytes are in the cupboard" in second.poll.detail
    assert second.feed.next_check_at == NOW + timedelta(days=1)


def test_what_is_set_aside_is_not_read_again_but_other_bytes_are(desk):
    desk.fetcher.feed(FEED, "+!")
    mark = f"1:{hash_of(desk.fetcher.answers[FEED].body)}"
    # A failure in between changes nothing.
    due = replace(remembering(deadly=f"{mark}:twice"), state="failing", failures=3)
    same = visitor(desk).visit_feed(due)
    assert (same.poll.outcome, same.feed.state) == ("failed", "quarantined")
    assert "still the bytes" in same.poll.detail
    assert desk.aside == {}  # they are there already
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    other = visitor(desk).visit_feed(due)
    assert (other.poll.outcome, other.feed.state) == ("read", "active")
    assert other.feed.memory.deadly is None


def test_a_newer_program_gives_deadly_bytes_another_chance(desk):
    desk.fetcher.feed(FEED, "+!")
    mark = f"0:{hash_of(desk.fetcher.answers[FEED].body)}:twice"
    due = replace(remembering(deadly=mark), state="quarantined")
    assert visitor(desk).visit_feed(due).feed.state == "failing"


def test_an_empty_feed_proves_nothing_however_often_it_is_the_same(desk):
    desk.fetcher.feed(FEED, "-")
    first = visitor(desk).visit_feed(remembering(entry_keys=keys_of("a")))
    assert not first.feed.memory.proves
    due = replace(DUE, last_success_at=EARLIER, memory=first.feed.memory)
    again = visitor(desk).visit_feed(due).poll
    assert (again.outcome, again.complete_from_at) == ("unchanged", None)


def test_a_rest_of_our_own_is_not_called_the_servers_wish(desk):
    late = NOW + timedelta(minutes=30)
    rest = Failure(outcome="pending", detail="no connection", retry_at=late)
    desk.fetcher.answers[FEED] = rest
    assert visitor(desk).visit_feed(DUE).poll.detail == "no connection"
    asked = replace(rest, detail="the site answered 429 and asked to wait")
    desk.fetcher.answers[FEED] = asked
    assert "asked us to wait until" in visitor(desk).visit_feed(DUE).poll.detail


def test_a_410_counts_when_the_visit_before_got_one(desk):
    desk.fetcher.status(FEED, 500)
    down = visitor(desk).visit_feed(DUE).feed
    desk.fetcher.status(FEED, 410)
    first = visitor(desk).visit_feed(replace(DUE, failures=1, memory=down.memory)).feed
    assert first.state == "failing"
    again = replace(DUE, failures=2, memory=first.memory)
    assert visitor(desk).visit_feed(again).feed.state == "gone"


def test_what_the_server_asks_for_is_told_with_the_visit(desk):
    desk.fetcher.feed(FEED, "-", headers={"cache-control": "max-age=7200"})
    poll = visitor(desk).visit_feed(DUE).poll
    assert "the server asked us to wait until 2026-03-03 11:00 UTC" in poll.detail
    desk.fetcher.feed(FEED, "-", headers={"cache-control": "max-age=60"})
    assert "asked us to wait" not in visitor(desk).visit_feed(DUE).poll.detail


def test_a_move_and_a_step_to_an_open_line_are_told_once(desk):
    desk.fetcher.feed(FEED, "-")
    moved = "http://bregu.example/rss/"
    desk.fetcher.answers[FEED] = replace(
        desk.fetcher.answers[FEED], moved_to=moved, insecure_hop=True
    )
    told = visitor(desk).visit_feed(DUE)
    assert f"moved for good to {moved}" in told.poll.detail
    assert "not encrypted" in told.poll.detail
    again = visitor(desk).visit_feed(remembering(moved_to=moved))
    assert "moved for good" not in again.poll.detail


def test_parts_of_an_index_that_have_not_changed_since_are_not_asked_for(desk):
    parts = {"old": "2026-03-01", "new": "2026-03-03T08:00:00+01:00", "bare": None}
    index = SitemapIndex(
        children=tuple(
            SitemapChild(url=article(name), modified=at) for name, at in parts.items()
        )
    )
    desk.fetcher.feed(article("s"), "-")
    for name in parts:
        desk.fetcher.feed(article(name), "-")
    tools = desk.tools(make_config())
    desk.tools = lambda _config: replace(
        tools,
        read={
            **tools.read,
            "sitemap": lambda reply: (
                index if reply.url == article("s") else tools.read["feed"](reply)
            ),
        },
    )
    visitor(desk).visit_feed(SITEMAP)
    assert set(desk.fetcher.asked) == {article(name) for name in ("s", *parts)}
    desk.fetcher.asked.clear()
    visitor(desk, known=known_of()).visit_feed(remembering(SITEMAP))
    assert desk.fetcher.asked == [article("s"), article("new"), article("bare")]
    desk.fetcher.asked.clear()
    # What could not be read last time is still to come.
    visitor(desk, known=known_of()).visit_feed(remembering(SITEMAP, proves=False))
    assert article("old") in desk.fetcher.asked
