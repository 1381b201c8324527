import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.text import (
    Reading,
    blank_addresses,
    fold,
    fold_word,
    paragraphs,
    sentences,
    words,
)

# What makes folding hard: letters that unfold to several, marks, invisible ones, bold.
TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ëçËÇßİŉĳﬁ𝐊½…“”’–-'\u0308\u0301\u00ad\u200c\ufeffيىكةأ۳Đłı \n.a"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Organizatës", "organizates"),
        ("Çështje", "ceshtje"),
        ("𝐊𝐫𝐲𝐞𝐬𝐨𝐫𝐞", "kryesore"),
        ("اشرف ۳", "اشرف 3"),
        ("Straße", "strasse"),
        ("Đokić", "dokic"),
        ("MU\u00adXHAHEDIN", "muxhahedin"),
        ("non\u00a0breaking\u2011hyphen", "non breaking-hyphen"),
    ],
)
def test_folding_makes_case_accents_and_keyboard_equal(text: str, folded: str) -> None:
    assert fold(text).text == folded
    assert fold_word(text) == folded


def test_case_is_kept_for_acronyms() -> None:
    assert fold("SPAK–ut", lower=False).text == "SPAK-ut"
    assert fold("Đ", lower=False).text == "D"


def test_twin_letters_of_arabic_and_persian_are_equal() -> None:
    assert fold("أشرف").text == fold("اشرف").text
    assert fold("مجاهدين").text == fold("مجاهدین").text


def test_two_letters_from_one_point_at_the_same_place() -> None:
    assert list(fold("Straße").pos) == [0, 1, 2, 3, 4, 4, 5, 6]


def test_combining_marks_after_a_hit_belong_to_it() -> None:
    assert fold("Mane\u0308z ra").span("Mane\u0308z ra", 0, 5) == (0, 6)
    assert fold("pame\u0308 ra").span("pame\u0308 ra", 0, 4) == (0, 5)


def test_invisible_characters_lie_inside_the_hit() -> None:
    text = "Mu\u00adxhahedin"
    assert fold(text).span(text, 0, 10) == (0, 11)


def test_an_empty_span_stays_empty() -> None:
    assert fold("ëa").span("ëa", 1, 1) == (1, 1)
    assert fold("").span("", 0, 0) == (0, 0)


@given(TRICKY, st.booleans())
def test_folding_twice_is_folding_once(text: str, lower: bool) -> None:  # noqa: FBT001 - given
    once = fold(text, lower=lower).text
    assert fold(once, lower=lower).text == once


@given(TRICKY, st.booleans())
def test_offsets_never_run_backwards_or_out(text: str, lower: bool) -> None:  # noqa: FBT001 - given
    folded = fold(text, lower=lower)
    assert len(folded.pos) == len(folded.text) + 1
    assert list(folded.pos) == sorted(folded.pos)
    assert folded.pos[-1] == len(text)


@given(TRICKY, st.data())
def test_the_surface_of_a_hit_folds_to_the_hit(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    cuts = [i for i in range(len(folded.pos)) if _starts_a_character(folded.pos, i)]
    start, end = sorted(data.draw(st.sampled_from(cuts)) for _ in range(2))
    s, e = folded.span(text, start, end)
    assert fold(text[s:e]).text == folded.text[start:end]


def _starts_a_character(pos: object, index: int) -> bool:
    places = list(pos)  # type: ignore[call-overload]
    return index == 0 or places[index] != places[index - 1]


def test_half_a_surrogate_pair_becomes_one_replacement_character() -> None:
    folded = fold("A\ud800\udfffb")
    assert folded.text == "a\ufffd\ufffdb"
    assert folded.keeps_places


def test_every_character_of_unicode_folds_the_same_twice() -> None:
    text = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x30000))))
    once = fold(text).text
    assert fold(once).text == once
    assert not any(map(unicodedata.combining, once))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Shih www.spak.example për njoftimin.",
            "Shih                  për njoftimin.",
        ),
        ("Te https://lajme.example/mek?x=1.", "Te                              ."),
        ("Shkruani te zyra@lajme.example, sot", "Shkruani te                   , sot"),
        ("Follow @MEK_example now", "Follow              now"),
        ("Postimi mbante #MEK.", "Postimi mbante #MEK."),
    ],
)
def test_addresses_are_blanked_and_hashtags_stay(text: str, kept: str) -> None:
    assert blank_addresses(text) == kept


@given(TRICKY)
def test_blanking_keeps_every_place(text: str) -> None:
    assert len(blank_addresses(text + " www.a.example @b")) == len(text) + 17


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Erdhi. Foli! Pse? Iku.", ["Erdhi.", "Foli!", "Pse?", "Iku."]),
        ("Më 20. Qershor u hap.", ["Më 20. Qershor u hap."]),
        ("Am 20. Juni begann es.", ["Am 20. Juni begann es."]),
        ("U ndaluan 11. Policia iku.", ["U ndaluan 11.", "Policia iku."]),
        ("Viti 2022. Maj ishte i ngrohtë.", ["Viti 2022.", "Maj ishte i ngrohtë."]),
        ("Foli Dr. Shembulli dje.", ["Foli Dr. Shembulli dje."]),
        ("Neni p.sh. Kodi ndryshoi.", ["Neni p.sh. Kodi ndryshoi."]),
        ("A. Shembulli foli. Iku.", ["A. Shembulli foli.", "Iku."]),
        ("“Pse?” pyeti ai. “Po.”", ["“Pse?” pyeti ai.", "“Po.”"]),
        ("Ai tha: “Po.” Pastaj iku.", ["Ai tha: “Po.”", "Pastaj iku."]),
        ("Një\nDy. Tre", ["Një", "Dy.", "Tre"]),
        ("Kostoi 2.500 euro. Fund", ["Kostoi 2.500 euro.", "Fund"]),
        ("آمد. رفت؟ بله", ["آمد.", "رفت؟", "بله"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert _cut(text) == expected


def test_a_web_address_ends_no_sentence() -> None:
    reading = Reading.of("body", "Shih www.lajme. example. Fund")
    assert len(reading.sentences) == 2


@given(st.text(alphabet="aB. !?\n“”12…", max_size=60))
def test_sentences_tile_the_paragraphs(text: str) -> None:
    found = sentences(text)
    assert list(found) == sorted(found)
    inside = [set(range(start, end)) for start, end in found]
    covered = set().union(*inside)
    assert sum(map(len, inside)) == len(covered)
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
    assert all(any(a <= s and e <= b for a, b in paragraphs(text)) for s, e in found)


def test_paragraphs_are_the_lines_that_say_something() -> None:
    text = "  Një \n\n \nDy"
    assert [text[start:end] for start, end in paragraphs(text)] == ["Një", "Dy"]


def test_words_are_cut_at_hyphens_but_figures_stay_whole() -> None:
    text = "Ish-anëtarët s’kanë 20.000 lekë, më 11.11.2023 në 14:35 dhe 11."
    cut = "ish anetaret s kane 20.000 leke me 11.11.2023 ne 14:35 dhe 11"
    assert [word.folded for word in words(text)] == cut.split()
    assert all(fold_word(text[w.start : w.end]) == w.folded for w in words(text))


def test_a_reading_knows_where_a_character_stands() -> None:
    text = "Një. Dy!\n\nTre."
    reading = Reading.of("body", text)
    assert reading.sentence_at(text.index("D")) == (5, 8)
    assert reading.sentence_at(4) == (0, 4)
    assert [reading.paragraph_at(i) for i in (0, 5, text.index("T"))] == [1, 1, 2]
    assert Reading.of("title", text).paragraph_at(12) == 0


def test_a_reading_of_nothing_has_one_empty_sentence() -> None:
    reading = Reading.of("body", "")
    assert reading.sentence_at(0) == (0, 0)
    assert reading.tokens == ()


def test_nothing_is_found_in_an_address() -> None:
    reading = Reading.of("body", "Shih www.spak.example dhe ëndrra")
    assert [token.folded for token in reading.tokens] == ["shih", "dhe", "endrra"]
    assert "SPAK" not in reading.cased.text
    token = reading.tokens[-1]
    assert reading.text[token.start : token.end] == "ëndrra"
