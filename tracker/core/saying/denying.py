"""Which words a negation denies: those of its own clause, of "no" those it governs.

"Weapons were found and the police did not comment" denies no find, and "weapons were
found without a warrant" no more than the warrant.
"""

from collections.abc import Iterator, Sequence

from tracker.core.saying.clauses import APOSTROPHES, Sentence, negations
from tracker.core.saying.participles import (
    GOVERNING,
    LINKS,
    PARTICIPLE,
    SHORTEST_VERB,
    is_past,
    is_reduced,
)
from tracker.core.saying.wordlists import (
    ARTICLES,
    AUXILIARY_VERBS,
    CLITICS,
    COUNTS,
    DENYING_NOTHING,
    EVIDENCE,
    FAR_FROM,
    JOINING,
    NEGATIONS,
    NOTHING_BUT,
    OTHER_VERBS,
    PARTICIPLES,
    VERB_ENDINGS,
)

# "no immediate comment": so many words may stand before the noun.
_WORDS_TO_NOUN = 2
# "absolutely no weapons", "anything but a dangerous sect".
_WORDS_FROM_FAR = 3
_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
# They open a clause, and are no subordinators where descriptions are told.
_WHERE = frozenset(
    ("whether", "where", "how", "why", "ku", "kush", "pse", "perse", "sa", "pasi")
)
_PARTS_OF_VERBS = frozenset(("be", "been", "being", "having"))
_NOT_YET = frozenset((word, "yet") for word in AUXILIARY_VERBS["en"])
_NO = frozenset(("no", "nothing"))
# Another phrase begins with them: "without a warrant | the police".
_DEFINITE = frozenset(("the", "a", "an", "this", "that", "these", "those"))
# "At no point", "by no means" deny the verb as "never" does.
_NEVER = frozenset(
    ("point", "stage", "moment", "means", "circumstances", "way", "case")
)


def is_negated(
    sentence: Sentence,
    clause: range,
    words: range,
    *,
    before: bool,
    own: Sequence[tuple[int, int]],
) -> bool:
    """Whether a negation in `clause` denies `words`, which stand in it.

    `before`: only if it stands before them. A negation inside a stretch of `own` was
    looked for and denies nothing.
    """
    if before and _stands_before(sentence, NOTHING_BUT, words):
        return False
    part = _part(sentence, clause, words)
    for at in denials(sentence, part, own):
        if before and at >= words.start:
            continue
        if not before and _is_of_another(sentence, clause, at, words):
            continue
        is_plain = not governs(sentence, part, at)
        # "DELTA has no link to militants": said of somebody, all of it is denied.
        if is_plain or (before and sentence.words[at] in _NO):
            return True
        if _reaches(sentence, part, at, words):
            return True
    return before and _stands_before(sentence, FAR_FROM, words)


def _is_of_another(sentence: Sentence, clause: range, at: int, words: range) -> bool:
    """Whether it says whose evidence there is none of: "nuk ka prova ndaj atyre që".

    The clause behind tells who is meant, and nothing of them is denied.
    """
    between = sentence.words[at + 1 : words.start]
    noun = next((i for i, word in enumerate(between) if word in EVIDENCE), None)
    if noun is None or sentence.words[clause.stop : clause.stop + 1] != ("qe",):
        return False
    return not GOVERNING.isdisjoint(between[noun + 1 :])


def denials(
    sentence: Sentence, part: range, own: Sequence[tuple[int, int]]
) -> Iterator[int]:
    """Yield the denying words of `part`, but those inside the stretches of `own`."""
    plain = negations(sentence, part)
    for at in part:
        start, end = sentence.spans[at]
        if any(a <= start and end <= b for a, b in own):
            continue
        if sentence.words[max(at - 1, 0) : at + 1] == ("pa", "asnje"):
            continue  # it governs as "pa" does
        if at in plain or governs(sentence, part, at):
            yield at


def governs(sentence: Sentence, part: range, at: int) -> bool:
    """Whether "no", "nothing", "without", "pa" at word `at` denies what it governs."""
    word, following = sentence.words[at], sentence.words[at + 1 : part.stop]
    if sentence.language == "sq":
        return word == "pa" and bool(following) and _is_without(sentence, part, at)
    if word not in _NO and word != "without":
        return False
    first = following[0] if following else ""
    if word == "nothing":
        return first not in ("but", "short", "less")
    if not following or sentence.is_break(at + 1):
        return False  # "No, …"
    is_joined = sentence.gaps[at + 1] == "-"  # "a no-go zone"
    if is_joined or first in ("one", "longer") or first[:1].isdecimal():
        return False  # a plain negation, and "hall no 5"
    return DENYING_NOTHING.isdisjoint(following[:_WORDS_TO_NOUN])


def _is_without(sentence: Sentence, part: range, at: int) -> bool:
    """Tell "pa u gjetur", "u mbyll pa armë" from "policia pa armë" (saw)."""
    following = sentence.words[at + 1]
    if sentence.is_break(at + 1) or following in DENYING_NOTHING:
        return False
    if following == "u" or following.endswith("ur") or following in PARTICIPLES:
        return True
    is_noun = following not in CLITICS and following not in GOVERNING
    is_joined = at > part.start and sentence.words[at - 1] in JOINING
    return is_noun and not is_joined and _has_verb(sentence, range(part.start, at))


def _reaches(sentence: Sentence, part: range, at: int, words: range) -> bool:
    """Whether `words` are in the phrase behind "no", its verb, or the verb before.

    "No trace of weapons was found", "found no weapons"; not "no arrests over weapons",
    "men with no papers were arrested", "no list of weapons found was published".
    """
    word, governing = sentence.words[at], at - 1
    is_governed = at > part.start and sentence.words[governing] in GOVERNING
    phrase = _phrase(sentence, range(at + 1, part.stop))
    if (word == "without" or is_governed) and _has_object(sentence, phrase.stop - 1):
        phrase = range(phrase.start, phrase.stop - 1)
    knows = any(is_reduced(sentence, i, part) for i in phrase)
    reached = set() if knows else set(phrase)
    reached.update(_verb_of(sentence, part, at, phrase))
    if word in _NO and at > part.start and not is_governed:
        if sentence.words[governing].endswith("ly") and governing > part.start:
            governing -= 1
        reached.add(governing)
    return not reached.isdisjoint(words)


def _verb_of(sentence: Sentence, part: range, at: int, phrase: range) -> range:
    """Return the verb that "no", "nothing", "without" at word `at` denies, if any."""
    word, stop = sentence.words[at], phrase.stop
    following = sentence.words[stop : min(stop + 1, part.stop)]
    is_another = following != () and following[0] in _DEFINITE
    if sentence.language == "sq" or (is_another and sentence.words[stop - 1] != "of"):
        return range(0)
    rest = range(stop, part.stop)
    if word == "without":  # "without weapons being found"
        return _verb_behind(sentence, rest, _PARTS_OF_VERBS)
    if word == "no" and not phrase:
        return range(0)
    auxiliaries = AUXILIARY_VERBS["en"]
    if at > part.start and sentence.words[at - 1] in GOVERNING:
        is_never = not _NEVER.isdisjoint(sentence.words[phrase.start : stop])
        if not is_never or auxiliaries.isdisjoint(following):
            return range(0)
    # "No sign of DELTA as the hall was closed": that verb is of another clause.
    ends = next((i for i in rest if sentence.words[i] == "as"), rest.stop)
    return _verb_behind(sentence, range(stop, ends), auxiliaries)


def _verb_behind(
    sentence: Sentence, within: range, auxiliaries: frozenset[str]
) -> range:
    """Return the first "were ever found" with its object; empty if there is none."""
    first = next((at for at in within if sentence.words[at] in auxiliaries), None)
    if first is None:
        return range(0)
    stop = first
    while stop < within.stop and sentence.words[stop] in auxiliaries:
        stop += 1
    behind = _phrase(sentence, range(stop, within.stop))
    if sentence.words[stop : stop + 1] and sentence.words[stop] in _DEFINITE:
        # "at no point were the men arrested told": the last one is the verb.
        verbs = [at for at in behind if is_past(sentence, at)]
        if len(verbs) > 1:
            return range(verbs[-1], behind.stop)
        if not verbs:  # "under no circumstances will the summit be cancelled"
            rest = range(behind.stop, within.stop)
            behind = _verb_behind(sentence, rest, auxiliaries) or behind
    return range(first, behind.stop)


def _phrase(sentence: Sentence, within: range) -> range:
    """Return the words up to a preposition other than "of", an article, an auxiliary.

    An article, or a number behind "pa", begins another phrase unless it comes first.
    """
    auxiliaries = AUXILIARY_VERBS[sentence.language] - {"u"}
    begins = _DEFINITE
    if sentence.language == "sq":
        begins = COUNTS - {"nje"}
        if within and sentence.words[within.start].endswith("ur"):
            begins = frozenset()  # "pa gjetur dy armë"
    stop = within.start
    while stop < within.stop:
        word = sentence.words[stop]
        if word in GOVERNING - {"of"} or word in auxiliaries:
            break
        is_first = stop == within.start
        # "There is no sign the hall was closed" leaves "that" out.
        if word in begins and not is_first and sentence.words[stop - 1] not in EVIDENCE:
            break
        stop += 1
    return range(within.start, stop)


def _has_object(sentence: Sentence, at: int) -> bool:
    """Tell "police with no warrant raided the camp" from "with no weapons found"."""
    following = sentence.words[at + 1 : at + 2]
    return following != () and following[0] in _DEFINITE and is_past(sentence, at)


def _stands_before(
    sentence: Sentence, forms: Sequence[tuple[str, ...]], words: range
) -> bool:
    """Whether "anything but", "far from being" stands close before `words`."""
    for form in forms:
        for stop in range(words.start, words.start - _WORDS_FROM_FAR - 1, -1):
            first = stop - len(form)
            if first >= 0 and sentence.words[first:stop] == form:
                inside = range(first + 1, words.start + 1)
                return not any(sentence.is_break(at) for at in inside)
    return False


# ---------------------------------------------------------------- parts of a clause


def _part(sentence: Sentence, clause: range, words: range) -> range:
    """Return the part of `clause` around `words` that has a verb of its own."""
    first, last = clause.start, clause.stop
    for cut in _cuts(sentence, clause):
        if cut <= words.start:
            first = cut
        elif cut >= words.stop:
            return range(first, cut)
    return range(first, last)


def _cuts(sentence: Sentence, clause: range) -> Iterator[int]:
    """Yield the words with which a further clause begins, without a mark before it."""
    first = clause.start
    for at in range(clause.start + 1, clause.stop):
        left, right = range(first, at), range(at, clause.stop)
        word = sentence.words[at]
        if (
            word in _WHERE
            or _gives_reason(sentence, left, right)
            or (word in JOINING and begins_clause(sentence, left, right))
            or _takes_up(sentence, left, at)
        ):
            yield at
            first = at


def _gives_reason(sentence: Sentence, left: range, right: range) -> bool:
    """Tell "no one came as the hall was closed" from "not known as a sect"."""
    words = sentence.words[right.start : right.stop]
    if words[0] not in ("so", "as") or _DEFINITE.isdisjoint(words[1:2]):
        return False
    return _has_verb(sentence, left) and _has_verb(sentence, right[1:])


def begins_clause(sentence: Sentence, left: range, right: range) -> bool:
    """Tell "and the police did not comment" from "weapons and drugs were not found"."""
    behind = right[1:]
    joined = next((i for i in behind if sentence.words[i] in JOINING), right.stop)
    behind = range(right.start + 1, joined)
    if not behind or not _has_verb(sentence, left):
        return False
    first = sentence.words[behind.start]
    if sentence.words[right.start - 1 : right.start + 1] in _NOT_YET:
        return False  # "no weapons have yet been found"
    if first in NEGATIONS[sentence.language] or first in _NO:
        return True  # "and not drugs", "but no drugs"
    # "was not arrested and charged" shares its auxiliary.
    shares = _is_verb(sentence, behind.start) and first not in AUXILIARY_VERBS["en"]
    if sentence.language == "en" and shares:
        return _BEING.isdisjoint(sentence.words[left.start : left.stop])
    return _has_verb(sentence, behind)


def _takes_up(sentence: Sentence, left: range, at: int) -> bool:
    """Whether the main clause goes on: "weapons found in the camp | were not shown".

    Albanian puts "nuk" before its verb, so that it denies no verb before it.
    """
    word = sentence.words[at]
    if sentence.language == "sq":
        elided = word == "s" and sentence.gaps[at + 1] in APOSTROPHES
        return (word == "nuk" or elided) and (
            _has_verb(sentence, left) or _has_participle(sentence, left)
        )
    return (
        word in AUXILIARY_VERBS["en"] - _PARTS_OF_VERBS
        and sentence.words[at - 1] not in AUXILIARY_VERBS["en"] | NEGATIONS["en"]
        and _has_verb(sentence, left)
        and next(denials(sentence, left, ()), None) is None
    )


def _has_participle(sentence: Sentence, within: range) -> bool:
    """Whether "e gjetura", "të arrestuarit" stands there."""
    return any(
        sentence.words[at - 1] in LINKS and PARTICIPLE.fullmatch(sentence.words[at])
        for at in within[1:]
    )


def _has_verb(sentence: Sentence, within: range) -> bool:
    return any(_is_verb(sentence, at) for at in within)


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Guess whether a finite verb stands at word `at`: by lists and by its ending."""
    word, language = sentence.words[at], sentence.language
    if word == "s" and sentence.gaps[at + 1] not in APOSTROPHES:
        return False
    if language == "en" and at and sentence.words[at - 1] in ARTICLES:
        return False  # "the cancelled summit"
    return (
        word in AUXILIARY_VERBS[language]
        or word in OTHER_VERBS[language]
        or (len(word) >= SHORTEST_VERB and word.endswith(VERB_ENDINGS[language]))
    )
