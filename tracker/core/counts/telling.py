"""Which numbers of a sentence tell the quantity of a fact, and in whose voice."""

# ruff: noqa: SIM905 - word lists read as prose

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tracker.core.counts.counted import Counted
from tracker.core.counts.loosening import AnyNumber, Loose
from tracker.core.counts.numbers import Number
from tracker.core.queries.scopes import Scope, Span
from tracker.core.queries.terms import evaluate
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import COORDINATORS, NEGATIONS, SUBORDINATORS
from tracker.core.voice import Spoken, strongest
from tracker.model import TextField

# So many words of a query tell whose voice a number is in; a text that repeats one
# without a full stop has no end of them.
MOST_HEARD = 8
# "15 officers and 21 members", "36 people: 15 officers": counted together.
_LISTING = frozenset(
    "and or e dhe ose as well both plus si edhe but not por jo rather than apo".split()
)
# They begin a clause, as the subordinators do, in which something else happens.
_ALSO_JOINING = frozenset(("where", "ku", "duke"))
# A part of what was counted before: by the words before its number, and after it.
_PART_OPENS = tuple(
    tuple(form.split())
    for form in (
        *("including", "including also", "among them", "of them", "of whom"),
        *("among whom", "of which", "perfshire", "perfshire edhe", "mes tyre"),
        *("mes te cileve", "nder ta", "nder te cilet", "prej tyre", "nga ta"),
        *("prej te cileve", "nga te cilet", "mes tyre edhe"),
    )
)
_PART_CLOSES = tuple(
    tuple(form.split())
    for form in (
        *("of them", "of whom", "of which", "prej tyre", "nga ta"),
        *("prej te cileve", "nga te cilet"),
    )
)

# The voice of a stretch of text, where the negations in the given stretches are part
# of what was looked for.
Speaks: TypeAlias = Callable[[Span, Sequence[tuple[int, int]]], Spoken]


@dataclass(frozen=True, slots=True)
class _Group:
    """Numbers that are counted together, and the stretch of the sentence about them."""

    numbers: tuple[Number, ...]
    start: int
    end: int


def printed(sentence: Sentence, number: Number) -> tuple[int, int]:
    """Return the characters of a number with what limits it."""
    start = sentence.spans[number.printed.start][0]
    return start, sentence.spans[number.printed.stop - 1][1] + number.plus


class Telling:
    """A sentence of `field`, of whose numbers `found` some count nouns of a fact."""

    def __init__(
        self,
        field: TextField,
        sentence: Sentence,
        found: Sequence[Number],
        of: Mapping[Number, Counted],
    ) -> None:
        self._field: TextField = field
        self._sentence = sentence
        self._of = of
        self._parts = [n for n in found if _is_part(sentence, n)]
        self._groups = tuple(self._grouped(found))
        self._negated = [
            sentence.spans[number.printed.start - 1]
            for number in found
            if number.printed.start
            and sentence.words[number.printed.start - 1] in NEGATIONS[sentence.language]
        ]

    def told(
        self, loose: Loose, scope: Scope, speaks: Speaks
    ) -> Iterator[tuple[Number, Spoken]]:
        """Yield the numbers that tell the quantity, with their voices.

        Of several numbers, those that share their stretch of the sentence with the
        other words of the query; where none does, all.
        """
        hits = {
            number: self._hits(loose, scope, number)
            for group in self._groups
            for number in group.numbers
        }
        all_hits = dict.fromkeys(
            span for found in hits.values() for span in found or ()
        )
        beside = {
            group: [span for span in all_hits if self._is_beside(span, group)]
            for group in self._groups
        }
        is_clear = any(beside.values())
        for group in self._groups:
            for number in group.numbers:
                if number not in self._of or hits[number] is None:
                    continue
                if (is_clear and not beside[group]) or self._repeats(number):
                    continue
                spoken = self._spoken(number, group, beside[group], speaks)
                if spoken is not None:
                    yield number, spoken

    def _hits(self, loose: Loose, scope: Scope, number: Number) -> list[Span] | None:
        """Return where the words of the query stand, with this number as its own."""
        start = self._sentence.spans[number.words.start][0]
        end = self._sentence.spans[number.words.stop - 1][1]
        places = range(*scope.index.places_in(self._field, start, end))
        found = evaluate(
            loose.root,
            AnyNumber(
                *(scope.index, scope.low, scope.high, scope.actors),
                number=places,
                noun=self._noun_places(number, places, scope),
            ),
        )
        if found is None:
            return None
        return [hit.span for hit in found if not hit.term.startswith("actor:")]

    def _noun_places(
        self, number: Number, places: range, scope: Scope
    ) -> Sequence[int]:
        """Return where the noun stands, and where it would stand beside the number.

        So a query need not foresee the adjectives between them.
        """
        if number not in self._of:
            return ()
        end = self._of[number].end
        found = scope.places_touched(Span(self._field, end - 1, end))
        following = places.stop if places.stop in scope.index.spans else None
        return sorted({*(found or ()), *(() if following is None else (following,))})

    def _is_beside(self, span: Span, group: _Group) -> bool:
        """Whether a word of the query, not a number's own, stands in the stretch."""
        if span.field != self._field:
            return False
        if not (group.start <= span.start and span.end <= group.end):
            return False
        return not any(
            start <= span.start and span.end <= end
            for start, end in map(self._whole, group.numbers)
        )

    def _whole(self, number: Number) -> tuple[int, int]:
        """Return the characters of a number with its noun."""
        start, end = printed(self._sentence, number)
        counted = self._of.get(number)
        return start, end if counted is None else max(end, counted.end)

    def _repeats(self, number: Number) -> bool:
        """Whether it counts a part of what an other number counts as a whole."""
        return number in self._parts and any(
            counted.referent == self._of[number].referent
            for other, counted in self._of.items()
            if other not in self._parts
        )

    def _spoken(
        self, number: Number, group: _Group, beside: Sequence[Span], speaks: Speaks
    ) -> Spoken | None:
        """Return in whose voice the number is told; None if it is whose voice that is.

        "Three members said that police detained nine": the three were not detained.
        """
        start, end = self._whole(number)
        if self._of[number].shared:
            _, end = printed(self._sentence, number)
        negated = [span for span in self._negated if not self._is_own(span, number)]
        within = [(start, end), *negated]
        own = speaks(Span(self._field, start, end), within)
        if any(n in self._of and self._of[n].shared for n in group.numbers):
            return own  # "not 11 but nine": each has its own
        nearest = sorted(beside, key=lambda span: abs(span.start - start))[:MOST_HEARD]
        others = [speaks(span, [*within, (span.start, span.end)]) for span in nearest]
        is_speaker = own.voice == "outlet" and others
        if is_speaker and all(other.voice == "attributed" for other in others):
            return None
        return strongest([own, *others])

    def _is_own(self, span: tuple[int, int], number: Number) -> bool:
        before = number.printed.start - 1
        return before >= 0 and self._sentence.spans[before] == span

    def _grouped(self, found: Sequence[Number]) -> Iterator[_Group]:
        sentence = self._sentence
        group: list[Number] = []
        start = sentence.start
        for number in found:
            if group and number not in self._parts and not self._joins(group, number):
                # A number of something else ends a stretch only where a clause ends.
                are_nouns = number in self._of and any(n in self._of for n in group)
                after = self._after(group[-1])
                end, beginning = _cut(
                    sentence, after, number.printed.start, at_marks=are_nouns
                )
                if are_nouns or end == beginning:
                    yield _Group(tuple(group), start, end)
                    group, start = [], beginning
            group.append(number)
        yield _Group(tuple(group), start, sentence.end)

    def _joins(self, group: Sequence[Number], number: Number) -> bool:
        """Whether a number is listed with the one before: "two women and seven men"."""
        last = group[-1]
        between = self._sentence.words[self._after(last) : number.printed.start]
        other = [word for word in between if word not in _LISTING]
        return len(other) <= (last not in self._of)

    def _after(self, number: Number) -> int:
        """Return the word after a number and its noun."""
        _, end = self._whole(number)
        return bisect_left(self._sentence.spans, (end, end))


def _is_part(sentence: Sentence, number: Number) -> bool:
    start, stop = number.printed.start, number.printed.stop
    return any(
        sentence.words[max(start - len(form), 0) : start] == form
        for form in _PART_OPENS
    ) or any(sentence.words[stop : stop + len(form)] == form for form in _PART_CLOSES)


def _cut(
    sentence: Sentence, first: int, last: int, *, at_marks: bool
) -> tuple[int, int]:
    """Return where a stretch ends before word `last`, and where that of `last` begins.

    Both at the latest joining word, or mark; without one, what stands between two
    numbers may be about both ("40 officers detained nine people").
    """
    opens = SUBORDINATORS[sentence.language] | COORDINATORS | _ALSO_JOINING
    for word in range(last, first - 1, -1):
        is_mark = at_marks and sentence.is_break(word)
        if is_mark or (word < last and sentence.words[word] in opens):
            return sentence.char(word), sentence.char(word)
    return sentence.char(last), sentence.char(first)
