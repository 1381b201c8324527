from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import ParsedFeed, Wishes
from tracker.web import wishes
from tracker.web.feeds import read_feed

SY = "http://purl.org/rss/1.0/modules/syndication/"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def asked(head: str, *, tail: str = "", items: str = "") -> Wishes:
    """Read what a feed asks for that has `head` before its items and `tail` after."""
    body = (
        f'<rss version="2.0" xmlns:sy="{SY}"><channel><title>L</title>{head}<item>'
        f"<title>A</title><link>https://lajme.example/a</link>{items}</item>{tail}"
        "</channel></rss>"
    )
    found = read_feed(
        body.encode(), content_type=None, base_url="https://lajme.example/"
    )
    assert isinstance(found, ParsedFeed), found
    assert len(found.entries) == 1
    return found.wishes


def every(head: str) -> timedelta | None:
    return asked(head).every


def hours(*values: object) -> str:
    listed = "".join(f"<hour>{value}</hour>" for value in values)
    return f"<skipHours>{listed}</skipHours>"


def days(*values: str) -> str:
    listed = "".join(f"<day>{value}</day>" for value in values)
    return f"<skipDays>{listed}</skipDays>"


def test_a_feed_that_is_silent_asks_for_nothing() -> None:
    assert asked("") == Wishes()


@pytest.mark.parametrize(
    ("ttl", "wanted"),
    [
        ("60", timedelta(hours=1)),
        (" 15\n", timedelta(minutes=15)),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("one hour", None),
        ("\u0661\u0665", None),
        ("9" * 30, timedelta(days=365)),
        ("9" * 5000, None),
    ],
)
def test_ttl_is_a_whole_number_of_minutes(ttl: str, wanted: timedelta | None) -> None:
    assert every(f"<ttl>{ttl}</ttl>") == wanted
    assert timedelta(days=365) == wishes.LONGEST


@pytest.mark.parametrize(
    ("period", "times", "wanted"),
    [
        ("hourly", "1", timedelta(hours=1)),
        (" Hourly ", "4", timedelta(minutes=15)),
        ("daily", "2", timedelta(hours=12)),
        ("weekly", "7", timedelta(days=1)),
        ("monthly", "1", timedelta(days=30)),
        ("yearly", "1", timedelta(days=365)),
        ("hourly", None, timedelta(hours=1)),
        (None, "2", timedelta(hours=12)),
        ("hourly", "0", timedelta(hours=1)),
        ("hourly", "-3", timedelta(hours=1)),
        ("hourly", "0.1", timedelta(hours=1)),
        ("hourly", "often", timedelta(hours=1)),
        ("often", "1", None),
        (None, None, None),
    ],
)
def test_a_period_is_divided_by_its_frequency(
    period: str | None, times: str | None, wanted: timedelta | None
) -> None:
    head = f"<sy:updatePeriod>{period}</sy:updatePeriod>" if period else ""
    if times:
        head += f"<sy:updateFrequency>{times}</sy:updateFrequency>"
    assert every(head) == wanted


def test_the_longer_of_both_wishes_counts() -> None:
    hourly = "<sy:updatePeriod>hourly</sy:updatePeriod>"
    assert every(f"{hourly}<ttl>5</ttl>") == timedelta(hours=1)
    assert every(f"{hourly}<ttl>90</ttl>") == timedelta(minutes=90)


def test_hours_and_days_to_skip_are_read_wherever_they_stand() -> None:
    lists = hours(4, " 05 ", 24, 4, 25, -1, "noon", "") + days(
        "sunday", " FRIDAY ", "x"
    )
    wanted = Wishes(skip_hours=(0, 4, 5), skip_days=(4, 6))
    assert asked(lists) == wanted
    assert asked("", tail=lists) == wanted
    assert asked(lists.replace("kipH", "kiph").replace("kipD", "kipd")) == wanted


def test_a_list_that_forbids_everything_is_ignored() -> None:
    assert asked(hours(*range(24)) + days(*DAYS)) == Wishes()
    assert asked(hours(*range(1, 24)) + days(*DAYS[1:])) == Wishes(
        skip_hours=tuple(range(1, 24)), skip_days=tuple(range(1, 7))
    )


@pytest.mark.parametrize(
    "items",
    [
        hours(3),
        f"<description><![CDATA[{hours(3)}]]></description>",
        f"<description>{hours(3)}</description>",
        f"<!-- {hours(3)} -->",
        "<ttl>7</ttl>",
    ],
)
def test_what_stands_in_an_entry_is_no_wish(items: str) -> None:
    assert asked("", items=items) == Wishes()


def test_a_document_that_breaks_off_keeps_what_it_asked_for_before() -> None:
    body = (
        f"<rss version='2.0'><channel>{hours(1, 2)}<item><title>A</title>"
        "<link>https://lajme.example/a</link></item><item><ti"
    )
    found = read_feed(body.encode(), content_type=None, base_url="https://a.example/")
    assert isinstance(found, ParsedFeed)
    assert found.wishes.skip_hours == (1, 2)


anything = st.text(alphabet="0123456789.-+eE \n<>/&;#xhourlyd\u0663\u00bd", max_size=40)


@given(anything, anything, anything, anything, anything)
def test_whatever_is_asked_for_stays_in_bounds(
    ttl: str, period: str, times: str, hour: str, day: str
) -> None:
    body = (
        f'<rss version="2.0" xmlns:sy="{SY}"><channel><ttl>{ttl}</ttl>'
        f"<sy:updatePeriod>{period}</sy:updatePeriod>"
        f"<sy:updateFrequency>{times}</sy:updateFrequency>"
        f"{hours(hour)}{days(day)}</channel></rss>"
    )
    found = read_feed(body.encode(), content_type=None, base_url="https://a.example/")
    if isinstance(found, ParsedFeed):
        interval = found.wishes.every
        assert interval is None or timedelta(0) < interval <= wishes.LONGEST
        assert set(found.wishes.skip_hours) < set(range(24))
        assert set(found.wishes.skip_days) < set(range(7))


@given(
    st.integers(min_value=-(10**45), max_value=10**45),
    st.sampled_from(["hourly", "daily", "weekly", "monthly", "yearly"]),
    st.integers(min_value=-(10**45), max_value=10**45),
)
def test_numbers_of_any_size_give_an_interval_in_bounds(
    ttl: int, period: str, times: int
) -> None:
    channel = {
        "ttl": str(ttl),
        "sy_updateperiod": period,
        "sy_updatefrequency": str(times),
    }
    interval = wishes.read_interval(channel)
    assert interval is None or timedelta(0) < interval <= wishes.LONGEST
