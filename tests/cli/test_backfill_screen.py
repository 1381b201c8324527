"""What people see of a backfill, without one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.cli.backfill_screen import (
    at_switched_off,
    in_file,
    outcome_table,
    slowest,
    what_is_left,
)
from tracker.model import PageVisit, Poll, Search, SearchState, Visit
from tracker.pipeline.records import FileRead

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def state(outlet="bregu", via="wordpress", **changes) -> SearchState:
    search = Search(
        incident="fair",
        outlet=outlet,
        via=via,
        address=f"https://{outlet}.example/{via}",
        listing="https://bregu.example/",
        from_at=NOW,
        to_at=NOW,
    )
    return SearchState(search=search, **changes)


def page(name: str, outcome: str, *, detail="", retry_at=None, checked=True):
    return PageVisit(
        url=f"https://bregu.example/{name}",
        outlet="bregu",
        found_via="wordpress",
        feed_url=None,
        first_seen_at=NOW,
        checked_at=NOW if checked else None,
        not_seen_at=None,
        outcome=outcome,
        detail=detail,
        attempts=1,
        retry_at=retry_at,
    )


def visit(*pages, searches=(), poll=None) -> Visit:
    return Visit(
        id="visit", run_id="run", feed=None, poll=poll, pages=pages, searches=searches
    )


def test_the_slowest_site_is_the_one_with_most_waiting_not_most_requests():
    left = {
        "quick.example": {SECOND: 10},
        "slow.example": {6 * SECOND: 2, SECOND: 1},
        "done.example": {6 * SECOND: -3},
    }
    assert slowest(left) == ("slow.example", 13 * SECOND)
    assert slowest({}) == ("", timedelta(0))


def table(states, visits):
    result = outcome_table(states, visits)
    names = [column.name for column in result.columns]
    return [dict(zip(names, row, strict=True)) for row in result.rows]


def test_each_outlet_has_a_row_of_its_questions_and_pages():
    states = [
        state(outcome="read"),
        state(outcome="blocked"),
        state(outcome="failed"),
        state(outcome="open"),
        state("qyteza", "gdelt", outcome="read"),
    ]
    pages = [page("a", "matched"), page("b", "unmatched"), page("c", "gone")]
    bregu, qyteza = table(states, [visit(*pages)])
    assert (bregu["outlet"], qyteza["outlet"]) == ("bregu", "qyteza")
    assert [bregu[key] for key in ("answered", "refused", "open")] == [1, 2, 1]
    assert [bregu[key] for key in ("matched", "unmatched", "other")] == [1, 1, 1]
    assert qyteza["answered"] == 1
    assert qyteza["matched"] == 0


def test_an_archive_that_is_not_there_is_no_refusal():
    (row,) = table([state(outcome="gone")], [])
    assert (row["refused"], row["first_failure"]) == (0, None)


def test_the_first_failure_is_told_and_no_later_one():
    polls = [
        visit(
            searches=(state(outcome=outcome),),
            poll=Poll(polled_at=NOW, outcome=outcome, detail=detail),
        )
        for outcome, detail in (("gone", "no such thing"), ("blocked", "shut"))
    ]
    failed = visit(page("a", "failed", detail="the server answered 500"))
    (row,) = table([state(outcome="blocked")], [*polls, failed])
    assert row["first_failure"] == "blocked: shut"


def test_what_came_at_another_try_is_no_failure():
    late = Poll(polled_at=NOW, outcome="later", detail="the server asked us to wait")
    busy = visit(searches=(state(),), poll=late)
    failed = visit(page("a", "failed", retry_at=NOW))
    tries = [busy, failed, visit(page("a", "matched"))]
    (row,) = table([state(outcome="read")], tries)
    assert (row["matched"], row["other"], row["first_failure"]) == (1, 0, None)
    (row,) = table([state(outcome="later")], tries)
    assert row["first_failure"] == "later: the server asked us to wait"


def test_pages_that_are_only_noted_are_not_counted():
    noted = page("a", "pending", retry_at=NOW, checked=False)
    (row,) = table([state(outcome="read")], [visit(noted)])
    assert (row["matched"], row["unmatched"], row["other"]) == (0, 0, 0)


def test_nothing_is_left_when_all_is_answered_or_refused_for_good():
    states = [state(outcome=each) for each in ("read", "gone", "blocked", "skipped")]
    assert what_is_left(states, [visit(page("a", "matched"))], stopped=False) == []


def test_what_is_open_and_what_was_given_up_are_told_apart():
    states = [state(), state(), state(via="gdelt", outcome="failed")]
    assert what_is_left(states, [], stopped=False) == [
        "gdelt: 1 question without an answer; `--again` asks again",
        "wordpress: 2 questions still open; the same command goes on",
    ]


def test_a_page_is_still_to_be_read_until_it_was():
    waits = visit(
        page("a", "pending", retry_at=NOW, checked=False),
        page("b", "failed", retry_at=NOW),
    )
    (told,) = what_is_left([], [waits], stopped=False)
    assert told.startswith("2 pages are still to be read")
    read = visit(page("a", "matched"), page("b", "failed"))
    assert what_is_left([], [waits, read], stopped=False) == []


def test_a_file_is_told_with_what_of_it_could_not_be_read():
    found = FileRead(
        whole=False,
        records={"bregu": 1200, "qyteza": 34},
        new={"bregu": 12},
        unread=7,
        matches=3,
        damages=(),
        damaged=2,
    )
    assert in_file(Path("a.warc.gz"), found) == (
        "a.warc.gz: 1,234 pages of 2 outlets, 12 new, 3 articles matched;"
        " 7 could not be read; 2 damaged places; not read to its end"
    )


def test_who_stopped_it_is_told_so_first():
    assert what_is_left([state()], [], stopped=True)[0].startswith("stopped as asked")


def test_questions_to_archives_that_are_switched_off_are_told():
    states = [state(via="gdelt"), state("qyteza", "gdelt"), state(via="wayback")]
    assert at_switched_off(states) == [
        "gdelt: 2 questions left, as it is switched off in the configuration",
        "wayback: 1 question left, as it is switched off in the configuration",
    ]
    assert at_switched_off([]) == []
