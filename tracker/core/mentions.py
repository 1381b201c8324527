"""Where the actors are mentioned: found in two passes, merged, without overlap."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.core.acronyms import find_acronym
from tracker.core.folding import fold_word
from tracker.core.roster import Roster
from tracker.core.text import Reading
from tracker.model import Actor, MentionKind, TextField

# What may stand between two spellings of one mention: "MEK/PMOI", "Name (ACR)",
# "Name, the ACR".
_JOINT = re.compile(r"[^\S\n]*[/(][^\S\n]*|,[^\S\n]+(?:the|an?)[^\S\n]+", re.IGNORECASE)
_FORMER = re.compile(r"(?<!\w)(?:ish[- ]|ex-|former )\Z")
_COMPOUND = re.compile(r"(?<!\w)(?:anti|pro|jo|non)-\Z")
_LONGEST_PREFIX = 12
# A doubtful spelling never hides a certain one.
_RANK: Mapping[MentionKind, int] = {
    "hit": 0,
    "former": 1,
    "compound": 1,
    "candidate": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An actor is mentioned at [start, end); only kind `hit` is counted.

    `reach` also takes in what was merged into it: "People's Example (PEX)" is one
    mention, with the longer spelling as its span.
    """

    field: TextField
    start: int
    end: int
    actor: str
    kind: MentionKind
    reason: str
    reach: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """What a name pattern stands for; a `generic` word needs an anchor."""

    actor: str
    spelling: str
    generic: bool


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name as it stands at [start, end) of a field."""

    word: NameWord
    field: TextField
    start: int
    end: int


def mentions(
    readings: Sequence[Reading],
    names: Sequence[FoundName],
    anchored_by: Mapping[str, str],
    roster: Roster,
    language: str,
) -> tuple[Mention, ...]:
    """Find the mentions of one article, in reading order.

    First pass: acronyms in capitals, names, places. Second pass: generic words and
    doubtful spellings, which count where the first pass or an anchor (`anchored_by`:
    actor → the anchor met) speaks for the same actor.
    """
    texts = {reading.field: reading.text for reading in readings}
    named = [_named(texts[name.field], name) for name in names]
    doubting = roster.abbreviated(readings, language)
    by_acronym = {
        actor.id: _acronyms(readings, actor, language, anchored=False)
        for actor in doubting
    }
    certain = [
        mention
        for mention in (*named, *(m for found in by_acronym.values() for m in found))
        if mention.kind == "hit"
    ]
    speaking = {
        actor: f"beside the anchor {word}" for actor, word in anchored_by.items()
    }
    # A name inside the longer name of another actor speaks for nobody.
    for mention in reversed(_without_overlap(certain)):
        speaking[mention.actor] = f"beside {mention.reason}"
    for actor in doubting:
        if actor.id in speaking and any(
            m.kind == "candidate" for m in by_acronym[actor.id]
        ):
            by_acronym[actor.id] = _acronyms(readings, actor, language, anchored=True)
    settled = [_settled(mention, speaking) for mention in named]
    settled += [m for found in by_acronym.values() for m in found]
    return _without_overlap(_merged(settled, texts))


def _named(text: str, name: FoundName) -> Mention:
    kind: MentionKind = "candidate" if name.word.generic else "hit"
    what = "the generic word" if name.word.generic else "the name"
    reason = f"{what} {name.word.spelling}"
    before = fold_word(text[max(name.start - _LONGEST_PREFIX, 0) : name.start])
    if _FORMER.search(before):
        kind, reason = "former", f"{reason} after ish, ex or former"
    elif _COMPOUND.search(before):
        kind, reason = "compound", f"{reason} in a compound"
    return Mention(
        field=name.field,
        start=name.start,
        end=name.end,
        actor=name.word.actor,
        kind=kind,
        reason=reason,
        reach=(name.start, name.end),
    )


def _acronyms(
    readings: Sequence[Reading], actor: Actor, language: str, *, anchored: bool
) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            field=reading.field,
            start=hit.start,
            end=hit.end,
            actor=actor.id,
            kind=hit.kind,
            reason=f"{acronym.text}, {hit.reason}",
            reach=(hit.start, hit.end),
        )
        for reading in readings
        for acronym in actor.acronyms
        for hit in find_acronym(reading, acronym, language=language, anchored=anchored)
    )


def _settled(mention: Mention, speaking: Mapping[str, str]) -> Mention:
    """Make a generic word a hit beside what speaks for its actor."""
    if mention.kind != "candidate":
        return mention
    beside = speaking.get(mention.actor)
    if beside is None:
        reason = f"{mention.reason} without a name or an anchor in the article"
        return replace(mention, reason=reason)
    return replace(mention, kind="hit", reason=f"{mention.reason} {beside}")


def _merged(
    found: Iterable[Mention], texts: Mapping[TextField, str]
) -> Iterable[Mention]:
    """Merge neighbouring spellings of one mention; the longest is its span."""
    last: dict[tuple[TextField, str], Mention] = {}
    for mention in sorted(found, key=lambda m: (m.field, m.start, -m.end)):
        key = mention.field, mention.actor
        before = last.get(key)
        if before is not None and _are_one(texts[mention.field], before, mention):
            last[key] = _joined(before, mention)
            continue
        if before is not None:
            yield before
        last[key] = mention
    yield from last.values()


def _are_one(text: str, before: Mention, mention: Mention) -> bool:
    if {before.kind, mention.kind} - {"hit", "candidate"}:
        # Of two readings of one place _without_overlap chooses.
        return False
    if mention.start < before.reach[1]:
        return before.kind == mention.kind
    return _JOINT.fullmatch(text[before.reach[1] : mention.start]) is not None


def _joined(before: Mention, mention: Mention) -> Mention:
    reach = (
        min(before.reach[0], mention.reach[0]),
        max(before.reach[1], mention.reach[1]),
    )
    best = min(
        (before, mention), key=lambda m: (_RANK[m.kind], m.start - m.end, m.start)
    )
    return replace(best, reach=reach)


def _without_overlap(
    found: Iterable[Mention],
) -> tuple[Mention, ...]:
    """Keep the hits before the doubtful, then the longest, then the first."""
    kept: list[Mention] = []
    taken: dict[TextField, set[int]] = {"title": set(), "body": set()}
    ranked = sorted(
        found,
        key=lambda m: (_RANK[m.kind], m.start - m.end, m.start, m.actor),
    )
    for mention in ranked:
        characters = range(mention.start, mention.end)
        if taken[mention.field].isdisjoint(characters):
            taken[mention.field].update(characters)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.field == "body", m.start)))
