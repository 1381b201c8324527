"""What is wrong in a configuration, told in one line each: where, what, remedy."""

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracker.errors import ConfigError

Path = tuple[str | int, ...]  # keys and positions that lead to a value of a file

# Below this likeness (difflib, 0 to 1) a suggestion confuses more than it helps.
LIKE_ENOUGH = 0.6
_PASSWORD = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake at a line (1-based; None: the file as a whole) of a file."""

    file: str
    line: int | None
    path: Path
    text: str

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        where = f" {spelled(self.path)}:" if self.path else ""
        return _one_line(f"{self.file}{line}:{where} {self.text}")


def refuse(problems: Iterable[Problem]) -> None:
    """Raise ConfigError with all problems, one a line, unless there are none."""
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
