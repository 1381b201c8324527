import io
import unicodedata
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tracker.model import Column, Result
from tracker.report.columns import LONGEST_WORD
from tracker.report.table import print_table


def drawn(names, rows, *, width=80, complete=True, zone="UTC"):
    columns = tuple(
        Column(name=name.split(":")[0], type=(name + ":varchar").split(":")[1])
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
def test_no_line_acts_on_the_terminal_or_leaves_it_more_than_a_word_can(rows, width):
    lines = drawn(["outlet", "text", "n:bigint"], rows, width=width)
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    told = {char for line in lines for char in line} - {"\u200c", "\u200d"}
    assert not {unicodedata.category(char) for char in told} & acting
    widest = max((cell_len(str(cell)) for row in rows for cell in row), default=0)
    assert max(map(cell_len, lines)) <= max(width, widest + LONGEST_WORD)


def test_two_columns_of_one_name_keep_their_own_values():
    assert drawn(["a:bigint", "a:bigint"], [(1, 2)]) == ["a  a", "1  2"]


def test_persian_words_keep_their_joiners():
    text = "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert text in drawn(["title"], [(text,)])[1]
