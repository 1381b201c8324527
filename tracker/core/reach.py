"""How far somebody's words reach in a sentence, and who is named beside a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.core.clauses import Sentence
from tracker.core.speakers import OTHER, Named, speaker_in
from tracker.core.wordlists import CLITICS, CONTRAST, COORDINATORS

_AGENT = {"sq": ("nga",), "en": ("by",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A stretch of one sentence that is somebody's view, and whose."""

    start: int
    end: int
    voice: Literal["attributed", "denied"]
    speaker: str


def until_contrast(
    sentence: Sentence,
    word: int,
    voice: Literal["attributed", "denied"],
    speaker: str,
) -> Scope:
    """Return the scope from word `word` to ", while …" or the end of the sentence."""
    end = sentence.end
    for at in range(word + 1, len(sentence.words)):
        if sentence.words[at] in CONTRAST and sentence.is_break(at):
            end = sentence.spans[at - 1][1]
            break
    start = min(sentence.char(word), end)
    return Scope(start=start, end=end, voice=voice, speaker=speaker)


def whole(sentence: Sentence, speaker: str) -> Scope:
    """Return the whole sentence as the view of `speaker`."""
    return Scope(
        start=sentence.start, end=sentence.end, voice="attributed", speaker=speaker
    )


def subject_before(
    sentence: Sentence, verb: int, named: Sequence[Named], said: int
) -> str:
    """Find the speaker before word `verb`, from the last mark or "and" onwards.

    What stands before character `said` is the report of another verb.
    """
    earliest = sentence.words_in(said, sentence.end).start
    first = verb
    while first > earliest and not sentence.is_break(first):
        if sentence.words[first - 1] in COORDINATORS:
            break
        first -= 1
    phrase = range(first, verb)
    if all(sentence.words[i] in CLITICS for i in phrase):
        # "DELTA, in a statement on Monday, said": the subject stands further off.
        phrase = range(earliest, verb)
    return speaker_in(sentence, phrase, named) or OTHER


def agent_after(sentence: Sentence, after: int, named: Sequence[Named]) -> str | None:
    """Find who did it in a passive: by X, nga X."""
    for found in sentence.find([_AGENT[sentence.language]]):
        if found.start >= after:
            return (
                speaker_in(sentence, phrase_from(sentence, found.stop), named) or OTHER
            )
    return None


def phrase_from(sentence: Sentence, first: int) -> range:
    """Return the words from `first` to the next mark."""
    last = min(first + 1, len(sentence.words))
    while last < len(sentence.words) and not sentence.is_break(last):
        last += 1
    return range(first, last)
