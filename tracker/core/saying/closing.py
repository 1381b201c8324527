"""What stands before "…, the ministry said" and "…, tha ministri"."""

from collections.abc import Iterator, Sequence

from tracker.core.saying.acts import Act
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.reach import (
    Scope,
    Told,
    agent_in,
    begins_verb,
    behind_hearers,
    is_aside,
    phrase_from,
    until_contrast,
)
from tracker.core.saying.speakers import CARRIED, OTHER, UNNAMED, Named, speaker_in
from tracker.core.saying.wordlists import (
    ADVERBIAL,
    AS_IT_SAID,
    CLITICS,
    NEW_CLAUSE,
    RELATIVES,
    TELLING_TO,
)

# "…, the ministry said in a statement on Monday".
WORDS_AFTER_CLOSING_VERB = 7
# "…, tha zëdhënësi i policisë në Durrës të mërkurën".
LONGEST_SPEAKER = 14
# "The cook, who came in 2017, said …": whom an aside describes has a short name.
_LONGEST_HEAD = 3
_QUOTES = '”“»"'
# "…", the police said of DELTA: about whom, not what.
_ABOUT = ("of", "about")


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
    is_behind = all(sentence.words[i] in CLITICS | AS_IT_SAID for i in before)
    if is_behind:
        speaker = _speaker_behind(sentence, act, first, after, named)
    else:
        speaker = _speaker_before(sentence, act, before, after, named)
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
    return sentence.is_break(word) or _is_quoted(sentence, word)


def _is_quoted(sentence: Sentence, word: int) -> bool:
    return any(mark in sentence.gaps[word] for mark in _QUOTES)


def _speaker_before(
    sentence: Sentence, act: Act, before: range, after: range, named: Sequence[Named]
) -> str | None:
    """Find the speaker of "…, the ministry said"; None: the verb closes nothing."""
    if len(after) > WORDS_AFTER_CLOSING_VERB:
        return None
    rest = _behind_told(
        sentence, act, after, is_quoted=_is_quoted(sentence, before.start)
    )
    if rest and sentence.words[rest.start] not in ADVERBIAL:
        return None
    return speaker_in(sentence, before, named) or OTHER


def _behind_told(
    sentence: Sentence, act: Act, after: range, *, is_quoted: bool
) -> range:
    """Return what follows those who are told, or about whom a quotation is.

    "…, DELTA told reporters on Monday"; after a quotation anybody may be told.
    """
    rest = behind_hearers(sentence, after)
    if rest != after or not after or not is_quoted:
        return rest
    tells = sentence.words[act.words.start] in TELLING_TO
    if act.auxiliary is not None:
        return rest  # "said the police had told it": somebody else tells
    if tells or sentence.words[after.start] in _ABOUT:
        return range(after.stop, after.stop)
    return rest


def _speaker_behind(
    sentence: Sentence, act: Act, first: int, after: range, named: Sequence[Named]
) -> str | None:
    """Find the speaker of "…, tha ministri"; None: the verb closes nothing."""
    told = behind_hearers(sentence, after)
    # "The cook, who came in 2017, said DELTA had kept the hall" closes nothing.
    is_clause = not act.after_quotation and _is_clause(sentence, told)
    too_long = len(after) > LONGEST_SPEAKER
    if too_long or is_clause or _is_apposition(sentence, first, named):
        return None
    if act.is_passive:
        agent = agent_in(sentence, after, named)
        return agent or (UNNAMED if act.after_quotation or not after else None)
    after = told
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


def _is_clause(sentence: Sentence, phrase: range) -> bool:
    """Whether English words have a verb that is not a relative clause's."""
    if sentence.language != "en":
        return False
    for word in phrase:
        if sentence.words[word] in RELATIVES:
            return False
        if begins_verb(sentence, word):
            return True
    return False


def _has_verb(sentence: Sentence, phrase: range) -> bool:
    return any(begins_verb(sentence, i) for i in phrase)


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
        is_short = act.next_quotation is None and _is_quoted(sentence, last)
        return last if is_short else act.next_quotation
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
    if first <= _LONGEST_HEAD and is_aside(sentence, first):
        return True  # "The cook, who came in 2017, said the hall stayed closed"
    start, end = sentence.spans[first - 1]
    return any(name.start < end and start < name.end for name in named)
