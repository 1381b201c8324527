"""Find an acronym by its capitals: as it stands, with a case ending, in a compound.

Acronyms are written in capitals without dots, in many languages with case endings
(SPAK-ut, UN-a, AB'nin, NGOs). Case tells them from words (spak: a little), so nothing
here ignores it, except to list doubtful spellings as candidates.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.core.folding import fold, fold_word
from tracker.core.forms.inflections import acronym_endings
from tracker.core.forms.nouns import inflect
from tracker.core.forms.phrases import ACRONYM_ENDINGS
from tracker.core.text import Reading
from tracker.model import Acronym, MentionKind

# A line is all capitals, so that they tell nothing, if this share of its letters are
# and at least two words are too long to be acronyms by chance.
ALL_CAPS_SHARE = 0.8
ALL_CAPS_WORDS = 2
ALL_CAPS_WORD_LENGTH = 4

_FORMER = frozenset(("ish", "ex", "former"))
_GLUED = "u un ut i in it ja se ne s n U UN UT I IN IT JA SE NE S N".replace(" ", "|")
_ISH = re.compile(r"(?<!\w)ish\s\Z", re.IGNORECASE)
# Not inside a word, a handle or a compound ...
_BEFORE = r"(?<![\w@-])"
# ... nor in an address (spak.example); a hyphen goes on to something else.
_AFTER = r"(?!\w)(?!-[^\W\d_])(?!\.[a-z]{2,4}(?!\w))"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcronymHit:
    """An acronym at [start, end) of the text; `reason` says why it is of this kind."""

    kind: MentionKind
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    head: str  # without it in the text there is nothing for `strict` and `compound`
    strict: re.Pattern[str]
    title: re.Pattern[str] | None
    compound: re.Pattern[str]
    glued: re.Pattern[str] | None
    not_glued: frozenset[str]


def find_acronym(
    reading: Reading, acronym: Acronym, *, language: str, anchored: bool
) -> tuple[AcronymHit, ...]:
    """Find `acronym` in order of its places; what is found does not overlap.

    `language` is that of the text. `anchored`: something else in the article speaks
    for this actor, which bare capitals in an all-caps line, title-case forms and
    ambiguous acronyms need; without it they are candidates.
    """
    patterns = _patterns(acronym, language)
    found: list[AcronymHit] = []
    taken: set[int] = set()
    for hit in _readings(reading, acronym, patterns, language, anchored=anchored):
        characters = range(hit.start, hit.end)
        if taken.isdisjoint(characters):
            taken.update(characters)
            found.append(hit)
    return tuple(sorted(found, key=lambda hit: hit.start))


def literals(acronym: Acronym, language: str) -> frozenset[str]:
    """Return strings of which folded text, its case kept, holds one at each hit.

    Each begins a word there, or a part of a compound. `language` is that of the text.
    """
    cased = fold(acronym.text, lower=False).text
    forms = {cased, *_title_forms(acronym, language)}
    if language == "sq":
        for head in (cased.capitalize(), cased.lower()):
            forms.update(head + ending for ending in _GLUED.split("|"))
    return frozenset(forms)


@lru_cache(maxsize=4096)
def _patterns(acronym: Acronym, language: str) -> _Patterns:
    cased = fold(acronym.text, lower=False).text
    head = re.escape(cased)
    titles = _title_forms(acronym, language)
    title = None
    if titles:
        forms = "|".join(map(re.escape, sorted(titles, key=lambda s: (-len(s), s))))
        title = re.compile(rf"{_BEFORE}(?:{forms}){_ending(acronym, language)}{_AFTER}")
    glued = None
    if language == "sq":
        heads = "|".join(
            re.escape(form) for form in (cased, cased.capitalize(), cased.lower())
        )
        glued = re.compile(rf"{_BEFORE}(?:{heads})(?:{_GLUED})(?!\w)")
    return _Patterns(
        head=cased,
        strict=re.compile(rf"{_BEFORE}{head}{_ending(acronym, language)}{_AFTER}"),
        title=title,
        compound=re.compile(
            rf"{_BEFORE}(?P<before>(?:[^\W\d_]+-)*){head}(?P<after>(?:-[^\W\d_]+)*)(?!\w)"
        ),
        glued=glued,
        not_glued=frozenset(fold(w, lower=False).text for w in acronym.not_glued),
    )


def _ending(acronym: Acronym, language: str) -> str:
    """Return the expression for an ending that may follow in a text in `language`.

    Those of Albanian stand in every language, in quotations and names from Albania.
    """
    allowed = acronym.ending_languages
    if allowed is not None and language not in allowed:
        return "(?P<ending>(?!))?"
    own = acronym_endings(language)
    parted = _one_of((*ACRONYM_ENDINGS, *own.parted))
    attached = f"|{_one_of(own.attached)}" if own.attached else ""
    return f"(?P<ending>[-'](?:{parted}){attached})?"


def _one_of(endings: Iterable[str]) -> str:
    """Return an expression for one of these, in small letters or in capitals."""
    small = {fold_word(ending) for ending in endings}
    both = small | {ending.upper() for ending in small}
    return "|".join(sorted(both, key=lambda s: (-len(s), s)))


def _title_forms(acronym: Acronym, language: str) -> frozenset[str]:
    """Return the forms with one capital; in Albanian they decline like Asila."""
    if language not in acronym.title_languages:
        return frozenset()
    title = fold(acronym.text, lower=False).text.capitalize()
    if language != "sq":
        return frozenset((title,))
    forms = inflect(acronym.text, plural=False, name=True)
    return frozenset((title, *(fold_word(form).capitalize() for form in forms)))


def _readings(
    reading: Reading,
    acronym: Acronym,
    patterns: _Patterns,
    language: str,
    *,
    anchored: bool,
) -> Iterator[AcronymHit]:
    """Yield what may be found, the more certain reading of a place first."""
    text = reading.cased.text
    is_there = patterns.head in text
    for match in patterns.strict.finditer(text) if is_there else ():
        yield _strict(reading, match, acronym, language, anchored=anchored)
    if patterns.title is not None:
        for match in patterns.title.finditer(text):
            kind, reason = _with_anchor("written like a word", anchored=anchored)
            yield _hit(reading, match, kind, reason)
    for match in patterns.compound.finditer(text) if is_there else ():
        if match["before"] or match["after"]:
            yield _compound(reading, match, acronym, language)
    if patterns.glued is not None:
        for match in patterns.glued.finditer(text):
            if match.group() not in patterns.not_glued:
                reason = "its ending is glued on, without a hyphen"
                yield _hit(reading, match, "candidate", reason)


def _strict(
    reading: Reading,
    match: re.Match[str],
    acronym: Acronym,
    language: str,
    *,
    anchored: bool,
) -> AcronymHit:
    text = reading.cased.text
    if _ISH.search(text[max(0, match.start() - 5) : match.start()]):
        return _hit(reading, match, "former", "after ish")
    plain = acronym.plain_languages
    if plain is not None and language not in plain:
        doubt = f"ambiguous in a text in {language}"
        return _hit(reading, match, *_with_anchor(doubt, anchored=anchored))
    # An ending (SPAK-UT) shows that it is no common word.
    if match["ending"] is None and _is_all_caps(reading, match.start()):
        doubt = "in a line all in capitals"
        return _hit(reading, match, *_with_anchor(doubt, anchored=anchored))
    return _hit(reading, match, "hit", "the acronym in its capitals")


def _with_anchor(doubt: str, *, anchored: bool) -> tuple[MentionKind, str]:
    if anchored:
        return "hit", f"{doubt}, with an anchor in the article"
    return "candidate", f"{doubt}, without an anchor in the article"


def _compound(
    reading: Reading, match: re.Match[str], acronym: Acronym, language: str
) -> AcronymHit:
    first = match.group().partition("-")[0]
    if match["before"] and fold_word(first) in _FORMER:
        return _hit(reading, match, "former", f"after {first}-")
    counts = acronym.compound_counts or language in acronym.compound_languages
    if counts and not match["before"]:
        return _hit(reading, match, "hit", "the first part of a compound, which counts")
    return _hit(reading, match, "compound", "part of a compound")


def _hit(
    reading: Reading, match: re.Match[str], kind: MentionKind, reason: str
) -> AcronymHit:
    start, end = reading.cased.span(reading.text, *match.span())
    return AcronymHit(kind=kind, start=start, end=end, reason=reason)


def _is_all_caps(reading: Reading, at: int) -> bool:
    """Tell whether the line of folded character `at` is all in capitals."""
    text = reading.cased.text
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return _shouts(text[start : end if end >= 0 else len(text)])


@lru_cache(maxsize=16)
def _shouts(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    long_words = sum(
        word.isupper() and len(word) >= ALL_CAPS_WORD_LENGTH
        for word in re.findall(r"[^\W\d_]+", line)
    )
    return long_words >= ALL_CAPS_WORDS and capitals >= ALL_CAPS_SHARE * len(letters)
