"""Every count can be traced: evidence lists as many articles or other units."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import duckdb
import pytest

from tests.queries.conftest import without_floors
from tests.queries.varied import varied_corpus
from tracker.db.migrate import migrate
from tracker.db.queries import Report, reports

Db = duckdb.DuckDBPyConnection
Row = Mapping[str, Any]
REPORTS = {report.name: report for report in reports(None)}

NOUN = ("event_noun", "place")
LABEL = ("actor", "label")
WORD = ("term", "language")
TITLES = {"layer": "actor", "place": "title"}
COVERED = ("outlet", "quoted", "attributed", "denied", "scare")
# How the keys of a report are called in evidence.
KEY_OF = dict.fromkeys(("label", "event_noun", "fact", "speaker", "term"), "code")


def articles(rows: Iterable[Row]) -> int:
    return len({row["article_id"] for row in rows} - {None})


def outlets(rows: Iterable[Row]) -> int:
    return len({row["outlet"] for row in rows})


def covering(rows: Iterable[Row]) -> int:
    return outlets(row for row in rows if row["voice"] in COVERED)


def denying(rows: Iterable[Row]) -> int:
    told: dict[str, set[str]] = {}
    for row in rows:
        if row["voice"] in COVERED:
            told.setdefault(row["outlet"], set()).add(row["voice"])
    return sum(voices == {"denied"} for voices in told.values())


def quoted(rows: Iterable[Row]) -> int:
    return sum(row["voice"] == "quoted" for row in rows)


class Trace(NamedTuple):
    """A count, the words and keys that list what is behind it, and what is counted."""

    report: str
    column: str
    fixed: Row
    keys: tuple[str, ...] = ()
    voice: str | None = None
    counted: Callable[[Iterable[Row]], int] = articles


TRACED = [
    Trace("labels", "articles", {"layer": "actor"}, ("actor",)),
    Trace("labels", "in_any_voice", {"layer": "label"}, LABEL),
    Trace("labels", "labelled", {"layer": "label"}, LABEL, "outlet"),
    Trace("labels", "uses", {"layer": "label"}, LABEL, None, len),
    Trace("labels", "own_uses", {"layer": "label"}, LABEL, "outlet", len),
    Trace("labelling", "articles", {"layer": "actor"}, ("actor",)),
    Trace("labelling", "mentions", {"layer": "actor"}, ("actor",), None, len),
    Trace("labelling", "labelled_articles", {"layer": "label"}, ("actor",)),
    Trace("prominence", "naming_articles", {"layer": "actor"}, ("actor",)),
    Trace("prominence", "naming_titles", TITLES, ("actor",)),
    Trace("event_nouns", "articles", {"layer": "article"}),
    Trace("event_nouns", "using_it", {"layer": "event_noun"}, NOUN, "outlet"),
    Trace("event_nouns", "in_any_voice", {"layer": "event_noun"}, NOUN),
    Trace("facts", "outlet_articles", {"layer": "coverage"}),
    Trace("facts", "articles", {"layer": "fact"}, ("fact",)),
    Trace("omissions", "articles", {"layer": "fact"}, ("fact",)),
    Trace("omissions", "covered", {"layer": "fact"}, ("fact",), None, covering),
    Trace("omissions", "only_denied", {"layer": "fact"}, ("fact",), None, denying),
    Trace("coverage", "articles", {"layer": "coverage"}),
    Trace("first_report", "articles", {"layer": "coverage"}),
    Trace("volume", "articles", {"layer": "article"}, ("copies",)),
    Trace("voices", "articles", {"layer": "article"}),
    Trace("voices", "speaking", {"layer": "quote"}, ("speaker",)),
    Trace("voices", "statements", {"layer": "quote"}, ("speaker",), None, len),
    Trace("voices", "direct", {"layer": "quote"}, ("speaker",), None, quoted),
    Trace("voices", "sourced_articles", {"layer": "quote"}),
    Trace("sourcing", "articles", {"layer": "article"}),
    Trace("sourcing", "statements", {"layer": "quote"}, (), None, len),
    Trace("distinctive_words", "articles", {"layer": "word"}, WORD),
]

OF_OUTLETS = "outlets, by their rows and states in the report facts"
OF_FACTS = "facts, by their states in the report facts"
OF_FIRST = "of the articles listed with layer=quote, those in which it stands first"
OF_VERBS = "of the statements listed with layer=quote, by their verbs"
OF_TEXTS = "sums of the texts listed with layer=article"
OF_WORDS = "all words of the texts that count, not one"
# Counts that are no number of rows or articles of evidence, and what they are instead.
NOT_TRACED = {
    ("labelling", "labelled"): "mentions; of the labels listed two may be of one",
    ("labelling", "labelled_own"): "mentions; of the labels listed two may be of one",
    ("labelling", "label_families"): "of the codebook, not of texts",
    **dict.fromkeys(
        ((each, "unsearched") for each in ("labels", "labelling", "event_nouns")),
        "of the articles listed, those in a language without words for it",
    ),
    ("prominence", "earlier_articles"): "of other incidents too",
    ("facts", "facts_covered"): OF_FACTS,
    ("facts", "facts_own_voice"): OF_FACTS,
    ("facts", "facts_undecided"): OF_FACTS,
    ("facts", "facts"): "of the list, not of texts",
    **dict.fromkeys(
        (
            ("omissions", column)
            for column in (
                *("left_out", "n", "background_only", "omitted", "not_observed"),
                *("other_language", "no_coverage", "not_coded", "not_yet_public"),
                "searched",
            )
        ),
        OF_OUTLETS,
    ),
    **dict.fromkeys(
        (
            ("blind_spots", column)
            for column in ("covered", "n", "other_covered", "other_n", "searched")
        ),
        OF_OUTLETS,
    ),
    **dict.fromkeys(
        (
            ("fact_similarity", column)
            for column in (
                *("in_both", "in_either", "facts_undecided"),
                *("outlet_facts", "other_facts", "facts"),
            )
        ),
        OF_FACTS,
    ),
    ("volume", "words"): OF_TEXTS,
    (
        "volume",
        "found_in_feeds",
    ): "of the articles listed, those in the ledger by a feed",
    ("volume", "items_seen"): "addresses of the ledger, also on other matters",
    ("volume", "contributed"): "of the articles listed, those that were the first copy",
    ("volume", "contributed_by_all"): "the sum of contributed",
    ("voices", "words"): "words of the statements listed with layer=quote",
    ("voices", "attributed_words"): "words of the statements listed with layer=quote",
    ("voices", "first_in"): OF_FIRST,
    ("voices", "claims"): OF_VERBS,
    ("voices", "verbs"): OF_VERBS,
    ("sourcing", "anonymous"): OF_VERBS,
    ("sourcing", "unsourced"): "articles less those listed with layer=quote",
    ("sourcing", "two_sided"): "articles listed both for one and for other",
    ("sourcing", "first_one"): OF_FIRST,
    ("sourcing", "first_other"): OF_FIRST,
    ("sourcing", "claims_one"): OF_VERBS,
    ("sourcing", "verbs_one"): OF_VERBS,
    ("sourcing", "claims_other"): OF_VERBS,
    ("sourcing", "verbs_other"): OF_VERBS,
    ("shared_quotes", "words"): "words of the quotation of the row",
    ("shared_quotes", "words_of_longest"): "words of a quotation",
    ("shared_quotes", "outlets"): "outlets of the utterance, whatever is asked for",
    ("shared_quotes", "texts"): "texts of the utterance, whatever is asked for",
    ("revisions", "words_added"): "words of the text of the row",
    ("revisions", "words_added_since_first"): "words of the text of the row",
    ("value_conflicts", "conflicts"): "outlets, by their rows in this report",
    ("distinctive_words", "uses"): "evidence lists the first use in each article",
    ("distinctive_words", "uses_elsewhere"): "evidence lists the first use in each",
    ("distinctive_words", "articles_elsewhere"): "articles of the other outlets",
    ("distinctive_words", "tested"): OF_WORDS,
    ("distinctive_words", "outlet_articles"): OF_WORDS,
    ("distinctive_words", "articles_of_others"): OF_WORDS,
    ("distinctive_words", "outlet_words"): OF_WORDS,
    ("distinctive_words", "words_of_others"): OF_WORDS,
    ("distinctive_words", "words_compared"): OF_WORDS,
}
# Traced by tests of their own, below.
OF_NUMBERS = {("value_conflicts", "articles"), ("value_conflicts", "uses")}
# Reports of which a row is what evidence lists, and what names it there.
LISTING = {
    "headlines": ({"layer": "article"}, ("article_id", "version")),
    "revisions": ({"layer": "revision"}, ("article_id", "version")),
    "shared_quotes": (
        {"layer": "utterance"},
        ("utterance", "article_id", "version", "field", "start_char"),
    ),
}
LIMITS: list[Row] = [
    {},
    {"copies": "all"},
    {"version": "latest"},
    {"language": "en"},
    {"since": "2026-03-04", "until": "2026-03-05"},
    {"as_of": "2026-03-04 12:00"},
]
EACH_LIMIT = pytest.mark.parametrize("limits", LIMITS, ids=str)


@pytest.fixture(scope="module")
def varied(fill: Callable[..., None]) -> Iterator[Db]:
    """The varied corpus, in a database in which one unit is enough."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection)
        without_floors(connection)
        fill(connection, varied_corpus())
        yield connection


def taken(report: Report, params: Row) -> Row:
    takes = {param.name for param in report.params}
    return {name: value for name, value in params.items() if name in takes}


def rows_of(db: Db, name: str, params: Row) -> list[dict[str, Any]]:
    report = REPORTS[name]
    values = dict.fromkeys(param.name for param in report.params) | taken(
        report, {"incident": "durres_fair", **params}
    )
    answer = db.execute(report.sql, values)
    names = [name for name, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


class Evidence:
    """What evidence lists for keys, each asked once; outlets are told apart here."""

    def __init__(self, db: Db) -> None:
        self._ask = partial(rows_of, db, "evidence")
        self._found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}

    def __call__(self, outlet: str | None, params: Row) -> list[dict[str, Any]]:
        key = tuple(sorted(params.items()))
        if key not in self._found:
            self._found[key] = self._ask(params)
        rows = self._found[key]
        return [row for row in rows if outlet in {None, row["outlet"]}]


@EACH_LIMIT
def test_a_count_is_the_number_of_units_that_evidence_lists(
    varied: Db, limits: Row
) -> None:
    evidence = Evidence(varied)
    found = {
        name: rows_of(varied, name, limits)
        for name in sorted({each.report for each in TRACED})
    }
    compared: list[Trace] = []
    for trace in TRACED:
        shared = taken(REPORTS[trace.report], limits)
        voice = {"voice": trace.voice} if trace.voice else {}
        for row in found[trace.report]:
            if row[trace.column] is None:
                continue  # a row that only says why there are no numbers
            keyed = {KEY_OF.get(key, key): row[key] for key in trace.keys}
            listed = evidence(row.get("outlet"), trace.fixed | shared | keyed | voice)
            assert trace.counted(listed) == row[trace.column], (trace, row)
            if row[trace.column] and trace not in compared:
                compared.append(trace)
    if not limits:
        assert compared == TRACED, "of these every number is 0 in this corpus"


@EACH_LIMIT
@pytest.mark.parametrize("name", LISTING)
def test_rows_are_those_that_evidence_lists(varied: Db, name: str, limits: Row) -> None:
    fixed, columns = LISTING[name]
    shared = taken(REPORTS[name], limits)
    rows = rows_of(varied, name, shared)
    listed = rows_of(varied, "evidence", shared | fixed)
    named = [tuple(row[column] for column in columns) for row in rows]
    as_listed = ["code" if column == "utterance" else column for column in columns]
    assert sorted(named) == sorted(
        tuple(row[column] for column in as_listed) for row in listed
    )
    assert named or limits


@EACH_LIMIT
def test_a_pair_of_copies_is_listed_with_either_article(
    varied: Db, limits: Row
) -> None:
    shared = taken(REPORTS["copies"], limits)
    pairs = [
        (row["article_a"], row["article_b"])
        for row in rows_of(varied, "copies", shared)
    ]
    listed = rows_of(varied, "evidence", shared | {"layer": "copy"})
    assert sorted((row["article_id"], row["code"]) for row in listed) == sorted(
        [*pairs, *((b, a) for a, b in pairs)]
    )
    assert pairs or limits


@EACH_LIMIT
def test_a_number_is_printed_as_often_as_evidence_lists_it(
    varied: Db, limits: Row
) -> None:
    # A quantity and what is counted are one fact in this corpus, a number one interval.
    shared = taken(REPORTS["value_conflicts"], limits)
    rows = rows_of(varied, "value_conflicts", shared)
    for row in rows:
        listed = [
            each
            for fact in row["facts"].split(", ")
            for each in rows_of(
                varied, "evidence", shared | {"layer": "figure", "code": fact}
            )
            if (each["outlet"], each["surface"]) == (row["outlet"], row["surfaces"])
            and each["voice"] != "background"
        ]
        assert (articles(listed), len(listed)) == (row["articles"], row["uses"])
    assert rows or limits


def test_every_count_is_traced_or_it_is_said_why_not() -> None:
    counts = {
        (report.name, column.name)
        for report in REPORTS.values()
        if "incident" in {param.name for param in report.params}
        for column in report.columns
        if column.type in {"bigint", "hugeint"} and column.name != "coded_before"
    }
    traced = {(trace.report, trace.column) for trace in TRACED} | OF_NUMBERS
    assert traced & NOT_TRACED.keys() == set()
    assert counts - traced - NOT_TRACED.keys() == set()
    assert (traced | NOT_TRACED.keys()) - counts == set()
