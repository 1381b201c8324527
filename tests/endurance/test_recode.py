"""Recodes that are killed at random moments, and one that was left in peace."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TOP
from tests.db.builders import make_store
from tests.endurance.processes import Process, descendants, left_after
from tests.recoding import SENTENCES, crawl, found, piece, problems
from tracker.config import load
from tracker.core.fingerprint import coding_hash

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc"),
]
KILLS = 12
ARTICLES = 60
LONGEST = 120.0
# Two articles a slice, so that a run has thirty windows to be killed in.
PROGRAM = """
import sys
from tracker.cli import main, recoding
from tracker.db.store import Store
recoding.SLICE = 2
Store.outdated_slices.__kwdefaults__["size"] = 2
sys.modules["__main__"].__spec__ = None
main()
"""
CONFIG = """\
database: coverage.duckdb
keep: all
outlets: [{id: lajme, name: Lajme, home: 'https://www.lajme.example/', languages: [en]}]
actors:
  - {id: choir, name: Harbour Choir, names: {en: [Harbour Choir]},
     labels: {warm: {en: [beloved ensemble]}}}
  - {id: guild, name: Bakers Guild, names: {en: [Bakers Guild, NAME]}}
incidents:
  - id: fair
    title: {en: The fair}
    from: 2026-03-02
    to: 2026-03-20
    actors: [choir]
    about: 'actor:choir AND fair'
    event_nouns: {protest: {en: [protest]}}
    facts:
      - {id: eleven, statement: Eleven were detained., match: {en: '"eleven people"~6'}}
"""


def configured(folder: Path, name: str):
    path = folder / "config.yaml"
    path.write_text(CONFIG.replace("NAME", name))
    return load(path)


def start(folder: Path, jobs: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "recode", "--jobs", str(jobs)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_kill_at_any_moment_leaves_nothing_half(tmp_path: Path, jobs: int):
    dice = random.Random(jobs)  # noqa: S311 - no secret
    left, disturbed = tmp_path / "left-alone", tmp_path / "disturbed"
    left.mkdir()
    before = configured(left, "ovens")
    pieces = [
        piece(f"n{n}", *(" ".join(dice.sample(SENTENCES, 4)) for _ in range(1 + n % 2)))
        for n in range(ARTICLES)
    ]
    crawl(make_store(left), before, pieces)
    shutil.copytree(left, disturbed)
    after = configured(left, "ferry")
    configured(disturbed, "ferry")

    done = start(left, jobs)
    out, err = done.communicate(timeout=LONGEST)
    assert (done.returncode, err) == (0, ""), out

    kills, ended, orphans = 0, False, list[Process]()
    while not ended:
        process = start(disturbed, jobs)
        try:
            # So long a start takes, and so long all of it.
            after_seconds = dice.uniform(0.5, 6.0) if kills < KILLS else LONGEST
            out, err = process.communicate(timeout=after_seconds)
            assert (process.returncode, err) == (0, ""), out
            ended = True
        except subprocess.TimeoutExpired:
            orphans += descendants(process.pid)
            os.kill(process.pid, 9)
            process.communicate()
            kills += 1
            assert kills <= KILLS, "it hangs"
        assert_nothing_is_half(disturbed, before, after)
    assert kills
    assert found(make_store(disturbed)) == found(make_store(left))
    assert problems(make_store(disturbed)) == []
    assert left_after(orphans, 20.0) == ()


def assert_nothing_is_half(folder: Path, before, after) -> None:
    """What has the new hash has the new evidence; what has the old one, the old."""
    store = make_store(folder)
    names = found(store)["annotations"]
    hashes = found(store)["versions"]
    by_new = {row.split("'")[1] for row in hashes if coding_hash(after) in row}
    by_old = {row.split("'")[1] for row in hashes if coding_hash(before) in row}
    assert not by_new & by_old
    ferry = {row.split("'")[1] for row in names if "'ferry'" in row}
    assert ferry <= by_new
    told = {row.split("'")[1] for row in hashes if " ferry " in row}
    assert ferry == told & by_new
