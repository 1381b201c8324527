"""Revisions (measures.md, M12): worked-out numbers, and as first stored and as now."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.versions import changes
from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection

RUNS = """
    with printed as materialized (select printed_words($text::varchar) as words)

    select runs_of(printed.words) from printed
"""


def rows_of(db: Db, name: str, **params: object) -> list[dict[str, Any]]:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def runs_of(db: Db, text: str) -> set[str]:
    row = db.execute(RUNS, {"text": text}).fetchone()
    assert row is not None
    assert len(row[0]) == len(set(row[0]))
    return set(row[0])


TEXTS = {
    "r1": [
        ("Raid on hall", "a b c d e f g h i j"),
        ("Raid on hall ", "a b c d e f g h i j k"),
        ("Check at hall", "a b c d e f g h x y z"),
    ],
    "r2": [("T", "a b c d e f")],
}


def m12() -> dict[str, Any]:
    versions = []
    for one, texts in TEXTS.items():
        for n, (title, body) in enumerate(texts):
            old = texts[max(n - 1, 0)]
            between = changes(*old, title, body)
            versions.append(
                {"article_id": one, "version": n + 1, "title": title, "body": body}
                | {"words": len(body.split()), "kept": between.kept, "new": between.new}
                | {"title_changed": between.title_changed}
                | {"declared": between.declared, "seen_at": f"2026-03-03 1{n}:00"}
            )
    return {
        "articles": [
            {"article_id": one, "versions": len(texts)} for one, texts in TEXTS.items()
        ],
        "versions": versions,
    }


def test_the_last_text_differs_from_the_first_as_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m12())
    second, third = rows_of(floorless, "revisions")
    assert {second["article_id"], third["article_id"]} == {"r1"}
    assert third["version"] == 3
    assert third["words_added_since_first"] == 1
    assert third["kept_of_first"] == pytest.approx(0.6667, abs=5e-5)
    assert third["new_since_first"] == pytest.approx(0.4286, abs=5e-5)
    assert (third["title_before"], third["title_after"]) == (
        "Raid on hall ",
        "Check at hall",
    )


def test_a_blank_behind_a_title_is_no_change_of_it(floorless: Db, fill: Fill) -> None:
    fill(floorless, m12())
    second, _ = rows_of(floorless, "revisions")
    assert second["title_before"] is second["title_after"] is None
    assert second["touches"] == "text"
    assert (second["words_added"], second["kept"]) == (1, 1)
    assert second["new"] == pytest.approx(1 / 7)


def test_a_text_that_stays_is_kept_whole(db: Db, fill: Fill) -> None:
    [(title, body)] = TEXTS["r2"]
    same = {"article_id": "r2", "title": title, "body": body, "words": 6}
    fill(
        db,
        {
            "articles": [{"article_id": "r2", "versions": 2}],
            "versions": [
                same | {"version": 1},
                same | {"version": 2, "title_changed": False},
            ],
        },
    )
    [row] = rows_of(db, "revisions")
    assert (row["words_added_since_first"], row["kept_of_first"]) == (0, 1)
    assert (row["new_since_first"], row["title_after"]) == (0, None)
    assert row["touches"] == ""


def test_a_text_without_words_has_no_shares(db: Db, fill: Fill) -> None:
    versions = [
        {"article_id": "a1", "version": n + 1, "body": body}
        for n, body in enumerate(["", "a b", " \n"])
    ]
    articles = [{"article_id": "a1", "versions": 3}]
    fill(db, {"articles": articles, "versions": versions})
    second, third = rows_of(db, "revisions")
    assert (second["kept_of_first"], second["new_since_first"]) == (None, 1)
    assert (third["kept_of_first"], third["new_since_first"]) == (None, None)


BODIES = st.lists(
    st.sampled_from(["një", "Dy", "TRE", "katër.", "5", "—", "\n", "\xa0"]), max_size=14
).map(" ".join)


@given(BODIES, BODIES)
def test_texts_are_cut_into_the_runs_by_which_the_program_compares_them(
    migrated: Db, old: str, new: str
) -> None:
    expected = changes("", old, "", new)
    before, after = runs_of(migrated, old), runs_of(migrated, new)
    shared = len(before & after)
    kept = shared / len(before) if before else None
    added = 1 - shared / len(after) if after else None
    assert (kept, added) == pytest.approx((expected.kept, expected.new))


# ------------------------------------------------------------ as first stored, as now

EDITED = {
    "articles": [{"article_id": "a1", "versions": 2}],
    "versions": [
        {"article_id": "a1", "version": 1},
        {"article_id": "a1", "version": 2, "body": "Një tjetër."},
    ],
    "codebook": [{"layer": "label", "actor": "shembulli", "code": "affirming"}],
    "facts": [{"fact": "f1"}],
    "annotations": [
        {"article_id": "a1", "actor": "shembulli"},
        {"article_id": "a1", "actor": "shembulli", "version": 2},
        {"article_id": "a1", "layer": "label", "actor": "shembulli"}
        | {"code": "affirming", "version": 2},
        {"article_id": "a1", "layer": "fact", "code": "f1", "voice": "attributed"},
        {"article_id": "a1", "layer": "fact", "code": "f1", "version": 2},
    ],
    "quotes": [
        {"article_id": "a1", "speaker": "police"},
        {"article_id": "a1", "speaker": "shembulli", "version": 2},
    ],
}


@pytest.mark.parametrize(
    ("name", "column", "first", "latest"),
    [
        ("labels", "labelled", [0], [1]),
        ("facts", "modes", ["attributed"], ["outlet"]),
        ("voices", "speaking", [1, 0], [1]),
    ],
)
def test_an_edited_article_reads_otherwise_as_first_stored_and_as_now(
    db: Db, fill: Fill, name: str, column: str, first: list[Any], latest: list[Any]
) -> None:
    fill(db, EDITED)
    assert [row[column] for row in rows_of(db, name)] == first
    assert [row[column] for row in rows_of(db, name, version="first")] == first
    assert [row[column] for row in rows_of(db, name, version="latest")] == latest


def test_the_revision_says_what_makes_the_difference(db: Db, fill: Fill) -> None:
    fill(db, EDITED)
    [row] = rows_of(db, "revisions")
    assert row["touches"] == "fact, label, source, text"
    assert row["labels_new"] == "shembulli affirming (outlet)"
    assert row["modes_changed"] == "f1: attributed -> outlet"
    assert (row["speakers_gone"], row["speakers_new"]) == ("police", "shembulli")
