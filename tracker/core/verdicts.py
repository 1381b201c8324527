"""What the ledger says of a page whose text was read, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.model import Coded, PageOutcome

NOTHING_TRACKED = "names nothing that is tracked"
NOTHING_ANY_MORE = "an article that names nothing tracked any more"
ONLY_A_TEASER = "only a teaser is public"
# How the ledger begins to tell that an article could not be looked at again.
NOT_SEEN_AGAIN = "kept, not seen again"
# Outcomes of pages whose article is kept, or was until it was withdrawn.
STANDING: tuple[PageOutcome, ...] = ("matched", "gone")
# Outcomes of pages that were read: by the names of another day they may be others.
UNKEPT: tuple[PageOutcome, ...] = ("unmatched", "paywalled")
JUDGED: tuple[PageOutcome, ...] = ("matched", *UNKEPT)
# Outcomes of pages that were not to be had; another copy may be sound. What was refused
# is not among them: to read a copy instead would be a way round the refusal.
LOST: tuple[PageOutcome, ...] = ("failed", "gone", "too_large")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of the page of an article: `pages.outcome` and `pages.detail`."""

    outcome: PageOutcome
    detail: str


def verdict(texts: Sequence[Coded], flags: Collection[str]) -> Verdict:
    """Judge the page of a stored article by all its texts, the oldest first.

    One text that is kept is enough: an edit takes no article out of the comparison.
    `flags` are those of the article.
    """
    if newest := texts[-1].keep_reason:
        return Verdict(outcome="matched", detail=newest)
    if any(text.keep_reason for text in texts):
        return Verdict(outcome="matched", detail=NOTHING_ANY_MORE)
    if "stub" in flags:
        return Verdict(outcome="paywalled", detail=ONLY_A_TEASER)
    return Verdict(outcome="unmatched", detail=NOTHING_TRACKED)
