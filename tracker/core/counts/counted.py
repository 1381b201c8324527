"""Which noun a number of a sentence counts: 36 of what."""

# ruff: noqa: RUF001, SIM905 - marks are what is looked for; word lists read as prose

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.counts.numbers import Number
from tracker.core.names import Pattern, compile_word
from tracker.core.saying.clauses import Sentence
from tracker.core.saying.wordlists import (
    ARTICLES,
    COORDINATORS,
    COPULAS,
    MONTHS,
    NEGATIONS,
    PREPOSITIONS,
    SUBORDINATORS,
)
from tracker.core.text import Reading
from tracker.model import EVERY, Figure

# "eleven former German members": more adjectives are rare.
_WORDS_BETWEEN = 3
_JOINED = re.compile(r"[+]?[^\S\n]*[-\u2010\u2011\"“”„«»‘’']?[^\S\n]*")
_BLANK = re.compile(r"[^\S\n]+")
_HYPHENS = ("-", "\u2010", "\u2011")

# English: nothing of this stands between a number and its noun.
_NO_ADJECTIVE = (
    PREPOSITIONS
    | COORDINATORS
    | COPULAS
    | ARTICLES
    | NEGATIONS["en"]
    | SUBORDINATORS["en"]
    | frozenset(MONTHS)
    | frozenset(
        """
        people men women children police percent cent them those these us you it him
        said told says has have had will would did do does can could may might euro
        than so per each including among
        old year month week day hour
        """.split()
    )
)
# A word in -s is a plural and counted itself, except for these adjectives.
_PLURAL = re.compile(r"\w{2,}(?<!s)(?<!ou)(?<!i)s")
_FORMER = "ish"
_LINKS = frozenset(("te", "e", "i", "se"))
# "dozens of people", "three of the members", "dy nga anëtarët", "9 nga 11 anëtarët".
_OUT_OF = {
    "en": frozenset(("of",)),
    "sq": frozenset(("nga", "prej", "nder")),
}
# "eleven of them members" as well.
_DETERMINERS = frozenset(
    "the its their his her our those these them te tyre ta".split()
)
# "some of the 40 people", "shumica e 40 personave": how many they are is not said.
_PARTLY = frozenset(
    "some most many half part none any shumica shume gjysma pjesa".split()
)
_OF = frozenset("of nga prej e".split())
# "nine members of a 15-member group", "... të një grupi prej 15 anëtarësh"
_MADE_OF = frozenset(("of", "prej"))
# "not 11 but nine people", "nine or eleven people": the noun is said once.
_CONTRASTS = frozenset("but not or rather instead por jo ose apo sesa".split())
_CONTRAST_WORDS = _CONTRASTS | frozenset("and dhe e than of only vetem".split())
_MOST_CONTRAST_WORDS = 3
# "Of the 36 people, 11 …", "Nga 36 persona, 11 …"; "one in three people" is a share.
_WHOLE_OPENS = frozenset(("of", "nga", "prej"))
_SHARE = {"en": "in", "sq": "ne"}
_EVERY = frozenset(("every", "cdo"))
# "eleven of the 36 people arrested were officers": what happened, happened to the 36.
_IS = frozenset("is are was were eshte jane ishte ishin".split())
_PARTICIPLES = {"en": ("ed", "held", "shot"), "sq": ("uar", "ur", "ar", "yer")}
_OF_THEM = {
    "en": (("of", "them"),),
    "sq": (("prej", "tyre"), ("nga", "ta")),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """How to find a counted noun; `referent` is what it is called for all languages.

    `single`: a singular made from a listed plural, which only "one" and a hyphen take
    ("an 11-member group").
    """

    referent: str
    pattern: Pattern
    single: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the end of its noun in the text.

    `shared`: the noun stands beside a later number ("not 11 but nine people").
    """

    number: Number
    referent: str
    end: int
    shared: bool = False


def listed(figure: Figure, language: str) -> tuple[tuple[str, str], ...]:
    """Return what `figure` counts in texts of `language`: referents, with a noun."""
    return tuple(
        (referent, word)
        for referent, words in figure.referents.items()
        for among in dict.fromkeys((language, EVERY))
        for word in words.get(among, ())
    )


def nouns_of(words: Sequence[tuple[str, str]], language: str) -> tuple[Noun, ...]:
    """Compile what is `listed`."""
    return tuple(
        noun for referent, word in words for noun in _compiled(referent, word, language)
    )


def _compiled(referent: str, word: str, language: str) -> Iterator[Noun]:
    yield Noun(referent, compile_word(word, language))
    if language == "en" and _PLURAL.fullmatch(word.lower()):
        single = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        yield Noun(referent, compile_word(single, language), single=True)


def counted(
    sentence: Sentence,
    found: Sequence[Number],
    nouns: Sequence[Noun],
    reading: Reading,
    language: str,
) -> dict[Number, Counted]:
    """Return what the numbers `found` in a sentence count, where it is listed.

    A number that is the whole of another ("9 of the 11 members") counts nothing.
    """
    return _Finder(sentence, found, nouns, reading, language).counted()


class _Finder:
    def __init__(
        self,
        sentence: Sentence,
        found: Sequence[Number],
        nouns: Sequence[Noun],
        reading: Reading,
        language: str,
    ) -> None:
        self._sentence = sentence
        self._words = sentence.words
        self._gaps = sentence.gaps
        self._found = found
        self._nouns = nouns
        self._reading = reading
        self._language = language
        self._starting = {number.printed.start: number for number in found}

    def counted(self) -> dict[Number, Counted]:
        counted: dict[Number, Counted] = {}
        wholes: set[Number] = set()
        # From the last to the first, for a noun may stand beside a later number.
        for number in reversed(self._found):
            at = number.printed.stop
            noun = self._noun_after(at, number) or self._noun_before(number)
            if noun is not None:
                counted[number] = Counted(number, *noun)
                continue
            partitive = self._out_of(at)
            whole = self._starting.get(partitive) if partitive else None
            if whole in counted:
                behind = self._qualified(whole, counted)
                if behind and self._is_described(behind):
                    continue
                counted[number] = Counted(
                    number, counted[whole].referent, counted[whole].end
                )
                wholes.add(whole)
            elif partitive and (noun := self._noun_after(partitive, number)):
                counted[number] = Counted(number, *noun)
            elif (other := self._contrasted(at)) in counted:
                counted[number] = Counted(
                    number, counted[other].referent, counted[other].end, shared=True
                )
        wholes.update(n for n in counted if self._is_whole(n, counted))
        wholes.update(self._opening(counted))
        wholes.update(self._shares(counted))
        return {n: c for n, c in counted.items() if n not in wholes}

    def _opening(self, counted: dict[Number, Counted]) -> Iterator[Number]:
        """Yield the wholes with which a clause opens; their noun is the part's too."""
        for whole, part in zip(self._found, self._found[1:], strict=False):
            of = whole.printed.start - 1
            if of > 0 and self._words[of] in _DETERMINERS | ARTICLES:
                of -= 1
            opens = of == 0 or (of > 0 and self._sentence.is_break(of))
            if whole not in counted or not opens or self._words[of] not in _WHOLE_OPENS:
                continue
            if part not in counted and not self._is_described(part.printed.stop):
                counted[part] = Counted(
                    part,
                    counted[whole].referent,
                    self._sentence.spans[part.printed.stop - 1][1],
                )
            if not (self._qualified(whole, counted) and part not in counted):
                yield whole

    def _shares(self, counted: Mapping[Number, Counted]) -> Iterator[Number]:
        """Yield both numbers of "one in three people"; "një" is no number."""
        share = (_SHARE.get(self._language),)
        for whole in counted:
            at = whole.printed.start
            at -= self._words[at - 1 : at] != () and self._words[at - 1] in _EVERY
            if self._words[max(at - 2, 0) : at] == ("nje", *share):
                yield whole
        for part in self._found:
            at = part.printed.stop
            if self._words[at : at + 1] != share:
                continue
            every = self._words[at + 1 : at + 2]
            at += 2 if every and every[0] in _EVERY else 1
            if self._starting.get(at) in counted:
                yield from (part, self._starting[at])

    def _qualified(self, number: Number, counted: Mapping[Number, Counted]) -> int:
        """Return the word after "(36 people) arrested", "të arrestuar"; 0 if none."""
        end = counted[number].end
        at = bisect_left(self._sentence.spans, (end, end))
        if self._words[at : at + 1] and self._words[at] in _LINKS:
            at += 1
        return at + 1 if self._is_participle(at) else 0

    def _is_participle(self, at: int) -> bool:
        endings = _PARTICIPLES.get(self._language, ())
        return at < len(self._words) and self._words[at].endswith(endings)

    def _is_described(self, at: int) -> bool:
        """Whether "were officers" stands at word `at`, not "were arrested"."""
        if at + 1 >= len(self._words) or self._words[at] not in _IS:
            return False
        return not self._is_participle(at + 1)

    def _is_whole(self, number: Number, counted: Mapping[Number, Counted]) -> bool:
        """Whether a number tells how many there were, of whom some are meant."""
        of = number.printed.start - 1
        if of > 0 and self._words[of] in _DETERMINERS | ARTICLES:
            of -= 1
        if of < 1 or self._words[of] not in _OF:
            return False
        if self._words[of - 1] in _PARTLY:
            return True
        before = [c.end for n, c in counted.items() if n.printed.stop <= of]
        if not before or self._words[of] not in _MADE_OF:
            return False
        first = bisect_left(self._sentence.spans, (max(before), max(before)))
        return not any(
            self._sentence.is_break(word) or self._words[word] in COORDINATORS
            for word in range(first, number.printed.start)
        )

    def _noun_after(self, at: int, number: Number) -> tuple[str, int] | None:
        """Return the referent and the end of the noun that begins at `at` or near."""
        for here in range(at, min(at + _WORDS_BETWEEN + 1, len(self._words))):
            if _JOINED.fullmatch(self._gaps[here]) is None:
                return None
            if (found := self._noun_at(here, number)) is not None:
                return self._head(found, number)
            if not self._may_stand_between(here, at):
                return None
        return None

    def _noun_at(self, here: int, number: Number) -> tuple[Noun, int] | None:
        """Return the longest listed noun at word `here`, and where it ends."""
        folded = self._reading.lower
        at = bisect_left(folded.pos, self._sentence.spans[here][0])
        best: tuple[Noun, int] | None = None
        for noun in self._nouns:
            hit = noun.pattern.regex.match(folded.text, at)
            if hit is None or "'" in hit.group():  # "11 people's votes"
                continue
            if noun.single and number.high != 1 and self._gaps[here] not in _HYPHENS:
                continue
            _, end = folded.span(self._reading.text, *hit.span())
            if best is None or end > best[1]:
                best = noun, end
        return best

    def _head(self, found: tuple[Noun, int], number: Number) -> tuple[str, int] | None:
        """In English the last of several nouns counts: police officers, police cars."""
        noun, end = found
        if self._language != "en":
            return noun.referent, end
        here = bisect_left(self._sentence.spans, (end, end))
        while here < len(self._words) and _BLANK.fullmatch(self._gaps[here]):
            following = self._noun_at(here, number)
            if following is None:
                break
            noun, end = following
            here = bisect_left(self._sentence.spans, (end, end))
        if here < len(self._words):
            follows = self._words[here]
            if follows == "old":  # "36 years old", "36-year-old"
                return None
            is_plural = self._words[here - 1].endswith("s")
            if (
                not is_plural
                and _BLANK.fullmatch(self._gaps[here])
                and follows not in _NO_ADJECTIVE
                and _PLURAL.fullmatch(follows)
            ):
                return None
        return noun.referent, end

    def _may_stand_between(self, here: int, first: int) -> bool:
        word = self._words[here]
        if word[:1].isdecimal() or here in self._starting:
            return False
        if self._language == "sq":
            linked = here > first and self._words[here - 1] in _LINKS
            return word == _FORMER or word in _LINKS or linked
        if self._language != "en":
            return False
        return word not in _NO_ADJECTIVE and _PLURAL.fullmatch(word) is None

    def _noun_before(self, number: Number) -> tuple[str, int] | None:
        """Find the noun of "people, eleven of them, …"."""
        start, stop = number.printed.start, number.printed.stop
        for form in _OF_THEM.get(self._language, ()):
            after = stop + len(form)
            if self._words[stop:after] != form or start == 0:
                continue
            if after < len(self._words) and not self._sentence.is_break(after):
                continue
            found = self._noun_at(start - 1, number)
            if found is not None and self._gaps[start].strip() == ",":
                return found[0].referent, self._sentence.spans[after - 1][1]
        return None

    def _out_of(self, at: int) -> int | None:
        """Return the word after "of the", "out of"."""
        if at >= len(self._words) or _BLANK.fullmatch(self._gaps[at]) is None:
            return None
        if self._words[at : at + 2] == ("out", "of"):
            at += 1
        if self._words[at] not in _OUT_OF.get(self._language, ()):
            return None
        after = at + 1
        if after < len(self._words) and self._words[after] in _DETERMINERS:
            after += 1
        return after

    def _contrasted(self, at: int) -> Number | None:
        """Return the number against which the one before `at` is held."""
        for stop in range(at + 1, at + 1 + _MOST_CONTRAST_WORDS):
            between = self._words[at:stop]
            if not _CONTRAST_WORDS.issuperset(between):
                return None
            if stop in self._starting and not _CONTRASTS.isdisjoint(between):
                return self._starting[stop]
        return None
