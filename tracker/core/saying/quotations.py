"""Find what a text puts between quotation marks or after a dialogue dash."""

# ruff: noqa: RUF001, RUF002, RUF003 - quotation marks and dashes are what is looked for

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.core.folding import fold_word
from tracker.core.saying.speech import SPEECH

# A longer stretch is a lost closing mark rather than a statement.
LONGEST_QUOTATION = 1500
# One or two words in quotation marks keep a word at a distance; three say something.
LONGEST_SCARE = 2
# The speech verb stands among the first words after the dash: "– tha ai", "– ia ktheu".
WORDS_TO_SPEECH_VERB = 3
_LONGEST_TAG = 80  # characters, more than three words take

_CLOSERS = {
    "„": re.compile('[“”"]'),
    "“": re.compile('[”"“]'),
    '"': re.compile('"'),
    "«": re.compile("»"),
    "»": re.compile("«"),
    "‟": re.compile("”"),
    "”": re.compile("”"),
    # An apostrophe inside the quotation (l’Iran) has a letter after it.
    "‘": re.compile(r"’(?![^\W_])"),
    "‹": re.compile("›"),
}
_DIALOGUE = re.compile(r"\s*[-–—―]\s+")
_DIALOGUE_END = re.compile(r"(?:,|(?<=[!?…]))\s*[-–—―]\s*")
_WORD = re.compile(r"\S*[^\W_]\S*")
_FINITE = frozenset(
    verb.form for verb in SPEECH if verb.language == "sq" and not verb.participle
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The text inside quotation marks, marks excluded.

    A `direct` one has three words or more; fewer are a `scare` quotation, also the
    title of a work.
    """

    start: int
    end: int
    words: int
    kind: Literal["direct", "scare"]


def quotations(text: str) -> tuple[Quotation, ...]:
    """Find the quotations of `text` in order; none crosses a line break.

    The first closing mark that its opening mark allows ends it; what stands inside
    is not searched again.
    """
    found: list[Quotation] = []
    start = 0
    for line in text.split("\n"):
        found.extend(_in_paragraph(text, start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    at = start
    dialogue = _dialogue(text, start, end)
    if dialogue is not None:
        yield from _quotation(text, *dialogue)
        at = dialogue[1]
    while at < end:
        if text[at] in _CLOSERS and _opens(text, at):
            close = _closer(text, at, end)
            if close is not None:
                yield from _quotation(text, at + 1, close)
                at = close
        at += 1


def count_words(text: str, start: int, end: int) -> int:
    """Count what stands between blanks and has a letter or a digit."""
    return len(_WORD.findall(text, start, end))


def _quotation(text: str, start: int, end: int) -> Iterator[Quotation]:
    words = count_words(text, start, end)
    if words:
        kind: Literal["direct", "scare"] = (
            "scare" if words <= LONGEST_SCARE else "direct"
        )
        yield Quotation(start=start, end=end, words=words, kind=kind)


def _opens(text: str, at: int) -> bool:
    """Tell a single mark from an apostrophe, which follows a letter (s‘ka)."""
    return text[at] != "‘" or at == 0 or not text[at - 1].isalnum()


def _closer(text: str, at: int, end: int) -> int | None:
    limit = min(end, at + 2 + LONGEST_QUOTATION)
    found = _CLOSERS[text[at]].search(text, at + 1, limit)
    return found.start() if found else None


def _dialogue(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what a paragraph says after its opening dash, if a speech verb follows."""
    opening = _DIALOGUE.match(text, start, end)
    if opening is None:
        return None
    limit = min(end, opening.end() + 2 + LONGEST_QUOTATION)
    for close in _DIALOGUE_END.finditer(text, opening.end(), limit):
        tag = text[close.end() : min(end, close.end() + _LONGEST_TAG)]
        if _speech_verb_follows(tag):
            return opening.end(), close.start()
    return None


def _speech_verb_follows(tag: str) -> bool:
    words = re.findall(r"[^\W_]+", fold_word(tag))
    return any(
        tuple(words[first : first + length]) in _FINITE
        for first in range(min(WORDS_TO_SPEECH_VERB, len(words)))
        for length in (1, 2, 3)
    )
