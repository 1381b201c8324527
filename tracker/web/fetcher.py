"""Fetches one address politely: block list, robots, pace, redirects, one retry."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from tracker.core.hiding import hidden
from tracker.core.urls import is_blocked
from tracker.model import Failure, Reply, SiteNotes
from tracker.web.addresses import origin_of, private_headers, site_of, taken_apart
from tracker.web.answers import Redirect, Unanswered
from tracker.web.client import Client
from tracker.web.pacing import Pace
from tracker.web.rests import Rests
from tracker.web.robots import PRODUCT, Robots, Verdict
from tracker.web.robotstxt import PARSED_BYTES
from tracker.web.tdmrep import MOST_BYTES, Reservations

# httpx follows 20, RFC 9309 asks for 5 at least; ten is what browsers of old did.
MOST_REDIRECTS = 10
# A connection that was closed before any reply is tried once more, not sooner.
RETRY_SECONDS = 5.0

NOTHING = SiteNotes()
# What was cut off by ourselves says nothing of a site.
STOPPED = Unanswered(
    failure=Failure(outcome="pending", detail="the program was asked to end")
)

_HEADER_UNSAFE = re.compile(r"[^\x20-\x7e]|[()\\]")


def user_agent(version: str, contact: str | None) -> str:
    """Say who asks, and whom to complain to (RFC 9110 section 10.1.5).

    >>> user_agent("0.1.0", "desk@example.org")
    'framing-tracker/0.1.0 (+desk@example.org)'
    """
    name = f"{PRODUCT}/{version}"
    return f"{name} (+{_HEADER_UNSAFE.sub('', contact)})" if contact else name


class Fetcher:
    """The way to the web for everything that is fetched; shared between threads.

    `delay` lies between two requests to the same registrable domain; `delays` gives
    that of single sites, by an address on each. `clock` gives
    the time in UTC, `wait` sleeps for so many seconds, `ticks` is a clock in seconds
    that never goes back. `refuse` is asked about every address before it is, also
    about those of redirects and of robots.txt; its sentence says why one is left out.
    `remembered` is what earlier fetchers learnt about sites. Once `stopped` says so,
    nothing new is asked.
    """

    def __init__(
        self,
        client: Client,
        *,
        delay: timedelta,
        delays: Mapping[str, timedelta] = MappingProxyType({}),
        clock: Callable[[], datetime],
        wait: Callable[[float], None],
        ticks: Callable[[], float] = time.monotonic,
        refuse: Callable[[str], str | None] = lambda _url: None,
        remembered: SiteNotes = NOTHING,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._refuse, self._stopped = refuse, stopped
        self._client, self._ticks = client, ticks
        self._delay = delay.total_seconds()
        self._delays = {
            site_of(url): each.total_seconds() for url, each in delays.items()
        }
        self._pace = Pace(wait=wait, ticks=ticks)
        self._robots = Robots(self._robots_txt, clock, remembered.robots)
        self._rests = Rests(clock, remembered.rests)
        self._reservations = Reservations(self._tdmrep, clock)

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Reply | Failure:
        """Fetch an address, following redirects; give the reply, or why there is none.

        A user name and password in `url` go to that origin alone, as Authorization;
        `Reply.asked` is the address without them. `etag` and `last_modified` are sent
        back as they came, to that origin alone. None of these is sent any more, not
        even to that origin, once a redirect has left it. The failures are: `skipped` by
        the block list or `refuse`, `blocked` by robots.txt, `pending` while robots.txt
        cannot be read or the site is to be left alone, `too_large`, and `failed` for
        all else; what a status means is for `tracker.core.decide` to say. No detail
        tells a password or key. `Reply.moved_to` stays empty for an address with a
        password, which would otherwise be lost. A robots.txt is not asked for once
        more: the one that is obeyed is given, empty where the site has none.
        """
        try:
            asked, login = taken_apart(url)
        except ValueError as error:
            return Failure(outcome="failed", detail=hidden(str(error)))
        answer = self._follow(
            self._hop(asked), private_headers(login, etag, last_modified)
        )
        if isinstance(answer, Failure):
            return replace(answer, detail=hidden(answer.detail))
        moved_to = None if login else answer.moved_to
        return replace(answer, asked=asked, moved_to=moved_to)

    def reserves(self, url: str) -> bool:
        """Whether the tdmrep.json of the origin reserves the rights to an address.

        The file is asked for at most once a day and origin; where there is none,
        nothing is reserved. False for what is no http address.
        """
        try:
            asked, _ = taken_apart(url)
        except ValueError:
            return False
        return self._reservations.hold_for(asked)

    def learnt(self) -> SiteNotes:
        """Give what was learnt about sites since the last call, each thing once."""
        return SiteNotes(rests=self._rests.learnt(), robots=self._robots.learnt())

    def _hop(self, url: str, *, first_bytes: int | None = None) -> "_Hop":
        left = self._client.timeout.total_seconds()
        return _Hop(url=url, left=left, first_bytes=first_bytes)

    def _follow(self, hop: "_Hop", private: dict[str, str]) -> Reply | Failure:
        home, seen, permanent, insecure = origin_of(hop.url), {hop.url}, True, False
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._visit(hop, private)
            if isinstance(answer, Failure):
                return answer
            if isinstance(answer, Reply):
                moved_to = answer.url if len(seen) > 1 and permanent else None
                return replace(answer, moved_to=moved_to, insecure_hop=insecure)
            permanent = permanent and answer.permanent
            was_secure = hop.url.startswith("https:")
            try:
                hop.url = _destination(answer)
            except ValueError as error:
                return Failure(outcome="failed", detail=f"redirected: {error}")
            if hop.url in seen:
                return Failure(
                    outcome="failed", detail="the redirects go round in a circle"
                )
            seen.add(hop.url)
            insecure = insecure or (was_secure and hop.url.startswith("http:"))
            if origin_of(hop.url) != home:
                private = {}
        return Failure(outcome="failed", detail=f"more than {MOST_REDIRECTS} redirects")

    def _visit(
        self, hop: "_Hop", headers: dict[str, str]
    ) -> Reply | Redirect | Failure:
        """Ask one address, if everybody agrees that it may be asked now."""
        refusal = self._refusal(hop.url)
        if refusal is not None:
            return refusal
        verdict = self._robots.verdict(hop.url)
        if verdict.allowed is None:
            return self._robots_pending(hop.url, verdict)
        if not verdict.allowed:
            return Failure(outcome="blocked", detail=verdict.reason)
        held = self._robots.held(hop.url)
        if held is not None:
            # the rules were read from it today, whoever wants to know what it says
            body = held.encode()
            return Reply(asked=hop.url, url=hop.url, status=200, headers={}, body=body)
        own = self._delays.get(site_of(hop.url), self._delay)
        gap = max(own, verdict.crawl_delay or 0.0)
        answer = self._ask(hop, headers, gap)
        return answer.failure if isinstance(answer, Unanswered) else answer

    def _robots_pending(self, url: str, verdict: Verdict) -> Failure:
        trouble, until = verdict.trouble, [self._until(url)]
        if isinstance(trouble, Reply):
            until.append(self._until(trouble.url))
        elif trouble is not None:
            if trouble.kind == "address":
                return trouble.failure
            until.append(trouble.failure.retry_at)
        retry_at = max(filter(None, until), default=None)
        return Failure(outcome="pending", detail=verdict.reason, retry_at=retry_at)

    def _robots_txt(self, url: str) -> Reply | Redirect | Unanswered:
        try:
            address, login = taken_apart(url)
        except ValueError as error:
            return Unanswered(failure=Failure(outcome="failed", detail=str(error)))
        refusal = self._refusal(address)
        if login is not None:
            refusal = Failure(outcome="failed", detail="it asks for a user name")
        if refusal is not None:
            return Unanswered(failure=refusal)
        hop = self._hop(address, first_bytes=PARSED_BYTES)
        return self._ask(hop, {}, self._delay)

    def _tdmrep(self, url: str) -> Reply | Failure:
        return self._follow(self._hop(url, first_bytes=MOST_BYTES + 1), {})

    def _refusal(self, url: str) -> Failure | None:
        if is_blocked(url):
            return Failure(outcome="skipped", detail="the address is on the block list")
        reason = self._refuse(url)
        if reason is not None:
            return Failure(outcome="skipped", detail=reason)
        return self._resting(url)

    def _resting(self, url: str) -> Failure | None:
        rest = self._rests.of(site_of(url))
        if rest is None:
            return None
        return Failure(outcome="pending", detail=rest.reason, retry_at=rest.until_at)

    def _until(self, url: str) -> datetime | None:
        rest = self._rests.of(site_of(url))
        return None if rest is None else rest.until_at

    def _ask(
        self, hop: "_Hop", headers: dict[str, str], gap: float
    ) -> Reply | Redirect | Unanswered:
        site = site_of(hop.url)
        for pause in (gap, max(gap, RETRY_SECONDS)):
            with self._pace.turn(site, pause):
                # Whoever had the turn before may have been told to stay away.
                resting = self._resting(hop.url)
                if resting is not None:
                    return Unanswered(failure=resting)
                if self._stopped():
                    return STOPPED
                began = self._ticks()
                answer = self._client.get_once(
                    hop.url,
                    headers=headers,
                    within=timedelta(seconds=max(hop.left, 0)),
                    first_bytes=hop.first_bytes,
                )
                hop.left -= self._ticks() - began
                if isinstance(answer, Unanswered) and self._stopped():
                    return STOPPED
                self._rests.note(site, answer)
            if not (isinstance(answer, Unanswered) and answer.kind == "closed"):
                break
        return answer


@dataclass(slots=True)
class _Hop:
    """Where a fetch has come to; `left` seconds may still be spent on the network.

    `first_bytes`: no more than so much of a body is wanted.
    """

    url: str
    left: float
    first_bytes: int | None = None


def _destination(answer: Redirect) -> str:
    """Give the address of a redirect; ValueError for what is not followed."""
    address, login = taken_apart(answer.url)
    if login is not None:
        raise ValueError("the address contains a user name, or an @ before its path")
    return address
