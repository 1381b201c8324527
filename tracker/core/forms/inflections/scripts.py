"""The two alphabets of Serbian, letter by letter (Pravopis srpskoga jezika, 2010)."""

# ruff: noqa: RUF001 - Cyrillic letters look like Latin ones

import re

_PAIRS = (
    *("lj љ", "nj њ", "dž џ"),
    *("a а", "b б", "v в", "g г", "d д", "đ ђ", "e е", "ž ж", "z з", "i и", "j ј"),
    *("k к", "l л", "m м", "n н", "o о", "p п", "r р", "s с", "t т", "ć ћ", "u у"),
    *("f ф", "h х", "c ц", "č ч", "š ш"),
)
_SMALL: dict[str, str] = dict(map(str.split, _PAIRS))
_CYRILLIC = {
    written: cyrillic if written == latin else cyrillic.upper()
    for latin, cyrillic in _SMALL.items()
    for written in (latin, latin.capitalize(), latin.upper())
}
_LATIN = {
    **{cyrillic.upper(): latin.capitalize() for latin, cyrillic in _SMALL.items()},
    **{cyrillic: latin for latin, cyrillic in _SMALL.items()},
}
_SOUND = re.compile("|".join(_CYRILLIC))
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


def to_cyrillic(word: str) -> str:
    """Write a Latin word in Cyrillic; letters of no Serbian alphabet stay as they are.

    >>> to_cyrillic("Njegoš")
    'Његош'
    """
    return _SOUND.sub(lambda found: _CYRILLIC[found.group()], word)


def to_latin(word: str) -> str:
    """Write a Cyrillic word in Latin letters.

    >>> to_latin("Његош")
    'Njegoš'
    """
    shouted = len(word) > 1 and word.isupper()
    latin = "".join(_LATIN.get(letter, letter) for letter in word)
    return latin.upper() if shouted else latin


def has_latin(text: str) -> bool:
    """Tell whether a letter is Latin."""
    return _LATIN_LETTER.search(text) is not None
