"""`tracker backfill` finds what was published, and says what its silence means."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.archives import folder
from tests.archives.desk import Desk, Done, at_requests, interrupt, made
from tests.archives.served import GDELT, Archives, Asked, Manners
from tests.archives.standin import serve
from tests.archives.world import INCIDENT, ZONE
from tracker.cli import backfilling, clock
from tracker.cli.lock import crawler_lock
from tracker.db import queries
from tracker.errors import InputError
from tracker.model import Via

pytestmark = pytest.mark.usefixtures("quick")

REPORTS = {report.name: report for report in queries.reports(None)}
WAYS: tuple[Via, ...] = ("wordpress", "sitemap", "gdelt", "wayback")


@pytest.fixture
def archives(apart: Archives) -> Iterator[Archives]:
    world = apart.world
    apart.anew()
    yield apart
    apart.world = world
    apart.anew()


@pytest.fixture
def desk(archives: Archives, tmp_path: Path) -> Desk:
    return made(tmp_path, archives)


# ------------------------------------------------- one desk through all of its work


@dataclass
class Step:
    """What one command did: how it ended, what it asked, what stood there then."""

    done: Done
    asked: list[Asked]
    articles: set[str]
    titles: set[str]
    observed: dict[str, str]
    details: dict[str, str]


@dataclass
class Story:
    """The commands of a whole case, one after the other in one folder."""

    desk: Desk
    planned: Done
    steps: dict[str, Step] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Step:
        return self.steps[name]

    def take(self, name: str, done: Done) -> None:
        archives = self.desk.archives
        before = sum(len(step.asked) for step in self.steps.values())
        observed = self.desk.observed()
        self.steps[name] = Step(
            done,
            archives.asked()[before:],
            self.desk.articles(),
            self.desk.titles(),
            observed,
            {outlet: self.desk.detail(outlet) for outlet in observed},
        )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with serve(manners=Manners(pause=0.0), apart=True) as archives:
        desk = made(tmp_path_factory.mktemp("story"), archives)
        told = Story(desk, desk.backfill(dry_run=True))
        assert archives.asked() == []
        assert not desk.database.parent.exists()
        told.take("first", desk.backfill())
        told.take("planned again", desk.backfill(dry_run=True))
        told.take("second", desk.backfill())
        lists = [desk.folder / folder.MEDIA_CLOUD, desk.folder / folder.NEXIS]
        told.take("lists", desk.backfill(files=lists))
        told.take("warc", desk.backfill(files=[desk.folder / folder.WARC]))
        told.take("complete", desk.backfill(complete=True))
        yield told


def expected(archives: Archives, *vias: Via) -> set[str]:
    return {url for via in vias for url in archives.world.expected(via)}


def found(step: Step) -> set[str]:
    return step.articles | step.titles


def test_all_ways_together_find_every_article(story: Story) -> None:
    archives = story.desk.archives
    assert found(story["first"]) == expected(archives, *WAYS)
    assert found(story["lists"]) == expected(archives, *WAYS, "list")
    assert found(story["warc"]) == archives.world.expected_all()


def test_nothing_is_asked_twice_whatever_is_typed_again(story: Story) -> None:
    assert story["first"].asked
    for name in ("planned again", "second"):
        assert story[name].asked == []
    assert story.desk.archives.twice() == []
    assert all(step.done.status == 0 for step in story.steps.values())


def test_no_page_is_asked_for_that_is_not_to_be_fetched(story: Story) -> None:
    assert not [each for each in story.desk.archives.asked() if each.site == "qyteza"]


def test_an_outlet_whose_pages_are_not_fetched_keeps_its_titles(story: Story) -> None:
    rows = story.desk.rows(
        "select title, detail, captured_at from pages where outlet = 'qyteza'"
    )
    world = story.desk.archives.world
    titles = {each.title for each in world.of("qyteza") if each.incident}
    # GDELT puts blanks before commas
    assert {title.replace(" ,", ",") for title, _, _ in rows} == titles
    for _, detail, captured_at in rows:
        assert "listed, not crawled" in detail
        assert captured_at is not None


def test_a_dry_run_says_how_many_requests_to_whom(story: Story) -> None:
    told = story.planned.told
    assert story.planned.status == 0
    archives = story.desk.archives
    for site in ("kumbulla", "guri", "ura", "gdelt", "wayback"):
        host, port = archives.places[site]
        assert f"{host}:{port}" in told
    sites = r"^127\S+ +(?:wordpress|sitemap|gdelt|wayback) +\d+ +(\d+)"
    numbers = [int(each) for each in re.findall(sites, told, re.MULTILINE)]
    assert f"at least {sum(numbers)} requests" in told
    assert "No request was made" in told


def test_a_dry_run_is_not_less_than_promised(story: Story) -> None:
    """What it says of the least is true: so many were asked, and more."""
    (least,) = re.findall(r"at least (\d+) requests", story.planned.told)
    # the doors of a closed interface stay shut, and are not knocked at again
    shut = story.desk.rows(
        "select count(*) from searches where outcome in ('blocked', 'gone')"
        " and address not in (select feed_url from polls)"
    )[0][0]
    assert len(story["first"].asked) >= int(least) - shut


def test_a_dry_run_after_a_run_says_what_was_answered_before(story: Story) -> None:
    told = story["planned again"].done.told
    assert "answered_before" in told
    assert "at least" not in told
    assert re.search(r"\bwordpress +1 +12\b", told) or "requests: 0" in told


def test_only_a_whole_list_of_these_days_observes(story: Story) -> None:
    assert {k for k, v in story["first"].observed.items() if v == "observed"} == {"ura"}
    complete = story["complete"].observed
    assert complete == {
        "fusha": "partly_observed",
        "guri": "observed",
        "kumbulla": "observed",
        "lantern": "partly_observed",
        "porti": "partly_observed",
        "quay": "partly_observed",
        "qyteza": "not_observed",
        "ura": "observed",
        "wire": "partly_observed",
    }


def test_a_closed_interface_is_named_where_it_is_said_what_was_observed(
    story: Story,
) -> None:
    details = story["first"].details
    assert "closed" in details["ura"]
    for outlet in ("porti", "quay"):
        assert "WordPress" in details[outlet], outlet
    for outlet in details.keys() - {"qyteza"}:
        assert "GDELT" in details[outlet]
        assert "Wayback" in details[outlet]
    assert "closed" not in details["kumbulla"]
    assert "Wayback" not in details["qyteza"]


def test_absence_is_claimed_only_where_an_outlet_was_observed(story: Story) -> None:
    """The incident of no article: the same archives, and nothing to find in them."""
    report = REPORTS["coverage"]
    with duckdb.connect(story.desk.database, read_only=True) as connection:
        values = queries.bind(report, {"incident": INCIDENT})
        result = queries.run(report, connection, values)
    names = [column.name for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for row in result.rows]
    states = {row["outlet"]: (row["state"], row["observed"]) for row in rows}
    assert states["qyteza"] == ("not_observed", "not_observed")
    for state, observed in states.values():
        assert state != "not_covered" or observed == "observed"
    assert states["ura"] == ("covered", "observed")


def test_what_an_archive_saw_on_a_day_is_not_taken_for_its_publication(
    story: Story,
) -> None:
    world = story.desk.archives.world
    days = dict(story.desk.rows("select url, day from articles"))
    told = [each for each in world.articles if world.url(each) in days]
    assert len(told) > len(world.expected_all()) - 3
    for article in told:
        assert days[world.url(article)] == article.at.astimezone(ZONE).date()
    seen = dict(
        story.desk.rows(
            "select url, captured_at from pages where found_via = 'wayback'"
        )
    )
    assert seen
    for url, at in seen.items():
        article = next(each for each in world.articles if world.url(each) == url)
        assert at in {each.replace(tzinfo=None) for each in article.captures}
        assert at >= article.at.replace(tzinfo=None)


def test_each_list_and_file_is_an_answer_of_its_own(story: Story) -> None:
    rows = story.desk.rows(
        "select via, parse_filename(listing), count(*) from searches"
        " where via in ('list', 'warc') group by all order by all"
    )
    assert [(via, name) for via, name, _ in rows] == [
        ("list", folder.MEDIA_CLOUD),
        ("list", folder.NEXIS),
        ("warc", folder.WARC),
    ]


# ------------------------------------------------------------------ each way alone


@pytest.mark.parametrize("via", WAYS)
def test_each_way_alone_finds_its_articles(desk: Desk, via: Via) -> None:
    done = desk.backfill(vias=[via])
    assert done.status == 0, done.told
    assert desk.articles(via) | desk.titles() == expected(desk.archives, via)
    assert desk.archives.twice() == []
    assert desk.rows("select distinct via from searches") == [(via,)]


@pytest.mark.parametrize("name", [folder.MEDIA_CLOUD, folder.NEXIS, folder.WARC])
def test_a_file_alone_asks_no_archive(desk: Desk, name: str) -> None:
    done = desk.backfill(files=[desk.folder / name])
    assert done.status == 0, done.told
    sites = {each.site for each in desk.archives.asked()}
    assert sites.isdisjoint({"gdelt", "wayback"})
    assert not [a for a in desk.archives.asked() if "/wp-json/" in a.path]
    via: Via = "warc" if name == folder.WARC else "list"
    got = desk.articles(via) | desk.titles()
    assert got
    assert got <= expected(desk.archives, via)
    if via == "warc":
        assert got == expected(desk.archives, via)
        assert sites == set()
    assert "observed" not in desk.observed().values()


def test_lists_of_two_tools_bring_their_articles(desk: Desk) -> None:
    names = (folder.MEDIA_CLOUD, folder.NEXIS)
    done = desk.backfill(files=[desk.folder / name for name in names])
    assert done.status in (0, 1)
    # one of them knows an article that is gone from its outlet
    gone = {url for (url,) in desk.rows("select url from pages where outcome = 'gone'")}
    assert desk.articles("list") | gone == expected(desk.archives, "list")
    assert done.status == 0


def test_asking_again_asks_each_question_once_more_and_no_page(desk: Desk) -> None:
    def questions() -> list[str]:
        asked = (each.target for each in desk.archives.asked())
        return sorted(each for each in asked if "/web/" not in each)

    desk.backfill("quay", vias=["gdelt", "wayback"])
    before = questions()
    assert {each.site for each in desk.archives.asked()} == {"gdelt", "wayback"}
    desk.archives.anew()
    again = desk.backfill("quay", vias=["gdelt", "wayback"], again=True)
    assert again.status == 0, again.told
    assert questions() == before
    assert len(desk.archives.asked()) == len(before)


# ------------------------------------------------------- a plan is what is then done


def announced(done: Done) -> int:
    """How many requests a dry run says there are at least."""
    return sum(
        map(int, re.findall(r"^at least (\d+) request", done.told, re.MULTILINE))
    )


def made_by(desk: Desk, *outlets: str, via: Via) -> int:
    before = len(desk.archives.asked())
    assert desk.backfill(*outlets, vias=[via]).status == 0
    return len(desk.archives.asked()) - before


def test_pages_that_are_still_to_be_read_are_announced(desk: Desk) -> None:
    with at_requests(desk.archives, [6], interrupt):
        desk.backfill("ura", vias=["sitemap"])
    planned = desk.backfill("ura", vias=["sitemap"], dry_run=True)
    assert "answered before" not in planned.told
    assert announced(planned) == made_by(desk, "ura", via="sitemap") > 1
    planned = desk.backfill("ura", vias=["sitemap"], dry_run=True)
    assert announced(planned) == 0
    assert "all was answered before" in planned.told


def test_questions_for_other_days_are_announced(desk: Desk) -> None:
    made_by(desk, "ura", via="sitemap")
    text = desk.config.read_text("utf-8")
    longer = text.replace("to: 2022-08-05", "to: 2022-08-12")
    assert longer != text
    desk.config.write_text(longer, "utf-8")
    planned = desk.backfill("ura", vias=["sitemap"], dry_run=True)
    # the index, which leads to its parts
    assert announced(planned) == 1
    assert made_by(desk, "ura", via="sitemap") > 1


def test_the_questions_that_a_plan_announces_again_are_asked_again(desk: Desk) -> None:
    made_by(desk, "guri", via="wordpress")
    planned = desk.backfill("guri", vias=["wordpress"], again=True, dry_run=True)
    before = len(desk.archives.asked())
    assert desk.backfill("guri", vias=["wordpress"], again=True).status == 0
    assert announced(planned) == len(desk.archives.asked()) - before


# ------------------------------------------------------- what is asked, and of whom


def test_outlets_of_one_host_are_each_asked_for(desk: Desk) -> None:
    base = desk.archives.world.bases["guri"]
    text = desk.config.read_text("utf-8")
    section = f"  - {{id: guri-two, name: Guri Two, home: '{base}/two/'}}\n"
    desk.config.write_text(
        text.replace("outlets:\n", f"outlets:\n{section}", 1), "utf-8"
    )
    planned = desk.backfill("guri", "guri-two", vias=["gdelt"], dry_run=True)
    assert announced(planned) == made_by(desk, "guri", "guri-two", via="gdelt")
    rows = desk.rows(
        "select outlet, count(*), any_value(outcome) from searches"
        " group by outlet order by outlet"
    )
    assert rows == [("guri", 2, "read"), ("guri-two", 2, "read")]
    # what tells them apart is ours alone
    assert not [
        each for each in desk.archives.asked(GDELT) if "guri-two" in each.target
    ]


def test_questions_to_an_archive_that_was_switched_off_are_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(desk, "guri", via="gdelt")
    with duckdb.connect(desk.database) as connection:
        connection.execute(
            "update searches set outcome = 'open', whole = false"
            " where address = (select min(address) from searches)"
        )
    text = desk.config.read_text("utf-8")
    off = re.sub(r"gdelt: '[^']*'", "gdelt: off", text)
    assert off != text
    desk.config.write_text(off, "utf-8")
    rounds: list[object] = []

    def crawl(*given: object, **more: object) -> object:
        rounds.append(given)
        assert len(rounds) < 20, "it goes round and round"
        return asked(*given, **more)

    asked: Any = backfilling.crawl
    monkeypatch.setattr(backfilling, "crawl", crawl)
    left = "gdelt: 1 question left, as it is switched off in the configuration"
    for done in (
        desk.backfill("guri", vias=["gdelt", "sitemap"], dry_run=True),
        desk.backfill("guri", vias=["gdelt", "sitemap"]),
    ):
        assert done.status == 0, done.told
        assert left in done.told
        assert "answered before" not in done.told


def test_what_is_handed_over_belongs_to_a_run(desk: Desk) -> None:
    files = [desk.folder / name for name in (folder.MEDIA_CLOUD, folder.WARC)]
    with crawler_lock(desk.database, now=clock.now()):
        done = desk.backfill(files=files)
    assert "questions to archives are left to" in done.told
    runs = desk.rows("select command, finished_at is not null from runs")
    assert runs == [("backfill", True)]
    ((polls, of_runs),) = desk.rows(
        "select count(*), count(runs.run_id) from polls left join runs using (run_id)"
    )
    assert polls == of_runs > 0


def test_each_pipe_is_a_file_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        with (desk.folder / folder.WARC).open() as pipe:
            monkeypatch.setattr(sys, "stdin", pipe)
            assert desk.backfill(files=[Path("-")]).status == 0
    (row,) = desk.rows(
        "select count(distinct listing), count(*) = 2 * count(distinct outlet)"
        " from searches"
    )
    assert row == (2, True)


# ----------------------------------------------------------- what was not read whole


def test_a_part_of_a_sitemap_that_fails_for_good_observes_nothing(desk: Desk) -> None:
    desk.archives.fault("ura", "500", times=99, under="/sitemap-2022-08")
    done = desk.backfill("ura", vias=["sitemap"])
    assert done.status == 1
    assert "`--again` asks again" in done.told
    assert desk.observed()["ura"] == "partly_observed"
    parts = desk.rows("select outcome, attempts from searches where outcome <> 'read'")
    assert parts == [("failed", 4)]
    desk.archives.anew()
    again = desk.backfill("ura", vias=["sitemap"], again=True)
    assert again.status == 0, again.told
    assert desk.observed()["ura"] == "observed"


def test_a_part_that_is_still_to_be_asked_for_observes_nothing(desk: Desk) -> None:
    desk.archives.fault("ura", "429", times=99, under="/sitemap-2022-08")
    desk.archives.manners = replace(desk.archives.manners, retry_after=3600)
    done = desk.backfill("ura", vias=["sitemap"])
    desk.archives.manners = replace(desk.archives.manners, retry_after=1)
    assert done.status == 1
    assert "still open; the same command goes on" in done.told
    assert desk.observed()["ura"] == "partly_observed"
    assert desk.rows("select outcome from searches where outcome <> 'read'") == [
        ("open",)
    ]


def test_a_post_that_vanishes_between_two_pages_observes_nothing(desk: Desk) -> None:
    archives = desk.archives
    (first,) = [
        each for each in archives.world.articles if each.slug == "mek-shtyhet-samiti"
    ]

    def vanish() -> None:
        kept = tuple(each for each in archives.world.articles if each is not first)
        archives.world = replace(archives.world, articles=kept)

    with at_requests(archives, [2], vanish) as came:
        done = desk.backfill("kumbulla", vias=["wordpress"], complete=True)
    assert came == [2]
    assert done.status in (0, 1)
    totals = desk.rows("select distinct total from searches order by all")
    assert len(totals) == 2
    assert desk.observed()["kumbulla"] == "partly_observed"


# --------------------------------------------------------------------- mistakes


def mistake(desk: Desk, *arguments: str) -> str:
    done = desk.tracker("backfill", *arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    return line


def test_a_mistake_is_one_line_on_the_command_line(desk: Desk) -> None:
    line = mistake(desk, "summit_alert_2002")
    assert "did you mean summit_alert_2022" in line
    assert desk.archives.asked() == []


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({"outlets": ["kumbula"]}, r"no outlet kumbula in .*mean kumbulla"),
        ({"vias": ["wikipedia"]}, "--via wikipedia: it is one of wordpress, sitemap"),
        ({"vias": ["warc"]}, "--via warc: name the file with --file FILE"),
        ({"vias": ["list"]}, "--via list: name the file with --file FILE"),
        ({"files": ["no.warc.gz"]}, r"no\.warc\.gz: there is no such file"),
        ({"files": ["feeds.opml"]}, r"tracker add --file .*feeds\.opml"),
        ({"files": ["no.csv"]}, r"no\.csv: No such file"),
    ],
    ids=["outlet", "source", "warc", "list", "no-records", "opml", "no-list"],
)
def test_a_mistake_says_what_there_is_instead(
    desk: Desk, order: dict[str, list[str]], says: str
) -> None:
    files = [desk.folder / name for name in order.get("files", ())]
    outlets, vias = order.get("outlets", ()), order.get("vias", ())
    with pytest.raises(InputError, match=says) as told:
        desk.backfill(*outlets, vias=vias, files=files)
    assert "\n" not in str(told.value)
    assert desk.archives.asked() == []
    assert not desk.database.exists()


def test_an_incident_that_has_not_begun_is_not_looked_for(desk: Desk) -> None:
    text = desk.config.read_text("utf-8")
    coming = re.sub(r"from: 2022-07-20", "from: 2098-07-20", text)
    coming = re.sub(r"to: 2022-08-05", "to: 2098-08-05", coming)
    assert coming != text
    desk.config.write_text(coming, "utf-8")
    with pytest.raises(InputError, match="begins on 2098-07-20: nothing is there"):
        desk.backfill(dry_run=True)


def test_without_a_network_it_ends_at_once_and_the_questions_stay_open(
    desk: Desk, tmp_path: Path
) -> None:
    with serve(apart=True) as gone:
        lonely = made(tmp_path / "lonely", gone)
    done = lonely.backfill("ura", vias=["sitemap", "gdelt"])
    assert done.status == 1
    assert "is this computer online?" in done.told
    assert "still open; the same command goes on" in done.told
    assert "waiting until" not in done.told


def test_a_database_that_cannot_be_written_is_named(desk: Desk) -> None:
    desk.database.parent.mkdir()
    desk.database.write_bytes(b"no database at all, but something of somebody" * 99)
    line = mistake(desk, INCIDENT, "--via", "sitemap", "--outlet", "ura")
    assert "coverage.duckdb" in line
    assert desk.archives.asked() == []
