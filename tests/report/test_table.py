import io
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tracker.db.queries import reports
from tracker.model import Column, Result
from tracker.report.columns import COUNTED
from tracker.report.table import MOST_ROWS, print_table


def drawn(names, rows, *, width=80, complete=True, zone="UTC", counted=()):
    columns = tuple(
        Column(
            name=name.split(":")[0],
            type=(name + ":varchar").split(":")[1],
            text=f"{COUNTED}articles" if name.split(":")[0] in counted else "",
        )
        for name in names
    )
    out = io.StringIO()
    screen = Console(file=out, width=width, color_system=None)
    result = Result(columns=columns, rows=tuple(rows))
    print_table(result, screen, zone=zone, complete=complete)
    return out.getvalue().splitlines()


def test_what_fits_stands_side_by_side_with_numbers_to_the_right():
    lines = drawn(["outlet", "articles:bigint"], [("a", 5), ("bregu", 12)])
    assert lines == ["outlet  articles", "a              5", "bregu         12"]


def test_a_share_and_its_interval_are_one_column():
    names = ["outlet", "share:double", "share_low:double", "share_high:double"]
    lines = drawn(names, [("a", 0.5, 0.25, 0.75), ("b", None, None, None)])
    assert lines[0].split("  ")[-1].strip() == "share (95 %)"
    assert lines[1].endswith("0.5 (0.25-0.75)")
    assert lines[2].endswith(" -")


def test_a_share_without_support_says_so_in_its_place():
    names = [
        "outlet",
        "share:double",
        "share_low:double",
        "share_high:double",
        "support",
    ]
    rows = [
        ("a", 0.5, 0.25, 0.75, "enough"),
        ("b", None, None, None, "not enough (n=2)"),
    ]
    lines = drawn(names, rows)
    assert "support" not in lines[0]
    assert lines[2].endswith("not enough (n=2)")


def test_what_is_the_same_in_every_row_is_said_once():
    lines = drawn(["outlet", "actor"], [("a", "vala"), ("b", "vala")])
    assert lines == ["actor: vala", "outlet", "a", "b"]


def test_a_long_text_stands_under_its_row_and_is_never_cut():
    text = "word " * 30
    lines = drawn(["outlet", "sentence"], [("a", text), ("b", None)], width=40)
    assert lines[1] == "a"
    assert " ".join(line.strip() for line in lines[2:-1]) == f"sentence: {text}".strip()
    assert lines[-1] == "b"


def test_what_finds_no_room_is_named_in_a_report_and_below_in_ones_own_sql():
    names = ["outlet", "one:bigint", "two:bigint"]
    rows = [("a" * 20, 1, 22222), ("b" * 20, 2, 33333)]
    report = drawn(names, rows, width=26, complete=False)
    assert report[-1] == "Also in --format csv: two."
    own = drawn(names, rows, width=26)
    assert "    two: 22222" in own


def test_times_are_local_and_say_so():
    lines = drawn(
        ["outlet", "at:timestamp"],
        [("a", datetime(2026, 3, 2, 7, 50)), ("b", datetime(1, 1, 1))],
        zone="Europe/Tirane",
    )
    assert lines[1] == "a       2026-03-02 08:50"
    assert lines[2] == "b       open"
    assert lines[-1] == "Times: Europe/Tirane."


def test_no_rows_are_said():
    assert drawn(["outlet"], []) == ["outlet", "(no rows)"]


@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.text(max_size=60), st.integers()),
        max_size=4,
    ),
    st.integers(20, 120),
)
def test_no_line_acts_on_the_terminal_or_is_wider(rows, width):
    lines = drawn(["outlet", "text", "n:bigint"], rows, width=width)
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    told = {char for line in lines for char in line} - {"\u200c", "\u200d"}
    assert not {unicodedata.category(char) for char in told} & acting
    assert max(map(cell_len, lines)) <= width


def test_two_columns_of_one_name_keep_their_own_values():
    assert drawn(["a:bigint", "a:bigint"], [(1, 2)]) == ["a  a", "1  2"]


def test_persian_words_keep_their_joiners():
    text = "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert text in drawn(["title"], [(text,)])[1]


WIDE = "\u4e2d\u6587\u65b0\u805e \U0001f3ad e\u0301cole " * 12


@pytest.mark.parametrize("width", [80, 100, 200])
def test_wide_text_is_folded_by_the_places_it_takes(width):
    lines = drawn(["outlet", "title", "n:bigint"], [("a", WIDE, 1)], width=width)
    assert max(map(cell_len, lines)) <= width
    told = "".join("".join(lines).split())
    assert "".join(WIDE.split()) in told
    assert any(cell_len(line) > width - 12 for line in lines)


def test_a_first_column_wider_than_the_screen_is_folded():
    lines = drawn(["body", "n:bigint"], [("word " * 30, 1), ("x", 2)], width=40)
    assert max(map(cell_len, lines)) <= 40
    assert lines[0] == "body"
    assert "    n: 2" in lines


@pytest.mark.parametrize(("facts", "is_once"), [("x", False), ("xy", True)])
def test_what_hangs_on_a_column_is_said_once_where_that_halves_it(facts, is_once):
    rows = [(o, fact, f"{o} {'was seen ' * 8}") for o in ("a", "b") for fact in facts]
    lines = drawn(["outlet", "fact", "detail"], rows, width=60)
    assert ("detail, by outlet:" in lines) is is_once


def test_a_text_that_hangs_on_a_column_is_said_once_below():
    rows = [
        (outlet, fact, f"{outlet} {'was seen ' * 8}".strip(), n)
        for n, (outlet, fact) in enumerate(
            (outlet, fact) for outlet in ("a", "b") for fact in ("x", "y", "z")
        )
    ]
    lines = drawn(["outlet", "fact", "detail", "n:bigint"], rows, width=60)
    assert lines[:3] == ["outlet  fact  n", "a       x     0", "a       y     1"]
    at = lines.index("detail, by outlet:")
    assert at == 7
    assert [line[:10] for line in lines[at + 1 :: 2]] == ["a: a was s", "b: b was s"]


def test_a_text_that_hangs_on_nothing_stays_under_its_row():
    rows = [(outlet, f"{n} {'word ' * 30}") for n, outlet in enumerate("aabb")]
    lines = drawn(["outlet", "sentence"], rows, width=60)
    assert sum(line.startswith("    sentence: ") for line in lines) == 4


def test_columns_without_a_value_take_no_room():
    rows = [("a" * 20, None, 1, 22222), ("b" * 20, None, 2, 33333)]
    names = ["outlet", "labels", "one:bigint", "two:bigint"]
    lines = drawn(names, rows, width=36)
    assert lines[0] == f"{'outlet':20}  one    two"
    assert lines[-1] == "Without a value in any row: labels."


def test_a_share_whose_interval_was_not_asked_for_stands_alone():
    names = ["outlet", "rate:double", "rate_low:double", "rate_high:double"]
    rows = [
        ("a", 0.5, None, None, "enough"),
        ("b", None, None, None, "not enough (n=2)"),
        ("c", None, None, None, "enough"),
    ]
    lines = drawn([*names, "rate_support"], rows)
    assert [line.split("  ")[-1].strip() for line in lines[1:]] == [
        "0.5",
        "not enough (n=2)",
        "-",
    ]


def test_a_support_behind_its_limits_is_that_of_the_column_before():
    names = ["outlet", "rate:double", "rate_low:double", "rate_high:double", "support"]
    other = ["mean:double", "mean_low:double", "mean_high:double"]
    rows = [
        ("a", None, None, None, "not seen", None, None, None),
        ("b", 0.5, 0.25, 0.75, "enough", None, None, None),
    ]
    lines = drawn([*names, *other], rows)
    assert [line.split() for line in lines[1:]] == [
        ["a", "not", "seen", "-"],
        ["b", "0.5", "(0.25-0.75)", "-"],
    ]


def test_a_text_hangs_on_no_number_and_no_time():
    text = "word " * 12
    rows = [
        (name, n // 2, datetime(2026, 3, 2 + n // 2), f"{text}{n // 2}")
        for n, name in enumerate("abcd")
    ]
    names = ["outlet", "n:bigint", "at:timestamp", "detail"]
    lines = drawn(names, rows, width=60)
    assert sum(line.startswith("    detail: ") for line in lines) == 4


NAMES = ["outlet", "label", "unsearched:bigint", "own:bigint", "any:bigint"]
FOUND = [("a", "x", 0, 1, 1), ("b", "y", 0, 0, 2)]
ZEROS = [(f"o{n:02}", "z", n % 2, 0, None) for n in range(MOST_ROWS)]


def test_a_long_table_leaves_out_rows_in_which_nothing_was_counted_and_says_so():
    told = {"complete": False, "counted": ("own", "any")}
    lines = drawn(NAMES, [*ZEROS, *FOUND], **told)
    assert [line.split()[0] for line in lines[1:3]] == ["a", "b"]
    assert lines[3:] == [
        "40 rows in which nothing was counted are left out; --format csv has all."
    ]
    lines = drawn(NAMES, [*ZEROS[1:], FOUND[0], *FOUND], **told)
    assert lines[-1].startswith("39 rows")


def test_no_row_is_left_out_of_a_short_table_a_whole_one_or_one_that_counts_nothing():
    rows = [*ZEROS[2:], *FOUND]
    assert len(drawn(NAMES, rows, complete=False, counted=("own", "any"))) == 41
    rows = [*ZEROS, *FOUND]
    assert len(drawn(NAMES, rows, counted=("own", "any"))) == 43
    assert len(drawn(NAMES, rows, complete=False)) == 43


def test_what_is_said_of_all_rows_is_true_of_those_that_are_left_out():
    lines = drawn(NAMES, [*ZEROS, *FOUND], complete=False, counted=("own",))
    assert "unsearched" in lines[0]
    assert "unsearched: 0" not in lines


def test_of_a_long_table_of_zeros_the_number_is_left():
    lines = drawn(NAMES, [*ZEROS, ZEROS[0]], complete=False, counted=("own", "any"))
    assert lines == ["nothing was counted in any of 41 rows; --format csv has them all"]


def test_only_where_no_zero_is_the_finding_rows_are_left_out():
    declared = {
        report.name: [
            (column.name, column.type)
            for column in report.columns
            if column.text.startswith(COUNTED)
        ]
        for report in reports(None)
    }
    assert {name: found for name, found in declared.items() if found} == {
        "event_nouns": [("using_it", "bigint"), ("in_any_voice", "bigint")],
        "labels": [("labelled", "bigint"), ("in_any_voice", "bigint")],
        "voices": [("speaking", "bigint")],
    }


def test_shares_that_are_withheld_stand_on_one_line_with_why():
    names = ["outlet" + "t" * 20]
    for share in ("one", "two"):
        ends = (f"{share}{end}:double" for end in ("", "_low", "_high"))
        names += [*ends, f"{share}_support"]
    thin, thinner = ((None, None, None, f"not enough (n={n})") for n in (2, 1))
    rows = [("a", *thin, *thin), ("b", 0.5, 0.25, 0.75, "enough", *thinner)]
    lines = drawn(names, rows, width=40)
    assert lines[1:] == [
        "a",
        "    not enough: one (n=2), two (n=2)",
        "b",
        "    one (95 %): 0.5 (0.25-0.75)",
        "    not enough: two (n=1)",
    ]
