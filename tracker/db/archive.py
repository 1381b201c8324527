"""The archive: pages that are kept, as their servers sent them, in WARC files.

WARC/1.1 (ISO 28500:2017), each record a gzip member of its own, so that readers can
jump and a crash costs the last member at most. What is in the database is here first:
a page is on the disk before its outcome is written to the outbox.
"""

import base64
import gzip
import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from io import FileIO
from pathlib import Path
from uuid import uuid4

from tracker.db.durable import is_full, sync_folder
from tracker.db.faults import FullDiskError
from tracker.errors import StoreError
from tracker.model import PageVisit, Reply

# Named fields of our own (5.1 of the standard lets readers ignore what they do not
# know): when the page was read, to the microsecond, as in `versions.seen_at`; and the
# address in the ledger, where another one answered.
READ_AT = "WARC-Tracker-Read-At"
PAGE = "WARC-Tracker-Page"
# Where pywb and Heritrix, too, put a header that does not fit the stored body.
ORIGINAL = "x-archive-orig-"
SUFFIX = ".warc.gz"

# A usual size of WARC files: copied in minutes, and few enough.
LARGEST_FILE = 1_000_000_000

_CONFORMS_TO = (
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
)
# Of the bytes on the wire; what is stored is unpacked.
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class Archive:
    """A folder of WARC files; several threads may write to it.

    The first page begins a file of this process, and so does one that finds the file
    larger than `largest` bytes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        program: str,
        contact: str | None,
        clock: Callable[[], datetime],
        largest: int = LARGEST_FILE,
    ) -> None:
        self.folder = folder
        self._program, self._contact = program, contact
        self._clock, self._largest = clock, largest
        self._lock = threading.Lock()
        self._file: FileIO | None = None
        self._size = 0  # of what is safe in the file
        self._files = 0
        self._info = ""  # id of the record that describes the file

    def start(self) -> None:
        """Make the folder; raises StoreError when nothing can be written there."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / f"probe-{os.getpid()}.part"
            probe.write_bytes(b"?")
            probe.unlink()
        except OSError as error:
            raise _unwritable(self.folder, error, 1) from error

    def keep(self, reply: Reply, page: PageVisit, sent_at: datetime) -> None:
        """Write a page down for good: when this returns, it survives a crash.

        `sent_at` is when its outlet sent it, to us or to another archive. Raises
        StoreError, FullDiskError where there is no room, and leaves nothing half.
        """
        content = _http_message(reply)
        fields = {
            "WARC-Target-URI": reply.url,
            "WARC-Payload-Digest": _digest(reply.body),
            READ_AT: _spelt(page.checked_at or sent_at, "microseconds"),
        }
        if page.url != reply.url:
            fields[PAGE] = page.url
        with self._lock:
            try:
                self._append(content, fields, sent_at)
            except OSError as error:
                self._give_up()
                raise _unwritable(self.folder, error, len(content)) from error

    def close(self) -> None:
        """Close the file; the next page begins another one."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _append(
        self, content: bytes, fields: Mapping[str, str], sent_at: datetime
    ) -> None:
        if self._file is not None and self._size >= self._largest:
            self._file.close()
            self._file = None
        begins = self._file is None
        opening = b""
        if self._file is None:
            self._file, opening = self._begin()
        member = _member(
            "response",
            content,
            "application/http;msgtype=response",
            {**fields, "WARC-Warcinfo-ID": self._info},
            sent_at,
        )
        left = memoryview(opening + member)
        while left:
            left = left[self._file.write(left) :]
        os.fsync(self._file.fileno())
        if begins:
            sync_folder(self.folder)
        self._size += len(opening) + len(member)

    def _begin(self) -> tuple[FileIO, bytes]:
        """Open a file of a new name; give it and the record that describes it."""
        now = self._clock().astimezone(UTC)
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            self._files += 1
            name = f"tracker-{now:%Y%m%dT%H%M%SZ}-{os.getpid()}-{self._files:05d}"
            path = self.folder / f"{name}{SUFFIX}"
            try:
                file = path.open("xb", buffering=0)
            except FileExistsError:
                continue
            break
        self._size, self._info = 0, _identifier()
        told = {
            "software": f"tracker/{self._program}",
            "format": "WARC File Format 1.1",
            "conformsTo": _CONFORMS_TO,
            "robots": "obey",
        }
        if self._contact:
            told["operator"] = self._contact
        content = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        fields = {"WARC-Record-ID": self._info, "WARC-Filename": path.name}
        opening = _member(
            "warcinfo", content.encode(), "application/warc-fields", fields, now
        )
        return file, opening

    def _give_up(self) -> None:
        """Take a half-written member away, and leave this file alone from now on."""
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError):
            file.truncate(self._size)
            if not self._size:
                Path(file.name).unlink()
        with suppress(OSError):
            file.close()


def _member(
    kind: str,
    content: bytes,
    content_type: str,
    fields: Mapping[str, str],
    at: datetime,
) -> bytes:
    """Give a whole record, packed."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": _identifier(),
        "WARC-Date": _spelt(at, "seconds"),
        **fields,
        "WARC-Block-Digest": _digest(content),
        "Content-Type": content_type,
        "Content-Length": str(len(content)),
    }
    lines = "".join(f"{name}: {_line(value)}\r\n" for name, value in head.items())
    record = b"WARC/1.1\r\n" + lines.encode(errors="replace") + b"\r\n"
    return gzip.compress(record + content + b"\r\n\r\n", compresslevel=6, mtime=0)


def _http_message(reply: Reply) -> bytes:
    """Give status, headers and body as one message that a reader can take apart.

    What the wire added or packed has been undone, so the headers that told of it are
    kept under other names.
    """
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {reply.status} {phrase}"]
    for name, value in reply.headers.items():
        kept = f"{ORIGINAL}{name}" if name in _OF_THE_WIRE else name
        lines.append(f"{kept}: {_line(value)}")
    lines.append(f"content-length: {len(reply.body)}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("latin-1", errors="replace") + reply.body


def _line(value: str) -> str:
    """Keep a value on its line."""
    return " ".join(value.splitlines())


def _identifier() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _digest(content: bytes) -> str:
    sha1 = hashlib.sha1(content, usedforsecurity=False)
    return f"sha1:{base64.b32encode(sha1.digest()).decode()}"


def _spelt(at: datetime, precision: str) -> str:
    """Give a UTC time as W3C's profile of ISO 8601 has it."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision)}Z"


def _unwritable(folder: Path, error: OSError, size: int) -> StoreError:
    reason = error.strerror or str(error)
    if is_full(error):
        return FullDiskError(
            f"{folder}: the disk is full ({reason}); a page of {size:,} bytes could not"
            " be archived. Make room, then start again: it is fetched once more"
        )
    return StoreError(
        f"{folder}: cannot archive a page of {size:,} bytes ({reason}); change its"
        " permissions, or name another place or null under `archive:`, then start again"
    )
