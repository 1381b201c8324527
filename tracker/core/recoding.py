"""What is found again in a stored article when a part of the configuration changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from tracker.core.fingerprint import CODING_PARTS, CodingPart, changed_parts
from tracker.core.verdicts import Verdict, verdict
from tracker.model import Assignment, Coded, Layer, Text

# What is found in a text: the layers of annotations, and what has tables of its own.
# `incidents` are those that the article belongs to, and whether it is kept at all.
Finding = Layer | Literal["quotes", "figures", "incidents"]

EVERYTHING: frozenset[Finding] = frozenset(
    ("actor", "label", "event_noun", "fact", "quotes", "figures", "incidents")
)
_FOLLOWS: Mapping[CodingPart, frozenset[Finding]] = {
    # All else hangs on who is named: labels describe an actor, voices belong to one,
    # and most `about` queries ask for one.
    "actors": EVERYTHING,
    "labels": frozenset(("label",)),
    # Quotes are those of the articles that something keeps.
    "incidents": frozenset(("event_noun", "fact", "figures", "quotes", "incidents")),
    "facts": frozenset(("fact", "figures")),
    "rules": EVERYTHING,
}


def affected(parts: Iterable[CodingPart]) -> frozenset[Finding]:
    """Say what has to be found again when these parts changed."""
    return frozenset(finding for part in parts for finding in _FOLLOWS[part])


class Coder(Protocol):
    """Codes texts by the configuration as it is now; `core.matching.Matcher` does."""

    def code(self, text: Text, parts: frozenset[CodingPart] | None = None) -> Coded:
        """Find in a text what depends on these parts, None: everything."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """One version as it is stored, and the configuration that it was coded by."""

    version: int
    text: Text
    coding_hash: str | None
    has_media: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with all its texts, the oldest first; `flags` as in `articles`.

    `is_reread`: what is here was read anew from its pages, and is to be stored.
    """

    article_id: str
    day: date
    flags: tuple[str, ...]
    texts: tuple[StoredText, ...]
    author: str | None = None
    is_reread: bool = False

    @property
    def is_kept_whole(self) -> bool:
        """Whether all that was coded is there; of what is reserved only the title is.

        A teaser may have no body. `flags` are those of the first text: a later one that
        is reserved tells by its want of a body.
        """
        if "reserved" in self.flags:
            return False
        bodies = [bool(each.text.body) for each in self.texts]
        return all(bodies) or ("stub" in self.flags and not any(bodies))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What a stored article yields now.

    `found` names what was looked for, and all else in `coded` (one for each text) is
    empty. `verdict` is None where whether it is kept was not asked, or cannot be
    answered: of a text that was not kept, what kept it then may be what is missing.
    """

    article: StoredArticle
    found: frozenset[Finding]
    coded: tuple[Coded, ...]
    verdict: Verdict | None

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The incidents that the article belongs to."""
        return assigned(self.coded)


def recoded(article: StoredArticle, coder: Coder, *, coding_hash: str) -> Recoded:
    """Find in all texts of an article what is out of date in any of them.

    Of one that is not kept whole everything is found: what may stay as it was hangs on
    all that its title yields.
    """
    parts = frozenset(
        part
        for each in article.texts
        for part in changed_parts(each.coding_hash, coding_hash)
    )
    if article.is_reread:
        parts = frozenset(CODING_PARTS)
    found = affected(parts)
    is_judged = "incidents" in found
    if not article.is_kept_whole:
        parts, found = frozenset(CODING_PARTS), EVERYTHING
    coded = tuple(coder.code(each.text, parts) for each in article.texts)
    judged = verdict(coded, article.flags) if is_judged else None
    if judged and judged.outcome != "matched" and not article.is_kept_whole:
        judged = None
    return Recoded(article=article, found=found, coded=coded, verdict=judged)


def assigned(texts: Iterable[Coded]) -> tuple[Assignment, ...]:
    """Give each incident once, by the first of the texts that belongs to it.

    An edit may add an incident; it takes none away, or what was first published would
    vanish from the comparison.
    """
    by_incident: dict[str, Assignment] = {}
    for text in texts:
        for each in text.assignments:
            by_incident.setdefault(each.incident, each)
    return tuple(by_incident.values())
