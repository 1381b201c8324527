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
DAY = timedelta(days=1)


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


# The day before NOW, in a zone fourteen hours ahead.
KEPT_UP = datetime(2026, 2, 28, 10)


@pytest.mark.parametrize(("via", "end"), [("sitemap", KEPT_UP), ("wordpress", NOW)])
def test_what_is_still_to_come_is_not_proved(store, via, end):
    coming = replace(search(), via=via, to_at=NOW + timedelta(days=3))
    apply(store, answer(coming))
    assert proved(store) == [(FROM.replace(tzinfo=None), end.replace(tzinfo=None))]


def test_a_sitemap_proves_nothing_of_days_that_have_just_begun(store):
    begun = replace(search(), from_at=NOW - timedelta(days=1), to_at=NOW + DAY)
    apply(store, answer(begun))
    assert proved(store) == []


def test_what_came_after_the_oldest_part_was_read_is_not_proved(store):
    coming = replace(search(), to_at=NOW + timedelta(days=3))
    part = replace(coming, address=f"{ROOT}?1")
    later = NOW + DAY
    apply(store, answer(coming, part, entries=0), answer(part))
    apply(store, answer(coming, entries=0, at=later), now=later)
    assert {to_at for _, to_at in proved(store)} == {KEPT_UP}


def roots(*names, **more):
    addresses = [f"https://lajme.example/{name}.xml" for name in names]
    return [replace(search(each, listing=each), **more) for each in addresses]


def plan_of(*searches):
    visit = replace(make_visit(visit_id=f"plan {searches}"), feed=None, poll=None)
    return replace(visit, searches=tuple(SearchState(search=s) for s in searches))


@pytest.mark.parametrize(
    ("second", "is_proved"),
    [
        ({}, True),
        ({"entries": 0}, True),
        ({"whole": False}, False),
        ({"outcome": "failed"}, False),
        ({"outcome": "gone"}, False),
        ({"outcome": "blocked"}, False),
        ({"outcome": "open"}, False),
    ],
)
@pytest.mark.parametrize("is_last", [True, False])
def test_of_several_sitemaps_all_have_to_be_whole(store, second, is_proved, is_last):
    one, two = roots("a", "b")
    answers = [answer(one, total=3), answer(two, total=4, **second)]
    apply(store, plan_of(one, two), *(answers if is_last else answers[::-1]))
    expected = [(FROM.replace(tzinfo=None), TO.replace(tzinfo=None))]
    assert proved(store) == (expected if is_proved else [])


def test_several_sitemaps_prove_until_the_first_of_them_was_read(store):
    one, two = roots("a", "b", to_at=NOW + timedelta(days=30))
    part, later = replace(one, address=f"{one.address}?1"), NOW + timedelta(days=5)
    answers = [answer(one, part), answer(part, at=later), answer(two, at=later)]
    apply(store, plan_of(one, two), *answers, now=later)
    assert [to_at for _, to_at in proved(store)] == [KEPT_UP]


def test_what_was_proved_counts_until_a_further_sitemap_has_answered(store):
    def stretches(as_of="null"):
        return len(rows(store, f"from stretches(null, null, {as_of})"))

    one, two = roots("a", "b")
    failed, whole = NOW + DAY, NOW + 2 * DAY
    apply(store, plan_of(one), answer(one))
    apply(store, plan_of(one, two))
    assert stretches() == 1
    apply(store, answer(two, outcome="failed", whole=False, at=failed), now=failed)
    assert stretches() == 0
    apply(store, answer(two, at=whole), now=whole)
    assert stretches() == 1
    told = [stretches(f"'{at:%Y-%m-%d %H:%M}'") for at in (NOW, failed, whole)]
    assert told == [1, 0, 1]


def test_what_is_asked_elsewhere_is_no_list_of_the_outlet(store):
    one, other = roots("a", "b")
    robots = "https://lajme.example/robots.txt#lajme-shembull"
    others = (
        search(robots, listing=robots),
        replace(other, outlet="gazeta-shembull"),
        replace(other, incident="other"),
        replace(other, address=f"{other.address}?wordpress", via="wordpress"),
        replace(other, address=f"{other.address}?old", from_at=FROM - DAY),
    )
    apply(store, *(answer(each, whole=False) for each in others), answer(one))
    assert len(proved(store)) == 1


def test_a_sitemap_that_the_configuration_names_no_more_is_forgotten(store):
    one, two = roots("a", "b")
    part = replace(two, address=f"{two.address}?1")
    elsewhere = replace(roots("c")[0], outlet="gazeta-shembull")
    apply(store, plan_of(one, two), answer(one), answer(two, part))
    apply(store, answer(elsewhere, whole=False))
    apply(store, plan_of(one))
    assert outcomes(store) == {one.address: "read", elsewhere.address: "read"}
    apply(store, answer(one, at=NOW + DAY))
    assert len(proved(store)) == 1


def test_a_sitemap_that_a_robots_txt_names_is_kept(store):
    robots = "https://lajme.example/robots.txt#lajme-shembull"
    asked = search(robots, listing=robots)
    apply(store, plan_of(asked), answer(asked, search()), answer(search()))
    apply(store, plan_of(asked))
    assert outcomes(store) == {robots: "read", ROOT: "read"}


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


def test_a_page_that_could_not_be_had_is_lost_though_it_is_tried_again(store):
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
    assert lost == {"gone": True, "blocked": False, "failed": True, "unmatched": False}


def test_outlets_are_unread_while_a_page_of_no_feed_waits_due_or_not(store):
    late = NOW + timedelta(hours=3)
    pages = [
        make_page("https://lajme.example/a", outcome="pending", retry_at=late),
        make_page("https://other.example/b", outlet="other", retry_at=None),
    ]
    assert store.due(now=NOW, outlets=None, force=False).unread == set()
    found = [replace(page, feed_url=None) for page in pages]
    store.outbox.write(make_visit(*found))
    for _ in range(2):  # in the outbox, then in the database
        due = store.due(now=NOW, outlets=None, force=False)
        assert (due.pages, due.unread) == ((), {"lajme-shembull"})
        store.apply(now=NOW)


def test_reading_needs_no_outbox(store):
    apply(store, answer(search()))
    with store.windows.reading() as connection:
        assert len(read_searches(connection, None)) == 1
