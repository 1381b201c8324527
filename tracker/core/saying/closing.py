"""What stands before "…, the ministry said" and "…, tha ministri"."""

from collections.abc import Iterator, Sequence

from tracker.core.saying.acts import Act
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.reach import Scope, Told, agent_in, phrase_from, until_contrast
from tracker.core.saying.speakers import CARRIED, OTHER, UNNAMED, Named, speaker_in
from tracker.core.saying.wordlists import ADVERBIAL, CLITICS, NEW_CLAUSE, VERB_AHEAD

# "…, the ministry said in a statement on Monday".
WORDS_AFTER_CLOSING_VERB = 7
# "…, tha zëdhënësi i policisë në Durrës të mërkurën".
LONGEST_SPEAKER = 14


def closing(
    sentence: Sentence, act: Act, told: Told, named: Sequence[Named]
) -> Iterator[Scope]:
    """Yield the sentence before the clause of the verb, and what goes on after it.

    Nothing, if the verb closes no statement.
    """
    if act.joined_at is not None and not act.after_quotation:
        return  # "…, duke theksuar rëndësinë" says nothing of what stands before
    first = act.first
    while first > 0 and not _closes(sentence, first):
        first -= 1
    if first == 0:
        return
    last = act.words.stop
    while last < len(sentence.words) and not _closes(sentence, last):
        last += 1
    before, after = range(first, act.first), range(act.words.stop, last)
    is_behind = all(sentence.words[i] in CLITICS for i in before)
    if is_behind:
        speaker = _speaker_behind(sentence, act, first, after, named)
    else:
        speaker = _speaker_before(sentence, before, after, named)
    if speaker is None:
        return
    yield Scope(
        start=sentence.start,
        end=sentence.spans[first - 1][1],
        voice="attributed",
        speaker=speaker,
        told=told,
    )
    start = _goes_on_at(sentence, act, last, is_behind=is_behind)
    if start is not None:
        yield until_contrast(sentence, start, "attributed", speaker, told)


def _closes(sentence: Sentence, word: int) -> bool:
    return sentence.is_break(word) or any(
        mark in sentence.gaps[word] for mark in '”“»"'
    )


def _speaker_before(
    sentence: Sentence, before: range, after: range, named: Sequence[Named]
) -> str | None:
    """Find the speaker of "…, the ministry said"; None: the verb closes nothing."""
    adverbial = not after or sentence.words[after.start] in ADVERBIAL
    if len(after) > WORDS_AFTER_CLOSING_VERB or not adverbial:
        return None
    return speaker_in(sentence, before, named) or OTHER


def _speaker_behind(
    sentence: Sentence, act: Act, first: int, after: range, named: Sequence[Named]
) -> str | None:
    """Find the speaker of "…, tha ministri"; None: the verb closes nothing."""
    if len(after) > LONGEST_SPEAKER or _is_apposition(sentence, first, named):
        return None
    if act.is_passive:
        agent = agent_in(sentence, after, named)
        return agent or (UNNAMED if act.after_quotation or not after else None)
    speaker = speaker_in(sentence, after, named)
    if speaker is not None:
        return speaker
    if not act.after_quotation and _has_verb(sentence, after):
        return None  # "The minister, speaking on Monday, said the hall was closed"
    adverbial = not after or sentence.words[after.start] in ADVERBIAL | {"te"}
    if not adverbial:
        return _described(sentence, after.stop, named) or OTHER
    return CARRIED if act.after_quotation else None


def _described(sentence: Sentence, first: int, named: Sequence[Named]) -> str | None:
    """Find the speaker in "…, said Filan Fisteku, chairman of the board"."""
    if first >= len(sentence.words) or sentence.words[first] in NEW_CLAUSE:
        return None
    phrase = phrase_from(sentence, first)
    return None if _has_verb(sentence, phrase) else speaker_in(sentence, phrase, named)


def _has_verb(sentence: Sentence, phrase: range) -> bool:
    ahead = VERB_AHEAD[sentence.language]
    return any(sentence.words[i] in ahead for i in phrase)


def _goes_on_at(
    sentence: Sentence, act: Act, last: int, *, is_behind: bool
) -> int | None:
    """Return where the statement goes on after "…, tha ministri, …".

    What follows a speaker behind the verb may also describe him ("…, said Filan
    Fisteku, chairman of the board"), or tell who reports it ("…, raporton gazeta").
    """
    if last >= len(sentence.words):
        return None
    if act.after_quotation or act.next_quotation is not None:
        return act.next_quotation
    if act.next_verb == last:
        return None
    rest = range(last, len(sentence.words))
    describes = sentence.words[last] in NEW_CLAUSE or not _has_verb(sentence, rest)
    return None if is_behind and describes else last


def _is_apposition(sentence: Sentence, word: int, named: Sequence[Named]) -> bool:
    """Whether the mark before `word` closes an apposition: "DELTA, a group, said"."""
    first = word - 1
    while first > 0 and not sentence.is_break(first):
        first -= 1
    if first == 0 or "," not in sentence.gaps[first]:
        return False
    start, end = sentence.spans[first - 1]
    return any(name.start < end and start < name.end for name in named)
