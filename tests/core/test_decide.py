from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import sniff
from tracker.core.decide import (
    DEAD_AFTER,
    DEAD_FAILURES,
    FEWEST_FAILURES,
    LONGEST_RETRY,
    SHORTEST_RETRY,
    failures_after,
    feed_reply,
    feed_status,
    fresh_until,
    hash_of,
    is_reserved,
    page_reply,
    retry_time,
)
from tracker.model import Failure, PageOutcome, PollOutcome, Reply, Unchanged

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FEED = b"<?xml version='1.0'?><rss><channel/></rss>"
PAGE = b"<!DOCTYPE html><html><body><p>Tirana sot</p></body></html>"
URL = "https://lajme.example/a"
OUTCOMES = get_args(Failure.__dataclass_fields__["outcome"].type)


def reply(status=200, body=PAGE, *, url=URL, **headers):
    return Reply(
        asked=URL,
        url=url,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body,
    )


def feed(given, body_hash=None):
    return feed_reply(given, body_hash=body_hash, now=NOW)


def page(given):
    return page_reply(given, now=NOW)


def both(given):
    return {feed(given).outcome, page(given).outcome}


def test_a_good_reply_is_handed_on_as_it_is():
    good = reply(body=FEED)
    assert feed(good) is good
    good = reply()
    assert page(good) is good


def test_a_304_is_unchanged_for_a_feed_and_no_page():
    same = reply(304, b"", etag='"a"')
    assert feed(same) == Unchanged(reply=same)
    assert page(same).outcome == "failed"


def test_the_same_bytes_are_unchanged_and_others_are_not():
    same = reply(body=FEED)
    assert feed(same, hash_of(FEED)) == Unchanged(reply=same)
    assert feed(same, hash_of(FEED + b" ")) is same


def test_an_error_page_with_the_same_bytes_is_still_an_error():
    assert feed(reply(500, FEED), hash_of(FEED)).outcome == "failed"


@pytest.mark.parametrize("status", [401, 403, 407, 451])
def test_a_server_that_refuses_us_blocks(status):
    assert both(reply(status)) == {"blocked"}


def test_a_404_is_a_failure_for_a_feed_and_the_end_of_a_page():
    assert feed(reply(404)).outcome == "failed"
    assert page(reply(404)).outcome == "gone"


def test_a_410_is_gone_for_both():
    assert both(reply(410)) == {"gone"}


@pytest.mark.parametrize("status", [204, 206, 300, 302, 400, 405, 500, 502, 503, 504])
def test_any_other_status_is_a_failure_that_names_it(status):
    given = reply(status)
    assert both(given) == {"failed"}
    assert str(status) in feed(given).detail
    assert feed(given).status == status


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_empty_reply_is_a_failure(body):
    assert both(reply(body=body)) == {"failed"}


@pytest.mark.parametrize("status", [429, 503])
def test_a_wish_to_wait_is_kept_to_the_second(status):
    given = reply(status, retry_after="120")
    assert feed(given).outcome == "later"
    assert page(given).outcome == "pending"
    assert feed(given).retry_at == page(given).retry_at == NOW + timedelta(seconds=120)


def test_a_429_without_a_time_waits_the_ordinary_time():
    for words in ({}, {"retry_after": "soon"}, {"retry_after": "-5"}):
        assert feed(reply(429, **words)).outcome == "later"
        assert feed(reply(429, **words)).retry_at is None


def test_a_date_to_wait_for_counts_from_the_date_of_the_reply():
    given = reply(
        503,
        date="Thu, 01 Jan 2026 00:00:00 GMT",
        retry_after="Thu, 01 Jan 2026 00:10:00 GMT",
    )
    assert retry_time(given, now=NOW) == NOW + timedelta(minutes=10)


def test_a_date_to_wait_for_counts_from_now_where_the_reply_has_none():
    given = reply(503, retry_after="Mon, 02 Mar 2026 08:10:00 GMT")
    assert retry_time(given, now=NOW) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ("0", SHORTEST_RETRY),
        ("59", timedelta(seconds=60)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", SHORTEST_RETRY),
        ("604801", timedelta(days=7)),
        ("9" * 400, LONGEST_RETRY),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY),
    ],
)
def test_a_wait_is_a_minute_at_least_and_a_week_at_most(words, wait):
    assert retry_time(reply(429, retry_after=words), now=NOW) == NOW + wait


@given(st.sampled_from([429, 503]), st.text(max_size=100), st.text(max_size=100))
def test_no_header_whatever_breaks_the_reading_of_waits(status, wait, date):
    until = retry_time(reply(status, retry_after=wait, date=date), now=NOW)
    assert until is None or SHORTEST_RETRY <= until - NOW <= LONGEST_RETRY


@pytest.mark.parametrize("status", [200, 403, 404, 410, 503])
def test_a_challenge_blocks_whatever_the_status(status):
    given = reply(status, cf_mitigated="challenge", retry_after="60")
    assert both(given) == {"blocked"}
    assert "human" in page(given).detail


def test_a_challenge_without_its_header_is_known_by_its_page():
    body = b"<html><title>Just a moment...</title><script>_cf_chl_opt</script></html>"
    assert "Cloudflare" in page(reply(body=body)).detail
    assert page(reply(403, body)).outcome == "blocked"


def test_a_long_article_about_challenges_is_an_article():
    body = PAGE + b"<p>The script is called cf_chl_opt.</p>" + b"<p>po</p>" * 5000
    assert isinstance(page(reply(body=body)), Reply)


@pytest.mark.parametrize("status", [429, 503])
def test_a_challenge_carries_no_promise_to_wait_less_than_asked(status):
    given = reply(status, cf_mitigated="challenge", retry_after="600")
    assert page(given).retry_at == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("body", "media", "name"),
    [
        (b"%PDF-1.7 ...", "text/html", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "an image"),
        (b"\xff\xd8\xff\xe0", "", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "", "an image"),
        (b'{"a": 1}', "text/html", "JSON"),
        (b'[{"a": 1}]', "application/json; charset=utf-8", "JSON"),
        (b"<?xml version='1.0'?><rss>", "text/xml", "a feed"),
        (b"<rss><channel><title>Lajme</title>", "text/xml", "a feed"),
        (b"<urlset><url>", "text/xml", "a sitemap"),
        (b'{"html": "<html><body><p>po</p></body></html>"}', "text/html", "JSON"),
        (b"plain words", "text/plain; charset=utf-8", "plain text"),
        (b"\x00\x01\x02", "application/octet-stream", "a download"),
        (b"abc", "video/mp4", "a video"),
    ],
)
def test_what_is_no_page_is_named(body, media, name):
    found = page(reply(body=body, content_type=media))
    assert found.outcome == "not_html"
    assert found.detail.endswith(f"but {name}")


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (PAGE, "text/plain"),
        (PAGE, "application/pdf"),
        (b"\xef\xbb\xbf\n" + PAGE, ""),
        ("\ufeff<html><p>ë</p></html>".encode("utf-16"), "text/plain"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "application/xhtml+xml"),
        (b"<p>Only a piece</p>", "text/html"),
        (b"[Tirana] <p>Only a piece</p>", "text/html"),
        (b'[Tirana] <p class="a">Only a piece</p>', "text/html"),
        (b"<html><body>How to write a <rss> element", "text/html"),
    ],
)
def test_what_is_a_page_passes_whatever_its_type(body, media):
    assert isinstance(page(reply(body=body, content_type=media)), Reply)


def test_an_article_that_leads_to_the_home_page_is_no_article():
    assert page(reply(url="https://lajme.example/")).outcome == "not_article"
    assert isinstance(page(reply(url="https://lajme.example/b")), Reply)
    home = replace(
        reply(url="https://www.lajme.example/"), asked="https://lajme.example/"
    )
    assert isinstance(page(home), Reply)


def test_a_form_that_asks_for_consent_blocks():
    given = reply(url="https://consent.lajme.example/?continue=x")
    assert page(given).outcome == "blocked"
    assert isinstance(page(reply(url="https://consenting.example/a")), Reply)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_failure_is_always_told_in_the_words_of_its_table(outcome):
    given = Failure(outcome=outcome, detail="because", retry_at=NOW)
    assert feed(given).outcome in get_args(PollOutcome)
    assert page(given).outcome in get_args(PageOutcome)
    assert feed(given).detail == page(given).detail == "because"
    assert feed(given).retry_at == NOW


def test_what_waits_as_a_page_comes_later_as_a_feed():
    given = Failure(outcome="pending", detail="because")
    assert feed(given).outcome == "later"
    assert page(given).outcome == "pending"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "public, max-age=7200"}, 7200),
        ({"cache_control": 'Max-Age="7200"', "age": "200"}, 7000),
        ({"cache_control": "max-age=0"}, None),
        ({"cache_control": "max-age=60", "age": "90"}, None),
        ({"cache_control": "no-cache, max-age=7200"}, None),
        ({"cache_control": "max-age=much", "expires": "0"}, None),
        ({"expires": "0"}, None),
        (
            {
                "date": "Thu, 01 Jan 2026 00:00:00 GMT",
                "expires": "Thu, 01 Jan 2026 01:00:00 GMT",
            },
            3600,
        ),
        (
            {
                "cache_control": "max-age=60",
                "date": "Thu, 01 Jan 2026 00:00:00 GMT",
                "expires": "Thu, 01 Jan 2026 01:00:00 GMT",
            },
            60,
        ),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_freshness_is_what_the_server_says_and_nothing_else(headers, seconds):
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert fresh_until(reply(**headers), now=NOW) == expected


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_header_whatever_breaks_the_reading_of_freshness(control, age, expires):
    given = reply(cache_control=control, age=age, expires=expires)
    until = fresh_until(given, now=NOW)
    assert until is None or until > NOW


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        ("read", 0),
        ("unchanged", 0),
        ("failed", 4),
        ("blocked", 4),
        ("gone", 4),
        ("later", 4),
        ("skipped", 3),
    ],
)
def test_only_an_answer_ends_a_row_of_failures(outcome, count):
    assert failures_after(outcome, 3) == count


def status(outcome, failures, since=None, *, said_gone=False):
    return feed_status(
        outcome,
        failures=failures,
        last_success_at=None if since is None else NOW - since,
        now=NOW,
        said_gone=said_gone,
    )


def test_a_feed_that_answers_is_active_and_one_that_does_not_is_failing():
    assert status("read", 0, timedelta(0)) == "active"
    assert status("failed", 1, timedelta(hours=1)) == "failing"


def test_a_first_410_is_confirmed_before_the_feed_is_gone():
    hour = timedelta(hours=1)
    assert status("gone", 1, hour) == "failing"
    assert status("gone", 5, hour) == "failing"  # the others were of another kind
    assert status("gone", 2, hour, said_gone=True) == "gone"


def test_a_feed_is_dead_after_thirty_days():
    nearly = DEAD_AFTER - timedelta(seconds=1)
    assert (status("failed", 40, nearly), DEAD_AFTER.days) == ("failing", 30)
    assert status("failed", 40, DEAD_AFTER) == "dead"


def test_a_failure_after_a_long_pause_of_ours_is_not_the_death_of_a_feed():
    assert status("failed", FEWEST_FAILURES - 1, 9 * DEAD_AFTER) == "failing"
    assert status("failed", FEWEST_FAILURES, 9 * DEAD_AFTER) == "dead"


def test_a_feed_that_never_answered_is_dead_by_the_number_of_its_failures():
    assert status("failed", DEAD_FAILURES - 1) == "failing"
    assert status("failed", DEAD_FAILURES) == "dead"


def test_that_number_of_failures_takes_thirty_days():
    waits = [min(timedelta(minutes=15) * 2**n, timedelta(days=1)) for n in range(36)]
    assert sum(waits[:DEAD_FAILURES], timedelta(0)) >= DEAD_AFTER - timedelta(days=1)
    assert sum(waits[: DEAD_FAILURES - 2], timedelta(0)) < DEAD_AFTER


@given(st.binary(max_size=200), st.text(max_size=40))
def test_no_body_whatever_breaks_the_sniffing(body, media):
    came = sniff.what_came(body, media)
    assert came.words
    assert (sniff.not_html(body, media) is None) == (
        came.kind in ("html", "nothing", "unknown")
    )


@pytest.mark.parametrize(
    ("headers", "reserved"),
    [
        ({}, False),
        ({"x-robots-tag": "index, follow"}, False),
        ({"x-robots-tag": "noarchive"}, True),
        ({"x-robots-tag": "index, NoArchive"}, True),
        ({"x-robots-tag": "googlebot: noarchive"}, True),
        ({"x-robots-tag": "index, otherbot: none"}, True),
        ({"x-robots-tag": "otherbot: unavailable_after: 25 Jun 2027"}, True),
        ({"x-robots-tag": "max-image-preview: none, max-snippet: 20"}, False),
        ({"x-robots-tag": "unavailable_after: 25 Jun 2027 15:00:00 PST"}, True),
        ({"tdm-reservation": "1"}, True),
        ({"tdm-reservation": "0"}, False),
    ],
)
def test_a_wish_in_the_headers_is_read(headers: dict[str, str], reserved: object):
    assert is_reserved(headers) is reserved
