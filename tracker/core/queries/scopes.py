"""Where a boolean query looks: the words of a text by place, whole or in part."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from tracker.core.text import Reading
from tracker.model import TextField

# Places jump by more than any distance that a query may ask for where a sentence
# ends, so that no phrase is found across a full stop, a paragraph or a field.
SENTENCE_GAP = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One folded word of a term, or the beginning of one."""

    folded: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of one field."""

    field: TextField
    start: int
    end: int


def reading_order(span: Span) -> tuple[bool, int, int]:
    """Return what to sort spans by: the title first, then by place."""
    return span.field != "title", span.start, span.end


ActorSpans = Mapping[str, Sequence[Span]]


class Index:
    """The words of one text by place, made once for all queries.

    A place counts words within a sentence and jumps by SENTENCE_GAP between two.
    `places` holds those of each folded word and `spans` the characters of each, in
    order.
    """

    def __init__(
        self, places: Mapping[str, Sequence[int]], spans: Mapping[int, Span]
    ) -> None:
        self.places = places
        self.spans = spans

    @classmethod
    def of(cls, *readings: Reading) -> Self:
        """Index the fields of one text; each field at most once."""
        places: dict[str, list[int]] = {}
        spans: dict[int, Span] = {}
        place = 0
        for reading in readings:
            place += SENTENCE_GAP
            ends = [end for _, end in reading.sentences]
            sentence = 0
            for token in reading.tokens:
                while sentence < len(ends) and token.start >= ends[sentence]:
                    sentence += 1
                    place += SENTENCE_GAP
                place += 1
                places.setdefault(token.folded, []).append(place)
                spans[place] = Span(reading.field, token.start, token.end)
        return cls(places, spans)

    def has(self, piece: Piece) -> bool:
        """Tell whether a word, or one that begins so, is in the text."""
        if piece.prefix:
            return bool(self.words_from(piece.folded))
        return piece.folded in self.places

    def words_from(self, prefix: str) -> list[str]:
        """Return the words that begin with `prefix`."""
        first = bisect_left(self._vocabulary, prefix)
        last = bisect_left(self._vocabulary, prefix + "\U0010ffff", first)
        return self._vocabulary[first:last]

    def places_touched(self, span: Span) -> tuple[int, int] | None:
        """Return the first and the last place of the words that touch a span.

        Of a name that runs over the end of a sentence, those before it.
        """
        starts, places = self._by_field.get(span.field, ([], []))
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if first and self.spans[places[first - 1]].end > span.start:
            first -= 1
        touched = places[first:last]
        run = [each for each in touched if each - touched[0] < len(touched)]
        return (run[0], run[-1]) if run else None

    def places_in(self, field: TextField, start: int, end: int) -> tuple[int, int]:
        """Return the places [low, high) of the words that begin in [start, end)."""
        starts, places = self._by_field.get(field, ([], []))
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return (places[first], places[last - 1] + 1) if first < last else (0, 0)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.places)

    @cached_property
    def _by_field(self) -> dict[str, tuple[list[int], list[int]]]:
        fields: dict[str, tuple[list[int], list[int]]] = {}
        for place, span in self.spans.items():
            starts, places = fields.setdefault(span.field, ([], []))
            starts.append(span.start)
            places.append(place)
        return fields


@dataclass(frozen=True, slots=True)
class Scope:
    """What one evaluation of a query may see: places [low, high) and actors.

    `actors` holds, for each actor that is named here, where.
    """

    index: Index
    low: int
    high: int
    actors: ActorSpans

    @classmethod
    def article(cls, index: Index, actors: ActorSpans) -> Self:
        """See the whole text; `actors` are the counted mentions in all its fields."""
        return cls(index, 0, max(index.spans, default=-1) + 1, actors)

    @classmethod
    def part(
        cls,
        index: Index,
        field: TextField,
        start: int,
        end: int,
        actors: ActorSpans,
    ) -> Self:
        """See one sentence, paragraph or title: [start, end) of `field`.

        Of `actors`, those that touch it.
        """
        low, high = index.places_in(field, start, end)
        near = {
            actor: tuple(
                span
                for span in spans
                if span.field == field and span.start < end and span.end > start
            )
            for actor, spans in actors.items()
        }
        return cls(index, low, high, {a: spans for a, spans in near.items() if spans})

    def places_of(self, piece: Piece) -> Sequence[int]:
        """Return the places of a folded word, or of those that begin so."""
        if not piece.prefix:
            return self._places(piece.folded)
        words = self.index.words_from(piece.folded)
        return [place for word in words for place in self._places(word)]

    def places_touched(self, span: Span) -> tuple[int, int] | None:
        """Return the first and the last place of the words here that touch a span."""
        touched = self.index.places_touched(span)
        is_here = touched is not None and self.low <= touched[0] < self.high
        return touched if is_here else None

    def _places(self, word: str) -> Sequence[int]:
        places = self.index.places.get(word, ())
        first = bisect_left(places, self.low)
        return places[first : bisect_left(places, self.high, first)]

    def span(self, first: int, last: int) -> Span:
        """Return the characters from the word at place `first` to that at `last`."""
        start, end = self.index.spans[first], self.index.spans[last]
        return Span(start.field, start.start, end.end)
