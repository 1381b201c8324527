"""What a glance says of a page is what its extraction would say."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.layouts import ARTICLES, LISTS, SITE, Item
from tracker.model import Extracted
from tracker.web.decode import clean, decode, utf8
from tracker.web.pages import extract, glance
from tracker.web.workers import Extractor

URL = "https://lajme.example/2026/03/02/salla"
SENTENCE = (
    "Bashkia e qytetit njoftoi se salla do të hapet nesër në mëngjes, pas punimeve "
    "që zgjatën dy vjet dhe që u ndërprenë tri herë."
)
TITLE = "Salla u hap pas dy vitesh"
ITEMS = tuple(
    Item(title=f"Titulli i lajmit numër {n} i ditës", excerpt=SENTENCE)
    for n in range(20)
)


PARAGRAPHS = "".join(f"<p>Pika {n}: {SENTENCE}</p>" for n in range(6))


def page(*, head: str = "", text: str = PARAGRAPHS, h1: str = TITLE) -> bytes:
    date = '<meta property="article:published_time" content="2026-03-02T10:00:00Z">'
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{date}{head}"
        f"<title>{h1}</title></head><body><article><h1>{h1}</h1>{text}</article>"
        "<script src=/a.js></script></body></html>"
    ).encode()


def look(body: bytes, url: str = URL) -> Extracted | None:
    return glance(body, content_type="text/html", url=url)


def test_a_whole_article_is_known_by_its_markup() -> None:
    seen, read = look(page()), extract(page(), content_type="text/html", url=URL)
    assert (seen.title, seen.dates) == (read.title, read.dates)
    assert seen.dates
    assert (seen.body, seen.flags) == ("", ())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7",
        page(h1="404 Not Found"),
        page(h1="Access denied"),
        page(text=""),
        page(text=f"<p>{SENTENCE}</p>"),
        page(text=f"<div>{SENTENCE * 6}</div>"),
        page(text=f"<p>{SENTENCE}</p>" * 9),
        page(text=f"{PARAGRAPHS}<div class=paywall>Abonohuni për 2 euro në muaj</div>"),
        page(text=f"{PARAGRAPHS}<p>Subscribe to continue reading"),
        page(head='<meta property="article:content_tier" content="locked">'),
        page(head="<!-- not closed" + "x" * 300),
        page(text=f"<div id=root></div>{PARAGRAPHS}")
        .replace(b"h1", b"h2")
        .replace(b"<article", b"<main"),
        page().replace(b"article", b"div"),
    ],
)
def test_of_a_page_that_may_be_something_else_it_says_nothing(body: bytes) -> None:
    assert look(body) is None


EMPTY = "<div id=story-body data-src=/api/1></div>"
BESIDE = {
    "a footer": f"<footer>{PARAGRAPHS}</footer>",
    "a header": f"<header>{PARAGRAPHS}</header>",
    "an aside": f"<aside>{PARAGRAPHS}</aside>",
    "a menu": f"<nav>{PARAGRAPHS}</nav>",
    "a form": f"<form>{PARAGRAPHS}</form>",
    "a dialog": f"<dialog>{PARAGRAPHS}</dialog>",
    "a template": f"<template>{PARAGRAPHS}</template>",
    "a page without scripts": f"<noscript>{PARAGRAPHS}</noscript>",
    "comments": f"<div id=comments class=comments-area>{PARAGRAPHS}</div>",
    "a comment": f"<ol class=comment-list><li><article>{PARAGRAPHS}</article></ol>",
    "a foot": f"<div class='footer site-footer'>{PARAGRAPHS}</div>",
    "what is related": f"<div class=related-posts>{PARAGRAPHS}</div>",
    "a sidebar": f"<div class=sidebar>{PARAGRAPHS}</div>",
    "a newsletter": f"<div class=newsletter>{PARAGRAPHS}</div>",
    "cookies": f"<div class='cookie-law gdpr'>{PARAGRAPHS}</div>",
    "a window": f"<div class=modal>{PARAGRAPHS}</div>",
    "captions": PARAGRAPHS.replace("<p>", "<p class=wp-caption-text>"),
    "pictures": f"<figure>{PARAGRAPHS}</figure>",
    "what is not shown": f"<div style='display: none'>{PARAGRAPHS}</div>",
    "hidden paragraphs": PARAGRAPHS.replace("<p>", "<p hidden>"),
    "what is not read out": f"<div aria-hidden=true>{PARAGRAPHS}</div>",
    "links": PARAGRAPHS.replace("<p>", "<p><a href=/b>").replace("</p>", "</a></p>"),
    "a script": f"<p><script>{'var x=1;' * 200}</script></p>",
    "a style": f"<p><b><style>{'.a{b:c}' * 200}</style></b></p>",
}


@pytest.mark.parametrize("where", ["within", "after"])
@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_an_article_does_not_stand_for_it(
    beside: str, where: str
) -> None:
    end = "</article>" if where == "after" else ""
    assert look(page(text=EMPTY + end + BESIDE[beside])) is None


def test_paragraphs_outside_any_article_do_not_stand_for_one() -> None:
    assert look(page(text=f"{EMPTY}</article><div>{PARAGRAPHS}</div>")) is None


@pytest.mark.parametrize("beside", BESIDE)
def test_an_article_is_known_whatever_stands_beside_it(beside: str) -> None:
    text = f"<div>{PARAGRAPHS}</div>{BESIDE[beside]}"
    assert look(page(text=text)) is not None


@pytest.mark.parametrize(
    "place", ["main", "div itemprop=articleBody", "div class='entry-content clear'"]
)
def test_an_article_is_known_by_the_place_of_its_text(place: str) -> None:
    name = place.split(maxsplit=1)[0]
    text = f"</article><{place}>{PARAGRAPHS}</{name}>"
    assert look(page(text=text)) is not None


def test_links_and_scripts_within_an_article_are_not_counted() -> None:
    parts = [f"Pika {n}: {SENTENCE[:80]}<a href=/b>{SENTENCE}</a>" for n in range(6)]
    assert look(page(text="".join(f"<p>{part}</p>" for part in parts))) is None
    parts = [f"<b>Pika</b> {n}: {SENTENCE}<a href=/b>këtu</a>" for n in range(6)]
    assert look(page(text="".join(f"<p>{part}</p>" for part in parts))) is not None


@pytest.mark.parametrize("layout", LISTS)
def test_of_a_list_it_says_nothing(layout: str) -> None:
    url, body = LISTS[layout](ITEMS)
    assert look(body, url) is None


@pytest.mark.parametrize("layout", ARTICLES)
def test_of_an_article_among_others_it_says_what_extraction_says(layout: str) -> None:
    url, body = ARTICLES[layout](ITEMS)
    seen = look(body, url)
    read = extract(body, content_type="text/html", url=url)
    assert seen is None or (isinstance(read, Extracted) and seen.title == read.title)


def test_the_ordinary_pool_takes_a_glance() -> None:
    with Extractor(processes=1) as extractor:
        seen = extractor.glance(page(), content_type="text/html", url=URL)
    assert seen == look(page())


def refuse(_body: bytes, *, content_type: str | None, url: str) -> Extracted | None:
    raise MemoryError


def test_a_glance_that_fails_leaves_the_page_to_extraction() -> None:
    with Extractor(processes=1, glance=refuse) as extractor:
        assert extractor.glance(b"x", content_type=None, url=SITE) is None


BODIES: dict[str, Callable[[str], bytes]] = {
    "as UTF-8": lambda text: text.encode(),
    "with a mark": lambda text: text.encode("utf-8-sig"),
    "as UTF-16": lambda text: text.encode("utf-16"),
    "declared": lambda text: f"<meta charset=koi8-r>{text}".encode("koi8-r", "replace"),
    "in nothing known": lambda text: text.encode("cp1252", "replace") + b"\x81\xff",
}


@pytest.mark.parametrize("how", BODIES)
@given(
    text=st.text(),
    header=st.sampled_from(
        (None, "text/html; charset=windows-1250", "x; charset=utf-8")
    ),
)
def test_as_utf_8_a_document_reads_the_same(
    text: str, header: str | None, how: str
) -> None:
    body = BODIES[how](text.encode(errors="ignore").decode())
    same = clean(utf8(body, header).decode(errors="replace").removeprefix("\ufeff"))
    assert same == decode(body, header)


def test_utf_8_is_taken_as_it_came() -> None:
    body = "<p>Dje në qytet".encode()
    assert utf8(body, None) is body
    assert utf8(body, "text/html; charset=utf-8") is body
