"""Time the reports on a synthetic database.

    PYTHONPATH=. python tests/benchmarks/bench_reports.py [--articles 100000] [--file F]

Thirty annotations and three ledger rows per article, 80 outlets, three years; one
incident of 500 articles and one of 5,000. Everything is made from row numbers, so the
data are the same everywhere. A file that is named and exists is used as it is.
"""

# ruff: noqa: T201 - a benchmark prints
import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tracker.db.connection import LOCKED_DOWN, opened
from tracker.db.migrate import migrate
from tracker.db.queries import bind, reports, run

OUTLETS = 80
DAYS = 1095
RUNS = 5
INCIDENTS = {"small": 500, "large": 5000}

# $articles rows in the order of time, as a crawler inserts them; the articles of an
# incident lie in its twenty days.
MAKE = (
    "insert into settings values ('zone', 'Europe/Tirane')",
    """
    insert into outlets (outlet, name, fetched)
    select printf('outlet-%02d', n), printf('Outlet %d', n), true
    from range($outlets) as numbers (n)
    """,
    """
    insert into feeds (feed_url, outlet, kind, state, failures, configured)
    select 'https://' || outlet || '.example/feed', outlet, 'feed', 'active', 0, true
    from outlets
    """,
    "insert into actors (actor) values ('actor-0'), ('actor-1')",
    """
    insert into incidents (incident, from_day, to_day)
    values ('small', date '2024-03-01', date '2024-03-20'),
        ('large', date '2024-09-01', date '2024-10-30')
    """,
    """
    insert into codebook (layer, incident, actor, code, language, term)
    select 'label', null, 'actor-' || a, 'family-' || n, 'sq', 'x'
    from range(2) as actors (a), range(6) as numbers (n)
    union all
    select 'event_noun', incident, null, 'class-' || n, 'sq', 'x'
    from incidents, range(6) as numbers (n)
    """,
    """
    insert into facts (incident, fact, statement, languages)
    select incident, printf('fact-%02d', n), 'A statement.', ['sq']
    from incidents, range(12) as numbers (n)
    """,
    """
    insert into articles by name
    select
        printf('%016x', n) as article_id,
        printf('outlet-%02d', (n * 7919) % $outlets) as outlet,
        'https://example.example/' || n as url,
        'Titulli ' || n as title,
        'sq' as language,
        moment as published_at,
        moment as published_from_at,
        moment as published_to_at,
        moment + interval 10 minute as first_seen_at,
        (moment + interval 1 hour)::date as day,
        1 as versions,
        printf('%016x', n - n % 10 // 9) as copy_cluster
    from (
        select
            n,
            timestamp '2023-01-01'
            + to_seconds((n * ($days * 86400.0 / $articles))::bigint) as moment
        from range($articles) as numbers (n)
    )
    order by n
    """,
    """
    insert into versions by name
    select
        article_id,
        1 as version,
        day,
        true as latest,
        first_seen_at as seen_at,
        title,
        repeat(article_id || ' një fjali e gjatë rreth dyzet shkronjash. ', 40) as body,
        280 as words
    from articles order by first_seen_at, article_id
    """,
    """
    insert into incident_articles by name
    select
        incident, article_id, 'report' as role, 'about' as reason, articles.day
    from incidents, articles
    where articles.day between from_day and to_day
    qualify
        row_number() over (partition by incident order by md5(article_id))
        <= case incident when 'small' then 500 else 5000 end
    """,
    """
    insert into annotations by name
    select
        article_id,
        1 as version,
        day,
        'machine' as coder,
        'hit' as kind,
        case when n < 12 then 'actor' when n < 22 then 'label'
            when n < 27 then 'event_noun' else 'fact' end as layer,
        case when n >= 22 then 'small' end as incident,
        case when n < 22 then 'actor-' || n % 2 end as actor,
        case when n < 12 then 'actor-' || n % 2
            when n < 22 then 'family-' || n % 6
            when n < 27 then 'class-' || n % 6
            else printf('fact-%02d', (n + luck) % 12) end as code,
        'body' as field,
        17 + 60 * n as start_char,
        20 + 60 * n as end_char,
        'një' as surface,
        n % 8 as paragraph,
        60 * n as sentence_start,
        60 * n + 58 as sentence_end,
        ['outlet', 'attributed', 'quoted'][1 + (n + luck) % 3] as voice
    from (
        select *, (md5_number_lower(article_id) % 12)::integer as luck from articles
    ), range(30) as numbers (n)
    order by first_seen_at, article_id, n
    """,
    """
    update annotations set incident = 'large'
    where incident is not null and day between date '2024-09-01' and date '2024-10-30'
    """,
    """
    insert into pages by name
    select
        'https://example.example/' || n as url,
        n as url_hash,
        printf('outlet-%02d', (n * 7919) % $outlets) as outlet,
        'feed' as found_via,
        'https://' || printf('outlet-%02d', (n * 7919) % $outlets) || '.example/feed'
            as feed_url,
        moment as first_seen_at,
        moment as checked_at,
        case when n % 3 = 0 then 'matched' when n % 97 = 1 then 'blocked'
            else 'unmatched' end as outcome,
        case when n % 3 = 0 then printf('%016x', n // 3) end as article_id
    from (
        select
            n,
            timestamp '2023-01-01 00:10'
            + to_seconds((n * ($days * 86400.0 / ($articles * 3)))::bigint) as moment
        from range($articles * 3) as numbers (n)
    )
    order by n
    """,
    # Six visits a day of each feed; one in fifty leaves a gap.
    """
    insert into polls by name
    select
        feed_url,
        moment as polled_at,
        outlet,
        case when n % 50 = 7 then 'failed' else 'read' end as outcome,
        20 as entries,
        3 as new_entries,
        case when n % 50 <> 7 then moment - interval 4 hour end as complete_from_at,
        case when n % 50 <> 7 then moment end as complete_to_at,
        case when n % 50 = 7 then 'timed out' else '' end as detail
    from (
        select
            feed_url, outlet, n,
            timestamp '2023-01-01' + n * interval 4 hour as moment
        from feeds, range($days * 6) as numbers (n)
    )
    order by polled_at, feed_url
    """,
)
KEYS = {
    "evidence": {"layer": "label", "voice": "outlet"},
}


def make(path: Path, articles: int) -> None:
    """Write a database with this many articles."""
    with opened(path, read_only=False, wait=time.sleep) as connection:
        migrate(connection)
        given = {"articles": articles, "outlets": OUTLETS, "days": DAYS}
        for text in MAKE:
            (statement,) = connection.extract_statements(text)
            named = {name: given[name] for name in statement.named_parameters}
            connection.execute(statement, named)


def measure(path: Path) -> None:
    """Print the median time and rows of every report, as reader of the file."""
    with duckdb.connect(path, read_only=True, config=LOCKED_DOWN) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set memory_limit = '2GB'")
        connection.execute("set threads = 2")
        for table in ("articles", "annotations", "pages", "polls"):
            (count,) = connection.table(table).count("*").fetchall()[0]
            print(f"{count:>12,} {table}")
        for incident, size in INCIDENTS.items():
            print(f"\nincident of {size:,} articles: seconds, rows")
            for report in reports(None):
                takes = {param.name for param in report.params}
                given = {"incident": incident} if "incident" in takes else {}
                values = bind(report, given | KEYS.get(report.name, {}))
                took = []
                for _ in range(RUNS):
                    started = time.perf_counter()
                    result = run(report, connection, values)
                    took.append(time.perf_counter() - started)
                middle = statistics.median(took)
                print(f"{report.name:<16}{middle:>8.3f}{len(result.rows):>9,}")


def main() -> None:
    """Make the database where it is not there yet, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    print(f"DuckDB {duckdb.__version__}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "bench.duckdb"
        if not path.exists():
            make(path, asked.articles)
        measure(path)


if __name__ == "__main__":
    main()
