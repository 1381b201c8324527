-- purpose: Does each feed work, when was it out, and what was missed of it lately? The
-- purpose: last 30 days are those before the newest visit of any feed. An outage lasts
-- purpose: from the last good visit to the next; it is ours where we did not look. The
-- purpose: report outages has a row for each.
-- grain: one row per outlet and feed; an outlet without feeds has one row
-- param outlet varchar?: only this outlet
-- param as_of timestamp?: visits and pages until then; UTC unless it names a zone
-- column outlet varchar: outlet id
-- column feed_url varchar: address of the feed; null when the outlet has none
-- column state varchar: how it stands, in words
-- column last_success_at timestamp: last visit that got an answer, UTC; null: never
-- column failures integer: visits in a row without an answer
-- column next_check_at timestamp: when it is due again, UTC
-- column visits bigint: visits in the last 30 days
-- column good_visits bigint: of these, read or unchanged
-- column last_detail varchar: what the last visit that went wrong said, else null
-- column gaps bigint: stretches in these days in which something may have been missed
-- column longest_gap_hours double: the longest of them in hours; null without a gap
-- column outages bigint: times in these days without a good visit, or overrun
-- column last_outage_from_at timestamp: last good visit before the newest of them, UTC
-- column last_outage_to_at timestamp: first good visit after it, UTC; null: it lasts
-- column outages_detail varchar: all of them in local time: why, was anything missed
-- column outlet_outages_detail varchar: when all feeds were out, where it has several
-- column pages bigint: addresses found through it in these days
-- column unread_pages bigint: of these, pages that could not be read, and never were
-- column unread_detail varchar: these by outcome, else null
-- example: tracker report outlet_health
with

newest as (
    select max(polls.polled_at) as ends_at
    from polls
    where $as_of::timestamp is null or polls.polled_at <= $as_of::timestamp
),

span as (
    select
        newest.ends_at - interval 30 day as starts_at,
        newest.ends_at
    from newest
),

counts as (
    select
        polls.outlet,
        polls.feed_url,
        count(*) as visits,
        count_if(is_good(polls.outcome))::bigint as good_visits,
        max(polls.polled_at) filter (where is_good(polls.outcome)) as last_good_at,
        arg_max(
            nullif(polls.detail, ''), (polls.polled_at, polls.detail)
        ) filter (where not is_good(polls.outcome)) as last_detail
    from polls
    inner join span
        on polls.polled_at >= span.starts_at and polls.polled_at <= span.ends_at
    where $outlet::varchar is null or polls.outlet = $outlet::varchar
    group by polls.outlet, polls.feed_url
),

reached as (
    select
        stretches.outlet,
        stretches.feed_url,
        stretches.from_at,
        lag(stretches.to_at) over (
            partition by stretches.outlet, stretches.feed_url
            order by stretches.from_at asc
        ) as seen_until
    from
        stretches(
            (select span.starts_at from span),
            (select span.ends_at from span),
            $as_of::timestamp
        ) as stretches
),

gaps as (
    select
        reached.outlet,
        reached.feed_url,
        count(*) as gaps,
        max(epoch(reached.from_at) - epoch(reached.seen_until)) / 3600
            as longest_gap_hours
    from reached
    where reached.seen_until is not null
    group by reached.outlet, reached.feed_url
),

outs as materialized (
    select
        outages.outlet,
        outages.feed_url,
        count(*) as outages,
        arg_max(
            (outages.from_at, outages.to_at),
            coalesce(outages.from_at, '-infinity'::timestamp)
        ) as newest,
        string_agg(
            outage_words(
                outages.kind,
                outages.from_at,
                outages.to_at,
                outages.proved,
                outages.detail
            ),
            ' | ' order by outages.from_at asc nulls first, outages.to_at asc
        ) as words
    from outages(null, $as_of::timestamp) as outages
    where $outlet::varchar is null or outages.outlet = $outlet::varchar
    group by outages.outlet, outages.feed_url
),

outcomes as (
    select
        pages.outlet,
        pages.feed_url,
        pages.outcome,
        is_unread(pages.outcome, pages.article_id) as is_unread,
        count(*) as pages
    from pages
    inner join span
        on
            pages.first_seen_at >= span.starts_at
            and pages.first_seen_at <= span.ends_at
    where $outlet::varchar is null or pages.outlet = $outlet::varchar
    group by all
),

ledger as (
    select
        outcomes.outlet,
        outcomes.feed_url,
        sum(outcomes.pages)::bigint as pages,
        coalesce(sum(outcomes.pages) filter (where outcomes.is_unread), 0)::bigint
            as unread_pages,
        string_agg(
            outcomes.pages || ' ' || replace(outcomes.outcome, '_', ' '), ', '
            order by outcomes.outcome asc
        ) filter (where outcomes.is_unread) as unread_detail
    from outcomes
    group by outcomes.outlet, outcomes.feed_url
)

select
    outlets.outlet,
    feeds.feed_url,
    case
        when outlets.fetched = false then 'listed only, never visited (fetch: false)'
        when feeds.feed_url is null then 'no feed is configured'
        when feeds.configured = false then 'no longer in the configuration'
        when feeds.state = 'active' and feeds.last_success_at is null
            then 'not visited yet'
        when feeds.state = 'active' then 'works'
        when feeds.state = 'failing'
            then 'failing: ' || count_words(feeds.failures, 'visit') || ' in a row'
        when feeds.state = 'dead' then 'dead: looked at once a day in case it returns'
        when feeds.state = 'gone' then 'gone: the server says that it has ended'
        when feeds.state = 'quarantined'
            then 'quarantined: what it sends ends the program that reads it'
        when feeds.state = 'off' then 'switched off'
        else coalesce(feeds.state, 'not known')
    end as state,
    case
        when $as_of::timestamp is null or feeds.last_success_at <= $as_of::timestamp
            then feeds.last_success_at
        else counts.last_good_at
    end as last_success_at,
    feeds.failures,
    feeds.next_check_at,
    coalesce(counts.visits, 0) as visits,
    coalesce(counts.good_visits, 0) as good_visits,
    counts.last_detail,
    coalesce(gaps.gaps, 0) as gaps,
    gaps.longest_gap_hours,
    coalesce(outs.outages, 0) as outages,
    outs.newest[1] as last_outage_from_at,
    outs.newest[2] as last_outage_to_at,
    outs.words as outages_detail,
    together.words as outlet_outages_detail,
    coalesce(ledger.pages, 0) as pages,
    coalesce(ledger.unread_pages, 0) as unread_pages,
    ledger.unread_detail
from outlets
left join feeds on outlets.outlet = feeds.outlet
left join counts
    on feeds.outlet = counts.outlet and feeds.feed_url = counts.feed_url
left join gaps
    on feeds.outlet = gaps.outlet and feeds.feed_url = gaps.feed_url
left join outs
    on feeds.outlet = outs.outlet and feeds.feed_url = outs.feed_url
left join outs as together
    on outlets.outlet = together.outlet and together.feed_url is null
left join ledger
    on feeds.outlet = ledger.outlet and feeds.feed_url = ledger.feed_url
where $outlet::varchar is null or outlets.outlet = $outlet::varchar
order by outlets.outlet asc, feeds.feed_url asc
