"""Boolean queries in the usual syntax: what a text must say to be meant.

    query   = all of, joined by OR
    all of  = parts joined by AND
    part    = NOT part | ( query ) | term
    term    = word | prefix* | "a phrase" | "near words"~N | actor:ID | forms:WORD

AND binds tighter than OR, NOT tightest; between two terms there is always one of them.
Case and accents never matter. A phrase, and the words of "…"~N, stand in one sentence.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from tracker.core.query_syntax import read
from tracker.core.query_terms import (
    Named,
    Node,
    Term,
    evaluate,
    may_hold,
    required,
    terms,
    written,
)
from tracker.core.scopes import ActorSpans, Index, Scope, Span, reading_order
from tracker.errors import QuerySyntaxError

__all__ = ["ActorSpans", "Index", "Match", "Query", "Scope", "Span", "parse"]


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
    _root: Node

    def __str__(self) -> str:
        return written(self._root)

    def find(self, scope: Scope) -> Match | None:
        """Return what matches in `scope`, None if the query does not hold there."""
        hits = evaluate(self._root, scope)
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
        return may_hold(self._root, index)

    @cached_property
    def required_terms(self) -> frozenset[str]:
        """The terms without which the query holds nowhere, folded, as in `str`."""
        return required(self._root)

    @cached_property
    def actors(self) -> frozenset[str]:
        """The ids of the actors that the query asks about."""
        found = terms(self._root)
        return frozenset(term.actor for term in found if isinstance(term, Named))

    def explain(self, scope: Scope) -> tuple[str, ...]:
        """Say of each term, in the order written, how often it is found and where.

        The last line is the verdict: match, or no match.
        """
        lines = dict.fromkeys(_explained(term, scope) for term in terms(self._root))
        return (*lines, "no match" if self.find(scope) is None else "match")


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


def _explained(term: Term, scope: Scope) -> str:
    hits = evaluate(term, scope)
    if hits is None:
        return f"{written(term)}: not found"
    first = min((hit.span for hit in hits), key=reading_order)
    times = "once" if len(hits) == 1 else f"{len(hits)} times, first"
    return f"{written(term)}: found {times} at character {first.start} of {first.field}"
