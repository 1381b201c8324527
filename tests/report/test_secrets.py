import io

import pytest
from rich.console import Console

from tracker.model import Column, Result
from tracker.report.files import WRITERS
from tracker.report.secrets import public
from tracker.report.table import print_table

FEED = "https://desk:hunter2@lajme.example/feed?key=hunter3&page=2"
SHOWN = "https://lajme.example/feed?key=…&page=2"


def result() -> Result:
    names = ("feed_url", "last_detail", "Detail")
    columns = tuple(Column(name=name, type="varchar") for name in names)
    row = (FEED, f"{FEED}: 401", f"no answer from {FEED}")
    return Result(columns=columns, rows=(row, (None, "x", "")))


def test_addresses_that_we_poll_are_shown_without_password_and_key():
    assert public(result()).rows == (
        (SHOWN, f"{SHOWN}: 401", f"no answer from {SHOWN}"),
        (None, "x", ""),
    )


def test_a_text_that_is_evidence_stays_letter_by_letter():
    names = ("url", "body", "n")
    columns = tuple(Column(name=name, type="varchar") for name in names)
    rows = (("https://lajme.example/a?key=7", f"see {FEED}", 7),)
    given = Result(columns=columns, rows=rows)
    assert public(given) == given


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_no_file_tells_a_password(format_):
    written = WRITERS[format_](result()).decode()
    assert SHOWN in written
    assert "hunter" not in written


def test_parquet_tells_no_password():
    assert b"hunter" not in WRITERS["parquet"](result())


def test_no_table_tells_a_password():
    out = io.StringIO()
    print_table(result(), Console(file=out, width=60), zone="UTC")
    assert SHOWN in out.getvalue()
    assert "hunter" not in out.getvalue()
