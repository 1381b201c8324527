import pytest

from tests.web.layouts import ARTICLES, LISTS, SITE, Item
from tracker.model import Extracted, Failure
from tracker.web.indexes import (
    FEWEST_TEASERS,
    FEWEST_UNNAMED,
    FEWEST_WORDS,
    LONGEST_CAPTION,
    LONGEST_EXCERPT,
    SHORTEST_HEADLINE,
)
from tracker.web.pages import extract

PLACES = (
    "salla ura rruga shkolla stacioni biblioteka tregu parku porti fusha kulla lumi"
)
ITEMS = [
    Item(
        title=f"Bashkia njofton se {place} hapet sërish në {number} mars",
        excerpt=(
            f"Punimet te {place} zgjatën {number + 2} muaj, tha drejtuesi i punëve, "
            "dhe u ndërprenë tri herë. Banorët e kishin kërkuar hapjen që në vjeshtë."
        )[: 120 + 8 * number],
    )
    for number, place in enumerate(PLACES.split(), start=1)
]


def read(url: str, body: bytes) -> Extracted | Failure:
    return extract(body, content_type="text/html; charset=utf-8", url=url)


@pytest.mark.parametrize("layout", LISTS)
def test_a_list_of_articles_is_no_article(layout: str) -> None:
    found = read(*LISTS[layout](ITEMS))
    assert isinstance(found, Failure)
    assert found.outcome == "not_article"
    assert found.detail.startswith("a list of ")


@pytest.mark.parametrize("layout", ARTICLES)
def test_an_article_among_teasers_is_an_article(layout: str) -> None:
    found = read(*ARTICLES[layout](ITEMS))
    assert isinstance(found, Extracted), found
    assert found.title == ITEMS[0].title or layout == "unmarked"


@pytest.mark.parametrize("layout", ["cards without text", "collection", "old tables"])
def test_a_page_that_dates_itself_is_no_list(layout: str) -> None:
    url, body = LISTS[layout](ITEMS)
    dated = b'<meta property="article:published_time" content="2026-03-02"></head>'
    found = read(url, body.replace(b"</head>", dated))
    assert not isinstance(found, Failure) or found.outcome == "failed"


def test_a_long_text_among_teasers_is_an_article_whatever_the_address() -> None:
    url, body = LISTS["old tables"](ITEMS)
    text = f"<p>{ITEMS[0].excerpt * 5}</p>".encode()
    found = read(
        f"{SITE}/kategoria/lajme", body.replace(b"</header>", b"</header>" + text)
    )
    assert isinstance(found, Extracted)
    assert isinstance(read(f"{SITE}/kategoria/lajme", body), Failure)
    assert url != SITE


def test_links_to_other_sites_and_within_the_page_are_no_teasers() -> None:
    url, body = LISTS["old tables"](ITEMS)
    for elsewhere in (b"https://other.example/artikull?id=", b"#artikull"):
        found = read(url, body.replace(b"artikull.php?id=", elsewhere))
        assert not isinstance(found, Failure) or found.outcome == "failed"


def test_the_measures_of_a_list_hold() -> None:
    assert (FEWEST_TEASERS, FEWEST_UNNAMED) == (5, 10)
    assert (LONGEST_EXCERPT, LONGEST_CAPTION) == (600, 120)
    assert (SHORTEST_HEADLINE, FEWEST_WORDS) == (20, 4)
    unnamed = LISTS["old tables"]
    assert isinstance(read(*unnamed(ITEMS[:FEWEST_UNNAMED])), Failure)
    assert isinstance(read(*unnamed(ITEMS[: FEWEST_UNNAMED - 1])), Extracted)
    named = LISTS["Drupal term"]
    assert isinstance(read(*named(ITEMS[:FEWEST_TEASERS])), Failure)
    assert isinstance(read(*named(ITEMS[: FEWEST_TEASERS - 1])), Extracted)


def test_a_list_of_many_links_is_read_in_time() -> None:
    many = ITEMS * 100
    found = read(*LISTS["cards without text"](many))
    assert isinstance(found, Failure)
    assert found.outcome == "not_article"
