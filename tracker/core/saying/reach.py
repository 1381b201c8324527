"""How far somebody's words reach in a sentence, and who is named beside a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.speakers import OTHER, ROLES, Named, speaker_in
from tracker.core.saying.speech import StatementClass
from tracker.core.saying.wordlists import (
    ACCUSED,
    ADVERBS,
    CLITICS,
    CONTRAST,
    COORDINATORS,
    HEARERS,
    PLACING,
    RELATIVES,
    SOME,
    TELLING_TO,
    VERB_AHEAD,
)

_AGENT = {"sq": ("nga",), "en": ("by",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a text hands over the word.

    `verb` is the stretch of the verb of saying, or of "sipas"; empty at a colon. `said`
    is what is said where that is less than the reach of the voice ("Mësohet se …").
    """

    verb_class: StatementClass
    verb: tuple[int, int]
    said: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A stretch of one sentence that is somebody's view, and whose.

    Of a statement `told` says how it is handed over; standing and hearsay have none.
    Without a `voice` it is a statement only: what somebody asks for is not said. An
    empty one at the end of a sentence hands over what follows its colon.
    """

    start: int
    end: int
    voice: Literal["attributed", "denied"] | None
    speaker: str
    told: Told | None = None


def until_contrast(
    sentence: Sentence,
    word: int,
    voice: Literal["attributed", "denied"] | None,
    speaker: str,
    told: Told | None = None,
    *,
    stop: int | None = None,
) -> Scope:
    """Return the scope from word `word` to ", while …", word `stop` or the end."""
    last = len(sentence.words) if stop is None else stop
    end = sentence.end if stop is None else sentence.spans[stop - 1][1]
    for at in range(word + 1, last):
        if sentence.words[at] in CONTRAST and sentence.is_break(at):
            end = sentence.spans[at - 1][1]
            break
    start = min(sentence.char(word), end)
    return Scope(start=start, end=end, voice=voice, speaker=speaker, told=told)


def whole(sentence: Sentence, speaker: str, told: Told | None = None) -> Scope:
    """Return the whole sentence as the view of `speaker`."""
    return Scope(
        start=sentence.start,
        end=sentence.end,
        voice="attributed",
        speaker=speaker,
        told=told,
    )


def ahead(sentence: Sentence, speaker: str, told: Told) -> Scope:
    """Return the empty scope that hands over what follows the sentence."""
    return Scope(
        start=sentence.end,
        end=sentence.end,
        voice="attributed",
        speaker=speaker,
        told=told,
    )


def subject_before(
    sentence: Sentence, verb: int, named: Sequence[Named], said: int
) -> str | None:
    """Find the speaker before word `verb`: in the last phrase that may be a subject.

    What stands before character `said` is the report of another verb. A phrase is cut
    at marks and at "and"; one that only says when or where ("DELTA, in a statement on
    Monday, said"), or is the name of a person, is passed over for the one before it.
    None when there is nothing before the verb that could be a subject.
    """
    earliest = sentence.words_in(said, sentence.end).start
    last = verb
    is_named = False
    while last > earliest:
        first = last - 1
        while first > earliest and not sentence.is_break(first):
            if sentence.words[first - 1] in COORDINATORS:
                break
            first -= 1
        phrase = range(first, last)
        if not _is_adverbial(sentence, phrase):
            found = speaker_in(sentence, phrase, named)
            if found is not None:
                described = found in ROLES and sentence.is_break(last)
                return (described and _actor_before(sentence, first, named)) or found
            # "The minister, Filan Fisteku, said": the name says nothing by itself.
            if not sentence.is_break(last):
                return OTHER
            is_named = True
        last = first
    return OTHER if is_named else None


def _actor_before(sentence: Sentence, stop: int, named: Sequence[Named]) -> str | None:
    """Find the actor that the next phrase describes: "DELTA, an association, said"."""
    first = stop - 1
    while first > 0 and not sentence.is_break(first):
        first -= 1
    if stop < 1 or _is_adverbial(sentence, range(first, stop)):
        return None
    found = speaker_in(sentence, range(first, stop), named)
    return found if any(found == name.actor for name in named) else None


def is_aside(sentence: Sentence, first: int) -> bool:
    """Whether what begins at word `first` only describes what is named before it.

    "…, i cili akuzohet për mashtrim, …", "…, accused by GAMMA, …"
    """
    if not first or not sentence.is_break(first):
        return False
    words = sentence.words[first : first + 2]
    if words[0] in RELATIVES or words[0] in ACCUSED or words[1:] == ("by",):
        return True
    return (
        words[0] in ("i", "e", "te", "se")
        and words[1:2] != ()
        and (words[1] in RELATIVES or words[1] == "akuzuar")
    )


def behind_hearers(sentence: Sentence, beside: range) -> range:
    """Return what of the words after a verb follows those who are told.

    "u tha gazetarëve DELTA", "told reporters": they are no speakers.
    """
    first = beside.start
    told = sentence.language == "sq" or sentence.words[first - 1] in TELLING_TO
    passed = {"to", "the"} if sentence.language == "sq" else SOME | {"to", "the"}
    while first < beside.stop and sentence.words[first] in passed:
        told = told or sentence.words[first] == "to"
        first += 1
    if told and first < beside.stop and sentence.words[first] in HEARERS:
        return range(first + 1, beside.stop)
    return beside


def _is_adverbial(sentence: Sentence, phrase: range) -> bool:
    """Whether a phrase has no word that could be a subject."""
    first = sentence.words[phrase.start]
    if sentence.is_break(phrase.stop) and is_aside(sentence, phrase.start):
        return True
    if first in PLACING and first not in ("nga", "from"):
        return True
    if first == "duke" or (sentence.language == "en" and first.endswith("ing")):
        return True
    return all(
        sentence.words[i] in CLITICS
        or sentence.words[i] in ADVERBS
        or sentence.words[i] in COORDINATORS
        for i in phrase
    )


def agent_in(sentence: Sentence, within: range, named: Sequence[Named]) -> str | None:
    """Find who did it in a passive: by X, nga X."""
    form = _AGENT[sentence.language]
    for at in within:
        if sentence.words[at : at + 1] == form:
            phrase = phrase_from(sentence, at + 1)
            phrase = range(phrase.start, min(phrase.stop, within.stop))
            if phrase:
                return speaker_in(sentence, phrase, named) or OTHER
    return None


def begins_verb(sentence: Sentence, word: int) -> bool:
    """Whether a verb begins at `word`; "s" only in "s'ka", not in DELTA-s."""
    if sentence.words[word] not in VERB_AHEAD[sentence.language]:
        return False
    following = sentence.gaps[word + 1]
    return sentence.words[word] != "s" or following in ("'", "\u2019", "\u2018", "`")


def phrase_from(sentence: Sentence, first: int) -> range:
    """Return the words from `first` to the next mark."""
    last = min(first + 1, len(sentence.words))
    while last < len(sentence.words) and not sentence.is_break(last):
        last += 1
    return range(first, last)
