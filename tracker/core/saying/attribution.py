"""Attribution without a verb of saying: according to, accused of, a colon."""

from collections.abc import Iterator, Sequence

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.reach import (
    Scope,
    Told,
    agent_in,
    ahead,
    begins_verb,
    is_aside,
    phrase_from,
    subject_before,
    until_contrast,
)
from tracker.core.saying.speakers import (
    CARRIED,
    OTHER,
    UNNAMED,
    Named,
    role_of,
    speaker_in,
)
from tracker.core.saying.topics import is_caption, is_topic
from tracker.core.saying.wordlists import (
    ACCUSED,
    CHARGED,
    KEEPING_BACK,
    LINKING,
    NOBODY,
    NOBODY_WHOLE,
    OPENERS,
    PLACING,
    RELATIVE_OBJECTS,
    TAGS,
)

# "Avokati i SHFAR-it:" names somebody who is known, and may be longer than a name that
# is not.
LONGEST_HEADLINE_SPEAKER = 6
LONGEST_UNKNOWN_SPEAKER = 3

ACCORDING = {
    "sq": (("sipas",),),
    "en": (
        ("according", "to"),
        *(("in", "the", noun, "of") for noun in ("words", "view", "opinion", "eyes")),
    ),
    "de": (("laut",),),
    "fr": (("selon",),),
    "it": (("secondo",),),
}


def according(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield the sentence around "according to X"; X itself is outside."""
    for found in sentence.find(ACCORDING[sentence.said_in]):
        phrase = phrase_from(sentence, found.stop)
        if not phrase or _is_nobody(sentence, phrase):
            continue
        speaker = _source(sentence, phrase, named)
        phrase = _up_to_a_verb(sentence, phrase)
        if found.start == 0 and phrase.stop == len(sentence.words):
            phrase = _speaker_alone(sentence, phrase, named)
        start, end = sentence.char(found.start), sentence.spans[phrase.stop - 1][1]
        told = Told(
            verb_class="anonymous" if speaker == UNNAMED else "according",
            verb=(start, sentence.spans[found.stop - 1][1]),
        )
        for a, b in ((sentence.start, start), (end, sentence.end)):
            if a < b:
                yield Scope(
                    start=a, end=b, voice="attributed", speaker=speaker, told=told
                )


def _source(sentence: Sentence, phrase: range, named: Sequence[Named]) -> str:
    """Find who is meant after "according to"; "whom" looks back."""
    if sentence.words[phrase.start] in RELATIVE_OBJECTS or (
        sentence.words[phrase.start : phrase.start + 1] == ("te",)
        and sentence.words[phrase.start + 1 : phrase.start + 2]
        and sentence.words[phrase.start + 1].startswith("cil")
    ):
        phrase = range(phrase.start)
    return speaker_in(sentence, phrase, named) or OTHER


def _is_nobody(sentence: Sentence, phrase: range) -> bool:
    words = [w for w in sentence.words[phrase.start : phrase.stop] if w != "the"]
    return bool(words) and (words[0].startswith(NOBODY) or words[0] in NOBODY_WHOLE)


def _up_to_a_verb(sentence: Sentence, phrase: range) -> range:
    """Cut "Sipas policisë u sekuestruan …", which has no comma, before the verb."""
    for at in phrase[1:]:
        if begins_verb(sentence, at):
            return range(phrase.start, at)
    return phrase


def _speaker_alone(sentence: Sentence, phrase: range, named: Sequence[Named]) -> range:
    """Cut "Sipas policisë së qytetit DELTA …", which is all one phrase."""
    for at in phrase:
        if speaker_in(sentence, range(at, at + 1), named) is not None:
            start = sentence.char(at)
            ends = [name.end for name in named if name.start <= start < name.end]
            end = max(ends, default=sentence.spans[at][1])
            stop = sentence.words_in(start, end).stop
            while stop + 2 < phrase.stop and sentence.words[stop] in LINKING:
                stop += 2
            return range(phrase.start, stop)
    return range(phrase.start, phrase.start + 1)


def colon(
    sentence: Sentence,
    named: Sequence[Named],
    first_verb: int,
    first: int,
    *,
    is_told: bool,
) -> Iterator[Scope]:
    """Yield what follows "Ministria:" at the head of a title or paragraph.

    Before `first_verb`, the first verb of saying: it hands over what follows itself.
    `is_told`: a verb hands over something, so that a stranger before the colon is a
    place or a topic ("Kamza: Policia tha se …").
    The speaker begins at word `first`, before which he may be quoted ("“…”, Ministria:
    …").
    """
    if not first and sentence.capitals[:1] != (True,):
        return
    last = len(sentence.words)
    for at in range(first + 1, min(first + LONGEST_HEADLINE_SPEAKER, last) + 1):
        gap = sentence.gaps[at]
        if at > first_verb:
            return
        if gap.rstrip("“„\"«' \u2019\u2018").endswith(":") and (
            gap != ":" or at == last
        ):
            speaker = _before_colon(sentence, range(first, at), named)
            if speaker == OTHER and is_told:
                return
            if speaker is not None and not _is_a_number(sentence, at, speaker):
                place = sentence.spans[at - 1][1]
                told = Told(verb_class="colon", verb=(place, place))
                if first:
                    yield Scope(
                        start=sentence.start,
                        end=sentence.spans[first - 1][1],
                        voice="attributed",
                        speaker=speaker,
                        told=told,
                    )
                if at == last:
                    yield ahead(sentence, speaker, told)
                else:
                    yield until_contrast(sentence, at, "attributed", speaker, told)
            return
        if at == last or sentence.is_break(at):
            return


def _before_colon(
    sentence: Sentence, stretch: range, named: Sequence[Named]
) -> str | None:
    """Find the speaker before the colon; None for a topic, a tag, a list."""
    before = sentence.words[stretch.start : stretch.stop]
    if not TAGS.isdisjoint(before) or any(map(str.isdecimal, before)):
        return None
    if before[0] in PLACING:
        return None
    speaker = speaker_in(sentence, stretch, named)
    if stretch.stop < len(sentence.words):
        is_about = is_topic(sentence, stretch.stop)
        is_about = is_about and not _is_office(sentence, stretch)
        if is_about or is_caption(sentence, stretch.stop):
            return None
    as_a_name = _reads_as_a_name(sentence, stretch)
    if len(stretch) > LONGEST_UNKNOWN_SPEAKER and not as_a_name:
        return None
    if speaker is None and as_a_name and len(stretch) <= LONGEST_UNKNOWN_SPEAKER:
        return OTHER
    return None if speaker == CARRIED else speaker


def _is_office(sentence: Sentence, stretch: range) -> bool:
    """Tell who speaks himself, "Minister Fisteku", from a topic, "Police raid".

    "Police: What we found were weapons" is the word of the police.
    """
    if sentence.language == "sq":
        return role_of(sentence, stretch.start) is not None
    for at in stretch:
        is_last = at + 1 == stretch.stop
        is_head = is_last or sentence.words[at + 1] in ("of", "for")
        if role_of(sentence, at) and (is_head or sentence.capitals[at + 1]):
            return True
    return False


def _is_a_number(sentence: Sentence, at: int, speaker: str) -> bool:
    """Whether only a number follows: "Policia: 129"; after a stranger, any number."""
    following = sentence.words[at : at + 1]
    alone = len(sentence.words) - at == 1 or speaker == OTHER
    return alone and following != () and following[0][:1].isdecimal()


def _reads_as_a_name(sentence: Sentence, stretch: range) -> bool:
    """Tell "Avokati i SHFAR-it:" from "Raid in the harbour:"."""
    return all(
        sentence.capitals[at]
        or sentence.words[at] in LINKING
        or sentence.gaps[at] in ("-", "\u2013", "'", "\u2019")
        or at == stretch.start > 0
        for at in stretch
    )


def kept_back(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what somebody "refused to say that", which is nobody's own word."""
    for at, word in enumerate(sentence.words[:-4]):
        to, opener = sentence.words[at + 1], sentence.words[at + 3]
        if word in KEEPING_BACK and to == "to" and opener in OPENERS:
            speaker = subject_before(sentence, at, named, sentence.start) or OTHER
            yield until_contrast(sentence, at + 4, "attributed", speaker)


def accused(sentence: Sentence, named: Sequence[Named]) -> Iterator[Scope]:
    """Yield what somebody is accused of: "akuzohet nga X për …"."""
    for at, word in enumerate(sentence.words):
        if (
            sentence.language == "sq"
            and word in ACCUSED
            and at + 1 < len(sentence.words)
        ):
            behind = phrase_from(sentence, at + 1)
            speaker = agent_in(sentence, behind, named) or UNNAMED
            told = Told(verb_class="accuse", verb=sentence.spans[at])
            # "akuzohet nga GAMMA për mashtrim": the agent is no part of it.
            start = next((i for i in behind if sentence.words[i] in CHARGED), None)
            begins = at
            while begins > 0 and not sentence.is_break(begins):
                begins -= 1
            stop = behind.stop if is_aside(sentence, begins) else None
            if start is None and stop is None:
                start = behind.start
            if start is not None:
                yield until_contrast(
                    sentence, start, "attributed", speaker, told, stop=stop
                )
