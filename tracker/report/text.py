"""Text of others as data at every exit: terminal, CSV cell, file."""

import unicodedata
from datetime import datetime

ACTING = frozenset({"Cf", "Cs"})
BREAKING = frozenset({"Cc", "Zl", "Zp"})
FORMULA_STARTS = frozenset("=+-@")
DIGITS = 4


def one_line(text: str) -> str:
    """Text without a character that acts on a terminal, a log line or a cell."""
    kept = (char for char in text if unicodedata.category(char) not in ACTING)
    return " ".join(
        "".join(
            " " if unicodedata.category(char) in BREAKING else char for char in kept
        ).split()
    )


def csv_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = one_line(text)
    first = unicodedata.normalize("NFKC", line).lstrip()[:1]
    return "'" + line if first in FORMULA_STARTS else line


def shown(value: object) -> str:
    """One value as a person reads it in a table; not known is a hyphen."""
    match value:
        case None:
            return "-"
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
        case datetime():
            text = value.strftime("%Y-%m-%d %H:%M")
        case list() | tuple():
            text = ", ".join(shown(item) for item in value)
        case _:
            text = one_line(str(value))
    return text
