import hashlib
import json
from dataclasses import replace

import duckdb

from tests.report.test_card import ASKED, COUNTED, LIMITS, RESULT
from tracker.report.card import card_of
from tracker.report.files import METADATA, to_parquet
from tracker.report.sidecar import about, as_json, sidecar

QUESTION = replace(ASKED, sql="select 1", hashes={"config": "e" * 16})
CARD = card_of(QUESTION, COUNTED, LIMITS, RESULT)


def test_a_sidecar_says_all_that_is_needed_to_ask_again_and_to_check_the_data():
    told = json.loads(sidecar(about(RESULT, QUESTION, CARD), b"data", name="l.csv"))
    assert told["file"] == "l.csv"
    assert told["sha256"] == hashlib.sha256(b"data").hexdigest()
    assert told["asked"] == "tracker report labels incident=durres_fair"
    assert told["sql"] == "select 1"
    assert told["parameters"] == {
        "incident": "durres_fair",
        **dict.fromkeys(("actor", "version", "copies", "as_of")),
    }
    assert (told["rows"], told["made_at"]) == (2, "2026-03-09T12:00:00Z")
    assert told["configuration"] == {"config": "e" * 16}
    assert told["program"] == "tracker 1.2"
    assert [each["name"] for each in told["columns"]][:2] == ["outlet", "share"]


def test_a_sidecar_has_the_values_of_the_card_whole_and_its_lines():
    told = json.loads(as_json(about(RESULT, QUESTION, CARD)))
    assert told["method"]["codings"] == COUNTED.codings
    assert told["method"]["from_day"] == "2026-03-02"
    assert told["method"]["limits"] == LIMITS
    assert (told["method"]["cells_withheld"], told["method"]["cells"]) == (1, 2)
    assert told["card"]["withheld"] == "1 of 2 cells: not enough"


def test_a_sidecar_tells_no_password():
    typed = "select 'https://desk:hunter2@a.example/?key=hunter3'"
    asked = replace(QUESTION, sql=typed, typed=typed)
    assert "hunter" not in as_json(about(RESULT, asked, CARD))


def test_parquet_holds_it_as_metadata(tmp_path):
    path = tmp_path / "l.parquet"
    told = as_json(about(RESULT, QUESTION, CARD))
    path.write_bytes(to_parquet(RESULT, about=told))
    with duckdb.connect() as memory:
        found = memory.execute(
            "select value from parquet_kv_metadata(?) where key = ?",
            [str(path), METADATA.encode()],
        ).fetchall()
    assert json.loads(found[0][0]) == json.loads(told)
