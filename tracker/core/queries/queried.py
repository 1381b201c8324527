"""Which words that queries ask for may stand in a text, seen before it is cut up."""

from collections.abc import Callable, Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from tracker.core.query import Piece, Query
from tracker.core.text import Reading


class Queried:
    """The words of many queries, looked for in one go.

    Cutting a text into sentences and words costs ten times as much, and most texts of a
    crawl hold nothing of what most queries need.
    """

    def __init__(self, queries: Iterable[Query]) -> None:
        pieces = sorted(
            {piece for query in queries for piece in query.pieces},
            key=lambda piece: (piece.folded, piece.prefix),
        )
        self._places: dict[str, int] = {}
        for piece in pieces:
            self._places.setdefault(piece.folded, len(self._places))
        self._automaton = AhoCorasick(list(self._places)) if pieces else None

    def in_text(self, readings: Sequence[Reading]) -> Callable[[Piece], bool]:
        """Return what tells whether a word may be in a text; False is certain."""
        found: set[int] = set()
        if self._automaton is not None:
            for reading in readings:
                hits = self._automaton.find_matches_as_indexes(
                    reading.lower.text, overlapping=True
                )
                found.update(place for place, _, _ in hits)
        return lambda piece: self._places.get(piece.folded) in found
