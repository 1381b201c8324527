from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.db.builders import make_actor, make_config, make_incident, make_outlet
from tracker.core import fingerprint
from tracker.core.fingerprint import (
    changed_parts,
    coding_hash,
    config_hash,
    part_hashes,
)
from tracker.model import CrawlSettings, Fact

CONFIG = make_config()


def test_the_hash_is_the_same_on_every_machine():
    elsewhere = replace(
        CONFIG,
        path=Path("/srv/other.yaml"),
        database=Path("/srv/x.duckdb"),
        contact="desk@lajme.example",
        crawl=CrawlSettings(delay=timedelta(seconds=9)),
    )
    assert config_hash(elsewhere) == config_hash(CONFIG)
    # Pinned: stored versions carry it, and a silent change would recode everything.
    assert coding_hash(CONFIG) == PINNED


PINNED = "4cf169a096547682.fdfb0b3851545e92.91d87f9c3b102274.04df292c8f52c985.3"


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"outlets": (make_outlet(name="Tjetër"),)}, {"outlets"}),
        ({"actors": (make_actor(name="Tjetër"),)}, {"actors"}),
        (
            {"actors": (make_actor(labels={"affirming": {"sq": ("fisnik",)}}),)},
            {"labels"},
        ),
        ({"incidents": (make_incident(place="Shkodër"),)}, {"incidents"}),
        (
            {"incidents": (make_incident(facts=(Fact(id="x", statement="X."),)),)},
            {"facts"},
        ),
        ({"timezone": "Europe/Rome"}, {"labels", "incidents"}),
        ({"keep": "all"}, set()),
    ],
)
def test_only_the_part_that_changed_has_another_hash(changed, parts):
    before, after = part_hashes(CONFIG), part_hashes(replace(CONFIG, **changed))
    assert {part for part in before if before[part] != after[part]} == parts
    assert config_hash(replace(CONFIG, **changed)) != config_hash(CONFIG)


def test_the_order_of_outlets_and_languages_does_not_matter():
    one, two = make_outlet(id="a"), make_outlet(id="b")
    words = {"affirming": {"sq": ("bamirës",), "en": ("charity",)}}
    turned = {"affirming": {"en": ("charity",), "sq": ("bamirës",)}}
    assert config_hash(
        replace(CONFIG, outlets=(one, two), actors=(make_actor(labels=words),))
    ) == config_hash(
        replace(CONFIG, outlets=(two, one), actors=(make_actor(labels=turned),))
    )


def test_a_new_outlet_recodes_nothing():
    more = replace(CONFIG, outlets=(*CONFIG.outlets, make_outlet(id="tjeter")))
    assert coding_hash(more) == coding_hash(CONFIG)
    assert config_hash(more) != config_hash(CONFIG)


def test_two_hashes_tell_which_parts_differ():
    now = coding_hash(CONFIG)
    renamed = replace(CONFIG, actors=(make_actor(name="Tjetër"),))
    assert changed_parts(now, now) == frozenset()
    assert changed_parts(coding_hash(renamed), now) == {"actors"}


def test_what_was_coded_before_there_were_rules_is_coded_by_others():
    now = coding_hash(CONFIG)
    assert changed_parts(now.rpartition(".")[0], now) == {"rules"}


def test_what_has_no_hash_was_coded_by_nothing_that_is_known():
    assert changed_parts(None, coding_hash(CONFIG)) == set(fingerprint.CODING_PARTS)


def test_rules_that_changed_make_stored_texts_out_of_date(monkeypatch):
    before = coding_hash(CONFIG)
    monkeypatch.setattr(fingerprint, "RULES", fingerprint.RULES + 1)
    assert changed_parts(before, coding_hash(CONFIG)) == {"rules"}
