"""One due feed, or some due pages, become one durable Visit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from tracker.core import cadence, dates, decide, observe, urls
from tracker.model import (
    Config,
    DueFeed,
    DuePage,
    Failure,
    FeedEntry,
    FeedState,
    PageVisit,
    Poll,
    PollOutcome,
    Reply,
    Unchanged,
    Visit,
)
from tracker.pipeline.listing import Listing, read_listing
from tracker.pipeline.pages import PageReader
from tracker.pipeline.ports import Known, Tools

# A source that lists thousands of new addresses would hold its outcome back for hours;
# what is beyond this many is noted as `pending` and follows in visits of its own.
PAGES_PER_VISIT = 50
# A sitemap lists a site's whole past. What is older belongs to back issues; of a list
# without dates, so does all that stood in it at the first visit.
BACK_ISSUES_AFTER = timedelta(days=30)

# What a poll is called when the failure's own word belongs to pages only.
POLL_WORDS: Mapping[str, PollOutcome] = {
    "blocked": "blocked",
    "gone": "gone",
    "later": "later",
    "pending": "later",
    "skipped": "skipped",
}


class Visitor:
    """Visits feeds and pages; each visit is written to the outbox before it ends."""

    def __init__(
        self,
        config: Config,
        *,
        tools: Tools,
        known: Known,
        run_id: str,
        config_hash: str,
    ) -> None:
        self._tools = tools
        self._known = known
        self._run_id = run_id
        self._interval = config.crawl.interval
        self._outlets = {outlet.id: outlet for outlet in config.outlets}
        self._hosts = urls.OutletHosts(config.outlets)
        self._taken: set[int] = set()
        self._lock = Lock()
        self._pages = PageReader(config, tools=tools, config_hash=config_hash)

    def visit_feed(self, feed: DueFeed) -> Visit:
        """Visit one feed and those of its addresses that are new or changed."""
        now = self._tools.clock()
        answer = self._ask(feed, now)
        if isinstance(answer, Unchanged):
            visit = self._unchanged(feed, answer, now)
        elif isinstance(answer, Failure):
            visit = self._failed(feed, answer, now)
        else:
            document = read_listing(self._tools, feed, answer)
            if isinstance(document, Failure):
                failure = replace(document, status=answer.status)
                visit = self._failed(feed, failure, now)
            else:
                visit = self._entries(feed, answer, document, now)
        self._tools.write(visit)
        return visit

    def visit_pages(self, pages: Sequence[DuePage]) -> Visit | None:
        """Visit pages by themselves; None when told to stop before the first."""
        visits = []
        for page in pages:
            if self._tools.stop.is_set():
                break
            visits.append(self._page(page))
        if not visits:
            return None
        visit = Visit(
            id=_identifier(pages[0].url, self._tools.clock()),
            run_id=self._run_id,
            feed=None,
            poll=None,
            pages=tuple(visits),
        )
        self._tools.write(visit)
        return visit

    # ------------------------------------------------------------ the document

    def _ask(self, feed: DueFeed, now: datetime) -> Reply | Unchanged | Failure:
        answer = self._tools.fetcher.fetch(
            self._tools.listing_url(feed),
            etag=feed.etag,
            last_modified=feed.last_modified,
        )
        return decide.feed_reply(answer, body_hash=feed.body_hash, now=now)

    # ------------------------------------------------------------ its outcomes

    def _failed(self, feed: DueFeed, failure: Failure, now: datetime) -> Visit:
        """Nothing could be read: what is stored stays, and the feed is asked later."""
        outcome = POLL_WORDS.get(failure.outcome, "failed")
        poll = Poll(
            polled_at=now,
            outcome=outcome,
            detail=failure.detail,
            http_status=failure.status,
        )
        state = self._state(feed, outcome, now, retry_at=failure.retry_at)
        return self._visit(state, poll, ())

    def _unchanged(self, feed: DueFeed, answer: Unchanged, now: datetime) -> Visit:
        reply = answer.reply
        state = replace(
            self._state(feed, "unchanged", now, reply=reply),
            etag=reply.headers.get("etag", feed.etag),
            last_modified=reply.headers.get("last-modified", feed.last_modified),
        )
        is_kept_up = feed.proves_until_at is None or now <= feed.proves_until_at
        proves = feed.proves and is_kept_up and feed.last_success_at is not None
        poll = Poll(
            polled_at=now,
            outcome="unchanged",
            http_status=reply.status,
            entries=len(feed.entry_keys),
            new_entries=0,
            complete_from_at=feed.last_success_at if proves else None,
            complete_to_at=now if proves else None,
        )
        return self._visit(state, poll, ())

    def _entries(
        self, feed: DueFeed, reply: Reply, document: Listing, now: datetime
    ) -> Visit:
        entries, refused = _by_address(document.entries)
        keys = tuple(urls.url_hash(address) for address in entries)
        whole = document.is_whole and not refused
        until = None
        if feed.kind == "sitemap":
            until = observe.proves_until(tuple(entries.values()))
            proves = whole and until is not None and now <= until
        else:
            proves = whole
        proof = observe.stretch(
            last_success_at=feed.last_success_at if proves else None,
            polled_at=now,
            previous=feed.entry_keys,
            current=keys,
            complete_listing=feed.kind == "sitemap",
        )
        pages = tuple(
            self._entry(feed, address, entry, now, read=place < PAGES_PER_VISIT)
            for place, (address, entry) in enumerate(self._news(feed, entries, now))
        )
        state = replace(
            self._state(feed, "read", now, reply=reply),
            # An index stays the same while the sitemaps that it names change.
            etag=None if document.is_index else reply.headers.get("etag"),
            last_modified=(
                None if document.is_index else reply.headers.get("last-modified")
            ),
            body_hash=None if document.is_index else decide.hash_of(reply.body),
            entry_keys=keys,
            proves=proves,
            proves_until_at=until,
            moved_to=reply.moved_to or feed.moved_to,
        )
        gap = proof.gap
        if whole and not proves:
            gap = "not a dated list of news: it proves nothing"
        remarks = (*document.flags[:5], gap, *refused[:5])
        poll = Poll(
            polled_at=now,
            outcome="read",
            detail="; ".join(remark for remark in remarks if remark),
            http_status=reply.status,
            entries=len(document.entries),
            new_entries=sum(1 for key in keys if not self._known.has(key)),
            complete_from_at=proof.from_at,
            complete_to_at=proof.to_at,
        )
        return self._visit(state, poll, pages)

    def _visit(
        self, state: FeedState, poll: Poll, pages: tuple[PageVisit, ...]
    ) -> Visit:
        return Visit(
            id=_identifier(state.url, poll.polled_at),
            run_id=self._run_id,
            feed=state,
            poll=poll,
            pages=pages,
        )

    def _state(
        self,
        feed: DueFeed,
        outcome: PollOutcome,
        now: datetime,
        *,
        reply: Reply | None = None,
        retry_at: datetime | None = None,
    ) -> FeedState:
        """How the feed stands now; what was known of its document is kept."""
        failures = decide.failures_after(outcome, feed.failures)
        good = outcome in ("read", "unchanged")
        # Where it has moved to is forgotten, with what was stored for it, when it
        # cannot be read there: the configured address is asked next.
        lost = feed.moved_to is not None and outcome in (
            "failed",
            "gone",
            "skipped",
        )
        fresh_until = decide.fresh_until(reply, now=now) if reply else None
        if fresh_until is not None:
            fresh_until = min(fresh_until, now + cadence.LONGEST_FRESHNESS)
        following = cadence.next_poll(
            now=now,
            interval=self._outlets[feed.outlet].interval or self._interval,
            failures=failures,
            retry_at=retry_at,
            fresh_until=fresh_until,
            feed_url=feed.url,
        )
        return FeedState(
            url=feed.url,
            outlet=feed.outlet,
            kind=feed.kind,
            state=decide.feed_status(
                outcome,
                failures=failures if good else max(failures, 1),
                last_success_at=feed.last_success_at,
                now=now,
            ),
            failures=failures,
            next_check_at=following.at,
            not_before_at=retry_at or fresh_until,
            last_success_at=now if good else feed.last_success_at,
            etag=None if lost else feed.etag,
            last_modified=None if lost else feed.last_modified,
            body_hash=feed.body_hash,
            entry_keys=feed.entry_keys,
            proves=feed.proves,
            proves_until_at=feed.proves_until_at,
            moved_to=None if lost else feed.moved_to,
        )

    # ------------------------------------------------------------ its addresses

    def _news(
        self, feed: DueFeed, entries: Mapping[str, FeedEntry], now: datetime
    ) -> Iterator[tuple[str, FeedEntry]]:
        """Entries whose address is new, or of which the feed now says otherwise."""
        before = set(feed.entry_keys)
        for address, entry in entries.items():
            key = urls.url_hash(address)
            if self._known.has(key):
                told = self._known.entry_hash(key)
                saying = observe.entry_hash(entry, feed.url)
                if told is not None and observe.says_otherwise(told, saying):
                    yield address, entry
                continue
            is_first = feed.last_success_at is None or key in before
            is_news = feed.kind != "sitemap" or _is_recent(
                entry, now, undated=not is_first
            )
            if is_news and self._take(key):
                yield address, entry

    def _take(self, key: int) -> bool:
        """Claim a new address for one feed; two feeds of an outlet often list it."""
        with self._lock:
            if key in self._taken:
                return False
            self._taken.add(key)
            return True

    def _entry(
        self,
        feed: DueFeed,
        address: str,
        entry: FeedEntry,
        now: datetime,
        *,
        read: bool,
    ) -> PageVisit:
        outlet = self._hosts.outlet_of(address) or self._outlets[feed.outlet]
        claimed = dates.choose(self._pages.claims((), entry, outlet, now), now=now)
        seen = PageVisit(
            url=address,
            outlet=outlet.id,
            found_via=feed.kind,
            feed_url=feed.url,
            first_seen_at=now,
            checked_at=None,
            not_seen_at=feed.last_success_at,
            outcome="pending",
            detail="found, not read yet",
            title=entry.title,
            published_at=claimed.value if claimed else None,
            published_text=entry.published,
            entry_hash=observe.entry_hash(entry, feed.url),
            attempts=0,
            retry_at=now,
        )
        if not read or self._tools.stop.is_set():
            return seen
        known = self._known.has(urls.url_hash(address))
        return self._pages.read(seen, outlet, entry, known=known)

    def _page(self, page: DuePage) -> PageVisit:
        outlet = self._hosts.outlet_of(page.url) or self._outlets[page.outlet]
        seen = PageVisit(
            url=page.url,
            outlet=outlet.id,
            found_via=page.found_via,
            feed_url=page.feed_url,
            first_seen_at=page.first_seen_at,
            checked_at=None,
            not_seen_at=page.not_seen_at,
            outcome="pending",
            detail="",
            title=page.title,
            published_text=page.published_text,
            attempts=page.attempts,
        )
        # What its feed said when the page was found still counts as the feed's word.
        entry = FeedEntry(
            key=page.url,
            url=page.url,
            title=page.title,
            published=page.published_text,
        )
        claimed = dates.choose(
            self._pages.claims((), entry, outlet, page.first_seen_at),
            now=page.first_seen_at,
        )
        seen = replace(seen, published_at=claimed.value if claimed else None)
        return self._pages.read(seen, outlet, entry, known=True)


def _is_recent(entry: FeedEntry, now: datetime, *, undated: bool) -> bool:
    """Whether an entry is news; `undated` answers for one that states no time."""
    said = dates.read_date(entry.published or entry.updated or "", timezone="UTC")
    return undated if said is None else now - said[0] <= BACK_ISSUES_AFTER


def left_over(visit: Visit) -> tuple[DuePage, ...]:
    """Give the pages that a visit found and left unread."""
    return tuple(
        cadence.due_again(page)
        for page in visit.pages
        if page.outcome == "pending" and page.checked_at is None
    )


def _by_address(
    entries: Iterable[FeedEntry],
) -> tuple[dict[str, FeedEntry], tuple[str, ...]]:
    """Canonical address → entry, newest first; and what cannot be used, in words."""
    found: dict[str, FeedEntry] = {}
    refused = []
    for entry in observe.newest_first(tuple(entries)):
        try:
            address = urls.canonical(entry.url)
        except ValueError as error:
            refused.append(f"entry {entry.position} has no usable address: {error}")
            continue
        other = found.setdefault(address, entry)
        if (other.key, other.title) != (entry.key, entry.title):
            refused.append(f"entry {entry.position} has the address of another one")
    return found, tuple(refused)


def _identifier(address: str, at: datetime) -> str:
    return sha256(f"{address} {at.isoformat()}".encode()).hexdigest()[:16]
