-- The ledger holds the last outcome of an address only. So what was fetched after a time
-- counts as not yet read then, unless a text of it is known from before.

create or replace macro pages_then(as_of) as table
with

later as (
    select
        pages.url,
        pages.outlet,
        pages.found_via,
        pages.feed_url,
        pages.not_seen_at,
        pages.first_seen_at,
        pages.published_at,
        pages.captured_at,
        pages.config_hash,
        pages.outcome,
        pages.article_id,
        coalesce(pages.checked_at > as_of::timestamp, false)
        and not coalesce(
            pages.article_id in (
                select versions.article_id
                from versions
                where versions.version = 1 and versions.seen_at <= as_of::timestamp
            ),
            false
        ) as is_later
    from pages
    where as_of::timestamp is null or pages.first_seen_at <= as_of::timestamp
)

select
    later.url,
    later.outlet,
    later.found_via,
    later.feed_url,
    later.not_seen_at,
    later.first_seen_at,
    later.published_at,
    later.captured_at,
    later.config_hash,
    case when later.is_later then 'pending' else later.outcome end as outcome,
    case when not later.is_later then later.article_id end as article_id
from later;

comment on macro table pages_then is
'pages_then(as_of): the pages known at as_of (UTC; null: now), one row each; what was fetched later is pending and of no article, unless its text was known before';
