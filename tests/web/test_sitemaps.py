import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Failure, ParsedFeed, SitemapChild, SitemapIndex
from tracker.web import sitemaps
from tracker.web.sitemaps import read_sitemap

BASE = "https://lajme.example/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = (
    f"<urlset {SPACE} "
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
    "<url><loc> https://lajme.example/a </loc><lastmod>2026-03-02</lastmod>"
    "<image:image><image:loc>https://lajme.example/a.jpg</image:loc>"
    "<image:title>Foto</image:title></image:image>"
    "<news:news><news:publication><news:name>L</news:name></news:publication>"
    "<news:publication_date>2026-03-01T09:15:00+01:00</news:publication_date>"
    "<news:title>Çmimet &amp;amp; rrogat</news:title></news:news></url>"
    "<url><loc>/b</loc></url>"
    "<url><loc>javascript:x</loc></url></urlset>"
)


def read(
    body: bytes, content_type: str | None = None
) -> ParsedFeed | SitemapIndex | Failure:
    return read_sitemap(body, content_type=content_type, base_url=BASE)


def entries(body: bytes, content_type: str | None = None) -> ParsedFeed:
    found = read(body, content_type)
    assert isinstance(found, ParsedFeed), found
    return found


def test_a_news_sitemap_gives_title_and_both_dates() -> None:
    feed = entries(NEWS.encode())
    first, second = feed.entries
    assert first.url == first.key == "https://lajme.example/a"
    assert first.title == "Çmimet & rrogat"
    assert first.published == "2026-03-01T09:15:00+01:00"
    assert first.updated == "2026-03-02"
    assert (second.url, second.title, second.published, second.updated) == (
        "https://lajme.example/b",
        None,
        None,
        None,
    )
    assert feed.flags == ("unlinked",)


def test_a_packed_sitemap_is_unpacked() -> None:
    assert len(entries(gzip.compress(NEWS.encode())).entries) == 2


def test_the_members_of_a_packed_sitemap_belong_together() -> None:
    whole = NEWS.encode()
    parts = [gzip.compress(whole[:300]), gzip.compress(whole[300:]), bytes(100)]
    assert entries(b"".join(parts), "application/octet-stream") == entries(whole)
    assert read(b"".join((*parts, b"x" * 20))) == Failure(
        outcome="failed", detail="the gzip file is damaged"
    )
    assert sitemaps.MOST_MEMBERS == 100
    assert read(gzip.compress(b"") * 101) == Failure(
        outcome="failed", detail="the gzip file has too many members"
    )


def test_members_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LARGEST", 500)
    bomb = read(gzip.compress(b" " * 300) + gzip.compress(b" " * 300))
    assert isinstance(bomb, Failure)
    assert bomb.outcome == "too_large"


def test_a_bomb_and_a_cut_gzip_file_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = gzip.compress(NEWS.encode())
    assert read(packed[:-12]) == Failure(
        outcome="failed", detail="the gzip file is cut off"
    )
    assert read(packed[:15] + b"xxxxxxxxxxxx" + packed[27:]) == Failure(
        outcome="failed", detail="the gzip file is damaged"
    )
    assert sitemaps.LARGEST == 10_000_000
    monkeypatch.setattr(sitemaps, "LARGEST", 500)
    bomb = read(gzip.compress(b" " * 501))
    assert isinstance(bomb, Failure)
    assert bomb.outcome == "too_large"


def test_an_index_gives_each_part_once_with_its_date() -> None:
    part = "<sitemap><loc>{}</loc>{}</sitemap>"
    body = (
        f"<!-- x --><sitemapindex {SPACE}>"
        + part.format("https://lajme.example/1.xml", "<lastmod>2022-08-01</lastmod>")
        + part.format("2.xml.gz", "")
        + part.format("2.xml.gz", "")
        + part.format("file:///etc/passwd", "")
        + "</sitemapindex>"
    )
    assert read(body.encode()) == SitemapIndex(
        children=(
            SitemapChild(url="https://lajme.example/1.xml", modified="2022-08-01"),
            SitemapChild(url="https://lajme.example/2.xml.gz"),
        ),
        flags=("unlinked",),
    )


def test_a_list_of_addresses_is_a_sitemap() -> None:
    body = b"\xef\xbb\xbfhttps://lajme.example/a\r\n\nhttps://lajme.example/b\n"
    assert [e.url for e in entries(body, "text/plain").entries] == [
        "https://lajme.example/a",
        "https://lajme.example/b",
    ]


def test_what_came_before_a_cut_is_kept_and_said_to_be_cut() -> None:
    feed = entries(NEWS[: NEWS.index("<url><loc>/b")].encode())
    assert [e.url for e in feed.entries] == ["https://lajme.example/a"]
    assert feed.flags == ("malformed",)


@pytest.mark.parametrize("kind", ["url", "sitemap"])
def test_half_an_address_at_the_end_of_a_cut_sitemap_is_dropped(kind: str) -> None:
    part = f"<{kind}><loc>https://lajme.example/{{}}</loc></{kind}>"
    root = {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    whole = f"<{root}>{part.format('nje')}{part.format('dy/tre')}"
    for end in range(len(whole) - len("dy/tre</loc></url>"), len(whole)):
        found = read(whole[:end].encode())
        assert not isinstance(found, Failure)
        listed = found.entries if isinstance(found, ParsedFeed) else found.children
        assert [each.url for each in listed] == ["https://lajme.example/nje"], end
        assert found.flags == ("malformed",)


@pytest.mark.parametrize(
    "loc",
    [
        "https://lajme.example/?a=1&b=2&copy=3",
        "https://lajme.example/?a=1&amp;b=2&amp;copy=3",
        "<![CDATA[https://lajme.example/?a=1&b=2&copy=3]]>",
        "https://lajme.example/?a=1<!-- x -->&b=2&#38;copy=3",
        "https://lajme.example/?a=1<?x y?><b>&b=2</b>&copy=3",
    ],
)
def test_an_address_comes_whole_however_its_ampersands_are_written(loc: str) -> None:
    feed = entries(f"<urlset><url><loc>{loc}</loc></url></urlset>".encode())
    assert [e.url for e in feed.entries] == ["https://lajme.example/?a=1&b=2&copy=3"]
    assert feed.flags == ()


def test_prefixes_need_not_be_declared() -> None:
    body = NEWS.replace("xmlns:news", "data-x").replace("xmlns:image", "data-y")
    (first, _) = entries(body.encode()).entries
    assert first.url == "https://lajme.example/a"
    assert first.title == "Çmimet & rrogat"
    assert first.published == "2026-03-01T09:15:00+01:00"


def test_strings_of_a_sitemap_are_bounded_and_no_reference_in_them_raises() -> None:
    body = NEWS.replace("2026-03-02", "2" * 5000).replace("&amp;amp;", "&amp;#9" * 5000)
    (first, _) = entries(body.encode()).entries
    assert first.updated == "2" * 100
    assert entries(NEWS.replace("rrogat", f"&amp;#{'9' * 5000};").encode()).entries


def test_more_addresses_than_the_protocol_allows_are_capped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sitemaps.MOST_ADDRESSES == 50_000
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 1)
    feed = entries(NEWS.encode())
    assert len(feed.entries) == 1
    assert feed.flags == ("capped",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not a sitemap: an empty body"),
        (b"<!DOCTYPE html><html><p>x</html>", "not a sitemap: an HTML page"),
        (b"<rss></rss>", "not a sitemap: a feed"),
        (b"hello", "not a sitemap: something else (no media type)"),
        (b"%PDF-1", "not a sitemap: a PDF"),
        (
            b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset/>',
            "refused: the document declares entities",
        ),
    ],
)
def test_what_is_no_sitemap_is_refused_in_words(body: bytes, words: str) -> None:
    assert read(body) == Failure(outcome="failed", detail=words)


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(read(b"<urlset>" + body), ParsedFeed | Failure)
    read(body)
