"""Pages that can name nothing tracked are known by their title and dates alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.pipeline.fakes import FEED, article, make_config
from tests.pipeline.test_visitor import DUE, known_as, make_page, visitor
from tracker.model import Extracted, RawDate
from tracker.pipeline.addresses import PAGES_PER_VISIT, left_over

# What the glance of a test says, however the page names an actor, shows who was asked.
NAMED = "At the fair\nThe Vala Association had a stand."
DATES = (RawDate(source="meta", text="2026-03-02T10:00:00Z"),)


def glanced(desk, *, title="At the fair", dates=DATES):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), NAMED)
    desk.glances[article("a")] = Extracted(title=title, body="", dates=dates)


def test_a_page_that_can_name_nothing_is_noted_without_extraction(desk):
    glanced(desk)
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert (page.outcome, page.article) == ("unmatched", None)
    assert page.detail == "names nothing that is tracked"
    assert page.title == "At the fair"
    assert page.published_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert (page.config_hash, page.retry_at) == ("hash", None)


def test_its_row_is_that_of_an_extracted_page(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), "Weather\nIt rains.")
    extracted = visitor(desk).visit_feed(DUE).pages[0]
    desk.glances[article("a")] = Extracted(title="Weather", body="")
    assert visitor(desk).visit_feed(DUE).pages[0] == extracted


def test_without_a_title_and_a_date_its_feed_has_the_word(desk):
    glanced(desk, title="", dates=())
    desk.dated = "Mon, 02 Mar 2026 08:00:00 GMT"
    page = visitor(desk).visit_feed(DUE).pages[0]
    assert page.title == "a"
    assert page.published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_where_all_texts_are_kept_every_page_is_extracted(desk):
    glanced(desk)
    page = visitor(desk, config=make_config(keep="all")).visit_feed(DUE).pages[0]
    assert page.outcome == "matched"


@pytest.mark.parametrize("outcome", ["matched", "gone"])
def test_a_page_whose_article_is_kept_is_extracted_whatever_it_names_now(desk, outcome):
    glanced(desk)
    page = replace(make_page("a"), outcome=outcome)
    (read,) = visitor(desk).visit_pages([page]).pages
    assert read.article is not None


def test_a_known_page_that_its_feed_words_otherwise_is_extracted(desk):
    glanced(desk)
    (read,) = visitor(desk, known=known_as(FEED, "another title")).visit_feed(DUE).pages
    assert read.article is not None


def test_a_page_that_was_left_over_is_looked_at_like_a_new_one(desk):
    glanced(desk)
    others = [f"n{number}" for number in range(PAGES_PER_VISIT)]
    desk.fetcher.feed(FEED, *others, "a")
    for name in others:
        desk.fetcher.page(article(name), NAMED)
    (found,) = left_over(visitor(desk).visit_feed(DUE))
    (read,) = visitor(desk).visit_pages([found]).pages
    assert (read.url, read.outcome) == (article("a"), "unmatched")


def test_a_page_that_is_tried_again_is_looked_at_like_a_new_one(desk):
    glanced(desk)
    page = replace(make_page("a"), outcome="failed")
    (read,) = visitor(desk).visit_pages([page]).pages
    assert (read.outcome, read.article) == ("unmatched", None)


def test_a_page_of_which_a_glance_says_nothing_is_extracted(desk):
    glanced(desk)
    desk.glances.clear()
    assert visitor(desk).visit_feed(DUE).pages[0].outcome == "matched"
