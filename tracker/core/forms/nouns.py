"""The forms of an Albanian noun or adjective, from the word as somebody wrote it.

Everything here keeps its diacritics (ë and e end different classes); fold the result.
What a class makes of a word stands in `declension`; here its class is told.
"""

import unicodedata
from collections.abc import Iterable
from typing import Literal

from tracker.core.forms.declension import (
    FULL_VOWELS,
    VOWELS,
    contracted,
    feminine,
    masculine,
    plural_forms,
    syllables,
)

Gender = Literal["m", "f"]

# Shorter words in a vowel show no gender (kufi m, fuqi f; baba m, kala f), nor do
# these endings (libër m, zemër f; hero m, radio f).
_SHORTEST_TELLING = 5
_TELLING_NOTHING = ("ër", "ël", "ërr", "o")
# Everyday nouns of news whose gender or plural no rule gives; the `forms` of a name
# add others.
_IRREGULAR: dict[str, tuple[Gender, str]] = {
    "burrë": ("m", "burra"),
    "derë": ("f", "dyer"),
    "djalë": ("m", "djem"),
    "dorë": ("f", "duar"),
    "grua": ("f", "gra"),
    "lumë": ("m", "lumenj"),
    "natë": ("f", "net"),
    "njeri": ("m", "njerëz"),
    "turne": ("m", "turne"),
    "ujë": ("m", "ujëra"),
    "vëlla": ("m", "vëllezër"),
    "vit": ("m", "vjet"),
}
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
    singular: list[str] = []
    bases: list[str] = []
    for of in (gender,) if gender else _possible_genders(word):
        forms = feminine(word) if of == "f" else masculine(word, name=name)
        singular += forms[0]
        bases += forms[1]
    if word in _IRREGULAR:
        bases.append(_IRREGULAR[word][1])
    if plural is True:
        bases.append(word)
    if plural is False:
        bases.clear()
    # Gheg and careless copy leave the ë out: muxhahedinve, gazetarve.
    short = (base[:-1] + "ve" for base in bases if base.endswith("ë"))
    return frozenset((word, *singular, *plural_forms(bases, word), *short))


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
        forms.update(plural_forms(_printed_plural_bases(word, plural=plural)))
    return frozenset(forms)


def inflect_adjective(word: str) -> frozenset[str]:
    """Return the forms of an adjective beside its noun: both genders and numbers.

    An adjective has no case of its own there (Këshillit Kombëtar), so these few are
    all: kombëtar, kombëtarë, kombëtare.
    """
    word = _plain(word)
    # Popullorë and Iraniane are led back to the masculine singular.
    base = word[:-1] if word.endswith(("ë", "e")) else word
    if base[-1:] in VOWELS or not syllables(base):
        return frozenset((word,))
    endings = ("ë", "e") if base == word else ("", "ë", "e")
    stem = contracted(base)
    return frozenset(
        (
            word,
            *(base + ending for ending in endings),
            *(stem + ending for ending in ("ë", "e")),
        )
    )


def is_definite(word: str) -> bool:
    """Tell whether `word` may be a definite nominative: Drejtoria, Forcat."""
    word = _plain(word)
    printed_plural = any(_printed_plural_bases(word, plural=None))
    return printed_plural or any(_indefinites(word))


def guess_gender(word: str) -> Gender:
    """Guess the gender from the ending: -ë, -e, -a, and -i of longer words, are f.

    Not so -ua and the -xhi and -çi of trades, which are m like everything else.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word][0]
    if word.endswith(("xhi", "çi", "ua")):
        return "m"
    if word.endswith(("ë", "e", "a")):
        return "f"
    return "f" if word.endswith("i") and len(word) >= _SHORTEST_TELLING else "m"


def _possible_genders(word: str) -> tuple[Gender, ...]:
    silent = word.endswith(_TELLING_NOTHING) or (
        word[-1:] in FULL_VOWELS and len(word) < _SHORTEST_TELLING
    )
    return ("f", "m") if silent and word not in _IRREGULAR else (guess_gender(word),)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


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
    elif word.endswith("u") and stem[-1:] in "kgh" + VOWELS:
        yield stem, "m"


def _reopened(stem: str, gender: Gender) -> Iterable[tuple[str, Gender]]:
    """Put back the ë of -ër, -ël, -zëm that the ending dropped: ministri, ministër."""
    pair = stem[-2:]
    dropped = pair[1:] in ("r", "l") and pair not in ("rr", "ll")
    if (dropped and pair[:1] not in VOWELS) or pair == "zm":
        yield stem[:-1] + "ë" + stem[-1], gender


def _printed_plural_bases(word: str, *, plural: bool | None) -> Iterable[str]:
    """Yield the plural base of a word that is printed as a definite plural.

    A bare -të is also how many singulars end (shoqatë), so it is one only after j,
    i or q (zogjtë, prokuroritë, miqtë) and in gratë, unless the name says that it is
    a plural.
    """
    if len(word) <= _SHORTEST_STEM + 1:
        return
    irregular = [base for _, base in _IRREGULAR.values()]
    if word.endswith(("ët", "at", "et")) and syllables(word) > 1:  # not shtet
        yield word[:-1]
    elif word.endswith("it") or (
        word.endswith("të")
        and (plural or word[-3] in ("j", "i", "q") or word[:-2] in irregular)
    ):
        yield word[:-2]
