import threading
from datetime import UTC, datetime, timedelta

import pytest

from tracker.model import Failure, Reply, RobotsFile
from tracker.web.answers import Redirect, Unanswered
from tracker.web.robots import Robots
from tracker.web.robotstxt import PARSED_BYTES

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOME = "https://lajme.example/"
ORIGIN = "https://lajme.example"
REFUSED = Unanswered(
    failure=Failure(outcome="failed", detail="refused: x is 10.0.0.1"), kind="address"
)


class Web:
    """Gives robots.txt answers, and remembers what it was asked for."""

    def __init__(self, *answers, remembered=()) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.now = NOW
        self.robots = Robots(self.fetch, lambda: self.now, remembered)

    def fetch(self, url):
        self.asked.append(url)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def allowed(self, path="a"):
        return self.robots.verdict(HOME + path).allowed


def reply(body="", status=200):
    raw = body if isinstance(body, bytes) else body.encode()
    return Reply(asked=HOME, url=HOME, status=status, headers={}, body=raw)


def to(url):
    return Redirect(url=url, status=302)


FORBIDS = "User-agent: *\nDisallow: /a\n"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_4xx_allows_everything(status):
    assert Web(reply(FORBIDS, status)).allowed() is True


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_a_5xx_or_429_allows_nothing_for_now(status):
    verdict = Web(reply(FORBIDS, status)).robots.verdict(HOME)
    assert verdict.allowed is None
    assert verdict.reason == f"robots.txt answered {status}"


def test_an_unreachable_robots_txt_allows_nothing_for_now_and_says_why():
    verdict = Web(REFUSED).robots.verdict(HOME)
    assert verdict.allowed is None
    assert verdict.reason == "robots.txt could not be read: refused: x is 10.0.0.1"
    assert verdict.trouble is REFUSED


def test_the_rules_are_those_of_the_origin_asked():
    web = Web(reply(FORBIDS), reply())
    assert web.allowed() is False
    assert web.robots.verdict("https://lajme.example:444/a").allowed is True
    assert web.asked == [HOME + "robots.txt", "https://lajme.example:444/robots.txt"]


def test_rules_behind_five_redirects_hold_for_the_origin_first_asked():
    hops = [to(f"https://other{n}.example/robots.txt") for n in range(5)]
    web = Web(*hops, reply(FORBIDS))
    assert web.allowed() is False
    assert web.allowed("b") is True
    assert len(web.asked) == 6


def test_endless_redirects_are_no_robots_txt_at_all():
    web = Web(to(HOME + "robots.txt"))
    assert web.allowed() is True
    assert len(web.asked) == 11


def test_redirects_that_take_too_long_are_left():
    web = Web(to(HOME))
    slow = web.fetch

    def fetch(url):
        web.now += timedelta(minutes=1)
        return slow(url)

    assert Robots(fetch, lambda: web.now).verdict(HOME).allowed is None
    assert len(web.asked) == 3


def test_rules_are_kept_for_a_day_and_no_longer():
    web = Web(reply(FORBIDS), reply())
    assert web.allowed() is False
    web.now += timedelta(hours=23, minutes=59)
    assert web.allowed() is False
    assert len(web.asked) == 1
    web.now += timedelta(minutes=1)
    assert web.allowed() is True


def test_a_clock_that_was_set_back_does_not_freeze_the_rules():
    web = Web(reply(FORBIDS), reply())
    web.allowed()
    web.now -= timedelta(minutes=1)
    assert web.allowed() is True


def test_old_rules_serve_while_new_ones_cannot_be_had():
    web = Web(reply(FORBIDS), reply(status=500))
    web.allowed()
    web.now += timedelta(hours=25)
    assert web.allowed() is False
    assert web.allowed("b") is True


def test_an_unreachable_robots_txt_is_asked_again_after_ten_minutes():
    web = Web(reply(status=500), reply(FORBIDS))
    assert web.allowed() is None
    web.now += timedelta(minutes=9, seconds=59)
    assert web.allowed() is None
    assert len(web.asked) == 1
    web.now += timedelta(seconds=1)
    assert web.allowed() is False


def test_after_thirty_days_out_of_reach_it_counts_as_absent():
    web = Web(reply(status=500))
    assert web.allowed() is None
    web.now += timedelta(days=29)
    assert web.allowed() is None
    web.now += timedelta(days=2)
    assert web.allowed() is True


def test_a_byte_order_mark_does_not_hide_the_first_group():
    assert Web(reply("\ufeff" + FORBIDS)).allowed() is False


def test_a_rule_after_400_kib_holds_and_one_after_512_does_not():
    for size, expected in ((400 * 1024, False), (PARSED_BYTES, True)):
        body = "User-agent: *\n" + "# padding\n" * (size // 10 + 1) + "Disallow: /a\n"
        assert Web(reply(body)).allowed() is expected


def test_half_a_rule_at_the_limit_is_not_a_rule():
    line = "Disallow: /archive\n"
    start = "User-agent: *\n"
    padding = "#" * (PARSED_BYTES - len(start) - 1 - len("Disallow: /a")) + "\n"
    assert Web(reply(start + padding + line)).allowed("a") is True


def test_the_longest_match_wins_and_allow_wins_a_tie():
    web = Web(
        reply(
            "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\n"
            "Disallow: /tie\nAllow: /tie\n"
        )
    )
    paths = ["a", "a/b", "x.pdf", "x.pdf?y", "tie"]
    assert [web.allowed(path) for path in paths] == [False, True, False, True, True]


def test_our_own_group_counts_instead_of_the_one_for_all():
    web = Web(
        reply(
            "User-agent: *\nDisallow: /\n\n"
            "User-agent: Framing-Tracker\nDisallow: /a\nCrawl-delay: 3\n"
        )
    )
    assert web.allowed("a") is False
    verdict = web.robots.verdict(HOME + "b")
    assert (verdict.allowed, verdict.crawl_delay) == (True, 3.0)


def test_a_crawl_delay_is_capped():
    web = Web(reply("User-agent: *\nCrawl-delay: 86400\n"))
    assert web.robots.verdict(HOME).crawl_delay == 30.0


def test_a_reason_names_the_path_and_keeps_the_query_to_itself():
    verdict = Web(reply(FORBIDS)).robots.verdict(HOME + "a?key=secret")
    assert verdict.reason == "robots.txt forbids /a"


@pytest.mark.parametrize("status", [302, 304])
def test_a_status_that_means_nothing_here_allows_everything(status):
    assert Web(reply(FORBIDS, status)).allowed() is True


@pytest.mark.parametrize("hops", range(6))
def test_redirects_to_other_origins_never_change_whose_rules_they_are(hops):
    web = Web(
        *[to(f"https://o{n}.example/robots.txt") for n in range(hops)], reply(FORBIDS)
    )
    assert web.allowed() is False
    assert [file.origin for file in web.robots.learnt()] == [ORIGIN]


def test_several_threads_ask_for_one_robots_txt_once():
    web, held = Web(reply(FORBIDS)), threading.Event()

    def slow(url):
        held.wait(5)
        return web.fetch(url)

    robots = Robots(slow, lambda: web.now)
    verdicts = []
    threads = [
        threading.Thread(target=lambda: verdicts.append(robots.verdict(HOME + "a")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    held.set()
    for thread in threads:
        thread.join(5)
    assert [verdict.allowed for verdict in verdicts] == [False] * 4
    assert len(web.asked) == 1


# ---------------------------------------------------------------- what outlives us


def file(body, *, age=timedelta(0), failing=None):
    return RobotsFile(
        origin=ORIGIN,
        checked_at=NOW - age,
        body=body,
        failing_since_at=None if failing is None else NOW - failing,
    )


def test_what_is_read_is_learnt_once():
    web = Web(reply("\ufeff" + FORBIDS))
    web.allowed()
    web.allowed("b")
    assert web.robots.learnt() == (file(FORBIDS),)
    assert web.robots.learnt() == ()
    web.now += timedelta(hours=24)
    web.allowed()
    assert [each.checked_at for each in web.robots.learnt()] == [web.now]


@pytest.mark.parametrize("answer", [reply("x", 404), to(HOME + "robots.txt")])
def test_no_robots_txt_is_remembered_as_an_empty_one(answer):
    web = Web(answer)
    web.allowed()
    assert web.robots.learnt() == (file(""),)


def test_one_that_could_never_be_read_is_remembered_as_failing():
    web = Web(reply(status=500))
    web.allowed()
    assert web.robots.learnt() == (file(None, failing=timedelta(0)),)


def test_one_that_fails_later_keeps_what_is_obeyed_and_since_when_it_fails():
    web = Web(reply(FORBIDS), reply(status=500))
    web.allowed()
    web.now += timedelta(hours=25)
    failed_at = web.now
    web.allowed()
    web.now += timedelta(minutes=10)
    web.allowed()
    (learnt,) = web.robots.learnt()
    assert (learnt.body, learnt.checked_at) == (FORBIDS, web.now)
    assert learnt.failing_since_at == failed_at


def test_a_remembered_file_is_used_for_a_day_without_being_asked_for():
    web = Web(reply(), remembered=[file(FORBIDS, age=timedelta(hours=23))])
    assert web.allowed() is False
    assert web.allowed("b") is True
    assert web.asked == []
    assert web.robots.learnt() == ()
    web.now += timedelta(hours=1)
    assert web.allowed() is True
    assert len(web.asked) == 1


def test_runs_every_quarter_of_an_hour_ask_for_robots_txt_once_a_day():
    remembered, asked = {}, 0
    for run in range(97):
        web = Web(reply(FORBIDS), remembered=remembered.values())
        web.now += timedelta(minutes=15) * run
        assert web.allowed() is False
        asked += len(web.asked)
        remembered.update((each.origin, each) for each in web.robots.learnt())
    assert asked == 2


def test_a_remembered_absence_is_used_as_well():
    web = Web(reply(FORBIDS), remembered=[file("", age=timedelta(hours=1))])
    assert web.allowed() is True
    assert web.asked == []


def test_a_remembered_file_serves_while_a_new_one_cannot_be_had():
    web = Web(reply(status=503), remembered=[file(FORBIDS, age=timedelta(days=3))])
    assert web.allowed() is False
    assert web.allowed("b") is True


def test_a_remembered_failure_is_asked_again_after_ten_minutes():
    failing = file(None, age=timedelta(minutes=5), failing=timedelta(hours=2))
    web = Web(reply(FORBIDS), remembered=[failing])
    verdict = web.robots.verdict(HOME)
    assert (verdict.allowed, verdict.reason) == (None, "robots.txt could not be read")
    web.now += timedelta(minutes=5)
    assert web.allowed() is False


@pytest.mark.parametrize(("days", "verdict"), [(29, None), (31, True)])
def test_the_thirty_days_out_of_reach_outlive_the_program(days, verdict):
    failing = file(None, age=timedelta(hours=1), failing=timedelta(days=days))
    web = Web(reply(status=500), remembered=[failing])
    assert web.allowed() is verdict
    (learnt,) = web.robots.learnt()
    assert learnt.failing_since_at == NOW - timedelta(days=days)


def test_robots_txt_itself_is_allowed_and_held_as_it_is_obeyed():
    web = Web(reply("User-agent: *\nDisallow: /\n"))
    assert web.robots.held(HOME + "robots.txt") is None
    assert web.allowed() is False
    assert web.allowed("robots.txt") is True
    assert web.robots.held(HOME + "robots.txt") == "User-agent: *\nDisallow: /\n"
    assert web.robots.held(HOME + "a") is None
    assert web.robots.held(HOME + "robots.txt?a") is None
    assert web.asked == [HOME + "robots.txt"]


def test_what_cannot_be_read_anew_is_obeyed_but_not_held():
    web = Web(reply(FORBIDS), reply(status=503))
    assert web.allowed() is False
    web.now += timedelta(days=2)
    assert web.allowed() is False
    assert web.robots.held(HOME + "robots.txt") is None


def test_what_could_never_be_read_is_not_held():
    web = Web(reply(status=503))
    assert web.allowed("robots.txt") is None
    assert web.robots.held(HOME + "robots.txt") is None


def test_a_success_ends_the_thirty_days():
    failing = file(None, age=timedelta(hours=1), failing=timedelta(days=29))
    web = Web(reply(FORBIDS), remembered=[failing])
    assert web.allowed() is False
    (learnt,) = web.robots.learnt()
    assert learnt.failing_since_at is None


def test_a_file_from_the_future_is_asked_for_again_and_serves_until_then():
    ahead = file(FORBIDS, age=timedelta(days=-2), failing=timedelta(days=-2))
    web = Web(reply(status=500), reply(), remembered=[ahead])
    assert web.allowed() is False
    (learnt,) = web.robots.learnt()
    assert (learnt.checked_at, learnt.failing_since_at) == (NOW, NOW)
    web.now += timedelta(minutes=10)
    assert web.allowed() is True


def test_a_site_that_is_left_alone_is_no_failure_of_its_robots_txt():
    wait = Unanswered(failure=Failure(outcome="pending", detail="asked to wait"))
    web = Web(wait, reply(FORBIDS))
    assert web.robots.verdict(HOME).reason == (
        "robots.txt could not be read: asked to wait"
    )
    assert web.robots.learnt() == ()
    assert web.allowed() is False
