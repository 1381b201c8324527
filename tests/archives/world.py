"""Invented outlets around an incident of 2022; which way leads to which article."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from tracker.model import Via

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Tirane")
INCIDENT = "summit_alert_2022"
# The days of the incident, both inclusive, in ZONE.
FIRST_DAY, LAST_DAY = datetime(2022, 7, 20).date(), datetime(2022, 8, 5).date()
# The stretch in which the outlets with ordinary days have some.
ORDINARY = (datetime(2022, 7, 18, tzinfo=ZONE), 21)

WordPress = Literal["open", "closed", "slow"]
Sitemap = Literal["dated", "news", "lastmod", "text"]
Skin = Literal["json_ld", "meta", "time", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet; what its keys mean stands in articles.yaml."""

    id: str
    name: str
    domain: str
    language: Literal["sq", "en"]
    path: str
    skin: Skin
    wordpress: WordPress | None = None
    sitemap: Sitemap | None = None
    live: bool = True
    fetch: bool = True
    routine: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One invented article; all times are aware, in UTC.

    `incident`: it tells of the incident. `names`: it names one of its organisations at
    least. `beyond`: ways that lead there, but not for who goes by names and dates
    alone. `english`: as GDELT searches it.
    """

    id: int
    outlet: str
    slug: str
    path: str
    at: datetime
    modified: datetime
    title: str
    body: tuple[str, ...]
    incident: bool = False
    names: bool = False
    beyond: tuple[Via, ...] = ()
    english: str = ""
    seen: datetime | None = None
    captures: tuple[datetime, ...] = ()
    lists: tuple[str, ...] = ()
    warc: bool = False

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.body))


@dataclass(frozen=True, kw_only=True)
class World:
    """All outlets and articles, served at `bases` (outlet → address without slash)."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]
    bases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def outlet(self) -> Mapping[str, Outlet]:
        return {outlet.id: outlet for outlet in self.outlets}

    @cached_property
    def at_path(self) -> Mapping[tuple[str, str], Article]:
        return {(each.outlet, each.path): each for each in self.articles}

    def of(self, outlet: str) -> list[Article]:
        """Give the articles of an outlet, newest first."""
        return sorted(
            (each for each in self.articles if each.outlet == outlet),
            key=lambda each: (each.at, each.id),
            reverse=True,
        )

    def url(self, article: Article) -> str:
        return self.bases[article.outlet] + article.path

    def reached(self, via: Via) -> Iterator[Article]:
        """Give all articles to which a way leads, whatever they tell and whenever."""
        for each in self.articles:
            outlet = self.outlet[each.outlet]
            ways: Mapping[Via, bool] = {
                "wordpress": outlet.wordpress in ("open", "slow"),
                "sitemap": outlet.sitemap in ("dated", "lastmod", "text"),
                "gdelt": each.seen is not None,
                "wayback": bool(each.captures),
                "list": bool(each.lists),
                "warc": each.warc,
            }
            if ways[via]:
                yield each

    def expected(self, via: Via, *, beyond: bool = False) -> set[str]:
        """Give the addresses of the articles of the incident that a way has to find.

        `beyond`: also those that it takes more than names and dates to find.
        """
        return {
            self.url(each)
            for each in self.reached(via)
            if each.incident and (beyond or via not in each.beyond)
        }

    def expected_all(self) -> set[str]:
        """Give what is found by all ways together."""
        ways: tuple[Via, ...] = ("wordpress", "sitemap", "gdelt", "wayback")
        return {url for via in (*ways, "list", "warc") for url in self.expected(via)}


def load(bases: Mapping[str, str] | None = None, *, crowd: int = 0) -> World:
    """Read articles.yaml.

    `crowd`: so many more short pieces of the outlet that only GDELT knows name an
    organisation without telling of the incident, one after the other in its days.
    """
    content = YAML(typ="safe").load((HERE / "articles.yaml").read_text("utf-8"))
    outlets = tuple(Outlet(**each) for each in content["outlets"])
    by_id = {outlet.id: outlet for outlet in outlets}
    told = [
        *content["articles"],
        *_ordinary(outlets, content["routine"]),
        *_crowd(crowd),
    ]
    told.sort(key=lambda each: (str(each["at"]), each["outlet"], each["slug"]))
    articles = tuple(
        _article(number, each, by_id[each["outlet"]])
        for number, each in enumerate(told, start=1001)
    )
    return World(outlets=outlets, articles=articles, bases=bases or {})


def folded(text: str) -> str:
    """Give a text in lower case without marks, as collations of databases compare."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")


def _article(number: int, told: Mapping[str, Any], outlet: Outlet) -> Article:
    at = _moment(told["at"], ZONE)
    modified = _moment(told.get("modified", told["at"]), ZONE)
    body = tuple(told["body"].strip().split("\n"))
    english = told.get("english", told if outlet.language == "en" else {})
    seen = told.get("seen")
    return Article(
        id=number,
        outlet=outlet.id,
        slug=told["slug"],
        path=outlet.path.format(
            slug=told["slug"], year=f"{at:%Y}", month=f"{at:%m}", day=f"{at:%d}"
        ),
        at=at.astimezone(UTC),
        modified=modified.astimezone(UTC),
        title=told["title"],
        body=body,
        incident=told.get("incident", False),
        names=told.get("names", False) or told.get("incident", False),
        beyond=tuple(told.get("beyond", ())),
        english="\n".join((english.get("title", ""), english.get("body", ""))),
        seen=None if seen is None else _moment(seen, UTC),
        captures=tuple(_moment(each, UTC) for each in told.get("captures", ())),
        lists=tuple(told.get("lists", ())),
        warc=told.get("warc", False),
    )


def _moment(told: datetime | str, zone: tzinfo) -> datetime:
    """Read a time; YAML takes it for a text where it has no seconds."""
    return datetime.fromisoformat(str(told)).replace(tzinfo=zone)


def _ordinary(
    outlets: tuple[Outlet, ...], told: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give each outlet its ordinary days; no two of its pieces are the same."""
    pairs = list(product(told["places"], told["matters"]))
    first, days = ORDINARY
    for outlet in outlets:
        for number in range(outlet.routine * days):
            day, hour = divmod(number, max(outlet.routine, 1))
            # far from each other, so that a day has many places and matters
            place, matter = pairs[(number * 10) % len(pairs)]
            at = first + timedelta(days=day, hours=7 + 2 * hour, minutes=number % 60)
            words = {"place": place, "number": 12 + number}
            title = matter["title"].format(**words)
            yield {
                "outlet": outlet.id,
                "slug": f"{slug_of(title)}-{number + 1}",
                "at": at.replace(tzinfo=None),
                "title": title,
                "body": matter["body"].format(**words),
            }


def _crowd(number: int) -> Iterator[dict[str, Any]]:
    first = datetime.combine(FIRST_DAY, datetime.min.time())
    stretch = timedelta(days=(LAST_DAY - FIRST_DAY).days)
    for part in range(number):
        at = first + (stretch * part) / number
        at = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
        yield {
            "outlet": "wire",
            "slug": f"ncri-ticker-{part + 1}",
            "at": at,
            "seen": at,
            "names": True,
            "title": f"Abbreviations of the day, part {part + 1}: MEK and NCRI",
            "body": "MEK stands for the Mojahedin-e Khalq, NCRI for the National"
            " Council of Resistance of Iran.\nThe other abbreviations of the day are"
            f" those of boat number {part + 1} of the fishing fleet of Lantern Bay,"
            " painted on its bow and read out loud whenever it enters the harbour.",
        }
