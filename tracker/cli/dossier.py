"""`tracker dossier`: every comparison of an incident, written as one page."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from tracker.cli.reading import asked_of, compare, given_pairs, note, reader
from tracker.cli.writing import write_whole
from tracker.core.hiding import hidden
from tracker.db import method, queries
from tracker.db.revised import changed_bodies
from tracker.errors import InputError, ReportError
from tracker.model import Config
from tracker.report.asked import Asked, Given
from tracker.report.card import Counted
from tracker.report.dossier import (
    LANGUAGES,
    LAYERS,
    QUESTIONS,
    Answer,
    Answers,
    Names,
    Question,
    to_dossier,
)
from tracker.report.text import one_line

# What a page may be asked with; each report gets those that it takes.
PARAMETERS = (
    "since",
    "until",
    "outlet",
    "language",
    "version",
    "copies",
    "as_of",
    "test",
)
# It knows the incident, the outlet and the language, so what is wrong with them is told
# by it; and a page without it says nothing.
FIRST = "coverage"
# Its words are looked up in the texts only when there are any.
WORDS = "distinctive_words"
_NO_NAME = re.compile(r"[^\w-]+")


def write_dossier(
    config: Config,
    incident: str,
    pairs: Sequence[str],
    output: Path | None,
    language: str,
) -> int:
    """Write the page of an incident; 1 where a question could not be answered."""
    if language not in LANGUAGES:
        raise InputError(f"--lang {language}: one of {', '.join(LANGUAGES)}")
    path = output or Path(f"dossier-{_NO_NAME.sub('-', incident)}.html")
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"-o {path}: a dossier is a page; name it .html")
    given = _given(incident, pairs, config.timezone)
    page, troubles = page_of(config, given, language)
    write_whole({path: page})
    for trouble in troubles:
        note(f"not answered: {trouble}")
    note(f"wrote {path} ({len(page) / 1_000_000:.1f} MB); open it in a browser")
    return 1 if troubles else 0


def page_of(
    config: Config, given: Mapping[str, str], language: str
) -> tuple[bytes, tuple[str, ...]]:
    """Make the page, and tell what of it could not be answered.

    `given` are the incident and what else was typed.
    """
    with reader(config) as connection:
        compare(config, given, connection)
        answers = fetched(config, given, connection)
    troubles = tuple(
        f"{name}: {answer.trouble}"
        for name, answer in ({**answers.reports, **answers.evidence}).items()
        if answer.trouble
    )
    return to_dossier(answers, language=language), troubles


def _given(incident: str, pairs: Sequence[str], zone: str) -> dict[str, str]:
    given = given_pairs("dossier", pairs)
    if "as_of" in given:
        given["as_of"] = queries.with_zone(given["as_of"], zone)
    for name in given:
        if name not in PARAMETERS:
            takes = ", ".join(PARAMETERS)
            raise ReportError(f"dossier: {name}: no such parameter; it takes {takes}")
    return {"incident": incident, **given}


def fetched(
    config: Config, given: Mapping[str, str], connection: DuckDBPyConnection
) -> Answers:
    """Run every report of the page; the database is needed no longer than this.

    A report that fails says so in its place; what is wrong with a parameter raises.
    """
    values = _bound(given)
    coverage = _of_page(FIRST)
    queries.run(coverage, connection, queries.bind(coverage, _taken(coverage, given)))
    told = method.told(connection, coverage.sql, values)
    counted = Counted(**told.counted)
    reports = {
        name: _answer(connection, question.report, _asks(question, given, counted))
        for name, question in QUESTIONS.items()
    }
    evidence = {
        layer: _answer(connection, "evidence", {**given, "layer": layer})
        for layer in LAYERS
    }
    evidence |= _words(connection, given, reports[WORDS])
    return Answers(
        asked=_asked(config, given),
        title=_title(config, given["incident"]),
        given=given,
        counted=counted,
        reports=reports,
        evidence=evidence,
        texts=changed_bodies(connection, values),
        names=Names(
            outlets={outlet.id: outlet.name for outlet in config.outlets},
            actors={actor.id: actor.name for actor in config.actors},
        ),
        zone=config.timezone,
    )


def _bound(given: Mapping[str, str]) -> dict[str, queries.Value]:
    """Turn all that was typed into values, before anything is run."""
    values: dict[str, queries.Value] = {}
    for name in dict.fromkeys(question.report for question in QUESTIONS.values()):
        report = _of_page(name)
        values |= queries.bind(report, _taken(report, given))
    return values


def _of_page(name: str) -> queries.Report:
    """Give a report under the name of the page: nobody has typed its own."""
    return replace(queries.find(name, None), name="dossier")


def _asks(
    question: Question, given: Mapping[str, str], counted: Counted
) -> dict[str, str]:
    """Give the parameters of a question: those of the page, then its own."""
    window = {"since": counted.from_day, "until": counted.to_day}
    days = {name: str(day) for name, day in window.items() if day is not None}
    return {**(days if question.of_window else {}), **given, **question.fixed}


def _answer(
    connection: DuckDBPyConnection, name: str, given: Mapping[str, str]
) -> Answer:
    report = queries.find(name, None)
    taken = _taken(report, given)
    pairs = (f"{key}={value}" for key, value in taken.items())
    typed = shlex.join(("tracker", "report", name, *pairs))
    try:
        result = queries.run(report, connection, queries.bind(report, taken))
    except ReportError as error:
        # The folders of this computer are nobody's business.
        told = str(error).removeprefix(f"{report.path}: ")
        return Answer(typed=typed, result=None, trouble=one_line(hidden(told)))
    limits = method.limits(connection, report.sql)
    return Answer(typed=typed, result=result, limits=limits)


def _words(
    connection: DuckDBPyConnection, given: Mapping[str, str], words: Answer
) -> dict[str, Answer]:
    """Fetch where the distinctive words stand, and nothing of all the others.

    The layer has a row for each term of each article: half a million of 2,000.
    """
    terms = {row["term"] for row in words.rows} - {None}
    if not terms:
        return {}
    answer = _answer(connection, "evidence", {**given, "layer": "word"})
    if answer.result is None:
        return {"word": answer}
    place = [column.name for column in answer.result.columns].index("code")
    rows = tuple(row for row in answer.result.rows if row[place] in terms)
    return {"word": replace(answer, result=replace(answer.result, rows=rows))}


def _taken(report: queries.Report, given: Mapping[str, str]) -> dict[str, str]:
    known = {param.name for param in report.params}
    return {name: value for name, value in given.items() if name in known}


def _asked(config: Config, given: Mapping[str, str]) -> Asked:
    others = {name: value for name, value in given.items() if name != "incident"}
    pairs = (f"{name}={value}" for name, value in others.items())
    typed = shlex.join(("tracker", "dossier", given["incident"], *pairs))
    return replace(
        asked_of(config, title=given["incident"], typed=typed),
        given=tuple(Given(name=name, value=value) for name, value in others.items()),
        left_out=tuple(name for name in PARAMETERS if name not in given),
    )


def _title(config: Config, incident: str) -> Mapping[str, str]:
    """Name the incident in each language, by its id if the config knows it no more."""
    titles = {each.id: each.title for each in config.incidents}.get(incident, {})
    otherwise = titles.get("en") or next(iter(titles.values()), incident)
    return {language: titles.get(language) or otherwise for language in LANGUAGES}
