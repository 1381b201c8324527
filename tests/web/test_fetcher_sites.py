"""What a fetcher knows of sites: their pace, their rests, their memory."""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tracker.model import Failure, Reply, RobotsFile, SiteNotes, SiteRest
from tracker.web.answers import Redirect, Unanswered
from tracker.web.fetcher import Fetcher

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Clock:
    """A clock that moves only while somebody waits for it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def ticks(self) -> float:
        return self.seconds


class Net:
    """Stands for the client: every host answers; nothing is dialled."""

    timeout = timedelta(seconds=30)

    def __init__(self, answers=None, *, lasts=0.0) -> None:
        self.answers = answers or {}
        self.lasts = lasts
        self.asked: list[str] = []
        self.headers: list[dict] = []
        self.times: list[tuple[str, float, float]] = []

    def get_once(self, url, *, headers, within=None, first_bytes=None):
        began = time.monotonic()
        self.asked.append(url)
        self.headers.append(dict(headers))
        if self.lasts:
            time.sleep(self.lasts)
        usual = reply(404 if url.endswith((".txt", ".json")) else 200, url)
        answer = self.answers.get(url, usual)
        self.times.append((url, began, time.monotonic()))
        return answer

    def pages(self):
        return [url for url in self.asked if not url.endswith("/robots.txt")]


def reply(status=200, url="", body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(asked=url, url=url, status=status, headers=named, body=body)


def unanswered(detail, kind="other"):
    return Unanswered(failure=Failure(outcome="failed", detail=detail), kind=kind)


@pytest.fixture
def clock():
    return Clock()


def fetcher_for(net, clock, *, delay=0.0, **more):
    return Fetcher(
        net,
        delay=timedelta(seconds=delay),
        clock=clock.now,
        wait=clock.wait,
        ticks=clock.ticks,
        **more,
    )


# ---------------------------------------------------------------- pace


def test_feeds_pages_and_robots_of_one_domain_share_one_budget(clock):
    net = Net()
    fetcher = fetcher_for(net, clock, delay=2.0)
    for url in (
        "https://feeds.lajme.example/sport.xml",
        "https://www.lajme.example/a",
        "http://m.lajme.example:80/b",
        "https://lajme.example/c",
    ):
        assert fetcher.fetch(url).status == 200
    assert len(net.asked) == 8
    assert clock.waits == [2.0] * 7


def test_another_domain_has_a_budget_of_its_own(clock):
    fetcher = fetcher_for(Net(), clock, delay=2.0)
    fetcher.fetch("https://lajme.example/a")
    fetcher.fetch("https://gazeta.example/a")
    assert clock.waits == [2.0, 2.0]


def test_the_pace_of_one_outlet_holds_for_the_redirects_of_another(clock):
    there = Redirect(url="https://www.lajme.example/x", status=302)
    net = Net({"https://gazeta.example/a": there})
    fetcher = fetcher_for(net, clock, delay=2.0)
    fetcher.fetch("https://gazeta.example/b")
    fetcher.fetch("https://lajme.example/a")
    clock.waits.clear()
    clock.seconds += 0.5
    fetcher.fetch("https://gazeta.example/a")
    assert net.asked[-2:] == [
        "https://www.lajme.example/robots.txt",
        "https://www.lajme.example/x",
    ]
    assert clock.waits == [1.5, 2.0]


def test_many_threads_never_ask_a_domain_twice_at_once_or_without_the_gap():
    hosts = ["www.lajme.example", "feeds.lajme.example", "gazeta.com.al", "m.com.al"]
    net, delay = Net(lasts=0.002), 0.01
    fetcher = Fetcher(
        net,
        delay=timedelta(seconds=delay),
        clock=lambda: NOW,
        wait=time.sleep,
        ticks=time.monotonic,
    )
    due = [f"https://{host}/{n}" for n in range(10) for host in hosts]

    def work():
        while due:
            try:
                url = due.pop()
            except IndexError:
                return
            fetcher.fetch(url)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(net.asked) == 44
    for domain in ("lajme.example", "gazeta.com.al", "m.com.al"):
        spans = sorted(span[1:] for span in net.times if domain in span[0])
        assert len(spans) >= 11
        for (_, ended), (began, _) in pairwise(spans):
            assert began - ended >= delay * 0.99


@pytest.mark.parametrize(
    ("asked", "kept"), [("1", 2.0), ("7.5", 7.5), ("30", 30.0), ("600", 30.0)]
)
def test_the_larger_of_both_delays_is_kept_up_to_thirty_seconds(clock, asked, kept):
    body = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    home = "https://lajme.example"
    net = Net({f"{home}/robots.txt": reply(200, f"{home}/robots.txt", body)})
    fetcher = fetcher_for(net, clock, delay=2.0)
    fetcher.fetch(f"{home}/a")
    fetcher.fetch(f"{home}/b")
    assert clock.waits == [kept, kept]


# ---------------------------------------------------------------- rests

FEED = "https://feeds.lajme.example/rss"


def test_a_429_rests_all_hosts_of_the_domain_and_no_other(clock):
    net = Net({FEED: reply(429, FEED, retry_after="120")})
    fetcher = fetcher_for(net, clock)
    assert fetcher.fetch(FEED).status == 429
    for url in (FEED, "https://www.lajme.example/a", "http://lajme.example/b"):
        assert fetcher.fetch(url) == Failure(
            outcome="pending",
            detail="the site answered 429 and asked to wait",
            retry_at=NOW + timedelta(seconds=120),
        )
    assert fetcher.fetch("https://gazeta.example/a").status == 200
    assert [url for url in net.pages() if "lajme" in url] == [FEED]


def test_a_429_without_a_time_rests_the_site_and_fills_retry_at(clock):
    net = Net({FEED: reply(429, FEED)})
    fetcher = fetcher_for(net, clock)
    fetcher.fetch(FEED)
    answer = fetcher.fetch("https://www.lajme.example/a")
    assert (answer.outcome, answer.retry_at) == ("pending", NOW + timedelta(minutes=15))
    clock.seconds += 15 * 60
    fetcher.fetch(FEED)
    answer = fetcher.fetch("https://www.lajme.example/a")
    assert answer.retry_at == clock.now() + timedelta(minutes=30)


def test_a_503_without_a_time_is_an_ordinary_failure(clock):
    net = Net({FEED: reply(503, FEED)})
    fetcher = fetcher_for(net, clock)
    fetcher.fetch(FEED)
    assert fetcher.fetch("https://www.lajme.example/a").status == 200


def test_whoever_waits_for_the_turn_is_held_back_by_what_happened_meanwhile(clock):
    net = Net()
    fetcher = fetcher_for(net, clock, delay=2.0)
    fetcher.fetch("https://www.lajme.example/a")

    def wait(seconds):
        fetcher._rests.note("lajme.example", reply(429, retry_after="120"))

    clock_wait, fetcher._pace._wait = fetcher._pace._wait, wait
    answer = fetcher.fetch("https://www.lajme.example/b")
    fetcher._pace._wait = clock_wait
    assert (answer.outcome, answer.retry_at) == (
        "pending",
        clock.now() + timedelta(seconds=120),
    )
    assert net.pages() == ["https://www.lajme.example/a"]


def test_no_second_try_is_made_when_the_site_asked_to_wait_meanwhile(clock):
    net = Net({FEED: unanswered("x", kind="closed")})
    fetcher = fetcher_for(net, clock)

    def wait(seconds):
        fetcher._rests.note("lajme.example", reply(429))

    fetcher._pace._wait = wait
    assert fetcher.fetch(FEED).outcome == "pending"
    assert net.pages() == [FEED]


def test_robots_txt_that_lies_with_a_resting_site_fills_retry_at(clock):
    robots = "https://www.lajme.example/robots.txt"
    busy = "https://gazeta.example/robots.txt"
    net = Net(
        {
            robots: Redirect(url=busy, status=301),
            busy: reply(429, busy, retry_after="600"),
        }
    )
    fetcher = fetcher_for(net, clock)
    for _ in range(2):
        answer = fetcher.fetch("https://www.lajme.example/a")
        assert answer.outcome == "pending"
        assert answer.retry_at == NOW + timedelta(minutes=10)
    assert net.asked == [robots, busy]
    (failing,) = fetcher.learnt().robots
    assert (failing.origin, failing.body) == ("https://www.lajme.example", None)


# ---------------------------------------------------------------- memory


def test_what_is_learnt_is_told_once_and_holds_for_the_next_fetcher(clock):
    body = b"User-agent: *\nDisallow: /b\n"
    robots = "https://www.lajme.example/robots.txt"
    page = "https://www.lajme.example/a"
    net = Net({robots: reply(200, robots, body), page: reply(429, page)})
    fetcher = fetcher_for(net, clock)
    fetcher.fetch(page)
    learnt = fetcher.learnt()
    rest = SiteRest(
        site="lajme.example",
        until_at=NOW + timedelta(minutes=15),
        reason="the site answered 429 without saying for how long",
    )
    assert learnt == SiteNotes(
        rests=(rest,),
        robots=(
            RobotsFile(
                origin="https://www.lajme.example", checked_at=NOW, body=body.decode()
            ),
        ),
    )
    assert fetcher.learnt() == SiteNotes()

    later = Net()
    following = fetcher_for(later, clock, remembered=learnt)
    assert following.fetch(page).retry_at == rest.until_at
    assert later.asked == []
    clock.seconds += 15 * 60
    assert following.fetch(page).status == 200
    assert following.fetch("https://www.lajme.example/b").outcome == "blocked"
    assert later.asked == [page]
    assert following.learnt() == SiteNotes()


def test_many_threads_tell_each_thing_once(clock):
    net = Net()
    fetcher = fetcher_for(net, clock)
    told, lock = [], threading.Lock()

    def work(start):
        for n in range(start, start + 20):
            fetcher.fetch(f"https://host{n}.example/")
            notes = fetcher.learnt()
            with lock:
                told.extend(file.origin for file in notes.robots)

    threads = [threading.Thread(target=work, args=(n * 20,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    told.extend(file.origin for file in fetcher.learnt().robots)
    assert sorted(told) == sorted(f"https://host{n}.example" for n in range(80))


# ---------------------------------------------------------------- redirects


def test_a_hop_from_https_to_http_is_followed_and_told(clock):
    home = "https://lajme.example/a"
    net = Net(
        {
            home: Redirect(url="http://lajme.example/b", status=301),
            "http://lajme.example/b": Redirect(
                url="https://lajme.example/c", status=301
            ),
        }
    )
    answer = fetcher_for(net, clock).fetch(home)
    assert (answer.url, answer.insecure_hop) == ("https://lajme.example/c", True)
    assert answer.moved_to == "https://lajme.example/c"


def test_a_hop_to_https_is_nothing_to_tell(clock):
    net = Net({"http://lajme.example/": Redirect(url="https://a.example/", status=301)})
    fetcher = fetcher_for(net, clock)
    assert fetcher.fetch("http://lajme.example/").insecure_hop is False
    assert fetcher.fetch("http://gazeta.example/").insecure_hop is False


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://lajme.example/x",
        "https://www.lajme.example/x",
        "https://lajme.example:444/x",
        "https://gazeta.example/x",
    ],
    ids=["scheme", "host", "port", "domain"],
)
def test_nothing_private_crosses_to_another_origin_or_comes_back(clock, elsewhere):
    start, back = "https://lajme.example/a", "https://lajme.example/back"
    net = Net(
        {
            start: Redirect(url=elsewhere, status=302),
            elsewhere: Redirect(url=back, status=302),
        }
    )
    fetcher = fetcher_for(net, clock)
    answer = fetcher.fetch(
        start.replace("//", "//desk:word@"), etag='"1"', last_modified="then"
    )
    assert answer.url == back
    sent = dict(zip(net.asked, net.headers, strict=True))
    assert set(sent.pop(start)) == {
        "Authorization",
        "If-None-Match",
        "If-Modified-Since",
    }
    assert all(headers == {} for headers in sent.values())


def test_a_port_that_goes_without_saying_is_no_other_origin(clock):
    net = Net(
        {
            "https://lajme.example/a": Redirect(
                url="HTTPS://lajme.example:443/b", status=302
            )
        }
    )
    fetcher_for(net, clock).fetch("https://lajme.example/a", etag='"1"')
    assert net.headers[-1] == {"If-None-Match": '"1"'}


# ---------------------------------------------------------------- reservations

TDMREP = "https://lajme.example/.well-known/tdmrep.json"
RESERVED = b'[{"location": "/a", "tdm-reservation": 1}]'


def test_a_reservation_is_looked_up_once_politely_and_behind_redirects(clock):
    there = "https://www.lajme.example/tdm.json"
    net = Net(
        {
            TDMREP: Redirect(url=there, status=301),
            there: reply(200, there, RESERVED),
        }
    )
    fetcher = fetcher_for(net, clock, delay=2.0)
    assert fetcher.reserves("https://lajme.example/a/1")
    assert not fetcher.reserves("https://lajme.example/b")
    assert net.pages() == [TDMREP, there]
    assert clock.waits == [2.0] * 3


def test_no_file_a_forbidden_one_and_no_address_reserve_nothing(clock):
    net = Net()
    fetcher = fetcher_for(net, clock)
    assert not fetcher.reserves("https://lajme.example/a")
    assert not fetcher.reserves("nonsense")
    robots = "https://gazeta.example/robots.txt"
    net.answers[robots] = reply(200, robots, b"User-agent: *\nDisallow: /.well-known/")
    assert not fetcher.reserves("https://gazeta.example/a")
    assert net.pages() == [TDMREP]


# ---------------------------------------------------------------- secrets


@pytest.mark.parametrize(
    "url",
    [
        "https://desk:hush@lajme.example/rss?key=hush",
        "https://desk:hush@lajme.example:x/rss?token=hush",
        "https://desk:hush/1@lajme.example/rss",
        "https://desk:hush@lajme.example/\\rss?secret=hush",
        "ftp://desk:hush@lajme.example/rss?sig=hush",
        "//desk:hush@lajme.example/rss?auth=hush",
        "https://desk:hush@/rss?auth=hush",
    ],
)
@pytest.mark.parametrize(
    "answer",
    [
        Unanswered(failure=Failure(outcome="failed", detail="no https://desk:hush@x")),
        Unanswered(
            failure=Failure(outcome="failed", detail="/rss?key=hush"), kind="closed"
        ),
        Redirect(url="https://x:hush@lajme.example/?key=hush", status=302),
        Redirect(url="https://lajme.example:hush/", status=302),
        Redirect(url="https://lajme.example/rss?key=hush", status=302),
    ],
)
def test_no_failure_tells_a_password_or_a_key(clock, url, answer):
    net = Net({"https://lajme.example/rss?key=hush": answer})
    fetcher = fetcher_for(net, clock)
    found = fetcher.fetch(url)
    assert isinstance(found, Failure)
    assert "hush" not in repr(found)
    assert "desk" not in found.detail
    assert "hush" not in repr(fetcher.learnt())


@pytest.mark.parametrize("body", [b"User-agent: *\nDisallow: /rss", b""])
def test_no_note_tells_a_key_either(clock, body):
    robots, url = (
        "https://lajme.example/robots.txt",
        "https://lajme.example/rss?key=hush",
    )
    down = unanswered("it refused the connection", kind="unreachable")
    net = Net({robots: reply(200, robots, body), url: down})
    fetcher = fetcher_for(net, clock)
    found = fetcher.fetch(url.replace("//", "//desk:hush@"))
    assert "hush" not in repr(found) + repr(fetcher.learnt())
