import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker.report.folding import folded
from tracker.report.text import one_line

WORDS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "Panairi",
                "\u4e2d\u6587\u65b0\u805e" * 4,
                "\U0001f3ad\U0001f3ad",
                "e\u0301" * 9,
                "x" * 50,
            ]
        ),
    ),
    max_size=8,
).map(lambda words: one_line(" ".join(words)))


@given(WORDS, st.integers(8, 60), st.integers(0, 4))
def test_no_line_is_wider_than_asked_for_and_no_character_is_lost(text, width, indent):
    lines = folded(text, width, indent=indent)
    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(8, 60), st.integers(0, 4))
def test_all_lines_but_the_first_are_indented(text, width, indent):
    first, *others = folded(text, width, indent=indent)
    assert first == first.lstrip(" ")
    assert all(len(line) - len(line.lstrip(" ")) == indent for line in others)


def test_a_text_that_fits_is_one_line():
    assert folded("Panairi i Detit", 15) == ["Panairi i Detit"]
    assert folded("", 15) == [""]


def test_a_line_breaks_between_words():
    assert folded("Panairi i Detit", 10, indent=2) == ["Panairi i", "  Detit"]


@pytest.mark.parametrize("width", [9, 10])
def test_wide_characters_count_twice(width):
    lines = folded("\u4e2d\u6587\u65b0\u805e\u7db2\u7ad9", width)
    assert [len(line) for line in lines] == [width // 2, 6 - width // 2]


def test_an_accent_that_combines_stays_with_its_letter():
    lines = folded("e\u0301" * 12, 8)
    assert [cell_len(line) for line in lines] == [8, 4]
    assert not any(unicodedata.combining(line[0]) for line in lines)


def test_parts_of_one_word_are_not_parted_by_a_blank():
    assert folded("abcdefghij", 6, indent=2) == ["abcd", "  efgh", "  ij"]
