from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tracker.db.appending import append

NAMES = ("article_id", "version", "day", "low", "surface", "kind", "direct", "said_at")
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 13, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "create table annotations (other varchar, article_id varchar,"
            " version integer, day date, low double, surface varchar, kind varchar,"
            " direct boolean, said_at timestamp)"
        )
        yield opened


def stored(connection: DuckDBPyConnection):
    return connection.execute(
        f"select {', '.join(NAMES)}, other from annotations"  # noqa: S608
    ).fetchall()


def test_values_arrive_as_their_columns_hold_them(connection):
    append(
        connection,
        "annotations",
        NAMES,
        [
            ("a", 1, DAY, 0.1, "ë\0'", None, True, AT),
            (None, None, None, None, None, None, None, None),
        ],
    )
    noon = AT.astimezone(UTC).replace(tzinfo=None)
    assert stored(connection) == [
        ("a", 1, DAY, 0.1, "ë\0'", None, True, noon, None),
        (None,) * 9,
    ]


def test_a_value_behind_thousands_of_nulls_arrives(connection):
    rows = [(None, None, None, None, None, None, None, None)] * 5000
    append(
        connection,
        "annotations",
        NAMES,
        [*rows, ("a", 2, DAY, 1.0, "x", "y", False, AT)],
    )
    assert stored(connection)[-1][:6] == ("a", 2, DAY, 1.0, "x", "y")


def test_a_lone_surrogate_is_replaced_and_its_neighbours_stay(connection):
    append(connection, "annotations", ("surface",), [("a\ud800b",), (None,), ("c",)])
    assert [row[4] for row in stored(connection)] == ["a\ufffdb", None, "c"]


def test_an_unknown_column_is_refused(connection):
    with pytest.raises(KeyError):
        append(connection, "annotations", ("surfaec",), [("x",)])


def test_a_value_that_does_not_fit_fails_and_leaves_the_connection_usable(connection):
    connection.begin()
    with pytest.raises(duckdb.DataError):
        append(connection, "annotations", ("version",), [(2**40,)])
    connection.rollback()
    append(connection, "annotations", ("version",), [(1,)])
    assert [row[1] for row in stored(connection)] == [1]


@pytest.mark.parametrize("value", [2**70, "x", 1.7, True, [1]], ids=repr)
@pytest.mark.parametrize("others", [(), ((None,),)], ids=["alone", "beside null"])
def test_what_is_no_whole_number_is_refused_where_one_belongs(
    connection, value, others
):
    with pytest.raises(duckdb.DataError):
        append(connection, "annotations", ("version",), [(value,), *others])
    assert stored(connection) == []


def test_a_list_is_refused_in_a_column_of_words(connection):
    with pytest.raises(duckdb.DataError):
        append(connection, "annotations", ("surface",), [(["a"],)])


def test_an_unread_answer_is_in_nobodys_way(connection):
    connection.execute("select 1").fetchone()
    append(connection, "annotations", ("version",), [(1,), (2,)])
    assert len(stored(connection)) == 2


def test_no_rows_are_no_statement(connection):
    append(connection, "annotations", NAMES, [])
    assert stored(connection) == []
