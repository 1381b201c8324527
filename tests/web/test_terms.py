import json

import pytest

from tracker.model import Extracted, Failure
from tracker.web.pages import extract
from tracker.web.terms import LONGEST_BOX, LONGEST_TEASER, SHORTEST_BOX

URL = "https://lajme.example/2026/03/02/salla"
SENTENCE = "Bashkia e qytetit njoftoi se salla do të hapet nesër në mëngjes. "
TITLE = "Salla u hap pas dy vitesh"
SHORT = f"<p>{SENTENCE * 4}</p>"
LONG = f"<p>{SENTENCE * 12}</p><p>{SENTENCE * 14}</p>"


def page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang=sq><head><meta charset=utf-8><title>Salla</title>"
        f"{head}</head><body><article><h1>{TITLE}</h1>{body}</article>"
        "<script src=/a.js></script></body></html>"
    ).encode()


def flags(body: str, head: str = "") -> tuple[str, ...]:
    found = extract(page(body, head), content_type="text/html", url=URL)
    assert isinstance(found, Extracted), found
    return found.flags


BOXES = [
    "<div class=paywall><h3>Vazhdo leximin</h3><p>Abonohu për 3 euro.</p></div>",
    '<div id="piano-inline"><p>Subscribe now: 1 euro a month.</p></div>',
    '<div class="tp-container-inner">Subscribe for full access to the paper.</div>',
    '<div class="pmpro_content_message">For our members. <a href=/in>Log in</a></div>',
    '<div class="leaky_paywall_message">Subscribe or log in to get the rest.</div>',
    '<section class="subscriber-only"><p>Vazhdimi për abonentët tanë.</p></section>',
    '<div class="premium-wall">Bëhu anëtar premium dhe lexo pa kufi.</div>',
    '<div class="article-gate"><p>Please register; it is free of charge.</p></div>',
    "<p>Abonohu për të lexuar artikullin e plotë.</p>",
    "<div>Për të lexuar artikullin e plotë, abonohuni këtu.</div>",
    "<p><strong>Ky artikull është vetëm për abonentë.</strong></p>",
    "<span>Kyçuni për të vazhduar leximin</span>",
    "<h3>Subscribe to continue reading</h3>",
    "<h3>To continue reading, please sign in</h3>",
    "<p>This article is for subscribers only.</p>",
    "<div>Dieser Artikel ist nur für Abonnenten lesbar.</div>",
    "<p>La suite est réservée aux abonnés.</p>",
    "<p>Contenuto riservato agli abbonati</p>",
    "<p>Suscríbete para seguir leyendo</p>",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_for_subscribers_below_a_short_text_makes_it_a_stub(box: str) -> None:
    assert flags(SHORT + box) == ("stub",)
    assert flags(SHORT) == ()


@pytest.mark.parametrize("box", BOXES)
def test_below_a_full_text_it_makes_none(box: str) -> None:
    assert flags(LONG + box) == ()


@pytest.mark.parametrize(
    "box",
    [
        '<div class="newsletter"><p>Subscribe to our newsletter</p></div>',
        '<div class="subscription-box">Abonohu në buletinin tonë të përjavshëm.</div>',
        "<p>Abonohu në kanalin tonë në YouTube.</p>",
        "<p>Subscribe to our channel and never miss a story.</p>",
        '<div class="paywall" style="display: none">Abonohu për të lexuar.</div>',
        '<div hidden><div class="paywall">Abonohu për të lexuar më shumë.</div></div>',
        '<template><p class="paywall">Subscribe to continue reading</p></template>',
        '<div class="paywall"></div>',
        '<div class="paywall">' + SENTENCE * 3 + "</div>",
        "<p>Gazeta kërkon tani abonim për të lexuar artikujt e saj, tha drejtuesi.</p>",
        "<p>Readers must now subscribe to continue reading, the paper said.</p>",
        '<div class="piano-lessons">Regjistrohu në kursin e pianos.</div>',
    ],
)
def test_what_asks_for_something_else_makes_none(box: str) -> None:
    assert flags(SHORT + box) == ()


def ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


NODE = {"@type": "NewsArticle", "datePublished": "2026-03-02", "headline": TITLE}
PART = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".p"}


@pytest.mark.parametrize("value", [False, "False", "false", "https://schema.org/False"])
def test_what_is_said_of_the_whole_article_holds_for_any_length(value: object) -> None:
    head = ld({**NODE, "isAccessibleForFree": value})
    assert flags(SHORT, head) == flags(LONG, head) == ("stub",)


@pytest.mark.parametrize(
    "head",
    [
        ld({**NODE, "hasPart": PART}),
        ld({**NODE, "hasPart": ["x", PART]}),
        '<meta property="article:content_tier" content="locked">',
        '<meta itemprop="isAccessibleForFree" content="false">',
    ],
)
def test_what_is_said_of_a_part_holds_for_a_short_text(head: str) -> None:
    assert flags(SHORT, head) == ("stub",)
    assert flags(LONG, head) == ()


@pytest.mark.parametrize(
    "head",
    [
        ld({**NODE, "isAccessibleForFree": True, "hasPart": {"@type": "Thing"}}),
        '<meta property="article:content_tier" content="metered">',
        '<meta itemprop="isAccessibleForFree" content="true">',
    ],
)
def test_what_is_said_to_be_free_is_whole(head: str) -> None:
    assert flags(SHORT, head) == ()


def test_a_stub_with_next_to_no_text_is_kept_by_its_title() -> None:
    for body in ("<p>Salla u hap.</p>", ""):
        found = extract(
            page(body + BOXES[0], ld({**NODE, "isAccessibleForFree": False})),
            content_type=None,
            url=URL,
        )
        assert isinstance(found, Extracted)
        assert found.title == TITLE
        assert found.flags == ("stub",)
    bare = extract(page("<p>Salla u hap.</p>"), content_type=None, url=URL)
    assert isinstance(bare, Failure)


def test_the_measures_of_a_stub_hold() -> None:
    assert (LONGEST_TEASER, LONGEST_BOX, SHORTEST_BOX) == (1500, 1500, 20)
    words = ["fjalë"] * (LONGEST_TEASER // 6)
    assert flags(f"<p>{' '.join(words)}</p>{BOXES[-1]}") == ()
    assert flags(f"<p>{' '.join(words[:-10])}</p>{BOXES[-1]}") == ("stub",)


@pytest.mark.parametrize(
    ("metas", "reserved"),
    [
        ([("robots", "noindex")], True),
        ([("robots", "index, NOARCHIVE")], True),
        ([("robots", "none")], True),
        ([("robots", "noindex nofollow")], True),
        ([("robots", "unavailable_after: 2026-06-30")], True),
        ([("robots", "unavailable_after: Tue, 30 Jun 2026 15:00:00 GMT")], True),
        ([("robots", "index"), ("robots", "noarchive")], True),
        ([("googlebot", "noarchive")], True),
        ([("GoogleBot-News", "noindex")], True),
        ([("bingbot", "noarchive")], True),
        ([("slurp", "noarchive")], True),
        ([("TDM-Reservation", " 1 ")], True),
        ([("tdm-reservation", "0"), ("robots", "index")], False),
        ([("tdm-reservation", "10")], False),
        ([("robots", "index, follow, max-snippet:-1, max-image-preview:none")], False),
        ([("robots", "max-image-preview: none")], False),
        ([("robots", "nofollow, noimageindex, notranslate")], False),
        ([("description", "noarchive"), ("keywords", "none")], False),
        ([("robots", "")], False),
    ],
)
def test_a_page_may_ask_not_to_be_kept(
    metas: list[tuple[str, str]], *, reserved: bool
) -> None:
    head = "".join(f'<meta name="{name}" content="{said}">' for name, said in metas)
    assert flags(LONG, head) == (("reserved",) if reserved else ())
