"""When to look at a feed or a page again."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracker.core.rhythm import burst_rate, holds, usual_rate
from tracker.model import DuePage, PageVisit, Rhythm, Wishes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# Nobody likes to be asked more often than every two minutes.
SHORTEST_WAIT = timedelta(minutes=2)
# A feed whose window cannot overflow is left alone for an hour, but no longer: where
# nothing states its time, an article is dated by the visits around it.
QUIET_WAIT = HOUR
# A feed dead for a week is still looked at once a day, so that its return is
# noticed within one news cycle.
LONGEST_WAIT = DAY
# Feeds of one host that failed in the same minute would otherwise come back in the
# same minute for ever.
SPREAD = 0.2
# What a server says about freshness, or a feed about its pace, holds for a day at
# most, because a site that declares its feed fresh for a year still publishes tomorrow.
LONGEST_WISH = DAY
# skipDays can forbid six days in a row; beyond that no wish is believed.
FARTHEST = timedelta(days=7)

# An outage ends unannounced: while it is young (half a day, for the busiest) the
# back-off stops growing where the usual flow would fill the window between the server's
# return and our visit. Of a portal with 150 entries a day in a window of 20 that was
# down for six hours, plain doubling loses 13 after its return, this none.
YOUNG_FAILURES = 24
# So often in a row the same bytes in full: the server ignores conditions.
SAME_BODIES = 3

# A page that could not be read is tried again while it is news: after 1, 3, 7 and
# 15 hours.
FIRST_PAGE_WAIT = HOUR
PAGE_ATTEMPTS = 5
# What ended a worker twice would end it again.
DEADLY_ATTEMPTS = 2
# Texts change most while the news is young; each visit after that costs as much and
# finds less, so the ages grow about threefold, up to a month.
REVISIT_AGES = (
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=14),
    timedelta(days=30),
)

SAME = "it sends the same again and again"
NO_WISHES = Wishes()
EVERY_HOUR, EVERY_DAY = frozenset(range(24)), frozenset(range(7))
NEVER: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """The time of the next visit, and why it was chosen.

    `not_before_at`: the server asked not to be visited earlier; None: it did not ask.
    `at` is never before it.
    """

    at: datetime
    reason: str
    not_before_at: datetime | None = None


def next_poll(
    *,
    now: datetime,
    interval: timedelta,
    failures: int,
    retry_at: datetime | None,
    fresh_until: datetime | None = None,
    wishes: Wishes = NO_WISHES,
    rhythm: Rhythm | None = None,
    window: int | None = None,
    same_bodies: int = 0,
    by_hand: bool = False,
    refused: bool = False,
    feed_url: str = "",
) -> NextPoll:
    """Choose the next visit to a feed.

    All times are aware, in UTC. `window` counts the entries of the feed's document;
    None: it is a list from which nothing drops out. `interval` is the wait for such a
    list, and until the `rhythm` of a window is known; then the wait is the longest in
    which the window will not overflow, from SHORTEST_WAIT up to QUIET_WAIT or a longer
    interval. `same_bodies`: so often in a row the server sent what we had, in full;
    at SAME_BODIES no room for bursts is kept, unless the interval was set `by_hand`.

    `failures` counts the visits in a row that got no answer: 0 after a success or a
    304. Each doubles the wait, up to LONGEST_WAIT or a longer interval; of what
    exceeds the usual wait, up to SPREAD is taken off, by a hash of `feed_url`. The
    first YOUNG_FAILURES double it only so far that the return of the server is noticed
    before its window is overrun, unless it `refused` us: then it is there already.

    What the server asks for wins over all that, even where it costs a window:
    `fresh_until` (RFC 9111 section 4.2.1) and the pace that the feed states, a day at
    most; `retry_at` (Retry-After, RFC 9110 section 10.2.3); the hours and days that
    RSS 2.0 lets a feed exclude.
    """
    keeps_room = same_bodies < SAME_BODIES or by_hand
    usual, reason = _usual(interval, rhythm, window, keeps_room=keeps_room)
    wait = usual
    if failures:
        patience = None if refused else _patience(usual, rhythm, window)
        wait = _after_failures(usual, failures, patience or LONGEST_WAIT)
        wait = usual + (wait - usual) * (1 - SPREAD * _share(feed_url))
        reason = f"{failures} failures in a row"
    asked = _asked(now, retry_at, fresh_until, wishes.every)
    at = now + wait
    if asked is not None and asked[0] > at:
        at, reason = asked
    allowed = _next_allowed(at, wishes)
    if at < allowed <= now + FARTHEST:
        reason = "the feed asks to be left alone at that time"
        return NextPoll(at=allowed, reason=reason, not_before_at=allowed)
    not_before_at = asked[0] if asked else None
    return NextPoll(at=at, reason=reason, not_before_at=not_before_at)


def start_after(
    *,
    now: datetime,
    woke_at: datetime,
    interval: timedelta,
    feed_url: str,
    next_check_at: datetime | None,
) -> datetime:
    """Say when a program that runs on visits a feed, so that no start is a storm.

    A feed that became due before `woke_at` (the program started, or the computer woke
    from a long sleep) waits for its place in one `interval` from then on, by a hash of
    its address; every other one is visited when it is due. None: it never was visited.
    """
    if next_check_at is not None and next_check_at > woke_at:
        return next_check_at
    if woke_at > now:
        # The clock was set back since: a place in the future might never come.
        return now
    return woke_at + interval * _share(feed_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """When a program that runs on began, or went on after a sleep.

    What was overdue then is visited within `over`, one feed after the other.
    """

    at: datetime
    over: timedelta

    def lets_go(
        self, feed_url: str, *, now: datetime, next_check_at: datetime | None
    ) -> bool:
        """Whether the turn of a feed has come (`start_after`)."""
        turn = start_after(
            now=now,
            woke_at=self.at,
            interval=self.over,
            feed_url=feed_url,
            next_check_at=next_check_at,
        )
        return turn <= now


def retry_page(
    now: datetime, attempts: int, *, deadly: bool = False
) -> datetime | None:
    """Choose when to try an unread page again; None: give up.

    `attempts` counts those made so far, 1 after the first. The wait doubles from
    FIRST_PAGE_WAIT; after PAGE_ATTEMPTS the page stays as it is, and after
    DEADLY_ATTEMPTS if it ended the worker that was to read it (`deadly`).
    """
    if attempts >= (DEADLY_ATTEMPTS if deadly else PAGE_ATTEMPTS):
        return None
    return now + FIRST_PAGE_WAIT * (1 << (max(attempts, 1) - 1))


def revisit(*, now: datetime, first_seen_at: datetime) -> datetime | None:
    """Choose when to look again whether a kept article was edited or withdrawn.

    The next of REVISIT_AGES after `now`; None: it is old enough to be left alone.
    """
    ahead = (first_seen_at + age for age in REVISIT_AGES)
    return next((at for at in ahead if at > now), None)


def due_again(page: PageVisit) -> DuePage:
    """Turn a page that was left unread into the work of reading it."""
    return DuePage(
        url=page.url,
        outlet=page.outlet,
        found_via=page.found_via,
        feed_url=page.feed_url,
        first_seen_at=page.first_seen_at,
        not_seen_at=page.not_seen_at,
        title=page.title,
        published_text=page.published_text,
        attempts=page.attempts,
        outcome=page.outcome,
        copy_url=page.copy_url,
        captured_at=page.captured_at,
    )


def _usual(
    interval: timedelta, rhythm: Rhythm | None, window: int | None, *, keeps_room: bool
) -> tuple[timedelta, str]:
    """Choose the wait for a feed that works, and say why."""
    longest = max(interval, QUIET_WAIT)
    if window is None or rhythm is None:
        wait = interval if keeps_room else longest
        return max(wait, SHORTEST_WAIT), "the usual interval" if keeps_room else SAME
    held = holds(window, burst_rate(rhythm) if keeps_room else usual_rate(rhythm))
    if held < longest:
        reason = "its window may be full by then" if keeps_room else SAME
        return max(held, SHORTEST_WAIT), reason
    return longest, "a quiet feed" if keeps_room else SAME


def _patience(usual: timedelta, rhythm: Rhythm | None, window: int | None) -> timedelta:
    """How long a young outage may be left unwatched."""
    if window is None or rhythm is None:
        return LONGEST_WAIT
    return max(usual, min(holds(window, usual_rate(rhythm)), LONGEST_WAIT))


def _after_failures(usual: timedelta, failures: int, patience: timedelta) -> timedelta:
    """Double for each failure; while the outage is young, not beyond `patience`."""
    wait = usual
    for failure in range(1, failures + 1):
        if wait >= LONGEST_WAIT:
            break
        wait = min(wait * 2, LONGEST_WAIT)
        if failure <= YOUNG_FAILURES:
            wait = min(wait, patience)
    return wait


def _asked(
    now: datetime,
    retry_at: datetime | None,
    fresh_until: datetime | None,
    every: timedelta | None,
) -> tuple[datetime, str] | None:
    """Find the latest time that the server asked us to wait for, and how it did."""
    wishes = []
    if fresh_until is not None:
        until = min(fresh_until, now + LONGEST_WISH)
        wishes.append((until, "the server calls it fresh"))
    if every is not None:
        until = now + min(every, LONGEST_WISH)
        wishes.append((until, "the feed asks for this pace"))
    if retry_at is not None:
        wishes.append((retry_at, "the server asked us to wait"))
    ahead = [wish for wish in wishes if wish[0] > now]
    return max(ahead, default=None)


def _next_allowed(at: datetime, wishes: Wishes) -> datetime:
    """Find the first time from `at` on that RSS 2.0 skipHours and skipDays leave open.

    Both are in GMT. A list that forbids everything is no list.
    """
    hours = EVERY_HOUR.intersection(wishes.skip_hours)
    days = EVERY_DAY.intersection(wishes.skip_days)
    hours = hours if hours < EVERY_HOUR else NEVER
    days = days if days < EVERY_DAY else NEVER
    at = at.astimezone(UTC)
    while at.hour in hours or at.weekday() in days:
        at = at.replace(minute=0, second=0, microsecond=0) + HOUR
    return at


def _share(key: str) -> float:
    """Give a number from 0 up to 1 for a text; the same on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32
