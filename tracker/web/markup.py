"""A page's source as a tree, and whether text was lost on the way."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lxml.etree
import lxml.html

from tracker.model import Failure

_Element = Any  # lxml ships no types

# The largest of 481 real pages has 10 126; a hundred thousand links keep the extraction
# busy for its ten seconds.
MOST_ELEMENTS = 100_000
# libxml2 compares each attribute with all before it: 30 000 take four seconds.
MOST_ATTRIBUTES = 1_000
# What is longer is an image or an application's state.
LONGEST_ATTRIBUTE = 10_000
# A paragraph; less is a stray mark that was read otherwise than by browsers.
SMALLEST_LOSS = 200  # characters that are not blank

_HEAD = 4096
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# A self-closing root makes the parser see an empty page.
_CLOSED_ROOT = re.compile(r"(<html[^<>]*?)\s*/>", re.IGNORECASE)

# What follows them belongs to the body all the same (WHATWG HTML, "after after body");
# libxml2 makes it a second tree, which nobody sees.
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)

# Their text is taken as it stands, tags and all, until they are closed.
_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
_UNREAD = frozenset({*_RAW, "plaintext"})
_MARK = re.compile(
    rf"<(?:!--|(?:((?a:{'|'.join(_RAW)}))(?![\w-]))|[a-z/!?])", re.IGNORECASE
)
_CLOSING = {
    name: re.compile(rf"</{name}(?![\w-])[^>]*+>?", re.IGNORECASE) for name in _RAW
}
# A quote opens a value only behind an equals sign (WHATWG HTML, tokenization).
_VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+')"""
_TAG = re.compile(rf"<(?:[^>=]++|{_VALUE}|=)*+>?")
# All that is markup, with start tags as a group, where everything is closed.
_MARKUP = re.compile(
    r"<!(?=--)(?:[^-]++|-(?!->))*+-->"
    rf"|(<(?:((?a:{'|'.join(_RAW)}))(?![\w-])|[a-z])(?:[^>=]++|{_VALUE}|=)*+>?)"
    r"(?(2)(?:[^<]++|<(?!/\2(?![\w-])))*+</\2[^>]*+>?)"
    rf"|<[/!?](?:[^>=]++|{_VALUE}|=)*+>?",
    re.IGNORECASE,
)
_RAW_MARK = re.compile(rf"<(/?)((?a:{'|'.join(_RAW)}))(?![\w-])", re.IGNORECASE)
_VALUES = re.compile(rf"{_VALUE}|=\s*+[^\s>]*+")
_NAMES = re.compile(r"[^\s/>=]+")
# Of these, none holds tags, unless its closing quote is missing.
_PLAIN_VALUES = frozenset({"href", "src", "class", "id", "style", "rel"})


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page; `lost`: its source holds text that the tree does not."""

    tree: _Element
    lost: bool


def parse(text: str) -> Markup | Failure:
    """Parse a decoded page; a Failure when it is no page or too much of one.

    Too much are MOST_ELEMENTS elements, MOST_ATTRIBUTES attributes of one element,
    and the depth at which libxml2 gives up. Values of attributes are cut to
    LONGEST_ATTRIBUTE. Text is lost where something was opened and never closed: a
    comment, a script, a quoted value.
    """
    declaration = _DECLARATION.match(text)
    start = declaration.end() if declaration else 0
    head, rest = text[start : start + _HEAD], text[start + _HEAD :]
    plain = _ENDS.sub("", _CLOSED_ROOT.sub(r"\1>", head, count=1) + rest)
    source = _read(plain)
    if isinstance(source, Failure):
        return source
    # without huge_tree, what lies below 254 elements is dropped in silence
    parser = lxml.html.HTMLParser(
        huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml.html.document_fromstring(plain.encode(), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        no_memory = lxml.etree.ErrorTypes.ERR_NO_MEMORY
        if any(entry.type == no_memory for entry in parser.error_log):
            raise MemoryError from None
        return _failed("the page holds no elements")
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    if any(entry.type == limit for entry in parser.error_log):
        return _failed("too_deep: the page is nested too deeply to be read whole")
    # Held, so that lxml makes the Python object of each of them once.
    elements = list(tree.iter())
    swallowed = _cut_attributes(elements)
    return Markup(tree, lost=swallowed or source - _held(elements) >= SMALLEST_LOSS)


def _held(elements: Sequence[_Element]) -> int:
    """Count the characters of text that a tree holds as `_read` counts its source."""
    pieces: list[str] = []
    for element in elements:
        if element.tag not in _UNREAD:
            pieces.append(element.text or "")
        pieces.append(element.tail or "")
    return _size("".join(pieces))


def _cut_attributes(elements: Sequence[_Element]) -> bool:
    """Cut long values; whether one of them has swallowed what came after it."""
    swallowed = False
    for element in elements:
        for value in element.values():
            if len(value) >= SMALLEST_LOSS:
                break
        else:
            continue
        for name, value in element.items():
            is_long = len(value) >= SMALLEST_LOSS and name in _PLAIN_VALUES
            swallowed = swallowed or (is_long and "</" in value)
            if len(value) > LONGEST_ATTRIBUTE:
                element.set(name, value[:LONGEST_ATTRIBUTE])
    return swallowed


def _read(source: str) -> int | Failure:
    """Count the characters of text, read as somebody would who closes what is open.

    Where no end follows, a comment or script is taken for a mark alone and what comes
    after it for text.
    """
    if _is_closed(source):
        pieces = _MARKUP.split(source)
        tags = list(filter(None, pieces[1::3]))
        if len(tags) <= MOST_ELEMENTS and not any(
            _attributes(tag) > MOST_ATTRIBUTES
            for tag in tags
            if len(tag) > 2 * MOST_ATTRIBUTES
        ):
            return _size(html.unescape("".join(pieces[::3])))
    text: list[str] = []
    elements = position = 0
    endless: set[str] = set()
    while found := _MARK.search(source, position):
        text.append(source[position : found.start()])
        if found[0] == "<!--":
            position = _comment_end(source, found, endless)
            continue
        tag = _TAG.match(source, found.start())
        position = tag.end() if tag else found.end()
        if found[0][1].isalpha():
            elements += 1
            if elements > MOST_ELEMENTS:
                return _failed(f"too_many: more than {MOST_ELEMENTS} elements")
            if _attributes(source[found.start() : position]) > MOST_ATTRIBUTES:
                return _failed(
                    f"too_many: more than {MOST_ATTRIBUTES} attributes of one element"
                )
        if found[1]:
            position = _raw_end(source, position, found[1].lower(), endless)
    text.append(source[position:])
    return _size(html.unescape("".join(text)))


def _is_closed(source: str) -> bool:
    """Whether an end follows every mark of a comment or of raw text."""
    if source.rfind("<!--") > source.rfind("-->"):
        return False
    last = {name.lower(): slash for slash, name in _RAW_MARK.findall(source)}
    return all(last.values())


def _comment_end(source: str, found: re.Match[str], endless: set[str]) -> int:
    """Find where a comment ends, or its mark when it does not end.

    `endless` gathers what has no end in the rest of the source: it is looked for once.
    """
    if "<!--" in endless:
        return found.end()
    # "<!-->" is a whole comment
    end = source.find("-->", found.end() - 2)
    if end < 0:
        endless.add("<!--")
        return found.end()
    return end + len("-->")


def _raw_end(source: str, opened: int, name: str, endless: set[str]) -> int:
    """Find where an element of raw text ends, or `opened` when it does not end."""
    closing = None if name in endless else _CLOSING[name].search(source, opened)
    if closing is None:
        endless.add(name)
        return opened
    return closing.end()


def _attributes(tag: str) -> int:
    """Count the attributes of a start tag, at least when there may be too many."""
    if len(tag) <= 2 * MOST_ATTRIBUTES:
        return 0
    return len(_NAMES.findall(_VALUES.sub(" ", tag))) - 1


def _size(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _failed(detail: str) -> Failure:
    return Failure(outcome="failed", detail=detail)
