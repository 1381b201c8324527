"""What takes a word back from outside its clause: "it is untrue that", "former"."""

from tracker.core.saying.clauses import Sentence, negations
from tracker.core.saying.wordlists import (
    ARTICLES,
    BELIEF,
    FALSE,
    FORMERLY,
    LINKING,
    PREPOSITIONS,
    TRUE,
)

# "që" after "të rreme" (false) is a relative: "false reports that go round".
_OPENERS = ("that", "se")
# "the former Iranian armed group": more words are another phrase; Albanian puts
# adjectives behind.
_WORDS_TO_FORMER = {"en": 1, "sq": 0}


def is_refuted(sentence: Sentence, clause: range) -> bool:
    """Whether the clause is what "it is untrue that", "nobody believes that" opens."""
    opener = clause.start - 1
    if opener < 1 or sentence.words[opener] not in _OPENERS:
        return False
    last = sentence.words[opener - 1]
    main = sentence.clause(range(opener - 1, opener))
    is_negated = bool(negations(sentence, main))
    if last in FALSE:
        return not is_negated
    return is_negated and (last in TRUE or last in BELIEF)


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
