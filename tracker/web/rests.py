"""Remembers which sites are to be left alone, and until when."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.core.decide import LONGEST_RETRY, TOO_MANY, retry_time
from tracker.model import Reply, SiteRest
from tracker.web.answers import Redirect, Unanswered

# A server that takes no connection is left alone for so long.
UNREACHABLE_REST = timedelta(minutes=10)
# A 429 that does not say for how long: what we did in a quarter of an hour was too
# much, so the next quarter is left out; it doubles while the answer stays the same, up
# to a day, so that the end of it is noticed within one news cycle.
FIRST_REST, LONGEST_REST = timedelta(minutes=15), timedelta(days=1)


class Rests:
    """The rests of all sites; may be shared between threads.

    `clock` gives the time in UTC. Of what is `remembered`, a rest that is over is
    forgotten, and so is one that no server can have asked for: the clock was wrong.
    """

    def __init__(
        self, clock: Callable[[], datetime], remembered: Iterable[SiteRest] = ()
    ) -> None:
        self._clock = clock
        now = clock()
        self._rests = {
            rest.site: rest
            for rest in remembered
            if now < rest.until_at <= now + LONGEST_RETRY
        }
        self._repeats: dict[str, int] = {}
        self._news: dict[str, SiteRest] = {}
        self._lock = threading.Lock()

    def of(self, site: str) -> SiteRest | None:
        """Give the rest of a site, None when it may be asked."""
        now = self._clock()
        with self._lock:
            rest = self._rests.get(site)
            if rest is None or rest.until_at <= now:
                self._rests.pop(site, None)
                return None
            # A clock that was set back by years must not silence the site for years.
            until_at = min(rest.until_at, now + LONGEST_RETRY)
            self._rests[site] = replace(rest, until_at=until_at)
            return self._rests[site]

    def note(self, site: str, answer: Reply | Redirect | Unanswered) -> None:
        """Note whether an answer of a site asks to leave all of it alone."""
        now = self._clock()
        with self._lock:
            found = self._wanted(site, answer, now)
            if found is None:
                return
            known = self._rests.get(site)
            if known is None or known.until_at < found[0]:
                rest = SiteRest(site=site, until_at=found[0], reason=found[1])
                self._rests[site] = self._news[site] = rest

    def learnt(self) -> tuple[SiteRest, ...]:
        """Give what was set or prolonged since the last call, once."""
        with self._lock:
            news, self._news = self._news, {}
        return tuple(news.values())

    def _wanted(
        self, site: str, answer: Reply | Redirect | Unanswered, now: datetime
    ) -> tuple[datetime, str] | None:
        if isinstance(answer, Unanswered):
            away = answer.kind == "unreachable"
            return (now + UNREACHABLE_REST, answer.failure.detail) if away else None
        until = retry_time(answer, now=now) if isinstance(answer, Reply) else None
        if until is not None:
            return until, f"the site answered {answer.status} and asked to wait"
        if answer.status != TOO_MANY:
            self._repeats.pop(site, None)
            return None
        repeats = self._repeats.get(site, 0)
        self._repeats[site] = repeats + 1
        wait = FIRST_REST
        for _ in range(repeats):
            wait = min(wait * 2, LONGEST_REST)
        reason = f"the site answered {answer.status} without saying for how long"
        return now + wait, reason
