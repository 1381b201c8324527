"""The verbs of saying in one sentence, and what of each stands beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracker.core.saying.clauses import Sentence
from tracker.core.saying.openers import WORDS_TO_OPENER, opener
from tracker.core.saying.publishing import is_report_of_media, publisher
from tracker.core.saying.quotations import Quotation
from tracker.core.saying.speech import AUXILIARIES, SPEECH, SpeechVerb
from tracker.core.saying.wordlists import (
    ADVERBIAL,
    CLITICS,
    COORDINATORS,
    GERUNDS,
    NEGATIONS,
    PASSIVE,
    PASSIVE_ALONE,
    PRESENT,
    REFLEXIVE,
    UNREAL,
)

# "Asked whether the gate was closed, …": others asked.
_ASKS = frozenset(("whether", "if", "about", "why", "how", "what", "who", "for", "by"))

# "Nine people were held, its director added.": alone at the end it closes.
_ADDING = frozenset(("added", "adds", "noted", "notes"))

_OPENING = '\u201e\u201c"\u00ab'
_QUOTES = '\u201c\u201d\u2019"»'
_HAVING = frozenset(("has", "have", "had"))
# "Former members say …": the table of speech verbs has the forms of one speaker.
_PLURALS = {
    "says": "say",
    "claims": "claim",
    "alleges": "allege",
    "insists": "insist",
    "denies": "deny",
    "writes": "write",
    "reports": "report",
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


_VERBS = {
    language: _by_first_word(language) for language in ("sq", "en", "de", "fr", "it")
}
FIRST_WORDS = {language: frozenset(verbs) for language, verbs in _VERBS.items()}
"""By language, the words with which a verb of saying may begin."""
_SINGLE_WORDS = frozenset(
    verb.form[0] for verb in SPEECH if verb.language == "en" and len(verb.form) == 1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One verb of saying.

    `words` are its own, `auxiliary` the word with which a perfect begins. `opener` is
    the first word of what is said. `joined_at` is the word that joins it to a verb
    before, whose subject it shares ("dhe shtoi", "duke shtuar", "adding").
    `after_quotation`: a direct quotation ends before it, `in_quotation`: it stands in
    one. `next_quotation` is the first word of the next one, `next_verb` of the next
    verb. `by_media`: media stand before it or, in Albanian, behind, and publish
    something, so that it needs no "that".
    """

    verb: SpeechVerb
    words: range
    auxiliary: int | None
    opener: int | None
    joined_at: int | None
    is_passive: bool
    is_negated: bool
    after_quotation: bool
    in_quotation: bool
    next_quotation: int | None
    next_verb: int | None
    by_media: Literal["before", "behind"] | None

    @property
    def first(self) -> int:
        """The word with which the verb begins, a perfect with its auxiliary."""
        return self.words.start if self.auxiliary is None else self.auxiliary

    def printed(self, sentence: Sentence) -> tuple[int, int]:
        """Return where the verb stands in the text."""
        return sentence.spans[self.first][0], sentence.spans[self.words.stop - 1][1]


def acts(sentence: Sentence, direct: Sequence[Quotation]) -> tuple[Act, ...]:
    """Find the verbs of saying, in order; what might be said or means is none.

    `direct` are the direct quotations that touch the sentence.
    """
    inside = [sentence.words_in(q.start, q.end) for q in direct]
    opens = frozenset(
        words.start
        for words, q in zip(inside, direct, strict=True)
        if q.start >= sentence.start
    )
    closes = frozenset(
        words.stop
        for words, q in zip(inside, direct, strict=True)
        if q.end <= sentence.end
    )
    verbs = list(_verbs(sentence))
    found = []
    for number, (verb, at) in enumerate(verbs):
        words = range(at, at + len(verb.form))
        last = len(sentence.words)
        if number + 1 < len(verbs):
            last = verbs[number + 1][1]
        behind = _behind(sentence, at)
        opens_at = opener(sentence, verb, words, behind=behind, last=last, opens=opens)
        marked = _follows_quotation(sentence, behind, closes)
        told = opens_at is not None or marked or _adds_at_the_end(sentence, verb, at)
        is_passive = _is_passive(sentence, verb, at)
        by_media = None if is_passive else publisher(sentence, words)
        if verb.ambiguous and not told and by_media is None:
            continue
        auxiliary = _auxiliary(sentence, verb, at)
        found.append(
            Act(
                verb=verb,
                words=words,
                auxiliary=auxiliary,
                opener=opens_at,
                joined_at=_joined_at(
                    sentence, verb, at if auxiliary is None else auxiliary
                ),
                is_passive=is_passive,
                is_negated=_is_negated(sentence, at),
                after_quotation=behind in closes or _follows_short(sentence, behind),
                in_quotation=any(at in words for words in inside),
                next_quotation=min((o for o in opens if o > at), default=None),
                next_verb=_next_verb(sentence, verbs[number + 1 : number + 2]),
                by_media=by_media,
            )
        )
    return tuple(found)


def _next_verb(
    sentence: Sentence, following: Sequence[tuple[SpeechVerb, int]]
) -> int | None:
    for verb, at in following:
        auxiliary = _auxiliary(sentence, verb, at)
        return at if auxiliary is None else auxiliary
    return None


def _verbs(sentence: Sentence) -> Iterator[tuple[SpeechVerb, int]]:
    known = _VERBS[sentence.said_in]
    at = 0
    while at < len(sentence.words):
        verb = next(
            (
                verb
                for verb in known.get(sentence.words[at], ())
                if sentence.words[at : at + len(verb.form)] == verb.form
                and _is_meant(sentence, verb, at)
            ),
            None,
        )
        if verb is None:
            at += 1
            continue
        yield verb, at
        at += len(verb.form)


def _is_meant(sentence: Sentence, verb: SpeechVerb, at: int) -> bool:
    """Tell a verb from a noun, an infinitive, a future, "do të thotë" (it means)."""
    before = sentence.words[at - 1] if at else ""
    if verb.participle:
        return _auxiliary(sentence, verb, at) is not None
    after = at + len(verb.form)
    if sentence.language == "en" and (
        _is_no_verb(sentence, verb, at) or _has_no_speaker(sentence, at, after)
    ):
        return False
    if before in UNREAL[sentence.language]:
        return False
    two = sentence.words[at - 2] if at > 1 else ""
    not_yet = before in ("be", "have", "not") and two in UNREAL["en"]
    return not (sentence.language == "en" and not_yet)


def _is_no_verb(sentence: Sentence, verb: SpeechVerb, at: int) -> bool:
    """Tell "United States", "the report that", "a letter written" from verbs."""
    if verb.form == ("states",):
        return sentence.words[max(at - 1, 0) : at] == ("united",)
    if verb.form == ("written",):
        near = sentence.words[max(at - 2, 0) : at]
        return (_HAVING | PASSIVE["en"]).isdisjoint(near)
    if verb.form == ("reports",):  # "denied media reports that"
        near = sentence.words[max(at - 2, 0) : at]
        return not _SINGLE_WORDS.isdisjoint(near)
    return verb.form == ("report",) and not is_report_of_media(sentence, at)


def _has_no_speaker(sentence: Sentence, at: int, after: int) -> bool:
    """Tell "Asked whether …, he said" and "said to be closed" from reports."""
    if sentence.words[after - 1] == "said" and sentence.words[after : after + 2] in (
        ("to", "be"),
        ("to", "have"),
    ):
        return True
    starts = at == 0 or sentence.words[at - 1] == "when"
    asks = sentence.words[after : after + 1]
    return starts and sentence.words[at] == "asked" and asks != () and asks[0] in _ASKS


def _auxiliary(sentence: Sentence, verb: SpeechVerb, at: int) -> int | None:
    """Return where the perfect of a participle begins: "ka (edhe) deklaruar"."""
    helpers = AUXILIARIES | GERUNDS
    if sentence.language == "en":
        helpers = _HAVING
    elif not verb.participle:
        return None
    for before in range(at - 1, max(at - 3, -1), -1):
        if sentence.words[before] in helpers and sentence.words[before] not in GERUNDS:
            subjunctive = before and sentence.words[before - 1] == "te"
            return None if subjunctive and sentence.language == "sq" else before
        if sentence.words[before] in GERUNDS:
            return before
        if sentence.is_break(before + 1):
            return None
    return None


def _is_passive(sentence: Sentence, verb: SpeechVerb, at: int) -> bool:
    form = verb.form
    if sentence.language == "sq":
        if not REFLEXIVE.isdisjoint(form):
            return False
        if form[0] == "u" or form[0] in PASSIVE_ALONE:
            return True
        if verb.participle:
            helpers = PASSIVE["sq"] - {"u"}
            return not helpers.isdisjoint(sentence.words[max(at - 2, 0) : at])
        # "u tha se" is passive; in "u thotë", "u tha gazetarëve" it means "to them".
        present = form[0].endswith(("on", "jne")) or form[0] in PRESENT
        to_them = sentence.words[at + 1 : at + 2]
        dative = bool(to_them) and to_them[0].endswith("ve")
        return sentence.words[at - 1 : at] == ("u",) and not present and not dative
    if form == ("accused",) and sentence.words[at + 1 : at + 2] == ("by",):
        return True
    participle = form[0].endswith(("ed", "id", "ld", "ted", "ten"))
    first = at  # "We are volunteers, said …" has another verb before the mark
    while first > max(at - 2, 0) and not sentence.is_break(first):
        first -= 1
    before = sentence.words[first:at]
    return participle and not PASSIVE["en"].isdisjoint(before)


def _is_negated(sentence: Sentence, at: int) -> bool:
    """Whether "not" stands before the verb, with nothing but small words between."""
    words = sentence.words
    for before in range(at - 1, max(at - 5, -1), -1):
        word = words[before]
        elided = word in ("s", "t")
        if not elided and (
            sentence.is_break(before + 1) or _is_marked(sentence, before + 1)
        ):
            return False  # "“Askush”, tha SPAK": that is what is said
        if word in NEGATIONS[sentence.language]:
            return True
        if word == "s" and sentence.language == "sq":
            return sentence.gaps[before + 1] in ("'", "\u2019", "\u2018", "`")
        if word == "t" and before and words[before - 1].endswith("n"):
            return True
        small = word in CLITICS or word in AUXILIARIES or word in ("did", "does", "do")
        if not small:
            return False
    return False


def _joined_at(sentence: Sentence, verb: SpeechVerb, at: int) -> int | None:
    words = sentence.words
    if words[at] in GERUNDS or verb.form[0].endswith("ing"):
        quoted_as = at > 1 and words[at - 2 : at] == ("quoted", "as")
        return None if quoted_as else at
    first = at
    while first > 0 and words[first - 1] in CLITICS and not sentence.is_break(first):
        first -= 1
    joined = first > 0 and words[first - 1] in COORDINATORS
    return first - 1 if joined and first > 1 else None


def _follows_quotation(sentence: Sentence, behind: int, closes: frozenset[int]) -> bool:
    """Whether a quotation ends before the verb, or before its subject.

    "“…”, DELTA wrote"; also one of a word or two, where it begins the sentence:
    "“Jo”, shtoi ai".
    """
    if _follows_short(sentence, behind):
        return True
    at = behind
    while at not in closes:
        if at <= max(behind - WORDS_TO_OPENER, 0) or sentence.is_break(at):
            return False
        at -= 1
    return True


def _follows_short(sentence: Sentence, behind: int) -> bool:
    """Whether a quotation from the first word of the sentence ends before the verb."""
    begins = any(mark in sentence.gaps[0] for mark in _OPENING)
    return behind > 0 and begins and _is_marked(sentence, behind)


def _adds_at_the_end(sentence: Sentence, verb: SpeechVerb, at: int) -> bool:
    """Whether "…, its director added" closes what stands before it."""
    if sentence.language != "en" or verb.form[0] not in _ADDING:
        return False
    after = at + len(verb.form)
    is_last = after == len(sentence.words) or sentence.words[after] in ADVERBIAL
    near = range(max(at - WORDS_TO_OPENER, 1), at)
    return is_last and any(sentence.is_break(first) for first in near)


def _behind(sentence: Sentence, at: int) -> int:
    """Return the first of the clitics before the verb: "”, i tha"."""
    while at > 0 and not _is_marked(sentence, at):
        if sentence.words[at - 1] not in CLITICS:
            break
        at -= 1
    return at


def _is_marked(sentence: Sentence, at: int) -> bool:
    return any(mark in sentence.gaps[at] for mark in _QUOTES)
