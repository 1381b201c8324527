"""Single values of a configuration: what each may look like.

Every function takes what the file holds, returns the value, and raises ValueError
with one sentence: what is wrong, and what to write instead.
"""

import ipaddress
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tracker.config.codes import (
    COUNTRIES,
    INSTEAD,
    LANGUAGES,
    SEAT_NOT_STATED,
)
from tracker.config.problems import suggestion
from tracker.core import urls
from tracker.model import EVERY

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DURATION = re.compile(
    r"(?:(?P<days>\d{1,6}(?:\.\d+)?)d)?(?:(?P<hours>\d{1,6}(?:\.\d+)?)h)?"
    r"(?:(?P<minutes>\d{1,6}(?:\.\d+)?)m)?(?:(?P<seconds>\d{1,6}(?:\.\d+)?)s)?",
    re.ASCII,
)
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?", re.ASCII)
_UNITS = {
    None: 1,
    "B": 1,
    "kB": 1_000,
    "KB": 1_000,
    "MB": 1_000_000,
    "GB": 1_000_000_000,
    "KiB": 1 << 10,
    "MiB": 1 << 20,
    "GiB": 1 << 30,
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
_ADDRESS = re.compile(r"(?P<scheme>https?://)(?:(?P<user>[^/?#@]*)@)?(?P<rest>.*)")
_PAIR = re.compile(r"\[?(?P<host>[0-9a-fA-F:.]+?)\]?:(?P<port>\d{1,5})", re.ASCII)
_LAST_PORT = 65_535
_LONGEST_ADDRESS = 2_048
_LONGEST_DURATION = timedelta(days=3_650)
# Events lie in living memory; other years are slips, and overflow elsewhere.
_YEARS = range(1900, 2101)
_D = TypeVar("_D", bound=date)


def text(value: str) -> str:
    """Read a text of one line that is not empty; blanks around it are taken off."""
    stripped = value.strip()
    if not stripped:
        raise ValueError("is empty; write a text")
    if any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in stripped):
        raise ValueError("contains a line break or control character; write one line")
    return stripped


def paragraph(value: str) -> str:
    """Read a text that may be empty or have several lines, joined by single blanks."""
    return text(" ".join(value.split())) if value.strip() else ""


def word(value: str) -> str:
    """Read a text without blanks."""
    if len(text(value).split()) > 1:
        raise ValueError("must be one word; phrases belong in 'names'")
    return text(value)


def acronym(value: str) -> str:
    """Read an acronym: it is found by its capitals, which no other word has."""
    read = word(value)
    rest = read[1:]
    if rest and rest == rest.lower() != rest.upper():
        lacks = "no capital" if read == read.lower() else "the capital of a word only"
        raise ValueError(
            f"'{read}' has {lacks}; write it as it is printed, such as"
            f" '{read.upper()}', or put it under 'names'"
        )
    return read


def identifier(value: str) -> str:
    """Read an id: it stands in tables, reports and on command lines."""
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError(
            f"'{value}' is not an id; use a to z, 0 to 9, - and _ , such as 'my-id'"
        )
    return value


def duration(value: object) -> timedelta:
    """Read a length of time such as 15m, 2s, 1h30m, 1d."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if found is None:
        raise ValueError(f"'{value}' is no length of time; write 2s, 15m, 1h30m or 1d")
    length = timedelta(**{u: float(n) for u, n in found.groupdict().items() if n})
    if length > _LONGEST_DURATION:
        raise ValueError(f"'{value}' is longer than ten years; write less")
    return length


def positive_duration(value: object) -> timedelta:
    """Read a length of time above zero."""
    length = duration(value)
    if not length:
        raise ValueError("must be longer than zero; write 2s or 15m")
    return length


def size(value: object) -> int:
    """Read a number of bytes, such as 10MB (decimal) or 10MiB (binary)."""
    is_written = isinstance(value, str | int) and not isinstance(value, bool)
    found = _SIZE.fullmatch(str(value)) if is_written else None
    number = int(float(found[1]) * _UNITS[found[2]]) if found else 0
    if not number:
        raise ValueError(f"'{value}' is no size above zero; write 500kB or 10MB")
    return number


def address(value: str) -> str:
    """Read an http or https address without user name that is not blocked."""
    _check_address(value)
    return value


def address_with_user(value: str) -> str:
    """Read an address that may carry `user:password@`, as subscribers' feeds do."""
    found = _ADDRESS.fullmatch(value)
    _check_address(found["scheme"] + found["rest"] if found else value)
    return value


def without_login(value: str) -> tuple[str, str | None]:
    """Part an address from its `user:password`, None where it has none."""
    found = _ADDRESS.fullmatch(value)
    if found is None or found["user"] is None:
        return value, None
    return found["scheme"] + found["rest"], found["user"]


def host(value: str) -> str:
    """Read a host, in lower case, with its port if that is not the usual one."""
    lowered = value.lower()
    if re.search(r"[/?#@]", lowered):
        raise ValueError(f"'{value}' is not a host; write only the name, m.example.org")
    _check_address(f"https://{lowered}/")
    return lowered


def _check_address(value: str) -> None:
    if urls.is_blocked(value):
        raise ValueError(
            f"an address of {urls.BLOCKED_DOMAINS[0]} is never fetched or stored,"
            " because leaked personal data is published there; take it out"
        )
    if len(value) > _LONGEST_ADDRESS:
        raise ValueError(f"is longer than {_LONGEST_ADDRESS} characters; shorten it")
    try:
        urls.canonical(value)
    except ValueError as error:
        raise ValueError(f"{error}; write it like https://lajme.example/") from error


def private_address(value: object) -> tuple[str, int]:
    """Read a pair such as 127.0.0.1:8800 of an address (never a name) and a port."""
    found = _PAIR.fullmatch(value) if isinstance(value, str) else None
    try:
        if found and 0 < int(found["port"]) <= _LAST_PORT:
            return str(ipaddress.ip_address(found["host"])), int(found["port"])
    except ValueError:
        pass
    raise ValueError(
        f"'{value}' is no address with a port; write 127.0.0.1:8800 (no names)"
    )


def country(value: str) -> str:
    """Read a country of ISO 3166, or ZZ where the seat is not stated."""
    if value not in COUNTRIES and value != SEAT_NOT_STATED:
        raise ValueError(
            f"'{value}' is not a country of ISO 3166; write two capitals, such as AL"
            " (XK: Kosovo, ZZ: seat not stated)"
        )
    return value


def language(value: str) -> str:
    """Read a language of ISO 639-1."""
    if value in INSTEAD:
        raise ValueError(
            f"'{value}' is not a language of ISO 639-1; write {INSTEAD[value]},"
            " with which it shares forms and alphabets"
        )
    if value not in LANGUAGES:
        raise ValueError(
            f"'{value}' is not a language of ISO 639-1; write two letters, such as sq"
        )
    return value


def language_or_all(value: str) -> str:
    """Read a language, or "*" for every language."""
    return value if value == EVERY else language(value)


def zone(value: str) -> str:
    """Read a time zone of the IANA database."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = suggestion(value, [z for z in available_timezones() if "/" in z])
        hint = known if known.startswith("did") else "write one such as Europe/Tirane"
        raise ValueError(f"'{value}' is no time zone; {hint}") from None
    return value


def day(value: object) -> date:
    """Read a calendar day such as 2026-03-02."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return _within_reach(date.fromisoformat(value))
    except ValueError:
        pass
    raise ValueError(f"'{value}' is no day; write it like 2026-03-02")


def moment(value: object) -> datetime:
    """Read a time, aware if it states its zone; a day alone is its midnight."""
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return _within_reach(datetime.fromisoformat(value))
    except ValueError:
        pass
    raise ValueError(f"'{value}' is no time; write it like 2026-03-02T15:00+01:00")


def _within_reach(value: _D) -> _D:
    if value.year not in _YEARS:
        raise ValueError(value)
    return value


def contact(value: str) -> str:
    """Read an e-mail or web address for the header User-Agent: printable ASCII."""
    written = text(value)
    if not (written.isascii() and written.isprintable()):
        raise ValueError("may hold only plain letters; write desk@example.org")
    if "@" not in written and not written.startswith(("https://", "http://")):
        raise ValueError("must be an e-mail or web address, such as desk@example.org")
    if urls.is_blocked(written):
        _check_address(written)
    return written


def path(value: str) -> str:
    """Read a path of a file or folder."""
    written = text(value)
    if written.startswith(("ducklake:", "postgres:", "md:")):
        raise ValueError(f"'{written}' is not a file; only files are supported here")
    return written
