"""Whether an origin reserves its pages from data mining (TDMRep of 2024-05-10)."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from protego import Protego

from tracker.model import Failure, Reply
from tracker.web.addresses import origin_of

PLACE = "/.well-known/tdmrep.json"
# As long as a robots.txt (RFC 9309 section 2.4); it changes as seldom.
KEPT = timedelta(hours=24)
# As much as of a robots.txt; what is longer is no list of rules.
MOST_BYTES = 512 * 1024

# No publisher writes more; each costs memory.
MOST_RULES = 1000
SERVER_ERRORS = 500

# Patterns are those of robots.txt, so what reads that judges them: a path that the
# pattern covers is one that it would forbid.
Rule = tuple[Protego, bool]


class Reservations:
    """What the origins asked so far reserve; may be shared between threads.

    `fetch` asks for an address politely, redirects included, and reads at most
    MOST_BYTES and one of a body. `clock` gives the time in UTC.
    """

    def __init__(
        self, fetch: Callable[[str], Reply | Failure], clock: Callable[[], datetime]
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._origins: dict[str, _Origin] = {}
        self._lock = threading.Lock()

    def hold_for(self, url: str) -> bool:
        """Whether the file of the origin reserves the rights to an http address.

        Asks for the file at most once in KEPT. Without a readable file nothing is
        reserved.
        """
        origin = origin_of(url)
        with self._lock:
            known = self._origins.setdefault(origin, _Origin())
        with known.lock:
            now = self._clock()
            # A clock that was set back must not freeze the rules.
            if known.asked_at is None or not known.asked_at <= now < (
                known.asked_at + KEPT
            ):
                answer = self._fetch(origin + PLACE)
                if isinstance(answer, Failure) and answer.outcome == "pending":
                    return False  # nothing was asked: the site is left alone just now
                known.asked_at = now
                # What could not be read this time takes no reservation back.
                if isinstance(answer, Reply) and answer.status < SERVER_ERRORS:
                    known.rules = _rules(answer)
            return is_reserved(known.rules, url)


@dataclass(slots=True)
class _Origin:
    lock: threading.Lock = field(default_factory=threading.Lock)
    asked_at: datetime | None = None
    rules: tuple[Rule, ...] = ()


def read_rules(body: bytes) -> tuple[Rule, ...]:
    """Read a tdmrep.json: patterns, and whether each reserves, in their order.

    What is no list is no rule; a rule without a readable pattern or reservation is
    left out.
    """
    if len(body) > MOST_BYTES:
        return ()
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list):
        return ()
    return tuple(filter(None, map(_rule, found[:MOST_RULES])))


def is_reserved(rules: tuple[Rule, ...], url: str) -> bool:
    """Say what the first pattern that covers the address says, as TDMRep has it."""
    covering = (reserves for each, reserves in rules if not each.can_fetch(url, "*"))
    return next(covering, False)


def _rules(answer: Reply) -> tuple[Rule, ...]:
    if not httpx.codes.is_success(answer.status):
        return ()
    return read_rules(answer.body)


def _rule(value: object) -> Rule | None:
    if not isinstance(value, dict):
        return None
    location, reservation = value.get("location"), value.get("tdm-reservation")
    # The number is asked for, but who writes it in quotes means the same.
    if not isinstance(location, str) or str(reservation) not in ("0", "1"):
        return None
    line = " ".join(location.split())
    judge = Protego.parse(f"User-agent: *\nDisallow: {line}")
    return judge, str(reservation) == "1"
