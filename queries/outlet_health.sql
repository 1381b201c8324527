-- purpose: Does each feed work, when was it out, and what was missed of it lately? The
-- purpose: last 30 days are those before the newest visit of any feed. An outage lasts
-- purpose: from the last good visit to the next; it is ours where we did not look. The
-- purpose: report outages has a row for each. Of archives nothing is said here.
-- grain: one row per outlet and feed; an outlet without feeds has one row
-- param outlet varchar?: only this outlet
-- param as_of timestamp?: visits, pages until then; local time, UTC in SQL
-- column outlet varchar: outlet id
-- column feed_url varchar: address of the feed; null when the outlet has none
-- column state varchar: how it stands, in words; as_of: as far as its visits tell
-- column last_success_at timestamp: last visit that got an answer, UTC; null: never
-- column failures integer: visits in a row without an answer
-- column next_check_at timestamp: when it is due again, UTC; as_of: null
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
    where
        polls.via is null
        and ($as_of::timestamp is null or polls.polled_at <= $as_of::timestamp)
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
        arg_max(
            nullif(polls.detail, ''), (polls.polled_at, polls.detail)
        ) filter (where not is_good(polls.outcome)) as last_detail
    from polls
    inner join span
        on polls.polled_at >= span.starts_at and polls.polled_at <= span.ends_at
    where
        polls.via is null
        and ($outlet::varchar is null or polls.outlet = $outlet::varchar)
    group by polls.outlet, polls.feed_url
),

-- How a feed stands is noted as of now; as of an earlier time its visits tell it.
stood as (
    select
        polls.outlet,
        polls.feed_url,
        max(polls.polled_at) filter (where is_good(polls.outcome)) as last_good_at
    from polls
    where polls.via is null and polls.polled_at <= $as_of::timestamp
    group by polls.outlet, polls.feed_url
),

failed as (
    select
        stood.outlet,
        stood.feed_url,
        count(*)::integer as failures
    from polls
    inner join stood
        on polls.outlet = stood.outlet and polls.feed_url = stood.feed_url
    where
        polls.via is null
        and polls.polled_at <= $as_of::timestamp
        and polls.outcome <> 'skipped'
        and coalesce(polls.polled_at > stood.last_good_at, true)
    group by stood.outlet, stood.feed_url
),

standing as (
    select
        feeds.outlet,
        feeds.feed_url,
        feeds.configured,
        case
            when $as_of::timestamp is null or feeds.state = 'off' then feeds.state
            when failed.failures > 0 then 'failing'
            else 'active'
        end as state,
        case
            when $as_of::timestamp is null then feeds.last_success_at
            else stood.last_good_at
        end as last_success_at,
        case
            when $as_of::timestamp is null then feeds.failures
            else coalesce(failed.failures, 0)
        end as failures,
        case when $as_of::timestamp is null then feeds.next_check_at end
            as next_check_at
    from feeds
    left join stood
        on feeds.outlet = stood.outlet and feeds.feed_url = stood.feed_url
    left join failed
        on feeds.outlet = failed.outlet and feeds.feed_url = failed.feed_url
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
    where not stretches.is_archive
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
    from pages_then($as_of::timestamp) as pages
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
            outcomes.pages || ' ' || unread_words(outcomes.outcome), ', '
            order by outcomes.outcome asc
        ) filter (where outcomes.is_unread) as unread_detail
    from outcomes
    group by outcomes.outlet, outcomes.feed_url
)

select
    outlets.outlet,
    standing.feed_url,
    case
        when outlets.fetched = false then 'listed only, never visited (fetch: false)'
        when standing.feed_url is null then 'no feed is configured'
        when standing.configured = false then 'no longer in the configuration'
        when standing.state = 'active' and standing.last_success_at is null
            then 'not visited yet'
        when standing.state = 'active' then 'works'
        when standing.state = 'failing'
            then 'failing: ' || count_words(standing.failures, 'visit') || ' in a row'
        when standing.state = 'dead'
            then 'dead: looked at once a day in case it returns'
        when standing.state = 'gone' then 'gone: the server says that it has ended'
        when standing.state = 'quarantined'
            then 'quarantined: what it sends ends the program that reads it'
        when standing.state = 'off' then 'switched off'
        else coalesce(standing.state, 'not known')
    end as state,
    standing.last_success_at,
    standing.failures,
    standing.next_check_at,
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
left join standing on outlets.outlet = standing.outlet
left join counts
    on standing.outlet = counts.outlet and standing.feed_url = counts.feed_url
left join gaps
    on standing.outlet = gaps.outlet and standing.feed_url = gaps.feed_url
left join outs
    on standing.outlet = outs.outlet and standing.feed_url = outs.feed_url
left join outs as together
    on outlets.outlet = together.outlet and together.feed_url is null
left join ledger
    on standing.outlet = ledger.outlet and standing.feed_url = ledger.feed_url
where $outlet::varchar is null or outlets.outlet = $outlet::varchar
order by outlets.outlet asc, standing.feed_url asc
