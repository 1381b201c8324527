"""What a page may say, seen in its bytes: without a parser, and rather too much.

A reader takes its title from headings, the title element, meta elements or JSON-LD, its
text from what stands between tags, or from JSON-LD. Everything else (scripts, styles,
attributes) is left out where its end is beyond doubt.
"""

import html
import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from tracker.core.raw.bytefolding import CONTROLS, MARK, has_controls
from tracker.core.raw.tags import Tags

# A few strings are looked for at once faster than one by `bytes.find`.
_CODE = (b"<script", b"</script", b"<style", b"</style")
_CODE_MARKS = BytesAhoCorasick(_CODE, matchkind=MatchKind.LeftmostLongest)
# Of other markup, within what seems to be code.
_ENDINGS = BytesAhoCorasick((b"</", b"-->"), matchkind=MatchKind.LeftmostLongest)
# Meta elements, formulas (which may stand in an attribute), and titles, in which tags
# are text; and, named, what readers leave out with all that is in it.
_SPECIAL = re.compile(
    rb"<(?:[mM](?:[eE][tT][aA]\s|[aA][tT][hH])[^>]*+"
    rb"|[tT][iI][tT][lL][eE][^>]*+(?:[^<]++|<(?!/[tT][iI]))*+"
    rb"|((?i:aside|audio|button|canvas|dialog|fieldset|figure"
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
# They part words, resolved or not.
_PARTING = frozenset('&<>" \t\n\xa0')
_ESCAPES = re.compile(rb"(?:\\u[0-9a-fA-F]{4})++|\\[bfnrt]")
_MOST_DIGITS = 7  # of 1114111
# Of bytes, but no control that a reader never sees.
_BLANKS = b" \t\r\n"

# A ">" in a quoted value or in a comment is no end of markup; behind the true one comes
# text. Which it is may not be seen, so that both the first and the last count.
_COMMENT = re.compile(rb"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_INNER_END = re.compile(rb"""(?:["'][^"'>]*+|--!?)>(?=\S|\Z)""")
_MAY_END = re.compile(rb"""(?:["'][^>]*+|--!?)>""")


def sayings(page: bytes) -> bytes | None:
    """Return all that a page in UTF-8 may say, with MARK where there was markup.

    References are resolved where they matter to a word. None: it is hard to tell.
    """
    if MARK in page:
        return _said(page.translate(None, CONTROLS + MARK))
    said = _said(page)
    # Controls in what seemed to be text may part the marks of tags (UTF-16 taken for
    # UTF-8): readers see nothing of them.
    if said is not None and has_controls(said):
        return _said(page.translate(None, CONTROLS))
    return said


def _said(page: bytes) -> bytes | None:
    claims: list[bytes] = []
    beside: list[bytes] = []
    tags = Tags.of(_without_code(page, claims, beside))
    stated = []
    for place in tags.places_of(b"<met", b"<mat", b"<tit"):
        found = _SPECIAL.match(tags.page, place)
        if found and not found[1]:
            stated.append(found[0])
        elif found and _word_goes_on_behind(found[1], tags.page, found.end()):
            return None
    if any(map(_is_open, stated)):
        stated += _WHOLE_TAG.findall(tags.page)
    # Without its first mark a tag is text, of which nothing is lost.
    claims += [tag[1:] for tag in stated]
    claimed = b"\n".join(claims)
    if _FORUM in claimed.lower():
        return None
    # What is stated may hold tags and references of its own.
    read = _resolved(_unescaped(claimed), parting=True)
    return b"\n".join(
        (
            *_unmarked(tags, parting=False),
            claimed if b"<" in claimed or b"\\" in claimed else b"",
            *_read_again(read),
            *beside,
        )
    )


def _without_code(page: bytes, claims: list[bytes], beside: list[bytes]) -> bytes:
    """Take the contents of scripts, then of styles, out; JSON-LD goes to `claims`.

    What holds a closing tag or the end of a comment goes to `beside`: its opening tag
    may stand in a comment, and it may be text.
    """
    marks: tuple[list[int], ...] = ([], [], [], [])
    for kind, place, _ in _CODE_MARKS.find_matches_as_indexes(page):
        marks[kind].append(place)
    script, end_of_script, style, end_of_style = marks
    regions = list(_code(page, b"<script", script, end_of_script))
    within = [region[:2] for region in regions]
    style, end_of_style = _outside(within, style), _outside(within, end_of_style)
    regions += _code(page, b"<style", style, end_of_style)
    kept: list[bytes] = []
    place = 0
    for start, end, tag in sorted(regions):
        code = page[start:end]
        if tag and (_is_json(tag) or tag.count(b'"') % 2):
            claims.append(code)
        elif _ENDINGS.find_matches_as_indexes(code):
            beside.append(code)
        if start >= place:  # and not in a style that is out already
            kept += page[place:start], b">"
            place = end
    return b"".join((*kept, page[place:]))


def _outside(regions: Sequence[tuple[int, int]], places: Sequence[int]) -> list[int]:
    """Return the places that are in none of `regions`, which are in order."""
    ends = [0, *(end for _, end in regions)]
    return [place for place in places if ends[bisect(regions, (place,))] <= place]


def _code(
    page: bytes, opening: bytes, opens: Sequence[int], closes: Sequence[int]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield where code begins, behind `opening`; where it ends; the rest of its tag.

    `opens` and `closes` are the places of opening and of closing tags.
    """
    stated = None
    for opened, following in pairwise((*opens, len(page))):
        # JSON-LD may hold an opening tag in what it states.
        start = opened + len(opening) if stated is None else stated
        at = bisect_left(closes, start)
        end = closes[at] if at < len(closes) else len(page)
        tag_end = page.find(b">", start, following)
        tag = page[start : following if tag_end < 0 else tag_end]
        stated = start if end >= following and _is_json(tag) else None
        # Behind "<script/>" libxml2 takes the code for text.
        if end < following and not tag.endswith(b"/"):
            yield start, end, tag


def _is_json(tag: bytes) -> bool:
    return b"json" in tag and (b"ld+" in tag or b"&" in tag)


def _word_goes_on_behind(name: bytes, page: bytes, start: int) -> bool:
    """Whether a letter may follow the end of an element, which is looked for nearby."""
    end = page.find(b"</" + name, start, start + _NEARBY)
    return end < 0 or name.lower() in _RUBY or _GOES_ON.match(page, end) is not None


def _is_open(claim: bytes) -> bool:
    """Whether a tag may go on behind its first ">", which stands in a quoted value."""
    return claim.count(b'"') % 2 == 1 or (b"='" in claim and claim.count(b"'") % 2 == 1)


def _read_again(stated: bytes) -> Iterable[bytes]:
    """Read what is stated as a page of its own."""
    if b"<" in stated:
        return _unmarked(Tags.of(stated), parting=True)
    return (_resolved(stated, parting=True),)


def _unmarked(tags: Tags, *, parting: bool) -> Iterator[bytes]:
    """Put MARK in place of markup and the blanks around it: in each way it may end.

    References are resolved; those that part words anyway only if asked for.
    """
    texts = tags.texts()
    ways = [texts]
    if any(_INNER_END.search(text) for text in texts if b">" in text):
        texts = Tags.of(_COMMENT.sub(b"", tags.page)).texts()
        ways += map(list, zip(*map(_behind_ends, texts), strict=True))
    for way in dict.fromkeys(
        MARK.join([text.strip(_BLANKS) for text in way]) for way in ways
    ):
        yield _resolved(way, parting=parting)


def _behind_ends(text: bytes) -> tuple[bytes, bytes]:
    """Leave out what goes before what may be the end of markup: the first, the last."""
    # Up to the last ">" every search ends soon.
    closed = text.rfind(b">") + 1
    if not closed:
        return text, text
    ends = [found.end() for found in _MAY_END.finditer(text, 0, closed)] or [0]
    return text[ends[0] :], text[ends[-1] :]


def _resolved(text: bytes, *, parting: bool) -> bytes:
    """Resolve references; those that part words anyway only if asked for."""
    if b"&" not in text:
        return text
    return _REFERENCE.sub(lambda m: _resolution(m[0], parting=parting), text)


@lru_cache(maxsize=4096)
def _resolution(reference: bytes, *, parting: bool) -> bytes:
    char = _character(reference)
    if char is None or (not parting and _PARTING.issuperset(char)):
        return reference
    return char.encode(errors="ignore")


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
