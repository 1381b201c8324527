"""Who speaks (measures.md, M10): worked-out numbers, and intervals in plain Python."""

import hashlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from tracker.db.queries import bind, find, run
from tracker.errors import ReportError

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Said = tuple[str, str, str, str, int]  # outlet, article, speaker, verb class, words

DRAWS = 2000
WEIGHED = ("say", "affirm", "confirm", "claim")


def rows_of(db: Db, name: str, **params: object) -> list[dict[str, Any]]:
    report = find(name, None)
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


# ------------------------------------------------------------ the fixture by hand

# article, paragraph, speaker, verb class, words
M10 = [
    ("a1", 2, "police", "say", 20),
    ("a1", 3, "organisation", "claim", 10),
    ("a1", 5, "police", "confirm", 15),
    ("a2", 1, "organisation", "claim", 12),
    ("a2", 4, "court", "say", 8),
    ("a3", 2, "unnamed", "anonymous", 10),
]


def m10() -> dict[str, Any]:
    return {
        "incidents": [{"actors": []}],
        "articles": [
            {"article_id": each, "outlet": "A"} for each in ("a1", "a2", "a3")
        ],
        "quotes": [
            {"article_id": each, "quote": n, "paragraph": paragraph, "start_char": 0}
            | {"speaker": speaker, "verb_class": verb_class, "words": words}
            for n, (each, paragraph, speaker, verb_class, words) in enumerate(M10, 1)
        ],
    }


def test_the_speakers_have_the_shares_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m10())
    columns = ("words", "source_share", "speaking", "claims", "verbs", "first_in")
    found = {
        row["speaker"]: tuple(row[column] for column in columns)
        for row in rows_of(floorless, "voices")
    }
    assert found == {
        "police": (35, pytest.approx(0.4667, abs=5e-5), 1, 0, 2, 1),
        "organisation": (22, pytest.approx(0.2933, abs=5e-5), 2, 2, 2, 1),
        "(unnamed)": (10, pytest.approx(0.1333, abs=5e-5), 1, 0, 0, 1),
        "court": (8, pytest.approx(0.1067, abs=5e-5), 1, 0, 1, 0),
    }


def test_the_distance_is_that_worked_out_by_hand(floorless: Db, fill: Fill) -> None:
    fill(floorless, m10())
    found = {row["speaker"]: row["distance"] for row in rows_of(floorless, "voices")}
    assert found == {"police": 0, "organisation": 1, "court": 0, "(unnamed)": None}


def test_anonymous_statements_and_articles_with_both_sides_are_those_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    fill(floorless, m10())
    [row] = rows_of(floorless, "sourcing", one="police", other="organisation")
    assert (row["anonymous"], row["statements"]) == (1, 6)
    assert row["anonymous_share"] == pytest.approx(0.1667, abs=5e-5)
    assert (row["two_sided"], row["articles"]) == (1, 3)
    assert row["share"] == pytest.approx(1 / 3)
    assert (row["first_one"], row["first_other"]) == (1, 1)
    assert (row["distance_one"], row["distance_other"], row["difference"]) == (0, 1, -1)


def test_all_of_it_is_withheld_under_the_real_floors(db: Db, fill: Fill) -> None:
    fill(db, m10())
    for row in rows_of(db, "voices", test=True):
        assert row["share"] is row["source_share"] is row["distance"] is None
        assert row["support"] == "not enough (n=3)"
        assert row["source_support"] == "not enough (n=75, 3 articles)"
        assert row["distance_support"] == f"not enough (n={row['verbs']})"
    [row] = rows_of(db, "sourcing", one="police", other="organisation", test=True)
    assert row["anonymous_share"] is row["share"] is row["difference"] is None
    assert row["anonymous_support"] == "not enough (n=6)"
    assert row["support"] == "not enough (n=3)"
    assert row["difference_support"] == "not enough (n=2)"


# ------------------------------------------------------------ the bootstrap


def spoken(outlet: str, articles: int) -> list[Said]:
    """Statements that differ by article, so that it matters which are drawn."""
    said = []
    for n in range(articles):
        one = f"{outlet}{n:02}"
        said.append((outlet, one, "police", WEIGHED[n % 4], 5 + 3 * n % 11))
        said.append((outlet, one, "organisation", WEIGHED[n % 3 + 1], 4 + n % 5))
        if n % 4 == 1:
            said.append((outlet, one, "court", "say", 40))
        if n % 3 == 0:
            said.append((outlet, one, "unnamed", "anonymous", 9))
    return said


def given(said: Sequence[Said]) -> dict[str, Any]:
    articles = sorted({(one, outlet) for outlet, one, *_ in said})
    return {
        "incidents": [{"actors": []}],
        "articles": [{"article_id": one, "outlet": outlet} for one, outlet in articles],
        "quotes": [
            {"article_id": one, "quote": n, "start_char": n, "speaker": speaker}
            | {"verb_class": verb_class, "words": words}
            for n, (_, one, speaker, verb_class, words) in enumerate(said, 1)
        ],
    }


def number_at(seed: str, draw: int, place: int) -> int:
    digest = hashlib.md5(f"{seed}|{draw}|{place}".encode(), usedforsecurity=False)
    return int.from_bytes(digest.digest()[8:], "little")


def drawn(said: Sequence[Said], outlet: str, seed: str) -> list[list[Said]]:
    """Draw the articles of an outlet anew, each with all that is said in it."""
    articles = sorted({one for each, one, *_ in said if each == outlet})
    of_article = {one: [each for each in said if each[1] == one] for one in articles}
    n = len(articles)
    return [
        [
            each
            for place in range(n)
            for each in of_article[articles[number_at(seed, draw, place) % n]]
        ]
        for draw in range(DRAWS)
    ]


def interval(estimates: Sequence[Fraction | None]) -> tuple[float, float]:
    known = sorted(each for each in estimates if each is not None)

    def quantile(share: Fraction) -> float:
        at = share * (len(known) - 1)
        below = at.numerator // at.denominator
        above = min(below + 1, len(known) - 1)
        return float(known[below] + (at - below) * (known[above] - known[below]))

    return quantile(Fraction(25, 1000)), quantile(Fraction(975, 1000))


def ratio(k: int, n: int) -> Fraction | None:
    return Fraction(k, n) if n else None


def source_share(said: Sequence[Said], speaker: str) -> Fraction | None:
    return ratio(
        sum(each[4] for each in said if each[2] == speaker),
        sum(each[4] for each in said),
    )


def distance(said: Sequence[Said], speaker: str) -> Fraction | None:
    verbs = [each[3] for each in said if each[2] == speaker and each[3] in WEIGHED]
    return ratio(verbs.count("claim"), len(verbs))


def difference(said: Sequence[Said], one: str, other: str) -> Fraction | None:
    first, second = distance(said, one), distance(said, other)
    return None if first is None or second is None else first - second


def anonymous(said: Sequence[Said]) -> Fraction | None:
    return ratio(sum(each[3] == "anonymous" for each in said), len(said))


SAID = spoken("a", 13) + spoken("b", 10) + spoken("c", 9)


def test_the_intervals_of_voices_are_those_of_plain_python(db: Db, fill: Fill) -> None:
    fill(db, given(SAID))
    rows = {
        (row["outlet"], row["speaker"]): row for row in rows_of(db, "voices", test=True)
    }
    for outlet in "ab":
        draws = drawn(SAID, outlet, "voices")
        for speaker in ("police", "organisation", "court"):
            row = rows[outlet, speaker]
            expected = interval([source_share(each, speaker) for each in draws])
            found = (row["source_share_low"], row["source_share_high"])
            assert found == pytest.approx(expected)
            assert found[0] < row["source_share"] < found[1]
        for speaker in ("police", "organisation"):
            row = rows[outlet, speaker]
            expected = interval([distance(each, speaker) for each in draws])
            assert (row["distance_low"], row["distance_high"]) == pytest.approx(
                expected
            )


def test_the_intervals_of_sourcing_are_those_of_plain_python(
    db: Db, fill: Fill
) -> None:
    fill(db, given(SAID))
    asked = {"one": "police", "other": "organisation"}
    rows = {row["outlet"]: row for row in rows_of(db, "sourcing", test=True, **asked)}
    for outlet in "ab":
        draws, row = drawn(SAID, outlet, "sourcing"), rows[outlet]
        expected = interval([anonymous(each) for each in draws])
        found = (row["anonymous_share_low"], row["anonymous_share_high"])
        assert found == pytest.approx(expected)
        expected = interval(
            [difference(each, "police", "organisation") for each in draws]
        )
        found = (row["difference_low"], row["difference_high"])
        assert found == pytest.approx(expected)
        assert found[0] < row["difference"] < found[1]
        for side in ("one", "other"):
            expected = interval([distance(each, asked[side]) for each in draws])
            found = (row[f"distance_{side}_low"], row[f"distance_{side}_high"])
            assert found == pytest.approx(expected)


def test_nine_articles_have_a_share_and_no_interval(db: Db, fill: Fill) -> None:
    fill(db, given(SAID))
    for row in rows_of(db, "voices", test=True, outlet="c"):
        assert row["source_share"] > 0
        assert row["source_share_low"] is row["source_share_high"] is None
        assert row["distance_low"] is row["distance_high"] is None
    for row in rows_of(db, "sourcing", test=True, outlet="c"):
        assert row["anonymous_share"] > 0
        assert row["anonymous_share_low"] is row["difference_low"] is None


def test_who_speaks_in_few_of_many_articles_has_no_interval_of_distance(
    db: Db, fill: Fill
) -> None:
    few = [(*each[:2], "court", "claim", 4) for each in SAID if each[1] <= "a07"]
    fill(db, given(SAID + few))
    asked = {"outlet": "a", "test": True}
    [court] = [r for r in rows_of(db, "voices", **asked) if r["speaker"] == "court"]
    assert court["distance"] is not None
    assert court["source_share_low"] is not None
    assert court["distance_low"] is court["distance_high"] is None
    [row] = rows_of(db, "sourcing", one="police", other="court", **asked)
    assert row["difference"] is not None
    assert row["distance_one_low"] is not None
    assert row["distance_other_low"] is row["distance_other_high"] is None
    assert row["difference_low"] is row["difference_high"] is None


@pytest.mark.parametrize("name", ["voices", "sourcing"])
def test_without_a_test_there_are_the_same_rows_and_no_intervals(
    db: Db, fill: Fill, name: str
) -> None:
    fill(db, given(SAID))
    ends = ("source_share", "anonymous_share", "distance", "difference")
    ends += ("distance_one", "distance_other")
    drawn_only = {f"{each}_{end}" for each in ends for end in ("low", "high")}
    plain, tested = rows_of(db, name), rows_of(db, name, test=True)
    assert plain == [
        {key: None if key in drawn_only else value for key, value in row.items()}
        for row in tested
    ]
    assert plain != tested


def test_a_speaker_that_nobody_knows_is_refused_with_the_one_that_is_meant(
    db: Db, fill: Fill
) -> None:
    fill(db, m10() | {"actors": [{"actor": "delta", "groups": ["tenants"]}]})
    sourcing = find("sourcing", None)
    asked = {"incident": "durres_fair", "one": "tenants", "other": "court"}
    assert run(sourcing, db, bind(sourcing, asked)).rows == ()  # it never speaks here
    with pytest.raises(ReportError, match="one=organization: not in the database"):
        run(sourcing, db, bind(sourcing, asked | {"one": "organization"}))
