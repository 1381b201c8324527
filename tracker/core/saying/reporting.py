"""How far a report of somebody's words reaches in one sentence.

The name and description of the speaker are never part of it: "a spokesman for the
militant group D said that …" uses the outlet's own label (measures.md, M1).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from tracker.core.saying.acts import Act, acts
from tracker.core.saying.attribution import (
    according,
    accused,
    colon,
    kept_back,
)
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.closing import LONGEST_SPEAKER, closing
from tracker.core.saying.explaining import explained
from tracker.core.saying.naming import standing
from tracker.core.saying.participles import GOVERNING
from tracker.core.saying.publishing import states_bare
from tracker.core.saying.quotations import Quotation
from tracker.core.saying.reach import (
    Scope,
    Told,
    agent_in,
    ahead,
    behind_hearers,
    is_aside,
    phrase_from,
    subject_before,
    until_contrast,
    whole,
)
from tracker.core.saying.speakers import CARRIED, OTHER, UNNAMED, Named, speaker_in
from tracker.core.saying.wordlists import (
    AS_IT_SAID,
    BARE,
    CLITICS,
    FRONTED,
    SOMEBODY,
    THUS,
    WEEKDAYS,
    WRITTEN_IN,
)

_TELLING = frozenset(("say", "affirm", "confirm", "claim", "admit", "warn"))
# Their object is a statement by itself: "confirmed the date", "urged both to wait".
_WITH_OBJECT = frozenset(("confirm", "admit", "warn", "ask"))


def scopes(
    sentence: Sentence,
    named: Sequence[Named],
    *,
    headline: bool,
    direct: Sequence[Quotation] = (),
) -> tuple[Scope, ...]:
    """Find every scope of `sentence`, the innermost last where they overlap.

    `headline`: the sentence begins a title or a paragraph, so that "Ministria: …"
    hands over the word. `direct`: the direct quotations that touch it. A speaker is
    CARRIED where only a pronoun or nobody stands beside the verb.
    """
    done = acts(sentence, direct)
    outer = [act for act in done if not act.in_quotation]
    inner = [act for act in done if act.in_quotation]
    found = list(according(sentence, named))
    if headline:
        first_verb = outer[0].words.start if outer else len(sentence.words) + 1
        is_told = any(act.opener is not None or act.after_quotation for act in outer)
        first = _heading(sentence, direct)
        found += colon(sentence, named, first_verb, first, is_told=is_told)
    found += standing(sentence, named)
    found += accused(sentence, named)
    found += kept_back(sentence, named)
    found += explained(sentence, named)
    found += _Reports(sentence, named, outer).scopes()
    found += _within(direct, _Reports(sentence, named, inner).scopes())
    found.sort(key=lambda scope: (scope.start, -scope.end))
    return tuple(found)


def _heading(sentence: Sentence, direct: Sequence[Quotation]) -> int:
    """Return the word after a quotation with which the sentence begins, else 0."""
    if direct and direct[0].end <= sentence.end:
        inside = sentence.words_in(direct[0].start, direct[0].end)
        if inside.start == 0:
            return inside.stop
    return 0


def _within(direct: Sequence[Quotation], found: Iterable[Scope]) -> Iterator[Scope]:
    """Keep what is reported inside a quotation inside it."""
    for scope in found:
        verb = scope.told.verb[0] if scope.told else scope.start
        around = next((q for q in direct if q.start <= verb < q.end), None)
        if around is None:
            yield scope
        elif around.start <= scope.start < around.end:
            yield replace(scope, end=min(scope.end, around.end))


class _Reports:
    """Works through the verbs of saying of one sentence, from left to right."""

    def __init__(
        self, sentence: Sentence, named: Sequence[Named], done: Sequence[Act]
    ) -> None:
        self._sentence = sentence
        self._named = named
        self._acts = done
        self._said = sentence.start  # where what was said last begins
        self._last: str | None = None  # who said it
        self._closed = False  # "…, tha ministri, raporton gazeta": the first counts

    def scopes(self) -> Iterator[Scope]:
        for number, act in enumerate(self._acts):
            following = self._acts[number + 1 : number + 2]
            # "tha se …, duke shtuar se …": the next verb ends what was said.
            stop = following[0].joined_at if following else None
            if act.verb.verb_class == "anonymous":
                yield from self._hearsay(act, is_last=not following)
                continue
            speaker = self._speaker(act)
            if act.is_passive and act.verb.form[0].startswith("pyet"):
                continue  # they were asked, and said nothing
            if act.is_negated:
                yield from self._not_said(act, speaker)
                continue
            for scope in self._of_act(act, speaker, stop):
                self._last = scope.speaker
                yield scope

    def _not_said(self, act: Act, speaker: str) -> Iterator[Scope]:
        if act.verb.verb_class != "deny" and act.opener is not None:
            yield until_contrast(self._sentence, act.opener, "denied", speaker)

    def _of_act(self, act: Act, speaker: str, stop: int | None) -> Iterator[Scope]:
        sentence, kind, opener = self._sentence, act.verb.verb_class, act.opener
        told = Told(verb_class=kind, verb=act.printed(sentence))
        before = tuple(self._closing(act, told))
        if before:
            yield from before
            return
        start = opener
        if kind in ("accuse", "deny"):
            start = act.words.stop
            if opener is not None and (kind == "deny" or opener == start + 1):
                start = opener
        if kind == "accuse" and act.is_passive and is_aside(sentence, act.first):
            stop = phrase_from(sentence, act.words.stop).stop
            start = _charge(sentence, range(act.words.stop, stop))
        if start is None:
            yield from self._without_opener(act, speaker, told, stop)
            return
        voice: Literal["attributed", "denied"] = (
            "denied" if kind == "deny" else "attributed"
        )
        yield until_contrast(sentence, start, voice, speaker, told, stop=stop)
        if kind not in ("accuse", "deny"):
            self._said = sentence.char(start)

    def _closing(self, act: Act, told: Told) -> Iterator[Scope]:
        if not act.after_quotation:
            tells = act.verb.verb_class in _TELLING
            if self._closed or act.opener is not None or not tells:
                return
            # "tha se …, siç shkruan gazeta": the first counts here as well.
            before = self._sentence.words[act.first - 1] if act.first else ""
            also = act.by_media is not None and act.verb.ambiguous
            if self._last is not None and (also or before in AS_IT_SAID):
                return
        for scope in closing(self._sentence, act, told, self._named):
            self._closed = True
            yield scope

    def _without_opener(
        self, act: Act, speaker: str, told: Told, stop: int | None
    ) -> Iterator[Scope]:
        """Yield what a verb hands over that neither closes nor opens a clause."""
        sentence, kind = self._sentence, act.verb.verb_class
        if self._is_thus(act) and act.next_quotation is not None:
            yield until_contrast(
                sentence, act.next_quotation, "attributed", speaker, told
            )
        elif self._is_thus(act):
            yield Scope(
                start=sentence.start,
                end=sentence.start,
                voice="attributed",
                speaker=speaker,
                told=told,
            )
            yield ahead(sentence, speaker, told)
        elif self._before_colon(act):
            yield ahead(sentence, speaker, told)
        elif sentence.words[0] in AS_IT_SAID and kind in _TELLING:
            yield from self._after_mark(act.words.stop, speaker, told)
        elif kind in _TELLING and self._is_bare(act):
            yield from self._bare(act, speaker, told, stop)
        elif kind in _WITH_OBJECT:
            yield from self._object(act, speaker, told)

    def _is_thus(self, act: Act) -> bool:
        """Whether it says "Kështu tha ministri", "So say two who left"."""
        words = self._sentence.words
        thus = words[0] in THUS and act.words.start <= len(THUS) + 1
        return thus or (words[0] == "so" and act.words.start == 1)

    def _is_bare(self, act: Act) -> bool:
        """Whether the verb needs no "that": "said the", "told reporters the".

        "Media reported on the case" says nothing of it.
        """
        sentence, after = self._sentence, act.words.stop
        if sentence.words[act.words.start] in BARE:
            return True
        beside = range(after, len(sentence.words))
        said = behind_hearers(sentence, beside).start
        follows = said < beside.stop and not sentence.is_break(said)
        is_about = follows and sentence.words[said] in GOVERNING
        tells = sentence.language == "en" and said > after
        published = act.by_media == "before" and states_bare(sentence, said)
        return (tells or published) and not is_about

    def _before_colon(self, act: Act) -> bool:
        sentence = self._sentence
        near = len(sentence.words) - act.words.stop <= LONGEST_SPEAKER
        return near and sentence.gaps[-1].strip().startswith(":")

    # ------------------------------------------------------------ who

    def _speaker(self, act: Act) -> str:
        sentence, after = self._sentence, act.words.stop
        if act.joined_at is not None:
            if self._last is not None:
                return self._last
            if act.joined_at:
                before = range(act.joined_at)
                return speaker_in(sentence, before, self._named) or OTHER
        until = phrase_from(sentence, after).stop if act.opener is None else act.opener
        beside = range(after, min(until, after + LONGEST_SPEAKER, len(sentence.words)))
        if act.is_passive:
            return (
                agent_in(sentence, beside, self._named)
                or agent_in(sentence, range(act.words.start), self._named)
                or UNNAMED
            )
        subject = None
        if not self._is_fronted(act) and not self._is_thus(act):
            subject = subject_before(sentence, act.first, self._named, self._said)
        if subject is None and beside:
            told_to = behind_hearers(sentence, beside)
            subject = speaker_in(sentence, told_to, self._named)
            if subject is None and act.opener is not None:
                names = any(
                    sentence.capitals[i] or sentence.words[i] in SOMEBODY
                    for i in beside
                )
                subject = OTHER if names else None
        return subject or (CARRIED if sentence.language == "sq" else OTHER)

    def _is_fronted(self, act: Act) -> bool:
        """Whether the object stands before the verb: "Këtë e tha ministri"."""
        words, first = self._sentence.words, act.first
        return first > 1 and words[first - 2] in FRONTED and words[first - 1] in CLITICS

    # ------------------------------------------------------------ what

    def _hearsay(self, act: Act, *, is_last: bool) -> Iterator[Scope]:
        """Yield the whole sentence; said is what follows the verb, or precedes it."""
        sentence, after = self._sentence, act.words.stop
        is_source = sentence.words[act.words.start].startswith("burim") and not is_last
        if act.is_negated or is_source or act.verb.form[0] == "sipas":
            yield whole(sentence, UNNAMED)  # another verb, or "sipas", tells it
            return
        stop = act.opener
        if stop is None:
            stop = phrase_from(sentence, after).stop
        beside = range(after, min(stop, len(sentence.words)))
        speaker = UNNAMED
        if beside and sentence.words[after] in WRITTEN_IN:
            source = speaker_in(sentence, range(after + 1, beside.stop), self._named)
            speaker = UNNAMED if source in (None, CARRIED) else str(source)
        told = Told(
            verb_class="anonymous" if speaker == UNNAMED else "say",
            verb=act.printed(sentence),
            said=_heard(sentence, act),
        )
        yield whole(sentence, speaker, told)
        self._last = speaker

    def _after_mark(self, after: int, speaker: str, told: Told) -> Iterator[Scope]:
        """Yield what follows "Siç tha ministri,"."""
        sentence = self._sentence
        start = phrase_from(sentence, after).stop
        if start < len(sentence.words):
            yield until_contrast(sentence, start, "attributed", speaker, told)

    def _bare(
        self, act: Act, speaker: str, told: Told, stop: int | None
    ) -> Iterator[Scope]:
        """Yield what follows "said" without "that"; "on Monday" is no part of it."""
        sentence = self._sentence
        beside = range(act.words.stop, len(sentence.words))
        start = behind_hearers(sentence, beside).start
        while start < len(sentence.words) and sentence.words[start] in WEEKDAYS:
            start += 1
        if start < len(sentence.words) and (stop is None or start < stop):
            yield until_contrast(
                sentence, start, "attributed", speaker, told, stop=stop
            )
            self._said = sentence.char(start)

    def _object(self, act: Act, speaker: str, told: Told) -> Iterator[Scope]:
        """Yield what somebody confirms or asks for, up to the next mark."""
        sentence, after = self._sentence, act.words.stop
        if act.is_passive:
            return  # "u pyetën dhe u lanë të lirë": they said nothing
        if self._is_fronted(act):
            phrase = range(act.first - 2, act.first - 1)
        elif after < len(sentence.words) and not sentence.is_break(after):
            phrase = phrase_from(sentence, after)
        else:
            return
        yield Scope(
            start=sentence.char(phrase.start),
            end=sentence.spans[phrase.stop - 1][1],
            voice=None,
            speaker=speaker,
            told=told,
        )


def _charge(sentence: Sentence, behind: range) -> int:
    """Return where the charge begins in "accused by GAMMA of fraud"."""
    charges = (at for at in behind if sentence.words[at] in ("of", "për"))
    return next(charges, behind.start)


def _heard(sentence: Sentence, act: Act) -> tuple[int, int]:
    """Return what is heard: behind "Mësohet se", before "…, thuhet në njoftim"."""
    if act.opener is not None:
        return sentence.char(act.opener), sentence.end
    first = act.words.start
    adverb = act.verb.form[-1].endswith(("ly", "to"))
    if first and not adverb and (act.after_quotation or sentence.is_break(first)):
        return sentence.start, sentence.spans[first - 1][1]
    if first or adverb:
        return sentence.start, sentence.end
    return sentence.char(act.words.stop), sentence.end
