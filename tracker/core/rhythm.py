"""How fast entries come, and how long a feed's window holds."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.model import Rhythm

HOUR = timedelta(hours=1)

# A window of W entries proves that nothing was lost while fewer than W are new. The
# root of a Poisson count deviates by 1/2 (Anscombe 1948, Biometrika 35), so that W are
# reached once in a thousand visits where (sqrt(W) - 3.09 / 2) squared are expected.
ROOT_MARGIN = 1.545
# Shorter lists overflow however often one asks; most are all that a small site has.
SHORTEST_WINDOW = 6
LONGEST = timedelta(days=365)

# The average of the last hours lags behind a morning that gets busier ...
HASTE = 1.5
# ... and behind the end of an outage: at its best a newsroom does twice its daily mean.
BUSY = 2.0
# Breaking news comes without a warning: room for so many in an hour is kept always, as
# they are what is studied.
BURST_AN_HOUR = 40.0
# Whoever writes a dozen a day cannot write forty in an hour: below that, the room kept
# falls with the square of what is usual.
NEWSROOM_A_DAY = 12.0

# How long an entry counts in the averages: the one has to outlive a night, the other
# to notice a burst while it lasts.
DAYS_REMEMBERED, HOURS_REMEMBERED = timedelta(days=2), timedelta(hours=1)
# A feed that states no times is watched like a small newsroom until it is known.
UNKNOWN_A_DAY = 24.0
# Of ten entries one may be pinned to the top of the list, or dated ahead.
PINNED_OF = 10


def next_rhythm(
    rhythm: Rhythm | None,
    *,
    new_entries: int,
    since: timedelta | None,
    first_span: timedelta | None = None,
    entries: int = 0,
) -> Rhythm | None:
    """Take a good visit into the averages; None while nothing is known.

    `since`: time since the last good visit, None at the first. `entries` are in the
    document, `new_entries` of them were not in it before. `first_span` is what
    `stated_span` makes of their dates; it is looked at where the visits themselves say
    too little, at the first one and when all entries are new.
    """
    stated = entries / (first_span / HOUR) if first_span else 0.0
    if since is None:
        return Rhythm(a_day=24 * stated, an_hour=stated) if stated else None
    before = rhythm or Rhythm(a_day=UNKNOWN_A_DAY, an_hour=UNKNOWN_A_DAY / 24)
    if since <= timedelta(0):
        return before
    seen = new_entries / (since / HOUR)
    a_day = _average(before.a_day, 24 * seen, since, DAYS_REMEMBERED)
    an_hour = _average(before.an_hour, seen, since, HOURS_REMEMBERED)
    if 0 < entries <= new_entries:
        # More may have passed through the window than it shows: what was counted is
        # the least that there was, and slows nothing down.
        a_day = max(a_day, before.a_day)
        an_hour = max(an_hour, before.an_hour, seen, stated)
    return Rhythm(a_day=a_day, an_hour=an_hour)


def stated_span(times: Sequence[datetime | None], *, now: datetime) -> timedelta | None:
    """Say in what time as many entries as a document has appear, by their own dates.

    None unless all of them are dated, and not at one moment. A tenth at either end is
    left out: an entry pinned to the top is old, one that is announced lies ahead.
    """
    dated = sorted(time for time in times if time is not None)
    if len(dated) < max(len(times), 2):
        return None
    cut = math.ceil(len(dated) / PINNED_OF) if len(dated) >= SHORTEST_WINDOW else 0
    oldest, newest = dated[cut], dated[-1 - cut]
    span = newest - oldest
    if now - newest > span:
        # The site fell silent: the time since then counts, too.
        span = now - oldest
    steps = len(dated) - 1 - 2 * cut
    return span * len(dated) / steps if span > timedelta(0) else None


def usual_rate(rhythm: Rhythm) -> float:
    """Entries an hour that must be expected even when there is no great news."""
    return max(HASTE * rhythm.an_hour, BUSY * rhythm.a_day / 24)


def burst_rate(rhythm: Rhythm) -> float:
    """Entries an hour that must be expected if there is great news within the hour."""
    newsroom = min(1.0, rhythm.a_day / NEWSROOM_A_DAY)
    burst = rhythm.a_day / 24 + BURST_AN_HOUR * newsroom**2
    return max(usual_rate(rhythm), burst)


def holds(window: int, an_hour: float) -> timedelta:
    """Say how long a window is safe at a rate; at most LONGEST.

    >>> holds(20, 10.0) - timedelta(minutes=51) < timedelta(minutes=1)
    True
    """
    expected = (math.sqrt(max(window, SHORTEST_WINDOW)) - ROOT_MARGIN) ** 2
    if an_hour * (LONGEST / HOUR) <= expected:
        return LONGEST
    return timedelta(hours=expected / an_hour)


def _average(
    before: float, seen: float, over: timedelta, remembered: timedelta
) -> float:
    """Average that forgets: what is older than `remembered` weighs 1/e."""
    kept = math.exp(-(over / remembered))
    return before * kept + seen * (1 - kept)
