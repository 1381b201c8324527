import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.archives.questions import (
    FROM,
    HOSTILE,
    LISTED,
    NOW,
    OUTLET,
    TERMS,
    TO,
    failed,
    found,
    reply,
)
from tracker.model import (
    Failure,
    Found,
    ParsedFeed,
    Reply,
    Search,
    SitemapIndex,
)
from tracker.web.archives import sitemap
from tracker.web.archives.periods import Period, address_period
from tracker.web.archives.sitemap import Sitemap
from tracker.web.feeds import read_feed
from tracker.web.sitemaps import read_sitemap

SITE = "https://lajme.example"
CHANGED = "dated only by the last change"


def read(answer: Reply) -> ParsedFeed | SitemapIndex | Failure:
    return read_sitemap(
        answer.body,
        content_type=answer.headers.get("content-type"),
        base_url=answer.url,
    )


def feed(answer: Reply) -> ParsedFeed | Failure:
    return read_feed(answer.body, content_type=None, base_url=answer.url)


def root() -> Search:
    (search,) = Sitemap(read).first(
        OUTLET, "zjarri", from_at=FROM, to_at=TO, terms=TERMS
    )
    return search


def part(name: str) -> Search:
    return replace(root(), address=f"{SITE}/{name}")


def index(*parts: tuple[str, str]) -> str:
    rows = "".join(
        f"<sitemap><loc>{SITE}/{name.replace('&', '&amp;')}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + "</sitemap>"
        for name, day in parts
    )
    return f"<sitemapindex>{rows}</sitemapindex>"


def urls(*addresses: tuple[str, str]) -> str:
    """List paths, each with the last day of its change, or an n before its news day."""
    rows = ""
    for path, day in addresses:
        rows += f"<url><loc>{SITE}/{path}</loc>"
        if day.startswith("n"):
            date_of = f"<n:publication_date>{day[1:]}</n:publication_date>"
            rows += f"<n:news>{date_of}</n:news>"
        elif day:
            rows += f"<lastmod>{day}</lastmod>"
        rows += "</url>"
    return f"<urlset xmlns:n='n'>{rows}</urlset>"


def answered(search: Search, body: str | bytes) -> Found:
    return found(Sitemap(read).read(search, reply(search, body), now=NOW))


def asked(*parts: tuple[str, str]) -> list[str]:
    answer = answered(root(), index(*parts))
    return [each.address.removeprefix(f"{SITE}/") for each in answer.further]


def kept(*addresses: tuple[str, str]) -> list[str]:
    answer = answered(root(), urls(*addresses))
    return [each.url.removeprefix(f"{SITE}/") for each in answer.entries]


# Before and after the stretch, so that a list is known to reach over all of it.
EDGES = (("2022/07/01/a/", ""), ("2022/09/09/z/", ""))


def gaps(*addresses: tuple[str, str]) -> tuple[str, ...]:
    return answered(root(), urls(*EDGES, *addresses)).gaps


# ---------------------------------------------------------------- questions


def test_each_sitemap_of_an_outlet_that_may_be_fetched_is_asked() -> None:
    assert root() == Search(
        incident="zjarri",
        outlet="lajme",
        via="sitemap",
        address=f"{SITE}/sitemap.xml",
        listing=f"{SITE}/sitemap.xml",
        from_at=FROM,
        to_at=TO,
        query=None,
    )
    twice = replace(OUTLET, sitemaps=(*OUTLET.sitemaps * 2, f"{SITE}/news.xml"))
    for outlet, number in ((twice, 2), (LISTED, 0), (replace(LISTED, sitemaps=()), 0)):
        searches = Sitemap(read).first(
            outlet, "zjarri", from_at=FROM, to_at=TO, terms=TERMS
        )
        assert len(searches) == number


# ---------------------------------------------------------------- an index


@pytest.mark.parametrize(
    "name",
    [
        "sitemap-{y}-{m}.xml",
        "sitemap-pt-post-p1-{y}-{m}.xml",
        "{y}/{m}/sitemap.xml",
        "sitemap_{y}_{m}.xml.gz",
        "sitemap-{y}{m}.xml",
        "sitemap.xml?yyyy={y}&mm={m}",
    ],
)
def test_parts_of_months_are_asked_where_they_overlap(name: str) -> None:
    months = [(2022, m) for m in range(1, 13)] + [(2023, 7)]
    parts = [(name.format(y=y, m=f"{m:02}"), "") for y, m in months]
    answer = answered(root(), index(*parts))
    assert [each.address for each in answer.further] == [
        f"{SITE}/{name.format(y=2022, m=m)}" for m in ("07", "08", "09")
    ]
    assert {each.listing for each in answer.further} == {root().address}
    assert answer.gaps == ()


def test_parts_of_days_are_asked_with_a_day_around() -> None:
    start = date(2022, 7, 1)
    days = [start + timedelta(days=n) for n in range(90)]
    names = asked(*((f"post-sitemap-{day}.xml", "") for day in days))
    # the stretch begins and ends at ten in the evening
    assert names[0] == "post-sitemap-2022-07-11.xml"
    assert names[-1] == "post-sitemap-2022-09-01.xml"
    assert len(names) == 53


def test_parts_of_years_are_years_only_where_all_numbers_are() -> None:
    assert asked(*((f"sitemap-{y}.xml", "") for y in range(2019, 2026))) == [
        "sitemap-2022.xml"
    ]
    numbered = [(f"sitemap-{n}.xml", "") for n in (1, 1999, 2022)]
    assert len(asked(*numbered)) == 3


def test_names_of_several_dates_stand_for_all_between() -> None:
    halves = (
        ("s-2022-01-01-2022-06-30.xml", ""),
        ("s-2022-07-01-2022-12-31.xml", ""),
        ("s-2023-01-01-2023-06-30.xml", ""),
    )
    answer = answered(root(), index(*halves))
    assert [each.address for each in answer.further] == [f"{SITE}/{halves[1][0]}"]
    assert answer.gaps == ()


def test_weeks_and_pages_of_a_year_are_taken_for_the_year() -> None:
    weeks = [f"sitemap-2022-{n}.xml" for n in range(1, 30)]
    assert len(asked(*((name, "") for name in weeks))) == 29
    assert asked(("sitemap_2022_week30.xml", ""), ("sitemap_2021_week30.xml", "")) == [
        "sitemap_2022_week30.xml"
    ]


def test_a_part_that_changed_last_before_the_stretch_holds_nothing_of_it() -> None:
    parts = (
        ("s1.xml", "2022-07-10T23:59:59Z"),
        ("s2.xml", "2022-07-11"),
        ("s3.xml", "2026-03-03"),
        ("s4.xml", ""),
        ("s5.xml", "never"),
    )
    assert asked(*parts) == ["s2.xml", "s3.xml", "s4.xml", "s5.xml"]


def test_parts_that_list_no_articles_are_not_asked() -> None:
    names = (
        "category-sitemap.xml",
        "post_tag-sitemap2.xml",
        "sitemap-tax-rubrika.xml",
        "wp-sitemap-users-1.xml",
        "sitemap-misc.xml",
        "page-sitemap.xml",
        "sitemap-pages.xml",
        "wp-sitemap-posts-page-1.xml",
        "sitemap-page-1.xml",
        "sitemap-pt-page-2022-08.xml",
        "page-2022-07.xml",
        "tagimi.xml",
        "2022-07-page-2.xml",
    )
    kept = ["2022-07-page-2.xml", "sitemap-page-1.xml", "tagimi.xml"]
    assert asked(*((name, "") for name in names)) == kept


def test_parts_with_a_period_come_first_then_those_that_changed_soonest() -> None:
    parts = (
        ("b1.xml", ""),
        ("b2.xml", "2026-01-01"),
        ("b3.xml", "2022-09-01"),
        ("a-2022-08.xml", ""),
    )
    assert asked(*parts) == ["a-2022-08.xml", "b3.xml", "b2.xml", "b1.xml"]


def test_parts_of_films_and_pictures_are_asked_too() -> None:
    parts = ("gallery-2022-08.xml", "image-sitemap-1.xml", "sitemap_videos.xml")
    assert sorted(asked(*((name, "") for name in parts))) == sorted(parts)


def test_so_many_parts_are_asked_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MOST_PARTS == 500
    monkeypatch.setattr(sitemap, "MOST_PARTS", 2)
    parts = [(f"s{n}.xml", day) for n, day in enumerate(("2022-01-01", *["2026"] * 4))]
    answer = answered(root(), index(*parts))
    assert len(answer.further) == 2
    assert "2 parts of the sitemap that may hold more were not read" in answer.gaps


def index_gaps(*names: str, search: Search | None = None) -> tuple[str, ...]:
    """Read an index of such parts, each with the day of its change behind a blank."""
    parts = [(name, day) for name, _, day in (each.partition(" ") for each in names)]
    return answered(search or root(), index(*parts)).gaps


def uncovered(name: str) -> str:
    return f"the series of {name} does not cover 2022-07-12 to 2022-08-31"


ALL_MONTHS = ("m-2022-07.xml", "m-2022-08.xml", "m-2022-09.xml")


@pytest.mark.parametrize(
    ("names", "gaps"),
    [
        (ALL_MONTHS, ()),
        (ALL_MONTHS[1:], (uncovered("m-2022-08.xml"),)),
        (("m-2022-06.xml", *ALL_MONTHS[1:]), (uncovered("m-2022-06.xml"),)),
        # films are not all articles, so that nothing covers these days
        (("video-2022-07.xml", *ALL_MONTHS[1:]), (uncovered("m-2022-08.xml"),)),
        # one section that covers them does not speak for another that may lack some
        ((*ALL_MONTHS, "sport-2022-08.xml"), (uncovered("sport-2022-08.xml"),)),
        ((*ALL_MONTHS, "sport-2022-09.xml"), (uncovered("sport-2022-09.xml"),)),
        ((*ALL_MONTHS, "sport-2022-06.xml"), (uncovered("sport-2022-06.xml"),)),
        # it began later, or ended before
        ((*ALL_MONTHS, "sport-2022-10.xml", "sport-2022-05.xml"), ()),
        # pages are made in a few months only
        ((*ALL_MONTHS, "page-2022-08.xml"), ()),
    ],
)
def test_months_that_the_index_does_not_name_are_a_gap(
    names: tuple[str, ...], gaps: tuple[str, ...]
) -> None:
    assert index_gaps(*names) == gaps


ABANDONED = (
    "nothing shows that the series of m-2022-07.xml was kept up after 2022-08-31",
)


@pytest.mark.parametrize(
    ("names", "gaps"),
    [
        (ALL_MONTHS[:2], ABANDONED),
        (("m-2022-07.xml", "m-2022-08.xml 2022-08-31"), ABANDONED),
        (("m-2022-07.xml", "m-2022-08.xml 2022-09-01"), ()),
        (("m-2022-07.xml", "m-2022-08.xml 2099-09-01"), ABANDONED),
        (ALL_MONTHS, ()),
    ],
)
def test_the_last_part_of_a_series_may_have_been_left_unfinished(
    names: tuple[str, ...], gaps: tuple[str, ...]
) -> None:
    assert index_gaps(*names) == gaps


# Two weeks, of which the last day is not over.
RUNNING = {"from_at": NOW - timedelta(days=14), "to_at": NOW + timedelta(hours=15)}


@pytest.mark.parametrize(
    ("changed", "is_kept_up"),
    [("2026-03-02", True), ("2026-03-01", False), ("", False)],
)
@pytest.mark.parametrize("name", ["m-{}.xml", "post-sitemap{}.xml"])
def test_of_days_that_are_not_over_the_index_has_to_be_kept_up_until_yesterday(
    name: str, changed: str, *, is_kept_up: bool
) -> None:
    is_month = name.startswith("m")
    old, new = (name.format(n) for n in (("2026-02", "2026-03") if is_month else "12"))
    parts = (f"{old} 2026-02-01", f"{new} {changed}")
    if is_month and not changed:
        # the month began on the first, and that is no later than the day in question
        parts = (old, new)
    gaps = index_gaps(*parts, search=replace(root(), **RUNNING))
    assert (gaps == ()) == is_kept_up


def test_a_month_that_is_still_to_come_does_not_show_that_an_index_is_kept_up() -> None:
    recent = replace(root(), **RUNNING)
    names = ("m-2026-02.xml", "m-2026-03.xml", "m-2026-04.xml")
    words = (
        "nothing shows that the series of m-2026-02.xml was kept up after 2026-03-01"
    )
    assert index_gaps(*names, search=recent) == (words,)
    early = replace(recent, to_at=NOW - timedelta(days=3))
    assert index_gaps(*names, search=early) == ()


def test_numbered_parts_prove_by_their_changes_how_far_they_reach() -> None:
    def gap(*days: str) -> tuple[str, ...]:
        return index_gaps(
            f"p.xml {days[0]}", *(f"p{n}.xml {d}" for n, d in enumerate(days))
        )

    assert gap("2022-07-12", "2022-09-01") == ()
    assert gap("2022-07-13", "2026-03-02") == (
        "the series of p.xml does not reach back to 2022-07-12, only to 2022-07-13",
    )
    assert gap("2020-01-01", "2022-08-31") == (
        "the series of p.xml does not go on after 2022-08-31, only to 2022-08-31",
    )
    assert gap("", "") == ("nothing shows which days the series of p.xml holds",)


def test_an_index_without_parts_proves_nothing() -> None:
    words = "the index names no part that lists articles"
    assert answered(root(), index()).gaps == (words,)
    assert answered(root(), index(("tag-sitemap.xml", ""))).gaps == (words,)


def test_a_damaged_index_says_so() -> None:
    body = index(("a-2022-07.xml", ""), ("a-2022-08.xml", ""))[:-20]
    assert answered(root(), body).gaps[0] == (
        "the document is damaged, so that some of it may be missing"
    )


def test_an_index_inside_an_index_is_not_followed() -> None:
    answer = answered(part("s1.xml"), index(("s2.xml", "")))
    gap = (
        "an index inside an index is not followed; "
        "if it matters, name it among the sitemaps of the outlet"
    )
    assert answer == Found(entries=(), gaps=(gap,))


# ---------------------------------------------------------------- a list


def test_news_are_kept_by_the_time_at_which_they_were_published() -> None:
    assert kept(
        ("a", "n2022-07-12T21:59:59Z"),
        ("b", "n2022-07-13T00:00:00+02:00"),
        ("c", "n2022-08-31T23:59:59+02:00"),
        ("d", "n2022-09-01T00:00:00+02:00"),
        ("2022/08/08/e/", "n2025-01-01T00:00:00Z"),
    ) == ["b", "c"]


def test_a_day_or_a_time_without_a_zone_may_be_of_any_zone() -> None:
    assert kept(
        ("a", "n2022-07-11"),
        ("b", "n2022-07-12"),
        ("c", "n2022-09-01"),
        ("d", "n2022-09-02"),
        ("e", "n2022-07-12T07:59"),
        ("f", "n2022-07-12T08:00"),
    ) == ["b", "c", "f"]


def test_addresses_tell_the_day_or_the_month() -> None:
    assert kept(
        ("2022/07/11/a/", ""),
        ("2022/07/12/b/", "2026-01-01"),
        ("2022/8/9/c/", ""),
        ("lajm-2022-08-31", ""),
        ("2022-08-30-lajm", ""),
        ("2022/06/d/", ""),
        ("2022/07/e/", ""),
        ("2022/09/f/", ""),
        ("2022/10/g/", ""),
        ("2022/07/123/h/", ""),
    ) == [
        "2022/07/12/b/",
        "2022/8/9/c/",
        "lajm-2022-08-31",
        "2022-08-30-lajm",
        "2022/07/e/",
        "2022/09/f/",
        "2022/07/123/h/",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/1989/07/18/a",
        "/2027/07/18/a",
        "/2022/13/18/a",
        "/2022/00/18/a",
        "/12022/07/18/a",
        "/a/2022-02-30",
        "/a-2022-07-181",
        "/a-2022-07-18-1",
        "/1-2022-07-18",
        "/x2022/07/18",
        "/?d=/2022/07/18/",
    ],
)
def test_what_is_no_date_in_an_address_is_none(path: str) -> None:
    assert address_period(f"{SITE}{path}", today=NOW.date()) is None


def test_an_impossible_day_in_an_address_leaves_its_month() -> None:
    period = address_period(f"{SITE}/2022/02/30/a", today=NOW.date())
    assert period == Period(first=date(2022, 2, 1), last=date(2022, 2, 28))


def test_what_is_dated_by_its_last_change_is_kept_but_proves_nothing() -> None:
    assert kept(
        ("a", "2022-07-11T21:59:59Z"),
        ("b", "2022-07-11T22:00:00Z"),
        ("c", "2022-09-07T22:00:00Z"),
        ("d", "2022-09-07T22:00:01Z"),
    ) == ["b", "c"]
    assert gaps(("a", "2022-07-11")) == ()
    assert gaps(("b", "2022-08-01")) == (f"1 address {CHANGED}",)
    # it may have been published in the stretch and been changed years later
    assert gaps(("c", "2025-01-01"), ("d", "2026-01-01")) == (f"2 addresses {CHANGED}",)


def test_addresses_without_a_date_are_left_out_and_counted() -> None:
    assert kept(("a", ""), ("b", "sot")) == []
    assert gaps(("a", ""), ("b", "sot")) == ("2 addresses without a date",)


def test_the_home_page_is_no_article_and_no_gap() -> None:
    assert gaps(("", "2026-03-03"), ("?", "2026-03-03")) == ()


def test_a_list_proves_only_the_days_that_it_reaches() -> None:
    start, end = EDGES
    inside = ("2022/08/01/m/", "")
    assert answered(root(), urls(start, inside, end)).gaps == ()
    assert answered(root(), urls(inside, end)).gaps == (
        "the sitemap does not reach back to 2022-07-12, only to 2022-08-01",
    )
    assert answered(root(), urls(start, inside)).gaps == (
        "the sitemap does not go on after 2022-08-31, only to 2022-08-01",
    )
    # one old page in a list of news does not make it reach back
    old = ("2010/05/01/about/", "")
    assert answered(root(), urls(old, inside, end)).gaps == (
        "the sitemap does not reach back to 2022-07-12, only to 2022-08-01",
    )
    # neither a fixed page nor a date from the future tells what else is listed
    odd = (("rreth-nesh", "2015-01-01"), ("x", "n2099-01-01"))
    assert len(answered(root(), urls(inside, *odd)).gaps) == 2
    assert answered(root(), urls(odd[0])).gaps == (
        "nothing shows which days the sitemap holds",
    )
    assert answered(root(), urls()).gaps == ("the sitemap lists nothing",)


@pytest.mark.parametrize(
    ("now", "newest", "last"),
    [
        # the last day is that of TO, 2022-08-31 in UTC
        (NOW, "2022-08-31T23:59Z", "2022-08-31"),
        (NOW, "2022-09-01T00:00Z", None),
        (NOW, "2022-09-01", None),
        (TO, "2022-08-31T21:59Z", "2022-08-31"),
        # while the days are not over, a date of yesterday tells
        (TO - timedelta(hours=1), "2022-08-30T00:00Z", None),
        (TO - timedelta(hours=1), "2022-08-29T23:59Z", "2022-08-29"),
        (TO - timedelta(days=9), "2022-08-21T06:00Z", None),
        (TO - timedelta(days=9), "2022-08-20T06:00Z", "2022-08-20"),
    ],
)
def test_a_list_has_to_go_on_after_the_last_day_that_it_proves(
    now: datetime, newest: str, last: str | None
) -> None:
    body = urls(EDGES[0], ("m", f"n{newest}"))
    answer = found(Sitemap(read).read(root(), reply(root(), body), now=now))
    words = f"the sitemap does not go on after {last}, only to {newest[:10]}"
    assert answer.gaps == ((words,) if last else ())


def test_a_part_without_a_number_is_judged_by_itself() -> None:
    body = urls(("2022/08/01/m/", ""))
    assert len(answered(part("news-sitemap.xml"), body).gaps) == 2
    for name in ("sitemap-2022-08.xml", "post-sitemap7.xml", "s.xml?page=3"):
        answer = answered(part(name), body)
        assert (len(answer.entries), answer.gaps) == (1, ())


def test_what_was_lost_of_a_document_is_a_gap() -> None:
    body = urls(*EDGES, ("mailto", "2020-01-01")).replace(
        f"{SITE}/mailto", "mailto:zyra@lajme.example"
    )
    assert answered(root(), body).gaps == (
        "entries without a usable address were left out",
    )


def test_packed_and_plain_lists_are_read() -> None:
    packed = gzip.compress(urls(*EDGES, ("2022/08/01/m/", "")).encode())
    assert len(answered(root(), packed).entries) == 1
    lines = f"{SITE}/2022/07/01/a/\n{SITE}/2022/08/01/m/\n{SITE}/2022/09/09/z/\n"
    answer = answered(root(), lines)
    assert ([e.url for e in answer.entries], answer.gaps) == (
        [f"{SITE}/2022/08/01/m/"],
        (),
    )


def test_a_feed_may_be_a_sitemap() -> None:
    item = "<item><link>{}</link><pubDate>{}</pubDate></item>"
    body = "<rss version='2.0'><channel><title>L</title>"
    body += item.format(f"{SITE}/a", "Fri, 01 Jul 2022 10:00:00 GMT")
    body += item.format(f"{SITE}/b", "Mon, 01 Aug 2022 10:00:00 +0200")
    body += item.format(f"{SITE}/c", "Fri, 09 Sep 2022 10:00:00 GMT")
    answer = reply(root(), body + "</channel></rss>")
    read_by_both = found(Sitemap(read, feed).read(root(), answer, now=NOW))
    assert [each.url for each in read_by_both.entries] == [f"{SITE}/b"]
    assert read_by_both.gaps == ()
    alone = failed(Sitemap(read).read(root(), answer, now=NOW))
    assert alone.detail == "not a sitemap: a feed"


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        (404, "x", "gone", "the sitemap is not there (404)"),
        (410, "x", "gone", "the sitemap is not there (410)"),
        (403, "x", "blocked", "the server refused us (403)"),
        (429, "x", "later", "the server asked us to wait (429)"),
        (500, "x", "failed", "the server answered 500"),
        (200, "", "failed", "the server sent an empty reply"),
        (200, "<html><p>Po", "failed", "not a sitemap: an HTML page"),
        (200, b"\x1f\x8b\x08", "failed", "the gzip file is cut off"),
    ],
)
def test_errors_are_told_in_words(
    status: int, body: str | bytes, outcome: str, words: str
) -> None:
    answer = reply(root(), body, status=status)
    failure = failed(Sitemap(read).read(root(), answer, now=NOW))
    assert (failure.outcome, failure.detail) == (outcome, words)


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_comes_raises(body: bytes) -> None:
    answer = Sitemap(read, feed).read(root(), reply(root(), body), now=NOW)
    assert isinstance(answer, Found | Failure)


@given(
    st.lists(st.dates(date(2022, 1, 1), date(2022, 12, 31)), unique=True),
    st.sampled_from(("s-%Y-%m-%d.xml", "s-%Y-%m.xml", "%Y/%m/s.xml", "s%Y.xml")),
)
def test_no_part_that_holds_a_day_of_the_stretch_is_passed_over(
    days: list[date], name: str
) -> None:
    of_day = {day: day.strftime(name) for day in days}
    names = dict.fromkeys(of_day.values())
    wanted = set(asked(*((each, "") for each in names)))
    inside = {
        of_day[day]
        for day in days
        if FROM.date() <= day <= (TO + timedelta(hours=12)).date()
    }
    assert inside <= wanted


@given(st.lists(st.datetimes(datetime(2022, 6, 1), datetime(2022, 10, 1))))
def test_all_of_the_stretch_and_nothing_else_is_kept(times: list[datetime]) -> None:
    stamped = [at.replace(tzinfo=UTC, microsecond=0) for at in times]
    listed = [(f"a{n}", f"n{at.isoformat()}") for n, at in enumerate(stamped)]
    inside = [f"a{n}" for n, at in enumerate(stamped) if FROM <= at < TO]
    assert kept(*listed) == inside
