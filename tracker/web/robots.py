"""What the robots.txt of an origin lets us fetch, and how long that is remembered."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from tracker.model import Failure, Reply, RobotsFile
from tracker.web.addresses import origin_of
from tracker.web.answers import Redirect, Unanswered
from tracker.web.robotstxt import PARSED_BYTES, Rules, decoded, rules_for

PRODUCT = "framing-tracker"
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
Trouble = Reply | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an address may be fetched; None: not known now, so not now.

    `crawl_delay` is what the site asks for, in seconds, LONGEST_CRAWL_DELAY at most.
    `trouble` says what stood in the way when robots.txt could not be read.
    """

    allowed: bool | None
    reason: str
    crawl_delay: float | None = None
    trouble: Trouble | None = None


class Robots:
    """The rules of every origin known so far; may be shared between threads.

    `fetch` asks one address once, without following redirects, and needs no more
    than the first PARSED_BYTES of a body. `clock` gives the time in UTC. Files that
    are `remembered` count as if they had been read here.
    """

    def __init__(
        self,
        fetch: Fetch,
        clock: Callable[[], datetime],
        remembered: Iterable[RobotsFile] = (),
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._origins = {file.origin: _Origin(file=file) for file in remembered}
        self._news: dict[str, RobotsFile] = {}
        self._lock = threading.Lock()

    def verdict(self, url: str) -> Verdict:
        """Judge an http or https address by the robots.txt of its own origin."""
        origin = origin_of(url)
        with self._lock:
            known = self._origins.setdefault(origin, _Origin())
        with known.lock:
            now = self._clock()
            if _is_due(known.file, now):
                self._ask(origin, known, now)
            return _judged(known, url, now)

    def held(self, url: str) -> str | None:
        """Give the robots.txt that stands at an address, as it is obeyed.

        None where that is no address of one, where no verdict has had it read yet, and
        where it could not be read of late.
        """
        parts = urlsplit(url)
        if parts.path != "/robots.txt" or parts.query:
            return None
        with self._lock:
            known = self._origins.get(origin_of(url))
        file = None if known is None else known.file
        return None if file is None or file.failing_since_at else file.body

    def learnt(self) -> tuple[RobotsFile, ...]:
        """Give what was read, or could not be, since the last call, once."""
        with self._lock:
            news, self._news = self._news, {}
        return tuple(news.values())

    def _ask(self, origin: str, known: "_Origin", now: datetime) -> None:
        answer = self._followed(f"{origin}/robots.txt")
        if isinstance(answer, str):
            known.trouble, known.rules = None, None
            known.file = RobotsFile(origin=origin, checked_at=now, body=answer)
        else:
            known.trouble = answer
            if isinstance(answer, Unanswered) and answer.failure.outcome == "pending":
                return  # nothing was asked: its site is left alone just now
            known.file = _failed(origin, known.file, now)
        with self._lock:
            self._news[origin] = known.file

    def _followed(self, url: str) -> str | Trouble:
        """Give the text that is to be obeyed, or what came instead of it."""
        began = self._clock()
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._fetch(url)
            if not isinstance(answer, Redirect):
                break
            if self._clock() - began > PATIENCE:
                return _TOO_SLOW
            url = answer.url
        else:
            return ""
        if isinstance(answer, Unanswered):
            return answer
        if answer.status == httpx.codes.TOO_MANY_REQUESTS or (
            httpx.codes.is_server_error(answer.status)
        ):
            return answer
        there = httpx.codes.is_success(answer.status)
        return decoded(answer.body, PARSED_BYTES) if there else ""


_TOO_SLOW = Unanswered(
    failure=Failure(outcome="failed", detail="its redirects took too long")
)


@dataclass(slots=True)
class _Origin:
    """`file` may be old while `trouble` says why it could not be renewed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    file: RobotsFile | None = None
    rules: Rules | None = None  # those of the file, once they were needed
    trouble: Trouble | None = None


def _is_due(file: RobotsFile | None, now: datetime) -> bool:
    if file is None:
        return True
    kept = KEPT if file.failing_since_at is None else UNREACHABLE_KEPT
    # A clock that was set back must not freeze the rules.
    return not file.checked_at <= now < file.checked_at + kept


def _failed(origin: str, file: RobotsFile | None, now: datetime) -> RobotsFile:
    since = None if file is None else file.failing_since_at
    return RobotsFile(
        origin=origin,
        checked_at=now,
        body=None if file is None else file.body,
        failing_since_at=now if since is None else min(since, now),
    )


def _judged(known: "_Origin", url: str, now: datetime) -> Verdict:
    file = known.file
    since = None if file is None else file.failing_since_at
    # With a copy at hand, that is what goes on to be obeyed.
    has_copy = file is not None and file.body is not None
    if since is not None and now - since > UNREACHABLE_FOR and not has_copy:
        days = (now - since).days
        return Verdict(
            allowed=True, reason=f"robots.txt has been out of reach for {days} days"
        )
    if file is None or file.body is None:
        return Verdict(
            allowed=None, reason=_words(known.trouble), trouble=known.trouble
        )
    if known.rules is None:
        known.rules = rules_for(PRODUCT, file.body)
    asked = known.rules.crawl_delay
    delay = None if asked is None else min(asked, LONGEST_CRAWL_DELAY)
    allowed = known.rules.allows(url)
    # The query may hold a key and has no place in a message.
    path = urlsplit(url).path or "/"
    reason = "robots.txt allows it" if allowed else f"robots.txt forbids {path}"
    return Verdict(allowed=allowed, reason=reason, crawl_delay=delay)


def _words(trouble: Trouble | None) -> str:
    if isinstance(trouble, Reply):
        return f"robots.txt answered {trouble.status}"
    why = "" if trouble is None else f": {trouble.failure.detail}"
    return f"robots.txt could not be read{why}"
