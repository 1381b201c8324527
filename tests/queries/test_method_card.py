"""What the database says of how a report was made, counted by hand."""

import dataclasses
from datetime import date, datetime

import pytest

from tracker.db import method
from tracker.db.query_files import shipped
from tracker.report.card import Counted

CODING = "a1.l1.i1.f1.1"
SETTINGS = [
    {"name": "zone", "value": "Europe/Tirane"},
    {"name": "config_hash", "value": "c1"},
    {"name": "outlets_hash", "value": "o1"},
    {"name": "actors_hash", "value": "a1"},
    {"name": "labels_hash", "value": "l1"},
    {"name": "incidents_hash", "value": "i1"},
    {"name": "facts_hash", "value": "f1"},
    {"name": "rules_hash", "value": "1"},
]
FEED = "https://a.example/feed"
GIVEN = {
    "settings": SETTINGS,
    "outlets": [{"outlet": name} for name in ("a", "b", "c")],
    "feeds": [
        {"outlet": "a", "feed_url": FEED},
        {"outlet": "b", "feed_url": "https://b.example/feed"},
    ],
    # a is proved for the whole window, b was visited once and failed, c never
    "polls": [
        {
            "outlet": "a",
            "feed_url": FEED,
            "polled_at": "2026-03-10 12:00",
            "complete_from_at": "2026-03-01 00:00",
            "complete_to_at": "2026-03-10 12:00",
        },
        {
            "outlet": "a",
            "feed_url": FEED,
            "polled_at": "2026-03-22 12:00",
            "complete_from_at": "2026-03-10 12:00",
            "complete_to_at": "2026-03-22 12:00",
        },
        {
            "outlet": "b",
            "feed_url": "https://b.example/feed",
            "polled_at": "2026-03-05 12:00",
            "outcome": "failed",
        },
        {"outlet": "gone", "feed_url": "x", "polled_at": "2026-03-05 12:00"},
    ],
    # a1 is copied within a and by b; a3 has no text; b2 is English and late
    "articles": [
        {"article_id": "a1", "outlet": "a", "published_at": "2026-03-03 09:00"},
        {
            "article_id": "a2",
            "outlet": "a",
            "published_at": "2026-03-04 09:00",
            "copy_cluster": "a1",
        },
        {
            "article_id": "a3",
            "outlet": "a",
            "published_at": "2026-03-05 09:00",
            "flags": ["stub"],
        },
        {
            "article_id": "b1",
            "outlet": "b",
            "published_at": "2026-03-06 09:00",
            "copy_cluster": "a1",
        },
        {
            "article_id": "b2",
            "outlet": "b",
            "language": "en",
            "published_at": "2026-03-25 09:00",
        },
    ],
    "versions": [
        {"article_id": "a1", "version": 1, "config_hash": CODING},
        {"article_id": "a2", "version": 1, "config_hash": CODING},
        {"article_id": "a3", "version": 1, "config_hash": CODING},
        {"article_id": "b1", "version": 1, "config_hash": "a0.l1.i1.f1.1"},
        {"article_id": "b2", "version": 1},
    ],
    "runs": [
        {
            "run_id": "r1",
            "command": "recode",
            "started_at": "2026-03-08 09:00",
            "finished_at": "2026-03-08 09:05",
        }
    ],
}


@pytest.fixture
def card(db, fill):
    """The row of method_card of this case, by column, for given parameters."""
    fill(db, GIVEN)

    def ask(**values):
        return dict(method.told(db, "", {"incident": "durres_fair", **values}).counted)

    return ask


def test_its_columns_are_the_fields_of_the_card(card):
    fields = {field.name for field in dataclasses.fields(Counted)}
    assert card().keys() == fields
    assert card(incident=None).keys() < fields
    assert Counted(**card(incident=None)).articles == 0


def test_articles_are_counted_as_found_with_a_text_and_without_copies(card):
    told = card()
    assert told["articles"] == 5
    assert told["with_text"] == 4
    assert told["once_in_outlet"] == 4  # a2 repeats a1
    assert told["once_over_all"] == 3  # b1 does, too
    assert (told["first_day"], told["last_day"]) == (
        date(2026, 3, 3),
        date(2026, 3, 25),
    )
    assert told["languages"] == [
        {"language": "en", "articles": 1},
        {"language": "sq", "articles": 4},
    ]


@pytest.mark.parametrize(
    ("values", "articles"),
    [
        ({"outlet": "a"}, 3),
        ({"language": "en"}, 1),
        ({"since": date(2026, 3, 5)}, 3),
        ({"until": date(2026, 3, 3)}, 1),
        ({"as_of": datetime(2026, 3, 5, 12)}, 3),
    ],
    ids=["outlet", "language", "since", "until", "as_of"],
)
def test_only_what_is_asked_for_is_counted(card, values, articles):
    assert card(**values)["articles"] == articles


def test_outlets_are_those_of_the_configuration_and_visits_those_of_the_window(card):
    told = card()
    assert (told["configured"], told["observed"]) == (3, 1)
    assert told["partly_observed"] == []
    assert told["not_observed"] == ["b", "c"]
    # the visit of 22 March lies behind the window, `gone` is configured no more
    assert (told["visits"], told["good_visits"]) == (2, 1)
    assert told["gaps"] == 2
    assert (told["from_day"], told["to_day"]) == (date(2026, 3, 2), date(2026, 3, 20))


def test_a_narrower_window_is_said_as_it_was_asked_for(card):
    told = card(since=date(2026, 3, 6), until=date(2026, 4, 1), outlet="a")
    assert (told["from_day"], told["to_day"]) == (date(2026, 3, 6), date(2026, 3, 20))
    assert (told["configured"], told["visits"]) == (1, 1)


def test_as_of_hides_later_visits_and_tells_of_a_later_recode(card):
    told = card(as_of=datetime(2026, 3, 5, 11))
    assert told["visits"] == 0
    assert told["recoded_at"] == datetime(2026, 3, 8, 9, 5)
    assert told["recoded_after"]
    assert not card(as_of=datetime(2026, 3, 9))["recoded_after"]
    assert not card()["recoded_after"]


def test_codings_are_counted_the_most_frequent_first(card):
    told = card()
    assert told["codings"] == [
        {"coding_hash": CODING, "texts": 3},
        {"coding_hash": "a0.l1.i1.f1.1", "texts": 1},
        {"coding_hash": "not known", "texts": 1},
    ]
    assert told["coded_before"] == 2


@pytest.mark.parametrize(
    ("layer", "units", "positives", "precision", "recall", "is_validated"),
    [
        ("actor", 50, 10, 0.95, 0.90, True),
        ("actor", 50, 10, 0.949, 0.90, False),
        ("actor", 50, 10, 0.95, 0.899, False),
        ("label", 50, 10, 0.80, 0.10, True),
        ("label", 50, 10, 0.799, 1.0, False),
        ("label", 49, 10, 1.0, 1.0, False),
        ("label", 50, 9, 1.0, 1.0, False),
        ("label", 50, 10, None, None, False),
    ],
)
def test_a_layer_counts_as_validated_by_a_sufficient_record_of_its_language(
    db, card, layer, units, positives, precision, recall, is_validated
):
    db.execute(
        "insert into accuracy values (?, 'sq', ?, ?, ?, ?, '2026-03-01')",
        [layer, units, positives, precision, recall],
    )
    passed = [
        (each["layer"], each["language"])
        for each in card()["accuracy"]
        if each["is_validated"]
    ]
    assert passed == ([(layer, "sq")] if is_validated else [])
    assert len(card()["accuracy"]) == 2 * 7


def test_what_was_measured_later_validated_nothing_then(db, card):
    db.execute("insert into accuracy values ('fact', 'sq', 99, 50, 1, 1, '2026-03-07')")
    told = [
        [each["units"] for each in card(as_of=when)["accuracy"] if each["units"]]
        for when in (None, datetime(2026, 3, 7), datetime(2026, 3, 6, 23, 59))
    ]
    assert told == [[99], [99], []]


def test_without_an_incident_settings_and_recodes_are_known(card):
    told = card(incident=None, as_of=datetime(2026, 3, 5))
    assert told["settings"]["config_hash"] == "c1"
    assert (told["zone"], told["as_of"]) == ("Europe/Tirane", datetime(2026, 3, 5))
    assert told["recoded_at"] == datetime(2026, 3, 8, 9, 5)
    assert told["recoded_after"]


def test_a_query_names_the_constants_it_reaches_itself_and_through_macros(db):
    assert method.limits(db, "select share_of(1, 2)") == {"least_articles": "5"}
    assert method.limits(db, "-- least_facts()\nselect 1, zone()") == {}
    found = method.limits(db, (shipped() / "facts.sql").read_text())
    assert found["least_facts"] == "8"


def test_a_changed_constant_is_told_as_it_is_now(db):
    db.execute("create or replace macro least_articles() as 1")
    assert method.limits(db, "select support_of(3)") == {"least_articles": "1"}


def test_a_table_that_judges_through_a_table_macro_names_it_too(db):
    db.execute("create macro least_mine() as 'seven'")
    db.execute("create macro mine() as table select least_mine() as n")
    assert method.limits(db, "from mine()") == {"least_mine": "seven"}
