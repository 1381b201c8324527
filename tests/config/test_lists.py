import csv
from pathlib import Path

import pytest

from tracker.config import load, shipped_names, warnings
from tracker.core.urls import OutletHosts, is_blocked
from tracker.model import Outlet

TOP = Path(__file__).parents[2]
LISTS = ("albania", "international", "kosovo", "north_macedonia")


@pytest.fixture(scope="module")
def lists(tmp_path_factory) -> dict[str, Outlet]:
    path = tmp_path_factory.mktemp("lists") / "config.yaml"
    names = ", ".join(f"tracker:outlets/{name}" for name in LISTS)
    path.write_text(f"include: [{names}]", encoding="utf-8")
    return {outlet.id: outlet for outlet in load(path).outlets}


def addresses(outlet: Outlet) -> tuple[str, ...]:
    more = (outlet.wordpress,) if outlet.wordpress else ()
    return (outlet.home, *outlet.feeds, *outlet.sitemaps, *more)


def test_all_lists_ship_under_their_names():
    assert set(shipped_names()) >= {f"tracker:outlets/{name}" for name in LISTS}


def test_the_lists_hold_149_outlets_with_their_country_and_language(lists):
    assert len(lists) == 149
    for outlet in lists.values():
        assert outlet.languages, outlet.id
        assert outlet.timezone or outlet.country == "ZZ", outlet.id
        assert outlet.note, outlet.id


def test_no_address_of_the_lists_is_on_the_block_list_or_carries_a_password(lists):
    for outlet in lists.values():
        for address in addresses(outlet):
            assert not is_blocked(address)
            assert "@" not in address


def test_outlets_that_refuse_are_listed_but_never_fetched(lists):
    refusing = {name for name, outlet in lists.items() if not outlet.fetch}
    assert refusing == {
        "balkan-insight",
        "kosovapress",
        "kungulli",
        "top-channel",
        "voa-albanian",
    }
    assert all(not lists[name].feeds for name in refusing)


def test_addresses_lead_to_their_outlet(lists):
    hosts = OutletHosts(lists.values())
    for outlet in lists.values():
        assert hosts.outlet_of(outlet.home) == outlet
    for address, name in [
        ("https://www.dw.com/sq/lajm/a-1", "dw-shqip"),
        ("https://www.dw.com/en/news/a-1", "dw"),
        ("https://gsh.al/2022/07/14/x/", "gazeta-shqiptare"),
        ("https://d156axqdhqxfu.cloudfront.net/x", "iran-international"),
    ]:
        assert hosts.outlet_of(address) == lists[name]


@pytest.mark.corpus
def test_every_row_of_the_facts_is_in_the_lists(lists, shared):
    with (shared / "facts/outlets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == set(lists)
    for row in rows:
        assert_is_the_same(lists[row["id"]], row)


def items(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def assert_is_the_same(outlet: Outlet, row: dict[str, str]) -> None:
    assert outlet.name == row["name"]
    assert outlet.home == row["home"]
    assert outlet.country == row["country"]
    assert outlet.kind == row["kind"]
    assert outlet.languages == items(row["languages"])
    assert outlet.hosts == items(row["host_aliases"])
    assert outlet.sitemaps == items(row["sitemap_url"])
    assert outlet.wordpress == (row["wordpress_api"] or None)
    assert outlet.fetch == (row["fetch"] == "true")
    assert row["as_of"] in outlet.note
    assert row["note"] in outlet.note
    assert row["robots_note"] in outlet.note
    tested = row["feed_status"] in {"verified", "unverified"}
    feeds = (row["feed_url"], *items(row["more_feeds"])) if tested else ()
    assert outlet.feeds == feeds
    if row["feed_status"] == "none":
        assert outlet.note.startswith(f"no feed ({row['as_of']})")
        assert row["feed_url"] in outlet.note
    if row["feed_status"] == "blocked":
        assert not outlet.fetch
        assert outlet.note.startswith("never fetched: ")


def test_the_configuration_at_the_top_is_complete():
    config = load(TOP / "config.yaml")
    assert len(config.outlets) == 149
    assert config.actors
    assert config.database == TOP / "data/coverage.duckdb"


def test_in_what_ships_no_side_has_labels_that_another_lacks():
    lines = warnings(load(TOP / "config.yaml"))
    assert [line for line in lines if "labels" in line] == []
