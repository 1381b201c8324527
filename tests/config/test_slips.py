"""Slips in YAML, as analysts make them, told by the loader in plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.config import yamlfile

# The start of a real file, so that no slip stands on line 1.
HEAD = "database: x.duckdb\nkeep: matched\n"
OUTLET = HEAD + "outlets:\n  - id: a\n    name: A\n"
NOT_CLOSED = "the text that begins with {0} is not closed; write {0} at its end"
NEVER_CLOSED = "the bracket {} is never closed; write {} at its end"
SECOND_APOSTROPHE = "the text ends at its second apostrophe; "
SECOND_MARK = "the text ends at its second quotation mark; "
COLUMN = (
    "begins after {}, unlike the lines that it belongs to; begin it in the same column"
    " as they do"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "outlets:\n\t- id: a\n", "4: a tab; indent with blanks"),
        (OUTLET + "  \thome: b\n", "6: a tab; indent with blanks"),
        (HEAD + "contact:\tana@desk.example\n", "3: a tab; write a blank instead"),
    ],
)
def test_a_tab_is_named(refused, text, told):
    assert refused(text) == [f"config.yaml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            OUTLET.replace("A\n", "'Prokuroria e t'Adriatikut'\n") + "    note: x\n",
            f"5: {SECOND_APOSTROPHE}put it between double quotes",
        ),
        (
            HEAD + "actors: [{id: a, name: 'l'Adriatiku', groups: [b]}]\n",
            f"3: {SECOND_APOSTROPHE}put it between double quotes",
        ),
        (
            HEAD + "contact: 'it's\nqueries: mine\n",
            f"3: {SECOND_APOSTROPHE}put it between double quotes",
        ),
        (
            HEAD + "about: 'fair AND\n  \"l'Adriatiku\" OR\n  word'\nqueries: mine\n",
            f"4: {SECOND_APOSTROPHE}write each apostrophe inside it twice: ''",
        ),
        (
            HEAD + 'queries: "the "new" ones"\n',
            f"3: {SECOND_MARK}put it between apostrophes: '…'",
        ),
        (
            HEAD + 'about: "eleven detained"~6 OR x\n',
            f"3: {SECOND_MARK}put it between apostrophes: '…'",
        ),
        (
            HEAD + 'about: "the "t\'Adriatiku" one"\n',
            f'3: {SECOND_MARK}write each quotation mark inside it as \\"',
        ),
        (
            HEAD + "queries: 'my' queries\n",
            (
                "3: something follows the closing quote; put all of it between the"
                " quotes"
            ),
        ),
        (
            HEAD + "include: ['a.yaml' 'b.yaml']\n",
            "3: a comma is missing after the closing quote; write one",
        ),
    ],
)
def test_a_text_that_ends_too_soon_is_named(refused, text, told):
    assert refused(text) == [f"config.yaml:{told}"]


@pytest.mark.parametrize(
    ("quote", "rest"),
    [
        ("'", ""),
        ('"', ""),
        ("'", "queries: 'mine'\n"),
        ('"', 'queries: "mine"\n'),
        ('"', 'queries: ""\n'),
    ],
)
def test_a_quote_without_end_is_named_where_it_begins(refused, quote, rest):
    text = f"{HEAD}contact: {quote}x\ntimezone: Europe/Tirane\n{rest}"
    assert refused(text) == [f"config.yaml:3: {NOT_CLOSED.format(quote)}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HEAD + "include: [a.yaml, b.yaml\ncontact: x@y.example\n",
            f"3: {NEVER_CLOSED.format('[', ']')}",
        ),
        (HEAD + "include: [a.yaml\n", f"3: {NEVER_CLOSED.format('[', ']')}"),
        (
            HEAD + "crawl: {delay: 2s\ncontact: x@y.example\n",
            f"3: {NEVER_CLOSED.format('{', '}')}",
        ),
        (
            HEAD + "actors:\n  - {id: a, name: A\n  - {id: b, name: B}\n",
            f"4: {NEVER_CLOSED.format('{', '}')}",
        ),
        (
            HEAD + "include: [a # b.yaml]\ncontact: x@y.example\n",
            (
                f"3: {NEVER_CLOSED.format('[', ']')}; a # begins a comment:"
                " put a text with # in quotes"
            ),
        ),
        (
            HEAD + "actors: [{id: a, groups: [b}]\n",
            "3: the bracket [ is not closed before }; write ]",
        ),
        (HEAD + "queries: ]\n", "3: ] closes nothing; take it out"),
        (HEAD + "include: [a.yaml]]\n", "3: ] closes nothing; take it out"),
        (
            HEAD + "crawl: {delay: 2s hosts: 3}\n",
            (
                "3: a comma is missing between { and }, or a text there needs quotes;"
                " write it"
            ),
        ),
        (
            HEAD + "crawl: {delay: 2s\n  hosts: 3}\n",
            (
                "4: a comma is missing before this line, or the bracket { of line 3 is"
                " not closed; write it"
            ),
        ),
    ],
)
def test_a_bracket_is_named_where_it_begins(refused, text, told):
    assert refused(text) == [f"config.yaml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OUTLET + "   home: x\n", f"6: {COLUMN.format('3 blanks')}"),
        (OUTLET + "     home: x\n", f"6: {COLUMN.format('5 blanks')}"),
        (OUTLET + " - id: b\n", f"6: {COLUMN.format('1 blank')}"),
        (HEAD + "crawl:\n  delay:\n 2s\n", f"5: {COLUMN.format('1 blank')}"),
        (HEAD + " queries: mine\n", f"3: {COLUMN.format('1 blank')}"),
        (
            OUTLET + "    - id: b\n",
            (
                "6: an entry with '- ' stands where a key is expected;"
                " check its indentation"
            ),
        ),
        (
            OUTLET + "  home: x\n",
            (
                "6: a key stands where an entry with '- ' is expected;"
                " check its indentation"
            ),
        ),
    ],
)
def test_a_line_in_the_wrong_column_is_named(refused, text, told):
    assert refused(text) == [f"config.yaml:{told}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("contact:ana@desk.example\n", "1: write a blank after the colon: 'contact"),
        (
            "contact:ana@desk.example\nkeep: all\n",
            "1: write a blank after the colon: 'contact",
        ),
        (
            HEAD + "contact:ana@desk.example\ntimezone: Europe/Tirane\n",
            "3: write a blank after the colon: 'contact",
        ),
        (
            HEAD + "contact:ana@desk.example\n",
            "3: write a blank after the colon: 'contact",
        ),
        (
            OUTLET + "    home:https://a.example/\n    note: x\n",
            "6: write a blank after the colon: 'home",
        ),
        (
            HEAD + "outlets:\n  - id:a\n    # a comment\n    name: A\n",
            "4: write a blank after the colon: 'id",
        ),
        (
            HEAD + "crawl:\n  delay:2s\n",
            "4: crawl: write a blank after the colon: 'delay",
        ),
        (
            HEAD + "crawl: {delay:2s, hosts: 3}\n",
            "3: crawl.delay:2s: write a blank after the colon: 'delay",
        ),
    ],
)
def test_a_colon_without_its_blank_is_named_on_its_line(refused, text, place):
    assert refused(text) == [f"config.yaml:{place}: …'"]


def test_a_password_in_a_line_without_blank_is_not_repeated(refused):
    [told] = refused(OUTLET + "    wordpress:https://me:secret@a.example/\n")
    assert told.startswith("config.yaml:6: write a blank after the colon")
    assert "secret" not in told


def test_a_colon_inside_a_query_is_no_key(refused):
    [told] = refused(HEAD + "about:\n  actor:police\n  title: x\n")
    assert told == f"config.yaml:5: {COLUMN.format('2 blanks')}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "include:\n  - a.yaml\n  -b.yaml\n", "5: write a blank after the dash"),
        (
            HEAD + "archive\nqueries: mine\n",
            ("3: is no key with a value; write 'key: value', with a colon and a blank"),
        ),
        (
            HEAD + "include: - a\n",
            "3: an entry with '- ' must begin on a line of its own",
        ),
        (
            HEAD + "crawl {delay: 2s, hosts: 3}\n",
            "3: a colon is missing after the key: 'crawl: …'",
        ),
        (
            HEAD + "crawl [a, b]\n",
            "3: is no key with a value; write 'key: value', with a colon and a blank",
        ),
        (
            HEAD + "include: [a] [b]\n",
            (
                "3: what begins in column 14 does not belong here; check the colon"
                " after the key, quotes and brackets"
            ),
        ),
        (
            HEAD + "keep: all\n",
            "3: keep: written twice, first on line 2; keep one",
        ),
        (
            HEAD + "queries: mine: other\n",
            "3: the text contains ': '; put it in quotes",
        ),
        (
            HEAD + 'queries: "C:\\mine"\n',
            (
                "3: a backslash between double quotes; put the text between"
                " apostrophes: '…'"
            ),
        ),
        (
            HEAD + "---\nkeep: all\n",
            "3: a second document begins here; take out the line '---'",
        ),
    ],
)
def test_other_slips_are_named(refused, text, told):
    assert refused(text) == [f"config.yaml:{told}"]


@pytest.mark.parametrize(
    "sign", ["*iran", "@b", "%b", "`b", "& b", "> b", "| b", ",b", "!<b"]
)
def test_a_text_that_begins_with_a_sign_needs_quotes(refused, sign):
    assert refused(f"{HEAD}queries: {sign}\n") == [
        f"config.yaml:3: a text that begins with {sign[0]} must be put in quotes"
    ]


def test_what_nobody_foresaw_is_told_in_the_words_of_the_parser(refused):
    [told] = refused(f"{HEAD}% b\n")
    assert told == (
        "config.yaml:3: expected alphabetic or numeric character, but found ' ';"
        " check indentation, brackets and quotes around this line"
    )


@given(st.data())
def test_a_letter_too_many_is_told_on_a_line_that_exists(data):
    text = f"{OUTLET}    home: 'https://a.example/'\n    hosts: [\"b\", {{c: d}}]\n"
    place = data.draw(st.integers(0, len(text)))
    letters = data.draw(st.text("\t'\"[]{}:,-#&*!|>%@? \n", min_size=1, max_size=2))
    broken = text[:place] + letters + text[place:]
    for problem in yamlfile.read(broken.encode(), name="f.yaml").problems:
        found = re.match(r"f\.yaml:(\d+): ", str(problem))
        assert found
        assert 1 <= int(found[1]) <= len(broken.splitlines()) + 1
