"""Versions of a text: whether there is a new one, and how much of it is new."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.core.text import fold, paragraphs, sentences
from tracker.core.trivia import spelled, without_trivia

# Long enough that a shared run is no accident, short enough to survive an edit of
# the sentence beside it (measure M12).
SHINGLE = 5

# Teasers, captions and "read more" are equal in many articles without being copied.
SHORTEST_COPY = 20  # words

# An outlet's name has few words.
LONGEST_NAME = 3

_TAG = re.compile(r"<[^<>]*>")
# Folded. A note opens a title or paragraph as a label ("Update 2:", "[Corrected]") or
# goes on as notes do ("updated at nine"); "update of the register" is a report. The
# definite Albanian forms (përditësimi) are nouns of a report as well.
_LABEL = re.compile(
    r"[^\w\n]*+(?:"
    r"(?:updated?|corrections?|corrected|clarifications?|perditesim|perditesuar"
    r"|korrigjime?|korrigjuar|sqarim|(?:an? |the )?(?:earlier|previous) version"
    r"|(?:nje )?versioni? i meparshem)(?:\s+\d[\d.:]*)?(?!-\w)(?=\s*(?:[^\w\s]|$))"
    r"|(?:updated|corrected)\s+(?:at|on|by|to|in|with)(?!\w)"
    r"|correction\s+(?:to|and\s+clarification)(?!\w)"
    r"|(?:perditesim|perditesuar|korrigjim|korrigjuar)\s+(?:i|me|ne|nga|ora|dt|per)(?!\w)"
    r"|sqarim\s+(?:i|nga|per)\s+(?:redaksi|lexues)"
    r"|(?:updated?|corrected|perditesuar|korrigjuar)\s+\d)"
)
_OF_THIS_TEXT = re.compile(
    r"(?<!\w)(?:"
    r"(?:earlier|previous) version of this (?:article|text|story)"
    r"|this (?:article|text|story) (?:was|has been|is) (?:\w+ )?(?:updated|corrected)"
    r"|version\w* (?:i|e|te) meparsh(?:em|me) (?:i|e|te) (?:ketij|kesaj)"
    r" (?:artikull|tekst|lajm|shkrim|histori)\w*"
    r"|ky (?:artikull|tekst|lajm|shkrim) (?:eshte|u) (?:perditesua|korrigjua)r?"
    r")(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How two versions of a text differ (measure M12).

    `kept` is the share of the old text that stands in the new one, `new` the share of
    the new text that does not stand in the old one; both 0 to 1, both by distinct
    runs of 5 words, None where that text has no words. `declared`: the new version
    bears a note of an update, a correction or an earlier version which the old one
    did not bear.
    """

    kept: float | None
    new: float | None
    title_changed: bool
    declared: bool


def text_hash(title: str, body: str) -> str:
    """Give 64 hexadecimal digits; equal for texts that differ in case and blanks only.

    >>> text_hash("A  b", "C") == text_hash("a b", " c")
    True
    """
    folded = _folded(title) + "\n" + _folded(body)
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()


def body_hash(body: str) -> str | None:
    """Give 64 hexadecimal digits; equal for bodies that differ in case and blanks only.

    None for a body of fewer than SHORTEST_COPY words, which is nobody's copy.
    """
    folded = _folded(body)
    if folded.count(" ") < SHORTEST_COPY - 1:
        return None
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()


def is_trivial(old_title: str, old_body: str, new_title: str, new_body: str) -> bool:
    """Whether nobody edited the text: what differs comes and goes by itself.

    Trivial are clocks, counters, teasers and buttons on lines of their own, white
    space, and the shapes of quotes and dashes (`core.trivia`); in a title the name of
    the outlet behind it. A changed number in a sentence is an edit, and so is a note
    of correction. A bare stamp ("Përditësuar 12:45") is not: it declares a change of
    the text (`Changes.declared`), and without one there is none.
    """
    return _same_title(old_title, new_title) and (
        without_trivia(old_body) == without_trivia(new_body)
    )


def changes(old_title: str, old_body: str, new_title: str, new_body: str) -> Changes:
    """Compare two versions of an article; titles by eye, bodies by runs of words.

    A title that differs in case, blanks or a trailing " - Outlet" is not changed.
    """
    old, new = _shingles(old_body), _shingles(new_body)
    shared = len(old & new)
    return Changes(
        kept=shared / len(old) if old else None,
        new=1 - shared / len(new) if new else None,
        title_changed=normal_title(old_title) != normal_title(new_title),
        declared=not _notes(new_title, new_body) <= _notes(old_title, old_body),
    )


def normal_title(title: str) -> str:
    """Fold a title and cut the name of the outlet that pages append to it."""
    folded = _folded(_TAG.sub(" ", title))
    head, mark, tail = folded.rpartition(" | ")
    if not mark:
        head, mark, tail = folded.rpartition(" - ")
    is_name = mark and len(tail.split()) <= LONGEST_NAME < len(head.split())
    return head if is_name else folded


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _notes(title: str, body: str) -> frozenset[str]:
    """Find notes of update or correction, folded: a title's label, else sentences.

    A headline may be edited behind a label that stays, a note is its whole sentence.
    """
    label = _LABEL.match(fold(" ".join(title.split())).text)
    return frozenset(_noted_sentences(body)) | ({label.group()} if label else set())


def _noted_sentences(body: str) -> Iterator[str]:
    openings = {start for start, _ in paragraphs(body)}
    for start, end in sentences(body):
        sentence = " ".join(fold(body[start:end]).text.split())
        is_label = start in openings and _LABEL.match(sentence)
        if is_label or _OF_THIS_TEXT.search(sentence):
            yield sentence


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of SHINGLE words; a shorter text is one run."""
    words = _folded(text).split()
    last = max(len(words) - SHINGLE, 0)
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(last + 1) if words)


def _same_title(old: str, new: str) -> bool:
    """Whether titles differ at most by the outlet's name behind one of them.

    Two different endings are two titles: " - three hurt" is no name, and may be news.
    """
    one, other = (spelled(_TAG.sub(" ", title)) for title in (old, new))
    return one.casefold() == other.casefold() or any(
        _is_named(longer, shorter) for longer, shorter in ((one, other), (other, one))
    )


def _is_named(longer: str, shorter: str) -> bool:
    tail = longer[len(shorter) :]
    names = tail[3:].split()
    return (
        longer[: len(shorter)].casefold() == shorter.casefold()
        and len(shorter.split()) > LONGEST_NAME
        and tail[:3] in (" | ", " - ")
        and 0 < len(names) <= LONGEST_NAME
        and all(name[0].isupper() and name.isalpha() for name in names)
    )
