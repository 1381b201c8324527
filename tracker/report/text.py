"""Text of others as data at every exit: terminal, CSV cell, file."""

import unicodedata
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo

ACTING = frozenset({"Cf", "Cs"})
# Persian and Indic words are spelt with them; they act on nothing but their letters.
JOINERS = frozenset("\u200c\u200d")
BREAKING = frozenset({"Cc", "Zl", "Zp"})
FORMULA_STARTS = frozenset("=+-@")
DIGITS = 3


def one_line(text: str) -> str:
    """Text without a character that acts on a terminal, a log line or a cell."""
    kept = (
        char
        for char in text
        if char in JOINERS or unicodedata.category(char) not in ACTING
    )
    return " ".join(
        "".join(
            " " if unicodedata.category(char) in BREAKING else char for char in kept
        ).split()
    )


def csv_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = one_line(text)
    first = unicodedata.normalize("NFKC", line).lstrip()[:1]
    return "'" + line if FORMULA_STARTS & {first, line[:1]} else line


def shown(value: object, zone: tzinfo = UTC) -> str:
    """One value as a person reads it in a table; not known is a hyphen.

    A naive time is UTC and is shown in `zone`, without naming it.
    """
    match value:
        case None:
            return "-"
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
        case datetime() if value.year in (MINYEAR, MAXYEAR):
            text = "open"  # DuckDB's -infinity and infinity
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            text = aware.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case bytes():
            text = value.hex()
        case date() if value.year in (MINYEAR, MAXYEAR):
            text = "open"
        case list() | tuple():
            text = ", ".join(shown(item, zone) for item in value)
        case _:
            text = one_line(str(value))
    return text
