from datetime import UTC, datetime, timedelta

import pytest

from tracker.model import Failure, Reply, SiteRest
from tracker.web.answers import Redirect, Unanswered
from tracker.web.rests import FIRST_REST, LONGEST_REST, UNREACHABLE_REST, Rests

SITE = "lajme.example"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rests(clock):
    return Rests(clock)


def reply(status, **headers):
    return Reply(asked="", url="", status=status, headers=headers, body=b"")


def asks_to_wait(seconds, status=429):
    return reply(status, **{"retry-after": str(seconds)})


UNREACHABLE = Unanswered(
    failure=Failure(outcome="failed", detail="it refused the connection"),
    kind="unreachable",
)


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_says_for_how_long_is_left_alone_so_long(rests, clock, status):
    rests.note(SITE, asks_to_wait(120, status))
    assert rests.of(SITE).until_at == NOW + timedelta(seconds=120)
    assert rests.of("gazeta.example") is None
    clock.now += timedelta(seconds=120)
    assert rests.of(SITE) is None


@pytest.mark.parametrize("text", [None, "soon", "", "-5", "1.5"])
def test_a_429_without_a_readable_time_rests_the_site_for_a_quarter_of_an_hour(
    rests, text
):
    rests.note(SITE, reply(429) if text is None else asks_to_wait(text))
    assert timedelta(minutes=15) == FIRST_REST
    assert rests.of(SITE).until_at == NOW + FIRST_REST
    assert rests.of(SITE).reason == "the site answered 429 without saying for how long"


def test_the_rest_doubles_while_a_429_repeats_up_to_a_day(rests, clock):
    waits = []
    for _ in range(9):
        rests.note(SITE, reply(429))
        waits.append(rests.of(SITE).until_at - clock.now)
        clock.now = rests.of(SITE).until_at
    assert [wait / FIRST_REST for wait in waits] == [1, 2, 4, 8, 16, 32, 64, 96, 96]
    assert waits[-1] == LONGEST_REST == timedelta(days=1)


@pytest.mark.parametrize(
    "good", [reply(200), reply(304), reply(500), Redirect(url="", status=301)]
)
def test_another_answer_ends_the_doubling(rests, clock, good):
    for answer in (reply(429), reply(429), good, reply(429)):
        clock.now += timedelta(days=1)
        rests.note(SITE, answer)
    assert rests.of(SITE).until_at == clock.now + FIRST_REST


@pytest.mark.parametrize("status", [200, 304, 404, 500, 502, 503])
def test_no_other_status_rests_the_site(rests, status):
    rests.note(SITE, reply(status))
    assert rests.of(SITE) is None


def test_a_server_that_takes_no_connection_is_left_for_ten_minutes(rests):
    rests.note(SITE, UNREACHABLE)
    assert rests.of(SITE) == SiteRest(
        site=SITE,
        until_at=NOW + timedelta(minutes=10),
        reason="it refused the connection",
    )


@pytest.mark.parametrize("kind", ["address", "closed", "other"])
def test_no_other_trouble_rests_the_site(rests, kind):
    failure = Failure(outcome="failed", detail="x")
    rests.note(SITE, Unanswered(failure=failure, kind=kind))
    assert rests.of(SITE) is None


def test_a_shorter_rest_never_shortens_a_longer_one(rests):
    rests.note(SITE, asks_to_wait(7200))
    rests.note(SITE, UNREACHABLE)
    rests.note(SITE, reply(429))
    assert rests.of(SITE).until_at == NOW + timedelta(hours=2)
    rests.note(SITE, asks_to_wait(9000))
    assert rests.of(SITE).until_at == NOW + timedelta(seconds=9000)


def test_what_is_learnt_is_told_once_and_told_again_when_it_is_renewed(rests, clock):
    assert rests.learnt() == ()
    rests.note(SITE, UNREACHABLE)
    rests.note("gazeta.example", asks_to_wait(60))
    assert {rest.site for rest in rests.learnt()} == {SITE, "gazeta.example"}
    assert rests.learnt() == ()
    clock.now += UNREACHABLE_REST
    rests.note(SITE, UNREACHABLE)
    assert [rest.until_at for rest in rests.learnt()] == [clock.now + UNREACHABLE_REST]


def remembering(clock, until_at):
    rest = SiteRest(site=SITE, until_at=until_at, reason="asked to wait")
    return Rests(clock, [rest])


def test_a_rest_outlives_the_program_and_is_not_learnt_twice(clock):
    rests = remembering(clock, NOW + timedelta(hours=1))
    assert rests.of(SITE).reason == "asked to wait"
    assert rests.learnt() == ()
    clock.now += timedelta(hours=1)
    assert rests.of(SITE) is None


@pytest.mark.parametrize(
    ("ahead", "counts"),
    [
        (timedelta(0), False),
        (timedelta(seconds=1), True),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), False),
    ],
)
def test_a_remembered_rest_that_is_over_or_too_far_ahead_is_forgotten(
    clock, ahead, counts
):
    assert (remembering(clock, NOW + ahead).of(SITE) is not None) is counts


@pytest.mark.parametrize(
    ("back", "waits"),
    [
        (timedelta(hours=2), timedelta(hours=3)),
        (timedelta(days=900), timedelta(days=7)),
    ],
)
def test_a_clock_that_is_set_back_keeps_a_rest_in_force_for_a_week_at_most(
    rests, clock, back, waits
):
    rests.note(SITE, asks_to_wait(3600))
    clock.now -= back
    assert rests.of(SITE).until_at == clock.now + waits
    clock.now += waits
    assert rests.of(SITE) is None
