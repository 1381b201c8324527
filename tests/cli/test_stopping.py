import fcntl
import math
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pytest

from tests.cli.conftest import TOP, Newsroom
from tests.endurance.hurried import HURRIED
from tests.endurance.processes import Process, descendants, left_after
from tests.web.server import Answer
from tracker.cli import stopping
from tracker.cli.stopping import GRACE, Stop, stoppable

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="looks at /proc, sends signals"
)

# With a grace of a second instead of ten, so that the tests need not wait.
PROGRAM = (
    "from tracker.cli import main, stopping; stopping.GRACE = GRACE_S;"
    " import sys; sys.modules['__main__'].__spec__ = None; main()"
)
NAMES = tuple(f"n{number}" for number in range(6))
# A server that drips goes on for longer than any test waits for a program to end.
PATIENCE = 60.0


def start(
    room: Newsroom,
    *arguments: str,
    grace: float = 1.0,
    program: str = PROGRAM,
    **options,
):
    return subprocess.Popen(
        [sys.executable, "-c", program.replace("GRACE_S", str(grace)), *arguments],
        cwd=room.folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        **(
            {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            | options
        ),
    )


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """A newsroom that allows its outlet ten minutes for a page."""
    path = newsroom.folder / "config.yaml"
    path.write_text(path.read_text().replace("delay: 0s", "delay: 0s, timeout: 10m"))
    newsroom.publish(*NAMES)
    return newsroom


@contextmanager
def dripping(room: Newsroom, path: str) -> Iterator[threading.Event]:
    """Let one address send a byte every half second; the event says that it began."""
    usual, reached, over = room.site.routes[path], threading.Event(), threading.Event()

    def route(handler):
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        reached.set()
        ends = time.monotonic() + 4 * PATIENCE
        while not over.wait(0.5) and time.monotonic() < ends:
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    room.site.routes[path] = route
    try:
        yield reached
    finally:
        over.set()
        room.site.routes[path] = usual


def select_all(room: Newsroom, sql: str):
    with duckdb.connect(room.folder / "data/coverage.duckdb", read_only=True) as opened:
        return opened.execute(sql).fetchall()


def asked(room: Newsroom) -> list[str]:
    """The addresses asked for, without those that say what may be asked and kept."""
    return [path for path in room.site.paths() if "/.well-known/" not in path]


def outcomes(room: Newsroom) -> dict[str, int]:
    return dict(select_all(room, "select outcome, count(*) from pages group by 1"))


def nothing_is_left(room: Newsroom, processes: tuple[Process, ...]) -> None:
    assert left_after(processes, 20.0) == ()
    data = room.folder / "data"
    assert sorted(path.suffix for path in data.rglob("*") if path.is_file()) in (
        [".duckdb", ".lock"],
        [".count", ".duckdb", ".lock"],  # a count of what is stored
    )
    assert not list(data.glob("*.outbox/*-*.json"))


def the_rest_follows(room: Newsroom, *, paths: list[str]) -> None:
    """The next crawl asks for exactly these addresses, and then all is stored."""
    room.site.asked.clear()
    done = room.tracker("crawl")
    assert done.returncode == 0, done.stdout
    assert asked(room) == paths
    assert outcomes(room) == {"matched": len(NAMES)}
    assert select_all(room, "select count(*) from articles") == [(len(NAMES),)]


# ------------------------------------------------------------------ in this process


def test_nothing_has_to_end_before_it_is_asked_and_asking_twice_gives_no_more_time():
    now = [100.0]
    stop = Stop(ticks=lambda: now[0])
    assert stop.ends_by() == math.inf
    stop.set()
    now[0] = 105.0
    stop.set()
    assert stop.is_set()
    assert stop.ends_by() == 100.0 + GRACE


@pytest.mark.parametrize("name", stopping.SIGNALS)
def test_a_signal_is_a_request_and_afterwards_it_is_what_it_was(name):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with stoppable() as stop:
            signal.raise_signal(number)
            assert stop.wait(10)
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)


def test_a_signal_that_arrives_while_the_event_is_locked_does_not_hang():
    with stoppable() as stop:
        with stop._cond:
            signal.raise_signal(signal.SIGTERM)
        assert stop.wait(10)


# ------------------------------------------------------------------ while it fetches


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.endurance),
        pytest.param(signal.SIGHUP, marks=pytest.mark.endurance),
    ],
)
def test_a_page_that_drips_is_given_up_and_the_rest_is_left_due(room, number):
    with dripping(room, "/n1") as reached:
        crawl = start(room, "crawl")
        assert reached.wait(PATIENCE)
        children = descendants(crawl.pid)
        crawl.send_signal(number)
        out, err = crawl.communicate(timeout=PATIENCE)
    assert (crawl.returncode, err) == (1, "")
    assert "stopped as asked" in out
    assert asked(room) == ["/feed/", "/n0", "/n1"]
    assert outcomes(room) == {"matched": 1, "pending": len(NAMES) - 1}
    tried = "select max(attempts) from pages where outcome = 'pending'"
    assert select_all(room, tried) == [(0,)]
    nothing_is_left(room, children)
    the_rest_follows(room, paths=[f"/{name}" for name in NAMES[1:]])


@pytest.mark.endurance
def test_a_feed_that_drips_was_not_asked_and_stays_due(room):
    with dripping(room, "/feed/") as reached:
        crawl = start(room, "crawl")
        assert reached.wait(PATIENCE)
        crawl.send_signal(signal.SIGTERM)
        out, err = crawl.communicate(timeout=PATIENCE)
    assert (crawl.returncode, err) == (1, "")
    assert "stopped as asked" in out
    assert select_all(room, "select outcome from polls") == []
    the_rest_follows(room, paths=["/feed/", *(f"/{name}" for name in NAMES)])


@pytest.mark.endurance
def test_a_second_signal_ends_it_at_once_and_loses_nothing(room):
    with dripping(room, "/n1") as reached:
        crawl = start(room, "crawl", grace=4 * PATIENCE)
        assert reached.wait(PATIENCE)
        children = descendants(crawl.pid)
        crawl.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert crawl.poll() is None
        crawl.send_signal(signal.SIGTERM)
        crawl.communicate(timeout=PATIENCE)
    assert crawl.returncode == -signal.SIGTERM
    assert left_after(children, 20.0) == ()
    the_rest_follows(room, paths=["/feed/", *(f"/{name}" for name in NAMES)])


def test_a_wait_that_a_site_asks_for_is_not_sat_out_nor_cut_short(room):
    room.site.routes["/robots.txt"] = Answer(body=b"User-agent: *\nCrawl-delay: 120\n")
    crawl = start(room, "crawl")
    ends = time.monotonic() + PATIENCE
    while not room.site.asked and time.monotonic() < ends:
        time.sleep(0.02)
    time.sleep(0.5)  # now it waits for two minutes before it asks for the feed
    crawl.send_signal(signal.SIGTERM)
    _, err = crawl.communicate(timeout=PATIENCE)
    assert (crawl.returncode, err) == (1, "")
    assert asked(room) == []
    assert select_all(room, "select outcome from polls") == []


@pytest.mark.endurance
def test_the_schedule_ends_in_the_same_way(room):
    with dripping(room, "/n1") as reached:
        running = start(room, "run", program=HURRIED)
        assert reached.wait(PATIENCE)
        children = descendants(running.pid)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (0, "")
    assert "nothing is lost" in out
    nothing_is_left(room, children)


# ------------------------------------------------------------------ other ways to end


@pytest.mark.endurance
def test_a_signal_to_all_processes_at_once_is_not_held_against_a_page(room):
    """As a service manager stops a service, or a terminal that is closed."""
    page = room.site.routes["/n1"]
    long = b"<p>Long news of the harbour, and of <b>everything</b> else.</p>" * 8_000
    room.site.routes["/n1"] = Answer(
        body=page.body.replace(b"</article>", long + b"</article>"),
        headers=page.headers,
    )
    crawl = start(room, "crawl", start_new_session=True)
    ends = time.monotonic() + PATIENCE
    while "/n1" not in asked(room) and time.monotonic() < ends:
        time.sleep(0.02)
    time.sleep(0.4)  # it is being read for some seconds
    children = descendants(crawl.pid)
    os.killpg(crawl.pid, signal.SIGTERM)
    out, err = crawl.communicate(timeout=PATIENCE)
    assert (crawl.returncode, err) == (1, "")
    assert "stopped as asked" in out
    assert set(outcomes(room)) <= {"matched", "pending"}
    nothing_is_left(room, children)


@pytest.mark.endurance
def test_a_program_that_is_killed_leaves_no_process_behind(room):
    with dripping(room, "/n1") as reached:
        crawl = start(room, "crawl")
        assert reached.wait(PATIENCE)
        children = descendants(crawl.pid)
        assert len(children) >= 2
        crawl.kill()
        crawl.communicate(timeout=PATIENCE)
    assert left_after(children, 20.0) == ()
    the_rest_follows(room, paths=["/feed/", *(f"/{name}" for name in NAMES)])


@pytest.mark.endurance
def test_nohup_is_respected(room):
    reached, go_on = threading.Event(), threading.Event()
    page = room.site.routes["/n1"]

    def slow(_handler):
        reached.set()
        go_on.wait(PATIENCE)
        return page

    room.site.routes["/n1"] = slow
    crawl = start(
        room,
        "crawl",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert reached.wait(PATIENCE)
    crawl.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    go_on.set()
    crawl.communicate(timeout=PATIENCE)
    assert crawl.returncode == 0
    assert select_all(room, "select count(*) from articles") == [(len(NAMES),)]


def test_a_pipe_that_gives_nothing_keeps_nobody_waiting(room):
    reading = start(room, "backfill", "fair", "--file", "-", stdin=subprocess.PIPE)
    while not (room.folder / "data/coverage.duckdb").exists():
        assert reading.poll() is None
        time.sleep(0.1)
    reading.stdin.write("WARC/1.1\r\n")
    reading.stdin.flush()
    time.sleep(0.5)
    reading.send_signal(signal.SIGINT)
    said, _ = reading.communicate(timeout=PATIENCE)
    assert "not read to its end" in said
    assert reading.returncode == 1


@pytest.mark.endurance
def test_a_terminal_that_is_closed_loses_nothing(room):
    ours, theirs = pty.openpty()
    with dripping(room, "/n1") as reached:
        crawl = start(
            room,
            "crawl",
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            text=False,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(theirs)
        assert reached.wait(PATIENCE)
        children = descendants(crawl.pid)
        ends = time.monotonic() + 0.5  # its bar goes on for ever
        while time.monotonic() < ends and select.select([ours], [], [], 0.1)[0]:
            os.read(ours, 65536)
        os.close(ours)
        assert crawl.wait(PATIENCE) == 1
    nothing_is_left(room, children)
    the_rest_follows(room, paths=[f"/{name}" for name in NAMES[1:]])


def take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
