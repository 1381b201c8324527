"""How each section was counted, and the method card in every language."""

from collections.abc import Mapping, Sequence

from tracker.report.card import withheld_cells
from tracker.report.card_words import ENGLISH
from tracker.report.dossier.answers import Answer
from tracker.report.dossier.card_albanian import ALBANIAN
from tracker.report.dossier.values import Entries, Entry
from tracker.report.dossier.words import Words

METHOD_WORDS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "sq": ALBANIAN}


def method_lines(answers: Sequence[Answer], words: Words) -> Entries:
    """Say of each report how to ask it again, by what it judges, what it withholds."""
    entries = []
    for answer in answers:
        notes = []
        if answer.limits:
            told = (f"{name} {value}" for name, value in answer.limits.items())
            notes.append(words("method.limits", limits=", ".join(told)))
        withheld = None if answer.result is None else withheld_cells(answer.result)
        if withheld is not None:
            number, cells = (f"{each:,}" for each in withheld)
            notes.append(words("method.withheld", withheld=number, cells=cells))
        entries.append(Entry(term=answer.typed, text="; ".join(notes)))
    return Entries(entries=tuple(entries), kind="method", caption=words("method.how"))
