"""The numbers that tell the quantities of facts, each with its noun."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tracker.core.counts.counted import Noun, counted, listed, nouns_of
from tracker.core.counts.loosening import Loose, loosened
from tracker.core.counts.numbers import Number, is_number_word, numbers
from tracker.core.counts.telling import Speaks, Telling, printed
from tracker.core.facts import FactQuery
from tracker.core.queries.scopes import ActorSpans, Index, Scope
from tracker.core.saying.clauses import Sentence
from tracker.core.text import Reading
from tracker.model import Amount, TextField

# More numbers stand in a table of results, not in a sentence.
MOST_NUMBERS = 30


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A sentence with its numbers."""

    reading: Reading
    sentence: Sentence
    found: tuple[Number, ...]


class Counter:
    """Looks for the quantities of facts in one article.

    `actors` are the counted mentions. `names` are the stretches of all mentions by
    field: a number in a name ("Camp Example 3") counts nothing.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        index: Index,
        actors: ActorSpans,
        names: Mapping[TextField, Sequence[tuple[int, int]]],
        language: str,
    ) -> None:
        self._index = index
        self._actors = actors
        self._readings = readings
        self._names = names
        self._language = language

    def amounts(
        self, incident: str, fact: FactQuery, speaks: Speaks
    ) -> Iterator[Amount]:
        """Yield the numbers that tell the quantity of a fact, whatever the number.

        A number counts a noun that the fact lists, and the query of the fact holds
        there if it asks for any number instead of its own.
        """
        query, figure = fact.query(self._language), fact.fact.figure
        if query is None or figure is None or not self._numbered:
            return
        words = listed(figure, self._language)
        loose, nouns = _compiled(query.text, words, self._language)
        for one in self._numbered:
            found = tuple(n for n in one.found if loose.asks_for_one or not n.unsure)
            of = counted(one.sentence, found, nouns, one.reading, self._language)
            if not of:
                continue
            scope = self._scope(one, fact.fact.within)
            telling = Telling(one.reading.field, one.sentence, found, of)
            for number, spoken in telling.told(loose, scope, speaks):
                start, end = printed(one.sentence, number)
                yield Amount(
                    incident=incident,
                    fact=fact.fact.id,
                    quantity=figure.quantity,
                    referent=of[number].referent,
                    field=one.reading.field,
                    start_char=start,
                    end_char=end,
                    surface=one.reading.text[start:end],
                    low=number.low,
                    high=number.high,
                    sentence_start=one.sentence.start,
                    sentence_end=one.sentence.end,
                    voice=spoken.voice,
                )

    @cached_property
    def _numbered(self) -> tuple[_Numbered, ...]:
        return tuple(
            numbered
            for reading in self._readings
            for numbered in _numbered(reading, self._names, self._language)
        )

    def _scope(self, one: _Numbered, within: str) -> Scope:
        """Return what the fact is looked for in: the parts of facts.py."""
        start, end = one.sentence.start, one.sentence.end
        field = one.reading.field
        if field == "title" or within == "paragraph":
            paragraphs = one.reading.paragraphs
            at = bisect_right(paragraphs, start, key=lambda span: span[0]) - 1
            start, end = paragraphs[at]
        return Scope.part(self._index, field, start, end, self._actors)


@lru_cache(maxsize=1024)
def _compiled(
    query: str, words: tuple[tuple[str, str], ...], language: str
) -> tuple[Loose, tuple[Noun, ...]]:
    nouns = nouns_of(words, language)
    return loosened(query, nouns, language), nouns


def _numbered(
    reading: Reading,
    names: Mapping[TextField, Sequence[tuple[int, int]]],
    language: str,
) -> Iterator[_Numbered]:
    """Yield the sentences that hold numbers."""
    named = {at for span in names.get(reading.field, ()) for at in range(*span)}
    reached = -1
    for token in reading.tokens:
        if token.start < reached or not is_number_word(token.folded, language):
            continue
        sentence = Sentence.at(reading, token.start, language)
        reached = sentence.end
        found = tuple(
            number
            for number in numbers(sentence.words, sentence.gaps, language)
            if named.isdisjoint(range(*printed(sentence, number)))
        )
        if 0 < len(found) <= MOST_NUMBERS:
            yield _Numbered(reading, sentence, found)
