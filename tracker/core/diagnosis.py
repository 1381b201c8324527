"""What is wrong with an outlet, since when, and what to do about it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from tracker.core.cadence import SAME_BODIES
from tracker.core.health import LATELY, FeedHealth, OutletHealth
from tracker.core.remedies import remedy_for

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What is likely to pass is left to itself for so long.
PATIENCE = DAY
# A cause that does not pass is believed at the third visit: some 403 are slips.
BELIEVED_AFTER = 3
# Fewer unread pages are slips, a smaller share leaves the picture as it is.
UNREAD_LEAST, UNREAD_SHARE = 5, 0.2
# A sentence of a server may be long.
LONGEST_SAYING = 160
_LATELY = f"in {LATELY.days} days"

Weight = Literal["look", "wait", "note"]
"""look: a person has to do something; wait: it passes by itself; note: good to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about an outlet, or about one of its feeds, as two sentences.

    `what` is wrong and since when, and what to `do` about it, where that is anything.
    Feeds of one outlet whose findings share a `topic` have the same trouble.
    """

    weight: Weight
    topic: str
    what: str
    do: str = ""
    feed_url: str | None = None
    is_dead: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and how people write times: the zone of the configuration."""

    now: datetime
    zone: tzinfo

    def words(self, at: datetime) -> str:
        """Spell a time: without its day if it is today, with the year if it must."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        year = "" if local.year == today.year else f" {local.year}"
        return f"{local.day} {local:%B}{year} {local:%H:%M}"


def judge(outlet: OutletHealth, clock: Clock) -> tuple[Finding, ...]:
    """Say all that is to be said of an outlet; nothing where all is well.

    A finding with a `feed_url` is about that feed alone. An outlet that is listed only
    (`fetch: false`) has none.
    """
    if not outlet.is_fetched:
        return ()
    if not outlet.feeds:
        what, do = "no feed is configured", "add `feeds:`, `sitemaps:` or `wordpress:`"
        return (Finding(weight="look", topic=what, what=what, do=do),)
    found = [each for feed in outlet.feeds for each in _of_feed(feed, clock)]
    found += _of_site(outlet, clock)
    found += _of_pages(outlet)
    return tuple(found)


# ---------------------------------------------------------------- a feed


def _of_feed(feed: FeedHealth, clock: Clock) -> Iterator[Finding]:
    standing = _standing(feed, clock)
    if standing is not None:
        yield standing
    yield from _moved(feed)
    yield from _overrun(feed)


def _standing(feed: FeedHealth, clock: Clock) -> Finding | None:
    topic = f"{feed.state}: {feed.detail}"
    match feed.state:
        case "quarantined":
            return _quarantined(feed, clock)
        case "gone":
            what = f"gone {_since(feed, clock)}: {_said(feed)}; it is asked no more"
            do = remedy_for(feed.detail or "gone for good").do
            return _about(feed, topic, what, do)
        case "dead":
            what = f"dead: no good visit {_since(feed, clock)}: {_said(feed)}"
            remedy = remedy_for(feed.detail)
            do = f"{remedy.later or remedy.do}; {_again(feed, clock)}"
            return _about(feed, topic, what, do)
        case "failing":
            return _failing(feed, clock)
        case "active" if feed.first_visit_at is None:
            return _about(feed, topic, "not visited yet", "run `tracker crawl`")
    return None


def _failing(feed: FeedHealth, clock: Clock) -> Finding:
    """Leave to itself what is young or likely to pass, but not for ever."""
    remedy = remedy_for(feed.detail)
    began = feed.last_success_at or feed.first_visit_at or clock.now
    is_old = clock.now - began >= PATIENCE
    topic, what = feed.detail, f"failing {_since(feed, clock)}: {_said(feed)}"
    if is_old or (not remedy.passes and feed.failures >= BELIEVED_AFTER):
        do = f"{remedy.later or remedy.do}; {_again(feed, clock)}"
        return _about(feed, topic, what, do)
    do = remedy.do if remedy.passes else "nothing to do yet, it may be a slip"
    do = f"{do}; {_again(feed, clock)}"
    return _about(feed, topic, what, do, weight="wait")


def _quarantined(feed: FeedHealth, clock: Clock) -> Finding:
    place = f"; it is kept in {feed.kept_in}" if feed.kept_in else ""
    return _about(
        feed,
        "quarantined",
        f"quarantined {_since(feed, clock)}: what it sends ends the program that reads"
        f" it{place}",
        "it is asked daily, and read again as soon as it sends something else, or by a"
        " newer version of this program",
    )


def _moved(feed: FeedHealth) -> Iterator[Finding]:
    if feed.moved_to is None:
        return
    what = f"moved for good to {feed.moved_to}"
    if feed.has_left:
        do = (
            "look whether that is still the same outlet, then change its address in the"
            " configuration"
        )
        yield _about(feed, feed.moved_to, f"{what} (another domain)", do)
    else:
        do = "nothing to do; the new address may go into the configuration"
        yield _about(feed, feed.moved_to, what, do, weight="note")


def _overrun(feed: FeedHealth) -> Iterator[Finding]:
    holds = f" holds {_length(feed.holds)}" if feed.holds else " is too small for that"
    if feed.overrun_by_wish:
        every = f"every {_length(feed.asked_every)}" if feed.asked_every else "seldom"
        yield _about(
            feed,
            "overrun by wish",
            f"its server asks to be visited only {every}, and its window{holds}:"
            f" {_times(feed.overrun_by_wish)} {_LATELY} something may have been missed"
            " by its own wish",
            "add a sitemap or another feed of the outlet, or ask its publisher",
            weight="note",
        )
    if feed.overrun:
        size = f" of {feed.window} entries" if feed.window else ""
        do = "let `tracker run` run on, which visits it as often as it needs"
        if feed.same_bodies >= SAME_BODIES:
            do += "; as it is asked seldom for sending the same again and again, set"
            do += " `interval:` for the outlet"
        yield _about(
            feed,
            "overrun",
            f"{_times(feed.overrun)} {_LATELY} more was published between two visits"
            f" than its window{size} holds",
            f"{do}; a sitemap or another feed of the outlet helps too",
        )


def _about(
    feed: FeedHealth, topic: str, what: str, do: str, *, weight: Weight = "look"
) -> Finding:
    return Finding(
        weight=weight,
        topic=topic,
        what=what,
        do=do,
        feed_url=feed.url,
        is_dead=feed.state == "dead",
    )


# ---------------------------------------------------------------- site and pages


def _of_site(outlet: OutletHealth, clock: Clock) -> Iterator[Finding]:
    if outlet.rest is not None and outlet.rest.until_at > clock.now:
        until = clock.words(outlet.rest.until_at)
        what = f"left alone until {until}: {outlet.rest.reason}"
        yield Finding(weight="wait", topic="rest", what=what, do="nothing to do")
    since = outlet.robots_failing_since_at
    if since is not None:
        yield Finding(
            weight="look" if clock.now - since >= PATIENCE else "wait",
            topic="robots.txt",
            what=f"its robots.txt cannot be read since {clock.words(since)}",
            do=remedy_for("robots.txt").do,
        )
    if outlet.asked_delay is not None:
        kept = "which is kept"
        if outlet.kept_delay is not None and outlet.kept_delay < outlet.asked_delay:
            kept = f"of which {outlet.kept_delay:g} s are kept"
        what = f"its robots.txt asks for {outlet.asked_delay:g} s between two visits"
        yield Finding(weight="note", topic="delay", what=f"{what}, {kept}")


def _of_pages(outlet: OutletHealth) -> Iterator[Finding]:
    unread = [each for each in outlet.unread if each.outcome != "pending"]
    lost = sum(each.pages for each in unread)
    if lost:
        is_much = lost >= UNREAD_LEAST and lost >= UNREAD_SHARE * outlet.pages
        by_reason = ", ".join(
            f"{each.pages} {each.outcome.replace('_', ' ')}"
            + (f" ({_short(each.detail)})" if each.detail else "")
            for each in sorted(unread, key=lambda each: (-each.pages, each.outcome))
        )
        yield Finding(
            weight="look" if is_much else "note",
            topic="unread",
            what=f"{lost} of {outlet.pages} pages {_LATELY} could not be read:"
            f" {by_reason}",
            do="open one in a browser; its silence is claimed nowhere while they are"
            " unread"
            if is_much
            else "",
        )
    waiting = sum(each.pages for each in outlet.unread if each.outcome == "pending")
    if waiting:
        what = f"{_pages(waiting)} found and not read yet"
        yield Finding(weight="note", topic="waiting", what=what)
    if outlet.reserved:
        yield Finding(
            weight="note",
            topic="reserved",
            what=f"{_articles(outlet.reserved)} kept by title alone {_LATELY}, for the"
            " publisher reserves the text",
        )
    if outlet.stubs:
        what = f"{_articles(outlet.stubs)} public as a teaser only {_LATELY}"
        yield Finding(weight="note", topic="stubs", what=what)


# ---------------------------------------------------------------- words


def _since(feed: FeedHealth, clock: Clock) -> str:
    visits = f"{feed.failures} visit{'' if feed.failures == 1 else 's'}"
    if feed.last_success_at is not None:
        return f"since {clock.words(feed.last_success_at)} ({visits})"
    if feed.first_visit_at is not None:
        return f"from the first on, {clock.words(feed.first_visit_at)} ({visits})"
    return f"from the first on ({visits})"


def _again(feed: FeedHealth, clock: Clock) -> str:
    if feed.next_check_at is None or feed.next_check_at <= clock.now:
        return "it is asked again at the next crawl"
    return f"it is asked again at {clock.words(feed.next_check_at)}"


def _said(feed: FeedHealth) -> str:
    return _short(feed.detail) if feed.detail else "no reason was noted"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAYING else f"{text[: LONGEST_SAYING - 1]}…"


def _length(time: timedelta) -> str:
    """Spell a length of time: minutes below two hours, days from two days on."""
    if time < 2 * HOUR:
        return f"{round(time / timedelta(minutes=1))} min"
    return f"{time / DAY:.0f} days" if time >= 2 * DAY else f"{time / HOUR:.0f} h"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _pages(number: int) -> str:
    return "1 page is" if number == 1 else f"{number} pages are"


def _articles(number: int) -> str:
    return "1 article is" if number == 1 else f"{number} articles are"
