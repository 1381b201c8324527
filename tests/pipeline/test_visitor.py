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
from tracker.core import observe, urls
from tracker.model import DueFeed, DuePage, FeedEntry, Outlet
from tracker.pipeline import Visitor
from tracker.pipeline.addresses import PAGES_PER_VISIT
from tracker.pipeline.listing import SITEMAPS_PER_VISIT

DUE = DueFeed(url=FEED, outlet="bregu", kind="feed")
SITEMAP = DueFeed(url=article("s"), outlet="bregu", kind="sitemap")
EARLIER = NOW - timedelta(hours=1)


def remembering(due=DUE, **memory):
    """A feed that was read an hour ago, and what is remembered of it."""
    known = replace(due.memory, asked_plainly_at=EARLIER, **memory)
    return replace(due, last_success_at=EARLIER, memory=known)


def visitor(desk, *, known=None, config=None):
    config = config or make_config()
    return Visitor(
        config,
        tools=desk.tools(config),
        known=known or FakeKnown(),
        run_id="run",
        config_hash="hash",
    )


def make_page(name, *, attempts=1, published_text=None):
    return DuePage(
        url=article(name),
        outlet="bregu",
        found_via="feed",
        feed_url=FEED,
        first_seen_at=EARLIER,
        not_seen_at=None,
        title="T",
        published_text=published_text,
        attempts=attempts,
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
    assert visit.feed.memory.etag == '"1"'
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
    due = remembering(etag='W/"x"', last_modified="a day")
    visit = visitor(desk).visit_feed(due)
    assert desk.fetcher.conditions[FEED] == ('W/"x"', "a day")
    assert (visit.feed.memory.etag, visit.feed.memory.last_modified) == (
        'W/"x"',
        "a day",
    )
    assert visit.poll.outcome == "unchanged"
    assert visit.poll.complete_from_at == EARLIER
    assert visit.poll.complete_to_at == NOW


def test_a_feed_that_has_moved_is_remembered_where_it_is(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "T\nIt rains.")
    moved = "https://bregu.example/rss/"
    desk.fetcher.answers[FEED] = replace(desk.fetcher.answers[FEED], moved_to=moved)
    first = visitor(desk).visit_feed(DUE)
    assert first.feed.memory.moved_to == moved
    desk.fetcher.status(FEED, 304)
    again = visitor(desk).visit_feed(remembering(moved_to=moved))
    assert again.feed.memory.moved_to == moved


def test_a_broken_feed_is_a_failed_poll_that_keeps_what_was_known(desk):
    desk.fetcher.feed(FEED, "!")
    due = remembering(etag='"1"', entry_keys=keys_of("a"))
    visit = visitor(desk).visit_feed(due)
    assert (visit.poll.outcome, visit.poll.detail) == ("failed", "not a feed")
    assert visit.poll.complete_from_at is None
    assert (visit.feed.state, visit.feed.failures) == ("failing", 1)
    assert (visit.feed.memory.etag, visit.feed.memory.entry_keys) == (
        '"1"',
        keys_of("a"),
    )
    assert visit.feed.last_success_at == EARLIER


def test_a_feed_that_robots_txt_cannot_be_read_for_is_asked_later(desk):
    desk.fetcher.fails(FEED, "pending", "robots.txt cannot be read")
    assert visitor(desk).visit_feed(DUE).poll.outcome == "later"


def test_a_window_that_was_overrun_is_a_gap_and_not_a_proof(desk):
    desk.fetcher.feed(FEED, "c", "d")
    for name in "cd":
        desk.fetcher.page(article(name), "T\nIt rains.")
    due = remembering(entry_keys=keys_of("a", "b"))
    poll = visitor(desk, known=known_of("a", "b")).visit_feed(due).poll
    assert poll.complete_from_at is None
    assert "overrun" in poll.detail


def test_a_window_that_still_shows_an_old_entry_proves_the_time_between(desk):
    desk.fetcher.feed(FEED, "b", "a")
    entry = FeedEntry(key="a", url=article("a"), title="a", position=2)
    known = FakeKnown({keys_of("a")[0]: observe.entry_hash(entry, FEED)})
    desk.fetcher.page(article("b"), "T\nIt rains.")
    due = remembering(entry_keys=keys_of("a"))
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
    desk.fetcher.status(article("a"), 500)
    page = make_page("a", attempts=1)
    tried = visitor(desk).visit_pages([page]).pages[0]
    assert (tried.outcome, tried.attempts) == ("failed", 2)
    assert tried.retry_at > NOW
    assert tried.first_seen_at == EARLIER
    left = visitor(desk).visit_pages([replace(page, attempts=9)]).pages[0]
    assert (left.outcome, left.retry_at) == ("failed", None)


def test_what_its_feed_said_of_the_time_still_dates_a_page_read_later(desk):
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association came.")
    page = make_page("a", published_text="2026-03-02")
    read = visitor(desk).visit_pages([page]).pages[0]
    assert read.published_at.isoformat() == "2026-03-01T23:00:00+00:00"
    assert read.article.published_source == "feed"
    assert read.article.published_precision == "day"


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
    due = remembering(SITEMAP)
    visit = visitor(desk).visit_feed(due)
    assert [page.url for page in visit.pages] == [article("a")]
    assert "two" in visit.poll.detail


def test_the_past_that_a_sitemap_lists_is_left_to_back_issues(desk):
    desk.fetcher.feed(article("s"), "a", "b")
    due = SITEMAP
    first = visitor(desk).visit_feed(due)
    assert first.pages == ()
    desk.fetcher.feed(article("s"), "a", "b", "c")
    desk.fetcher.page(article("c"), "T\nIt rains.")
    again = remembering(SITEMAP, entry_keys=first.feed.memory.entry_keys)
    assert [page.url for page in visitor(desk).visit_feed(again).pages] == [
        article("c")
    ]


def test_a_sitemap_of_fixed_pages_proves_nothing_changed_or_not(desk):
    desk.fetcher.feed(article("s"), "a")
    due = remembering(SITEMAP, entry_keys=keys_of("a"))
    read = visitor(desk).visit_feed(due)
    assert read.poll.complete_from_at is None
    assert "proves nothing" in read.poll.detail
    desk.fetcher.status(article("s"), 304)
    again = visitor(desk).visit_feed(remembering(due, proves=read.feed.memory.proves))
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


def test_a_page_that_waits_for_its_site_uses_up_none_of_its_tries(desk):
    desk.fetcher.fails(article("a"), "pending", "the site is left alone for a while")
    page = make_page("a", attempts=1)
    tried = visitor(desk).visit_pages([page]).pages[0]
    assert (tried.outcome, tried.attempts) == ("pending", 1)
    assert tried.retry_at > NOW


def test_a_known_page_that_names_nothing_any_more_is_handed_over_all_the_same(desk):
    desk.fetcher.page(article("a"), "Weather\nIt rains.")
    page = replace(make_page("a"), outcome="matched")
    read = visitor(desk).visit_pages([page]).pages[0]
    assert read.outcome == "unmatched"
    assert read.article.only_if_known


def test_a_page_that_answers_from_another_outlet_belongs_to_that_one(desk):
    other = Outlet(id="shore", name="Shore", home="https://shore.example/")
    config = make_config()
    config = replace(config, outlets=(*config.outlets, other))
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association came.")
    moved = "https://shore.example/a"
    desk.fetcher.answers[article("a")] = replace(
        desk.fetcher.answers[article("a")], url=moved
    )
    read = visitor(desk, config=config).visit_pages([make_page("a")]).pages[0]
    assert (read.outlet, read.article.url) == ("shore", moved)


def test_a_canonical_address_of_another_outlet_is_not_believed(desk):
    config = make_config()
    other = Outlet(id="shore", name="Shore", home="https://shore.example/")
    config = replace(config, outlets=(*config.outlets, other))
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association came.")
    desk.canonical = "https://shore.example/x"
    read = visitor(desk, config=config).visit_pages([make_page("a")]).pages[0]
    assert read.article.url == article("a")
    desk.canonical = article("b")
    read = visitor(desk, config=config).visit_pages([make_page("a")]).pages[0]
    assert read.article.url == article("b")


def test_a_page_of_another_outlet_may_be_the_original(desk):
    config = make_config()
    ours = replace(config.outlets[0], hosts=("bregu-lajme.example",))
    other = Outlet(id="shore", name="Shore", home="https://shore.example/")
    config = replace(config, outlets=(ours, other))
    desk.fetcher.page(article("a"), "At the fair\nThe Vala Association came.")
    named = {}
    for host in ("shore.example", "nobody.example", "bregu-lajme.example"):
        desk.original = f"https://{host}/x"
        read = visitor(desk, config=config).visit_pages([make_page("a")]).pages[0]
        named[host] = read.article.canonical_url
        assert read.article.url == article("a")
    assert named == {
        "shore.example": "https://shore.example/x",
        "nobody.example": "https://nobody.example/x",
        "bregu-lajme.example": None,
    }


def test_a_host_that_belongs_to_nobody_is_flagged(desk):
    url = "https://nobody.example/x"
    desk.fetcher.feed(FEED, url)
    desk.fetcher.page(url, "At the fair\nThe Vala Association came.")
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert (page.outlet, page.article.flags) == ("bregu", ("other_host",))


def test_a_move_is_forgotten_when_the_feed_cannot_be_read_there(desk):
    moved = "https://bregu.example/rss/"
    desk.fetcher.status(FEED, 404)
    due = remembering(moved_to=moved, etag='"1"')
    visit = visitor(desk).visit_feed(due)
    assert (visit.feed.memory.moved_to, visit.feed.memory.etag) == (None, None)


def test_a_move_is_remembered_while_the_server_only_asks_to_wait(desk):
    moved = "https://bregu.example/rss/"
    desk.fetcher.status(FEED, 503, {"retry-after": "60"})
    due = remembering(moved_to=moved)
    assert visitor(desk).visit_feed(due).feed.memory.moved_to == moved


@pytest.mark.parametrize("flag", ["malformed", "capped", "unlinked"])
def test_a_document_of_which_something_is_missing_proves_nothing(desk, flag):
    desk.flags = (flag,)
    desk.fetcher.feed(FEED, "a")
    due = remembering(entry_keys=keys_of("a"))
    visit = visitor(desk, known=known_of("a")).visit_feed(due)
    assert (visit.poll.complete_from_at, visit.poll.detail) == (None, flag)
    assert not visit.feed.memory.proves


def test_an_index_whose_part_could_not_be_read_proves_nothing(desk):
    desk.fetcher.feed(article("s"), "+one", "+two")
    desk.dated = "2026-03-03"
    desk.fetcher.feed(article("one"), "a")
    desk.fetcher.status(article("two"), 404)
    due = remembering(SITEMAP, entry_keys=keys_of("a"))
    visit = visitor(desk, known=known_of("a")).visit_feed(due)
    assert visit.poll.complete_from_at is None
    desk.fetcher.feed(article("two"), "a")
    visit = visitor(desk, known=known_of("a")).visit_feed(due)
    assert visit.poll.complete_from_at == EARLIER


def test_an_index_is_read_again_though_its_own_bytes_are_the_same(desk):
    desk.fetcher.feed(article("s"), "+one", headers={"etag": '"1"'})
    desk.fetcher.feed(article("one"), "a")
    due = remembering(SITEMAP)
    visit = visitor(desk, known=known_of("a")).visit_feed(due)
    assert (visit.feed.memory.etag, visit.feed.memory.body_hash) == (None, None)


def test_a_feed_that_lists_nothing_is_not_called_overrun(desk):
    desk.fetcher.feed(FEED, "-")
    due = remembering(entry_keys=keys_of("a"))
    poll = visitor(desk).visit_feed(due).poll
    assert (poll.complete_from_at, poll.detail) == (None, "the feed lists nothing")


def test_a_page_that_asks_not_to_be_kept_is_an_article_without_its_text(desk):
    desk.fetcher.page(
        article("a"),
        "At the fair\nThe Vala Association came.",
        headers={"x-robots-tag": "otherbot: noarchive"},
    )
    read = visitor(desk).visit_pages([make_page("a")]).pages[0]
    assert (read.outcome, read.article.flags) == ("matched", ("reserved",))
    assert (read.article.text.title, read.article.text.body) == ("At the fair", "")
    assert {each.field for each in read.article.coded.annotations} <= {"title"}
    assert read.article.coded.assignments[0].incident == "fair"


def test_what_the_server_asked_for_is_remembered_apart_from_our_own_interval(desk):
    desk.fetcher.feed(FEED, "-", headers={"cache-control": "max-age=7200"})
    assert visitor(desk).visit_feed(DUE).feed.not_before_at == NOW + timedelta(hours=2)
    desk.fetcher.feed(FEED, "-")
    assert visitor(desk).visit_feed(DUE).feed.not_before_at is None
    desk.fetcher.status(FEED, 503, {"retry-after": "600"})
    late = visitor(desk).visit_feed(DUE).feed.not_before_at
    assert late == NOW + timedelta(minutes=10)


def test_entries_that_share_one_address_are_told_and_prove_nothing(desk):
    home = "https://bregu.example/"
    desk.fetcher.feed(FEED, home + "#one", home + "#two")
    desk.fetcher.page(home, "T\nIt rains.")
    due = remembering(entry_keys=(urls.url_hash(home),))
    poll = visitor(desk).visit_feed(due).poll
    assert poll.complete_from_at is None
    assert "has the address of another one" in poll.detail


def test_a_sitemap_that_is_no_longer_kept_up_proves_nothing_though_unchanged(desk):
    desk.fetcher.status(article("s"), 304)
    due = remembering(SITEMAP, proves_until_at=NOW - timedelta(days=1))
    assert visitor(desk).visit_feed(due).poll.complete_from_at is None
    kept_up = remembering(SITEMAP, proves_until_at=NOW + timedelta(days=1))
    assert visitor(desk).visit_feed(kept_up).poll.complete_from_at == EARLIER


def test_a_feed_that_leads_where_we_do_not_go_was_not_read(desk):
    desk.fetcher.fails(FEED, "skipped", "closed is listed, not crawled")
    feed = visitor(desk).visit_feed(DUE).feed
    assert (feed.state, feed.last_success_at) == ("failing", None)


def test_freshness_is_kept_for_a_day_at_most(desk):
    desk.fetcher.feed(FEED, "-", headers={"cache-control": "max-age=518400"})
    assert visitor(desk).visit_feed(DUE).feed.not_before_at == NOW + timedelta(days=1)
