"""Which pages are archived: those whose text is kept, each once."""

from dataclasses import replace
from datetime import timedelta

from tests.pipeline.fakes import FEED, NOW, FakeKnown, article, keys_of, make_config
from tests.pipeline.test_again import ABOUT_US, KEPT
from tests.pipeline.test_visitor import DUE, make_page, visitor
from tracker.core.versions import text_hash

WEATHER = "Weather\nIt rains."


def archived(desk) -> list[str]:
    return [page.url for _, page, _ in desk.archived]


def test_a_page_that_is_kept_is_archived_as_it_came_and_when(desk):
    desk.fetcher.feed(FEED, "a")
    desk.fetcher.page(article("a"), ABOUT_US)
    [page] = visitor(desk).visit_feed(DUE).pages
    [(reply, of_page, sent_at)] = desk.archived
    assert reply == desk.fetcher.answers[article("a")]
    assert (of_page, sent_at) == (page, NOW)


def test_it_is_archived_before_its_outcome_is_written_down(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    order = []
    tools = replace(
        desk.tools(make_config()),
        keep_page=lambda *_: order.append("archive"),
        write=lambda _: order.append("outbox"),
    )
    desk.tools = lambda _config: tools
    visitor(desk).visit_pages([make_page("a")])
    assert order == ["archive", "outbox"]


def test_what_names_nothing_tracked_is_not_archived_unless_all_is_kept(desk):
    desk.fetcher.page(article("a"), WEATHER)
    visitor(desk).visit_pages([make_page("a")])
    assert archived(desk) == []
    visitor(desk, config=make_config(keep="all")).visit_pages([make_page("a")])
    assert archived(desk) == [article("a")]


def test_an_article_that_names_nothing_any_more_is_archived_another_page_is_not(desk):
    desk.fetcher.page(article("a"), WEATHER)
    read_before = replace(KEPT, outcome="unmatched")
    [page] = visitor(desk).visit_pages([read_before]).pages
    assert page.article.only_if_known
    assert archived(desk) == []
    visitor(desk).visit_pages([KEPT])
    assert archived(desk) == [article("a")]


def test_what_its_publisher_reserves_is_never_archived(desk):
    desk.fetcher.page(article("a"), ABOUT_US, headers={"x-robots-tag": "noarchive"})
    desk.fetcher.page(article("b"), ABOUT_US, headers={"tdm-reservation": "1"})
    desk.fetcher.page(article("c"), ABOUT_US)
    desk.fetcher.reserved.add(article("c"))
    names = [make_page(name) for name in "abc"]
    pages = visitor(desk, config=make_config(keep="all")).visit_pages(names).pages
    assert [page.article.flags for page in pages] == [("reserved",)] * 3
    assert archived(desk) == []


def test_an_article_that_has_not_changed_is_not_archived_again(desk):
    title, _, body = ABOUT_US.partition("\n")
    known = FakeKnown(texts={keys_of("a")[0]: text_hash(title, body)})
    desk.fetcher.page(article("a"), ABOUT_US)
    visitor(desk, known=known).visit_pages([KEPT])
    assert archived(desk) == []
    desk.fetcher.page(article("a"), f"{ABOUT_US} It was sold out.")
    visitor(desk, known=known).visit_pages([KEPT])
    assert archived(desk) == [article("a")]


def test_a_page_that_cannot_be_read_is_not_archived(desk):
    desk.fetcher.status(article("a"), 500)
    desk.fetcher.page(article("b"), "")
    visitor(desk).visit_pages([KEPT, make_page("b")])
    assert archived(desk) == []


def test_a_copy_is_dated_by_when_its_outlet_sent_it(desk):
    taken_at = NOW - timedelta(days=900)
    copy = "https://archive.example/1/a"
    desk.fetcher.page(copy, ABOUT_US)
    sent = replace(desk.fetcher.answers[copy], url=article("a"))
    tools = replace(desk.tools(make_config()), original=lambda _reply: (sent, taken_at))
    desk.tools = lambda _config: tools
    visitor(desk).visit_pages([replace(make_page("a"), copy_url=copy)])
    [(reply, page, sent_at)] = desk.archived
    assert (reply, page.url, sent_at) == (sent, article("a"), taken_at)
    assert page.checked_at == NOW


def test_a_live_page_is_dated_by_its_reading_whenever_an_archive_saw_it(desk):
    desk.fetcher.page(article("a"), ABOUT_US)
    seen_at = NOW - timedelta(days=900)
    visitor(desk).visit_pages([replace(make_page("a"), captured_at=seen_at)])
    [(_, _, sent_at)] = desk.archived
    assert sent_at == NOW
