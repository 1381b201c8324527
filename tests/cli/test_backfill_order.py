"""What is asked of archives, before anybody is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.fakes import make_config
from tracker.cli.backfill_order import (
    delay_of_sites,
    knocked,
    left_off,
    order_of,
    planned,
    standing,
    window_of,
)
from tracker.errors import InputError
from tracker.model import BackIssueSettings, Outlet, Search, SearchState

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
CONFIG = make_config()
FAIR = CONFIG.incidents[0]
GUESSED, CONFIGURED = (
    Outlet(id=name, name=name, home=f"https://{name}.example/", wordpress=root)
    for name, root in (("guessed", None), ("configured", "https://c.example/wp-json/"))
)


def order(**asked):
    usual = {"outlets": (), "vias": (), "files": (), "complete": False, "again": False}
    return order_of(CONFIG, "fair", **usual | asked)


def question(outlet: str, via: str, number: int) -> Search:
    return Search(
        incident="fair",
        outlet=outlet,
        via=via,
        address=f"https://{outlet}.example/{via}/{number}",
        listing="",
        from_at=NOW,
        to_at=NOW,
    )


def test_the_window_is_of_local_days_with_both_ends_in_it():
    incident = replace(FAIR, first_day=date(2022, 7, 20), last_day=date(2022, 8, 5))
    assert window_of(incident, CONFIG, NOW) == (
        datetime(2022, 7, 19, 22, tzinfo=UTC),
        datetime(2022, 8, 5, 22, tzinfo=UTC),
    )


def test_the_window_of_what_goes_on_ends_with_today():
    incident = replace(FAIR, first_day=date(2026, 11, 1), last_day=date(2099, 1, 1))
    # in the zone of the configuration it is December already
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert window_of(incident, CONFIG, late)[1] == datetime(2026, 12, 1, 23, tzinfo=UTC)


def test_what_has_not_begun_is_a_mistake():
    coming = replace(FAIR, first_day=date(2027, 1, 1), last_day=date(2027, 1, 2))
    with pytest.raises(InputError, match="begins on 2027-01-01"):
        planned(CONFIG, replace(order(), incident=coming), NOW)


def test_files_are_read_alone_unless_an_archive_is_named(tmp_path):
    pages = tmp_path / "pages.WARC.gz"
    pages.touch()
    alone = order(files=[pages, Path("-"), Path("list.csv")])
    assert alone.vias == ()
    assert alone.records == (pages, Path("-"))
    assert alone.lists == (Path("list.csv"),)
    assert order(files=[pages], vias=["gdelt", "warc"]).vias == ("gdelt",)
    assert order().vias == ("wordpress", "sitemap", "gdelt", "wayback")


def test_an_archive_that_is_not_configured_is_not_asked():
    none = replace(CONFIG, backfill=BackIssueSettings(gdelt=None, wayback=None))
    vias = {search.via for search in planned(none, order(), NOW)}
    assert vias == {"wordpress", "sitemap"}


def test_an_outlet_that_is_not_fetched_is_asked_for_at_gdelt_only():
    asked = planned(CONFIG, order(outlets=["closed"]), NOW)
    assert {search.via for search in asked} == {"gdelt"}


HOST = tuple(
    Outlet(id=name, name=name, home=f"https://{place}/", languages=languages)
    for name, place, languages in (
        ("dw", "dw.example/en", ("en",)),
        ("dw-shqip", "dw.example/sq", ("sq",)),
        ("alone", "alone.example", ("en",)),
    )
)
SHARED = replace(CONFIG, outlets=HOST)


def shared(*outlets: str) -> list[Search]:
    asked = order_of(
        SHARED,
        "fair",
        outlets=outlets,
        vias=["gdelt"],
        files=(),
        complete=False,
        again=False,
    )
    return list(planned(SHARED, asked, NOW))


def test_outlets_that_share_a_host_have_a_question_of_their_own():
    dw, shqip, alone = shared()
    assert (dw.outlet, shqip.outlet, alone.outlet) == ("dw", "dw-shqip", "alone")
    assert dw.address.removesuffix("#dw") == shqip.address.removesuffix("#dw-shqip")
    assert dw.address.endswith("#dw")
    assert dw.listing == shqip.listing == dw.address.removesuffix("#dw")
    assert "#" not in alone.address


def test_a_question_is_the_same_whichever_outlets_are_named():
    every = shared()
    assert [question for outlet in HOST for question in shared(outlet.id)] == every


def switched_off():
    off = replace(CONFIG, backfill=BackIssueSettings(gdelt=None))
    stored = [
        SearchState(search=question("bregu", via, number), outcome=outcome)
        for via in ("gdelt", "sitemap")
        for number, outcome in enumerate(("open", "read"))
    ]
    return off, stored


def test_an_archive_that_is_switched_off_is_asked_nothing_any_more():
    off, stored = switched_off()
    for again in (False, True):
        states = standing(off, order(outlets=["bregu"]), (), stored, again=again)
        assert {each.search.via for each in states} == {"sitemap"}
    assert left_off(off, order(outlets=["bregu"]), stored) == stored[:1]


def test_questions_left_are_those_of_the_outlets_and_archives_that_are_named():
    off, stored = switched_off()
    assert left_off(off, order(outlets=["closed"]), stored) == []
    assert left_off(off, order(vias=["sitemap"]), stored) == []
    assert left_off(CONFIG, order(), stored) == []


def test_what_was_asked_for_other_days_is_to_be_asked_again():
    plan = [question("bregu", "sitemap", 0)]
    before = [
        SearchState(
            search=replace(plan[0], address=address, from_at=NOW - timedelta(days=1)),
            outcome="read",
        )
        for address in (plan[0].address, "https://bregu.example/part")
    ]
    states = standing(CONFIG, order(), plan, before, again=False)
    assert states == [SearchState(search=plan[0])]


def test_asked_again_is_all_but_what_was_asked_meanwhile():
    plan = [question("bregu", "sitemap", number) for number in range(2)]
    stored = [SearchState(search=each, outcome="read") for each in plan]
    states = standing(CONFIG, order(), plan, stored, again=True, asked=plan[:1])
    assert [each.outcome for each in states] == ["read", "open"]


def test_where_no_interface_is_configured_one_question_finds_out():
    plan = [
        question(outlet, via, number)
        for outlet in ("guessed", "configured")
        for via in ("wordpress", "gdelt")
        for number in range(3)
    ]
    outlets = (GUESSED, CONFIGURED)
    first = knocked(plan, (), outlets)
    assert [each for each in plan if each not in first] == plan[1:3]
    assert knocked(plan, [SearchState(search=plan[0], outcome="read")], outlets) == plan
    shut = [SearchState(search=plan[0], outcome="gone")]
    assert knocked(plan, shut, outlets) == first


def test_archives_are_asked_at_a_pace_of_their_own():
    config = replace(CONFIG, backfill=BackIssueSettings(delay=timedelta(seconds=9)))
    delay_of = delay_of_sites(config)
    assert config.backfill.gdelt is not None
    assert delay_of(f"{config.backfill.gdelt}?query=x") == timedelta(seconds=9)
    assert delay_of("https://bregu.example/a") == config.crawl.delay
