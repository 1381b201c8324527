"""Incidents written from one Albanian headline each find what other outlets print.

The headlines are of April 2026. What tells an event was judged by reading every item
that names its place, organisation or object; items go by a hash of their guid.
"""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.core.matching import compile_matcher
from tracker.model import Assignment, Incident, Text
from tracker.web.language import Identifier

pytestmark = pytest.mark.corpus

# The day of the event, its last day, its place, and the query.
EVENTS = {
    "explosion": (
        date(2026, 4, 5),
        date(2026, 4, 7),
        "Lezhë",
        "forms:Lezhë AND forms:shpërthim",
    ),
    "assembly_dissolved": (
        date(2026, 4, 28),
        date(2026, 4, 30),
        "Prishtinë",
        "forms:kuvend AND shpërnda* AND forms:zgjedhje",
    ),
    "aviation_school": (
        date(2026, 4, 30),
        date(2026, 5, 2),
        "Vlorë",
        '"shkoll* aviacion*"~1',
    ),
    "artemis": (
        date(2026, 4, 1),
        date(2026, 4, 11),
        None,
        "Artemis AND (NASA OR hën*)",
    ),
    "knife_attack": (
        date(2026, 4, 29),
        date(2026, 5, 1),
        "Londër",
        "forms:thikë AND (forms:Londër OR hebre*)",
    ),
}
# Judged by hand to tell the event; after a bar what the query does not find: items
# that do not name the assembly, its dissolution or the elections.
JUDGED = {
    "explosion": "8936bdf2 c1cdf7ff |",
    "assembly_dissolved": (
        "c92b1902 9109890f 5a9b56ad 443f9c58 bc99e703 5e54d86f 58736ebc 00cc85d2 |"
        " 329ef77a 29eaa8cf 089fe91b 0d245d52 e2915a4c ee5a465e 3aef3117 4b276cb9"
        " 85683d8e 87ca95c4 a263e233"
    ),
    "aviation_school": "3ec39ae7 f81d21f1 |",
    "artemis": (
        "b3c5c78e 1daeedb8 e8d318e8 508b5448 cc6578f0 2c265880 013e0bf9 3c9890e6"
        " 73bac30a b370384e |"
    ),
    "knife_attack": "f2409e6a 45f21d93 |",
}


@pytest.fixture(scope="module")
def items(shared: Path) -> tuple[dict[str, str], ...]:
    source = shared / "corpora" / "feed-items-sq" / "2026-04.jsonl.gz"
    lines = gzip.decompress(source.read_bytes()).decode().splitlines()
    return tuple(map(json.loads, lines))


@pytest.fixture(scope="module")
def assigned(items: tuple[dict[str, str], ...]) -> dict[str, dict[str, Assignment]]:
    """The assignments by event and item."""
    incidents = tuple(
        Incident(
            id=event,
            title={},
            first_day=first,
            last_day=last,
            place=place,
            actors=(),
            about={"*": about},
        )
        for event, (first, last, place, about) in EVENTS.items()
    )
    matcher = compile_matcher((), incidents, timezone="Europe/Tirane")
    found: dict[str, dict[str, Assignment]] = {event: {} for event in EVENTS}
    for item in items:
        published = item["published"]
        text = Text(
            title=item["title"],
            body=item["description"],
            language="sq",
            published_at=parsedate_to_datetime(published) if published else None,
            first_seen_at=seen_at(item),
        )
        for one in matcher.code(text).assignments:
            found[one.incident][named(item)] = one
    return found


def seen_at(item: dict[str, str]) -> datetime:
    seen = datetime.fromisoformat(item["fetched_at"])
    return seen if seen.tzinfo else seen.replace(tzinfo=UTC)


def named(item: dict[str, str]) -> str:
    return sha256(item["guid"].encode()).hexdigest()[:8]


@pytest.mark.parametrize("event", EVENTS)
def test_what_is_found_tells_the_event(
    assigned: dict[str, dict[str, Assignment]], event: str
) -> None:
    found, _, _ = JUDGED[event].partition("|")
    assert assigned[event].keys() == set(found.split())


def test_what_the_outlets_print_in_the_window_is_mostly_reports(
    assigned: dict[str, dict[str, Assignment]],
) -> None:
    roles = [one.role for found in assigned.values() for one in found.values()]
    assert roles.count("report") == 22
    # The return of the crew; a greeting that is no news of the flight.
    assert roles.count("follow_up") == roles.count("background") == 1


def test_the_place_is_named_where_there_is_one(
    assigned: dict[str, dict[str, Assignment]],
) -> None:
    for event in ("explosion", "aviation_school"):
        place = EVENTS[event][2]
        for one in assigned[event].values():
            assert f"; names the place {place} in the " in one.reason


def test_an_item_without_a_date_is_judged_by_when_it_was_seen(
    items: tuple[dict[str, str], ...], assigned: dict[str, dict[str, Assignment]]
) -> None:
    undated = {named(item) for item in items if not item["published"]}
    seen = {
        name
        for found in assigned.values()
        for name, one in found.items()
        if "(first seen)" in one.reason
    }
    assert seen == undated & {name for found in assigned.values() for name in found}
    assert len(seen) == 3


def test_a_day_before_the_event_nothing_is_about_it(
    assigned: dict[str, dict[str, Assignment]],
    items: tuple[dict[str, str], ...],
) -> None:
    stated = {named(item): item["published"] for item in items}
    for event, (first, _, _, _) in EVENTS.items():
        for name in assigned[event]:
            if stated[name]:
                # Local midnight is at 22:00 UTC of the day before.
                local = parsedate_to_datetime(stated[name]) + timedelta(hours=2)
                assert local.date() >= first


def test_the_items_are_identified_as_albanian(
    items: tuple[dict[str, str], ...],
) -> None:
    identifier = Identifier(["sq", "en"])
    assert {
        identifier.identify(item["title"], item["description"], default="sq")
        for item in items
    } == {"sq"}


def test_sentences_joined_to_articles_are_identified_with_and_without_marks(
    shared: Path,
) -> None:
    identifier = Identifier(["sq", "en"])
    plain = str.maketrans("ëçËÇ", "ecEC")
    articles = [
        " ".join(sentences[first : first + 6])
        for path in sorted(shared.glob("corpora/sq-ud-*/*.conllu"))
        for sentences in [sentences_of(path)]
        for first in range(0, len(sentences) - 5, 6)
    ]
    assert len(articles) == 42
    found = {
        identifier.identify("", body, default="en")
        for article in articles
        for body in (article, article.translate(plain))
    }
    assert found == {"sq"}


def sentences_of(path: Path) -> list[str]:
    mark = "# text = "
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(mark).strip() for line in lines if line.startswith(mark)]
