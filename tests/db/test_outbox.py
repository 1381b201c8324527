import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.db.builders import (
    make_annotation,
    make_article_page,
    make_draft,
    make_page,
    make_visit,
)
from tracker.db.outbox import Damaged, Outbox
from tracker.errors import StoreError
from tracker.model import Coded


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    outbox = Outbox(tmp_path / "outbox")
    outbox.start()
    return outbox


def test_a_visit_comes_back_as_it_was_written(outbox: Outbox):
    draft = make_draft(
        published_from_at=None,
        coded=Coded(
            annotations=(make_annotation(mention_start=4, attributed_to="police"),),
            assignments=(),
            keep_reason=None,
        ),
    )
    visit = make_visit(make_page(article=draft), make_page("https://lajme.example/b"))
    assert outbox.read(outbox.write(visit)) == visit


def test_times_come_back_aware_in_utc(outbox: Outbox):
    visit = make_visit(at=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    read = outbox.read(outbox.write(visit))
    assert read.poll.polled_at == visit.poll.polled_at
    assert read.poll.polled_at.utcoffset().total_seconds() == 0


@given(
    text=st.text(alphabet=st.characters(codec=None)),
    key=st.integers(-(2**63), 2**63 - 1),
)
def test_any_text_survives_but_for_lone_surrogates(
    tmp_path_factory, text: str, key: int
):
    outbox = Outbox(tmp_path_factory.mktemp("outbox"))
    visit = make_visit(
        make_article_page("https://lajme.example/a", title=text, body=text),
    )
    read = outbox.read(outbox.write(visit))
    cleaned = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert read.pages[0].article.text.body == cleaned
    assert len(cleaned) == len(text)


def test_files_wait_in_the_order_in_which_they_were_written(outbox: Outbox):
    for name in ("z", "a", "m"):
        outbox.write(make_visit(visit_id=name))
    again = Outbox(outbox.folder)  # the program was started anew
    again.write(make_visit(visit_id="b"))
    assert [again.read(path).id for path in again.waiting()] == ["z", "a", "m", "b"]


def test_threads_never_take_the_same_place(outbox: Outbox):
    def write(name: str) -> None:
        for number in range(20):
            outbox.write(make_visit(visit_id=f"{name}{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = [path.name.partition("-")[0] for path in outbox.waiting()]
    assert len(places) == len(set(places)) == 80


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "a/b", "ë", "", "x" * 300])
def test_an_odd_identifier_stays_inside_the_folder(outbox: Outbox, identifier: str):
    path = outbox.write(make_visit(visit_id=identifier))
    assert path.parent == outbox.folder
    assert outbox.read(path).id == identifier


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _data: b"",
        lambda _data: b"\xff\xfe\x00",
        lambda data: data.replace(b'"pages"', b'"sites"'),
        lambda data: data.replace(b'"read"', b'"eaten"'),
    ],
)
def test_a_damaged_file_is_put_aside_and_reported(outbox: Outbox, damage):
    path = outbox.write(make_visit())
    path.write_bytes(damage(path.read_bytes()))
    read = outbox.read(path)
    assert isinstance(read, Damaged)
    assert read.reason
    assert read.path.exists()
    assert outbox.waiting() == ()


def test_what_an_interrupted_program_left_unfinished_is_removed(outbox: Outbox):
    (outbox.folder / "000000000001-x.part").write_bytes(b'{"id": "x"')
    path = outbox.write(make_visit())
    outbox.start()
    assert list(outbox.folder.iterdir()) == [path]


def test_a_removed_folder_is_made_again(outbox: Outbox):
    outbox.folder.rmdir()
    assert outbox.waiting() == ()
    outbox.write(make_visit())
    assert len(outbox.waiting()) == 1


@pytest.mark.parametrize("failing", ["fsync", "write"])
def test_a_full_disk_leaves_nothing_half(outbox: Outbox, monkeypatch, failing: str):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(StoreError, match=r"outbox: the disk is full .* \d+ bytes"):
        outbox.write(make_visit())
    monkeypatch.undo()
    assert list(outbox.folder.iterdir()) == []


def test_an_outbox_that_cannot_be_made_is_told_in_words(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot write"):
        Outbox(tmp_path / "file" / "outbox").start()
