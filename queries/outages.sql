-- purpose: When was a feed, or an outlet with all its feeds, out of sight, and why? It
-- purpose: lasts from the last good visit to the next. Kinds: no_answer, refused, gone;
-- purpose: asked_to_wait, by the server; not_visited, by us, as the crawler was not
-- purpose: running; overrun: between two visits more was published than the window of
-- purpose: the feed holds; incomplete: read, but not whole.
-- grain: one row per outage of a feed, and per time when several were out at once
-- param outlet varchar?: only this outlet
-- param since date?: first day, inclusive, configured zone; else 30 days back
-- param until date?: last day on which it may begin, inclusive, configured zone
-- param as_of timestamp?: visits until then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column kind varchar: what sort of outage
-- column from_at timestamp: last good visit before it, UTC; null: there was none
-- column to_at timestamp: first good visit after it, UTC; null: it lasts
-- column hours double: between them, or up to the newest visit of any feed
-- column visits bigint: bad visits in that time, and those that prove nothing
-- column proved boolean: the visit that ends it proves that nothing was overlooked
-- column detail varchar: what the visits said, the most frequent first
-- column whole_outlet boolean: no feed of the outlet had a good visit in that time
-- column feed_url varchar: address of the feed; null: all feeds of the outlet together
-- example: tracker report outages outlet=lajme-shembull
select
    outages.outlet,
    outages.kind,
    outages.from_at,
    outages.to_at,
    outages.hours,
    outages.visits,
    outages.proved,
    outages.detail,
    outages.whole_outlet,
    outages.feed_url
from outages(day_start($since::date), $as_of::timestamp) as outages
where
    ($outlet::varchar is null or outages.outlet = $outlet::varchar)
    and (
        $until::date is null
        or coalesce(outages.from_at < day_start($until::date + 1), true)
    )
order by
    outages.outlet asc,
    outages.from_at asc nulls first,
    outages.to_at asc,
    outages.feed_url asc nulls first,
    outages.kind asc
