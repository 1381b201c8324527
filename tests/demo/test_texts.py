import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from tracker.demo.outlets import OUTLETS
from tracker.demo.scenario import timeline
from tracker.demo.texts import DemoArticle, load_articles, read_articles

# Of the countries, organisations, offices and outlets that the fiction could be taken
# for; none may be named.
REAL_NAMES = re.compile(
    r"(?<!\w)(?:"
    r"Tiran\w*|Durrës\w*|Vlor\w*|Shqipëri\w*|Albania\w*|Kosov\w*|Iran\w*|Manëz\w*"
    r"|MEK|PMOI|SPAK|NATO|OKB|ASILA|Ashraf\w*|Muxhahedin\w*|Mojahedin\w*"
    r"|Policia e Shtetit|Reuters|BBC|CNN|Balkan\w*|Top Channel|Klan|Panorama"
    r"|Google|Facebook|Twitter|WordPress"
    r")(?!\w)"
)


@pytest.fixture(scope="module")
def articles() -> tuple[DemoArticle, ...]:
    return load_articles()


def test_there_are_enough_articles_outlets_and_languages(
    articles: tuple[DemoArticle, ...],
) -> None:
    assert len(articles) >= 120
    assert len({article.outlet for article in articles}) == len(OUTLETS) >= 10
    assert {outlet.language for outlet in OUTLETS} == {"sq", "en"}


def test_every_way_to_list_articles_is_used() -> None:
    offered = {document for outlet in OUTLETS for document in outlet.documents}
    assert offered == {"rss", "atom", "sitemap", "wordpress"}


def test_every_address_of_an_outlet_is_its_own(
    articles: tuple[DemoArticle, ...],
) -> None:
    addresses = Counter((article.outlet, article.slug) for article in articles)
    assert set(addresses.values()) == {1}


def test_no_real_name_stands_in_any_text(articles: tuple[DemoArticle, ...]) -> None:
    for article in articles:
        for wording in article.wordings:
            text = "\n".join((wording.title, *wording.paragraphs))
            assert REAL_NAMES.search(text) is None, (article.outlet, article.slug)


def test_one_outlet_writes_without_diacritics(
    articles: tuple[DemoArticle, ...],
) -> None:
    texts = [
        "\n".join((article.wordings[0].title, *article.wordings[0].paragraphs))
        for article in articles
        if article.outlet == "zeri-i-limanit"
    ]
    assert len(texts) >= 12
    assert not any(re.search("[ëçËÇ]", text) for text in texts)


def test_a_copy_keeps_the_text_and_changes_the_title_within_hours(
    articles: tuple[DemoArticle, ...],
) -> None:
    originals = {f"{article.outlet}/{article.slug}": article for article in articles}
    copies = [article for article in articles if article.copy_of is not None]
    assert {article.outlet for article in copies} == {"portali-alfa", "portali-beta"}
    for copy in copies:
        original = originals[copy.copy_of or ""]
        assert copy.wordings[0].paragraphs == original.wordings[0].paragraphs
        assert copy.wordings[0].title != original.wordings[0].title
        assert 0 < (copy.published - original.published).total_seconds() < 4 * 3600


def test_no_two_texts_are_alike_unless_one_is_a_copy(
    articles: tuple[DemoArticle, ...],
) -> None:
    seen: dict[str, str] = {}
    for article in articles:
        if article.copy_of is not None:
            continue
        for paragraph in article.wordings[0].paragraphs:
            assert seen.setdefault(paragraph, article.slug) == article.slug


def test_one_article_is_edited_a_day_later_and_softened(
    articles: tuple[DemoArticle, ...],
) -> None:
    (edited,) = [article for article in articles if len(article.wordings) > 1]
    before, after = edited.wordings
    assert 24 <= (after.since - before.since).total_seconds() / 3600 <= 36
    assert "Raid" in before.title
    assert "Search" in after.title
    assert "nothing illegal" not in " ".join(before.paragraphs)
    assert "nothing illegal" in " ".join(after.paragraphs)


def test_every_outlet_has_published_before_the_first_pass(
    articles: tuple[DemoArticle, ...],
) -> None:
    reachable = [o for o in OUTLETS if not o.forbids_robots and not o.is_down(FIRST)]
    early = {article.outlet for article in articles if article.published <= FIRST}
    assert {outlet.id for outlet in reachable} <= early


def test_everything_is_published_before_the_last_pass(
    articles: tuple[DemoArticle, ...],
) -> None:
    for article in articles:
        assert article.wordings[-1].since <= timeline()[-1]


def test_an_article_is_not_there_before_it_is_published() -> None:
    (article,) = read_articles(
        "x",
        "# X\n\n## First title\nslug: s\npublished: 2026-03-02 08:00\n\n"
        "One.\n\nTwo.\n\n"
        "### Second title\nedited: 2026-03-02 09:00\n\nThree.\n",
    )
    assert article.at(datetime(2026, 3, 2, 6, 59, tzinfo=UTC)) is None
    first = article.at(datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    assert first is not None
    assert (first.title, first.paragraphs) == ("First title", ("One.", "Two."))
    second = article.at(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    assert second is not None
    assert second.title == "Second title"


def test_an_edit_that_precedes_its_original_is_refused() -> None:
    with pytest.raises(ValueError, match="x/s: an edit precedes"):
        read_articles(
            "x",
            "# X\n\n## A\nslug: s\npublished: 2026-03-02 08:00\n\nOne.\n\n"
            "### B\nedited: 2026-03-02 08:00\n\nTwo.\n",
        )


FIRST = timeline()[0]
