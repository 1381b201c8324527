"""A sentence as words and gaps, its clauses, and what in a clause takes a word back."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.core.saying.wordlists import NEGATIONS, ONLY, SUBORDINATORS
from tracker.core.text import Reading

_SAYING = ("sq", "en", "de", "fr", "it")
_WORDS_TO_ONLY = 3
# To each side; what goes on for longer without a mark has lost its full stops, and a
# text must cost what its length costs.
LONGEST_CLAUSE = 80
APOSTROPHES = ("'", "\u2019", "\u2018", "`")
_TAKEN_BACK = {
    "sq": re.compile(
        r"\b(?:hequr|hoqi|hoqen|heq|heqin|heqja|hiqet|hiqen|u hoq|u hoqen|fshi|fshire)"
        r"\b.{0,40}\bnga (?:lista|listat|listen)\b"
    ),
    "en": re.compile(
        r"\bdelist(?:ed|ing|s)?\b"
        r"|\b(?:remov|tak|struck|strik|dropp)\w*\b.{0,40}\b(?:from|off) "
        r"(?:(?:the|its|their|his|her|\w+s) )?(?:\w+ ){0,2}lists?\b"
    ),
}
_LISTING = re.compile(r"[,;:()\u2014\u2013]|\s-\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a reading.

    `language` sq has rules of its own; those of en serve every other one, but for the
    verbs of saying of `said_in`.
    `words` are folded, `spans` their offsets in the text. `gaps[i]` is what is printed
    before word i; the last entry is what follows the last word. `capitals[i]`:
    word i begins with one. `articles`: where "së" (of) is printed, which folds to "se"
    (that).
    """

    language: str
    said_in: str
    start: int
    end: int
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    gaps: tuple[str, ...]
    capitals: tuple[bool, ...]
    articles: frozenset[int]

    @classmethod
    def at(cls, reading: Reading, char: int, language: str) -> "Sentence":
        """Cut out the sentence in which `char` stands.

        `language` sq has rules of its own; those of English serve every other one.
        """
        start, end = reading.sentence_at(char)
        tokens = reading.tokens
        first = bisect_left(tokens, start, key=lambda token: token.start)
        last = bisect_left(tokens, end, key=lambda token: token.start)
        inside = tokens[first:last]
        edges = [
            start,
            *(edge for token in inside for edge in (token.start, token.end)),
        ]
        edges.append(end)
        return cls(
            language="sq" if language == "sq" else "en",
            said_in=language if language in _SAYING else "en",
            start=start,
            end=end,
            words=tuple(token.folded for token in inside),
            spans=tuple((token.start, token.end) for token in inside),
            gaps=tuple(
                reading.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)
            ),
            capitals=tuple(reading.text[token.start].isupper() for token in inside),
            articles=frozenset(
                at
                for at, token in enumerate(inside)
                if token.folded == "se" and reading.text[token.start + 1] in "ëË"
            ),
        )

    def words_in(self, start: int, end: int) -> range:
        """Return the indexes of the words that touch [start, end)."""
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        last = bisect_left(self.spans, end, key=lambda span: span[0])
        return range(first, max(first, last))

    def char(self, word: int) -> int:
        """Return where word `word` starts; the end of the sentence for one too many."""
        return self.spans[word][0] if word < len(self.spans) else self.end

    def is_break(self, word: int) -> bool:
        """Whether a comma or a stronger mark stands before word `word`."""
        return _LISTING.search(self.gaps[word]) is not None

    def find(self, forms: Iterable[tuple[str, ...]]) -> Iterator[range]:
        """Find runs of words; those that begin a word before are not told apart."""
        for form in forms:
            for first in range(len(self.words) - len(form) + 1):
                if self.words[first : first + len(form)] == form:
                    yield range(first, first + len(form))

    def clause(self, words: range) -> range:
        """Return the clause around `words`: up to a mark or a subordinating word.

        It reaches LONGEST_CLAUSE words to each side at most.
        """
        opens = SUBORDINATORS[self.language]
        first = words.start
        earliest = max(first - LONGEST_CLAUSE, 0)
        while first > earliest and not self.is_break(first):
            if self.words[first - 1] in opens and first - 1 not in self.articles:
                break
            first -= 1
        last = words.stop
        latest = min(last + LONGEST_CLAUSE, len(self.words))
        while last < latest and not self.is_break(last):
            if self.words[last] in opens and last not in self.articles:
                break
            last += 1
        return range(first, last)


def negations(sentence: Sentence, within: range) -> tuple[int, ...]:
    """Return the indexes of the negating words among the words `within`."""
    return tuple(i for i in within if _negates(sentence, i))


def _negates(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    following = sentence.words[i + 1 : i + 1 + _WORDS_TO_ONLY]
    if not ONLY.isdisjoint(following):
        return False
    if word in NEGATIONS[sentence.language]:
        return True
    if sentence.language == "sq":
        return word == "s" and sentence.gaps[i + 1] in APOSTROPHES
    before = sentence.words[i - 1] if i else ""
    if word == "t":
        return before.endswith("n")
    return word == "no" and following[:1] in (("longer",), ("one",))


def takes_back(sentence: Sentence, clause: range) -> bool:
    """Whether the clause says that somebody was taken off a list."""
    text = " ".join(sentence.words[clause.start : clause.stop])
    return _TAKEN_BACK[sentence.language].search(text) is not None
