from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.config import load, values
from tracker.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", timedelta(minutes=15)),
        ("2s", timedelta(seconds=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1d", timedelta(days=1)),
        ("0.5s", timedelta(milliseconds=500)),
        ("0s", timedelta(0)),
    ],
)
def test_lengths_of_time(text, length):
    assert values.duration(text) == length


@pytest.mark.parametrize(
    "text",
    ["", "15", 15, "m", "15 m", "-1s", "30m1h", "2x", "99999d", None, True, "١s"],
)
def test_what_is_no_length_of_time(text):
    with pytest.raises(ValueError, match=r"15m|ten years"):
        values.duration(text)


def test_some_lengths_must_not_be_zero():
    with pytest.raises(ValueError, match="longer than zero"):
        values.positive_duration("0m")


@given(st.integers(0, 9999), st.integers(0, 23), st.integers(0, 59))
def test_a_length_means_the_sum_of_its_parts(hours, minutes, seconds):
    written = values.duration(f"{hours}h{minutes}m{seconds}s")
    assert written == timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "size"),
    [("10MB", 10_000_000), ("500kB", 500_000), ("1MiB", 1 << 20), (4096, 4096)],
)
def test_sizes(text, size):
    assert values.size(text) == size


@pytest.mark.parametrize("text", ["0MB", "-1MB", "10XB", "MB", "", True, None, 1.5])
def test_what_is_no_size(text):
    with pytest.raises(ValueError, match="10MB"):
        values.size(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://lajme.example/",
        "http://lajme.example:8080/feed?cat=live",
        "https://lajmë.example/shqip",
        "http://127.0.0.1:8800/",
    ],
)
def test_addresses_stay_as_they_are_written(url):
    assert values.address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "ftp://lajme.example/",
        "file:///etc/hostname",
        "lajme.example",
        "https://",
        "https://lajme.example/a b",
        "https://lajme.example\\@inner.example/",
        "https://lajme.example:99999/",
        "https://user:word@lajme.example/",
        "https://lajme.example/\n",
        "https://lajme.example/" + "a" * 2048,
    ],
)
def test_what_is_no_address(url):
    with pytest.raises(ValueError, match=";"):
        values.address(url)


def test_only_what_is_visited_may_carry_a_password():
    url = "https://user:word@lajme.example/feed"
    assert values.address_with_user(url) == url
    with pytest.raises(ValueError, match="user name"):
        values.address(url)
    with pytest.raises(ValueError, match="user name"):
        values.address_with_user("https://user@other@lajme.example/feed")


@pytest.mark.parametrize("read", [values.address, values.address_with_user])
@pytest.mark.parametrize(
    "url",
    [
        "https://justicehomeland.org/",
        "http://WWW.JusticeHomeland.org./a",
        "https://web.archive.org/web/2023/https://justicehomeland.org/",
    ],
)
def test_the_block_list_cannot_be_configured_away(read, url):
    with pytest.raises(ValueError, match="leaked personal data"):
        read(url)


@pytest.mark.parametrize("value", ["justicehomeland.org", "m.justicehomeland.org"])
def test_a_blocked_host_is_refused_too(value):
    with pytest.raises(ValueError, match="leaked personal data"):
        values.host(value)


def test_hosts_are_bare_names_in_lower_case():
    assert values.host("M.Lajme.example") == "m.lajme.example"
    assert values.host("127.0.0.1:8800") == "127.0.0.1:8800"


@pytest.mark.parametrize(
    "value", ["https://m.lajme.example", "m.lajme.example/sq", "a b", "", "u@h.example"]
)
def test_what_is_no_host(value):
    with pytest.raises(ValueError, match="write"):
        values.host(value)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("127.0.0.1:8800", ("127.0.0.1", 8800)), ("[::1]:80", ("::1", 80))],
)
def test_private_addresses_are_exact_pairs(text, pair):
    assert values.private_address(text) == pair


@pytest.mark.parametrize(
    "text",
    [
        "localhost:80",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:99999",
        "10.0.0.0/8:80",
        80,
    ],
)
def test_names_and_ranges_are_no_private_address(text):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1:8800"):
        values.private_address(text)


def test_countries_and_languages():
    assert [values.country(code) for code in ("AL", "NO", "XK", "ZZ")]
    assert [values.language(code) for code in ("sq", "no", "fa")]
    assert values.language_or_all("*") == "*"
    for wrong in ("al", "UK", "XX", "ALB", ""):
        with pytest.raises(ValueError, match="ISO 3166"):
            values.country(wrong)
    for wrong in ("xx", "SQ", "alb", "*", ""):
        with pytest.raises(ValueError, match="ISO 639-1"):
            values.language(wrong)
    for montenegrin in ("cnr", "me"):
        with pytest.raises(ValueError, match="write sr"):
            values.language(montenegrin)


def test_a_zone_is_checked_and_the_nearest_named():
    assert values.zone("Europe/Tirane") == "Europe/Tirane"
    with pytest.raises(ValueError, match="did you mean 'Europe/Tirane'"):
        values.zone("Europe/Tirana")
    for wrong in ("", "Europe", "../etc/passwd", "x" * 300, "\0"):
        with pytest.raises(ValueError, match="is no time zone"):
            values.zone(wrong)


def test_days_and_times():
    assert values.day("2026-03-02") == date(2026, 3, 2)
    assert values.moment("2026-03-02T15:00Z") == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert values.moment("2026-03-02T15:00").tzinfo is None
    for wrong in ("2026-02-30", "2.3.2026", "20260302", "0001-01-01", 2026, None):
        with pytest.raises(ValueError, match="2026-03-02"):
            values.day(wrong)
        with pytest.raises(ValueError, match="2026-03-02"):
            values.moment(wrong)


@pytest.mark.parametrize("value", ["A", "-a", "a b", "", "é", "a/b", "a.b"])
def test_what_is_no_id(value):
    with pytest.raises(ValueError, match="is not an id"):
        values.identifier(value)


@pytest.mark.parametrize(
    "value", ["desk", "a@b.example\r\nX: y", "redaksia@shembëll.example", " "]
)
def test_a_contact_that_would_break_or_not_answer_is_refused(value):
    with pytest.raises(ValueError, match=r";|such as"):
        values.contact(value)


def test_a_database_elsewhere_is_refused_in_words():
    with pytest.raises(ValueError, match="only files"):
        values.path("ducklake:postgres:dbname=x")


def test_an_acronym_without_a_capital_is_refused_before_it_is_never_found(write):
    actor = "actors: [{id: a, name: A, acronyms: [%s]}]"
    with pytest.raises(ConfigError, match="has no capital; write it as it is printed"):
        load(write(actor % "shsh"))
    for good in ("SHSH", "MeK", "\u0622\u0633\u06cc\u0644\u0627"):
        assert load(write(actor % good)).actors[0].acronyms[0].text == good
