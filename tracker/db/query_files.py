"""Query files: one SELECT under a strict header, found and read.

The header stands in `--` comments above the SQL, one key a line and nothing else:

    -- purpose: what is asked (may repeat)
    -- grain: one row per …
    -- param NAME TYPE: meaning          (TYPE? where it may be left out)
    -- column NAME TYPE: meaning
    -- example: tracker report NAME key=value
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import takewhile
from pathlib import Path

from tracker.errors import ReportError
from tracker.model import Column

# More would push the mistake itself off the screen.
NAMES_SHOWN = 12

_TYPES = ("varchar", "date", "timestamp", "double", "integer", "boolean")
_TEXT_KEY = re.compile(r"-- (purpose|grain|example): (\S.*)")
_TYPED_KEY = re.compile(
    r"-- (param|column) ([a-z][a-z0-9_]*) ([a-z\[\]]+)(\??): (\S.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter of a report.

    `type` is one of varchar, date, timestamp, double, integer, boolean.
    """

    name: str
    type: str
    optional: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One query file.

    `own`: from the analyst's own folder; `replaces` is then the shipped file of the
    same name, where there is one.
    """

    name: str
    path: Path
    purpose: str
    grain: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    example: str | None
    sql: str
    own: bool = False
    replaces: Path | None = None


# ---------------------------------------------------------------- find


def shipped() -> Path:
    """Return the folder of the shipped queries, in a wheel or in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "queries"
    return inside if inside.is_dir() else package.parent / "queries"


def folders(own: Path | None) -> tuple[Path, ...]:
    """Return the folders that hold reports, the one that wins first."""
    if own is None:
        return (shipped(),)
    if not own.is_dir():
        raise ReportError(
            f"{own}: there is no such folder; create it or correct 'queries' in the "
            "configuration"
        )
    return (own, shipped())


def names(own: Path | None) -> tuple[str, ...]:
    """Return the names of all reports, sorted."""
    return tuple(sorted(_paths(own)))


def reports(own: Path | None) -> tuple[Report, ...]:
    """Read every report, sorted by name; the analyst's own win."""
    return tuple(find(name, own) for name in names(own))


def find(name: str, own: Path | None) -> Report:
    """Read one report by its name."""
    found = _paths(own)
    if name not in found:
        raise ReportError(f"{name}: no such report{suggest(name, sorted(found))}")
    path, *others = found[name]
    is_own = own is not None and path.parent == own
    return load(path, own=is_own, replaces=others[0] if others else None)


@cache
def checks() -> tuple[Report, ...]:
    """Read the shipped checks, sorted by name; each must return no rows."""
    return tuple(load(path) for path in sorted((shipped() / "checks").glob("*.sql")))


def _paths(own: Path | None) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for folder in folders(own):
        for path in folder.glob("*.sql"):
            found.setdefault(path.stem, []).append(path)
    return found


# ---------------------------------------------------------------- load


def load(path: Path, *, own: bool = False, replaces: Path | None = None) -> Report:
    """Read one query file; an odd header raises with file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"{path}: cannot be read: {error}") from error
    lines = text.splitlines()
    header = list(takewhile(lambda line: line.startswith("--"), lines))
    said: dict[str, list[str]] = {"purpose": [], "grain": [], "example": []}
    params: list[Param] = []
    columns: list[Column] = []
    for at, line in enumerate(header, start=1):
        where = f"{path}:{at}"
        plain, typed = _TEXT_KEY.fullmatch(line), _TYPED_KEY.fullmatch(line)
        if plain:
            said[plain[1]].append(plain[2])
        elif typed and typed[1] == "param":
            params.append(_param(typed, {param.name for param in params}, where))
        elif typed and not typed[4]:
            columns.append(_column(typed, {column.name for column in columns}, where))
        else:
            raise ReportError(
                f"{where}: not a line of a header: {line!r}; it takes '-- purpose: …', "
                "'-- grain: …', '-- param NAME TYPE: …' (TYPE? if optional), "
                "'-- column NAME TYPE: …' and '-- example: …'"
            )
    _require(path, said, columns)
    return Report(
        name=path.stem,
        path=path,
        purpose=" ".join(said["purpose"]),
        grain=said["grain"][0],
        params=tuple(params),
        columns=tuple(columns),
        example=next(iter(said["example"]), None),
        sql=text,
        own=own,
        replaces=replaces,
    )


def _require(
    path: Path, said: Mapping[str, list[str]], columns: Collection[Column]
) -> None:
    for key in ("grain", "example"):
        if len(said[key]) > 1:
            raise ReportError(f"{path}:1: the header has '-- {key}: …' more than once")
    for key in ("purpose", "grain"):
        if not said[key]:
            raise ReportError(f"{path}:1: the header has no line '-- {key}: …'")
    if not columns:
        raise ReportError(f"{path}:1: the header has no line '-- column NAME TYPE: …'")


def _param(typed: re.Match[str], taken: Collection[str], where: str) -> Param:
    _, name, kind, optional, text = typed.groups()
    if name in taken:
        raise ReportError(f"{where}: param {name} is declared twice")
    if kind not in _TYPES:
        raise ReportError(
            f"{where}: param {name} has type {kind}; it can be {', '.join(_TYPES)}"
        )
    return Param(name=name, type=kind, optional=bool(optional), text=text)


def _column(typed: re.Match[str], taken: Collection[str], where: str) -> Column:
    _, name, kind, _, text = typed.groups()
    if name in taken:
        raise ReportError(f"{where}: column {name} is declared twice")
    return Column(name=name, type=kind, text=text)


def suggest(word: str, known: Collection[str]) -> str:
    """Name the nearest and the known names, as the tail of a message."""
    if not known:
        return "; none is known"
    nearest = get_close_matches(word, known, n=1)
    shown = list(known)[:NAMES_SHOWN]
    more = len(known) - len(shown)
    tail = f" and {more} more" if more else ""
    mean = f"; did you mean '{nearest[0]}'?" if nearest else ";"
    return f"{mean} known: {', '.join(shown)}{tail}"
