"""Reports say when the configuration has moved on from what is stored."""

from tests.cli.conftest import Newsroom
from tests.cli.test_recoding import change


def test_a_report_notes_what_was_coded_before_a_change(crawled: Newsroom):
    before = crawled.tracker("report", "volume", "incident=fair")
    assert "tracker recode" not in before.stderr
    change(crawled, "[Vala Association]", "[harbour choir]")
    after = crawled.tracker("report", "volume", "incident=fair")
    assert after.returncode == 0
    assert "were coded before names changed; `tracker recode`" in after.stderr
    assert after.stdout == before.stdout


def test_an_incident_that_is_only_configured_is_no_slip(crawled: Newsroom):
    change(crawled, "id: fair", "id: market")
    told = crawled.tracker("report", "volume", "incident=market")
    assert told.returncode == 2
    assert "incident=market: is in " in told.stderr
    assert "`tracker recode` looks for it in everything stored" in told.stderr
    assert crawled.tracker("recode").returncode == 0
    assert crawled.tracker("report", "volume", "incident=market").returncode == 0
