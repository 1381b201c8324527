"""The coding of one text in readable lines, with the reason for each near miss."""

import re
from collections.abc import Iterator, Sequence

from tracker.core.compiled import Lexicon
from tracker.core.folding import fold_word
from tracker.core.incidents import About
from tracker.core.study import Study
from tracker.core.text import Reading
from tracker.core.voice import Spoken
from tracker.model import Actor, TextField

# The query of a shipped incident has sixty terms; the first tell what is missing.
MISSING_SHOWN = 8


def explained(
    study: Study,
    actors: Sequence[Actor],
    abouts: Sequence[About],
    lexicon: Lexicon,
) -> Iterator[str]:
    """Yield a line for each mention, near miss, label, event, fact and incident."""
    texts = {reading.field: reading.text for reading in study.readings}
    for mention in study.mentions:
        where = _where(texts, mention.field, mention.start, mention.end)
        yield f"{mention.kind} {mention.actor} {where}: {mention.reason}"
    yield from _near_misses(study, actors, lexicon)
    for field, label in study.labels:
        word = label.word
        where = _where(texts, field, word.start, word.end)
        voice = _voiced(study.label_voice(field, label))
        yield (
            f"label {label.kind} {word.actor} {word.family} {where}: "
            f"{label.reason}; {voice}"
        )
    for incident, event in study.events:
        noun = event.noun
        where = _where(texts, noun.field, noun.start, noun.end)
        yield (
            f"event {event.kind} {incident} {noun.entry.event} {where}: "
            f"{event.reason}; {_voiced(event.spoken)}"
        )
    for incident, stated in study.facts:
        span = stated.span
        where = _where(texts, span.field, span.start, span.end)
        yield f"fact {incident} {stated.fact} {where}: {_voiced(stated.spoken)}"
    yield from _incidents(study, abouts)


def _where(texts: dict[TextField, str], field: TextField, start: int, end: int) -> str:
    return f"“{texts[field][start:end]}” ({field} {start}-{end})"


def _voiced(spoken: Spoken) -> str:
    if spoken.attributed_to is None:
        return f"voice {spoken.voice}"
    return f"voice {spoken.voice}, of {spoken.attributed_to}"


def _near_misses(
    study: Study, actors: Sequence[Actor], lexicon: Lexicon
) -> Iterator[str]:
    """Yield what would be a mention if it were written with its capitals."""
    taken = {(m.field, at) for m in study.mentions for at in range(*m.reach)}
    texts = {reading.field: reading.text for reading in study.readings}
    for actor in actors:
        small_letters = {fold_word(a.text): a.text for a in reversed(actor.acronyms)}
        for small, printed in reversed(small_letters.items()):
            pattern = re.compile(rf"(?<!\w){re.escape(small)}(?!\w)")
            for reading in study.readings:
                for start, end in _spans(reading, pattern):
                    if (reading.field, start) not in taken:
                        where = _where(texts, reading.field, start, end)
                        yield (
                            f"no mention of {actor.id} {where}: {printed} counts "
                            "only in capitals and outside addresses"
                        )
    for name in lexicon.without_capital(study.readings, study.language):
        if (name.field, name.start) not in taken:
            where = _where(texts, name.field, name.start, name.end)
            actor_id = name.word.actor
            yield f"no mention of {actor_id} {where}: it lacks its capital letter"


def _spans(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(reading.lower.text):
        yield reading.lower.span(reading.text, *found.span())


def _incidents(study: Study, abouts: Sequence[About]) -> Iterator[str]:
    assigned = {one.incident: one for one in study.assignments}
    for about in abouts:
        name = about.incident.id
        query = about.query(study.language)
        if name in assigned:
            yield f"incident {name}: {assigned[name].role}: {assigned[name].reason}"
        elif query is None:
            yield f"no incident {name}: it has no about for language {study.language}"
        elif study.day < about.incident.first_day:
            yield f"no incident {name}: {study.day} is before its first day"
        else:
            lines = query.explain(study.scope)
            missing = [
                line.removesuffix(": not found")
                for line in lines
                if line.endswith(": not found")
            ]
            more = len(missing) - MISSING_SHOWN
            why = "not found: " + ", ".join(missing[:MISSING_SHOWN])
            why += f", and {more} more" if more > 0 else ""
            yield f"no incident {name}: {why if missing else 'its about does not hold'}"
