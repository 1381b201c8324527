"""Versions of a text: whether there is a new one, and how much of it is."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

# Long enough that a shared run is no accident, short enough to survive an edit of
# the sentence beside it (measure M12).
SHINGLE = 5

_DECLARED = re.compile(
    r"(?<!\w)(?:p[eë]rdit[eë]s(?:im|ua)|korrigj(?:im|ua)|updated?(?!\w)|corrections?(?!\w)"
    r"|corrected(?!\w))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How two versions of a text differ (measure M12).

    `kept` is the share of the old text that stands in the new one, `new` the share of
    the new text that does not stand in the old one; both 0 to 1, both by distinct
    runs of 5 words, None where that text has no words. `declared`: the new version
    speaks of an update or a correction.
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


def changes(old_title: str, old_body: str, new_title: str, new_body: str) -> Changes:
    """Compare two versions of an article; titles by eye, bodies by runs of words.

    A title that differs in case, blanks or a trailing " - Outlet" is not changed.
    """
    old, new = _shingles(old_body), _shingles(new_body)
    shared = len(old & new)
    return Changes(
        kept=shared / len(old) if old else None,
        new=1 - shared / len(new) if new else None,
        title_changed=_title(old_title) != _title(new_title),
        declared=bool(_DECLARED.search(_folded(f"{new_title}\n{new_body}"))),
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of SHINGLE words; a shorter text is one run."""
    words = _folded(text).split()
    last = max(len(words) - SHINGLE, 0)
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(last + 1) if words)


def _title(title: str) -> str:
    """Fold a title and cut the name of the outlet that pages append to it."""
    folded = _folded(re.sub(r"<[^<>]*>", " ", title))
    head, mark, tail = folded.rpartition(" | ")
    if not mark:
        head, mark, tail = folded.rpartition(" - ")
    return head if mark and len(tail.split()) <= 3 < len(head.split()) else folded  # noqa: PLR2004 - a name has few words
