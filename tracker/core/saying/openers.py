"""Where what is said begins behind a verb of saying."""

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.speech import CLAUSE_OPENERS, SpeechVerb
from tracker.core.saying.wordlists import (
    ADVERBIAL,
    COMPARED,
    SINCE_WORDS,
    TIMES,
    VERB_AHEAD,
)

# "said on Monday in a statement that": more words make it another clause.
WORDS_TO_OPENER = 4
# "tha ministri i Brendshëm i vendit se": Albanian puts the speaker before it, and
# both languages the time and the place, which do not count.
FARTHEST_OPENER = 12
# "…, që puna të mos pengohet": so many words stand before the "të" of a purpose.
_WORDS_TO_PURPOSE = 4
# "që në orët e para të mëngjesit": more words are a clause.
_WORDS_OF_SINCE = 6
_OPENERS = {language: words - {"to"} for language, words in CLAUSE_OPENERS.items()}


def opener(
    sentence: Sentence,
    verb: SpeechVerb,
    words: range,
    *,
    behind: int,
    last: int,
    opens: frozenset[int],
) -> int | None:
    """Return the first word of what is said: after that, se, që, a colon, a quote.

    `words` are those of the verb, `behind` is the first word of its clitics, `last`
    where the next verb begins; with the words `opens` quotations begin.
    """
    after = words.stop
    counted = 0
    adverbial = False
    farthest = min(after + FARTHEST_OPENER, len(sentence.words) - 1)
    for at in range(after, farthest + 1):
        if ":" in sentence.gaps[at] or at in opens:
            return at
        if at >= last:
            return None
        word = sentence.words[at]
        if word in _OPENERS[sentence.said_in] and at not in sentence.articles:
            compared = word == "se" and sentence.words[at - 1] in COMPARED
            if not (
                compared
                or _is_relative(sentence, at, after)
                or _is_genitive(sentence, at)
                or (at > after and _is_since(sentence, at))
                or (
                    at > after
                    and verb.stance != "call"
                    and _is_purpose(sentence, at, behind, after)
                )
                or (word == "qe" and verb.ambiguous and verb.stance == "neutral")
            ):
                return at + 1
        adverbial = adverbial or word in ADVERBIAL
        names = word != "se" and sentence.language == "sq" and not verb.ambiguous
        counted += not adverbial
        if counted > WORDS_TO_OPENER and (verb.ambiguous or not names):
            return None
        if verb.ambiguous and at - after >= WORDS_TO_OPENER:
            return None
    return None


def _is_relative(sentence: Sentence, at: int, after: int) -> bool:
    """Tell "commented on the falls that are described above" from a report."""
    following = sentence.words[at + 1 : at + 2]
    relative = sentence.words[at] in ("that", "qe") and at > after + 1
    return relative and not VERB_AHEAD[sentence.language].isdisjoint(following)


def _is_since(sentence: Sentence, at: int) -> bool:
    """Tell "janë lënë të lirë që në mbrëmje" (since) from "that"."""
    if sentence.words[at] != "qe":
        return False
    following = sentence.words[at + 1 : at + 3]
    last = at + 1
    while last < len(sentence.words) and not sentence.is_break(last):
        last += 1
    rest = sentence.words[at + 1 : last]
    is_clause = len(rest) > _WORDS_OF_SINCE or not VERB_AHEAD["sq"].isdisjoint(rest)
    is_time = following[-1:] != () and following[-1] in TIMES
    since = following[:1] != () and following[0] in SINCE_WORDS
    return not is_clause and (since or (following[:1] == ("ne",) and is_time))


def _is_purpose(sentence: Sentence, at: int, behind: int, after: int) -> bool:
    """Tell "…, tha zyra, nuk hapet, që puna të mbarojë" from "that".

    The verb stands between marks, and what is said goes on behind the second.
    """
    between = behind > 0 and sentence.is_break(behind) and sentence.is_break(at)
    goes_on = any(sentence.is_break(word) for word in range(after + 1, at))
    goes_on = goes_on or not VERB_AHEAD["sq"].isdisjoint(sentence.words[:behind])
    following = sentence.words[at + 1 : at + 1 + _WORDS_TO_PURPOSE]
    return between and goes_on and sentence.words[at] == "qe" and "te" in following


def _is_genitive(sentence: Sentence, at: int) -> bool:
    """Tell "pas humbjes se ministrit", typed without marks, from "that"."""
    before = sentence.words[at - 1] if at else ""
    return sentence.words[at] == "se" and before.endswith(("es", "jes"))
