import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.saying.quotations import LONGEST_QUOTATION, quotations

# sentence, direct quotations, quotations of one or two words
FIXTURE = [
    ("“Kemi zbatuar vendimin e gjykatës”, tha ministri.", 1, 0),
    ("„Nuk ka pasur asnjë të lënduar“, deklaroi drejtori.", 1, 0),
    ("«Ne nuk kemi shkelur rregullat», pretendoi zëdhënësi.", 1, 0),
    ("Zëdhënësi i shoqatës pretendon se porta ishte e mbyllur.", 0, 0),
    ('"Ky eshte nje akt i paligjshem", u shpreh avokati.', 1, 0),
    ("– Nuk kam asgjë për të fshehur, – tha ai.", 1, 0),
    ("Ministria: Mbledhja nuk shtyhet", 0, 0),
    ("Grupi “opozitar” mori sallën me qira.", 0, 1),
    ("“We followed the court order,” the minister said.", 1, 0),
    ("The so-called “dissidents” rented the hall.", 0, 1),
]


@pytest.mark.parametrize(("sentence", "direct", "scare"), FIXTURE)
def test_quotations_are_counted_by_kind(sentence: str, direct: int, scare: int) -> None:
    kinds = [quotation.kind for quotation in quotations(sentence)]
    assert (kinds.count("direct"), kinds.count("scare")) == (direct, scare)


def _inside(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a b c” dhe “d e f“", ["a b c", "d e f"]),
        ("»a b c« und „d e f“", ["a b c", "d e f"]),
        ('"a b c" pastaj "d"', ["a b c", "d"]),
        ("Ai tha ‘s’ka l’Iran’ dje", ["s’ka l’Iran"]),
        ("s‘ka gjë e askush’", []),
        ("shoqata ‹Shembulli›", ["Shembulli"]),
        ("it's 5 o'clock, 'quoted'", []),
        ("“pa mbyllje", []),
        ("“një\ndy”", []),
        ("“ ” dhe “…”", []),
    ],
)
def test_the_first_allowed_closing_mark_ends_a_quotation(
    text: str, expected: list[str]
) -> None:
    assert _inside(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("– Nuk e di! – u shpreh ai.", ["Nuk e di!"]),
        ("— Nuk vij sot, — kështu ia tha ai.", ["Nuk vij sot"]),
        ("Fjalia e parë\n– Po vij unë, – tha ai.", ["Po vij unë"]),
        ("– pika e parë, – pika e dytë", []),
        ("Rruga Tiranë – Durrës, – tha ai", []),
    ],
)
def test_a_dialogue_dash_quotes_where_a_speech_verb_follows(
    text: str, expected: list[str]
) -> None:
    assert _inside(text) == expected


def test_a_quotation_of_more_than_the_limit_is_a_lost_mark() -> None:
    assert _inside(f"“{'a' * LONGEST_QUOTATION}”") == ["a" * LONGEST_QUOTATION]
    assert _inside(f"“{'a' * (LONGEST_QUOTATION + 1)}”") == []


def test_two_words_keep_a_word_at_a_distance_and_three_say_something() -> None:
    assert [q.kind for q in quotations("“një dy” dhe “një dy tre”")] == [
        "scare",
        "direct",
    ]


@given(st.text(alphabet='„“”"«»‘’‹›–, \nabtha', max_size=60))
def test_quotations_follow_one_another_within_their_lines(text: str) -> None:
    found = quotations(text)
    ends = [0, *(q.end for q in found)]
    assert all(end <= q.start < q.end for end, q in zip(ends, found, strict=False))
    assert all("\n" not in text[q.start : q.end] for q in found)


@pytest.mark.parametrize("mark", ["«", "„", "‘", "“", "‹"])
def test_a_hundred_thousand_opening_marks_are_read_to_the_end(mark: str) -> None:
    text = f"{mark} ’a " * 100_000
    assert all(q.end - q.start <= LONGEST_QUOTATION + 1 for q in quotations(text))


def test_a_row_of_dialogue_dashes_quotes_nothing() -> None:
    assert quotations("– a, – " * 50_000) == ()


def test_a_dialogue_is_no_longer_than_a_quotation() -> None:
    near = "– " + "a " * 700 + ", – tha ai."
    far = "– " + "a " * 800 + ", – tha ai."
    assert [len(quotations(text)) for text in (near, far)] == [1, 0]
