"""Fetches one address politely: block list, robots, pace, redirects, one retry."""

import base64
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import unquote_to_bytes

import httpx

from tracker.core.decide import retry_time
from tracker.core.urls import canonical, is_blocked
from tracker.model import Failure, Reply
from tracker.web.client import Client, Redirect, Unanswered
from tracker.web.pacing import Pace, registrable_domain
from tracker.web.robots import PARSED_BYTES, PRODUCT, Robots

# httpx follows 20, RFC 9309 asks for 5 at least; ten is what browsers of old did.
MOST_REDIRECTS = 10
# A connection that was closed before any reply is tried once more, not sooner.
RETRY_SECONDS = 5.0
# A server that takes no connection is left alone for so long.
UNREACHABLE_REST = timedelta(minutes=10)

_HEADER_UNSAFE = re.compile(r"[^\x20-\x7e]|[()\\]")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")


def user_agent(version: str, contact: str | None) -> str:
    """Say who asks, and whom to complain to (RFC 9110 section 10.1.5).

    >>> user_agent("0.1.0", "desk@example.org")
    'framing-tracker/0.1.0 (+desk@example.org)'
    """
    name = f"{PRODUCT}/{version}"
    return f"{name} (+{_HEADER_UNSAFE.sub('', contact)})" if contact else name


class Fetcher:
    """The way to the web for everything that is fetched; shared between threads.

    `delay` lies between two requests to the same registrable domain. `clock` gives
    the time in UTC, `wait` sleeps for so many seconds, `ticks` is a clock in seconds
    that never goes back. `refuse` is asked about every address before it is, also
    about those of redirects and of robots.txt; its sentence says why one is left out.
    """

    def __init__(
        self,
        client: Client,
        *,
        delay: timedelta,
        clock: Callable[[], datetime],
        wait: Callable[[float], None],
        ticks: Callable[[], float] = time.monotonic,
        refuse: Callable[[str], str | None] = lambda _url: None,
    ) -> None:
        self._refuse = refuse
        self._client, self._clock, self._ticks = client, clock, ticks
        self._delay = delay.total_seconds()
        self._pace = Pace(wait=wait, ticks=ticks)
        self._robots = Robots(self._robots_txt, clock)
        self._rests: dict[str, _Rest] = {}
        self._lock = threading.Lock()

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Reply | Failure:
        """Fetch an address, following redirects; give the reply, or why there is none.

        A user name and password in `url` go to that origin alone, as Authorization;
        `Reply.asked` is the address without them. `etag` and `last_modified` are sent
        back as they came, to that origin alone. The failures are: `skipped` by the
        block list or `refuse`, `blocked` by robots.txt, `pending` while robots.txt
        cannot be read or the site is to be left alone, `too_large`, and `failed` for
        all else; what a status means is for `tracker.core.decide` to say.
        `Reply.moved_to` stays empty for an address with a password, which would
        otherwise be lost.
        """
        try:
            asked, login = _taken_apart(url)
        except ValueError as error:
            return Failure(outcome="failed", detail=str(error))
        first = _Hop(url=asked, left=self._client.timeout.total_seconds())
        private = _private_headers(login, etag, last_modified)
        answer = self._follow(first, private)
        if isinstance(answer, Failure):
            return answer
        moved_to = None if login else answer.moved_to
        return replace(answer, asked=asked, moved_to=moved_to)

    def _follow(self, hop: "_Hop", private: dict[str, str]) -> Reply | Failure:
        home, seen, permanent = _origin(hop.url), {hop.url}, True
        for _ in range(MOST_REDIRECTS + 1):
            headers = private if _origin(hop.url) == home else {}
            answer = self._visit(hop, headers)
            if isinstance(answer, Failure):
                return answer
            if isinstance(answer, Reply):
                moved = len(seen) > 1 and permanent
                return replace(answer, moved_to=answer.url if moved else None)
            permanent = permanent and answer.permanent
            try:
                hop.url, login = _taken_apart(answer.url)
            except ValueError as error:
                return Failure(outcome="failed", detail=f"redirected: {error}")
            if login is not None:
                return Failure(
                    outcome="failed",
                    detail="redirected: the address contains a user name, "
                    "or an @ before its path",
                )
            if hop.url in seen:
                return Failure(
                    outcome="failed", detail="the redirects go round in a circle"
                )
            seen.add(hop.url)
        return Failure(outcome="failed", detail=f"more than {MOST_REDIRECTS} redirects")

    def _visit(
        self, hop: "_Hop", headers: dict[str, str]
    ) -> Reply | Redirect | Failure:
        """Ask one address, if everybody agrees that it may be asked now."""
        refusal = self._refusal(hop.url)
        if refusal is not None:
            return refusal
        verdict = self._robots.verdict(hop.url)
        if verdict.unanswered is not None and verdict.unanswered.kind == "address":
            return verdict.unanswered.failure
        if verdict.allowed is None:
            rest = self._rest_of(_site(hop.url))
            return Failure(
                outcome="pending",
                detail=verdict.reason,
                retry_at=rest.until if rest else None,
            )
        if not verdict.allowed:
            return Failure(outcome="blocked", detail=verdict.reason)
        gap = max(self._delay, verdict.crawl_delay or 0.0)
        answer = self._ask(hop, headers, gap)
        return answer.failure if isinstance(answer, Unanswered) else answer

    def _robots_txt(self, url: str) -> Reply | Redirect | Unanswered:
        try:
            address, login = _taken_apart(url)
        except ValueError as error:
            return Unanswered(failure=Failure(outcome="failed", detail=str(error)))
        refusal = self._refusal(address)
        if login is not None:
            refusal = Failure(outcome="failed", detail="it asks for a user name")
        if refusal is not None:
            return Unanswered(failure=refusal)
        hop = _Hop(url=address, left=self._client.timeout.total_seconds())
        return self._ask(hop, {}, self._delay, first_bytes=PARSED_BYTES)

    def _refusal(self, url: str) -> Failure | None:
        if is_blocked(url):
            return Failure(outcome="skipped", detail="the address is on the block list")
        reason = self._refuse(url)
        if reason is not None:
            return Failure(outcome="skipped", detail=reason)
        rest = self._rest_of(_site(url))
        if rest is not None:
            return Failure(outcome="pending", detail=rest.reason, retry_at=rest.until)
        return None

    def _ask(
        self,
        hop: "_Hop",
        headers: dict[str, str],
        gap: float,
        *,
        first_bytes: int | None = None,
    ) -> Reply | Redirect | Unanswered:
        site = _site(hop.url)
        for pause in (gap, max(gap, RETRY_SECONDS)):
            with self._pace.turn(site, pause):
                began = self._ticks()
                answer = self._client.get_once(
                    hop.url,
                    headers=headers,
                    within=timedelta(seconds=max(hop.left, 0)),
                    first_bytes=first_bytes,
                )
                hop.left -= self._ticks() - began
            if not (isinstance(answer, Unanswered) and answer.kind == "closed"):
                break
        self._remember(site, answer)
        return answer

    def _remember(self, site: str, answer: Reply | Redirect | Unanswered) -> None:
        """Note whether the whole site is to be left alone for a while."""
        now = self._clock()
        rest = None
        if isinstance(answer, Reply):
            until = retry_time(answer, now=now)
            if until is not None:
                rest = _Rest(
                    until, f"the site answered {answer.status} and asked to wait"
                )
        elif isinstance(answer, Unanswered) and answer.kind == "unreachable":
            rest = _Rest(now + UNREACHABLE_REST, answer.failure.detail)
        if rest is not None:
            with self._lock:
                self._rests[site] = rest

    def _rest_of(self, site: str) -> "_Rest | None":
        with self._lock:
            rest = self._rests.get(site)
            if rest is not None and rest.until <= self._clock():
                del self._rests[site]
                return None
            return rest


@dataclass(slots=True)
class _Hop:
    """Where a fetch has come to; `left` seconds may still be spent on the network."""

    url: str
    left: float


@dataclass(frozen=True, slots=True)
class _Rest:
    until: datetime
    reason: str


def _taken_apart(url: str) -> tuple[str, str | None]:
    """Separate an address from its user name and password, as Basic credentials.

    The address is spelt as it will be sent, without its fragment. Raises ValueError,
    with a sentence, for what cannot be asked or could be read in two ways.
    """
    if _FORBIDDEN.search(url):
        raise ValueError("the address contains a backslash or a control character")
    try:
        parsed = httpx.URL(url.strip())
        bare = parsed.copy_with(userinfo=b"", fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError(f"not an address: {error}") from error
    canonical(str(bare))  # its judgement; what is fetched stays as it was written
    if not parsed.userinfo:
        return str(bare), None
    name, _, password = parsed.userinfo.partition(b":")
    pair = unquote_to_bytes(name) + b":" + unquote_to_bytes(password)
    return str(bare), base64.b64encode(pair).decode("ascii")


def _private_headers(
    login: str | None, etag: str | None, last_modified: str | None
) -> dict[str, str]:
    """Give the headers that are nobody's business but the origin's first asked."""
    headers = {
        "Authorization": f"Basic {login}" if login else None,
        "If-None-Match": etag,
        "If-Modified-Since": last_modified,
    }
    return {name: value for name, value in headers.items() if value}


def _origin(url: str) -> tuple[str, str, int | None]:
    parsed = httpx.URL(url)
    return parsed.scheme, parsed.host, parsed.port


def _site(url: str) -> str:
    parsed = httpx.URL(url)
    default = 443 if parsed.scheme == "https" else 80
    return registrable_domain(parsed.host, parsed.port or default)
