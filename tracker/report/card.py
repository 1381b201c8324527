"""The method card: how a report was made, in values and in lines to print below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.core.fingerprint import CODING_PARTS
from tracker.core.hiding import hidden
from tracker.model import Result
from tracker.report.asked import Asked
from tracker.report.card_words import ENGLISH
from tracker.report.text import one_line, shown

# Digits of a hash that tell configurations apart on a screen; the files have them all.
HASH_DIGITS = 8
# A list of names longer than this is cut; the files have it whole.
NAMES_SHOWN = 6
NOT_ENOUGH = "not enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The row of the table macro `method_card`; its comment says what it holds.

    Times are naive UTC. Without an incident it is the row of `method_of_all`, and what
    hangs on one is empty.
    """

    as_of: datetime | None
    zone: str
    recoded_at: datetime | None
    recoded_after: bool
    settings: Mapping[str, str]
    incident: str | None = None
    from_day: date | None = None
    to_day: date | None = None
    version: str = "first"
    copies: str = "once"
    configured: int = 0
    observed: int = 0
    partly_observed: Sequence[str] = ()
    not_observed: Sequence[str] = ()
    gaps: int = 0
    visits: int = 0
    good_visits: int = 0
    archives: Sequence[Mapping[str, Any]] = ()
    archive_outlets: int = 0
    archive_queries: Sequence[str] = ()
    articles: int = 0
    with_text: int = 0
    once_in_outlet: int = 0
    once_over_all: int = 0
    first_day: date | None = None
    last_day: date | None = None
    languages: Sequence[Mapping[str, Any]] = ()
    codings: Sequence[Mapping[str, Any]] = ()
    coded_before: int = 0
    accuracy: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: the key of its words and the values that they take."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A method card: all values, for files, and the `lines` that people read."""

    values: Mapping[str, object]
    lines: tuple[tuple[Part, ...], ...]


def card_of(
    asked: Asked,
    counted: Counted,
    limits: Mapping[str, str],
    result: Result | None = None,
) -> Card:
    """Make the card of a result; without one it says nothing of cells and intervals.

    `limits` are the constants by which the query judges, as text.
    """
    withheld = None if result is None else withheld_cells(result)
    lines = [
        _counted(asked, counted),
        _window(counted),
        _outlets(counted),
        _archives(counted),
        _articles(counted),
        _asked(asked),
        _limits(limits),
        _accuracy(counted),
        _withheld(withheld),
        _intervals(result),
        _coding(counted),
        _program(asked, counted),
    ]
    values: dict[str, object] = {
        **asdict(counted),
        "limits": dict(limits),
        "cells_withheld": withheld and withheld[0],
        "cells": withheld and withheld[1],
    }
    found = (tuple(parts) for parts in lines)
    return Card(values=values, lines=tuple(parts for parts in found if parts))


def spelled(
    card: Card, words: Mapping[str, str] = ENGLISH
) -> tuple[tuple[str, str], ...]:
    """Put a card into words: label and text of each line.

    `words` as in `card_words`, in any language; values stand as they are.
    """
    return tuple(
        (
            words[parts[0].key.partition(".")[0]],
            "; ".join(
                one_line(words[part.key].format(**part.values)) for part in parts
            ),
        )
        for parts in card.lines
    )


def withheld_cells(result: Result) -> tuple[int, int] | None:
    """Count the cells that are withheld, and all that could be; None: no such column.

    Columns of support are those whose name holds that word; they say 'not enough (…)'.
    """
    places = [
        place
        for place, column in enumerate(result.columns)
        if "support" in column.name.lower()
    ]
    if not places:
        return None
    cells = [str(row[place]) for row in result.rows for place in places]
    return sum(cell.startswith(NOT_ENOUGH) for cell in cells), len(cells)


# ---------------------------------------------------------------- lines


def _counted(asked: Asked, counted: Counted) -> Iterator[Part]:
    typed = {each.name: each.value for each in asked.given}
    if asked.grain:
        yield Part("counted.grain", {"grain": asked.grain})
    for name, usual in (("version", counted.version), ("copies", counted.copies)):
        if name in typed or name in asked.left_out:
            key = f"counted.{typed.get(name, usual)}"
            if key in ENGLISH:  # a report of one's own may have other words than ours
                yield Part(key, {})


def _window(counted: Counted) -> Iterator[Part]:
    if counted.from_day is not None or counted.to_day is not None:
        days = {"from_day": shown(counted.from_day), "to_day": shown(counted.to_day)}
        yield Part("window.days", {**days, "zone": counted.zone})
    if _is_wider(counted):
        days = {
            "first_day": shown(counted.first_day),
            "last_day": shown(counted.last_day),
        }
        yield Part("window.articles", days)
    if counted.as_of is not None:
        yield Part("window.as_of", {"as_of": _local(counted.as_of, counted)})


def _is_wider(counted: Counted) -> bool:
    """Whether articles are counted that are no longer of the days of the incident."""
    if counted.first_day is None or counted.last_day is None:
        return False
    return (counted.from_day is not None and counted.first_day < counted.from_day) or (
        counted.to_day is not None and counted.last_day > counted.to_day
    )


def _outlets(counted: Counted) -> Iterator[Part]:
    if counted.incident is None:
        return
    many = {"observed": counted.observed, "configured": counted.configured}
    yield Part("outlets.observed", _words(many))
    for key in ("partly_observed", "not_observed"):
        names = getattr(counted, key)
        if names:
            yield Part(f"outlets.{key}", {"names": _names(names)})
    if not counted.visits:
        yield Part("outlets.unvisited", {})
        return
    many = {"good_visits": counted.good_visits, "visits": counted.visits}
    yield Part("outlets.visits", _words(many))
    yield Part("outlets.gaps", _words({"gaps": counted.gaps}))


def _archives(counted: Counted) -> Iterator[Part]:
    """Say what archives were asked for; nothing where none was."""
    if not counted.archives:
        return
    many = {"outlets": counted.archive_outlets, "configured": counted.configured}
    yield Part("archives.outlets", _words(many))
    for key in ("listed", "searched", "unanswered", "unfinished"):
        told = [
            f"{each['archive']} {each[key]:,}/{each['outlets']:,}"
            for each in counted.archives
            if each[key]
        ]
        if told:
            yield Part(f"archives.{key}", {"archives": ", ".join(told)})
    if counted.archive_queries:
        # single words first: those of GDELT are whole queries
        words = _names(sorted(counted.archive_queries, key=len))
        yield Part("archives.queries", {"queries": words})


def _articles(counted: Counted) -> Iterator[Part]:
    if counted.incident is None:
        return
    many = {"articles": counted.articles, "with_text": counted.with_text}
    yield Part("articles.found", _words(many))
    many = {
        "once_in_outlet": counted.once_in_outlet,
        "once_over_all": counted.once_over_all,
    }
    yield Part("articles.once", _words(many))
    if counted.languages:
        told = (f"{each['language']} {each['articles']}" for each in counted.languages)
        yield Part("articles.languages", {"languages": ", ".join(told)})


def _asked(asked: Asked) -> Iterator[Part]:
    if asked.given:
        told = (f"{each.name}={hidden(each.value)}" for each in asked.given)
        yield Part("asked.given", {"given": " ".join(told)})


def _limits(limits: Mapping[str, str]) -> Iterator[Part]:
    if limits:
        told = (f"{name} {value}" for name, value in limits.items())
        yield Part("limits.values", {"limits": ", ".join(told)})


def _accuracy(counted: Counted) -> Iterator[Part]:
    """Name each layer and language that people checked; the others together."""
    for each in counted.accuracy:
        if each["is_validated"]:
            names = ("layer", "language", "units", "precision", "recall")
            told = {name: shown(each[name]) for name in names}
            yield Part("accuracy.validated", told)
    left = [each for each in counted.accuracy if not each["is_validated"]]
    if not left:
        return
    if len(left) == len(counted.accuracy):
        languages = ", ".join(each["language"] for each in counted.languages)
        yield Part("accuracy.none", {"languages": languages})
        return
    of_layer: dict[str, list[str]] = {}
    for each in left:
        of_layer.setdefault(each["layer"], []).append(each["language"])
    told_layers = (f"{name} ({', '.join(of)})" for name, of in of_layer.items())
    yield Part("accuracy.not_validated", {"layers": ", ".join(told_layers)})


def _withheld(withheld: tuple[int, int] | None) -> Iterator[Part]:
    if withheld is not None and withheld[1]:
        many = {"withheld": withheld[0], "cells": withheld[1]}
        yield Part("withheld.cells", _words(many))


def _intervals(result: Result | None) -> Iterator[Part]:
    if result is None:
        return
    ends = [
        place
        for place, column in enumerate(result.columns)
        if column.name.endswith("_low")
    ]
    if any(row[place] is not None for row in result.rows for place in ends):
        yield Part("intervals.meaning", {})


def _coding(counted: Counted) -> Iterator[Part]:
    if counted.codings:
        first, *others = counted.codings
        parts = zip(CODING_PARTS, str(first["coding_hash"]).split("."), strict=False)
        told = ", ".join(f"{part} {_short(digest)}" for part, digest in parts)
        texts = f"{first['texts']:,}"
        yield Part("coding.most", {"hashes": told, "texts": texts})
        if others:
            hashes = _names([_short(each["coding_hash"]) for each in others])
            texts = f"{sum(each['texts'] for each in others):,}"
            yield Part("coding.others", {"hashes": hashes, "texts": texts})
    if counted.coded_before:
        yield Part("coding.before", {"coded_before": f"{counted.coded_before:,}"})
    if counted.recoded_at is not None:
        at = _local(counted.recoded_at, counted)
        yield Part("coding.recode", {"recoded_at": at})
    if counted.recoded_after:
        yield Part("coding.after", {})


def _program(asked: Asked, counted: Counted) -> Iterator[Part]:
    yield Part("program.version", {"program": asked.program})
    names = ("config_hash", "outlets_hash")
    known = {name: counted.settings.get(name, "") for name in names}
    if all(known.values()):
        told = {name: _short(digest) for name, digest in known.items()}
        yield Part("program.configuration", told)


def _words(numbers: Mapping[str, int]) -> dict[str, str]:
    return {name: f"{number:,}" for name, number in numbers.items()}


def _names(names: Sequence[str]) -> str:
    cut = list(names[:NAMES_SHOWN])
    return ", ".join(cut) + (f" +{len(names) - len(cut)}" if names[len(cut) :] else "")


def _short(digest: str) -> str:
    """Cut each of the hashes in a dotted row; words stay whole."""
    return re.sub(rf"([0-9a-f]{{{HASH_DIGITS}}})[0-9a-f]+", r"\1", digest)


def _local(at: datetime, counted: Counted) -> str:
    return f"{shown(at, ZoneInfo(counted.zone))} ({counted.zone})"
