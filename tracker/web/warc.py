"""The pages in a WARC file (ISO 28500, WARC/1.0 and 1.1), read on behind damage."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.model import Failure, Reply
from tracker.web.captured import LONGEST_HEAD, headers_of, reply_of, too_large
from tracker.web.members import BrokenError, StoppedError, Stream
from tracker.web.warcfields import (
    address_of,
    captured_at,
    is_page,
    length_of,
    unfinished,
)
from tracker.web.window import MARK, CutError, FormError, Window

# Headers of records take hundreds of bytes, an address in them some kilobytes.
LONGEST_FIELDS = 2**16
_END = re.compile(rb"\r?\n\r?\n")
# Stands behind each record.
_BLANK = b"\r\n\r\n"
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A page as an archive keeps it, or why that cannot be read.

    `captured_at` is when the archive saw it, in UTC; None: the record does not say, or
    not in earnest. Both addresses of `reply` are `url`. `fields` are those of the
    record's header by their names in lower case, as latin-1.
    """

    url: str
    captured_at: datetime | None
    reply: Reply | Failure
    fields: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A place of the file where something could not be read.

    `where` names the record, counted from 1, and the byte of the file near which it
    begins; `what` is what was met there. `ends`: nothing behind it could be read.
    """

    where: str
    what: str
    ends: bool = False


def read_records(
    stream: Stream,
    *,
    wanted: Callable[[str], bool],
    largest: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Record | Damaged]:
    """Read the pages of a WARC file, packed with gzip or not, in constant memory.

    `stream` may be a pipe. `wanted` is asked once for each page, by its address as it
    stands there, before anything of it is read; of what is larger than `largest` bytes
    nothing is kept. `stopped` is asked before each record and within large ones.
    Whatever stands in the file raises nothing; what cannot be read is said, once it is
    known whether there is more behind it, and reading goes on there.
    """
    reader = _Reader(stream, wanted=wanted, largest=largest, stopped=stopped)
    damage: Damaged | None = None
    is_empty = True
    while not stopped():
        try:
            found = reader.record()
        except StoppedError:
            break
        except EOFError:
            if is_empty:
                damage = Damaged(where="byte 0", what="the file is empty")
            if damage:
                yield replace(damage, ends=True)
            return
        is_empty = False
        if damage and (found or not reader.is_lost):
            yield damage
            damage = None
        if isinstance(found, Damaged):
            damage = found
        elif found:
            yield found
    if damage:
        yield damage


class _Reader:
    """Stands at a place in a file."""

    def __init__(
        self,
        stream: Stream,
        *,
        wanted: Callable[[str], bool],
        largest: int,
        stopped: Callable[[], bool],
    ) -> None:
        self._window = Window(stream, stopped=stopped)
        self._wanted, self._largest = wanted, largest
        # One damage is told once, however long it takes to find the next record.
        self.is_lost = False
        self._begins = self._records = self._damages = 0

    def record(self) -> Record | Damaged | None:
        """Read one record, None where it is passed over; raises EOFError at the end."""
        try:
            return self._record()
        except BrokenError as error:
            self._window.forget()
            damage, self._begins = str(error), error.place
        except FormError as error:
            damage = str(error)
        if self.is_lost:
            return None
        self.is_lost = True
        self._damages += 1
        number = self._records + self._damages
        where = f"record {number}, near byte {self._begins}"
        return Damaged(where=where, what=damage)

    def _record(self) -> Record | None:
        if self.is_lost:
            self._window.find_next()
        try:
            fields = self._fields()
        except CutError as error:
            raise self._no_record(str(error)) from error
        self.is_lost = False
        kind = fields.get("warc-type", "").lower()
        length = length_of(fields)
        holds_page = is_page(kind, fields)
        url = address_of(fields) if holds_page else ""
        if holds_page and self._wanted(url):
            reply = self._reply(kind, fields, length, url)
            found = Record(
                url=url, captured_at=captured_at(fields), reply=reply, fields=fields
            )
        else:
            found = None
            self._window.skip(length)
            self._end_record()
        self._records += 1
        return found

    # --------------------------------------------------------------- its parts

    def _fields(self) -> dict[str, str]:
        """Read the header of a record; raises EOFError where no more follows."""
        self._window.skip_blank_lines()
        self._window.to_next()
        self._begins = self._window.place
        before = self._window.version()
        if before is None:
            if self._window.starts(_ZSTD):
                raise self._no_record(
                    "packed with zstd, which is not unpacked here; unpack it first: "
                    "zstd -dc FILE | tracker backfill INCIDENT --file -"
                )
            raise self._no_record("what stands here is no WARC record")
        while (end := self._window.find(_END, before)) is None:
            if self._window.left > LONGEST_FIELDS:
                break
            self._window.more_of_record()
        if end is None or end[1] > LONGEST_FIELDS:
            raise self._no_record("the header of a record has no end")
        fields = headers_of(self._window.take(end[1])[before : end[0]])
        if (
            "warc-type" not in fields
            or not fields.get("content-length", "").isdecimal()
        ):
            raise self._no_record("the header of a record lacks its type or length")
        return fields

    def _no_record(self, what: str) -> FormError:
        # What is looked for next must not be found here again.
        self._window.skip_seen(len(MARK))
        return FormError(what)

    def _reply(
        self, kind: str, fields: Mapping[str, str], length: int, url: str
    ) -> Reply | Failure:
        if length > self._largest + LONGEST_HEAD:
            self._window.skip(length)
            self._end_record()
            return too_large(self._largest)
        block = self._window.take(length)
        try:
            self._end_record()
        except FormError:
            # What was taken for one record may hold the next ones as well.
            self._window.put_back(block)
            raise
        if why := unfinished(fields):
            return too_large(self._largest) if why == "length" else _cut(why)
        if kind == "response":
            return reply_of(block, url=url, largest=self._largest)
        if len(block) > self._largest:
            return too_large(self._largest)
        headers = {"content-type": fields["content-type"]}
        return Reply(asked=url, url=url, status=200, headers=headers, body=block)

    def _end_record(self) -> None:
        """See that a record ends here: by blank lines, or another one, or nothing."""
        window = self._window
        window.have(len(_BLANK))
        if window.starts(_BLANK):
            window.skip_seen(len(_BLANK))
            if not window.left:
                window.more()  # the end of a member bears its checksum
            return
        while not window.at_edge and not window.at_end:
            window.skip_blank_lines()
            if window.left >= len(MARK):
                break
            window.more()
        window.skip_blank_lines()
        if not window.may_begin():
            raise FormError("a record is longer or shorter than it says")


def _cut(why: str) -> Failure:
    return Failure(
        outcome="failed", detail=f"the archive does not have the whole page: {why}"
    )
