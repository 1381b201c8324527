"""Which of two texts is the other's copy, which way it travelled, and why (M11).

Kinds rest on containment of distinct runs of five words (`core.shingles`). The
thresholds are conventions; nobody has calibrated them on judged pairs yet.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from tracker.core.credits import NO_CREDITS, Credits
from tracker.core.shingles import words
from tracker.core.versions import SHINGLE, normal_title

Kind = Literal["copy", "excerpt", "shared_source"]
Direction = Literal["copied_from", "earlier", "not_known"]

# Shares of a text's distinct runs. Of a copy the one text holds nearly all of the
# other and is not much longer; of an excerpt it is. Two outlets that embed one
# official statement share about .6 of their texts; others on the same event hardly
# .05 (measures of the field, M11).
NEARLY_ALL = 0.80
HALF = 0.50
MUCH = 0.30
# A quotation that two texts share is much of a text shorter than this.
FEWEST_RUNS = 50
# A text printed again later than this is news again, not the same wave of copies.
COPY_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much two texts share: shares of their distinct runs, each 0 to 1."""

    a_in_b: float
    b_in_a: float
    jaccard: float

    @property
    def kind(self) -> Kind | None:
        """What the two are to each other; None: nothing that counts."""
        larger = max(self.a_in_b, self.b_in_a)
        if larger >= NEARLY_ALL:
            is_copy = min(self.a_in_b, self.b_in_a) >= HALF
            return "copy" if is_copy else "excerpt"
        return "shared_source" if larger >= MUCH else None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What is compared of an article: its first text, and when and where it appeared.

    [`from_at`, `to_at`] holds the moment of publication, None: an open beginning.
    `canonical` is the address that the page calls the original where another outlet's;
    `body_hash` is None and `title_hash` as well where the words are too few to tell.
    """

    article_id: str
    outlet: str
    language: str
    day: date
    url: str
    canonical: str | None
    since: datetime
    from_at: datetime | None
    to_at: datetime
    runs: int
    body_hash: str | None
    title_hash: int | None
    credits: Credits = NO_CREDITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles that share words; the text went from a to b, if that is known.

    Where it is not, a is the smaller id. Shares are None where the texts are too short
    to be compared by their words.
    """

    article_a: str
    article_b: str
    kind: Kind
    a_in_b: float | None
    b_in_a: float | None
    direction: Direction
    reason: str


def overlap(shared: int, in_a: int, in_b: int) -> Overlap:
    """Compare two texts by how many distinct runs they share and have, at least one.

    >>> overlap(6, 8, 12)
    Overlap(a_in_b=0.75, b_in_a=0.5, jaccard=0.42857142857142855)
    """
    return Overlap(
        a_in_b=shared / in_a,
        b_in_a=shared / in_b,
        jaccard=shared / (in_a + in_b - shared),
    )


def headline(title: str) -> str | None:
    """Give what two equal headlines have in common; None for one of few words.

    Tags, the outlet's name behind it, case, accents and punctuation do not count.
    """
    found = words(normal_title(title))
    return " ".join(found) if len(found) >= SHINGLE else None


def is_near(one: First, other: First) -> bool:
    """Whether two articles may be copies: one language, days near enough."""
    return (
        one.article_id != other.article_id
        and one.language == other.language
        and abs(one.day - other.day) <= COPY_DAYS
    )


def compared(one: First, other: First, shared: int) -> Pair | None:
    """Say what two articles that are near are to each other, sharing so many runs.

    Equal bodies are copies however short. Of two texts of which one is too short, the
    headline counts (between outlets: one outlet repeats its own for other news), and
    that a page names the other as its original. None: nothing.
    """
    a, b = (one, other) if one.article_id < other.article_id else (other, one)
    if a.body_hash is not None and a.body_hash == b.body_hash:
        return _pair(a, b, "copy", (1.0, 1.0), "the same words")
    if min(a.runs, b.runs) < FEWEST_RUNS:
        ground = _ground_of_short(a, b)
        if ground is None:
            return None
        is_excerpt = max(a.runs, b.runs) >= FEWEST_RUNS
        return _pair(a, b, "excerpt" if is_excerpt else "copy", None, ground)
    found = overlap(shared, a.runs, b.runs)
    # What an outlet repeats in all its texts is no source that two outlets share.
    if found.kind is None or (found.kind == "shared_source" and a.outlet == b.outlet):
        return None
    return _pair(a, b, found.kind, (found.a_in_b, found.b_in_a), "")


def copied_from(
    article: First, partners: Collection[First], *, before: str | None = None
) -> str | None:
    """Give whose text an article prints: an outlet id, or an agency as printed.

    A credit counts by itself. That a text hands something to an outlet ("according
    to") is no credit, unless it is a copy or an excerpt of what that outlet printed,
    and not before it: `partners` are articles of which it is one. `before` is what
    this gave for those that were known earlier; nothing else of them matters.
    """
    if article.credits.source is not None:
        return article.credits.source
    printed = {each.outlet for each in partners if not _is_before(article, each)}
    for outlet in article.credits.mentioned:
        if outlet == before or (outlet in printed and outlet != article.outlet):
            return outlet
    return None


def _ground_of_short(a: First, b: First) -> str | None:
    if _is_original(a, b) or _is_original(b, a):
        return "too short to compare"
    if a.title_hash is None or a.title_hash != b.title_hash or a.outlet == b.outlet:
        return None
    return "the same headline, too short to compare"


def _pair(
    a: First,
    b: First,
    kind: Kind,
    shares: tuple[float, float] | None,
    ground: str,
) -> Pair:
    """Put two articles, the smaller id first, into the order in which the text went."""
    direction, turned, why = _direction(a, b, kind)
    if turned:
        a, b = b, a
        shares = shares and (shares[1], shares[0])
    a_in_b, b_in_a = shares or (None, None)
    if not ground:
        ground = f"{a_in_b:.0%} of a in b, {b_in_a:.0%} of b in a"
    return Pair(
        article_a=a.article_id,
        article_b=b.article_id,
        kind=kind,
        a_in_b=a_in_b,
        b_in_a=b_in_a,
        direction=direction,
        reason=f"{ground}; {why}",
    )


def _direction(a: First, b: First, kind: Kind) -> tuple[Direction, bool, str]:
    """Say which way a text went, whether from b to a, and why."""
    if kind == "shared_source":
        return "not_known", False, "both may print a third text"
    of_a, of_b = _credit_to(a, b), _credit_to(b, a)
    if of_b and not of_a:
        return "copied_from", False, f"b {of_b}"
    if of_a and not of_b:
        return "copied_from", True, f"b {of_a}"
    if _is_before(a, b) or _is_before(b, a):
        return "earlier", _is_before(b, a), "a appeared before b"
    return "not_known", False, "which appeared first is not known"


def _credit_to(copier: First, source: First) -> str | None:
    """Say in words how a text credits another one's outlet, if it does."""
    if copier.outlet == source.outlet:
        return None
    if _is_original(source, copier):
        return "names a as its original"
    told = copier.credits
    if told.source == source.outlet:
        return f"credits it: {told.line}"
    if (
        told.source is None
        and source.outlet in told.mentioned
        and not _is_before(copier, source)
    ):
        return f"refers to {source.outlet}"
    return None


def _is_original(source: First, copier: First) -> bool:
    return copier.canonical is not None and copier.canonical == source.url


def _is_before(one: First, other: First) -> bool:
    return other.from_at is not None and one.to_at < other.from_at


class Clusters:
    """Clusters of copies while pairs are added: each is named by its earliest member.

    The result does not depend on the order in which pairs come.
    """

    def __init__(self, since: Mapping[str, datetime]) -> None:
        """Start from clusters as they are, and since when the earliest of each is."""
        self._since = since
        self._merged: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Make one cluster of two."""
        first, last = sorted(
            (self.of(one), self.of(other)), key=lambda name: (self._since[name], name)
        )
        if first != last:
            self._merged[last] = first

    def of(self, cluster: str) -> str:
        """Name the cluster that one has become."""
        while cluster in self._merged:
            cluster = self._merged[cluster]
        return cluster

    def renamed(self) -> dict[str, str]:
        """Give the clusters that are part of another now, and its name."""
        return {name: self.of(name) for name in self._merged}
