"""One write window on a full database, against the same with primary keys.

    pytest tests/benchmarks/bench_store.py -m benchmark -s

A window is what one visit costs: open, one transaction (20 articles, 600 annotations,
60 pages), CHECKPOINT, close. Its table of results goes into docs/benchmarks.md.
"""

# ruff: noqa: T201 - a benchmark prints

import shutil
import statistics
import time
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.db.builders import (
    NOW,
    make_annotation,
    make_config,
    make_draft,
    make_page,
    make_store,
    make_visit,
)
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import Coded, Visit

ARTICLES = 100_000
ANNOTATIONS = 30  # an article
PAGES = 1_000_000
WINDOWS = 11

FILL = f"""
insert into articles by name
select
    printf('%016x', i) as article_id, 'lajme-shembull' as outlet,
    'https://lajme.example/' || i as url, 'Titulli ' || i as title, 'sq' as language,
    timestamp '2025-01-01' + to_minutes(i * 6) as published_at,
    published_at as first_seen_at, published_at::date as day, 1 as versions,
    article_id as copy_cluster
from range({ARTICLES}) as numbers (i);

insert into versions by name
select
    article_id, 1 as version, day, true as latest, first_seen_at as seen_at, title,
    array_to_string(
        list_transform(range(12), lambda n: sha256(article_id || n)), ' fjale '
    ) as body,
    300 as words, 6 as paragraphs, false as title_changed, false as declared,
    sha256(article_id) as text_hash, sha256('b' || article_id) as body_hash,
    'c0' as config_hash
from articles order by day, article_id;

insert into annotations by name
select
    article_id, 1 as version, day, 'machine' as coder, 'hit' as kind, 'actor' as layer,
    'shembulli' as actor, 'shembulli' as code, 'body' as field,
    (n * 20)::integer as start_char, (n * 20 + 4)::integer as end_char,
    'SHSH' as surface, 1 as paragraph, 0 as sentence_start, 100 as sentence_end,
    'outlet' as voice
from articles cross join range({ANNOTATIONS}) as numbers (n)
order by day, article_id, n;

insert into pages by name
select
    'https://lajme.example/lajme/' || i as url,
    hash(i)::hugeint - 9223372036854775808 as url_hash, 'lajme-shembull' as outlet,
    'feed' as found_via, timestamp '2025-01-01' + to_seconds(i * 30) as first_seen_at,
    first_seen_at as checked_at, 'Titulli ' || i as title, 'unmatched' as outcome,
    hash(i + 1)::hugeint - 9223372036854775808 as entry_hash, 1 as attempts
from range({PAGES}) as numbers (i);
checkpoint
"""  # noqa: S608 - constants of this module
KEYS = """
alter table articles add primary key (article_id);
alter table versions add primary key (article_id, version);
alter table annotations add primary key (
    article_id, version, coder, layer, code, field, start_char, end_char
);
alter table pages add primary key (url);
checkpoint
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = make_store(tmp_path_factory.mktemp("plain"))
    store.sync(make_config(), now=NOW, program="bench")
    with duckdb.connect(store.path) as connection:
        connection.execute(FILL)
    return store


@pytest.fixture(scope="module")
def keyed(plain: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("keyed")
    path = folder / "coverage.duckdb"
    shutil.copyfile(plain.path, path)
    with duckdb.connect(path) as connection:
        connection.execute(KEYS)
    outbox = Outbox(folder / "outbox")
    outbox.start()
    return Store(path, outbox=outbox, wait=time.sleep)


def one_visit(number: int) -> Visit:
    pages = []
    for each in range(60):
        url = f"https://lajme.example/{number}/{each}"
        article = None
        if each < 20:
            annotations = tuple(
                make_annotation(start_char=20 * n, end_char=20 * n + 4)
                for n in range(ANNOTATIONS)
            )
            coded = Coded(annotations=annotations, assignments=(), keep_reason="x")
            article = make_draft(url, body=f"{url} fjalë " * 100, coded=coded)
        outcome = "matched" if article else "unmatched"
        pages.append(make_page(url, outcome=outcome, article=article))
    at = NOW + timedelta(minutes=15 * number)
    return make_visit(*pages, visit_id=f"v{number}", at=at)


def written_bytes() -> int:
    """Bytes that this process has written to disk; 0 where the system does not say."""
    try:
        told = Path("/proc/self/io").read_text()
    except OSError:
        return 0
    return int(dict(line.split(": ") for line in told.splitlines())["write_bytes"])


def measure(store: Store) -> tuple[float, float]:
    """Median seconds and megabytes of a window."""
    seconds, megabytes = [], []
    for number in range(WINDOWS):
        store.outbox.write(one_visit(number))
        started, before = time.perf_counter(), written_bytes()
        applied = store.apply(now=NOW)
        seconds.append(time.perf_counter() - started)
        megabytes.append((written_bytes() - before) / 1e6)
        assert (applied.articles, applied.waiting) == (20, 0)
    return statistics.median(seconds), statistics.median(megabytes)


@pytest.mark.benchmark
def test_a_write_window_is_short_and_far_shorter_than_with_keys(
    plain: Store, keyed: Store, capsys: pytest.CaptureFixture[str]
):
    quick, little = measure(plain)
    slow, much = measure(keyed)
    with capsys.disabled():
        print(f"\nDuckDB {duckdb.__version__}, {ARTICLES:,} articles,")
        print(f"{ARTICLES * ANNOTATIONS:,} annotations, {PAGES:,} pages:")
        print(f"  without keys  {quick:.3f} s, {little:6.1f} MB")
        print(f"  primary keys  {slow:.3f} s, {much:6.1f} MB")
        print(
            f"  ratio         {slow / quick:.0f}, {much / (little or 1):.0f} in bytes"
        )
    assert slow > 5 * quick


@pytest.mark.benchmark
def test_what_is_due_is_read_in_a_moment(
    plain: Store, capsys: pytest.CaptureFixture[str]
):
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        due = plain.due(now=NOW, outlets=None, force=False)
        seconds.append(time.perf_counter() - started)
    assert due.known.hashes.size >= PAGES
    with capsys.disabled():
        print(f"\n  due, with the whole ledger: {statistics.median(seconds):.3f} s")
