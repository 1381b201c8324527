"""The records of a file become visits: told apart by bytes, the rest extracted."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from tests.db.builders import make_store, rows
from tests.pipeline.fakes import NOW, FakeKnown, article, known_of, make_config
from tracker.core import urls
from tracker.model import Failure, Reply, Sight
from tracker.pipeline import batches
from tracker.pipeline.batches import PAGES_PER_VISIT
from tracker.pipeline.pages import PageReader
from tracker.pipeline.records import (
    MOST_DAMAGES,
    WAITING_PER_WORKER,
    FileRead,
    RecordReader,
)

SEEN = NOW - timedelta(days=900)
NAMED = "At the fair\nThe Vala Association had a stand at the fair."
OTHER = "Weather\nIt rains."


@dataclass(frozen=True)
class Captured:
    url: str
    captured_at: datetime | None
    reply: Reply | Failure


@dataclass(frozen=True)
class Damaged:
    where: str
    what: str
    ends: bool = False


def record(name, text=NAMED, *, status=200, at=SEEN, headers=None) -> Captured:
    url = name if "://" in name else article(name)
    reply = Reply(
        asked=url,
        url=url,
        status=status,
        headers={"content-type": "text/html", **(headers or {})},
        body=f"<html><body>{text}</body></html>".encode(),
    )
    return Captured(url, at, reply)


def may_contain(reply) -> bool:
    return b"Vala" in reply.body


def reader(desk, *, known=None, keep="matched", tools=None, read_copy=None, **more):
    config = make_config(keep=keep)
    tools = tools or desk.tools(config)
    pages = PageReader(config, tools=tools, config_hash="hash")
    return RecordReader(
        config,
        name="a.warc.gz",
        run_id="run",
        config_hash="hash",
        known=known or FakeKnown(),
        tools=tools,
        may_contain=more.pop("may_contain", may_contain),
        read_copy=read_copy or pages.read_copy,
        **more,
    )


def read(desk, records, **options) -> FileRead:
    """As a file is read: a record is given only where it was wanted."""
    one = reader(desk, **options)
    return one.read(
        found
        for found in records
        if isinstance(found, Damaged) or one.wanted(found.url)
    )


def written(desk):
    return {page.url: page for visit in desk.written for page in visit.pages}


def outcomes(desk):
    return {
        page.url.rpartition("/")[2]: page.outcome
        for visit in desk.written
        for page in visit.pages
    }


def test_a_page_that_names_an_actor_is_kept_with_when_it_was_captured(desk):
    done = read(desk, [record("a")])
    page = written(desk)[article("a")]
    assert (page.outcome, page.found_via, page.feed_url) == ("matched", "warc", None)
    assert (page.captured_at, page.first_seen_at) == (SEEN, NOW)
    assert page.copy_url is None
    assert page.article.text.title == "At the fair"
    assert (done.whole, done.matches) == (True, 1)
    assert (done.records, done.new) == ({"bregu": 1}, {"bregu": 1})


def test_a_page_that_can_name_nothing_is_noted_and_not_extracted(desk):
    def extract_nothing(*_given):
        raise AssertionError("it was extracted")

    read(desk, [record("a", OTHER)], read_copy=extract_nothing)
    page = written(desk)[article("a")]
    assert (page.outcome, page.article, page.retry_at) == ("unmatched", None, None)
    assert page.detail == "names nothing that is tracked"
    assert (page.checked_at, page.attempts, page.config_hash) == (NOW, 1, "hash")
    assert page.captured_at == SEEN


def test_its_row_is_that_of_an_extracted_page_but_for_the_title(desk):
    read(desk, [record("a", OTHER)])
    read(desk, [record("a", OTHER)], may_contain=lambda _reply: True)
    glanced, extracted = (visit.pages[0] for visit in desk.written)
    assert extracted == replace(glanced, title="Weather")


def test_where_all_texts_are_kept_every_page_is_extracted(desk):
    read(desk, [record("a", OTHER)], keep="all")
    assert written(desk)[article("a")].article is not None


def test_only_outlets_that_may_be_read_are_counted_and_read(desk):
    done = read(
        desk,
        [
            record("a"),
            record("https://www.bregu.example/b"),
            record("https://closed.example/a"),
            record("https://elsewhere.example/a"),
            record("https://justicehomeland.org/a"),
            record("mailto://bregu.example"),
            record("https://bregu.example/a b"),
        ],
    )
    assert set(written(desk)) == {article("a"), "https://www.bregu.example/b"}
    assert done.records == {"bregu": 2}


def test_a_blocked_address_is_not_read_whoever_seems_to_publish_it(desk):
    one = reader(desk)
    assert not one.wanted("https://bregu.example/?u=https://justicehomeland.org/a")


def test_addresses_are_kept_in_their_one_spelling(desk):
    done = read(
        desk,
        [record("a?utm_source=x#top"), record("HTTPS://Bregu.example:443/./a")],
    )
    assert set(written(desk)) == {article("a")}
    assert (done.records, done.new) == ({"bregu": 2}, {"bregu": 1})


def test_what_the_ledger_knows_is_not_read_again(desk):
    done = read(desk, [record("a"), record("b")], known=known_of("a"))
    assert set(written(desk)) == {article("b")}
    assert (done.records, done.new) == ({"bregu": 2}, {"bregu": 1})


def test_the_same_file_read_again_is_asked_for_nothing(desk):
    records = [record("a"), record("b", OTHER), record("c", status=404)]
    read(desk, records)
    known = FakeKnown(pages={urls.url_hash(url): None for url in written(desk)})
    desk.written.clear()
    done = read(desk, records, known=known)
    assert desk.written == []
    assert (done.whole, done.records) == (True, {"bregu": 3})
    assert (done.new, done.unread) == ({}, 1)


def lost_known() -> FakeKnown:
    known = known_of("a")
    first = NOW - timedelta(days=3)
    key = urls.url_hash(article("a"))
    known.sights[key] = Sight(first_seen_at=first, not_seen_at=None, is_lost=True)
    return known


def test_what_was_lost_is_read_where_an_archive_has_it(desk):
    done = read(desk, [record("a")], known=lost_known())
    page = written(desk)[article("a")]
    assert page.outcome == "matched"
    assert page.first_seen_at == NOW - timedelta(days=3)
    assert done.new == {"bregu": 0}


def test_what_was_lost_and_is_so_in_the_archive_stays_as_it_is(desk):
    read(desk, [record("a", status=404)], known=lost_known())
    assert desk.written == []


@pytest.mark.parametrize(
    "reply, outcome",
    [
        (replace(record("a").reply, body=b"%PDF-1.7 x"), "not_html"),
        (record("a", "Vala").reply, "not_article"),
    ],
    ids=["pdf", "no article"],
)
def test_what_is_no_article_is_noted_and_not_asked_for_elsewhere(desk, reply, outcome):
    read(desk, [Captured(article("a"), SEEN, reply)])
    page = written(desk)[article("a")]
    assert (page.outcome, page.retry_at, page.attempts) == (outcome, None, 1)
    assert page.captured_at == SEEN


CUT = Failure(outcome="failed", detail="the archive does not have the whole page")
CHALLENGE = b"<html><title>Just a moment...</title><script>_cf_chl_opt</script></html>"


@pytest.mark.parametrize(
    "reply",
    [
        *(record("a", status=status).reply for status in (401, 403, 404, 410, 429)),
        record("a", status=500).reply,
        record("a", status=503, headers={"retry-after": "60"}).reply,
        replace(record("a").reply, status=503, body=CHALLENGE),
        replace(record("a").reply, body=b""),
        CUT,
        Failure(outcome="too_large", detail="the page is too large"),
    ],
    ids=[
        *("401", "403", "404", "410", "429", "500", "503"),
        *("challenge", "empty", "cut", "too large"),
    ],
)
def test_what_the_archive_could_not_have_is_counted_and_left_to_others(desk, reply):
    done = read(desk, [Captured(article("a"), SEEN, reply), record("b")])
    assert set(written(desk)) == {article("b")}
    assert (done.unread, done.new, done.whole) == (1, {"bregu": 1}, True)


def test_what_could_not_be_extracted_is_counted_and_left_to_others(desk):
    def read_copy(seen, *_given):
        return replace(seen, outcome="failed")

    done = read(desk, [record("a")], read_copy=read_copy)
    assert (desk.written, done.unread, done.new) == ([], 1, {})


def test_a_redirect_leaves_it_to_the_record_that_it_leads_to(desk):
    done = read(desk, [record("a", status=301)])
    assert desk.written == []
    assert done.records == {"bregu": 1}


def test_a_later_record_is_read_where_the_first_could_not_be(desk):
    done = read(
        desk,
        [record("a", status=500), record("a", status=500), record("a"), record("a")],
    )
    assert [p.outcome for v in desk.written for p in v.pages] == ["matched"]
    assert (done.new, done.unread) == ({"bregu": 1}, 0)


def test_a_later_record_is_read_where_the_first_could_not_be_extracted(desk):
    results = ["failed", *["matched"] * WAITING_PER_WORKER]

    def read_copy(seen, *_given):
        return replace(seen, outcome=results.pop(0))

    # One after the other, so that the first is read when as many wait as may.
    others = [record(str(n)) for n in range(WAITING_PER_WORKER - 1)]
    done = read(
        desk, [record("a"), *others, record("a")], read_copy=read_copy, workers=1
    )
    pages = [page for visit in desk.written for page in visit.pages]
    told = [page.outcome for page in pages if page.url == article("a")]
    assert (told, done.unread) == (["matched"], 0)


@pytest.mark.parametrize("first", ["failed", "matched"])
def test_another_copy_waits_while_the_first_is_being_read(desk, first):
    is_given, results, asked = threading.Event(), [first, "unmatched"], []

    def read_copy(seen, *_given):
        assert is_given.wait(20)
        asked.append(seen.captured_at)
        return replace(seen, outcome=results.pop(0))

    one = reader(desk, read_copy=read_copy)
    later = SEEN + timedelta(days=1)

    def records():
        assert one.wanted(article("a"))
        yield record("a")
        # What is no page at all takes nobody's place.
        assert one.wanted(article("a"))
        yield record("a", status=404)
        assert one.wanted(article("a"))
        yield record("a", at=later)
        assert not one.wanted(article("a"))
        is_given.set()

    done = one.read(records())
    is_first = first == "matched"
    assert asked == ([SEEN] if is_first else [SEEN, later])
    assert outcomes(desk) == {"a": "matched" if is_first else "unmatched"}
    assert (done.unread, done.whole, done.new) == (0, True, {"bregu": 1})


@pytest.mark.parametrize("at", [None, NOW + timedelta(days=1)], ids=["none", "ahead"])
def test_a_time_that_cannot_be_is_not_kept(desk, at):
    read(desk, [record("a", at=at)])
    assert written(desk)[article("a")].captured_at is None


def test_damage_is_told_and_the_rest_is_read(desk):
    done = read(desk, [record("a"), Damaged("record 2", "cut"), record("b")])
    assert set(outcomes(desk)) == {"a", "b"}
    assert done.damages == ("a.warc.gz: record 2: cut",)
    assert (done.damaged, done.whole) == (1, True)


def test_a_file_that_ends_in_the_middle_was_not_read_whole(desk):
    done = read(desk, [record("a"), Damaged("record 2", "cut", ends=True)])
    assert set(outcomes(desk)) == {"a"}
    assert (done.damaged, done.whole) == (1, False)


def test_of_a_file_that_is_damaged_all_over_some_places_are_told(desk):
    done = read(desk, [Damaged(f"record {n}", "cut") for n in range(100)])
    assert (len(done.damages), done.damaged) == (MOST_DAMAGES, 100)


# ------------------------------------------------------------------ many pages


def test_pages_are_written_down_some_at_a_time(desk):
    read(desk, (record(str(n), OTHER) for n in range(2 * PAGES_PER_VISIT + 1)))
    assert [len(visit.pages) for visit in desk.written] == [
        PAGES_PER_VISIT,
        PAGES_PER_VISIT,
        1,
    ]
    assert len({visit.id for visit in desk.written}) == 3
    assert all(visit.feed is visit.poll is None for visit in desk.written)
    assert {visit.run_id for visit in desk.written} == {"run"}


def test_pages_are_written_down_after_some_seconds(desk):
    times = [NOW]

    def records():
        yield record("a", OTHER)
        times.append(NOW + timedelta(seconds=4))
        yield record("b", OTHER)
        assert desk.written == []
        times.append(NOW + timedelta(seconds=5))
        yield record("c", OTHER)
        assert len(desk.written) == 1
        yield record("d", OTHER)

    tools = replace(desk.tools(make_config()), clock=lambda: times[-1])
    read(desk, records(), tools=tools)
    assert [len(visit.pages) for visit in desk.written] == [2, 2]


def test_pages_are_written_down_while_others_are_passed_over(desk):
    times = [NOW]
    tools = replace(desk.tools(make_config()), clock=lambda: times[-1])
    one = reader(desk, tools=tools)

    def records():
        assert one.wanted(article("a"))
        yield record("a", OTHER)
        times.append(NOW + timedelta(seconds=5))
        assert not one.wanted("https://elsewhere.example/a")
        assert len(desk.written) == 1

    one.read(records())


def test_two_files_of_one_name_are_both_stored(desk, tmp_path):
    store = make_store(tmp_path)
    config = make_config()
    store.sync(config, now=NOW, program="tracker 1")
    tools = replace(desk.tools(config), write=store.outbox.write)
    for name in ("a", "b"):
        read(desk, [record(name)], tools=tools)
    applied = store.apply(now=NOW)
    assert applied.visits == 2
    found = rows(store, "select url, outcome from pages order by url")
    assert found == [(article("a"), "matched"), (article("b"), "matched")]


def test_long_texts_are_written_down_earlier(desk, monkeypatch):
    # Their bodies have 41 characters.
    monkeypatch.setattr(batches, "TEXT_PER_VISIT", 100)
    read(desk, (record(str(n)) for n in range(10)))
    assert [len(visit.pages) for visit in desk.written] == [3, 3, 3, 1]


def test_few_pages_wait_in_memory_and_several_are_read_at_once(desk):
    lock, together = threading.Lock(), threading.Barrier(3, timeout=20)
    given, done, most = 0, 0, 0

    def read_copy(seen, _outlet, _entry, _reply):
        nonlocal done
        together.wait()
        with lock:
            done += 1
        return replace(seen, outcome="unmatched")

    def records():
        nonlocal given, most
        for n in range(90):
            with lock:
                given += 1
                most = max(most, given - done)
            yield record(str(n))

    read(desk, records(), read_copy=read_copy, workers=3)
    assert len(outcomes(desk)) == 90
    # One more has come out of the file, and three may have been read just now.
    assert 3 <= most <= 3 * WAITING_PER_WORKER + 1 + 3


def test_a_stop_ends_it_at_the_next_record_and_keeps_what_was_read(desk):
    def records():
        yield record("a", OTHER)
        yield record("b", OTHER)
        desk.stop.set()
        yield record("c", OTHER)
        raise AssertionError("it went on")

    done = read(desk, records())
    assert set(outcomes(desk)) == {"a", "b"}
    assert not done.whole


def test_a_page_that_was_given_up_leaves_the_file_to_be_read_again(desk):
    def read_copy(seen, *_given):
        return None if seen.url.endswith("/a") else replace(seen, outcome="matched")

    done = read(desk, [record("a"), record("b")], read_copy=read_copy)
    assert set(outcomes(desk)) == {"b"}
    assert not done.whole


def test_a_fault_of_ours_is_not_hidden(desk):
    def read_copy(*_given):
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        read(desk, [record("a")], read_copy=read_copy)


def test_a_fault_of_ours_loses_nothing_that_was_read(desk):
    together = threading.Barrier(2, timeout=20)

    def read_copy(seen, *_given):
        together.wait()
        if seen.url.endswith("/b"):
            raise KeyError("a bug")
        return replace(seen, outcome="matched")

    records = [record("a", OTHER), record("b"), record("c")]
    with pytest.raises(KeyError):
        read(desk, records, read_copy=read_copy)
    assert outcomes(desk) == {"a": "unmatched", "c": "matched"}


def test_progress_is_told_at_each_page_of_the_file(desk):
    told = []
    records = [record("https://elsewhere.example/a"), record("a"), record("b", OTHER)]
    read(desk, records, progress=lambda *counts: told.append(counts))
    assert [pages for pages, _ in told] == [1, 2, 3]
    assert all(matches in (0, 1) for _, matches in told)
