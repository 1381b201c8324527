import json

import pytest

from tracker.core.dates import read_date
from tracker.model import Failure, ParsedFeed
from tracker.web.wordpress import PER_PAGE, posts_url, read_posts

BASE = "https://lajme.example/wp-json/wp/v2/posts"


def read(body: bytes, content_type: str = "application/json") -> ParsedFeed | Failure:
    return read_posts(body, content_type=content_type, base_url=BASE)


def test_the_address_of_the_posts_asks_for_the_newest_and_no_more_than_needed() -> None:
    wanted = (
        "per_page=50&_fields=id,date_gmt,modified_gmt,link,title,excerpt&orderby=date"
    )
    assert PER_PAGE == 50
    for root in ("https://lajme.example/wp-json/", "https://lajme.example/wp-json"):
        assert posts_url(root) == f"{BASE}?{wanted}"
    plain = posts_url("https://lajme.example/index.php?rest_route=/")
    assert plain == f"https://lajme.example/index.php?rest_route=/wp/v2/posts&{wanted}"


def test_posts_become_entries_with_times_in_utc() -> None:
    posts = [
        {
            "id": 7,
            "date_gmt": "2026-03-02T08:15:00",
            "modified_gmt": "2026-03-02T09:00:00",
            "link": "https://lajme.example/a/",
            "title": {"rendered": "&#8220;Çmimet&#8221; &amp; rrogat"},
            "excerpt": {"rendered": "<p>Një fjali [&hellip;]</p>\n"},
        },
        {"id": 8, "link": "javascript:x", "title": {"rendered": "B"}},
        {"id": 9, "link": "/c/", "title": "C", "date_gmt": None},
        "no post",
    ]
    feed = read(json.dumps(posts).encode())
    assert isinstance(feed, ParsedFeed)
    first, second = feed.entries
    assert first.title == "“Çmimet” & rrogat"
    assert first.summary == "Një fjali […]"
    assert first.published == "2026-03-02T08:15:00Z"
    assert first.updated == "2026-03-02T09:00:00Z"
    stated = read_date(first.published, timezone="Europe/Tirane")
    assert stated is not None
    assert stated[0].hour == 8
    assert (second.url, second.title, second.published) == (
        "https://lajme.example/c/",
        "C",
        None,
    )
    assert feed.flags == ("unlinked",)


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        (
            b'{"code": "rest_forbidden", "message": "x", "data": {"status": 401}}',
            "blocked",
            "the WordPress interface answers with an error: rest_forbidden",
        ),
        (
            b'{"code": "rest_login_required"}',
            "blocked",
            "the WordPress interface answers with an error: rest_login_required",
        ),
        (
            b'{"code": "rest_no_route"}',
            "failed",
            "the WordPress interface answers with an error: rest_no_route",
        ),
        (
            b"<!DOCTYPE html><html>x</html>",
            "failed",
            "not a WordPress answer: an HTML page",
        ),
        (b"", "failed", "not a WordPress answer: an empty body"),
        (b'{"a": 1}', "failed", "not a WordPress answer: JSON"),
        (b"[" * 100_000, "failed", "not a WordPress answer: JSON"),
    ],
)
def test_a_closed_interface_is_a_failure_that_says_what_it_answered(
    body: bytes, outcome: str, words: str
) -> None:
    found = read(body)
    assert isinstance(found, Failure)
    assert (found.outcome, found.detail) == (outcome, words)


def test_posts_are_bounded_and_what_they_escape_can_be_stored() -> None:
    post = {"link": "/a", "title": "x" * 1001, "date_gmt": "\ud8002026-03-02"}
    feed = read(json.dumps([post]).encode())
    assert isinstance(feed, ParsedFeed)
    assert feed.flags == ("cut",)
    assert feed.entries[0].title == "x" * 1000
    assert feed.entries[0].published == "2026-03-02Z"
    many = read(json.dumps([{"link": f"/{n}"} for n in range(2001)]).encode())
    assert isinstance(many, ParsedFeed)
    assert (len(many.entries), many.flags) == (2000, ("capped",))
    odd = read(json.dumps([{"link": "/a", "title": f"&#{'9' * 5000};"}]).encode())
    assert isinstance(odd, ParsedFeed)
    assert odd.entries[0].title == "\ufffd"
