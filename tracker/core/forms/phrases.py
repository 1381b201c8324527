"""A name as a row of places, each with the words that may stand there.

In an Albanian name the head, the adjectives that agree with it and the linking article
change; what follows a preposition, and genitive complements, stay as they are.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tracker.core.forms import inflections
from tracker.core.forms.nouns import inflect_adjective, inflect_as_printed, is_definite
from tracker.core.forms.verbs import is_noun_too, verb_forms
from tracker.model import Name

# Case endings that follow an acronym after a hyphen (SPAK-ut); the first are folded.
ACRONYM_ENDINGS = (
    *("i", "u", "in", "un", "it", "ut", "ja", "je"),
    *("në", "n", "së", "s", "të", "t", "ve"),
)

_LINKS = frozenset(("i", "e", "të", "së", "te", "se"))
# After one of these nothing agrees with the head any more.
_FIXING = frozenset(
    (
        *("për", "per", "në", "ne", "me", "nga", "pa", "mbi", "kundër", "kunder"),
        *("nën", "nen", "ndaj", "prej", "midis", "sipas", "që", "qe"),
    )
)
_AND = frozenset(("dhe", "edhe"))
# A word after a linking article that ends so is a genitive complement (të Popullit),
# any other an adjective (e Posaçme).
_GENITIVE = re.compile(r"(?:it|ut|ës|es|së|as|ve|sh)\Z")
_MARKS = '"“”„«»'
# An acronym printed with its case ending: OSBE-ja.
_ENDED_ACRONYM = re.compile(
    rf"(?<!\w)([^\W\d_a-zçë]{{2,}})-(?:{'|'.join(ACRONYM_ENDINGS)})(?!\w)"
)
_BETWEEN_WORDS = re.compile(r"\s+|[-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a name: the words that may stand there, with their diacritics.

    `link`: a linking article, which varies. `prefix`: the words are beginnings.
    `before`: what is written together with the word in front of it; one of them stands
    there, where "" stands for nothing.
    """

    forms: tuple[str, ...]
    link: bool = False
    prefix: bool = False
    before: tuple[str, ...] = ()


def name_parts(name: Name, language: str) -> tuple[tuple[Part, ...], ...]:
    """Return each way to write a name; raises ValueError if it has no letter."""
    if language == "sq":
        words = _split(_ENDED_ACRONYM.sub(r"\1", name.text))
        return _with_extra((_albanian_name(words, name),), name.forms)
    rows = _foreign(_split(name.text), language, plural=name.plural, label=False)
    return _with_extra(rows, name.forms)


def word_parts(text: str, language: str) -> tuple[tuple[Part, ...], ...]:
    """Return each way to write a label, an event noun or a generic word.

    Raises ValueError if it has no letter or digit.
    """
    words = _split(text)
    if language != "sq":
        return _foreign(words, language, plural=None, label=True)
    verbs = verb_forms(text)
    if verbs:
        longest_first = sorted(verbs, key=lambda form: (-len(form), form))
        rows = tuple(tuple(Part((word,)) for word in form) for form in longest_first)
        return (*rows, _albanian_words(words)) if is_noun_too(text) else rows
    return (_albanian_words(words),)


def _split(text: str) -> list[str]:
    """Split at white space and at hyphens, which may stand for one another."""
    pieces = (piece.strip(_MARKS) for piece in _BETWEEN_WORDS.split(text))
    words = [piece for piece in pieces if re.search(r"\w", piece)]
    if not words:
        raise ValueError(f"{text!r} has no letter or digit to look for")
    return words


def _with_extra(
    generated: tuple[tuple[Part, ...], ...], forms: Sequence[str]
) -> tuple[tuple[Part, ...], ...]:
    """Add the forms that are written out; the longest row of places comes first."""
    parts, *others = generated
    extra = [tuple(map(_literal, _split(form))) for form in forms]
    rows = [row for row in extra if len(row) > 1]
    if len(parts) > 1:
        rows.append(parts)
        rows += [row for row in extra if len(row) == 1]
    else:
        # Single words share their place, so that the longest form is tried first.
        single = tuple(row[0].forms[0] for row in extra if len(row) == 1)
        rows.append((replace(parts[0], forms=(*parts[0].forms, *single)),))
    return tuple(sorted((*rows, *others), key=len, reverse=True))


def _literal(word: str) -> Part:
    return Part((word.rstrip("*"),), prefix=word.endswith("*"))


def _foreign(
    words: Sequence[str], language: str, *, plural: bool | None, label: bool
) -> tuple[tuple[Part, ...], ...]:
    found = inflections.rows(words, language, plural=plural, label=label)
    return tuple(tuple(map(_part, row)) for row in found)


def _part(place: inflections.Place) -> Part:
    literal = _literal(place.forms[0])
    if literal.prefix:
        return replace(literal, before=place.before)
    return Part(place.forms, before=place.before)


def _albanian_name(words: Sequence[str], name: Name) -> tuple[Part, ...]:
    if len(words) == 1 and words[0].isupper():
        # Nothing tells an acronym (NATO) from a word in capitals (POLICIA).
        declined = _as_written(words[0], _head_forms(words[0], name))
        return (Part((*_acronym(words[0]).forms, *declined)),)
    shouted = " ".join(words).isupper()
    parts: list[Part] = []
    head = ""
    fixed = False
    for index, word in enumerate(words):
        if _is_link(words, index):
            parts.append(Part((word,), link=True))
        elif word.lower() in _AND and not _is_genitive(words, index + 1):
            # Another head may follow: Muzeu dhe Biblioteka, Muzeut dhe Bibliotekës.
            parts.append(Part((word,)))
            head = head and word
        elif _is_fixing(words, index):
            fixed = fixed or bool(head)
            parts.append(Part((word,)))
        elif word.isupper() and len(word) > 1 and not shouted:
            parts.append(_acronym(word))
            head = word
        elif fixed or not _declines(word):
            parts.append(_literal(word))
        elif head and (parts[-1].link or not _is_head(words, index, before=head)):
            parts.append(Part(_as_written(word, inflect_adjective(word))))
        else:
            forms = _head_forms(word, name)
            agreeing = inflect_adjective(word) if head else frozenset()
            parts.append(Part(_as_written(word, forms | agreeing)))
            head = word
    return tuple(parts)


def _is_head(words: Sequence[str], index: int, *, before: str) -> bool:
    """Tell whether a word may be a head although `before` was taken for one.

    What came first may be no noun (ish-Drejtoria, Dy Komisionet), and a foreign name
    declines at its end (Daily Newsit).
    """
    at_the_end = index + 1 == len(words) and words[index][0].isupper()
    return not is_definite(before) and (at_the_end or is_definite(words[index]))


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
    if words[index].lower() in _FIXING | _AND:
        return True
    linked = index > 0 and words[index - 1].lower() in _LINKS
    return linked and _is_genitive(words, index)


def _is_genitive(words: Sequence[str], index: int) -> bool:
    return index < len(words) and bool(_GENITIVE.search(words[index].lower()))


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
