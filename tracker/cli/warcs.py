"""WARC files of other archives: their pages of our outlets, without asking anybody."""

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from tracker.cli.joining import Workshop
from tracker.errors import InputError
from tracker.model import Poll, Search, SearchState, Visit
from tracker.pipeline.pages import PageReader
from tracker.pipeline.records import FileRead, RecordReader
from tracker.web.members import Stream
from tracker.web.warc import read_records

ITS_RECORDS = "the records of a file"
STDIN = "-"
# Seconds in which a request to end is heard while a pipe gives nothing.
_HEARS = 0.5


def read_warc(
    shop: Workshop,
    path: Path,
    *,
    run_id: str,
    incident: str,
    window: tuple[datetime, datetime],
    progress: Callable[[int, int], object],
) -> FileRead:
    """Read the pages of a file into the database; and note, of each outlet in it, so.

    `window` is the stretch for which the file was searched. Raises InputError where it
    cannot be opened.
    """
    config, tools = shop.config, shop.tools
    pages = PageReader(config, tools=tools, config_hash=shop.coding_hash)
    due = shop.store.due(now=tools.clock(), outlets=None, force=False)
    reader = RecordReader(
        config,
        name=path.name,
        run_id=run_id,
        config_hash=shop.coding_hash,
        known=due.known,
        tools=tools,
        may_contain=shop.may_contain,
        read_copy=pages.read_copy,
        progress=progress,
    )
    with _opened(path, tools.stop.is_set) as stream:
        found = reader.read(
            read_records(
                stream,
                wanted=reader.wanted,
                largest=config.crawl.max_bytes,
                stopped=tools.stop.is_set,
            )
        )
    if found.whole:
        for visit in _answers(path, found, run_id, incident, window, tools.clock()):
            tools.write(visit)
    shop.store.apply(now=tools.clock())
    return found


class _Pipe:
    """Standard input, which nobody waits for once told to stop: it ends there."""

    def __init__(self, descriptor: int, stopped: Callable[[], bool]) -> None:
        self._descriptor, self._stopped = descriptor, stopped

    def read(self, size: int, /) -> bytes:
        """Read what has come; waits for the first byte, as long as nobody stops."""
        while not self._stopped():
            if select.select([self._descriptor], [], [], _HEARS)[0]:
                return os.read(self._descriptor, size)
        return b""


@contextmanager
def _opened(path: Path, stopped: Callable[[], bool]) -> Iterator[Stream]:
    if str(path) == STDIN:
        # Windows can wait for sockets only.
        is_posix = os.name == "posix"
        stdin = sys.stdin.buffer
        yield _Pipe(stdin.fileno(), stopped) if is_posix else stdin
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    with stream:
        yield stream


def _answers(
    path: Path,
    found: FileRead,
    run_id: str,
    incident: str,
    window: tuple[datetime, datetime],
    now: datetime,
) -> Iterator[Visit]:
    """Yield what a file answers of each outlet: what it has, and never what not."""
    # a pipe has no name, and the next one is another file
    is_pipe = str(path) == STDIN
    listing = f"stdin:{run_id}" if is_pipe else path.resolve().as_uri()
    for outlet, records in sorted(found.records.items()):
        search = Search(
            incident=incident,
            outlet=outlet,
            via="warc",
            address=f"{listing}#{outlet}",
            listing=listing,
            from_at=window[0],
            to_at=window[1],
            query=ITS_RECORDS,
        )
        yield Visit(
            id=uuid4().hex[:16],
            run_id=run_id,
            feed=None,
            poll=Poll(
                polled_at=now,
                outcome="read",
                entries=records,
                new_entries=found.new.get(outlet, 0),
            ),
            pages=(),
            searches=(SearchState(search=search, outcome="read", entries=records),),
        )
