"""The worlds that are replayed."""

from collections.abc import Sequence
from datetime import datetime

from tests.replay.world import DAY, HOUR, START, Outage, Site, World, build


def at(day: float, hour: float) -> datetime:
    return START + day * DAY + hour * HOUR


def outage(day: int, hour: float, hours: float, kind: str = "down") -> Outage:
    start = at(day, hour)
    return Outage(start=start, end=start + hours * HOUR, kind=kind)


def three_days() -> World:
    """A portal, two feeds of one outlet, and servers with bad manners."""
    sites = (
        Site(
            url="https://porti.example/feed/",
            a_day=150,
            window=20,
            burst_at=at(1, 15),
            outages=(outage(2, 12, 3),),
        ),
        Site(
            url="https://dyfish.example/feed/a/",
            a_day=20,
            window=10,
            dated=False,
            burst_at=at(2, 12),
        ),
        Site(
            url="https://dyfish.example/feed/b/",
            a_day=60,
            window=20,
            conditions="modified",
            outages=(outage(1, 7, 5, "500"),),
        ),
        Site(url="https://rralle.example/feed/", a_day=3, window=10),
        Site(
            url="https://njejte.example/feed/",
            a_day=20,
            window=10,
            conditions="ignored",
            burst_at=at(2, 18),
        ),
        Site(
            url="https://ngadale.example/feed/",
            a_day=150,
            window=20,
            max_age=4 * HOUR,
        ),
    )
    asleep = Outage(start=at(0, 12), end=at(0, 20))
    return build(sites, days=3, seed=11, asleep=asleep)


def month(titles: Sequence[str]) -> World:
    """Every kind of feed, bursts in all that are not quiet, outages of every length."""
    sites = (
        Site(
            url="https://porti.example/feed/",
            a_day=150,
            window=20,
            burst_at=at(8, 9),
            outages=(outage(4, 12, 6), outage(14, 19, 0.75, "503")),
        ),
        Site(
            url="https://dita.example/feed/",
            a_day=60,
            window=10,
            conditions="modified",
            burst_at=at(11, 20),
            outages=(
                outage(2, 12, 3),
                outage(9, 8, 1, "503"),
                outage(17, 3, 30),
            ),
        ),
        Site(
            url="https://rendi.example/feed/",
            a_day=20,
            window=20,
            burst_at=at(21, 3),
            outages=(outage(6, 10, 2, "503"),),
        ),
        Site(
            url="https://rralle.example/feed/",
            a_day=3,
            window=10,
            outages=(outage(2, 5, 4, "503"), outage(11, 5, 50)),
        ),
        Site(
            url="https://dyfish.example/feed/a/",
            a_day=20,
            window=10,
            dated=False,
            burst_at=at(13, 12),
        ),
        Site(
            url="https://dyfish.example/feed/b/",
            a_day=60,
            window=20,
            burst_at=at(25, 17),
            outages=(outage(5, 7, 5, "500"),),
        ),
        Site(
            url="https://njejte.example/feed/",
            a_day=20,
            window=20,
            conditions="ignored",
            outages=(outage(7, 15, 6),),
        ),
        Site(
            url="https://ngadale.example/feed/",
            a_day=150,
            window=20,
            max_age=4 * HOUR,
        ),
        Site(
            url="https://qete.example/feed/",
            a_day=60,
            window=10,
            ttl=6 * HOUR,
            burst_at=at(19, 14),
        ),
    )
    asleep = Outage(start=at(23, 20), end=at(24, 4.5))
    return build(sites, days=30, seed=4, titles=titles, asleep=asleep)
