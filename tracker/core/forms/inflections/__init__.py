"""What newspapers print of a name in each language, given the name as it is printed.

One module for each language or family. Every ending is one that the language has for
that class of word: a rare form is missed rather than another word found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tracker.core.forms.inflections import (
    arabic,
    dutch,
    english,
    german,
    greek,
    macedonian,
    romance,
    serbian,
    turkish,
)
from tracker.core.forms.inflections.abbreviations import acronym_endings, acronym_forms
from tracker.core.forms.inflections.rules import Number, Place, fixed, is_acronym

__all__ = ["LANGUAGES", "Place", "acronym_endings", "rows"]

_Row = tuple[Place, ...]
_Decline = Callable[[Sequence[str], Number], _Row]

_BY_LANGUAGE: Mapping[str, _Decline] = {
    "en": english.decline,
    "de": german.decline,
    "nl": dutch.decline,
    "fr": romance.french,
    "it": romance.italian,
    "es": romance.spanish,
    "el": greek.decline,
    "tr": turkish.decline,
    "mk": macedonian.decline,
    "fa": arabic.persian,
}
_SERBIAN = frozenset(("sr", "hr", "bs"))
# Languages with endings of their own, beside Albanian.
LANGUAGES = frozenset((*_BY_LANGUAGE, *_SERBIAN, "ar"))


def rows(
    words: Sequence[str], language: str, *, plural: bool | None, label: bool
) -> tuple[_Row, ...]:
    """Return each way to write a name of these words, word by word.

    `plural` is that of `Name`. A `label` is a common noun, which in Arabic script takes
    article and plural on every word. Languages without rules here have one form.
    """
    if len(words) > 1 and all(map(str.isupper, words)):
        # Written in capitals throughout, it has words and no acronyms.
        words = [word.capitalize() for word in words]
    found = _rows(words, language, Number(plural), label=label)
    return tuple(tuple(_with_endings(one, language) for one in row) for row in found)


def _rows(
    words: Sequence[str], language: str, number: Number, *, label: bool
) -> tuple[_Row, ...]:
    if language in _SERBIAN:
        return serbian.decline(words, number)
    if language == "ar":
        return (arabic.arabic_words(words) if label else arabic.arabic(words),)
    if language == "fa" and label:
        return (arabic.persian_words(words),)
    decline = _BY_LANGUAGE.get(language)
    return (decline(words, number) if decline else tuple(map(fixed, words)),)


def _with_endings(one: Place, language: str) -> Place:
    word = one.forms[0]
    if not is_acronym(word):
        return one
    return replace(one, forms=acronym_forms(word, language))
