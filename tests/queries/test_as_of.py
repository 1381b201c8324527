"""A report as of a time says what was known then: the law of every report."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.queries.conftest import without_floors
from tests.queries.varied import varied_corpus
from tracker.db.migrate import migrate
from tracker.db.queries import WORDS_OF, Report, reports

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Params = Mapping[str, Any]

REPORTS = reports(None)
DATED = [
    report for report in REPORTS if "as_of" in {param.name for param in report.params}
]
# While texts are found, between two versions of one, and after the incident, when only
# texts are changed.
TIMES = ["2026-03-04 09:30", "2026-03-09 00:00"]
AFTERWARDS = "2026-03-24 00:00"
LONG_AFTER = "2100-01-01 00:00"
# In whose rows stands a time of the present: until when visits go, what is due next.
OF_NOW = {"outlet_health", "outages"}

SEEN_AT = {
    "polls": "polled_at",
    "dates": "seen_at",
    "codings": "coded_at",
    "runs": "started_at",
    "pages": "first_seen_at",
    "articles": "first_seen_at",
    "versions": "seen_at",
}
KNOWN = "(select article_id from articles)"


def rows_of(db: Db, report: Report, params: Params) -> list[dict[str, Any]]:
    values = {param.name: params.get(param.name) for param in report.params}
    answer = db.execute(report.sql, values)
    names = [name for name, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def variants(report: Report) -> list[Params]:
    """Ways to ask, one for each word that changes what is looked at."""
    takes = {param.name for param in report.params}
    given = {
        param.name: value
        for param in report.params
        if not param.optional
        for value in [{"incident": "durres_fair", "actor": "shembulli"}[param.name]]
    }
    ways: list[Params] = [given]
    if "layer" in takes:
        ways.extend(given | {"layer": layer} for layer in WORDS_OF["layer"])
    others = {"version": "latest", "copies": "all"}
    if takes & others.keys():
        ways.append(given | {key: others[key] for key in others if key in takes})
    return ways


def forget(db: Db, as_of: str) -> None:
    """Take out of the database what came to be known after a time.

    Assignments, copies, machine codes and their accuracy are those of the newest recode
    and stay, but for what is not there any more. The ledger has the last outcome only:
    what was fetched later and is of no text known then was not read.
    """
    later = {"as_of": as_of}
    for table, column in SEEN_AT.items():
        db.execute(f"delete from {table} where {column} > $as_of", later)  # noqa: S608 - names above
    db.execute(
        "delete from articles where article_id not in"
        " (select article_id from versions where version = 1)"
    )
    db.execute(f"delete from versions where article_id not in {KNOWN}")  # noqa: S608 - constants above
    of_texts = db.sql(
        "select table_name, list(column_name) as columns from duckdb_columns()"
        " where table_name in (select table_name from duckdb_tables())"
        " and table_name not in ('pages', 'articles', 'versions')"
        " group by table_name having list_contains(columns, 'article_id')"
    ).fetchall()
    for table, columns in of_texts:
        db.execute(f"delete from {table} where article_id not in {KNOWN}")  # noqa: S608 - our tables
        if "version" in columns:
            db.execute(
                f"delete from {table} where (article_id, version) not in"  # noqa: S608 - our tables
                " (select (article_id, version) from versions)"
            )
    db.execute(
        f"delete from copy_pairs where article_a not in {KNOWN}"  # noqa: S608 - constants above
        f" or article_b not in {KNOWN}"
    )
    db.execute(
        "update pages set outcome = 'pending', checked_at = null, article_id = null"  # noqa: S608 - constants above
        f" where checked_at > $as_of and coalesce(article_id not in {KNOWN}, true)",
        later,
    )
    db.execute(
        "update versions set latest = versions.version = newest.version"
        " from (select article_id, max(version) as version from versions group by all)"
        " as newest where versions.article_id = newest.article_id"
    )
    db.execute(
        "update articles set title = versions.title, versions = versions.version"
        " from versions where articles.article_id = versions.article_id and latest"
    )
    db.execute("update feeds set failures = 77, last_success_at = null")
    forget_answers(db, later)


def forget_answers(db: Db, later: Mapping[str, str]) -> None:
    """Open the questions to archives again that were answered later.

    Those of an archive that had answered nothing of its outlet were not asked yet.
    """
    answers = "select 1 from polls where polls.via = searches.via"
    db.execute(
        "delete from searches where not exists"  # noqa: S608 - constants above
        f" ({answers} and polls.outlet = searches.outlet and polled_at <= $as_of)",
        later,
    )
    db.execute(
        f"update searches set outcome = 'open' where not exists"  # noqa: S608 - constants above
        f" ({answers} and polls.feed_url = searches.address"
        " and polls.outcome = searches.outcome)"
    )


def test_every_report_on_an_incident_can_be_asked_as_of_a_time() -> None:
    of_incidents = [
        report
        for report in REPORTS
        if "incident" in {param.name for param in report.params}
    ]
    assert [report.name for report in of_incidents if report not in DATED] == []


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory, fill: Fill) -> Path:
    """A database of the varied corpus in which one unit is enough."""
    path = tmp_path_factory.mktemp("as_of") / "full.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection)
        without_floors(connection)
        fill(connection, varied_corpus())
    return path


@pytest.fixture(scope="module")
def full(full_file: Path) -> Iterator[Db]:
    with duckdb.connect(full_file) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


@pytest.fixture(scope="module", params=[*TIMES, AFTERWARDS])
def as_of(request: pytest.FixtureRequest) -> str:
    time: str = request.param
    return time


@pytest.fixture(scope="module")
def known(full_file: Path, as_of: str) -> Iterator[Db]:
    """The same database, to which only what was known then has been written."""
    path = full_file.with_name(f"{as_of[:10]}.duckdb")
    shutil.copy(full_file, path)
    with duckdb.connect(path) as connection:
        connection.execute("set TimeZone = 'UTC'")
        forget(connection, as_of)
        yield connection


@pytest.mark.parametrize("report", DATED, ids=lambda each: each.name)
def test_a_report_as_of_a_time_is_that_of_what_was_known_then(
    full: Db, known: Db, as_of: str, report: Report
) -> None:
    for way in variants(report):
        then = rows_of(full, report, way | {"as_of": as_of})
        assert then == rows_of(known, report, way | {"as_of": as_of}), way
        if as_of == AFTERWARDS and report.name not in OF_NOW:
            assert then == rows_of(known, report, way), way


@pytest.mark.parametrize("report", DATED, ids=lambda each: each.name)
def test_a_time_after_everything_changes_nothing(full: Db, report: Report) -> None:
    differs = False
    for way in variants(report):
        now = rows_of(full, report, way)
        if report.name not in OF_NOW:
            assert rows_of(full, report, way | {"as_of": LONG_AFTER}) == now, way
        differs |= rows_of(full, report, way | {"as_of": TIMES[0]}) != now
    assert differs, "this corpus cannot show that as_of is looked at"
