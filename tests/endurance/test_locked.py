"""A notebook that keeps the database open, at the level of the command line."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import TOP, Newsroom
from tests.db.builders import held_elsewhere
from tests.endurance.hurried import HURRIED

PATIENCE = 60.0


def asked(room: Newsroom) -> list[str]:
    return [path for path in room.site.paths() if "/.well-known/" not in path]


def count(room: Newsroom, table: str) -> int:
    path = room.folder / "data/coverage.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return connection.table(table).count("*").fetchall()[0][0]


def waiting(room: Newsroom) -> int:
    return len(list((room.folder / "data/coverage.outbox").glob("*-*.json")))


@pytest.mark.endurance
def test_a_notebook_that_reads_for_the_whole_crawl_delays_and_loses_nothing(newsroom):
    newsroom.tracker("crawl")
    newsroom.publish("three", "one", "two")
    path = newsroom.folder / "data/coverage.duckdb"
    with held_elsewhere(path, read_only=True) as notebook:
        newsroom.site.asked.clear()
        first = newsroom.tracker("crawl", "--force")
        assert asked(newsroom) == ["/feed/", "/three"]
        # neither the feed before its time, nor the page that waits to be stored
        newsroom.site.asked.clear()
        second = newsroom.tracker("crawl")
        assert asked(newsroom) == []
    for done in (first, second):
        assert done.returncode == 1
        assert f"process {notebook.pid}" in done.stdout
        assert str(path.relative_to(newsroom.folder)) in done.stdout
        assert "Close it there" in done.stdout
    assert waiting(newsroom) == 1
    assert newsroom.tracker("crawl").returncode == 0
    assert asked(newsroom) == []
    assert (count(newsroom, "articles"), count(newsroom, "polls")) == (3, 2)
    assert waiting(newsroom) == 0


@pytest.mark.endurance
def test_a_notebook_that_writes_from_the_start_is_named_before_anything_is_fetched(
    newsroom,
):
    newsroom.tracker("crawl")
    newsroom.site.asked.clear()
    path = newsroom.folder / "data/coverage.duckdb"
    with held_elsewhere(path, read_only=False) as notebook:
        done = newsroom.tracker("crawl", "--force")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert f"process {notebook.pid}" in line
    assert "Close it there" in line
    seconds = float(line.split("waited ")[1].split(" s")[0])
    assert seconds <= 10
    assert asked(newsroom) == []
    assert newsroom.tracker("crawl", "--force").returncode == 0


@pytest.mark.endurance
@pytest.mark.parametrize("read_only", [True, False])
def test_a_notebook_opened_in_the_middle_of_a_crawl_loses_nothing(newsroom, read_only):
    newsroom.tracker("crawl")
    newsroom.publish("one", "two", "three", "four")
    reached, go_on = threading.Event(), threading.Event()
    page = newsroom.site.routes["/three"]

    def slow(_handler):
        reached.set()
        go_on.wait(PATIENCE)
        return page

    newsroom.site.routes["/three"] = slow
    crawl = newsroom.start("crawl", "--force")
    assert reached.wait(PATIENCE)
    path = newsroom.folder / "data/coverage.duckdb"
    with held_elsewhere(path, read_only=read_only) as notebook:
        go_on.set()
        out, err = crawl.communicate(timeout=PATIENCE)
        assert (crawl.returncode, err) == (1, "")
        assert f"process {notebook.pid}" in out
    assert waiting(newsroom) == 1
    newsroom.site.asked.clear()
    assert newsroom.tracker("crawl").returncode == 0
    assert asked(newsroom) == []
    assert count(newsroom, "articles") == 4
    assert waiting(newsroom) == 0


@pytest.mark.endurance
@pytest.mark.parametrize("read_only", [True, False])
def test_the_schedule_goes_on_into_the_outbox_however_long_a_notebook_is_open(
    newsroom, read_only
):
    config = newsroom.folder / "config.yaml"
    config.write_text(
        config.read_text().replace("delay: 0s", "delay: 0s, interval: 5m")
    )
    running = subprocess.Popen(
        [sys.executable, "-c", HURRIED, "run"],
        cwd=newsroom.folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _until(lambda: "/two" in asked(newsroom))
        _until(lambda: waiting(newsroom) == 0)
        path = newsroom.folder / "data/coverage.duckdb"
        with _opened_between_ticks(path, read_only=read_only) as notebook:
            newsroom.publish("three", "one", "two")
            _until(lambda: "/three" in asked(newsroom))
            newsroom.publish("four", "three", "one", "two")
            _until(lambda: "/four" in asked(newsroom))
            _until(lambda: waiting(newsroom) >= 2)
    finally:
        running.terminate()
        out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (0, ""), out
    assert f"process {notebook.pid}" in out
    assert waiting(newsroom) == 0
    assert count(newsroom, "articles") == 4
    # nothing was asked twice because it was not in the database yet
    assert [asked(newsroom).count(f"/{name}") for name in ("one", "two")] == [1, 1]
    assert [asked(newsroom).count(f"/{name}") for name in ("three", "four")] == [1, 1]


@contextmanager
def _opened_between_ticks(path: Path, *, read_only: bool) -> Iterator[subprocess.Popen]:
    """Open a notebook as soon as the schedule lets it."""
    with ExitStack() as stack:
        process = None
        for _ in range(20):
            try:
                process = stack.enter_context(held_elsewhere(path, read_only=read_only))
            except AssertionError:
                continue
            break
        assert process is not None
        yield process


def _until(holds) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)
