import json
from datetime import UTC, datetime, timedelta

import pytest

from tracker.model import Failure, Reply
from tracker.web.tdmrep import MOST_BYTES, Reservations, is_reserved, read_rules

HOME = "https://lajme.example"


def rule(location, reservation=1, **more):
    return {"location": location, "tdm-reservation": reservation, **more}


def reserved(rules, path="/a"):
    return is_reserved(read_rules(json.dumps(rules).encode()), HOME + path)


def test_the_example_of_the_report_is_read_as_it_says():
    rules = [
        rule("/directory-a/"),
        rule("/directory-b/html/", policy="https://lajme.example/policy"),
        rule("/directory-b/images/*.jpg", 0),
    ]
    paths = ["/directory-a/x", "/directory-b/html/y", "/directory-b/images/z.jpg", "/w"]
    assert [reserved(rules, path) for path in paths] == [True, True, False, False]


def test_the_first_rule_that_matches_counts_and_not_the_longest():
    assert reserved([rule("/", 0), rule("/a/b")], "/a/b") is False
    assert reserved([rule("/a/b"), rule("/", 0)], "/a/b") is True
    assert reserved([rule("/a*$"), rule("/", 0)], "/a") is True


@pytest.mark.parametrize("value", [1, "1"])
def test_a_reservation_may_be_written_as_a_number_or_as_text(value):
    assert reserved([rule("/", value)])


@pytest.mark.parametrize(
    "wrong",
    [
        rule("/", 2),
        rule("/", None),
        rule("/", [1]),
        rule(7),
        rule(["/"]),
        {"location": "/"},
        {"tdm-reservation": 1},
        "/",
        None,
        7,
        [],
    ],
)
def test_a_rule_that_cannot_be_read_is_left_out_and_its_neighbour_counts(wrong):
    assert not reserved([wrong])
    assert reserved([wrong, rule("/")])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"7",
        b'{"location": "/", "tdm-reservation": 1}',
        b'[{"location": "/", "tdm-reservation": 1}',
        b"<html>not found</html>",
        b"\xff\xfe[]",
        b"[" * 200_000,
        b"[" + b"9" * 10_000 + b"]",
    ],
)
def test_what_is_no_list_of_rules_reserves_nothing(body):
    assert read_rules(body) == ()


def test_a_byte_order_mark_is_tolerated():
    body = b"\xef\xbb\xbf" + json.dumps([rule("/")]).encode()
    assert is_reserved(read_rules(body), HOME)


def test_a_file_above_the_cap_reserves_nothing():
    body = json.dumps([rule("/")]).encode()
    assert len(read_rules(body.ljust(MOST_BYTES))) == 1
    assert read_rules(body.ljust(MOST_BYTES + 1)) == ()


class Web:
    def __init__(self, *answers) -> None:
        self.answers, self.asked = list(answers), []
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self.reservations = Reservations(self.fetch, lambda: self.now)

    def fetch(self, url):
        self.asked.append(url)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def hold_for(self, path="/a", home=HOME):
        return self.reservations.hold_for(home + path)


def answer(status=200):
    body = json.dumps([rule("/a")]).encode()
    return Reply(asked="", url="", status=status, headers={}, body=body)


def test_the_file_is_asked_for_once_a_day_and_origin():
    web = Web(answer())
    assert [web.hold_for(path) for path in ("/a", "/b", "/a")] == [True, False, True]
    web.hold_for(home="http://lajme.example")
    assert web.asked == [
        "https://lajme.example/.well-known/tdmrep.json",
        "http://lajme.example/.well-known/tdmrep.json",
    ]
    web.now += timedelta(hours=24)
    web.hold_for()
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    "none",
    [
        answer(404),
        answer(500),
        answer(403),
        Failure(outcome="failed", detail="x"),
        Failure(outcome="blocked", detail="x"),
        Failure(outcome="too_large", detail="x"),
    ],
)
def test_no_file_reserves_nothing_and_is_not_asked_for_again_that_day(none):
    web = Web(none, answer())
    assert web.hold_for() is False
    web.now += timedelta(hours=23)
    assert web.hold_for() is False
    web.now += timedelta(hours=1)
    assert web.hold_for() is True


def test_a_site_that_is_left_alone_just_now_is_asked_later():
    web = Web(Failure(outcome="pending", detail="asked to wait"), answer())
    assert web.hold_for() is False
    assert web.hold_for() is True


def test_a_clock_that_was_set_back_does_not_freeze_the_rules():
    web = Web(answer(), answer(404))
    assert web.hold_for()
    web.now -= timedelta(minutes=1)
    assert not web.hold_for()
