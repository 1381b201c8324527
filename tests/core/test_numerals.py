import doctest

import pytest

from tracker.core.queries import numerals
from tracker.core.queries.numerals import spellings
from tracker.core.query import Index, Scope, parse
from tracker.core.text import Reading


def found(query: str, body: str) -> list[str]:
    """Give what a query finds, and check that the cheap look ahead agrees."""
    index = Index.of(Reading.of("body", body))
    asked = parse(query)
    match = asked.find(Scope.article(index, {}))
    assert match is None or asked.might_match(index)
    assert match is None or any(map(index.has, asked.pieces))
    return [body[span.start : span.end] for span in match.spans] if match else []


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(numerals) == (0, 3)


@pytest.mark.parametrize("written", ["1,100", "1.100", "1 100", "1\u202f100", "1100"])
@pytest.mark.parametrize("asked", ["1,100", "1.100", "1100"])
def test_a_number_is_found_however_its_thousands_are_parted(
    asked: str, written: str
) -> None:
    assert found(asked, f"About {written} dealers close.") == [written]
    assert found(f'"{asked} dealers"', f"{written} dealers") == [f"{written} dealers"]
    near = f"{written} of the dealers"
    assert found(f'"dealers {asked}"~3', near) == [near]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("7.2", "7,2"),
        ("7,2", "7.2"),
        ("0.7", "0,7"),
        ("7,465.95", "7.465,95"),
        ("7,465.95", "7465,95"),
        ("7,465.95", "7 465,95"),
        ("1,234,567", "1.234.567"),
        ("1.234.567", "1 234 567"),
    ],
)
def test_a_number_is_found_whatever_mark_begins_its_decimals(
    asked: str, written: str
) -> None:
    assert found(asked, f"It was {written} in all.") == [written]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("11", "11.000"),
        ("1,100", "11.00"),
        ("7.2", "72"),
        ("7.2", "7.20"),
        ("7,465.95", "7.46595"),
        ("2.24", "2.240"),
        ("11.11.2023", "11112023"),
        ("14:35", "14.35"),
        ("007", "7"),
        ("1,2345", "12345"),
    ],
)
def test_another_number_is_not_found(asked: str, written: str) -> None:
    assert found(asked, f"It was {written} in all.") == []


def test_the_beginning_of_a_number_stands_for_itself() -> None:
    assert found("1,1*", "1,100 and 1.100") == ["1,100"]


def test_a_query_is_printed_as_it_was_written() -> None:
    for query in ("1,100", '"1,100 dealers"', '"1,100 dealers"~3', "7.2 OR 7.465,95"):
        assert str(parse(str(parse(query)))) == str(parse(query))
        assert "1,100" in str(parse(query)) or query == "7.2 OR 7.465,95"


def test_only_a_number_has_several_spellings() -> None:
    for word in ("shoqata", "a380", "787", "11.11.2023", "14:35", "007", "0"):
        assert spellings(word) == ((word,),)
