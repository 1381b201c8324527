"""The words that outlets are compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.shingles import hashes, words
from tracker.core.stopwords import STOPWORDS
from tracker.core.tokens import Term, names_of, terms
from tracker.core.trivia import written_lines

OUTLETS = names_of(["Lajme Shembull", "Zëri", "lajme.example"])


def found(
    body: str, *, title: str = "", language: str = "sq", **given: object
) -> dict[str, Term]:
    given.setdefault("mentions", {})
    listed = terms(title, body, language=language, **given)  # type: ignore[arg-type]
    return {each.term: each for each in listed}


def test_a_word_typed_without_accents_is_the_same_word() -> None:
    both = found("Përplasje në panair. PERPLASJE.")
    assert {each.term: each.n for each in both.values()} == {
        "perplasje": 2,
        "panair": 1,
    }


def test_words_of_the_title_count_as_well() -> None:
    assert found("Rojtari iku.", title="Rojtari")["rojtari"].n == 2


def test_words_that_hold_sentences_together_are_no_terms() -> None:
    assert set(found("Ai dhe ajo janë në qytet", language="sq")) == {"qytet"}
    assert set(found("He and she are in the city", language="en")) == {"city"}
    assert "and" in found("He and she", language="xx")


@pytest.mark.parametrize("language", STOPWORDS)
def test_lists_hold_folded_words_and_no_numbers(language: str) -> None:
    listed = STOPWORDS[language]
    assert len(listed) > 50
    assert all(word == "".join(words(word)) for word in listed)


def test_numbers_initials_and_keys_are_no_terms() -> None:
    text = f"20.000 vetë më 11.11.2023, ora 14:35, A. {'x' * 41} {'y' * 40} a2"
    assert set(found(text)) == {"ora", "a2", "y" * 40}


def test_the_names_of_outlets_are_no_terms_but_their_words_are() -> None:
    text = "Lajme Shembull shkruan se lajme të tjera sjell lajme.example dhe Zëri."
    assert set(found(text, names=(OUTLETS,))) == {"shkruan", "lajme", "sjell"}
    assert "zeri" in found("U dëgjua zëri i tij.", names=(OUTLETS,))


def test_each_who_signs_is_no_term() -> None:
    signed = names_of(["Ana Shembulli, Ben Prova / Redaksia"])
    text = "Nga Ana Shembulli\nBen Prova raportoi. Redaksia."
    assert set(found(text, names=(signed,))) == {"raportoi"}


@pytest.mark.parametrize(
    "text",
    [
        "Kori i Portit (HCX) këndoi.",
        "HCX/Kori i Portit këndoi.",
        "HCX (Kori i Portit) këndoi.",
        "Kori i Portit, the HCX këndoi.",
        "HCX, the Kori i Portit-it këndoi.",
    ],
)
def test_every_spelling_of_a_mention_is_left_out(text: str) -> None:
    start = text.index("Kori")
    span = (start, start + len("Kori i Portit"))
    assert set(found(text, mentions={"body": [span]})) == {"kendoi"}


def test_a_mention_in_the_title_leaves_the_body_alone() -> None:
    both = found("Kori këndoi.", title="Kori", mentions={"title": [(0, 4)]})
    assert both["kori"].n == 1
    assert both["kori"].field == "body"


def test_an_ending_after_a_hyphen_or_an_apostrophe_is_no_word() -> None:
    assert set(found("Channel-it, porter’s, vice-kryetar")) == {
        "channel",
        "porter",
        "vice",
        "kryetar",
    }
    assert set(found("Channel-ave, Channel-ante")) == {"channel", "ante"}
    assert set(found("they'll, they'xyz", language="xx")) == {"they", "xyz"}


def test_buttons_and_teasers_are_nobodys_words() -> None:
    text = "Rojtari iku.\nLexo edhe: Deti sot\nShare on Facebook\nU kap."
    assert set(found(text)) == {"rojtari", "iku", "kap"}
    assert written_lines(text) == {0, 3}


SOURCE = "ministria njoftoi mbrëmë gazetarët qendrorë për masat urgjente"


def test_words_in_a_run_that_another_text_has_are_counted_as_shared() -> None:
    shared = frozenset(hashes(words(SOURCE)))
    text = f"Rojtari njoftoi policinë. {SOURCE}. Rojtari iku."
    told = found(text, shared=shared)
    assert (told["njoftoi"].n, told["njoftoi"].n_shared) == (2, 1)
    assert (told["masat"].n, told["masat"].n_shared) == (1, 1)
    assert (told["rojtari"].n, told["rojtari"].n_shared) == (2, 0)


def test_the_place_is_that_of_the_first_use_of_ones_own() -> None:
    shared = frozenset(hashes(words(SOURCE)))
    text = f"{SOURCE.capitalize()}. Rojtari njoftoi policinë."
    own = found(text, shared=shared)["njoftoi"]
    assert text[own.start_char : own.end_char] == "njoftoi"
    sentence = text[own.sentence_start : own.sentence_end]
    assert sentence == "Rojtari njoftoi policinë."


@given(
    body=st.text(max_size=200),
    title=st.text(max_size=40),
    runs=st.integers(0, 9),
    language=st.sampled_from([*STOPWORDS, "xx"]),
)
def test_every_term_stands_where_it_is_said_to(
    body: str, title: str, runs: int, language: str
) -> None:
    shared = frozenset(hashes(words(body))[:runs])
    texts = {"title": title, "body": body}
    told = terms(title, body, language=language, mentions={}, shared=shared)
    assert [each.term for each in told] == sorted({each.term for each in told})
    for each in told:
        surface = texts[each.field][each.start_char : each.end_char]
        assert each.term in "".join(words(surface))
        assert 0 <= each.n_shared <= each.n
        assert each.sentence_start <= each.start_char < each.end_char
        assert each.end_char <= each.sentence_end
