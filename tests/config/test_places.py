import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from tracker.config import yamlfile
from tracker.config.problems import Pointed

WORDS = st.text(alphabet="aë'\"\\(:*#ж", min_size=1, max_size=6)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
STYLES = (
    str,
    SingleQuotedScalarString,
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
)


@given(TEXTS, st.sampled_from(STYLES), st.integers(20, 60), st.data())
def test_a_letter_is_found_however_the_text_is_written(text, style, width, data):
    yaml = YAML()
    yaml.width = width
    out = io.StringIO()
    yaml.dump({"first": 1, "about": style(text)}, out)
    source = out.getvalue()
    document = yamlfile.read(source.encode(), name="f.yaml")
    read = document.data["about"]
    letters = [n for n, char in enumerate(read) if not char.isspace()]
    offset = data.draw(st.sampled_from(letters))
    problem = document.problem_within(("about",), "is wrong", offset)
    assert problem.line is not None
    line = source.splitlines()[problem.line - 1]
    assert problem.pointed == Pointed(line, problem.column - 1)
    found = line[problem.column - 1]
    assert found == read[offset] or (found == "\\" and style is not LiteralScalarString)


@pytest.mark.parametrize(
    ("source", "offset", "line", "column"),
    [
        ("a: one two", 4, 1, 8),
        ("a: one two", 3, 1, 7),
        ("a: one", 3, 1, 7),
        ("a: 'it''s x'", 5, 1, 11),
        ('a: "\\u00eb x"', 2, 1, 12),
        ('a: "x\\n\\x20 y"', 4, 1, 13),
        ('a: "one\\\n  two"', 3, 2, 3),
        ("a: >- # one\n  two\n\n  one", 4, 4, 3),
        ("a: |\r\n  one\r\n  two\r\n", 4, 3, 3),
        ("a: ''", 0, 1, 4),
        ('a: "\\ud83d\\ude00 x"', 2, 1, None),
    ],
)
def test_a_place_is_told_by_line_and_column(source, offset, line, column):
    document = yamlfile.read(source.encode(), name="f.yaml")
    problem = document.problem_within(("a",), "is wrong", offset)
    assert (problem.line, problem.column) == (line, column)


def test_what_is_no_text_has_no_place_in_it():
    document = yamlfile.read(b"a: [b]", name="f.yaml")
    assert str(document.problem_within(("a",), "is odd", 3)) == "f.yaml:1: a: is odd"


def test_a_long_line_is_shown_around_the_place():
    told = str(Pointed("  first " + "word " * 40 + "HERE " + "more " * 40, 208))
    line, caret = told.splitlines()
    assert line[caret.index("^") :].startswith("HERE more")
    assert max(map(len, (line, caret))) < 80


def test_the_caret_stands_under_letters_of_other_widths():
    line, caret = str(Pointed("e\u0301 ⽤ x", 5)).splitlines()
    assert caret == "    " + " " * 5 + "^"
    assert line == "    e\u0301 ⽤ x"
