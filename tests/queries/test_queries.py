"""Four laws that every query file must keep, present and future."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from configparser import ConfigParser
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.queries.varied import varied_corpus
from tracker.db.connection import opened
from tracker.db.migrate import migrate
from tracker.db.queries import Report, checks, reports

HERE = Path(__file__).parent
REPORTS = reports(None)
CHECKS = checks()
FILES = (*REPORTS, *CHECKS)
REPOSITORY = HERE.parents[1]
Case = Mapping[str, Any]

# Text that any of these parameters takes as something else than a value to look for.
WORDS = {"first", "latest", "once", "all", "title", "lead", "text"}
WORDS |= {"article", "coverage", "poll", "kind", "country"}
STEERING = {"version", "copies", "place", "by"}
# Outlets are listed there whatever was found, so that a zero can be read.
LISTED_WITH_ZERO = {("volume", "language"), ("coverage", "language")}
LISTED_WITH_ZERO |= {("distinctive_words", "against")}
LISTED_WITH_ZERO |= {("facts", "language"), ("first_report", "language")}
LISTED_WITH_ZERO |= {("omissions", "language")}


def case_file(report: Report) -> Path:
    folder = HERE / "checks" if report in CHECKS else HERE
    return folder / f"{report.name}.yaml"


def cases(report: Report) -> dict[str, Case]:
    path = case_file(report)
    if not path.is_file():
        return {}
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def values_of(report: Report, params: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(params)
    values = {param.name: given.pop(param.name, None) for param in report.params}
    assert not given, f"no such parameter: {given}"
    return values


def rows_of(
    db: duckdb.DuckDBPyConnection, report: Report, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    answer = db.execute(report.sql, values_of(report, params))
    names = [name for name, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def like(expected: Any, actual: Any) -> Any:
    """Bring a value of a case file to the type of the column it is compared with."""
    if isinstance(expected, int | float) and isinstance(actual, float):
        return pytest.approx(expected, abs=1e-4)
    if expected is None or isinstance(actual, int | float | None):
        return expected
    return str(expected) if not hasattr(actual, "minute") else _minute(expected)


def _minute(expected: Any) -> Any:
    return duckdb.execute("select $t::timestamp", {"t": str(expected)}).fetchone()[0]


ALL_FILES = pytest.mark.parametrize("report", FILES, ids=lambda each: each.name)
ALL_REPORTS = pytest.mark.parametrize("report", REPORTS, ids=lambda each: each.name)
ALL_CASES = pytest.mark.parametrize(
    ("report", "case"),
    [
        pytest.param(report, case, id=f"{report.name}-{name}")
        for report in FILES
        for name, case in cases(report).items()
    ],
)


@ALL_FILES
def test_the_header_tells_the_truth(
    db: duckdb.DuckDBPyConnection, report: Report
) -> None:
    statements = db.extract_statements(report.sql)
    assert [each.type for each in statements] == [duckdb.StatementType.SELECT]
    assert statements[0].named_parameters == {param.name for param in report.params}
    answer = db.execute(report.sql, {param.name: None for param in report.params})
    found = [(name, str(kind).lower()) for name, kind, *_ in answer.description]
    assert found == [(column.name, column.type) for column in report.columns]


# A person reads from the left: keys, then what was found, and ids last.
STARTS = {
    "distinctive_words": "outlet against language term uses uses_elsewhere articles",
    "evidence": "outlet published_at layer code voice surface sentence attributed_to "
    "actor url article_id version field paragraph start_char end_char",
    "event_nouns": "outlet event_noun place articles using_it share share_low "
    "share_high support",
    "blind_spots": "fact outlets other_outlets blind_spot covered n share",
    "fact_similarity": "outlet other_outlet in_both in_either jaccard support",
    "facts": "outlet fact state modes articles attributed_to statement",
    "omissions": "fact left_out wording n omission_rate",
    "value_conflicts": "quantity referent outlet surfaces conflicts_with",
    "revisions": "outlet previous_check_at seen_at touches title_before title_after",
    "shared_quotes": "utterance outlet published_from_at published_to_at text how",
    "sourcing": "outlet one other articles statements anonymous anonymous_share",
    "voices": "outlet speaker articles speaking share share_low share_high support "
    "words attributed_words source_share",
    "headlines": "outlet published_from_at published_to_at title title_now role labels "
    "event_nouns",
    "labelling": "outlet actor articles mentions labelled labelling_rate "
    "labelling_rate_low labelling_rate_high support",
    "labels": "outlet actor label articles labelled share share_low share_high support",
    "prominence": "outlet actor published_from_at published_to_at title known in_title",
    "outages": "outlet kind from_at to_at hours visits proved detail",
}


@pytest.mark.parametrize("name", STARTS)
def test_the_keys_and_the_main_figures_stand_first(name: str) -> None:
    report = next(each for each in REPORTS if each.name == name)
    columns = " ".join(column.name for column in report.columns)
    assert columns.startswith(STARTS[name])


@ALL_FILES
def test_every_file_has_a_case_that_returns_a_row(report: Report) -> None:
    assert any(case["expect"] for case in cases(report).values()), case_file(report)


def test_every_case_file_has_its_query() -> None:
    known = {case_file(report) for report in FILES}
    assert set(HERE.rglob("*.yaml")) == known


@ALL_CASES
def test_each_case_holds(
    db: duckdb.DuckDBPyConnection, fill: Callable[..., None], report: Report, case: Case
) -> None:
    fill(db, case["given"])
    found = rows_of(db, report, case.get("params", {}))
    assert len(found) == len(case["expect"]), found
    for row, expected in zip(found, case["expect"], strict=True):
        wanted = {name: like(value, row[name]) for name, value in expected.items()}
        assert {name: row[name] for name in expected} == wanted


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.name)
def test_a_check_finds_nothing_in_good_data(
    db: duckdb.DuckDBPyConnection, fill: Callable[..., None], check: Report
) -> None:
    case = cases(next(each for each in REPORTS if each.name == "evidence"))
    fill(db, case["a_sentence_is_cut_out_by_its_offsets"]["given"])
    fill(
        db,
        {
            "settings": [],
            "incidents": [],
            "outlets": [],
            "articles": [{"article_id": "a9"}, {"article_id": "a8"}],
            "annotations": [
                {"article_id": "a9", "actor": "shembulli"},
                {"article_id": "a1", "day": "2026-03-03", "actor": "shembulli"}
                | {"start_char": 27, "end_char": 34, "surface": "Shoqata"}
                | {"sentence_start": 27, "sentence_end": 51},
            ],
            "pages": [{"url": "u1", "outlet": "a", "article_id": "a9"}],
            "polls": [{"feed_url": "f", "outlet": "a"}],
            "feeds": [{"feed_url": "f", "outlet": "a"}],
            "copy_pairs": [{"article_a": "a8", "article_b": "a9"}],
        },
    )
    assert rows_of(db, check, {}) == []


TRUE_VALUES = {
    "incident": "durres_fair",
    "actor": "shembulli",
    "outlet": "a",
    "language": "sq",
    "layer": "label",
    "code": "affirming",
    "voice": "outlet",
    "one": "police",
    "other": "shembulli",
}
FULL = {
    "tokens": [{"article_id": "a1", "term": "fjala"}],
    "feeds": [{"feed_url": "f", "outlet": "a"}],
    "polls": [
        {
            "feed_url": "f",
            "outlet": "a",
            "polled_at": "2026-03-03 09:00",
            "outcome": "failed",
        }
    ],
    "outlets": [
        {"outlet": "a", "kind": "portal"},
        {"outlet": "b", "kind": "television"},
    ],
    "facts": [{"fact": "f1"}],
    "articles": [
        {"article_id": "a1", "versions": 2},
        {"article_id": "b1", "outlet": "b"},
    ],
    "versions": [
        {"article_id": "a1", "version": 1},
        {"article_id": "a1", "version": 2, "body": "Një tjetër."},
        {"article_id": "b1", "version": 1},
    ],
    "quotes": [
        {"article_id": "a1", "direct": True, "utterance": "u1"},
        {"article_id": "a1", "quote": 2, "speaker": "shembulli"},
        {"article_id": "b1", "direct": True, "utterance": "u1"},
    ],
    "figures": [{"article_id": "a1"}],
    "copy_pairs": [{"article_a": "a1", "article_b": "b1"}],
    "codebook": [
        {"layer": "label", "actor": "shembulli", "code": "affirming"},
        {"layer": "event_noun", "incident": "durres_fair", "code": "check"},
    ],
    "annotations": [
        {"article_id": "a1", "actor": "shembulli"},
        {
            "article_id": "a1",
            "layer": "label",
            "actor": "shembulli",
            "code": "affirming",
        },
        {"article_id": "a1", "layer": "event_noun", "code": "check"},
        {"article_id": "a1", "layer": "fact", "code": "f1"},
        {"article_id": "b1", "layer": "fact", "code": "f1"},
    ],
}


# A feed that failed, for what says when one was out.
WATCHED = ("feeds", "polls")


@pytest.fixture(scope="module")
def full(fill: Callable[..., None]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection)
        fill(connection, FULL)
        yield connection


@pytest.fixture(scope="module")
def with_true_values(
    full: duckdb.DuckDBPyConnection,
) -> Callable[[str], tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Run a report on values that are there, once for all of its parameters."""

    @cache
    def run(name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        report = next(each for each in REPORTS if each.name == name)
        takes = {param.name for param in report.params}
        params = {each: TRUE_VALUES[each] for each in takes & TRUE_VALUES.keys()}
        return params, rows_of(full, report, params)

    return run


@pytest.mark.parametrize(
    ("report", "name"),
    [
        pytest.param(report, param.name, id=f"{report.name}-{param.name}")
        for report in REPORTS
        for param in report.params
        if param.type == "varchar"
    ],
)
@settings(max_examples=1, deadline=None)
@given(text=st.text())
@example(text="%")
@example(text="x' or 1=1; drop table articles; --")
def test_a_parameter_is_only_ever_a_value(
    full: duckdb.DuckDBPyConnection,
    with_true_values: Callable[[str], tuple[dict[str, Any], list[dict[str, Any]]]],
    report: Report,
    name: str,
    text: str,
) -> None:
    params, before = with_true_values(report.name)
    assert before
    if text not in {*TRUE_VALUES.values(), *WORDS}:
        found = rows_of(full, report, params | {name: text})
        if (report.name, name) == ("volume", "copies"):
            assert found == []  # there it chooses rows
        elif name in STEERING:
            assert found == before
        elif (report.name, name) in LISTED_WITH_ZERO:
            assert not any(row["articles"] for row in found)
        elif report.name == "evidence" and name not in {"incident", "outlet"}:
            assert not any(row["article_id"] for row in found)
        else:
            assert found == []


def test_a_share_covers_its_fraction_and_its_floor(
    db: duckdb.DuckDBPyConnection, fill: Callable[..., None]
) -> None:
    fill(db, varied_corpus())
    labels = next(report for report in REPORTS if report.name == "labels")
    rows = rows_of(db, labels, {"incident": "durres_fair"})
    enough = [row for row in rows if row["articles"] >= 5]
    assert enough
    assert all(row["share"] is None for row in rows if row not in enough)
    for row in enough:
        assert row["support"] == "enough"
        assert row["share"] == row["labelled"] / row["articles"]
        assert row["share_low"] <= row["share"] <= row["share_high"]


@pytest.fixture(scope="module")
def sample_file(
    tmp_path_factory: pytest.TempPathFactory, fill: Callable[..., None]
) -> Path:
    path = tmp_path_factory.mktemp("shell") / "coverage.duckdb"
    with opened(path, read_only=False, wait=lambda _: None) as connection:
        migrate(connection)
        fill(connection, varied_corpus() | {each: FULL[each] for each in WATCHED})
    return path


@pytest.fixture(scope="module")
def shell() -> str:
    beside = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("duckdb")
    if found is None:
        pytest.skip("the duckdb command line is not installed")
    return found


@ALL_FILES
def test_every_file_runs_in_the_duckdb_shell(
    shell: str, sample_file: Path, report: Report
) -> None:
    named = ", ".join(
        f"{param.name} := {'null' if param.optional else repr('durres_fair')}"
        for param in report.params
    )
    call = f"execute q({named});" if named else "execute q;"
    done = subprocess.run(
        [shell, "-readonly", "-csv", "-noheader", str(sample_file)],
        input=f"prepare q as {report.sql.rstrip()};\n{call}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    if report in REPORTS:
        assert done.stdout


def test_sqlfluff_knows_every_parameter() -> None:
    config = ConfigParser()
    config.read(REPOSITORY / ".sqlfluff", encoding="utf-8")
    known = set(config["sqlfluff:templater:placeholder"]) - {"param_style"}
    assert known == {param.name for report in FILES for param in report.params}


@ALL_FILES
def test_the_sql_keeps_to_the_house_habits(report: Report) -> None:
    code = re.sub(r"--[^\n]*", "", report.sql)
    assert not re.search(r"select \*|group by \d|order by \d", code)
    assert code == code.lower() or re.search(r"'[^']*[A-Z]", code)
