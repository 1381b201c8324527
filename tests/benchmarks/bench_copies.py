"""New articles compared with the days around them, against comparing everything.

    pytest tests/benchmarks/bench_copies.py -m benchmark -s

Prints what one new article costs among 1,000 and 20,000 of its days, and how often as
long it takes to compare all texts of the file with each other. Its lines go into
docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

import statistics
import time
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    make_config,
    make_draft,
    make_page,
    make_store,
    make_visit,
)
from tracker.db.copies import compare
from tracker.db.store import Store

NEW = 20
ROUNDS = 7
RUNS = 300
# Articles of the days around, and of a year before them, which must cost nothing.
SIZES = {
    "1,000": (1_000, 0),
    "20,000": (20_000, 0),
    "20,000 of 200,000": (20_000, 180_000),
}

FILL = """
    insert into shingles by name
    select
        printf('%016x', i) as article_id,
        case
            when i < $near then date '2026-03-02' + (i % 14 - 7)::integer
            else date '2025-12-01' - (i % 365)::integer
        end as day,
        'sq' as language,
        list_sort(
            list_transform(
                range($runs), lambda n: (hash(i * 1000 + n) % 4294967296)::uinteger
            )
        ) as hashes
    from range($near + $far) as numbers (i)
    order by day
"""
# What the window does without a window.
EVERYTHING = """
    with runs as (select article_id, unnest(hashes) as run from shingles)
    select count(*)
    from (
        select one.article_id as a, other.article_id as b, count(*) as shared
        from runs as one
        inner join runs as other
            on one.run = other.run and one.article_id < other.article_id
        group by all
        having count(*) > 90
    )
"""


def filled(folder: Path, near: int, far: int) -> Store:
    store = make_store(folder)
    store.sync(make_config(), now=NOW, program="bench")
    with duckdb.connect(store.path) as connection:
        connection.execute(FILL, {"near": near, "far": far, "runs": RUNS})
        connection.execute("checkpoint")
    return store


def arrive(store: Store, number: int) -> float:
    """Seconds that comparing the new articles of one visit takes."""
    pages = []
    for each in range(NEW):
        url = f"https://lajme.example/{number}/{each}"
        body = " ".join(f"f{number}x{each}x{n}" for n in range(RUNS + 4))
        pages.append(make_page(url, article=make_draft(url, title=url, body=body)))
    visit = make_visit(*pages, visit_id=f"v{number}")
    store.outbox.write(visit)
    store.apply(now=NOW)
    days = {page.article.article_id: page.article.day for page in pages if page.article}
    with duckdb.connect(store.path) as connection:
        # Once more, alone.
        connection.execute(
            "delete from shingles where article_id in (select unnest($ids))",
            {"ids": list(days)},
        )
        started = time.perf_counter()
        connection.begin()
        compare(connection, days)
        connection.commit()
        return time.perf_counter() - started


@pytest.mark.benchmark
@pytest.mark.parametrize("size", SIZES)
def test_what_a_new_article_costs(tmp_path: Path, size: str) -> None:
    near, far = SIZES[size]
    store = filled(tmp_path, near, far)
    seconds = statistics.median(arrive(store, number) for number in range(ROUNDS))
    line = (
        f"{size}: {NEW} new articles {seconds:.3f} s, one {seconds / NEW * 1000:.1f} ms"
    )
    if not far:
        with duckdb.connect(store.path) as connection:
            started = time.perf_counter()
            connection.execute(EVERYTHING).fetchall()
            everything = time.perf_counter() - started
        line += f"; everything {everything:.2f} s, {everything / seconds:.0f} times"
    print(line)
    assert seconds < 1
