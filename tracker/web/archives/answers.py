"""What holds for the answer of every archive."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tracker.core import decide
from tracker.model import Failure, Outlet, Reply, Search, Via
from tracker.web.decode import clean, decode
from tracker.web.xmltext import plain, what_came

# Archives are read in our own process, so that what they send is bounded: the largest
# honest answer is a thousand addresses of 2,000 characters, each with its copy.
LARGEST = 4_000_000
# Of a sentence of an archive so much is told.
LONGEST_SENTENCE = 200
# Of a longer answer the sentence stands at the beginning.
_LOOKED_AT = 4096
_NOT_FOUND = frozenset({decide.NOT_FOUND, decide.GONE})
_GAPS = {
    "capped": "the document holds more than is read of it",
    "malformed": "the document is damaged, so that some of it may be missing",
    "unlinked": "entries without a usable address were left out",
}
# As in every listing: a title that was cut takes nothing away.
_HARMLESS = "cut"
_FOURTEEN = re.compile(r"\d{14}", re.ASCII)
# A backslash with what JSON lets follow it, or alone.
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})?')


def question(
    via: Via,
    outlet: Outlet,
    incident: str,
    address: str,
    *,
    from_at: datetime,
    to_at: datetime,
    query: str | None = None,
) -> Search:
    """Make the first question of a search: it begins where it is asked."""
    return Search(
        incident=incident,
        outlet=outlet.id,
        via=via,
        address=address,
        listing=address,
        from_at=from_at,
        to_at=to_at,
        query=query,
    )


def judged(reply: Reply, *, now: datetime) -> Reply | Failure:
    """Let pass what is to be read; all else is a failure, as it is for a feed."""
    answer = decide.feed_reply(reply, body_hash=None, now=now)
    if isinstance(answer, Reply | Failure):
        return answer
    # nothing was held, so that nothing can be unchanged
    return Failure(
        outcome="failed", detail="the server answered 304", status=reply.status
    )


def missing(failure: Failure, words: str) -> Failure:
    """Call it an answer where the server says that there is no such address."""
    if failure.status not in _NOT_FOUND or failure.outcome == "blocked":
        return failure
    return replace(failure, outcome="gone", detail=f"{words} ({failure.status})")


def in_polls(failure: Failure, *, now: datetime) -> Failure:
    """Give a failure of a reader a word of `polls.outcome`."""
    answer = decide.feed_reply(failure, body_hash=None, now=now)
    return answer if isinstance(answer, Failure) else failure


def gaps_of(flags: Iterable[str]) -> list[str]:
    """Say in words what the flags of a document mean for what it may lack."""
    return [_GAPS.get(flag, flag) for flag in flags if flag != _HARMLESS]


def json_of(reply: Reply) -> Any | None:  # noqa: ANN401 - anything may come
    """Read JSON, also with raw controls and wrong escapes in it; None if it is none."""
    if len(reply.body) > LARGEST:
        return None
    text = decode(reply.body, reply.headers.get("content-type"))
    for version in (text, _ESCAPE.sub(_sound, text)):
        try:
            return json.loads(version, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def sentence(reply: Reply) -> str:
    """Give what an answer says to a reader, on one line; or what it is."""
    content_type = reply.headers.get("content-type")
    said = clean(plain(decode(reply.body[:_LOOKED_AT], content_type)))
    short = said[:LONGEST_SENTENCE]
    if len(reply.body) > LARGEST:
        return f"more than {LARGEST} bytes"
    return short if said else what_came(reply.body, content_type)


def counted(number: int, one: str, many: str) -> str:
    """Say how many there are.

    >>> counted(1, "post", "posts"), counted(1200, "post", "posts")
    ('1 post', '1,200 posts')
    """
    return f"{number:,} {one if number == 1 else many}"


def moment(digits: str) -> datetime | None:
    """Read the fourteen digits of a time in UTC; None if there is no such time."""
    if not _FOURTEEN.fullmatch(digits):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _sound(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 else r"\\"
