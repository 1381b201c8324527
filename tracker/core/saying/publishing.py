"""What other media write and report: "disa media shkruajnë", "the press wrote"."""

from typing import Literal

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.participles import GOVERNING
from tracker.core.saying.speakers import role_of
from tracker.core.saying.wordlists import (
    ADVERBS,
    ARTICLES,
    ASK_WHETHER,
    NOW,
    PLACING,
    PUBLISHING,
    RELATIVES,
    SOME,
    SUBORDINATORS,
    VERB_AHEAD,
)

# "disa media të huaja shkruajnë": farther away stands another subject.
_WORDS_TO_MEDIA = 4
_FINITE = {"en": ASK_WHETHER["en"], "sq": VERB_AHEAD["sq"]}
# "police raided": as a form it may be a participle, but as such it has no object.
_PAST = {"en": ("ed",), "sq": ("oi", "uan")}
_HE = frozenset(("he", "she", "they"))
# "reported widely on", "shkruan gjerësisht për".
_HOW = {"en": ("ly",), "sq": ("isht",)}
_ALSO_HOW = ADVERBS | NOW | {"again", "also", "much", "often", "shume", "shpesh"}


def is_report_of_media(sentence: Sentence, at: int) -> bool:
    """Tell "the media report that" from "a media report that", "the report that"."""
    before = at - 1
    if before < 0 or sentence.is_break(at):
        return before >= 0
    if role_of(sentence, before) != "media":
        return sentence.words[before] == "they"
    return sentence.words[max(before - 1, 0) : before] not in (("a",), ("this",))


def publisher(sentence: Sentence, verb: range) -> Literal["before", "behind"] | None:
    """Say where media stand that publish something by `verb`, if they do."""
    if PUBLISHING.isdisjoint(sentence.words[verb.start : verb.stop]):
        return None
    for at in range(verb.start - 1, max(verb.start - _WORDS_TO_MEDIA, 0) - 1, -1):
        if sentence.is_break(at + 1) or sentence.words[at] in RELATIVES:
            break
        if role_of(sentence, at) == "media" and not _is_placed(sentence, at):
            return "before"
    if sentence.language == "sq":
        for at in range(
            verb.stop, min(verb.stop + _WORDS_TO_MEDIA, len(sentence.words))
        ):
            if sentence.is_break(at):
                break
            is_dative = sentence.words[at].endswith("ve")
            media = role_of(sentence, at) == "media" and not is_dative
            if media and not _is_placed(sentence, at):
                return "behind"
    return None


def states_bare(sentence: Sentence, said: int) -> bool:
    """Tell "wrote DELTA is a sect", without "that", from "wrote a book on DELTA"."""
    language = sentence.language
    first = said
    while first < len(sentence.words) and (
        sentence.words[first].endswith(_HOW[language])
        or sentence.words[first] in _ALSO_HOW
    ):
        first += 1
    if first == len(sentence.words) or sentence.words[first] in GOVERNING:
        return False
    return sentence.words[first] in _HE or _has_verb(sentence, first)


def _has_verb(sentence: Sentence, first: int) -> bool:
    """Whether a subject begins at word `first`, and a finite verb follows it."""
    language = sentence.language
    for at in range(first + 1, len(sentence.words)):
        word = sentence.words[at]
        if sentence.is_break(at) or word in SUBORDINATORS[language]:
            return False
        following = sentence.words[at + 1 : at + 2]
        if word in _FINITE[language]:
            return True
        if (
            word.endswith(_PAST[language])
            and sentence.words[at - 1] not in ARTICLES
            and following != ()
            and following[0] not in GOVERNING
        ):
            return True
    return False


def _is_placed(sentence: Sentence, at: int) -> bool:
    """Whether word `at` only says where, or to whom: "in some media", "për mediat"."""
    while at > 0 and sentence.words[at - 1] in ARTICLES | SOME:
        at -= 1
    return at > 0 and sentence.words[at - 1] in PLACING
