import json
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import CONFIG, TOP, Newsroom
from tests.web.server import Answer
from tracker.db import queries


def count(newsroom: Newsroom, table: str) -> int:
    path = newsroom.folder / "data/coverage.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return connection.table(table).count("*").fetchall()[0][0]


def test_a_crawl_stores_articles_and_a_second_one_changes_nothing(newsroom):
    first = newsroom.tracker("crawl")
    assert first.returncode == 0, first.stderr
    assert "2 new of 2; 2 matched" in first.stdout
    second = newsroom.tracker("crawl", "--force")
    assert second.returncode == 0
    assert newsroom.site.paths() == ["/feed/", "/one", "/two", "/feed/"]
    assert (count(newsroom, "articles"), count(newsroom, "versions")) == (2, 2)
    assert count(newsroom, "polls") == 2


def test_a_crawl_that_is_not_due_asks_nobody(newsroom):
    newsroom.tracker("crawl")
    newsroom.site.asked.clear()
    assert "0 feeds due" in newsroom.tracker("crawl").stdout
    assert newsroom.site.asked == []


def test_a_typo_in_the_configuration_is_one_line_and_nothing_is_fetched(newsroom):
    path = newsroom.folder / "config.yaml"
    path.write_text(path.read_text().replace("incidents:", "incidnts:"))
    done = newsroom.tracker("crawl")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("config.yaml:9: incidnts: unknown key; did you mean")
    assert newsroom.site.asked == []
    assert not (newsroom.folder / "data").exists()


def test_an_article_whose_feed_tells_of_a_change_gets_a_second_version(newsroom):
    newsroom.tracker("crawl")
    newsroom.publish("one", "two")
    feed = newsroom.site.routes["/feed/"]
    changed = feed.body.replace(b"News of one", b"Corrected news of one")
    newsroom.site.routes["/feed/"] = Answer(body=changed)
    page = newsroom.site.routes["/one"]
    newsroom.site.routes["/one"] = Answer(
        body=page.body.replace(b"two hundred", b"three hundred"), headers=page.headers
    )
    newsroom.tracker("crawl", "--force")
    assert (count(newsroom, "articles"), count(newsroom, "versions")) == (2, 3)
    found = newsroom.tracker(
        "sql",
        "select version, latest, contains(body, 'three hundred') from versions"
        " where version = 2",
        "--format",
        "csv",
    )
    assert found.stdout.splitlines()[1] == "2,True,True"


def test_a_report_during_a_crawl_gets_an_answer_and_no_lock_error(newsroom):
    newsroom.tracker("crawl")
    names = [f"n{number}" for number in range(40)]
    newsroom.publish(*names, "one")
    crawl = newsroom.start("crawl", "--force")
    answers = []
    while crawl.poll() is None:
        answers.append(newsroom.tracker("report", "volume", "incident=fair"))
    _, err = crawl.communicate()
    assert crawl.returncode == 0, err
    assert len(answers) > 1
    assert {answer.returncode for answer in answers} == {0}
    assert count(newsroom, "articles") == 42


def test_what_is_fetched_while_a_notebook_holds_the_database_is_not_lost(newsroom):
    newsroom.tracker("crawl")
    newsroom.publish("three", "one", "two")
    path = newsroom.folder / "data/coverage.duckdb"
    with duckdb.connect(path, read_only=True):
        done = newsroom.tracker("crawl", "--force")
        status = newsroom.tracker("status")
    assert done.returncode == 1
    assert "nothing is lost" in done.stdout
    assert "process" in status.stdout
    assert "1 visits wait" in status.stdout
    newsroom.site.asked.clear()
    assert newsroom.tracker("crawl").returncode == 0
    assert newsroom.site.asked == []
    assert count(newsroom, "articles") == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_crawls_until_it_is_told_to_stop_and_loses_nothing(newsroom, number):
    running = newsroom.start("run")
    for _ in range(200):
        with suppress(duckdb.Error, OSError):
            if count(newsroom, "articles") == 2:
                break
        time.sleep(0.1)
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 0, err
    assert "nothing is lost" in out
    assert count(newsroom, "articles") == 2


def test_a_crawl_that_is_told_to_stop_finishes_its_page_and_leaves_the_rest(newsroom):
    names = [f"n{number}" for number in range(10)]
    newsroom.publish(*names)
    reached, go_on = threading.Event(), threading.Event()
    page = newsroom.site.routes["/n1"]

    def slow(_handler):
        reached.set()
        go_on.wait(20)
        return page

    newsroom.site.routes["/n1"] = slow
    crawl = newsroom.start("crawl")
    assert reached.wait(60)
    crawl.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    go_on.set()
    out, _ = crawl.communicate(timeout=30)
    assert crawl.returncode == 1
    assert "stopped as asked" in out
    assert newsroom.site.paths() == ["/feed/", "/n0", "/n1"]
    assert count(newsroom, "articles") == 2
    newsroom.site.asked.clear()
    newsroom.tracker("crawl")
    assert newsroom.site.paths() == [f"/n{number}" for number in range(2, 10)]
    assert count(newsroom, "articles") == 10


def test_given_addresses_are_fetched_and_strangers_named(newsroom):
    url = newsroom.site.url("/one")
    done = newsroom.tracker("add", url, "https://stranger.example/x")
    assert done.returncode == 1
    assert f"{url}: matched" in done.stdout
    assert "https://stranger.example/x: not fetched" in done.stdout


def test_addresses_come_from_a_csv_of_another_tool(newsroom):
    path = newsroom.folder / "list.csv"
    path.write_text(f"title,url\nA,{newsroom.site.url('/one')}\n")
    assert newsroom.tracker("add", "--file", "list.csv").returncode == 0
    assert count(newsroom, "articles") == 1
    path.write_text("title,web page\nA,x\n")
    refused = newsroom.tracker("add", "--file", "list.csv")
    assert refused.returncode == 2
    assert "needs a column named url; its columns: title, web page" in refused.stderr


def test_an_opml_list_becomes_outlets_that_can_be_included(newsroom):
    (newsroom.folder / "list.opml").write_text(
        "<opml><body><outline text='A & B' xmlUrl='https://a.example/feed'"
        " htmlUrl='https://a.example/'/></body></opml>"
    )
    done = newsroom.tracker("add", "--file", "list.opml")
    assert "1 outlets" in done.stdout
    assert "A & B" in (newsroom.folder / "list.outlets.yaml").read_text()
    path = newsroom.folder / "config.yaml"
    path.write_text(f"include: [list.outlets.yaml]\n{path.read_text()}")
    assert newsroom.tracker("check").returncode == 0


def test_a_report_is_written_in_every_format(newsroom):
    newsroom.tracker("crawl")
    arguments = ("report", "coverage", "incident=fair", "--format")
    (row,) = json.loads(newsroom.tracker(*arguments, "json").stdout)
    assert (row["outlet"], row["state"], row["articles"]) == ("bregu", "covered", 2)
    _, line = newsroom.tracker(*arguments, "csv").stdout.splitlines()
    assert line.split(",")[:3] == ["bregu", "Bregu", "covered"]
    page = newsroom.tracker(*arguments, "html").stdout
    assert "<td><bdi>covered</bdi></td>" in page
    assert "tracker report coverage incident=fair" in page
    done = newsroom.tracker(*arguments, "parquet", "-o", "c.parquet")
    assert done.returncode == 0, done.stderr
    with duckdb.connect() as connection:
        path = str(newsroom.folder / "c.parquet")
        stored = connection.execute("select articles from read_parquet(?)", [path])
        assert stored.fetchall() == [(2,)]
    assert newsroom.tracker(*arguments, "parquet").returncode == 2
    assert newsroom.tracker(*arguments, "docx").returncode == 2


def test_a_query_of_ones_own_is_a_report_and_is_named_when_it_hides_a_shipped_one(
    newsroom,
):
    newsroom.tracker("crawl")
    (newsroom.folder / "my-queries/volume.sql").write_text(
        "-- purpose: How many articles are there?\n"
        "-- grain: one row\n"
        "-- column articles bigint: all of them\n"
        "-- example: tracker report volume\n"
        "select count(*) as articles from articles\n"
    )
    done = newsroom.tracker("report", "volume", "--format", "csv")
    assert done.stdout.splitlines() == ["articles", "2"]
    assert "is used instead of" in done.stderr
    assert "your own" in newsroom.tracker("report").stdout


def test_sql_is_read_only_and_a_mistake_is_one_line(newsroom):
    newsroom.tracker("crawl")
    for text in (
        "delete from articles",
        "select * from read_csv('/etc/passwd')",
        "select nothing from articles",
        "select 1; select 2",
        "copy articles to 'x.csv'",
    ):
        done = newsroom.tracker("sql", text)
        assert done.returncode == 2, text
        assert len(done.stderr.splitlines()) == 1
    assert count(newsroom, "articles") == 2


def test_a_report_before_any_crawl_says_what_to_do(newsroom):
    done = newsroom.tracker("report", "volume", "incident=fair")
    assert done.returncode == 2
    assert "`tracker crawl` or `backfill` makes it" in done.stderr


def test_check_explains_a_text_and_refuses_an_unknown_actor(newsroom):
    done = newsroom.tracker("check", "--text", "The Vala Association opened the fair.")
    assert "hit vala" in done.stdout
    assert "incident fair: report" in done.stdout
    assert newsroom.tracker("check", "--actor", "vela").returncode == 2


def test_init_writes_a_configuration_that_check_accepts_and_never_overwrites(newsroom):
    assert newsroom.tracker("init", "mine").returncode == 0
    config = ("--config", "mine/config.yaml")
    assert newsroom.tracker("check", *config).returncode == 0
    assert newsroom.tracker("init", "mine").returncode == 2


WITHOUT_THE_WEB = """
import sys
from tracker.cli.app import app
try:
    app()
except SystemExit:
    pass
heavy = ("httpx", "trafilatura", "feedparser", "apscheduler")
print([name for name in heavy if name in sys.modules])
"""


@pytest.mark.parametrize(
    "command",
    [["--help"], ["report", "coverage", "incident=fair"], ["sql", "select 1"]],
)
def test_what_only_reads_starts_without_the_web(newsroom, command):
    newsroom.tracker("crawl")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_WEB, *command],
        cwd=newsroom.folder,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(TOP)},
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_check_holds_after_a_crawl(newsroom):
    newsroom.tracker("crawl")
    path = newsroom.folder / "data/coverage.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        for check in queries.checks():
            assert queries.run(check, connection, {}).rows == (), check.name


def test_a_removed_outlet_and_a_removed_incident_lose_no_stored_data(newsroom):
    newsroom.tracker("crawl")
    path = newsroom.folder / "config.yaml"
    kept = CONFIG.format(port=newsroom.site.port).partition("outlets:")[0]
    path.write_text(kept)
    assert newsroom.tracker("crawl").returncode == 0
    assert (count(newsroom, "articles"), count(newsroom, "annotations") > 0) == (
        2,
        True,
    )
    assert newsroom.tracker("report", "outlet_health").returncode == 0


def test_a_second_crawler_is_refused_and_named_and_add_hands_over_to_the_first(
    newsroom,
):
    newsroom.publish("one")
    newsroom.site.routes["/extra"] = newsroom.site.routes["/one"]
    reached, go_on = threading.Event(), threading.Event()
    page = newsroom.site.routes["/one"]

    def slow(_handler):
        reached.set()
        go_on.wait(20)
        return page

    newsroom.site.routes["/one"] = slow
    first = newsroom.start("crawl")
    assert reached.wait(60)
    second = newsroom.tracker("crawl")
    assert second.returncode == 2
    assert f"process {first.pid}" in second.stderr
    assert f"process {first.pid}" in newsroom.tracker("status").stdout
    added = newsroom.tracker("add", newsroom.site.url("/extra"))
    assert added.returncode == 0
    assert "left to the crawler" in added.stdout
    go_on.set()
    first.communicate(timeout=30)
    assert newsroom.tracker("crawl").returncode == 0
    assert count(newsroom, "articles") == 2


def test_a_computer_without_network_is_told_from_a_silent_outlet(newsroom):
    path = newsroom.folder / "config.yaml"
    text = path.read_text().replace(f"'127.0.0.1:{newsroom.site.port}'", "")
    path.write_text(text.replace("127.0.0.1", "nowhere.invalid"))
    done = newsroom.tracker("crawl")
    assert done.returncode == 1
    assert "is this computer online?" in done.stdout
    report = newsroom.tracker("report", "coverage", "incident=fair", "--format", "csv")
    assert "not_observed" in report.stdout


def test_a_file_that_cannot_be_written_is_one_line(newsroom):
    newsroom.tracker("crawl")
    for target in ("nowhere/x.csv", "my-queries"):
        done = newsroom.tracker("report", "volume", "incident=fair", "-o", target)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


def test_the_name_of_the_file_decides_the_format(newsroom):
    newsroom.tracker("crawl")
    arguments = ("report", "volume", "incident=fair", "-o")
    assert newsroom.tracker(*arguments, "v.json").returncode == 0
    assert json.loads((newsroom.folder / "v.json").read_text())
    assert newsroom.tracker("sql", "select 1 as n", "-o", "v.html").returncode == 0
    assert "<pre><bdi>select 1 as n</bdi>" in (newsroom.folder / "v.html").read_text()
    newsroom.tracker(*arguments, "v.csv")
    # the mark by which Excel knows UTF-8
    assert (newsroom.folder / "v.csv").read_bytes().startswith(b"\xef\xbb\xbfoutlet,")
    assert newsroom.tracker(*arguments, "v.csv", "--format", "json").returncode == 2
    unknown = newsroom.tracker(*arguments, "v.docx")
    assert unknown.returncode == 2
    assert "no format is written as .docx" in unknown.stderr
    assert not (newsroom.folder / "v.docx").exists()
    assert not list(newsroom.folder.glob("*.part"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_an_output_that_is_full_is_one_line(newsroom):
    newsroom.tracker("crawl")
    for format_ in ("table", "csv"):
        with Path("/dev/full").open("w") as full:
            running = newsroom.start(
                "report", "volume", "incident=fair", "--format", format_, stdout=full
            )
            _, err = running.communicate(timeout=60)
        assert running.returncode == 2
        assert err.splitlines() == [
            "the output cannot be written: No space left on device"
        ]


def test_an_unknown_outlet_is_answered_with_the_nearest(newsroom):
    done = newsroom.tracker("crawl", "--outlet", "bregi")
    assert done.returncode == 2
    assert "did you mean bregu?" in done.stderr


def test_a_redirect_into_an_outlet_that_is_only_listed_is_not_followed(newsroom):
    path = newsroom.folder / "config.yaml"
    port = newsroom.site.port
    listed = (
        f"  - {{id: closed, name: C, home: 'http://localhost:{port}/', fetch: false}}\n"
    )
    text = path.read_text().replace("actors:\n", listed + "actors:\n", 1)
    path.write_text(text)
    newsroom.site.routes["/one"] = Answer(
        status=302, headers=(("Location", f"http://localhost:{port}/two"),)
    )
    newsroom.publish("two")
    newsroom.site.routes["/feed/"] = Answer(
        body=b"<rss version='2.0'><channel><title>x</title><item><title>T</title>"
        b"<link>/one</link></item></channel></rss>"
    )
    newsroom.tracker("crawl")
    assert newsroom.site.paths() == ["/feed/", "/one"]
    found = newsroom.tracker("sql", "select outcome, detail from pages")
    assert "closed is listed, not crawled" in found.stdout
