"""`tracker status` as a user types it, on a site that works and one that does not."""

from datetime import timedelta

import duckdb
import pytest
from rich.console import Console

from tests.db.builders import NOW, make_config
from tests.web.server import Answer
from tracker.cli import status
from tracker.cli.status import show_status
from tracker.core.health import FeedHealth, OutletHealth, StoreHealth
from tracker.db.recoding import Outdated
from tracker.model import RobotsFile, SiteNotes, SiteRest

NOTHING_OUTDATED = Outdated(articles=0, parts=frozenset())


def change(newsroom, *statements: str) -> None:
    """Let the database say what only weeks of crawling would."""
    with duckdb.connect(newsroom.folder / "data/coverage.duckdb") as connection:
        for statement in statements:
            connection.execute(statement)


def test_before_the_first_crawl_it_says_what_to_type(newsroom):
    told = newsroom.tracker("status")
    assert told.returncode == 1
    assert "`tracker crawl` begins" in told.stdout


def test_where_all_works_there_is_nothing_to_look_at(newsroom):
    newsroom.tracker("crawl")
    told = newsroom.tracker("status")
    assert told.returncode == 0, told.stdout
    assert "crawler: none is running" in told.stdout
    assert "last visit: " in told.stdout
    assert "1 outlet works: bregu" in told.stdout
    assert "outbox: 0 visits wait" in told.stdout


def test_a_feed_that_fails_is_named_with_reason_and_time_of_the_next_visit(newsroom):
    newsroom.tracker("crawl")
    newsroom.site.routes["/feed/"] = Answer(status=503)
    newsroom.tracker("crawl", "--force")
    told = newsroom.tracker("status")
    assert told.returncode == 0  # it may pass
    words = " ".join(told.stdout.split())
    assert "1 outlet in trouble that is left to pass by itself:" in words
    assert "(1 visit): the server answered 503; nothing to do yet; it is asked" in words


def test_a_dead_feed_and_a_quiet_crawler_are_to_be_looked_at(newsroom):
    newsroom.tracker("crawl")
    change(
        newsroom,
        "update feeds set state = 'dead', failures = 36,"
        " last_success_at = last_success_at - interval 31 day",
        "update polls set outcome = 'failed', detail = 'the server answered 404',"
        " polled_at = polled_at - interval 9 hour",
    )
    told = newsroom.tracker("status")
    assert told.returncode == 1
    words = " ".join(told.stdout.split())
    assert "9 h ago: no outlet is observed since; start `tracker run`" in words
    assert "1 of 1 outlet needs a look: bregu dead: no good visit since" in words
    assert "(36 visits): the server answered 404" in words
    assert newsroom.site.url("/feed/") in words
    assert "correct `feeds:`" in words


def test_an_outlet_that_is_new_in_the_configuration_waits_for_a_crawl(newsroom):
    newsroom.tracker("crawl")
    path = newsroom.folder / "config.yaml"
    more = "outlets:\n  - {id: skela, name: Skela, home: 'http://skela.example/',"
    more += " feeds: ['http://skela.example/feed/']}\n"
    path.write_text(path.read_text().replace("outlets:\n", more))
    told = newsroom.tracker("status")
    assert told.returncode == 1
    assert "new in the configuration; `tracker crawl` begins" in told.stdout


def test_how_far_the_questions_to_archives_are_is_said_with_the_command(newsroom):
    newsroom.tracker("crawl")
    assert "backfill" not in newsroom.tracker("status").stdout
    insert = (
        "insert into searches (incident, via, address, outlet, listing, query,"
        " from_at, to_at, outcome, whole, attempts) select {incident}, 'gdelt',"
        " 'https://gdelt.example/' || n, 'bregu', 'l', 'q', timestamp '2026-03-02',"
        " timestamp '2026-03-09', case when n < 3 then 'read' when n < 5 then 'open'"
        " else 'failed' end, true, 0 from range(6) as t (n)"
    )
    change(
        newsroom,
        insert.format(incident="'fair'"),
        insert.format(incident="'no_longer_configured'"),
    )
    told = newsroom.tracker("status")
    assert told.returncode == 0
    assert (
        "backfill of fair: 3 questions answered, 2 open, 1 failed;"
        " `tracker backfill fair` goes on"
    ) in " ".join(told.stdout.split())
    assert "no_longer_configured" not in told.stdout
    # who looks at the past only has no feed to worry about
    change(newsroom, "delete from polls")
    told = newsroom.tracker("status")
    assert told.returncode == 0
    assert "feeds: none has been visited yet" in told.stdout
    assert "need a look" not in told.stdout


def test_a_database_of_an_older_version_is_not_misread(newsroom):
    newsroom.tracker("crawl")
    change(newsroom, "delete from schema_steps where step = 0")
    told = newsroom.tracker("status")
    assert told.returncode == 1
    assert "older version" in told.stdout


def test_a_database_that_is_held_is_said_to_be_held(newsroom, monkeypatch):
    newsroom.tracker("crawl")
    path = newsroom.folder / "data/coverage.duckdb"
    with duckdb.connect(path):
        told = newsroom.tracker("status")
    assert told.returncode == 1
    assert "not known while the database is held" in " ".join(told.stdout.split())


FEED = FeedHealth(
    url="https://user:hunter@lajme.example/feed/?key=hush",
    state="active",
    first_visit_at=NOW,
    last_success_at=NOW,
)


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Show the status of an outlet of which this is known, at nine o'clock."""

    def show(outlet: OutletHealth, notes: SiteNotes | None = None) -> tuple[int, str]:
        health = StoreHealth(outlets=(outlet,), last_visit_at=NOW)
        monkeypatch.setattr(status, "read_health", lambda *_, now: health)
        monkeypatch.setattr(
            status, "read_sites", lambda *_: SiteNotes() if notes is None else notes
        )
        monkeypatch.setattr(status, "pending", lambda _: ())
        monkeypatch.setattr(status, "outdated", lambda *_: NOTHING_OUTDATED)
        monkeypatch.setattr(status, "search_outcomes", lambda *_: {})
        monkeypatch.setattr(status.clock, "now", lambda: NOW)
        path = tmp_path / "coverage.duckdb"
        duckdb.connect(path).close()
        screen = Console(width=80, record=True)
        code = show_status(make_config(database=path), screen)
        return code, " ".join(screen.export_text().split())

    return show


def outlet(**fields: object) -> OutletHealth:
    return OutletHealth(**{"outlet": "lajme-shembull", "feeds": (FEED,)} | fields)


def with_feed(**fields: object) -> OutletHealth:
    known = {name: getattr(FEED, name) for name in FEED.__dataclass_fields__}
    return outlet(feeds=(FeedHealth(**known | fields),))


def test_what_is_known_of_its_site_is_told_with_the_outlet(told):
    notes = SiteNotes(
        rests=(
            SiteRest(
                site="lajme.example",
                until_at=NOW + timedelta(minutes=40),
                reason="the site answered 429 and asked to wait",
            ),
            SiteRest(site="x.example", until_at=NOW + timedelta(days=1), reason="?"),
        ),
        robots=(
            RobotsFile(
                origin="https://lajme.example",
                checked_at=NOW,
                body="User-agent: *\nCrawl-delay: 90",
                failing_since_at=NOW - timedelta(hours=3),
            ),
        ),
    )
    code, text = told(outlet(), notes)
    assert code == 0
    assert "left alone until 10:40: the site answered 429 and asked to wait" in text
    assert "its robots.txt cannot be read since 07:00" in text
    assert "asks for 90 s between two visits, of which 30 s are kept" in text


def test_a_delay_that_we_keep_anyway_is_not_worth_a_word(told):
    robots = RobotsFile(
        origin="https://lajme.example",
        checked_at=NOW,
        body="User-agent: *\nCrawl-delay: 1",
    )
    assert "between two visits" not in told(outlet(), SiteNotes(robots=(robots,)))[1]


def test_only_another_domain_makes_a_move_worth_a_look(told):
    code, text = told(with_feed(moved_to="https://www.lajme.example/rss"))
    assert (code, "(another domain)" in text) == (0, False)
    code, text = told(with_feed(moved_to="https://other.example/rss"))
    assert (code, "(another domain)" in text) == (1, True)


def test_no_secret_of_an_address_is_shown(told):
    _, text = told(with_feed(state="gone", detail="gone for good, says the server"))
    assert "lajme.example/feed/" in text
    assert "hunter" not in text
    assert "hush" not in text


def test_an_outlet_that_is_listed_only_has_its_line(told):
    code, text = told(outlet(is_fetched=False, feeds=()))
    assert code == 0
    assert "listed only, never visited (fetch: false): lajme-shembull" in text
