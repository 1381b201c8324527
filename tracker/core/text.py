"""A text prepared once for everything that reads it: folded, cut, tokenised."""

# ruff: noqa: RUF001, SIM905 - marks are what is looked for; word lists read as prose

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, Self

from tracker.core.folding import Folded, fold, fold_word
from tracker.core.saying.quotations import Quotation, quotations
from tracker.model import TextField

__all__ = [
    "Folded",
    "Quotation",
    "Reading",
    "Token",
    "blank_addresses",
    "fold",
    "fold_word",
    "paragraphs",
    "quotations",
    "sentences",
    "words",
]

# Folded words that end in a full stop without ending a sentence.
_ABBREVIATIONS = frozenset(
    "z zj znj dr prof nr fq psh dmth ing av kol gjen kap shtatm red bul rr lagj tel"
    " mr mrs ms st no vs gen col lt sgt sen rep gov inc ltd jr sr approx"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
    " shk pri qer korr gsh sht tet nen dhj"
    " sig dott avv on mme mlle ca bzw nr str hrsg usw".split()
)
# "20. Qershor" and "20. Juni" are dates; "u arrestuan 11. Policia" ends a sentence.
_MONTHS = (
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor"
    " january february march april may june july august september october november"
    " december januar februar marz mai juni juli oktober dezember"
).split()
_MONTH_AHEAD = re.compile(rf"\s+(?:{'|'.join(_MONTHS)})")

# RFC 5321 allows 64 characters before the @; without a bound and a start, a long run
# of letters would be tried from each of its characters.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<!\w)@\w+"
)
_AFTER_ADDRESS = ".,;:!?)]}»”“’\"'…"
# From the first mark of a run only, and without a way back: a row of ten thousand
# full stops is read once.
_SENTENCE_END = re.compile(r"(?<![.!?…؟۔])[.!?…؟۔]++[\"'”“’»)\]]*+(?=\s)")
# No abbreviation, initial or day of a month is longer.
_LONGEST_BEFORE = 20
_NUMBER_OR_WORD = re.compile(r"\d+(?:[.,:]\d+)+(?![^\W_])|[^\W_]+")


class Token(NamedTuple):
    """A run of letters and digits: where it stands in the text, and folded."""

    start: int
    end: int
    folded: str


def blank_addresses(text: str) -> str:
    """Replace web addresses, e-mail addresses and @handles by as many spaces.

    The full stop or bracket after an address stays; #hashtags are words and stay.
    """
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(_spaces, text)


def _spaces(found: re.Match[str]) -> str:
    address = found.group()
    kept = address[len(address.rstrip(_AFTER_ADDRESS)) :]
    return " " * (len(address) - len(kept)) + kept


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the lines that are not blank, without the white space around them."""
    found = []
    start = 0
    for line in text.split("\n"):
        span = _trim(text, start, start + len(line))
        if span[0] < span[1]:
            found.append(span)
        start += len(line) + 1
    return tuple(found)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Cut each paragraph into sentences, without the white space around them.

    Every character that is not white space lies in exactly one. A full stop after an
    abbreviation, an initial or the day of a date ends nothing, nor does any mark
    before a small letter.
    """
    return tuple(
        sentence
        for start, end in paragraphs(text)
        for sentence in _sentences_of(text, start, end)
    )


def _sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in _SENTENCE_END.finditer(text, start, end):
        if _ends_sentence(text, start, mark, end):
            yield start, mark.end()
            start, _ = _trim(text, mark.end(), end)
    yield start, end


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    following = text[mark.end() : min(end, mark.end() + 20)].lstrip()
    # What comes next decides: "“Pse?” pyeti ai" is one sentence.
    if not following or following.lstrip("\"'„“”«»‘’([-–— ")[:1].islower():
        return False
    if mark.group() != ".":
        return True
    nearest = max(start, mark.start() - _LONGEST_BEFORE)
    before = re.search(r"[\w.]+\Z", text[nearest : mark.start()])
    if before is None:
        return True
    word = before.group()
    if word.isdecimal():
        month = _MONTH_AHEAD.match(fold_word(text[mark.end() : mark.end() + 20]))
        return len(word) > len("31") or month is None
    last = word.rpartition(".")[2]
    is_initial = len(last) == 1 and last.isupper()
    return not is_initial and fold_word(word.replace(".", "")) not in _ABBREVIATIONS


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of `text` in order.

    Hyphen and apostrophe separate (ish-anëtar is two tokens); a figure with its
    separators is one (20.000, 14:35, 11.11.2023), so that 11 is not found in it.
    """
    return _tokens(text, fold(text))


def _tokens(text: str, folded: Folded) -> tuple[Token, ...]:
    if folded.keeps_places:
        return tuple(
            Token(*found.span(), found.group())
            for found in _NUMBER_OR_WORD.finditer(folded.text)
        )
    return tuple(
        Token(*folded.span(text, *found.span()), found.group())
        for found in _NUMBER_OR_WORD.finditer(folded.text)
    )


class Reading:
    """One field of one text, prepared when first asked for and then kept.

    `lower` and `cased` are folded from the text with its addresses blanked, so
    offsets are those of `text`.
    """

    def __init__(self, field: TextField, text: str) -> None:
        self.field = field
        self.text = text

    @classmethod
    def of(cls, field: TextField, text: str) -> Self:
        """Prepare `text`, which is a title or a body."""
        return cls(field, text)

    @cached_property
    def _blanked(self) -> str:
        return blank_addresses(self.text)

    @cached_property
    def lower(self) -> Folded:
        """The text folded in lower case: for words."""
        return fold(self._blanked)

    @cached_property
    def cased(self) -> Folded:
        """The text folded with its case: for acronyms."""
        return fold(self._blanked, lower=False)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The paragraphs, as `paragraphs` finds them."""
        return paragraphs(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences; an address never ends one."""
        return sentences(self._blanked)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, as `quotations` finds them."""
        return quotations(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the text; addresses hold none."""
        return _tokens(self.text, self.lower)

    def sentence_at(self, char: int) -> tuple[int, int]:
        """Return the sentence in which character `char` stands, or that before it."""
        if not self.sentences:
            return 0, len(self.text)
        index = bisect_right(self.sentences, (char, len(self.text))) - 1
        return self.sentences[max(index, 0)]

    def paragraph_at(self, char: int) -> int:
        """Return the number of the paragraph of `char`: 0 in a title, 1 in the lead."""
        if self.field == "title":
            return 0
        return max(bisect_right(self.paragraphs, (char, len(self.text))), 1)
