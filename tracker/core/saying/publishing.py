"""What other media write and report: "disa media shkruajnë", "the press wrote"."""

from typing import Literal

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.speakers import role_of
from tracker.core.saying.wordlists import ARTICLES, PLACING, PUBLISHING, SOME

# "disa media të huaja shkruajnë": farther away stands another subject.
_WORDS_TO_MEDIA = 4


def is_report_of_media(sentence: Sentence, at: int) -> bool:
    """Tell "the media report that" from "a media report that", "the report that"."""
    before = at - 1
    if before < 0 or sentence.is_break(at):
        return before >= 0
    if role_of(sentence, before) != "media":
        return sentence.words[before] == "they"
    return sentence.words[max(before - 1, 0) : before] not in (("a",), ("this",))


def publisher(sentence: Sentence, verb: range) -> Literal["before", "behind"] | None:
    """Say where media stand that publish something by `verb`, if they do."""
    if PUBLISHING.isdisjoint(sentence.words[verb.start : verb.stop]):
        return None
    for at in range(verb.start - 1, max(verb.start - _WORDS_TO_MEDIA, 0) - 1, -1):
        if sentence.is_break(at + 1):
            break
        if role_of(sentence, at) == "media" and not _is_placed(sentence, at):
            return "before"
    if sentence.language == "sq":
        for at in range(
            verb.stop, min(verb.stop + _WORDS_TO_MEDIA, len(sentence.words))
        ):
            if sentence.is_break(at):
                break
            is_dative = sentence.words[at].endswith("ve")
            media = role_of(sentence, at) == "media" and not is_dative
            if media and not _is_placed(sentence, at):
                return "behind"
    return None


def _is_placed(sentence: Sentence, at: int) -> bool:
    """Whether word `at` only says where, or to whom: "in some media", "për mediat"."""
    while at > 0 and sentence.words[at - 1] in ARTICLES | SOME:
        at -= 1
    return at > 0 and sentence.words[at - 1] in PLACING
