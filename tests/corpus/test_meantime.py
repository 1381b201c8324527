"""Incidents written from English news find the same stories in other languages.

Each query was written from the headline and the first sentence of the English text
alone, with names and numbers only, before any translation was read. The window is the
day of the story and two days either side.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tracker.core.matching import compile_matcher
from tracker.model import Acronym, Actor, Incident, Name, Text
from tracker.web.language import Identifier

pytestmark = pytest.mark.corpus

STORIES = {
    "corpus_airbus/100911": (
        date(2008, 3, 1),
        "actor:northrop AND actor:eads AND actor:boeing",
    ),
    "corpus_airbus/8951": (date(2005, 4, 27), "actor:airbus AND A380 AND Toulouse"),
    "corpus_airbus/8983": (
        date(2005, 4, 27),
        'actor:boeing AND "Air Canada" AND "Air India"',
    ),
    "corpus_airbus/82548": (
        date(2007, 10, 15),
        'A380 AND "Singapore Airlines" AND 18',
    ),
    "corpus_airbus/82597": (date(2007, 10, 17), "A380 AND Changi"),
    "corpus_apple/58207": (
        date(2007, 1, 10),
        'actor:apple AND iPhone AND (Macworld OR "Apple TV")',
    ),
    "corpus_apple/58383": (date(2007, 1, 12), "actor:apple AND Cisco AND iPhone"),
    "corpus_apple/40203": (date(2006, 5, 8), '"Apple Corps" AND Beatles'),
    "corpus_apple/190356": (
        date(2010, 6, 8),
        'actor:apple AND "iPhone 4" AND "iOS 4"',
    ),
    "corpus_apple/191597": (
        date(2010, 6, 16),
        'actor:apple AND "iPhone 4" AND "AT&T"',
    ),
    "corpus_gm/126311": (date(2009, 5, 14), "actor:chrysler AND 789"),
    "corpus_gm/126361": (date(2009, 5, 15), "actor:gm AND 1,100"),
    "corpus_gm/127226": (
        date(2009, 6, 1),
        'actor:gm AND ("Chapter 11" OR Manhattan)',
    ),
    "corpus_gm/143480": (date(2009, 11, 5), "actor:gm AND Opel AND 10,000"),
    "corpus_gm/68899": (date(2007, 5, 14), "actor:chrysler AND Cerberus"),
    "corpus_stock/113267": (date(2008, 9, 18), "MICEX AND RTS"),
    "corpus_stock/114719": (date(2008, 10, 9), '"Dow Jones" AND (9,000 OR 678)'),
    "corpus_stock/114904": (date(2008, 10, 10), '"Dow Jones" AND 250 AND 100'),
    "corpus_stock/121225": (
        date(2009, 2, 20),
        '"Dow Jones" AND (7,465.95 OR 89.68)',
    ),
    "corpus_stock/141483": (
        date(2009, 10, 16),
        '"Bank of America" AND (2.2 OR 2.24)',
    ),
}
# Written in the same way when the rules stood: what these find, the rules were not
# made for.
HELD_OUT = {
    "corpus_airbus/102977": (
        date(2008, 3, 27),
        'actor:eads AND ("Royal Air Force" OR RAF)',
    ),
    "corpus_airbus/11714": (date(2005, 6, 13), "Ryanair AND actor:boeing AND 737"),
    "corpus_airbus/11716": (
        date(2005, 6, 13),
        'actor:airbus AND "Qatar Airways" AND A350',
    ),
    "corpus_airbus/129865": (
        date(2009, 7, 30),
        'actor:airbus AND "Air France" AND 447',
    ),
    "corpus_airbus/61389": (date(2007, 2, 28), "actor:airbus AND 10,000"),
    "corpus_airbus/71426": (
        date(2007, 6, 9),
        '"Aer Lingus" AND actor:airbus AND 12',
    ),
    "corpus_airbus/71526": (date(2007, 6, 10), "Aeroflot AND actor:boeing AND 787"),
    "corpus_apple/101354": (date(2008, 3, 6), "actor:apple AND iPhone AND SDK"),
    "corpus_apple/103623": (
        date(2008, 4, 9),
        'iTunes AND ("Wal Mart" OR Walmart)',
    ),
    "corpus_apple/21302": (date(2005, 9, 7), 'actor:apple AND "iPod nano"'),
    "corpus_apple/23468": (date(2005, 10, 4), 'actor:apple AND "San Jose"'),
    "corpus_apple/37961": (date(2006, 4, 5), "actor:apple AND iPod AND 1.1.1"),
    "corpus_gm/127461": (date(2009, 6, 5), "actor:gm AND Penske AND Saturn"),
    "corpus_gm/143300": (date(2009, 11, 3), "Ford AND 997"),
    "corpus_gm/150433": (date(2010, 1, 28), "Ford AND 2.7"),
    "corpus_gm/31706": (date(2006, 1, 23), "Ford AND 30,000"),
    "corpus_gm/60086": (date(2007, 2, 9), "Ford AND Taurus"),
    "corpus_gm/79240": (date(2007, 9, 8), "Ford AND Craiova"),
    "corpus_stock/112579": (date(2008, 9, 4), '"Dow Jones" AND (340 OR 344.65)'),
    "corpus_stock/115711": (date(2008, 10, 27), "Nikkei AND 1982"),
    "corpus_stock/121978": (date(2009, 3, 5), '"Dow Jones" AND 4.08'),
    "corpus_stock/141225": (
        date(2009, 10, 12),
        '"FTSE 100" AND (48.3 OR 5,210.17)',
    ),
    "corpus_stock/251007": (date(2011, 3, 18), "Nikkei AND 1.4"),
}
ALL = STORIES | HELD_OUT
NAMES = {
    "airbus": "Airbus",
    "apple": "Apple",
    "boeing": "Boeing",
    "chrysler": "Chrysler",
    "eads": "European Aeronautic Defence and Space Company",
    "gm": "General Motors",
    "northrop": "Northrop Grumman",
}
ACRONYMS = {"eads": "EADS", "gm": "GM"}
LANGUAGES = ("es", "it", "nl")
EITHER_SIDE = timedelta(days=2)

# Measured: reports and follow-ups find .95 of the stories and are right in .97 (held
# out: .99, .96). One story more or less in each language is noise: that moves both by
# .05.
LEAST_RECALL = 0.90
LEAST_PRECISION = 0.90
# In one language, of 20 stories.
LEAST_IN_ONE = 0.85

MONTHS = (
    "january|jan|enero|gennaio",
    "february|feb|febrero|febbraio",
    "march|mar|marzo",
    "april|apr|abril|aprile",
    "may|mayo|maggio",
    "june|jun|junio|giugno",
    "july|jul|julio|luglio",
    "august|aug|agosto",
    "september|sep|septiembre|settembre",
    "october|oct|octubre|ottobre",
    "november|nov|noviembre|novembre",
    "december|dec|diciembre|dicembre",
)
_MONTH = f"(?P<month>{'|'.join(MONTHS)})"
DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+(?P<day>\d\d?)\s*,\s*(?P<year>\d{{4}})",
        rf"\b(?P<day>\d\d?)\s+(?:de\s+)?{_MONTH}\s+(?:del?\s+)?(?P<year>\d{{4}})",
        rf"\b(?P<day>\d\d?)-{_MONTH}-(?P<year>\d\d)\b",
    )
]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One text of the corpus; `doc` is the same in all languages.

    `day` is the one that stands in the text, `english_day` that of the English one:
    five translations have another.
    """

    doc: str
    language: str
    title: str
    body: str
    day: date
    english_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A story that is assigned to the incident of `about`, or was to be (no role)."""

    story: Story
    about: str
    role: str | None

    @property
    def is_right(self) -> bool:
        return self.story.doc == self.about

    @property
    def is_close(self) -> bool:
        """Whether another story of the same companies within two days was found."""
        topic = self.about.partition("/")[0]
        is_other = not self.is_right and self.story.doc.startswith(topic)
        apart = abs(self.story.english_day - ALL[self.about][0])
        return is_other and apart <= EITHER_SIDE


@pytest.fixture(scope="module")
def stories(shared: Path) -> tuple[Story, ...]:
    source = shared / "corpora" / "story-meantime" / "docs.jsonl.gz"
    lines = gzip.decompress(source.read_bytes()).decode().splitlines()
    found = tuple(map(read, map(json.loads, lines)))
    english = {one.doc: one.day for one in found if one.language == "en"}
    return tuple(replace(one, english_day=english[one.doc]) for one in found)


def read(row: dict[str, str]) -> Story:
    """Part the headline from the text at the date between them."""
    matches = [pattern.search(row["text"]) for pattern in DATES]
    first = min(filter(None, matches), key=lambda match: match.start())
    name = first["month"].lower()
    month = next(n for n, names in enumerate(MONTHS, 1) if name in names.split("|"))
    return Story(
        doc=row["doc"],
        language=row["lang"],
        title=row["text"][: first.start()].strip(),
        body=row["text"][first.end() :].strip(),
        day=date(int(first["year"]) % 100 + 2000, month, int(first["day"])),
    )


@pytest.fixture(scope="module")
def found(stories: tuple[Story, ...]) -> tuple[Found, ...]:
    actors = tuple(
        Actor(
            id=actor,
            name=name,
            names={"en": (Name(text=name),)},
            acronyms=tuple(Acronym(text=one) for one in (ACRONYMS.get(actor),) if one),
        )
        for actor, name in NAMES.items()
    )
    incidents = tuple(
        Incident(
            id=doc,
            title={},
            first_day=day - EITHER_SIDE,
            last_day=day + EITHER_SIDE,
            place=None,
            actors=(),
            about={"*": about},
        )
        for doc, (day, about) in ALL.items()
    )
    matcher = compile_matcher(actors, incidents, timezone="UTC")

    def assigned(story: Story) -> Iterator[Found]:
        noon = datetime(story.day.year, story.day.month, story.day.day, 12, tzinfo=UTC)
        text = Text(
            title=story.title,
            body=story.body,
            language=story.language,
            published_at=noon,
            first_seen_at=noon,
        )
        roles = {one.incident: one.role for one in matcher.code(text).assignments}
        for about, role in roles.items():
            yield Found(story=story, about=about, role=role)
        if story.doc in ALL and story.doc not in roles:
            yield Found(story=story, about=story.doc, role=None)

    return tuple(one for story in stories for one in assigned(story))


def judged(
    found: tuple[Found, ...], listed: Mapping[str, object], *languages: str
) -> tuple[float, float]:
    """Give recall and precision of reports and follow-ups, close stories apart."""
    told = [
        one
        for one in found
        if one.about in listed
        and one.story.language in languages
        and one.role in ("report", "follow_up")
        and not one.is_close
    ]
    right = sum(one.is_right for one in told)
    return right / (len(listed) * len(languages)), right / len(told)


def test_the_stories_are_spread_over_the_topics(stories: tuple[Story, ...]) -> None:
    topics = Counter(doc.partition("/")[0] for doc in STORIES)
    assert topics == {f"corpus_{one}": 5 for one in ("airbus", "apple", "gm", "stock")}
    assert len(stories) == 4 * 120
    english = {one.doc: one.day for one in stories if one.language == "en"}
    assert all(english[doc] == day for doc, (day, _) in ALL.items())


@pytest.mark.parametrize("listed", [STORIES, HELD_OUT], ids=["stories", "held_out"])
def test_incidents_written_in_english_are_found_in_other_languages(
    found: tuple[Found, ...], listed: Mapping[str, object]
) -> None:
    recall, precision = judged(found, listed, *LANGUAGES)
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_falls_behind(found: tuple[Found, ...], language: str) -> None:
    recall, precision = judged(found, STORIES, language)
    assert recall >= LEAST_IN_ONE
    assert precision >= LEAST_IN_ONE


def test_what_is_told_of_close_stories_is_mostly_right_too(
    found: tuple[Found, ...],
) -> None:
    told = [
        one
        for one in found
        if one.about in STORIES
        and one.story.language in LANGUAGES
        and one.role in ("report", "follow_up")
    ]
    assert sum(one.is_right for one in told) / len(told) >= LEAST_IN_ONE


def test_what_tells_the_event_is_no_background(found: tuple[Found, ...]) -> None:
    roles = Counter(one.role for one in found if one.is_right and one.role)
    assert roles.keys() == {"report"}


def test_every_text_is_identified_in_its_language(stories: tuple[Story, ...]) -> None:
    identifier = Identifier(["sq", "en"])
    wrong = {
        (story.language, story.doc, default)
        for story in stories
        for default in ("sq", "en")
        if identifier.identify(story.title, story.body, default=default)
        != story.language
    }
    assert wrong == set()
