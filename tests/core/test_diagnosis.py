from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.core.diagnosis import Clock, judge
from tracker.core.health import FeedHealth, OutletHealth, UnreadPages
from tracker.model import SiteRest

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
CLOCK = Clock(now=NOW, zone=ZoneInfo("Europe/Tirane"))
WORKS = FeedHealth(
    url="https://bregu.example/feed/",
    state="active",
    first_visit_at=NOW - timedelta(days=40),
    last_success_at=NOW - timedelta(minutes=10),
    next_check_at=NOW + timedelta(minutes=5),
)
FAILS = replace(
    WORKS,
    state="failing",
    failures=2,
    last_success_at=NOW - timedelta(hours=1),
    next_check_at=NOW + timedelta(minutes=40),
    detail="the server answered 503",
)
LONG = {"last_success_at": NOW - timedelta(days=1), "failures": 12}


def of(feed: FeedHealth, **outlet: object) -> OutletHealth:
    return OutletHealth(outlet="bregu", feeds=(feed,), **outlet)


def only(outlet: OutletHealth):
    (finding,) = judge(outlet, CLOCK)
    return finding


def test_where_all_is_well_nothing_is_said():
    assert judge(of(WORKS), CLOCK) == ()


def test_an_outlet_that_is_listed_only_has_no_trouble():
    assert judge(of(FAILS, is_fetched=False), CLOCK) == ()


def test_an_outlet_without_a_feed_needs_one():
    finding = only(OutletHealth(outlet="bregu", feeds=()))
    assert (finding.weight, finding.what) == ("look", "no feed is configured")
    assert "`feeds:`" in finding.do


# What the newest visit said; then weight and advice when young, and after a day.
CAUSES = [
    ("the server answered 503", "wait", "nothing to do yet", "look for a new address"),
    ("bregu.example was silent for 10 s", "wait", "nothing to do yet", "in a browser"),
    (
        "the server asked us to wait (429)",
        "wait",
        "nothing to do",
        "longer `interval:`",
    ),
    ("the site answered 503 and asked to wait", "wait", "nothing to do", "`interval:`"),
    (
        "robots.txt could not be read: the server answered 500",
        "wait",
        "nothing may be asked there",
        "after 30 days it counts as absent",
    ),
    (
        "the name bregu.example could not be resolved",
        "wait",
        "whether this computer is online",
        "whether the name is spelt right",
    ),
    ("robots.txt forbids /feed/", "look", "wants no crawler", "set `fetch: false`"),
    (
        "the site asks visitors to prove that they are human (Cloudflare)",
        "look",
        "is not got round",
        "write to the site",
    ),
    (
        "led to a form that asks for consent (consent.bregu.example)",
        "look",
        "is not filled in",
        "`fetch: false`",
    ),
    ("the server refused us (403)", "look", "open it in a browser", "`fetch: false`"),
    ("the server answered 404", "look", "the new address", "correct `feeds:`"),
    ("the redirects go round in a circle", "look", "the new address", "`feeds:`"),
    (
        "the certificate of bregu.example is not valid: certificate has expired",
        "look",
        "tell its operator",
        "cannot show who it is",
    ),
    ("not a feed: HTML", "look", "what comes is no feed", "correct `feeds:`"),
    ("the server sent an empty reply", "look", "what comes is no feed", "`feeds:`"),
    (
        "refused: bregu.example is 10.0.0.1, port 443: private",
        "look",
        "`crawl: private_addresses:`",
        "not public",
    ),
    ("the reply is larger than 10000000 bytes", "look", "max_bytes", "expected"),
    ("the address is on the block list", "look", "take the address out", "lifts"),
]


@pytest.mark.parametrize(("detail", "weight", "do", "later"), CAUSES)
def test_each_cause_has_its_advice(detail, weight, do, later):
    young = only(of(replace(FAILS, failures=3, detail=detail)))
    assert young.weight == weight
    assert young.what == f"failing since 14:00 (3 visits): {detail}"
    assert do in young.do
    assert young.do.endswith("; it is asked again at 15:40")
    old = only(of(replace(FAILS, **LONG, detail=detail)))
    assert old.weight == "look"
    assert later in old.do


def test_a_cause_that_does_not_pass_may_be_a_slip_at_first():
    finding = only(of(replace(FAILS, detail="the server refused us (403)")))
    assert finding.weight == "wait"
    assert "a slip" in finding.do


# A feed in some state; then weight, what is said of it, and a word of the advice.
STATES = [
    (
        replace(FAILS, **LONG),
        "look",
        "failing since 2 March 15:00 (12 visits): the server answered 503",
        "open it in a browser",
    ),
    (
        replace(FAILS, failures=1, last_success_at=None, first_visit_at=NOW),
        "wait",
        "failing from the first on, 15:00 (1 visit): the server answered 503",
        "nothing to do yet",
    ),
    (
        replace(
            FAILS,
            state="dead",
            failures=36,
            last_success_at=datetime(2025, 11, 30, 23, 30, tzinfo=UTC),
        ),
        "look",
        (
            "dead: no good visit since 1 December 2025 00:30 (36 visits): the server"
            " answered 503"
        ),
        "open it in a browser",
    ),
    (
        replace(FAILS, state="gone", detail="gone for good, says the server (410)"),
        "look",
        (
            "gone since 14:00 (2 visits): gone for good, says the server (410); it is"
            " asked no more"
        ),
        "the new address of the feed",
    ),
    (
        replace(FAILS, state="quarantined", kept_in="data/x.quarantine/1.bin"),
        "look",
        (
            "quarantined since 14:00 (2 visits): what it sends ends the program that"
            " reads it; it is kept in data/x.quarantine/1.bin"
        ),
        "read again as soon as it sends something else",
    ),
    (
        replace(WORKS, first_visit_at=None, last_success_at=None),
        "look",
        "not visited yet",
        "run `tracker crawl`",
    ),
    (
        replace(WORKS, moved_to="https://other.example/feed/", has_left=True),
        "look",
        "moved for good to https://other.example/feed/ (another domain)",
        "still the same outlet",
    ),
    (
        replace(WORKS, moved_to="https://www.bregu.example/feed/"),
        "note",
        "moved for good to https://www.bregu.example/feed/",
        "nothing to do",
    ),
    (
        replace(WORKS, overrun=3, window=10),
        "look",
        (
            "3 times in 7 days more was published between two visits than its window"
            " of 10 entries holds"
        ),
        "let `tracker run` run on",
    ),
    (
        replace(
            WORKS,
            overrun_by_wish=1,
            asked_every=timedelta(hours=6),
            window=20,
            a_day=120.0,
        ),
        "note",
        (
            "its server asks to be visited only every 6 h, and its window holds 4 h:"
            " once in 7 days something may have been missed by its own wish"
        ),
        "ask its publisher",
    ),
    (
        replace(WORKS, overrun_by_wish=2),
        "note",
        (
            "its server asks to be visited only seldom, and its window is too small for"
            " that: 2 times in 7 days something may have been missed by its own wish"
        ),
        "another feed",
    ),
]


@pytest.mark.parametrize(("feed", "weight", "what", "do"), STATES)
def test_each_state_is_said_in_words(feed, weight, what, do):
    finding = only(of(feed))
    assert (finding.weight, finding.what) == (weight, what)
    assert do in finding.do
    assert finding.feed_url == feed.url
    assert finding.is_dead == (feed.state == "dead")


def test_a_feed_that_sends_the_same_again_and_again_is_asked_seldom():
    feed = replace(WORKS, overrun=1, window=10, same_bodies=3)
    assert "set `interval:`" in only(of(feed)).do
    assert "set `interval:`" not in only(of(replace(feed, same_bodies=2))).do


def test_a_feed_that_is_due_is_asked_at_the_next_crawl():
    feed = replace(FAILS, next_check_at=NOW - timedelta(minutes=1))
    assert only(of(feed)).do.endswith("; it is asked again at the next crawl")


def test_a_long_sentence_of_a_server_is_cut():
    finding = only(of(replace(FAILS, detail="no feed " * 100)))
    assert len(finding.what) < 220
    assert finding.what.endswith("…")


def pages(**counts: int) -> tuple[UnreadPages, ...]:
    return tuple(
        UnreadPages(outcome=outcome, pages=number, detail=f"why {outcome}")
        for outcome, number in counts.items()
    )


# What an outlet has; then weight and words.
OUTLETS = [
    (
        {"pages": 40, "unread": pages(failed=2, blocked=12)},
        "look",
        (
            "14 of 40 pages in 7 days could not be read: 12 blocked (why blocked), 2"
            " failed (why failed)"
        ),
    ),
    (
        {"pages": 400, "unread": pages(too_large=1, failed=13)},
        "note",
        (
            "14 of 400 pages in 7 days could not be read: 13 failed (why failed), 1 too"
            " large (why too_large)"
        ),
    ),
    (
        {"pages": 4, "unread": pages(gone=4)},
        "note",
        "4 of 4 pages in 7 days could not be read: 4 gone (why gone)",
    ),
    (
        {"pages": 25, "unread": pages(blocked=5)},
        "look",
        "5 of 25 pages in 7 days could not be read: 5 blocked (why blocked)",
    ),
    ({"unread": pages(pending=1)}, "note", "1 page is found and not read yet"),
    (
        {"reserved": 3},
        "note",
        (
            "3 articles are kept by title alone in 7 days, for the publisher reserves"
            " the text"
        ),
    ),
    ({"stubs": 1}, "note", "1 article is public as a teaser only in 7 days"),
    (
        {"asked_delay": 20.0, "kept_delay": 20.0},
        "note",
        "its robots.txt asks for 20 s between two visits, which is kept",
    ),
    (
        {"asked_delay": 120.0, "kept_delay": 30.0},
        "note",
        "its robots.txt asks for 120 s between two visits, of which 30 s are kept",
    ),
    (
        {"robots_failing_since_at": NOW - timedelta(hours=23)},
        "wait",
        "its robots.txt cannot be read since 2 March 16:00",
    ),
    (
        {"robots_failing_since_at": NOW - timedelta(days=1)},
        "look",
        "its robots.txt cannot be read since 2 March 15:00",
    ),
    (
        {
            "rest": SiteRest(
                site="bregu.example",
                until_at=NOW + timedelta(minutes=40),
                reason="the site answered 429 and asked to wait",
            )
        },
        "wait",
        "left alone until 15:40: the site answered 429 and asked to wait",
    ),
]


@pytest.mark.parametrize(("outlet", "weight", "what"), OUTLETS)
def test_what_is_true_of_the_whole_outlet_is_said_once(outlet, weight, what):
    finding = only(of(WORKS, **outlet))
    assert (finding.weight, finding.what) == (weight, what)
    assert finding.feed_url is None


def test_a_rest_that_is_over_is_nothing():
    rest = SiteRest(site="bregu.example", until_at=NOW, reason="x")
    assert judge(of(WORKS, rest=rest), CLOCK) == ()
