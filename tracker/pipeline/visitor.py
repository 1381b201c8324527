"""One due feed, or some due pages, become one durable Visit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.core import decide, observe, standing, urls
from tracker.core.cadence import NextPoll
from tracker.core.hiding import hidden
from tracker.core.rhythm import stated_span
from tracker.model import (
    Config,
    DueFeed,
    DuePage,
    Failure,
    FeedState,
    PageVisit,
    Poll,
    Reply,
    Unchanged,
    Visit,
)
from tracker.pipeline.addresses import Addresses
from tracker.pipeline.asking import Asker
from tracker.pipeline.entries import by_address
from tracker.pipeline.listing import Listing, read_listing
from tracker.pipeline.pages import is_given_up
from tracker.pipeline.polling import POLL_WORDS, identifier, is_asked, joined
from tracker.pipeline.ports import Known, Tools


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
        self._addresses = Addresses(
            config, tools=tools, known=known, config_hash=config_hash
        )
        # what is asked of archives, for the same addresses
        self.asker = Asker(tools=tools, addresses=self._addresses, run_id=run_id)

    def visit_feed(self, feed: DueFeed) -> Visit | None:
        """Visit one feed and those of its addresses that are new or changed.

        None when told to stop before it has answered; it is still due then.
        """
        now = self._tools.clock()
        answer = self._ask(feed, now)
        if isinstance(answer, Failure) and is_given_up(answer, self._tools):
            return None
        visit: Visit | None
        if isinstance(answer, Unchanged):
            visit = self._unchanged(feed, answer, now)
        elif isinstance(answer, Failure):
            visit = self._failed(feed, answer, now)
        else:
            visit = self._answered(feed, answer, now)
        if visit is not None:
            self._tools.write(visit)
        return visit

    def visit_pages(self, pages: Sequence[DuePage]) -> Visit | None:
        """Visit pages by themselves; None when told to stop before the first."""
        visits = []
        for page in pages:
            if self._addresses.is_over():
                break
            tried = self._addresses.again(page)
            if tried.checked_at is None:
                break
            visits.append(tried)
        if not visits:
            return None
        visit = Visit(
            id=identifier(pages[0].url, self._tools.clock()),
            run_id=self._run_id,
            feed=None,
            poll=None,
            pages=tuple(visits),
            sites=self._tools.fetcher.learnt(),
        )
        self._tools.write(visit)
        return visit

    # ------------------------------------------------------------ the document

    def _ask(self, feed: DueFeed, now: datetime) -> Reply | Unchanged | Failure:
        etag, last_modified = standing.conditions(feed.memory, now=now)
        answer = self._tools.fetcher.fetch(
            self._tools.listing_url(feed), etag=etag, last_modified=last_modified
        )
        return decide.feed_reply(answer, body_hash=feed.memory.body_hash, now=now)

    def _answered(self, feed: DueFeed, reply: Reply, now: datetime) -> Visit | None:
        mark = standing.deadly_mark(self._tools.program, decide.hash_of(reply.body))
        if standing.is_quarantined(feed, mark):
            failure = Failure(
                outcome="failed",
                detail="still the bytes that ended the process which read them",
                status=reply.status,
            )
            return self._failed(feed, failure, now, quarantined=True)
        document = read_listing(self._tools, feed, reply)
        if isinstance(document, Listing):
            return self._entries(feed, reply, document, now)
        if is_given_up(document, self._tools):
            return None
        failure = replace(document, status=reply.status)
        if not failure.deadly:
            return self._failed(feed, failure, now)
        again = feed.memory.deadly == mark
        if again:
            place = self._tools.set_aside(feed.url, reply.body)
            told = f"{failure.detail}, for the second time: its bytes are in {place}"
            failure = replace(failure, detail=told)
            mark = standing.twice(mark)
        return self._failed(feed, failure, now, deadly=mark, quarantined=again)

    # ------------------------------------------------------------ its outcomes

    def _failed(
        self,
        feed: DueFeed,
        failure: Failure,
        now: datetime,
        *,
        deadly: str | None = None,
        quarantined: bool = False,
    ) -> Visit:
        """Nothing could be read: what is stored stays, and the feed is asked later."""
        outcome = POLL_WORDS.get(failure.outcome, "failed")
        memory = standing.unread(feed, outcome)
        state, following = standing.after(
            feed,
            outcome,
            replace(memory, deadly=deadly or memory.deadly),
            now=now,
            retry_at=failure.retry_at,
            quarantined=quarantined,
            interval=self._interval_of(feed),
            by_hand=self._is_by_hand(feed),
        )
        poll = Poll(
            polled_at=now,
            outcome=outcome,
            detail=joined(
                failure.detail, _wish(following) if is_asked(failure) else ""
            ),
            http_status=failure.status,
        )
        return self._visit(state, poll, ())

    def _unchanged(self, feed: DueFeed, answer: Unchanged, now: datetime) -> Visit:
        reply, before = answer.reply, feed.memory
        state, following = standing.after(
            feed,
            "unchanged",
            standing.unchanged(feed, reply, now=now),
            now=now,
            reply=reply,
            interval=self._interval_of(feed),
            by_hand=self._is_by_hand(feed),
        )
        is_kept_up = before.proves_until_at is None or now <= before.proves_until_at
        proves = before.proves and is_kept_up and feed.last_success_at is not None
        poll = Poll(
            polled_at=now,
            outcome="unchanged",
            detail=_wish(following),
            http_status=reply.status,
            entries=len(before.entry_keys),
            new_entries=0,
            complete_from_at=feed.last_success_at if proves else None,
            complete_to_at=now if proves else None,
        )
        return self._visit(state, poll, ())

    def _entries(
        self, feed: DueFeed, reply: Reply, document: Listing, now: datetime
    ) -> Visit:
        entries, refused = by_address(document.entries)
        keys = tuple(urls.url_hash(address) for address in entries)
        whole = document.is_whole and not refused
        until = None
        if feed.kind == "sitemap":
            until = observe.proves_until(tuple(entries.values()))
            proves = whole and until is not None and now <= until
        else:
            proves = whole
        proof = observe.NOTHING
        if proves:
            proof = observe.stretch(
                last_success_at=feed.last_success_at,
                polled_at=now,
                previous=feed.memory.entry_keys,
                current=keys,
                complete_listing=feed.kind == "sitemap",
            )
        gap = proof.gap
        if whole and not proves:
            gap = "not a dated list of news: it proves nothing"
        pages = tuple(self._addresses.of(feed, entries, now))
        memory = standing.read(
            feed,
            reply,
            now=now,
            entry_keys=keys,
            span=stated_span(observe.stated_times(tuple(entries.values())), now=now),
            wishes=document.wishes,
            is_index=document.is_index,
        )
        state, following = standing.after(
            feed,
            "read",
            # A list that is empty stays the same while articles come and go.
            replace(memory, proves=proves and bool(keys), proves_until_at=until),
            now=now,
            reply=reply,
            interval=self._interval_of(feed),
            by_hand=self._is_by_hand(feed),
        )
        poll = Poll(
            polled_at=now,
            outcome="read",
            detail=joined(
                *document.flags[:5],
                gap,
                *refused[:5],
                _way(feed, reply),
                _wish(following),
            ),
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
            id=identifier(state.url, poll.polled_at),
            run_id=self._run_id,
            feed=state,
            poll=poll,
            pages=pages,
            sites=self._tools.fetcher.learnt(),
        )

    def _interval_of(self, feed: DueFeed) -> timedelta:
        return self._outlets[feed.outlet].interval or self._interval

    def _is_by_hand(self, feed: DueFeed) -> bool:
        return self._outlets[feed.outlet].interval is not None


def _wish(following: NextPoll) -> str:
    """Say that the server's wish, and not we, decides when it is asked again."""
    if following.not_before_at is None or following.at > following.not_before_at:
        return ""
    return f"the server asked us to wait until {following.at:%Y-%m-%d %H:%M} UTC"


def _way(feed: DueFeed, reply: Reply) -> str:
    """Say what is worth a look on the way from the address asked to the document."""
    remarks = []
    if reply.moved_to is not None and reply.moved_to != feed.memory.moved_to:
        remarks.append(f"moved for good to {hidden(reply.moved_to)}")
    if reply.insecure_hop:
        remarks.append("led to an address that is not encrypted")
    return joined(*remarks)
