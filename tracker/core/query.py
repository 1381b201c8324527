"""Boolean queries in the usual syntax: what a text must say to be meant.

    query   = all of, joined by OR
    all of  = parts joined by AND
    part    = NOT part | ( query ) | term
    term    = word | prefix* | "a phrase" | "near words"~N | actor:ID | forms:WORD

AND binds tighter than OR, NOT tightest; between two terms there is always one of them.
Case and accents never matter. A phrase, and the words of "…"~N, stand in one sentence.
Between quotation marks, actor:ID and forms:WORD may stand for a word, and alternatives
in brackets: "(eleven OR 11) (held OR taken away)"~6.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tracker.core.queries.needs import Needs, needs
from tracker.core.queries.places import Named
from tracker.core.queries.scopes import (
    ActorSpans,
    Index,
    Piece,
    Scope,
    Span,
    reading_order,
)
from tracker.core.queries.syntax import read
from tracker.core.queries.terms import (
    Node,
    elements,
    evaluate,
    terms,
    written,
)
from tracker.errors import QuerySyntaxError
from tracker.model import EVERY

__all__ = [
    "ActorSpans",
    "Index",
    "Match",
    "Piece",
    "Query",
    "Scope",
    "Span",
    "for_language",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Match:
    """What a query found: `terms[i]` stands at `spans[i]`; in order of place.

    Both are empty where the query holds by what is absent only.
    """

    terms: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Query:
    """A query that has been read; reading `str(query)` gives the same one again."""

    text: str = field(compare=False)
    root: Node

    def __str__(self) -> str:
        return written(self.root)

    def find(self, scope: Scope) -> Match | None:
        """Return what matches in `scope`, None if the query does not hold there."""
        hits = evaluate(self.root, scope)
        if hits is None:
            return None
        ordered = sorted(set(hits), key=lambda hit: (reading_order(hit.span), hit.term))
        return Match(
            terms=tuple(hit.term for hit in ordered),
            spans=tuple(hit.span for hit in ordered),
        )

    def might_match(self, index: Index) -> bool:
        """Tell cheaply whether the query could hold in any part of the text.

        False is certain. True is not: words are looked for anywhere, every actor is
        taken to be named and every NOT to hold.
        """
        return self.could_hold(index.has, lambda _: True)

    def could_hold(
        self,
        piece_present: Callable[[Piece], bool],
        actor_present: Callable[[str], bool],
    ) -> bool:
        """Tell, before a text is read, whether the query could hold in any part of it.

        `piece_present` is asked about `pieces`, `actor_present` about `actors`: is it
        anywhere in the text? Where they do not know, they say True. False is certain.
        """
        return self._needs.are_met(piece_present, actor_present)

    @cached_property
    def pieces(self) -> frozenset[Piece]:
        """The words, and beginnings of words, that `could_hold` may ask for."""
        return frozenset(self._needs.all_pieces())

    @cached_property
    def _needs(self) -> Needs:
        return needs(self.root)

    @cached_property
    def actors(self) -> frozenset[str]:
        """The ids of the actors that the query asks about."""
        found = (one for term in terms(self.root) for one in elements(term))
        return frozenset(one.actor for one in found if isinstance(one, Named))


def for_language(queries: Mapping[str, Query], language: str) -> Query | None:
    """Return the query for texts in `language`, or that for any other one."""
    return queries.get(language) or queries.get(EVERY)


def parse(text: str, *, actors: Collection[str] | None = None) -> Query:
    """Read a query; `actors` are the ids that `actor:` may name (None: any).

    Raises QuerySyntaxError with what is wrong, where, and what to write instead; also
    for a query that a text without a single word would match.
    """
    root = read(text, actors=actors)
    nothing = Scope.article(Index.of(), {})
    if evaluate(root, nothing) is not None:
        raise QuerySyntaxError(
            "the query requires no term at all, so that every text would match; "
            "add one with AND",
            query=text,
            offset=0,
        )
    return Query(text, root)
