"""Which sentences of an article state a fact of an incident, and in whose voice."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.folding import fold_word
from tracker.core.query import Index, Match, Query, Scope, Span, for_language
from tracker.core.saying.eras import Era
from tracker.core.saying.wordlists import DENYING
from tracker.core.text import Reading
from tracker.core.voice import Spoken, Voices, strongest
from tracker.model import Fact, TextField

# Terms of one match that are asked whose words they are; a text that repeats them
# without a full stop has no end of them.
MOST_HEARD = 32
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """A fact with its query by language of the text; "*": any other language."""

    fact: Fact
    queries: Mapping[str, Query]

    def query(self, language: str) -> Query | None:
        """Return the query for texts in `language`, if there is one."""
        return for_language(self.queries, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A fact is stated in `span`: a sentence, a paragraph or the title."""

    fact: str
    span: Span
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class _Part:
    span: Span
    scope: Scope


class Stater:
    """Looks for facts in one article, whose sentences are cut up once for all."""

    def __init__(
        self,
        readings: Sequence[Reading],
        index: Index,
        actors: Mapping[str, Sequence[Span]],
        voices: Mapping[TextField, Voices],
    ) -> None:
        self._readings = readings
        self._index = index
        self._actors = actors
        self._voices = voices
        self._cut: dict[str, tuple[_Part, ...]] = {}

    def stated(self, fact: FactQuery, *, language: str, era: Era) -> Iterator[Stated]:
        """Yield each sentence, or paragraph, and the title, that states the fact.

        What is only asked there states nothing ("A u anulua samiti?"); what a question
        with who, why or how presupposes does (`saying.asking`).
        """
        query = fact.query(language)
        if query is None or not query.might_match(self._index):
            return
        for part in self._parts(fact.fact.within):
            match = query.find(part.scope)
            if match is not None and self._is_asked(match):
                match = self._beside_questions(part, query)
            if match is not None:
                spoken = self._spoken(match, era)
                yield Stated(fact=fact.fact.id, span=part.span, spoken=spoken)

    def _parts(self, within: str) -> tuple[_Part, ...]:
        if within not in self._cut:
            self._cut[within] = tuple(
                _Part(
                    Span(reading.field, start, end),
                    Scope.part(self._index, reading.field, start, end, self._actors),
                )
                for reading in self._readings
                for start, end in parts(reading, within)
            )
        return self._cut[within]

    def _is_asked(self, match: Match) -> bool:
        return any(
            self._voices[span.field].asks(span.start, span.end, use="event")
            for span in _heard(match)
        )

    def _beside_questions(self, part: _Part, query: Query) -> Match | None:
        """Find the fact in what a part states before, between and behind questions."""
        field, end = part.span.field, part.span.end
        voices, start = self._voices[field], part.span.start
        sentences = next(r.sentences for r in self._readings if r.field == field)
        first = bisect_left(sentences, start, key=lambda span: span[0])
        last = bisect_left(sentences, end, key=lambda span: span[0])
        questions = [
            one
            for begin, _ in sentences[first:last]
            for one in voices.heard(begin).asked
        ]
        gaps = [(one.start, one.end) for one in questions] + [(end, end)]
        for stop, following in sorted(gaps):
            if start < stop:
                stretch = Scope.part(self._index, field, start, stop, self._actors)
                match = query.find(stretch)
                if match is not None:
                    return match
            start = max(start, following)
        return None

    def _spoken(self, match: Match, era: Era) -> Spoken:
        """Tell the voice of what matched; whoever is only named may be the speaker."""
        spans = _heard(match)
        found = zip(match.terms, match.spans, strict=True)
        # Between near words anything may stand, in a phrase only what it asks for.
        own = [
            (s.start, s.end) for term, s in found if "~" not in term or _denies(term)
        ]
        spoken = [
            self._voices[span.field].of(
                span.start,
                span.end,
                use="event",
                era=era,
                matched=own,
            )
            for span in spans
        ]
        # What denies one word of many stands in another clause than the fact.
        others = [one for one in spoken if one.voice != "denied"]
        if len(others) > len(spoken) / 2:
            spoken = others
        return strongest(spoken)


def _denies(term: str) -> bool:
    """Whether a term asks for a negation itself: `"no gas"~3`."""
    words = _WORD.findall(fold_word(term))
    return not DENYING.isdisjoint(words)


def _heard(match: Match) -> Sequence[Span]:
    """Return the terms that are asked whose words they are; names only if alone."""
    found = zip(match.terms, match.spans, strict=True)
    spans = [span for term, span in found if not term.startswith("actor:")]
    return (spans or list(match.spans))[:MOST_HEARD]


def parts(reading: Reading, within: str) -> Sequence[tuple[int, int]]:
    """Return what is judged as one: a title is never cut."""
    if reading.field == "title" or within == "paragraph":
        return reading.paragraphs
    return reading.sentences
