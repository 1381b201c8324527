"""What keeps a label from the name beside it: it is said of a thing, or of others."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.saying.acts import FIRST_WORDS
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.participles import GOVERNING, LINKS
from tracker.core.saying.speakers import role_of
from tracker.core.saying.wordlists import (
    ACCUSING,
    ADVERBS,
    AGENTS,
    ALSO,
    ARTICLES,
    BELIEF,
    BODY_WORDS,
    COPULAS,
    COUNTS,
    DESCRIBING,
    DOING,
    FORMER,
    LINKING,
    NAMING,
    NEGATIONS,
    NUMERALS,
    OPENERS,
    PEOPLE,
    REGARDED,
    SOME,
    SUSPECTING,
    THINGS,
)

# "arsyet që i ka dhënë më parë DELTA janë": Albanian puts the name behind the verb.
_WORDS_TO_RELATIVE = 4
_RELATIVES = {
    "en": frozenset(("that", "which", "who", "whom", "what")),
    "sq": frozenset(("qe", "cili", "cila", "cilet", "cilat", "cilin", "cilen")),
}
# "threats of militants", "sulmet e terroristëve": what others do.
_DONE_BY = {"en": frozenset(("of", "by", "from")), "sq": frozenset(("nga", "prej"))}
# Behind these stand others than the one named before: "attacked by militants".
_OTHERS_BEHIND = AGENTS | {"against", "kunder", "ndaj"}
_OWNING: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("of",), ("of", "the"), ("by",), ("by", "the")),
    "sq": (("i",), ("e",), ("te",), ("se",), ("nga",)),
}
# Between a name and what is said of it: "is now also a".
_PASSED = DESCRIBING | ALSO | ADVERBS | NEGATIONS["en"] | NEGATIONS["sq"]
_HAVING = frozenset(("has", "have", "had", "ka", "kane", "kishte", "kishin"))
_SMALL = _PASSED | ARTICLES | _HAVING | COPULAS
_SMALLEST = _SMALL | LINKS | SOME | COUNTS | NUMERALS.keys()
_CHARGING = (*ACCUSING, *SUSPECTING)
# Nobody is accused behind "accused of", "akuzohet": somebody before is.
_CHARGED_WITH = frozenset(("of", "by", "over", "with"))
_PASSIVE = ("het", "hen", "hej", "heshin")
_WORDS_TO_BE = 3
_CALLED = (
    NAMING["sq"]
    | REGARDED["sq"]
    | {"njihet", "njihen", "njihej", "njiheshin", "njohur"}
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its label, and what its clause says of it, whoever is named there.

    `is_given`: somebody is called or regarded as it. `charges`: the words of accusing.
    """

    words: range
    is_given: bool
    charges: tuple[int, ...]


def thing_described(sentence: Sentence, label: range) -> Thing | None:
    """Return the thing in "terrorist threats", "kërcënime të reja terroriste".

    Such a label describes what somebody does or suffers. None if it describes no thing.
    """
    words = _thing_beside(sentence, label)
    if words is None:
        return None
    clause = sentence.clause(words)
    given = NAMING[sentence.language] | REGARDED[sentence.language]
    return Thing(
        words=words,
        is_given=not given.isdisjoint(sentence.words[clause.start : clause.stop]),
        charges=tuple(at for at in clause if sentence.words[at].startswith(_CHARGING)),
    )


def _thing_beside(sentence: Sentence, label: range) -> range | None:
    """Return label and thing, if the label describes one."""
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
        link = language == "sq" and between[0] in LINKS
        return link or between[0] in _DONE_BY[language]
    return language == "sq" and between[0] in LINKS


def is_its_own(sentence: Sentence, name: range, label: range, thing: Thing) -> bool:
    """Whether the thing is the one named's: "DELTA's attacks", "attacks by DELTA".

    Also what it is ("DELTA is a terrorist threat"), is called, or is accused of; and
    "the attack of the terrorist group DELTA".
    """
    first, stop = thing.words.start, thing.words.stop
    if stop <= name.start:
        between = sentence.words[stop : name.start]
        is_noun = not between and stop == label.stop
        is_tied = is_noun or between in _OWNING[sentence.language]
        is_tied = is_tied or _is_done_by(between)
        return is_tied and _is_one(sentence, range(stop, name.start + 1))
    between = sentence.words[name.stop : first]
    if between in ((), ("s",)) and sentence.language == "en":
        return _is_one(sentence, range(name.stop, first + 1))
    if _is_accused(sentence, name, thing.charges):
        return True
    if thing.is_given and (ARTICLES | {"as", "si"}).issuperset(between):
        return True
    if not _is_subject(sentence, name):
        return False
    return _is_said_of(sentence.language, between) or _does(between)


def _is_done_by(between: Sequence[str]) -> bool:
    """Whether the words say "was carried out by (the)", "i kryer nga"."""
    words = [word for word in between if word not in ARTICLES]
    return bool(words) and words[-1] in AGENTS and _does(words[:-1])


def _does(between: Sequence[str]) -> bool:
    """Whether the words say "has carried out two", "mori përsipër", nothing else."""
    words = [word for word in between if word not in _SMALLEST]
    return tuple(word for word in words if not word.isdecimal()) in DOING


def _is_accused(sentence: Sentence, name: range, charges: Sequence[int]) -> bool:
    """Tell "DELTA was accused of" and "accused DELTA of" from "DELTA accused"."""
    before = _before(sentence, name)
    if before >= 0 and sentence.words[before] in AGENTS:
        return False
    return any(at < name.start or _is_charged(sentence, name, at) for at in charges)


def _is_charged(sentence: Sentence, name: range, verb: int) -> bool:
    """Whether a verb of accusing behind the name is passive, and the name's."""
    word, first = sentence.words[verb], verb
    while first > max(verb - _WORDS_TO_BE, 0) and not sentence.is_break(first):
        first -= 1
    before = sentence.words[first:verb]
    if sentence.language == "sq":
        if word.endswith(_PASSIVE) or before[-1:] == ("u",):
            return True
        is_participle = word.endswith("uar")
    else:
        following = sentence.words[verb + 1 : verb + 2]
        is_participle = following != () and following[0] in _CHARGED_WITH
    is_passive = not (COPULAS - {"u"}).isdisjoint(before)
    # "DELTA, accused of"; in "DELTA met men accused of" others are.
    begins = verb - (before[-1:] != () and before[-1] in LINKS)
    is_beside = begins == name.stop or sentence.is_break(begins)
    return is_passive or (is_participle and is_beside)


def _is_one(sentence: Sentence, gaps: range) -> bool:
    return not any(sentence.is_break(at) for at in gaps)


def _is_subject(sentence: Sentence, name: range) -> bool:
    """Whether nothing before the name makes it a part of another phrase.

    Members are what they belong to: "members of DELTA are a terrorist threat".
    """
    before = _before(sentence, name)
    if before < 0 or sentence.is_break(before + 1):
        return True
    if (
        before
        and sentence.words[before] in LINKS | {"of"}
        and not sentence.is_break(before)
    ):
        former = sentence.words[max(before - 2, 0) : before - 1]
        is_of_people = sentence.words[before - 1].startswith(PEOPLE)
        if is_of_people and FORMER.isdisjoint(former):
            return True
    return sentence.words[before] not in GOVERNING | LINKING


def _is_said_of(language: str, between: Sequence[str]) -> bool:
    """Whether the words say "is a", "has been called a", "nuk quhet", and no more."""
    rest = [word for word in between if word not in _PASSED | ARTICLES | _HAVING]
    said = COPULAS | REGARDED[language]
    return not said.isdisjoint(rest) and all(
        word in said or word in ("as", "si") for word in rest
    )


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
    """Tell "arsyet që jep DELTA" from "tha që grupi DELTA".

    Also from "që thotë se DELTA", whose clause is another, and "që njihet si DELTA".
    """
    if _is_called(sentence, before):
        return False
    for at in range(before, max(before - _WORDS_TO_RELATIVE, -1), -1):
        is_told = sentence.words[at] in OPENERS and at not in sentence.articles
        if is_told and not _is_relative(sentence, at):
            return False
        if at < before and _is_relative(sentence, at):
            verb = at + 1
            while verb <= before and sentence.words[verb] in _PASSED:
                verb += 1  # "lajmi që sot DELTA është": no verb before the name
            is_name = verb > before or role_of(sentence, verb)
            return not (is_name or sentence.words[verb] in BODY_WORDS)
        if sentence.is_break(at):
            return False
    return False


def _is_called(sentence: Sentence, before: int) -> bool:
    """Whether the name is what somebody is called: "që quhet DELTA", "njihet si"."""
    while before > 0 and sentence.words[before] in _PASSED | {"si"}:
        before -= 1
    return sentence.words[before] in _CALLED


def _is_relative(sentence: Sentence, at: int) -> bool:
    """Tell "the reasons that" from "said that", "it is true that", "the fact that"."""
    word = sentence.words[at]
    if word not in _RELATIVES[sentence.language]:
        return False
    if at == 0 or word == "what":
        return word == "what"
    last = sentence.words[at - 1]
    opens_a_clause = last in FIRST_WORDS[sentence.language] or last in BELIEF
    return word not in ("that", "qe") or not opens_a_clause
