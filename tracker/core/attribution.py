"""Attribution without a verb of saying: according to, regarded as, a colon."""

from collections.abc import Iterator, Sequence

from tracker.core.clauses import Sentence
from tracker.core.reach import (
    Scope,
    agent_after,
    phrase_from,
    subject_before,
    until_contrast,
    whole,
)
from tracker.core.speakers import OTHER, UNNAMED, Named, speaker_in
from tracker.core.wordlists import (
    ACCUSED,
    LINKING,
    NAMING,
    NOBODY,
    NOT_NAMING,
    PASSIVE,
    REGARDED,
    RUMOUR,
    TAGS,
    WITHOUT_AS,
)

# "regarded in one country as a": more words belong to something else.
WORDS_TO_AS = 6
# "Avokati i SHFAR-it:" names somebody who is known, and may be longer than a name that
# is not.
LONGEST_HEADLINE_SPEAKER = 6
LONGEST_UNKNOWN_SPEAKER = 3

_ACCORDING = {"sq": ("sipas",), "en": ("according", "to")}


def according(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield the sentence around "according to X"; X itself is outside."""
    for found in sentence.find([_ACCORDING[sentence.language]]):
        phrase = phrase_from(sentence, found.stop)
        if not phrase or _is_nobody(sentence, phrase):
            continue
        speaker = speaker_in(sentence, phrase, named) or OTHER
        if found.start == 0 and phrase.stop == len(sentence.words):
            phrase = _speaker_alone(sentence, phrase, named)
        start, end = sentence.char(found.start), sentence.spans[phrase.stop - 1][1]
        for a, b in ((sentence.start, start), (end, sentence.end)):
            if a < b:
                yield Scope(start=a, end=b, voice="attributed", speaker=speaker)


def _is_nobody(sentence: Sentence, phrase: range) -> bool:
    words = [w for w in sentence.words[phrase.start : phrase.stop] if w != "the"]
    return bool(words) and words[0].startswith(NOBODY)


def _speaker_alone(sentence: Sentence, phrase: range, named: Sequence[Named]) -> range:
    """Cut "Sipas policisë u sekuestruan …", which has no comma, after the speaker."""
    for at in phrase:
        if speaker_in(sentence, range(at, at + 1), named) is not None:
            start = sentence.char(at)
            ends = [name.end for name in named if name.start <= start < name.end]
            end = max(ends, default=sentence.spans[at][1])
            return range(phrase.start, sentence.words_in(start, end).stop)
    return range(phrase.start, phrase.start + 1)


def rumours(sentence: Sentence) -> Iterator[Scope]:
    """Yield a sentence of hearsay, which nobody vouches for."""
    if not RUMOUR[sentence.language].isdisjoint(sentence.words):
        yield whole(sentence, UNNAMED)


def colon(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what follows "Ministria:" at the head of a title or paragraph."""
    if sentence.capitals[:1] != (True,):
        return
    for at in range(1, min(LONGEST_HEADLINE_SPEAKER + 1, len(sentence.words))):
        gap = sentence.gaps[at]
        if gap.rstrip("“„\"«' ").endswith(":") and gap != ":":
            before = sentence.words[:at]
            speaker = speaker_in(sentence, range(at), named)
            as_a_name = _reads_as_a_name(sentence, at)
            if speaker is None and as_a_name and at <= LONGEST_UNKNOWN_SPEAKER:
                speaker = OTHER
            elif at > LONGEST_UNKNOWN_SPEAKER and not as_a_name:
                speaker = None
            tagged = not TAGS.isdisjoint(before) or any(map(str.isdecimal, before))
            if speaker is not None and not tagged:
                yield until_contrast(sentence, at, "attributed", speaker)
            return
        if sentence.is_break(at):
            return


def _reads_as_a_name(sentence: Sentence, stop: int) -> bool:
    """Tell "Avokati i SHFAR-it:" from "Raid in the harbour:"."""
    return all(
        sentence.capitals[at]
        or sentence.words[at] in LINKING
        or sentence.gaps[at] in ("-", "\u2013", "'", "\u2019")
        for at in range(stop)
    )


def standing(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what follows "regarded as", "konsiderohet", "called X"."""
    language = sentence.language
    for at, word in enumerate(sentence.words):
        following = sentence.words[at + 1] if at + 1 < len(sentence.words) else ""
        if following in NOT_NAMING and word in ("called", "calls"):
            continue
        if language == "en" and at and sentence.words[at - 1] == "so":
            continue
        names = word in NAMING[language] and not _is_passive(sentence, at)
        if not names and word not in REGARDED[language]:
            continue
        first = _after_as(sentence, at) if language == "en" and not names else at + 1
        if first is None or first >= len(sentence.words):
            continue
        agent = agent_after(sentence, at + 1, named)
        if names:
            agent = subject_before(sentence, at, named, sentence.start)
        phrase = phrase_from(sentence, first)
        yield Scope(
            start=sentence.char(first),
            end=sentence.spans[phrase.stop - 1][1],
            voice="attributed",
            speaker=agent or UNNAMED,
        )


def accused(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what somebody is accused of: "akuzohet nga X për …"."""
    for at, word in enumerate(sentence.words):
        if sentence.language == "sq" and word in ACCUSED:
            speaker = agent_after(sentence, at + 1, named) or UNNAMED
            yield until_contrast(sentence, at + 1, "attributed", speaker)


def _is_passive(sentence: Sentence, at: int) -> bool:
    return (
        at == 0
        or sentence.words[at - 1] in PASSIVE[sentence.language]
        or sentence.is_break(at)
    )


def _after_as(sentence: Sentence, verb: int) -> int | None:
    last = min(verb + 1 + WORDS_TO_AS, len(sentence.words))
    for at in range(verb + 1, last):
        if sentence.words[at] == "as":
            return at + 1
    return verb + 1 if sentence.words[verb] in WITHOUT_AS else None
