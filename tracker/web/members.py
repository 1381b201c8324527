"""The bytes of a stream unpacked piece by piece, and read on behind what is damaged."""

import zlib
from collections.abc import Callable
from typing import Protocol, cast

# So much is read at once, and so much unpacked: most pages come in one piece.
READ = 2**16
PIECE = 2**18
# So much is kept, as it was packed, of the member that is being unpacked: where it
# turns out to be damaged, others may begin in there.
KEPT = 2**20
# RFC 1952 section 2.3: two bytes by which gzip is known, then the one method there is.
_GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_GZIP_WITH_HEADER = 31
# So many bytes of a member are enough to see how what is packed in it begins.
_LONGEST_START = 2**12


class Stream(Protocol):
    """A file opened for bytes, or a pipe; it is never asked to go back."""

    def read(self, size: int, /) -> bytes:
        """Read so many bytes, or fewer; none at the end."""
        ...


class Unpacker(Protocol):
    """Unpacks one member, as an object of zlib does."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was read, and its checksum is right."""
        ...

    @property
    def unused_data(self) -> bytes:
        """Bytes that were given and stand behind the end."""
        ...

    @property
    def unconsumed_tail(self) -> bytes:
        """Bytes that were given and not taken, because enough came out."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack what follows, up to so many bytes."""
        ...


Begin = Callable[[int], Unpacker]
Errors = tuple[type[Exception], ...]


def plain_zlib() -> tuple[Begin, Errors]:
    """Give what begins to unpack with zlib, and what that raises on damaged data."""
    return zlib.decompressobj, (zlib.error,)


def fastest() -> tuple[Begin, Errors]:
    """Give the same as `plain_zlib` in half the time, where isal is installed."""
    try:
        from isal import igzip_lib, isal_zlib  # noqa: PLC0415 - it may not be there
    except ImportError:
        return plain_zlib()
    # a class, whatever its stub says
    return isal_zlib.decompressobj, (cast("type[Exception]", igzip_lib.IsalError),)


class BrokenError(Exception):
    """What is behind the bytes so far cannot be read on; says why, and where."""

    def __init__(self, why: str, place: int) -> None:
        super().__init__(why)
        self.place = place


class StoppedError(Exception):
    """Somebody asked to stop."""


class Members:
    """Unpacks a stream of gzip members, or hands on one that is not packed.

    Where `piece` raises BrokenError it may be called again: it goes on with the next
    member whose bytes begin with `mark`. Holds KEPT and some pieces at most. `taken`
    counts the bytes of the stream that were used up. `stopped` is asked as often as
    bytes are read or unpacked; then StoppedError is raised.
    """

    def __init__(
        self,
        stream: Stream,
        *,
        mark: bytes,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._begin, self._errors = fastest()
        # A pipe would keep us waiting for as much as we could take.
        self._read = getattr(stream, "read1", stream.read)
        self._mark, self._stopped = mark, stopped
        self._raw = b""
        self._ended = False
        self._why_ended = ""  # where it is not the end of the stream
        self._member: Unpacker | None = None
        self._kept = bytearray()
        self._is_lost = False
        self._is_packed: bool | None = None  # None: nothing was read yet
        self._begins = self.taken = 0

    def piece(self) -> bytes | None:
        """Give the next bytes; none at the end of a member, None at that of the stream.

        Raises BrokenError for damaged data, where it ends within a member, and once at
        the end of a stream that could not be read further.
        """
        self._heed_stop()
        found = self._piece()
        if found is None and self._why_ended:
            why, self._why_ended = self._why_ended, ""
            raise BrokenError(why, self.taken)
        return found

    def _piece(self) -> bytes | None:
        if self._is_packed is None:
            self._fill(len(_GZIP))
            self._is_packed = self._raw.startswith(_GZIP)
        if not self._is_packed:
            return self._plain()
        if self._is_lost and not self._found_again():
            return None
        if self._member is None:
            if not self._fill(len(_MEMBER)) and not self._raw:
                return None
            if len(self._raw) < len(_MEMBER) and _MEMBER.startswith(self._raw):
                raise self._broken(self._cut())
            if not self._raw.startswith(_MEMBER):
                raise self._broken("what stands here is not packed with gzip")
            self._open()
        try:
            return self._unpacked()
        except self._errors as error:
            raise self._broken("the gzip data is damaged") from error

    def place_of(self, left: int) -> int:
        """Say where in the stream the last `left` bytes stand that were given.

        Of what is packed it is the beginning of their member.
        """
        return self._begins if self._is_packed else self.taken - left

    def _plain(self) -> bytes | None:
        self._fill(1)
        data, self._raw = self._raw, b""
        self.taken += len(data)
        return data or None

    def _unpacked(self, most: int = PIECE) -> bytes:
        """Unpack some bytes of this member; none at its end."""
        member = self._member
        if member is None:
            return b""
        while True:
            if member.eof:
                self._member = None
                return b""
            at_end = not self._fill(1)
            data = member.decompress(self._raw, most)
            rest = member.unused_data if member.eof else member.unconsumed_tail
            self._use(len(self._raw) - len(rest))
            if data:
                return data
            if at_end and not member.eof:
                raise self._broken(self._cut())

    def _cut(self) -> str:
        why, self._why_ended = self._why_ended, ""
        return why or "the file ends within a record that is packed"

    def _open(self) -> None:
        self._member = self._begin(_GZIP_WITH_HEADER)
        self._kept.clear()
        self._begins = self.taken

    def _use(self, count: int) -> None:
        self._kept += self._raw[:count]
        if len(self._kept) > KEPT:
            del self._kept[:-KEPT]
        self._raw = self._raw[count:]
        self.taken += count

    def _broken(self, why: str) -> BrokenError:
        """Go back to what follows the first byte of this member, to look for others."""
        place = self._begins if self._member else self.taken
        self._is_lost, self._member = True, None
        self.taken -= len(self._kept)
        self._raw = bytes(self._kept) + self._raw
        self._kept.clear()
        self._skip(1)
        return BrokenError(why, place)

    def _skip(self, count: int) -> None:
        self._raw = self._raw[count:]
        self.taken += count

    def _found_again(self) -> bool:
        """Find the next member that begins as it should; False at the end."""
        place = 0
        while True:
            place = self._raw.find(_MEMBER, place)
            if place < 0:
                # one may begin in the last bytes
                self._skip(max(0, len(self._raw) - len(_MEMBER) + 1))
                if not self._fill(len(_MEMBER)):
                    return False
                place = 0
                continue
            if len(self._raw) - place < _LONGEST_START and not self._ended:
                # What is passed is dropped, however many only look like one.
                self._skip(place)
                self._fill(_LONGEST_START)
                place = 0
            if self._is_one(place):
                self._skip(place)
                self._is_lost = False
                self._open()
                return True
            place += 1

    def _is_one(self, place: int) -> bool:
        """Whether the bytes of the member that begins there begin with the mark."""
        member, begun = self._begin(_GZIP_WITH_HEADER), b""
        start = self._raw[place : place + _LONGEST_START]
        try:
            begun = member.decompress(start, len(self._mark))
        except self._errors:
            return False
        return begun == self._mark

    def _fill(self, least: int) -> bool:
        """Have so many bytes at hand, if the stream has; whether it had."""
        while len(self._raw) < least and not self._ended:
            self._heed_stop()
            try:
                read = self._read(READ)
            except (OSError, ValueError) as error:
                read = b""
                self._why_ended = f"it cannot be read any further: {error}"
            self._ended = not read
            self._raw += read
        return len(self._raw) >= least

    def _heed_stop(self) -> None:
        if self._stopped():
            raise StoppedError
