"""A name as a row of places, each with the words that may stand there.

In an Albanian name the head, the adjectives that agree with it and the linking article
change; what follows a preposition, and genitive complements, stay as they are.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.core.nouns import inflect_adjective, inflect_as_printed
from tracker.core.verbs import verb_forms
from tracker.model import Name

# Case endings that follow an acronym after a hyphen (SPAK-ut); the first are folded.
ACRONYM_ENDINGS = (
    *("i", "u", "in", "un", "it", "ut", "ja", "je"),
    *("në", "n", "së", "s", "të", "t", "ve"),
)

_LINKS = frozenset(("i", "e", "të", "së", "te", "se"))
# After one of these nothing agrees with the head any more.
_FIXING = frozenset(
    ("për", "per", "në", "ne", "me", "nga", "pa", "mbi", "kundër", "kunder", "dhe")
)
# A word after a linking article that ends so is a genitive complement (të Popullit),
# any other an adjective (e Posaçme).
_GENITIVE = re.compile(r"(?:it|ut|ës|es|së|as|ve|sh)\Z")
_MARKS = '"“”„«»'
_BETWEEN_WORDS = re.compile(r"\s+|[-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a name: the words that may stand there, with their diacritics.

    `link`: a linking article, which varies. `prefix`: the words are beginnings.
    """

    forms: tuple[str, ...]
    link: bool = False
    prefix: bool = False


def name_parts(name: Name, language: str) -> tuple[tuple[Part, ...], ...]:
    """Return each way to write a name; raises ValueError if it has no letter."""
    words = _split(name.text)
    if language == "sq":
        return _with_extra(_albanian_name(words, name), name.forms)
    return _with_extra(_foreign(words, language), name.forms)


def word_parts(text: str, language: str) -> tuple[tuple[Part, ...], ...]:
    """Return each way to write a label, an event noun or a generic word.

    Raises ValueError if it has no letter or digit.
    """
    words = _split(text)
    if language != "sq":
        return (_foreign(words, language),)
    verbs = verb_forms(text)
    if verbs:
        longest_first = sorted(verbs, key=lambda form: (-len(form), form))
        return tuple(tuple(Part((word,)) for word in form) for form in longest_first)
    return (_albanian_words(words),)


def _split(text: str) -> list[str]:
    """Split at white space and at hyphens, which may stand for one another."""
    pieces = (piece.strip(_MARKS) for piece in _BETWEEN_WORDS.split(text))
    words = [piece for piece in pieces if re.search(r"\w", piece)]
    if not words:
        raise ValueError(f"{text!r} has no letter or digit to look for")
    return words


def _with_extra(
    parts: tuple[Part, ...], forms: Sequence[str]
) -> tuple[tuple[Part, ...], ...]:
    """Add the forms that are written out; the longest row of places comes first."""
    extra = [tuple(map(_literal, _split(form))) for form in forms]
    rows = [row for row in extra if len(row) > 1]
    if len(parts) > 1:
        rows.append(parts)
        rows += [row for row in extra if len(row) == 1]
    else:
        # Single words share their place, so that the longest form is tried first.
        single = tuple(row[0].forms[0] for row in extra if len(row) == 1)
        rows.append((Part((*parts[0].forms, *single), prefix=parts[0].prefix),))
    return tuple(sorted(rows, key=len, reverse=True))


def _literal(word: str) -> Part:
    return Part((word.rstrip("*"),), prefix=word.endswith("*"))


def _foreign(words: Sequence[str], language: str) -> tuple[Part, ...]:
    last = _english(words[-1]) if language == "en" else _literal(words[-1])
    return (*map(_literal, words[:-1]), last)


def _english(word: str) -> Part:
    """Add the plural and the genitive."""
    if word.endswith("*"):
        return _literal(word)
    low = word.lower()
    if low.endswith(("s", "x", "ch", "sh")):
        return Part((word, word + "es", word + "'s", word + "'"))
    if low.endswith("y") and low[-2:-1] not in ("a", "e", "o", "u"):
        return Part((word, word[:-1] + "ies", word + "'s"))
    return Part((word, word + "s", word + "'s", word + "s'"))


def _albanian_name(words: Sequence[str], name: Name) -> tuple[Part, ...]:
    shouted = " ".join(words).isupper()
    parts: list[Part] = []
    head_seen = fixed = False
    for index, word in enumerate(words):
        if _is_link(words, index):
            parts.append(Part((word,), link=True))
        elif _is_fixing(words, index):
            fixed = fixed or head_seen
            parts.append(Part((word,)))
        elif word.isupper() and len(word) > 1 and not shouted:
            parts.append(_acronym(word))
            head_seen = True
        elif fixed or not _declines(word):
            parts.append(_literal(word))
        elif head_seen:
            parts.append(Part(_as_written(word, inflect_adjective(word))))
        else:
            parts.append(Part(_as_written(word, _head_forms(word, name))))
            head_seen = True
    return tuple(parts)


def _albanian_words(words: Sequence[str]) -> tuple[Part, ...]:
    """Inflect every noun and adjective: a label has its cases, numbers and genders."""
    parts: list[Part] = []
    for index, word in enumerate(words):
        if _is_link(words, index):
            parts.append(Part((word,), link=True))
        elif _is_fixing(words, index):
            parts.append(Part((word,)))
        elif not _declines(word):
            parts.append(_literal(word))
        else:
            forms = inflect_as_printed(word) | inflect_adjective(word)
            parts.append(Part(_as_written(word, forms)))
    return tuple(parts)


def _head_forms(word: str, name: Name) -> frozenset[str]:
    forms = inflect_as_printed(word, gender=name.gender, plural=name.plural)
    if not word[0].isupper():
        return forms
    # With its capital it may decline like a foreign name (Rajavi, Rajavit).
    return forms | inflect_as_printed(
        word, gender=name.gender, plural=name.plural, name=True
    )


def _is_link(words: Sequence[str], index: int) -> bool:
    """Tell a linking article; a last "i" links nothing (the numeral of a school)."""
    return words[index].lower() in _LINKS and index + 1 < len(words)


def _is_fixing(words: Sequence[str], index: int) -> bool:
    if words[index].lower() in _FIXING:
        return True
    linked = index > 0 and words[index - 1].lower() in _LINKS
    return linked and _GENITIVE.search(words[index]) is not None


def _declines(word: str) -> bool:
    return not word.endswith("*") and word[-1].isalpha()


def _acronym(word: str) -> Part:
    return Part((word, *(f"{word}-{ending}" for ending in ACRONYM_ENDINGS)))


def _as_written(word: str, forms: Collection[str]) -> tuple[str, ...]:
    """Give the forms the capitals of the word as it was written."""
    if word.isupper():
        return tuple(form.upper() for form in sorted(forms))
    low = word.lower()
    return tuple(
        word + form[len(low) :]
        if form.startswith(low) and len(low) == len(word)
        else word[0] + form[1:]
        if form[:1] == low[:1]
        else form
        for form in sorted(forms)
    )
