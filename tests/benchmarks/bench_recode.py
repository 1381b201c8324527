"""What recoding 100,000 stored articles costs, by part, and what doing nothing costs.

    pytest tests/benchmarks/bench_recode.py -m benchmark -s

Texts have some 300 words, two in five name something tracked; there are 5,000 names.
`RECODE_ARTICLES` makes a smaller store. Results go into docs/benchmarks.md.
"""

# ruff: noqa: S311, T201 - a benchmark throws dice and prints

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from threading import Event

import pytest

from tests.db.builders import make_store
from tracker.cli.coders import spread_here
from tracker.config import load
from tracker.core.fingerprint import coding_hash
from tracker.db.appending import append
from tracker.db.connection import opened
from tracker.db.replacing import Replaced
from tracker.db.store import Store
from tracker.model import Config
from tracker.pipeline.recode import recode

pytestmark = pytest.mark.benchmark

ARTICLES = int(os.environ.get("RECODE_ARTICLES", "100000"))
ACTORS, NAMES_EACH = 500, 10
LABELLED = 20  # actors of incidents, with labels
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve")
STEMS = ["".join(parts).capitalize() for parts in product(SYLLABLES, repeat=3)]
KINDS = ("Association", "Union", "Club", "Forum", "Guild", "Circle", "League", "Board")
WORDS = (
    *("the", "of", "and", "to", "in", "that", "for", "it", "was", "on", "with", "as"),
    *("people", "city", "council", "road", "week", "told", "police", "work", "house"),
    *("market", "new", "old", "harbour", "school", "morning", "evening", "water"),
    *("price", "minister", "office", "court", "team", "report", "region", "plan"),
)


def name(actor: int, number: int) -> str:
    other = STEMS[(actor * 3 + number * 7) % len(STEMS)]
    return f"{other} {STEMS[actor]} {KINDS[number % 8]}"


def configuration(folder: Path, *, label: str = "charity", extra: str = "") -> Config:
    actors = "\n".join(
        f"  - {{id: a{n}, name: '{name(n, 0)}',"
        f" names: {{en: [{', '.join(name(n, k) for k in range(NAMES_EACH))}"
        f"{extra if n == 0 else ''}]}}"
        + (
            f", labels: {{warm: {{en: [{label}, beloved ensemble]}},"
            " cold: {en: [noisy club, sect]}}"
            if n < LABELLED
            else ""
        )
        + "}"
        for n in range(ACTORS)
    )
    incidents = "\n".join(
        f"  - {{id: i{n}, title: {{en: Event {n}}}, from: 2026-01-01, to: 2026-12-31,"
        f" actors: [a{n}], about: 'actor:a{n} AND (fair OR harbour)',"
        " event_nouns: {protest: {en: [protest]}}, facts: [{id: eleven, statement:"
        " Eleven were held., match: {en: '\"eleven people\"~6'}}]}"
        for n in range(LABELLED)
    )
    text = (
        "database: coverage.duckdb\noutlets:\n  - {id: bregu, name: Bregu, home:"
        " 'https://bregu.example/', languages: [en], feeds: ['https://bregu.example/f']}"
        f"\nactors:\n{actors}\nincidents:\n{incidents}\n"
    )
    path = folder / "config.yaml"
    path.write_text(text)
    return load(path)


def sentence(dice: random.Random) -> str:
    words = [dice.choice(WORDS) for _ in range(14)]
    return f"{' '.join(words).capitalize()}."


def body(dice: random.Random) -> str:
    sentences = [sentence(dice) for _ in range(21)]
    if dice.random() < 0.4:
        for _ in range(dice.randint(1, 4)):
            among = dice.choice((LABELLED, ACTORS))
            who = name(dice.randrange(among), dice.randrange(NAMES_EACH))
            sentences[dice.randrange(21)] = dice.choice(
                (
                    f"The {who}, a charity, opened the fair in the harbour.",
                    f"“We shall stay here,” said the {who} after a protest.",
                    f"The {who} said that eleven people were held.",
                    f"Nobody of the {who} came to the market that morning.",
                )
            )
    return "\n".join(" ".join(sentences[at : at + 4]) for at in range(0, 21, 4))


def fill(store: Store) -> None:
    dice = random.Random(1)
    with opened(store.path, read_only=False, wait=time.sleep) as connection:
        for start in range(0, ARTICLES, 10_000):
            rows = []
            for n in range(start, min(start + 10_000, ARTICLES)):
                at = BEGAN + timedelta(minutes=3 * n)
                rows.append((f"{n:016x}", at, at.date(), sentence(dice), body(dice)))
            append(
                connection,
                "articles",
                ("article_id", "outlet", "url", "title", "language", "published_at",
                 "first_seen_at", "day", "versions", "copy_cluster"),
                [
                    (key, "bregu", f"https://bregu.example/{key}", title, "en", at, at,
                     day, 1, key)
                    for key, at, day, title, _ in rows
                ],
            )  # fmt: skip
            append(
                connection,
                "versions",
                ("article_id", "version", "day", "latest", "seen_at", "title", "body",
                 "config_hash"),
                [(key, 1, day, True, at, title, text, "none")
                 for key, at, day, title, text in rows],
            )  # fmt: skip
            append(
                connection,
                "pages",
                ("url", "outlet", "found_via", "first_seen_at", "checked_at", "outcome",
                 "article_id", "detail", "config_hash", "attempts"),
                [
                    (f"https://bregu.example/{key}", "bregu", "feed", at, at,
                     "unmatched", key, "", "none", 1)
                    for key, at, _, _, _ in rows
                ],
            )  # fmt: skip


class Timed:
    """A store and a spread whose parts are timed, in processor seconds."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.spent: Counter[str] = Counter()

    def time(self, part: str, work: Callable[[], object]) -> object:
        began = time.process_time()
        try:
            return work()
        finally:
            self.spent[part] += time.process_time() - began

    def outdated_slices(self, coding_hash: str) -> Iterator[object]:
        slices = self.store.outdated_slices(coding_hash)
        while (found := self.time("read", lambda: next(slices, None))) is not None:
            yield found

    def replace(self, found: object, *, coding_hash: str, now: datetime) -> Replaced:
        return self.time(
            "write",
            lambda: self.store.replace(found, coding_hash=coding_hash, now=now),
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recode")
    store = make_store(folder)
    store.sync(configuration(folder), now=BEGAN, program="bench")
    fill(store)
    return folder


def run(folder: Path, config: Config, what: str) -> None:
    store = make_store(folder)
    store.sync(config, now=BEGAN, program="bench")
    timed, done = Timed(store), Replaced()

    def count(replaced: Replaced) -> None:
        nonlocal done
        done += replaced

    compiled = time.process_time()
    spread = spread_here(config, coding_hash(config), Event())
    compiled = time.process_time() - compiled
    began = time.process_time()
    recode(
        store=timed,
        spread=spread,
        coding_hash=coding_hash(config),
        clock=lambda: BEGAN,
        stop=Event(),
        on_slice=count,
    )
    took = time.process_time() - began
    spent = timed.spent
    spent["code"] = took - spent["read"] - spent["write"]
    parts = ", ".join(
        f"{part} {spent[part] * 1000 / done.articles:.3f}"
        for part in ("read", "code", "write")
    )
    print(
        f"\n{what}: {done.articles:,} articles, {done.articles / took:,.0f} a CPU"
        f" second ({took:.0f} s); ms an article: {parts}; rows before"
        f" {done.before.total():,}, added {done.added.total():,}, removed"
        f" {done.removed.total():,}; the matcher was compiled"
        f" in {compiled:.1f} s"
    )


def test_what_a_recode_costs(folder: Path) -> None:
    run(folder, configuration(folder), "everything, for the first time")
    run(folder, configuration(folder, extra=", Mole Marina"), "one more name")
    run(folder, configuration(folder, label="benevolent"), "another label")
    configuration(folder, label="benevolent")
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tracker", "recode"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        spent.append(time.perf_counter() - began)
        assert "nothing to do" in done.stdout
    print(f"nothing to do: {min(spent):.2f} s")
