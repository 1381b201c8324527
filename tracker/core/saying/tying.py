"""What keeps a label from the name beside it: it is said of a thing, or of others."""

from collections.abc import Sequence

from tracker.core.saying.acts import FIRST_WORDS
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.speakers import role_of
from tracker.core.saying.wordlists import (
    ACCUSING,
    ADVERBS,
    AGENTS,
    ALSO,
    ARTICLES,
    BELIEF,
    BODY_WORDS,
    CLAIMS,
    COPULAS,
    DESCRIBING,
    FALSE,
    LINKING,
    NAMING,
    NEGATIONS,
    PLACING,
    PREPOSITIONS,
    REGARDED,
    THINGS,
    TRUE,
)

# "arsyet që i ka dhënë më parë DELTA janë": Albanian puts the name behind the verb.
_WORDS_TO_RELATIVE = 4
_RELATIVES = {
    "en": frozenset(("that", "which", "who", "whom", "what")),
    "sq": frozenset(("qe", "cili", "cila", "cilet", "cilat", "cilin", "cilen")),
}
# "threats of militants", "sulmet e terroristëve": what others do.
_DONE_BY = {"en": frozenset(("of", "by", "from")), "sq": frozenset(("nga", "prej"))}
_LINKS = frozenset(("i", "e", "te", "se"))
# Behind these stand others than the one named before: "attacked by militants".
_OTHERS_BEHIND = AGENTS | {"against", "kunder", "ndaj"}
_OWNING: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("of",), ("of", "the"), ("by",), ("by", "the")),
    "sq": (("i",), ("e",), ("te",), ("se",), ("nga",)),
}
# Between a name and what is said of it: "is now also a".
_PASSED = DESCRIBING | ALSO | ADVERBS | NEGATIONS["en"] | NEGATIONS["sq"] | {"s"}


def thing_described(sentence: Sentence, label: range) -> range | None:
    """Return label and thing in "terrorist threats", "kërcënime të reja terroriste".

    Such a label describes what somebody does or suffers. None if it describes no thing.
    """
    if sentence.language == "en":
        plural = sentence.words[label.stop - 1].endswith("s")
        following = sentence.words[label.stop : label.stop + 1]
        joined = bool(following) and not sentence.is_break(label.stop)
        if joined and not plural and following[0] in THINGS["en"]:
            return range(label.start, label.stop + 1)
    before = label.start
    while before > 0 and sentence.words[before - 1] in ARTICLES:
        before -= 1
    for size in (1, 2, 3):
        first = before - size
        if first < 0 or sentence.is_break(first + 1):
            break
        between = sentence.words[first + 1 : before]
        if sentence.words[first] in THINGS[sentence.language]:
            tied = _ties(sentence.language, between)
            return range(first, label.stop) if tied else None
    return None


def _ties(language: str, between: Sequence[str]) -> bool:
    """Whether a label behind a thing and these words says what thing it is."""
    if not between:
        return language == "sq"  # "sulm terrorist"
    if len(between) == 1:
        link = language == "sq" and between[0] in _LINKS
        return link or between[0] in _DONE_BY[language]
    return language == "sq" and between[0] in _LINKS


def is_its_own(sentence: Sentence, name: range, label: range, thing: range) -> bool:
    """Whether the thing is the one named's: "DELTA's attacks", "attacks by DELTA".

    Also what it is ("DELTA is a terrorist threat"), is called, or is accused of; and
    "the attack of the terrorist group DELTA".
    """
    if thing.stop <= name.start:
        between = sentence.words[thing.stop : name.start]
        is_noun = not between and thing.stop == label.stop
        is_tied = is_noun or between in _OWNING[sentence.language]
        return is_tied and _is_one(sentence, range(thing.stop, name.start + 1))
    between = sentence.words[name.stop : thing.start]
    if between in ((), ("s",)) and sentence.language == "en":
        return _is_one(sentence, range(name.stop, thing.start + 1))
    around = sentence.clause(thing)
    clause = sentence.words[around.start : around.stop]
    if any(word.startswith(ACCUSING) for word in clause):
        return True
    given = NAMING[sentence.language] | REGARDED[sentence.language]
    if (ARTICLES | {"as", "si"}).issuperset(between) and not given.isdisjoint(clause):
        return True
    return _is_subject(sentence, name) and _only_copula(between)


def _is_one(sentence: Sentence, gaps: range) -> bool:
    return not any(sentence.is_break(at) for at in gaps)


def _is_subject(sentence: Sentence, name: range) -> bool:
    """Whether nothing before the name makes it a part of another phrase."""
    before = _before(sentence, name)
    return (
        before < 0
        or sentence.is_break(before + 1)
        or sentence.words[before] not in PREPOSITIONS | PLACING | LINKING
    )


def _only_copula(between: Sequence[str]) -> bool:
    """Whether the words say "is a", "nuk është", and nothing else."""
    rest = [word for word in between if word not in _PASSED | ARTICLES]
    return bool(rest) and all(word in COPULAS for word in rest)


def _before(sentence: Sentence, name: range) -> int:
    """Return the word before a name and its article, -1 at the beginning."""
    before = name.start - 1
    while before >= 0 and sentence.words[before] in ARTICLES:
        before -= 1
    return before


def is_of_others(sentence: Sentence, label: range) -> bool:
    """Whether the label stands behind "by", "against": "attacked by militants"."""
    before = label.start - 1
    while before > 0 and sentence.words[before] in ARTICLES:
        before -= 1
    return before >= 0 and sentence.words[before] in _OTHERS_BEHIND


def is_no_subject(sentence: Sentence, name: range, label: range) -> bool:
    """Whether a copula before the label has another subject than the one named.

    "The group that DELTA leads is a …", "arsyet që jep DELTA janë …", "the hall rented
    by DELTA is a …".
    """
    before = _before(sentence, name)
    behind = range(name.stop, label.start)
    copula = next((at for at in behind if sentence.words[at] in COPULAS), None)
    if copula is None or before < 0:
        return False
    if sentence.words[before] in AGENTS:
        return True
    between = _PASSED.issuperset(sentence.words[name.stop : copula])
    if _is_relative(sentence, before):
        return not between
    return between and sentence.language == "sq" and _is_behind_verb(sentence, before)


def _is_behind_verb(sentence: Sentence, before: int) -> bool:
    """Tell "arsyet që jep DELTA" from "tha që grupi DELTA"."""
    for at in range(before - 1, max(before - _WORDS_TO_RELATIVE, -1), -1):
        if sentence.is_break(at + 1):
            return False
        if _is_relative(sentence, at):
            verb = at + 1
            is_name = role_of(sentence, verb) or sentence.words[verb] in BODY_WORDS
            return not is_name
    return False


def _is_relative(sentence: Sentence, at: int) -> bool:
    """Tell "the reasons that" from "said that", "it is true that", "the fact that"."""
    word = sentence.words[at]
    if word not in _RELATIVES[sentence.language]:
        return False
    if at == 0 or word == "what":
        return word == "what"
    last = sentence.words[at - 1]
    opens_a_clause = (
        last in FIRST_WORDS[sentence.language]
        or last in BELIEF | TRUE | FALSE
        or last in CLAIMS
    )
    return word not in ("that", "qe") or not opens_a_clause
