"""Where the configuration names no sitemap, those that robots.txt names are asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives.desk import Desk, at_requests, interrupt, made
from tests.archives.pages import text
from tests.archives.served import Archives

pytestmark = pytest.mark.usefixtures("quick")

# The sitemap of one that is named alone has a part for each month; the other has two.
ALONE, SEVERAL, NONE = "ura", "fusha", "quay"


@pytest.fixture
def desk(apart: Archives, tmp_path: Path) -> Iterator[Desk]:
    apart.anew()
    desk = made(tmp_path, apart)
    change(desk, r", sitemaps: \['[^']*'\]", "")
    yield desk
    apart.anew()


def change(desk: Desk, before: str, after: str) -> None:
    told = desk.config.read_text("utf-8")
    changed = re.sub(before, after, told)
    assert changed != told
    desk.config.write_text(changed, "utf-8")


def name(desk: Desk, outlet: str, path: str) -> None:
    """Write a sitemap of an outlet into the configuration."""
    address = desk.archives.world.bases[outlet] + path
    change(desk, rf"(id: {outlet}, .*?'http[^']*/')", rf"\1, sitemaps: ['{address}']")


def names_further(desk: Desk, outlet: str, path: str) -> None:
    """Write a further sitemap of an outlet into the configuration."""
    address = desk.archives.world.bases[outlet] + path
    change(desk, rf"(id: {outlet}, .*?sitemaps: \[[^]]*)", rf"\1, '{address}'")


def sitemaps(desk: Desk, outlet: str, *more: str) -> str:
    done = desk.backfill(outlet, *more, vias=["sitemap"])
    assert done.status == 0, done.told
    assert desk.archives.twice() == []
    return done.told


def expected(desk: Desk, outlet: str) -> set[str]:
    base = desk.archives.world.bases[outlet]
    listed = desk.archives.world.expected("sitemap")
    return {url for url in listed if url.startswith(f"{base}/")}


def test_a_sitemap_that_robots_txt_names_alone_observes_like_a_configured_one(
    desk: Desk,
) -> None:
    told = sitemaps(desk, ALONE)
    assert "robots.txt names 1 sitemap" in told
    assert desk.articles("sitemap") == expected(desk, ALONE) != set()
    assert desk.observed()[ALONE] == "observed"
    assert "listed whole: sitemap" in desk.detail(ALONE)
    # it is read for its rules, and not a second time for what it names
    assert desk.archives.asked_for_robots(ALONE) == 1


def test_a_sitemap_of_another_site_beside_it_is_not_asked_for(desk: Desk) -> None:
    bases = desk.archives.world.bases
    desk.archives.name_sitemaps(ALONE, f"{bases['lantern']}/sitemap.xml")
    told = sitemaps(desk, ALONE)
    assert (
        "robots.txt names 1 sitemap of the outlet, and 1 elsewhere, not asked" in told
    )
    assert {each.site for each in desk.archives.asked()} == {ALONE}
    assert desk.archives.asked_for_robots("lantern") == 0
    # it might be a section of this site
    assert desk.observed()[ALONE] == "partly_observed"


def test_of_several_none_alone_observes_until_the_configuration_names_it(
    desk: Desk,
) -> None:
    base = desk.archives.world.bases[ALONE]
    desk.archives.name_sitemaps(ALONE, f"{base}/sitemap-2022-07.xml.gz")
    told = sitemaps(desk, ALONE)
    assert "none of them alone proves what was not published" in told
    assert desk.articles("sitemap") == expected(desk, ALONE)
    assert desk.observed()[ALONE] == "partly_observed"
    assert "listed in part: sitemap" in desk.detail(ALONE)
    name(desk, ALONE, "/sitemap.xml")
    desk.archives.forget()
    sitemaps(desk, ALONE)
    assert desk.observed()[ALONE] == "observed"
    asked = {each.path for each in desk.archives.asked()}
    assert "/sitemap.xml" in asked
    assert not [each for each in asked if not each.startswith("/sitemap")]
    desk.archives.forget()
    sitemaps(desk, ALONE)
    assert desk.archives.asked() == []


def test_of_several_in_the_configuration_all_have_to_be_read_whole(desk: Desk) -> None:
    name(desk, ALONE, "/sitemap.xml")
    sitemaps(desk, ALONE)
    assert desk.observed()[ALONE] == "observed"
    # until it has answered, and if it never does, the others prove nothing
    names_further(desk, ALONE, "/sitemap-politics.xml")
    sitemaps(desk, ALONE)
    assert desk.observed()[ALONE] == "partly_observed"
    assert "listed in part: sitemap; sitemap not there" in desk.detail(ALONE)
    # one that the configuration names no more does not stand in the way
    change(desk, r", 'http[^']*/sitemap-politics.xml'", "")
    sitemaps(desk, ALONE)
    assert desk.observed()[ALONE] == "observed"


def test_several_that_were_read_whole_observe(desk: Desk) -> None:
    name(desk, ALONE, "/sitemap.xml")
    names_further(desk, ALONE, "/sitemap.xml?page=politics")
    sitemaps(desk, ALONE)
    assert desk.observed()[ALONE] == "observed"
    asked = [each.path for each in desk.archives.asked()]
    assert asked.count("/sitemap.xml") == 2


def test_all_that_are_named_are_read(desk: Desk) -> None:
    sitemaps(desk, SEVERAL)
    asked = {each.path for each in desk.archives.asked()}
    assert {"/sitemap.txt", "/rss.xml"} <= asked
    assert desk.articles("sitemap") == expected(desk, SEVERAL) != set()


def test_one_that_the_configuration_names_later_is_not_asked_for_again(
    desk: Desk,
) -> None:
    sitemaps(desk, ALONE)
    name(desk, ALONE, "/sitemap.xml")
    desk.archives.forget()
    sitemaps(desk, ALONE)
    assert desk.archives.asked() == []
    assert desk.observed()[ALONE] == "observed"


def test_other_days_are_asked_for_once_more(desk: Desk) -> None:
    sitemaps(desk, ALONE)
    change(desk, "to: 2022-08-05", "to: 2022-08-06")
    desk.archives.forget()
    sitemaps(desk, ALONE)
    asked = [each.path for each in desk.archives.asked()]
    assert asked.count("/sitemap.xml") == 1
    assert "listed whole: sitemap" in desk.detail(ALONE)
    assert desk.rows("select count(distinct to_at) from searches") == [(1,)]
    desk.archives.forget()
    sitemaps(desk, ALONE)
    assert desk.archives.asked() == []


@pytest.mark.parametrize(
    ("robots", "says"),
    [
        (text("Not found", status=404), "robots.txt names no sitemap"),
        (text("Sitemap: https://gazeta.example/s.xml"), "no sitemap of the outlet"),
    ],
    ids=["missing", "foreign"],
)
def test_a_robots_txt_that_names_none_observes_nothing(
    desk: Desk, robots: object, says: str
) -> None:
    desk.archives.robots(NONE, robots)
    told = sitemaps(desk, NONE)
    assert says in told
    assert desk.archives.asked() == []
    assert desk.observed()[NONE] == "not_observed"
    assert "sitemap not there" in desk.detail(NONE)
    assert sitemaps(desk, NONE)
    assert desk.archives.asked_for_robots(NONE) == 1


def test_a_robots_txt_that_fails_stops_nothing_and_observes_nothing(
    desk: Desk,
) -> None:
    desk.archives.robots(NONE, text("Error", status=500))
    done = desk.backfill(NONE, ALONE, vias=["sitemap"])
    assert "robots.txt answered 500" in done.told
    assert desk.observed()[NONE] == "not_observed"
    assert desk.observed()[ALONE] == "observed"


def test_where_all_is_forbidden_the_sitemap_is_said_to_be_closed(desk: Desk) -> None:
    base = desk.archives.world.bases[ALONE]
    forbids = f"User-agent: *\nDisallow: /\nSitemap: {base}/sitemap.xml\n"
    desk.archives.robots(ALONE, text(forbids))
    sitemaps(desk, ALONE)
    assert desk.archives.asked() == []
    assert desk.observed()[ALONE] == "not_observed"
    assert "sitemap closed (robots.txt forbids /sitemap.xml)" in desk.detail(ALONE)


def test_a_dry_run_says_that_robots_txt_may_name_some(desk: Desk) -> None:
    told = desk.backfill(ALONE, NONE, vias=["sitemap"], dry_run=True).told
    assert "2 outlets have no `sitemaps` in the configuration" in told
    assert "at least" not in told
    assert desk.archives.asked_for_robots(ALONE) == 0
    sitemaps(desk, ALONE)
    told = desk.backfill(ALONE, vias=["sitemap"], dry_run=True).told
    assert "in the configuration" not in told


def test_after_ctrl_c_the_next_run_goes_on_and_nothing_is_asked_twice(
    desk: Desk, apart: Archives, tmp_path: Path
) -> None:
    """The moments: the sitemap itself, a part of it, and a page."""
    sitemaps(desk, ALONE, NONE)
    undisturbed, number = desk.stored(), len(apart.asked())
    assert number > len(undisturbed["pages"])
    apart.anew()
    again = made(tmp_path / "again", apart)
    change(again, r", sitemaps: \['[^']*'\]", "")
    moments = (1, 3, 6)
    for moment in moments:
        with at_requests(apart, [moment], interrupt) as came:
            stopped = again.backfill(ALONE, NONE, vias=["sitemap"])
        assert came == [moment]
        assert "stopped as asked; the same command goes on" in stopped.told
    sitemaps(again, ALONE, NONE)
    assert again.stored() == undisturbed
    assert len(apart.asked()) == number
