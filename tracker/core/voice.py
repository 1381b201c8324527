"""Whose voice a stretch of text is in; the rules of measures.md, M1."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker import model
from tracker.core.clauses import (
    Sentence,
    is_dated_elsewhere,
    negations,
    takes_back,
)
from tracker.core.quotations import Quotation
from tracker.core.reach import Scope
from tracker.core.reporting import scopes
from tracker.core.speakers import UNNAMED, Named
from tracker.core.speech import DOUBT_MARKERS
from tracker.core.text import Reading

# "the so-called Iranian opposition group DELTA": the doubt reaches three words.
WORDS_OF_DOUBT = 3

# name: an actor is mentioned. attribute: a label that is part of a name's phrase ("the
# militant group DELTA"). predicate: a label that is said of an actor ("DELTA is a …").
# event: what happened.
Use = Literal["name", "attribute", "predicate", "event"]

# Where several apply, the first counts (contract.md, section 4).
PRECEDENCE: tuple[model.Voice, ...] = (
    "background",
    "denied",
    "quoted",
    "scare",
    "attributed",
    "outlet",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A voice, and whose: an actor id, a role, `other`, `unnamed`; None if unknown."""

    voice: model.Voice
    attributed_to: str | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence with who speaks in it, and where it doubts a word."""

    sentence: Sentence
    scopes: tuple[Scope, ...]
    doubts: tuple[range, ...]


def strongest(spoken: Sequence[Spoken]) -> Spoken:
    """Return the one whose voice comes first; with a speaker, if one is known."""
    ranked = sorted(
        spoken,
        key=lambda one: (PRECEDENCE.index(one.voice), one.attributed_to is None),
    )
    first = ranked[0]
    known = next((s.attributed_to for s in spoken if s.attributed_to), None)
    if first.voice == "outlet" or first.attributed_to is not None:
        return first
    return Spoken(voice=first.voice, attributed_to=known)


class Voices:
    """Tells the voices in one field of one text.

    `named` are the hits of actors in it. `language` sq has rules of its own; those of
    English serve every other one.
    """

    def __init__(self, reading: Reading, named: Sequence[Named], language: str) -> None:
        self._reading = reading
        self._named = tuple(named)
        self._language = language
        self._sentences: dict[int, _Heard] = {}

    def sentence(self, char: int) -> Sentence:
        """Return the sentence in which `char` stands."""
        return self._heard(char).sentence

    def of(
        self,
        start: int,
        end: int,
        *,
        use: Use,
        own_years: frozenset[int] = frozenset(),
        matched: Sequence[tuple[int, int]] = (),
    ) -> Spoken:
        """Tell the voice of [start, end).

        `own_years`: years that are not another story; empty where the year of the
        text is not known, and then no year is. `matched`: stretches whose negations
        are part of what was looked for ("nuk lejohet").
        """
        heard = self._heard(start)
        sentence = heard.sentence
        inside = [s for s in heard.scopes if s.start <= start and end <= s.end]
        scope = inside[-1] if inside else None
        quotation = _around(self._reading.quotations, start, end)
        speaker = self._speaker(scope, quotation)
        words = sentence.words_in(start, end)
        if own_years and _is_background(sentence, words, use, own_years):
            return Spoken(voice="background", attributed_to=speaker)
        if _is_denied(sentence, words, use, scope, matched):
            return Spoken(voice="denied", attributed_to=speaker)
        if quotation is not None and quotation.kind == "direct":
            return Spoken(voice="quoted", attributed_to=speaker)
        if quotation is not None or _is_doubted(heard.doubts, words):
            return Spoken(voice="scare", attributed_to=speaker)
        if scope is not None:
            return Spoken(voice="attributed", attributed_to=scope.speaker)
        return Spoken(voice="outlet")

    def _heard(self, char: int) -> _Heard:
        start, _ = self._reading.sentence_at(char)
        heard = self._sentences.get(start)
        if heard is None:
            sentence = Sentence.at(self._reading, char, self._language)
            heads = start == 0 or self._reading.text[start - 1] == "\n"
            heard = _Heard(
                sentence,
                scopes(sentence, self._named, headline=heads),
                tuple(_doubts(sentence)),
            )
            self._sentences[start] = heard
        return heard

    def _speaker(self, scope: Scope | None, quotation: Quotation | None) -> str | None:
        if scope is not None and scope.speaker != UNNAMED:
            return scope.speaker
        if quotation is not None and quotation.kind == "direct":
            # A long statement is introduced or closed in its first or last sentence.
            last = quotation.end - 1
            while last > quotation.start and not self._reading.text[last].isalnum():
                last -= 1
            for char in (last, quotation.start):
                for one in reversed(self._heard(char).scopes):
                    if one.start <= char < one.end:
                        return one.speaker
        return scope.speaker if scope is not None else None


def _around(found: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    at = bisect_right(found, start, key=lambda quotation: quotation.start) - 1
    if at >= 0 and end <= found[at].end:
        return found[at]
    return None


def _is_background(
    sentence: Sentence, words: range, use: Use, own_years: frozenset[int]
) -> bool:
    """Tell whether the sentence is about another year.

    Of a predicate only its clause is asked. An attribute is today's word, however old
    what the sentence tells.
    """
    if use == "event":
        whole = range(len(sentence.words))
        return is_dated_elsewhere(sentence, whole, own_years)
    if use == "predicate":
        clause = sentence.clause(words)
        return not takes_back(sentence, clause) and is_dated_elsewhere(
            sentence, clause, own_years
        )
    return False


def _is_denied(
    sentence: Sentence,
    words: range,
    use: Use,
    scope: Scope | None,
    own: Sequence[tuple[int, int]],
) -> bool:
    if use in ("name", "attribute"):
        return False
    if scope is not None and scope.voice == "denied":
        return True
    clause = sentence.clause(words)
    if takes_back(sentence, clause):
        return True
    for at in negations(sentence, clause):
        start, end = sentence.spans[at]
        if any(a <= start and end <= b for a, b in own):
            continue
        if use == "event" or at < words.start:
            return True
    return False


def _doubts(sentence: Sentence) -> Iterator[range]:
    """Yield where a doubt marker stands; its ending follows the case."""
    for form in DOUBT_MARKERS:
        for last, word in enumerate(sentence.words):
            first = last + 1 - len(form)
            if word.startswith(form[-1]) and (
                first >= 0 and sentence.words[first:last] == form[:-1]
            ):
                yield range(first, last + 1)


def _is_doubted(doubts: Sequence[range], words: range) -> bool:
    """Whether "so-called" stands in `words` or up to three words before them."""
    return any(
        doubt.start < words.stop and words.start < doubt.stop + WORDS_OF_DOUBT
        for doubt in doubts
    )
