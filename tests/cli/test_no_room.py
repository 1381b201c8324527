"""A disk without room while the program runs as a person starts it."""

import subprocess
import sys

import duckdb
import pytest

from tests.cli.conftest import TOP, Newsroom
from tests.db.damage import incompressible
from tests.web.server import Answer

# No file may grow beyond the limit. The model of languages is unpacked into the folder
# for temporary files, which is another disk, so it is loaded before.
LIMITED = """
import resource, runpy, sys
from tracker.web.language import Identifier
Identifier(["en"]).identify("News", "of the fair " * 50, default="en")
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv = ["tracker", *sys.argv[2:]]
runpy.run_module("tracker", run_name="__main__")
"""
LIMIT = 150_000


def without_room(room: Newsroom, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(LIMIT), *words],
        cwd=room.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
    )


@pytest.fixture
def long_article(newsroom: Newsroom) -> Newsroom:
    newsroom.tracker("crawl")
    newsroom.publish("long", "one", "two")
    page = newsroom.site.routes["/long"]
    words = incompressible("long", 2 * LIMIT)
    body = page.body.replace(b"</p>", f" {words}</p>".encode())
    newsroom.site.routes["/long"] = Answer(body=body, headers=page.headers)
    return newsroom


def ask(room: Newsroom, sql: str) -> list[tuple[object, ...]]:
    path = room.folder / "data/coverage.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_d2_a_crawl_without_room_ends_with_one_sentence_and_the_next_one_goes_on(
    long_article: Newsroom,
):
    room = long_article
    feeds = "select feed_url, next_check_at, last_success_at from feeds"
    before = ask(room, feeds)
    done = without_room(room, "crawl", "--force")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    sentence = done.stderr
    assert "data/coverage.outbox: the disk is full" in sentence
    assert " bytes could not be written. Make room" in sentence
    assert ask(room, feeds) == before  # not marked as polled
    report = without_room(room, "report", "volume", "incident=fair", "--format", "csv")
    assert (report.returncode, report.stderr) == (0, "")
    assert room.tracker("crawl", "--force").returncode == 0
    assert ask(room, "select count(*) from articles") == [(3,)]
    assert room.tracker("maintain").returncode == 0
