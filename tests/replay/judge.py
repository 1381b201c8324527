"""What a replay caught, what it missed, and what it says of what it missed."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.replay.world import Item, Outage, Site, World
from tracker.core.cadence import SHORTEST_WAIT
from tracker.model import Poll, Visit

GOOD = ("read", "unchanged")
FIXED = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What polling a site came to.

    `missed`: never seen though visible for SHORTEST_WAIT or more outside outages,
    which last from the last good visit before to the first one after; `lost`: all that
    was never seen.
    """

    site: Site
    polls: int
    items: int
    caught: int
    missed: tuple[Item, ...]
    lost: tuple[Item, ...]

    @property
    def each(self) -> float:
        return self.polls / max(self.caught, 1)


@dataclass(frozen=True, kw_only=True)
class Bad:
    """Visits in a row that got nothing, between two good ones."""

    after: datetime | None
    first: datetime
    last: datetime
    until: datetime | None


def tally(world: World, visits: Sequence[Visit], site: Site) -> Tally:
    """Judge what the crawler did at a site."""
    polls = polls_of(visits, site)
    good = [poll.polled_at for poll in polls if poll.outcome in GOOD]
    seen = {page.url for visit in visits for page in visit.pages}
    return _tally(world, site, len(polls), good, seen)


def fixed(world: World, site: Site) -> Tally:
    """Judge what polling at a fixed interval would have done, with the same outages."""
    times = []
    at = world.start
    while at < world.end:
        if world.asleep is None or not world.asleep.holds(at):
            times.append(at)
        at += FIXED
    good = [at for at in times if not any(each.holds(at) for each in site.outages)]
    seen = {item.url for at in good for item in site.shown(at)[1]}
    return _tally(world, site, len(times), good, seen)


def polls_of(visits: Sequence[Visit], site: Site) -> list[Poll]:
    return [
        visit.poll
        for visit in visits
        if visit.poll is not None
        and visit.feed is not None
        and visit.feed.url == site.url
    ]


def proven(polls: Sequence[Poll]) -> list[tuple[datetime, datetime]]:
    """Stretches of which the crawler says that nothing was overlooked."""
    return [
        (poll.complete_from_at, poll.complete_to_at)
        for poll in polls
        if poll.complete_from_at is not None and poll.complete_to_at is not None
    ]


def covers(
    stretches: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime
) -> bool:
    """Whether stretches leave no moment of a time open."""
    reached = start
    for from_at, to_at in sorted(stretches):
        if from_at <= reached < to_at:
            reached = to_at
    return reached >= end


def bad_runs(polls: Sequence[Poll]) -> list[Bad]:
    found: list[Bad] = []
    after: datetime | None = None
    run: list[datetime] = []
    for poll in polls:
        if poll.outcome not in GOOD:
            run.append(poll.polled_at)
            continue
        if run:
            found.append(
                Bad(after=after, first=run[0], last=run[-1], until=poll.polled_at)
            )
        after, run = poll.polled_at, []
    if run:
        found.append(Bad(after=after, first=run[0], last=run[-1], until=None))
    return found


def table(rows: Sequence[tuple[Tally, Tally]]) -> Iterator[str]:
    """The replay beside fixed polling, a line for each site and one for all."""
    yield (
        "a day window  manners    |  polls  an item  missed |"
        "  every 15 min  an item  missed"
    )
    for mine, theirs in rows:
        site = mine.site
        manners = "wishes" if site.is_wishful else site.conditions
        yield (
            f"{site.a_day:5.0f} {site.window:6}  {manners:9}  | {mine.polls:6}"
            f" {mine.each:8.2f} {len(mine.missed):7} | {theirs.polls:13}"
            f" {theirs.each:8.2f} {len(theirs.missed):7}"
        )


def _tally(
    world: World,
    site: Site,
    polls: int,
    good: Sequence[datetime],
    seen: "set[str] | Mapping[str, object]",
) -> Tally:
    blind = [_blind(outage, good, world) for outage in _absences(world, site)]
    inside = [
        (place, item)
        for place, item in enumerate(site.items)
        if item.at <= good[-1]
        and ((gone := site.gone_at(place)) is None or gone > good[0])
    ]
    lost = [(place, item) for place, item in inside if item.url not in seen]
    missed = [
        item
        for place, item in lost
        if _visible(
            max(item.at, good[0]), min(site.gone_at(place) or good[-1], good[-1]), blind
        )
        >= SHORTEST_WAIT
    ]
    return Tally(
        site=site,
        polls=polls,
        items=len(inside),
        caught=len(inside) - len(lost),
        missed=tuple(missed),
        lost=tuple(item for _, item in lost),
    )


def _absences(world: World, site: Site) -> list[Outage]:
    return [*site.outages, *([world.asleep] if world.asleep else [])]


def _blind(
    outage: Outage, good: Sequence[datetime], world: World
) -> tuple[datetime, datetime]:
    """From the last good visit before an outage to the first one after its end."""
    before = bisect_right(good, outage.start)
    after = bisect_right(good, outage.end)
    return (
        good[before - 1] if before else world.start,
        good[after] if after < len(good) else world.end,
    )


def _visible(
    start: datetime, end: datetime, blind: Sequence[tuple[datetime, datetime]]
) -> timedelta:
    """How long something could be seen outside outages."""
    total, reached = end - start, start
    for from_at, to_at in sorted(blind):
        hidden = min(to_at, end) - max(from_at, reached)
        if hidden > timedelta(0):
            total -= hidden
            reached = min(to_at, end)
    return total
