"""Whether what follows a colon is what a text is about, and nothing that is said."""

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.participles import GOVERNING, LINKS
from tracker.core.saying.wordlists import (
    ALL_OF_IT,
    ARTICLES,
    HERE_IS,
    KNOWN,
    LISTED_THINGS,
    NUMERALS,
    PROVING,
    SHOWN,
    SHOWN_THINGS,
    TOPIC_OPENERS,
    VERB_AHEAD,
)

# "five big questions".
_WORDS_TO_THINGS = 3
# "everything you need to know", "gjithçka që duhet të dini".
_WORDS_TO_KNOWN = 4
# "Pamjet e reja tregojnë": farther away stands the verb of something else.
_WORDS_TO_VERB = 4
_OPENING = '“„"«'


def is_topic(sentence: Sentence, first: int) -> bool:
    """Whether a topic begins at word `first`, behind a colon.

    "DELTA: what we know", "DELTA: pesë pyetje". What is quoted is said.
    """
    if _is_quoted(sentence, first):
        return False
    first = _behind_article(sentence, first)
    word, following = sentence.words[first], sentence.words[first + 1 : first + 2]
    if word in TOPIC_OPENERS:
        return True
    if word == "si":  # "as" before a noun
        return bool(following) and following[0] in VERB_AHEAD["sq"]
    if word in HERE_IS:
        return not SHOWN.isdisjoint(following)
    if word in ALL_OF_IT:
        near = sentence.words[first + 1 : first + 1 + _WORDS_TO_KNOWN]
        return not KNOWN.isdisjoint(near)
    is_number = word[:1].isdecimal() or (word in NUMERALS and word not in ARTICLES)
    things = sentence.words[first + 1 : first + 1 + _WORDS_TO_THINGS]
    return is_number and not LISTED_THINGS.isdisjoint(things)


def is_caption(sentence: Sentence, first: int) -> bool:
    """Whether what follows a colon is only shown: "DELTA: video", "Policia: foto".

    With a verb it is said: "GAMMA: Photos prove that …".
    """
    if _is_quoted(sentence, first):
        return False
    first = _behind_article(sentence, first)
    if sentence.words[first] not in SHOWN_THINGS:
        return False
    for at in range(first + 1, min(first + 1 + _WORDS_TO_VERB, len(sentence.words))):
        word = sentence.words[at]
        if sentence.is_break(at) or (word in GOVERNING and word not in LINKS):
            return True
        if word in VERB_AHEAD[sentence.language] or word in PROVING:
            return False
    return True


def _is_quoted(sentence: Sentence, first: int) -> bool:
    return any(mark in sentence.gaps[first] for mark in _OPENING)


def _behind_article(sentence: Sentence, first: int) -> int:
    while first + 1 < len(sentence.words) and sentence.words[first] in ("the", "e"):
        first += 1
    return first
