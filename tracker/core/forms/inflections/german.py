"""German: genitive and plural of the head, strong and weak adjectives before it.

Umlauts of the plural (Amt, Ämter) are shown without, because folding removes them.
"""

# ruff: noqa: SIM905 - word lists read as prose

import re
from collections.abc import Sequence

from tracker.core.folding import fold_word
from tracker.core.forms.inflections.rules import (
    Number,
    Place,
    Rule,
    by_rule,
    changes,
    fixed,
    place,
    run,
)

_STOPS = frozenset(
    "für fuer gegen von vom des der den dem das die im in am an auf aus bei beim zu zum"
    " zur mit ohne und über unter nach zwischen e.V. ev".split()
)
# Adjectives by their suffix or their stem, as printed before a noun.
_ADJECTIVE = re.compile(
    r"(?:.{2,}(?:isch|lich|ig|al|iv|ell|ent|ant|bar|sam|haft|iert|end|eint|igt|nar|ar)"
    r"|rot|neu|gross|hoh|frei|alt|grun|weiss|schwarz|oberst|hochst|deutsch|bewaffnet"
    r"|offen|human|modern|zivil)(?:e|er|es|en|em)\Z"
)
_ADJECTIVE_ENDING = re.compile(r"(?:e|er|es|en|em)\Z", re.IGNORECASE)

# Singular, then the same with the plural; by the tails of the printed singular.
_SINGULAR: tuple[Rule, ...] = (
    ("ung heit keit schaft ion itat ultat ik polizei partei enz anz", 0, ""),
    ("ktur ltur ntur atur", 0, ""),
    ("ungen heiten keiten schaften ionen taten eien isten anten enten innen", 0, ""),
    ("ismus", 0, ""),
    ("ment", 0, "s es"),
    ("ent ant ist", 0, "en"),
    ("e", 0, "s"),
    ("nis", 0, "ses"),
    ("ss s x z", 0, "es"),
    ("iel eil ier eer", 0, "s es"),
    ("a i o u y el er en ar or um", 0, "s"),
    ("", 0, "s es"),
)
_BOTH: tuple[Rule, ...] = (
    ("hedin hidin heddin", 0, ""),
    ("mitglieder lander hauser volker amter", 0, "n"),
    ("ungen heiten keiten schaften ionen taten eien isten anten enten innen", 0, ""),
    ("tanz", 0, "es e en"),
    ("ung heit keit schaft ion itat ultat ik enz anz", 0, "en"),
    ("ktur ltur ntur atur", 0, "en"),
    ("erin orin ntin stin", 0, "nen"),
    ("ismus", 0, ""),
    ("ment", 0, "s es e en"),
    ("ent ant ist", 0, "en"),
    ("ee", 0, "s n"),
    ("gebaude gelande gewerbe gebirge ende", 0, "s n"),
    ("e", 0, "n"),
    ("ium", 2, "ums en"),
    ("um", 2, "ums en"),
    ("nis", 0, "ses se sen"),
    ("haus schloss", 0, "es er ern"),
    ("ss s x z", 0, "es e en"),
    ("amt land volk mitglied dorf kind bild buch wort tal licht", 0, "s es er ern"),
    ("mann", 0, "s es er ern"),
    ("or", 0, "s en"),
    ("iel eil ier eer", 0, "s es e en"),
    ("eur", 0, "s e en"),
    ("el er", 0, "s n"),
    ("en", 0, "s"),
    ("ei", 0, "en"),
    ("a i o u y", 0, "s"),
    ("", 0, "s es e en"),
)
# A place is a proper name: genitive -s, and none after a hiss.
_PROPER: tuple[Rule, ...] = (("s x z ß", 0, "'"), ("", 0, "s"))


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a German name or label.

    Adjectives and the noun after them change ("des Iranischen Volkswiderstands"), what
    follows a preposition or an article does not. The last word of a name without
    either takes endings too (Amnesty Internationals, Muster-Kasernen).
    """
    end = run(words, _STOPS)
    head = 0
    while head < end - 1 and _is_adjective(words[head]):
        head += 1
    last = end - 1 if end == len(words) else head
    places: list[Place] = []
    for index, word in enumerate(words):
        if not changes(word):
            places.append(fixed(word))
        elif index < head:
            places.append(_adjective(word))
        else:
            nominal = index in (head, last)
            places.append(_noun(word, number) if nominal else fixed(word))
    return tuple(places)


def _is_adjective(word: str) -> bool:
    return _ADJECTIVE.match(fold_word(word)) is not None


def _adjective(word: str) -> Place:
    stem = _ADJECTIVE_ENDING.sub("", word)
    return place(word, [stem + ending for ending in ("e", "er", "es", "en", "em")])


def _noun(word: str, number: Number) -> Place:
    if number.plural is False:
        return place(word, by_rule(word, _PROPER) + by_rule(word, _SINGULAR))
    return place(word, by_rule(word, _BOTH))
