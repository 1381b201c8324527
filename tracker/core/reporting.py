"""How far a report of somebody's words reaches in one sentence.

The name and description of the speaker are never part of it: "a spokesman for the
militant group D said that …" uses the outlet's own label (measures.md, M1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.core.attribution import according, accused, colon, rumours, standing
from tracker.core.clauses import Sentence
from tracker.core.reach import Scope, agent_after, subject_before, until_contrast, whole
from tracker.core.speakers import OTHER, UNNAMED, Named, speaker_in
from tracker.core.speech import AUXILIARIES, CLAUSE_OPENERS, SPEECH, SpeechVerb
from tracker.core.wordlists import ADVERBIAL, BARE, CLITICS, COMPARED, PASSIVE

# "said on Monday in a statement that": more words make it another clause.
WORDS_TO_OPENER = 4
# "…, the ministry said in a statement on Monday".
WORDS_AFTER_CLOSING_VERB = 7
# "…, tha zëdhënësi i policisë në Durrës të mërkurën".
LONGEST_SPEAKER = 14

_QUOTES = '\u201c\u201d\u2019"»'
_OPENERS = {language: words - {"to"} for language, words in CLAUSE_OPENERS.items()}
_TELLING = frozenset(("say", "affirm", "confirm", "claim", "admit", "warn"))
# "Former members say …": the table of speech verbs has the forms of one speaker.
_PLURALS = {
    "says": "say",
    "claims": "claim",
    "alleges": "allege",
    "insists": "insist",
    "denies": "deny",
}
_PLURAL = tuple(
    replace(verb, form=(_PLURALS[verb.form[0]],))
    for verb in SPEECH
    if verb.form[0] in _PLURALS and len(verb.form) == 1
)


def _by_first_word(language: str) -> dict[str, tuple[SpeechVerb, ...]]:
    """Group the verbs of a language, the longest form first."""
    grouped: dict[str, list[SpeechVerb]] = {}
    for verb in sorted((*SPEECH, *_PLURAL), key=lambda verb: -len(verb.form)):
        if verb.language == language:
            grouped.setdefault(verb.form[0], []).append(verb)
    return {first: tuple(verbs) for first, verbs in grouped.items()}


_VERBS = {language: _by_first_word(language) for language in ("sq", "en")}


@dataclass(frozen=True, slots=True)
class _Act:
    verb: SpeechVerb
    words: range
    opener: int | None  # index of the first word of what is said


def scopes(
    sentence: Sentence, named: Sequence[Named], *, headline: bool
) -> tuple[Scope, ...]:
    """Find every scope of `sentence`, the innermost last where they overlap.

    `headline`: the sentence begins a title or a paragraph, so that "Ministria: …"
    hands over the word.
    """
    found = list(rumours(sentence))
    found += according(sentence, named)
    if headline:
        found += colon(sentence, named)
    found += standing(sentence, named)
    found += accused(sentence, named)
    said = sentence.start
    for act in _acts(sentence):
        found += _of_act(sentence, act, named, said)
        if act.opener is not None and act.verb.verb_class != "anonymous":
            said = sentence.char(act.opener)
    found.sort(key=lambda scope: (scope.start, -scope.end))
    return tuple(found)


def _acts(sentence: Sentence) -> Iterator[_Act]:
    at = 0
    while at < len(sentence.words):
        act = _act_at(sentence, at)
        if act is not None:
            yield act
        at = act.words.stop if act else at + 1


def _act_at(sentence: Sentence, at: int) -> _Act | None:
    for verb in _VERBS[sentence.language].get(sentence.words[at], ()):
        words = range(at, at + len(verb.form))
        if sentence.words[at : words.stop] != verb.form:
            continue
        if verb.participle and not _has_auxiliary(sentence, at):
            continue
        if verb.form == ("states",) and at and sentence.words[at - 1] == "united":
            continue
        if sentence.language == "en" and at and sentence.words[at - 1] == "to":
            continue  # "has nothing to say about it"
        opener = _opener(sentence, words.stop)
        if verb.ambiguous and opener is None and not _quote_before(sentence, at):
            continue
        return _Act(verb, words, opener)
    return None


def _has_auxiliary(sentence: Sentence, at: int) -> bool:
    return not AUXILIARIES.isdisjoint(sentence.words[max(at - 2, 0) : at])


def _quote_before(sentence: Sentence, at: int) -> bool:
    return any(mark in sentence.gaps[at] for mark in _QUOTES)


def _opener(sentence: Sentence, after: int) -> int | None:
    """Return the first word of what is said: after that, se, që, a colon, a quote."""
    last = min(after + WORDS_TO_OPENER, len(sentence.words) - 1)
    for at in range(after, last + 1):
        if any(mark in sentence.gaps[at] for mark in ':“„«"'):
            return at
        word = sentence.words[at]
        if word in _OPENERS[sentence.language]:
            compared = word == "se" and sentence.words[at - 1] in COMPARED
            if not compared:
                return at + 1
    return None


def _of_act(
    sentence: Sentence, act: _Act, named: Sequence[Named], said: int
) -> Iterator[Scope]:
    """Yield what one speech verb hands over; before `said` another one did."""
    kind = act.verb.verb_class
    after = act.words.stop
    if kind == "anonymous":
        yield whole(sentence, UNNAMED)
        return
    subject = subject_before(sentence, act.words.start, named, said)
    if kind == "deny":
        start = act.opener if act.opener is not None else after
        yield until_contrast(sentence, start, "denied", subject)
    elif kind == "accuse":
        before = sentence.words[max(act.words.start - 2, 0) : act.words.start]
        passive = not PASSIVE[sentence.language].isdisjoint(before)
        speaker = (
            (agent_after(sentence, after, named) or UNNAMED) if passive else subject
        )
        yield until_contrast(sentence, after, "attributed", speaker)
    elif act.opener is not None:
        yield until_contrast(sentence, act.opener, "attributed", subject)
    elif kind in _TELLING:
        closing = list(_closing(sentence, act.words, named))
        yield from closing
        if not closing and sentence.words[act.words.start] in BARE:
            yield until_contrast(sentence, after, "attributed", subject)


def _closing(
    sentence: Sentence, verb: range, named: Sequence[Named]
) -> Iterator[Scope]:
    """Yield the sentence around "…, the ministry said" and "…, tha ministri"."""
    first = verb.start
    while first > 0 and not _closes(sentence, first):
        first -= 1
    if first == 0:
        return
    last = verb.stop
    while last < len(sentence.words) and not _closes(sentence, last):
        last += 1
    before, after = range(first, verb.start), range(verb.stop, last)
    if all(sentence.words[i] in CLITICS for i in before):
        if len(after) > LONGEST_SPEAKER or _is_apposition(sentence, first, named):
            return
        speaker = speaker_in(sentence, after, named) or OTHER
    else:
        adverbial = not after or sentence.words[after.start] in ADVERBIAL
        if len(after) > WORDS_AFTER_CLOSING_VERB or not adverbial:
            return
        speaker = speaker_in(sentence, before, named) or OTHER
    yield Scope(
        start=sentence.start,
        end=sentence.spans[first - 1][1],
        voice="attributed",
        speaker=speaker,
    )
    if last < len(sentence.words):
        yield until_contrast(sentence, last, "attributed", speaker)


def _closes(sentence: Sentence, word: int) -> bool:
    return sentence.is_break(word) or any(
        mark in sentence.gaps[word] for mark in '”“»"'
    )


def _is_apposition(sentence: Sentence, word: int, named: Sequence[Named]) -> bool:
    """Whether the mark before `word` closes an apposition: "DELTA, a group, said"."""
    first = word - 1
    while first > 0 and not sentence.is_break(first):
        first -= 1
    if first == 0 or "," not in sentence.gaps[first]:
        return False
    start, end = sentence.spans[first - 1]
    return any(name.start < end and start < name.end for name in named)
