import base64
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.server import Answer, hang_up, redirect, site
from tracker.model import Failure, Reply
from tracker.web.client import Client
from tracker.web.fetcher import Fetcher, user_agent


class Clock:
    """Real work takes no time; only waiting moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def ticks(self) -> float:
        return self.seconds


@pytest.fixture
def served():
    with site() as one:
        one.routes["/"] = Answer(body=b"home")
        yield one


@pytest.fixture
def other():
    with site() as one:
        one.routes["/"] = Answer(body=b"other")
        yield one


@pytest.fixture
def canary():
    with site() as one:
        yield one
        assert one.asked == []


@pytest.fixture
def clock():
    return Clock()


@contextmanager
def opened(clock, *sites, delay=0.0, ticks=None, timeout=5.0, **more):
    with Client(
        user_agent=user_agent("0.1.0", "desk@example.org"),
        timeout=timedelta(seconds=timeout),
        max_bytes=100_000,
        allowed=frozenset(one.pair for one in sites),
        **more,
    ) as client:
        yield Fetcher(
            client,
            delay=timedelta(seconds=delay),
            clock=clock.now,
            wait=clock.wait,
            ticks=ticks or clock.ticks,
        )


@contextmanager
def refusing(clock, *sites):
    """Fetch from all of them but the last."""
    with Client(
        user_agent="x",
        timeout=timedelta(seconds=5),
        max_bytes=100_000,
        allowed=frozenset(one.pair for one in sites),
    ) as client:
        root = sites[-1].url("/")
        yield Fetcher(
            client,
            delay=timedelta(0),
            clock=clock.now,
            wait=clock.wait,
            refuse=lambda url: "not crawled" if url.startswith(root) else None,
        )


@pytest.fixture
def fetcher(clock, served, other):
    with opened(clock, served, other) as one:
        yield one


def test_a_page_is_fetched_after_its_robots_txt(fetcher, served):
    answer = fetcher.fetch(served.url("/"))
    assert isinstance(answer, Reply)
    assert (answer.status, answer.body, answer.moved_to) == (200, b"home", None)
    assert [one.path for one in served.asked] == ["/robots.txt", "/"]


def test_both_requests_say_who_asks(fetcher, served):
    fetcher.fetch(served.url("/"))
    agents = {one.headers["user-agent"] for one in served.asked}
    assert agents == {"framing-tracker/0.1.0 (+desk@example.org)"}


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (None, "framing-tracker/0.1.0"),
        ("https://x.example/bot", "framing-tracker/0.1.0 (+https://x.example/bot)"),
        ("a\r\nX: (ë)b", "framing-tracker/0.1.0 (+aX: b)"),
    ],
)
def test_a_contact_cannot_break_the_header(contact, expected):
    assert user_agent("0.1.0", contact) == expected


def test_what_robots_txt_forbids_is_not_asked_for(fetcher, served):
    served.routes["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /a\n")
    answer = fetcher.fetch(served.url("/a?key=secret"))
    assert answer == Failure(outcome="blocked", detail="robots.txt forbids /a")
    assert served.paths() == []


@pytest.mark.parametrize(
    ("routed", "body"),
    [
        (Answer(body=b"User-agent: *\nDisallow: /\n"), b"User-agent: *\nDisallow: /\n"),
        (Answer(status=404, body=b"Not found"), b""),
    ],
    ids=["there", "missing"],
)
def test_a_robots_txt_is_asked_for_once_whoever_wants_it(fetcher, served, routed, body):
    served.routes["/robots.txt"] = routed
    for fragment in ("", "#one", "#another"):
        answer = fetcher.fetch(served.url(f"/robots.txt{fragment}"))
        assert (answer.status, answer.body) == (200, body)
        assert answer.asked == answer.url == served.url("/robots.txt")
    assert [one.path for one in served.asked] == ["/robots.txt"]


def test_a_robots_txt_that_fails_leaves_the_page_pending(fetcher, served):
    served.routes["/robots.txt"] = Answer(status=500)
    answer = fetcher.fetch(served.url("/"))
    assert (answer.outcome, answer.detail) == ("pending", "robots.txt answered 500")
    assert served.paths() == []


def test_a_redirect_is_judged_by_the_robots_txt_of_where_it_leads(
    fetcher, served, other
):
    served.routes["/a"] = redirect(other.url("/"))
    other.routes["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /\n")
    assert fetcher.fetch(served.url("/a")).outcome == "blocked"
    assert other.paths() == []


def test_robots_rules_behind_redirects_are_followed(fetcher, served, other):
    served.routes["/robots.txt"] = redirect("/1")
    served.routes["/1"] = redirect(other.url("/rules"))
    other.routes["/rules"] = Answer(body=b"User-agent: *\nDisallow: /a\n")
    assert fetcher.fetch(served.url("/a")).outcome == "blocked"
    assert fetcher.fetch(served.url("/")).status == 200


def test_a_robots_txt_behind_a_user_name_is_out_of_reach(fetcher, served, other):
    served.routes["/robots.txt"] = redirect(
        other.url("/robots.txt").replace("http://", "http://me:word@")
    )
    assert fetcher.fetch(served.url("/")).outcome == "pending"
    assert other.asked == []


def test_the_gap_is_kept_between_all_requests_to_a_site(clock, served):
    with opened(clock, served, delay=2.0) as fetcher:
        served.routes["/a"] = redirect("/")
        fetcher.fetch(served.url("/a"))
    assert len(served.asked) == 3
    assert clock.waits == [2.0, 2.0]


def test_a_longer_crawl_delay_is_kept_and_a_shorter_one_does_not_hurry_us(
    clock, served
):
    served.routes["/robots.txt"] = Answer(body=b"User-agent: *\nCrawl-delay: 3\n")
    with opened(clock, served, delay=2.0) as fetcher:
        fetcher.fetch(served.url("/"))
    with opened(clock, served, delay=4.0) as fetcher:
        fetcher.fetch(served.url("/"))
    assert clock.waits == [3.0, 4.0]


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301, 308), True),
        ((301, 302), False),
        ((302, 301), False),
        ((307,), False),
    ],
)
def test_an_address_has_moved_only_if_every_hop_was_permanent(
    fetcher, served, statuses, moved
):
    for number, status in enumerate(statuses):
        last = number == len(statuses) - 1
        served.routes[f"/{number}"] = redirect(
            "/" if last else f"/{number + 1}", status
        )
    answer = fetcher.fetch(served.url("/0"))
    assert answer.asked == served.url("/0")
    assert answer.url == served.url("/")
    assert answer.moved_to == (served.url("/") if moved else None)


def test_ten_redirects_are_followed_and_not_eleven(fetcher, served):
    for number in range(11):
        served.routes[f"/{number}"] = redirect(f"/{number + 1}")
    served.routes["/11"] = Answer(body=b"there")
    assert fetcher.fetch(served.url("/1")).body == b"there"
    served.asked.clear()
    answer = fetcher.fetch(served.url("/0"))
    assert answer == Failure(outcome="failed", detail="more than 10 redirects")
    assert len(served.paths()) == 11


def test_a_circle_of_redirects_is_noticed(fetcher, served):
    served.routes["/a"] = redirect("/b")
    served.routes["/b"] = redirect("/a")
    answer = fetcher.fetch(served.url("/a"))
    assert answer.detail == "the redirects go round in a circle"
    assert served.paths() == ["/a", "/b"]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", "not an http or https address"),
        ("s3://bucket/x", "not an http or https address"),
        ("data:text/html,x", "not an http or https address"),
        ("javascript:alert(1)", "not an http or https address"),
        ("http://inner.example\\@good.example/", "backslash"),
        ("http://me:word@good.example/", "user name"),
        ("http://[::1/", "not an address"),
        ("http:///nowhere", "not a"),
        ("http:nowhere", "not a"),
        ("//", "not a"),
        ("http://a.example:port/", "not an address"),
        ("/" + "a" * 70_000, "not a"),
    ],
)
def test_a_redirect_to_something_odd_is_not_followed(fetcher, served, location, words):
    served.routes["/a"] = redirect(location)
    answer = fetcher.fetch(served.url("/a"))
    assert answer.outcome == "failed"
    assert words in answer.detail
    assert len(answer.detail) < 200
    assert served.paths() == ["/a"]


@pytest.mark.parametrize("location", ["", "#part", "/a", "?"])
def test_a_redirect_to_itself_ends_at_once(fetcher, served, location):
    served.routes["/a"] = redirect(location)
    answer = fetcher.fetch(served.url("/a"))
    if location:
        assert answer.detail == "the redirects go round in a circle"
    else:
        assert answer.status == 302
    assert len(served.paths()) <= 2


@pytest.mark.parametrize("location", ["/ë a?ç=1", "/%C3%AB%20a?%C3%A7=1"])
def test_raw_letters_and_blanks_in_a_redirect_are_escaped(fetcher, served, location):
    served.routes["/a"] = redirect(location.encode().decode("latin-1"))
    served.routes["/%C3%AB%20a?%C3%A7=1"] = Answer(body=b"there")
    assert fetcher.fetch(served.url("/a")).body == b"there"


@pytest.mark.parametrize("location", ["//", "http:///x", "http:x", "http://[::1/"])
def test_a_robots_txt_behind_an_odd_redirect_is_out_of_reach(fetcher, served, location):
    served.routes["/robots.txt"] = redirect(location)
    answer = fetcher.fetch(served.url("/"))
    assert answer.outcome == "pending"
    assert answer.detail.startswith("robots.txt could not be read: not a")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1"])
def test_a_redirect_to_an_inner_service_is_refused_in_words(
    fetcher, served, canary, host
):
    served.routes["/a"] = redirect(f"http://{host}:{canary.port}/")
    answer = fetcher.fetch(served.url("/a"))
    assert answer.outcome == "failed"
    assert answer.detail.startswith("refused: ")
    assert "not a public web address" in answer.detail


def test_an_inner_service_behind_robots_txt_is_not_contacted(fetcher, served, canary):
    served.routes["/robots.txt"] = redirect(canary.url("/robots.txt"))
    assert fetcher.fetch(served.url("/")).outcome == "failed"


@pytest.mark.parametrize(
    "url",
    [
        "https://justicehomeland.org/",
        "http://www.JusticeHomeland.org/x",
        "https://justicehomeland.org./",
        "https://justicehomeland.org:8443/",
        "https://me:word@justicehomeland.org/",
    ],
)
def test_the_block_list_is_never_asked(clock, served, url):
    def resolve(*_, **__):
        raise AssertionError

    with opened(clock, served, resolve=resolve) as fetcher:
        assert fetcher.fetch(url).outcome == "skipped"


def test_a_redirect_to_the_block_list_is_not_followed(fetcher, served):
    served.routes["/a"] = redirect("https://www.justicehomeland.org/")
    answer = fetcher.fetch(served.url("/a"))
    assert answer == Failure(
        outcome="skipped", detail="the address is on the block list"
    )


def test_conditions_go_to_the_origin_first_asked_and_nowhere_else(
    fetcher, served, other
):
    served.routes["/a"] = redirect(other.url("/"))
    fetcher.fetch(served.url("/a"), etag='W/"1"', last_modified="some day")
    asked = next(one for one in served.asked if one.path == "/a").headers
    assert asked["if-none-match"] == 'W/"1"'
    assert asked["if-modified-since"] == "some day"
    for one in [*other.asked, served.asked[0]]:
        assert not {"if-none-match", "if-modified-since"} & set(one.headers)


def test_a_password_goes_to_its_own_origin_only(fetcher, served, other):
    served.routes["/a"] = redirect("/b", 301)
    served.routes["/b"] = redirect(other.url("/"), 301)
    url = served.url("/a").replace("http://", "http://desk:p%40ss@")
    answer = fetcher.fetch(url)
    assert answer.body == b"other"
    assert "desk" not in answer.asked + answer.url
    assert answer.moved_to is None
    secret = "Basic " + base64.b64encode(b"desk:p@ss").decode()
    sent = {one.path: one.headers.get("authorization") for one in served.asked}
    assert sent["/a"] == sent["/b"] == secret
    assert all("authorization" not in one.headers for one in other.asked)


def test_no_cookie_of_a_redirect_is_sent_anywhere(fetcher, served, other):
    jar = (("Set-Cookie", "id=1; Path=/; Domain=127.0.0.1"), ("Location", "/b"))
    served.routes["/a"] = Answer(status=302, headers=jar)
    served.routes["/b"] = Answer(
        status=302, headers=(("Set-Cookie", "id=2"), ("Location", other.url("/")))
    )
    assert fetcher.fetch(served.url("/a")).body == b"other"
    assert fetcher.fetch(served.url("/")).body == b"home"
    for one in [*served.asked, *other.asked]:
        assert not {"cookie", "referer"} & set(one.headers)


def test_a_closed_connection_is_tried_once_more_after_five_seconds(
    fetcher, served, clock
):
    turns = iter([hang_up, lambda _: Answer(body=b"at last")])

    def route(handler):
        return next(turns)(handler)

    served.routes["/a"] = route
    assert fetcher.fetch(served.url("/a")).body == b"at last"
    assert clock.waits == [5.0]


def test_a_connection_that_is_closed_twice_is_a_failure(fetcher, served):
    served.routes["/a"] = hang_up
    answer = fetcher.fetch(served.url("/a"))
    assert answer.outcome == "failed"
    assert served.paths() == ["/a", "/a"]


def test_an_error_status_is_not_tried_again(fetcher, served):
    served.routes["/a"] = Answer(status=500)
    assert fetcher.fetch(served.url("/a")).status == 500
    assert served.paths() == ["/a"]


def test_a_site_that_asks_to_wait_is_left_alone_until_then(fetcher, served, clock):
    served.routes["/a"] = Answer(status=429, headers=(("Retry-After", "120"),))
    assert fetcher.fetch(served.url("/a")).status == 429
    until = clock.now() + timedelta(seconds=120)
    clock.seconds += 119
    answer = fetcher.fetch(served.url("/"))
    assert (answer.outcome, answer.retry_at) == ("pending", until)
    assert served.paths() == ["/a"]
    clock.seconds += 1
    assert fetcher.fetch(served.url("/")).status == 200


def test_a_wait_asked_for_by_robots_txt_is_told(fetcher, served, clock):
    served.routes["/robots.txt"] = Answer(status=503, headers=(("Retry-After", "600"),))
    answer = fetcher.fetch(served.url("/"))
    assert answer.outcome == "pending"
    assert answer.retry_at == clock.now() + timedelta(minutes=10)


def test_a_server_that_takes_no_connection_is_left_for_ten_minutes(clock, other):
    with socket.socket() as closed, site() as served:
        closed.bind(("127.0.0.1", 0))
        pair = closed.getsockname()
        other.routes["/a"] = redirect(f"http://127.0.0.1:{pair[1]}/")

        class Closed:
            pair = closed.getsockname()

        with opened(clock, other, served, Closed) as fetcher:
            answer = fetcher.fetch(other.url("/a"))
            assert answer.outcome == "pending"
            assert "refused the connection" in answer.detail
            assert answer.retry_at == clock.now() + timedelta(minutes=10)
            assert fetcher.fetch(other.url("/")).status == 200


def test_all_hops_together_have_one_time_limit(clock, served):
    def slow_hop(handler):
        ahead = int(handler.path[1:]) + 1
        threading.Event().wait(0.2)
        return redirect(f"/{ahead}")

    served.routes.update({f"/{number}": slow_hop for number in range(10)})
    began = time.monotonic()
    with opened(clock, served, ticks=time.monotonic, timeout=0.5) as fetcher:
        answer = fetcher.fetch(served.url("/0"))
    assert answer.detail == "the whole fetch took longer than 0.5 s"
    assert time.monotonic() - began < 1.5
    assert 1 < len(served.paths()) < 5


@pytest.mark.parametrize(
    "url", ["", "lajme.example", "http://a b.example/", "http://a\n"]
)
def test_what_is_no_address_is_a_failure(fetcher, url):
    answer = fetcher.fetch(url)
    assert answer.outcome == "failed"
    assert answer.detail.startswith(("not a", "the address"))


def test_tracking_parameters_are_sent_as_they_were_written(fetcher, served):
    served.routes["/a?utm_source=rss&b"] = Answer(body=b"as written")
    answer = fetcher.fetch(served.url("/a?utm_source=rss&b#part"))
    assert answer.body == b"as written"
    assert answer.url == served.url("/a?utm_source=rss&b")


def test_an_address_that_is_refused_is_not_asked(clock, served, canary):
    with refusing(clock, served, canary) as fetcher:
        answer = fetcher.fetch(canary.url("/a"))
        assert answer == Failure(outcome="skipped", detail="not crawled")
        assert fetcher.fetch(served.url("/")).body == b"home"


def test_a_redirect_does_not_lead_to_what_is_refused(clock, served, canary):
    served.routes["/a"] = redirect("/b")
    served.routes["/b"] = redirect(canary.url("/"))
    with refusing(clock, served, canary) as fetcher:
        answer = fetcher.fetch(served.url("/a"))
    assert answer == Failure(outcome="skipped", detail="not crawled")
    assert served.paths() == ["/a", "/b"]


def test_rules_that_lie_where_we_are_refused_are_not_known(clock, served, canary):
    served.routes["/robots.txt"] = redirect(canary.url("/robots.txt"))
    with refusing(clock, served, canary) as fetcher:
        answer = fetcher.fetch(served.url("/"))
    assert answer.outcome == "pending"
    assert answer.detail.endswith("not crawled")
    assert served.paths() == []
