"""Who speaks: an actor, a role, somebody else; never the name of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.clauses import Sentence
from tracker.core.wordlists import ARTICLES, PLACING

OTHER = "other"
UNNAMED = "unnamed"

# Folded beginnings of words → role. The first that fits counts.
_ROLES = (
    ("kryeministr", "government"),
    ("premier", "government"),
    ("polic", "police"),
    ("prokuror", "prosecution"),
    ("prosecut", "prosecution"),
    ("gjykat", "court"),
    ("gjyqtar", "court"),
    ("court", "court"),
    ("judge", "court"),
    ("ministr", "ministry"),
    ("minister", "ministry"),
    ("qeveri", "government"),
    ("government", "government"),
    ("ambasad", "embassy"),
    ("embass", "embassy"),
    ("ambassador", "embassy"),
    ("burim", UNNAMED),
    ("source", UNNAMED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A stretch of the text that names a tracked actor."""

    start: int
    end: int
    actor: str


def speaker_in(
    sentence: Sentence, stretch: range, named: Sequence[Named]
) -> str | None:
    """Find who the words of `stretch` name: actor id or role; None when neither.

    The first actor or role is the head of the phrase ("the ministry that supervises
    DELTA"), unless it only says where or about what.
    """
    placed: str | None = None
    at = stretch.start
    while at < stretch.stop:
        actor = _actor_at(sentence, at, named)
        found = actor.actor if actor else role_of(sentence, at)
        if found is not None:
            if not _is_placed(sentence, at, stretch.start):
                return found
            placed = placed or found
        at = sentence.words_in(actor.start, actor.end).stop if actor else at + 1
    return placed


def role_of(sentence: Sentence, word: int) -> str | None:
    """Return the role that the word stands for, if any."""
    if sentence.words[word : word + 2] == ("prime", "minister"):
        return "government"
    for beginning, role in _ROLES:
        if sentence.words[word].startswith(beginning):
            return role
    return None


def _actor_at(sentence: Sentence, word: int, named: Sequence[Named]) -> Named | None:
    start, end = sentence.spans[word]
    return next((name for name in named if name.start < end and start < name.end), None)


def _is_placed(sentence: Sentence, word: int, first: int) -> bool:
    before = word - 1
    if before >= first and sentence.words[before] in ARTICLES:
        before -= 1
    return before >= first and sentence.words[before] in PLACING
