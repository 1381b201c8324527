"""What a person did wrong where the YAML parser gave up, and on which line.

The parser tells where it stopped and in its own terms. The slip itself often stands
earlier: a quote that was closed too soon, a bracket left open, a blank missing after a
colon.
"""

import re
from collections.abc import Callable, Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.tokens import ScalarToken

# a line (1-based) and one sentence about it
Slip = tuple[int, str]

_KEY = r"[A-Za-z_][\w-]*"
# "key:" or "- " at the beginning of a line: a text in quotes has swallowed it.
_BEGINS_ENTRY = re.compile(rf"\s*(?:-\s|(?:-\s+)?{_KEY}:(?:\s|\Z))")
# contact:ana@desk.example, but neither - https://lajme.example/ nor actor:police
_NO_BLANK = re.compile(rf"\s*(?:-\s+)*(?!actor:|forms:)({_KEY}):(?!//)\S.*")
_NO_COLON = re.compile(rf"\s*(?:-\s+)*({_KEY})\s+[\[{{]")
_NO_BLANK_AFTER_DASH = re.compile(r"\s*-\w.*")
_FLOW = {
    "while parsing a flow sequence": ("[", "]"),
    "while parsing a flow mapping": ("{", "}"),
}
_SIGNS = (
    "while scanning a block scalar",
    "while parsing a tag",
    "while scanning an alias",
    "while scanning an anchor",
)
_CLOSING = ("]", "}")
_BLOCK_START = re.compile(r"<block (?:mapping|sequence) start>")
_LAST_RESORT = "check indentation, brackets and quotes around this line"


def explain(text: str, error: MarkedYAMLError) -> Slip:
    """Say what is wrong in a file that the parser refuses, and on which line."""
    lines = text.splitlines() or [""]
    found = _quotes(lines, text, error)
    for look in _LOOKS:
        found = found or look(lines, error)
    if found:
        return found
    return error.problem_mark.line + 1, f"{error.problem}; {_LAST_RESORT}"


def _quotes(lines: list[str], text: str, error: MarkedYAMLError) -> Slip | None:
    """Find the first text in quotes after which something follows that must not."""
    opened = error.context == "while scanning a quoted scalar"
    stopped = error.context_mark if opened else error.problem_mark
    for token in _quoted(text, stopped.index):
        rest = text[token.end_mark.index :].split("\n", 1)[0]
        if re.match(r"[,\]}:]|\s*(?:\Z|#|[,\]}]|:(?:\s|\Z))", rest):
            continue
        first, last = token.start_mark.line, token.end_mark.line
        if any(_BEGINS_ENTRY.match(line) for line in lines[first + 1 : last + 1]):
            return first + 1, _left_open(token.style)
        return last + 1, _closed_too_soon(token, rest, error)
    if opened:
        return stopped.line + 1, _left_open(_line(lines, stopped)[stopped.column :][:1])
    return None


def _quoted(text: str, stop: int) -> Iterator[ScalarToken]:
    """Yield the texts in quotes that end before a place."""
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.end_mark.index > stop:
                return
            if isinstance(token, ScalarToken) and token.style in ("'", '"'):
                yield token
    except MarkedYAMLError:
        return


def _left_open(quote: str) -> str:
    return f"the text that begins with {quote} is not closed; write {quote} at its end"


def _closed_too_soon(token: ScalarToken, rest: str, error: MarkedYAMLError) -> str:
    if rest[0].isspace():
        if error.context in _FLOW:
            return "a comma is missing after the closing quote; write one"
        return "something follows the closing quote; put all of it between the quotes"
    if token.style == "'":
        remedy = "put it between double quotes"
        if '"' in token.value + rest:
            remedy = "write each apostrophe inside it twice: ''"
        return f"the text ends at its second apostrophe; {remedy}"
    remedy = "put it between apostrophes: '…'"
    if "'" in token.value + rest:
        remedy = 'write each quotation mark inside it as \\"'
    return f"the text ends at its second quotation mark; {remedy}"


def _tab(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    if not str(error.problem).startswith("found character '\\t'"):
        return None
    mark = error.problem_mark
    before = _line(lines, mark)[: mark.column]
    remedy = "write a blank instead" if before.strip() else "indent with blanks"
    return mark.line + 1, f"a tab; {remedy}"


def _no_blank(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    """Find a colon or dash without its blank, which makes a text of what follows."""
    problem, mark = str(error.problem), error.problem_mark
    number = mark.line
    if "expected ':'" in problem:
        number = error.context_mark.line
    elif ("mapping values" in problem and _is_first_colon(lines, mark)) or (
        _BLOCK_START.fullmatch(_got(error))
    ):
        number = _line_before(lines, mark.line)
    elif not problem.startswith("expected <block end>"):
        return None
    line = lines[number].rstrip() if number < len(lines) else ""
    wanted = without_blank(line)
    if _NO_BLANK_AFTER_DASH.fullmatch(line):
        wanted = "write a blank after the dash"
    elif wanted is None and "expected ':'" in problem:
        wanted = "is no key with a value; write 'key: value', with a colon and a blank"
    return (number + 1, wanted) if wanted else None


def without_blank(written: str) -> str | None:
    """Ask for the blank if a text was meant as a key with its value, else None.

    >>> without_blank("interval:15m")
    "write a blank after the colon: 'interval: …'"
    """
    found = _NO_BLANK.fullmatch(written)
    return f"write a blank after the colon: '{found[1]}: …'" if found else None


def _line_before(lines: list[str], number: int) -> int:
    """Give the index of the nearest line above that says something, else this one."""
    for above in range(number - 1, -1, -1):
        if lines[above].strip() and not lines[above].lstrip().startswith("#"):
            return above
    return number


def _is_first_colon(lines: list[str], mark: StringMark) -> bool:
    return not re.search(r":\s", _line(lines, mark)[: mark.column])


def _brackets(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    mark, found = error.problem_mark, _got(error)
    if found in _CLOSING and str(error.context).startswith("while parsing a block"):
        return mark.line + 1, f"{found} closes nothing; take it out"
    if error.context not in _FLOW:
        return None
    began, (opening, closing) = error.context_mark, _FLOW[error.context]
    if found in _CLOSING:
        return mark.line + 1, (
            f"the bracket {opening} is not closed before {found}; write {closing}"
        )
    if mark.line == began.line:
        return mark.line + 1, (
            f"a comma is missing between {opening} and {closing}, or a text there needs"
            " quotes; write it"
        )
    if _indent(_line(lines, mark)) > _indent(_line(lines, began)):
        return mark.line + 1, (
            f"a comma is missing before this line, or the bracket {opening} of line"
            f" {began.line + 1} is not closed; write it"
        )
    comment = re.search(r"\s#", _line(lines, began)[began.column :])
    why = "; a # begins a comment: put a text with # in quotes" if comment else ""
    return began.line + 1, (
        f"the bracket {opening} is never closed; write {closing} at its end{why}"
    )


def _colons(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    mark = error.problem_mark
    found = _NO_COLON.match(_line(lines, mark))
    if found and str(error.problem).startswith(("mapping values", "expected <block")):
        return mark.line + 1, f"a colon is missing after the key: '{found[1]}: …'"
    if "mapping values" in str(error.problem) and not _is_first_colon(lines, mark):
        return mark.line + 1, "the text contains ': '; put it in quotes"
    return None


def _indentation(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    """Find a line that begins in a column where nothing can begin."""
    mark, found = error.problem_mark, _got(error)
    is_block = str(error.problem).startswith("expected <block end>")
    column = _indent(_line(lines, mark))
    if (
        "mapping values" in str(error.problem)
        or _BLOCK_START.fullmatch(found)
        or (is_block and found == "<scalar>" and mark.column == column)
    ):
        blanks = "1 blank" if column == 1 else f"{column} blanks"
        return mark.line + 1, (
            f"begins after {blanks}, unlike the lines that it belongs to; begin it in"
            " the same column as they do"
        )
    if found == "-" and is_block:
        return mark.line + 1, (
            "an entry with '- ' stands where a key is expected; check its indentation"
        )
    if found == "?" and is_block:
        return mark.line + 1, (
            "a key stands where an entry with '- ' is expected; check its indentation"
        )
    if is_block:
        return mark.line + 1, (
            f"what begins in column {mark.column + 1} does not belong here; check the"
            " colon after the key, quotes and brackets"
        )
    return None


def _sign(lines: list[str], error: MarkedYAMLError) -> Slip | None:
    """Find a text that begins with a letter that means something to the parser."""
    problem = str(error.problem)
    if "another document" in problem:
        return error.problem_mark.line + 1, (
            "a second document begins here; take out the line '---'"
        )
    if "escape character" in problem or "hexadecimal" in problem:
        return error.problem_mark.line + 1, (
            "a backslash between double quotes; put the text between apostrophes: '…'"
        )
    if "sequence entries" in problem:
        return error.problem_mark.line + 1, (
            "an entry with '- ' must begin on a line of its own"
        )
    special = (
        "cannot start any token",
        "undefined alias",
        "expected the node content",
        "mapping keys are not allowed",
    )
    mark = error.problem_mark
    if error.context in _SIGNS:
        mark = error.context_mark
    elif not any(words in problem for words in special):
        return None
    first = _line(lines, mark)[mark.column :][:1]
    if not first.strip():
        return None
    return mark.line + 1, f"a text that begins with {first} must be put in quotes"


def _got(error: MarkedYAMLError) -> str:
    """Give what the parser found where it stopped: '-', ']', '<scalar>'."""
    found = re.search(r"but (?:found|got) '(.*)'", str(error.problem))
    return found[1] if found else ""


def _line(lines: list[str], mark: StringMark) -> str:
    """Give the line of a mark; the end of the file lies behind the last one."""
    return lines[mark.line] if mark.line < len(lines) else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_LOOKS: tuple[Callable[[list[str], MarkedYAMLError], Slip | None], ...] = (
    _tab,
    _no_blank,
    _brackets,
    _colons,
    _indentation,
    _sign,
)
