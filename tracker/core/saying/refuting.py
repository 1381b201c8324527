"""What takes a word back from outside its clause: "it is untrue that", "former"."""

from collections.abc import Sequence

from tracker.core.saying.clauses import Sentence, negations
from tracker.core.saying.denying import denials
from tracker.core.saying.participles import GOVERNING, is_known
from tracker.core.saying.wordlists import (
    ARTICLES,
    AUXILIARY_VERBS,
    BELIEF,
    COPULAS,
    EVIDENCE,
    FALSE,
    FORMERLY,
    LINKING,
    PREPOSITIONS,
    REPORTED,
    SHOWING,
    TOLD_THINGS,
    TRUE,
)

# "që" after "të rreme" (false) is a relative: "false reports that go round".
_OPENERS = ("that", "se")
_ALSO_OPENS = "qe"  # behind a noun: "nuk ka prova që"
# "no evidence so far to suggest that": so many words stand between noun and opener.
_WORDS_TO_OPENER = 4
# "are completely and utterly false".
_WORDS_TO_FALSE = 3
# "nine people arrested", "armët e gjetura".
_WORDS_TO_PARTICIPLE = 2
# "wrong about their names", "false in part", "pjesërisht e rreme": not all of it.
_PART_OF = frozenset(("about", "partly", "partially", "pjeserisht"))
_ABOUT = frozenset(("of", "about", "per"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
# "the former Iranian armed group": more words are another phrase; Albanian puts
# adjectives behind.
_WORDS_TO_FORMER = {"en": 1, "sq": 0}


def is_refuted(
    sentence: Sentence, clause: range, words: range, own: Sequence[tuple[int, int]]
) -> bool:
    """Whether the clause is what "it is untrue that", "no evidence that" opens.

    Or what a report says that is called false: "reports that … are false". A negation
    inside a stretch of `own` was looked for and denies nothing.
    """
    if _is_called_false(sentence, clause, words):
        return True
    if not _is_opened_by_denial(sentence, clause, own):
        return False
    # "No evidence that nine people arrested on Monday are members": nine were arrested.
    near = range(words.start, min(words.stop + _WORDS_TO_PARTICIPLE, clause.stop))
    return not any(is_known(sentence, at, clause) for at in near)


def _is_opened_by_denial(
    sentence: Sentence, clause: range, own: Sequence[tuple[int, int]]
) -> bool:
    opener = clause.start - 1
    if opener < 1 or sentence.words[opener] not in (*_OPENERS, _ALSO_OPENS):
        return False
    last = sentence.words[opener - 1]
    main = range(sentence.clause(range(opener - 1, opener)).start, opener)
    denying = tuple(denials(sentence, main, own))
    evidence = range(denying[0] + 1, opener) if denying else range(0)
    if _has_evidence(sentence, evidence, opener):
        return True
    if sentence.words[opener] == _ALSO_OPENS:
        return False
    false = not FALSE.isdisjoint(sentence.words[main.start : opener])
    if last in FALSE or (last in TOLD_THINGS and false):
        return not denying
    return bool(denying) and (last in TRUE or last in BELIEF or last in SHOWING)


def _has_evidence(sentence: Sentence, within: range, opener: int) -> bool:
    """Whether "evidence", not "the evidence", stands close before the opener."""
    first = max(within.start, within.stop - 1 - _WORDS_TO_OPENER)
    return any(
        sentence.words[at] in EVIDENCE
        and sentence.words[at - 1] != "the"
        and not _is_of_another(sentence, at, opener)
        for at in range(first, within.stop)
    )


def _is_of_another(sentence: Sentence, at: int, opener: int) -> bool:
    """Tell "no evidence in the house that was raided" from "no evidence that".

    What the opener begins then belongs to the noun behind a preposition. "Se" begins
    no relative clause, and neither does "that" before a subject of its own.
    """
    between = sentence.words[at + 1 : opener]
    # Albanian "të" stands before adjectives, and is folded like "te" (at).
    if GOVERNING.difference(("to", "te")).isdisjoint(between):
        return False
    if sentence.language == "sq":
        return sentence.words[opener] == _ALSO_OPENS
    return sentence.words[opener + 1] in AUXILIARY_VERBS["en"]


def _is_called_false(sentence: Sentence, clause: range, words: range) -> bool:
    """Whether "reports" stand before `words`, and "are false" behind them."""
    if not _is_reported(sentence, clause, words):
        return False
    for at in range(words.stop, clause.stop):
        if sentence.words[at] in COPULAS:
            behind = range(at + 1, min(at + 2 + _WORDS_TO_FALSE, clause.stop))
            said = sentence.words[behind.start : behind.stop]
            if not _PART_OF.isdisjoint(said) or said[1:3] == ("in", "part"):
                return False
            if not FALSE.isdisjoint(said):
                return not negations(sentence, range(at - 1, behind.stop))
            if not TRUE.isdisjoint(said):
                return bool(negations(sentence, range(at - 1, behind.stop)))
    return False


def _is_reported(sentence: Sentence, clause: range, words: range) -> bool:
    """Tell "claims that weapons were found", "reports of weapons found" from others.

    "The claims of the nine people arrested" are theirs, and tell something else.
    """
    opener = clause.start - 1
    if opener > 0 and sentence.words[opener] in (*_OPENERS, _ALSO_OPENS):
        return sentence.words[opener - 1] in TOLD_THINGS
    for at in range(clause.start, words.start - 1):
        if sentence.words[at] in REPORTED and sentence.words[at + 1] in _ABOUT:
            return _DEFINITE.isdisjoint(sentence.words[at + 2 : words.start])
    return False


def was_once(sentence: Sentence, words: range) -> bool:
    """Whether "former", "dikur" stands in the phrase of `words`, right before them."""
    skipped = 0
    for at in range(words.start - 1, -1, -1):
        word = sentence.words[at]
        if word in FORMERLY:
            # "once militants came" is a time.
            return word != "once" or sentence.words[at + 1] in ("a", "an")
        if word in ARTICLES:
            continue
        skipped += 1
        if (
            skipped > _WORDS_TO_FORMER[sentence.language]
            or word in PREPOSITIONS
            or word in LINKING
            or sentence.is_break(at + 1)
        ):
            return False
    return False
