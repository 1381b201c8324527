"""Published and worked-out numbers, through the macros and reports as they ship."""

import re
from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection


def rows_of(db: Db, name: str, **params: object) -> list[dict[str, Any]]:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values)
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def one(db: Db, sql: str, **values: object) -> tuple[Any, ...]:
    row = db.execute(sql, values).fetchone()
    assert row is not None
    return row


# Newcombe 1998, Stat. Med. 17:857-872; the last two by hand.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (1, 5, 0.0362, 0.6245),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_published_interval(
    db: Db, k: int, n: int, low: float, high: float
) -> None:
    found = one(db, "select wilson_lo($k, $n), wilson_hi($k, $n)", k=k, n=n)
    assert found == pytest.approx((low, high), abs=5e-5)
    shares = one(db, "select share_low($k, $n), share_high($k, $n)", k=k, n=n)
    assert shares == found


def test_nothing_of_nothing_has_no_interval(db: Db) -> None:
    assert one(db, "select wilson_lo(0, 0), wilson_hi(0, 0)") == (None, None)
    assert one(db, "select share_of(0, 0, floor := 0)") == (None,)


# Newcombe 1998, Stat. Med. 17:873-890, method 10.
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((56, 70, 48, 80), (0.2, 0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.6, 0.1705, 0.8090)),
    ],
)
def test_a_difference_of_two_shares_has_the_published_interval(
    db: Db, counts: tuple[int, int, int, int], expected: tuple[float, float, float]
) -> None:
    k1, n1, k2, n2 = counts
    sql = "select share_of($k, $n), wilson_lo($k, $n), wilson_hi($k, $n)"
    p1, l1, u1 = one(db, sql, k=k1, n=n1)
    p2, l2, u2 = one(db, sql, k=k2, n=n2)
    low = p1 - p2 - ((p1 - l1) ** 2 + (u2 - p2) ** 2) ** 0.5
    high = p1 - p2 + ((u1 - p1) ** 2 + (p2 - l2) ** 2) ** 0.5
    assert (p1 - p2, low, high) == pytest.approx(expected, abs=5e-5)


@given(
    st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(
    migrated: Db, counts: tuple[int, int]
) -> None:
    k, n = counts
    low, high = one(migrated, "select wilson_lo($k, $n), wilson_hi($k, $n)", k=k, n=n)
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1


def test_a_share_below_the_floor_is_withheld_and_says_so(db: Db) -> None:
    sql = "select share_of(1, $n), share_low(1, $n), share_high(1, $n), support_of($n)"
    assert one(db, sql, n=4) == (None, None, None, "not enough (n=4)")
    assert one(db, sql, n=5)[0] == pytest.approx(0.2)
    assert one(db, sql, n=5)[3] == "enough"
    assert one(db, "select support_of(null)") == ("not enough (n=not known)",)
    assert one(db, "select share_of(1, 4, floor := 1), support_of(4, floor := 1)") == (
        0.25,
        "enough",
    )


def test_what_is_no_part_of_its_whole_has_no_share(db: Db) -> None:
    sql = "select share_of(7, 6), share_low(7, 6), share_high(7, 6)"
    assert one(db, sql) == (None, None, None)


def test_days_begin_in_the_zone_of_the_settings_through_summer_time(
    db: Db, fill: Fill
) -> None:
    fill(db, {})
    sql = "select day_start($day::date)::varchar"
    assert one(db, sql, day="2026-03-29") == ("2026-03-28 23:00:00",)
    assert one(db, sql, day="2026-03-30") == ("2026-03-29 22:00:00",)
    sql = "select local_day($time::timestamp)::varchar"
    assert one(db, sql, time="2026-03-29 21:59:59") == ("2026-03-29",)
    assert one(db, sql, time="2026-03-29 22:00:00") == ("2026-03-30",)
    sql = "select local_words($time::timestamp)"
    assert one(db, sql, time="2026-03-03 08:00") == ("3 March 09:00",)


def test_without_a_zone_days_are_those_of_utc(db: Db) -> None:
    sql = "select day_start(date '2026-03-03')::varchar"
    assert one(db, sql) == ("2026-03-03 00:00:00",)


def test_a_filter_with_day_start_reads_only_its_days(db: Db, fill: Fill) -> None:
    fill(db, {})
    db.execute("""
        create table many as
        select timestamp '2020-01-01' + n * interval 1 minute as seen_at
        from range(1000000) as numbers (n)
    """)
    plan = one(
        db,
        """
        explain (analyze, format json)
        select count(*) from many where seen_at < day_start(date '2020-01-03')
        """,
    )[1]
    scanned = [int(n) for n in re.findall(r'"row_groups_scanned": (\d+)', plan)]
    if not scanned:
        pytest.skip("this DuckDB does not say how many row groups it read")
    assert max(scanned) == 1


def m3() -> dict[str, Any]:
    uses = [3, 2, 1, 2, 2, 1, 1, 4, 1, 1, 2, 1, 1]
    named = ["a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "b4", "b5"]
    mentions = dict(zip([*named, "c1", "c2", "c3"], uses, strict=True))
    labels = [
        ("a1", 0, "militant", "outlet"),
        ("a1", 1, "militant", "outlet"),
        ("a2", 0, "militant", "attributed"),
        ("a3", 0, "opposition", "outlet"),
        ("a5", 0, "opposition", "outlet"),
        ("a5", 1, "militant", "quoted"),
        ("b3", 0, "militant", "attributed"),
        ("b3", 0, "exile", "outlet"),
        ("c1", 0, "militant", "outlet"),
    ]
    return {
        "articles": [
            {"article_id": each, "outlet": each[0].upper()}
            for each in [*mentions, "a6"]
        ],
        "codebook": [
            {"layer": "label", "actor": "delta", "code": code}
            for code in ("exile", "militant", "opposition")
        ],
        "annotations": [
            {"article_id": each, "actor": "delta", "start_char": n}
            for each, uses in mentions.items()
            for n in range(uses)
        ]
        + [
            {"article_id": each, "layer": "label", "actor": "delta", "code": code}
            | {"start_char": n, "mention_start": n, "voice": voice}
            for each, n, code, voice in labels
        ],
    }


def test_the_label_matrix_gives_the_shares_worked_out_by_hand(
    db: Db, fill: Fill
) -> None:
    fill(db, m3())
    found = {
        (row["outlet"], row["label"]): row
        for row in rows_of(db, "labels", incident="durres_fair", actor="delta")
    }
    expected = {
        ("A", "exile"): (5, 0, 0.0, 0.0, 0.4345, 0, 0, 0),
        ("A", "militant"): (5, 1, 0.2, 0.0362, 0.6245, 3, 2, 4),
        ("A", "opposition"): (5, 2, 0.4, 0.1176, 0.7693, 2, 2, 2),
        ("B", "exile"): (5, 1, 0.2, 0.0362, 0.6245, 1, 1, 1),
        ("B", "militant"): (5, 0, 0.0, 0.0, 0.4345, 1, 0, 1),
        ("B", "opposition"): (5, 0, 0.0, 0.0, 0.4345, 0, 0, 0),
        ("C", "exile"): (3, 0, None, None, None, 0, 0, 0),
        ("C", "militant"): (3, 1, None, None, None, 1, 1, 1),
        ("C", "opposition"): (3, 0, None, None, None, 0, 0, 0),
    }
    columns = ("articles", "labelled", "share", "share_low", "share_high")
    columns += ("in_any_voice", "own_uses", "uses")
    assert found.keys() == expected.keys()
    for key, row in found.items():
        values = tuple(row[column] for column in columns)
        assert values == tuple(
            pytest.approx(each, abs=1e-4) if isinstance(each, float) else each
            for each in expected[key]
        )
    assert found["C", "militant"]["support"] == "not enough (n=3)"
    own = found["A", "militant"]
    assert own["own_share"] is None
    assert one(
        db,
        "select share_of($k, $n, floor := 1)",
        k=own["labelled"],
        n=own["in_any_voice"],
    ) == pytest.approx((1 / 3,))


def test_volume_gives_the_shares_worked_out_by_hand(db: Db, fill: Fill) -> None:
    articles = [
        ("a1", "A", 300, "06-20 06:00"),
        ("b1", "B", 150, "06-20 07:30"),
        ("b2", "B", 600, "06-20 10:00"),
        ("c1", "C", 200, "06-21 06:00"),
    ]
    seen = {"A": 40, "B": 200}
    listed = [row for row in articles if row[1] in seen]
    rest = {
        outlet: number - sum(row[1] == outlet for row in listed)
        for outlet, number in seen.items()
    }
    fill(
        db,
        {
            "incidents": [{"from_day": "2030-06-20", "to_day": "2030-06-22"}],
            "articles": [
                {"article_id": each, "outlet": outlet, "published_at": f"2030-{at}"}
                for each, outlet, _, at in articles
            ],
            "versions": [
                {"article_id": each, "version": 1, "words": words}
                for each, _, words, _ in articles
            ],
            "pages": [
                {"url": each, "outlet": outlet, "first_seen_at": f"2030-{at}"}
                | {"outcome": "matched", "article_id": each}
                for each, outlet, _, at in listed
            ]
            + [
                {"url": f"{outlet}{n}", "outlet": outlet}
                | {"first_seen_at": "2030-06-21 00:00"}
                for outlet, number in rest.items()
                for n in range(number)
            ],
        },
    )
    for copies in ("all", "once"):
        found = rows_of(db, "volume", incident="durres_fair", copies=copies)
        assert [
            (row["outlet"], row["found_in_feeds"], row["items_seen"]) for row in found
        ] == [("A", 1, 40), ("B", 2, 200), ("C", 0, None)]
        shares = [
            (row["attention"], row["attention_low"], row["attention_high"])
            for row in found
        ]
        assert shares[0] == pytest.approx((0.025, 0.0044, 0.1288), abs=1e-4)
        assert shares[1] == pytest.approx((0.01, 0.0027, 0.0357), abs=1e-4)
        assert shares[2] == (None, None, None)
        assert found[2]["support"] == "not enough (items seen unknown)"
        contributions = [
            one(
                db,
                "select share_of($k, $n, floor := 1)",
                k=row["contributed"],
                n=row["contributed_by_all"],
            )[0]
            for row in found
        ]
        assert contributions == [0.25, 0.5, 0.25]
        assert {row["contribution"] for row in found} == {None}
        assert [row["words"] for row in found] == [300, 750, 200]


def test_the_fact_matrix_gives_the_modes_and_coverage_worked_out_by_hand(
    db: Db, fill: Fill
) -> None:
    codes = [
        ("a1", "f1", "outlet"),
        ("a1", "f2", "attributed"),
        ("a2", "f2", "outlet"),
        ("a2", "f4", "background"),
        ("b1", "f1", "denied"),
        ("b2", "f3", "attributed"),
        ("c1", "f2", "attributed"),
        ("c1", "f4", "outlet"),
    ]
    fill(
        db,
        {
            "articles": [
                {"article_id": each, "outlet": each[0].upper()}
                for each in ("a1", "a2", "b1", "b2", "c1")
            ],
            "facts": [{"fact": fact} for fact in ("f1", "f2", "f3", "f4")],
            "annotations": [
                {"article_id": each, "layer": "fact", "code": fact, "voice": voice}
                for each, fact, voice in codes
            ],
        },
    )
    found = rows_of(db, "facts", incident="durres_fair")
    modes = {(row["outlet"], row["fact"]): row["modes"] for row in found}
    assert modes["A", "f1"] == "outlet"
    assert modes["A", "f2"] == "attributed, outlet"
    assert modes["A", "f3"] is None
    assert modes["A", "f4"] == "background"
    states = {(row["outlet"], row["fact"]): row["state"] for row in found}
    assert states["A", "f4"] == "background only"
    coverage = {
        row["outlet"]: one(
            db,
            "select share_of($k, $n, floor := 1)",
            k=row["facts_covered"],
            n=row["facts"],
        )[0]
        for row in found
    }
    assert coverage == {"A": 0.5, "B": 0.5, "C": 0.5}
    assert {row["support"] for row in found} == {"not enough (n=4)"}


def test_the_states_of_a_fact_are_those_worked_out_by_hand(db: Db, fill: Fill) -> None:
    whole = ("2030-06-19 00:00", "2030-06-24 00:00")
    half = ("2030-06-21 00:00", "2030-06-24 00:00")
    seen = {"A": whole, "B": whole, "C": whole, "D": half, "E": whole, "F": whole}
    articles = [
        ("A", "a1", "20 08:00"),
        ("A", "a2", "21 20:00"),
        ("B", "b1", "20 09:00"),
        ("D", "d1", "20 09:00"),
        ("E", "e1", "21 20:00"),
        ("F", "g1", "21 20:00"),
    ]
    codes = [
        ("a1", "f1", "outlet"),
        ("a2", "f2", "attributed"),
        ("b1", "f1", "denied"),
        ("d1", "f1", "attributed"),
        ("g1", "f1", "background"),
    ]
    fill(
        db,
        {
            "incidents": [{"from_day": "2030-06-20", "to_day": "2030-06-22"}],
            "feeds": [{"feed_url": each, "outlet": each} for each in seen],
            "polls": [
                {"feed_url": each, "outlet": each, "polled_at": end}
                | {"complete_from_at": start, "complete_to_at": end}
                for each, (start, end) in seen.items()
            ],
            "facts": [
                {"fact": "f1", "public_since_at": "2030-06-20 06:00"},
                {"fact": "f2", "public_since_at": "2030-06-20 06:00"},
                {"fact": "f3", "public_since_at": "2030-06-21 12:00"},
            ],
            "articles": [
                {"article_id": each, "outlet": outlet, "published_at": f"2030-06-{at}"}
                | {"flags": ["stub"] if outlet == "E" else []}
                for outlet, each, at in articles
            ],
            "annotations": [
                {"article_id": each, "layer": "fact", "code": fact, "voice": voice}
                for each, fact, voice in codes
            ],
        },
    )
    # A query's silence is called an omission only with a record of its accuracy.
    silent = "not found by the query"
    found: dict[str, list[str]] = {}
    as_of = "2030-06-24 00:00"
    for row in rows_of(db, "facts", incident="durres_fair", as_of=as_of):
        found.setdefault(row["outlet"], []).append(row["state"])
    assert found == {
        "A": ["covered", "covered", silent],
        "B": ["covered", silent, "not yet public"],
        "C": ["no coverage"] * 3,
        "D": ["covered", "not observed", "not observed"],
        "E": ["not coded"] * 3,
        "F": ["background only", silent, silent],
    }


@pytest.mark.parametrize("view", ["texts_first", "texts_latest"])
def test_a_view_of_texts_has_one_row_per_article(db: Db, fill: Fill, view: str) -> None:
    _two_versions(db, fill)
    found = db.table(view).select("article_id, version, title, body").fetchall()
    number = 1 if view == "texts_first" else 2
    assert found == [("a1", number, f"Titulli {number}", "Një fjali.")]


@pytest.mark.parametrize("view", ["annotations_first", "annotations_latest"])
def test_a_view_of_annotations_has_the_hits_of_the_machine_in_one_version(
    db: Db, fill: Fill, view: str
) -> None:
    _two_versions(db, fill)
    found = db.table(view).select("version, actor, outlet, language").fetchall()
    assert found == [(1 if view == "annotations_first" else 2, "delta", "a", "sq")]


def _two_versions(db: Db, fill: Fill) -> None:
    where = {"article_id": "a1", "actor": "delta"}
    fill(
        db,
        {
            "articles": [{"article_id": "a1", "versions": 2}],
            "versions": [
                {"article_id": "a1", "version": n, "title": f"Titulli {n}"}
                for n in (1, 2)
            ],
            "annotations": [
                where | {"version": version} | other
                for version in (1, 2)
                for other in ({}, {"coder": "ab"}, {"kind": "candidate"})
            ],
        },
    )


def test_observations_are_the_macro_without_limits(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "incidents": [{}, {"incident": "other", "from_day": "2026-03-10"}],
            "feeds": [{"feed_url": "f", "outlet": "a"}],
            "polls": [
                {"feed_url": "f", "outlet": "a", "polled_at": "2026-03-21 00:00"}
                | {"complete_from_at": "2026-03-09 00:00"}
                | {"complete_to_at": "2026-03-21 00:00"}
            ],
        },
    )
    found = db.sql("select outlet, incident, observed from observations order by all")
    assert found.fetchall() == [
        ("a", "durres_fair", "partly_observed"),
        ("a", "other", "observed"),
    ]


def test_the_earliest_copy_stands_for_its_cluster(db: Db, fill: Fill) -> None:
    fill(
        db,
        {
            "articles": [
                {"article_id": "a2", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 09:00"},
                {"article_id": "a1", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 10:00"},
                {"article_id": "b1", "outlet": "b", "copy_cluster": "b1"}
                | {"published_at": "2026-03-03 11:00"},
            ]
        },
    )
    found = db.sql("""
        select article_id, copy_in_outlet, copy_overall
        from corpus('durres_fair', null, null, null, null) order by all
    """)
    assert found.fetchall() == [("a1", 2, 3), ("a2", 1, 2), ("b1", 1, 1)]


def test_every_macro_and_view_of_ours_is_explained(db: Db) -> None:
    macros = db.sql(
        "select function_name, comment from duckdb_functions() "
        "where not internal and function_type like '%macro'"
    )
    views = db.sql("select view_name, comment from duckdb_views() where not internal")
    named = dict(macros.fetchall()) | dict(views.fetchall())
    assert {"corpus", "observed", "share_of", "observations"} <= named.keys()
    assert {name for name, comment in named.items() if not comment} == set()
