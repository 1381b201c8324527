"""How many sentences of a figure a page tells, so that it stays light."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.report.dossier.sentences import Evidence
from tracker.report.dossier.values import Group, Sentence

# Sentences in full that are tried on a page, at some 500 bytes each.
ROOMS = (4000, 2500, 1600, 1000, 600, 300, 0)
# Sentences of one figure, the most first.
LIMITS = (20, 12, 8, 5, 3, 2, 1)
# They give way to the others where not even one of each figure finds room: they list
# articles, which stand among the headlines as well.
GIVING_WAY = ("coverage", "actor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence as the page shows it: in full the first time, then by a link to it."""

    sentence: Sentence
    anchor: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told of each group, by its anchor; `limit` is None where that is all."""

    by_group: Mapping[str, Sequence[Told]]
    limit: int | None


def tellings(groups: Sequence[Group], evidence: Evidence) -> Iterator[Telling]:
    """Give ways to tell the groups, each shorter than the one before."""
    for room in ROOMS:
        limit = _limit(groups, room)
        is_cut = any(len(group.found) > limit for group in groups)
        yield Telling(
            by_group=_told(groups, limit, room, evidence),
            limit=limit if is_cut else None,
        )


def _limit(groups: Sequence[Group], room: int) -> int:
    for limit in LIMITS:
        if sum(min(len(group.found), limit) for group in groups) <= room:
            return limit
    return LIMITS[-1]


def _told(
    groups: Sequence[Group], limit: int, room: int, evidence: Evidence
) -> Mapping[str, Sequence[Told]]:
    """Choose the sentences of each group, each in full once in the page.

    Where the page is full, a group has its command alone.
    """
    chosen: dict[str, list[Sentence]] = {}
    known = set[tuple[object, ...]]()
    for group in sorted(groups, key=lambda group: group.layer in GIVING_WAY):
        found = chosen[group.anchor] = []
        for same in group.found[:limit]:
            sentence = evidence.sentence(same)
            if sentence.key in known or len(known) < room:
                known.add(sentence.key)
                found.append(sentence)
    anchors: dict[tuple[object, ...], str] = {}
    told: dict[str, list[Told]] = {}
    for group in groups:
        told[group.anchor] = []
        for sentence in chosen[group.anchor]:
            again = sentence.key in anchors
            anchor = anchors.setdefault(sentence.key, f"s{len(anchors) + 1}")
            one = Told(sentence=sentence, anchor=anchor, again=again)
            told[group.anchor].append(one)
    return told
