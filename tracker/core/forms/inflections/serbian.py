"""Serbian, Croatian, Bosnian, Montenegrin: all cases, in both alphabets."""

# ruff: noqa: SIM905 - word lists read as prose

import re
from collections.abc import Iterator, Sequence

from tracker.core.folding import fold_word
from tracker.core.forms.inflections.rules import (
    Number,
    Place,
    changes,
    fixed,
    place,
    run,
)
from tracker.core.forms.inflections.scripts import has_latin, to_cyrillic, to_latin

_STOPS = frozenset(
    "za protiv u na od do iz sa s o i ili bez po pri pred među medju nad kod"
    " radi".split()
)
# Adjectives that stand before a noun, by suffix or stem.
_ADJECTIVE = re.compile(
    r"(?:.*(?:[sčćš]k|nj|[^i]n|ćen|šten|ljen|jen|žn|šn|čn|bin|ć)"
    r"|nov|star|bel|bijel|visok|širok|mlad|svet|živ|prav|lev|opšt|vojn)(?:i|a|o|e)\Z"
)
_SOFT = ("c", "č", "ć", "š", "ž", "đ", "j")
_SIBILANT = {"k": "c", "g": "z", "h": "s"}
_FLEETING = (*("star", "centar", "teatar", "filtar", "izam", "anak", "etak", "atak"),)
_CLUSTERS = ("st", "št", "zd", "žd", "šć")


def decline(words: Sequence[str], number: Number) -> tuple[tuple[Place, ...], ...]:
    """Return the rows of places of a name or label, the printed alphabet first.

    The adjectives that agree with the first noun change with it, the rest does not. A
    name that has no spelling in the other alphabet stands in one row.
    """
    latin = [to_latin(word) for word in words]
    is_cyrillic = not has_latin("".join(words))
    back = [to_cyrillic(word) for word in latin] if is_cyrillic else latin
    if back != list(words):
        # Letters of both, or of another language: nothing to decline.
        return (tuple(map(fixed, words)),)
    row = _row(latin, number)
    other = tuple(Place(tuple(map(to_cyrillic, one.forms))) for one in row)
    if has_latin("".join(form for one in other for form in one.forms)):
        return (row,)
    return (other, row) if is_cyrillic else (row, other)


def _row(words: Sequence[str], number: Number) -> tuple[Place, ...]:
    end = run(words, _STOPS)
    head = 0
    while head < end - 1 and _agrees(words[head], words[head + 1 : end]):
        head += 1
    last = end - 1 if end == len(words) else head
    places: list[Place] = []
    for index, word in enumerate(words):
        if not changes(word) or head < index != last or _is_adverb(words, index, head):
            places.append(fixed(word))
        elif index < head:
            places.append(place(word, _adjective(word)))
        elif index == head:
            places.append(place(word, _noun(word, number)))
        else:
            places.append(place(word, _case_of_last(word)))
    return tuple(places)


def _is_adverb(words: Sequence[str], index: int, head: int) -> bool:
    """Tell the first half of a compound adjective: bezbednosno-informativna."""
    return index + 1 < head and words[index].lower().endswith("o")


def _case_of_last(word: str) -> Iterator[str]:
    """Decline the proper name beside a head: Amnesty Internationala."""
    low = word.lower()
    if low[-1] not in "aeiouy" and not low.endswith("ih"):
        yield from (word + ending for ending in ("a", "u", "om"))


def _agrees(word: str, following: Sequence[str]) -> bool:
    """Tell an adjective: by its own form, and by the ending of the word after it."""
    low, after = word.lower(), following[0].lower()
    if not changes(word) or not _ADJECTIVE.match(low):
        return False
    ending = low[-1]
    if ending == "o" and len(following) > 1 and _ADJECTIVE.match(after):
        return True
    if ending == "i":
        return after[-1] not in "aeou"
    if ending == "a":
        return after[-1] == "a" or after.endswith("ost")
    return after[-1] in "oe"


def _adjective(word: str) -> Iterator[str]:
    low, stem, ending = word.lower(), word[:-1], word[-1].lower()
    if ending == "a":
        endings = "e oj u om ih im ima"
    else:
        o = "e" if low[:-1].endswith(_SOFT) else "o"
        endings = f"{o}g {o}ga {o}m {o}mu im ih ima"
        if o == "o":
            endings += " ome"
        endings += {"i": " e", "o": " a", "e": " a"}.get(ending, "")
    for one in endings.split():
        yield stem + one


def _noun(word: str, number: Number) -> Iterator[str]:
    low, stem = word.lower(), word[:-1]
    plural = number.plural is not False
    if low.endswith("a"):
        yield from _feminine(stem, plural=plural)
    elif low.endswith("o") and not low.endswith(("ao", "eo")):
        yield from (stem + e for e in ("a", "u", "om", *(("ima",) if plural else ())))
        if plural and _is_cluster(stem):
            yield f"{stem[:-1]}a{stem[-1]}a"
    elif low.endswith("e"):
        yield from (stem + e for e in ("a", "u", "em"))
        if plural:
            # A neuter (naselje) or a plural (snage).
            yield from (stem + e for e in ("ima", "ama"))
    elif low.endswith(("i", "u", "y")):
        foreign = number.plural is not True and word[0].isupper()
        yield from _vowel(word, plural=plural, singular=foreign)
    elif low.endswith("ost"):
        yield from (word + e for e in ("i", "ima"))
        yield word[:-2] + "šću"
    else:
        yield from _consonant(word, plural=plural)


def _feminine(stem: str, *, plural: bool) -> Iterator[str]:
    yield from (stem + e for e in ("e", "i", "u", "om"))
    last = stem[-1:].lower()
    if last in _SIBILANT:
        yield stem[:-1] + _SIBILANT[last] + "i"
    if plural:
        yield stem + "ama"
        if _is_cluster(stem):
            yield f"{stem[:-1]}a{stem[-1]}a"


def _vowel(word: str, *, plural: bool, singular: bool) -> Iterator[str]:
    """Decline a masculine plural (borci), or a foreign name (Tbilisi, Baku)."""
    stem = word[:-1]
    if plural and word.lower().endswith("i"):
        yield from (stem + e for e in ("a", "ima", "e"))
    if singular:
        j = "" if word.lower().endswith("u") else "j"
        yield from (word + j + e for e in ("a", "u", "om" if not j else "em"))


def _consonant(word: str, *, plural: bool) -> Iterator[str]:
    low = word.lower()
    stem = word
    if low.endswith("ac") and len(low) > len("rac"):
        # tužilac, tužioca; borac, borca
        stem = word[:-3] + "oc" if low.endswith("lac") else word[:-2] + "c"
        if plural:
            yield word + "a"
    elif low.endswith(_FLEETING):
        stem = word[:-2] + word[-1]
    elif low.endswith(("ao", "eo")):
        stem = word[:-1] + "l"
    soft = stem.lower().endswith((*_SOFT, "lj", "nj"))
    yield from (stem + e for e in ("a", "u", "em" if soft else "om"))
    if low.endswith("ar"):
        yield stem + "em"
    if not plural:
        return
    if low.endswith("nt"):
        yield word[:-1] + "ata"
    last = stem[-1].lower()
    hissed = stem[:-1] + _SIBILANT[last] if last in _SIBILANT else stem
    yield from (hissed + "i", hissed + "ima", stem + "e")
    if len(re.findall("[aeiou]", fold_word(word))) == 1:
        ov = "ev" if soft else "ov"
        yield from (f"{stem}{ov}{e}" for e in ("i", "a", "ima", "e"))


def _is_cluster(stem: str) -> bool:
    """Tell two consonants that the genitive plural parts by an a: ministarstava."""
    low = fold_word(stem[-2:])
    is_pair = len(low) == len("st") and not set(low) & set("aeiou")
    return is_pair and low not in tuple(map(fold_word, _CLUSTERS))
