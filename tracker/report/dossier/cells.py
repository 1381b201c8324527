"""Makers of table cells, by kind of column."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from tracker.report.dossier.declared import Column
from tracker.report.dossier.marking import marked
from tracker.report.dossier.telling import Teller
from tracker.report.dossier.values import Cell, Line
from tracker.report.html import web_address
from tracker.report.text import one_line

Record = Mapping[str, object]
Maker = Callable[[Record, Column, Teller], Cell]

# Below it a share is printed grey: measures.md, section 0, minimum support.
FEW_ARTICLES = 20
# A lag of more than two days is told in days, below it in hours.
MINUTES_OF_DAYS = 2 * 24 * 60
MINUTES_OF_HOURS = 120
# Outlets or speakers of a cell; the report names them all.
MOST_NAMES = 12
# Characters of a short text, about as many names.
LONGEST_BRIEF = 240


def cell_of(row: Record, column: Column, tell: Teller) -> Cell:
    """Make the cell of a row in a column."""
    return MAKERS[column.kind](row, column, tell)


def _plain(text: str, kind: str = "") -> Cell:
    return Cell(lines=(Line(text=text),), kind=kind)


def _unknown(tell: Teller, kind: str = "") -> Cell:
    return _plain(tell.words("unknown"), f"none {kind}".strip())


def _text(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a text of others: never a word of ours, a link only where it is sound."""
    value = row[column.source[0]]
    if value is None:
        return _unknown(tell)
    address = str(row.get(column.link) or "")
    language = row.get(column.lang)
    line = Line(
        text=one_line(str(value)),
        href=web_address(address),
        lang=str(language) if language else None,
    )
    return Cell(lines=(line,), kind="long")


def _headline(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a headline with its coded words marked, and as it is now where it differs.

    `marks` of the row are the words as they stand in it.
    """
    (line,) = _text(row, column, tell).lines
    marks = row["marks"]
    pieces = marked(line.text, marks) if isinstance(marks, list) else ()
    lines = [replace(line, pieces=pieces)]
    if row["title_now"] is not None:
        text = one_line(str(row["title_now"]))
        lines.append(replace(line, text=text, mark=tell.words("now"), href=None))
    return Cell(lines=tuple(lines), kind="long title")


def _coded(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a line for each coded word of a headline: its code, the word, its voice."""
    del column
    lines = []
    for each in _records(row["coded"]):
        code = tell.name("code", each["code"])
        voice = tell.name("voice", each["voice"])
        surface = one_line(str(each["surface"]))
        lines.append(Line(text=surface, mark=f"{code}:", note=f"({voice})"))
    return Cell(lines=tuple(lines), kind="coded")


def _records(value: object) -> list[Record]:
    return value if isinstance(value, list) else []


def _named(row: Record, column: Column, tell: Teller) -> Cell:
    value = row[column.source[0]]
    if value is None:
        return _unknown(tell)
    return _plain(tell.name(column.kind, value))


def _term(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a word of ours, such as a state, with a class of that name to draw it."""
    value = row[column.source[0]]
    if value is None:
        return _unknown(tell)
    word = one_line(str(value)).replace(" ", "-")
    return Cell(
        lines=(Line(text=tell.name(column.words, value), kind="term"),),
        kind=f"{column.words} {column.words}-{word}",
    )


def _number(row: Record, column: Column, tell: Teller) -> Cell:
    value = row[column.source[0]]
    return (
        _unknown(tell, "number")
        if value is None
        else _plain(tell.number(value), "number")
    )


def _of(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a part of a whole without a share: 20 of 21 visits."""
    part, whole = (row[name] for name in column.source)
    if part is None or not whole:
        return _unknown(tell, "number")
    return _plain(f"{tell.number(part)}/{tell.number(whole)}", "number")


def share_line(row: Record, column: Column, tell: Teller) -> Line:
    """Make k/n with the share and its interval below, or why there is none.

    `of` of the column: the count, what it is a part of, the share, and where its
    support has another name, that; its limits are named as in tracker.report.columns.
    Where it is not known of how many, the reason stands alone.
    """
    count, whole, share, *support = column.source
    text = f"{tell.number(row[count])}/{tell.number(row[whole])}"
    value = row[share]
    if value is None:
        named = support[0] if support else share.replace("share", "support")
        why = row.get(named) if named != share else None
        if row[whole] is None:
            told = tell.words("unknown") if why is None else tell.reason(why)
            return Line(text=told, kind="withheld")
        told = "" if why in (None, "enough") else tell.support(why)
        return Line(text=text, note=told, kind="withheld")
    note = tell.percent(float(str(value)))
    ends = [row.get(f"{share}{end}") for end in ("_low", "_high")]
    if None not in ends:
        low, high = (tell.percent(float(str(end))).removesuffix(" %") for end in ends)
        note = f"{note} ({low}–{high})"  # noqa: RUF001 - an interval is set so
    units = row[whole]
    kinds = ["zero"] if row[count] == 0 else []
    if isinstance(units, int) and units < FEW_ARTICLES:
        kinds.append("few")
    return Line(text=text, note=note, kind=" ".join(kinds))


def _share(row: Record, column: Column, tell: Teller) -> Cell:
    line = share_line(row, column, tell)
    mark = tell.words(column.words) if column.words else ""
    return Cell(lines=(replace(line, mark=mark),), kind="number share")


def _left_out(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a share that says what is known: left out, or only not found."""
    made = _share(row, column, tell)
    wording = row[column.source[-1]]
    if wording is None:
        return made
    mark = tell.name("left out", wording)
    return replace(made, lines=tuple(replace(line, mark=mark) for line in made.lines))


def _difference(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a difference of two shares in points, with its interval where it has one."""
    name = column.source[0]
    value, *ends = (row.get(f"{name}{end}") for end in ("", "_low", "_high"))
    if value is None:
        return _unknown(tell, "number")
    told, *limits = (
        "" if each is None else tell.points(float(str(each))) for each in (value, *ends)
    )
    note = f"({limits[0]} … {limits[1]})" if all(limits) else ""
    return Cell(lines=(Line(text=told, note=note),), kind="number share")


def _listed(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a list of outlets, speakers or voices out of one text."""
    name = column.source[0]
    if not row[name]:
        return _unknown(tell)
    names = [tell.name(column.words, each) for each in str(row[name]).split(", ")]
    if len(names) > MOST_NAMES:
        more = tell.words("more names", number=len(names) - MOST_NAMES)
        names = [*names[:MOST_NAMES], more]
    line = Line(text=", ".join(names))
    return Cell(lines=(line,), kind="long" if len(names) > 1 else "brief")


def _fact_named(row: Record, column: Column, tell: Teller) -> Cell:
    """Make the statement of a fact; without one, it is the incident itself."""
    fact, statement = (row[name] for name in column.source)
    if fact is None:
        return _plain(tell.words(column.words))
    return Cell(lines=(Line(text=one_line(str(statement or fact))),), kind="long")


def _any_voice(row: Record, column: Column, tell: Teller) -> Cell:
    """Add how often it stands in any voice, where that is more than in their own."""
    own, everywhere = (row[name] for name in column.source)
    if everywhere == own or not everywhere:
        return Cell(lines=())
    told = tell.words("own.more", number=tell.number(everywhere))
    return Cell(lines=(Line(text="", note=told),))


def _time(row: Record, column: Column, tell: Teller) -> Cell:
    value = row[column.source[0]]
    return _unknown(tell) if value is None else _plain(tell.time(value), "time")


def _interval(row: Record, column: Column, tell: Teller) -> Cell:
    """Make an interval of time on two lines; equal ends are one time, none is open."""
    low, high = (row[name] for name in column.source)
    if not isinstance(high, datetime):
        return _unknown(tell)
    if low == high:
        return _plain(tell.time(high), "time")
    start = tell.words("open") if low is None else tell.time(low)
    told = tell.words("between", low=start, high="").strip()
    return Cell(lines=(Line(text=told), Line(text=tell.time(high))), kind="time")


def _lag(row: Record, column: Column, tell: Teller) -> Cell:
    low, high = (row[name] for name in column.source)
    if low is None and high is None:
        return _unknown(tell)
    if low is None:
        told = tell.words("at most", high=_minutes(high, tell))
    elif high is None:
        told = tell.words("at least", low=_minutes(low, tell))
    elif low == high:
        told = _minutes(low, tell)
    else:
        told = tell.words("between", low=_minutes(low, tell), high=_minutes(high, tell))
    return _plain(told, "time")


def _minutes(value: object, tell: Teller) -> str:
    minutes = float(str(value))
    if minutes > MINUTES_OF_DAYS:
        return tell.words("some days", number=tell.number(round(minutes / 1440, 1)))
    if minutes > MINUTES_OF_HOURS:
        return tell.words("hours", number=tell.number(round(minutes / 60, 1)))
    return tell.words("minutes", number=tell.number(round(minutes)))


def _hours(row: Record, column: Column, tell: Teller) -> Cell:
    value = row[column.source[0]]
    if value is None:
        return _unknown(tell, "number")
    hours = round(float(str(value)), 1)
    return _plain(tell.words("hours", number=tell.number(hours)), "number")


def _ours(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a note of the program, which writes English whatever the page's language."""
    value = row[column.source[0]]
    if value is None or value == "":
        return _unknown(tell)
    return Cell(lines=(Line(text=one_line(str(value)), lang="en"),), kind="long soft")


def _our_word(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a short note of the program, which needs no room of its own."""
    return replace(_ours(row, column, tell), kind="brief soft")


# A voice is told by its place in the row of signs as well: measures.md, section 0.
SIGNS: Mapping[str, str] = {
    "voice.outlet": "●",
    "voice.attributed": "◐",
    "voice.quoted": "❝",
    "voice.scare": "≈",
    "voice.denied": "≠",
    "fact.background only": "○",
    "fact.omitted": "—",
    "fact.not found by the query": "–",  # noqa: RUF001 - shorter than an omission
    "fact.not observed": "▨",
    "fact.no coverage": "∅",
    "fact.no article in this language": "↔",
    "fact.not coded": "?",
    "fact.not yet public": "…",
}


def _fact(row: Record, column: Column, tell: Teller) -> Cell:
    """Make the voices of a covered fact, each with its sign, or its state in short."""
    state, modes = (row[name] for name in column.source)
    if state != "covered":
        told = tell.words.known(f"fact.short.{state}") or tell.words(f"fact.{state}")
        line = Line(text=told, mark=SIGNS.get(f"fact.{state}", ""), kind="state")
        return Cell(lines=(line,), kind="fact")
    lines = [
        Line(text=tell.name("voice", voice), mark=SIGNS.get(f"voice.{voice}", "○"))
        for voice in str(modes).split(", ")
    ]
    return Cell(lines=tuple(lines), kind="fact")


def _unknowns(row: Record, column: Column, tell: Teller) -> Cell:
    """Make the counts of what is not known, each with its reason; none is a dash."""
    lines = [
        Line(text=tell.number(row[name]), note=tell.words(f"head.{name}").lower())
        for name in column.source
        if row[name]
    ]
    return Cell(lines=tuple(lines)) if lines else _unknown(tell)


def _brief(row: Record, column: Column, tell: Teller) -> Cell:
    """Make a short text of others, which needs no room of its own."""
    (line,) = _text(row, column, tell).lines
    text = line.text
    if len(text) > LONGEST_BRIEF:
        text = f"{text[:LONGEST_BRIEF].rpartition(' ')[0]} …"
    return Cell(lines=(replace(line, text=text),), kind="brief")


MAKERS: Mapping[str, Maker] = {
    "text": _text,
    "brief": _brief,
    "unknowns": _unknowns,
    "headline": _headline,
    "coded": _coded,
    "outlet": _named,
    "actor": _named,
    "speaker": _named,
    "code": _named,
    "term": _term,
    "number": _number,
    "of": _of,
    "share": _share,
    "left_out": _left_out,
    "difference": _difference,
    "listed": _listed,
    "fact_named": _fact_named,
    "any_voice": _any_voice,
    "time": _time,
    "interval": _interval,
    "lag": _lag,
    "hours": _hours,
    "ours": _ours,
    "our_word": _our_word,
    "fact": _fact,
}
