"""Days of polling under a simulated clock, judged by what was really published.

pytest tests/replay -m endurance -s   replays a month and prints its table
"""

import gzip
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.replay import scenes
from tests.replay.clockwork import Clockwork, config_of
from tests.replay.judge import (
    GOOD,
    Tally,
    bad_runs,
    covers,
    fixed,
    polls_of,
    proven,
    table,
    tally,
)
from tests.replay.shelf import report, shelve
from tests.replay.world import DAY, Site, World
from tracker.core.cadence import SHORTEST_WAIT
from tracker.db.store import Store
from tracker.model import Visit


@dataclass
class Replay:
    world: World
    visits: list[Visit]
    store: Store
    coverage: dict[str, list[dict]] = field(default_factory=dict)

    def polls(self, site: Site):
        return polls_of(self.visits, site)

    def tally(self, site: Site) -> Tally:
        return tally(self.world, self.visits, site)

    def rows(self, incident: str) -> list[dict]:
        """`coverage` of an incident, with all that is known at the end."""
        if incident not in self.coverage:
            given = {"incident": incident, "as_of": self.world.end.isoformat()}
            self.coverage[incident] = report(self.store, "coverage", given)
        return self.coverage[incident]


@pytest.fixture(
    scope="module",
    params=[
        "three_days",
        pytest.param("month", marks=[pytest.mark.corpus, pytest.mark.endurance]),
    ],
)
def replay(request, tmp_path_factory) -> Replay:
    if request.param == "month":
        world = scenes.month(titles_of(request.getfixturevalue("shared")))
    else:
        world = scenes.three_days()
    config = config_of(world)
    visits = list(Clockwork(world=world, config=config).run())
    folder = tmp_path_factory.mktemp("replay")
    store = shelve(visits, folder=folder, config=config, world=world)
    return Replay(world=world, visits=visits, store=store)


def _column(at):
    return at.replace(tzinfo=None)


def _local(at):
    return f"{at.astimezone(ZoneInfo('Europe/Tirane')):%Y-%m-%d %H:%M}"


def titles_of(shared: Path) -> list[str]:
    """Headlines of real outlets, for days on which nothing happens to the tracked."""
    file = shared / "corpora" / "feed-items-sq" / "2026-04.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["title"] for line in lines]


def test_nothing_that_could_be_seen_is_missed(replay):
    for site in replay.world.sites:
        if not site.may_lose:
            found = replay.tally(site)
            assert found.missed == (), site.url
            assert found.caught > 0


def test_what_is_lost_is_never_called_complete(replay):
    for site in replay.world.sites:
        stretches = proven(replay.polls(site))
        assert stretches
        for item in replay.tally(site).lost:
            called = [(a, b) for a, b in stretches if a < item.at <= b]
            assert not called, (site.url, item)


def test_a_window_lost_to_the_wishes_of_a_server_is_a_gap_and_not_a_silence(replay):
    for site in replay.world.sites:
        if site.is_wishful:
            assert replay.tally(site).missed
            told = [poll.detail for poll in replay.polls(site)]
            assert any("the feed's window was overrun" in each for each in told)
            assert any("the server asked us to wait until" in each for each in told)


def test_a_burst_that_an_hourly_visit_cannot_hold_is_a_gap(replay):
    for site in replay.world.sites:
        if site.conditions == "ignored" and site.burst_at is not None:
            assert replay.tally(site).missed
            told = [poll.detail for poll in replay.polls(site)]
            assert any("the feed's window was overrun" in each for each in told)


def test_every_outage_is_between_the_visits_that_show_it(replay):
    for site in replay.world.sites:
        found = bad_runs(replay.polls(site))
        assert len(found) == len(site.outages)
        for outage, bad in zip(site.outages, found, strict=True):
            assert bad.after < outage.start <= bad.first
            assert bad.last < outage.end <= bad.until


def test_every_outage_is_in_the_report_with_its_start_and_end(replay):
    as_of = replay.world.end.isoformat()
    since = replay.world.start.date().isoformat()
    told = report(replay.store, "outages", {"as_of": as_of, "since": since})
    health = report(replay.store, "outlet_health", {"as_of": as_of})
    for site in replay.world.sites:
        found = {
            (row["from_at"], row["to_at"])
            for row in told
            if row["feed_url"] == site.url and row["kind"] == "no_answer"
        }
        seen = [(bad.after, bad.until) for bad in bad_runs(replay.polls(site))]
        assert found == {(_column(a), _column(b)) for a, b in seen}, site.url
        (words,) = [
            row["outages_detail"] for row in health if row["feed_url"] == site.url
        ]
        for after, until in seen:
            start, end = _local(after), _local(until)
            short = end.removeprefix(start[:10]).strip()
            assert f"{start} to {short} (" in words
        asleep = replay.world.asleep
        ours = [
            row
            for row in told
            if row["feed_url"] == site.url and row["kind"] == "not_visited"
        ]
        assert any(
            row["from_at"] < _column(asleep.start)
            and row["to_at"] >= _column(asleep.end)
            for row in ours
        )


def test_no_outlet_that_published_is_called_silent(replay):
    for incident in replay.world.incidents:
        published = replay.world.publishers(incident)
        for row in replay.rows(incident):
            if row["state"] == "not_covered":
                assert row["outlet"] not in published, row
            if row["state"] == "covered":
                assert row["outlet"] in published, row


def test_silence_is_said_exactly_where_every_moment_of_the_day_was_watched(replay):
    """Else never to claim a silence would be an easy way to be right."""
    states = Counter()
    for incident in replay.world.incidents:
        day = replay.world.day_of(incident)
        published = replay.world.publishers(incident)
        for row in replay.rows(incident):
            if row["outlet"] not in published:
                watched = all(
                    covers(proven(replay.polls(site)), day, day + DAY)
                    for site in replay.world.sites
                    if site.outlet == row["outlet"]
                )
                assert (row["state"] == "not_covered") == watched, row
                states[row["state"]] += 1
    assert states["not_covered"] > 0
    assert states["partly_observed"] > 0


def test_no_visit_comes_sooner_than_two_minutes_after_the_last(replay):
    for site in replay.world.sites:
        times = [poll.polled_at for poll in replay.polls(site)]
        # Those who wait for others of their tick may come some seconds closer.
        waits = [b - a for a, b in pairwise(times)]
        assert min(waits) > SHORTEST_WAIT * 0.8


def test_after_a_sleep_each_feed_comes_once_in_its_turn(replay):
    asleep = replay.world.asleep
    first = []
    for site in replay.world.sites:
        times = [poll.polled_at for poll in replay.polls(site)]
        assert not any(asleep.holds(at) for at in times)
        first.append(min(at for at in times if at >= asleep.end))
    due_at_once = [at - asleep.end for at in first if at - asleep.end < scenes.HOUR / 4]
    assert len(due_at_once) >= 4
    assert len({wait.total_seconds() // 60 for wait in due_at_once}) > 2


def test_unchanged_feeds_are_not_read_again(replay):
    for site in replay.world.sites:
        polls = replay.polls(site)
        read = sum(poll.outcome == "read" for poll in polls)
        assert read <= replay.tally(site).items + 1
        assert sum(poll.outcome in GOOD for poll in polls) >= read


def test_it_is_told_beside_polling_at_a_fixed_interval(replay, capsys):
    rows = [
        (replay.tally(site), fixed(replay.world, site)) for site in replay.world.sites
    ]
    if len(replay.world.incidents) > 3:
        with capsys.disabled():
            print("", *table(rows), sep="\n")  # noqa: T201 - what this is for
    mine = sum(len(a.missed) for a, _ in rows if not a.site.may_lose)
    theirs = sum(len(b.missed) for a, b in rows if not a.site.may_lose)
    assert mine == 0 < theirs
