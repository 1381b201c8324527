"""Who speaks: an actor, a role, somebody else; never the name of a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import (
    AFFILIATED,
    ARTICLES,
    BODY_WORDS,
    FORMER,
    HEARSAY,
    LINKING,
    OF_A_BODY,
    OPPOSED,
    PLACING,
    PRONOUNS,
    RELATIONAL,
    SOLE,
    SOURCES,
    STATES,
)

OTHER = "other"
UNNAMED = "unnamed"
# A pronoun or no subject at all; Voices puts the speaker before in its place.
CARRIED = "carried"

# Folded beginnings of words by role, in Albanian and English; a word that ends in a
# full stop must be all of it. The first that fits counts.
_ROLES: tuple[tuple[str, str], ...] = (
    ("government", "kryeministr zevendeskryeministr premier. premiers. qeveri"),
    ("government", "government cabinet kancelar chancellor regierung gouvernement"),
    ("government", "governo. kanzler"),
    ("police", "polic polizei polizi efektivet. officer. officers. detective"),
    ("prosecution", "prokuror prosecut staatsanwalt procureur procura. parquet."),
    ("court", "gjykat gjyqtar court. courts. judge tribunal gericht giudic"),
    ("ministry", "ministr minister zevendesminist dikaster"),
    ("presidency", "president presidenc praesident prasident presidenz"),
    ("parliament", "parlament kryeparlamentar kuvendi. kuvendit. kuvendin. deputet"),
    ("parliament", "parliament mp. mps. lawmaker legislat senat congress. assembly."),
    ("opposition", "opozit opposition"),
    ("party", "partia. partise. partine. parti. partite. partive. party. parties."),
    ("municipality", "bashki kryebashk municip mayor komuna. komunes. city."),
    ("embassy", "ambasad embass ambassador konsull consul. consulate. diplomat"),
    ("army", "ushtri. ushtria. ushtrise. ushtrine. ushtarak army. military. soldier"),
    ("hospital", "spital hospital klinik clinic mjek doctor infermier nurse. nurses."),
    ("hospital", "urgjenca. medic. medics. paramedic surgeon"),
    ("lawyer", "avokat lawyer attorney barrister anwalt avvocat avocat"),
    ("residents", "banor qytetare fshatar resident villager citizens. locals."),
    ("residents", "neighbour neighbor fqinj"),
    ("protesters", "protestues protester protestor demonstrator demonstrues"),
    ("relatives", "familjar. familja. familjaret. familjareve. familje. familjes."),
    ("relatives", "family. families. relative. relatives. prinderit. parents."),
    ("witness", "deshmitar witness eyewitness"),
    ("expert", "ekspert expert analist analyst profesor professor studiues"),
    ("expert", "researcher historian scholar"),
    ("media", "gazet media. mediat. mediave. medias. mediet. medie. mediesh. mediash."),
    ("media", "televizion portal shtypi. newspaper broadcaster magazine tabloid"),
    ("media", "outlet. outlets. website. websites. press. journalist reporter"),
    ("organisation", "shoqata. shoqates. shoqaten. shoqatat. organizat fondacion"),
    ("organisation", "sindikat federata. federates. association. associations."),
    ("organisation", "organisation organization foundation. charity. charities."),
    ("organisation", "ngo. ngos. ojf. ojq."),
    ("company", "kompani ndermarrj company. companies. airline"),
    ("authorities", "autoritet authorit zyrtari. zyrtaret. zyrtareve. zyrtarit."),
    ("authorities", "zyrtarja. official. officials. inspektorat"),
    ("authorities", "inspectorate. drejtoria. drejtorise."),
)
ROLES: tuple[str, ...] = tuple(dict.fromkeys(role for role, _ in _ROLES))
"""The roles that a speaker may have, beside actor ids, OTHER and UNNAMED.

An untracked body or its people: police, prosecution, court, ministry, government (also
the prime minister), presidency (the head of state), parliament, opposition, party,
municipality, embassy, army, hospital (also doctors), organisation (associations,
unions), company, media, authorities (officials, agencies). People by what they are in
the story: lawyer, residents, protesters, relatives, witness, expert. The same words
stand in the comments of quotes.speaker and annotations.attributed_to.
"""


def _by_letter() -> dict[str, tuple[tuple[str, bool, str], ...]]:
    """Group the beginnings by their first two letters, so that few are tried."""
    grouped: dict[str, list[tuple[str, bool, str]]] = {}
    for role, words in _ROLES:
        for word in words.split():
            whole = word.endswith(".")
            entry = (word.rstrip("."), whole, role)
            grouped.setdefault(word[:2], []).append(entry)
    return {letters: tuple(entries) for letters, entries in grouped.items()}


_BY_LETTER = _by_letter()
# "agjencia e lajmeve", "disa faqe interneti", "mjetet e informimit".
_MEDIA_IN_TWO_WORDS = (
    ("agjenci", "lajmeve"),
    ("news", "agency"),
    ("news", "agencies"),
    ("faqe", "interneti"),
    ("faqe", "internetit"),
    ("mjete", "informimit"),
)
# By these Albanian adjectives are told from verbs: "Shoqata kulturore DELTA".
_ADJECTIVES = ("ar", "are", "or", "ore", "ik", "ike", "ist", "iste", "ese", "ane")
# Whoever is of it speaks for it: "a spokesman for the police", "avokati i DELTA-s".
_OF_WORDS = LINKING | AFFILIATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A stretch of the text that names a tracked actor."""

    start: int
    end: int
    actor: str


def speaker_in(
    sentence: Sentence, stretch: range, named: Sequence[Named]
) -> str | None:
    """Find who the words of `stretch` name: actor id, role, OTHER, UNNAMED or CARRIED.

    None when they name nobody that is known. The first actor or role is the head of
    the phrase ("the ministry that supervises DELTA"), unless it only says where or
    about what; the name behind a role replaces it ("the association DELTA"). Who speaks
    for somebody (spokesman, lawyer, member) is that somebody; former members, critics
    and victims are not. Sources are UNNAMED whoever they are near to.
    """
    if any(_is_source(sentence, at) for at in stretch):
        return UNNAMED
    default: str | None = None
    affiliated: str | None = None
    for found in _found(sentence, stretch, named):
        if found.kind == "former":
            return default or OTHER
        if found.kind == "relational":
            default = default or found.who
        elif default is not None:
            if found.placing is None or found.placing in _OF_WORDS:
                keeps = default == "lawyer" and found.kind == "role"
                return default if keeps else found.who
        elif found.placing is None:
            return found.who
        elif found.placing in AFFILIATED:
            affiliated = affiliated or found.who
    pronouns = PRONOUNS[sentence.language]
    carried = any(sentence.words[at] in pronouns for at in stretch)
    return default or affiliated or (CARRIED if carried else None)


@dataclass(frozen=True, slots=True)
class _Found:
    """A word that names somebody, and the preposition before it."""

    kind: Literal["actor", "role", "relational", "former"]
    who: str
    placing: str | None


def _found(
    sentence: Sentence, stretch: range, named: Sequence[Named]
) -> Iterator[_Found]:
    at = stretch.start
    while at < stretch.stop:
        placing = _placing(sentence, at, stretch.start)
        actor = _actor_at(sentence, at, named)
        if actor is not None:
            at = _after_name(sentence, at, actor)
            if not _describes_others(sentence, at, stretch.stop):
                yield _Found("actor", actor.actor, placing)
            continue
        word = sentence.words[at]
        role = role_of(sentence, at)
        own_name = None if role is None else _named_role(sentence, at, stretch, named)
        if own_name is not None:
            yield _Found("actor", own_name[0], placing)
            at = own_name[1]
            continue
        is_former = word in FORMER or _is_opposed(sentence, at, stretch)
        if is_former and placing is None:
            yield _Found("former", OTHER, placing)
        elif word.startswith(RELATIONAL):
            yield _Found("relational", role or OTHER, placing)
        elif role is not None:
            yield _Found("role", role, placing)
        at += 1


def _after_name(sentence: Sentence, word: int, actor: Named) -> int:
    return max(sentence.words_in(actor.start, actor.end).stop, word + 1)


def _named_role(
    sentence: Sentence, word: int, stretch: range, named: Sequence[Named]
) -> tuple[str, int] | None:
    """Return the actor whose name follows the role at `word`, and the word after it.

    "Shoqata DELTA", "the opposition group DELTA"; nothing may stand between them but
    what describes the role. A name with a case ending is an object ("DELTA-n").
    """
    if sentence.words[word].startswith(SOLE):
        return None
    for at in range(word + 1, stretch.stop):
        if sentence.is_break(at) or ":" in sentence.gaps[at]:
            return None
        actor = _actor_at(sentence, at, named)
        if actor is not None:
            after = _after_name(sentence, at, actor)
            has_case = (
                sentence.gaps[after - 1] == "-" and not sentence.capitals[after - 1]
            )
            return None if has_case else (actor.actor, after)
        describes = sentence.words[at] in BODY_WORDS or role_of(sentence, at)
        adjective = sentence.language == "sq" and not sentence.capitals[at]
        if not describes and not (
            adjective and sentence.words[at].endswith(_ADJECTIVES)
        ):
            return None
    return None


def _describes_others(sentence: Sentence, word: int, stop: int) -> bool:
    """Whether the name before `word` tells whose critics: "DELTA's former members"."""
    if sentence.language != "en" or word >= stop or sentence.is_break(word):
        return False
    return sentence.words[word] in OPPOSED | FORMER


def _is_opposed(sentence: Sentence, word: int, stretch: range) -> bool:
    """Tell "critics of DELTA" and "DELTA critics" from "the victims' lawyer"."""
    if sentence.words[word] not in OPPOSED:
        return False
    following = sentence.words[word + 1 : min(word + 2, stretch.stop)]
    return not following or following[0] in LINKING


def role_of(sentence: Sentence, word: int) -> str | None:
    """Return the role that the word stands for, if any."""
    if sentence.words[word : word + 2] == ("prime", "minister"):
        return "government"
    folded = sentence.words[word]
    following = sentence.words[word + 1 : word + 3]
    if any(folded.startswith(a) and b in following for a, b in _MEDIA_IN_TWO_WORDS):
        return "media"
    for beginning, whole, role in _BY_LETTER.get(folded[:2], ()):
        if folded == beginning or (not whole and folded.startswith(beginning)):
            less = role == "presidency" and _presides_over_less(sentence, word)
            less = less or (role == "media" and _is_no_medium(sentence, word))
            return None if less else role
    return None


def _is_no_medium(sentence: Sentence, word: int) -> bool:
    """Tell "the press office of DELTA" and a person called Press from media."""
    following = sentence.words[word + 1 : word + 2]
    is_name = word > 0 and sentence.words[word] == "press" and sentence.capitals[word]
    return is_name or not OF_A_BODY.isdisjoint(following)


def _is_source(sentence: Sentence, word: int) -> bool:
    """Tell sources from persons of that name: "Burim", with a capital."""
    folded = sentence.words[word]
    if folded in HEARSAY:
        return True
    followed = word + 1 < len(sentence.words) and sentence.capitals[word + 1]
    is_name = sentence.capitals[word] and (word > 0 or followed)
    return folded.startswith(SOURCES) and not is_name


def _presides_over_less(sentence: Sentence, word: int) -> bool:
    """Tell the president of a club or a board from the head of a state."""
    following = sentence.words[word + 1 : word + 4]
    if following[:1] in (("and",), ("dhe",)) or "vice" in sentence.words[:word][-1:]:
        return True
    if following[:1] not in (("i",), ("e",), ("te",), ("of",)):
        return False
    behind = range(word + 2, min(word + 4, len(sentence.words)))
    return not any(
        sentence.capitals[at] or sentence.words[at].startswith(STATES) for at in behind
    )


def _actor_at(sentence: Sentence, word: int, named: Sequence[Named]) -> Named | None:
    start, end = sentence.spans[word]
    return next((name for name in named if name.start < end and start < name.end), None)


def _placing(sentence: Sentence, word: int, first: int) -> str | None:
    """Return the preposition by which the word only says where or about what."""
    before = word - 1
    while before >= first and sentence.words[before] in ARTICLES:
        before -= 1
    if before >= first and sentence.words[before] in PLACING:
        return sentence.words[before]
    return None
