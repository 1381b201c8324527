"""What the invented articles are marked with is what the program finds in them."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from ruamel.yaml import YAML

from tests.archives import folder
from tests.archives.pages import HTML, article_page
from tests.archives.world import FIRST_DAY, INCIDENT, LAST_DAY, ZONE, World, load
from tracker import config
from tracker.core.matching import Matcher, compile_matcher
from tracker.model import Coded, Extracted, Text, Via
from tracker.web.pages import extract

PORTS = {
    "kumbulla": 1,
    "ura": 2,
    "porti": 3,
    "quay": 4,
    "wire": 5,
    "qyteza": 6,
    "guri": 7,
    "lantern": 8,
    "fusha": 9,
}


@pytest.fixture(scope="module")
def world() -> World:
    return load({name: f"http://127.0.0.1:{port}" for name, port in PORTS.items()})


@pytest.fixture(scope="module")
def matcher(world: World, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    path = tmp_path_factory.mktemp("world") / "config.yaml"
    told = YAML(typ="safe").load(folder.config(world, (), None, None))
    assert [each["id"] for each in told["outlets"]] == list(PORTS)
    path.write_text(folder.config(world, (), None, None), encoding="utf-8")
    read = config.load(path)
    return compile_matcher(read.actors, read.incidents, timezone=read.timezone)


@pytest.fixture(scope="module")
def coded(world: World, matcher: Matcher) -> dict[int, Coded]:
    return dict(coded_pages(world, matcher))


def coded_pages(world: World, matcher: Matcher) -> Iterator[tuple[int, Coded]]:
    for article in world.articles:
        page = article_page(world, article).encode()
        read = extract(page, content_type=HTML, url=world.url(article))
        assert isinstance(read, Extracted), article.slug
        assert read.title == article.title
        assert all(each in read.body for each in article.body), article.slug
        yield (
            article.id,
            matcher.code(
                Text(
                    title=read.title,
                    body=read.body,
                    language=world.outlet[article.outlet].language,
                    published_at=article.at,
                    first_seen_at=datetime(2026, 11, 30, tzinfo=UTC),
                )
            ),
        )


def test_exactly_those_marked_so_are_kept(
    world: World, coded: dict[int, Coded]
) -> None:
    kept = {each.slug for each in world.articles if coded[each.id].keep_reason}
    assert kept == {each.slug for each in world.articles if each.names}


def test_exactly_those_marked_so_tell_of_the_incident_in_its_days(
    world: World, coded: dict[int, Coded]
) -> None:
    def is_in_its_days(at: datetime) -> bool:
        return FIRST_DAY <= at.astimezone(ZONE).date() <= LAST_DAY

    told = {
        each.slug
        for each in world.articles
        if is_in_its_days(each.at)
        and INCIDENT in {one.incident for one in coded[each.id].assignments}
    }
    assert told == {each.slug for each in world.articles if each.incident}


def test_every_way_has_articles_of_its_own(world: World) -> None:
    ways: tuple[Via, ...] = ("wordpress", "sitemap", "gdelt", "wayback", "list", "warc")
    found = {via: world.expected(via) for via in ways}
    for via in ways[:4]:
        others = {url for way in ways if way != via for url in found[way]}
        assert found[via] - others
    assert {url for urls in found.values() for url in urls} == world.expected_all()
    assert {via: len(each) for via, each in found.items()} == {
        "wordpress": 6,
        "sitemap": 6,
        "gdelt": 7,
        "wayback": 3,
        "list": 6,
        "warc": 3,
    }


def test_some_articles_take_more_than_names_and_dates(world: World) -> None:
    for via in ("sitemap", "wayback"):
        assert world.expected(via) < world.expected(via, beyond=True)
    assert world.expected("gdelt") == world.expected("gdelt", beyond=True)


def test_one_outlet_has_more_posts_in_the_days_than_one_page_holds(
    world: World,
) -> None:
    days = [each.at.astimezone(ZONE).date() for each in world.of("kumbulla")]
    assert sum(FIRST_DAY <= day <= LAST_DAY for day in days) > 100
    assert min(days) < FIRST_DAY
    assert max(days) > LAST_DAY


def test_addresses_are_told_apart(world: World) -> None:
    urls = [world.url(each) for each in world.articles]
    assert len(urls) == len(set(urls))


def test_only_the_crowd_is_new_in_a_crowd(world: World) -> None:
    crowded = load(world.bases, crowd=300)
    assert len(crowded.articles) == len(world.articles) + 300
    assert crowded.expected_all() == world.expected_all()


def test_the_lists_hold_the_articles_of_the_incident(
    world: World, tmp_path: Path
) -> None:
    folder.write(tmp_path, world, (), "http://127.0.0.1:1/", "http://127.0.0.1:2/")
    with (tmp_path / folder.MEDIA_CLOUD).open(encoding="utf-8", newline="") as file:
        media_cloud = {row["url"] for row in csv.DictReader(file)}
    with (tmp_path / folder.NEXIS).open(encoding="utf-8-sig", newline="") as file:
        nexis = {row["Link"] for row in csv.DictReader(file, delimiter=";")}
    assert media_cloud | nexis == world.expected("list")


def test_the_warc_file_holds_pages_and_is_the_same_each_time(world: World) -> None:
    packed = folder.warc(world)
    assert packed == folder.warc(world)
    pages = {
        record.headers["WARC-Target-URI"]: record.reader.read()
        for record in ArchiveIterator(
            BytesIO(packed), record_types=WarcRecordType.response
        )
    }
    assert pages.keys() > world.expected("warc")
    for article in world.articles:
        if article.warc:
            assert pages[world.url(article)] == article_page(world, article).encode()
