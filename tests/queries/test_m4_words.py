"""The words of outlets (measures.md, M4 and S3), through the report and its macros."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import duckdb
import pytest

from tracker.db.queries import find

np = pytest.importorskip("numpy")

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Uses = Mapping[str, Iterable[Mapping[str, int]]]


def words_of(db: Db, **params: object) -> list[dict[str, Any]]:
    report = find("distinctive_words", None)
    given = {"incident": "durres_fair"} | params
    values = {param.name: given.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values)
    names = [name for name, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def write(db: Db, fill: Fill, by_outlet: Uses, elsewhere: Mapping[str, int]) -> None:
    """Fill in articles with their words; `elsewhere` is an article of no incident."""
    articles, counted = [], {}
    for outlet, texts in by_outlet.items():
        for number, uses in enumerate(texts):
            one = f"{outlet}{number:03}"
            articles.append({"article_id": one, "outlet": outlet})
            counted[one] = uses
    told = [{"article_id": each} for each in counted]
    if elsewhere:
        articles.append({"article_id": "zz", "outlet": "zz"})
        counted["zz"] = elsewhere
    fill(db, {"articles": articles, "incident_articles": told})
    rows = [(one, w, n) for one, uses in counted.items() for w, n in uses.items() if n]
    columns = zip(*rows, strict=True)
    made = {name: np.array(values) for name, values in zip("awn", columns, strict=True)}
    db.register("made", made)
    db.execute("""
        insert into tokens by name
        select
            a as article_id, 1 as version, date '2026-03-03' as day, 'sq' as language,
            w as term, n, 0 as n_shared
        from made
    """)
    db.unregister("made")


# ---------------------------------------------------------------- the measure

# github juliasilge/tidylo, reference page of bind_log_odds: group = vs, term = gear.
CARS = [(12, 15), (2, 12), (4, 5), (3, 15), (10, 12), (1, 5)]
TIDYLO = {
    "empirical": [1.1728347, -1.3767516, 0.4033125, -1.1354777, 1.5661168, -0.4362340],
    "one": [1.8912729, -1.9691060, 0.5549172, -1.7407107, 2.8421436, -0.6570674],
}
TIDYLO_ODDS = [0.6968169, -1.2527630, 0.3249262, -0.9673459, 1.1451323, -0.5268260]


@pytest.mark.parametrize("prior", TIDYLO)
def test_one_group_against_all_is_that_of_tidylo(db: Db, prior: str) -> None:
    found = db.execute(
        """
        with counts as (
            select * from (values
                (0, 3, 12), (0, 4, 2), (0, 5, 4), (1, 3, 3), (1, 4, 10), (1, 5, 1)
            ) as counts (grp, term, n)
        ),
        padded as (
            select
                grp, term,
                n + case $prior when 'one' then 1 else sum(n) over (partition by term)
                end as y
            from counts
        ),
        sums as (
            select
                *,
                sum(y) over (partition by term) as y_of_all,
                sum(y) over (partition by grp) as words,
                sum(y) over () as words_of_all
            from padded
        )
        select
            log_odds(y, words, 0, 0) - log_odds(y_of_all, words_of_all, 0, 0) as d,
            d / sqrt(log_odds_variance(y, y_of_all, 0))
        from sums order by grp, term
        """,
        {"prior": prior},
    ).fetchall()
    assert [z for _, z in found] == pytest.approx(TIDYLO[prior], abs=5e-8)
    if prior == "one":
        assert [odds for odds, _ in found] == pytest.approx(TIDYLO_ODDS, abs=5e-8)


FOX = "the quick brown fox jumps over the lazy pig"
DONKEY = "the lazy purple pig jumps over the lazier donkey"
VERY = f"the lazy purple pig jumps over the {'very ' * 1000}sleepy donkey"
# github Wigder/fightin_words, README.
FIGHTIN = [
    (DONKEY, {}, {"donkey lazier purple": -0.6894227886807968}),
    (DONKEY, {}, {"brown fox quick": 0.6894227886807968}),
    (DONKEY, {}, {"the": 0, "lazy": 0, "pig": 0, "jumps": 0, "over": 0}),
    (VERY, {}, {"very": -2.2144429606255946, "the": 4.954523357120953}),
    (
        VERY,
        {"very": 0.001},
        {"very": -0.4368846171934332, "the": 4.961066225017743},
    ),
]


@pytest.mark.parametrize(("there", "priors", "expected"), FIGHTIN)
def test_two_sides_are_those_of_fightin_words(
    db: Db, there: str, priors: dict[str, float], expected: dict[str, float]
) -> None:
    terms = sorted({*FOX.split(), *there.split()})
    alphas = {term: priors.get(term, 0.05) for term in terms}
    of_all = sum(alphas.values())
    for words, z in expected.items():
        for term in words.split():
            ones, others = FOX.split(), there.split()
            (found,) = one(
                db,
                """
                select
                    (log_odds($y, $n, $a, $of_all) - log_odds($u, $m, $a, $of_all))
                    / sqrt(log_odds_variance($y, $u, $a))
                """,
                y=ones.count(term),
                n=len(ones),
                u=others.count(term),
                m=len(others),
                a=alphas[term],
                of_all=of_all,
            )
            assert found == pytest.approx(z, abs=1e-12), term


def one(db: Db, sql: str, **values: object) -> tuple[Any, ...]:
    row = db.execute(sql, values).fetchone()
    assert row is not None
    return row


def test_the_prior_is_that_of_the_language_whichever_outlet_is_asked_for(
    floorless: Db, fill: Fill
) -> None:
    texts = {
        "i": [{"term": 5, "rest": 95}],
        "j": [{"term": 1, "rest": 99}],
        "k": [{"term": 40, "rest": 10}],
    }
    write(floorless, fill, texts, ELSEWHERE)
    # Words of later texts only, which the first texts of the language do not have.
    floorless.execute("update tokens set version = 2 where article_id <> 'zz'")
    floorless.execute("update versions set version = 2 where article_id <> 'zz'")
    asked = {"against": "j", "version": "latest"}
    alone = words_of(floorless, outlet="i", **asked)
    assert alone
    every = words_of(floorless, **asked)
    assert [row for row in every if row["outlet"] == "i"] == alone


def test_later_texts_are_no_part_of_the_prior(floorless: Db, fill: Fill) -> None:
    write(floorless, fill, SIX, ELSEWHERE)
    before = words_of(floorless)
    floorless.execute(
        "insert into tokens by name"
        " select * replace (2 as version, 900 as n) from tokens where term = 'term'"
    )
    assert words_of(floorless) == before


def test_a_word_is_compared_from_five_uses_in_three_articles_of_one_side(
    db: Db, fill: Fill
) -> None:
    # For each word, in how many articles of each outlet it stands once.
    standing = {
        "enough": (5, 0, 0),
        "both": (3, 2, 0),
        "rare": (4, 0, 9),
        "apart": (2, 2, 9),
        "spread": (2, 2, 2),
        "rest": (10, 10, 10),
        "more": (9, 8, 7),
    }
    texts = {
        outlet: [
            {word: int(n < counts[side]) for word, counts in standing.items()}
            for n in range(10)
        ]
        for side, outlet in enumerate("ijk")
    }
    # Used often enough, in two articles of a side.
    texts["i"][0] |= {"apart": 6}
    write(db, fill, texts, {})
    rows = words_of(db, outlet="i", against="j") + words_of(db, outlet="j", against="i")
    assert {row["words_compared"] for row in rows} == {4}
    assert {row["term"] for row in rows} == {"enough", "both", "rest", "more"}


def test_a_text_with_a_shared_source_stays_beside_the_other(
    floorless: Db, fill: Fill
) -> None:
    write(floorless, fill, SIX, {})
    floorless.execute(
        "insert into copy_pairs (article_a, article_b, kind, a_in_b, b_in_a)"
        " values ('i000', 'j000', 'shared_source', 0.3, 0.7)"
    )
    (row,) = words_of(floorless, outlet="i")
    assert (row["outlet_articles"], row["articles_of_others"]) == (3, 3)
    floorless.execute("update copy_pairs set kind = 'excerpt', b_in_a = 0.9")
    (row,) = words_of(floorless, outlet="i")
    assert (row["outlet_articles"], row["articles_of_others"]) == (3, 2)


# ---------------------------------------------------------------- the test


def test_drawn_relabellings_are_joined_by_the_one_observed(db: Db) -> None:
    found = one(db, "select permutation_p(0, 1999, false), permutation_p(2, 20, true)")
    assert found == (pytest.approx(1 / 2000), 0.1)


# Six articles of 100 words (S3-a). With 1,000 words elsewhere, a hundred words of the
# prior hold one of the term.
SIX = {
    "i": [{"term": n, "rest": 100 - n} for n in (5, 4, 6)],
    "j": [{"term": n, "rest": 100 - n} for n in (0, 1, 0)],
}
ELSEWHERE = {"rest": 1000}


def perm_p(
    counts: Any, side: Any, alpha: Any, prior: float, draws: int | None
) -> tuple[Any, Any]:
    """The test of S3 in numpy: differences, and p by all relabellings or by draws."""
    length = counts.sum(axis=1)
    if draws is None:
        chosen = itertools.combinations(range(len(side)), int(side.sum()))
        ways = np.array([[n in c for n in range(len(side))] for c in chosen], float)
    else:
        generator = np.random.default_rng(1)
        ways = generator.permuted(np.tile(side.astype(float), (draws, 1)), axis=1)

    def delta(sides: Any) -> Any:
        y, n = sides @ counts, (sides @ length)[:, None]
        u, m = counts.sum(axis=0) - y, length.sum() - n
        return np.log((y + alpha) / (n + prior - y - alpha)) - np.log(
            (u + alpha) / (m + prior - u - alpha)
        )

    observed = delta(side[None, :].astype(float))[0]
    hits = (np.abs(delta(ways)) >= np.abs(observed) - 1e-12).sum(axis=0)
    return observed, hits / len(ways) if draws is None else (hits + 1) / (draws + 1)


def test_six_articles_give_the_difference_and_the_p_worked_out_by_hand(
    floorless: Db, fill: Fill
) -> None:
    write(floorless, fill, SIX, ELSEWHERE)
    (row,) = words_of(floorless, outlet="i", prior=100.0, test=True)
    assert (row["term"], row["uses"], row["uses_elsewhere"]) == ("term", 15, 1)
    assert row["log_odds"] == pytest.approx(2.115251, abs=5e-7)
    assert row["p"] == 2 / 20
    counts = np.array([list(text.values()) for side in SIX.values() for text in side])
    side = np.array([True] * 3 + [False] * 3)
    observed, p = perm_p(counts, side, np.array([1.0, 99.0]), 100.0, None)
    assert (observed[0], p[0]) == (pytest.approx(row["log_odds"]), 0.1)


def test_drawn_relabellings_come_to_the_same_p(floorless: Db, fill: Fill) -> None:
    write(floorless, fill, SIX, ELSEWHERE)
    floorless.execute("create or replace macro most_relabellings() as 0")
    floorless.execute("create or replace macro permutations() as 1999")
    (row,) = words_of(floorless, outlet="i", prior=100.0, test=True)
    assert row["p"] == pytest.approx(0.1, abs=0.02)
    (again,) = words_of(floorless, outlet="i", against="j", prior=100.0, test=True)
    assert again["p"] == row["p"]


def test_the_larger_side_gets_the_same_p_as_in_numpy(floorless: Db, fill: Fill) -> None:
    sides = {"i": [(3, 9), (4, 30), (1, 12), (5, 20), (2, 8)], "j": [(0, 10), (1, 40)]}
    texts = {
        outlet: [{"term": a, "rest": b} for a, b in pairs]
        for outlet, pairs in sides.items()
    }
    write(floorless, fill, texts, {})
    (row,) = words_of(floorless, outlet="i", test=True)
    counts = np.array([*sides["i"], *sides["j"]])
    alpha = 500 * counts.sum(axis=0) / counts.sum()
    side = np.array([True] * 5 + [False] * 2)
    observed, p = perm_p(counts, side, alpha, 500.0, None)
    assert row["log_odds"] == pytest.approx(observed[0])
    assert row["p"] == pytest.approx(p[0])


def test_p_needs_many_more_relabellings_than_words(floorless: Db, fill: Fill) -> None:
    write(floorless, fill, SIX, ELSEWHERE)
    floorless.execute("create or replace macro least_relabellings() as 20")
    (row,) = words_of(floorless, outlet="i", prior=100.0, test=True)
    assert (row["p"], row["q"], row["tested"]) == (None, None, 2)


# ---------------------------------------------------------------- no difference

WORDS = 199


def false_alarms(db: Db, fill: Fill, *, seed: int, articles: int, spread: float) -> Any:
    """Compare two outlets that write alike: p of each word that is compared at all.

    Articles have 150 to 600 words; each word has the rate .002 and a negative binomial
    count of variance mean + spread * mean².
    """
    generator = np.random.default_rng(seed)
    length = generator.integers(150, 601, 2 * articles)
    mean = np.repeat(0.002 * length[:, None], WORDS, axis=1)
    if spread:
        mean = generator.gamma(1 / spread, mean * spread)
    counts = generator.poisson(mean)
    texts = [
        {"rest": int(size)} | {f"w{n:03}": int(each) for n, each in enumerate(row)}
        for size, row in zip(length, counts, strict=True)
    ]
    write(db, fill, {"i": texts[:articles], "j": texts[articles:]}, {})
    found = [
        (row["term"], row["p"], row["z"])
        for outlet in "ij"
        for row in words_of(db, outlet=outlet, rows=WORDS + 1, test=True)
    ]
    return [(p, z) for term, p, z in found if term != "rest"]


def test_words_that_both_use_alike_are_rarely_called_distinctive(
    db: Db, fill: Fill
) -> None:
    found = false_alarms(db, fill, seed=4, articles=25, spread=4.0)
    assert len(found) > 150
    by_p = np.mean([p <= 0.05 for p, _ in found])
    by_z = np.mean([abs(z) > 1.96 for _, z in found])
    assert by_p < 0.1
    assert by_z > 2 * by_p  # which is why z is no test


@pytest.mark.endurance
@pytest.mark.parametrize("spread", [0.0, 1.0, 4.0])
def test_of_two_thousand_words_that_both_use_alike_one_in_twenty_seems_to_differ(
    db: Db, fill: Fill, spread: float
) -> None:
    alarms: list[bool] = []
    for seed in itertools.count():
        db.execute("delete from articles; delete from versions; delete from tokens")
        db.execute("delete from incident_articles; delete from incidents")
        db.execute("delete from settings; delete from outlets")
        found = false_alarms(db, fill, seed=seed, articles=25, spread=spread)
        alarms.extend(p <= 0.05 for p, _ in found)
        if len(alarms) >= 2000:
            break
    assert 0.03 <= np.mean(alarms) <= 0.07
