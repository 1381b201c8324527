"""Tell from the bytes of a page that it cannot be an article of ours.

Extraction costs a hundred times as much. What is missed here is missed for good, so
the law is: no false negative. Names in menus and in lists of what is most read let a
page pass; the extraction that follows sorts them out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from typing import Literal

from tracker.core.acronyms import literals as acronym_forms
from tracker.core.folding import fold, fold_word
from tracker.core.forms.inflections import LANGUAGES
from tracker.core.names import Pattern, compile_name, compile_word
from tracker.core.query import Piece, parse
from tracker.core.raw.rawpage import sayings
from tracker.core.raw.signs import Search, Sign
from tracker.model import EVERY, Acronym, Actor, Incident, Names

# Bytes; shorter words stand on every page and are taken to be there.
SHORTEST = 3
# What may be written otherwise in a page: as a reference, or as an escape.
_WRITTEN_OTHERWISE = frozenset('&<>"\\/ \t\n\xa0')

# Nobody knows the language of a text before it is read. What is listed under EVERY
# takes the endings of each; EVERY itself stands for languages without any.
_INFLECTED = (EVERY, "sq", *sorted(LANGUAGES))

# A `certain` word names its actor; a `doubtful` one does beside an `anchor`.
_Force = Literal["certain", "doubtful", "anchor"]


class Prefilter:
    """The names, and the terms of `about`, of one configuration; for many threads.

    Raises QuerySyntaxError for a query, and ValueError for a name, that cannot be read.
    """

    def __init__(self, actors: Sequence[Actor], incidents: Sequence[Incident]) -> None:
        known = [actor.id for actor in actors]
        self._queries = tuple(
            parse(text, actors=known)
            for incident in incidents
            for text in incident.about.values()
        )
        self._reasons_to_keep = frozenset(a.id for a in actors if not a.context)
        rows = tuple(dict.fromkeys(row for actor in actors for row in _rows(actor)))
        self._always = tuple(row for row in rows if not row.words)
        self._rows: dict[Sign, list[_Row]] = {}
        for row, word in _telling([row for row in rows if row.words]):
            for sign in word:
                self._rows.setdefault(sign, []).append(row)
        self._pieces = {
            piece.folded: _sign(piece.folded)
            for query in self._queries
            for piece in query.pieces
        }
        signs = {sign for row in rows for word in row.words for sign in word}
        self._search = Search({*signs, *filter(None, self._pieces.values())})

    def may_contain(self, page: bytes) -> bool:
        """Tell whether a page in UTF-8 may yield an article to keep; False is certain.

        That is an article that names an actor without `context`, or one that an `about`
        holds for: as coded by the Matcher of this configuration from what
        `web.pages.extract` reads.
        """
        said = sayings(page)
        if said is None:
            return True
        found = self._search.find(said)
        named = self._named(found)
        if not named.isdisjoint(self._reasons_to_keep):
            return True

        def is_present(piece: Piece) -> bool:
            sign = self._pieces[piece.folded]
            return sign is None or sign in found

        return any(
            query.could_hold(is_present, named.__contains__) for query in self._queries
        )

    def actors_in(self, page: bytes) -> AbstractSet[str] | None:
        """Return the actors that a page may name; None: it is hard to tell."""
        said = sayings(page)
        return None if said is None else self._named(self._search.find(said))

    def _named(self, found: AbstractSet[Sign]) -> AbstractSet[str]:
        rows = {row for sign in found for row in self._rows.get(sign, ())}
        holding = [*self._always, *(row for row in rows if row.is_there(found))]
        by_force: dict[_Force, set[str]] = {
            force: {row.actor for row in holding if row.force == force}
            for force in ("certain", "doubtful", "anchor")
        }
        return by_force["certain"] | (by_force["doubtful"] & by_force["anchor"])


@dataclass(frozen=True, slots=True)
class _Row:
    """One way to write a word or name: of each of its words one sign has to be there.

    Without words it may be on every page.
    """

    words: tuple[frozenset[Sign], ...]
    actor: str
    force: _Force

    def is_there(self, found: AbstractSet[Sign]) -> bool:
        return not any(found.isdisjoint(word) for word in self.words)


def _rows(actor: Actor) -> Iterator[_Row]:
    groups: tuple[tuple[Names, bool, _Force], ...] = (
        (actor.names, False, "certain"),
        (actor.places, True, "certain"),
        (actor.generic, False, "doubtful"),
    )
    for names, cap, force in groups:
        for listed, entries in names.items():
            for name, language in product(entries, _inflections(listed)):
                pattern = compile_name(name, language, cap=cap)
                yield from _of_pattern(pattern, actor.id, force)
    for listed, words in actor.anchors.items():
        # As written, too, in texts of other languages.
        languages = dict.fromkeys((EVERY, *_inflections(listed)))
        for word, language in product(words, languages):
            yield from _of_pattern(compile_word(word, language), actor.id, "anchor")
    for acronym in actor.acronyms:
        yield from _of_acronym(acronym, actor.id)


def _inflections(listed: str) -> Sequence[str]:
    return _INFLECTED if listed == EVERY else (listed,)


def _of_pattern(pattern: Pattern, actor: str, force: _Force) -> Iterator[_Row]:
    # A regular expression may find anything.
    for row in pattern.rows or ((),):
        words = []
        for literals in row:
            signs = [_sign(literal) for literal in literals]
            if None not in signs:
                words.append(frozenset(filter(None, signs)))
        yield _Row(tuple(words), actor, force)


def _of_acronym(acronym: Acronym, actor: str) -> Iterator[_Row]:
    head = fold(acronym.text, lower=False).text
    yield _of_form(head, actor, "certain")
    for language in acronym.title_languages:
        for form in sorted(acronym_forms(acronym, language) - {head}):
            yield _of_form(form, actor, "doubtful")


def _of_form(form: str, actor: str, force: _Force) -> _Row:
    if form.isascii() and _WRITTEN_OTHERWISE.isdisjoint(form):
        return _Row((frozenset((Sign(form.lower(), form),)),), actor, force)
    sign = _sign(fold_word(form))
    return _Row(() if sign is None else (frozenset((sign,)),), actor, force)


def _sign(literal: str) -> Sign | None:
    """Return what to look for so that `literal` is not missed; None: it is too short.

    Its beginning is enough.
    """
    end = next((i for i, c in enumerate(literal) if c in _WRITTEN_OTHERWISE), None)
    beginning = literal[:end]
    return Sign(beginning) if len(beginning.encode()) >= SHORTEST else None


def _telling(rows: Iterable[_Row]) -> Iterator[tuple[_Row, frozenset[Sign]]]:
    """Yield each row with the word that the fewest rows share, the longer of two."""
    rows = tuple(rows)
    shared = Counter(sign for row in rows for word in row.words for sign in word)

    def cost(word: frozenset[Sign]) -> tuple[int, int]:
        shortest = min(len(sign.literal) for sign in word)
        return max(shared[sign] for sign in word), -shortest

    for row in rows:
        yield row, min(row.words, key=cost)
