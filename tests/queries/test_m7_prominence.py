"""Prominence: the worked-out numbers of the measures, as shipped, and what is long."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection

DAY = date(2026, 3, 3)


def prominence(db: Db, **params: object) -> dict[str, dict[str, Any]]:
    report = find("prominence", None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return {row["article_id"]: row for row in rows}


def case(
    articles: Sequence[dict[str, Any]],
    versions: Sequence[dict[str, Any]],
    paragraphs: dict[str, Sequence[int]],
    earlier: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Articles of the incident, and what their outlets have published before."""
    return {
        "articles": [
            *articles,
            *(
                {key: value for key, value in one.items() if key != "words"}
                for one in earlier
            ),
        ],
        "versions": [
            *({"version": 1} | one for one in versions),
            *(
                {"article_id": one["article_id"], "version": 1, "words": one["words"]}
                for one in earlier
            ),
        ],
        "incident_articles": [{"article_id": one["article_id"]} for one in articles],
        "annotations": [
            {"article_id": one, "actor": "shembulli", "paragraph": paragraph}
            | {"start_char": 100 * paragraph, "field": "body" if paragraph else "title"}
            for one, named in paragraphs.items()
            for paragraph in named
        ],
    }


def before(days: int, words: int, **other: object) -> dict[str, Any]:
    """An article of so many days before the one that is looked at."""
    return {
        "article_id": f"{days}-{words}-{'-'.join(map(str, other.values()))}",
        "published_at": f"{DAY - timedelta(days=days)} 09:00",
        "words": words,
    } | other


P1_AND_P2 = case(
    [
        {"article_id": "p1", "outlet": "A", "feed_position": 2},
        {"article_id": "p2", "outlet": "B"},
    ],
    [
        {"article_id": "p1", "paragraphs": 8, "words": 420, "has_media": True},
        {"article_id": "p2", "paragraphs": 6, "words": 180},
    ],
    {"p1": (0, 1, 2, 5), "p2": (4,)},
    [before(1, 300, outlet="A"), before(1, 300, outlet="B")],
)


def test_the_signs_are_those_worked_out_by_hand(floorless: Db, fill: Fill) -> None:
    fill(floorless, P1_AND_P2)
    columns = ("known", "in_title", "in_lead", "long", "has_media", "top_slot")
    found = prominence(floorless)
    p1, p2 = found["p1"], found["p2"]
    assert [p1[each] for each in columns] == ["5 of 5", True, True, True, True, True]
    assert [p2[each] for each in columns] == ["0 of 3", False, False, False, None, None]
    assert (p1["depth"], p1["spread"]) == (0.125, 0.375)
    assert (p2["depth"], p2["spread"]) == pytest.approx((0.6667, 0.1667), abs=5e-5)
    assert p1["median_words"] == p2["median_words"] == 300


def test_under_twenty_earlier_articles_no_article_is_called_long_or_short(
    db: Db, fill: Fill
) -> None:
    fill(db, P1_AND_P2)
    found = prominence(db)
    assert (found["p1"]["known"], found["p2"]["known"]) == ("4 of 4", "0 of 2")
    for row in found.values():
        assert row["long"] is row["median_words"] is None
        assert row["earlier_articles"] == 1


def one_article(earlier: Sequence[dict[str, Any]], words: int = 300) -> dict[str, Any]:
    return case(
        [{"article_id": "p", "published_at": f"{DAY} 12:00"}],
        [{"article_id": "p", "words": words, "paragraphs": 3}],
        {"p": (1,)},
        earlier,
    )


@pytest.mark.parametrize(
    ("words", "long"), [(299, False), (300, False), (301, True), (400, True)]
)
def test_twenty_articles_of_the_outlet_say_what_is_long_there(
    db: Db, fill: Fill, words: int, *, long: bool
) -> None:
    usual = [*range(291, 300), 300, 301, *range(302, 311)]
    earlier = [before(1 + n % 90, each) for n, each in enumerate(usual)]
    fill(db, one_article(earlier, words))
    row = prominence(db)["p"]
    assert (row["earlier_articles"], row["median_words"]) == (20, 300.5)
    assert row["long"] is long


NOT_COUNTED = {
    "of the same day": before(0, 900),
    "of the day after": before(-1, 900),
    "of 91 days before": before(91, 900),
    "of another outlet": before(1, 900, outlet="b"),
    "a stub": before(1, 900, flags=["stub"]),
    "reserved": before(1, 900, flags=["reserved"]),
    "without a text": before(1, 0),
    "seen later": before(1, 900, first_seen_at="2026-03-09 09:00"),
}


@pytest.mark.parametrize("other", NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_only_whole_texts_of_the_outlet_in_the_ninety_days_before_are_compared(
    db: Db, fill: Fill, other: dict[str, Any]
) -> None:
    earlier = [before(1 + n % 90, 200 + n) for n in range(19)]
    fill(db, one_article([*earlier, before(90, 300), other]))
    row = prominence(db, as_of="2026-03-04 00:00")["p"]
    assert (row["earlier_articles"], row["median_words"]) == (20, 209.5)
    assert row["long"] is True


def test_an_edit_of_an_earlier_article_does_not_change_what_is_long(
    db: Db, fill: Fill
) -> None:
    earlier = [before(1 + n, 200) for n in range(20)]
    given = one_article(earlier)
    given["versions"] += [
        {"article_id": one["article_id"], "version": 2, "words": 900} for one in earlier
    ]
    fill(db, given)
    assert prominence(db, version="latest")["p"]["median_words"] == 200
