import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trafilatura

from tracker.core.dates import choose, claims
from tracker.model import Extracted, Failure, RawDate
from tracker.web.kinds import LONGEST_ERROR, LONGEST_NOTE, SHORTEST_TEXT
from tracker.web.pages import LONGEST_TITLE, extract

URL = "https://lajme.example/2026/03/02/salla"
TITLE = "Salla u hap pas dy vitesh"
FIRST = (
    "Bashkia e qytetit njoftoi se salla do të hapet nesër në mëngjes, pas punimeve "
    "që zgjatën dy vjet dhe që u ndërprenë tri herë."
)
SECOND = (
    "Banorët e lagjes kërkuan që puna të përfundojë para dimrit, ndërsa drejtuesit "
    "thanë se afati do të respektohet dhe se rruga do të jetë e lirë."
)
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(
    *, head: str = "", body: str = PARAGRAPHS, title: str = TITLE, around: str = ""
) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="sq-AL"><head><meta charset="utf-8">'
        f"<title>{title} - Lajme</title>{head}</head><body>"
        "<nav><a href=/>Ballina</a></nav>"
        f"<article><h1>{title}</h1>{around}{body}</article>"
        "<footer>Kontakt</footer><script src=/a.js></script></body></html>"
    ).encode()


def read(body: bytes, url: str = URL) -> Extracted:
    found = extract(body, content_type="text/html; charset=utf-8", url=url)
    assert isinstance(found, Extracted), found
    return found


def refuse(body: bytes) -> Failure:
    found = extract(body, content_type="text/html", url=URL)
    assert isinstance(found, Failure), found
    return found


def test_a_page_gives_title_and_paragraphs_and_nothing_of_its_frame() -> None:
    found = read(page())
    assert found.title == TITLE
    assert found.body == f"{FIRST}\n{SECOND}"
    assert found.language == "sq"
    assert found.has_media is False
    assert found.flags == ()


def test_letters_are_kept_as_they_came_and_controls_taken_off() -> None:
    odd = "Man\u00ebz, Mane\u0308z, \U0001d40a"
    found = read(page(body=f"{PARAGRAPHS}<p>{odd}\x07&#7; &#150;</p>"))
    assert odd in found.body
    assert "\x07" not in found.body
    assert found.body.endswith("\u2013")


def test_the_headline_on_the_page_is_preferred_to_the_one_for_networks() -> None:
    head = f'<meta property="og:title" content="{TITLE}! | Lajme">'
    assert read(page(head=head)).title == TITLE
    other = (
        '<meta property="og:title" content="Krejt tjetër gjë e re – Lajme">'
        '<meta property="og:site_name" content="Lajme">'
    )
    assert read(page(head=other)).title == "Krejt tjetër gjë e re"
    logo = page(head=head).replace(b"<nav>", b"<h1>Lajme</h1><nav>")
    assert read(logo).title == TITLE


def test_a_title_of_any_length_is_cut() -> None:
    assert LONGEST_TITLE == 1000
    assert len(read(page(title="x" * 50_000)).title) == LONGEST_TITLE


JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "datePublished": "2020-01-01T00:00:00Z"},
        {
            "@type": ["NewsArticle"],
            "headline": TITLE,
            "datePublished": "2026-03-02T09:15:00+01:00",
            "dateModified": "2026-03-02T10:00:00+01:00",
            "author": [{"@type": "Organization", "name": "Redaksia"}],
            "inLanguage": "sq",
        },
    ],
}


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_every_date_is_given_with_its_source() -> None:
    head = (
        ld(JSON_LD)
        + '<meta name="date" content="2026-03-03">'
        + '<meta property="article:published_time" content="2026-03-02T08:16:00Z">'
        + '<meta property="article:modified_time" content="2026-03-02T11:00:00Z">'
    )
    around = (
        '<time datetime="2026-03-02T09:17">9:17</time>'
        '<time class="updated" datetime="2026-03-02T12:00">12:00</time>'
        '<span class="post-date">2 mars 2026, 09:18</span>'
    )
    found = read(page(head=head, around=around))
    assert [(d.source, d.text) for d in found.dates] == [
        ("json_ld", "2026-03-02T09:15:00+01:00"),
        ("modified", "2026-03-02T10:00:00+01:00"),
        ("meta", "2026-03-02T08:16:00Z"),
        ("meta", "2026-03-03"),
        ("modified", "2026-03-02T11:00:00Z"),
        ("time_element", "2026-03-02T09:17"),
        ("modified", "2026-03-02T12:00"),
        ("url", "2026/03/02"),
        ("text", "2 mars 2026, 09:18"),
    ]
    assert found.author == "Redaksia"


def test_the_clock_in_a_header_and_the_dates_of_teasers_are_not_taken() -> None:
    header = '<div class="date">29 janar 2026</div>'
    teaser = '<article><time datetime="2025-01-01">1</time><h2>Tjetër</h2></article>'
    body = page(around='<time datetime="2023-06-20">20.06.2023</time>')
    body = body.replace(b"<nav>", f"<header>{header}</header><nav>".encode())
    body = body.replace(b"<footer>", f"{teaser}<footer>".encode())
    found = read(body, url="https://lajme.example/salla")
    assert {d.text for d in found.dates} == {"2023-06-20", "20.06.2023"}


def test_a_page_without_dates_claims_none() -> None:
    assert read(page(), url="https://lajme.example/2026/salla").dates == ()


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"datePublished": 7}',
        '{"@type": "NewsArticle", "datePublished": ["2026"], "author": {"name": []}}',
        "null",
    ],
)
def test_broken_json_ld_costs_nothing_but_itself(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    found = read(page(head=head))
    assert [d.source for d in found.dates] == ["url"]
    assert found.author is None


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        (URL + "?utm_source=x", URL),
        ("/a/b", "https://lajme.example/a/b"),
        ("https://www.lajme.example/a", "https://www.lajme.example/a"),
        ("https://other.example/a", None),
        ("https://lajme.example/", None),
        ("javascript:x", None),
        ("", URL),
    ],
)
def test_a_page_may_name_another_address_on_its_own_site(
    href: str, wanted: str | None
) -> None:
    assert read(page(head=f'<link rel="canonical" href="{href}">')).canonical == wanted


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("https://other.example/a?utm_source=x", "https://other.example/a"),
        ("https://other.example/", None),
        ("https://justicehomeland.org/a", None),
        ("https://www.lajme.example/a", None),
        ("javascript:x", None),
        ("https://", None),
    ],
)
def test_a_page_may_name_its_original_on_another_site(
    href: str, wanted: str | None
) -> None:
    assert read(page(head=f'<link rel="canonical" href="{href}">')).original == wanted


@pytest.mark.parametrize(
    ("asked", "stated", "believed"),
    [
        # what it takes off told the article from its neighbours
        ("/lajm.php?id=7", "/lajm.php", False),
        ("/artikull?lajmi=salla-u-hap", "/artikull", False),
        ("/?p=7", "/", False),
        ("/lajm.php?id=7&fbclid=x", "/lajm.php?id=7", True),
        ("/lajm.php?ref=fb&utm_source=x", "/lajm.php", True),
        ("/2026/03/02/salla?lang=sq", "/2026/03/02/salla", True),
        ("/salla-u-hap-sot?page=2", "/salla-u-hap-sot", True),
        ("/?p=7", "/2026/03/02/salla", True),
        # another form of the same article on its own site
        ("/2026/03/02/salla/amp", "/2026/03/02/salla", True),
        ("/lajm-i-ri-sot?amp=1", "/lajm-i-ri-sot", True),
    ],
)
def test_an_address_that_many_articles_share_is_not_believed(
    asked: str, stated: str, *, believed: bool
) -> None:
    head = f'<link rel="nofollow Canonical" href="{stated}">'
    found = read(page(head=head), url=f"https://lajme.example{asked}")
    wanted = f"https://lajme.example{stated}" if believed else None
    assert found.canonical == wanted


def test_a_page_on_another_host_of_its_site_may_name_the_main_one() -> None:
    head = '<link rel="canonical" href="https://www.lajme.example/salla">'
    for host in ("amp.lajme.example", "m.lajme.example", "lajme.example"):
        found = read(page(head=head), url=f"https://{host}/salla")
        assert found.canonical == "https://www.lajme.example/salla"
    cached = read(page(head=head), url="https://lajme-example.cdn.ampproject.org/c/s/a")
    assert cached.canonical is None


def test_an_image_of_the_article_counts_and_one_of_the_frame_does_not() -> None:
    assert read(page(around="<figure><img src=/a.jpg></figure>")).has_media is True
    framed = page().replace(b"<nav>", b"<nav><img src=/logo.png>")
    assert read(framed).has_media is False
    bare = page().replace(b"<article>", b"<div>").replace(b"</article>", b"</div>")
    assert read(bare).has_media is None


@pytest.mark.parametrize(
    ("head", "flags"),
    [
        ('<meta name="robots" content="index, noarchive">', ("reserved",)),
        ('<meta name="ROBOTS" content="NOINDEX">', ("reserved",)),
        ('<meta name="tdm-reservation" content="1">', ("reserved",)),
        ('<meta name="tdm-reservation" content="0">', ()),
        ('<meta name="robots" content="index, follow, max-image-preview:none">', ()),
        (ld({**JSON_LD["@graph"][1], "isAccessibleForFree": False}), ("stub",)),  # type: ignore[dict-item]
        (ld({**JSON_LD["@graph"][1], "isAccessibleForFree": "False"}), ("stub",)),  # type: ignore[dict-item]
        (ld({**JSON_LD["@graph"][1], "isAccessibleForFree": True}), ()),  # type: ignore[dict-item]
    ],
)
def test_wishes_and_paywalls_become_flags(head: str, flags: tuple[str, ...]) -> None:
    assert read(page(head=head)).flags == flags


def test_an_error_page_is_no_article_and_an_article_about_errors_is_one() -> None:
    lost = page(
        title="404", body="<p>Na vjen keq, faqja që kërkuat nuk u gjet.</p>" * 5
    )
    failure = refuse(lost)
    assert (failure.outcome, failure.detail) == ("not_article", "an error page: 404")
    long = "".join(
        f"<p>{n}. {FIRST}</p>" for n in range(LONGEST_ERROR // len(FIRST) + 1)
    )
    assert read(page(title="Gabimi 404 mbush 30 vjet", body=long)).body
    assert read(page(title="U gjetën 4040 euro")).body


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Faqja nuk u gjet", Failure),
        ("Page not found", Failure),
        ("404 - Lajme", Failure),
        ("Faqja q\u00eb k\u00ebrkuat nuk ekziston", Failure),
        ("Nuk u gjet asgj\u00eb e paligjshme", Extracted),
        ("Arma e krimit nuk u gjet", Extracted),
        ("Bus 404 returns to the coast", Extracted),
    ],
)
def test_a_headline_about_something_not_found_is_no_error_page(
    title: str, kind: type
) -> None:
    found = extract(page(title=title), content_type="text/html", url=URL)
    assert isinstance(found, kind)


@pytest.mark.parametrize(
    ("title", "outcome", "words"),
    [
        ("Faqja është në mirëmbajtje", "failed", "the site is out of order"),
        ("503 Service Unavailable", "failed", "the site is out of order"),
        ("403 Forbidden", "blocked", "the site refused the page"),
        ("Nuk ka rezultate", "not_article", "an error page"),
    ],
)
def test_trouble_of_the_site_is_told_apart_from_a_lost_page(
    title: str, outcome: str, words: str
) -> None:
    failure = refuse(page(title=title))
    assert (failure.outcome, failure.detail) == (outcome, f"{words}: {title}")


def test_below_another_heading_only_a_note_is_an_error_page() -> None:
    assert (LONGEST_ERROR, LONGEST_NOTE) == (1000, 500)
    note = "<h2>Kjo faqe nuk ekziston</h2><p>Kthehuni te ballina ose kërkoni.</p>"
    assert refuse(page(title="Ups!", body=note)).outcome == "not_article"
    first = "<p>Faqja nuk u gjet.</p><p>Kthehuni te ballina ose kërkoni.</p>"
    assert refuse(page(title="Ups!", body=first)).outcome == "not_article"
    assert read(page(title="Ups!", body=note + PARAGRAPHS * 2)).body


@pytest.mark.parametrize(
    "title",
    [
        "Si funksionojnë cookies dhe pse kërkohet pëlqimi",
        "Gabimi 404 mbush tridhjetë vjet",
        "Captcha: pse duhet të provojmë se jemi njerëz",
        "Just a moment, tha drejtuesi i punëve",
        "Arma me të cilën u krye vrasja nuk u gjet",
        "Gazeta vendos abonim për lexuesit e saj",
    ],
)
def test_an_article_about_such_pages_is_an_article(title: str) -> None:
    found = read(page(title=title))
    assert (found.title, found.flags) == (title, ())


def test_a_challenge_is_no_article_whoever_hands_it_in() -> None:
    failure = refuse(
        b"<html><title>Just a moment...</title><script>_cf_chl_opt</script></html>"
    )
    assert (failure.outcome, failure.detail) == (
        "blocked",
        "a check for robots (Cloudflare)",
    )


@pytest.mark.parametrize("root", ["root", "__next", "app"])
def test_an_application_without_its_text_is_a_shell_whatever_its_frame_says(
    root: str,
) -> None:
    frame = f"<main><p>{FIRST}</p><p>{SECOND}</p></main>"
    body = (
        f'<html><body><div id="{root}"> </div>{frame}<script src=/a.js></script>'
    ).encode()
    assert refuse(body).outcome == "failed"
    assert read(body.replace(b"<main>", b"<main><h1>Salla u hap</h1>")).body
    assert read(body.replace(b"> </div>", b"><p>Po</p></div>")).body
    assert read(
        body.replace(b"<main>", b"<main>" + f"<p>{FIRST * 8}</p>".encode())
    ).body


def test_a_shell_that_loads_its_text_later_is_not_said_to_be_empty() -> None:
    shell = (
        '<!DOCTYPE html><html lang="sq"><head><title>Lajme</title></head><body>'
        '<div id="root"></div><noscript>Ju lutemi aktivizoni JavaScript.</noscript>'
        "<script src=/a.js></script></body></html>"
    )
    failure = refuse(shell.encode())
    assert failure.outcome == "failed"
    assert "scripts, which are not run" in failure.detail
    short = page(body=f"<p>{FIRST[:100]}</p>")
    assert SHORTEST_TEXT == 200
    assert refuse(short).outcome == "failed"
    assert read(short.replace(b"<script src=/a.js></script>", b"")).body


@pytest.mark.parametrize(
    ("body", "outcome", "detail"),
    [
        (b"", "failed", "the page is empty"),
        (b" \n ", "failed", "the page is empty"),
        (b"%PDF-1.7 x", "not_html", "not a page: a PDF"),
        (b"\x89PNG\r\n", "not_html", "not a page: an image"),
        (b'{"a": 1}', "not_html", "not a page: JSON"),
        (b"<rss><channel/></rss>", "not_html", "not a page: a feed"),
        (b"<html></html>", "failed", "no text was found on the page"),
        (b"<!-- x -->", "failed", "the page holds no elements"),
    ],
)
def test_what_is_no_article_is_refused_in_words(
    body: bytes, outcome: str, detail: str
) -> None:
    failure = refuse(body)
    assert (failure.outcome, failure.detail) == (outcome, detail)


def test_text_three_hundred_elements_deep_is_read() -> None:
    found = read(page(body="<div>" * 300 + PARAGRAPHS + "</div>" * 300))
    assert FIRST in found.body


def test_a_page_nested_without_end_is_a_failure_and_never_an_empty_article() -> None:
    failure = refuse(page(body="<div>" * 20_000 + PARAGRAPHS + "</div>" * 20_000))
    assert failure.outcome == "failed"
    assert failure.detail.startswith("too_deep")


BAIT = [
    "2026-" * 30_000,
    "1 " * 100_000,
    "?" * 100_000 + "x",
    " " * 200_000 + "x",
    "\u00a0" * 60_000,
    "12/" * 60_000,
    "a@" + "a." * 40_000 + "!",
    "&nbsp" * 30_000,
]


def test_bait_for_slow_patterns_is_read_in_time_and_gives_no_date() -> None:
    head = (
        f'<meta name="date" content="{BAIT[0]}">'
        f'<meta property="og:title" content="{BAIT[3]}">'
        f'<meta name="author" content="{BAIT[6]}">'
    )
    body = PARAGRAPHS + "".join(f"<p>{b}</p><time>{b}</time>" for b in BAIT)
    found = extract(page(head=head, body=body), content_type=None, url=URL)
    assert isinstance(found, Extracted)
    assert FIRST in found.body
    by_source = {d.source: d for d in found.dates}
    assert read_none([by_source["meta"]])


def read_none(raw: list[RawDate]) -> bool:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    found = claims(raw, timezone="Europe/Tirane", now=now)
    return choose(found, now=now) is None


def test_a_table_cell_that_spans_the_world_is_read() -> None:
    cell = '<td colspan="9007199254740991" rowspan="2147483647">Totali</td>'
    table = "<table>" + f"<tr>{cell}<td>1</td></tr>" * 50 + "</table>"
    assert FIRST in read(page(body=PARAGRAPHS + table)).body


def test_windows_1252_said_only_in_a_meta_element_is_read_right() -> None:
    body = page().decode().replace("utf-8", "windows-1252").encode("cp1252")
    found = extract(body, content_type="text/html", url=URL)
    assert isinstance(found, Extracted)
    assert FIRST in found.body


@pytest.mark.corpus
def test_real_pages_are_read_no_worse_than_by_trafilatura_alone(shared: Path) -> None:
    folder = shared / "corpora" / "html-pages"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    ours, theirs = [0, 0], [0, 0]
    pages = 0
    for address, row in truth.items():
        body = gzip.decompress((folder / "pages" / f"{row['file']}.gz").read_bytes())
        url = address if urlsplit(address).scheme.startswith("http") else URL
        found = extract(body, content_type=None, url=url)
        text = f"{found.title}\n{found.body}" if isinstance(found, Extracted) else ""
        plain = trafilatura.extract(body, include_comments=False, url=url) or ""
        below = found.body if isinstance(found, Extracted) else ""
        for counts, got, main in ((ours, text, below), (theirs, plain, plain)):
            counts[0] += sum(wanted in got for wanted in row["with"])
            counts[1] += sum(unwanted in main for unwanted in row["without"])
        pages += 1
    assert pages > 450
    assert ours[0] >= theirs[0]
    assert ours[1] <= theirs[1]
