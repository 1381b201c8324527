"""The query language against a second reading of it, by brute force over the words."""

import re
from itertools import combinations, pairwise, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.core.queries.misses import Inquiry, plain
from tracker.core.query import Index, Query, Scope, Span, parse
from tracker.core.snippets import Snippets
from tracker.core.text import Reading
from tracker.errors import QuerySyntaxError

# A query is a nested tuple here: ("and", …), ("near", elements, N), ("alt", rows), …
WORDS = ("a", "b", "ab", "c", "x", "y")
WORD = st.sampled_from(WORDS).map(lambda word: ("word", word))
PREFIX = st.sampled_from(("a", "b")).map(lambda word: ("prefix", word))
ACTOR = st.just(("actor",))
SINGLE = st.one_of(WORD, WORD, PREFIX, ACTOR)


def _rows(element):
    return st.lists(st.lists(element, min_size=1, max_size=2), min_size=1, max_size=3)


ALTERNATIVES = _rows(SINGLE).map(lambda rows: ("alt", rows))
NESTED = _rows(st.one_of(SINGLE, ALTERNATIVES)).map(lambda rows: ("alt", rows))
ELEMENTS = st.lists(st.one_of(SINGLE, SINGLE, NESTED), min_size=1, max_size=3)
PHRASE = ELEMENTS.map(lambda elements: ("phrase", elements))
NEAR = st.tuples(
    st.lists(st.one_of(SINGLE, SINGLE, NESTED), min_size=2, max_size=3),
    st.integers(0, 3),
).map(lambda both: ("near", *both))
TERM = st.one_of(WORD, PREFIX, ACTOR, PHRASE, NEAR, NEAR)
TREE = st.recursive(
    TERM,
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(("and", "or")), st.lists(inner, min_size=2, max_size=3)
        ),
        inner.map(lambda one: ("not", one)),
    ),
    max_leaves=5,
)
SENTENCES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), max_size=3
)


def _written(tree, within: int = 0) -> str:  # noqa: PLR0911 - one a kind
    """Write a tree with as few brackets as its precedence allows."""
    match tree:
        case ("word", word):
            return word
        case ("prefix", word):
            return f"{word}*"
        case ("actor",):
            return "actor:xy"
        case ("phrase", elements):
            return f'"{_row(elements)}"'
        case ("near", elements, distance):
            return f'"{_row(elements)}"~{distance}'
        case ("alt", rows):
            return f"({' OR '.join(map(_row, rows))})"
        case ("not", part):
            return f"NOT {_written(part, 3)}"
    operator, parts = tree
    level = 2 if operator == "and" else 1
    text = f" {operator.upper()} ".join(_written(part, level) for part in parts)
    return f"({text})" if level < within else text


def _row(elements) -> str:
    return " ".join(map(_written, elements))


def _stretches(element, words) -> set[tuple[int, int]]:
    """Where an element stands: [first, behind) of words."""
    match element:
        case ("word", word):
            return {(n, n + 1) for n, each in enumerate(words) if each == word}
        case ("prefix", word):
            return {(n, n + 1) for n, each in enumerate(words) if each.startswith(word)}
        case ("actor",):
            return {
                (n, n + 2 if words[n + 1 : n + 2] == ["y"] else n + 1)
                for n, each in enumerate(words)
                if each == "x"
            }
    _, rows = element
    return {each for row in rows for each in _in_a_row(row, words)}


def _in_a_row(row, words) -> set[tuple[int, int]]:
    found = set()
    for chosen in product(*(_stretches(element, words) for element in row)):
        neighbours = pairwise(chosen)
        if all(one[1] == other[0] for one, other in neighbours):
            found.add((chosen[0][0], chosen[-1][1]))
    return found


def _is_near(elements, distance, words) -> bool:
    for chosen in product(*(_stretches(element, words) for element in elements)):
        first, behind = min(a for a, _ in chosen), max(b for _, b in chosen)
        own = sum(b - a for a, b in chosen)
        apart = all(a[1] <= b[0] or b[1] <= a[0] for a, b in combinations(chosen, 2))
        if apart and behind - first - own <= distance:
            return True
    return False


def _reference(tree, sentences) -> bool:
    match tree:
        case ("and", parts):
            return all(_reference(part, sentences) for part in parts)
        case ("or", parts):
            return any(_reference(part, sentences) for part in parts)
        case ("not", part):
            return not _reference(part, sentences)
        case ("phrase", elements):
            return any(_in_a_row(elements, words) for words in sentences)
        case ("near", elements, distance):
            return any(_is_near(elements, distance, words) for words in sentences)
    return any(_stretches(tree, words) for words in sentences)


def _scope(sentences) -> tuple[Scope, dict[str, str]]:
    body = "\n".join(" ".join(words) for words in sentences)
    named = [
        Span("body", *found.span()) for found in re.finditer(r"\bx\b(?: y\b)?", body)
    ]
    index = Index.of(Reading.of("title", ""), Reading.of("body", body))
    actors = {"xy": named} if named else {}
    return Scope.article(index, actors), {"title": "", "body": body}


def _query(tree) -> Query:
    try:
        return parse(_written(tree), actors=["xy"])
    except QuerySyntaxError as error:
        assume("requires no term at all" not in str(error))
        raise


@settings(max_examples=400, deadline=None)
@given(TREE, SENTENCES)
def test_a_query_holds_where_brute_force_says_so(tree, sentences) -> None:
    scope, _ = _scope(sentences)
    found = _query(tree).find(scope)
    assert (found is not None) == _reference(tree, sentences)


@settings(max_examples=200, deadline=None)
@given(NEAR, SENTENCES)
def test_each_group_that_is_found_is_one_and_none_overlap(near, sentences) -> None:
    scope, texts = _scope(sentences)
    match = _query(near).find(scope)
    spans = match.spans if match else ()
    for span in spans:
        words = texts["body"][span.start : span.end].split()
        assert _is_near(near[1], near[2], words)
    ordered = sorted(spans, key=lambda span: span.start)
    for one, other in pairwise(ordered):
        assert one.end <= other.start


@settings(max_examples=200, deadline=None)
@given(TREE)
def test_a_tree_that_is_written_reads_back_as_itself(tree) -> None:
    query = _query(tree)
    again = parse(str(query))
    assert again == query
    assert str(again) == str(query)
    assert (again.pieces, again.actors) == (query.pieces, query.actors)


@settings(deadline=None)
@given(TREE, TREE, SENTENCES)
def test_the_laws_of_de_morgan(one, other, sentences) -> None:
    scope, _ = _scope(sentences)
    for operator, dual in (("and", "or"), ("or", "and")):
        whole = ("and", [("word", "a"), ("not", (operator, [one, other]))])
        parts = ("and", [("word", "a"), (dual, [("not", one), ("not", other)])])
        assert _query(whole).find(scope) == _query(parts).find(scope)


@settings(max_examples=200, deadline=None)
@given(TREE, SENTENCES)
def test_no_filter_loses_a_match(tree, sentences) -> None:
    query = _query(tree)
    scope, texts = _scope(sentences)
    body = Reading.of("body", texts["body"])
    parts = [
        Scope.part(scope.index, "body", start, end, scope.actors)
        for start, end in body.sentences
    ]
    if any(query.find(part) is not None for part in (scope, *parts)):
        assert query.might_match(scope.index)
        there = texts["body"].split()
        asked = set()

        def present(piece) -> bool:
            asked.add(piece)
            fits = str.startswith if piece.prefix else str.__eq__
            return any(fits(word, piece.folded) for word in there)

        assert query.could_hold(present, lambda actor: actor in scope.actors)
        assert asked <= query.pieces


@settings(max_examples=200, deadline=None)
@given(TREE, SENTENCES)
def test_what_does_not_hold_is_explained_and_what_holds_lacks_nothing(
    tree, sentences
) -> None:
    query = _query(tree)
    scope, texts = _scope(sentences)
    for is_full in (False, True):
        inquiry = Inquiry(scope, scope, Snippets(texts), {}, is_full)
        root = plain(query.root)
        holds = query.find(scope) is not None
        assert (inquiry.gap(root) == (0, 0)) == holds
        if not holds:
            lines = list(inquiry.lines(root))
            assert lines
            assert all(line.strip() and "\n" not in line for line in lines)


MARKS = (
    *'()"~*:|?-+!&,.…–—“”„«»\u00a0\u200b\u200f\u0301',
    *(" AND ", " OR ", " NOT ", " or ", "actor:", "forms:", "xy", "12", "~3", "ndaloj"),
    *("a", "ë", "Σς", "жук", "مصر", "ﬁ", "İ", "ǆ", "中"),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=14).map("".join))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        query = parse(text, actors=["xy"])
    except QuerySyntaxError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 - both outcomes are lawful
        assert error.query == text  # noqa: PT017
    else:
        assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        (" OR ".join(f"w{n}" for n in range(10_000)), True),
        (" AND ".join(f'"w{n} (a OR b{n})"~3' for n in range(10_000)), True),
        ('"(' + " OR ".join(f"w{n} v" for n in range(10_000)) + ')"', True),
        ("(" * 10_000, False),
        ('"' + "(" * 10_000 + '"', False),
        ("NOT " * 10_000 + "a", False),
        ("a" + " " * 100_000, True),
        ("a" * 100_000 + "~", False),
        ("actor:" + "x" * 100_000, False),
        ('"' * 10_001, False),
        ("~" * 100_000, False),
    ],
    ids=[
        *("or", "and", "alternatives", "brackets", "brackets in quotes", "not"),
        *("blanks", "a long word", "a long id", "quotes", "tildes"),
    ],
)
def test_a_query_of_any_length_is_read_or_refused_in_a_short_message(
    text: str, *, is_read: bool
) -> None:
    if is_read:
        query = parse(text, actors=["xy"])
        assert parse(str(query)) == query
        scope, _ = _scope([["w9999", "v", "b"]])
        assert query.find(scope) is None or query.might_match(scope.index)
    else:
        with pytest.raises(QuerySyntaxError) as caught:
            parse(text, actors=["xy"])
        assert len(str(caught.value)) < 300
