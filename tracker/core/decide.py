"""What a reply means, decided once for feeds and once for pages."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, get_args
from urllib.parse import urlsplit

from tracker.core import sniff
from tracker.model import Failure, FeedStatus, PollOutcome, Reply, Unchanged

FORBIDDEN_STATUS = frozenset({401, 403, 407, 451})
NOT_MODIFIED, NOT_FOUND, GONE, TOO_MANY, UNAVAILABLE = 304, 404, 410, 429, 503
SUCCESS = frozenset({200, 203})

# Shorter waits would be a retry, longer ones are a mistake of the server.
SHORTEST_RETRY, LONGEST_RETRY = timedelta(seconds=60), timedelta(days=7)
# A feed that failed for so long is listed as dead; it is still asked daily.
DEAD_AFTER = timedelta(days=30)
# What thirty days amount to for a feed that never answered, whose waits doubled
# from a quarter of an hour up to a day.
DEAD_FAILURES = 36
# More than a day of them: one failure after a long pause of ours is nobody's death.
FEWEST_FAILURES = 7
# No date is longer; what is longer keeps a date parser busy.
LONGEST_DATE = 80

# Words of X-Robots-Tag by which a page is read, but not kept whole.
RESERVING = frozenset({"noarchive", "noindex", "none", "unavailable_after"})
# Words of X-Robots-Tag behind which a value stands.
VALUED = frozenset(
    {"max-image-preview", "max-snippet", "max-video-preview", "unavailable_after"}
)

_Outcome = Literal["failed", "blocked", "gone", "later", "not_html", "not_article"]


def feed_reply(
    reply: Reply | Failure, *, body_hash: str | None, now: datetime
) -> Reply | Unchanged | Failure:
    """Decide whether a feed's reply is to be parsed, is known already, or failed.

    `body_hash` is `hash_of` the body that was read last. The outcome of a Failure is
    always a word of `polls.outcome`. `now` is aware, in UTC.
    """
    if isinstance(reply, Failure):
        return _for_feeds(reply)
    if reply.status == NOT_MODIFIED:
        return Unchanged(reply=reply)
    failure = _failure(reply, now=now)
    if failure is not None:
        return _for_feeds(failure)
    if body_hash is not None and hash_of(reply.body) == body_hash:
        return Unchanged(reply=reply)
    return reply


def page_reply(reply: Reply | Failure, *, now: datetime) -> Reply | Failure:
    """Decide whether a page's reply is an HTML page to be read, or what else came.

    The outcome of a Failure is always a word of `pages.outcome`. `now` is aware, in
    UTC.
    """
    if isinstance(reply, Failure):
        return _for_pages(reply)
    if reply.status == NOT_FOUND and not _challenge(reply):
        return _failed(reply, "gone", "the page is not there (404)")
    failure = _failure(reply, now=now)
    if failure is not None:
        return _for_pages(failure)
    elsewhere = _elsewhere(reply)
    if elsewhere is not None:
        return elsewhere
    other = sniff.not_html(reply.body, reply.headers.get("content-type", ""))
    if other is not None:
        return _failed(reply, "not_html", f"not an HTML page but {other}")
    return reply


def hash_of(body: bytes) -> str:
    """Give the digits by which the same bytes are known again."""
    return hashlib.sha256(body).hexdigest()


def retry_time(reply: Reply, *, now: datetime) -> datetime | None:
    """Say until when a 429 or 503 asks us to stay away, or None.

    RFC 9110 section 10.2.3: seconds, or a date, which counts from the reply's own
    Date, because the server's clock may be wrong. Clamped to SHORTEST_RETRY and
    LONGEST_RETRY.
    """
    if reply.status not in (TOO_MANY, UNAVAILABLE):
        return None
    text = reply.headers.get("retry-after", "").strip()
    wait = _seconds(text)
    if wait is None:
        until = _date(text)
        if until is None:
            return None
        wait = until - (_date(reply.headers.get("date", "")) or now)
    return now + min(max(wait, SHORTEST_RETRY), LONGEST_RETRY)


def fresh_until(reply: Reply, *, now: datetime) -> datetime | None:
    """Say how long the server calls its reply fresh (RFC 9111 section 4.2.1), or None.

    max-age less Age, else Expires less Date. What is past or unreadable says nothing
    about how often to ask.
    """
    directives: dict[str, str] = {}
    for part in reply.headers.get("cache-control", "").split(","):
        name, _, value = part.strip().partition("=")
        directives.setdefault(name.strip().lower(), value.strip().strip('"'))
    if "no-cache" in directives or "no-store" in directives:
        return None
    wait = _seconds(directives.get("max-age", ""))
    if wait is not None:
        wait -= _seconds(reply.headers.get("age", "").strip()) or timedelta(0)
    elif "max-age" not in directives:
        expires = _date(reply.headers.get("expires", ""))
        if expires is not None:
            wait = expires - (_date(reply.headers.get("date", "")) or now)
    return None if wait is None or wait <= timedelta(0) else now + wait


def is_reserved(headers: Mapping[str, str]) -> bool:
    """Whether the publisher asks in the reply's headers not to keep the full text.

    X-Robots-Tag, with or without the name of an agent; tdm-reservation (TDMRep 2024).
    """
    if headers.get("tdm-reservation", "").strip() == "1":
        return True
    for part in headers.get("x-robots-tag", "").lower().split(","):
        agent, colon, rest = part.partition(":")
        # `otherbot: noarchive` names an agent, `max-image-preview: none` has a value.
        names_agent = colon and agent.strip() not in VALUED
        wish = rest.partition(":")[0] if names_agent else agent
        if wish.strip() in RESERVING:
            return True
    return False


def is_free(headers: Mapping[str, str]) -> bool:
    """Whether the reply's headers say that no rights are reserved (TDMRep 2024)."""
    return headers.get("tdm-reservation", "").strip() == "0"


def failures_after(outcome: PollOutcome, failures: int) -> int:
    """Count the visits in a row that got nothing, after one more visit.

    >>> failures_after("failed", 2), failures_after("unchanged", 2)
    (3, 0)
    """
    if outcome in ("read", "unchanged"):
        return 0
    return failures if outcome == "skipped" else failures + 1


def feed_status(
    outcome: PollOutcome,
    *,
    failures: int,
    last_success_at: datetime | None,
    now: datetime,
    said_gone: bool = False,
) -> FeedStatus:
    """Say how a feed stands after a visit.

    `failures` includes this visit (`failures_after`). A first 410 is confirmed by
    one more poll before the feed counts as gone (RFC 9110 section 15.5.11);
    `said_gone`: the visit before got a 410 as well. A feed is dead after DEAD_AFTER
    without success and FEWEST_FAILURES, or DEAD_FAILURES when it never had one.
    """
    if failures == 0:
        return "active"
    if outcome == "gone" and said_gone:
        return "gone"
    if last_success_at is None:
        return "dead" if failures >= DEAD_FAILURES else "failing"
    is_old = now - last_success_at >= DEAD_AFTER
    return "dead" if is_old and failures >= FEWEST_FAILURES else "failing"


def _for_feeds(failure: Failure) -> Failure:
    if failure.outcome == "pending":
        return replace(failure, outcome="later")
    known = failure.outcome in get_args(PollOutcome)
    return failure if known else replace(failure, outcome="failed")


def _for_pages(failure: Failure) -> Failure:
    return (
        replace(failure, outcome="pending") if failure.outcome == "later" else failure
    )


def _failure(reply: Reply, *, now: datetime) -> Failure | None:
    """Read what holds for feeds and pages alike; None when there is a body to read."""
    status, challenge = reply.status, _challenge(reply)
    retry_at = retry_time(reply, now=now)
    found: tuple[_Outcome, str] | None = None
    if challenge is not None:
        found = "blocked", challenge
    elif status in FORBIDDEN_STATUS:
        found = "blocked", f"the server refused us ({status})"
    elif status == GONE:
        found = "gone", "gone for good, says the server (410)"
    elif status == TOO_MANY or retry_at is not None:
        found = "later", f"the server asked us to wait ({status})"
    elif status not in SUCCESS:
        found = "failed", f"the server answered {status}"
    elif not reply.body.strip():
        found = "failed", "the server sent an empty reply"
    if found is None:
        return None
    return replace(_failed(reply, *found), retry_at=retry_at)


def _challenge(reply: Reply) -> str | None:
    """Name the check for robots that came instead of the content, whatever the status.

    developers.cloudflare.com, "Detect a Challenge Page response".
    """
    if reply.headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return "the site asks visitors to prove that they are human (Cloudflare)"
    vendor = sniff.challenge(reply.body)
    if vendor is not None:
        return f"the site asks visitors to prove that they are human ({vendor})"
    return None


def _elsewhere(reply: Reply) -> Failure | None:
    """Notice that a redirect led to something else than the page."""
    if reply.url == reply.asked:
        return None
    asked, came = urlsplit(reply.asked), urlsplit(reply.url)
    if sniff.asks_consent(reply.url) and not sniff.asks_consent(reply.asked):
        return _failed(
            reply, "blocked", f"led to a form that asks for consent ({came.hostname})"
        )
    home = came.path in ("", "/") and not came.query
    if home and (asked.path not in ("", "/") or asked.query):
        return _failed(reply, "not_article", "the address leads to the home page")
    return None


def _failed(reply: Reply, outcome: _Outcome, detail: str) -> Failure:
    return Failure(outcome=outcome, detail=detail, status=reply.status)


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    # More digits than a timedelta can hold mean "very long" all the same.
    return timedelta(seconds=min(int(text[:12]), 10**9))


def _date(text: str) -> datetime | None:
    """Read an HTTP date (RFC 9110 section 5.6.7), or None."""
    try:
        found = parsedate_to_datetime(text.strip()[:LONGEST_DATE])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
