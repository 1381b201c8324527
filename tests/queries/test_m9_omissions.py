"""What outlets left out, and what cannot be said: by hand, through what ships."""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Rows = list[dict[str, Any]]


def rows_of(db: Db, name: str, **params: object) -> Rows:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


AS_OF = "2030-06-24 00:00"
WHOLE = ("2030-06-19 00:00", "2030-06-24 00:00")
HALF = ("2030-06-21 00:00", "2030-06-24 00:00")
SEEN = {"A": WHOLE, "B": WHOLE, "C": WHOLE, "D": HALF, "E": WHOLE, "F": WHOLE}
ARTICLES = [
    ("A", "a1", "20 08:00"),
    ("A", "a2", "21 20:00"),
    ("B", "b1", "20 09:00"),
    ("D", "d1", "20 09:00"),
    ("E", "e1", "21 20:00"),
    ("F", "g1", "21 20:00"),
]
CODES = [
    ("a1", "f1", "outlet"),
    ("a2", "f2", "attributed"),
    ("b1", "f1", "denied"),
    ("d1", "f1", "attributed"),
    ("g1", "f1", "background"),
]
CHECKED = {"layer": "fact", "language": "sq", "units": 200, "positives": 40}
CHECKED |= {"precision": 0.9, "recall": 0.8, "measured_at": "2030-06-23 00:00"}


def fill_states(db: Db, fill: Fill, *, checked: bool) -> None:
    fill(
        db,
        {
            "incidents": [{"from_day": "2030-06-20", "to_day": "2030-06-22"}],
            "feeds": [{"feed_url": each, "outlet": each} for each in SEEN],
            "polls": [
                {"feed_url": each, "outlet": each, "polled_at": end}
                | {"complete_from_at": start, "complete_to_at": end}
                for each, (start, end) in SEEN.items()
            ],
            "facts": [
                {"fact": "f1", "public_since_at": "2030-06-20 06:00"},
                {"fact": "f2", "public_since_at": "2030-06-20 06:00"},
                {"fact": "f3", "public_since_at": "2030-06-21 12:00"},
            ],
            "articles": [
                {"article_id": each, "outlet": outlet, "published_at": f"2030-06-{at}"}
                | {"flags": ["stub"] if outlet == "E" else []}
                for outlet, each, at in ARTICLES
            ],
            "annotations": [
                {"article_id": each, "layer": "fact", "code": fact, "voice": voice}
                for each, fact, voice in CODES
            ],
            "accuracy": [CHECKED] if checked else [],
        },
    )


@pytest.mark.parametrize(
    ("checked", "silent"), [(True, "omitted"), (False, "not found by the query")]
)
def test_the_states_of_a_fact_are_those_worked_out_by_hand(
    db: Db, fill: Fill, *, checked: bool, silent: str
) -> None:
    fill_states(db, fill, checked=checked)
    found: dict[str, list[str]] = {}
    for row in rows_of(db, "facts", as_of=AS_OF):
        found.setdefault(row["outlet"], []).append(row["state"])
    assert found == {
        "A": ["covered", "covered", silent],
        "B": ["covered", silent, "not yet public"],
        "C": ["no coverage"] * 3,
        "D": ["covered", "not observed", "not observed"],
        "E": ["not coded"] * 3,
        "F": ["background only", silent, silent],
    }


COUNTS = ("covered", "background_only", "left_out", "n", "omitted")
UNKNOWN = ("not_observed", "other_language", "no_coverage", "not_coded")
UNKNOWN += ("not_yet_public",)


@pytest.mark.parametrize("checked", [True, False])
def test_the_rates_of_omission_are_those_worked_out_by_hand(
    floorless: Db, fill: Fill, *, checked: bool
) -> None:
    fill_states(floorless, fill, checked=checked)
    found = rows_of(floorless, "omissions", as_of=AS_OF)
    assert [row["fact"] for row in found] == ["f1", "f2", "f3"]
    assert [tuple(row[name] for name in COUNTS) for row in found] == [
        (3, 1, 0, 4, 0),
        (1, 0, 2, 3, 2 * checked),
        (0, 0, 2, 2, 2 * checked),
    ]
    assert [tuple(row[name] for name in UNKNOWN) for row in found] == [
        (0, 0, 1, 1, 0),
        (1, 0, 1, 1, 0),
        (1, 0, 1, 1, 1),
    ]
    rates = [row["omission_rate"] for row in found]
    assert rates == pytest.approx([0, 0.6667, 1], abs=5e-5)
    assert [row["left_out_by"] for row in found] == [None, "B, F", "A, F"]
    silent = "omitted" if checked else "not found by the query"
    assert [row["wording"] for row in found] == [None, silent, silent]


def test_rates_of_few_outlets_are_withheld(db: Db, fill: Fill) -> None:
    fill_states(db, fill, checked=True)
    found = rows_of(db, "omissions", as_of=AS_OF)
    assert [row["support"] for row in found] == [
        f"not enough (n={n})" for n in (4, 3, 2)
    ]
    for row in found:
        assert row["omission_rate"] is None
        assert row["omission_rate_low"] is row["omission_rate_high"] is None


def test_an_absence_opens_to_the_visits_that_prove_it(db: Db, fill: Fill) -> None:
    fill_states(db, fill, checked=True)
    silent = {"omitted", "no coverage"}
    absent = [
        row for row in rows_of(db, "facts", as_of=AS_OF) if row["state"] in silent
    ]
    assert {row["outlet"] for row in absent} == {"A", "B", "C", "F"}
    for row in absent:
        visits = rows_of(
            db, "evidence", layer="poll", outlet=row["outlet"], as_of=AS_OF
        )
        assert [(each["outlet"], each["layer"]) for each in visits] == [
            (row["outlet"], "poll")
        ]
    omissions = rows_of(db, "omissions", as_of=AS_OF)
    named = {row["fact"]: row["left_out_by"] for row in omissions}
    for fact, outlets in named.items():
        listed = [each["outlet"] for each in absent if each["fact"] == fact]
        left_out = [outlet for outlet in listed if outlet != "C"]
        assert (outlets or "") == ", ".join(left_out)


def test_covered_counts_the_outlets_that_evidence_lists(db: Db, fill: Fill) -> None:
    fill_states(db, fill, checked=False)
    for row in rows_of(db, "omissions", as_of=AS_OF):
        listed = rows_of(db, "evidence", layer="fact", code=row["fact"], as_of=AS_OF)
        outlets = {each["outlet"] for each in listed if each["article_id"]}
        assert row["covered"] + row["background_only"] == len(outlets)


# What each of five portals and five televisions covers; the incident itself is fact "".
PORTALS, TELEVISIONS = "ABCDE", "VWXYZ"
COVERED = {
    "f1": "WXYZ",
    "f2": PORTALS + TELEVISIONS,
    "f3": "A" + TELEVISIONS,
}


def watched(outlets: Sequence[str]) -> dict[str, Any]:
    """Return visits that prove that nothing was overlooked."""
    return {
        "feeds": [{"feed_url": each, "outlet": each} for each in outlets],
        "polls": [
            {"feed_url": each, "outlet": each, "polled_at": "2026-03-22 00:00"}
            | {"complete_from_at": "2026-03-01 00:00"}
            | {"complete_to_at": "2026-03-22 00:00"}
            for each in outlets
        ],
    }


def fill_groups(db: Db, fill: Fill, portals: str = PORTALS) -> None:
    outlets = portals + TELEVISIONS
    fill(
        db,
        watched(outlets)
        | {
            "outlets": [
                {"outlet": each}
                | {"kind": "portal" if each in portals else "television"}
                for each in outlets
            ],
            "facts": [{"fact": fact} for fact in COVERED],
            "articles": [{"article_id": each, "outlet": each} for each in outlets],
            "annotations": [
                {"article_id": each, "layer": "fact", "code": fact}
                for fact, covering in COVERED.items()
                for each in covering
                if each in outlets
            ],
        },
    )


def test_a_blind_spot_is_rare_here_and_common_there(db: Db, fill: Fill) -> None:
    fill_groups(db, fill)
    found = rows_of(db, "blind_spots")
    counts = ("covered", "n", "other_covered", "other_n", "blind_spot")
    assert {row["fact"]: tuple(row[name] for name in counts) for row in found} == {
        None: (5, 5, 5, 5, False),
        "f1": (0, 5, 4, 5, True),
        "f2": (5, 5, 5, 5, False),
        "f3": (1, 5, 5, 5, False),
    }
    by_fact = {row["fact"]: row for row in found}
    # 10 of the 210 tables with these margins are as improbable; of four tests two have
    # this p, so q is p * 4 / 2.
    for fact in ("f1", "f3"):
        assert by_fact[fact]["p"] == pytest.approx(10 / 210)
        assert by_fact[fact]["q"] == pytest.approx(20 / 210)
    assert by_fact["f2"]["p"] == by_fact["f2"]["q"] == pytest.approx(1)
    # Newcombe, from the Wilson intervals of 0/5 (0, .4345) and 4/5 (.3755, .9638).
    one = by_fact["f1"]
    assert one["difference"] == pytest.approx(-0.8)
    expected = [-0.8 - 0.163786, -0.8 + (0.434482**2 + 0.424464**2) ** 0.5]
    assert [one["difference_low"], one["difference_high"]] == pytest.approx(
        expected, abs=1e-4
    )


@pytest.mark.parametrize(
    ("portals", "televisions", "blind_spot"),
    [(1, 5, True), (5, 1, True), (1, 4, False), (2, 5, False), (0, 10, True)],
)
def test_a_blind_spot_is_a_tenth_at_most_against_a_half_at_least(
    db: Db, fill: Fill, portals: int, televisions: int, *, blind_spot: bool
) -> None:
    covering = {"portal": portals, "television": televisions}
    outlets = [(f"{kind}{n}", kind, n) for kind in covering for n in range(10)]
    named = {
        kind: [one for one, each, _ in outlets if each == kind] for kind in covering
    }
    fill(
        db,
        watched([one for one, *_ in outlets])
        | {
            "outlets": [{"outlet": one, "kind": kind} for one, kind, _ in outlets],
            "facts": [{"fact": "f1"}],
            "articles": [{"article_id": one, "outlet": one} for one, *_ in outlets],
            "annotations": [
                {"article_id": one, "layer": "fact", "code": "f1"}
                for kind, count in covering.items()
                for one in named[kind][:count]
            ],
        },
    )
    [row] = [row for row in rows_of(db, "blind_spots") if row["fact"]]
    assert (row["covered"], row["other_covered"]) == (portals, televisions)
    assert row["blind_spot"] is blind_spot


def test_groups_of_four_outlets_are_not_compared(db: Db, fill: Fill) -> None:
    fill_groups(db, fill, portals="ABCD")
    for row in rows_of(db, "blind_spots"):
        assert row["support"] == "not enough (n=4)"
        assert (row["share"], row["other_n"]) == (None, 5)
        assert row["blind_spot"] is row["p"] is row["q"] is row["difference"] is None


# Per outlet: watched, articles as (language, text is complete), facts in each voice.
OUTLETS = st.dictionaries(
    st.sampled_from("ABCDEF"),
    st.tuples(
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(["sq", "en"]), st.booleans()), max_size=2),
        st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from(["outlet", "background"])),
            max_size=3,
        ),
    ),
    min_size=1,
)


@settings(max_examples=15, deadline=None)
@given(
    outlets=OUTLETS, checked=st.booleans(), language=st.sampled_from([None, "sq", "en"])
)
def test_every_outlet_is_in_one_state_and_all_reports_agree_on_it(
    migrated: Db,
    fill: Fill,
    outlets: dict[str, tuple[bool, list[Any], list[Any]]],
    language: str | None,
    *,
    checked: bool,
) -> None:
    seen = [each for each, (watched, _, _) in outlets.items() if watched]
    articles = [
        {"article_id": f"{each}{n}", "outlet": each, "language": tongue}
        | {"flags": [] if whole else ["stub"]}
        for each, (_, texts, _) in outlets.items()
        for n, (tongue, whole) in enumerate(texts)
    ]
    migrated.begin()
    try:
        fill(
            migrated,
            {
                "outlets": [{"outlet": each} for each in outlets],
                "feeds": [{"feed_url": each, "outlet": each} for each in seen],
                "polls": [
                    {"feed_url": each, "outlet": each, "polled_at": "2026-03-22"}
                    | {"complete_from_at": "2026-03-01", "complete_to_at": "2026-03-22"}
                    for each in seen
                ],
                "articles": articles,
                "facts": [
                    {"fact": "f1", "languages": ["sq"]},
                    {"fact": "f2", "public_since_at": "2026-03-04"},
                    {"fact": "f3"},
                ],
                "annotations": [
                    {"article_id": f"{each}0", "layer": "fact", "code": f"f{n}"}
                    | {"voice": voice, "start_char": place}
                    for each, (_, texts, facts) in outlets.items()
                    for place, (n, voice) in enumerate(facts if texts else [])
                ],
                "accuracy": [CHECKED] if checked else [],
            },
        )
        states = rows_of(migrated, "facts", language=language)
        omissions = rows_of(migrated, "omissions", language=language)
        macro = migrated.execute(
            "select is_covered, state = 'background only', is_left_out,"
            " state = 'no coverage', is_undecided"
            " from fact_states('durres_fair', null, null, null, $l, null, null)",
            {"l": language},
        ).fetchall()
    finally:
        migrated.rollback()
    assert len(states) == 3 * len(outlets)
    assert len(macro) == 4 * len(outlets)
    assert {sum(flags) for flags in macro} == {1}
    column_of = {"omitted": "omitted", "covered": "covered"}
    column_of |= {"background only": "background_only", "no coverage": "no_coverage"}
    column_of |= {"not observed": "not_observed", "not coded": "not_coded"}
    column_of |= {"not yet public": "not_yet_public"}
    column_of |= {"no article in this language": "other_language"}
    for row in omissions:
        of_fact = [each["state"] for each in states if each["fact"] == row["fact"]]
        for state, column in column_of.items():
            assert row[column] == of_fact.count(state), (state, row)
        found_by_none = of_fact.count("not found by the query")
        assert row["left_out"] == row["omitted"] + found_by_none
        assert row["n"] + sum(row[each] for each in UNKNOWN) == len(outlets)
