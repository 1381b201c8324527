import pytest

from tracker.model import Extracted, Failure
from tracker.web.consent import LONGEST_BESIDE_FRAME, LONGEST_FORM
from tracker.web.pages import extract

URL = "https://lajme.example/2026/03/02/salla"
ABOUT = (
    "Ne dhe partnerët tanë ruajmë cookies në pajisjen tuaj dhe përpunojmë të dhëna "
    "personale për reklama. Mund ta tërhiqni pëlqimin në çdo kohë. We use cookies and "
    "similar technologies; you may withdraw your consent at any time. "
)
ARTICLE = (
    "<article><h1>Salla u hap pas dy vitesh</h1><p>Bashkia njoftoi se salla do të "
    "hapet nesër në mëngjes, pas punimeve që zgjatën dy vjet.</p><p>Banorët e "
    "lagjes kërkuan që puna të përfundojë para dimrit, ndërsa drejtuesit thanë se "
    "afati do të respektohet dhe se rruga do të jetë e lirë.</p></article>"
)
BUTTONS = "<button>Prano të gjitha</button><button>Refuzo</button>"


def page(body: str, *, title: str = "Lajme", head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang=sq><head><meta charset=utf-8><title>{title}</title>"
        f"{head}</head><body>{body}<script src=/a.js></script></body></html>"
    ).encode()


def read(body: bytes) -> Extracted | Failure:
    return extract(body, content_type="text/html", url=URL)


BOXES = [
    (
        f'<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" class="otFlat">'
        f"<h2>Privatësia juaj</h2><p>{ABOUT}</p>{BUTTONS}</div></div>"
    ),
    f'<div id="didomi-host" class="didomi-popup"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div class="qc-cmp2-container"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div id="sp_message_container_12345"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div id="truste-consent-track"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div id="CybotCookiebotDialog" role=dialog><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div id="usercentrics-root"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div class="fc-consent-root"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div id="iubenda-cs-banner"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div class="cmplz-cookiebanner banner-1"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<div class="cky-consent-bar"><p>{ABOUT}</p>{BUTTONS}</div>',
    f'<section class="cookie-wall"><p>{ABOUT}</p>{BUTTONS}</section>',
]


@pytest.mark.parametrize("box", BOXES)
def test_a_form_of_a_usual_platform_without_an_article_blocks(box: str) -> None:
    found = read(page(f"<header><a href=/>Lajme</a></header>{box * 2}"))
    assert isinstance(found, Failure)
    assert found.outcome == "blocked"
    assert "consent" in found.detail


@pytest.mark.parametrize("box", BOXES)
def test_the_same_form_beside_an_article_is_a_banner(box: str) -> None:
    for body in (box + ARTICLE, ARTICLE + box):
        found = read(page(body))
        assert isinstance(found, Extracted)
        assert "cookies" not in found.body
        assert found.title == "Salla u hap pas dy vitesh"


def test_a_few_sentences_under_a_headline_are_an_article_beside_a_banner() -> None:
    brief = "<h1>Salla u hap pas dy vitesh</h1><p>Salla u hap dje në mëngjes.</p>"
    body = page(brief + BOXES[0]).replace(b"<script src=/a.js></script>", b"")
    assert isinstance(read(body), Extracted)
    found = read(body.replace(b"u hap pas dy vitesh", b""))
    assert isinstance(found, Failure)
    assert found.outcome == "blocked"


def test_an_empty_box_says_nothing_about_a_page() -> None:
    found = read(page('<div id="didomi-host"><div></div></div>'))
    assert isinstance(found, Failure)
    assert found.outcome == "failed"


FORMS = [
    page(
        f"<h1>Before you continue to Lajme</h1><div>{ABOUT}</div>"
        '<form action="https://consent.lajme.example/save" method=POST>'
        "<input type=submit value='Accept all'></form>",
        title="Before you continue to Lajme",
    ),
    page(
        f"<div><p>{ABOUT * 3}</p></div><form action=/consent method=post>"
        "<button name=agree>Pranoj</button></form>"
    ),
    page(f"<h1>Privatësia juaj</h1><p>{ABOUT * 4}</p><a href=/ok>Prano të gjitha</a>"),
    page(f"<h2>We value your privacy</h2><p>{ABOUT}</p><button>Agree</button>"),
    page(
        f"<h1>Bevor Sie fortfahren</h1><p>{ABOUT}</p><button>Alle akzeptieren</button>"
    ),
    page(
        '<iframe src="https://cdn.privacy-mgmt.com/index.html?message_id=1"></iframe>'
    ),
    page(
        '<p>Po presim.</p><iframe src="https://consent-pref.trustarc.com/?a"></iframe>'
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_is_a_form_blocks(form: bytes) -> None:
    found = read(form)
    assert isinstance(found, Failure)
    assert found.outcome == "blocked", found


@pytest.mark.parametrize("form", FORMS)
def test_what_bears_a_mark_of_an_article_is_no_form(form: bytes) -> None:
    marked = form.replace(
        b"</head>", b'<meta property="article:published_time" content="2026-03-02">'
    ).replace(b"</body>", ARTICLE.encode() + b"</body>")
    assert isinstance(read(marked), Extracted)


def test_an_article_about_consent_is_an_article() -> None:
    text = f"<h1>Pse çdo faqe kërkon pëlqimin tuaj për cookies</h1><p>{ABOUT * 3}</p>"
    assert isinstance(read(page(text)), Extracted)
    assert isinstance(read(page(text + BOXES[0])), Extracted)
    button = text + "<form action=/cookies><button>Prano të gjitha</button></form>"
    assert isinstance(read(page(button)), Extracted)
    framed = text + '<iframe src="https://consent.trustarc.com/x"></iframe>'
    assert isinstance(read(page(framed)), Extracted)


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="cookie-consent-given">{}</div>',
        '<div class="page cookie-banner-visible">{}</div>',
        '<div class="cookie-notice"><main>{}</main></div>',
        '<div id="consent-banner">{}' + f"<p>{ABOUT * 20}</p></div>",
    ],
)
def test_what_holds_the_whole_page_is_no_box(wrapper: str) -> None:
    bare = ARTICLE.replace("article>", "div>")
    found = read(page(wrapper.format(bare)))
    assert isinstance(found, Extracted)
    assert "Bashkia" in found.body


def test_the_measures_of_a_form_hold() -> None:
    assert (LONGEST_FORM, LONGEST_BESIDE_FRAME) == (4000, 200)
    head = "<h1>We value your privacy</h1><button>Agree</button>"
    for words, kind in ((LONGEST_FORM // 6, Failure), (LONGEST_FORM // 5, Extracted)):
        assert isinstance(read(page(f"{head}<p>{'fjalë ' * words}</p>")), kind)


@pytest.mark.parametrize("action", ["http://[", "", "javascript:x", "//["])
def test_a_form_that_leads_nowhere_asks_for_nothing(action: str) -> None:
    text = f"<p>{ABOUT * 2}</p>"
    form = f"<form action='{action}'><button>Pranoj</button></form>"
    assert isinstance(read(page(text + form)), Extracted)
