"""Arabic and Persian: what is written together with a noun."""

# ruff: noqa: RUF001 - Arabic letters beside punctuation

from collections.abc import Sequence

from tracker.core.forms.inflections.rules import Number, Place, by_rule, fixed, place

_ARTICLE = "ال"
_WITH_ARTICLE = (_ARTICLE, "بال", "كال", "لل")
_WITHOUT = ("", "ب", "ك", "ل")
_AND = ("", "و", "ف")
# A word of two letters would be found inside too many others.
_SHORTEST_WITH_PREFIX = 3
# Nouns ending in ة: plural in ات; others: the sound plurals.
_ARABIC_PLURALS = (
    ("ه", 1, "ات ت"),
    ("ی", 0, "ون ين ة ات"),
    ("ات ون ین", 0, ""),
    ("", 0, "ون ين ات"),
)
_ZWNJ = "\u200c"
_AFTER_VOWEL = ("ا", "و")
_PERSIAN_PLURALS = ("ها", "های", "هایی")
# Plurals already, and words with their ezafe (شورای).
_NO_PLURAL = ("ها", "های", "ین", "گان", "ای", "وی")


def arabic(words: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of an Arabic name: the first word takes و ف ب ل ك."""
    first, *rest = words
    with_article = len(words) == 1
    return (_noun(first, with_article=with_article), *map(fixed, rest))


def arabic_words(words: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of a label: every word with article, prefixes and plural."""
    return tuple(_noun(word, with_article=True, plural=True) for word in words)


def _noun(word: str, *, with_article: bool, plural: bool = False) -> Place:
    if len(word) < _SHORTEST_WITH_PREFIX or not (word[-1].isalpha() or word[-1] == "*"):
        return fixed(word)
    has_article = word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2
    bare = word[len(_ARTICLE) :] if has_article else word
    forms = by_rule(bare, _ARABIC_PLURALS) if plural and bare[-1] != "*" else ()
    joined = (
        _WITH_ARTICLE
        if has_article
        else (*_WITHOUT, *_WITH_ARTICLE)
        if with_article
        else _WITHOUT
    )
    before = tuple(conjunction + prefix for conjunction in _AND for prefix in joined)
    return Place(place(bare, forms).forms, before=before)


def persian(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a Persian name: ezafe after vowels, plural of the head."""
    return tuple(
        _persian(word, with_plural=number.has_plural and index == 0)
        for index, word in enumerate(words)
    )


def persian_words(words: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of a Persian label: every word has a plural."""
    return tuple(_persian(word, with_plural=True) for word in words)


def _persian(word: str, *, with_plural: bool) -> Place:
    if not word[-1].isalpha():
        return fixed(word)
    forms: list[str] = []
    if word.endswith(_AFTER_VOWEL):
        forms.append(word + "ی")
    elif word.endswith("ه"):
        forms.append(word + _ZWNJ + "ی")
    if with_plural and not word.endswith(_NO_PLURAL):
        forms += [word + _ZWNJ + ending for ending in _PERSIAN_PLURALS]
    return place(word, forms)
