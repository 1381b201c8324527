"""What polls of feeds and answers of archives are called, and how they are told."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from tracker.model import Failure, PollOutcome

# What a poll is called when the failure's own word belongs to pages only.
POLL_WORDS: Mapping[str, PollOutcome] = {
    "blocked": "blocked",
    "gone": "gone",
    "later": "later",
    "pending": "later",
    "skipped": "skipped",
}


def joined(*remarks: str) -> str:
    """Join what is to be told of one visit."""
    return "; ".join(remark for remark in remarks if remark)


def is_asked(failure: Failure) -> bool:
    """Whether the wait is the server's wish, and no rest that we give it."""
    return failure.retry_at is not None and "asked" in failure.detail


def is_held_back(failure: Failure) -> bool:
    """Whether nothing was sent, because the site's last answer asked for a pause.

    A site that could not be reached has not answered.
    """
    is_rest = failure.outcome == "pending" and failure.retry_at is not None
    return is_rest and "answered" in failure.detail


def identifier(address: str, at: datetime) -> str:
    """Name the visit of an address at a time."""
    return sha256(f"{address} {at.isoformat()}".encode()).hexdigest()[:16]
