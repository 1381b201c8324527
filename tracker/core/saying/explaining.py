"""What somebody gives as a reason or an explanation: it is his, not the outlet's."""

from collections.abc import Iterator, Sequence

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.denying import begins_clause
from tracker.core.saying.reach import Scope, agent_in, subject_before, until_contrast
from tracker.core.saying.speakers import OTHER, UNNAMED, Named, speaker_in
from tracker.core.saying.wordlists import (
    ARTICLES,
    COORDINATORS,
    COPULAS,
    COUNTS,
    EXPLANATIONS,
    GIVING,
    GIVING_NONE,
    INCLUDING,
    JOINING,
    OPENERS,
    RELATIVES,
)

# "the reasons that the association has given so far are": more words are a clause.
_WORDS_TO_COPULA = 10
# "which is one of the reasons", "e cila është arsyeja", "as the main reason".
_WORDS_BEFORE = 4
_ANNOUNCING = frozenset(("these", "following", "keto", "ketu", "meposhtme")) | COUNTS
_AS = {"en": "as", "sq": "si"}


def explained(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield the reason that somebody gives, before or behind the word for it."""
    if GIVING.isdisjoint(sentence.words):
        return
    for at, word in enumerate(sentence.words):
        if word in EXPLANATIONS and not _gives_none(sentence, at):
            found = (
                _named_first(sentence, named, at)
                or _named_last(sentence, named, at)
                or _given_as(sentence, named, at)
            )
            if found is not None:
                yield found


def _named_first(sentence: Sentence, named: Sequence[Named], at: int) -> Scope | None:
    """Find the reason in "the reasons that DELTA gives are …"."""
    last = min(at + 1 + _WORDS_TO_COPULA, len(sentence.words) - 1)
    is_ = COPULAS | INCLUDING
    copula = next((i for i in range(at + 1, last) if sentence.words[i] in is_), None)
    if copula is None or sentence.words[copula] == "u":
        return None
    stretch = range(at + 1, copula)
    giving = next((i for i in stretch if sentence.words[i] in GIVING), None)
    if giving is None or not COORDINATORS.isdisjoint(sentence.words[giving:copula]):
        return None
    if not _is_given(sentence, range(at + 1, giving), named):
        return None
    speaker = _giver(sentence, stretch, named)
    stop = _end_of_reason(sentence, copula)
    return until_contrast(sentence, copula + 1, "attributed", speaker, stop=stop)


def _end_of_reason(sentence: Sentence, copula: int) -> int | None:
    """Return where a clause begins that is no part of the reason; None at the end.

    "The reasons given were clear | and the hall was closed", "is wrong | : they left";
    not "are that they left and the hall was closed", "are these: they left".
    """
    words, last = sentence.words, len(sentence.words)
    if words[copula + 1] in OPENERS:
        return None
    for at in range(copula + 2, last):
        if ":" in sentence.gaps[at]:
            return at if _ANNOUNCING.isdisjoint(words[copula + 1 : at]) else None
        if words[at] in JOINING:
            own = sentence.clause(range(at, at + 1))
            if begins_clause(sentence, range(copula, at), range(at, own.stop)):
                return at
    return None


def _named_last(sentence: Sentence, named: Sequence[Named], at: int) -> Scope | None:
    """Find the reason in "…, which is the reason that DELTA gives"."""
    near = range(max(at - _WORDS_BEFORE - 1, 1), at)
    relative = next((i for i in near if sentence.words[i] in RELATIVES), None)
    if relative is None:
        return None
    begins = relative
    while begins > max(relative - 2, 1) and not sentence.is_break(begins):
        begins -= 1  # "e cila", "të cilat"
    stop = at + 1
    while stop < len(sentence.words) and not sentence.is_break(stop):
        stop += 1
    is_said = not COPULAS.isdisjoint(sentence.words[relative:at])
    if not is_said or GIVING.isdisjoint(sentence.words[at + 1 : stop]):
        return None
    if not sentence.is_break(begins):
        return None
    return Scope(
        start=sentence.start,
        end=sentence.spans[begins - 1][1],
        voice="attributed",
        speaker=_giver(sentence, range(at + 1, stop), named),
    )


def _given_as(sentence: Sentence, named: Sequence[Named], at: int) -> Scope | None:
    """Find the reason in "gave … as the reason", "dha si arsye …", "si arsye dha …"."""
    near = range(at - 1, max(at - _WORDS_BEFORE, -1), -1)
    as_ = next((i for i in near if sentence.words[i] == _AS[sentence.language]), None)
    if as_ is None or any(sentence.is_break(i) for i in range(as_ + 1, at + 1)):
        return None
    clause = sentence.clause(range(as_, at + 1))
    before = (i for i in range(as_ - 1, clause.start - 1, -1))
    verb = next((i for i in before if sentence.words[i] in GIVING), None)
    if verb is not None:
        speaker = subject_before(sentence, verb, named, sentence.start) or OTHER
        if verb + 1 < as_:
            return until_contrast(sentence, verb + 1, "attributed", speaker, stop=as_)
    else:
        behind = range(at + 1, clause.stop)
        verb = next((i for i in behind if sentence.words[i] in GIVING), None)
        if verb is None:
            return None
        speaker = speaker_in(sentence, range(at + 1, verb), named) or OTHER
        at = verb
    if at + 1 >= len(sentence.words):
        return None
    return until_contrast(sentence, at + 1, "attributed", speaker)


def _giver(sentence: Sentence, stretch: range, named: Sequence[Named]) -> str:
    return (
        agent_in(sentence, stretch, named)
        or speaker_in(sentence, stretch, named)
        or UNNAMED
    )


def _gives_none(sentence: Sentence, at: int) -> bool:
    """Whether the reason at word `at` is none that is told: "pa asnjë shpjegim"."""
    while at > 0 and sentence.words[at - 1] in ARTICLES | {"any", "asnje"}:
        at -= 1
    return at > 0 and sentence.words[at - 1] in GIVING_NONE


def _is_given(sentence: Sentence, between: range, named: Sequence[Named]) -> bool:
    """Whether "that", "given", or the giver stands right behind the reason."""
    words = sentence.words[between.start : between.stop]
    if not words or words in (("i",), ("e",), ("te",)):
        return True  # "the reason given", "arsyeja e dhënë"
    if not RELATIVES.isdisjoint(words[:2]):
        return True  # "that DELTA gives", "e cila jepet"
    gaps = range(between.start, between.stop + 1)
    is_one = not any(sentence.is_break(at) for at in gaps)
    return is_one and speaker_in(sentence, between, named) is not None
