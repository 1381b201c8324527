"""The words of a text that outlets may be compared by (measure M4).

Left out is what says who writes or of whom, and not how: names of outlets, the byline,
the names of actors; besides numbers, words that only hold sentences together, and lines
that nobody wrote, such as buttons and teasers.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from tracker.core.shingles import hashes
from tracker.core.stopwords import STOPWORDS
from tracker.core.text import Reading, Token, words
from tracker.core.trivia import written_lines
from tracker.core.versions import SHINGLE
from tracker.model import TextField

# The words of `shingles.words`: every mark separates.
_WORD = re.compile(r"[^\W_]+")
# A longer run of letters is an address or a key, one of a single letter an initial.
SHORTEST_WORD, LONGEST_WORD = 2, 40
# "Channel-it", "channel's": an ending is glued to a word, and is none itself.
_LONGEST_ENDING = {"-": 3, "'": 2}
# "Full Name (ACR)", "ACR/FNX" and "Full Name, the ACR" are one mention, of which one
# spelling has the span.
_JOINT = re.compile(r"[^\S\n]*[/(][^\S\n]*|,[^\S\n]+(?:the|an?)[^\S\n]+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"[,;/|&\n]|\s(?:dhe|and|e|und|et)\s")
_MARKS = {
    **dict.fromkeys("-\u2010\u2011", "-"),
    **dict.fromkeys("'\u2019\u2018\u02bc`\u00b4", "'"),
}

Span = tuple[int, int]
Names = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A folded word of a text: how often it stands there, and where first.

    Of `n` uses `n_shared` lie in words that another outlet's text has as well. The
    place is that of the first use which does not, if there is one: characters of
    `field`, and those of the sentence around it.
    """

    term: str
    n: int
    n_shared: int
    field: TextField
    start_char: int
    end_char: int
    sentence_start: int
    sentence_end: int


def names_of(spellings: Iterable[str]) -> Names:
    """Prepare names of outlets or of those who sign; several may share one spelling.

    They come back by their first word, folded.
    """
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for spelling in spellings:
        for name in _BETWEEN_NAMES.split(spelling):
            folded = tuple(token.folded for token in words(name))
            if folded:
                found[folded[0]].add(folded)
    return {
        first: sorted(names, key=lambda name: (-len(name), name))
        for first, names in found.items()
    }


def terms(
    title: str,
    body: str,
    *,
    language: str,
    mentions: Mapping[TextField, Sequence[Span]],
    names: Sequence[Names] = (),
    shared: Collection[int] = (),
) -> tuple[Term, ...]:
    """Return the terms of a text, sorted.

    `mentions` are the spans of actors by field, `names` what `names_of` made, `shared`
    the runs of words (`shingles.hashes`) that another text has as well.
    """
    stop = STOPWORDS.get(language, frozenset())
    uses: dict[str, list[tuple[bool, Reading, Token]]] = {}
    for reading in (Reading.of("title", title), Reading.of("body", body)):
        dropped = _Dropped(reading, mentions.get(reading.field, ()), names).places()
        is_shared = _shared_characters(reading, shared)
        for place, token in enumerate(reading.tokens):
            word = token.folded
            if place not in dropped and word not in stop and _is_word(word):
                use = (token.start in is_shared, reading, token)
                uses.setdefault(word, []).append(use)
    return tuple(_term(word, uses[word]) for word in sorted(uses))


def _is_word(folded: str) -> bool:
    return SHORTEST_WORD <= len(folded) <= LONGEST_WORD and (
        folded.isalpha() or any(map(str.isalpha, folded))
    )


def _shared_characters(reading: Reading, shared: Collection[int]) -> Collection[int]:
    """Return where words begin that lie in a shared run."""
    if not shared:
        return ()
    folded = reading.lower
    places = [found.span() for found in _WORD.finditer(folded.text)]
    runs = hashes([folded.text[start:end] for start, end in places])
    starts: set[int] = set()
    for first, run in enumerate(runs):
        if run in shared:
            starts.update(start for start, _ in places[first : first + SHINGLE])
    return {folded.span(reading.text, start, start + 1)[0] for start in starts}


def _term(word: str, found: Sequence[tuple[bool, Reading, Token]]) -> Term:
    _, reading, token = min(found, key=itemgetter(0))
    sentence_start, sentence_end = reading.sentence_at(token.start)
    return Term(
        term=word,
        n=len(found),
        n_shared=sum(is_shared for is_shared, _, _ in found),
        field=reading.field,
        start_char=token.start,
        end_char=token.end,
        sentence_start=sentence_start,
        sentence_end=max(sentence_end, token.end),
    )


class _Dropped:
    """Tells which words of a field stand for an actor, an outlet or nobody's text."""

    def __init__(
        self, reading: Reading, mentions: Sequence[Span], names: Sequence[Names]
    ) -> None:
        self._reading, self._mentions, self._names = reading, mentions, names
        self._text, self._tokens = reading.text, reading.tokens

    def places(self) -> frozenset[int]:
        """Return their places among the words of the field."""
        unwritten = self._unwritten() if self._reading.field == "body" else ()
        return frozenset(
            chain(self._mentioned(), self._named(), self._endings(), unwritten)
        )

    def _endings(self) -> Iterator[int]:
        last_end = -1
        for place, token in enumerate(self._tokens):
            if token.start == last_end + 1 and last_end > 0:
                mark = _MARKS.get(self._text[last_end], "")
                if len(token.folded) <= _LONGEST_ENDING.get(mark, 0):
                    yield place
            last_end = token.end

    def _mentioned(self) -> Iterator[int]:
        starts = [token.start for token in self._tokens]
        for start, end in self._mentions:
            first = bisect_left(starts, start)
            after = bisect_left(starts, end)
            yield from range(first, after)
            for place in range(max(first - 2, 0), first):
                if self._is_beside(place, self._tokens[place].end, start):
                    yield from range(place, first)
            for place in range(after, min(after + 2, len(starts))):
                if self._is_beside(place, end, starts[place]):
                    yield from range(after, place + 1)

    def _is_beside(self, place: int, start: int, end: int) -> bool:
        """Whether a word in capitals and a mention are spellings of one name."""
        word = self._text[self._tokens[place].start : self._tokens[place].end]
        is_acronym = len(word) >= SHORTEST_WORD and word.isupper()
        return is_acronym and _JOINT.fullmatch(self._text, start, end) is not None

    def _named(self) -> Iterator[int]:
        for place, token in enumerate(self._tokens):
            for listed in self._names:
                for name in listed.get(token.folded, ()):
                    here = self._tokens[place : place + len(name)]
                    if self._is_name(name, here):
                        yield from range(place, place + len(name))

    def _is_name(self, name: Sequence[str], here: Sequence[Token]) -> bool:
        if tuple(token.folded for token in here) != name:
            return False
        # "koha" is time, "Koha" a paper; "koha.example" is no other word.
        is_domain = len(here) > 1 and self._text[here[-1].start - 1] == "."
        return is_domain or not self._text[here[0].start].islower()

    def _unwritten(self) -> Iterator[int]:
        written = written_lines(self._text)
        line, line_end = 0, self._text.find("\n")
        for place, token in enumerate(self._tokens):
            while 0 <= line_end < token.start:
                line, line_end = line + 1, self._text.find("\n", line_end + 1)
            if line not in written:
                yield place
