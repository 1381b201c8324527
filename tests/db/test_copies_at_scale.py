"""Near-copies planted among many texts, stored visit by visit: all found, no others."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.db.builders import (
    NOW,
    make_config,
    make_draft,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.core.urls import article_id

LENGTH = 120  # words
BATCH = 250  # articles of one visit
VOCABULARY = [f"fjala{n}" for n in range(4000)]
# Share of the runs of the source that the other text has → kind.
SHARES = {1.0: "copy", 0.85: "copy", 0.6: "shared_source", 0.35: "shared_source"}


def text(dice: Random) -> list[str]:
    return dice.choices(VOCABULARY, k=LENGTH)


def nearly(source: list[str], share: float, dice: Random) -> list[str]:
    """Keep the first words of a text and write others behind them."""
    kept = round((LENGTH - 4) * share) + 4
    return source[:kept] + text(dice)[kept:]


@pytest.mark.parametrize(
    ("texts", "planted"),
    [(800, 40), pytest.param(20_000, 1_000, marks=pytest.mark.endurance)],
)
def test_every_planted_copy_is_found_and_nothing_else(
    tmp_path: Path, texts: int, planted: int
):
    dice = Random(11)  # noqa: S311 - texts, not secrets
    bodies = [text(dice) for _ in range(texts)]
    expected = {}
    for n, source in enumerate(dice.sample(range(texts), planted)):
        share = list(SHARES)[n % len(SHARES)]
        expected[frozenset((source, len(bodies)))] = SHARES[share]
        bodies.append(nearly(bodies[source], share, dice))
    store = make_store(tmp_path)
    store.sync(make_config(), now=NOW, program="tracker 1")
    ids = {}
    arriving = dice.sample(range(len(bodies)), len(bodies))
    for start in range(0, len(arriving), BATCH):
        pages = []
        for number in arriving[start : start + BATCH]:
            url = f"https://o{number % 97}x{number}.example/{number}"
            ids[article_id(url)] = number
            at = NOW + timedelta(hours=dice.randrange(72))
            draft = make_draft(
                url, title=f"T{number}", body=" ".join(bodies[number]), published_at=at
            )
            pages.append(make_page(url, outlet=f"o{number}", article=draft))
        store.outbox.write(make_visit(*pages, visit_id=f"v{start}"))
        assert store.apply(now=NOW).articles == len(pages)
    found = {
        frozenset((ids[a], ids[b])): kind
        for a, b, kind in rows(
            store, "select article_a, article_b, kind from copy_pairs"
        )
    }
    assert found == expected
    clusters = rows(
        store,
        "select count(*) from articles group by copy_cluster having count(*) > 1",
    )
    copies = sum(kind == "copy" for kind in expected.values())
    assert clusters == [(2,)] * copies
