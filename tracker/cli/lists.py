"""Lists of addresses that people keep, and that other tools give out."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.core import urls
from tracker.errors import InputError
from tracker.model import FeedEntry

_TABLES = (".csv", ".tsv")
_DELIMITERS = ",;\t"
# What Excel writes above a table: its delimiter.
_SEP = re.compile(r"sep=([^\r\n\"])(?=[\r\n]|\Z)", re.IGNORECASE)
# A table of one column: commas in its addresses part nothing.
_NONE = "\x1f"
# What the columns are called by spreadsheets of our own, Media Cloud, and databases of
# newspapers; the first that is there is taken.
_URL = ("url", "link", "article url", "article link", "permalink")
_TITLE = ("title", "headline", "titulli")
_DATE = ("publish_date", "published", "publication date", "pub_date", "date", "data")
# Columns that may hold the addresses under another name.
_LIKE_URL = re.compile(r"url|link|href|address|adres", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list held: entries, their addresses canonical; a line on each bad one."""

    entries: tuple[FeedEntry, ...]
    skipped: tuple[str, ...]


def read_list(path: Path) -> Listed:
    """Read a list: one address a line, or a table with a column `url`.

    A table is what spreadsheets save as .csv or .tsv, with commas, semicolons or tabs;
    what it says of title and date is taken along.
    """
    text = _read(path)
    is_table = path.suffix.lower() in _TABLES
    found: list[FeedEntry] = []
    skipped: list[str] = []
    for line, row in _rows(text, path) if is_table else _lines(text):
        try:
            address = urls.canonical(row.url)
        except ValueError as error:
            what = f"{row.url}: {error}" if row.url else "no address"
            skipped.append(f"{path}:{line}: {what}; skipped")
        else:
            found.append(
                FeedEntry(
                    key=address, url=address, title=row.title, published=row.published
                )
            )
    return Listed(tuple(found), tuple(skipped))


def read_bytes(path: Path) -> bytes:
    """Read a file; InputError says why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class _Row:
    url: str
    title: str | None = None
    published: str | None = None


def _lines(text: str) -> Iterator[tuple[int, _Row]]:
    """Yield number and address of each line that is no comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, _Row(line.strip())


def _rows(text: str, path: Path) -> Iterator[tuple[int, _Row]]:
    """Yield number of the last line, and contents, of each row that is not empty."""
    rows = _numbered(text, path)
    names = _header(row for _, row in rows)
    at = _url_column(names, path)
    title, date = _column(names, _TITLE), _column(names, _DATE)
    for line, row in rows:
        if any(cell.strip() for cell in row):
            yield (
                line,
                _Row(_cell(row, at) or "", _cell(row, title), _cell(row, date)),
            )


def _numbered(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its last line; InputError names the first of a bad one.

    A quotation mark that is not closed takes the rows behind it for its text, so
    nothing is read as it might have been meant.
    """
    sep = _SEP.match(text)
    delimiter = sep[1] if sep else _delimiter(text)
    if sep is not None:
        text = text[sep.end() :]  # an empty line is left, so that numbers hold
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            is_open = rows.line_num > line or "end of data" in str(error)
            told = "a quotation mark is not closed" if is_open else error
            raise InputError(
                f"{path}:{line}: cannot be read as a table: {told}; mend this line, or"
                " save it as CSV again"
            ) from error
        yield rows.line_num, row


def _cell(row: Sequence[str], at: int | None) -> str | None:
    return row[at].strip() or None if at is not None and at < len(row) else None


def _delimiter(text: str) -> str:
    """Choose what parts the header best, if possible into a column `url` and others."""

    def fit(delimiter: str) -> tuple[bool, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            header = _header(rows)
        except csv.Error:
            return False, 0
        return _column(header, _URL) is not None, len(header)

    best = max(_DELIMITERS, key=fit)
    return best if fit(best)[1] > 1 else _NONE


def _header(rows: Iterator[list[str]]) -> list[str]:
    return [name.strip() for name in next((row for row in rows if any(row)), [])]


def _column(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    lower = [name.lower() for name in names]
    return next((lower.index(name) for name in wanted if name in lower), None)


def _url_column(names: Sequence[str], path: Path) -> int:
    at = _column(names, _URL)
    if at is not None:
        return at
    like = next((name for name in names if _LIKE_URL.search(name)), None)
    remedy = f"rename '{like}' to url" if like else "name that of the addresses so"
    raise InputError(
        f"{path}: needs a column named url; its columns: {', '.join(names) or 'none'};"
        f" {remedy}"
    )


def _read(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not a text file in UTF-8; save it so (in Excel: CSV UTF-8)"
        ) from error
