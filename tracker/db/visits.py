"""One visit on its way from the outbox into the tables, in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from duckdb import DuckDBPyConnection

from tracker.core.verdicts import JUDGED, NOT_SEEN_AGAIN, NOTHING_ANY_MORE, STANDING
from tracker.db import ledger
from tracker.db.articles import Articles, Counts
from tracker.db.connection import transaction
from tracker.db.ledger import Entry, LedgerRow
from tracker.db.memory import FEED_COLUMNS, feed_columns, store_sites
from tracker.db.searches import store_searches
from tracker.db.values import insert, to_column
from tracker.model import ArticleDraft, FeedState, PageVisit, Poll, Visit

_IS_APPLIED = "select count(*) from applied_visits where visit_id = $visit"
_MEMORY = ", ".join(f"{name} = {spelt}" for name, spelt in FEED_COLUMNS.items())
# A feed that has left the configuration stays off, whatever a late outcome says. What
# a visit does not know of the last success, it does not forget either.
_UPDATE_FEED = f"""
    update feeds set
        state = case when configured then $state else 'off' end,
        failures = $failures,
        next_check_at = $next_check_at,
        not_before_at = $not_before_at,
        last_success_at = coalesce($last_success_at, last_success_at),
        {_MEMORY}
    where feed_url = $feed_url
    returning feed_url
"""  # noqa: S608 - constants of ours


def apply_visit(
    connection: DuckDBPyConnection, visit: Visit, *, now: datetime
) -> Counts | None:
    """Bring a visit into the tables; None when it was there already.

    All of it or nothing: after an error the transaction is rolled back.
    """
    with transaction(connection):
        if _is_applied(connection, visit):
            return None
        insert(
            connection, "applied_visits", [{"visit_id": visit.id, "applied_at": now}]
        )
        if visit.feed is not None:
            _store_feed(connection, visit.feed)
        if visit.searches:
            store_searches(connection, visit)
        elif visit.poll is not None:
            _store_poll(connection, visit.feed, visit.poll, visit.run_id)
        store_sites(connection, visit.sites)
        return _store_pages(connection, visit, now)


def _is_applied(connection: DuckDBPyConnection, visit: Visit) -> bool:
    found = connection.execute(_IS_APPLIED, {"visit": visit.id}).fetchone()
    return bool(found and found[0])


def _store_feed(connection: DuckDBPyConnection, feed: FeedState) -> None:
    row = {
        "feed_url": feed.url,
        "state": feed.state,
        "failures": feed.failures,
        "next_check_at": to_column(feed.next_check_at),
        "not_before_at": to_column(feed.not_before_at),
        "last_success_at": to_column(feed.last_success_at),
        **feed_columns(feed.memory),
    }
    if connection.execute(_UPDATE_FEED, row).fetchall():
        return
    unknown = {"feed_url": feed.url, "outlet": feed.outlet, "kind": feed.kind}
    insert(connection, "feeds", [{**unknown, "configured": False}])
    connection.execute(_UPDATE_FEED, row)


def _store_poll(
    connection: DuckDBPyConnection, feed: FeedState | None, poll: Poll, run_id: str
) -> None:
    row = {
        **asdict(poll),
        "feed_url": feed.url if feed else None,
        "outlet": feed.outlet if feed else None,
        "run_id": run_id,
    }
    insert(connection, "polls", [row])


def _store_pages(connection: DuckDBPyConnection, visit: Visit, now: datetime) -> Counts:
    pages = {page.url: page for page in visit.pages}  # the last word on an address
    drafts = {page.article.url for page in pages.values() if page.article}
    known = ledger.look_up(connection, pages.keys() | drafts)
    articles = Articles(
        connection,
        [page.article for page in pages.values() if page.article],
        also=[row.article_id for row in known.values() if row.article_id],
    )
    addresses: dict[str, Entry] = {}
    visited: dict[str, Entry] = {}
    for page in pages.values():
        entry = Entry(page=page, outcome=page.outcome)
        if page.article is not None:
            entry = _store_article(articles, page, page.article, known, now)
            if extra := _canonical_entry(entry, page.article, known):
                addresses[extra.page.url] = extra
        visited[page.url] = entry
    counts = articles.save()
    # What was learnt by visiting an address wins over what another page says of it.
    ledger.record(connection, (addresses | visited).values(), known)
    return counts


def _store_article(
    articles: Articles,
    page: PageVisit,
    draft: ArticleDraft,
    known: Mapping[str, LedgerRow],
    now: datetime,
) -> Entry:
    """Find whose text this is, take it in, and say what the ledger is to hold.

    Only the address that an article was found at brings new versions of it: its AMP
    page or its edition elsewhere words the same text differently.
    """
    before = known.get(page.url)
    article_id = _article_of(articles, draft, before, known.get(draft.url))
    is_known = articles.knows(article_id)
    is_own = (
        before is not None
        and before.article_id == article_id
        and before.outcome != "duplicate"
    )
    if is_known and not is_own:
        detail = f"another address of article {article_id}"
        return Entry(
            page=replace(page, retry_at=None),
            outcome="duplicate",
            article_id=article_id,
            detail=detail,
        )
    if draft.only_if_known and not is_known:
        return Entry(page=page, outcome=page.outcome)
    articles.put(
        article_id,
        draft,
        outlet=page.outlet,
        seen_at=page.checked_at or now,
        checked_at=before.checked_at if before else None,
    )
    if (
        before is not None
        and before.outcome in JUDGED
        and articles.is_coded_otherwise(article_id, draft)
    ):
        return _as_judged(page, before, article_id)
    # One text to keep is enough, see `core.verdicts`; a page that was unmatched though
    # its article is stored has none.
    if (
        draft.coded.keep_reason is None
        and before is not None
        and before.outcome in STANDING
    ):
        return Entry(
            page=page,
            outcome="matched",
            article_id=article_id,
            detail=NOTHING_ANY_MORE,
        )
    return Entry(page=page, outcome=page.outcome, article_id=article_id)


def _as_judged(page: PageVisit, before: LedgerRow, article_id: str) -> Entry:
    """Leave a page as the coding of its stored text judged it.

    The same text read again by other names says nothing about what is stored: a recode
    brings text and page up to date together, and a crawler that began before one must
    not undo half of it.
    """
    seen_again = before.detail.startswith(NOT_SEEN_AGAIN)
    return Entry(
        page=replace(page, config_hash=None),
        outcome=before.outcome,
        article_id=article_id,
        detail=None if seen_again else before.detail,
    )


def _article_of(
    articles: Articles,
    draft: ArticleDraft,
    before: LedgerRow | None,
    named: LedgerRow | None,
) -> str:
    """Give the article that a page belongs to: the one of its address at first sight.

    Neither a later canonical address nor another page that points to it makes a
    second one. `before` is the ledger's row of the page, `named` that of the address
    which the page names as canonical.
    """
    for row in (before, named):
        if row is not None and row.article_id and articles.knows(row.article_id):
            return row.article_id
    return draft.article_id


def _canonical_entry(
    entry: Entry, draft: ArticleDraft, known: Mapping[str, LedgerRow]
) -> Entry | None:
    """Note a later canonical address, so that its own visit finds the same article."""
    if entry.article_id == draft.article_id or draft.url in known:
        return None
    page = replace(
        entry.page,
        url=draft.url,
        found_via="link",
        entry_hash=None,
        retry_at=None,
        article=None,
    )
    return Entry(
        page=page,
        outcome="duplicate",
        article_id=entry.article_id,
        detail=f"a later canonical address of {entry.page.url}",
    )
