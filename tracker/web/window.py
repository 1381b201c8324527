"""The stretch of a WARC file that is unpacked and not used yet."""

import re
from collections.abc import Callable

from tracker.web.members import Members, Stream

MARK = b"WARC/"  # begins every record
_VERSION = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n")
_LONGEST_VERSION = 32
_LINE_ENDS = re.compile(rb"[\r\n]*+")


class FormError(Exception):
    """The bytes that follow are not what a WARC file has there."""


class CutError(FormError):
    """The file ends within a record."""


class Window:
    """Shows the next bytes of a file; `at_edge`: a member ends with them.

    Files are mostly packed record by record, so that an edge tells where a record ends,
    whatever its header says. All that unpacks raises BrokenError on damage,
    and StoppedError where it is `stopped`.
    """

    def __init__(self, stream: Stream, *, stopped: Callable[[], bool]) -> None:
        self._members = Members(stream, mark=MARK, stopped=stopped)
        self._buffer, self._at = b"", 0
        self.at_edge = self.at_end = False

    @property
    def place(self) -> int:
        """The byte of the file at which it stands, or near which, if that is packed."""
        return self._members.place_of(self.left)

    @property
    def left(self) -> int:
        """How many bytes can be seen."""
        return len(self._buffer) - self._at

    def starts(self, prefix: bytes) -> bool:
        """Whether the next bytes are these."""
        return self._buffer.startswith(prefix, self._at)

    def may_begin(self) -> bool:
        """Whether another record may begin here, or nothing follows."""
        return self.starts(MARK[: self.left])

    def find(self, pattern: re.Pattern[bytes], start: int) -> tuple[int, int] | None:
        """Find a pattern from so many bytes on; where it begins and ends."""
        found = pattern.search(self._buffer, self._at + start)
        return (found.start() - self._at, found.end() - self._at) if found else None

    def version(self) -> int | None:
        """Give the length of the first line of a record; None where there is none."""
        while (found := _VERSION.match(self._buffer, self._at)) is None:
            if not self.may_begin() or self.left > _LONGEST_VERSION:
                return None
            self.more_of_record()
        return found.end() - self._at

    def take(self, length: int) -> bytes:
        """Give so many bytes of a record; raises FormError where it has fewer."""
        parts: list[bytes] = []
        while length > self.left:
            parts.append(self._rest())
            length -= self.left
            self._at = len(self._buffer)
            try:
                self.more_of_record()
            except CutError:
                # With a wrong length, what was taken so far holds the next ones.
                self._buffer, self._at = b"".join(parts), 0
                raise
        self._at += length
        last = self._buffer[self._at - length : self._at]
        return b"".join((*parts, last)) if parts else last

    def skip(self, length: int) -> None:
        """Pass over so many bytes of a record; raises FormError where it has fewer."""
        while length > self.left:
            length -= self.left
            self._at = len(self._buffer)
            self.more_of_record()
        self._at += length

    def skip_seen(self, length: int) -> None:
        """Pass over so many bytes of those that can be seen."""
        self._at += min(length, self.left)

    def skip_blank_lines(self) -> None:
        """Pass over line ends that can be seen."""
        if found := _LINE_ENDS.match(self._buffer, self._at):
            self._at = found.end()

    def put_back(self, taken: bytes) -> None:
        """Show again what was taken."""
        self._buffer, self._at = taken + self._rest(), 0

    def forget(self) -> None:
        """Leave what can be seen, and go on behind the edge."""
        self._buffer, self._at, self.at_edge = b"", 0, False

    def more(self) -> bool:
        """Unpack more of this member; False at its end."""
        if self.at_edge or self.at_end:
            return False
        piece = self._members.piece()
        self.at_end, self.at_edge = piece is None, piece == b""
        if piece:
            rest = self._rest()
            self._buffer, self._at = rest + piece if rest else piece, 0
        return bool(piece)

    def have(self, count: int) -> None:
        """See so many bytes, if this member has them."""
        while self.left < count and self.more():
            pass

    def more_of_record(self) -> None:
        """Unpack more of this record, which may have been packed in parts."""
        if self.more():
            return
        if self.at_end:
            raise CutError("the file ends within a record")
        before = self._rest()
        self.forget()
        self.have(len(MARK))
        if self.starts(MARK):
            raise FormError("a record is shorter than it says")
        self.put_back(before)

    def to_next(self) -> None:
        """Go to where the next record should begin; raises EOFError at the end."""
        while not self.left:
            if self.at_edge:
                self.forget()
            if not self.more() and self.at_end:
                raise EOFError
            self.skip_blank_lines()

    def find_next(self) -> None:
        """Go to what looks like a record's beginning; raises EOFError at the end."""
        while (found := _VERSION.search(self._buffer, self._at)) is None:
            if self.at_edge:
                self.forget()
            self._at = max(self._at, len(self._buffer) - _LONGEST_VERSION)
            if not self.more() and self.at_end:
                raise EOFError
        self._at = found.start()

    def _rest(self) -> bytes:
        return self._buffer[self._at :]
