"""What the header of a WARC record says."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes

# An archive did not see the web before there was one (time stamps of 1970 or 1980 come
# of clocks that were not set).
FIRST_YEAR = 1991

# W3C date and time, in the precisions that WARC/1.1 allows; 14 digits in old files.
_DATE = re.compile(
    r"(\d{4})-?(\d\d)?-?(\d\d)?[T ]?(?:(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?Z?"
)
_PAGES = ("text/html", "application/xhtml+xml")


def is_page(kind: str, fields: Mapping[str, str]) -> bool:
    """Whether a record of a kind holds an answer of HTTP or a document of HTML."""
    stated = fields.get("content-type", "").lower()
    if kind == "response":
        return not stated or stated.startswith("application/http")
    return kind == "resource" and stated.startswith(_PAGES)


def length_of(fields: Mapping[str, str]) -> int:
    """Give how many bytes follow; they were seen to be digits."""
    # More digits than any file has bytes mean "very long" all the same.
    return int(fields["content-length"][:18])


def address_of(fields: Mapping[str, str]) -> str:
    """Give the address that a record is of; None of its bytes is lost.

    Old writers put it in angle brackets, as the standard of 2009 had it in its grammar,
    and some write blanks.
    """
    stated = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    raw = stated.strip().encode("latin-1").replace(b" ", b"%20")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return quote_from_bytes(raw, safe="!#$%&'()*+,/:;=?@[]~")


def captured_at(fields: Mapping[str, str]) -> datetime | None:
    """Read when a page was seen; the last moment that the date allows.

    It bounds when a page was published, so that a day stands for its end.
    """
    found = _DATE.fullmatch(fields.get("warc-date", ""))
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        day = int(found[3] or monthrange(year, month)[1])
        hour, minute = int(found[4] or 23), int(found[5] or 59)
        second = min(int(found[6] or 59), 59)  # 60 is a leap second
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return at if at.year >= FIRST_YEAR else None


def unfinished(fields: Mapping[str, str]) -> str:
    """Say why a record does not hold all that was sent, where it says so itself."""
    if "warc-segment-number" in fields:
        return "it is kept in segments"
    return fields.get("warc-truncated", "").lower()
