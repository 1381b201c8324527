"""English: plural of the head, genitive of the last word."""

# ruff: noqa: SIM905 - word lists read as prose

from collections.abc import Sequence

from tracker.core.forms.inflections.rules import (
    Number,
    Place,
    by_rule,
    changes,
    place,
    run,
)

_STOPS = frozenset(
    "of for in on to against from and at with the by de del off out up down over"
    " about under within without".split()
)
# Last words of names and labels that have no plural of their own.
_UNCOUNTABLE = frozenset(
    "international global national police gendarmerie military media press news staff"
    " personnel people children men women interior exterior justice health defence"
    " defense education finance resistance opposition intelligence security migration"
    " information cooperation development amnesty watch aid relief research trade peace"
    " evidence equipment violence terrorism extremism propaganda espionage surveillance"
    " islamic democratic patriotic economic".split()
)
_PLURALS = (
    # Participles (postponed) and plurals (Nations) have none; "bed" is too short.
    ("ss x z ch sh", 0, "es"),
    ("us", 0, "es"),
    ("is", 2, "es"),
    ("s", 0, ""),
    ("woman", 2, "en"),
    ("human", 0, "s"),
    ("man", 2, "en"),
    ("ay ey oy uy", 0, "s"),
    ("y", 1, "ies"),
    ("", 0, "s"),
)
_SHORTEST_PARTICIPLE = 6
# Persian plurals: mujahedin, mojahedeen.
_FOREIGN_PLURALS = ("hedin", "hidin", "hedeen", "hideen")


def decline(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    """Return the places of an English name or label.

    Of "Ministry of Justice" the head has a plural, the last word a genitive; what is
    plural already, or has no plural (Police), takes the genitive only.
    """
    head = run(words, _STOPS) - 1
    last = len(words) - 1
    return tuple(
        _word(word, with_plural=index == head and number.has_plural, last=index == last)
        for index, word in enumerate(words)
    )


def _word(word: str, *, with_plural: bool, last: bool) -> Place:
    if not word[-1].isalnum():
        return Place((word,))
    plurals = _plurals(word) if with_plural and changes(word) else ()
    if not last:
        return place(word, plurals)
    genitives = [word + "'s"]
    if word.lower().endswith("s"):
        # The defectors' gate; but of a name Brussels's and Brussels'.
        is_plural = word.islower() and not word.endswith("ss")
        genitives = [word + "'"] if is_plural else [word + "'s", word + "'"]
    genitives += (one + ("'" if one.endswith("s") else "'s") for one in plurals)
    return place(word, (*plurals, *genitives))


def _plurals(word: str) -> tuple[str, ...]:
    low = word.lower()
    if low in _UNCOUNTABLE or low.endswith(_FOREIGN_PLURALS):
        return ()
    if low.endswith("ed") and len(low) >= _SHORTEST_PARTICIPLE:
        return ()
    return by_rule(word, _PLURALS)
