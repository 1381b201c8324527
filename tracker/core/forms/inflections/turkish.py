"""Turkish: case endings of the last word, after an apostrophe or attached.

Vowels harmonise and last consonants soften. The dotless i is a letter of its own.
"""

# ruff: noqa: RUF001, RUF002 - look-alike letters

from collections.abc import Iterator, Sequence

from tracker.core.folding import fold_word
from tracker.core.forms.inflections.rules import Number, Place, fixed, is_acronym, place

_VOWELS = "aeiouöüı"
_HARMONY = {
    # last vowel: (low, high)
    **dict.fromkeys("aı", ("a", "ı")),
    **dict.fromkeys("ei", ("e", "i")),
    **dict.fromkeys("ou", ("a", "u")),
    **dict.fromkeys("öü", ("e", "ü")),
}
_HARD = "fstkçşhp"
_SOFT = {"k": "ğ", "p": "b", "ç": "c"}
# The few on -t that soften, and those that lose their last vowel, before a vowel.
_SOFT_T = ("cahit", "ehit", "kanat", "kağıt")
_SHORTENED = (
    *("vakıf", "şehir", "nehir", "isim", "resim", "kısım", "fikir", "emir"),
    *("hüküm", "zulüm", "nesil", "şekil"),
)
# Many loans in -l and -t take the vowels of the front: Interpol'e, İstiklal'in.
_LOANS = ("ol", "al", "ul", "at")


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a Turkish name or label: the last word takes endings."""
    *before, last = words
    if not last[-1].isalnum() or is_acronym(last):
        return tuple(map(fixed, words))
    # "Avrupa Birliği" is a compound: its last word ends in a possessive.
    owned = bool(before) and _lower(last)[-1] in "ıiuü"
    return (*map(fixed, before), place(last, tuple(_forms(last, number, owned=owned))))


def _forms(word: str, number: Number, *, owned: bool) -> Iterator[str]:
    low, high = harmony(word)
    harmonies = [(low, high)]
    if _lower(word).endswith(_LOANS):
        harmonies.append(("e", "ü" if high == "u" else "i"))
    for pair in harmonies:
        for ending in _cases(word, *pair, owned=owned):
            yield f"{word}'{ending}"
    if not word[-1].isalpha():
        return
    for ending in _cases(word, low, high, owned=owned):
        yield _stem(word, ending) + ending
    if number.has_plural and not owned and not _lower(word).endswith(("lar", "ler")):
        plural = f"{word}l{low}r"
        vowel = "ı" if low == "a" else "i"
        yield plural
        for ending in _cases(plural, low, vowel, owned=False):
            yield plural + ending


def _cases(word: str, low: str, high: str, *, owned: bool) -> tuple[str, ...]:
    """Return genitive, dative, accusative, locative, ablative and the two of "with"."""
    last = _lower(word)[-1]
    if owned:
        return (
            *(f"n{high}n", f"n{low}", f"n{high}", f"nd{low}", f"nd{low}n"),
            *(f"yl{low}", f"nc{low}"),
        )
    if last in _VOWELS:
        return (
            *(f"n{high}n", f"y{low}", f"y{high}", f"d{low}", f"d{low}n"),
            *(f"yl{low}", f"s{high}"),
        )
    d = "t" if last in _HARD else "d"
    return (
        *(f"{high}n", low, high, f"{d}{low}", f"{d}{low}n", f"l{low}"),
        *(f"{high}n{high}n", f"{high}n{low}", f"{high}n{high}", f"{high}nd{low}"),
        f"{high}nd{low}n",
    )


def _stem(word: str, ending: str) -> str:
    """Soften the last consonant before a vowel: bakanlık, bakanlığı; vakıf, vakfı."""
    low = _lower(word)
    last = low[-1]
    if ending[0] not in _VOWELS:
        return word
    if low.endswith(_SHORTENED):
        return word[:-2] + word[-1]
    if low.endswith(_SOFT_T):
        return word[:-1] + "d"
    if last not in _SOFT or _is_short(word):
        return word
    if last == "k" and low[-2] == "n":
        return word[:-1] + "g"
    return word[:-1] + _SOFT[last]


def _is_short(word: str) -> bool:
    """Tell a word of one syllable (kamp), which keeps its last consonant."""
    return sum(letter in _VOWELS for letter in _lower(word)) < len("ia")


def harmony(word: str) -> tuple[str, str]:
    """Return the low and the high vowel that follow the last vowel of a word."""
    for letter in reversed(_lower(word)):
        if letter in _HARMONY:
            return _HARMONY[letter]
    return _HARMONY["e"]


def _lower(word: str) -> str:
    """Lower case as in Turkish: I is ı, İ is i; foreign accents fall."""
    lowered = word.replace("İ", "i").replace("I", "ı").lower()
    return "".join(c if c in "ıöüçşğ" else fold_word(c) or c for c in lowered)
