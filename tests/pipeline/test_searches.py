"""Questions to archives, their answers, and the pages that follow from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.pipeline.fakes import (
    NOW,
    FakeDue,
    FakeKnown,
    FakeStore,
    article,
    make_config,
)
from tracker.core import urls
from tracker.model import (
    DuePage,
    Failure,
    FeedEntry,
    Found,
    Reply,
    Search,
    SearchState,
    Sight,
)
from tracker.pipeline import Errand, crawl, note_found

FROM, TO = datetime(2022, 7, 1, tzinfo=UTC), datetime(2022, 8, 1, tzinfo=UTC)
ROOT = "https://bregu.example/posts"


def search(address=ROOT, *, via="wordpress", query="vala", outlet="bregu") -> Search:
    return Search(
        incident="fair",
        outlet=outlet,
        via=via,
        address=address,
        listing=ROOT,
        from_at=FROM,
        to_at=TO,
        query=query,
    )


class FakeArchive:
    """Answers with what was laid out for an address."""

    def __init__(self) -> None:
        self.found: dict[str, Found | Failure] = {}

    def first(self, outlet, incident, *, from_at, to_at, terms):
        return ()

    def read(self, search, reply, *, now):
        return self.found[search.address]


@pytest.fixture
def archive():
    return FakeArchive()


def run(
    desk, archive, *searches, asked=(), known=None, pages=(), pages_for=None, **more
):
    config = make_config()
    sources = dict.fromkeys(("wordpress", "sitemap", "gdelt", "wayback"), archive)
    tools = replace(desk.tools(config), sources=sources, **more)
    states = [SearchState(search=each) for each in searches]
    return crawl(
        config,
        store=FakeStore(work=FakeDue(known=known or FakeKnown())),
        tools=tools,
        run_id="run",
        config_hash="hash",
        errand=Errand(
            searches=states,
            asked=[*searches, *asked],
            pages=pages,
            pages_per_visit=1,
        ),
        pages_for=pages_for,
    ).visits


def entry(name: str, **more) -> FeedEntry:
    url = name if "://" in name else article(name)
    return FeedEntry(key=url, url=url, title=name, **more)


def answers(desk, archive, found, address=ROOT):
    desk.fetcher.feed(address)
    archive.found[address] = found


def test_what_an_archive_finds_is_noted_first_and_read_then(desk, archive):
    answers(desk, archive, Found(entries=(entry("a"), entry("b"))))
    for name in "ab":
        desk.fetcher.page(article(name), "The fair\nThe Vala Association was there.")
    first, *read = run(desk, archive, search())
    assert [page.url for page in first.pages] == [article("a"), article("b")]
    assert {page.outcome for page in first.pages} == {"pending"}
    assert {page.found_via for page in first.pages} == {"wordpress"}
    assert (first.poll.entries, first.poll.new_entries) == (2, 2)
    assert [visit.pages[0].outcome for visit in read] == ["matched", "matched"]
    assert all(len(visit.pages) == 1 for visit in read)


def test_every_answer_is_written_down_before_the_next_question(desk, archive):
    two = search(f"{ROOT}?page=2")
    answers(desk, archive, Found(entries=(), further=(two,)))
    answers(desk, archive, Found(entries=()), two.address)
    written = []
    desk.fetcher.before = lambda _url: written.append(len(desk.written))
    run(desk, archive, search())
    assert written == [0, 1]


def test_no_question_is_asked_twice_whatever_leads_to_it(desk, archive):
    itself = Found(entries=(), further=(search(), search(f"{ROOT}?page=2")))
    answers(desk, archive, itself)
    answers(desk, archive, itself, f"{ROOT}?page=2")
    run(desk, archive, search())
    assert desk.fetcher.asked == [ROOT, f"{ROOT}?page=2"]


def test_what_was_asked_by_an_earlier_run_is_not_asked_again(desk, archive):
    two = search(f"{ROOT}?page=2")
    answers(desk, archive, Found(entries=(), further=(two,)))
    (visit,) = run(desk, archive, search(), asked=[two])
    assert desk.fetcher.asked == [ROOT]
    assert len(visit.searches) == 1


def test_what_was_asked_for_other_days_is_asked_for_these(desk, archive):
    two = search(f"{ROOT}?page=2")
    answers(desk, archive, Found(entries=(), further=(two,)))
    answers(desk, archive, Found(entries=()), two.address)
    run(desk, archive, search(), asked=[replace(two, to_at=TO + timedelta(days=1))])
    assert desk.fetcher.asked == [ROOT, two.address]


def test_addresses_that_are_known_are_left_alone(desk, archive):
    answers(desk, archive, Found(entries=(entry("a"),)))
    known = FakeKnown({urls.url_hash(article("a")): None})
    (visit,) = run(desk, archive, search(), known=known)
    assert visit.pages == ()
    assert (visit.poll.entries, visit.poll.new_entries) == (1, 0)


def test_a_page_that_is_lost_is_read_where_an_archive_has_a_copy(desk, archive):
    key = urls.url_hash(article("a"))
    sight = Sight(first_seen_at=NOW, not_seen_at=None, is_lost=True)
    known = FakeKnown({key: None}, {key: sight})
    copy = "https://archive.example/web/20220702000000id_/" + article("a")
    at = datetime(2022, 7, 2, tzinfo=UTC)
    found = Found(entries=(entry("a", copy_url=copy, captured_at=at),))
    answers(desk, archive, found)
    desk.fetcher.page(copy, "The fair\nThe Vala Association was there.")

    def original(reply):
        return replace(reply, asked=article("a"), url=article("a")), at

    _, read = run(desk, archive, search(via="wayback"), known=known, original=original)
    (page,) = read.pages
    assert desk.fetcher.asked == [ROOT, copy]
    assert (page.url, page.outcome, page.captured_at) == (article("a"), "matched", at)
    draft = desk.written[-1].pages[0].article
    # nobody states a date: it was there when the archive saw it, and not later
    assert draft.published_to_at == at
    assert draft.text.first_seen_at == at
    assert draft.day == at.date()
    assert draft.url == article("a")


def test_a_copy_that_is_none_is_a_failure_of_its_page(desk, archive):
    copy = "https://archive.example/x"
    answers(desk, archive, Found(entries=(entry("a", copy_url=copy, captured_at=NOW),)))
    desk.fetcher.page(copy, "An index\nof captures")
    _, read = run(desk, archive, search(via="wayback"))
    assert read.pages[0].outcome == "failed"


def test_what_belongs_to_no_outlet_is_left_out(desk, archive):
    answers(desk, archive, Found(entries=(entry("https://other.example/a"),)))
    (visit,) = run(desk, archive, search(via="gdelt"))
    assert visit.pages == ()


def test_an_outlet_that_is_only_listed_keeps_the_title_and_is_not_fetched(
    desk, archive
):
    answers(desk, archive, Found(entries=(entry("https://closed.example/a"),)))
    (visit,) = run(desk, archive, search(via="gdelt", outlet="closed"))
    (page,) = visit.pages
    assert (page.outcome, page.retry_at) == ("skipped", None)
    assert "listed, not crawled" in page.detail
    assert desk.fetcher.asked == [ROOT]


def test_a_gap_makes_an_answer_less_than_whole(desk, archive):
    answers(desk, archive, Found(entries=(entry("a"),), gaps=("cut off",)))
    desk.fetcher.page(article("a"), "The fair\nNothing.")
    visit = run(desk, archive, search(query=None))[0]
    assert (visit.searches[0].outcome, visit.searches[0].whole) == ("read", False)
    assert "cut off" in visit.poll.detail


def test_an_entry_without_a_usable_address_is_a_gap(desk, archive):
    bad = FeedEntry(key="x", url="http://[", position=1)
    answers(desk, archive, Found(entries=(bad,)))
    (visit,) = run(desk, archive, search(query=None))
    assert not visit.searches[0].whole


def test_what_fails_stays_open_and_is_told(desk, archive):
    desk.fetcher.fails(ROOT, "failed", "it closed the connection")
    (visit,) = run(desk, archive, search())
    assert visit.poll.outcome == "failed"
    state = visit.searches[0]
    assert (state.outcome, state.attempts) == ("open", 1)
    assert state.retry_at > NOW


@pytest.mark.parametrize(
    ("detail", "was_put"),
    [
        ("the site answered 429 without saying for how long", False),
        ("the site answered 503 and asked to wait", False),
        ("no connection", True),
    ],
)
def test_a_question_that_was_held_back_has_not_been_put(desk, archive, detail, was_put):
    until = NOW + timedelta(minutes=15)
    rest = Failure(outcome="pending", detail=detail, retry_at=until)
    desk.fetcher.answers[ROOT] = rest
    (visit,) = run(desk, archive, search())
    assert (visit.poll is not None) is was_put
    state = visit.searches[0]
    assert (state.outcome, state.attempts) == ("open", int(was_put))
    assert state.retry_at >= until


def test_a_closed_interface_is_asked_once(desk, archive):
    shut = Failure(outcome="gone", detail="the interface is closed")
    two = search(f"{ROOT}?search=shvb")
    answers(desk, archive, shut)
    answers(desk, archive, shut, two.address)
    visits = run(desk, archive, search(), two)
    assert desk.fetcher.asked == [ROOT]
    assert [visit.asked.outcome for visit in visits] == ["gone", "gone"]
    assert [visit.poll is not None for visit in visits] == [True, False]


def test_a_stop_leaves_the_question_open(desk, archive):
    desk.fetcher.fails(ROOT, "failed")
    desk.fetcher.before = lambda _url: desk.stop.set()
    assert run(desk, archive, search()) == ()
    assert desk.written == []


def test_pages_of_an_archive_are_asked_at_the_archive_one_by_one(desk, archive):
    pages = [
        DuePage(
            url=article(name),
            outlet="bregu",
            found_via="wayback",
            feed_url=None,
            first_seen_at=NOW,
            not_seen_at=None,
            title=None,
            published_text=None,
            attempts=0,
            copy_url=f"https://archive.example/{name}",
            captured_at=FROM,
        )
        for name in "ab"
    ]
    for name in "ab":
        desk.fetcher.page(f"https://archive.example/{name}", "The fair\nNothing.")

    def original(reply: Reply):
        url = article(reply.url[-1])
        return replace(reply, asked=url, url=url), FROM

    visits = run(desk, archive, pages=pages, original=original)
    assert [visit.pages[0].outcome for visit in visits] == ["unmatched", "unmatched"]


def test_back_issues_are_not_looked_at_again(desk, archive):
    published = "2022-07-05T10:00:00Z"
    answers(desk, archive, Found(entries=(entry("a", published=published),)))
    desk.fetcher.page(article("a"), "The fair\nThe Vala Association was there.")
    _, read = run(desk, archive, search())
    (page,) = read.pages
    assert page.outcome == "matched"
    assert page.retry_at is None
    text = desk.written[-1].pages[0].article.text
    assert text.published_at == datetime(2022, 7, 5, 10, tzinfo=UTC)


def test_what_a_file_holds_is_noted_as_an_answer(desk):
    config = make_config()
    listed = search("file:///list.csv#bregu", via="list", query="a list")
    (visit,) = note_found(
        [(listed, Found(entries=(entry("a"),)))],
        config=config,
        store=FakeStore(),
        tools=desk.tools(config),
        run_id="run",
        config_hash="hash",
    )
    assert desk.written == [visit]
    assert visit.pages[0].found_via == "list"
    assert visit.pages[0].retry_at == NOW
    assert timedelta(0) == visit.poll.polled_at - NOW


def test_two_incidents_ask_for_the_same_part_each(desk, archive):
    one = search(query=None)
    other = replace(search(f"{ROOT}?index", query=None), incident="other")
    part = replace(one, incident="other")
    answers(desk, archive, Found(entries=()))
    answers(desk, archive, Found(entries=(), further=(part,)), other.address)
    visits = run(desk, archive, one, other)
    asked = sorted((v.asked.search.incident, v.asked.search.address) for v in visits)
    assert ("other", ROOT) in asked
    assert ("fair", ROOT) in asked


def test_a_known_page_learns_its_day_from_a_list(desk, archive):
    published = "2022-07-05T10:00:00Z"
    answers(desk, archive, Found(entries=(entry("a", published=published),)))
    known = FakeKnown({urls.url_hash(article("a")): None})
    (visit,) = run(desk, archive, search(query=None), known=known)
    (page,) = visit.pages
    assert (page.checked_at, page.retry_at) == (None, None)
    assert page.published_at == datetime(2022, 7, 5, 10, tzinfo=UTC)
    assert visit.poll.new_entries == 0


def test_a_pass_whose_time_is_over_asks_nothing_more(desk, archive):
    assert run(desk, archive, search(), pages_for=timedelta(0)) == ()
    assert desk.fetcher.asked == []


def test_an_archive_that_was_switched_off_is_not_asked(desk, archive):
    assert run(desk, archive, search(via="list"), search(outlet="unknown")) == ()
