"""No page that the matcher would keep is kept from it by its bytes."""

import json
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.spellings import spell, spell_value
from tracker.core.folding import fold_word
from tracker.core.forms.inflections import LANGUAGES
from tracker.core.matching import compile_matcher
from tracker.core.names import surface_forms
from tracker.core.prefilter import Prefilter
from tracker.core.raw.bytefolding import CONTROLS, fold_bytes
from tracker.model import Acronym, Actor, Extracted, Incident, Name, Text
from tracker.web.decode import clean, utf8
from tracker.web.pages import extract

NOW = datetime(2026, 3, 3, tzinfo=UTC)
URL = "https://bregu.example/lajme/nje"
FILLER = (
    "Këshilli i qytetit mbledh sot anëtarët për të folur për rrugët dhe shkollat e"
    " reja, tha kryetari i këshillit në një takim me banorët e lagjes. "
)
LIGHT = Actor(
    id="light",
    name="Light",
    acronyms=(Acronym(text="QZVX", title_languages=("sq", "en")),),
    names={
        "*": (Name(text="Shoqata Dritëzëra"),),
        "el": (Name(text="Φωτεινίλα"),),
        "fa": (Name(text="انجمن روشنایی"),),
    },
    places={"mk": (Name(text="Светлинка"),)},
    generic={"sq": (Name(text="dritëzor"),)},
    anchors={"*": ("Majëlartë",)},
)
STAR = Actor(
    id="star", name="Star", context=True, names={"*": (Name(text="L'Étoilëza"),)}
)
NEST = Incident(
    id="nest",
    title={"en": "The nest"},
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
    place=None,
    actors=("star",),
    about={"*": '(actor:star AND çerdhezak*) OR "folezë bletësh" AND NOT paqezë'},
)
NAMES = (
    "QZVX",
    "QZVX-it",
    "Qzvx mbi Majëlartë",
    "Shoqata Dritëzëra",
    "SHOQATËS DRITËZËRA",
    "Φωτεινίλα",
    "Светлинка",
    "انجمن روشنایی",
    "dritëzori i Majëlartës",
    "L’Étoilëza dhe çerdhezakët",
    "folezë bletësh",
)
STATED = ("title", "og:title", "headline", "articleBody")
PLACES = ("body", "item", "cell", "h1", *STATED)
# A document is written in one charset, says another, or none; so does its header.
CHARSETS = (
    *("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"),
    *("windows-1250", "windows-1253", "koi8-r", "shift_jis", "gb18030"),
)
LABELS = (None, "utf-8", "windows-1252", "nonsense")
MATCHER = compile_matcher((LIGHT, STAR), (NEST,), timezone="Europe/Tirane")
PREFILTER = Prefilter((LIGHT, STAR), (NEST,))


def make_page(*, body: str = "", head: str = "", h1: str = "Lajmi i ditës") -> str:
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return (
        f"<!doctype html><html><head>{head}</head><body><article>{heading}"
        f"<p>{FILLER * 2}</p><p>{FILLER}{body}</p><p>{FILLER * 3}</p></article></body>"
    )


def page_with(rng: Random, name: str, place: str) -> str:
    if place in STATED:
        return page_that_states(rng, name, place)
    spelled = spell(rng, name)
    if place == "body":
        before, behind = rng.choice(["Dje ", "&nbsp;", "<br>", "(", "“"]), FILLER
        return make_page(
            body=f"{before}{spelled}{rng.choice([' ', '.', '<br>'])}{behind}"
        )
    if place == "item":
        return make_page(body=f"<ul><li>{FILLER}{spelled}</li><li>{FILLER}</li></ul>")
    if place == "cell":
        return make_page(body=f"<table><tr><td>{FILLER}</td><td>{spelled}</td></table>")
    return make_page(h1=f"Sot {spelled} flet për shkollat")


def page_that_states(rng: Random, name: str, place: str) -> str:
    spelled, value = spell(rng, name), spell_value(rng, name)
    if place == "title":
        return make_page(h1="", head=f"<title>Sot {value} flet për shkollat</title>")
    if place == "og:title":
        twice = rng.choice([value, value.replace("&", "&amp;"), escaped(spelled)])
        content = f"Sot {twice} flet për shkollat"
        return make_page(h1="", head=f'<meta property="og:title" content="{content}">')
    stated = rng.choice([name, value, spelled])
    told = f"{FILLER}\n{stated}\n{FILLER}" if place == "articleBody" else "Sot"
    node = {
        "@type": "NewsArticle",
        "datePublished": "2026-03-03",
        "headline": f"Sot {stated} flet" if place == "headline" else "Lajmi i ditës",
        "articleBody": told * 3,
    }
    script = json.dumps(node, ensure_ascii=rng.random() < 0.5).replace("</", "<\\/")
    if rng.random() < 0.3:
        script = script.replace("<", "\\u003c").replace("e", "\\u0065", 40)
    if place == "articleBody":
        return f"<html><head>{json_ld(script)}</head><body></body></html>"
    return make_page(h1="", head=json_ld(script))


def json_ld(script: str) -> str:
    return f'<script type="application/ld+json">{script}</script>'


def escaped(markup: str) -> str:
    for mark, reference in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot")):
        markup = markup.replace(mark, f"&{reference};")
    return markup


def written(rng: Random, page: str) -> tuple[bytes, str]:
    charset = rng.choice(CHARSETS)
    stated, header = rng.choice((charset, *LABELS)), rng.choice((charset, *LABELS))
    if stated:
        page = page.replace("<head>", f'<head><meta charset="{stated}">', 1)
    body = page.encode(charset, "xmlcharrefreplace")
    return body, f"text/html; charset={header}" if header else "text/html"


def is_kept(article: Extracted, language: str) -> bool:
    text = Text(
        title=article.title,
        body=article.body,
        language=language,
        published_at=None,
        first_seen_at=NOW,
    )
    return MATCHER.code(text).keep_reason is not None


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=150, deadline=None)
@given(
    rng=st.randoms(use_true_random=False),
    name=st.sampled_from(NAMES),
    language=st.sampled_from(("sq", "en", "el", "mk", "fa", "tr")),
)
def test_what_the_matcher_would_keep_passes(
    rng: Random, name: str, language: str, place: str
) -> None:
    body, content_type = written(rng, page_with(rng, name, place))
    article = extract(body, content_type=content_type, url=URL)
    if isinstance(article, Extracted) and is_kept(article, language):
        assert PREFILTER.may_contain(utf8(body, content_type))


@pytest.mark.parametrize("place", PLACES)
def test_most_of_these_pages_are_kept(place: str) -> None:
    """Without which the law above would say nothing."""
    rng = Random(4)  # noqa: S311 - the same every time
    kept = 0
    for _ in range(30):
        body = page_with(rng, "SHOQATËS DRITËZËRA", place).encode()
        article = extract(body, content_type="text/html; charset=utf-8", url=URL)
        kept += isinstance(article, Extracted) and is_kept(article, "sq")
    assert kept > 15


@given(text=st.text())
def test_bytes_fold_as_characters_do(text: str) -> None:
    cleaned = clean(text).replace("\x01", "")
    folded = fold_bytes(cleaned.encode()).lower().decode()
    assert folded == fold_word(cleaned).translate({9: " ", 10: " "})


def test_all_letters_of_unicode_fold_as_characters_do() -> None:
    letters = [
        chr(code) for code in range(0xA0, 0x30000) if not 0xD800 <= code < 0xE000
    ]
    for start in range(0, len(letters), 5000):
        chunk = letters[start : start + 5000]
        folded = fold_bytes("|".join(chunk).encode()).lower().decode()
        assert folded == fold_word("|".join(chunk))


@given(body=st.binary())
def test_any_bytes_are_folded_and_looked_through(body: bytes) -> None:
    assert not set(fold_bytes(body)) & set(CONTROLS)
    assert isinstance(PREFILTER.may_contain(body), bool)


@pytest.mark.parametrize("language", sorted({"sq", "pl", *LANGUAGES}))
def test_a_name_of_all_languages_is_seen_in_the_forms_of_each(language: str) -> None:
    actors = [
        Actor(id="1", name="1", names={"*": (Name(text="Bashkimi Zelenkov"),)}),
        Actor(id="2", name="2", names={"*": (Name(text="Nordvalia"),)}),
        Actor(id="3", name="3", names={"*": (Name(text="حزب روشن"),)}),
    ]
    matcher = compile_matcher(actors, (), timezone="UTC")
    prefilter = Prefilter(actors, ())
    kept = 0
    for actor in actors:
        for form in surface_forms(actor.names["*"][0], language):
            body = f"{FILLER} {form} {FILLER}"
            text = Text(
                title="",
                body=body,
                language=language,
                published_at=None,
                first_seen_at=NOW,
            )
            if matcher.code(text).keep_reason:
                kept += 1
                assert prefilter.may_contain(make_page(body=form).encode()), form
    assert kept >= 2


@pytest.mark.parametrize(
    "body",
    [
        "Një spak më shumë, tha Zoti Mek.",
        '<a href="/tag/QZVX" title="Shoqata Dritëzëra">lexo</a>',
        "<script>var tag = 'QZVX';</script><style>.QZVX {}</style>",
        "qzvx dhe Qzvx pa emër",
        "QZVXTARËT",
        "dritëzori i askujt",
        "Majëlarta e fshatit",
        "Shoqata e tjetërkujt; Dritë",
        "L’Étoilëza vetëm",
        "folezë zogjsh, çerdhezakë",
        "nënQZVX",
    ],
)
def test_a_page_without_what_is_needed_is_held_back(body: str) -> None:
    assert not PREFILTER.may_contain(make_page(body=body).encode())


@pytest.mark.parametrize(
    "body",
    [
        "QZVX",
        "QZVXs",
        "“QZVX”",
        "<b>Q</b>ZVX",
        "QZ<!-- <i>x</i> -->VX",
        "QZ<ruby>V<rt>ve</rt></ruby>X",
        "QZ<button>x</button>VX",
        "<script/>QZVX</script>",
        "5 < 6, QZVX > 3",
        "<![CDATA[QZVX]]>",
        "SHOQATA&nbsp;<b>DRITEZERA</b>",
        "Shoqata</p><p>Dritëzëra",
        "qeveri&nbsp;<b> QZVX",
        "L’Étoilëza, çerdhezakë",
        "bletësh folezë",
        "QZVX\u00adi",
        '<meta content="&amp;#81;ZVX">',
        '<style><script type="application/ld+json">{"a": "QZVX"}</script></style>',
        '<script type="application/ld+json">{"a": "<script>", "b": "QZVX"}</script>',
        "QZ<!--[if IE]> <b>y</b> <![endif]-->VX",
        '<i title="a>b">QZ</i><i title="c>d">VX',
    ],
)
def test_a_page_with_it_passes(body: str) -> None:
    assert PREFILTER.may_contain(make_page(body=body).encode())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AT&T", "AT&amp;T"),
        ("Orë", "asgjë ore"),
        ("Bi", "asgjë"),
        ("/drit[ae]z/", "asgjë"),
        ("Dritë/Hije", "Drit&euml;/Hije"),
        ("½ Ore", "½ ore"),
    ],
)
def test_names_that_are_hard_to_look_for_are_never_missed(name: str, said: str) -> None:
    actor = Actor(id="x", name="x", names={"pl": (Name(text=name),)})
    assert Prefilter((actor,), ()).may_contain(make_page(body=said).encode())


def test_without_anything_tracked_every_page_is_held_back() -> None:
    assert not Prefilter((), ()).may_contain(make_page(body="QZVX").encode())


def test_a_forum_that_hides_its_posts_in_an_attribute_passes() -> None:
    head = '<meta name="generator" content="Discourse 3.2">'
    assert PREFILTER.may_contain(make_page(head=head).encode())
