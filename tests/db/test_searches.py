"""Questions to archives in the database: what is open, answered, and proved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.db.builders import NOW, dump, make_page, make_visit, rows
from tracker.core import urls
from tracker.db.searches import read_searches
from tracker.model import Poll, Search, SearchState, Visit

FROM, TO = datetime(2022, 7, 1, tzinfo=UTC), datetime(2022, 8, 1, tzinfo=UTC)
ROOT = "https://lajme.example/sitemap.xml"


def search(address=ROOT, *, query=None, listing=ROOT, **more) -> Search:
    return Search(
        incident="durres_fair",
        outlet="lajme-shembull",
        via="sitemap",
        address=address,
        listing=listing,
        from_at=FROM,
        to_at=TO,
        query=query,
        **more,
    )


def answer(
    asked: Search,
    *further: Search,
    outcome="read",
    whole=True,
    entries=3,
    total=None,
    at=NOW,
) -> Visit:
    state = SearchState(
        search=asked, outcome=outcome, whole=whole, entries=entries, total=total
    )
    said = "read" if outcome == "read" else "failed"
    poll = Poll(polled_at=at, outcome=said, entries=entries, new_entries=0)
    return Visit(
        id=f"{asked.address} {at}",
        run_id="run",
        feed=None,
        poll=poll,
        pages=(),
        searches=(state, *(SearchState(search=each) for each in further)),
    )


def apply(store, *visits, now=NOW):
    for visit in visits:
        store.outbox.write(visit)
    return store.apply(now=now)


def proved(store):
    return rows(
        store,
        "select complete_from_at, complete_to_at from polls"
        " where complete_from_at is not null",
    )


def outcomes(store):
    return dict(rows(store, "select address, outcome from searches"))


def test_an_answer_is_a_poll_that_says_what_was_searched(store):
    apply(store, answer(search(query="vala")))
    (row,) = rows(
        store,
        "select feed_url, outlet, via, incident, query, searched_from_at,"
        " searched_to_at, run_id from polls",
    )
    assert row == (
        ROOT,
        "lajme-shembull",
        "sitemap",
        "durres_fair",
        "vala",
        FROM.replace(tzinfo=None),
        TO.replace(tzinfo=None),
        "run",
    )


def test_what_follows_from_an_answer_is_open_until_it_is_asked(store):
    one, two = search(f"{ROOT}?1"), search(f"{ROOT}?2")
    apply(store, answer(search(), one, two))
    assert outcomes(store) == {ROOT: "read", one.address: "open", two.address: "open"}
    apply(store, answer(one))
    assert outcomes(store)[one.address] == "read"


def test_the_last_answer_of_a_whole_list_proves_its_stretch(store):
    one, two = search(f"{ROOT}?1"), search(f"{ROOT}?2")
    apply(store, answer(search(), one, two, entries=0), answer(two))
    assert proved(store) == []
    apply(store, answer(one, entries=0))
    assert proved(store) == [(FROM.replace(tzinfo=None), TO.replace(tzinfo=None))]


def test_a_list_of_which_a_part_was_not_whole_proves_nothing(store):
    one = search(f"{ROOT}?1")
    apply(store, answer(search(), one, whole=False), answer(one))
    assert proved(store) == []


def test_a_list_that_holds_nothing_at_all_proves_nothing(store):
    apply(store, answer(search(), entries=0))
    assert proved(store) == []


def test_a_list_that_grew_or_shrank_while_it_was_read_proves_nothing(store):
    one = search(f"{ROOT}?1")
    apply(store, answer(search(), one, total=6), answer(one, total=5))
    assert proved(store) == []


def test_a_search_proves_nothing(store):
    apply(store, answer(search(query="vala")))
    assert proved(store) == []


def test_what_is_still_to_come_is_not_proved(store):
    coming = replace(search(), to_at=NOW + timedelta(days=3))
    apply(store, answer(coming))
    assert proved(store) == [(FROM.replace(tzinfo=None), NOW.replace(tzinfo=None))]


def test_what_came_after_the_oldest_part_was_read_is_not_proved(store):
    coming = replace(search(), to_at=NOW + timedelta(days=3))
    part = replace(coming, address=f"{ROOT}?1")
    later = NOW + timedelta(hours=9)
    apply(store, answer(coming, part, entries=0), answer(part))
    apply(store, answer(coming, entries=0, at=later), now=later)
    ends = {to_at for _, to_at in proved(store)}
    assert ends == {NOW.replace(tzinfo=None)}


def test_a_question_for_other_days_takes_the_place_of_the_old_one(store):
    apply(store, answer(search(), search(f"{ROOT}?1")), answer(search(f"{ROOT}?1")))
    longer = [replace(search(a), to_at=NOW) for a in (ROOT, f"{ROOT}?1")]
    plan = replace(make_visit(visit_id="plan"), feed=None, poll=None)
    apply(store, replace(plan, searches=tuple(SearchState(search=s) for s in longer)))
    states = store.searches("durres_fair")
    assert {each.outcome for each in states} == {"open"}
    assert {each.search.to_at for each in states} == {NOW}


def test_what_followed_from_a_question_falls_with_its_days(store):
    parts = [search(f"{ROOT}?{n}") for n in (1, 2)]
    named = search("https://lajme.example/named.xml", listing="named")
    elsewhere = replace(named, address="other", outlet="gazeta-shembull")
    apply(store, answer(search(), *parts, named), answer(parts[0]), answer(named))
    apply(store, answer(elsewhere))
    longer = replace(search(), to_at=NOW)
    plan = replace(make_visit(visit_id="plan"), feed=None, poll=None)
    apply(store, replace(plan, searches=(SearchState(search=longer),)))
    assert outcomes(store) == {ROOT: "open", "other": "read"}


def test_one_of_several_that_is_named_by_itself_is_asked_anew_with_its_parts(store):
    robots = "https://lajme.example/robots.txt"
    first = search(f"{robots}#a", listing=f"{robots}#a")
    several = search(listing=f"{robots}#{ROOT}")
    part = replace(several, address=f"{ROOT}?1")
    kept = search("https://lajme.example/b.xml", listing="b")
    apply(store, answer(first, several), answer(several, part), answer(part))
    apply(store, answer(kept))
    assert len(outcomes(store)) == 4
    plan = replace(make_visit(visit_id="plan"), feed=None, poll=None)
    apply(store, replace(plan, searches=(SearchState(search=search()),)))
    assert outcomes(store) == {ROOT: "open", kept.address: "read"}
    apply(store, answer(search(), search(part.address), entries=0))
    apply(store, answer(search(part.address), at=NOW + timedelta(hours=1)))
    assert len(proved(store)) > 0


def test_another_list_of_the_same_outlet_is_proved_by_itself(store):
    other = search("https://lajme.example/other.xml", listing="other")
    apply(store, answer(search(), search(f"{ROOT}?1")), answer(other))
    assert len(proved(store)) == 1


def test_a_plan_takes_nothing_back_that_was_answered(store):
    apply(store, answer(search()))
    plan = make_visit(visit_id="plan")
    states = (SearchState(search=search()), SearchState(search=search(f"{ROOT}?1")))
    apply(store, replace(plan, feed=None, poll=None, searches=states))
    assert outcomes(store) == {ROOT: "read", f"{ROOT}?1": "open"}


@pytest.mark.parametrize("where", ["outbox", "database"])
def test_what_waits_in_the_outbox_is_read_as_if_it_were_stored(store, where):
    one = search(f"{ROOT}?1")
    visits = [answer(search(), one), answer(one, outcome="open", at=NOW)]
    for visit in visits:
        store.outbox.write(visit)
    if where == "database":
        store.apply(now=NOW)
    states = {each.search.address: each for each in store.searches("durres_fair")}
    assert {url: each.outcome for url, each in states.items()} == {
        ROOT: "read",
        one.address: "open",
    }
    assert states[ROOT].search == search()
    assert store.searches("other") == ()
    assert len(store.searches(None)) == 2


def test_applying_an_answer_twice_is_the_same_as_once(store):
    visit = answer(search(), search(f"{ROOT}?1"))
    apply(store, visit)
    before = dump(store)
    apply(store, visit)
    assert dump(store) == before


def test_copies_and_captures_are_remembered_until_the_page_is_read(store):
    at = datetime(2022, 7, 2, tzinfo=UTC)
    page = make_page(
        "https://lajme.example/gone",
        outcome="pending",
        feed_url=None,
        found_via="wayback",
        checked_at=None,
        retry_at=NOW,
        attempts=0,
        copy_url="https://archive.example/x",
        captured_at=at,
    )
    apply(store, make_visit(page))
    (due,) = store.due(now=NOW, outlets=None, force=False).pages
    assert (due.copy_url, due.captured_at) == ("https://archive.example/x", at)


def test_a_page_that_could_not_be_had_is_lost_once_no_try_is_left(store):
    pages = [
        make_page(f"https://lajme.example/{outcome}", outcome=outcome, retry_at=again)
        for outcome, again in (
            ("gone", None),
            ("blocked", None),
            ("failed", NOW),
            ("unmatched", None),
        )
    ]
    apply(store, make_visit(*pages))
    known = store.due(now=NOW, outlets=None, force=False).known
    lost = {p.outcome: known.sight(urls.url_hash(p.url)).is_lost for p in pages}
    assert lost == {"gone": True, "blocked": False, "failed": False, "unmatched": False}


def test_reading_needs_no_outbox(store):
    apply(store, answer(search()))
    with store.windows.reading() as connection:
        assert len(read_searches(connection, None)) == 1
