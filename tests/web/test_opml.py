from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.opml import OpmlFeed, read_opml


def opml(outlines: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="1.0">\n<body>\n{outlines}\n</body></opml>'
    ).encode()


GOOD = '<outline text="Lajme" xmlUrl="https://lajme.example/feed"/>'
LAJME = OpmlFeed(
    title="Lajme", url="https://lajme.example/feed", home="https://lajme.example/"
)


def test_a_feed_has_a_title_an_address_and_a_home() -> None:
    full = (
        '<outline title="Gazeta" text="x" xmlUrl=" https://g.example/rss "'
        ' htmlUrl="https://www.g.example/"/>'
    )
    feeds, damaged = read_opml(opml(f'<outline text="Folder">{GOOD}{full}</outline>'))
    assert damaged == ()
    assert feeds == (
        LAJME,
        OpmlFeed(
            title="Gazeta", url="https://g.example/rss", home="https://www.g.example/"
        ),
    )


def test_a_feed_named_twice_is_one() -> None:
    assert read_opml(opml(GOOD * 2)) == ((LAJME,), ())


def test_a_bare_ampersand_stays_in_the_address() -> None:
    line = '<outline text="A & B &amp; C" xmlUrl="https://a.example/?x=1&y=2&amp;z=&#51;"/>'
    feeds, damaged = read_opml(opml(line))
    assert damaged == ()
    assert [(feed.title, feed.url) for feed in feeds] == [
        ("A & B & C", "https://a.example/?x=1&y=2&z=3")
    ]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/f", "feed", "https:///f", "http://[::1/f", "javascript:x"]
)
def test_what_is_no_web_address_is_named_with_its_line(url: str) -> None:
    feeds, damaged = read_opml(opml(f'{GOOD}\n<outline text="x" xmlUrl="{url}"/>'))
    assert feeds == (LAJME,)
    assert damaged == (f"line 5: not an http(s) address: {url}",)


def test_a_home_that_is_no_web_address_is_replaced_by_the_root_of_the_feed() -> None:
    feeds, _ = read_opml(opml(GOOD.replace("/>", ' htmlUrl="http://[x"/>')))
    assert feeds == (LAJME,)


def test_a_damaged_entry_is_named_and_the_others_are_read() -> None:
    broken = '<outline text="Gazeta "X"" xmlUrl="https://x.example/rss"/>'
    feeds, damaged = read_opml(opml(f"{broken}\n{GOOD}"))
    assert LAJME in feeds
    assert damaged[0].startswith("line 4: ")


def test_a_list_in_utf_16_is_read() -> None:
    text = opml(GOOD.replace("Lajme", "A &amp; B")).decode().replace("UTF-8", "UTF-16")
    feeds, damaged = read_opml(text.encode("utf-16"))
    assert [feed.title for feed in feeds] == ["A & B"]
    assert damaged == ()


@pytest.mark.parametrize(
    ("body", "came"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"hello", "it is no XML"),
        (b"%PDF-1.7", "it is no XML"),
        (b"\x00\xff\xfe", "it is no XML"),
        (b"<?xml version='1.0'?>", "it is no XML"),
        (b"<html><body>x</body></html>", "its root is <html>"),
        (b"<rss/>", "its root is <rss>"),
    ],
)
def test_what_is_no_opml_is_told_in_one_sentence(body: bytes, came: str) -> None:
    assert read_opml(body) == ((), (f"not an OPML document: {came}",))


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Sekret", encoding="utf-8")
    head = f'<!DOCTYPE opml [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    body = f"{head}<opml><body>&s;{GOOD.replace('Lajme', '&s;')}</body></opml>"
    feeds, damaged = read_opml(body.encode())
    assert "Sekret" not in repr((feeds, damaged))


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reading(body: bytes) -> None:
    feeds, damaged = read_opml(body)
    assert feeds == ()
    assert damaged


@pytest.mark.corpus
def test_every_list_of_the_corpus_is_read_or_says_what_is_damaged(shared: Path) -> None:
    paths = sorted((shared / "facts" / "opml").glob("*.opml"))
    assert len(paths) >= 25
    for path in paths:
        body = path.read_bytes()
        feeds, damaged = read_opml(body)
        assert feeds, path.name
        assert len(feeds) == body.count(b"xmlUrl=") or damaged, path.name
