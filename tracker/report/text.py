"""Text of others as data at every exit: terminal, log line, CSV cell, file."""

import unicodedata
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo

ACTING = frozenset({"Cf", "Cs"})
BREAKING = frozenset({"Cc", "Zl", "Zp"})
JOINERS = frozenset("\u200c\u200d")
FORMULA_STARTS = frozenset("=+-@")
DIGITS = 3

_VIRAMA = 9  # the canonical combining class of every virama
_ARABIC = "AL"  # the bidirectional class of Arabic, Persian, Syriac letters


def one_line(text: str) -> str:
    """Text without a character that acts on a terminal, a log line or a cell."""
    return " ".join(harmless(text).split())


def harmless(text: str) -> str:
    """Text in which only line feeds and blanks are left of what acts on a terminal."""
    if text.isprintable():
        return text
    kept: list[str] = []
    for at, char in enumerate(text):
        kind = unicodedata.category(char)
        if char == "\n" or kind not in ACTING | BREAKING:
            kept.append(char)
        elif kind in BREAKING:
            kept.append(" ")
        elif char in JOINERS and _joins("".join(kept[-1:]), text[at + 1 : at + 2]):
            kept.append(char)
    return "".join(kept)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between these two spells a word, and hides nothing.

    After a virama, or between two letters of an Arabic script, as Persian has it; what
    RFC 5892, appendix A, allows in names, but for marks between letter and joiner.
    """
    if not before or not after:
        return False
    return unicodedata.combining(before) == _VIRAMA or (
        unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == _ARABIC
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
