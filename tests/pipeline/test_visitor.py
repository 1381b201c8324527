from dataclasses import replace
from datetime import timedelta

from tests.pipeline.fakes import (
    FEED,
    NOW,
    FakeKnown,
    article,
    keys_of,
    known_of,
    make_config,
)
from tracker.core import observe, urls
from tracker.model import DueFeed, DuePage, FeedEntry
from tracker.pipeline import Visitor
from tracker.pipeline.visitor import PAGES_PER_VISIT, SITEMAPS_PER_VISIT

DUE = DueFeed(url=FEED, outlet="bregu", kind="feed")
EARLIER = NOW - timedelta(hours=1)


def visitor(desk, *, known=None, config=None):
    config = config or make_config()
    return Visitor(
        config,
        tools=desk.tools(config),
        known=known or FakeKnown(),
        run_id="run",
        config_hash="hash",
    )


def test_a_new_entry_that_names_an_actor_becomes_an_article_with_its_evidence(desk):
    desk.fetcher.feed(FEED, "a", headers={"etag": '"1"'})
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association had a stand.")
    visit = visitor(desk).visit_feed(DUE)
    page = visit.pages[0]
    assert page.outcome == "matched"
    assert page.article.coded.assignments[0].incident == "fair"
    mention = page.article.coded.annotations[0]
    text = getattr(page.article.text, mention.field)
    assert text[mention.start_char : mention.end_char] == mention.surface
    assert (visit.poll.outcome, visit.poll.new_entries) == ("read", 1)
    assert visit.feed.etag == '"1"'
    assert desk.written == [visit]


def test_a_page_that_names_nothing_tracked_is_only_a_ledger_row(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "Weather\nIt rains.")
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert (page.outcome, page.article) == ("unmatched", None)


def test_keep_all_keeps_its_text_too(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "Weather\nIt rains.")
    page = visitor(desk, config=make_config(keep="all")).visit_feed(DUE).pages[0]
    assert page.outcome == "unmatched"
    assert page.article.text.body == "It rains."


def test_stored_validators_are_sent_and_survive_a_304(desk):
    desk.fetcher.status(FEED, 304)
    due = replace(DUE, etag='W/"x"', last_modified="a day", last_success_at=EARLIER)
    visit = visitor(desk).visit_feed(due)
    assert desk.fetcher.conditions[FEED] == ('W/"x"', "a day")
    assert (visit.feed.etag, visit.feed.last_modified) == ('W/"x"', "a day")
    assert visit.poll.outcome == "unchanged"
    assert visit.poll.complete_from_at == EARLIER
    assert visit.poll.complete_to_at == NOW


def test_a_feed_that_has_moved_is_remembered_where_it_is(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    moved = "https://bregu.example/rss/"
    desk.fetcher.answers[FEED] = replace(desk.fetcher.answers[FEED], moved_to=moved)
    first = visitor(desk).visit_feed(DUE)
    assert first.feed.moved_to == moved
    desk.fetcher.status(FEED, 304)
    again = visitor(desk).visit_feed(replace(DUE, moved_to=moved))
    assert again.feed.moved_to == moved


def test_a_broken_feed_is_a_failed_poll_that_keeps_what_was_known(desk):
    desk.fetcher.feed(FEED, "!")
    due = replace(DUE, etag='"1"', entry_keys=keys_of("a"), last_success_at=EARLIER)
    visit = visitor(desk).visit_feed(due)
    assert (visit.poll.outcome, visit.poll.detail) == ("failed", "not a feed")
    assert visit.poll.complete_from_at is None
    assert (visit.feed.state, visit.feed.failures) == ("failing", 1)
    assert (visit.feed.etag, visit.feed.entry_keys) == ('"1"', keys_of("a"))
    assert visit.feed.last_success_at == EARLIER


def test_a_feed_that_robots_txt_cannot_be_read_for_is_asked_later(desk):
    desk.fetcher.fails(FEED, "pending", "robots.txt cannot be read")
    assert visitor(desk).visit_feed(DUE).poll.outcome == "later"


def test_a_window_that_was_overrun_is_a_gap_and_not_a_proof(desk):
    desk.fetcher.feed(FEED, "c", "d")
    for name in "cd":
        desk.fetcher.page(article(name), "T\nIt rains.")
    due = replace(DUE, entry_keys=keys_of("a", "b"), last_success_at=EARLIER)
    poll = visitor(desk, known=known_of("a", "b")).visit_feed(due).poll
    assert poll.complete_from_at is None
    assert "overrun" in poll.detail


def test_a_window_that_still_shows_an_old_entry_proves_the_time_between(desk):
    desk.fetcher.feed(FEED, "b", "a")
    entry = FeedEntry(key="a", url=article("a"), title="a", position=2)
    known = FakeKnown({keys_of("a")[0]: observe.entry_hash(entry, FEED)})
    desk.fetcher.page(article("b"), "T\nIt rains.")
    due = replace(DUE, entry_keys=keys_of("a"), last_success_at=EARLIER)
    visit = visitor(desk, known=known).visit_feed(due)
    assert (visit.poll.complete_from_at, visit.poll.complete_to_at) == (EARLIER, NOW)
    assert desk.fetcher.asked == [FEED, article("b")]
    assert visit.pages[0].not_seen_at == EARLIER


def known_as(feed_url, title):
    entry = FeedEntry(key="a", url=article("a"), title=title)
    return FakeKnown({keys_of("a")[0]: observe.entry_hash(entry, feed_url)})


def test_a_known_address_is_read_again_when_its_feed_says_otherwise(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    visit = visitor(desk, known=known_as(FEED, "another title")).visit_feed(DUE)
    assert [page.url for page in visit.pages] == [article("a")]
    assert visit.poll.new_entries == 0


def test_two_feeds_that_word_an_article_differently_do_not_have_it_read_again(desk):
    desk.fetcher.feed(FEED, "a")
    known = known_as("https://bregu.example/other/", "another title")
    assert visitor(desk, known=known).visit_feed(DUE).pages == ()


def test_an_address_that_two_feeds_list_is_read_once_a_pass(desk):
    other = "https://bregu.example/atom.xml"
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.feed(other, "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    visits = visitor(desk)
    assert len(visits.visit_feed(DUE).pages) == 1
    assert visits.visit_feed(replace(DUE, url=other)).pages == ()


def test_a_link_to_an_outlet_that_is_only_listed_is_never_fetched(desk):
    desk.fetcher.feed(FEED, "https://closed.example/x")
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert (page.outcome, page.outlet) == ("skipped", "closed")
    assert desk.fetcher.asked == [FEED]


def test_an_entry_without_a_usable_address_costs_only_itself(desk):
    desk.fetcher.feed(FEED, "ftp://bregu.example/x", "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    visit = visitor(desk).visit_feed(DUE)
    assert len(visit.pages) == 1
    assert "entry 1 has no usable address" in visit.poll.detail


def test_a_page_that_fails_is_tried_again_and_then_left(desk):
    url = article("a")
    desk.fetcher.status(url, 500)
    page = DuePage(
        url=url,
        outlet="bregu",
        found_via="feed",
        feed_url=FEED,
        first_seen_at=EARLIER,
        not_seen_at=None,
        title="T",
        published=EARLIER,
        attempts=1,
    )
    tried = visitor(desk).visit_pages([page]).pages[0]
    assert (tried.outcome, tried.attempts) == ("failed", 2)
    assert tried.retry_at > NOW
    assert tried.first_seen_at == EARLIER
    left = visitor(desk).visit_pages([replace(page, attempts=9)]).pages[0]
    assert (left.outcome, left.retry_at) == ("failed", None)


def test_what_its_feed_said_of_the_time_still_dates_a_page_read_later(desk):
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association came.")
    page = DuePage(
        url=article("a"),
        outlet="bregu",
        found_via="feed",
        feed_url=FEED,
        first_seen_at=EARLIER,
        not_seen_at=None,
        title="T",
        published=EARLIER,
        attempts=1,
    )
    read = visitor(desk).visit_pages([page]).pages[0]
    assert read.published_at == EARLIER
    assert read.article.published_source == "feed"


def test_an_index_of_sitemaps_that_names_itself_and_ever_new_ones_comes_to_an_end(desk):
    root = article("s0")
    for number in range(60):
        below = (f"+s{number}", *(f"+s{number * 3 + each}" for each in (1, 2, 3)))
        desk.fetcher.feed(article(f"s{number}"), *below)
    due = replace(DUE, url=root, kind="sitemap")
    visitor(desk).visit_feed(due)
    assert len(desk.fetcher.asked) <= SITEMAPS_PER_VISIT + 1


def test_the_entries_of_an_index_are_those_of_its_sitemaps(desk):
    desk.fetcher.feed(article("s"), "+one", "+two")
    desk.fetcher.feed(article("one"), "a")
    desk.fetcher.status(article("two"), 500)
    desk.fetcher.page(article("a"), "T\nIt rains.")
    due = replace(DUE, url=article("s"), kind="sitemap", last_success_at=EARLIER)
    visit = visitor(desk).visit_feed(due)
    assert [page.url for page in visit.pages] == [article("a")]
    assert "two" in visit.poll.detail


def test_the_past_that_a_sitemap_lists_is_left_to_back_issues(desk):
    desk.fetcher.feed(article("s"), "a", "b")
    due = replace(DUE, url=article("s"), kind="sitemap")
    first = visitor(desk).visit_feed(due)
    assert first.pages == ()
    desk.fetcher.feed(article("s"), "a", "b", "c")
    desk.fetcher.page(article("c"), "T\nIt rains.")
    again = replace(due, last_success_at=EARLIER, entry_keys=first.feed.entry_keys)
    assert [page.url for page in visitor(desk).visit_feed(again).pages] == [
        article("c")
    ]


def test_a_sitemap_of_fixed_pages_proves_nothing_changed_or_not(desk):
    desk.fetcher.feed(article("s"), "a")
    keys = keys_of("a")
    due = DueFeed(
        url=article("s"),
        outlet="bregu",
        kind="sitemap",
        last_success_at=EARLIER,
        entry_keys=keys,
    )
    read = visitor(desk).visit_feed(due)
    assert read.poll.complete_from_at is None
    assert "proves nothing" in read.poll.detail
    desk.fetcher.status(article("s"), 304)
    again = visitor(desk).visit_feed(replace(due, proves=read.feed.proves))
    assert again.poll.complete_from_at is None


def test_what_exceeds_a_visit_waits_in_the_ledger(desk):
    names = [f"n{number}" for number in range(PAGES_PER_VISIT + 2)]
    desk.fetcher.feed(FEED, *names)
    for name in names:
        desk.fetcher.page(article(name), "T\nIt rains.")
    pages = visitor(desk).visit_feed(DUE).pages
    waiting = [page for page in pages if page.outcome == "pending"]
    assert len(waiting) == 2
    assert {page.retry_at for page in waiting} == {NOW}


def test_a_pass_that_is_told_to_stop_leaves_the_rest_of_a_feed_due(desk):
    desk.fetcher.feed(FEED, "a", "b")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    desk.fetcher.after = lambda url: desk.stop.set() if url == article("a") else None
    pages = visitor(desk).visit_feed(DUE).pages
    assert [page.outcome for page in pages] == ["unmatched", "pending"]
    assert desk.fetcher.asked == [FEED, article("a")]


def test_two_addresses_of_one_article_share_its_identifier(desk):
    plain, tagged = article("a"), article("a") + "?utm_source=x"
    desk.fetcher.feed(FEED, tagged)
    desk.fetcher.page(plain, "At the fair\nThe Vala Association came.")
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert page.url == plain
    assert page.article.article_id == urls.article_id(tagged)
