"""Which actor a describing word describes: exactly one, or nobody for certain."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.core.mentions import Mention
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.describing import (
    aside_after_copula,
    describes_others,
    is_cut,
    is_object,
    opens_with_copula,
    subject_of_report,
)
from tracker.core.saying.participles import GOVERNING
from tracker.core.saying.tying import (
    is_its_own,
    is_no_subject,
    is_of_others,
    thing_described,
)
from tracker.core.saying.wordlists import (
    ARTICLES,
    COPULAS,
)
from tracker.core.voice import Use, Voices
from tracker.model import MentionKind

# "is no longer a", "është tani një": more words are no longer a copula's.
_WORDS_TO_COPULA = 3
# Names to each side of a label that may own it; more stand only in lists without end.
_NEIGHBOURS = 12
# What may stand between a label and the name that it belongs to.
_BRIDGES = (
    ("of",),
    ("of", "the"),
    ("called",),
    ("named",),
    ("known", "as"),
    ("i",),
    ("e",),
    ("te",),
    ("se",),
    ("i", "quajtur"),
    ("e", "quajtur"),
    ("te", "quajtur"),
    ("i", "njohur", "si"),
    ("e", "njohur", "si"),
)
_LONGEST_BRIDGE = max(map(len, _BRIDGES))
_QUOTES = " \u00a0\t\"'\u201c\u201d\u201e«»\u2018\u2019("


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWord:
    """A word of one actor's family of labels, met at [start, end)."""

    start: int
    end: int
    actor: str
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A label with the actor that it describes, or may describe (a candidate)."""

    word: LabelWord
    kind: MentionKind
    use: Use
    mention_start: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Bond:
    mention: Mention
    use: Use
    reason: str


def attach(
    found: Iterable[LabelWord],
    mentions: Sequence[Mention],
    elsewhere: Sequence[Mention],
    voices: Voices,
) -> tuple[Attached, ...]:
    """Attach the label words of one field, in order.

    `mentions` are those of the same field, `elsewhere` those of the other one. A word
    inside a mention is part of the name. The words of a phrase that is itself a label
    of the actor are not labels of their own. Of an actor that is named nowhere nothing
    is a label.
    """
    hits = [m for m in mentions if m.kind == "hit"]
    others = [m for m in elsewhere if m.kind == "hit"]
    named = {m.actor for m in (*hits, *others)}
    words = sorted(
        _outside(mentions, (w for w in found if w.actor in named)),
        key=lambda w: (w.start, -w.end, w.actor, w.family),
    )
    users: dict[tuple[int, int], list[LabelWord]] = {}
    for word in _uncovered(words):
        users.setdefault((word.start, word.end), []).append(word)
    of_actor: dict[str, list[Mention]] = {}
    for mention in hits:
        of_actor.setdefault(mention.actor, []).append(mention)
    return tuple(
        attached
        for same in users.values()
        for attached in _attach(same, hits, of_actor, others, voices)
    )


def _outside(
    mentions: Iterable[Mention], words: Iterable[LabelWord]
) -> Iterator[LabelWord]:
    """Yield the words that are part of no name."""
    reaches = sorted(mention.reach for mention in mentions)
    # How far the names reach that begin at one place or before it.
    ends = tuple(accumulate((end for _, end in reaches), max))
    for word in words:
        before = bisect_right(reaches, word.start, key=lambda reach: reach[0])
        if not before or ends[before - 1] < word.end:
            yield word


def _uncovered(words: Sequence[LabelWord]) -> Sequence[LabelWord]:
    """Leave out what is part of a longer label of the same actor; `words` in order."""
    covered: set[LabelWord] = set()
    open_: dict[str, list[LabelWord]] = {}
    for word in words:
        reaching = [o for o in open_.get(word.actor, []) if word.start < o.end]
        for other in reaching:
            if _covers(other, word):
                covered.add(word)
            elif _covers(word, other):
                covered.add(other)
        open_[word.actor] = [*reaching, word]
    return [word for word in words if word not in covered]


def _covers(longer: LabelWord, word: LabelWord) -> bool:
    """Whether a word is part of a longer label of the same actor."""
    return (
        longer.start < word.end
        and word.start < longer.end
        and (longer.end - longer.start, -longer.start)
        > (word.end - word.start, -word.start)
    )


def _attach(
    same: Sequence[LabelWord],
    hits: Sequence[Mention],
    of_actor: Mapping[str, Sequence[Mention]],
    elsewhere: Sequence[Mention],
    voices: Voices,
) -> Iterable[Attached]:
    start, end = same[0].start, same[0].end
    sentence = voices.sentence(start)
    label = sentence.words_in(start, end)
    near = [
        (mention, sentence.words_in(*mention.reach))
        for mention in _beside(hits, start)
        if sentence.start <= mention.start < sentence.end
    ]
    actors = {word.actor for word in same}
    why_not = "no mention in its clause, or another actor between"
    thing = thing_described(sentence, label)
    if thing is not None:
        near = [pair for pair in near if is_its_own(sentence, pair[1], label, thing)]
        why_not = "describes a thing, and no actor whose it is"
    bond = _bound(sentence, label, near) or _nearest(sentence, label, near, actors)
    if bond is not None and voices.asks(start, end, use=bond.use):
        why_not, bond = "is only asked, and a question states nothing", None
    if bond is not None:
        for word in same:
            if word.actor == bond.mention.actor:
                yield Attached(
                    word=word,
                    kind="hit",
                    use=bond.use,
                    mention_start=bond.mention.start,
                    reason=bond.reason,
                )
        return
    closest = min(
        (m for actor in actors for m in _beside(of_actor.get(actor, ()), start)),
        key=lambda m: (abs(m.start - start), m.start),
        default=next((m for m in elsewhere if m.actor in actors), None),
    )
    for word in same:
        if closest is not None and word.actor == closest.actor:
            yield Attached(
                word=word,
                kind="candidate",
                use="predicate",
                mention_start=None,
                reason=why_not,
            )


def _beside(mentions: Sequence[Mention], char: int) -> Sequence[Mention]:
    """Return those that stand nearest before and after `char`."""
    at = bisect_left(mentions, char, key=lambda mention: mention.start)
    return mentions[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS]


def _bound(
    sentence: Sentence, label: range, near: Sequence[tuple[Mention, range]]
) -> _Bond | None:
    """Find the mention that the grammar ties the label to, whosever word it is."""
    for mention, words in near:
        if _leads_to(sentence, label, words):
            behind = opens_with_copula(sentence, label)
            return _Bond(
                mention,
                "predicate" if behind else "attribute",
                "stands before the name",
            )
    aside = aside_after_copula(sentence, label) or range(0)
    for mention, words in near:
        if words.stop <= label.start and words.start not in aside:
            use = _apposition(sentence, words, label)
            if use is not None:
                return _Bond(mention, use, "stands in apposition to the name")
    subject = _subject_of_copula(sentence, aside or label, near)
    if subject is not None:
        return _Bond(subject, "predicate", "is said of the name")
    return None


def _leads_to(sentence: Sentence, label: range, name: range) -> bool:
    """Whether label and name are one phrase: "militant group DELTA"."""
    if name.start - label.stop > _LONGEST_BRIDGE:
        return False
    between = sentence.words[label.stop : name.start]
    if name.start < label.stop or (between and between not in _BRIDGES):
        return False
    gaps = sentence.gaps[label.stop : name.start + 1]
    return all(not gap.strip(_QUOTES) for gap in gaps)


def _apposition(sentence: Sentence, name: range, label: range) -> Use | None:
    """Tell "DELTA, an armed group", "DELTA militants", "called DELTA a sect"."""
    inner = range(name.stop + 1, label.start + 1)
    if len(inner) > _WORDS_TO_COPULA or any(
        sentence.gaps[at].strip(_QUOTES) for at in inner
    ):
        return None
    between = sentence.words[name.stop : label.start]
    gap = sentence.gaps[name.stop]
    if not between and not gap.strip(_QUOTES):
        return "attribute" if sentence.language == "en" else "predicate"
    if between[:1] and between[0] in ARTICLES and not gap.strip(_QUOTES):
        return "predicate" if len(between) == 1 else None
    if gap.strip(" \u00a0\"'“”„«»") not in (",", "(", "-", "–", "—"):  # noqa: RUF001 - dashes
        return None
    if not between or (between[0] in ARTICLES and _is_phrase(between)):
        return "attribute"
    return None


def _is_phrase(words: Sequence[str]) -> bool:
    is_short = len(words) <= _WORDS_TO_COPULA
    return is_short and GOVERNING.isdisjoint(words)


def _subject_of_copula(
    sentence: Sentence, label: range, near: Sequence[tuple[Mention, range]]
) -> Mention | None:
    """Find who "is a …": the last name before it that no pair of commas sets off."""
    copula = next(
        (
            at
            for at in range(label.start - 1, label.start - 2 - _WORDS_TO_COPULA, -1)
            if at >= 0 and sentence.words[at] in COPULAS
        ),
        None,
    )
    if copula is None or not _is_phrase(sentence.words[copula + 1 : label.start]):
        return None
    near = [pair for pair in near if not is_no_subject(sentence, pair[1], label)]
    last = copula
    if sentence.is_break(copula):
        last = copula - 1
        while last > 0 and not sentence.is_break(last):
            last -= 1
    for bound in (last, copula):
        before = [(m, words) for m, words in near if words.stop <= bound]
        if before:
            mention, words = before[-1]
            if not is_cut(sentence, words, copula):
                return mention
            at = subject_of_report(sentence, copula, [words for _, words in before])
            return before[at][0] if at is not None else None
    return None


def _nearest(
    sentence: Sentence,
    label: range,
    near: Sequence[tuple[Mention, range]],
    actors: set[str],
) -> _Bond | None:
    near = [pair for pair in near if not describes_others(sentence, pair[1], label)]
    left = [
        pair
        for pair in near
        if pair[1].stop <= label.start and not is_no_subject(sentence, pair[1], label)
    ][-1:]
    if is_of_others(sentence, label):
        left = []
    right = [pair for pair in near if pair[1].start >= label.stop][:1]
    reached: list[tuple[int, Mention]] = []
    for mention, words in left:
        is_tied = not is_object(sentence, words, label)
        if is_tied and not is_cut(sentence, words, label.start):
            reached.append((label.start - words.stop, mention))
    for mention, words in right:
        if not is_cut(sentence, label, words.start):
            reached.append((words.start - label.stop, mention))
    reached = [pair for pair in reached if pair[1].actor in actors]
    if not reached:
        return None
    _, mention = min(reached, key=lambda pair: (pair[0], pair[1].start))
    return _Bond(mention, "predicate", "the nearest name in its clause")
