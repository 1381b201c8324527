"""Macedonian: the article at the end of the first word, and plurals of labels."""

# ruff: noqa: RUF001, SIM905 - look-alike letters; word lists read as prose

from collections.abc import Sequence

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

_STOPS = frozenset("за против на во од до со без по при меѓу над кај и или о".split())
# What is printed with its article is led back, and put with it again. Tails are
# folded: ќ stands as к, й as и.
_ARTICLE: tuple[Rule, ...] = (
    ("киот", 2, "-"),
    ("ениот виот", 3, "-"),
    ("ниот", 4, "ен"),
    ("иот", 3, "-"),
    ("оста", 1, "-"),
    ("ата ото ето ите", 2, "-"),
    ("от", 2, "-"),
    ("и", 0, "те"),
    ("а", 0, "та"),
    ("о е", 0, "то"),
    ("ост", 0, "а"),
    ("", 0, "от"),
)
_ADJECTIVE_ARTICLE: tuple[Rule, ...] = (
    ("от", 0, ""),
    ("ен", 2, "ниот ениот"),
    ("ки", 0, "от"),
    ("а е и о у", 0, ""),
    ("", 0, "иот"),
)
_PLURALS: tuple[Rule, ...] = (
    ("иот ата от ите то", 0, ""),
    ("ија", 2, "и ите"),
    ("а", 1, "и ите"),
    ("о", 1, "а ата"),
    ("е", 0, "иња ињата"),
    ("ски чки шки", 0, "те"),
    ("и", 0, "те"),
    ("ен", 2, "ни ните ени ените"),
    ("к", 1, "ци ците"),
    ("г", 1, "зи зите"),
    ("ец", 2, "ци ците"),
    ("", 0, "и ите"),
)


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of a Macedonian name: its first word has the article."""
    end = run(words, _STOPS)
    return tuple(
        fixed(word)
        if index >= max(end, 1) or not changes(word)
        else place(word, _forms(word, number, first=index == 0, last=index == end - 1))
        for index, word in enumerate(words)
    )


def _forms(word: str, number: Number, *, first: bool, last: bool) -> tuple[str, ...]:
    forms: tuple[str, ...] = ()
    if first:
        if last or not word.endswith("ен"):
            forms += by_rule(word, _ARTICLE)
        if not last:
            # An adjective (црвен, црвениот), or the noun of a longer name.
            forms += by_rule(word, _ADJECTIVE_ARTICLE)
    if number.has_plural and (first or last):
        forms += by_rule(word, _PLURALS)
    return forms
