from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tracker.config import load, warnings
from tracker.demo.outlets import OUTLETS
from tracker.demo.scenario import demo_config, timeline
from tracker.demo.texts import ZONE

BASES = {
    outlet.id: f"http://127.0.0.1:{8800 + number}"
    for number, outlet in enumerate(OUTLETS)
}


def test_the_week_is_played_every_six_hours() -> None:
    moments = timeline()
    assert moments[0] == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert moments[-1] == datetime(2026, 3, 8, 6, tzinfo=UTC)
    steps = {after - before for before, after in pairwise(moments)}
    assert steps == {timedelta(hours=6)}


def test_the_configuration_is_valid_and_draws_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(demo_config(BASES), encoding="utf-8")
    config = load(path)
    assert warnings(config) == ()
    assert {outlet.id for outlet in config.outlets} == set(BASES)
    assert len(config.incidents) == 2
    assert all(len(incident.facts) >= 8 for incident in config.incidents)
    assert config.crawl.private_addresses == {
        ("127.0.0.1", 8800 + number) for number in range(len(OUTLETS))
    }


def test_every_window_lies_between_the_first_and_the_last_pass(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(demo_config(BASES), encoding="utf-8")
    for incident in load(path).incidents:
        first = datetime(
            incident.first_day.year,
            incident.first_day.month,
            incident.first_day.day,
            tzinfo=ZONE,
        )
        last = datetime(
            incident.last_day.year,
            incident.last_day.month,
            incident.last_day.day,
            tzinfo=ZONE,
        ) + timedelta(days=1)
        assert timeline()[0] < first
        assert last < timeline()[-1]


def test_an_outlet_without_a_site_is_refused() -> None:
    some = {id_: base for id_, base in BASES.items() if id_ != "coast-tribune"}
    with pytest.raises(ValueError, match="no site"):
        demo_config(some)
