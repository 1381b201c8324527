"""One address becomes one outcome: fetched, extracted, dated, coded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.core import cadence, dates, decide, urls
from tracker.core.verdicts import (
    NOT_SEEN_AGAIN,
    NOTHING_TRACKED,
    ONLY_A_TEASER,
    STANDING,
)
from tracker.core.versions import text_hash
from tracker.model import (
    ArticleDraft,
    Coded,
    Config,
    DateClaim,
    Extracted,
    Failure,
    FeedEntry,
    Outlet,
    PageOutcome,
    PageVisit,
    RawDate,
    Reply,
    Text,
)
from tracker.pipeline.entries import BACK_ISSUES_AFTER
from tracker.pipeline.ports import Known, Tools

PAGE_WORDS: Mapping[str, PageOutcome] = {
    "blocked": "blocked",
    "failed": "failed",
    "gone": "gone",
    "later": "pending",
    "not_article": "not_article",
    "not_html": "not_html",
    "paywalled": "paywalled",
    "pending": "pending",
    "skipped": "skipped",
    "too_large": "too_large",
}
# The page belongs to the outlet whose feed listed it, but not to one of its hosts.
OTHER_HOST = "other_host"
# The publisher asks not to keep the text: it was read, and only its title is kept.
RESERVED = "reserved"


def is_given_up(failure: Failure, tools: Tools) -> bool:
    """Whether a failure may be our own doing, since we were told to stop meanwhile.

    It is nothing to hold against the outlet. What the server asked for is.
    """
    ours = failure.outcome in ("failed", "later", "pending")
    return ours and failure.retry_at is None and tools.stop.is_set()


class PageReader:
    """Reads the pages of one pass, each into exactly one outcome."""

    def __init__(
        self,
        config: Config,
        *,
        tools: Tools,
        config_hash: str,
        known: Known | None = None,
    ) -> None:
        self._config = config
        self._tools = tools
        self._known = known
        self._config_hash = config_hash
        self._hosts = urls.OutletHosts(config.outlets)

    def read(
        self, seen: PageVisit, outlet: Outlet, entry: FeedEntry, *, known: bool
    ) -> PageVisit:
        """Fetch, extract and code the page at `seen.url`; `seen` when told to stop.

        `entry` is what its feed says of it; `known`: its text was read before, so
        that it may be an article by now, whatever it names today. For any other page a
        glance may do.
        """
        now = self._tools.clock()
        tried = replace(seen, checked_at=now, attempts=seen.attempts + 1, retry_at=None)
        if not outlet.fetch:
            return replace(
                tried, outcome="skipped", detail=f"{outlet.id} is listed, not crawled"
            )
        if mirrored := urls.original_of(seen.url):
            return replace(tried, outcome="duplicate", detail=f"a copy of {mirrored}")
        reply = decide.page_reply(
            self._tools.fetcher.fetch(seen.copy_url or seen.url), now=now
        )
        if isinstance(reply, Reply) and seen.copy_url is not None:
            copied = self._tools.original(reply)
            if isinstance(copied, Failure):
                reply = copied
            else:
                reply, captured_at = copied
                tried = replace(tried, captured_at=captured_at)
        if isinstance(reply, Failure):
            given_up = is_given_up(reply, self._tools)
            return seen if given_up else _unread(tried, reply, now)
        if mirrored := urls.original_of(reply.url):
            return replace(tried, outcome="duplicate", detail=f"a copy of {mirrored}")
        owner = self._hosts.outlet_of(reply.url) or outlet
        tried = replace(tried, outlet=owner.id)
        if not known and self._config.keep == "matched":
            # Most pages name nothing, and extraction costs a hundred times as much.
            glanced = self._tools.glance(reply)
            if glanced is not None:
                return self._unmatched(tried, owner, entry, glanced)
        is_copy = tried.copy_url is not None
        sent_at = (tried.captured_at if is_copy else None) or now
        read = self._extracted(tried, owner, entry, reply, known=known, sent_at=sent_at)
        return seen if read is None else read

    def read_copy(
        self, seen: PageVisit, outlet: Outlet, entry: FeedEntry, reply: Reply
    ) -> PageVisit | None:
        """Extract and code a page that is there already; None when told to stop.

        `reply` is what its outlet sent at `seen.captured_at`.
        """
        now = self._tools.clock()
        tried = replace(seen, checked_at=now, attempts=seen.attempts + 1, retry_at=None)
        sent_at = seen.captured_at or now
        return self._extracted(
            tried, outlet, entry, reply, known=False, sent_at=sent_at
        )

    def _extracted(
        self,
        tried: PageVisit,
        owner: Outlet,
        entry: FeedEntry,
        reply: Reply,
        *,
        known: bool,
        sent_at: datetime,
    ) -> PageVisit | None:
        """Extract and code what came; None when told to stop."""
        extracted = self._tools.extract(reply)
        if isinstance(extracted, Failure):
            if is_given_up(extracted, self._tools):
                return None
            return _unread(tried, extracted, self._tools.clock())
        read = self._code(tried, owner, entry, reply, extracted, known=known)
        if self._is_to_be_archived(tried, read.article):
            self._tools.keep_page(reply, read, sent_at)
        return read

    def claims(
        self,
        found: Sequence[RawDate],
        entry: FeedEntry,
        outlet: Outlet,
        now: datetime,
    ) -> tuple[DateClaim, ...]:
        """Collect the dates that page and feed state for one article."""
        raw = list(found)
        if entry.published:
            raw.append(RawDate(source="feed", text=entry.published))
        if entry.updated:
            raw.append(RawDate(source="modified", text=entry.updated))
        return dates.claims(raw, timezone=self._zone(outlet), now=now)

    def _zone(self, outlet: Outlet) -> str:
        return outlet.timezone or self._config.timezone

    def _unmatched(
        self, tried: PageVisit, outlet: Outlet, entry: FeedEntry, seen: Extracted
    ) -> PageVisit:
        """Note an article without its text, as it can name nothing that is tracked."""
        now = self._tools.clock()
        chosen = dates.choose(self.claims(seen.dates, entry, outlet, now), now=now)
        return replace(
            tried,
            title=seen.title or tried.title,
            published_at=chosen.value if chosen else tried.published_at,
            outcome="unmatched",
            detail=NOTHING_TRACKED,
            config_hash=self._config_hash,
        )

    def _code(
        self,
        tried: PageVisit,
        outlet: Outlet,
        entry: FeedEntry,
        reply: Reply,
        extracted: Extracted,
        *,
        known: bool,
    ) -> PageVisit:
        now = self._tools.clock()
        claims = self.claims(extracted.dates, entry, outlet, now)
        chosen = dates.choose(claims, now=now)
        published_at = chosen.value if chosen else None
        default = outlet.languages[0] if outlet.languages else "en"
        appeared_at = _appeared(tried)
        text = Text(
            title=extracted.title,
            body=extracted.body,
            language=self._tools.identify(extracted.title, extracted.body, default),
            published_at=published_at,
            first_seen_at=appeared_at,
        )
        coded = self._tools.matcher.code(text)
        read = replace(
            tried,
            title=extracted.title or tried.title,
            published_at=published_at or tried.published_at,
            outcome="matched" if coded.keep_reason else "unmatched",
            detail=coded.keep_reason or NOTHING_TRACKED,
            config_hash=self._config_hash,
        )
        if coded.keep_reason is not None or tried.outcome in STANDING:
            read = replace(read, attempts=0, retry_at=_again(read, now))
        elif "stub" in extracted.flags:
            read = replace(read, outcome="paywalled", detail=ONLY_A_TEASER)
        wanted = coded.keep_reason is not None or self._config.keep == "all"
        if not wanted and not known:
            return read
        from_at, to_at = dates.interval(
            chosen,
            not_seen_at=tried.not_seen_at,
            first_seen_at=appeared_at,
            timezone=self._zone(outlet),
        )
        flags = self._flags(tried, reply, extracted)
        if RESERVED in flags:
            text, coded = _title_only(text, coded)
        address = self._address(reply, extracted)
        moment = published_at or appeared_at
        article = ArticleDraft(
            article_id=urls.article_id(address),
            url=address,
            text=text,
            author=extracted.author,
            published_precision=chosen.precision if chosen else None,
            published_source=chosen.source if chosen else None,
            published_from_at=from_at,
            published_to_at=to_at,
            day=moment.astimezone(ZoneInfo(self._config.timezone)).date(),
            feed_position=entry.position,
            flags=flags,
            has_media=extracted.has_media,
            dates=claims,
            coded=coded,
            config_hash=self._config_hash,
            only_if_known=not wanted,
            canonical_url=self._original(reply, extracted),
        )
        return replace(read, article=article)

    def _is_to_be_archived(self, page: PageVisit, article: ArticleDraft | None) -> bool:
        """Whether the text of a page is kept, and is none that is stored already."""
        if article is None or RESERVED in article.flags:
            return False
        if article.only_if_known and page.outcome not in STANDING:
            return False  # of a page that never was an article nothing is stored
        if self._known is None:
            return True
        hashed = text_hash(article.text.title, article.text.body)
        return not self._known.has_text(urls.url_hash(page.url), hashed)

    def _address(self, reply: Reply, extracted: Extracted) -> str:
        """Take the address that the page names as its own, if it is its outlet's."""
        named = extracted.canonical
        if named and self._hosts.outlet_of(named) == self._hosts.outlet_of(reply.url):
            return urls.canonical(named)
        return urls.canonical(reply.url)

    def _original(self, reply: Reply, extracted: Extracted) -> str | None:
        """Take the address that the page names as its original, if it is another's."""
        named = extracted.original
        if named is None:
            return None
        outlet = self._hosts.outlet_of(named)
        is_own = outlet is not None and outlet == self._hosts.outlet_of(reply.url)
        return None if is_own else named

    def _flags(
        self, tried: PageVisit, reply: Reply, extracted: Extracted
    ) -> tuple[str, ...]:
        flags = dict.fromkeys(extracted.flags)
        # What the page itself says wins over what its site says of all pages. For what
        # stands in a file nobody is asked.
        if decide.is_reserved(reply.headers) or (
            not decide.is_free(reply.headers)
            and tried.found_via != "warc"
            and self._tools.fetcher.reserves(reply.url)
        ):
            flags[RESERVED] = None
        if self._hosts.outlet_of(reply.url) is None:
            flags[OTHER_HOST] = None
        return tuple(flags)


def _appeared(page: PageVisit) -> datetime:
    """Say when a page was there for the first time that is known, to us or others."""
    if page.captured_at is None:
        return page.first_seen_at
    return min(page.captured_at, page.first_seen_at)


def _again(page: PageVisit, now: datetime) -> datetime | None:
    """Say when to look whether a kept article was edited; never at back issues."""
    appeared_at = _appeared(page)
    if page.published_at is not None and now - page.published_at > BACK_ISSUES_AFTER:
        return None
    return cadence.revisit(now=now, first_seen_at=appeared_at)


def _title_only(text: Text, coded: Coded) -> tuple[Text, Coded]:
    """Keep what the whole text belongs to, and the evidence in its title alone."""
    in_title = replace(
        coded,
        annotations=tuple(a for a in coded.annotations if a.field == "title"),
        quotes=tuple(q for q in coded.quotes if q.field == "title"),
        amounts=tuple(a for a in coded.amounts if a.field == "title"),
    )
    return replace(text, body=""), in_title


def _unread(tried: PageVisit, failure: Failure, now: datetime) -> PageVisit:
    """Say why a page was not read, and when another try makes sense.

    A page that has to wait for its site was not tried: waiting never uses up its tries.
    """
    if tried.outcome in STANDING:
        return _unread_again(tried, failure, now)
    outcome = PAGE_WORDS[failure.outcome]
    attempts, retry_at = tried.attempts, None
    if outcome == "pending":
        attempts -= 1
        retry_at = cadence.retry_page(now=now, attempts=0)
    elif outcome == "failed":
        retry_at = cadence.retry_page(now, attempts, deadly=failure.deadly)
    if retry_at is not None and failure.retry_at is not None:
        retry_at = max(retry_at, failure.retry_at)
    return replace(
        tried,
        outcome=outcome,
        detail=failure.detail,
        attempts=attempts,
        retry_at=retry_at,
    )


def _unread_again(tried: PageVisit, failure: Failure, now: datetime) -> PageVisit:
    """Say of a page whose article is kept whether it was withdrawn.

    An error page or the home page in its place is a withdrawal in other words. What
    could not be seen this time is no news of the article.
    """
    again = _again(tried, now)
    withdrawn = failure.outcome in ("gone", "not_article")
    return replace(
        tried,
        outcome="gone" if withdrawn else PAGE_WORDS[failure.outcome],
        detail=f"{'withdrawn' if withdrawn else NOT_SEEN_AGAIN}: {failure.detail}",
        retry_at=None if failure.deadly else again,
    )
