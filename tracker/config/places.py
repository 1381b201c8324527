"""Where in a YAML file a character of a text stands, however the text is written.

A text may be plain, in quotes, or a block, over several lines that are folded into one.
Its letters stay in order in all of them; so they are counted, and blanks are not.
"""

import re
from collections.abc import Iterator

from ruamel.yaml.nodes import ScalarNode

_BLOCKS = ("|", ">")
_LETTER = re.compile(r"\S")
_IN_SINGLE_QUOTES = re.compile(r"''|\S")
_IN_DOUBLE_QUOTES = re.compile(
    r"\\(?:x(?P<x>..)|u(?P<u>....)|U(?P<U>........)|\r?\n|(?P<one>.))|\S", re.DOTALL
)
# Of the escapes of YAML 1.2, section 5.7: those that stand for a blank.
_BLANK_ESCAPES = frozenset("tnvfr _NLP\t")


def place(source: str, node: ScalarNode, text: str, offset: int) -> int | None:
    """Find character `offset` of `text`, which `node` holds, in `source`, all from 0.

    A blank, and the end, are behind the letter before. None if the file cannot be
    followed: where it escapes a letter as two halves.
    """
    behind = int(node.start_mark.index)
    letters = _letters(source, node)
    for number, char in enumerate(text):
        if number == offset and char.isspace():
            return behind
        if char.isspace():
            continue
        start, end, letter = next(letters, (0, 0, ""))
        if letter != char:
            return None
        if number == offset:
            return start
        behind = end
    return behind


def _letters(source: str, node: ScalarNode) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and value of each letter of a text that is no blank."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.style in _BLOCKS:
        start = source.index("\n", start)
    if node.style not in ('"', "'"):
        for found in _LETTER.finditer(source, start, end):
            yield *found.span(), found.group()
    elif node.style == "'":
        for found in _IN_SINGLE_QUOTES.finditer(source, start + 1, end - 1):
            yield *found.span(), found.group()[0]
    else:
        for found in _IN_DOUBLE_QUOTES.finditer(source, start + 1, end - 1):
            letter = _unescaped(found)
            if letter and not letter.isspace():
                yield *found.span(), letter


def _unescaped(found: re.Match[str]) -> str:
    code = found["x"] or found["u"] or found["U"]
    if code:
        return chr(int(code, 16))
    one = found["one"]
    if one is None:
        return "" if found.group().startswith("\\") else found.group()
    return "" if one in _BLANK_ESCAPES else str(one)
