"""Runs of five words, folded and numbered: what texts that share words have in common.

Case, accents, punctuation and line breaks do not matter, so that a text that was typed
again without ë and ç is the same text.
"""

import re
import zlib
from collections.abc import Sequence

from tracker.core.text import blank_addresses, fold
from tracker.core.versions import SHINGLE

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, folded; web addresses hold none.

    Every mark separates: "20.000" is two words, as "20,000" and "20 000" are.

    >>> words("A, b ç …: D'E")
    ('a', 'b', 'c', 'd', 'e')
    """
    return tuple(_WORD.findall(fold(blank_addresses(text)).text))


def hashes(folded: Sequence[str]) -> tuple[int, ...]:
    """Give a number for each run of SHINGLE words; entry i is that of words i to i+4.

    Numbers have 32 bits and are the same on every machine (CRC-32, RFC 1952). Two
    unrelated texts of 300 words share one by chance once in 50,000 pairs, which no
    threshold of `core.copies` notices. Fewer words than SHINGLE have no run.
    """
    joined = [word.encode(errors="replace") for word in folded]
    return tuple(
        zlib.crc32(b" ".join(joined[i : i + SHINGLE]))
        for i in range(len(joined) - SHINGLE + 1)
    )
