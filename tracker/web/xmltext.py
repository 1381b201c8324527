"""XML of strangers, made harmless before a parser sees it."""

import html
import re
from html.entities import html5

from tracker.core import sniff
from tracker.model import Failure
from tracker.web.decode import decode

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_PROLOG = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*", re.IGNORECASE)
_SUBSET = re.compile(r"""<!--.*?-->|"[^"]*"|'[^']*'|\]""", re.DOTALL)
_ROOT = re.compile(r"<[A-Za-z_]")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Not the five of XML itself, of which a feed is full.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]*>|<!--[^<>]*-->")
_BREAK = re.compile(
    r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?tr|/?blockquote)\b[^<>]*>", re.IGNORECASE
)
_LARGEST = 0x10FFFF


def xml_text(body: bytes, content_type: str | None) -> str | Failure:
    """Decode a document and take out what could turn against its reader.

    Entity declarations are refused, a DOCTYPE alone is dropped, references outside
    XML's characters become U+FFFD, HTML's names of characters become characters. The
    result begins with the root element: no XML declaration, no comment before it.
    """
    text = _after_prolog(decode(body, content_type))
    if match := _DOCTYPE.match(text):
        end = _end_of_doctype(text, match.end())
        root = _ROOT.search(text, end)
        if _ENTITY.search(text, 0, root.start() if root else len(text)):
            return Failure(
                outcome="failed", detail="refused: the document declares entities"
            )
        text = _after_prolog(text[end:])
    # one after the other: 10 MB may be 40 MB of characters, and each step copies them
    text = sound_references(text)
    return named_entities(text)


def _after_prolog(text: str) -> str:
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    return text[position:].lstrip()


def _end_of_doctype(text: str, position: int) -> int:
    """Find the end of a DOCTYPE; a `]` in quotes or comments does not close it."""
    if text[position : position + 1] == "[":
        for token in _SUBSET.finditer(text, position):
            position = token.end()
            if token[0] == "]":
                break
        else:
            return len(text)
    closing = text.find(">", position)
    return len(text) if closing < 0 else closing + 1


def sound_references(text: str) -> str:
    """Replace numeric references that XML forbids, by what browsers show for them.

    Those of 128 to 159 mean windows-1252 (WHATWG HTML, "numeric character reference
    end state"); surrogates, controls and numbers beyond Unicode become U+FFFD.
    """
    return _REFERENCE.sub(_sound, text)


def named_entities(text: str) -> str:
    """Replace HTML's names of characters; the five of XML itself stay."""
    return _NAMED.sub(_named, text)


def plain(markup: str) -> str:
    """Give the text of a piece of HTML on one line: tags gone, references resolved.

    >>> plain("<b>Di&euml;</b> &lt;3")
    'Dië <3'
    """
    text = _TAG.sub("", _BREAK.sub(" ", markup))
    # first our own, because html.unescape raises at numbers of thousands of digits
    return " ".join(html.unescape(sound_references(text)).split())


def what_came(body: bytes, content_type: str | None) -> str:
    """Say in words what a reply holds, for the sentence that refuses it."""
    return sniff.what_came(body, content_type).words


def _sound(match: re.Match[str]) -> str:
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) <= 7 else _LARGEST + 1  # noqa: PLR2004 - 1114111 has seven
    if 0x80 <= code <= 0x9F:  # noqa: PLR2004 - the C1 controls
        return bytes([code]).decode("cp1252", errors="replace")
    allowed = (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF  # noqa: PLR2004 - XML 1.0, production 2
        or 0xE000 <= code <= 0xFFFD  # noqa: PLR2004
        or 0x10000 <= code <= _LARGEST  # noqa: PLR2004
    )
    return match[0] if allowed else "\ufffd"


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if f"{name};" not in html5:
        return match[0]
    characters = html5[f"{name};"]
    return "".join(f"&#{ord(c)};" if c in "&<>\"'" else c for c in characters)
