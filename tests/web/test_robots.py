from datetime import UTC, datetime, timedelta

import pytest

from tracker.model import Failure, Reply
from tracker.web.client import Redirect, Unanswered
from tracker.web.robots import PARSED_BYTES, Robots

HOME = "https://lajme.example/"
REFUSED = Unanswered(
    failure=Failure(outcome="failed", detail="refused: x is 10.0.0.1"), kind="address"
)


class Web:
    """Gives robots.txt answers, and remembers what it was asked for."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self.robots = Robots(self.fetch, lambda: self.now)

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
    assert verdict.unanswered is REFUSED


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
