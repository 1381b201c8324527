"""What archives are asked for: the neutral names of an incident, never its labels.

An archive that is searched for "terrorist cell" would find the outlets that say so, and
the comparison would measure the question. So names, acronyms and places are asked for,
in the languages of the outlet, each as the beginning that its written forms share.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urldefrag

from tracker.core.folding import fold_word
from tracker.core.names import compile_name
from tracker.model import (
    EVERY,
    Acronym,
    Actor,
    Incident,
    Name,
    PollOutcome,
    Search,
    SearchState,
    Terms,
    Via,
)

# Letters: shorter beginnings find anything.
SHORTEST = 3
# As a word of an address, which is searched within words, too.
SHORTEST_SLUG = 5
# Languages that are not written in Latin letters.
_OTHER_SCRIPTS = frozenset(
    ("ar", "be", "bg", "el", "fa", "he", "hy", "ka", "mk", "ru", "uk", "ur")
)
_ENGLISH = "en"
# An answer that will be the same next time.
_FINAL = ("blocked", "gone", "skipped")
# What got nothing is asked so often in all, after waits that double.
MOST_ATTEMPTS = 4
# Asked when all others have answered, or will not soon.
LAST: Via = "wayback"
SOON = timedelta(minutes=10)
FIRST_WAIT = timedelta(seconds=30)
_NO_WORD = re.compile(r"[^\w\s'\u2019.-]")


def search_terms(
    incident: Incident, actors: Sequence[Actor], *, languages: Sequence[str]
) -> Terms:
    """Give what to ask archives for of an incident, for an outlet of these languages.

    The actors without `context` are asked for, as police and governments are in every
    paper; where an incident has no others, those. Loaded words that are listed among
    the names of an actor are left out where they are also a label of anyone.
    """
    named = [actor for actor in actors if actor.id in incident.actors]
    asked = [actor for actor in named if not actor.context] or named
    labels = frozenset(_labels(actors))
    spoken = (EVERY, *languages) if languages else (EVERY, "sq", _ENGLISH)
    acronyms = _least(_acronyms(asked, spoken))
    stems = _least(
        (
            *acronyms,
            *chain.from_iterable(_stems(each, spoken, labels) for each in asked),
        )
    )
    longest = (max(stem.split(), key=len) for stem in stems if stem not in acronyms)
    return Terms(
        words=stems,
        phrases=tuple(_phrases(asked, labels)),
        slugs=_least(s for s in longest if s.isascii() and len(s) >= SHORTEST_SLUG),
        acronyms=tuple(each for each in acronyms if each.isascii()),
    )


def _labels(actors: Iterable[Actor]) -> Iterator[str]:
    for actor in actors:
        for by_language in actor.labels.values():
            for words in by_language.values():
                yield from map(fold_word, words)


def _acronyms(actors: Iterable[Actor], languages: Sequence[str]) -> Iterator[str]:
    for actor in actors:
        for acronym in actor.acronyms:
            folded = fold_word(acronym.text)
            if _is_readable(acronym, languages) and len(folded) >= SHORTEST:
                yield folded


def _is_readable(acronym: Acronym, languages: Sequence[str]) -> bool:
    latin = fold_word(acronym.text).isascii()
    return latin or not _OTHER_SCRIPTS.isdisjoint(languages)


def _stems(
    actor: Actor, languages: Sequence[str], labels: frozenset[str]
) -> Iterator[str]:
    """Yield the names of an actor; of one with a word that alone stands for it, that.

    One word finds more than a phrase: "muxhahedin" also where the rest is left out.
    """
    for names, is_place in ((actor.names, False), (actor.places, True)):
        for language in languages:
            alone = [
                row[0]
                for name in actor.generic.get(language, ())
                for row in _words(name, language, cap=False)
                if len(row) == 1 and len(row[0]) >= SHORTEST_SLUG
            ]
            for name in names.get(language, ()):
                if fold_word(name.text) in labels:
                    continue
                for row in _words(name, language, cap=is_place):
                    told = (a for a in alone for word in row if word.startswith(a))
                    yield next(told, " ".join(row))


def _words(name: Name, language: str, *, cap: bool) -> Iterator[tuple[str, ...]]:
    """Yield the ways to write a name, each word as what its forms begin with."""
    for row in compile_name(name, language, cap=cap).rows:
        words = tuple(map(_beginning, row))
        if any(len(word) >= SHORTEST for word in words):
            yield tuple(word for word in words if len(word) >= SHORTEST)


def _beginning(forms: Sequence[str]) -> str:
    """Give what all of these begin with.

    >>> _beginning(("muxhahedine", "muxhahedini"))
    'muxhahedin'
    """
    first, last = min(forms), max(forms)
    pairs = zip(first, last, strict=False)
    end = next((i for i, (a, b) in enumerate(pairs) if a != b), len(first))
    return first[:end]


def _phrases(actors: Iterable[Actor], labels: frozenset[str]) -> Iterator[str]:
    """Yield acronyms and English names as printed, each once."""
    seen = set[str]()
    for actor in actors:
        acronyms = [each.text for each in actor.acronyms]
        names = [each.text for each in actor.names.get(_ENGLISH, ())] or [actor.name]
        for text in (*acronyms, *names):
            phrase = " ".join(_NO_WORD.sub(" ", text).split())
            folded = fold_word(phrase)
            is_new = folded not in seen and folded not in labels
            if is_new and folded.isascii() and len(phrase) >= SHORTEST:
                seen.add(folded)
                yield phrase


def _least(terms: Iterable[str]) -> tuple[str, ...]:
    """Leave out what another one finds as well: all of whose words stand in it.

    >>> _least(["mek", "muxhahedin popull", "muxhahedin", "mek"])
    ('mek', 'muxhahedin')
    """
    kept: list[str] = []
    for term in sorted(dict.fromkeys(terms), key=lambda each: (len(each), each)):
        if not any(all(word in term for word in each.split()) for each in kept):
            kept.append(term)
    return tuple(kept)


def is_outdated(search: Search, before: Search, anew: Search) -> bool:
    """Whether a question falls with the one `before` that is asked `anew`.

    That is for other days, or in another list: a sitemap that was one of several of a
    robots.txt (the fragment of its `listing`) is now named by itself. So falls all of
    the outlet that is for the days of the one before, or began where that began: what
    it listed has to count in the new list.
    """
    if (search.via, search.outlet) != (before.via, before.outlet):
        return False
    if _days(search) != _days(anew):
        return _days(search) == _days(before)
    is_elsewhere = before.listing != anew.listing
    return is_elsewhere and _began_at(search) == _began_at(before)


def _days(search: Search) -> tuple[datetime, datetime]:
    return search.from_at, search.to_at


def _began_at(search: Search) -> str:
    return urldefrag(search.listing).url


def after_failure(
    state: SearchState,
    outcome: PollOutcome,
    *,
    retry_at: datetime | None,
    now: datetime,
    is_attempt: bool = True,
) -> SearchState:
    """Say what becomes of a question that got no answer: asked again, or given up.

    It is no attempt where the server asked us to wait; `retry_at` is until when.
    """
    if outcome in _FINAL:
        return replace(state, outcome=outcome, retry_at=None)
    attempts = state.attempts + is_attempt
    if attempts >= MOST_ATTEMPTS:
        return replace(state, outcome=outcome, attempts=attempts, retry_at=None)
    again = now + FIRST_WAIT * (1 << max(attempts - 1, 0))
    return replace(
        state,
        outcome="open",
        attempts=attempts,
        retry_at=again if retry_at is None else max(again, retry_at),
    )


def ready_searches(
    states: Iterable[SearchState], *, now: datetime, unread: Collection[str]
) -> list[SearchState]:
    """Give the questions that may be asked now.

    The Wayback Machine comes last, with what the outlet itself does not have: it waits
    while another question about the outlet is soon asked, or a page of it is still to
    be read (`unread`: outlets).
    """
    open_ones = [each for each in states if each.outcome == "open"]
    soon = now + SOON
    before = {
        each.search.outlet
        for each in open_ones
        if each.search.via != LAST and (each.retry_at is None or each.retry_at <= soon)
    }
    waiting = before.union(unread)
    return [
        each
        for each in open_ones
        if (each.retry_at is None or each.retry_at <= now)
        and (each.search.via != LAST or each.search.outlet not in waiting)
    ]


def next_search(states: Iterable[SearchState]) -> datetime | None:
    """Say when the next open question may be asked; None: there is none that waits."""
    times = (each.retry_at for each in states if each.outcome == "open")
    return min((at for at in times if at is not None), default=None)
