"""What is archived is read by others' programs, whole, whatever happens meanwhile."""

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as Warcio
from warcio.checker import Checker

from tests.db.builders import NOW, make_page
from tests.db.damage import run
from tracker.db.archive import PAGE, READ_AT, Archive
from tracker.errors import StoreError
from tracker.model import PageVisit, Reply

READ = NOW + timedelta(microseconds=123_456)
ADDRESS = "https://lajme.example/a"
WARC_1_1 = (
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
)
BODY = "<p>Panairi u hap në Durrës.</p>".encode()


def make_reply(url: str = ADDRESS, body: bytes = BODY, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(asked=url, url=url, status=200, headers=named, body=body)


def page_at(url: str = ADDRESS) -> PageVisit:
    return make_page(url, at=READ)


def make_archive(folder: Path, **changes: object) -> Archive:
    given = {"program": "9.9", "contact": "desk@press.example", "clock": lambda: NOW}
    return Archive(folder, **{**given, **changes})  # type: ignore[arg-type]


def records(folder: Path) -> list[tuple[dict[str, str], bytes]]:
    """All records of all files, as fastwarc reads them: headers and content."""
    found = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            found.extend(
                (dict(record.headers), record.reader.read())
                for record in ArchiveIterator(
                    stream, record_types=WarcRecordType.any_type, parse_http=False
                )
            )
    return found


def pages(folder: Path) -> list[tuple[str, int, dict[str, str], bytes]]:
    """All pages as warcio reads them: address, status, headers and body."""
    found = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            for record in Warcio(stream, check_digests="raise"):
                if record.rec_type == "response":
                    http = record.http_headers
                    found.append(
                        (
                            record.rec_headers.get_header("WARC-Target-URI"),
                            int(http.get_statuscode()),
                            dict(http.headers),
                            record.content_stream().read(),
                        )
                    )
    return found


def complaints(path: Path) -> str:
    """What `warcio check` says of a file; nothing of a good one."""
    told = io.StringIO()
    options = type("Options", (), {"inputs": [str(path)], "verbose": False})
    checker = Checker(options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", told)
        checker.process_all()
    return told.getvalue() + ("" if not checker.exit_value else "failed")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Archive]]:
    """Makes archives in this folder, and closes them."""
    made = []

    def open_one(**changes: object) -> Archive:
        made.append(make_archive(tmp_path, **changes))
        return made[-1]

    yield open_one
    for archive in made:
        archive.close()


def test_a_page_is_read_by_other_programs_with_everything_that_was_sent(
    tmp_path, opened
):
    archive = opened()
    archive.keep(make_reply(content_type="text/html", server="x"), page_at(), READ)
    archive.close()
    assert pages(tmp_path) == [
        (
            ADDRESS,
            200,
            {
                "content-type": "text/html",
                "server": "x",
                "content-length": str(len(BODY)),
            },
            BODY,
        )
    ]
    [path] = tmp_path.iterdir()
    assert path.name == f"tracker-20260302T090000Z-{os.getpid()}-00001.warc.gz"
    assert complaints(path) == ""


def test_a_file_says_first_who_made_it_and_each_record_when(tmp_path, opened):
    archive = opened()
    sent_at = datetime(2022, 7, 21, 10, 30, 5, tzinfo=UTC)
    archive.keep(make_reply(), page_at(), sent_at)
    (about, content), (of_page, _) = records(tmp_path)
    assert about["WARC-Type"] == "warcinfo"
    assert content.decode().split("\r\n") == [
        "software: tracker/9.9",
        "format: WARC File Format 1.1",
        f"conformsTo: {WARC_1_1}",
        "robots: obey",
        "operator: desk@press.example",
        "",
    ]
    assert of_page["WARC-Type"] == "response"
    assert of_page["WARC-Date"] == "2022-07-21T10:30:05Z"
    assert of_page[READ_AT] == "2026-03-02T09:00:00.123456Z"
    assert of_page["WARC-Warcinfo-ID"] == about["WARC-Record-ID"]
    assert of_page["Content-Type"] == "application/http;msgtype=response"
    assert PAGE not in of_page


def test_where_another_address_answered_the_one_of_the_ledger_is_told_too(
    tmp_path, opened
):
    archive = opened()
    archive.keep(make_reply("https://lajme.example/b"), page_at(), READ)
    [_, (of_page, _)] = records(tmp_path)
    assert of_page["WARC-Target-URI"] == "https://lajme.example/b"
    assert of_page[PAGE] == ADDRESS


def test_headers_of_the_wire_stay_under_names_that_no_reader_obeys(tmp_path, opened):
    archive = opened()
    packed = make_reply(
        content_encoding="gzip", transfer_encoding="chunked", content_length="7"
    )
    archive.keep(packed, page_at(), READ)
    [(_, _, headers, body)] = pages(tmp_path)
    assert body == BODY
    assert headers == {
        "x-archive-orig-content-encoding": "gzip",
        "x-archive-orig-transfer-encoding": "chunked",
        "x-archive-orig-content-length": "7",
        "content-length": str(len(BODY)),
    }


def test_a_file_begins_with_the_first_page_not_before(tmp_path):
    archive = make_archive(tmp_path / "new")
    archive.start()
    archive.close()
    assert list((tmp_path / "new").iterdir()) == []


def test_a_full_file_is_followed_by_another(tmp_path, opened):
    archive = opened(largest=1)
    for number in range(3):
        archive.keep(make_reply(), page_at(f"{ADDRESS}{number}"), READ)
    assert len(list(tmp_path.iterdir())) == 3
    assert len(records(tmp_path)) == 6
    archive = opened()  # one more of the same second and process
    archive.keep(make_reply(), page_at(), READ)
    assert len(list(tmp_path.iterdir())) == 4


def test_threads_write_whole_records(tmp_path, opened):
    archive = opened(largest=20_000)

    def write(name: int) -> None:
        for number in range(20):
            url = f"{ADDRESS}/{name}/{number}"
            archive.keep(make_reply(url, os.urandom(1000)), page_at(url), READ)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [url for url, *_ in pages(tmp_path)]
    assert len(found) == len(set(found)) == 160
    assert all(complaints(path) == "" for path in tmp_path.iterdir())


@given(
    body=st.binary(max_size=3000),
    value=st.text(st.characters(max_codepoint=255), max_size=30),
    status=st.sampled_from([200, 203, 299]),
)
def test_any_page_is_read_as_it_was_written(tmp_path_factory, body, value, status):
    folder = tmp_path_factory.mktemp("archive")
    reply = Reply(
        asked=ADDRESS, url=ADDRESS, status=status, headers={"x-y": value}, body=body
    )
    archive = make_archive(folder)
    archive.keep(reply, page_at(), READ)
    archive.close()
    [(url, found, _, content)] = pages(folder)
    assert (url, found, content) == (ADDRESS, status, body)


WRITES = """
import os, sys
from pathlib import Path
from tests.db.test_archive import ADDRESS, READ, make_archive, make_reply, page_at
archive = make_archive(Path(sys.argv[1]))
number = 0
while True:
    url = f"{ADDRESS}/{number}"
    archive.keep(make_reply(url, os.urandom(30_000)), page_at(url), READ)
    number += 1
    print(number, flush=True)
"""


def test_after_a_kill_all_that_was_reported_is_there(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        for _ in range(25):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        reported = 25 + len(process.stdout.read().split())
    written = [each for each, _ in records(tmp_path) if each["WARC-Type"] == "response"]
    assert reported <= len(written) <= reported + 1


def test_a_member_that_was_cut_costs_only_itself(tmp_path, opened):
    archive = opened()
    for number in range(3):
        archive.keep(make_reply(), page_at(f"{ADDRESS}{number}"), READ)
    archive.close()
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    kinds = [each["WARC-Type"] for each, _ in records(tmp_path)]
    assert kinds[:3] == ["warcinfo", "response", "response"]


FULL = """
import os, resource, sys
from pathlib import Path
from tests.db.test_archive import ADDRESS, READ, make_archive, make_reply, page_at
from tracker.errors import StoreError

archive = make_archive(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    archive.keep(make_reply(), page_at(f"{ADDRESS}{number}"), READ)
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limit[1]))
try:
    archive.keep(make_reply(body=os.urandom(90_000)), page_at(), READ)
except StoreError as error:
    print(type(error).__name__, error)
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
archive.keep(make_reply(), page_at(f"{ADDRESS}/last"), READ)
"""


@pytest.mark.parametrize(("before", "files"), [(0, 1), (2, 2)])
def test_a_full_disk_is_told_and_leaves_nothing_half(tmp_path, before, files):
    done = run(FULL, tmp_path, before)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"FullDiskError {tmp_path}: the disk is full")
    assert done.stdout.count("\n") == 1
    assert len(list(tmp_path.iterdir())) == files
    assert len(pages(tmp_path)) == before + 1
    assert all(complaints(path) == "" for path in tmp_path.iterdir())


def test_a_place_that_is_no_folder_is_told_before_anything_is_fetched(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="`archive:`"):
        make_archive(tmp_path / "file").start()


def test_a_folder_that_was_removed_meanwhile_is_made_again(tmp_path):
    archive = make_archive(tmp_path / "new")
    archive.start()
    (tmp_path / "new").rmdir()
    archive.keep(make_reply(), page_at(), READ)
    archive.close()
    assert len(pages(tmp_path / "new")) == 1
