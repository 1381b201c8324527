"""What is known of how outlets and feeds stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.model import FeedStatus, PageOutcome, SiteRest

# What is older than that says little of how an outlet stands now.
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """What is known of one feed.

    `detail` is the reason of the newest visit, `first_visit_at` the time of the first
    one, None before it. `window`: entries in its document; `a_day`: new ones a day.
    `overrun` and `overrun_by_wish` count the visits of late before which something may
    have been lost, because the window was too small or because the server asked us to
    wait too long. `kept_in`: where bytes that must not be read were put. `has_left`:
    `moved_to` belongs to another domain.
    """

    url: str
    state: FeedStatus
    failures: int = 0
    first_visit_at: datetime | None = None
    last_success_at: datetime | None = None
    next_check_at: datetime | None = None
    detail: str = ""
    moved_to: str | None = None
    has_left: bool = False
    asked_every: timedelta | None = None
    same_bodies: int = 0
    window: int = 0
    a_day: float | None = None
    overrun: int = 0
    overrun_by_wish: int = 0
    kept_in: str | None = None

    @property
    def holds(self) -> timedelta | None:
        """Over what time its entries are spread, None where that is not known."""
        if not self.a_day or not self.window:
            return None
        return timedelta(hours=min(24 * self.window / self.a_day, 24 * 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPages:
    """Pages of late that were never read; `detail` is what was said most often."""

    outcome: PageOutcome
    pages: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHealth:
    """What is known of one outlet.

    `pages` were found of late, `unread` are those of them that may have been articles
    and were never read; `reserved` and `stubs` are articles of late of which no full
    text could be kept. `asked_delay`, in seconds, is what its robots.txt asks for if
    that is more than we keep anyway; `kept_delay` is what we keep of it.
    """

    outlet: str
    feeds: tuple[FeedHealth, ...]
    is_fetched: bool = True
    pages: int = 0
    unread: tuple[UnreadPages, ...] = ()
    reserved: int = 0
    stubs: int = 0
    asked_delay: float | None = None
    kept_delay: float | None = None
    robots_failing_since_at: datetime | None = None
    rest: SiteRest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """What a database knows of all outlets; `last_visit_at`: of any feed."""

    outlets: tuple[OutletHealth, ...]
    last_visit_at: datetime | None = None
