"""What a server sent, out of the bytes that an archive keeps of it."""

import re
import zlib
from collections.abc import Mapping

from tracker.model import Failure, Reply
from tracker.web.body import CODINGS

# Headers of real answers take some kilobytes; browsers refuse a quarter of a megabyte.
LONGEST_HEAD = 2**18

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
# How documents begin that were unpacked before they were kept, whatever they say.
_UNPACKED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:[!?]|html|head|body)", re.IGNORECASE)
_OK = 200


class _LeftOutError(Exception):
    """A body that cannot be taken; carries why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


def reply_of(message: bytes, *, url: str, largest: int) -> Reply | Failure:
    """Read an HTTP answer (RFC 9112) as it was kept; `largest` bounds its body.

    Chunks are joined and gzip is unpacked, where that was not done before it was kept.
    What is cut, packed otherwise or too large is a Failure.
    """
    status = _STATUS.match(message)
    if status is None:
        return Failure(outcome="failed", detail="the record holds no answer of HTTP")
    end = _END.search(message, status.end(), LONGEST_HEAD)
    if end is None and len(message) >= LONGEST_HEAD:
        return Failure(outcome="failed", detail="the headers of the answer do not end")
    head = message[: end.start()] if end else message
    code, headers = int(status[1]), headers_of(head.partition(b"\n")[2])
    body = message[end.end() :] if end else b""
    try:
        body = _unpacked(_whole(body, headers, code), headers, largest)
    except _LeftOutError as error:
        return error.failure
    return Reply(asked=url, url=url, status=code, headers=headers, body=body)


def too_large(largest: int) -> Failure:
    """Say that a page is larger than we read."""
    return Failure(
        outcome="too_large", detail=f"the page is larger than {largest} bytes"
    )


def headers_of(lines: bytes) -> dict[str, str]:
    """Give header fields by their names in lower case, as latin-1 (RFC 9110 5.5).

    Repeated fields are joined with a comma, folded lines with a blank; what is no
    field is left out.
    """
    found: dict[str, str] = {}
    for line in _FOLDED.sub(b" ", lines).split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            key, text = name.decode("latin-1").strip().lower(), value.decode("latin-1")
            text = text.strip()
            found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _whole(body: bytes, headers: Mapping[str, str], status: int) -> bytes:
    """Join chunks, and see that nothing is missing."""
    coding = headers.get("transfer-encoding", "").lower()
    if "chunked" in coding and _CHUNK.match(body):
        return _joined(body)
    length = headers.get("content-length", "")
    if status == _OK and length.isdecimal() and len(body) < int(length[:20]):
        detail = f"the archive has {len(body)} of its {length} bytes"
        raise _LeftOutError(Failure(outcome="failed", detail=detail, status=status))
    return body


def _joined(body: bytes) -> bytes:
    """Join chunks (RFC 9112 section 7.1); the fields that may follow are left out."""
    parts: list[bytes] = []
    place = 0
    while (found := _CHUNK.match(body, place)) is not None:
        size, place = int(found[1], 16), found.end()
        if size == 0:
            return b"".join(parts)
        if place + size > len(body):
            break
        parts.append(body[place : place + size])
        place += size
        place += 2 if body.startswith(b"\r\n", place) else body.startswith(b"\n", place)
    raise _LeftOutError(
        Failure(outcome="failed", detail="the archive's copy is cut, or its chunks are")
    )


def _unpacked(body: bytes, headers: Mapping[str, str], largest: int) -> bytes:
    coding = headers.get("content-encoding", "").strip().lower()
    is_plain = "gzip" not in coding or not body.startswith(b"\x1f\x8b")
    if coding not in CODINGS and not _UNPACKED.match(body):
        detail = f"the page is packed as {coding[:40]!r}, which is not unpacked here"
        raise _LeftOutError(Failure(outcome="failed", detail=detail))
    if not is_plain and coding in CODINGS:
        body = _gunzipped(body, largest)
    if len(body) > largest:
        raise _LeftOutError(too_large(largest))
    return body


def _gunzipped(body: bytes, largest: int) -> bytes:
    unpack = zlib.decompressobj(31)
    try:
        found = unpack.decompress(body, largest + 1)
    except zlib.error as error:
        detail = "the page says gzip, and is not, or is damaged"
        raise _LeftOutError(Failure(outcome="failed", detail=detail)) from error
    if len(found) <= largest and (not unpack.eof or unpack.unused_data):
        detail = "the gzip stream of the page is cut, or something follows it"
        raise _LeftOutError(Failure(outcome="failed", detail=detail))
    return found
