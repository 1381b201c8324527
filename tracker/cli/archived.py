"""The pages in the archive, in the order in which they were written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.db.archive import PAGE, READ_AT, SUFFIX
from tracker.errors import InputError
from tracker.model import Reply
from tracker.web.warc import Damaged, Record, read_records

# Bytes: no page that was kept is larger, whatever `max_bytes` was at that time.
LARGEST_PAGE = 100_000_000
_READ_ON = "what is behind it was read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A page as it was read at `read_at`; `address` is the one in the ledger."""

    address: str
    read_at: datetime
    reply: Reply


def archive_files(folder: Path) -> tuple[Path, ...]:
    """Name the files of an archive, oldest first.

    Raises InputError where there is none.
    """
    found = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    if not found:
        raise InputError(
            f"{folder}: no page is archived there yet (`archive:` in the"
            " configuration); those of the next crawl will be"
        )
    return tuple(found)


def archived_pages(
    path: Path, *, stopped: Callable[[], bool], on_damage: Callable[[str], object]
) -> Iterator[ArchivedPage]:
    """Read those pages of a file that this program archived, in constant memory.

    `on_damage` hears in a sentence what could not be read, and whether more was.
    """
    try:
        with path.open("rb") as stream:
            for found in read_records(
                stream,
                wanted=lambda _url: True,
                largest=LARGEST_PAGE,
                stopped=stopped,
            ):
                if isinstance(found, Damaged):
                    after = "nothing more of it was read" if found.ends else _READ_ON
                    on_damage(f"{path.name}, {found.where}: {found.what}; {after}")
                elif page := _page(found):
                    yield page
    except OSError as error:
        on_damage(f"{path.name}: cannot be read ({error.strerror or error})")


def _page(record: Record) -> ArchivedPage | None:
    """Give a page of ours; None for what another program wrote."""
    fields = record.fields
    try:
        read_at = datetime.fromisoformat(fields.get(READ_AT.lower(), ""))
    except ValueError:
        return None
    if not isinstance(record.reply, Reply) or read_at.tzinfo is None:
        return None
    return ArchivedPage(
        address=_text(fields.get(PAGE.lower(), "")) or record.reply.url,
        read_at=read_at.astimezone(UTC),
        reply=record.reply,
    )


def _text(field: str) -> str:
    """Read a field, which is UTF-8 in WARC/1.1, out of its bytes as latin-1."""
    return field.encode("latin-1").decode(errors="replace")
