import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.versions import SHINGLE, changes, text_hash

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
    ("body", "declared"),
    [
        ("Përditësim: salla u hap.", True),
        ("Salla u hap. Korrigjim i një emri.", True),
        ("Correction: the hall was open.", True),
        ("Updated at nine.", True),
        ("Salla u hap.", False),
        ("An outdated plan.", False),
        ("He was updating it.", False),
    ],
)
def test_a_note_of_update_or_correction_is_declared(
    body: str, *, declared: bool
) -> None:
    assert changes("T", "x", "T", body).declared is declared


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
