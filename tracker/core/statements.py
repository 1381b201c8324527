"""What a text hands to somebody: direct quotations, and what is only reported.

One verb of saying hands over one statement (measures.md, M10). What goes on after it,
in the same breath or in the next quotation, is a statement of its own by the same
speaker, of class `none`, so that no verb is counted twice. No word stands in two
statements: of two that are nested the outer one counts.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from tracker.core.folding import fold_word
from tracker.core.saying.acts import FIRST_WORDS
from tracker.core.saying.attribution import ACCORDING
from tracker.core.saying.quotations import Quotation, count_words
from tracker.core.saying.reach import Scope
from tracker.core.saying.speakers import UNNAMED
from tracker.core.saying.speech import StatementClass
from tracker.core.saying.wordlists import ACCUSED, LINKING, WORKS
from tracker.core.text import Reading
from tracker.core.voice import Voices
from tracker.model import Quote

# Fewer words are kept only where a verb hands over nothing longer ("denied it").
FEWEST_WORDS = 3
# A quotation that is more than half of what is reported is the statement; a shorter
# one ("was “closed by a court order” in March") is part of what is reported.
SHARE_OF_QUOTATION = 0.5
# Where a colon after a speaker may stand in a paragraph.
_HEAD = 150
_TRIGGERS = {
    language: words | ACCUSED | {form[0] for form in ACCORDING[language]}
    for language, words in FIRST_WORDS.items()
}
_LETTER = re.compile(r"[^\W_]")

GroupOf = Callable[[str], str | None]
_Key = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """[start, end) is said by `speaker`; `verb` is where that is told."""

    start: int
    end: int
    speaker: str
    verb_class: StatementClass = "none"
    verb: _Key | None = None
    direct: bool = False
    carries: bool = False  # nobody is named beside it


def statements(
    reading: Reading, voices: Voices, group_of: GroupOf
) -> tuple[Quote, ...]:
    """Find the statements of one field, in reading order; none overlap.

    `group_of` gives the first group of an actor id, None for every other speaker.
    """
    found = _Finder(reading, voices).found()
    return tuple(_quote(reading, said, group_of) for said in found)


def utterance(reading: Reading, start: int, end: int) -> str:
    """Name the words of [start, end) by 16 hex digits: equal words, equal name."""
    tokens = reading.tokens
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_left(tokens, end, key=lambda token: token.start)
    words = " ".join(token.folded for token in tokens[first:last])
    return blake2b(words.encode(), digest_size=8).hexdigest()


def _quote(reading: Reading, said: _Said, group_of: GroupOf) -> Quote:
    verb = None
    if said.verb is not None and said.verb[0] < said.verb[1]:
        verb = reading.text[slice(*said.verb)]
    return Quote(
        field=reading.field,
        start_char=said.start,
        end_char=said.end,
        paragraph=reading.paragraph_at(said.start),
        speaker=said.speaker,
        speaker_group=group_of(said.speaker),
        verb=verb,
        verb_class=said.verb_class,
        words=count_words(reading.text, said.start, said.end),
        direct=said.direct,
        utterance=utterance(reading, said.start, said.end) if said.direct else None,
    )


class _Finder:
    """Finds the statements of one field."""

    def __init__(self, reading: Reading, voices: Voices) -> None:
        self._reading = reading
        self._text = reading.text
        self._voices = voices
        self._direct = [q for q in reading.quotations if q.kind == "direct"]

    def found(self) -> tuple[_Said, ...]:
        parts: set[_Key] = set()  # quotations that are part of what is reported
        said: list[_Said] = []
        for start in self._starts():
            said.extend(self._reported(start, parts))
        said.extend(
            self._quoted(quotation)
            for quotation in self._direct
            if (quotation.start, quotation.end) not in parts
        )
        said.sort(key=lambda one: (one.start, -one.end))
        return tuple(self._settled(said))

    def _starts(self) -> list[int]:
        """Return where the sentences begin in which something may be handed over."""
        reading = self._reading
        triggers = _TRIGGERS.get(self._voices.language, _TRIGGERS["en"])
        starts = {
            reading.sentence_at(token.start)[0]
            for token in reading.tokens
            if token.folded in triggers
        }
        starts.update(
            reading.sentence_at(start)[0]
            for start, end in reading.paragraphs
            if ":" in self._text[start : min(end, start + _HEAD)]
        )
        return sorted(starts)

    # ------------------------------------------------------------ reported

    def _reported(self, start: int, parts: set[_Key]) -> Iterator[_Said]:
        """Yield what each verb of a sentence hands over without quotation marks."""
        by_verb: dict[_Key, list[Scope]] = {}
        for scope in self._voices.heard(start).scopes:
            if scope.told and self._around(scope.told.verb[0]) is None:
                by_verb.setdefault(scope.told.verb, []).append(scope)
        for scopes in by_verb.values():
            told = scopes[0].told
            if told is None or (_is_adverb(self._text, told.verb) and len(by_verb) > 1):
                continue
            spans = [told.said or (s.start, s.end) for s in scopes if s.start < s.end]
            pieces = [
                _Said(
                    start=a,
                    end=b,
                    speaker=scopes[0].speaker,
                    verb_class=told.verb_class,
                    verb=told.verb,
                )
                for a, b in (self._trimmed(*span) for span in dict.fromkeys(spans))
                if a < b and not self._is_quoted(a, b, parts)
            ]
            yield from self._long_enough(pieces)

    def _is_quoted(self, start: int, end: int, parts: set[_Key]) -> bool:
        """Whether the quotations in a stretch are what is said in it."""
        first = bisect_right(self._direct, start, key=lambda q: q.end)
        last = bisect_left(self._direct, end, key=lambda q: q.start)
        inside = self._direct[first:last]
        if not inside:
            return False
        crosses = inside[0].start < start - 1 or inside[-1].end > end + 1
        quoted = sum(q.words for q in inside)
        if crosses or quoted >= SHARE_OF_QUOTATION * count_words(
            self._text, start, end
        ):
            return True
        parts.update((q.start, q.end) for q in inside)
        return False

    def _long_enough(self, pieces: Sequence[_Said]) -> Iterator[_Said]:
        words = [count_words(self._text, one.start, one.end) for one in pieces]
        longest = max(words, default=0)
        if not longest:
            return
        if longest < FEWEST_WORDS:
            # "“Nobody,” said the judge, “was held.”" is one whole in two parts.
            is_split = sum(words) >= FEWEST_WORDS
            yield from pieces if is_split else [pieces[words.index(longest)]]
            return
        for piece, count in zip(pieces, words, strict=True):
            if count >= FEWEST_WORDS:
                yield piece

    def _trimmed(self, start: int, end: int) -> _Key:
        """Cut off the marks and blanks around what is said, but for those of a part."""
        while start < end and not self._text[start].isalnum():
            start += 1
        while end > start and not self._text[end - 1].isalnum():
            end -= 1
        quotations = self._reading.quotations
        for char in (start, end - 1):
            at = bisect_right(quotations, char, key=lambda q: q.start) - 1
            part = quotations[at] if at >= 0 else None
            if part is None or (part.start <= start and end <= part.end):
                continue
            if part.start == start and part.end < end:
                start -= 1
            elif part.end == end and start < part.start:
                end += 1
        return start, end

    # ------------------------------------------------------------ quoted

    def _quoted(self, quotation: Quotation) -> _Said:
        """Return a direct quotation with who is beside it."""
        start, end = quotation.start, quotation.end
        first, last = self._trimmed(start, end)
        said = _Said(start=start, end=end, speaker=UNNAMED, direct=True, carries=True)
        for char in dict.fromkeys((last - 1, first)):
            for scope in reversed(self._voices.heard(char).scopes):
                if not scope.start <= char < scope.end:
                    continue
                if scope.told is None:
                    if scope.voice:
                        said = replace(said, speaker=scope.speaker, carries=False)
                elif self._around(scope.told.verb[0]) is None:
                    return self._by(said, scope)
        before = self._handed_over(quotation)
        return self._by(said, before) if before is not None else said

    def _by(self, said: _Said, scope: Scope) -> _Said:
        if scope.told is None:
            return said
        return replace(
            said,
            speaker=scope.speaker,
            verb_class=scope.told.verb_class,
            verb=scope.told.verb,
            carries=False,
        )

    def _handed_over(self, quotation: Quotation) -> Scope | None:
        """Return what hands it over next to it: "Ministri tha:", "Kështu tha …"."""
        spans = self._reading.sentences
        last, _ = self._reading.sentence_at(quotation.end - 1)
        at = bisect_left(spans, last, key=lambda span: span[0])
        if at + 1 < len(spans):
            following = self._empty_scope(spans[at + 1][0], spans[at + 1][0])
            if following is not None:
                return following
        start, _ = self._reading.sentence_at(quotation.start)
        at = bisect_left(spans, start, key=lambda span: span[0])
        if at == 0 or self._has_words(start, quotation.start):
            return None
        return self._empty_scope(*spans[at - 1])

    def _empty_scope(self, sentence: int, place: int) -> Scope | None:
        """Return the scope at `place` that hands over a neighbouring sentence."""
        for scope in self._voices.heard(sentence).scopes:
            if scope.start == scope.end == place:
                return scope
        return None

    def _has_words(self, start: int, end: int) -> bool:
        return _LETTER.search(self._text, start, end) is not None

    def _around(self, char: int) -> Quotation | None:
        at = bisect_right(self._direct, char, key=lambda q: q.start) - 1
        return self._direct[at] if at >= 0 and char < self._direct[at].end else None

    # ------------------------------------------------------------ together

    def _settled(self, found: Sequence[_Said]) -> Iterator[_Said]:
        """Drop what lies inside another, carry speakers on, count each verb once."""
        before: _Said | None = None
        told: set[_Key] = set()
        for said in found:
            if before is not None and said.start < before.end:
                continue
            settled = self._carried(before, said) if said.carries else said
            if settled is None:
                continue
            if settled.verb in told:
                settled = replace(settled, verb=None, verb_class="none")
            if settled.verb is not None:
                told.add(settled.verb)
            before = settled
            yield settled

    def _carried(self, before: _Said | None, said: _Said) -> _Said | None:
        """Give a quotation the speaker before it; None for a title."""
        if before is not None and self._goes_on(before, said):
            return replace(said, speaker=before.speaker)
        return None if self._is_title(said) else said

    def _goes_on(self, before: _Said, said: _Said) -> bool:
        """Whether a quotation begins the sentence after what was said before it."""
        reading = self._reading
        if reading.paragraph_at(before.end) != reading.paragraph_at(said.start):
            return False
        start, _ = reading.sentence_at(said.start)
        if self._has_words(start, said.start):
            return False
        _, end = reading.sentence_at(max(before.end - 1, before.start))
        return not self._has_words(end, start)

    def _is_title(self, said: _Said) -> bool:
        """Tell the title of a work or the name of a body from what somebody says."""
        text = self._text
        sentence, _ = self._reading.sentence_at(said.start)
        before = text[max(sentence, said.start - _HEAD) : said.start].split()
        if before and _folded(before[-1]).startswith(WORKS):
            return True
        if len(before) > 1 and _folded(before[-2]).startswith(WORKS):
            return True
        words = text[said.start : said.end].split()
        main = [word for word in words if _folded(word) not in LINKING]
        capitals = all(word[:1].isupper() or word.isdecimal() for word in main)
        return len(main) > 1 and capitals and not text[said.start : said.end].isupper()


def _folded(word: str) -> str:
    return fold_word(word.strip(".,;:!?()"))


def _is_adverb(text: str, verb: _Key) -> bool:
    """Whether hearsay is told by an adverb, to which every other verb is preferred."""
    return text[slice(*verb)].casefold().endswith("ly")
