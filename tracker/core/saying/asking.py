"""What a sentence only asks, and so does not state.

A yes-or-no question states nothing ("Was the summit cancelled?", "A u anulua
samiti?"), nor does a headline that is one by its mark alone ("Summit cancelled?"), nor
what stands behind "whether" and "if". A question that begins with why, who or how
presupposes the rest and is read as if it stated it: "Why was the summit cancelled?".
measures.md says nothing of questions; this is the rule of the program.
"""

# ruff: noqa: RUF001 - dashes and quotation marks are what is looked for

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import (
    ASK_WHAT,
    ASK_WHETHER,
    CONDITIONS,
    COORDINATORS,
    NEVER_RELATIVE,
    PLACING,
    PREPOSITIONS,
    REASON_ASKED,
    TIME_CLAUSES,
    VERB_AHEAD,
)

ASKING_LANGUAGES = frozenset(ASK_WHAT)
"""In other languages "who" cannot be told from a yes-or-no question; none is told."""

# "In whose name", "po deri kur": so many words may stand before the one that asks.
_WORDS_TO_ASKING = 3
_BEFORE_ASKING = (
    COORDINATORS | PREPOSITIONS | PLACING | {"po", "deri", "since", "until"}
)
# Also a full stop that lacks its blank, behind which another sentence begins.
_PARTS = re.compile(r"[:;!?…—–]|\s-\s|\.(?!\s)")
_OPENING = re.compile('[„“"«»‹‘]')
_ASKED_IN_QUOTES = re.compile('[?][!?]*\\s*[”“"»«›’]')


@dataclass(frozen=True, slots=True)
class Asked:
    """[start, end) of the text is asked, not stated.

    `is_built`: the question is built as one, so that what describes a name in passing
    is still the outlet's own word: "Did the militant group DELTA rent the hall?".
    """

    start: int
    end: int
    is_built: bool


def asked(sentence: Sentence) -> Iterator[Asked]:
    """Yield what `sentence` asks; its language is one of ASKING_LANGUAGES."""
    stops = [at for at, gap in enumerate(sentence.gaps) if at and "?" in gap]
    firsts = [_begin(sentence, stop) for stop in stops]
    for first, stop in zip(firsts, stops, strict=True):
        yield from _question(sentence, first, stop)
    # Headlines leave the mark out: "A u anulua samiti".
    if 0 not in firsts and sentence.words and _is_particle(sentence, 0):
        yield from _question(sentence, 0, _end_of_clause(sentence, 0))
    if not CONDITIONS[sentence.language].isdisjoint(sentence.words):
        yield from _conditions(sentence)


def _conditions(sentence: Sentence) -> Iterator[Asked]:
    """Yield what stands behind "whether", "if", "nëse", "në qoftë se"."""
    for at, word in enumerate(sentence.words):
        if word in CONDITIONS[sentence.language]:
            yield _asked(sentence, at, _end_of_clause(sentence, at), is_built=True)


def _asked(sentence: Sentence, first: int, stop: int, *, is_built: bool) -> Asked:
    return Asked(sentence.char(first), sentence.spans[stop - 1][1], is_built)


def _begin(sentence: Sentence, stop: int) -> int:
    """Return the first word of the question that ends before word `stop`.

    A colon, a dash or an earlier question stands before it; if it is quoted, the
    opening mark.
    """
    is_quoted = _ASKED_IN_QUOTES.search(sentence.gaps[stop]) is not None
    for at in range(stop - 1, 0, -1):
        gap = sentence.gaps[at]
        if _PARTS.search(gap) or (is_quoted and _OPENING.search(gap)):
            return at
    return 0


def _question(sentence: Sentence, first: int, stop: int) -> Iterator[Asked]:
    """Yield the parts of one question that presuppose nothing.

    "Summit cancelled, why?" states before it asks, as does "When the summit was
    cancelled, did DELTA leave?".
    """
    parts = [first, *(at for at in range(first + 1, stop) if sentence.is_break(at))]
    kinds: list[tuple[int, bool]] = []  # where it asks: whether (True), or what
    for at in parts:
        if _asks_whether(sentence, at):
            kinds.append((at, True))
        elif _asks_what(sentence, at, stop) and (
            at in (first, parts[-1]) or sentence.words[at] in COORDINATORS
        ):
            is_relative = at != first and bool(kinds) and kinds[-1][1]
            if not is_relative or _asked_word(sentence, at) in NEVER_RELATIVE:
                kinds.append((at, False))
    if not kinds:
        later = sentence.words[first] in TIME_CLAUSES and len(parts) > 1
        built = sentence.words[first] in VERB_AHEAD[sentence.language]
        begin = parts[1] if later else first
        yield _asked(sentence, begin, stop, is_built=built)
        return
    ends = [at for at, _ in kinds[1:]] + [stop]
    for (at, whether), end in zip(kinds, ends, strict=True):
        if whether:
            reason = (
                i for i in range(at + 1, end) if sentence.words[i] in REASON_ASKED
            )
            yield _asked(sentence, at, next(reason, end), is_built=True)


def _asks_whether(sentence: Sentence, at: int) -> bool:
    """Whether "did", "is", the particle "a" stands at word `at`."""
    if sentence.words[at] in COORDINATORS and at + 1 < len(sentence.words):
        at += 1
    if sentence.words[at] == "a" and sentence.language == "sq":
        return _is_particle(sentence, at)
    return sentence.words[at] in ASK_WHETHER[sentence.language]


def _is_particle(sentence: Sentence, at: int) -> bool:
    """Whether the Albanian "a", which only asks, stands at word `at`."""
    if sentence.language != "sq" or sentence.words[at] != "a":
        return False
    return sentence.gaps[at + 1].isspace() and at + 1 < len(sentence.words)


def _asked_word(sentence: Sentence, at: int) -> str:
    """Return the word at `at`, or that behind prepositions and "and"."""
    last = min(at + _WORDS_TO_ASKING, len(sentence.words) - 1)
    while at < last and sentence.words[at] in _BEFORE_ASKING - ASK_WHAT["sq"]:
        at += 1
    return sentence.words[at]


def _asks_what(sentence: Sentence, at: int, stop: int) -> bool:
    """Whether who, why, how stands at word `at`; "what if" asks whether."""
    word = _asked_word(sentence, at)
    if word not in ASK_WHAT[sentence.said_in]:
        return False
    following = sentence.words[at + 1 : min(at + 3, stop)]
    return CONDITIONS[sentence.language].isdisjoint(following)


def _end_of_clause(sentence: Sentence, first: int) -> int:
    """Return the word after the clause that begins at word `first`."""
    stop = first + 1
    while stop < len(sentence.words) and not sentence.is_break(stop):
        stop += 1
    return stop
