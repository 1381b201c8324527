"""What the robots.txt of an origin lets us fetch (RFC 9309)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from protego import Protego

from tracker.model import Failure, Reply
from tracker.web.client import Redirect, Unanswered

PRODUCT = "framing-tracker"
# RFC 9309 section 2.5 asks for at least 500 KiB.
PARSED_BYTES = 512 * 1024
# RFC 9309 section 2.3.1.2 asks for at least five; what leads further is as good as
# no robots.txt at all.
MOST_REDIRECTS = 10
# All redirects together; a chain of slow ones must not hold up an outlet.
PATIENCE = timedelta(minutes=2)
# RFC 9309 section 2.4.
KEPT = timedelta(hours=24)
# Soon enough to notice that the server is back, too seldom to disturb one that is not.
UNREACHABLE_KEPT = timedelta(minutes=10)
# RFC 9309 section 2.3.1.4: after that an unreachable robots.txt is an absent one.
UNREACHABLE_FOR = timedelta(days=30)
# A site that asks for more is asked as seldom as that, so that a feed of fifty
# entries is read within half an hour.
LONGEST_CRAWL_DELAY = 30.0

Fetch = Callable[[str], Reply | Redirect | Unanswered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an address may be fetched; None: not known now, so not now.

    `crawl_delay` is what the site asks for, in seconds, LONGEST_CRAWL_DELAY at most.
    `unanswered` says what stood in the way when robots.txt could not be reached.
    """

    allowed: bool | None
    reason: str
    crawl_delay: float | None = None
    unanswered: Unanswered | None = None


class Robots:
    """The rules of every origin asked so far; may be shared between threads.

    `fetch` asks one address once, without following redirects, and needs no more
    than the first PARSED_BYTES of a body. `clock` gives the time in UTC.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self._fetch, self._clock = fetch, clock
        self._origins: dict[str, _Origin] = {}
        self._lock = threading.Lock()

    def verdict(self, url: str) -> Verdict:
        """Judge an http or https address by the robots.txt of its own origin."""
        origin = str(httpx.URL(url).copy_with(userinfo=b"").join("/"))
        with self._lock:
            known = self._origins.setdefault(origin, _Origin())
        with known.lock:
            now = self._clock()
            # A clock that was set back must not freeze the rules.
            if known.due is None or not known.due[0] <= now < known.due[1]:
                self._ask(origin, known, now)
            return _judged(known, url, now)

    def _ask(self, origin: str, known: "_Origin", now: datetime) -> None:
        answer = self._followed(origin + "robots.txt")
        if isinstance(answer, Protego):
            known.rules, known.trouble, known.down_since = answer, None, None
            known.due = (now, now + KEPT)
        else:
            known.trouble = answer
            known.down_since = known.down_since or now
            known.due = (now, now + UNREACHABLE_KEPT)

    def _followed(self, url: str) -> Protego | Unanswered | Reply:
        """Give the rules, or what came instead of them."""
        began = self._clock()
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._fetch(url)
            if not isinstance(answer, Redirect):
                break
            if self._clock() - began > PATIENCE:
                return _TOO_SLOW
            url = answer.url
        else:
            return Protego.parse("")
        if isinstance(answer, Unanswered):
            return answer
        if answer.status == httpx.codes.TOO_MANY_REQUESTS or (
            httpx.codes.is_server_error(answer.status)
        ):
            return answer
        there = httpx.codes.is_success(answer.status)
        return parse(answer.body if there else b"")


def parse(body: bytes) -> Protego:
    """Read the rules: UTF-8, BOM tolerated, at most PARSED_BYTES and whole lines."""
    if len(body) >= PARSED_BYTES:
        # Half a rule would forbid more than its author meant.
        body = body[:PARSED_BYTES].rpartition(b"\n")[0]
    return Protego.parse(body.decode("utf-8-sig", errors="replace"))


_TOO_SLOW = Unanswered(
    failure=Failure(outcome="failed", detail="its redirects took too long")
)


@dataclass(slots=True)
class _Origin:
    """`rules` may be old while `trouble` says why they could not be renewed.

    `due` is when they were asked for, and when they are to be asked for again.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    trouble: Unanswered | Reply | None = None
    down_since: datetime | None = None
    due: tuple[datetime, datetime] | None = None


def _judged(known: "_Origin", url: str, now: datetime) -> Verdict:
    down = timedelta(0) if known.down_since is None else now - known.down_since
    if down > UNREACHABLE_FOR:
        return Verdict(
            allowed=True,
            reason=f"robots.txt has been out of reach for {down.days} days",
        )
    if known.rules is None:
        return _unknown(known.trouble)
    asked = known.rules.crawl_delay(PRODUCT)
    delay = None if asked is None else min(float(asked), LONGEST_CRAWL_DELAY)
    # The query may hold a key and has no place in a message.
    path = httpx.URL(url).path
    allowed = bool(known.rules.can_fetch(url, PRODUCT))
    reason = "robots.txt allows it" if allowed else f"robots.txt forbids {path}"
    return Verdict(allowed=allowed, reason=reason, crawl_delay=delay)


def _unknown(trouble: Unanswered | Reply | None) -> Verdict:
    if isinstance(trouble, Unanswered):
        reason = f"robots.txt could not be read: {trouble.failure.detail}"
        return Verdict(allowed=None, reason=reason, unanswered=trouble)
    status = "nothing" if trouble is None else trouble.status
    return Verdict(allowed=None, reason=f"robots.txt answered {status}")
