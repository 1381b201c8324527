"""The coding of one text in readable lines, with the reason for each near miss."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tracker.core.compiled import Lexicon
from tracker.core.facts import FactQuery
from tracker.core.folding import fold_word
from tracker.core.incident_misses import IncidentMisses, Wanted
from tracker.core.incidents import About
from tracker.core.study import Study
from tracker.core.text import Reading
from tracker.core.voice import Spoken
from tracker.model import Actor, Amount, TextField


def explained(
    study: Study,
    actors: Sequence[Actor],
    abouts: Sequence[About],
    facts: Mapping[str, Sequence[FactQuery]],
    lexicon: Lexicon,
    wanted: Wanted,
) -> Iterator[str]:
    """Yield a line for everything that is found, and for each near miss."""
    texts = {reading.field: reading.text for reading in study.readings}
    for mention in study.mentions:
        where = _where(texts, mention.field, mention.start, mention.end)
        yield f"{mention.kind} {mention.actor} {where}: {mention.reason}"
    small = tuple(_near_misses(study, actors, lexicon))
    yield from (f"no mention of {actor} {why}" for actor, why in small)
    yield from _found(study, texts)
    unnamed: dict[str, list[str]] = {}
    for mention in study.mentions:
        where = _where(texts, mention.field, mention.start, mention.end)
        why = f"{mention.kind} {where}: {mention.reason}"
        unnamed.setdefault(mention.actor, []).append(why)
    for actor, why in small:
        unnamed.setdefault(actor, []).append(why)
    yield from IncidentMisses(study, facts, unnamed, wanted).lines(abouts)


def _found(study: Study, texts: Mapping[TextField, str]) -> Iterator[str]:
    """Yield a line for each label, event, fact, figure and statement."""
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
    for amount in study.amounts:
        where = _where(texts, amount.field, amount.start_char, amount.end_char)
        yield (
            f"figure {amount.incident} {amount.fact} {where}: {amount.quantity}, "
            f"{_allowed(amount)} {amount.referent}; voice {amount.voice}"
        )
    for quote in study.quotes:
        where = _where(texts, quote.field, quote.start_char, quote.end_char)
        how = "word for word" if quote.direct else "reported"
        verb = f" ({quote.verb})" if quote.verb else ""
        yield f"statement {quote.speaker} {where}: {how}, {quote.verb_class}{verb}"


def _allowed(amount: Amount) -> str:
    if amount.low == amount.high:
        return f"{amount.low:g}"
    return f"{amount.low:g} to {'more' if amount.high is None else f'{amount.high:g}'}"


def _where(
    texts: Mapping[TextField, str], field: TextField, start: int, end: int
) -> str:
    return f"“{texts[field][start:end]}” ({field} {start}-{end})"


def _voiced(spoken: Spoken) -> str:
    if spoken.attributed_to is None:
        return f"voice {spoken.voice}"
    return f"voice {spoken.voice}, of {spoken.attributed_to}"


def _near_misses(
    study: Study, actors: Sequence[Actor], lexicon: Lexicon
) -> Iterator[tuple[str, str]]:
    """Yield what would mention which actor if it were written with its capitals."""
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
                        why = f"{printed} counts only in capitals and outside addresses"
                        yield actor.id, f"{where}: {why}"
    for name in lexicon.without_capital(study.readings, study.language):
        if (name.field, name.start) not in taken:
            where = _where(texts, name.field, name.start, name.end)
            yield name.word.actor, f"{where}: it lacks its capital letter"


def _spans(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(reading.lower.text):
        yield reading.lower.span(reading.text, *found.span())
