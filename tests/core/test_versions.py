import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.versions import (
    SHINGLE,
    SHORTEST_COPY,
    body_hash,
    changes,
    text_hash,
)

WORDS = st.lists(st.sampled_from(["a", "b", "c", "ë", "x"]), max_size=12).map(" ".join)


def test_the_published_fixture_gives_its_shares() -> None:
    r1 = changes(
        "Raid on hall", "a b c d e f g h i j", "Check at hall", "a b c d e f g h x y z"
    )
    assert r1.kept == pytest.approx(4 / 6)
    assert r1.new == pytest.approx(3 / 7)
    assert r1.title_changed
    r2 = changes("T", "a b c d e f", "T", "a b c d e f")
    assert (r2.kept, r2.new, r2.title_changed) == (1, 0, False)
    assert SHINGLE == 5


def test_a_blank_more_in_the_title_is_no_change() -> None:
    same = changes("Raid on hall", "a", "Raid on  Hall ", "a")
    assert not same.title_changed


def test_the_name_of_the_outlet_behind_a_title_is_no_change() -> None:
    title = "Kontroll në sallën e qytetit"
    assert not changes(title, "a", f"{title} - Lajme Example", "a").title_changed
    assert not changes(title, "a", f"{title} | Lajme", "a").title_changed
    assert changes("Salla - mbyllur", "a", "Salla - hapur", "a").title_changed


@pytest.mark.parametrize(
    ("old", "new", "kept", "fresh"),
    [
        ("a b", "a b", 1, 0),
        ("a b", "a c", 0, 1),
        ("", "a", None, 1),
        ("a", "", 0, None),
    ],
)
def test_texts_shorter_than_a_run_are_compared_whole(
    old: str, new: str, kept: float | None, fresh: float | None
) -> None:
    found = changes("T", old, "T", new)
    assert (found.kept, found.new) == (kept, fresh)


@pytest.mark.parametrize(
    "body",
    [
        "Përditësim: salla u hap.",
        "Salla u hap.\nKorrigjim i një emri.",
        "Perditesuar ne oren 9.",
        "PËRDITËSUAR 12:30",
        "Korrigjuar më 3 mars",
        "Sqarim: salla u hap.",
        "Sqarim i redaksisë për sallën",
        "Versioni i mëparshëm: salla u mbyll.",
        "Salla u hap. Në versionin e mëparshëm të këtij artikulli ishte mbyllur.",
        "Një version i mëparshëm i këtij shkrimi e quante fole.",
        "Ky artikull është përditësuar më 3 mars.",
        "Correction: the hall was open.",
        "*Correction (3 March)*",
        "[Clarification] The hall was open.",
        "Corrected on Monday.",
        "Updated at nine.",
        "UPDATE 2: the hall was open.",
        "Previous version: the hall was closed.",
        "Open. An earlier version of this article spoke of a hidden room.",
        "A previous version of this story spoke of a hidden room.",
        "This article has been updated.",
    ],
)
def test_a_note_of_update_or_correction_is_declared(body: str) -> None:
    assert changes("T", "x", "T", body).declared
    assert not changes("T", body, "T", f"{body}\nMore.").declared
    assert not changes("T", body, "T", "x").declared


@pytest.mark.parametrize(
    "body",
    [
        "Salla u hap.",
        "Zyra njoftoi. Korrigjim i listës do të ketë të hënën.",
        "Përditësimi i regjistrit nis nesër.",
        "Sqarim i policisë për kontrollin në sallë",
        "Ligji ndryshon nga versioni i mëparshëm i tij.",
        "An outdated plan.",
        "He was updating it.",
        "The office spoke of an update: the register.",
        "Update of the register begins.",
        "Updated rules for the hall.",
        "Corrected figures are expected.",
        "Corrections officers came.",
        "An earlier version of the bill spoke of halls.",
        "Update-free phones.",
    ],
)
def test_a_report_about_an_update_is_no_note(body: str) -> None:
    assert not changes("T", "x", "T", body).declared


def test_a_note_in_the_title_counts_once() -> None:
    assert changes("Hall closed", "x", "UPDATE/ Hall open", "x").declared
    assert not changes("UPDATE: Hall closed", "x", "UPDATE: Hall open", "x").declared
    assert changes("UPDATE: Hall open", "x", "UPDATE 2: Hall open", "x").declared
    assert not changes("Hall closed", "x", "Office promises update", "x").declared


def test_a_second_note_is_a_note_of_its_own() -> None:
    old = "Correction: the hall was open."
    assert changes("T", old, "T", f"{old}\nCorrection: the room was closed.").declared


@given(WORDS, WORDS)
def test_shares_are_shares_and_mirror_each_other(old: str, new: str) -> None:
    there, back = changes("T", old, "T", new), changes("T", new, "T", old)
    for share in (there.kept, there.new):
        assert share is None or 0 <= share <= 1
    if there.kept is not None and back.new is not None:
        assert there.kept == pytest.approx(1 - back.new)


def test_case_blanks_and_composition_make_no_new_version() -> None:
    assert text_hash("Çështje", "a\nb") == text_hash("C\u0327e\u0308shtje", " A b")
    assert text_hash("a", "b c") != text_hash("a b", "c")
    assert text_hash("a", "b") != text_hash("a", "c")
    assert len(text_hash("a", "\ud800")) == 64


def test_bodies_are_equal_whatever_stands_above_them() -> None:
    body = "Fjalë tjetër. " * 10
    assert body_hash(body) == body_hash(body.upper().replace(" ", "\n"))
    assert body_hash(body) != body_hash(body + "e")
    assert len(body_hash(body + "\ud800") or "") == 64


def test_a_body_of_few_words_is_nobodys_copy() -> None:
    assert SHORTEST_COPY == 20
    assert body_hash("a " * 19) is None
    assert body_hash("a " * 20) is not None
    assert body_hash("") is None
