import doctest
import sys
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from rich.text import Text

from tests.db.builders import make_feed_state, make_page, make_visit
from tracker.cli import screen
from tracker.cli.screen import (
    CrawlScreen,
    console,
    describe,
    describe_page,
    in_words,
    summary,
)
from tracker.model import Poll, Search, SearchState

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTING = "".join(
    char
    for char in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}
)
FEED = "https://desk:hunter2@lajme.example/feed?key=hunter3"


def is_clean(line: str) -> bool:
    return not set(line) & set(ACTING)


def visit_told(detail: str, **changes):
    return make_visit(
        make_page(outcome="failed", detail=detail, checked_at=NOW),
        feed=make_feed_state(url=FEED),
        poll=Poll(polled_at=NOW, outcome="failed", detail=detail),
        **changes,
    )


def test_the_examples_in_its_words_are_true():
    assert doctest.testmod(screen).failed == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "1 s"),
        (89, "89 s"),
        (90, "2 min"),
        (3600, "1 h 0 min"),
        (3 * 3600 + 59, "3 h 1 min"),
    ],
)
def test_times_are_told_as_people_do(seconds, told):
    assert in_words(timedelta(seconds=seconds)) == told


def test_a_question_put_off_says_how_long():
    search = Search(
        incident="fair",
        outlet="bregu",
        via="gdelt",
        address="https://gdelt.example/",
        listing="https://gdelt.example/",
        from_at=NOW,
        to_at=NOW,
    )
    later = SearchState(search=search, retry_at=NOW + timedelta(minutes=5))
    poll = Poll(polled_at=NOW, outcome="later", detail="429")
    visit = make_visit(feed=None, poll=poll, searches=(later,))
    assert describe(visit) == "bregu: gdelt: later: 429; asked again in 5 min"


def test_an_event_is_one_line_whatever_others_wrote():
    forged = "x\r\n2026-03-02 ERROR forged\u2028INFO ok\x85INFO ok"
    for detail in (forged, f"a{ACTING}b", ACTING):
        visit = visit_told(detail)
        assert is_clean(describe(visit))
        assert is_clean(describe_page(visit.pages[0]))
    assert describe(visit_told(forged)).endswith(
        "x 2026-03-02 ERROR forged INFO ok INFO ok"
    )


def test_an_outlet_of_pages_by_themselves_breaks_no_line():
    visit = make_visit(make_page(outlet=f"a{ACTING}b"), feed=None, poll=None)
    assert is_clean(describe(visit))
    assert describe(visit).endswith("b: pages: 1 matched")


def test_no_event_tells_a_password_or_a_key():
    visit = visit_told(f"{FEED}: 401")
    for told in (describe(visit), describe_page(visit.pages[0])):
        assert "lajme.example/feed?key=…" in told
        assert "hunter" not in told
    assert "hunter" not in str(summary([visit]).rows)


@pytest.mark.parametrize("printed", [str, Text])
def test_nothing_that_is_printed_acts_on_the_terminal(capsys, printed):
    screen = console()
    screen.print(printed(f"a{ACTING}b"), soft_wrap=True)
    screen.print(printed("\x1b]52;c;ZXZpbA==\x07[link=x]:smile:"), style="bold")
    out = capsys.readouterr().out
    assert set(out) & set(ACTING) == {"\n"}
    assert "[link=x]:smile:" in out


def test_what_is_printed_keeps_its_lines_and_its_blanks(capsys):
    console().print("\nnext\n    tracker report", soft_wrap=True)
    assert capsys.readouterr().out == "\nnext\n    tracker report\n"


def test_a_crawl_prints_a_line_an_event(capsys):
    screen = console()
    with CrawlScreen(screen) as progress:
        progress.start(1, 0)
        progress.visit(visit_told(f"x\nfake: read{ACTING}"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 feeds due, 0 pages to try again"
    assert len(lines) == 2
    assert is_clean(lines[1])
