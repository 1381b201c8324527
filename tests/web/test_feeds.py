import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Failure, ParsedFeed
from tracker.web import feeds
from tracker.web.feeds import (
    LONGEST_AUTHOR,
    LONGEST_DATE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_URL,
    MOST_ENTRIES,
    read_feed,
)

BASE = "https://lajme.example/feed/"


def read(body: str | bytes, content_type: str | None = "application/xml") -> ParsedFeed:
    raw = body.encode() if isinstance(body, str) else body
    found = read_feed(raw, content_type=content_type, base_url=BASE)
    assert isinstance(found, ParsedFeed), found
    return found


def refuse(body: bytes, content_type: str | None = None) -> Failure:
    found = read_feed(body, content_type=content_type, base_url=BASE)
    assert isinstance(found, Failure), found
    return found


def rss(*items: str, head: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Lajme</title>{inside}</channel></rss>"
    )


def item(number: int, title: str = "Titull", more: str = "") -> str:
    link = f"https://lajme.example/{number}"
    return f"<title>{title}</title><link>{link}</link><guid>g{number}</guid>{more}"


def titles(feed: ParsedFeed) -> list[str | None]:
    return [entry.title for entry in feed.entries]


def test_an_rss_item_gives_its_strings_as_they_stood() -> None:
    feed = read(
        rss(
            item(
                1,
                "Çmimet &amp; rrogat",
                "<pubDate>Tue, 20 Jun 2023 14:35:00 CET</pubDate>"
                "<dc:creator>Redaksia</dc:creator>"
                "<description>&lt;p&gt;Një&lt;/p&gt;&lt;p&gt;dy&amp;euml;&lt;/p&gt;"
                "</description>",
            )
        )
    )
    (entry,) = feed.entries
    assert feed.title == "Lajme"
    assert feed.flags == ()
    assert entry.key == "g1"
    assert entry.url == "https://lajme.example/1"
    assert entry.title == "Çmimet & rrogat"
    assert entry.published == "Tue, 20 Jun 2023 14:35:00 CET"
    assert entry.updated is None
    assert entry.author == "Redaksia"
    assert entry.summary == "Një dyë"
    assert entry.position == 1


def test_an_atom_entry_keeps_publication_and_update_apart() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><entry><id>tag:1</id>'
        '<title type="html">&lt;b&gt;A&lt;/b&gt;</title>'
        '<link rel="alternate" href="/a"/><link rel="edit" href="/b"/>'
        "<published>2023-06-20T10:00:00Z</published>"
        "<updated>2023-06-21T10:00:00Z</updated>"
        "<author><name>Redaksia</name></author></entry>"
        '<entry><id>tag:2</id><title>B</title><link href="c"/>'
        "<updated>2023-06-22T10:00:00Z</updated></entry></feed>"
    )
    first, second = feed.entries
    assert first.url == "https://lajme.example/a"
    assert (first.published, first.updated) == (
        "2023-06-20T10:00:00Z",
        "2023-06-21T10:00:00Z",
    )
    assert first.title == "A"
    assert first.author == "Redaksia"
    assert second.url == "https://lajme.example/feed/c"
    assert (second.published, second.updated) == (None, "2023-06-22T10:00:00Z")


def test_the_date_of_dublin_core_dates_an_rss_item() -> None:
    (entry,) = read(rss(item(1, more="<dc:date>2023-06-20</dc:date>"))).entries
    assert (entry.published, entry.updated) == ("2023-06-20", None)


def test_a_json_feed_is_a_feed() -> None:
    feed = read(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "L", "items": ['
        b'{"id": "1", "url": "/a", "title": "A", "content_html": "<p>x</p>",'
        b'"date_published": "2023-06-20T10:00:00Z", "authors": [{"name": "R"}]}, 7]}',
        "application/json",
    )
    (entry,) = feed.entries
    assert (entry.key, entry.url, entry.title) == ("1", "https://lajme.example/a", "A")
    assert (entry.summary, entry.author) == ("x", "R")
    assert entry.published == "2023-06-20T10:00:00Z"


@pytest.mark.parametrize(
    ("body", "content_type", "came"),
    [
        (b"", None, "an empty body"),
        (b" \n", "application/rss+xml", "an empty body"),
        (b"<!DOCTYPE html><html><p>x</html>", "application/rss+xml", "an HTML page"),
        (b"<html><body>x</body></html>", None, "an HTML page"),
        (b"%PDF-1.7 ...", "application/pdf", "a PDF"),
        (b'{"a": 1}', "application/json", "JSON"),
        (b"{", "application/json", "JSON"),
        (b"[" * 100_000, None, "JSON"),
        (b"{" * 100_000, None, "something else (no media type)"),
        (b"hello", "text/plain; charset=utf-8", "plain text"),
        (b"hello", "text/rtf; charset=utf-8", "something else (text/rtf)"),
        (b"https://canary.example/feed", None, "something else (no media type)"),
        (b"<svg></svg>", "image/svg+xml", "an image"),
    ],
)
def test_what_is_no_feed_is_a_failure_that_names_what_came(
    body: bytes, content_type: str | None, came: str
) -> None:
    failure = refuse(body, content_type)
    assert failure.outcome == "failed"
    assert failure.detail == f"not a feed: {came}"


def test_a_body_that_is_a_path_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss(item(1, "Sekret")), encoding="utf-8")
    refuse(str(secret).encode())
    refuse(secret.as_uri().encode())


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE r SYSTEM "http://canary.example/x.dtd" [<!ENTITY % p "x"> %p;]>',
    '<!-- a --><!doctype r [<!-- ]> <r> --><!entity a "ha">]>',
    "<!DOCTYPE r [<!ATTLIST a b CDATA ']>'><!ENTITY a 'ha'>]>",
)


@pytest.mark.parametrize("head", LAUGHS)
def test_entity_declarations_are_refused(head: str) -> None:
    failure = refuse(rss(item(1, "&a;"), head=head).encode())
    assert failure.detail == "refused: the document declares entities"


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://canary.example/x.dtd">',
        "<!-- x --><!DOCTYPE rss [<!ELEMENT a ANY>]>",
        "<?xml-stylesheet href='x.xsl'?><!-- x -->",
    ],
)
def test_a_doctype_alone_is_dropped(head: str) -> None:
    feed = read(rss(item(1, "Dië &euml;&ccedil;"), head=head))
    assert titles(feed) == ["Dië ëç"]
    assert feed.flags == ()


def test_a_text_about_entities_is_no_declaration() -> None:
    more = "<description><![CDATA[Use <!ENTITY a 'b'> in a DTD]]></description>"
    assert len(read(rss(item(1, more=more))).entries) == 1


def test_impossible_references_cost_a_character_and_not_the_feed() -> None:
    bad = ["&#55296;", "&#xD800;", "&#1114112;", "&#x110000;", "&#8;", "&#0;"]
    bad.append("&#" + "9" * 5000 + ";")
    feed = read(rss(item(1, "Një"), item(2, "".join(bad) + "x"), item(3, "Tre &#235;")))
    assert titles(feed) == ["Një", "\ufffd" * 7 + "x", "Tre ë"]
    assert feed.flags == ()


def test_one_broken_byte_does_not_make_the_feed_windows_1252() -> None:
    body = rss(item(1, "Çmimet"), item(2, "BYTE")).encode().replace(b"BYTE", b"a\xe2b")
    assert titles(read(body)) == ["Çmimet", "a\ufffdb"]


def test_controls_written_as_references_do_not_reach_a_title() -> None:
    (title,) = titles(read(rss(item(1, "a&#x9b;&#x80;&#x1b;[31m&amp;#x1b;&amp;#7;b"))))
    assert title is not None
    assert title.isprintable()
    assert title.endswith("b")


@pytest.mark.parametrize(
    "tail",
    [
        "<item><title>Gjysm",
        "<item><title>Gjysmë</title><link>https://lajme.example/3</link><descr",
        (
            "<item><title>T</title><link>https://lajme.example/3</link>"
            "<description><![CDATA[a b"
        ),
    ],
)
def test_half_an_entry_at_the_end_of_a_cut_feed_is_dropped(tail: str) -> None:
    whole = rss(item(1, "Një"), item(2, "Dy"))
    feed = read(whole[: whole.index("</channel>")] + tail)
    assert titles(feed) == ["Një", "Dy"]
    assert feed.flags == ("malformed",)


def test_a_closed_entry_survives_an_error_behind_it() -> None:
    feed = read(rss(item(1, "Një"), item(2, "Dy")).replace("</channel>", "</chanel>"))
    assert titles(feed) == ["Një", "Dy"]
    assert feed.flags == ("malformed",)


def test_only_web_addresses_become_entries() -> None:
    bad = ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "file:///etc/x"]
    bad += [
        "\tjavascript:x",
        "http://inner.example\\@good.example/",
        "http://a@b.example/",
    ]
    items = [f"<title>{n}</title><link>{link}</link>" for n, link in enumerate(bad)]
    feed = read(rss(*items, item(9, "Mirë"), "<title>pa adresë</title>"))
    assert titles(feed) == ["Mirë"]
    assert feed.entries[0].position == len(bad) + 1
    assert feed.flags == ("unlinked",)


def test_inner_addresses_are_the_clients_business_not_the_parsers() -> None:
    links = ["http://127.0.0.1:9/x", "http://2130706433/", "http://[::1]/"]
    items = [f"<title>{n}</title><link>{link}</link>" for n, link in enumerate(links)]
    assert [e.url for e in read(rss(*items)).entries] == links


def test_blanks_in_a_path_are_encoded() -> None:
    (entry,) = read(
        rss("<title>A</title><link>\n https://a.example/b c \n</link>")
    ).entries
    assert entry.url == "https://a.example/b%20c"


def test_a_guid_is_the_link_only_if_it_is_a_permanent_one() -> None:
    feed = read(
        rss(
            "<title>A</title><guid>https://lajme.example/a</guid>",
            '<title>B</title><guid isPermaLink="false">https://lajme.example/b</guid>',
        )
    )
    assert [e.url for e in feed.entries] == ["https://lajme.example/a"]


def test_a_guid_that_two_entries_share_identifies_neither() -> None:
    twin = "<title>{0}</title><link>https://lajme.example/{0}</link><guid>same</guid>"
    feed = read(rss(twin.format(1), twin.format(2), item(3)))
    assert [e.key for e in feed.entries] == [
        "https://lajme.example/1",
        "https://lajme.example/2",
        "g3",
    ]


def test_markup_in_titles_is_taken_off_and_escaped_markup_becomes_text() -> None:
    feed = read(
        rss(
            item(1, "<![CDATA[<em>Një</em> &euml; &lt;x&gt;]]>"),
            item(2, "1 &amp;lt; 2 &lt;b&gt;dy&lt;/b&gt;"),
            item(3, "{{7*7}} [red]"),
        )
    )
    assert titles(feed) == ["Një ë <x>", "1 < 2 dy", "{{7*7}} [red]"]


def day(number: int) -> str:
    return (date(2000, 1, 1) + timedelta(days=number)).isoformat()


def test_the_newest_entries_are_taken_wherever_they_stand() -> None:
    dated = [
        item(n, f"T{n}", f"<pubDate>{day(n)}</pubDate>")
        for n in range(MOST_ENTRIES + 10)
    ]
    feed = read(rss(*dated))
    assert len(feed.entries) == MOST_ENTRIES == 2000
    assert feed.flags == ("capped",)
    assert feed.entries[-1].title == f"T{MOST_ENTRIES + 9}"
    places = [entry.position for entry in feed.entries]
    assert places == list(range(11, MOST_ENTRIES + 11))


def test_the_newest_are_found_by_days_in_marked_sections_and_by_changes() -> None:
    for told in (
        "<pubDate><![CDATA[{}]]></pubDate>",
        "<updated>{}</updated>",
    ):
        dated = [item(n, f"T{n}", told.format(day(n))) for n in range(MOST_ENTRIES + 3)]
        feed = read(rss(*reversed(dated)))
        assert feed.entries[0].title == f"T{MOST_ENTRIES + 2}"
        assert feed.entries[-1].title == "T3"
        assert feed.flags == ("capped",)


def test_of_too_many_none_is_torn_apart() -> None:
    torn = "<description><![CDATA[one </item><item> more]]></description>"
    whole = [item(n, f"T{n}", torn) for n in range(MOST_ENTRIES + 3)]
    feed = read(rss(*whole))
    assert titles(feed)[-1] == f"T{MOST_ENTRIES - 1}"
    assert feed.flags == ("capped",)


def test_overlong_texts_are_cut_and_their_neighbours_kept() -> None:
    assert (LONGEST_TITLE, LONGEST_AUTHOR) == (1000, 500)
    assert (LONGEST_SUMMARY, LONGEST_URL) == (20_000, 2048)
    long = "<description>" + "y " * 30_000 + "</description>"
    feed = read(rss(item(1, "x" * 4_000_000), item(2, "Dy", long), item(3)))
    assert [len(t or "") for t in titles(feed)] == [LONGEST_TITLE, 2, 6]
    assert len(feed.entries[1].summary or "") == LONGEST_SUMMARY
    assert feed.flags == ("cut",)
    too_long = f"<title>A</title><link>https://a.example/{'x' * LONGEST_URL}</link>"
    assert read(rss(too_long)).flags == ("unlinked",)


BAIT = "a" * 30_000 + "@" + "a." * 60_000


@pytest.mark.parametrize(
    "more",
    [
        f"<author>{BAIT}</author>",
        f"<author><![CDATA[{BAIT}]]></author><category>x</category>",
        f"<dc:creator>{BAIT}</dc:creator>",
        f"<author>{'&lt;' * 30_000}</author>",
        f"<pubDate>{'2026-' * 60_000}</pubDate>",
        f"<description>&lt;p style='{'a:b;' * 60_000}'&gt;x&lt;/p&gt;</description>",
        f"<description>{'&lt;' * 100_000}</description>",
        f"<description><![CDATA[{'<p>' * 200_000}]]></description>",
    ],
)
def test_bait_for_slow_patterns_is_read_in_time(more: str) -> None:
    feed = read(rss(item(1, "Një", more), item(2, "Dy")))
    assert titles(feed) == ["Një", "Dy"]


HUGE = "&#" + "9" * 5000 + ";"


def test_references_of_any_length_in_escaped_markup_cost_a_character() -> None:
    feed = read(rss(item(1, HUGE.replace("&", "&amp;") + "x"), item(2, "Dy")))
    assert titles(feed) == ["\ufffdx", "Dy"]
    body = {"title": HUGE, "url": "https://lajme.example/1"}
    assert titles(read(json_feed(body))) == ["\ufffd"]


def json_feed(*items: object) -> str:
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "items": items})


@pytest.mark.parametrize(
    ("version", "is_feed"),
    [
        ("https://jsonfeed.org/version/1", True),
        ("1.1", True),
        ("1.0.3", False),
        (1, False),
    ],
)
def test_a_json_feed_names_its_version(version: object, *, is_feed: bool) -> None:
    body = json.dumps({"version": version, "items": []}).encode()
    found = read_feed(body, content_type=None, base_url=BASE)
    assert isinstance(found, ParsedFeed) == is_feed


def test_an_identifier_in_a_json_feed_is_no_path() -> None:
    feed = read(
        json_feed(
            {"id": "1", "title": "A"},
            {"id": 2, "url": 1.5, "title": "B"},
            {"id": {"x": 1}, "url": ["/c"], "title": "C"},
            {"id": "https://lajme.example/d", "title": "D"},
            {"id": 5, "url": "/e", "title": "E"},
        )
    )
    assert [(e.key, e.url) for e in feed.entries] == [
        ("https://lajme.example/d", "https://lajme.example/d"),
        ("5", "https://lajme.example/e"),
    ]
    assert feed.flags == ("unlinked",)


def test_what_a_json_feed_escapes_can_be_stored_and_shown() -> None:
    bad = "x\ud800\x1b[31m\x00"
    (entry,) = read(
        json_feed({"id": bad, "url": "/a", "title": bad, "date_published": bad})
    ).entries
    assert (entry.key, entry.title, entry.published) == ("x[31m",) * 3


def test_the_first_author_with_a_name_signs() -> None:
    names = [{"name": []}, "x", {"name": "Redaksia"}, {"name": "Y"}]
    (entry,) = read(json_feed({"url": "/a", "authors": names})).entries
    assert entry.author == "Redaksia"


def test_the_text_of_a_link_counts_whatever_its_attributes_say() -> None:
    links = [
        '<link uri="at://did:plc:x/post/y">https://lajme.example/1</link>',
        "<link rel='self' uri = 'at://x' >https://lajme.example/2</link>",
        "<link uri='https://lajme.example/3'>https://lajme.example/4</link>",
    ]
    feed = read(rss(*links))
    assert [e.url for e in feed.entries] == [
        f"https://lajme.example/{number}" for number in (1, 2, 4)
    ]


def test_the_title_of_a_picture_is_not_that_of_the_entry() -> None:
    media = (
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="/a.jpg">'
        "<media:title>Foto</media:title></media:content>"
    )
    link = "<link>https://lajme.example/1</link>"
    assert titles(read(rss(media + link, item(2, more=media)))) == [None, "Titull"]


def test_an_update_does_not_date_an_rss_item() -> None:
    space = 'xmlns:atom="http://www.w3.org/2005/Atom"'
    more = f"<atom:updated {space}>2023-06-20T10:00:00Z</atom:updated>"
    (entry,) = read(rss(item(1, more=more))).entries
    assert (entry.published, entry.updated) == (None, "2023-06-20T10:00:00Z")


@pytest.mark.parametrize("host", ["my", "channel"])
def test_both_addresses_of_the_oldest_rss_are_known(host: str) -> None:
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://{host}.netscape.com/rdf/simple/0.9/">'
        f"<item>{item(1, 'Një')}</item></rdf:RDF>"
    )
    assert titles(feed) == ["Një"]


def test_rdf_that_lists_nothing_is_a_feed_of_no_known_kind() -> None:
    rdf = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert refuse(rdf).detail == "a feed of no known kind"


@pytest.mark.parametrize(
    "more",
    [
        f"<author>{'x' * 600}</author>",
        f"<pubDate>{'x' * 600}</pubDate>",
        f"<guid>{'x' * 3000}</guid>",
        f"<description>&lt;b&gt;{'x' * 20_001}</description>",
    ],
)
def test_whatever_was_cut_is_said(more: str) -> None:
    feed = read(rss(f"<title>A</title><link>https://lajme.example/1</link>{more}"))
    assert feed.flags == ("cut",)
    assert LONGEST_DATE == 100


def test_text_behind_a_picture_within_the_text_is_kept() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 400_000}'>"
    more = f"<description><![CDATA[{picture}Pas fotos]]></description>"
    (entry,) = read(rss(item(1, more=more))).entries
    assert entry.summary == "Pas fotos"


def test_want_of_memory_is_not_a_fault_of_the_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exhausted(*_args: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(feeds.feedparser, "parse", exhausted)
    with pytest.raises(MemoryError):
        read(rss(item(1)))


@pytest.mark.parametrize(
    "bait",
    [
        " uri=" * 60_000,
        " uri='" * 400 + "x" * 400_000,
        "x" * 400_000,
        f"x='{' uri=' * 60_000}'",
    ],
)
def test_bait_in_links_costs_its_entry_at_most(bait: str) -> None:
    feed = read(rss(item(1, "Një", f"<link {bait}/>" * 5), item(2, "Dy")))
    assert titles(feed)[-1] == "Dy"


@given(st.text(alphabet="<>/&;#x0adinte![]CDATA-? \"'", max_size=200))
def test_no_text_inside_a_feed_raises(text: str) -> None:
    body = rss(item(1, text, text)).encode()
    assert isinstance(
        read_feed(body, content_type=None, base_url=BASE), ParsedFeed | Failure
    )


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(
        read_feed(body, content_type=None, base_url=BASE), ParsedFeed | Failure
    )


@pytest.mark.parametrize("module", ["feeds", "sitemaps", "wordpress"])
def test_reading_a_document_needs_no_network_library(module: str) -> None:
    code = (
        f"import sys, tracker.web.{module}\n"
        "print({'httpx', 'trafilatura', 'pebble'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"
