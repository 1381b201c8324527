"""A dossier: every comparison of an incident in a page that needs nothing else."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.core.hiding import hidden
from tracker.report.card import Counted, card_of, spelled
from tracker.report.dossier.answers import Answer, Answers
from tracker.report.dossier.building import blocks_of
from tracker.report.dossier.declared import Chapter, Part
from tracker.report.dossier.enriching import enriched
from tracker.report.dossier.grids import Desk, Source
from tracker.report.dossier.method import (
    METHOD_WORDS,
    method_lines,
    named_queries,
    query_list,
)
from tracker.report.dossier.room import tellings
from tracker.report.dossier.sections import CHAPTERS
from tracker.report.dossier.sentences import Evidence
from tracker.report.dossier.telling import Names, Teller
from tracker.report.dossier.values import (
    Block,
    Entries,
    Entry,
    Grid,
    Group,
    Note,
    Section,
)
from tracker.report.dossier.words import LANGUAGES, Words
from tracker.report.text import harmless, one_line

# What a newsroom can still send by mail and open on a phone.
LARGEST_PAGE = 2_900_000
# Rows of a table above this are folded away.
LONGEST_TABLE = 60

_PAGES = Environment(
    loader=PackageLoader("tracker.report.dossier", "pages"),
    autoescape=True,  # texts of others are values of the page and never part of it
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def to_dossier(answers: Answers, *, language: str) -> bytes:
    """Write the page in a language of words.LANGUAGES.

    Nothing in it runs or fetches. Of the sentences of a figure so many are told that
    the page stays below LARGEST_PAGE; the command that lists the rest stands below.
    """
    words = Words(language)
    counted = answers.counted
    tell = Teller(
        words=words,
        zone=ZoneInfo(answers.zone),
        names=answers.names,
        usual_year=_year(counted),
    )
    answers = replace(answers, reports=_with_archives(answers))
    rows = {name: answer.rows for name, answer in answers.reports.items()}
    layers = {name: answer.rows for name, answer in answers.evidence.items()}
    queries = named_queries(counted.archive_queries)
    evidence = Evidence(
        layers=layers,
        given=answers.given,
        tell=tell,
        languages={
            str(row["article_id"]): str(row["language"])
            for row in rows.get("publications", ())
        },
        archived=bool(counted.archives),
        queries=queries,
    )
    rows = enriched(rows, evidence)
    desk = Desk(tell=tell, evidence=evidence, visits={})
    source = Source(rows=rows, texts=answers.texts)
    sections = [_section(chapter, answers, source, desk) for chapter in CHAPTERS]
    style = _style()
    values = {
        "say": words,
        "tell": tell,
        "title": one_line(answers.title.get(language) or answers.title["en"]),
        "asked": _asked(answers, tell),
        "typed": harmless(hidden(_typed(answers, language))),
        "sections": sections,
        "card": spelled(
            card_of(answers.asked, _with_names(counted, queries), {}),
            METHOD_WORDS[language],
        ),
        "searched": query_list(queries, words) if queries else None,
        "longest": LONGEST_TABLE,
        "style": style,
        "style_hash": _hash_of(style),
    }
    page = b""
    for told in tellings(list(_groups(sections)), evidence):
        page = (
            _PAGES.get_template("dossier.html")
            .render(values, told=told.by_group, limit=told.limit)
            .encode()
        )
        if len(page) <= LARGEST_PAGE:
            break
    return page


def _year(counted: Counted) -> int | None:
    """Give the year in which all days of the incident lie."""
    if counted.from_day is None or counted.to_day is None:
        return None
    year = counted.from_day.year
    return year if counted.to_day.year == year else None


def _with_names(counted: Counted, queries: Mapping[str, str]) -> Counted:
    """Name the queries to archives that the page lists by themselves."""
    told = [queries.get(one_line(each), each) for each in counted.archive_queries]
    return replace(counted, archive_queries=told)


def _with_archives(answers: Answers) -> dict[str, Answer]:
    """Add, as a report of its own, what coverage says where archives were asked."""
    coverage = answers.reports["coverage"]
    if not answers.counted.archives and coverage.result is not None:
        coverage = replace(coverage, result=replace(coverage.result, rows=()))
    return {**answers.reports, "archives": coverage}


def _typed(answers: Answers, language: str) -> str:
    """Give the command that makes this page again, in its language."""
    typed = answers.asked.typed
    return typed if language == LANGUAGES[0] else f"{typed} --lang {language}"


@cache
def _style() -> str:
    return (files("tracker.report.dossier") / "pages" / "dossier.css").read_text(
        encoding="utf-8"
    )


def _hash_of(style: str) -> str:
    """Give what the page's policy allows: this style sheet and no other."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _section(chapter: Chapter, answers: Answers, source: Source, desk: Desk) -> Section:
    """Make a section; what found nothing, or could not be asked, says so."""
    words = desk.tell.words
    blocks: list[Block] = []
    reports = dict.fromkeys(
        part.report for part in chapter.parts if hasattr(part, "report")
    )
    answered = set[str]()
    for parts in _woven(chapter.parts):
        made = [
            list(blocks_of(part, source, desk))
            for part in parts
            if any(source.rows[each] for each in _reports(part, reports))
        ]
        for part, found in zip(parts, made, strict=False):
            answered |= set(_reports(part, ())) if found else set()
        for same in zip_longest(*made):
            blocks += [block for block in same if block is not None]
    for report in reports:
        trouble = answers.reports[report].trouble
        if trouble:
            told = words("failed", reason=trouble)
            blocks.append(Note(text=told, kind="trouble"))
        elif report not in answered:
            told = words.known(f"{report}.empty") or words("empty")
            blocks.append(Note(text=told, kind="empty"))
    return Section(
        anchor=chapter.anchor,
        heading=words(chapter.anchor),
        lead=words(f"{chapter.anchor}.lead"),
        blocks=(
            *blocks,
            method_lines([answers.reports[each] for each in reports], words),
        ),
    )


def _reports(part: Part, otherwise: Iterable[str]) -> Iterable[str]:
    report = getattr(part, "report", None)
    return otherwise if report is None else (report,)


def _woven(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Put parts together that are told apart by the same: a chart with its table."""
    woven: list[Part] = []
    for part in parts:
        told = getattr(part, "report", ""), getattr(part, "apart", "")
        before = [
            (getattr(each, "report", ""), getattr(each, "apart", "")) for each in woven
        ]
        if woven and (not told[1] or told != before[-1]):
            yield woven
            woven = []
        woven.append(part)
    if woven:
        yield woven


def _groups(sections: Sequence[Section]) -> Iterator[Group]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Grid):
                for row in block.rows:
                    yield from row.groups


def _asked(answers: Answers, tell: Teller) -> Entries:
    """Say what was asked: each parameter, given or not, of what, when and by what."""
    words, given, asked = tell.words, answers.given, answers.asked
    counted = answers.counted
    window = words("unknown")
    if counted.from_day is not None and counted.to_day is not None:
        window = words(
            "asked.window.days",
            first=tell.day(counted.from_day, long=True),
            last=tell.day(counted.to_day, long=True),
        )
    moment = asked.at.replace(tzinfo=None)
    every = words("asked.everything")
    version, copies = given.get("version", "first"), given.get("copies", "once")
    entries = {
        "asked.incident": given["incident"],
        "asked.window": window,
        "asked.since": given.get("since", every),
        "asked.until": given.get("until", every),
        "asked.outlet": given.get("outlet", every),
        "asked.language": given.get("language", every),
        "asked.version": words(f"asked.version.{version}"),
        "asked.copies": words(f"asked.copies.{copies}"),
        "asked.as_of": tell.time(counted.as_of, long=True)
        if counted.as_of
        else words("asked.as_of.now"),
        "asked.at": tell.time(moment, long=True),
        "asked.zone": words("asked.zone.value", zone=answers.zone)
        if tell.usual_year is None
        else words("asked.zone.year", zone=answers.zone, year=tell.usual_year),
        "asked.database": asked.database,
        "asked.program": asked.program,
        "asked.config": counted.settings.get("config_hash") or words("unknown"),
    }
    return Entries(
        entries=tuple(
            Entry(term=words(key), text=one_line(hidden(text)))
            for key, text in entries.items()
        ),
        kind="asked",
    )


__all__ = ["Names", "to_dossier"]
