import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.test_card import COUNTED
from tracker.model import Column, Result
from tracker.report import html
from tracker.report.asked import Asked, Given
from tracker.report.card import card_of
from tracker.report.html import to_html, web_address
from tracker.report.text import one_line

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "footer"),
    *("h1", "h2", "p", "dl", "div", "dt", "dd", "strong", "span", "section", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "bdi", "a", "wbr"),
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# Text in which every second piece means something to a browser or a template.
HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                *("</script>", "<script>", "<!--", "-->", "</td>", "</bdi>", "]]>"),
                *("&lt;", "&#60;", "&quot;", '"', "'", "`", "{{", "}}", "{%", "%}"),
                *("http://", "https://a.example/", "javascript:", "data:", "\t", "\n"),
                *("\x00", "\x1b", "\u2028", "\u202e", "\ud800", "onload=", "/"),
            ]
        ),
    ),
    max_size=6,
).map("".join)


class Page(HTMLParser):
    """What a browser makes of a page: its tags with their attributes, its cells."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "wbr"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def cells(self) -> list[str]:
        return self.texts.get("td", [])

    def shape(self) -> list[str]:
        return [tag for tag, _ in self.tags if tag != "a"]

    def links(self) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == "a"]


def asked(**changes) -> Asked:
    usual = {
        "title": "coverage",
        "typed": "tracker report coverage incident=fair",
        "at": datetime(2026, 3, 20, 13, 5, tzinfo=UTC),
        "database": "coverage.duckdb",
        "program": "tracker 1.0",
    }
    return Asked(**(usual | changes))


def drawn(names, rows, *, zone="UTC", **changes) -> Page:
    columns = tuple(
        Column(name=name, type=kind or "varchar", text=text)
        for name, kind, text in ((*each.split("|"), "", "")[:3] for each in names)
    )
    result = Result(columns=columns, rows=tuple(rows))
    return Page(to_html(result, asked(**changes), zone=zone))


def classes(page: Page) -> list[str]:
    return [attrs.get("class") or "" for tag, attrs in page.tags if tag == "td"]


def test_a_page_says_what_was_asked_when_and_of_what():
    page = drawn(
        ["outlet"],
        [("bregu",)],
        zone="Europe/Tirane",
        purpose="Who covered it?",
        grain="one row per outlet",
        given=(Given(name="incident", value="fair", text="id of the incident"),),
        left_out=("since", "until"),
    )
    assert page.texts["title"] == page.texts["h1"] == ["coverage"]
    (header,) = page.texts["header"]
    for told in ("Who covered it?", "fair", "since, until", "coverage.duckdb"):
        assert told in header
    assert "2026-03-20 14:05" in header
    assert "Europe/Tirane" in header
    assert "1 row, one row per outlet" in page.texts["main"][0]
    assert page.texts["pre"] == ["tracker report coverage incident=fair"]
    titles = [attrs.get("title") for tag, attrs in page.tags if tag == "div"]
    assert "id of the incident" in titles


def test_a_page_runs_nothing_and_needs_nothing_beside_it():
    page = drawn(["outlet"], [("bregu",)])
    metas = [attrs for tag, attrs in page.tags if tag == "meta"]
    policies = [m["content"] for m in metas if "http-equiv" in m]
    assert policies == [POLICY]
    assert "url(" not in page.texts["style"][0]
    assert "@import" not in page.texts["style"][0]
    assert set(page.shape()) <= TAGS


def test_no_template_lets_text_through_as_markup():
    pages = list((Path(html.__file__).parent / "pages").iterdir())
    assert {"table.html", "page.css"} <= {path.name for path in pages}
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|<script|\son\w+=", text)
        # Without quotes a blank would end the value, and begin an attribute.
        assert not re.search(r"=\{\{", text)


@settings(deadline=None)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=3), HOSTILE)
def test_text_of_others_is_text_in_every_place(rows, name):
    def written(rows, told):
        columns = tuple(Column(name=told, type="varchar", text=told) for _ in "ab")
        given_ = (Given(name="incident", value=told, text=told),)
        words = {"title": told, "typed": told, "purpose": "p", "grain": "g"}
        result = Result(columns=columns, rows=tuple(rows))
        return Page(to_html(result, asked(given=given_, **words), zone="UTC"))

    # A mark in front keeps each cell different, so that none is drawn but once.
    rows = [(f"{n}{one}", f"{n}{other}") for n, (one, other) in enumerate(rows)]
    page = written(rows, f"n{name}")
    plain = written([(f"{n}x", f"{n}x") for n, _ in enumerate(rows)], "n")
    assert [t for t in page.shape() if t != "wbr"] == plain.shape()
    assert page.cells() == [one_line(cell) for row in rows for cell in row]
    assert page.texts["h1"] == [one_line(f"n{name}")]


@settings(deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_only_web_addresses_are_links_and_lead_where_they_say(texts):
    page = drawn(["a", "b"], [(str(n), text) for n, text in enumerate(texts)])
    for attributes in page.links():
        assert set(attributes) == {"href", "rel"}
        assert attributes["rel"] == "noopener noreferrer nofollow"
        assert attributes["href"] in page.texts["a"]
        assert re.match(r"https?://[^\s]+$", attributes["href"], re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "https://lajme.example/artikull?id=7&x=a,b;c#d",
        "HTTP://lajme.example",
        "http://127.0.0.1:8800/a",
        "https://[2001:db8::1]:8443/a",
        "https://lajme.example/@desk/a(b)",
    ],
)
def test_a_web_address_is_a_link(text):
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "file:///"),
        *("vbscript:x", "ftp://a.example/", "//a.example/", "a.example", "mailto:a@b"),
        *("java\tscript:alert(1)", "ht\ntps://a.example/", "\x01https://a.example/"),
        *("https://a.example/\n", " https://a.example/", "https://a.example/a b"),
        *("https:\\\\a.example/", "https://a\\@b.example/", "https://desk@a.example/"),
        *("https://", "https:///a", "https://[::1", "https://a.example:99999/"),
        *(
            "https://a.example:0/",
            "https://a.example/\u202ex",
            "http\u017f://a.example/",
        ),
        *('https://a.example/"x', "https://a.example/<b>", "", "-"),
    ],
)
def test_what_is_no_web_address_is_text(text):
    assert web_address(text) is None


def test_a_tab_or_line_break_hides_no_scheme():
    texts = ["java\tscript:alert(1)", "ht\ttps://a.example/", "https://a.example/x"]
    page = drawn(["a", "b"], [(str(n), text) for n, text in enumerate(texts)])
    assert [link["href"] for link in page.links()] == ["https://a.example/x"]


def test_a_cell_is_as_the_terminal_table_has_it():
    page = drawn(
        ["outlet", "at|timestamp", "n|bigint", "d|decimal(4,2)"],
        [("a", datetime(2026, 3, 2, 7, 50), 5, None), ("b", datetime(1, 1, 1), 12, 2)],
        zone="Europe/Tirane",
    )
    assert page.cells() == ["a", "2026-03-02 08:50", "5", "-", "b", "open", "12", "2"]
    assert classes(page) == [
        "",
        "",
        "number",
        "number none",
        "",
        "",
        "number",
        "number",
    ]


def test_a_share_stands_with_its_interval_and_thin_support_says_so():
    page = drawn(
        ["outlet", "share|double", "share_low|double", "share_high|double", "support"],
        [
            ("a", 0.5, 0.25, 0.75, "enough"),
            ("b", -0.5, -0.75, -0.25, "enough"),
            ("c", None, None, None, "not enough (n=2)"),
        ],
    )
    assert page.texts["th"] == ["outlet", "share (95 %)"]
    shares = ["0.5 (0.25-0.75)", "-0.5 (-0.75--0.25)", "not enough (n=2)"]
    assert page.cells()[1::2] == shares
    assert classes(page)[1::2] == ["number", "number", "number thin"]


def test_what_is_the_same_in_every_row_is_said_once_and_explained():
    page = drawn(["outlet", "actor||id of the actor"], [("a", "vala"), ("b", "vala")])
    assert page.cells() == ["a", "b"]
    assert "vala" in page.texts["main"][0]
    assert "id of the actor" in page.texts["footer"][0]


def test_a_column_is_explained_on_the_screen_and_on_paper():
    page = drawn(["outlet||id from config.yaml", "n|bigint|articles"], [("a", 1)])
    heads = [attrs.get("title") for tag, attrs in page.tags if tag == "th"]
    assert heads == ["id from config.yaml", "articles"]
    for told in ("id from config.yaml", "articles"):
        assert told in page.texts["footer"][0]


def test_a_long_text_is_never_cut():
    text = "fjalë " * 5000 + "x" * 5000
    page = drawn(["outlet", "body"], [("a", text), ("b", None)])
    assert page.cells()[1] == text
    assert classes(page) == ["", "long text", "", "long text none"]


def test_no_rows_are_said():
    page = drawn(["outlet"], [])
    assert "0 rows" in page.texts["main"][0]
    assert "(no rows)" in page.texts["main"][0]


def test_a_page_tells_no_password():
    columns = (Column(name="feed_url", type="varchar"),)
    rows = (("https://desk:hunter2@a.example/?key=hunter3",), ("x",))
    typed = "select 'https://desk:hunter2@a.example/'"
    given_ = (Given(name="code", value="https://desk:hunter2@a.example/"),)
    page = to_html(
        Result(columns=columns, rows=rows), asked(typed=typed, given=given_), zone="UTC"
    )
    assert b"a.example" in page
    assert b"hunter" not in page


def test_sql_keeps_its_lines():
    page = drawn(["n"], [("1",)], typed="select\n    1 as n")
    assert page.texts["pre"] == ["select\n    1 as n"]


@settings(deadline=None)
@given(HOSTILE)
def test_the_card_is_text_whatever_its_values_hold(text):
    question = asked(grain=text, given=(Given(name="code", value=text),))
    card = card_of(question, replace(COUNTED, not_observed=[text or "x"]), {"x": text})
    columns = (Column(name="outlet", type="varchar"),)
    page = Page(
        to_html(Result(columns=columns, rows=()), question, zone="UTC", card=card)
    )
    assert set(page.shape()) <= TAGS
    assert not page.links()
    policies = [
        attrs["content"]
        for tag, attrs in page.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [POLICY]
    assert "How it was counted" in page.texts["h2"]
    (footer,) = page.texts["footer"]
    assert "machine, not validated" in footer


def test_a_page_without_a_card_has_no_section_for_it():
    assert "How it was counted" not in drawn(["outlet"], [("bregu",)]).texts["h2"]
