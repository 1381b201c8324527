"""How numbers are read in sentences, and which of them count nothing."""

# ruff: noqa: SIM905 - word lists read as prose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.counts.numbers import Number, is_number_word, numbers
from tracker.core.saying.clauses import Sentence
from tracker.core.text import Reading, words

UNITS = {
    "sq": "zero një dy tre katër pesë gjashtë shtatë tetë nëntë".split(),
    "en": "zero one two three four five six seven eight nine".split(),
}
TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = {
    "sq": (
        "njëzet tridhjetë dyzet pesëdhjetë gjashtëdhjetë shtatëdhjetë tetëdhjetë"
        " nëntëdhjetë"
    ).split(),
    "en": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
}


def _found(text: str, language: str) -> tuple[Sentence, tuple[Number, ...]]:
    sentence = Sentence.at(Reading.of("body", text), 0, language)
    return sentence, numbers(sentence.words, sentence.gaps, language)


def _read(text: str, language: str) -> list[tuple[str, float, float | None]]:
    sentence, found = _found(text, language)
    read = []
    for number in found:
        start = sentence.spans[number.printed.start][0]
        end = sentence.spans[number.printed.stop - 1][1] + number.plus
        read.append((text[start:end], number.low, number.high))
    return read


def _below_hundred(number: int, language: str) -> str:
    tens, unit = divmod(number, 10)
    if number < 10:
        return UNITS[language][number]
    if language == "sq" and tens == 1:
        return UNITS["sq"][unit] + "mbëdhjetë" if unit else "dhjetë"
    if tens == 1:
        return TEENS[unit]
    joined = " e " if language == "sq" else "-"
    return TENS[language][tens - 2] + (joined + UNITS[language][unit] if unit else "")


def _below_thousand(number: int, language: str) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, language)
    unit = UNITS[language][hundreds]
    written = unit + ("qind" if language == "sq" else " hundred")
    joined = " e " if language == "sq" else " and "
    return written + (joined + _below_hundred(rest, language) if rest else "")


def _write(number: int, language: str) -> str:
    """Write a number below 100,000 as people spell it out."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest, language)
    written = _below_thousand(thousands, language)
    written += " mijë" if language == "sq" else " thousand"
    joined = " e " if language == "sq" else " "
    return written + (joined + _below_thousand(rest, language) if rest else "")


def _is_read(number: int, language: str) -> bool:
    spelled = [token.folded for token in words(_write(number, language))]
    gaps = ["", *(" " for _ in spelled[1:]), ""]
    found = numbers(spelled, gaps, language)
    return [(one.low, one.high) for one in found] == [(number, number)]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_number_is_read_as_it_is_written(language: str) -> None:
    # All that is below a thousand, and every thousand with what may follow it.
    rests = (0, 1, 9, 10, 11, 20, 21, 99, 100, 101, 115, 120, 121, 999)
    large = (1000 * n + rest for n in range(1, 100) for rest in rests)
    written = (*range(1000), *large)
    assert [n for n in written if not _is_read(n, language)] == []


@given(st.integers(0, 99_999), st.sampled_from(["sq", "en"]))
def test_any_number_is_read_as_it_is_written(number: int, language: str) -> None:
    assert _is_read(number, language)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("sq", "njëzet e një", 21, 21),
        ("sq", "dyqind e pesëdhjetë", 250, 250),
        ("sq", "dyqind pesëdhjetë", 250, 250),
        ("sq", "njëqind e dyzet e pesë mijë", 145e3, 145e3),
        ("sq", "dymijë e pesëqind", 2500, 2500),
        ("sq", "2 mijë e 500", 2500, 2500),
        ("sq", "1,5 milion", 15e5, 15e5),
        ("sq", "një milion e dyqind mijë", 12e5, 12e5),
        ("sq", "gjasht", 6, 6),
        ("sq", "pesmbëdhjetë", 15, 15),
        ("sq", "dyve", 2, 2),
        ("sq", "dyja", 2, 2),
        ("sq", "nja dhjetë", 9, 11),
        ("sq", "dhjetëra mijëra", 20_000, 99_999),
        ("sq", "2-3 mijë", 2000, 3000),
        ("sq", "10 deri në 20", 10, 20),
        ("sq", "midis njëqind e dyqind", 100, 200),
        ("sq", "më shumë se 20", 21, None),
        ("en", "two hundred and five", 205, 205),
        ("en", "twelve hundred", 1200, 1200),
        ("en", "a thousand and one", 1001, 1001),
        ("en", "one hundred and two thousand", 102e3, 102e3),
        ("en", "between one hundred and two hundred", 100, 200),
        ("en", "2.5 million", 25e5, 25e5),
        ("en", "12,000,000", 12e6, 12e6),
        ("en", "2\u202f000", 2000, 2000),
        ("en", "half a dozen", 6, 6),
        ("en", "several dozen", 36, 119),
        ("en", "20-odd", 18, 22),
        ("en", "ten to fifteen", 10, 15),
        ("en", "two or three hundred", 200, 300),
        ("en", "at least about 20", 18, None),
        ("en", "fewer than one", 0, 0),
        ("en", "2000", 2000, 2000),
        ("en", "about 2,022", 1819.8, 2224.2),
        ("de", "über 1.000", 1001, None),
        ("fa", "۱۱", 11, 11),
        ("ar", "٢٠", 20, 20),
    ],
)
def test_a_number_is_read_with_what_it_allows(
    language: str, text: str, low: float, high: float | None
) -> None:
    assert _read(f"{text} persona", language) == [(text, low, high)]


def test_from_joins_the_ends_of_a_range() -> None:
    assert _read("nga 10 në 20 persona", "sq") == [("10 në 20", 10, 20)]
    assert _read("10 në 20 persona", "sq") == [("10", 10, 10), ("20", 20, 20)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the 11th person"),
        ("en", "the second person"),
        ("en", "20 % of them"),
        ("en", "20%"),
        ("en", "twenty per cent"),
        ("en", "$20"),
        ("en", "20 €"),
        ("en", "at 14:35"),
        ("en", "on 11.11.2023"),
        ("en", "on 5 March 2023"),
        ("en", "on March 5"),
        ("en", "in 2022"),
        ("en", "2021-2022"),
        ("en", "in 2000"),
        ("en", "Article 11"),
        ("en", "no. 11/2022"),
        ("en", "no one"),
        ("en", "few people"),
        ("sq", "20 për qind"),
        ("sq", "më 20 qershor 2023"),
        ("sq", "ora 11"),
        ("sq", "neni 11"),
        ("sq", "i dyti"),
        ("sq", "asnjë"),
        ("de", "elf Personen"),
    ],
)
def test_what_counts_nothing_is_no_number(language: str, text: str) -> None:
    assert _read(text, language) == []


def test_an_albanian_article_is_marked_as_such() -> None:
    def unsure(text: str) -> list[bool]:
        return [number.unsure for number in _found(text, "sq")[1]]

    assert unsure("një person") == [True]
    assert unsure("vetëm një person") == [False]
    assert unsure("një mijë persona") == [False]


PIECES = st.sampled_from(
    (
        "one two twenty-one hundred thousand million dozen dozens several and a half"
        " of to or between about over 1,000 2 000 1.5 12-15 % një dy njëzet e qind mijë"
        " disa qindra dhjetëra rreth mbi deri në për people persona 2022 June nr $ + -"
        " , ."
    ).split()
)


@given(st.lists(PIECES, max_size=30).map(" ".join), st.sampled_from(["sq", "en", "it"]))
def test_numbers_stand_in_order_and_are_ranges(text: str, language: str) -> None:
    sentence, found = _found(text, language)
    reached = 0
    for number in found:
        assert reached <= number.words.start < number.words.stop
        assert number.printed.start <= number.words.start
        assert number.words.stop <= number.printed.stop <= len(sentence.words)
        assert number.low >= 0
        assert number.high is None or number.low <= number.high
        spelled = sentence.words[number.words.start : number.words.stop]
        assert any(is_number_word(word, language) for word in spelled)
        reached = number.words.stop


@given(st.integers(0, 99_999), st.sampled_from(["sq", "en"]))
def test_case_and_diacritics_change_no_number(number: int, language: str) -> None:
    spelled = _write(number, language)
    plain = spelled.replace("ë", "e")
    for form in (spelled.upper(), plain, spelled.title()):
        assert [(n.low, n.high) for n in _found(form, language)[1]] == [
            (number, number)
        ]


@given(st.integers(0, 999_999_999))
def test_thousands_are_parted_in_every_way(number: int) -> None:
    for mark in (",", ".", " ", "\u00a0", "\u202f", ""):
        printed = f"{number:,}".replace(",", mark)
        read = _read(f"rreth {printed} persona", "sq")
        assert [low for _, low, _ in read] == [number - number / 10]
