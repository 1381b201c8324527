"""Greek: the cases and the plural of the noun and of the adjectives before it."""

# ruff: noqa: RUF001, RUF003, SIM905 - look-alike letters; word lists read as prose

import unicodedata
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
    "του της των τους τις τα το τη την τον για κατά κατα σε στο στη στην στον στα στις"
    " στους και με από απο χωρίς χωρις προς επί υπέρ κ".split()
)
# A genitive beside a noun needs no article (Υπουργείο Εξωτερικών) and stays as it is.
_GENITIVES = ("ων", "ου", "ης", "ας", "εως", "ους")
_ACUTE = "\u0301"
_ACCENTS = dict(zip("αεηιουω", "άέήίόύώ", strict=True))
# Tails are folded: without accents, with σ at the end.
_NEUTER_IN_OS = (
    "κρατοσ εθνοσ μελοσ τελοσ μεροσ ετοσ πληθοσ κοστοσ ειδοσ γενοσ βαροσ δασοσ"
    " πελαγοσ λαθοσ μεγεθοσ εδαφοσ βαθοσ μηκοσ"
)
_SINGULAR: tuple[Rule, ...] = (
    (_NEUTER_IN_OS, 2, "ους"),
    ("οσ", 2, "ου ο ε"),
    ("εασ", 2, "α"),
    ("ασ", 1, "-"),
    ("ησ", 1, "-"),
    ("ση ξη ψη", 1, "ης εως"),
    ("πολη φυση", 1, "ης εως"),
    ("μα", 0, "τος"),
    ("η", 1, "ης"),
    ("α", 1, "ας"),
    ("ο", 1, "ου"),
    ("ι", 0, "ού"),
    ("ω ου", 0, "ς"),
)
_PLURAL: tuple[Rule, ...] = (
    (_NEUTER_IN_OS, 2, "η ών"),
    ("οσ", 2, "οι ων ους"),
    ("εασ", 2, "είς έων"),
    ("τησ", 2, "ές ών"),
    ("ασ", 2, "ες ων"),
    ("ησ", 2, "ες ων"),
    ("ση ξη ψη πολη φυση", 1, "εις εων"),
    ("μα", 0, "τα των"),
    ("εισ", 3, "εων"),
    ("εσ", 2, "ων"),
    ("οι", 2, "ων ους"),
    ("η", 1, "ες ων"),
    ("α", 1, "ες ων"),
    ("ο", 1, "α ων"),
    ("ι", 0, "ά ών"),
)
# Adjectives of the third declension (διεθνής) beside those like nouns.
_ADJECTIVE: tuple[Rule, ...] = (("ησ", 2, "ούς ή είς ών ές"), ("εσ", 2, "ούς ή ών"))


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a Greek name or label.

    All before the first article or preposition changes, but genitives after the first
    word do not.
    """
    end = run(words, _STOPS)
    places: list[Place] = []
    for index, word in enumerate(words):
        if index >= end or not changes(word) or _is_genitive(words, index):
            places.append(fixed(word))
            continue
        forms = _forms(word, number)
        if index < end - 1:
            forms += by_rule(word, _ADJECTIVE)
        places.append(
            place(word, map(_stressed, forms) if _has_accent(word) else forms)
        )
    return tuple(places)


def _has_accent(word: str) -> bool:
    return _ACUTE in unicodedata.normalize("NFD", word)


def _stressed(form: str) -> str:
    """Stress the ending where the accent of the word fell with its own (επιτροπής)."""
    if _has_accent(form):
        return form
    at = max((form.rfind(vowel) for vowel in _ACCENTS), default=-1)
    return form if at < 0 else form[:at] + _ACCENTS[form[at]] + form[at + 1 :]


def _forms(word: str, number: Number) -> tuple[str, ...]:
    singular = by_rule(word, _SINGULAR)
    # The name of a place that is printed in the plural (Αθήνα, but Σέρρες) has cases.
    is_plural = fold_word(word).endswith(("εσ", "εισ", "οι"))
    if number.plural is False and not is_plural:
        return singular
    return singular + by_rule(word, _PLURAL)


def _is_genitive(words: Sequence[str], index: int) -> bool:
    """Tell a genitive by its ending; after an adjective in -ος, -ας is a nominative."""
    if index == 0:
        return False
    word, before = fold_word(words[index]), fold_word(words[index - 1])
    agrees = before.endswith("οσ") and word.endswith(("ασ", "ησ"))
    return not agrees and word.endswith(tuple(map(fold_word, _GENITIVES)))
