"""The classes of the Albanian declension, and what each makes of a word.

F1 to F6 are feminine, M1 to M4 masculine, told apart by ending. Words are in lower
case, with their diacritics: ë and e end different classes.
"""

import re
from collections.abc import Iterable

VOWELS = "aeiouyë"
# Masculine nouns in these vowels take -u, -un, -ut; names decline like foreign words.
FULL_VOWELS = "aeiouy"
_DIGRAPHS = ("sh", "zh", "th", "dh", "xh")
_DROPPING_E = re.compile(r"ë(rr|[rlmn])\Z")
# How masculine words of more than one syllable make their plural, by ending: what is
# added to the word, and to its stem (the word without the ë that an ending drops); "-"
# is the word itself. Nouns in -ur are also participles: të burgosurit. Any other word
# may take -ë, -a or -e.
_PLURALS = (
    (("ues", "aj"), "-", ""),
    (("ez",), "-", "ë"),
    (("ës",), "- a", ""),
    (("im",), "", "e"),
    (("uar",), "-", "ë"),
    (("ur",), "-", "ë a e"),
    (("ist", "ian", "as", "og"), "", "ë"),
    (("ar", "ent", "ant", "or", "id"), "", "ë e"),
    (("ër",), "inj", "a"),
)
# Besides, by the last letters: how many of them give way, and to what.
_ALTERNATIONS = (
    ("k", 1, "q qe"),
    ("g", 0, "j je"),
    ("eg", 2, "igje"),
    ("ll", 2, "j je"),
    ("ul", 1, "j"),
    ("ur", 1, "j"),
)
# Besides, of one syllable: fshatra, prindër, shkëmbinj, priftërinj.
_SHORT_PLURALS = "ra ër inj ërinj"
# Feminine words in -ë of so many syllables may take -ra: kohëra, verëra.
_SYLLABLES_BEFORE_RA = 2
# Besides, in a vowel: kufij, pashallarë.
_PLURALS_IN_VOWEL = {"i": "j", "a": "llarë"}


def feminine(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the singular forms and the plural bases of a feminine noun."""
    stem = word[:-1]
    if word[-1:] not in VOWELS:  # F5; F6 is an acronym, read as letters
        stem = contracted(word)
        return (*_add(stem, "a ën ës e"), *_add(word, "a ja je në së")), (stem + "a",)
    if word.endswith("ë") and syllables(word) > 1:  # F1
        bases: tuple[str, ...] = (stem + "a", word, stem + "e")
        if syllables(word) == _SYLLABLES_BEFORE_RA:
            bases += (word + "ra",)
        return _add(stem, "a ën ës e"), bases
    if word.endswith("i"):  # F2
        singular = _add(word, "a në së e")
    elif word.endswith("je"):  # F3
        singular = (*_add(word, "n s je"), stem + "a")
    elif word.endswith("e"):  # F3; stressed, it is idenë
        singular = (*_add(word, "n s je ja në së"), stem + "ja")
    elif word.endswith("a"):  # F4; stressed, it is kalanë
        singular = (*_add(stem, "ë ën ës e"), *_add(word, "n s ja je në së"))
    else:  # F6, and gjë
        singular = _add(word, "ja je n në s së")
    return singular, _add(word, "- ra" if word.endswith("ë") else "-")


def masculine(word: str, *, name: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the singular forms and the plural bases of a masculine noun."""
    if name and word[-1:] in FULL_VOWELS:  # M3
        forms = _add(word, "n t s së në u un ut ja")
        if word.endswith("a"):
            forms += _add(word[:-1], "ë ën ës e")
        return forms + (_add(word, "i in it") if word.endswith("u") else ()), ()
    if word[-1:] in VOWELS:
        return _masculine_in_vowel(word)
    stem = contracted(word)
    if word.endswith(("k", "g", "h")) and not word.endswith(_DIGRAPHS):  # M2
        return _add(word, "u un ut"), _masculine_plurals(word, stem)
    singular = (*_add(stem, "i in it"), *_add(word, "i in it"))  # M1
    return singular, _masculine_plurals(word, stem)


def _masculine_in_vowel(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the same of M2 and M4, with what an old -n or -r has left of itself.

    The r stands before an ending (sy, syri; ulli, ulliri), the n in the plural (hero,
    heronj; krua, kroi, kronj).
    """
    stem = word[:-1]
    short = syllables(word) == 1
    with_r = _add(word, "ri rin rit") if short or word.endswith("i") else ()
    if word.endswith("ua"):
        return _add(word[:-2], "oi oin oit"), _add(word[:-2], "onj enj")
    if word.endswith("ë"):  # M4
        return (*_add(stem, "i in it a ën ës"), *with_r), (stem + "a", word + "ra")
    singular = _add(word, "u un ut i in it" if word[-1] in "aou" else "u un ut")
    endings = f"- nj {'rë ra' if short else ''} {_PLURALS_IN_VOWEL.get(word[-1], '')}"
    return (*singular, *with_r), _add(word, endings)


def _masculine_plurals(word: str, stem: str) -> tuple[str, ...]:
    short = syllables(word) == 1
    rules = () if short else _PLURALS
    added, endings = next(
        (rule[1:] for rule in rules if word.endswith(rule[0])),
        ("", "ë e" if word.endswith(("k", "g")) else "ë a e"),
    )
    bases = [*_add(word, added), *_add(stem, endings)]
    for ending, length, instead in _ALTERNATIONS:
        if word.endswith(ending) and (short or not word.endswith("og")):
            bases += _add(word[: len(word) - length], instead)
    if short:
        bases += _add(word, _SHORT_PLURALS)
    return tuple(bases)


def plural_forms(bases: Iterable[str], word: str = "") -> Iterable[str]:
    """Yield the forms of each base; `word` is the one of them that may be stressed."""
    for base in bases:
        yield from (base, base + "ve", base + "sh")
        yield base + ("t" if base.endswith(("a", "e", "o", "ë")) else "të")
        if base.endswith(("j", "ar", "er")):  # ishujt, duart
            yield base + "t"
        stressed = syllables(base) == 1 or (base == word and base[-1] != "ë")
        if base[-1:] in VOWELS and stressed:  # gratë, idetë
            yield base + "të"
        if base[-1:] not in VOWELS:
            yield base + "it"


def contracted(word: str) -> str:
    """Drop the ë that a case ending drops: ministër, ministri; but dëm, dëmi."""
    return _DROPPING_E.sub(r"\1", word) if syllables(word) > 1 else word


def _add(stem: str, endings: str) -> tuple[str, ...]:
    """Add each ending; "-" is none."""
    return tuple(stem + ending.strip("-") for ending in endings.split())


def syllables(word: str) -> int:
    """Count the vowels."""
    return sum(char in VOWELS for char in word)
