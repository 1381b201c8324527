"""What comes and goes in a text without anybody having edited it."""

# ruff: noqa: SIM905 - word lists read as prose

import re
import unicodedata
from collections.abc import Iterator

from tracker.core.text import fold_word, sentences

# A clock, a counter, a button is short; a longer line is somebody's sentence.
LONGEST_MARK = 120
# A teaser is a label and a headline.
LONGEST_TEASER = 250

# Shapes that content systems choose. Double quotes may make a word somebody else's, so
# they never become single ones, and none is taken off.
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032`\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
    }
)
_BEFORE_MARK = re.compile(r" (?=[,;:!?)\]]|\.(?!\w))")
_PARTS = re.compile(r"[|\u00b7\u2022]")

# From here on everything is folded (core.folding): no case, no accents.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_MONTHS = frozenset(
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor"
    " january february march april may june july august september october november"
    " december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_TIMES = _MONTHS | frozenset(
    "hene hena marte marta merkure merkura enjte enjtja premte premtja shtune shtuna"
    " diel diele diela monday tuesday wednesday thursday friday saturday sunday mon tue"
    " wed thu fri sat sun sot dje pardje today yesterday am pm utc gmt cet cest bst est"
    " edt h ora oren ore data date dt".split()
)
_UNITS = frozenset(
    "sekonda sekondash minuta minutash minute min ore oresh dite ditesh jave javesh"
    " muaj muajsh second seconds sec secs minutes mins hour hours hr hrs day days week"
    " weeks month months h d w m".split()
)
_AGO = frozenset("pare para ago".split())
_PUT = frozenset(
    "perditesuar perditesimi perditesim publikuar publikimi postuar ndryshuar updated"
    " update modified published posted".split()
)
_COUNTED = frozenset(
    "lexime lexim leximeve lexuar lexues shikime shikim shikimeve shikuar klikime"
    " klikim komente koment komenteve komentet pelqime pelqim shperndarje reagime views"
    " view read reads readers comment comments like likes share shares shared reaction"
    " reactions click clicks visitors retweets replies".split()
)
_BUTTONS = frozenset(
    "shperndaje shperndani shperndaj shpernda ndaje ndajeni kopjo printo dergo komento"
    " ndiqni ndiqna pelqeni share copy copied print email mail tweet pin send follow"
    " like save bookmark facebook twitter instagram whatsapp telegram viber messenger"
    " x linkedin pinterest reddit tiktok youtube threads bluesky reklame reklama"
    " publicitet advertisement advert sponsored".split()
)
# They tell nothing alone, and stand in all of these.
_JOINTS = frozenset(
    "e i te se me ne nga per here fundit fundi linkun lidhjen link na tek dhe lajmin"
    " lajm artikullin artikull kete nje disa nuk ka asnje numri a an the this on in via"
    " with and at us no one few last times time first article story news google nr"
    " k m mije".split()
)
_NONE = frozenset({"nuk", "asnje", "no", "nje", "one"})
_TEASER_LABELS = (
    (
        r"(?:lexo|lexoni|shiko|shikoni|shih|shihni|degjo)"
        r" (?:edhe|gjithashtu|me shume|me teper|po ashtu|ketu|me gjere)"
    ),
    r"(?:lexo|shiko) (?:lajmin|artikullin) e plote",
    r"(?:vazhdo|vazhdoni) (?:leximin|te lexosh)",
    r"kliko(?:ni)? ketu",
    r"(?:lajme|artikuj|shkrime|tema) te (?:ngjashme|ngjashem|lidhura|tjera)",
    r"(?:te ngjashme|te lidhura|me te lexuarat)",
    r"mund t'ju (?:interesoje|pelqeje)",
    r"(?:read|see|watch) (?:also|more|next|too)",
    r"also (?:read|see)",
    r"related(?: (?:news|stories|articles|topics|posts|coverage))?",
    r"more (?:on this|on this story|stories|news)",
    r"you (?:may|might) also like",
    r"recommended(?: for you)?",
    r"most read",
    r"continue reading",
    r"keep reading",
    r"click here",
)
_LABEL = rf"\W*(?:{'|'.join(_TEASER_LABELS)})"
# Behind a mark: "Lexo edhe librin" is a sentence of its own.
_TEASER = re.compile(rf"{_LABEL}\s*(?:[:/|>]|-(?!\w)|\.\.\.)")
_LABEL_ALONE = re.compile(rf"{_LABEL}\W*")
_ENDED = re.compile(r"[.!?;,][\"')\]]*$")


def spelled(text: str) -> str:
    """Spell a line or a title in the one way of its kind; its case is kept.

    White space is one blank, characters that cannot be seen are gone, letters are
    composed, quotes, dashes and the ellipsis have their plain shapes.
    """
    seen = text  # nearly always: what cannot be seen cannot be printed either
    if not text.isprintable():
        seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFC", " ".join(seen.split())).translate(_SHAPES)
    return _BEFORE_MARK.sub("", plain.replace("''", '"'))


def without_trivia(body: str) -> str:
    r"""Give what somebody wrote of a body: on one line, spelled in one way, caseless.

    Left out are whole lines, and parts of short lines between bars and bullets, that
    hold nothing but a clock ("Updated 12:45", "3 ditë më parë"), a counter ("12
    komente"), buttons ("Share on Facebook") or a teaser ("Lexo edhe: …"). Inside a
    sentence nothing is left out, and a note that says what was updated is a sentence.
    """
    lines = [line for line in map(spelled, body.split("\n")) if line]
    return " ".join(kept for _, kept in _written(lines)).casefold()


def written_lines(body: str) -> frozenset[int]:
    """Give the numbers, from 0, of the lines of which `without_trivia` keeps any."""
    lines = [spelled(line) for line in body.split("\n")]
    numbers = [number for number, line in enumerate(lines) if line]
    written = _written([line for line in lines if line])
    return frozenset(numbers[position] for position, _ in written)


def _written(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield what is kept of each line, with its place in the list."""
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        folded = fold_word(line)
        if len(line) <= LONGEST_MARK and _LABEL_ALONE.fullmatch(folded):
            position += _teased(lines[position:], is_open=line.endswith(":"))
        elif not _is_teaser(line, folded):
            kept = _without_marks(line)
            if kept:
                yield position - 1, kept


def _teased(following: list[str], *, is_open: bool) -> int:
    """Count the headlines below a label: all to the end, or the one it points at."""
    if all(map(_is_headline, following)):
        return len(following)
    return 1 if is_open and _is_headline(following[0]) else 0


def _is_headline(line: str) -> bool:
    return len(line) <= LONGEST_TEASER and not _ENDED.search(line)


def _is_teaser(line: str, folded: str) -> bool:
    """Whether a line is one sentence behind a label; a second one is the article's."""
    is_short = len(line) <= LONGEST_TEASER
    return is_short and bool(_TEASER.match(folded)) and len(sentences(line)) == 1


def _without_marks(line: str) -> str:
    if len(line) > LONGEST_MARK:
        return line
    if "|" in (line[0], line[-1]):
        return line  # a row of a table, whose cells are content
    parts = _PARTS.split(line)
    kept = [part.strip() for part in parts if not _is_mark(fold_word(part))]
    return line if len(kept) == len(parts) else " ".join(filter(None, kept))


def _is_mark(folded: str) -> bool:
    """Whether a line holds a clock, a counter or buttons, and no other word."""
    words = set(_WORD.findall(folded))
    numbers = {word for word in words if word[0].isdecimal()}
    names = words - numbers - _JOINTS
    is_clock = any(map(_CLOCK.fullmatch, numbers))
    return (
        (names <= _TIMES | _PUT and (is_clock or bool(names & _PUT)))
        or (
            names <= _TIMES | _UNITS | _AGO | _PUT
            and bool(names & _AGO and names & _UNITS)
        )
        or (bool(names) and names <= _COUNTED and bool(numbers or words & _NONE))
        or (names <= _BUTTONS | _COUNTED and bool(names & _BUTTONS))
    )
