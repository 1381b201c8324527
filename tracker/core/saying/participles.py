"""Which participles only say what is meant: "the men arrested", "armët e gjetura".

What they tell is presupposed, so that a denial or a question beside them reaches the
verb of their clause instead.
"""

import re

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import (
    ARTICLES,
    AUXILIARY_VERBS,
    COPULAS,
    NUMERALS,
    OTHER_VERBS,
    PLACING,
    PREPOSITIONS,
    VERB_ENDINGS,
)

LINKS = frozenset(("i", "e", "te", "se"))
"""The Albanian articles of adjectives and genitives, folded."""
GOVERNING = PREPOSITIONS | PLACING
PARTICIPLE = re.compile(
    r"\w+(?:ur|uar|yer)(?:i|it|in|a|at|ave|ve)?"
    r"|\w*(?:vrar|ndar|bler|prer|hyr|shtyr|fshir|shtrir|ber|ngren|then|dhen|zen|ven|len)"
    r"(?:e|i|it|in|a|at|ave|et|eve)"
)
"""Albanian participles, also as nouns: "gjetura", "arrestuarit", "vrarë".

Left out are those that are subjunctives as well: "të marrë", "të sjellë".
"""
SHORTEST_VERB = 5

# Verbs that no ending tells, of whoever "the men arrested" are.
_FINITE = AUXILIARY_VERBS["en"] | {
    *("belong", "belongs", "stay", "stays", "remain", "remains", "face", "faces"),
    *("come", "comes", "go", "goes", "leave", "leaves", "know", "knows"),
}
_DETERMINERS = ARTICLES | NUMERALS.keys() | {"these", "those", "his", "her", "their"}
# "armët janë të gjetura": so near a copula has the participle for its predicate.
_WORDS_TO_COPULA = 3


def is_known(sentence: Sentence, at: int, within: range) -> bool:
    """Whether the participle at word `at` belongs to a noun, and tells nothing new.

    "The man killed on Monday was a member", "personi i vrarë është anëtar".
    """
    if sentence.language == "en":
        return is_before_noun(sentence, at) or is_reduced(sentence, at, within)
    if at <= within.start or sentence.words[at - 1] not in LINKS:
        return False
    if not PARTICIPLE.fullmatch(sentence.words[at]):
        return False
    first = max(within.start, at - 1 - _WORDS_TO_COPULA)
    return COPULAS.isdisjoint(sentence.words[first : at - 1])


def is_before_noun(sentence: Sentence, at: int) -> bool:
    """Whether an English participle stands before its noun: "the arrested men"."""
    return (
        at > 0
        and sentence.words[at].endswith("ed")
        and sentence.words[at - 1] in _DETERMINERS
    )


def is_reduced(sentence: Sentence, at: int, within: range) -> bool:
    """Whether an English participle stands behind its noun, and a verb behind it.

    "The man killed on Monday was …", "weapons found were …"; not "was killed".
    """
    words = sentence.words
    if at <= within.start or at + 1 >= within.stop or not is_past(sentence, at):
        return False
    before = at - 1
    while before > within.start and words[before].endswith("ly"):
        before -= 1
    if words[before] in AUXILIARY_VERBS["en"] | GOVERNING:
        return False
    if words[at + 1] not in GOVERNING | _FINITE:
        return False
    behind = words[at + 1 : within.stop]
    # "Weapons found as nine people were arrested": that verb is of another clause.
    ends = behind.index("as") if "as" in behind else len(behind)
    return not _FINITE.isdisjoint(behind[:ends])


def is_past(sentence: Sentence, at: int) -> bool:
    """Guess whether a past or a participle stands at word `at` of an English text."""
    word = sentence.words[at]
    is_regular = len(word) >= SHORTEST_VERB and word.endswith(VERB_ENDINGS["en"])
    return is_regular or word in OTHER_VERBS["en"]
