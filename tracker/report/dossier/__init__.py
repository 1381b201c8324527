"""The dossier: every comparison of an incident in one page, from values."""

from tracker.report.dossier.answers import Answer, Answers
from tracker.report.dossier.page import to_dossier
from tracker.report.dossier.sections import LAYERS, QUESTIONS, Question
from tracker.report.dossier.telling import Names
from tracker.report.dossier.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "LAYERS",
    "QUESTIONS",
    "Answer",
    "Answers",
    "Names",
    "Question",
    "to_dossier",
]
