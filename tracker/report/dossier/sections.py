"""The sections of a dossier, in order, and the questions that they ask.

To add a comparison: name its report here, say in one of the `of_` modules what of it is
shown, and give it a heading and its first words in words.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.report.dossier.declared import Chapter
from tracker.report.dossier.of_outlets import COVERED
from tracker.report.dossier.of_substance import TOLD
from tracker.report.dossier.of_texts import HANDLED
from tracker.report.dossier.of_words import WORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A report to run; `fixed` are parameters that the section sets itself.

    `of_window`: where no days are given, those of the incident are.
    """

    report: str
    of_window: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)


QUESTIONS: Mapping[str, Question] = {
    "coverage": Question(report="coverage"),
    "first_report": Question(report="first_report"),
    "publications": Question(report="headlines", fixed={"copies": "all"}),
    "volume": Question(report="volume"),
    "headlines": Question(report="headlines"),
    "labels": Question(report="labels"),
    "labelling": Question(report="labelling"),
    "event_nouns": Question(report="event_nouns"),
    "facts": Question(report="facts"),
    "omissions": Question(report="omissions"),
    "fact_similarity": Question(report="fact_similarity"),
    "blind_spots": Question(report="blind_spots"),
    "value_conflicts": Question(report="value_conflicts"),
    "voices": Question(report="voices"),
    "sourcing": Question(report="sourcing"),
    "shared_quotes": Question(report="shared_quotes"),
    "distinctive_words": Question(report="distinctive_words"),
    "copies": Question(report="copies"),
    "revisions": Question(report="revisions"),
    "prominence": Question(report="prominence"),
    "outlet_health": Question(report="outlet_health"),
    "outages": Question(report="outages", of_window=True),
}
LAYERS = (
    *("coverage", "label", "event_noun", "fact", "figure", "quote", "actor", "poll"),
)
"""The layers of `evidence` that are fetched, each once for the whole incident."""

CHAPTERS: tuple[Chapter, ...] = (*COVERED, *WORDED, *TOLD, *HANDLED)
