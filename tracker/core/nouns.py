"""The forms of an Albanian noun or adjective, from the word as somebody wrote it.

Everything here keeps its diacritics (ë and e end different classes); fold the result.
The classes are those of the standard declension: F1 to F6 feminine, M1 to M4 masculine,
told apart by gender and ending.
"""

import unicodedata
from collections.abc import Iterable
from typing import Literal

Gender = Literal["m", "f"]

_VOWELS = "aeiouyë"
# Masculine nouns in these vowels take -u, -un, -ut; names decline like foreign words.
_FULL_VOWELS = "aeiouy"
_DIGRAPHS = ("sh", "zh", "th", "dh", "xh")
# Shorter words in -i (njeri, sy) are masculine more often than not.
_SHORTEST_FEMININE_IN_I = 5
# How masculine words in these endings make their plural: what is added to the word,
# and to its stem (the word without the ë that an ending drops); "-" is the word itself.
# Nouns in -ur are also participles: të burgosurit.
_PLURALS = (
    (("ues", "ez", "aj"), "-", ""),
    (("ës",), "- a", ""),
    (("im",), "", "e"),
    (("id",), "", "ë e"),
    (("uar",), "-", "ë"),
    (("ur",), "-", "ë a e"),
    (("ist", "ar", "ent", "ant", "ian", "as", "og", "or"), "", "ë"),
)
# Everyday nouns of news whose plural no rule gives; `extra forms` of a name add others.
_IRREGULAR: dict[str, tuple[Gender, str]] = {
    "djalë": ("m", "djem"),
    "dorë": ("f", "duar"),
    "fshat": ("m", "fshatra"),
    "gjë": ("f", "gjëra"),
    "grua": ("f", "gra"),
    "mall": ("m", "mallra"),
    "mbret": ("m", "mbretër"),
    "njeri": ("m", "njerëz"),
    "vëlla": ("m", "vëllezër"),
    "vit": ("m", "vjet"),
}
_USUAL_PLURAL = ("", "ë a e")
# A shorter stem (pa-ja, mi-a) says nothing about the class of the word.
_SHORTEST_STEM = 3


def inflect(
    word: str,
    *,
    gender: Gender | None = None,
    plural: bool | None = None,
    name: bool = False,
) -> frozenset[str]:
    """Return the forms of `word`, a citation form (indefinite nominative singular).

    Without `gender` it is guessed from the ending. `plural=False` leaves the plural
    out; True also takes the word itself for a plural. `name` marks a proper name,
    which declines like a foreign word where it ends in a vowel.
    """
    word = _plain(word)
    if (gender or guess_gender(word)) == "f":
        singular, bases = _feminine(word)
    else:
        singular, bases = _masculine(word, name=name)
    if word in _IRREGULAR:
        bases = (*bases, _IRREGULAR[word][1])
    if plural is False:
        bases = ()
    if plural is True:
        bases = (*bases, word)
    # Gheg and careless copy leave the ë out: muxhahedinve, gazetarve.
    short = (base[:-1] + "ve" for base in bases if base.endswith("ë"))
    return frozenset((word, *singular, *_plural_forms(bases), *short))


def inflect_as_printed(
    word: str,
    *,
    gender: Gender | None = None,
    plural: bool | None = None,
    name: bool = False,
) -> frozenset[str]:
    """Return the forms of `word` as it is and led back to its indefinite first.

    Names are mostly printed in the definite form (Prokuroria, Këshilli,
    Muxhahedinët); whether this one is cannot be seen, so both readings count.
    """
    word = _plain(word)
    forms = set(inflect(word, gender=gender, plural=plural, name=name))
    for indefinite, of in _indefinites(word):
        if gender in (None, of):
            forms |= inflect(indefinite, gender=of, plural=plural, name=name)
    if plural is not False:
        forms.update(_plural_forms(_printed_plural_bases(word, plural=plural)))
    return frozenset(forms)


def inflect_adjective(word: str) -> frozenset[str]:
    """Return the forms of an adjective beside its noun: both genders and numbers.

    An adjective has no case of its own there (Këshillit Kombëtar), so these few are
    all: kombëtar, kombëtarë, kombëtare.
    """
    word = _plain(word)
    # Popullorë and Iraniane are led back to the masculine singular.
    masculine = word[:-1] if word[-1:] in ("ë", "e") and len(word) > 1 else word
    if masculine[-1:] in _VOWELS:
        return frozenset((word,))
    endings = ("ë", "e") if masculine == word else ("", "ë", "e")
    stem = _contracted(masculine)
    return frozenset(
        (
            word,
            *(masculine + ending for ending in endings),
            *(stem + ending for ending in ("ë", "e")),
        )
    )


def guess_gender(word: str) -> Gender:
    """Guess the gender from the ending: -ë, -e, -a, and -i of longer words, are f."""
    if word in _IRREGULAR:
        return _IRREGULAR[word][0]
    if word.endswith(("ë", "e", "a")):
        return "f"
    return "f" if word.endswith("i") and len(word) >= _SHORTEST_FEMININE_IN_I else "m"


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _add(stem: str, endings: str) -> tuple[str, ...]:
    """Add each ending; "-" is none."""
    return tuple(stem + ending.strip("-") for ending in endings.split())


def _feminine(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the singular forms and the plural bases of a feminine noun."""
    stem = word[:-1]
    singular = _add(word, "ja në së je a")  # F6
    plural: tuple[str, ...] = ()
    if word.endswith("ë"):  # F1
        singular, plural = _add(stem, "a ën ës e"), (stem + "a", word, stem + "e")
    elif word.endswith("i"):  # F2
        singular, plural = _add(word, "a në së e"), (word,)
    elif word.endswith("je"):  # F3
        singular, plural = (*_add(word, "n s je"), stem + "a"), (word,)
    elif word.endswith("e"):  # F3
        singular, plural = (*_add(word, "n s je ja në së"), stem + "ja"), (word,)
    elif word.endswith("a"):  # F4
        singular = (*_add(stem, "ë ën ës e"), *_add(word, "n s ja në së"))
    elif word.endswith(("ër", "ël")):  # F5
        stem = _contracted(word)
        singular, plural = _add(stem, "a ën ës e"), (stem + "a",)
    return singular, plural


def _masculine(word: str, *, name: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the singular forms and the plural bases of a masculine noun."""
    if word.endswith("ë"):  # M4
        stem = word[:-1]
        return _add(stem, "i in it a ën ës"), (stem + "a",)
    if word[-1:] in _FULL_VOWELS:
        if not name:  # M2
            return _add(word, "u un ut i in it" if word[-1] == "a" else "u un ut"), ()
        forms = _add(word, "n t s së në u un ut ja")  # M3
        more = _add(word[:-1], "ë ën ës e") if word.endswith("a") else ()
        return (*forms, *more), ()
    if word.endswith(("k", "g", "h")) and not word.endswith(_DIGRAPHS):  # M2
        return _add(word, "u un ut"), _masculine_plurals(word, word)
    stem = _contracted(word)  # M1
    return (
        (*_add(stem, "i in it"), *_add(word, "i in it")),
        _masculine_plurals(word, stem),
    )


def _contracted(word: str) -> str:
    """Drop the ë that a case ending drops: ministër, ministri; but dëm, dëmi."""
    if word.endswith(("ër", "ël", "ëm", "ën")) and _syllables(word) > 1:
        return word[:-2] + word[-1]
    return word


def _masculine_plurals(word: str, stem: str) -> tuple[str, ...]:
    added, endings = next(
        (rule[1:] for rule in _PLURALS if word.endswith(rule[0])), _USUAL_PLURAL
    )
    bases = [*_add(word, added), *_add(stem, endings)]
    if word.endswith("k"):
        bases += [word[:-1] + "q", word[:-1] + "qe"]
    elif word.endswith("g") and (not word.endswith("og") or _syllables(word) == 1):
        bases += [word + "j", word + "je"]
    elif word.endswith("ll"):
        bases.append(word[:-2] + "j")
    return tuple(bases)


def _syllables(word: str) -> int:
    return sum(char in _VOWELS for char in word)


def _plural_forms(bases: Iterable[str]) -> Iterable[str]:
    for base in bases:
        yield from (base, base + "ve", base + "sh")
        yield base + ("t" if base.endswith(("a", "e", "o", "ë")) else "të")
        if base.endswith("j"):
            yield base + "t"
        if base[-1:] in _VOWELS and _syllables(base) == 1:  # gratë, fetë
            yield base + "të"
        if base[-1:] not in _VOWELS:
            yield base + "it"


def _indefinites(word: str) -> Iterable[tuple[str, Gender]]:
    """Yield what `word` is the definite singular of, with its gender."""
    stem = word[:-1]
    if len(stem) < _SHORTEST_STEM:
        return
    if word.endswith("ia"):
        yield stem, "f"
    elif word.endswith(("eja", "ija", "oja", "uja")):
        yield word[:-2], "f"
    elif word.endswith("ja"):
        yield stem + "e", "f"
    elif word.endswith("a"):
        yield stem + "ë", "f"
        yield from _reopened(stem, "f")
    elif word.endswith("i"):
        yield stem, "m"
        yield from _reopened(stem, "m")
    elif word.endswith("u") and stem[-1:] in "kgh" + _VOWELS:
        yield stem, "m"


def _reopened(stem: str, gender: Gender) -> Iterable[tuple[str, Gender]]:
    """Put back the ë of -ër, -ël that the ending dropped: ministri, ministër."""
    pair = stem[-2:]
    if pair[1:] in ("r", "l") and pair[:1] not in _VOWELS and pair not in ("rr", "ll"):
        yield stem[:-1] + "ë" + stem[-1], gender


def _printed_plural_bases(word: str, *, plural: bool | None) -> Iterable[str]:
    """Yield the plural base of a word that is printed as a definite plural.

    A bare -të is also how many singulars end (shoqatë), so it is one only after j or
    i (zogjtë, prokuroritë), unless the name says that it is a plural.
    """
    if len(word) <= _SHORTEST_STEM + 1:
        return
    if word.endswith(("ët", "at", "et")):
        yield word[:-1]
    elif word.endswith("it") or (
        word.endswith("të") and (plural or word[-3] in ("j", "i"))
    ):
        yield word[:-2]
