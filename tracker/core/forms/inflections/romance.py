"""French, Italian and Spanish: plurals of the noun and of what agrees with it.

Articles that are written together with a name (l', d', dell') end in an apostrophe,
which parts words, and need nothing.
"""

# ruff: noqa: RUF001, SIM905 - look-alike marks; word lists read as prose

from collections.abc import Collection, Sequence
from functools import partial

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

_FRENCH_STOPS = frozenset(
    "de du des d' pour contre sur en à a au aux et sans avec dans par le la les".split()
)
_FRENCH: tuple[Rule, ...] = (
    ("s x z", 0, ""),
    ("eau eu", 0, "x"),
    ("naval final fatal natal banal bal carnaval festival recital", 0, "s"),
    ("al", 1, "ux"),
    ("", 0, "s"),
)
_ITALIAN_STOPS = frozenset(
    "di del della dello dei delle degli per contro su sul sulla in nel nella a al alla"
    " e ed con senza da dal dalla il lo la i gli le tra fra presso".split()
)
_ITALIAN: tuple[Rule, ...] = (
    ("ista", 1, "i e"),
    ("ca ga", 1, "he"),
    ("cia gia", 2, "e ie"),
    ("ema oma amma", 1, "i"),
    ("a", 1, "e"),
    ("logo", 1, "i"),
    ("co go", 1, "i hi"),
    ("io", 1, "-"),
    ("o e", 1, "i"),
)
_SPANISH_STOPS = frozenset(
    "de del para contra sobre en a al y e con sin por la el los las ante".split()
)
_SPANISH: tuple[Rule, ...] = (
    ("s x", 0, ""),
    ("z", 1, "ces"),
    ("ion", 2, "ones"),
    ("a e i o u", 0, "s"),
    ("y", 0, "es"),
    ("l r n d j", 0, "es"),
    ("", 0, "s"),
)
_ACCENTED = ("à", "è", "é", "ì", "ò", "ù")


def _decline(
    words: Sequence[str],
    number: Number,
    *,
    rules: Sequence[Rule],
    stops: Collection[str],
) -> tuple[Place, ...]:
    """Return the places of a name or label: all before a preposition takes plurals."""
    end = run(words, stops) if number.has_plural else 0
    return tuple(
        place(word, by_rule(word, rules))
        if index < end and changes(word) and not _is_invariable(word, rules)
        else fixed(word)
        for index, word in enumerate(words)
    )


def _is_invariable(word: str, rules: Sequence[Rule]) -> bool:
    """Tell an Italian word with a stressed end (unità), or an elision inside."""
    if "'" in word or "’" in word:
        return True
    return rules is _ITALIAN and word.lower().endswith(_ACCENTED)


french = partial(_decline, rules=_FRENCH, stops=_FRENCH_STOPS)
italian = partial(_decline, rules=_ITALIAN, stops=_ITALIAN_STOPS)
spanish = partial(_decline, rules=_SPANISH, stops=_SPANISH_STOPS)
