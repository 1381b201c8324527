"""Names and standing that somebody gives: regarded as, designated by, called."""

from collections.abc import Iterator, Sequence

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.reach import (
    Scope,
    agent_in,
    phrase_from,
    subject_before,
)
from tracker.core.saying.speakers import (
    OTHER,
    UNNAMED,
    Named,
)
from tracker.core.saying.wordlists import (
    ARTICLES,
    CALLING,
    COORDINATORS,
    GIVEN,
    NAMING,
    NOT_NAMING,
    PASSIVE,
    PLURAL_NAMING,
    PREPOSITIONS,
    REGARDED,
    WITHOUT_AS,
)

# "regarded in one country as a": more words belong to something else.
WORDS_TO_AS = 6
# "was no longer described": more words are another clause.
WORDS_TO_PASSIVE = 3
# "e ka shpallur": with it a participle is no passive.
_HAS = frozenset(("ka", "kane", "kishte", "kishin"))


def standing(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what follows "regarded as", "konsiderohet", "called X"."""
    language = sentence.language
    for at, word in enumerate(sentence.words):
        if word not in NAMING[language] and word not in REGARDED[language]:
            continue
        names = gives_a_name(sentence, at)
        stands = word in REGARDED[language] and not _is_another(sentence, at)
        if not names and not stands:
            continue
        first: int | None = at + 1
        if language == "en" and word not in NAMING["en"] - REGARDED["en"]:
            first = _after_as(sentence, at)
        if first is None or first >= len(sentence.words):
            continue
        agent = agent_in(sentence, range(at + 1, len(sentence.words)), named)
        if names:
            said = _after_relative(sentence, at)
            agent = subject_before(sentence, at, named, said) or OTHER
        phrase = phrase_from(sentence, first)
        yield Scope(
            start=sentence.char(first),
            end=sentence.spans[phrase.stop - 1][1],
            voice="attributed",
            speaker=agent or UNNAMED,
        )


def gives_a_name(sentence: Sentence, at: int) -> bool:
    """Whether word `at` is a verb by which its subject names or regards somebody."""
    word, language = sentence.words[at], sentence.language
    following = sentence.words[at + 1 : at + 1 + WORDS_TO_AS]
    if _is_another(sentence, at) or _is_passive(sentence, at):
        return False
    if word in PLURAL_NAMING:
        return not GIVEN.isdisjoint(following)
    if word in NAMING[language]:
        return True
    if language == "sq":
        has = at > 0 and sentence.words[at - 1] in _HAS
        return has and word in REGARDED["sq"]
    # "designated DELTA as a", unlike "the group designated as a", has an object.
    no_object = GIVEN | PREPOSITIONS | ARTICLES
    return (
        word in REGARDED["en"]
        and following != ()
        and following[0] not in no_object
        and not sentence.is_break(at + 1)
    )


def _is_another(sentence: Sentence, at: int) -> bool:
    """Tell "called on", "so-called", "shpallur në kërkim" (wanted) from naming."""
    word, following = sentence.words[at], sentence.words[at + 1 : at + 2]
    if sentence.language == "en" and sentence.words[max(at - 1, 0) : at] == ("so",):
        return True
    if word.startswith("shpall") and following == ("ne",):
        return True
    return word in CALLING and not NOT_NAMING.isdisjoint(following)


def _after_relative(sentence: Sentence, verb: int) -> int:
    """Return where the subject may begin: in "të cilën ministria e quan" behind it."""
    for at in range(verb - 1, 0, -1):
        if sentence.words[at].startswith("cil") and sentence.words[at - 1] == "te":
            return sentence.char(at + 1)
        if sentence.is_break(at):
            break
    return sentence.start


def _is_passive(sentence: Sentence, at: int) -> bool:
    """Whether "is", "u" stands before the verb; in English also "was long called"."""
    if at == 0:
        return True
    nearest = at - (WORDS_TO_PASSIVE if sentence.language == "en" else 1)
    for before in range(at - 1, max(nearest, 0) - 1, -1):
        if sentence.is_break(before + 1):
            return before == at - 1
        if sentence.words[before] in PASSIVE[sentence.language]:
            return True
        if sentence.words[before] in COORDINATORS:
            return False
    return False


def _after_as(sentence: Sentence, verb: int) -> int | None:
    last = min(verb + 1 + WORDS_TO_AS, len(sentence.words))
    for at in range(verb + 1, last):
        if sentence.words[at] == "as":
            return at + 1
    return verb + 1 if sentence.words[verb] in WITHOUT_AS else None
