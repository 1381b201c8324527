"""WARC files as others write them, of pages that we make up."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2022-07-15T10:20:30Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file, and where each of its records ends in it."""

    data: bytes
    ends: tuple[int, ...]


def address(number: int) -> str:
    return f"https://bregu.example/lajme/{number}"


def page(number: int, words: int = 60) -> bytes:
    # Words that differ, so that packed ones are not all alike.
    text = " ".join(f"fjale{number * 7919 + place * 104729}" for place in range(words))
    return f"<html><title>Lajm {number}</title><p>{text}</p></html>".encode()


def written(
    pages: Iterable[tuple[str, bytes]],
    *,
    packed: bool = True,
    version: str = "WARC/1.0",
    status: str = "200 OK",
    headers: Sequence[tuple[str, str]] = HTML,
    fields: dict[str, str] | None = None,
) -> Written:
    """Write responses with warcio, one member each where they are packed."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version=version)
    ends = []
    for url, body in pages:
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": DATE, **(fields or {})},
            )
        )
        ends.append(out.tell())
    return Written(data=out.getvalue(), ends=tuple(ends))


def by_hand(
    block: bytes,
    *,
    kind: str = "response",
    length: int | None = None,
    version: str = "WARC/1.0",
    fields: Iterable[tuple[str, str]] = (),
    end: bytes = b"\r\n\r\n",
) -> bytes:
    """Write one record as it should not be written; a field may be left out as ''."""
    stated = {
        "WARC-Type": kind,
        "WARC-Target-URI": address(1),
        "WARC-Date": DATE,
        "WARC-Record-ID": "<urn:uuid:5e7a0a3c-0000-4000-8000-000000000001>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
        **dict(fields),
    }
    lines = [version, *(f"{name}: {text}" for name, text in stated.items() if text)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + end


def answer(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    lines = [status, *(headers or ("Content-Type: text/html",))]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
