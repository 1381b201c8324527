"""What a page may say, seen in its bytes: without a parser, and rather too much.

A reader takes its title from headings, the title element, meta elements or JSON-LD, its
text from what stands between tags, or from JSON-LD. Everything else (scripts, styles,
attributes) is left out where its end is beyond doubt.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tracker.core.raw.bytefolding import CONTROLS, MARK

_CODE = (b"script", b"style")
# Of other markup, within what seems to be code.
_ENDINGS = (b"</", b"-->")
# What follows a tag, but for leading blanks; a "<" before anything but a name, a slash,
# a question or exclamation mark is text (WHATWG HTML, "tag open state").
_NO_TAG = rb"<(?![a-zA-Z/?]|!(?!\[))"
_TEXT = re.compile(rb">\s*+(?!<[a-zA-Z/])([^<]*+(?:" + _NO_TAG + rb"[^<]*+)*+)")
# Meta elements, formulas (which may stand in an attribute), and titles, in which tags
# are text; and, named, what readers leave out with all that is in it, behind a letter.
_SPECIAL = re.compile(
    rb"<(?:[mM](?:[eE][tT][aA]\s|[aA][tT][hH])[^>]*+"
    rb"|[tT][iI][tT][lL][eE][^>]*+(?:[^<]++|<(?!/[tT][iI]))*+"
    rb"|(?<=[\w\x80-\xff;'-]<)((?i:aside|audio|button|canvas|dialog|fieldset|figure"
    rb"|form|iframe|label|map|menu|nav|noscript|object|output|picture|rp|rtc?|select"
    rb"|svg|textarea|time|video))\b)"
)
_WHOLE_TAG = re.compile(rb"""<[mM](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_NEARBY = 20_000
_GOES_ON = re.compile(rb"[^>]*>[\w\x80-\xff&'-]")
# Readings beside the letters of Chinese and Japanese, often within one word.
_RUBY = (b"rt", b"rp", b"rtc")
# Its forums put their posts into an attribute, as JSON within JSON.
_FORUM = b"discourse"

_REFERENCE = re.compile(rb"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[a-zA-Z][a-zA-Z0-9]*;?)")
# Fewer are replaced one after the other.
_MANY_REFERENCES = 100
# They part words, resolved or not.
_PARTING = frozenset('&<>" \t\n\xa0')
_ESCAPES = re.compile(rb"(?:\\u[0-9a-fA-F]{4})++|\\[bfnrt]")
_MOST_DIGITS = 7  # of 1114111

# A ">" in a quoted value or in a comment is no end of markup; behind the true one comes
# text. Which it is may not be seen, so that both the first and the last count.
_COMMENT = re.compile(rb"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_END = rb"""(?:["'][^"'>\x01]*+|--!?)>"""
_INNER_END = re.compile(_END + rb"(?=\S|\Z)")
_ENDS = (
    re.compile(rb"\A.*?" + _END, re.DOTALL),
    re.compile(rb"\A.*" + _END, re.DOTALL),
)


def sayings(page: bytes) -> bytes | None:
    """Return all that a page in UTF-8 may say, with MARK where there was markup.

    References are resolved where they matter to a word. None: it is hard to tell.
    """
    if MARK in page:
        return _said(page.translate(None, CONTROLS + MARK))
    said = _said(page)
    # Controls in what seemed to be text may part the marks of tags (UTF-16 taken for
    # UTF-8): readers see nothing of them.
    if said is not None and len(said.translate(None, CONTROLS)) < len(said):
        return _said(page.translate(None, CONTROLS))
    return said


def _said(page: bytes) -> bytes | None:
    claims: list[bytes] = []
    beside: list[bytes] = []
    for name in _CODE:
        page = _without(name, page, claims, beside)
    stated = []
    for found in _SPECIAL.finditer(page):
        if not found[1]:
            stated.append(found[0])
        elif _word_goes_on_behind(found[1], page, found.end()):
            return None
    if any(map(_is_open, stated)):
        stated += _WHOLE_TAG.findall(page)
    # Without its first mark a tag is text, of which nothing is lost.
    claims += [tag[1:] for tag in stated]
    claimed = b"\n".join(claims)
    if _FORUM in claimed.lower():
        return None
    # What is stated may hold tags and references of its own.
    read = _resolved(_unescaped(claimed), parting=True)
    return b"\n".join(
        (
            *(_resolved(said, parting=False) for said in _unmarked(page)),
            claimed if b"<" in claimed or b"\\" in claimed else b"",
            *(_resolved(said, parting=True) for said in _unmarked(read)),
            *beside,
        )
    )


def _without(
    name: bytes, page: bytes, claims: list[bytes], beside: list[bytes]
) -> bytes:
    """Take the contents of scripts or styles out; JSON-LD goes to `claims`.

    What holds a closing tag or the end of a comment goes to `beside`: its opening tag
    may stand in a comment, and it may be text.
    """
    opening, closing = b"<" + name, b"</" + name
    first, *rest = page.split(opening)
    kept = [first]
    for part in _joined(rest, opening, closing):
        end = part.find(closing)
        tag = part[: part.find(b">")]
        # Behind "<script/>" libxml2 takes the code for text.
        if end < 0 or tag.endswith(b"/"):
            kept.append(part)
            continue
        if _is_json(tag) or tag.count(b'"') % 2:
            claims.append(part[:end])
        elif any(part.find(mark, 0, end) >= 0 for mark in _ENDINGS):
            beside.append(part[:end])
        kept.append(b">" + part[end:])
    return opening.join(kept)


def _joined(parts: Iterable[bytes], opening: bytes, closing: bytes) -> Iterator[bytes]:
    """Put JSON-LD together again that holds an opening tag in what it states."""
    open_part = b""
    for part in parts:
        whole = open_part + opening + part if open_part else part
        open_part = b""
        if closing not in whole and _is_json(whole[: whole.find(b">")]):
            open_part = whole
        else:
            yield whole
    if open_part:
        yield open_part


def _is_json(tag: bytes) -> bool:
    return b"json" in tag and (b"ld+" in tag or b"&" in tag)


def _word_goes_on_behind(name: bytes, page: bytes, start: int) -> bool:
    """Whether a letter may follow the end of an element, which is looked for nearby."""
    end = page.find(b"</" + name, start, start + _NEARBY)
    return end < 0 or name.lower() in _RUBY or _GOES_ON.match(page, end) is not None


def _is_open(claim: bytes) -> bool:
    """Whether a tag may go on behind its first ">", which stands in a quoted value."""
    return claim.count(b'"') % 2 == 1 or (b"='" in claim and claim.count(b"'") % 2 == 1)


def _unmarked(page: bytes) -> Iterator[bytes]:
    """Put MARK in place of markup and the blanks around it: in each way it may end."""
    texts = _TEXT.findall(b">" + page)
    yield MARK.join(texts)
    if any(b">" in text and _INNER_END.search(text) for text in texts):
        texts = _TEXT.findall(b">" + _COMMENT.sub(b"", page))
        for end in _ENDS:
            yield MARK.join(
                [end.sub(b"", text, 1) if b">" in text else text for text in texts]
            )


def _resolved(text: bytes, *, parting: bool) -> bytes:
    """Resolve references; those that part words anyway only if asked for."""
    if b"&" not in text:
        return text
    references = set(_REFERENCE.findall(text))
    if len(references) > _MANY_REFERENCES:
        return _REFERENCE.sub(lambda m: _resolution(m[0], parting=parting), text)
    for reference in sorted(references, key=len, reverse=True):
        text = text.replace(reference, _resolution(reference, parting=parting))
    return text


def _resolution(reference: bytes, *, parting: bool) -> bytes:
    char = _character(reference)
    if char is None or (not parting and _PARTING.issuperset(char)):
        return reference
    return char.encode(errors="ignore")


@lru_cache(maxsize=4096)
def _character(reference: bytes) -> str | None:
    """Resolve one reference as HTML does; None where it stands for itself."""
    text = reference.decode("ascii")
    if text[1] == "#":
        is_hex = text[2] in "xX"
        digits = text[3 if is_hex else 2 :].rstrip(";").lstrip("0") or "0"
        if len(digits) > _MOST_DIGITS:
            return "\ufffd"
        text = f"&#{'x' if is_hex else ''}{digits};"
    char = html.unescape(text)
    return None if char == text else char


def _unescaped(json: bytes) -> bytes:
    """Resolve the escapes of JSON strings."""
    if b"\\" not in json:
        return json
    json = _ESCAPES.sub(_escaped, json)
    return json.replace(b"\\/", b"/").replace(b'\\"', b'"')


def _escaped(found: re.Match[bytes]) -> bytes:
    escape = found[0]
    if not escape.startswith(b"\\u"):
        return b" "
    units = bytes.fromhex(escape.replace(b"\\u", b"").decode("ascii"))
    return units.decode("utf-16-be", errors="ignore").encode()
