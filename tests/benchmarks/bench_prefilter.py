"""What looking at the bytes of a page costs, against extracting it.

    pytest tests/benchmarks/bench_prefilter.py -m benchmark -s

Each line is a ratio of processor times on the same real pages; see docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

import random
import re
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import mean, median

import pytest
import trafilatura

from tests.corpus.test_page_kinds import real_pages
from tracker.config import load
from tracker.core.prefilter import Prefilter
from tracker.model import Actor, Name
from tracker.web.decode import utf8
from tracker.web.pages import extract, glance
from tracker.web.workers import forget_pages

pytestmark = pytest.mark.benchmark

SIZES = (50, 5_000)
CONFIG = Path(__file__).parents[2] / "config.yaml"
# Of so many pages one is measured: all of them take minutes.
EVERY = 4


@cache
def pages_of(shared: Path) -> tuple[tuple[str, bytes], ...]:
    return tuple((url, body) for _, url, body in real_pages(shared))


def aliases(pages: Sequence[tuple[str, bytes]], count: int) -> list[str]:
    """Make names of the letters of real words, so that few of them occur."""
    rng = random.Random(1)  # noqa: S311 - the same every time
    words: set[bytes] = set()
    for _, body in pages[::5]:
        words.update(re.findall(rb"[a-z]{6,12}", body))
    made: dict[str, None] = {}
    for word in rng.sample(sorted(words), 2 * count):
        letters = list(word.decode())
        rng.shuffle(letters)
        made["".join(letters).capitalize()] = None
    return list(made)[:count]


def milliseconds(act: Callable[[], object], times: int = 1) -> float:
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return min(spent) * 1000


def test_the_bytes_of_a_page_against_its_extraction(shared: Path) -> None:
    pages = pages_of(shared)
    measured = pages[::EVERY]
    shipped = load(CONFIG)
    filters = {
        f"{size} names": Prefilter(
            [
                Actor(id=name, name=name, names={"sq": (Name(text=name),)})
                for name in aliases(pages, size)
            ],
            (),
        )
        for size in SIZES
    }
    filters["shipped"] = Prefilter(shipped.actors, shipped.incidents)
    spent: dict[str, list[float]] = {}
    passed = dict.fromkeys(filters, 0)

    def note(what: str, cost: float) -> None:
        spent.setdefault(what, []).append(cost)

    for url, body in measured:
        page = utf8(body, None)
        # Cold pages are looked at in a crawl, but warm ones can be measured.
        for names, prefilter in filters.items():
            look = lambda one=prefilter, page=page: one.may_contain(page)  # noqa: E731
            passed[names] += look()
            note(f"may_contain, {names}", milliseconds(look, 3))
        note("charset", milliseconds(lambda b=body: utf8(b, None), 3))
        read = lambda f, b=body, u=url: f(b, content_type=None, url=u)  # noqa: E731
        note("glance", milliseconds(lambda r=read: r(glance)))
        note("extract", milliseconds(lambda r=read: r(extract)))
        text = page.decode(errors="replace")
        note(
            "trafilatura",
            milliseconds(
                lambda t=text: trafilatura.bare_extraction(t, with_metadata=True)
            ),
        )
        forget_pages()
    print(f"\n{len(measured)} of {len(pages)} pages; passed: {passed}")
    for base in ("extract", "trafilatura"):
        for what, costs in spent.items():
            by_mean = mean(costs) / mean(spent[base])
            by_median = median(costs) / median(spent[base])
            print(
                f"{what}: {mean(costs):.3f} ms (median {median(costs):.3f}), of {base}"
                f" 1/{1 / by_mean:.0f} by mean, 1/{1 / by_median:.0f} by median"
            )
