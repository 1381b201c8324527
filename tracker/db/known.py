"""The ledger of addresses in memory, for the length of one pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from tracker.core.verdicts import LOST
from tracker.model import Sight

# Stands for "nothing was said"; a real fingerprint is 0 once in 2**64 entries, and
# then costs one page fetched twice.
NOT_SAID = 0
# Stands for "never looked before"; nobody did in 1970.
NEVER = 0
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_LEDGER = f"""
    select
        url_hash,
        coalesce(entry_hash, {NOT_SAID}) as entry_hash,
        epoch_us(first_seen_at) as first_seen,
        coalesce(epoch_us(not_seen_at), {NEVER}) as not_seen,
        outcome in ('matched', 'gone') and article_id is not null as is_article,
        outcome in {LOST} and article_id is null as is_lost
    from pages
    order by url_hash
"""  # noqa: S608 - a constant of this module
# Of articles that are looked at again.
_TEXTS = """
    select pages.url_hash, versions.text_hash
    from pages
    inner join versions on pages.article_id = versions.article_id
    where
        versions.latest
        and pages.retry_at is not null
        and pages.outcome in ('matched', 'gone')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Every address ever seen, and what its feed said of it last.

    `hashes` is sorted, the others stand beside it (34 bytes an address; times in
    microseconds since 1970). What still waits in the outbox wins: `newer` of what
    feeds said, `newer_sights` of what the ledger does not have yet. `texts` are the
    newest ones, in hashes, of the articles that are looked at again.
    """

    hashes: NDArray[np.int64]
    entry_hashes: NDArray[np.int64]
    first_seen: NDArray[np.int64]
    not_seen: NDArray[np.int64]
    is_article: NDArray[np.bool_]
    is_lost: NDArray[np.bool_]
    texts: Mapping[int, str] = field(default_factory=dict)
    newer: Mapping[int, int | None] = field(default_factory=dict)
    newer_sights: Mapping[int, Sight] = field(default_factory=dict)

    def has(self, url_hash: int) -> bool:
        """Whether an address was ever seen."""
        return url_hash in self.newer or self._place(url_hash) is not None

    def entry_hash(self, url_hash: int) -> int | None:
        """Fingerprint of what its feed said of it last, None where not known."""
        newer = self.newer.get(url_hash)
        if newer is not None:
            return newer
        place = self._place(url_hash)
        if place is None:
            return None
        return int(self.entry_hashes[place]) or None

    def sight(self, url_hash: int) -> Sight | None:
        """When an address was seen first, None where it never was."""
        place = self._place(url_hash)
        if place is None:
            return self.newer_sights.get(url_hash)
        not_seen = int(self.not_seen[place])
        return Sight(
            first_seen_at=_time(int(self.first_seen[place])),
            not_seen_at=None if not_seen == NEVER else _time(not_seen),
            is_article=bool(self.is_article[place]),
            is_lost=bool(self.is_lost[place]),
        )

    def has_text(self, url_hash: int, text_hash: str) -> bool:
        """Whether a text is known to be the newest that is stored of an article."""
        return self.texts.get(url_hash) == text_hash

    def _place(self, url_hash: int) -> int | None:
        place = int(np.searchsorted(self.hashes, url_hash))
        if place < len(self.hashes) and self.hashes[place] == url_hash:
            return place
        return None


def _time(microseconds: int) -> datetime:
    return BEGINNING + timedelta(microseconds=microseconds)


def read_known(connection: DuckDBPyConnection) -> Known:
    """Read the whole ledger; a million addresses take 0.2 s."""
    columns = connection.execute(_LEDGER).fetchnumpy()
    return Known(
        hashes=np.asarray(columns["url_hash"], dtype=np.int64),
        entry_hashes=np.asarray(columns["entry_hash"], dtype=np.int64),
        first_seen=np.asarray(columns["first_seen"], dtype=np.int64),
        not_seen=np.asarray(columns["not_seen"], dtype=np.int64),
        is_article=np.asarray(columns["is_article"], dtype=np.bool_),
        is_lost=np.asarray(columns["is_lost"], dtype=np.bool_),
        texts=dict(connection.execute(_TEXTS).fetchall()),
    )
