from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.query import Index, Match, Piece, Query, Scope, Span, parse
from tracker.core.text import Reading
from tracker.errors import QuerySyntaxError

TITLE = "Përplasje në panair"
BODY = (
    "Policia ndaloi 11 persona në panairin e librit. Eleven people were later"
    " detained.\nU ndaluan edhe të tjerë, tha policia."
)
POLICE = {"police": (Span("body", 0, 7), Span("body", 122, 129))}


def _article(
    title: str = TITLE,
    body: str = BODY,
    actors: Mapping[str, Sequence[Span]] | None = None,
) -> Scope:
    index = Index.of(Reading.of("title", title), Reading.of("body", body))
    return Scope.article(index, actors or {})


def _holds(query: str, body: str, title: str = "") -> bool:
    return parse(query).find(_article(title, body)) is not None


def _surfaces(query: str, body: str) -> list[str]:
    match = parse(query).find(_article("", body))
    return [] if match is None else [body[s.start : s.end] for s in match.spans]


_BOTH = ["11 detained", "eleven detained"]
_NEAR = '"(eleven OR 11) (detained OR arrest*)"~2'


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        ("ceshtje", "Çështje", ["Çështje"]),
        ("Çështje", "ceshtja ceshtje", ["ceshtje"]),
        ("panair*", "panairi i Panairit, apanair", ["panairi", "Panairit"]),
        ('"book stand"', "the book  stand; book and stand", ["book  stand"]),
        ('"book stand"', "book-stand", ["book-stand"]),
        ('"book stand"', "a book. Stand up", []),
        ('"book stand"', "a book\nstand", []),
        ('"eleven detained"~2', "eleven of them detained", ["eleven of them detained"]),
        ('"eleven detained"~1', "eleven of them detained", []),
        ('"detained eleven"~2', "eleven of them detained", ["eleven of them detained"]),
        ('"a b"~0', "b a", ["b a"]),
        ('"a b c"~1', "a x c b", ["a x c b"]),
        ('"a b c"~1', "a x c y b", []),
        ('"a a"~3', "a", []),
        ('"a a"~3', "a x a", ["a x a"]),
        ('"arrest* arrested"~3', "arrested", []),
        ('"arrest* arrested"~3', "arrested arrests", ["arrested arrests"]),
        ('"a b"~5', "a a x b b", ["a x b"]),
        ('"a b"~3', "a. B", []),
        ("forms:ndaloj", "U ndaluan dy, ndalohet, ndalesë", ["U ndaluan", "ndalohet"]),
        ("forms:shoqatë", "shoqatës, shoqata, shoqe", ["shoqatës", "shoqata"]),
        ("11", "11.000 dhe 11", ["11"]),
        ("ish-anëtar*", "ish anëtarët, anëtar", ["ish anëtarët"]),
        ("“dy fjalë”", "dy fjalë", ["dy fjalë"]),
        ('"special prosecut*"', "special prosecutors", ["special prosecutors"]),
        ('"(eleven OR 11) detained"', "11 detained, eleven detained", _BOTH),
        ('"(eleven OR 11) detained"', "11 were detained", []),
        (_NEAR, "detained were some 11", ["detained were some 11"]),
        (_NEAR, "11 eleven", []),
        (_NEAR, "arrested. 11", []),
        (
            '"(book stand OR stall) torn"~1',
            "torn the book stand",
            ["torn the book stand"],
        ),
        ('"(book stand OR stall) torn"~1', "torn book the stand", []),
        ('"(book stand) torn"~1', "torn stall. Torn book stand", ["Torn book stand"]),
        ('"a (b (c OR d) OR e) f"', "a b d f, a e f, a b f", ["a b d f", "a e f"]),
        ('"(a OR a b) b"~0', "a b", ["a b"]),
        ('"(a OR a b) x"~3', "x a b", ["x a"]),
        ('"(a OR a b) b"~0', "b a", ["b a"]),
        ('"(a b OR c) (b OR d)"~0', "a b", []),
        ('"(a b OR c) (b OR d)"~0', "d a b", ["d a b"]),
        ('"forms:ndaloj persona"~2', "persona u ndaluan", ["persona u ndaluan"]),
        ('"forms:ndaloj dy"', "u ndaluan dy, dy u ndaluan", ["u ndaluan dy"]),
        ('"ish-anëtar* u"~1', "ish anëtarët atje u", ["ish anëtarët atje u"]),
        ('"ish-anëtar* u"~1', "ish u anëtarët", []),
    ],
)
def test_a_term_finds_its_words(query: str, body: str, expected: list[str]) -> None:
    assert _surfaces(query, body) == expected


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        ("a AND b", "a b", True),
        ("a AND b", "a", False),
        ("a OR b AND c", "a", True),
        ("a OR b AND c", "b", False),
        ("(a OR b) AND c", "a", False),
        ("(a OR b) AND c", "b c", True),
        ("NOT a AND b", "b", True),
        ("NOT a AND b", "a b", False),
        ("NOT (a AND b) AND c", "a c", True),
        ("b AND NOT NOT a", "a b", True),
        ("b AND (c OR NOT a)", "b", True),
    ],
)
def test_and_binds_tighter_than_or_and_not_tightest(
    query: str, body: str, *, expected: bool
) -> None:
    assert _holds(query, body) is expected


def test_terms_of_different_fields_meet_but_phrases_do_not() -> None:
    assert _holds("panair AND librit", "e librit", title="Në panair")
    assert not _holds('"panair librit"', "librit", title="Panair")
    assert not _holds('"panair librit"~9', "librit", title="Panair")


def test_a_match_lists_terms_and_places_in_reading_order() -> None:
    match = parse("panair* AND forms:ndaloj AND NOT zjarr").find(_article())
    assert match == Match(
        terms=("panair*", "forms:ndaloj", "panair*", "forms:ndaloj"),
        spans=(
            Span("title", 13, 19),
            Span("body", 8, 14),
            Span("body", 29, 37),
            Span("body", 83, 92),
        ),
    )


def test_a_scope_may_be_one_sentence() -> None:
    body = Reading.of("body", BODY)
    index = Index.of(Reading.of("title", TITLE), body)
    query = parse("actor:police AND NOT edhe")
    found = [
        query.find(Scope.part(index, "body", start, end, POLICE)) is not None
        for start, end in body.sentences
    ]
    assert found == [True, False, False]
    assert query.find(Scope.article(index, POLICE)) is None


def test_a_scope_may_be_the_title() -> None:
    index = Index.of(Reading.of("title", TITLE), Reading.of("body", BODY))
    scope = Scope.part(index, "title", 0, len(TITLE), POLICE)
    match = parse("panair*").find(scope)
    assert match is not None
    assert match.spans == (Span("title", 13, 19),)
    assert parse("actor:police").find(scope) is None
    assert parse("librit").find(scope) is None


def test_an_actor_holds_where_it_is_named() -> None:
    match = parse("actor:police").find(_article(actors=POLICE))
    assert match is not None
    assert match.spans == POLICE["police"]
    assert parse("actor:court").find(_article(actors=POLICE)) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"actor:police ndaloi"', ["Policia ndaloi"]),
        ('"ndaloi actor:police"', []),
        ('"persona actor:police"~2', ["Policia ndaloi 11 persona"]),
        ('"persona actor:police"~1', []),
        ('"(actor:court OR actor:police) ndaloi"', ["Policia ndaloi"]),
    ],
)
def test_an_actor_is_an_element_of_a_phrase(query: str, expected: list[str]) -> None:
    match = parse(query).find(_article(actors=POLICE))
    spans = match.spans if match else ()
    assert [BODY[span.start : span.end] for span in spans] == expected
    assert parse(query).actors >= {"police"}
    assert not parse(query).could_hold(lambda _: True, lambda _: False)


def test_an_actor_takes_all_words_that_its_name_touches() -> None:
    body = "The #StatePolice-led raid; U.S. Embassy. Raid"
    named = {"police": (Span("body", 9, 16),), "embassy": (Span("body", 27, 40),)}
    scope = _article("", body, named)
    assert parse('"actor:police led raid"').find(scope) is not None
    assert parse('"the actor:police"').find(scope) is not None
    assert parse('"actor:embassy raid"~0').find(scope) is not None
    part = Scope.part(scope.index, "body", 0, 26, named)
    assert parse('"actor:embassy raid"~0').find(part) is None


def test_an_empty_text_matches_nothing() -> None:
    assert not _holds("a", "", "")
    index = Index.of(Reading.of("title", ""), Reading.of("body", ""))
    assert parse("a").find(Scope.part(index, "body", 0, 0, {})) is None


def test_the_actors_of_a_query_are_known() -> None:
    query = parse("actor:police AND NOT actor:court OR fair")
    assert query.actors == {"police", "court"}


@pytest.mark.parametrize(
    ("query", "offset", "says"),
    [
        ("", 0, "the query is empty"),
        ("  ", 2, "the query is empty"),
        ("a b", 2, "no operator between a and b; write AND or OR"),
        ('a "b c"', 2, "or put a phrase between quotation marks"),
        ("a(b)", 1, "no operator between"),
        ("a and b", 2, "operators are written in capitals: AND instead of and"),
        ("a dhe b", 2, "AND instead of dhe"),
        ("a || b", 2, "OR instead of ||"),
        ("a NOT b", 2, "write AND NOT or OR NOT"),
        ("(a", 0, "never closed; add a )"),
        ("((a)", 0, "never closed"),
        ("a)", 1, "closes nothing"),
        ("()", 1, "nothing between these brackets"),
        ('a AND "b', 6, 'never closed; add a "'),
        ('""', 0, "nothing between these quotation marks"),
        ('"…"', 0, "nothing between these quotation marks"),
        ("a AND", 5, "a term is missing"),
        ("a OR", 4, "a term is missing"),
        ("NOT", 3, "a term is missing"),
        ("(a AND)", 6, "a term is missing before this bracket"),
        ("AND a", 0, "AND needs a term on its left"),
        ("a OR OR b", 5, "OR needs a term on its left"),
        ("*", 0, "no letter or digit"),
        ("-*", 0, "- is no operator"),
        ("a AND *b", 6, "* stands only at the end of a word"),
        ("a*b", 1, "* stands only at the end of a word"),
        ("wom?n", 3, "? is not known"),
        ("a AND &", 6, "write AND"),
        ('"a b"~', 5, "write ~ and a number"),
        ('"a b"~x', 5, "~x is no distance"),
        ('"a b"~1001', 5, "up to 1000"),
        ('"a"~3', 3, "two words or more"),
        ("a~3", 1, "only after words in quotation marks"),
        ("+a", 0, "write AND or NOT before a"),
        ("-a", 0, "write AND or NOT before a"),
        ("title:a", 0, "known are actor: and forms:"),
        ("forms:", 0, "forms: needs one word"),
        ("forms:ndal*", 0, "forms: needs one word"),
        ("actor:", 0, "actor: needs an id"),
        ("a AND actor:polce", 12, "did you mean 'police'?"),
        ("actor:zzz", 6, "known are court, police"),
        ("NOT a", 0, "requires no term at all"),
        ("a OR NOT b", 0, "requires no term at all"),
        ("NOT (a AND b)", 0, "requires no term at all"),
        ("–a", 0, "– is no operator here; write AND or NOT before a"),
        ("a – b", 2, "no operator between a and –"),
        ("a 5", 2, "no operator between a and 5"),
        ("a\u00a0b", 2, "no operator between a and b"),
        ("жук или мак", 4, "no operator between жук and или"),
        ("“a b” ~5", 6, "right behind the closing quotation mark"),
        ("a NEAR/5 b", 2, "right behind the closing quotation mark"),
        ('actor:"police"', 0, "without quotation marks"),
        ("actor: police", 0, "without quotation marks or a blank"),
        ('a AND "actor:polce b"~3', 13, "did you mean 'police'?"),
        ('"a forms:x* b"~3', 3, "forms: needs one word"),
        ('"( OR a) b"', 3, "an alternative is missing here"),
        ('"(a OR ) b"', 7, "an alternative is missing here"),
        ('"(a OR OR b) c"', 7, "an alternative is missing here"),
        ("( OR a)", 2, "OR needs a term on its left"),
        ('"() b"', 2, "nothing between these brackets"),
        ('"(a b"', 1, "not closed before the quotation mark; add a )"),
        ('"("book stand" OR stall) fair"~5', 1, "words in it without quotation marks"),
        ('"a) b"', 2, "closes nothing; remove it"),
        ('"(a or b) c"', 4, "OR instead of or"),
        ('"(a ose b) c"', 4, "OR instead of ose"),
        ('"(a|b) c"', 3, "write OR for |"),
        ('"(a AND b) c"', 4, "brackets there hold alternatives"),
        ('"a OR b"~3', 3, "alternatives go in brackets: (eleven OR 11)"),
        ('"a AND b"', 3, "for the word itself write and".capitalize()),
        ('"(a NOT b) c"', 4, "NOT is no operator between quotation marks"),
        ('"a*b (c OR d*e)"', 2, "* stands only at the end"),
        ('"a (c OR d*e)"', 10, "* stands only at the end"),
        ('"a b c d e f g h i"~3', 19, "9 words are too many for ~, 8 the most"),
        ('"ish-anëtar"~3', 12, "two words or more"),
        ('"' + "(" * 60 + "a" + ")" * 60 + '"', 51, "within one another"),
        ("(" * 60 + "a" + ")" * 60, 51, "write the query flatter"),
        ("a AND " + "NOT " * 60 + "b", 210, "write the query flatter"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(
    query: str, offset: int, says: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query, actors=["police", "court"])
    assert says in str(caught.value)
    assert caught.value.offset == offset
    assert caught.value.query == query


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("„a b“", '"a b"'),
        ("«a b»～3", '"a b"~3'),
        ("\ufeffa\u200b AND\u00a0b", "a AND b"),
        ("（a OR b） AND c", "(a OR b) AND c"),
        ("fair∗", "fair*"),
        ('"(book stand) fair"', '"book stand fair"'),
        ('"((a OR b) OR (c)) d"', '"(a OR b OR c) d"'),
        ('"(a OR a) d"', '"a d"'),
        ('"((a b) c OR d) e"', '"(a b c OR d) e"'),
        ('"actor:x"', "actor:x"),
        ('"forms:ndaloj"', "forms:ndaloj"),
        ('"Actor:x a"', '"actor:x a"'),
        ("ish–anëtar", '"ish anetar"'),
        ('"Εκλογές (жук OR مصر)"', '"εκλογεσ (жук OR مصر)"'),
    ],
)
def test_other_ways_to_write_a_query_mean_the_same(query: str, same: str) -> None:
    assert parse(query) == parse(same)
    assert str(parse(query)) == same


def test_what_a_prefilter_asks_for_is_known_beforehand() -> None:
    query = parse('(fair* OR "book (stand OR stall)") AND actor:police AND NOT hall')
    words = {"book", "stand", "stall"}
    assert query.pieces == {Piece("fair", prefix=True), *map(Piece, words)}

    def could(*there: str, named: bool = True) -> bool:
        return query.could_hold(lambda p: p.folded in there, lambda _: named)

    assert could("fair")
    assert could("book", "stall", "hall")
    assert not could("stand", "stall")
    assert not could("fair", named=False)


def test_any_actor_may_be_asked_for_where_none_is_checked() -> None:
    assert str(parse("actor:anybody")) == "actor:anybody"
    with pytest.raises(QuerySyntaxError, match="none is configured"):
        parse("actor:anybody", actors=())


WORDS = ("a", "b", "c", "dy")
TERMS = st.sampled_from(
    ["a", "b", "c", "dy", "d*", '"a b"', '"b c"~1', "actor:x", "forms:dy", '"c"']
)
MONOTONE = st.recursive(
    TERMS,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda three: f"({' '.join(three)})"
    ),
    max_leaves=6,
)
ANY = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
            lambda three: f"({' '.join(three)})"
        ),
        inner.map(lambda one: f"NOT {one}"),
    ),
    max_leaves=6,
).map(lambda query: f"(a OR b) AND ({query})")
BODIES = st.lists(st.sampled_from([*WORDS, "A.", "B.", "\n", "x"]), max_size=12).map(
    " ".join
)


def _found(query: Query, body: str) -> Match | None:
    named = {"x": (Span("body", 0, 1),)} if body.startswith("x") else {}
    return query.find(_article("", body, named))


@given(MONOTONE, MONOTONE, BODIES)
def test_and_and_or_commute(left: str, right: str, body: str) -> None:
    for operator in ("AND", "OR"):
        one = _found(parse(f"{left} {operator} {right}"), body)
        other = _found(parse(f"{right} {operator} {left}"), body)
        assert one == other


@given(ANY, BODIES)
def test_denying_twice_is_saying_it(query: str, body: str) -> None:
    twice = _found(parse(f"NOT NOT ({query})"), body)
    assert twice == _found(parse(query), body)


@given(MONOTONE, BODIES, BODIES)
def test_more_text_never_undoes_a_match_without_not(
    query: str, body: str, more: str
) -> None:
    parsed = parse(query)
    before = _found(parsed, body)
    if before is not None:
        after = _found(parsed, f"{body}\n{more}")
        assert after is not None
        assert set(before.spans) <= set(after.spans)


@given(ANY)
def test_a_query_reads_back_as_itself(query: str) -> None:
    parsed = parse(query)
    assert parse(str(parsed)) == parsed


@given(ANY, BODIES)
def test_the_cheap_filter_never_loses_a_match(query: str, body: str) -> None:
    parsed = parse(query)
    reading = Reading.of("body", body)
    index = Index.of(reading)
    named = {"x": (Span("body", 0, 1),)}
    scopes = [Scope.article(index, named)]
    scopes += [Scope.part(index, "body", s, e, named) for s, e in reading.sentences]
    if any(parsed.find(scope) is not None for scope in scopes):
        assert parsed.might_match(index)


def test_a_word_that_is_nowhere_rules_the_article_out() -> None:
    index = Index.of(Reading.of("body", BODY))
    assert not parse("zjarr AND NOT policia").might_match(index)
    assert not parse('"zjarr policia"~3').might_match(index)
    assert not parse("zjarr*").might_match(index)
    assert parse("NOT policia AND librit").might_match(index)
