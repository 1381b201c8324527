"""What is wrong in a configuration, told in one line each: where, what, remedy."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracker.errors import ConfigError

Path = tuple[str | int, ...]  # keys and positions that lead to a value of a file

# Below this likeness (difflib, 0 to 1) a suggestion confuses more than it helps.
LIKE_ENOUGH = 0.6
_PASSWORD = re.compile(r"//[^/@\s]*@")


# So much of a line is shown before and behind the place of a mistake.
_SHOWN_BEFORE, _SHOWN_BEHIND = 50, 20
_WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A line, and the column in it (0-based) at which something is wrong."""

    line: str
    column: int

    def __str__(self) -> str:
        """Show what is around the place, and a caret under it.

        >>> print(Pointed("fair AND (hall", 9))
            fair AND (hall
                     ^
        """
        before = _one_line(self.line[: self.column]).lstrip()
        behind = _one_line(self.line[self.column :]).rstrip()
        if len(before) > _SHOWN_BEFORE:
            before = "… " + before[-_SHOWN_BEFORE:].lstrip()
        if len(behind) > _SHOWN_BEHIND:
            behind = behind[:_SHOWN_BEHIND].rstrip() + " …"
        caret = " " * sum(map(_width, before)) + "^"
        return f"    {before}{behind}\n    {caret}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake at a line of a file (1-based; None: the file as a whole).

    Where the very character is known, `column` is its own, 1-based, and `pointed` the
    line to show below.
    """

    file: str
    line: int | None
    path: Path
    text: str
    column: int | None = None
    pointed: Pointed | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        column = "" if self.column is None else f":{self.column}"
        where = f" {spelled(self.path)}:" if self.path else ""
        told = _one_line(f"{self.file}{line}{column}:{where} {self.text}")
        return told if self.pointed is None else f"{told}\n{self.pointed}"


def refuse(problems: Iterable[Problem]) -> None:
    """Raise ConfigError with all problems, unless there are none."""
    lines = list(dict.fromkeys(str(problem) for problem in problems))
    if lines:
        raise ConfigError("\n".join(lines))


def spelled(path: Path) -> str:
    """Write a path as people do.

    >>> spelled(("incidents", 0, "facts", 2, "id"))
    'incidents[0].facts[2].id'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def suggestion(word: str, known: Collection[str]) -> str:
    """Name what was probably meant, else all that would be possible.

    >>> suggestion("fatcs", ["facts", "from", "to"])
    "did you mean 'facts'?"
    """
    close = [name for name in known if _one_edit_apart(word, name)]
    near = difflib.get_close_matches(word, close, n=1, cutoff=0) or (
        difflib.get_close_matches(word, known, n=1, cutoff=LIKE_ENOUGH)
    )
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known here: {', '.join(sorted(known)) or 'nothing'}"


def _one_line(text: str) -> str:
    """Keep line breaks, control characters and passwords of a file off the screen."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return _PASSWORD.sub("//…@", printable)


def _width(char: str) -> int:
    """Return how many columns of a screen a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def _one_edit_apart(one: str, two: str) -> bool:
    """Whether a letter was changed, added, left out, or swapped with the next."""
    pairs = enumerate(zip(one, two, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(len(one), len(two)))
    one, two = one[same:], two[same:]
    return (
        one[1:] == two[1:]
        or one[1:] == two
        or one == two[1:]
        or (one[:2] == two[1::-1] and one[2:] == two[2:])
    )
