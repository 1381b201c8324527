"""What two texts are to each other; M11 of the field's measures, to its digits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import copies
from tracker.core.copies import (
    Clusters,
    First,
    compared,
    copied_from,
    headline,
    overlap,
)
from tracker.core.credits import Credits
from tracker.core.shingles import hashes, words

NOON = datetime(2030, 6, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def first(name="a", hours=0, **changes):
    at = NOON + hours * HOUR
    made = First(
        article_id=name,
        outlet=f"paper-{name}",
        language="sq",
        day=date(2030, 6, 20),
        url=f"https://{name}.example/1",
        canonical=None,
        since=at,
        from_at=at,
        to_at=at,
        runs=100,
        body_hash=None,
        title_hash=None,
    )
    return replace(made, **changes)


def runs(text):
    return frozenset(hashes(words(text)))


# Measures of the field, M11, worked out by hand.
TEXTS = {
    "A": runs("a b c d e f g h i j k l"),
    "B": runs("a b c d e f g h i j m n o p q r"),
    "C": runs("A, b c d e f g h i j k: z"),
    "D": runs("a b ç d e f"),
}
BY_HAND = {
    "AB": (6, 0.75, 0.5, 0.4286, "shared_source"),
    "AC": (7, 0.875, 0.875, 0.7778, "copy"),
    "AD": (2, 0.25, 1, 0.25, "excerpt"),
    "BC": (6, 0.5, 0.75, 0.4286, "shared_source"),
    "BD": (2, 0.1667, 1, 0.1667, "excerpt"),
    "CD": (2, 0.25, 1, 0.25, "excerpt"),
}


def test_the_fixture_has_its_runs():
    assert [len(TEXTS[name]) for name in "ABCD"] == [8, 12, 8, 2]


@pytest.mark.parametrize("pair", BY_HAND)
def test_pairs_have_the_shares_and_kinds_worked_out_by_hand(pair):
    a, b = (TEXTS[name] for name in pair)
    shared, a_in_b, b_in_a, jaccard, kind = BY_HAND[pair]
    assert len(a & b) == shared
    found = overlap(len(a & b), len(a), len(b))
    assert (found.a_in_b, found.b_in_a, found.jaccard) == pytest.approx(
        (a_in_b, b_in_a, jaccard), abs=5e-5
    )
    assert found.kind == kind


@pytest.mark.parametrize(
    ("shared", "in_a", "in_b", "kind"),
    [
        (80, 100, 100, "copy"),
        (79, 100, 100, "shared_source"),
        (80, 100, 160, "copy"),
        (80, 100, 161, "excerpt"),
        (30, 100, 1000, "shared_source"),
        (29, 100, 100, None),
        (0, 100, 100, None),
    ],
)
def test_kinds_begin_where_the_thresholds_are(shared, in_a, in_b, kind):
    assert overlap(shared, in_a, in_b).kind == kind
    assert overlap(shared, in_b, in_a).kind == kind


def test_the_thresholds_are_those_of_the_measures():
    assert (copies.NEARLY_ALL, copies.HALF, copies.MUCH) == (0.80, 0.50, 0.30)
    assert (copies.FEWEST_RUNS, copies.COPY_DAYS.days) == (50, 7)


def planted(share: float, length: int = 300) -> tuple[str, str]:
    """Two texts of so many runs; the second holds this share of the first's."""
    kept = round(length * share) + 4
    source = [f"fjala{n}" for n in range(length + 4)]
    other = [f"tjetra{n}" for n in range(length + 4 - kept)]
    return " ".join(source), " ".join(source[:kept] + other)


@pytest.mark.parametrize(
    ("percent", "kind"),
    [
        (100, "copy"),
        (80, "copy"),
        (79, "shared_source"),
        (60, "shared_source"),
        (30, "shared_source"),
        (29, None),
        (5, None),
    ],
)
def test_a_planted_share_gives_its_kind(percent, kind):
    one, other = map(runs, planted(percent / 100))
    assert overlap(len(one & other), len(one), len(other)).kind == kind


@pytest.mark.parametrize(("share", "kind"), [(1, "excerpt"), (0.6, "shared_source")])
def test_part_of_a_long_text_is_an_excerpt(share, kind):
    source, _ = planted(1, length=900)
    cut = " ".join(source.split()[: int(300 * share)]) + " "
    rest = " ".join(f"tjetra{n}" for n in range(300 - int(300 * share)))
    one, other = runs(source), runs(cut + rest)
    assert overlap(len(one & other), len(one), len(other)).kind == kind


SIZES = st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(1, 60)).filter(
    lambda sizes: sizes[0] <= min(sizes[1:])
)


@given(sizes=SIZES)
def test_an_overlap_is_the_same_seen_from_either_side(sizes):
    shared, a, b = sizes
    one, other = overlap(shared, a, b), overlap(shared, b, a)
    assert (one.a_in_b, one.b_in_a) == (other.b_in_a, other.a_in_b)
    assert (one.jaccard, one.kind) == (other.jaccard, other.kind)
    assert 0 <= one.jaccard <= min(one.a_in_b, one.b_in_a) <= 1


@given(size=st.integers(1, 1000))
def test_a_text_holds_all_of_itself(size):
    found = overlap(size, size, size)
    assert (found.a_in_b, found.b_in_a, found.jaccard) == (1, 1, 1)
    assert found.kind == "copy"


def test_a_text_goes_from_the_one_that_is_credited():
    source = first("z", hours=9)
    copier = first("b", credits=Credits(source="paper-z", line="“Burimi: paper-z”"))
    pair = compared(copier, source, 90)
    assert pair == compared(source, copier, 90)
    assert (pair.article_a, pair.article_b) == ("z", "b")
    assert (pair.kind, pair.direction) == ("copy", "copied_from")
    assert pair.reason == (
        "90% of a in b, 90% of b in a; b credits it: “Burimi: paper-z”"
    )


def test_shares_are_told_from_the_side_of_the_source():
    long = first("z", runs=300)
    short = first("b", runs=100, canonical=long.url)
    pair = compared(short, long, 90)
    assert (pair.article_a, pair.kind) == ("z", "excerpt")
    assert (pair.a_in_b, pair.b_in_a) == (0.3, 0.9)
    assert pair.reason.endswith("b names a as its original")


def test_two_that_credit_each_other_are_ordered_by_time():
    one = first("a", hours=1, credits=Credits(source="paper-b"))
    two = first("b", credits=Credits(source="paper-a"))
    pair = compared(one, two, 90)
    assert (pair.article_a, pair.direction) == ("b", "earlier")


def test_a_credit_to_a_third_says_nothing_of_these_two():
    one = first("a", credits=Credits(source="ATSH"))
    two = first("b", credits=Credits(source="ATSH"))
    assert compared(one, two, 90).direction == "not_known"


@pytest.mark.parametrize(
    ("from_hour", "to_hour", "direction", "order"),
    [
        (1, 1, "earlier", "ab"),
        (-1, -1, "earlier", "ba"),
        (0, 0, "not_known", "ab"),
        (-2, 2, "not_known", "ab"),
        (None, 1, "not_known", "ab"),
        (None, -1, "earlier", "ba"),
    ],
)
def test_only_times_that_do_not_meet_tell_which_was_earlier(
    from_hour, to_hour, direction, order
):
    from_at = None if from_hour is None else NOON + from_hour * HOUR
    two = first("b", from_at=from_at, to_at=NOON + to_hour * HOUR)
    pair = compared(first("a"), two, 90)
    assert pair.direction == direction
    assert pair.article_a + pair.article_b == order


def test_of_a_shared_source_no_direction_is_told():
    pair = compared(first("a"), first("b", hours=3), 50)
    assert (pair.kind, pair.direction) == ("shared_source", "not_known")


def test_an_outlet_shares_no_source_with_itself():
    one, two = first("a"), first("b", outlet="paper-a")
    assert compared(one, two, 60) is None
    assert compared(one, two, 80).kind == "copy"


def test_short_texts_are_compared_by_headline_address_and_whole_body_only():
    one = first("a", runs=49, title_hash=7)
    assert compared(one, first("b", runs=49, title_hash=8), 49) is None
    same = compared(one, first("b", runs=40, title_hash=7), 10)
    assert (same.kind, same.a_in_b, same.b_in_a) == ("copy", None, None)
    teaser = compared(one, first("b", runs=50, title_hash=7), 49)
    assert (teaser.kind, teaser.a_in_b) == ("excerpt", None)
    assert compared(one, first("b", outlet="paper-a", runs=40, title_hash=7), 0) is None
    linked = compared(one, first("b", runs=10, canonical=one.url), 0)
    assert (linked.kind, linked.direction) == ("copy", "copied_from")
    whole = compared(replace(one, body_hash="x"), first("b", runs=49, body_hash="x"), 0)
    assert (whole.kind, whole.a_in_b, whole.b_in_a) == ("copy", 1, 1)


def test_long_texts_are_not_compared_by_their_headlines():
    assert compared(first("a", title_hash=7), first("b", title_hash=7), 10) is None


def test_headlines_are_equal_without_accents_marks_and_the_outlets_name():
    told = headline("Përplasje në panairin e librit, flasin banorët - Lajme")
    assert told == headline("PERPLASJE NE PANAIRIN E LIBRIT: flasin banoret")
    assert headline("Panairi u hap sot") is None


REFERS = Credits(mentioned=("paper-x", "paper-b", "paper-c"))


def test_a_reference_counts_where_the_text_is_a_copy_of_that_outlets():
    copier = first("a", hours=5, credits=REFERS)
    assert copied_from(copier, []) is None
    assert copied_from(copier, [first("d")]) is None
    assert copied_from(copier, [first("c"), first("b")]) == "paper-b"
    assert copied_from(copier, [first("c")], before="paper-b") == "paper-b"
    assert copied_from(copier, [first("b")], before="paper-c") == "paper-b"
    assert copied_from(copier, [], before="paper-d") is None
    pair = compared(copier, first("b", hours=5), 90)
    assert (pair.article_a, pair.direction) == ("b", "copied_from")
    assert pair.reason.endswith("b refers to paper-b")


def test_nobody_copied_what_appeared_only_later():
    source = first("a", credits=REFERS)
    later = first("b", hours=2)
    assert copied_from(source, [later]) is None
    assert compared(source, later, 90).direction == "earlier"


def test_a_credit_counts_without_a_pair_and_before_a_reference():
    told = Credits(source="ATSH", mentioned=("paper-b",))
    assert copied_from(first("a", credits=told), [first("b")]) == "ATSH"


@given(
    joins=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))),
    data=st.data(),
)
def test_clusters_do_not_depend_on_the_order_of_their_pairs(joins, data):
    since = {name: NOON + (ord(name) % 3) * HOUR for name in "abcdef"}

    def clustered(pairs):
        found = Clusters(since)
        for one, other in pairs:
            found.join(one, other)
        return {name: found.of(name) for name in since}

    found = clustered(joins)
    turned = [(b, a) for a, b in data.draw(st.permutations(joins))]
    assert clustered(turned) == found
    assert all(found[a] == found[b] for a, b in joins)
    for cluster in found.values():
        members = [n for n in since if found[n] == cluster]
        assert cluster == min(members, key=lambda n: (since[n], n))


def test_the_clusters_of_the_fixture_are_those_worked_out_by_hand():
    found = Clusters({name: NOON + n * HOUR for n, name in enumerate("ABCD")})
    for pair, (*_, kind) in BY_HAND.items():
        if kind == "copy":
            found.join(*pair)
    assert [found.of(name) for name in "ABCD"] == ["A", "B", "A", "D"]
    assert found.renamed() == {"C": "A"}
