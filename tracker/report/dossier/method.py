"""How each section was counted, and the method card in every language."""

from collections.abc import Mapping, Sequence

from tracker.report.card import withheld_cells
from tracker.report.card_words import ENGLISH
from tracker.report.dossier.answers import Answer
from tracker.report.dossier.card_albanian import ALBANIAN
from tracker.report.dossier.sentences import anchor_of
from tracker.report.dossier.values import Entries, Entry
from tracker.report.dossier.words import Words
from tracker.report.text import one_line

METHOD_WORDS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "sq": ALBANIAN}


# Words that an archive was asked for, in characters: longer ones are told once.
LONGEST_QUERY = 40


def named_queries(queries: Sequence[str]) -> Mapping[str, str]:
    """Name the long ones of the queries to archives: text to Q1, Q2 and so on.

    Longer ones come first: one that stands within another is not taken for it.
    """
    told = {one_line(query) for query in queries if len(query) > LONGEST_QUERY}
    ordered = sorted(told, key=lambda query: (-len(query), query))
    return {query: f"Q{number}" for number, query in enumerate(ordered, start=1)}


def query_list(named: Mapping[str, str], words: Words) -> Entries:
    """List the words that archives were asked for, each under its name."""
    return Entries(
        entries=tuple(
            Entry(term=name, text=query, anchor=anchor_of(name))
            for query, name in named.items()
        ),
        kind="statements",
        caption=words("method.queries"),
    )


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
