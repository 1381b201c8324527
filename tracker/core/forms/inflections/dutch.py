"""Dutch: plural of the head, genitive -s, the ending -e of adjectives."""

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
    "van voor tegen de het der des den in op aan uit bij met zonder en te ter ten over"
    " tot".split()
)
# Printed without and with -e: Europees Parlement, het Europese Parlement.
_ADJECTIVES: tuple[Rule, ...] = (
    ("aal", 2, "le"),
    ("ale", 2, "al"),
    ("ees", 2, "se"),
    ("ese", 2, "es"),
    ("isch ig", 0, "e"),
    ("lijk", 0, "e"),
    ("ief", 1, "ve"),
    ("ieel", 2, "le"),
    ("rood", 2, "de"),
    ("groot", 2, "te"),
    ("nieuw", 0, "e"),
    ("lands nees aans", 0, "e"),
    ("baar", 3, "are"),
    ("bare", 3, "aar"),
    ("rode", 2, "od"),
    ("hoge vrije ende igde erde ische", 1, "-"),
    ("ige lijke landse aanse nieuwe", 1, "-"),
)
_DOUBLED = re.compile(r"(?<![aeiou])[aeiou][bdfgklmnprst]\Z")
_LONG = re.compile(r"(aa|ee|oo|uu)([bdfgklmnprst])\Z")
_PLURALS: tuple[Rule, ...] = (
    ("heid", 3, "eden"),
    ("hof", 1, "ven"),
    ("lid", 2, "eden"),
    ("stad", 3, "teden"),
    ("dag weg slag drag log bod", 0, "en"),
    ("ieen", 0, ""),
    ("heden ingen schappen teiten banken raden", 0, ""),
    ("ing teit schap", 0, ""),
    ("ie", 0, "s en"),
    ("e eau ee", 0, "s"),
    ("um", 2, "a ums"),
    ("a i o u y", 0, "'s"),
    ("aar", 2, "ars ren"),
    ("eur or ier", 0, "s en"),
    ("el er em en", 0, "s"),
    ("ij", 0, "en"),
)


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a Dutch name or label; the head is its first noun."""
    end = run(words, _STOPS)
    head = 0
    while head < end - 1 and by_rule(words[head], _ADJECTIVES):
        head += 1
    last = end - 1 if end == len(words) else head
    places: list[Place] = []
    for index, word in enumerate(words):
        if not changes(word) or head < index != last:
            places.append(fixed(word))
        elif index < head:
            places.append(place(word, by_rule(word, _ADJECTIVES)))
        elif index == head:
            places.append(_noun(word, number))
        else:
            places.append(place(word, (_genitive(word),)))
    return tuple(places)


def _noun(word: str, number: Number) -> Place:
    plurals = _plurals(word) if number.has_plural else ()
    return place(word, (_genitive(word), *plurals))


def _genitive(word: str) -> str:
    low = fold_word(word)
    if low.endswith(("s", "x", "z")):
        return word + "'"
    return word + ("'s" if low.endswith(("a", "i", "o", "u", "y")) else "s")


def _plurals(word: str) -> tuple[str, ...]:
    """Return the plurals, with the spelling of open and closed syllables."""
    low = fold_word(word)
    if len(low) != len(word):
        # The ligature ĳ is two letters.
        word = low
    if low.endswith("schap"):
        return (word + "pen",)
    if low.endswith(("ing", "teit")):
        return (word + "en",)
    found = by_rule(word, _PLURALS)
    if found or low.endswith("en"):
        return found
    return _after_consonant(word, low)


def _after_consonant(word: str, low: str) -> tuple[str, ...]:
    long = _LONG.search(low)
    if long:
        consonant = {"f": "v", "s": "z"}.get(long[2], long[2])
        return (word[:-2] + consonant + "en",)
    if _DOUBLED.search(low):
        return (word + word[-1] + "en", word + "s")
    if low.endswith("s"):
        return (word[:-1] + "zen", word + "en")
    if low.endswith("f"):
        return (word[:-1] + "ven", word + "en")
    return (word + "en",)
