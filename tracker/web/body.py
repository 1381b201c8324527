"""Reads the body of a reply within bounds, on the wire and unpacked."""

import zlib
from typing import Literal

import httpx

# What we ask for and can bound; x-gzip is an old name (RFC 9110 section 8.4.1.3).
CODINGS = frozenset({"", "identity", "gzip", "x-gzip"})


class UnreadableError(Exception):
    """A body that cannot be taken; says why."""

    def __init__(
        self, detail: str, outcome: Literal["failed", "too_large"] = "failed"
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome


def read_body(
    answer: httpx.Response, *, most: int, first_bytes: int | None = None
) -> bytes:
    """Read and unpack a streamed reply, never holding more than `most` bytes of it.

    `first_bytes` stops after so many unpacked bytes, without complaint. Raises
    UnreadableError when it is packed otherwise than we asked, too large (on
    the wire or unpacked) or cut.
    """
    headers = headers_of(answer)
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise UnreadableError(
            f"the reply is packed as {coding[:40]!r}, which we did not ask for"
        )
    length = headers.get("content-length", "")
    too_large = UnreadableError(f"the reply is larger than {most} bytes", "too_large")
    if first_bytes is None and length.isdecimal() and int(length[:20]) > most:
        raise too_large
    unpack = zlib.decompressobj(31) if "gzip" in coding else None
    room = most if first_bytes is None else min(first_bytes, most)
    body, wire = bytearray(), 0
    for chunk in answer.iter_raw():  # no size here: with one, httpx waits for a block
        wire += len(chunk)
        body += _unpacked(unpack, chunk, room + 1 - len(body)) if unpack else chunk
        if max(wire, len(body)) > room:
            if first_bytes is None:
                raise too_large
            if len(body) > room or wire > most:
                return bytes(body[:room])
    if unpack and wire and (not unpack.eof or unpack.unused_data):
        raise UnreadableError("the gzip stream was cut, or something follows it")
    return bytes(body)


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(chunk, room)
    except zlib.error as error:
        raise UnreadableError("the reply says gzip and is not") from error


def headers_of(answer: httpx.Response) -> dict[str, str]:
    """Give the header fields by their names in lower case, as latin-1 (RFC 9110 5.5).

    Repeated fields are joined with a comma.
    """
    found: dict[str, str] = {}
    for name, value in answer.headers.raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
