"""A result as bytes of a format, and files that are whole or not there."""

from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from tracker.errors import InputError
from tracker.model import Result
from tracker.report.asked import Asked
from tracker.report.card import Card
from tracker.report.files import WRITERS, to_parquet
from tracker.report.html import to_html
from tracker.report.sidecar import about, as_json, sidecar

# Without it Excel reads UTF-8 as the old code page of the machine.
EXCEL_MARK = b"\xef\xbb\xbf"
FILES = (*WRITERS, "xlsx", "html")
# What is no text cannot stand on a screen.
BINARY = ("parquet", "xlsx")
# Beside data.csv: data.csv.method.json.
BESIDE = ".method.json"


def written(
    result: Result, format_: str, asked: Asked, card: Card | None, *, zone: str
) -> bytes:
    """Write a result in one of FILES; it holds the card where the format can."""
    match format_:
        case "html":
            return to_html(result, asked, zone=zone, card=card)
        case "xlsx":
            from tracker.report.workbook import to_xlsx  # noqa: PLC0415 - 0.1 s

            return to_xlsx(result, asked, zone=zone, card=card)
        case "parquet":
            return to_parquet(result, about=as_json(about(result, asked, card)))
        case _:
            return WRITERS[format_](result)


def write_with_method(
    output: Path, data: bytes, result: Result, asked: Asked, card: Card | None
) -> Path | None:
    """Write the data, and beside it how it was made; return the path of the latter.

    A device or a pipe, such as /dev/stdout, gets the data only. What cannot be written
    raises InputError.
    """
    if is_device(output):
        write_whole({output: data})
        return None
    beside = _named(output, BESIDE)
    told = sidecar(about(result, asked, card), data, name=output.name)
    write_whole({beside: told, output: data})
    return beside


def _named(path: Path, ending: str) -> Path:
    """Name a file beside another one."""
    if S_ISDIR(_mode(path)):
        raise InputError(f"{path}: cannot be written: Is a directory; name a file")
    return path.with_name(f"{path.name}{ending}")


def is_device(path: Path) -> bool:
    """Whether writing to this path leaves no file: a device or a pipe."""
    mode = _mode(path)
    return mode != 0 and not S_ISREG(mode) and not S_ISDIR(mode)


def _mode(path: Path) -> int:
    """Say what stands at a path, as os.stat does; 0 where nothing can be seen."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def write_whole(files: dict[Path, bytes]) -> None:
    """Write files that are whole or not there; older ones stay until then.

    All are written before the first takes its name. Where a later one cannot, those
    that did are taken away again: better none than one that tells of another.
    """
    unfinished = {
        path: path if is_device(path) else _named(path, ".part") for path in files
    }
    done: list[Path] = []
    at = Path()
    try:
        for at, data in files.items():
            unfinished[at].write_bytes(data)
        for at, part in unfinished.items():
            if part != at:
                part.replace(at)
                done.append(at)
    except OSError as error:
        for path, part in unfinished.items():
            if part != path:
                _remove(part)
        for path in done:
            _remove(path)
        raise InputError(f"{at}: cannot be written: {error.strerror}") from error


def _remove(path: Path) -> None:
    with suppress(OSError):  # where nothing could be written, nothing can be removed
        path.unlink()
