import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.report.text import csv_cell, harmless, one_line

EVERY = [chr(number) for number in range(sys.maxunicode + 1)]
ACTING = [c for c in EVERY if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
BREAKING = [c for c in EVERY if unicodedata.category(c) in {"Zl", "Zp"}]


@pytest.mark.parametrize("clean", [one_line, csv_cell, harmless])
def test_no_character_that_acts_is_left(clean):
    assert len(ACTING) > 2000
    assert len(BREAKING) == 2
    for char in ACTING + BREAKING:
        for text in (char, f"a{char}b", f"{char}{char}b", f"a {char}"):
            left = set(clean(text)) & {*ACTING, *BREAKING}
            assert left <= ({"\n"} if clean is harmless else set()), hex(ord(char))


def test_what_breaks_a_line_becomes_a_blank_and_what_hides_goes():
    assert one_line("a\r\nb\u2028c\td\x85e\x00f") == "a b c d e f"
    assert one_line("in\u00advis\u200bi\u2060ble\ufeff") == "invisible"
    assert one_line("\x1b]52;c;ZXZpbA==\x07 x\x9b31m") == "]52;c;ZXZpbA== x 31m"
    assert one_line("photo\u202egpj.exe") == "photogpj.exe"


def test_text_of_several_lines_keeps_its_lines_and_its_blanks():
    assert harmless("one\n    two\x1b[2J\n") == "one\n    two [2J\n"


@given(st.text())
def test_ordinary_text_and_cleaned_text_stay_as_they_are(text):
    assert one_line(one_line(text)) == one_line(text)
    assert harmless(harmless(text)) == harmless(text)
    if text.isprintable():
        assert harmless(text) == text


@pytest.mark.parametrize(
    "word",
    [
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari, after a virama
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
    ],
)
def test_a_joiner_that_spells_a_word_stays(word):
    assert one_line(word) == word


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_a_joiner_that_spells_nothing_goes(joiner):
    letter = "\u0645"
    for text in (f"a{joiner}b", f"{joiner}{letter}", f"{letter}{joiner}", joiner):
        assert joiner not in one_line(text)


def test_a_joiner_behind_a_hidden_character_is_judged_by_what_is_left():
    assert one_line("\u0645\u202e\u200c\u0645") == "\u0645\u200c\u0645"
    assert one_line("\u202e\u200ca") == "a"


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\u207a")
@pytest.mark.parametrize(
    "before", ["", " ", "\u3000", "\ufeff", "\u200b\t", "\xa0\r\n"]
)
def test_a_sign_of_a_formula_is_quoted_in_every_disguise(sign, before):
    assert csv_cell(f"{before}{sign}1").startswith("'")


def test_a_cell_that_is_no_formula_is_not_quoted():
    for text in ("Çmimi 5 % = shumë", "a-b", "'=1", "\u2212 5 gradë", ""):
        assert csv_cell(text) == text
