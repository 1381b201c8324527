"""What stands between tags is found at once as it is found byte by byte."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.raw.tags import Tags

PARTS = (
    *(
        "<b>",
        "</b>",
        "<p",
        "<!-- x -->",
        "<!--",
        "<![CDATA[",
        "]]>",
        "<?x?>",
        "<1",
        "<",
    ),
    *(">", "'>", "!", "[", "/", "a", "ë", " ", "\n", "", "<META ", "<math>", "q<svg>"),
)
TAG = re.compile(rb"<(?:[a-zA-Z/?]|!(?!\[))")
PAGES = st.lists(st.sampled_from(PARTS), max_size=30).map("".join).map(str.encode)


def read_one_by_one(page: bytes) -> list[bytes]:
    """Read as a parser does: a text ends at a tag, a tag at the first ">"."""
    texts, place = [], 0
    while place >= 0:
        tag = TAG.search(page, place)
        texts.append(page[place : tag.start() if tag else len(page)])
        place = page.find(b">", tag.end()) + 1 or -1 if tag else -1
    return [text for text in texts if text.strip()]


@given(page=PAGES)
def test_texts_are_those_that_are_read_one_by_one(page: bytes) -> None:
    assert Tags.of(page).texts() == read_one_by_one(page)


@given(page=PAGES)
def test_heads_are_found_in_any_case_and_names_behind_letters(page: bytes) -> None:
    sought = rb"(?i:<met|<mat)|(?<=[\w\x80-\xff;'-])<[a-z]"
    found = {found.start() for found in re.finditer(sought, page)}
    assert found <= set(Tags.of(page).places_of(b"<met", b"<mat"))


def test_an_empty_page_says_nothing() -> None:
    assert Tags.of(b"").texts() == []
    assert Tags.of(b"").places_of(b"<met") == []
