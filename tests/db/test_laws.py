"""Laws of the store, for any visits in any order."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.db.builders import (
    NOW,
    FakeTime,
    dump,
    make_config,
    make_draft,
    make_page,
    make_store,
    make_visit,
    rows,
)
from tracker.db.outbox import Outbox
from tracker.db.store import Store
from tracker.model import PageVisit, Visit

ADDRESSES = [f"https://lajme.example/{name}" for name in "abc"]


@st.composite
def pages(draw: st.DrawFn) -> PageVisit:
    url = draw(st.sampled_from([*ADDRESSES, "https://m.lajme.example/a"]))
    at = NOW + timedelta(minutes=draw(st.integers(0, 90)))
    page = make_page(url, at=at, entry_hash=draw(st.none() | st.integers(1, 9)))
    if draw(st.booleans()):
        outcome = draw(st.sampled_from(["failed", "unmatched", "gone", "pending"]))
        return replace(page, outcome=outcome)
    draft = make_draft(
        draw(st.sampled_from(ADDRESSES)),
        body=draw(st.sampled_from(["", "Një tekst.", "Një tekst. " * 10, "\ud800 x"])),
        day=NOW.date() + timedelta(days=draw(st.integers(0, 9))),
    )
    return replace(page, article=draft)


@st.composite
def visits(draw: st.DrawFn) -> list[Visit]:
    listed = draw(st.lists(st.lists(pages(), max_size=4), min_size=1, max_size=4))
    return [
        make_visit(*found, visit_id=f"v{number}", at=NOW + timedelta(minutes=number))
        for number, found in enumerate(listed)
    ]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = make_store(tmp_path_factory.mktemp("blank"))
    store.sync(make_config(), now=NOW, program="tracker 1")
    return store.path


def copy_of(blank: Path, folder: Path) -> Store:
    folder.mkdir()
    path = folder / "coverage.duckdb"
    shutil.copyfile(blank, path)
    outbox = Outbox(folder / "outbox")
    outbox.start()
    return Store(path, outbox=outbox, wait=FakeTime().wait)


@given(listed=visits(), again=st.lists(st.integers(0, 3), max_size=4))
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_applying_twice_is_applying_once(
    blank: Path, tmp_path_factory: pytest.TempPathFactory, listed, again
):
    folder = tmp_path_factory.mktemp("laws")
    once, twice = copy_of(blank, folder / "once"), copy_of(blank, folder / "twice")
    for visit in listed:
        once.outbox.write(visit)
    once.apply(now=NOW)
    for visit in listed:
        twice.outbox.write(visit)
        twice.apply(now=NOW)
    for number in again:
        twice.outbox.write(listed[number % len(listed)])
    twice.apply(now=NOW)
    assert dump(once) == dump(twice)
    assert once.outbox.waiting() == twice.outbox.waiting() == ()
    assert_whole(once)


def assert_whole(store: Store) -> None:
    """Keys are unique, references lead somewhere, versions count up to the latest."""
    for table, key in (
        ("articles", "article_id"),
        ("versions", "article_id, version"),
        ("pages", "url"),
        ("polls", "feed_url, polled_at"),
        ("feeds", "feed_url"),
        ("dates", "article_id, source, value"),
        ("incident_articles", "incident, article_id"),
        (
            "annotations",
            "article_id, version, coder, layer, incident, actor, code, start_char",
        ),
    ):
        doubled = rows(
            store,
            f"select {key} from {table} group by all having count(*) > 1",  # noqa: S608 - our own names
        )
        assert (table, doubled) == (table, [])
    assert (
        rows(
            store,
            "select article_id from articles left join versions using (article_id, day)"
            " group by article_id, versions having count(version) <> versions"
            " or max(version) <> versions or count(*) filter (where latest) <> 1"
            " or max(version) filter (where latest) <> versions",
        )
        == []
    )
    assert (
        rows(
            store,
            "select article_id from articles join versions using (article_id, day)"
            " where latest and articles.title <> versions.title",
        )
        == []
    )
    assert (
        rows(
            store,
            "select url from pages anti join articles using (article_id)"
            " where article_id is not null",
        )
        == []
    )
    # An article has one address of its own, the others are duplicates.
    assert (
        rows(
            store,
            "select article_id from articles join pages using (article_id)"
            " group by article_id"
            " having count(*) filter (where outcome = 'matched') > 1",
        )
        == []
    )
    assert (
        rows(
            store,
            "select a.article_id from articles a left join articles b"
            " on a.copy_cluster = b.article_id"
            " where b.copy_cluster is distinct from a.copy_cluster",
        )
        == []
    )
    assert rows(store, "select url from pages where checked_at < first_seen_at") == []
