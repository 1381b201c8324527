"""Time the reports on a synthetic database.

    PYTHONPATH=. python tests/benchmarks/bench_reports.py --articles 1000000 --file F

Thirty annotations and three ledger rows per article, 80 outlets, three years; one
incident of 500 articles and one of 5,000, and forty more whose words are in the prior
of distinctive words. Articles of incidents have texts of 150 to 600 words, six
statements, four figures; one in ten was edited, one in ten shares its text with
another. Everything is made from row numbers, so the data are the same everywhere. A
file that is named and exists is used as it is, but for the newest macros. Each report
has a process of its own, with two threads and 2 GB for DuckDB: seconds of the first
run, the median of five, memory at its peak.
"""

# ruff: noqa: T201 - a benchmark prints
import argparse
import resource
import statistics
import subprocess
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
OTHERS = 40  # incidents

# $articles rows in the order of time, as a crawler inserts them; the articles of an
# incident lie in its twenty days.
MAKE = (
    "insert into settings values ('zone', 'Europe/Tirane')",
    """
    insert into outlets (outlet, name, kind, fetched)
    select
        printf('outlet-%02d', n),
        printf('Outlet %d', n),
        ['newspaper', 'portal', 'radio', 'tv'][1 + n % 4],
        true
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
    insert into incidents (incident, from_day, to_day)
    select
        printf('other-%02d', n) as incident,
        date '2023-01-10' + (n * 24)::integer as from_day,
        date '2023-01-10' + (n * 24 + 60)::integer as to_day
    from range($others) as numbers (n)
    """,
    "update incidents set actors = ['actor-0', 'actor-1']",
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
    insert into incident_articles by name
    select
        incident, article_id, 'report' as role, 'about' as reason, articles.day
    from incidents, articles
    where articles.day between from_day and to_day
    qualify
        row_number() over (partition by incident order by md5(article_id))
        <= case incident when 'small' then 500 else least(5000, $articles // 50) end
    """,
    # Words by Zipf's law, so that a few are frequent and most are rare.
    """
    create temp table texts as
    select
        article_id,
        day,
        first_seen_at,
        (150 + md5_number_lower(article_id) % 450)::integer as words,
        list_transform(
            range(words),
            lambda n: 'fjala' || floor(exp(
                ln(9000) * ((md5_number_lower(article_id || n) % 1000000) / 1000000)
            ))::integer || case n % 12 when 11 then '.' else '' end
        ) as listed
    from articles
    where article_id in (select article_id from incident_articles)
    """,
    """
    insert into versions by name
    select
        articles.article_id,
        1 as version,
        articles.day,
        true as latest,
        articles.first_seen_at as seen_at,
        articles.title,
        coalesce(
            array_to_string(texts.listed, ' '),
            repeat(articles.article_id || ' një fjali e gjatë dyzet shkronjash. ', 40)
        ) as body,
        coalesce(texts.words, 280) as words,
        8 as paragraphs
    from articles left join texts using (article_id)
    order by articles.first_seen_at, articles.article_id
    """,
    """
    insert into versions by name
    select
        article_id, 2 as version, day, true as latest,
        first_seen_at + interval 3 hour as seen_at,
        first_seen_at as previous_check_at,
        'Titulli i ri' as title,
        array_to_string(listed[20:], ' ') as body,
        words - 19 as words, 8 as paragraphs, 0.9 as kept, 0.0 as new,
        true as title_changed, false as declared
    from texts
    where md5_number_lower(article_id) % 10 = 3
    order by first_seen_at, article_id
    """,
    """
    update versions set latest = false
    from versions as newer
    where
        newer.version = 2
        and versions.version = 1
        and versions.article_id = newer.article_id
    """,
    """
    update articles set versions = 2
    where article_id in (select article_id from versions where version = 2)
    """,
    """
    insert into quotes by name
    select
        article_id, 1 as version, day, n + 1 as quote,
        left(md5(
            case when n = 0 then 'shared' || (words % 40) else article_id || n end
        ), 16) as utterance,
        'body' as field,
        (200 * n)::integer as start_char, (200 * n + 120)::integer as end_char,
        (n + 1)::integer as paragraph,
        ['police', 'actor-0', 'other', 'unnamed', 'government'][1 + (words + n) % 5]
            as speaker,
        case when (words + n) % 5 = 1 then 'associations' end as speaker_group,
        'tha' as verb,
        ['say', 'claim', 'confirm', 'anonymous'][1 + (words + n) % 4] as verb_class,
        14 as words, n < 3 as direct
    from texts, range(6) as numbers (n)
    order by first_seen_at, article_id, n
    """,
    """
    insert into figures by name
    select
        article_id, 1 as version, texts.day, incident,
        printf('fact-%02d', n) as fact, 'detained' as quantity,
        ['people', 'members'][1 + n % 2] as referent, 'body' as field,
        (60 * n + 5)::integer as start_char, (60 * n + 7)::integer as end_char,
        (10 + words % 5)::double as low, (10 + words % 5)::double as high,
        (10 + words % 5)::varchar as surface,
        (60 * n)::integer as sentence_start, (60 * n + 58)::integer as sentence_end,
        'outlet' as voice
    from texts inner join incident_articles using (article_id),
        range(4) as numbers (n)
    order by first_seen_at, article_id, n
    """,
    """
    insert into tokens by name
    select
        article_id, 1 as version, day, 'sq' as language, rtrim(term, '.') as term,
        count(*)::integer as n, 0 as n_shared, 'body' as field,
        0 as start_char, 12 as end_char, 0 as sentence_start, 60 as sentence_end
    from (select article_id, day, first_seen_at, unnest(listed) as term from texts)
    group by article_id, day, first_seen_at, rtrim(term, '.')
    order by first_seen_at, article_id, term
    """,
    """
    insert into copy_pairs by name
    select
        article_a, article_b, kind, 0.9 as a_in_b, 0.9 as b_in_a,
        'earlier' as direction, 'same words' as reason
    from (
        select
            article_id as article_a,
            lead(article_id) over (
                partition by incident order by article_id
            ) as article_b,
            ['copy', 'excerpt', 'shared_source'][
                1 + (md5_number_lower(article_id) % 3)::integer
            ] as kind
        from incident_articles
    )
    where md5_number_lower(article_a) % 10 = 7 and article_b is not null
    """,
    "drop table texts",
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
        case when n between 12 and 21 then 17 + 60 * (n - 12) end as mention_start,
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
    "distinctive_words": {"language": "sq"},
}


def make(path: Path, articles: int) -> None:
    """Write a database with this many articles."""
    with opened(path, read_only=False, wait=time.sleep) as connection:
        migrate(connection)
        given = {"articles": articles, "outlets": OUTLETS, "days": DAYS}
        given["others"] = OTHERS
        for text in MAKE:
            (statement,) = connection.extract_statements(text)
            named = {name: given[name] for name in statement.named_parameters}
            connection.execute(statement, named)


def measure(path: Path) -> None:
    """Print what is in the file, then time and memory of every report."""
    with duckdb.connect(path, read_only=True, config=LOCKED_DOWN) as connection:
        for table in ("articles", "annotations", "pages", "polls", "tokens"):
            (count,) = connection.table(table).count("*").fetchall()[0]
            print(f"{count:>12,} {table}")
    for incident, size in INCIDENTS.items():
        print(f"\nincident of {size:,}:  first  median      MB     rows")
        for report in reports(None):
            asked = ("--file", path, "--one", report.name, "--incident", incident)
            subprocess.run([sys.executable, __file__, *asked], check=False)


def measure_one(path: Path, name: str, incident: str) -> None:
    """Print seconds, memory and rows of one report, as reader of the file."""
    report = next(each for each in reports(None) if each.name == name)
    takes = {param.name for param in report.params}
    given = {"incident": incident} if "incident" in takes else {}
    values = bind(report, given | KEYS.get(name, {}))
    with duckdb.connect(path, read_only=True, config=LOCKED_DOWN) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set memory_limit = '2GB'")
        connection.execute("set threads = 2")
        took = []
        for _ in range(1 + RUNS):
            started = time.perf_counter()
            result = run(report, connection, values)
            took.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    middle = statistics.median(took[1:])
    print(f"{name:<18}{took[0]:>8.3f}{middle:>8.3f}{peak:>8.0f}{len(result.rows):>9,}")


def main() -> None:
    """Make the database where it is not there yet, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--one", help="only this report, in this process")
    parser.add_argument("--incident", default="large")
    asked = parser.parse_args()
    if asked.one:
        measure_one(asked.file, asked.one, asked.incident)
        return
    print(f"DuckDB {duckdb.__version__}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "bench.duckdb"
        if not path.exists():
            make(path, asked.articles)
        with opened(path, read_only=False, wait=time.sleep) as connection:
            migrate(connection)
        measure(path)


if __name__ == "__main__":
    main()
