import re
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker
from tracker.db import query_files
from tracker.db.migrate import migrate
from tracker.db.queries import (
    Column,
    Report,
    bind,
    checks,
    find,
    folders,
    load,
    names,
    reports,
    run,
    run_sql,
    shipped,
    with_zone,
)
from tracker.errors import ReportError

HEADER = """\
-- purpose: What is asked,
-- purpose: over two lines.
-- grain: one row per outlet
-- param incident varchar: incident id
-- param since date?: first day
-- param as_of timestamp?: known then
-- param least double?: smallest share
-- param most integer?: how many rows
-- param test boolean?: with a test
-- column outlet varchar: outlet id
-- column n bigint: how many
-- example: tracker report mine incident=durres_fair
"""
SQL = """\
select
    $incident as outlet,
    count(*) as n
from range(3)
where
    $since::date is null
    and $as_of::timestamp is null
    and $least::double is null
    and $most::integer is null
    and $test::boolean is null
"""


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return load(written(tmp_path, HEADER + SQL))


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection)
        connection.execute("insert into incidents (incident) values ('durres_fair')")
        connection.execute(
            "insert into outlets (outlet) select 'outlet-' || n from range(30) as t (n)"
        )
        yield connection


def written(folder: Path, text: str, name: str = "mine.sql") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- find and load


def test_a_header_is_read_in_full(report: Report) -> None:
    assert report.name == "mine"
    assert report.purpose == "What is asked, over two lines."
    assert report.grain == "one row per outlet"
    assert report.example == "tracker report mine incident=durres_fair"
    assert [(each.name, each.type, each.optional) for each in report.params] == [
        ("incident", "varchar", False),
        ("since", "date", True),
        ("as_of", "timestamp", True),
        ("least", "double", True),
        ("most", "integer", True),
        ("test", "boolean", True),
    ]
    assert report.columns[0] == Column(name="outlet", type="varchar", text="outlet id")
    assert report.sql == HEADER + SQL
    assert not report.own


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("-- grain: one", "-- grian: one", 3, "not a line of a header"),
        ("-- grain: one row per outlet", "-- grain:", 3, "not a line of a header"),
        ("-- grain: one row per outlet", "--", 3, "not a line of a header"),
        ("-- param since date?: first", "-- param since date? first", 5, "not a line"),
        ("since date?", "since day?", 5, "param since has type day"),
        ("param since date?", "param incident date?", 5, "incident is declared twice"),
        ("column n bigint", "column outlet bigint", 11, "outlet is declared twice"),
        ("column n bigint", "column n bigint?", 11, "not a line of a header"),
        ("-- grain: one row per outlet\n", "", 1, "no line '-- grain: …'"),
        ("-- grain: one", "-- grain: one\n-- grain: one", 1, "more than once"),
        ("-- purpose: What is asked,\n-- purpose: over two lines.\n", "", 1, "purpose"),
    ],
)
def test_an_odd_header_names_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in HEADER
    path = written(tmp_path, HEADER.replace(old, new) + SQL)
    with pytest.raises(ReportError, match=re.escape(f"{path}:{line}: ")) as caught:
        load(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_columns_or_in_another_encoding_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(ReportError, match="column NAME TYPE"):
        load(written(tmp_path, "-- purpose: x\n-- grain: y\nselect 1 as one\n"))
    path = tmp_path / "latin.sql"
    path.write_bytes("-- purpose: ç".encode("latin-1"))
    with pytest.raises(ReportError, match=r"latin\.sql: cannot be read"):
        load(path)


def test_the_header_ends_at_the_first_line_that_is_no_comment(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "\n-- a comment of the SQL\n" + SQL)
    assert load(path).columns[-1].name == "n"


@given(st.text())
def test_any_text_is_a_report_or_an_error_with_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.sql"
    path.write_text(text, encoding="utf-8")
    try:
        loaded = load(path)
    except ReportError as error:
        message = str(error)
        assert message.startswith(str(path))
    else:
        assert loaded.columns


def test_the_shipped_queries_stand_beside_the_package_in_a_checkout() -> None:
    assert shipped() == Path(tracker.__file__).parents[1] / "queries"
    assert "labels" in names(None)
    assert {each.name for each in checks()} >= {"unique_keys", "offsets"}


def test_in_a_wheel_they_stand_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "tracker"
    (package / "db").mkdir(parents=True)
    (package / "queries").mkdir()
    monkeypatch.setattr(query_files, "__file__", str(package / "db" / "query_files.py"))
    written(package / "queries", HEADER + SQL)
    assert [each.name for each in reports(None)] == ["mine"]


def test_the_analysts_report_of_the_same_name_wins_and_says_whom_it_replaces(
    tmp_path: Path,
) -> None:
    written(tmp_path, HEADER + SQL, "labels.sql")
    written(tmp_path, HEADER + SQL)
    labels = find("labels", tmp_path)
    assert labels.own
    assert labels.path == tmp_path / "labels.sql"
    assert labels.replaces == shipped() / "labels.sql"
    assert find("mine", tmp_path).replaces is None
    assert not find("coverage", tmp_path).own
    assert set(names(tmp_path)) == {*names(None), "mine"}
    assert folders(tmp_path) == (tmp_path, shipped())


def test_a_report_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(ReportError, match=r"did you mean 'labels'.*coverage"):
        find("lables", None)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="my-queries: there is no such folder"):
        names(tmp_path / "my-queries")


# ---------------------------------------------------------------- bind


def test_words_become_the_types_that_the_header_states(report: Report) -> None:
    typed = {
        "incident": "x' or 1=1 --",
        "since": "2026-03-02",
        "as_of": "2026-03-02T15:00+01:00",
        "least": "0.5",
        "most": "7",
        "test": "yes",
    }
    assert bind(report, typed) == {
        "incident": "x' or 1=1 --",
        "since": date(2026, 3, 2),
        "as_of": datetime.fromisoformat("2026-03-02T14:00"),
        "least": 0.5,
        "most": 7,
        "test": True,
    }


def test_a_time_without_a_zone_is_local(report: Report) -> None:
    for typed in ("2026-03-02T15:00", "2026-03-02T15:00+01:00", "2026-03-02T14:00Z"):
        values = bind(report, {"incident": "x", "as_of": typed}, zone="Europe/Tirane")
        assert values["as_of"] == datetime.fromisoformat("2026-03-02T14:00")
    assert with_zone("2026-07-02T15:00", "Europe/Tirane") == "2026-07-02T15:00:00+02:00"
    assert with_zone("yesterday", "Europe/Tirane") == "yesterday"


def test_days_that_end_before_they_begin_are_refused() -> None:
    typed = {"incident": "x", "since": "2026-03-05", "until": "2026-03-04"}
    with pytest.raises(ReportError, match="since=2026-03-05 is after until=2026-03-04"):
        bind(find("labels", None), typed)


def test_what_is_left_out_is_null(report: Report) -> None:
    values = bind(report, {"incident": "x", "test": "no"})
    assert values["since"] is None
    assert values["test"] is False


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("since", "2026-02-30", "is not a day such as 2026-03-02"),
        ("as_of", "yesterday", "is not a time such as"),
        ("as_of", "0001-01-01T00:00+05:00", "is not a time such as"),
        ("least", "nan", "is not a number"),
        ("most", "1.5", "is not a whole number"),
        ("test", "maybe", "is not yes or no"),
        ("incident", "\udcff", "is not text in UTF-8"),
    ],
)
def test_a_word_of_another_type_says_what_is_wanted(
    report: Report, name: str, value: str, says: str
) -> None:
    with pytest.raises(ReportError, match=f"mine: {name}=") as caught:
        bind(report, {"incident": "x"} | {name: value})
    assert says in str(caught.value)


def test_an_unknown_name_is_answered_with_the_nearest_and_the_example(
    report: Report,
) -> None:
    with pytest.raises(ReportError) as caught:
        bind(report, {"incidnet": "x"})
    assert str(caught.value) == (
        "mine: incidnet: no such parameter; did you mean 'incident'? known: incident, "
        "since, as_of, least, most, test; for example: tracker report mine "
        "incident=durres_fair"
    )


def test_a_missing_name_is_answered_with_all_names_and_the_example(
    report: Report,
) -> None:
    with pytest.raises(
        ReportError, match=r"incident= is missing.*for example: tracker"
    ):
        bind(report, {})


def test_version_and_copies_take_only_their_words() -> None:
    labels = find("labels", None)
    with pytest.raises(ReportError, match="copies=twice: can be once, all"):
        bind(labels, {"incident": "x", "copies": "twice"})
    assert bind(labels, {"incident": "x", "copies": "all"})["copies"] == "all"


# ---------------------------------------------------------------- run


def test_a_run_gives_typed_columns_with_their_meaning(
    db: duckdb.DuckDBPyConnection, report: Report
) -> None:
    result = run(report, db, bind(report, {"incident": "durres_fair"}))
    assert result.rows == (("durres_fair", 3),)
    assert result.columns == (
        Column(name="outlet", type="varchar", text="outlet id"),
        Column(name="n", type="bigint", text="how many"),
    )


def test_every_shipped_report_runs(db: duckdb.DuckDBPyConnection) -> None:
    for each in reports(None):
        takes = {param.name for param in each.params if not param.optional}
        values = bind(each, dict.fromkeys(takes, "durres_fair"))
        columns = run(each, db, values).columns
        assert [column.name for column in columns] == [c.name for c in each.columns]


def test_an_incident_that_is_not_there_is_answered_with_those_that_are(
    db: duckdb.DuckDBPyConnection, report: Report
) -> None:
    with pytest.raises(ReportError) as caught:
        run(report, db, bind(report, {"incident": "dures_fair"}))
    assert str(caught.value) == (
        "mine: incident=dures_fair: not in the database; did you mean 'durres_fair'? "
        "known: durres_fair"
    )


def test_of_many_outlets_only_some_are_listed(db: duckdb.DuckDBPyConnection) -> None:
    health = find("outlet_health", None)
    with pytest.raises(ReportError, match=r"outlet-0,.* and 18 more"):
        run(health, db, bind(health, {"outlet": "zzz"}))
    labels = find("labels", None)
    values = bind(labels, {"incident": "durres_fair", "actor": "x"})
    with pytest.raises(ReportError, match="none is known"):
        run(labels, db, values)


@pytest.fixture
def coded(db: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    db.begin()
    for insert in (
        "outlets (outlet, languages) values ('bilingual', ['sq', 'en'])",
        "articles (article_id, language) values ('a1', 'eng'), ('a2', null)",
        "actors (actor) values ('police')",
        "codebook (layer, code) values ('label', 'security_charge')",
        "facts (incident, fact) values ('durres_fair', 'unsearchable')",
        "annotations (coder, kind, code) values ('machine', 'hit', 'former_family')",
        "annotations (coder, kind, code) values ('ab', 'hit', 'calm')",
    ):
        db.execute(f"insert into {insert}")
    yield db
    db.rollback()


@pytest.mark.parametrize("language", ["sq", "en", "eng"])
def test_a_language_of_an_outlet_or_an_article_is_known(
    coded: duckdb.DuckDBPyConnection, language: str
) -> None:
    coverage = find("coverage", None)
    values = {"incident": "durres_fair", "language": language}
    assert run(coverage, coded, bind(coverage, values)).rows


@pytest.mark.parametrize("name", ["coverage", "evidence", "facts", "volume"])
def test_a_language_that_nobody_writes_is_answered_with_those_that_are_known(
    coded: duckdb.DuckDBPyConnection, name: str
) -> None:
    each = find(name, None)
    values = bind(each, {"incident": "durres_fair", "language": "engl"})
    with pytest.raises(ReportError) as caught:
        run(each, coded, values)
    assert str(caught.value) == (
        f"{name}: language=engl: not in the database; did you mean 'eng'? known: en, "
        "eng, sq"
    )


@pytest.mark.parametrize(
    "code", ["security_charge", "police", "unsearchable", "former_family"]
)
def test_a_code_that_a_report_may_print_is_known(
    coded: duckdb.DuckDBPyConnection, code: str
) -> None:
    evidence = find("evidence", None)
    values = bind(evidence, {"incident": "durres_fair", "code": code})
    assert run(evidence, coded, values).rows == ()


@pytest.mark.parametrize("code", ["security", "None", "calm"])
def test_a_code_that_is_not_there_is_answered_with_the_nearest(
    coded: duckdb.DuckDBPyConnection, code: str
) -> None:
    evidence = find("evidence", None)
    values = bind(evidence, {"incident": "durres_fair", "code": code})
    with pytest.raises(
        ReportError, match=f"code={code}: not in the codebook"
    ) as caught:
        run(evidence, coded, values)
    if code == "security":
        assert str(caught.value) == (
            "evidence: code=security: not in the codebook; did you mean "
            "'security_charge'? known: former_family, police, security_charge, "
            "unsearchable"
        )


def test_the_codes_of_an_analysts_own_report_are_the_analysts(
    coded: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    head = "-- purpose: x\n-- grain: y\n-- param code varchar: of codings\n"
    written(tmp_path, f"{head}-- column code varchar: z\nselect $code as code\n")
    own = find("mine", tmp_path)
    assert run(own, coded, bind(own, {"code": "calm"})).rows == (("calm",),)


def test_sql_that_fails_names_the_file_and_what_duckdb_says(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    head = "-- purpose: x\n-- grain: y\n-- column n bigint: z\n"
    path = written(tmp_path, f"{head}select outlt as n from articles\n")  # noqa: S608 - constant
    with pytest.raises(ReportError) as caught:
        run(load(path), db, {})
    assert str(caught.value).startswith(f"{path}: Binder Error: ")
    assert "outlet" in str(caught.value)
    assert "\n" not in str(caught.value)


ENDLESS = "select count(*) from range(10000000) as a, range(10000000) as b where a < b"


def test_a_run_that_takes_too_long_is_stopped(db: duckdb.DuckDBPyConnection) -> None:
    started = time.monotonic()
    with pytest.raises(ReportError, match=r"stopped after 0\.2 seconds"):
        run_sql(db, ENDLESS, seconds=0.2)
    assert time.monotonic() - started < 20
    assert run_sql(db, "select 1 as one").rows == ((1,),)


@pytest.mark.parametrize(
    "text", ["select 1 as one", "select 1 as one;", "-- why\nfrom (select 1 as one)"]
)
def test_one_select_is_run(db: duckdb.DuckDBPyConnection, text: str) -> None:
    result = run_sql(db, text)
    assert result.rows == ((1,),)
    assert result.columns == (Column(name="one", type="integer"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "0 statements"),
        ("select 1; select 2", "2 statements"),
        ("select 1; drop table articles", "2 statements"),
        ("drop table articles", "of type DROP"),
        ("insert into outlets (outlet) values ('x')", "of type INSERT"),
        ("copy outlets to 'x.csv'", "of type COPY"),
        ("attach 'x.db'", "of type ATTACH"),
        ("set threads = 1", "of type SET"),
        ("selct 1", "syntax error"),
        ("select outlt from articles", "outlt"),
        ("select $incident", r"parameters \(\$incident\)"),
    ],
)
def test_anything_else_is_refused_in_one_line(
    db: duckdb.DuckDBPyConnection, text: str, says: str
) -> None:
    with pytest.raises(ReportError, match=says) as caught:
        run_sql(db, text)
    assert "\n" not in str(caught.value)
    assert db.execute("select count(*) from outlets").fetchone() == (30,)


def test_an_actor_who_is_counted_by_its_group_is_said_to_be(
    db: duckdb.DuckDBPyConnection,
) -> None:
    db.begin()
    db.execute("insert into actors (actor, groups) values ('office', ['authorities'])")
    sourcing = find("sourcing", None)
    values = bind(sourcing, {"incident": "durres_fair", "one": "office"})
    with pytest.raises(ReportError, match="one=office: is counted as authorities"):
        run(sourcing, db, values)
    db.rollback()
