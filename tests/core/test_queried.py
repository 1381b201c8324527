"""A glance at a text never denies a word that a query finds in it."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.queries.queried import Queried
from tracker.core.query import Index, Piece, Scope, parse
from tracker.core.text import Reading

QUERIES = tuple(
    map(
        parse,
        (
            "panair* AND NOT stenda",
            '"libri i ri" OR 1.000',
            '"ndaloj kontroll*"~4',
            "forms:ndaloj",
            "Çështje OR straße",
        ),
    )
)
QUERIED = Queried(QUERIES)
WORDS = (
    *("panairi", "PANAIR", "stenda", "libri", "i", "ri", "1.000", "1,000", "ndaloj"),
    *("u", "ndaluan", "kontrollin", "çështje", "ceshtje", "Strasse", "x", "…", "\n"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_what_a_query_finds_was_seen_at_a_glance(text: str) -> None:
    reading = Reading.of("body", text)
    seen = QUERIED.in_text((reading,))
    index = Index.of(reading)
    for query in QUERIES:
        if query.find(Scope.article(index, {})) is not None:
            assert query.could_hold(seen, lambda _: True)
    for piece in (piece for query in QUERIES for piece in query.pieces):
        assert seen(piece) or not index.has(piece)


def test_what_is_nowhere_in_a_text_is_not_seen() -> None:
    seen = QUERIED.in_text((Reading.of("title", "Në panair"), Reading.of("body", "")))
    assert seen(Piece("panair", prefix=True))
    assert not seen(Piece("stenda"))
    assert not QUERIES[1].could_hold(seen, lambda _: True)


def test_without_queries_nothing_is_seen() -> None:
    assert not Queried(()).in_text((Reading.of("body", "x"),))(Piece("x"))
