"""What a sentence only asks, and so does not state.

A yes-or-no question states nothing ("Was the summit cancelled?", "A u anulua
samiti?"), nor does a headline that is one by its mark alone ("Summit cancelled?"), nor
what stands behind "whether" and "if". A question that begins with why, who or how
presupposes the rest and is read as if it stated it: "Why was the summit cancelled?".
So it is in English and Albanian; measures.md says nothing of questions.
"""

# ruff: noqa: RUF001 - dashes and quotation marks are what is looked for

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.participles import (
    GOVERNING,
    LINKS,
    is_before_noun,
    is_known,
    is_past,
)
from tracker.core.saying.wordlists import (
    ASK_WHAT,
    ASK_WHETHER,
    AUXILIARY_VERBS,
    BEFORE_ASKING,
    CONDITIONS,
    COORDINATORS,
    NEVER_RELATIVE,
    NUMERALS,
    PERSONS,
    REASON_ASKED,
    RELATIVES,
    TIME_CLAUSES,
    VERB_AHEAD,
)

ASKING_LANGUAGES = frozenset(ASK_WHAT)
"""In other languages "who" cannot be told from a yes-or-no question; none is told."""

_BEFORE_ASKING = COORDINATORS | GOVERNING | BEFORE_ASKING
# Also a full stop that lacks its blank, behind which another sentence begins.
_PARTS = re.compile(r"[:;!?…—–]|\s[-/|]\s|\.(?!\s)")
_PARTS_OR_QUOTES = re.compile(_PARTS.pattern + '|[„“"«»‹‘]')
_ASKED_IN_QUOTES = re.compile('[?][!?]*\\s*[”“"»«›’]')
_PARTS_OR_BRACKETS = re.compile(_PARTS.pattern + r"|[(\[]")
_ASKED_IN_BRACKETS = re.compile(r"[?][!?]*\s*[)\]]")
# "arrested two members (?)" doubts one word, and asks nothing.
_DOUBT = re.compile(r"[(\[]\s*[!?]+\s*[)\]]")
_BUT = frozenset(("but", "por"))
# "whether the summit that DELTA planned was cancelled": a relative clause this near
# belongs to the subject, and the verb that is asked stands behind it.
_LONGEST_SUBJECT = 3
# "Summit cancelled, DELTA next?": more words ask about what stands before.
_WORDS_TO_NEXT = 3
# Small words whose last letter, "ë", was lost and printed as "?".
_BROKEN = frozenset(("nj", "t", "s", "n", "m", "sht"))
_NOW = frozenset(("now", "tani"))


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
    gaps = [_DOUBT.sub("", gap) for gap in sentence.gaps]
    stops = [at for at in range(1, len(gaps)) if _is_mark(sentence, at, gaps[at])]
    firsts = [_begin(sentence, stop) for stop in stops]
    for first, stop in zip(firsts, stops, strict=True):
        yield from _question(sentence, first, stop)
    # Headlines leave the mark out: "A u anulua samiti".
    if 0 not in firsts and sentence.words and _is_particle(sentence, 0):
        yield from _question(sentence, 0, _end_of_clause(sentence, 0))
    if not CONDITIONS[sentence.language].isdisjoint(sentence.words):
        yield from _conditions(sentence)


def _is_mark(sentence: Sentence, at: int, gap: str) -> bool:
    """Tell a question mark before word `at` from "/?p=12", and from "nj?" for "një"."""
    is_last = at == len(sentence.words)
    if "?" not in gap or (not is_last and gap.endswith(("?", "?="))):
        return False
    is_broken = sentence.language == "sq" and sentence.words[at - 1] in _BROKEN
    return is_last or not is_broken or not gap.startswith("? ")


def _conditions(sentence: Sentence) -> Iterator[Asked]:
    """Yield what stands behind "whether", "if", "nëse", "në qoftë se".

    What is presupposed there is not asked: "if they know why the summit was cancelled".
    """
    for at, word in enumerate(sentence.words):
        if word not in CONDITIONS[sentence.language]:
            continue
        for part in _parts_of_condition(sentence, at):
            first = part.start
            for known in _presupposed(sentence, at, part):
                if first < known.start:
                    yield _asked(sentence, first, known.start, is_built=True)
                first = known.stop
            if first < part.stop:
                yield _asked(sentence, first, part.stop, is_built=True)


def _parts_of_condition(sentence: Sentence, at: int) -> Iterator[range]:
    """Yield the clause that "whether" at word `at` begins, without what is inserted.

    "whether the summit, planned for March, was cancelled": the verb stands behind.
    """
    words, language = sentence.words, sentence.language
    verbs = VERB_AHEAD[language] | ASK_WHETHER[language]
    stop = _end_of_clause(sentence, at)
    yield range(at, stop)
    if stop == len(words) or not (verbs | REASON_ASKED).isdisjoint(words[at:stop]):
        return
    behind = _end_of_clause(sentence, stop)
    if behind < len(words) and (
        words[behind] in verbs or (at and words[behind] not in COORDINATORS | RELATIVES)
    ):
        yield range(behind, _end_of_clause(sentence, behind))


def _presupposed(sentence: Sentence, at: int, part: range) -> Iterator[range]:
    """Yield the words of `part` that are no part of what "whether" at `at` asks."""
    place = part.start
    while place < part.stop:
        if sentence.words[place] in REASON_ASKED or _is_relative(sentence, at, place):
            yield range(place, part.stop)
            return
        known = _attribute(sentence, part, place)
        if known is not None:
            yield known
            place = known.stop
        else:
            place += 1


def _is_relative(sentence: Sentence, at: int, place: int) -> bool:
    """Tell "paid the people who left" from "said that they left"."""
    word = sentence.words[place]
    if word not in RELATIVES or place - at - 1 <= _LONGEST_SUBJECT:
        return False
    is_told = word in ("that", "qe")
    return not is_told or sentence.words[place - 1].startswith(PERSONS)


def _attribute(sentence: Sentence, part: range, place: int) -> range | None:
    """Return the words around a participle at `place` that only say who is meant.

    "Arrested men", "the weapons found in the camp", "nëntë njerëzit e arrestuar".
    """
    if not is_known(sentence, place, part):
        return None
    words = sentence.words
    if sentence.language == "sq":
        first = max(place - 2, part.start)
        if first > part.start and words[first - 1] in NUMERALS:
            first -= 1
        return range(first, place + 1)
    if is_before_noun(sentence, place):
        return range(place - 1, place + 2)
    ends = AUXILIARY_VERBS["en"] | (GOVERNING - {"of"})
    first = place - 1
    while first > part.start + 1 and words[first - 1] not in ends:
        if is_past(sentence, first - 1):
            break
        first -= 1
    return range(first, place + 1)


def _asked(sentence: Sentence, first: int, stop: int, *, is_built: bool) -> Asked:
    return Asked(sentence.char(first), sentence.spans[stop - 1][1], is_built)


def _begin(sentence: Sentence, stop: int) -> int:
    """Return the first word of the question that ends before word `stop`.

    A colon, a dash or an earlier question stands before it; if it is quoted or in
    brackets, the opening mark.
    """
    opens = _PARTS
    if _ASKED_IN_QUOTES.search(sentence.gaps[stop]):
        opens = _PARTS_OR_QUOTES
    elif _ASKED_IN_BRACKETS.search(sentence.gaps[stop]):
        opens = _PARTS_OR_BRACKETS
    for at in range(stop - 1, 0, -1):
        if opens.search(sentence.gaps[at]):
            return at
    return 0


def _question(sentence: Sentence, first: int, stop: int) -> Iterator[Asked]:
    """Yield the parts of one question that presuppose nothing.

    "Summit cancelled, why?" states before it asks, as does "When the summit was
    cancelled, did DELTA leave?".
    """
    parts = [first, *(i for i in range(first + 1, stop) if _begins_part(sentence, i))]
    kinds: list[tuple[int, bool]] = []  # where it asks: whether (True), or what
    for at in parts:
        if _asks_whether(sentence, at):
            kinds.append((at, True))
        elif _asks_what(sentence, at) and (
            at == first
            or sentence.words[_asked_at(sentence, at)] in NEVER_RELATIVE
            or sentence.words[at] in COORDINATORS
        ):
            kinds.append((at, False))
    if not kinds:
        later = sentence.words[first] in TIME_CLAUSES and len(parts) > 1
        built = sentence.words[first] in VERB_AHEAD[sentence.language]
        last = _joined_at(sentence, first, stop) or parts[-1]
        if last > first and not built:
            if _asks_behind(sentence, last, stop):
                return  # "Summit cancelled, who will pay?"
            later = later or _asks_next(sentence, last, stop)
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


def _asks_behind(sentence: Sentence, at: int, stop: int) -> bool:
    """Tell "…, who will pay?", "… and now?" from "…, which was new?", "…, e cila …"."""
    words = sentence.words
    if _NOW.intersection(words[at:stop]) and _BEFORE_ASKING.issuperset(words[at:stop]):
        return True
    place = _asked_at(sentence, at)
    asks, following = words[place], words[place + 1 : place + 2]
    is_relative = asks == "which" or (asks.startswith("cil") and words[at] in LINKS)
    if asks == "si" and following:  # "as" before a noun
        is_relative = following[0] not in VERB_AHEAD["sq"]
    return _asks_what(sentence, at) and not is_relative


def _joined_at(sentence: Sentence, first: int, stop: int) -> int | None:
    """Return where "and who pays" begins, without a mark before it."""
    asks = ASK_WHAT[sentence.language] - {"si"}
    for at in range(first + 1, stop - 1):
        if sentence.words[at] in COORDINATORS and sentence.words[at + 1] in asks:
            return at
    return None


def _asks_next(sentence: Sentence, at: int, stop: int) -> bool:
    """Whether "…, DELTA next?" asks only who is."""
    return stop - at <= _WORDS_TO_NEXT and sentence.words[stop - 1] == "next"


def _begins_part(sentence: Sentence, at: int) -> bool:
    """Whether a mark stands before word `at`, or a "but" that begins a question."""
    if sentence.is_break(at):
        return True
    asks = _asks_whether(sentence, at) or _asks_what(sentence, at)
    return sentence.words[at] in _BUT and asks


def _asks_whether(sentence: Sentence, at: int) -> bool:
    """Whether "did", "is", the particle "a" stands at word `at`."""
    last = len(sentence.words) - 1
    while at < last and sentence.words[at] in COORDINATORS | BEFORE_ASKING:
        at += 1
    if sentence.words[at] == "a" and sentence.language == "sq":
        return _is_particle(sentence, at)
    return sentence.words[at] in ASK_WHETHER[sentence.language]


def _is_particle(sentence: Sentence, at: int) -> bool:
    """Whether the Albanian "a", which only asks, stands at word `at`."""
    if sentence.language != "sq" or sentence.words[at] != "a":
        return False
    following = sentence.words[at + 1 : at + 2]
    is_number = following != () and following[0][:1].isdecimal()  # "A 1", a road
    return sentence.gaps[at + 1].isspace() and following != () and not is_number


def _asked_at(sentence: Sentence, at: int) -> int:
    """Return `at`, or where the first word behind prepositions and "and" stands."""
    last = len(sentence.words) - 1
    # "Si" is how before it is as.
    passed = _BEFORE_ASKING - ASK_WHAT[sentence.language]
    while at < last and sentence.words[at] in passed:
        at += 1
    return at


def _asks_what(sentence: Sentence, at: int) -> bool:
    """Whether who, why, how stands at word `at`."""
    return sentence.words[_asked_at(sentence, at)] in ASK_WHAT[sentence.language]


def _end_of_clause(sentence: Sentence, first: int) -> int:
    """Return the word after the clause that begins at word `first`."""
    stop = first + 1
    while stop < len(sentence.words) and not sentence.is_break(stop):
        stop += 1
    return stop
