"""Whose voice a stretch of text is in; the rules of measures.md, M1."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracker import model
from tracker.core.saying.asking import ASKING_LANGUAGES, Asked, asked
from tracker.core.saying.clauses import (
    LONGEST_CLAUSE,
    Sentence,
    takes_back,
)
from tracker.core.saying.denying import is_negated
from tracker.core.saying.eras import Era, is_elsewhere, looks_back
from tracker.core.saying.quotations import Quotation
from tracker.core.saying.reach import Scope
from tracker.core.saying.refuting import is_refuted, was_once
from tracker.core.saying.reporting import scopes
from tracker.core.saying.speakers import CARRIED, OTHER, UNNAMED, Named
from tracker.core.saying.speech import DOUBT_MARKERS
from tracker.core.text import Reading

# "the so-called Iranian opposition group DELTA": the doubt reaches three words.
WORDS_OF_DOUBT = 3

# Longer runs of words are lists and lost full stops; nobody is credited in them, and
# only what is near dates a word, so that a text costs what its length costs.
LONGEST_SENTENCE = 200
# A pronoun means somebody who spoke lately.
SENTENCES_BACK = 8
PARAGRAPHS_BACK = 1

_DOUBT_ENDS = tuple({form[-1] for form in DOUBT_MARKERS})

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
class Heard:
    """A sentence with who speaks in it, where it doubts a word, and what it asks."""

    sentence: Sentence
    scopes: tuple[Scope, ...]
    doubts: tuple[range, ...]
    asked: tuple[Asked, ...]


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
        self._named = sorted(named, key=lambda name: name.start)
        self._looking_back: dict[int, bool] = {}
        self.language = language
        self._unresolved: dict[int, Heard] = {}
        self._sentences: dict[int, Heard] = {}

    def sentence(self, char: int) -> Sentence:
        """Return the sentence in which `char` stands."""
        return self.heard(char).sentence

    def of(
        self,
        start: int,
        end: int,
        *,
        use: Use,
        era: Era | None = None,
        matched: Sequence[tuple[int, int]] = (),
    ) -> Spoken:
        """Tell the voice of [start, end).

        `era`: the days that are no other story; without it none is. `matched`:
        stretches whose negations are part of what was looked for ("nuk lejohet").
        """
        heard = self.heard(start)
        sentence = heard.sentence
        inside = [
            s for s in heard.scopes if s.voice and s.start <= start and end <= s.end
        ]
        scope = inside[-1] if inside else None
        quotation = _around(self._reading.quotations, start, end)
        speaker = self._speaker(scope, quotation)
        words = sentence.words_in(start, end)
        if era is not None and self._is_background(sentence, words, use, era):
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

    def asks(self, start: int, end: int, *, use: Use) -> bool:
        """Whether [start, end) is asked rather than stated, as `asking` tells.

        In a question built as one, an attribute stays the outlet's own word.
        """
        return any(
            one.start < end and start < one.end
            for one in self.heard(start).asked
            if use != "attribute" or not one.is_built
        )

    def heard(self, char: int) -> Heard:
        """Return the sentence in which `char` stands, with who speaks in it."""
        start, end = self._reading.sentence_at(char)
        heard = self._sentences.get(start)
        if heard is None:
            found = self._listen(start, end)
            if any(scope.speaker == CARRIED for scope in found.scopes):
                speaker = self._spoke_before(start)
                scopes_ = tuple(
                    replace(s, speaker=speaker) if s.speaker == CARRIED else s
                    for s in found.scopes
                )
                found = replace(found, scopes=scopes_)
            self._sentences[start] = heard = found
        return heard

    def _listen(self, start: int, end: int) -> Heard:
        """Read one sentence by itself; pronouns are not resolved."""
        heard = self._unresolved.get(start)
        if heard is None:
            sentence = Sentence.at(self._reading, start, self.language)
            heads = start == 0 or self._reading.text[start - 1] == "\n"
            found: tuple[Scope, ...] = ()
            questions: tuple[Asked, ...] = ()
            if len(sentence.words) <= LONGEST_SENTENCE:
                direct = _touching(self._reading.quotations, start, end)
                named = _inside(self._named, start, end)
                found = scopes(sentence, named, headline=heads, direct=direct)
                if self.language in ASKING_LANGUAGES:
                    questions = tuple(asked(sentence))
            heard = Heard(sentence, found, tuple(_doubts(sentence)), questions)
            self._unresolved[start] = heard
        return heard

    def _spoke_before(self, char: int) -> str:
        """Return who spoke last before `char`, in its paragraph or the one before."""
        reading = self._reading
        number = reading.paragraph_at(char)
        last = bisect_left(reading.sentences, char, key=lambda span: span[0])
        for start, end in reversed(reading.sentences[:last][-SENTENCES_BACK:]):
            if reading.paragraph_at(start) < number - PARAGRAPHS_BACK:
                break
            for scope in reversed(self._listen(start, end).scopes):
                quoted = _around(reading.quotations, scope.start, scope.start)
                known = scope.speaker not in (CARRIED, UNNAMED)
                if (
                    scope.told
                    and known
                    and not _is_footnote(scope)
                    and (quoted is None or quoted.start == start)
                ):
                    return scope.speaker
        return OTHER

    def _is_background(
        self, sentence: Sentence, words: range, use: Use, era: Era
    ) -> bool:
        """Tell whether it is about other days than those of `era`.

        The clause decides, and where it names no day the sentence, and where that
        looks back ("that year") the one before. Of a predicate only its clause is
        asked. An attribute is today's word, however old what the sentence tells.
        """
        if use in ("name", "attribute"):
            return False
        clause, near = sentence.clause(words), _near(sentence, words)
        verdict = is_elsewhere(sentence, _both(clause, near), era)
        if use == "predicate":
            return bool(verdict) and not takes_back(sentence, clause)
        if verdict is None:
            verdict = is_elsewhere(sentence, near, era)
        if verdict is None and self._looks_back(sentence):
            before = self._sentence_before(sentence)
            if before is not None:
                near = _near(before, range(len(before.words), len(before.words)))
                verdict = is_elsewhere(before, near, era)
        return bool(verdict)

    def _looks_back(self, sentence: Sentence) -> bool:
        looks = self._looking_back.get(sentence.start)
        if looks is None:
            self._looking_back[sentence.start] = looks = looks_back(sentence)
        return looks

    def _sentence_before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before, in the same paragraph."""
        spans = self._reading.sentences
        at = bisect_left(spans, sentence.start, key=lambda span: span[0])
        if at == 0 or "\n" in self._reading.text[spans[at - 1][1] : sentence.start]:
            return None
        return self._listen(*spans[at - 1]).sentence

    def _speaker(self, scope: Scope | None, quotation: Quotation | None) -> str | None:
        if scope is not None and scope.speaker != UNNAMED:
            return scope.speaker
        if quotation is not None and quotation.kind == "direct":
            # A long statement is introduced or closed in its first or last sentence.
            last = quotation.end - 1
            while last > quotation.start and not self._reading.text[last].isalnum():
                last -= 1
            for char in (last, quotation.start):
                for one in reversed(self.heard(char).scopes):
                    if one.start <= char < one.end:
                        return one.speaker
        return scope.speaker if scope is not None else None


def _is_footnote(scope: Scope) -> bool:
    """Whether a scope only names its medium: by "he" nobody means "sipas gazetës"."""
    told = scope.told
    return (
        scope.speaker == "media" and told is not None and told.verb_class == "according"
    )


def _near(sentence: Sentence, words: range) -> range:
    """Return the sentence, or of one without end what stands near `words`."""
    length = len(sentence.words)
    if length <= LONGEST_SENTENCE:
        return range(length)
    first = max(words.start - LONGEST_CLAUSE, 0)
    return range(first, min(words.stop + LONGEST_CLAUSE, length))


def _both(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _inside(named: Sequence[Named], start: int, end: int) -> Sequence[Named]:
    """Return the names, which are in order, that begin in [start, end)."""
    first = bisect_left(named, start, key=lambda name: name.start)
    last = bisect_left(named, end, key=lambda name: name.start)
    return named[first:last]


def _touching(
    found: Sequence[Quotation], start: int, end: int
) -> tuple[Quotation, ...]:
    """Return the direct quotations that share a character with [start, end)."""
    first = bisect_right(found, start, key=lambda quotation: quotation.end)
    last = bisect_left(found, end, key=lambda quotation: quotation.start)
    return tuple(q for q in found[first:last] if q.kind == "direct")


def _around(found: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    at = bisect_right(found, start, key=lambda quotation: quotation.start) - 1
    if at >= 0 and end <= found[at].end:
        return found[at]
    return None


def _is_denied(
    sentence: Sentence,
    words: range,
    use: Use,
    scope: Scope | None,
    own: Sequence[tuple[int, int]],
) -> bool:
    if use in ("attribute", "predicate") and was_once(sentence, words):
        return True
    if use in ("name", "attribute"):
        return False
    if scope is not None and scope.voice == "denied":
        return True
    clause = sentence.clause(words)
    if takes_back(sentence, clause) or is_refuted(sentence, clause, words, own):
        return True
    return is_negated(sentence, clause, words, before=use != "event", own=own)


def _doubts(sentence: Sentence) -> Iterator[range]:
    """Yield where a doubt marker stands; its ending follows the case."""
    if not any(word.startswith(_DOUBT_ENDS) for word in sentence.words):
        return
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
