"""The index and the captures are as the CDX server's description says."""

from urllib.parse import unquote_plus

import httpx
import pytest

from tests.archives.asking import get, index
from tests.archives.served import Archives, Manners
from tests.archives.standin import serve


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    lines = answer.json()
    if [] in lines:
        lines = lines[: lines.index([])]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_the_index_is_sorted_by_address_and_time(served: Archives) -> None:
    all_rows = rows(index(served))
    places = [(row["urlkey"], row["timestamp"]) for row in all_rows]
    assert places == sorted(places)
    assert {row["statuscode"] for row in all_rows} == {"200", "301", "404", "-"}


def test_dates_and_filters_narrow_the_index(served: Archives) -> None:
    chosen = rows(
        index(
            served,
            ("from", "20220722"),
            ("to", "202207"),
            ("filter", "statuscode:200"),
            ("filter", "!original:.*regatta.*"),
        )
    )
    assert chosen
    assert all("20220722" <= row["timestamp"] < "20220801" for row in chosen)
    assert {row["statuscode"] for row in chosen} == {"200"}
    assert not any("regatta" in row["original"] for row in chosen)


def test_collapsing_keeps_the_first_capture_of_an_address(served: Archives) -> None:
    keys = [row["urlkey"] for row in rows(index(served, ("collapse", "urlkey")))]
    assert len(keys) == len(set(keys))
    assert len(keys) < len(rows(index(served)))


@pytest.mark.parametrize("escaped", [True, False])
def test_resumption_gives_every_line_once(served: Archives, escaped: bool) -> None:  # noqa: FBT001
    gathered: list[dict[str, str]] = []
    key: tuple[tuple[str, str], ...] = ()
    for _ in range(20):
        answer = index(served, ("limit", "3"), ("showResumeKey", "true"), *key)
        gathered += rows(answer)
        if [] not in answer.json():
            break
        given = answer.json()[-1][0]
        key = (("resumeKey", given if escaped else unquote_plus(given)),)
    assert gathered == rows(index(served))


def test_a_resume_key_that_is_none_is_refused(served: Archives) -> None:
    assert index(served, ("resumeKey", "2")).status_code == 400


def test_the_index_may_give_less_than_was_asked_for() -> None:
    with serve(manners=Manners(cdx_cap=4)) as archives:
        answer = index(archives, ("limit", "100"), ("showResumeKey", "true"))
        assert len(rows(answer)) == 4
        assert [] in answer.json()


def test_plain_text_fields_and_no_lines(served: Archives) -> None:
    answer = index(served, ("output", "text"), ("fl", "timestamp,original"))
    first = answer.text.splitlines()[0].split(" ")
    assert len(first) == 2
    assert index(served, ("from", "2024")).json() == []
    assert get(f"{served.wayback}cdx/search/cdx").status_code == 400


def test_a_capture_is_the_page_as_it_was_sent(served: Archives) -> None:
    (row,) = [row for row in rows(index(served)) if "postpones" in row["original"]]
    replayed = f"{served.wayback}web/{row['timestamp']}"
    original = get(f"{replayed}id_/{row['original']}")
    assert original.status_code == 200
    assert original.headers["memento-datetime"] == "Fri, 22 Jul 2022 18:55:40 GMT"
    assert original.headers["x-archive-orig-server"] == "nginx"
    assert "MEK postpones its summit" in original.text
    framed = get(f"{replayed}/{row['original']}").text
    assert "WAYBACK TOOLBAR" in framed
    assert "WAYBACK TOOLBAR" not in original.text


def test_other_times_lead_to_the_nearest_capture(served: Archives) -> None:
    (row,) = [row for row in rows(index(served)) if "postpones" in row["original"]]
    moved = get(f"{served.wayback}web/2022id_/{row['original']}")
    assert moved.status_code == 302
    path = f"/web/{row['timestamp']}id_/{row['original']}"
    assert moved.headers["Location"] == path
    unknown = get(f"{served.wayback}web/2022id_/http://elsewhere.example/")
    assert unknown.status_code == 404


def test_captured_redirects_lead_to_captures(served: Archives) -> None:
    (row,) = [row for row in rows(index(served)) if row["statuscode"] == "301"]
    answer = get(f"{served.wayback}web/{row['timestamp']}id_/{row['original']}")
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith(f"/web/{row['timestamp']}id_/http")
