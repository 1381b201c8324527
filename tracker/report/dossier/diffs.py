"""What changed from one text to another, word by word, where sentences changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from tracker.report.dossier.values import Change

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_WORD = re.compile(r"\w")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """Tell which words went and which came; the texts can be put together from it.

    Changes that stand side by side are told as one, so that phrases stay readable.

    >>> [(change.how, change.text) for change in word_changes("a raid", "a check")]
    [('equal', 'a '), ('del', 'raid'), ('ins', 'check')]
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    changes: list[Change] = []
    for gone, came, same in _stretches(old, new, matcher.get_opcodes()):
        parts = {"del": gone, "ins": came, "equal": same}
        changes += [Change(how=how, text=text) for how, text in parts.items() if text]
    return tuple(changes)


def _stretches(
    old: Sequence[str],
    new: Sequence[str],
    steps: Iterable[tuple[str, int, int, int, int]],
) -> Iterator[tuple[str, str, str]]:
    """Join changes that only blanks and marks keep apart: gone, came, and stays."""
    gone, came = "", ""
    for how, low, high, from_, to in steps:
        before, after = "".join(old[low:high]), "".join(new[from_:to])
        if how != "equal" or ((gone or came) and not _WORD.search(before)):
            gone, came = gone + before, came + after
            continue
        yield gone, came, before
        gone, came = "", ""
    end = _common_end(gone, came)
    yield gone[: len(gone) - len(end)], came[: len(came) - len(end)], end


def _common_end(gone: str, came: str) -> str:
    """Find the blanks and marks with which both end: they stay."""
    at = 0
    while at < min(len(gone), len(came)) and gone[-at - 1] == came[-at - 1]:
        if _WORD.match(gone[-at - 1]):
            break
        at += 1
    return gone[len(gone) - at :]


def sentence_changes(before: str, after: str) -> Iterator[tuple[Change, ...]]:
    """Tell the changed sentences of two texts word by word; leave out the others."""
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for how, low, high, from_, to in matcher.get_opcodes():
        if how != "equal":
            yield word_changes(" ".join(old[low:high]), " ".join(new[from_:to]))


def _sentences(text: str) -> Sequence[str]:
    return [part for part in map(str.strip, _SENTENCES.split(text)) if part]
