"""Copies among the stored articles: each is compared once with those of its days.

Only first texts are compared, in one language, at most COPY_DAYS apart. What is known
of a text for that stands in `shingles`, so that the days around it are read and no
others; an article without a row there was never compared. Pairs and clusters depend
neither on the order in which articles arrive nor on who compares them, the crawler or
`tracker recode`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import UTC, date

from duckdb import DuckDBPyConnection

from tracker.core.copies import (
    COPY_DAYS,
    FEWEST_RUNS,
    MUCH,
    Clusters,
    First,
    Pair,
    compared,
    copied_from,
    is_near,
)
from tracker.db.appending import append
from tracker.db.first_texts import (
    Keys,
    Stored,
    Stretch,
    note_runs,
    read_firsts,
    read_sources,
    stretches,
)
from tracker.db.values import as_json

# What shares less than is noted stays here. Only days that stand there as constants
# keep far days from being read.
_SHARED = """
    with fresh as materialized (
        select article_id, day, language, len(hashes) as runs, unnest(hashes) as run
        from shingles
        where
            day between $first and $last
            and article_id in (select unnest($ids::varchar[]))
            and len(hashes) >= $fewest
    ),
    near as (
        select article_id, day, language, len(hashes) as runs, unnest(hashes) as run
        from shingles
        where day between $from_day and $to_day and len(hashes) >= $fewest
    )
    select fresh.article_id, near.article_id, count(*)
    from fresh
    inner join near on fresh.run = near.run and fresh.language = near.language
    where
        fresh.article_id <> near.article_id
        and abs(fresh.day - near.day) <= $days
    group by fresh.article_id, near.article_id, fresh.runs, near.runs
    having count(*) >= $much * least(fresh.runs, near.runs)
"""
# Texts of few runs are found by what is equal, if they were compared already.
_EQUAL = """
    select {column}, shingles.article_id
    from shingles
    inner join articles
        on shingles.day = articles.day and shingles.article_id = articles.article_id
    inner join versions
        on shingles.day = versions.day and shingles.article_id = versions.article_id
    where
        shingles.day between $from_day and $to_day
        and articles.day between $from_day and $to_day
        and versions.day between $from_day and $to_day
        and versions.version = 1
        and {column} in (select unnest($keys::{type}[]))
"""
_LEADERS = """
    select article_id, coalesce(published_at, first_seen_at)
    from articles
    where article_id in (select unnest($ids::varchar[]))
"""
_RENAME = """
    update articles set copy_cluster = renamed.newer
    from (
        select unnest(
            $rows::json::struct(older varchar, newer varchar)[], max_depth := 2
        )
    ) as renamed
    where articles.copy_cluster = renamed.older
"""
_CREDIT = """
    update articles set copied_from = credited.copied_from
    from (
        select unnest(
            $rows::json::struct(article_id varchar, day date, copied_from varchar)[],
            max_depth := 2
        )
    ) as credited
    where articles.day = credited.day and articles.article_id = credited.article_id
"""
# Of few articles at a time, so that the runs of no others are unpacked.
_COMMON = """
    with pairs as materialized (
        select article_a as one, article_b as other
        from copy_pairs
        where
            kind = 'shared_source'
            and article_a in (select unnest($ids::varchar[]))
        union all
        select article_b as one, article_a as other
        from copy_pairs
        where
            kind = 'shared_source'
            and article_b in (select unnest($ids::varchar[]))
    ),
    near as materialized (
        select article_id, hashes
        from shingles
        where
            day between $from_day and $to_day
            and article_id in (
                select one from pairs
                union
                select other from pairs
            )
    )
    select
        pairs.one,
        list_distinct(flatten(list(list_intersect(mine.hashes, theirs.hashes))))
    from pairs
    inner join near as mine on pairs.one = mine.article_id
    inner join near as theirs on pairs.other = theirs.article_id
    group by pairs.one
"""
PAIR_COLUMNS = tuple(each.name for each in fields(Pair))
COPIES = ("copy", "excerpt")


def compare(connection: DuckDBPyConnection, keys: Keys) -> dict[str, date]:
    """Compare those of the stored articles that never were with those that have been.

    Notes their runs and pairs, and brings clusters and credits of all that are
    concerned up to date. Returns the articles, these and earlier ones, that share a
    source with one more, and their days.
    """
    if not keys:
        return {}
    comparison = Comparison(connection, keys)
    comparison.run()
    return comparison.resourced


def shared_source_hashes(
    connection: DuckDBPyConnection, days: Keys
) -> dict[str, frozenset[int]]:
    """Give the runs of each article's first text that stand in a text it shares.

    That is with any article with which it shares a source (`shared_source`); articles
    that share none are left out.
    """
    found: dict[str, frozenset[int]] = {}
    for stretch in stretches(days):
        values = {"ids": list(stretch.keys), **stretch.around}
        rows = connection.execute(_COMMON, values).fetchall()
        found.update((article, frozenset(runs)) for article, runs in rows)
    return found


class Comparison:
    """Articles that were never compared, with all others; `run` takes its steps."""

    def __init__(self, connection: DuckDBPyConnection, keys: Keys) -> None:
        self._connection = connection
        self._sources = read_sources(connection)
        self._new: dict[str, Stored] = {}
        for stretch in stretches(keys):
            self._new |= note_runs(
                connection, stretch.keys, self._sources, **stretch.bounds
            )
        self._stored = dict(self._new)
        self._pairs: list[Pair] = []
        self._recalled: list[Pair] = []
        self._uncredited = frozenset(self._new)
        self.resourced: dict[str, date] = {}

    def recall(
        self, pairs: Sequence[Pair], keys: Keys, *, uncredited: Collection[str]
    ) -> None:
        """Let pairs that are known, of the articles in `keys`, count once more.

        Clusters are joined by them as well. `uncredited`: of these nothing is said any
        more of whom they copy.
        """
        for stretch in stretches(keys):
            wanted = stretch.keys.keys() - self._stored.keys()
            self._stored |= read_firsts(
                self._connection, wanted, self._sources, **stretch.bounds
            )
        self._recalled += pairs
        self._uncredited |= frozenset(uncredited)

    def run(self) -> None:
        """Find pairs, and bring clusters and credits up to date with them."""
        days = {name: each.first.day for name, each in self._new.items()}
        for stretch in stretches(days):
            self._pair(self._find(stretch))
        self._pairs.sort(key=lambda pair: (pair.article_a, pair.article_b))
        append(
            self._connection,
            "copy_pairs",
            PAIR_COLUMNS,
            list(map(astuple, self._pairs)),
        )
        self._cluster()
        self._credit()

    def _find(self, stretch: Stretch) -> dict[tuple[str, str], int]:
        """Look which articles may be pairs, and count the runs that they share."""
        around = stretch.around
        values = {
            "ids": list(stretch.keys),
            "fewest": FEWEST_RUNS,
            "much": MUCH,
            "days": COPY_DAYS.days,
            **stretch.bounds,
            **around,
        }
        rows = self._connection.execute(_SHARED, values).fetchall()
        shared = {(one, other): count for one, other, count in rows}
        for ends in self._equal(stretch):
            shared.setdefault(ends, 0)
        self._stored |= read_firsts(
            self._connection,
            {other for _, other in shared} - self._stored.keys(),
            self._sources,
            first=around["from_day"],
            last=around["to_day"],
        )
        return shared

    def _equal(self, stretch: Stretch) -> Iterator[tuple[str, str]]:
        """Yield articles whose body, headline or address is that of one of these."""
        firsts = [self._new[name].first for name in stretch.keys]
        wanted = (
            ("versions.body_hash", "varchar", [each.body_hash for each in firsts]),
            ("shingles.title_hash", "bigint", [each.title_hash for each in firsts]),
            ("articles.url", "varchar", [each.canonical for each in firsts]),
            ("articles.canonical_url", "varchar", [each.url for each in firsts]),
        )
        for column, kind, values in wanted:
            bearers = defaultdict(list)
            for each, value in zip(firsts, values, strict=True):
                if value is not None:
                    bearers[value].append(each.article_id)
            if not bearers:
                continue
            found = self._connection.execute(
                _EQUAL.format(column=column, type=kind),
                {"keys": list(bearers), **stretch.around},
            ).fetchall()
            for value, other in found:
                for one in bearers[value]:
                    if one != other:
                        yield one, other

    def _pair(self, shared: Mapping[tuple[str, str], int]) -> None:
        """Say of every two that may be a pair what they are to each other."""
        seen: set[frozenset[str]] = set()
        for ends, count in shared.items():
            one, other = (self._stored[name].first for name in ends)
            if frozenset(ends) in seen or not is_near(one, other):
                continue
            seen.add(frozenset(ends))
            pair = compared(one, other, count)
            if pair is None:
                continue
            self._pairs.append(pair)
            if pair.kind == "shared_source":
                self.resourced |= {each.article_id: each.day for each in (one, other)}

    def _cluster(self) -> None:
        """Make one cluster of all that copies connect, named by its earliest member."""
        known = (*self._recalled, *self._pairs)
        copies = [pair for pair in known if pair.kind == "copy"]
        names = {
            self._stored[name].cluster
            for pair in copies
            for name in (pair.article_a, pair.article_b)
        }
        if not names:
            return
        leaders = self._connection.execute(_LEADERS, {"ids": list(names)}).fetchall()
        clusters = Clusters({name: at.replace(tzinfo=UTC) for name, at in leaders})
        for pair in copies:
            clusters.join(
                self._stored[pair.article_a].cluster,
                self._stored[pair.article_b].cluster,
            )
        renamed = [
            {"older": older, "newer": newer}
            for older, newer in sorted(clusters.renamed().items())
        ]
        if renamed:
            self._connection.execute(_RENAME, {"rows": as_json(renamed)})

    def _credit(self) -> None:
        """Say of every article that has a new partner, or is new, whom it copies."""
        partners: dict[str, list[First]] = {name: [] for name in self._uncredited}
        for pair in (*self._recalled, *self._pairs):
            if pair.kind in COPIES:
                a, b = (self._stored[n].first for n in (pair.article_a, pair.article_b))
                partners.setdefault(a.article_id, []).append(b)
                partners.setdefault(b.article_id, []).append(a)
        changed = []
        for name, those in partners.items():
            stored = self._stored[name]
            source = copied_from(stored.first, those, before=stored.copied_from)
            if source != stored.copied_from:
                day = stored.first.day
                changed.append({"article_id": name, "day": day, "copied_from": source})
        if changed:
            self._connection.execute(_CREDIT, {"rows": as_json(changed)})
