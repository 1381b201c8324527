import codecs
import encodings.aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.decode import clean, decode

TEXT = "Çmimet u rritën – „dje“"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("cp1252"), None),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (TEXT.encode("cp1252"), "text/html; charset=no-such-charset"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=windows-1252"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16le"), "text/xml; charset=utf-8"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16be"), None),
    ],
)
def test_text_survives_whatever_says_what_it_is(
    body: bytes, content_type: str | None
) -> None:
    assert decode(body, content_type) == TEXT


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="{}"?>',
        "<meta charset={}>",
        '<META http-equiv="Content-Type" content="text/html; charset={}">',
        '<!-- <meta charset="koi8-r"> --><meta charset="{}">',
    ],
)
@pytest.mark.parametrize("label", ["utf-8", "windows-1252", "UTF8", "latin1"])
def test_the_document_is_believed_before_the_header(head: str, label: str) -> None:
    codec = "utf-8" if label.lower().startswith("utf") else "cp1252"
    text = head.format(label) + TEXT
    assert decode(text.encode(codec), "text/html; charset=koi8-r") == text


def test_utf_16_without_a_mark_is_seen_by_its_declaration() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><a>ë</a>'
    assert decode(text.encode("utf-16le"), None) == text
    assert decode(text.encode(), None) == text


def test_broken_bytes_are_replaced_one_by_one() -> None:
    body = "Çmimet ëëëëëëëëëë".encode() + b"\xff\xfe ok"
    assert (
        decode(body, "text/html; charset=utf-8") == "Çmimet ëëëëëëëëëë\ufffd\ufffd ok"
    )
    assert decode(body, None) == "Çmimet ëëëëëëëëëë\ufffd\ufffd ok"


def test_no_codec_of_python_is_reached_by_its_label() -> None:
    for name in {
        *encodings.aliases.aliases.values(),
        "utf_7",
        "unicode_escape",
        "idna",
    }:
        assert decode(b"+AGE-\\u0061a", f"text/html; charset={name}").isprintable()
    assert decode(b"+AGE-", "text/html; charset=utf-7") == "+AGE-"


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_become_storable_text(body: bytes, content_type: str | None) -> None:
    text = decode(body, content_type)
    text.encode()
    assert "\x00" not in text
    assert clean(text) == text


def test_controls_and_lone_surrogates_are_taken_off_and_nothing_else() -> None:
    assert clean("a\x00\x1b[31m\x9b\x7fb\ud800c\r\nd\re\tf") == "a[31mbc\nd\ne\tf"
    kept = "ë\u00ad\u200b\u202eشرف\U0001d40a"
    assert clean(kept) == kept
