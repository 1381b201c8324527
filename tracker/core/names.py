"""From a name in the configuration to a pattern on folded text.

A name is expanded to the forms that its language prints, never the text stemmed; in a
language without rules of its own it is matched as it stands.

An entry written `/…/` is a regular expression on folded lower-case text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from tracker.core.folding import fold_word
from tracker.core.forms.nouns import Gender, inflect_as_printed
from tracker.core.forms.phrases import Part, name_parts, word_parts
from tracker.core.forms.verbs import every_form, is_noun_too
from tracker.model import Name

# Between the words of a name: white space of one line, also with the quotation marks
# that some print around its last part (Shoqata “Shembulli”), or a hyphen (Ashraf-3). In
# Arabic script also nothing, because a dropped joiner leaves nothing.
_MARK = "[\"“”„«»']?"
_GAP = rf"(?:{_MARK}[^\S\n]+{_MARK}|-)"
_ARABIC_GAP = r"[^\S\n]*"
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]\Z")
_LINK = r"(?:i|e|te|se)"
# A zero-width non-joiner parts words in Persian, or is left out.
_ZWNJ = "\u200c"
_IN_ZWNJ_PLACE = r"[^\S\n]?"


@dataclass(frozen=True)
class Pattern:
    """How to find one name in `Reading.lower`.

    `rows` are the ways to write it, each with the words that it takes: of each word
    the strings of which every match of this row holds one, at the beginning of a word.
    Without rows the regular expression has to be tried. With `cap` only a hit with a
    capital letter counts: ask `fits`.
    """

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    source: str
    cap: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a text asks for it first: of thousands of names few occur."""
        return re.compile(self.source)

    @property
    def literals(self) -> tuple[str, ...]:
        """Strings of which one occurs in every match: those of the longest words."""
        longest = (max(row, key=lambda word: min(map(len, word))) for row in self.rows)
        return tuple(sorted({literal for word in longest for literal in word}))

    def fits(self, surface: str) -> bool:
        """Tell whether a hit printed as `surface` has the capital it needs.

        Scripts without case (Arabic) have none to need.
        """
        return not self.cap or not surface[:1].islower()


def noun_forms(
    word: str,
    *,
    gender: Gender | None = None,
    plural: bool | None = None,
    name: bool = False,
) -> frozenset[str]:
    """Return the folded forms of an Albanian noun, as printed and led back.

    >>> sorted(noun_forms("Manzë"))[:4]
    ['manza', 'manzash', 'manzat', 'manzave']
    """
    forms = inflect_as_printed(word, gender=gender, plural=plural, name=name)
    return frozenset(fold_word(form) for form in forms)


def word_forms(word: str) -> frozenset[tuple[str, ...]]:
    """Return the folded forms of an Albanian verb or noun, as rows of words.

    Any word that is no known verb is inflected as a noun; a few are both (hap).
    """
    verbs = every_form(word)
    if verbs and not is_noun_too(word):
        return verbs
    return verbs | {(form,) for form in noun_forms(word)}


def compile_name(name: Name, language: str, *, cap: bool = False) -> Pattern:
    """Compile a name; `language` is that of the text, so that "*" names inflect too.

    `cap` asks for a capital letter whatever the name says (places). Raises ValueError
    for a regular expression that cannot be read.
    """
    return _compile(name, language, cap=cap or name.cap, words=False)


def compile_word(word: str, language: str) -> Pattern:
    """Compile a label, an event noun or a generic word, of one word or several.

    In Albanian every noun and adjective is inflected and verbs of `verb_forms` come
    in all their forms; in other languages it takes the forms of a name. A trailing
    `*` matches any ending: `iran*`.
    """
    return _compile(Name(text=word), language, cap=False, words=True)


def surface_forms(name: Name, language: str, *, cap: bool = False) -> tuple[str, ...]:
    """Return what a name is looked for as, readable and with diacritics, sorted.

    Of several words each form of the head is one entry, the rest stands in brackets
    where it varies: "Këshillit Kombëtar (i|e|të|së) Rinisë". `cap` as in compile_name.
    """
    if _expression(name.text) is not None:
        return (name.text,)
    found: set[str] = set()
    for parts in _rows(name, language, words=False, cap=cap):
        rest = "".join(f" {_readable(part)}" for part in parts[1:])
        if parts[0].link:
            found.add(_readable(parts[0]) + rest)
            continue
        start, star = _shown_before(parts[0]), "*" if parts[0].prefix else ""
        found.update(start + form + star + rest for form in parts[0].forms)
    return tuple(sorted(found))


@lru_cache(maxsize=8192)
def _compile(name: Name, language: str, *, cap: bool, words: bool) -> Pattern:
    expression = _expression(name.text)
    if expression is not None:
        return Pattern((), _checked(expression, name.text), cap)
    rows = _rows(name, language, words=words, cap=cap)
    return Pattern(
        rows=tuple(tuple(_literals(parts)) for parts in rows),
        source=rf"(?<!\w)(?:{'|'.join(_source(parts) for parts in rows)})",
        cap=cap,
    )


def _expression(text: str) -> str | None:
    is_expression = len(text) > len("//") and text[0] == text[-1] == "/"
    return text[1:-1] if is_expression else None


def _checked(expression: str, entry: str) -> str:
    source = rf"(?<!\w)(?:{expression})(?!\w)"
    try:
        re.compile(source)
    except re.error as error:
        raise ValueError(f"{entry} is no regular expression: {error}") from error
    return source


def _rows(
    name: Name, language: str, *, words: bool, cap: bool
) -> tuple[tuple[Part, ...], ...]:
    if words:
        return word_parts(name.text, language)
    if (cap or name.cap) and name.plural is None and language != "sq":
        # Of a place there is one; in Albanian its printed form may be a plural.
        name = replace(name, plural=False)
    return name_parts(name, language)


def _source(parts: Sequence[Part]) -> str:
    source = ""
    for index, part in enumerate(parts):
        if index:
            before = parts[index - 1].forms[0]
            source += _ARABIC_GAP if _ARABIC_SCRIPT.search(before) else _GAP
        source += _LINK if part.link else _one_of(part)
    return source + ("" if parts[-1].prefix else r"(?!\w)")


def _one_of(part: Part) -> str:
    before = _before(part)
    forms = sorted(_folded(part), key=lambda form: (-len(form), form))
    if part.prefix:
        return before + "(?:" + "|".join(map(_escape, forms)) + r")\w*"
    if len(forms) == 1:
        return before + _escape(forms[0])
    # The shared beginning is compared once, not once for every form.
    stem = _shared_beginning(min(forms), max(forms))
    endings = "|".join(_escape(form[len(stem) :]) for form in forms)
    # In Arabic script the next word may follow without a gap.
    ends = "" if _ARABIC_SCRIPT.search(forms[0]) else r"(?!\w)"
    return f"{before}{_escape(stem)}(?:{endings}){ends}"


def _before(part: Part) -> str:
    if not part.before:
        return ""
    longest_first = sorted(map(fold_word, part.before), key=lambda s: (-len(s), s))
    return f"(?:{'|'.join(longest_first)})"


def _shared_beginning(first: str, last: str) -> str:
    """Return what all words of a list share, given its first and last in order."""
    pairs = zip(first, last, strict=False)
    return first[: next((i for i, (a, b) in enumerate(pairs) if a != b), len(first))]


def _escape(form: str) -> str:
    return _IN_ZWNJ_PLACE.join(re.escape(piece) for piece in form.split(_ZWNJ))


def _folded(part: Part) -> set[str]:
    return {
        _ZWNJ.join(fold_word(piece) for piece in form.split(_ZWNJ))
        for form in part.forms
    }


def _literals(parts: Sequence[Part]) -> Iterator[tuple[str, ...]]:
    """Yield of each word but the links the strings of which a match holds one.

    Forms are cut to the length of the shortest, so that many share one.
    """
    for part in parts:
        if not part.link:
            forms = {max(form.split(_ZWNJ), key=len) for form in _folded(part)}
            shortest = min(map(len, forms))
            yield tuple(sorted({form[:shortest] for form in forms}))


def _readable(part: Part) -> str:
    if part.link:
        return "(i|e|të|së)"
    shown = f"({'|'.join(part.forms)})"
    if part.prefix:
        shown = part.forms[0] + "*"
    elif len(part.forms) == 1:
        shown = part.forms[0]
    elif part.forms[1].startswith(f"{part.forms[0]}-"):
        shown = f"{part.forms[0]}[-…]"
    return _shown_before(part) + shown


def _shown_before(part: Part) -> str:
    return f"({'|'.join(filter(None, part.before))})" if part.before else ""
