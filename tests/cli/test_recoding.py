import json
import os
import subprocess
import sys
from contextlib import nullcontext

import duckdb
import pytest

from tests.cli.conftest import TOP, Newsroom
from tests.db.builders import NOW, held_elsewhere
from tracker.cli.lock import crawler_lock
from tracker.cli.outdated import changed_words, hint
from tracker.cli.places import recode_lock_file
from tracker.core.fingerprint import CODING_PARTS
from tracker.db.recoding import Outdated

LABELS = "names: {en: [Vala Association]}, labels: {warm: {en: [harbour choir]}}"


def ask(room: Newsroom, sql: str):
    with duckdb.connect(room.folder / "data/coverage.duckdb", read_only=True) as opened:
        return opened.execute(sql).fetchall()


def change(room: Newsroom, before: str, after: str) -> None:
    path = room.folder / "config.yaml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_nothing_to_do_is_said_and_is_no_run(crawled: Newsroom):
    runs = ask(crawled, "select count(*) from runs")
    done = crawled.tracker("recode")
    assert done.returncode == 0
    assert done.stdout == (
        "nothing to do: every stored text is coded by this configuration\n"
    )
    assert ask(crawled, "select count(*) from runs") == runs


def test_changed_names_are_applied_to_what_is_stored(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    done = crawled.tracker("recode", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "changed: names; to be found again in 2 articles: actors, labels, event nouns,"
        " facts, quotes, figures, articles of incidents\n"
    )
    assert "recoded 2 articles in " in done.stdout
    assert ask(crawled, "select distinct surface from annotations") == [
        ("harbour choir",)
    ]
    command, counts = ask(
        crawled, "select command, counts from runs order by started_at desc limit 1"
    )[0]
    assert command == "recode"
    assert json.loads(counts)["articles"] == 2


def test_the_summary_counts_what_came_and_went(crawled: Newsroom):
    change(crawled, "names: {en: [Vala Association]}", LABELS)
    done = crawled.tracker("recode")
    assert done.returncode == 0, done.stderr
    assert "changed: labels; to be found again in 2 articles: labels\n" in done.stdout
    header, row = (line.split() for line in done.stdout.splitlines()[-2:])
    assert header == ["found", "before", "after", "added", "removed"]
    assert row == ["labels", "0", "2", "2", "0"]
    assert ask(crawled, "select count(*) from annotations where layer = 'label'") == [
        (2,)
    ]


def test_an_article_that_nothing_names_any_more_leaves_its_incident(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[Tower Association]")
    done = crawled.tracker("recode")
    assert "incident fair: 0 articles joined, 2 left\n" in done.stdout
    assert "pages that are unmatched now: 2\n" in done.stdout
    assert ask(crawled, "select count(*) from articles") == [(2,)]


def test_pages_whose_texts_were_not_kept_are_counted(newsroom: Newsroom):
    change(newsroom, "[Vala Association]", "[Tower Association]")
    newsroom.tracker("crawl")
    assert ask(newsroom, "select outcome, count(*) from pages group by 1") == [
        ("unmatched", 2)
    ]
    change(newsroom, "[Tower Association]", "[Vala Association]")
    done = newsroom.tracker("recode")
    assert done.returncode == 0
    assert "2 pages named nothing by earlier names" in done.stdout


def test_a_dry_run_says_what_would_be_done_and_does_nothing(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    before = (crawled.folder / "data/coverage.duckdb").read_bytes()
    done = crawled.tracker("recode", "--dry-run")
    assert done.returncode == 0
    assert "changed: names; to be found again in 2 articles" in done.stdout
    assert "nothing was done" in done.stdout
    assert (crawled.folder / "data/coverage.duckdb").read_bytes() == before


def test_before_the_first_crawl_there_is_nothing_to_recode(newsroom: Newsroom):
    done = newsroom.tracker("recode")
    assert done.returncode == 2
    assert "no such database yet" in done.stderr


# Slices of one article each, so that two articles are worth two processes.
SMALL = """
import os, signal, sys
from tracker.cli import main, recoding
from tracker.db.store import Store
recoding.SLICE = 1
Store.outdated_slices.__kwdefaults__["size"] = 1
sys.modules["__main__"].__spec__ = None
"""
# Told to stop when the first slice is stored; the event is then set at once.
STOPPED = """
from types import SimpleNamespace
from tracker.cli import stopping
stopping._thread = SimpleNamespace(start_new_thread=lambda set, args: set(*args))
replace = Store.replace
def replace_and_ask(*args, **named):
    done = replace(*args, **named)
    os.kill(os.getpid(), signal.SIGNAL)
    return done
Store.replace = replace_and_ask
"""


def run(room: Newsroom, program: str, *arguments: str):
    return subprocess.run(
        [sys.executable, "-c", f"{SMALL}{program}\nmain()", "recode", *arguments],
        cwd=room.folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_two_processes_find_what_one_finds(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    done = run(crawled, "", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "recoded 2 articles" in done.stdout
    assert ask(crawled, "select distinct surface from annotations") == [
        ("harbour choir",)
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_told_to_stop_it_says_what_is_left_and_goes_on(crawled, number, jobs):
    change(crawled, "[Vala Association]", "[harbour choir]")
    done = run(crawled, STOPPED.replace("SIGNAL", number), "--jobs", jobs)
    assert done.returncode == 1, done.stderr
    assert "recoded 1 article in" in done.stdout
    assert (
        "note: stopped as asked; 1 article left; what was recoded stays,"
        " `tracker recode` goes on\n" in done.stdout
    )
    again = crawled.tracker("recode")
    assert again.returncode == 0
    assert "to be found again in 1 article:" in again.stdout


def test_a_process_that_is_ended_from_outside_is_told_of(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    ends = (
        "from tracker.cli import coders\n"
        "schedule = coders.ProcessPool.schedule\n"
        "coders.ProcessPool.schedule = (\n"
        "    lambda pool, task, args: schedule(pool, os._exit, args=(9,)))\n"
    )
    done = run(crawled, ends, "--jobs", "2")
    assert done.returncode == 1
    assert "--jobs 1" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


FULL = """
import resource
replace = Store.replace
def replace_without_room(*args, **named):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    return replace(*args, **named)
Store.replace = replace_without_room
"""


def test_a_full_disk_is_told_and_nothing_is_half(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    done = run(crawled, FULL, "--jobs", "1")
    assert (done.returncode, done.stderr) == (1, "")
    assert "the disk is full" in done.stdout
    assert "left; what was recoded stays" in done.stdout
    by_article = (
        "select article_id, count(distinct surface) from annotations group by 1"
    )
    assert all(surfaces == 1 for _, surfaces in ask(crawled, by_article))
    assert crawled.tracker("recode").returncode == 0
    assert ask(crawled, "select distinct surface from annotations") == [
        ("harbour choir",)
    ]


def test_a_database_that_is_taken_is_waited_for_and_told(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    assert crawled.tracker("check").returncode == 0
    impatient = "recoding.PATIENCE = 0.1\n"
    with held_elsewhere(crawled.folder / "data/coverage.duckdb", read_only=True):
        done = run(crawled, impatient, "--jobs", "1")
    assert done.returncode == 1
    assert "is open in process" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_who_is_in_the_way_of_a_slice_is_told_though_the_end_is_noted(crawled):
    change(crawled, "[Vala Association]", "[harbour choir]")
    taken = (
        "from tracker.errors import StoreBusyError\n"
        "def replace(*args, **named):\n    raise StoreBusyError('a notebook has it')\n"
        "Store.replace = replace\n"
        "Store.finish_run = lambda *args, **named: 'another has it now'\n"
    )
    done = run(crawled, taken, "--jobs", "1")
    assert done.returncode == 1
    assert "note: a notebook has it\nnote: another has it now\n" in done.stdout


def test_what_waits_in_the_outbox_is_told_and_is_no_success(crawled: Newsroom):
    waits = (
        "from tracker.db.store import Applied\n"
        "busy = 'a notebook has it'\n"
        "Store.apply = lambda store, now: Applied(waiting=1, busy=busy)\n"
    )
    done = run(crawled, waits)
    assert done.returncode == 1
    assert (
        "note: 1 visit in the outbox not stored yet, and so not recoded: a notebook has"
        " it\nnothing to do" in done.stdout
    )


@pytest.mark.parametrize("crawls", [True, False])
def test_an_older_database_is_told_with_who_is_to_be_stopped_if_anybody(
    crawled: Newsroom, crawls
):
    older = "recoding.pending = lambda connection: True\n"
    database = crawled.folder / "data/coverage.duckdb"
    with crawler_lock(database, now=NOW) if crawls else nullcontext():
        done = run(crawled, older, "--dry-run")
    assert done.returncode == 2
    assert "brought up to date first" in done.stderr
    assert (f"process {os.getpid()}" in done.stderr) is crawls
    assert ("stop" in done.stderr) is crawls


def test_a_second_recode_is_refused(crawled: Newsroom):
    database = crawled.folder / "data/coverage.duckdb"
    with crawler_lock(database, now=NOW, work="x", file_of=recode_lock_file):
        done = crawled.tracker("recode")
    assert done.returncode == 2
    assert "(x), since" in done.stderr


def test_a_crawler_may_be_at_work_and_is_named(crawled: Newsroom):
    change(crawled, "[Vala Association]", "[harbour choir]")
    work = "tracker add"
    with crawler_lock(crawled.folder / "data/coverage.duckdb", now=NOW, work=work):
        done = crawled.tracker("recode")
    assert done.returncode == 0, done.stderr
    assert f"note: process {os.getpid()} (tracker add), since" in done.stdout
    assert "is crawling" not in done.stdout
    assert "start it again" in done.stdout
    assert ask(crawled, "select distinct surface from annotations") == [
        ("harbour choir",)
    ]


def test_what_is_out_of_date_is_told_by_status_crawl_and_check(crawled: Newsroom):
    told = "2 articles were coded before names changed; `tracker recode` brings them"
    for command in (("status",), ("crawl", "--force"), ("check",)):
        assert told not in crawled.tracker(*command).stdout
    change(crawled, "[Vala Association]", "[harbour choir]")
    for command in (("status",), ("crawl", "--force"), ("check",)):
        assert told in crawled.tracker(*command).stdout
    crawled.tracker("recode")
    assert told not in crawled.tracker("status").stdout


def test_nothing_is_told_where_nothing_is_out_of_date():
    assert hint(Outdated(articles=0, parts=frozenset())) is None


def test_a_hint_counts_and_names_what_changed():
    parts = frozenset({"actors", "facts", "rules"})
    assert hint(Outdated(articles=12_300, parts=parts)) == (
        "12,300 articles were coded before names, facts and the program's rules"
        " changed; `tracker recode` brings them up to date"
    )


def test_every_part_has_its_words():
    assert changed_words(CODING_PARTS) == (
        "names, labels, incidents, facts and the program's rules"
    )
