"""Files of a report: whole or not there, and beside each how it was made."""

import hashlib
import json
import os
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Newsroom
from tracker.cli.writing import write_whole
from tracker.errors import InputError

LABELS = ("report", "labels", "incident=fair", "-o")


def beside(newsroom: Newsroom, name: str) -> dict[str, object]:
    """What stands beside a file; the data are those that it tells of."""
    told = json.loads((newsroom.folder / f"{name}.method.json").read_text())
    data = (newsroom.folder / name).read_bytes()
    assert told["file"] == name
    assert told["sha256"] == hashlib.sha256(data).hexdigest()
    return told


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx", "html", "txt"])
def test_beside_a_file_stands_how_it_was_made(crawled, ending):
    done = crawled.tracker(*LABELS, f"l.{ending}")
    assert done.returncode == 0, done.stderr
    assert f"and how they were made to l.{ending}.method.json" in done.stderr
    told = beside(crawled, f"l.{ending}")
    assert told["asked"] == "tracker report labels incident=fair"
    assert told["parameters"]["incident"] == "fair"
    assert "-- purpose: " in told["sql"]
    assert told["method"]["articles"] == 2
    assert told["method"]["limits"]["least_articles"] == "5"
    settings = told["method"]["settings"]
    assert settings["config_hash"] == told["configuration"]["config"]
    assert told["card"]["coded by"].endswith("(2)")
    assert not list(crawled.folder.glob("*.part"))


def test_the_card_stands_below_a_table_and_in_what_can_hold_it(crawled):
    table = crawled.tracker("report", "labels", "incident=fair").stdout
    assert "accuracy: machine, not validated: all that is found in texts, en" in table
    csv = crawled.tracker("report", "labels", "incident=fair", "--format", "csv").stdout
    assert "not validated" not in csv
    page = crawled.tracker("report", "labels", "incident=fair", "--format", "html")
    assert "How it was counted" in page.stdout
    assert "machine, not validated" in page.stdout
    crawled.tracker(*LABELS, "l.xlsx")
    book = openpyxl.load_workbook(crawled.folder / "l.xlsx")
    method = dict(book["method"].iter_rows(values_only=True))
    assert method["articles"].startswith("found 2, with a text 2")


def test_a_report_without_an_incident_has_a_short_card(crawled):
    lines = crawled.tracker("report", "outlet_health").stdout.splitlines()
    labels = [line.partition(":")[0] for line in lines]
    assert "counted" in labels
    assert "program" in labels
    assert "articles" not in labels


def test_typed_sql_keeps_its_text_beside_its_file_and_has_no_card_on_the_screen(
    crawled,
):
    query = "select outlet, count(*) as n from articles group by outlet"
    assert crawled.tracker("sql", query, "-o", "n.csv").returncode == 0
    told = beside(crawled, "n.csv")
    assert (told["sql"], told["rows"]) == (query, 1)
    assert told["method"]["settings"]["config_hash"] == told["configuration"]["config"]
    assert "program:" not in crawled.tracker("sql", query).stdout


def test_a_pipe_gets_the_data_only(crawled):
    done = crawled.tracker("report", "volume", "incident=fair", "-o", "/dev/stdout")
    assert done.returncode == 0, done.stderr
    assert "outlet" in done.stdout
    assert "method.json" not in done.stderr
    before = sorted(crawled.folder.rglob("*"))
    crawled.tracker("report", "volume", "incident=fair", "--format", "csv")
    assert sorted(crawled.folder.rglob("*")) == before


def test_a_workbook_needs_a_file(crawled):
    done = crawled.tracker("report", "volume", "incident=fair", "--format", "xlsx")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["xlsx is not text: name a file with -o FILE"]


def test_a_report_as_of_a_time_says_so_and_names_its_coding(crawled):
    done = crawled.tracker(
        "report", "volume", "incident=fair", "as_of=2099-01-01T12:00+01:00"
    )
    told = " ".join(done.stdout.split())
    assert "as known at 2099-01-01 12:00 (Europe/Tirane)" in told
    assert "coded by: actors " in told


def test_nothing_is_written_where_one_of_the_files_cannot_be(crawled):
    (crawled.folder / "l.csv.method.json").mkdir()
    done = crawled.tracker(*LABELS, "l.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("l.csv.method.json: cannot be written: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (crawled.folder / "l.csv").exists()
    assert not list(crawled.folder.glob("*.part"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("config.yaml/l.csv", "Not a directory"), (f"{'l' * 300}.csv", "File name too")],
    ids=["below a file", "too long"],
)
def test_a_file_that_cannot_be_is_one_line(crawled, name, reason):
    done = crawled.tracker(*LABELS, name)
    assert done.returncode == 2
    assert f".method.json: cannot be written: {reason}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("folder", [".", "/", ".."])
def test_a_folder_is_no_file_to_write_to(crawled, folder):
    done = crawled.tracker(*LABELS, folder)
    assert done.returncode == 2
    assert done.stderr == f"{folder}: cannot be written: Is a directory; name a file\n"


def test_parameters_of_ones_own_may_have_the_names_of_ours_and_other_values(crawled):
    query = """\
-- purpose: counts articles
-- grain: one row
-- param since varchar: any words
-- param version integer: any number
-- param copies varchar: any words
-- param as_of varchar: any words
-- column n bigint: articles
select count(*) as n
from articles
where concat($since, $version::integer, $copies, $as_of) <> ''
"""
    (crawled.folder / "my-queries").mkdir(exist_ok=True)
    (crawled.folder / "my-queries" / "mine.sql").write_text(query)
    done = crawled.tracker(
        *("report", "mine", "since=lately", "version=3", "copies=few", "as_of=dusk")
    )
    assert done.returncode == 0, done.stderr
    assert "counted: one row\n" in done.stdout


def test_an_older_file_stays_where_the_new_one_cannot_be_written(tmp_path: Path):
    old, folder = tmp_path / "old.csv", tmp_path / "folder"
    old.write_bytes(b"old")
    folder.mkdir()
    with pytest.raises(InputError, match="folder: cannot be written: Is a directory"):
        write_whole({old: b"new", folder: b"x"})
    assert old.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == [folder, old]


def test_a_file_whose_fellow_did_not_get_its_name_is_taken_away(
    tmp_path: Path, monkeypatch
):
    one, two = tmp_path / "one", tmp_path / "two"
    renamed = Path.replace

    def fails_for_two(self: Path, target: Path) -> Path:
        if target == two:
            raise PermissionError(13, os.strerror(13))
        return renamed(self, target)

    monkeypatch.setattr(Path, "replace", fails_for_two)
    with pytest.raises(InputError, match="two: cannot be written: Permission denied"):
        write_whole({one: b"1", two: b"2"})
    assert list(tmp_path.iterdir()) == []
