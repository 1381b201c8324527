import zlib

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.shingles import hashes, words

WORDS = st.lists(st.text("abcë ç", min_size=1, max_size=4), max_size=12)


def test_case_accents_marks_and_lines_do_not_matter():
    typed = "ÇËSHTJA “u mbyll”, tha\nSHSH-ja: 20.000 veta…"
    again = "ceshtja u mbyll tha SHSH ja 20 000 veta"
    assert words(typed) == words(again) == tuple(again.lower().split())


def test_addresses_hold_no_words():
    assert words("Më shumë: https://lajme.example/a/b?c=d.") == ("me", "shume")


def test_a_run_has_the_same_number_on_every_machine():
    assert hashes(words("A, b c …: ç d e")) == (
        zlib.crc32(b"a b c c d"),
        zlib.crc32(b"b c c d e"),
    )
    assert zlib.crc32(b"a b c c d") == 0xA488EDDC


def test_fewer_than_five_words_have_no_run():
    assert hashes(words("një dy tre katër")) == ()
    assert len(hashes(words("një dy tre katër pesë"))) == 1


@given(folded=WORDS)
def test_entry_i_is_the_run_that_begins_with_word_i(folded):
    numbers = hashes(folded)
    assert len(numbers) == max(len(folded) - 4, 0)
    for start, number in enumerate(numbers):
        assert hashes(folded[start : start + 5]) == (number,)
        assert 0 <= number < 2**32


@given(text=st.text())
def test_any_text_has_words_without_marks(text):
    assert all(word and word.isalnum() for word in words(text))
