import sys
import unicodedata
from datetime import UTC, datetime

import pytest
from rich.text import Text

from tests.db.builders import make_feed_state, make_page, make_visit
from tracker.cli.screen import CrawlScreen, console, describe, describe_page, summary
from tracker.model import Poll

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
