from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.dates import (
    AHEAD,
    FIRST_YEAR,
    TRUST,
    choose,
    claims,
    interval,
    read_date,
    read_stated,
)
from tracker.model import DateClaim, RawDate

TIRANA = "Europe/Tirane"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

# text, expected local date and time ("!weekday": the weekday is another day's)
WRITTEN = """
20 qershor 2023 → 2023-06-20
20 Qershor, 2023 - 14:35 → 2023-06-20 14:35
e martë, 20 qershor 2023 → 2023-06-20
E MARTË, 20 QERSHOR 2023, 14:35 → 2023-06-20 14:35
20/06/2023 14:35 → 2023-06-20 14:35
20.06.2023 → 2023-06-20
20.6.2023 → 2023-06-20
20-06-2023 → 2023-06-20
20.VI.2023 → 2023-06-20
05/06/2023 → 2023-06-05
5 Korrik 2023 | 09:12 → 2023-07-05 09:12
13:45 | 20 qershor 2023 → 2023-06-20 13:45
1 mars 2024 → 2024-03-01
14 shkurt 2025 → 2025-02-14
12 prill 2024 → 2024-04-12
3 maj 2024 → 2024-05-03
7 gusht 2024 → 2024-08-07
9 shtator 2024 → 2024-09-09
10 tetor 2024 → 2024-10-10
11 nëntor 2024 → 2024-11-11
11 nentor 2024 → 2024-11-11
12 dhjetor 2024 → 2024-12-12
2 janar 2025 → 2025-01-02
më 20 qershor 2023 → 2023-06-20
20 qershorit 2023 → 2023-06-20
20 qer. 2023 → 2023-06-20
Publikuar më: 20.06.2023, ora 14:35 → 2023-06-20 14:35
Publikuar: 20 qershor 2023 në 14:35 → 2023-06-20 14:35
Më: 13 nëntor 2019 Në ora: 19:35 → 2019-11-13 19:35
Përditësimi i fundit: 20.06.2023 14:35 → 2023-06-20 14:35
E diele, 21.02.2021, 11:39 AM → 2021-02-21 11:39
E marte, 15.10.2024, 07:09 PM → 2024-10-15 19:09
Qershor 20, 2023 → 2023-06-20
Jun 20, 2023 → 2023-06-20
2023-06-20T14:35:00+02:00 → 2023-06-20 14:35
e hënë, 20 qershor 2023 → 2023-06-20 !weekday
31.02.2023 → none
20 muaj 2023 → none
telefon 0420062023 → none
versioni 2.0.2023 → none
20.06.2023 ora 14.35 → 2023-06-20 14:35
2 mars 2026, 09:15 → 2026-03-02 09:15
02/03/2026 → 2026-03-02
20 qershorit, 2023 ora 9:05 → 2023-06-20 09:05
3 gsh. 2024 → 2024-08-03
20 korr 2023 → 2023-07-20
June 20th, 2023 12:05 AM → 2023-06-20 00:05
20th June 2023, 12:05 p.m. → 2023-06-20 12:05
1 mars 2024 25:70 → 2024-03-01
mars 2024 → none
2023 → none
1772439300 → none
20062023 → none
2026-2026-2026-2026-2026 → none
12-05-2023-44-1 → none
20.06.1969 → none
"""


def expected(line: str) -> tuple[str, str]:
    text, _, wanted = line.partition(" → ")
    return text, wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [expected(row) for row in WRITTEN.strip().splitlines()]
)
def test_written_dates_are_read_as_an_albanian_reader_would(
    text: str, wanted: str
) -> None:
    stated = read_stated(text, timezone=TIRANA)
    if stated is None:
        assert wanted == "none"
        return
    local = stated.value.astimezone(ZoneInfo(TIRANA))
    form = "%Y-%m-%d" if stated.precision == "day" else "%Y-%m-%d %H:%M"
    printed = local.strftime(form) + (" !weekday" if stated.wrong_weekday else "")
    assert printed == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "precision"),
    [
        ("Tue, 20 Jun 2023 14:35:07 +0200", "2023-06-20T12:35:07", "second"),
        ("Tue, 20 Jun 2023 14:35:07 GMT", "2023-06-20T14:35:07", "second"),
        ("Tue, 20 Jun 2023 14:35:07 CET", "2023-06-20T13:35:07", "second"),
        ("Tue, 20 Jun 2023 14:35 EDT", "2023-06-20T18:35:00", "minute"),
        ("20 Jun 23 14:35:07 GMT", "2023-06-20T14:35:07", "second"),
        ("Tuesday, 20-Jun-23 14:35:07 GMT", "2023-06-20T14:35:07", "second"),
        ("Tue Jun 20 14:35:07 2023", "2023-06-20T12:35:07", "second"),
        ("2023-06-20T14:35:07Z", "2023-06-20T14:35:07", "second"),
        ("2023-06-20T14:35:07.123456Z", "2023-06-20T14:35:07", "second"),
        ("2023-06-20T14:35Z", "2023-06-20T14:35:00", "minute"),
        ("2023-06-20 14:35:07 +0200", "2023-06-20T12:35:07", "second"),
        ("2023-06-20T14:35:07-05", "2023-06-20T19:35:07", "second"),
        ("20230620T143507Z", "2023-06-20T14:35:07", "second"),
        ("2023-06-20 14:35:07", "2023-06-20T12:35:07", "second"),
        ("2023-12-20 14:35:07", "2023-12-20T13:35:07", "second"),
        ("2023/06/20", "2023-06-19T22:00:00", "day"),
        ("1998-12-31T23:59:60Z", "1998-12-31T23:59:59", "second"),
    ],
)
def test_machine_dates_keep_their_zone_and_naive_ones_take_the_outlets(
    text: str, wanted: str, precision: str
) -> None:
    moment = datetime.fromisoformat(wanted).replace(tzinfo=UTC)
    assert read_date(text, timezone=TIRANA) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    ["1970-01-01T00:00:00Z", "0", "2023-06-20T14:35:00+99:00", "", "é" * 5000],
)
def test_what_dates_nothing_is_refused(text: str) -> None:
    assert read_date(text, timezone=TIRANA) is None


@given(st.text(alphabet="0123456789", min_size=5))
def test_a_run_of_digits_is_never_a_date(digits: str) -> None:
    assert read_date(digits, timezone=TIRANA) is None


@given(st.text(alphabet="0123456789./-: tTzZ+,ëmarsjunepdOV"))
def test_any_text_is_read_or_refused_and_never_raises(text: str) -> None:
    stated = read_stated(text, timezone=TIRANA)
    assert stated is None or stated.value.year >= FIRST_YEAR - 1


@given(st.dates(min_value=date(1991, 1, 2), max_value=date(2090, 12, 31)))
def test_a_day_is_read_back_from_each_numeric_form(day: date) -> None:
    for form in ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y"):
        found = read_date(day.strftime(form), timezone=TIRANA)
        assert found is not None
        assert found[0].astimezone(ZoneInfo(TIRANA)).date() == day


def test_what_stands_behind_the_eightieth_character_is_not_read() -> None:
    assert read_date("x" * 80 + " 20.06.2023", timezone=TIRANA) is None
    assert read_date("x" * 60 + " 20.06.2023", timezone=TIRANA) is not None


def raw(source: str, text: str) -> RawDate:
    return RawDate(source=source, text=text)  # type: ignore[arg-type]


def test_a_date_in_the_future_is_no_claim_beyond_ten_minutes() -> None:
    found = claims(
        [
            raw("meta", "2026-03-02T12:10:00Z"),
            raw("meta", "2026-03-02T12:10:01Z"),
            raw("meta", "2099-01-01"),
        ],
        timezone=TIRANA,
        now=NOW,
    )
    assert [c.value for c in found] == [NOW + timedelta(minutes=10)]
    assert timedelta(minutes=10) == AHEAD


def test_the_clock_of_a_page_header_is_not_a_date_of_publication() -> None:
    found = claims(
        [raw("text", "E hënë, 2 mars 2026"), raw("text", "1 mars 2026")],
        timezone=TIRANA,
        now=NOW,
    )
    assert [c.value for c in found] == [datetime(2026, 2, 28, 23, tzinfo=UTC)]


def test_a_date_called_an_update_never_dates_an_article() -> None:
    found = claims(
        [raw("text", "Përditësimi i fundit: 20.06.2023 14:35")],
        timezone=TIRANA,
        now=NOW,
    )
    assert [c.source for c in found] == ["modified"]
    assert choose(found, now=NOW) is None


def test_an_address_claims_no_more_than_a_day() -> None:
    (claim,) = claims([raw("url", "2023/06/20 10:00")], timezone=TIRANA, now=NOW)
    assert claim.precision == "day"


def test_the_same_claim_is_listed_once() -> None:
    twice = [raw("meta", "2023-06-20T10:00:00Z"), raw("meta", "2023-06-20T10:00:00Z")]
    assert len(claims(twice, timezone=TIRANA, now=NOW)) == 1


def test_trust_decides_and_not_the_order_in_which_dates_were_found() -> None:
    order = ("json_ld", "meta", "feed", "time_element", "url", "text")
    assert order == TRUST
    found = [
        DateClaim(source=source, value=NOW, precision="day")  # type: ignore[arg-type]
        for source in ("modified", *reversed(order))
    ]
    while len(found) > 1:
        chosen = choose(found, now=NOW)
        assert chosen is found.pop()
    assert choose(found, now=NOW) is None


def test_a_date_before_the_web_is_never_chosen() -> None:
    old = datetime(FIRST_YEAR - 1, 12, 31, tzinfo=UTC)
    claim = DateClaim(source="meta", value=old, precision="day")
    assert choose([claim], now=NOW) is None


MOMENTS = st.integers(0, 10**7).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SEEN = datetime(2030, 6, 20, 9, 15, tzinfo=UTC)


def when(value: datetime, precision: str) -> DateClaim:
    return DateClaim(source="meta", value=value, precision=precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (
            when(datetime(2030, 6, 20, 6, tzinfo=UTC), "second"),
            ("20 06:00", "20 06:00"),
        ),
        (
            when(datetime(2030, 6, 20, 6, tzinfo=UTC), "minute"),
            ("20 06:00", "20 06:01"),
        ),
        (when(datetime(2030, 6, 20, 6, tzinfo=UTC), "hour"), ("20 06:00", "20 07:00")),
        (when(datetime(2030, 6, 19, 22, tzinfo=UTC), "day"), ("19 22:00", "20 09:15")),
        (when(datetime(2030, 6, 18, 22, tzinfo=UTC), "day"), ("18 22:00", "19 22:00")),
        (when(datetime(2030, 6, 20, 9, 20, tzinfo=UTC), "second"), ("20 09:15",) * 2),
        (
            when(datetime(2030, 6, 20, 9, 26, tzinfo=UTC), "second"),
            ("20 05:45", "20 09:15"),
        ),
        (None, ("20 05:45", "20 09:15")),
    ],
)
def test_the_interval_is_as_wide_as_what_was_stated(
    chosen: DateClaim | None, wanted: tuple[str, str]
) -> None:
    start, end = interval(
        chosen,
        not_seen_at=datetime(2030, 6, 20, 5, 45, tzinfo=UTC),
        first_seen_at=SEEN,
        timezone=TIRANA,
    )
    assert start is not None
    assert (start.strftime("%d %H:%M"), end.strftime("%d %H:%M")) == wanted


def test_without_a_date_and_an_earlier_visit_the_beginning_is_open() -> None:
    assert interval(None, not_seen_at=None, first_seen_at=SEEN, timezone=TIRANA) == (
        None,
        SEEN,
    )


@pytest.mark.parametrize(("day", "hours"), [(29, 23), (28, 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: int, hours: int) -> None:
    stated = read_date(f"{day}.03.2026", timezone=TIRANA)
    assert stated is not None
    start, end = interval(
        when(*stated), not_seen_at=None, first_seen_at=SEEN, timezone=TIRANA
    )
    assert start is not None
    assert end - start == timedelta(hours=hours)


@given(
    MOMENTS,
    MOMENTS,
    st.none() | MOMENTS,
    st.sampled_from(["second", "minute", "hour", "day"]),
)
def test_an_interval_never_ends_before_it_begins_or_after_it_was_seen(
    value: datetime, seen: datetime, missed: datetime | None, precision: str
) -> None:
    start, end = interval(
        when(value, precision),
        not_seen_at=missed,
        first_seen_at=seen,
        timezone=TIRANA,
    )
    assert end <= seen
    assert start is None or start <= end
