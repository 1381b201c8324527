-- What single visits, and the time between them, say for themselves.

create or replace macro is_good(outcome) as outcome in ('read', 'unchanged');

comment on macro is_good is
'is_good(outcome): a visit that got an answer, whether there was news or not';

create or replace macro local_minute(ts) as
strftime((ts at time zone 'UTC') at time zone zone(), '%Y-%m-%d %H:%M');

comment on macro local_minute is
'local_minute(ts): a UTC time in local time, such as 2026-03-03 09:00';

create or replace macro span_words(from_at, to_at) as
case
    when from_at is null and to_at is null then 'at all times'
    when from_at is null then 'until ' || local_minute(to_at)
    when to_at is null then 'since ' || local_minute(from_at)
    when local_day(from_at) = local_day(to_at)
        then local_minute(from_at) || ' to ' || right(local_minute(to_at), 5)
    else local_minute(from_at) || ' to ' || local_minute(to_at)
end;

comment on macro span_words is
'span_words(from_at, to_at): a stretch of UTC time in local time, such as 2026-03-03 09:00 to 17:25; null is open';

create or replace macro wish_of(detail) as
case
    when contains(detail, 'asked us to wait until ')
        then
            try_strptime(
                regexp_extract(
                    detail, 'asked us to wait until ([-0-9]{10} [:0-9]{5}) UTC', 1
                ),
                '%Y-%m-%d %H:%M'
            )
end;

comment on macro wish_of is
'wish_of(detail): until when a server asked us to stay away (UTC), as the visit noted it in polls.detail; else null';

create or replace macro without_wish(detail) as
case
    when contains(detail, 'asked us to wait until ')
        then
            trim(
                regexp_replace(
                    detail, '(^|; )[^;]*asked us to wait until [^;]*', '', 'g'
                ),
                '; '
            )
    else detail
end;

comment on macro without_wish is
'without_wish(detail): the reason of a visit without the time of wish_of, so that equal reasons are equal texts';

create or replace macro gap_of(detail) as
case
    when contains(detail, 'window was overrun') then 'its window was overrun'
    when contains(detail, 'lists nothing') then 'it listed nothing'
    when contains(detail, 'not a dated list') then 'it is no dated list of news'
    when
        regexp_matches(
            detail,
            'malformed|capped|unlinked|not read|no usable address|address of another'
        )
        then 'it was not read whole'
end;

comment on macro gap_of is
'gap_of(detail): why a good visit proves nothing, as noted in polls.detail; null where that is not said';

create or replace macro put_off(outcome, detail) as
outcome = 'later' and regexp_matches(detail, 'asked .*to wait');

comment on macro put_off is
'put_off(outcome, detail): a visit that the server itself asked to make later';

create or replace macro outage_words(kind, from_at, to_at, proved, detail) as
span_words(from_at, to_at)
|| coalesce(printf(' (%.1f h): ', (epoch(to_at) - epoch(from_at)) / 3600), ': ')
|| replace(kind, '_', ' ')
|| case when detail <> '' then ': ' || detail else '' end
|| case
    when proved then '; nothing was missed'
    when to_at is not null then '; something may have been missed'
    else ''
end;

comment on macro outage_words is
'outage_words(kind, from_at, to_at, proved, detail): a row of outages(), in words and local time';

create or replace macro names_lists(via, address) as
via = 'sitemap' and split_part(address, '#', 1) like '%/robots.txt';

comment on macro names_lists is
'names_lists(via, address): whether an archive was asked which lists there are (a robots.txt, which sitemaps it names): its answer holds nothing of any day';

-- A sitemap that was asked for later may list what the others do not.
create or replace macro sitemaps_known(as_of) as table
with

first_answers as (
    select
        searches.incident,
        searches.outlet,
        min(polls.polled_at) as first_at
    from searches
    inner join polls
        on
            searches.incident = polls.incident
            and searches.via = polls.via
            and searches.address = polls.feed_url
    where
        searches.via = 'sitemap'
        and searches.address = searches.listing
        and not names_lists(searches.via, searches.address)
        and (as_of::timestamp is null or polls.polled_at <= as_of::timestamp)
    group by searches.incident, searches.outlet, searches.address
)

select
    first_answers.incident,
    first_answers.outlet,
    max(first_answers.first_at) as since_at
from first_answers
group by first_answers.incident, first_answers.outlet;

comment on macro table sitemaps_known is
'sitemaps_known(as_of): one row per incident and outlet with sitemaps: since when all of them that have answered were known (UTC); what was proved before speaks of fewer';

-- Intervals are counted in at their beginnings and out at their ends; where one begins
-- as another ends, the two cancel out. So the month of a feed, thousands of visits, comes
-- down to the few moments at which its proof breaks off, without any sorting.
create or replace macro stretches(since_at, until_at, as_of) as table
with

proof_sources as materialized (
    select
        polls.outlet,
        polls.feed_url,
        polls.via is not null as is_archive,
        row_number() over () as source
    from polls
    group by polls.outlet, polls.feed_url, is_archive
),

proofs as materialized (
    select
        proof_sources.source,
        polls.complete_from_at,
        polls.complete_to_at
    from polls
    inner join proof_sources
        on
            polls.outlet is not distinct from proof_sources.outlet
            and polls.feed_url is not distinct from proof_sources.feed_url
            and (polls.via is not null) = proof_sources.is_archive
    left join sitemaps_known(as_of::timestamp) as known
        on
            polls.via = 'sitemap'
            and polls.incident = known.incident
            and polls.outlet = known.outlet
    where
        polls.complete_from_at < polls.complete_to_at
        and coalesce(polls.polled_at >= known.since_at, true)
        and (since_at::timestamp is null or polls.complete_to_at >= since_at::timestamp)
        and (
            until_at::timestamp is null or polls.complete_from_at < until_at::timestamp
        )
        and (as_of::timestamp is null or polls.polled_at <= as_of::timestamp)
),

proof_ends as (
    select
        proofs.source,
        proofs.complete_from_at as turn_at,
        1 as change
    from proofs
    union all
    select
        proofs.source,
        proofs.complete_to_at as turn_at,
        -1 as change
    from proofs
),

proof_turns as (
    select
        proof_ends.source,
        proof_ends.turn_at,
        sum(proof_ends.change) as change
    from proof_ends
    group by proof_ends.source, proof_ends.turn_at
    having sum(proof_ends.change) <> 0
),

proof_depths as (
    select
        proof_turns.source,
        proof_turns.turn_at,
        sum(proof_turns.change) over (
            partition by proof_turns.source
            order by proof_turns.turn_at asc
            rows between unbounded preceding and current row
        ) as depth,
        proof_turns.change
    from proof_turns
),

-- from the first that counts in to the one that counts out the last
proof_edges as (
    select
        proof_depths.source,
        proof_depths.turn_at,
        proof_depths.depth,
        lead(proof_depths.turn_at) over (
            partition by proof_depths.source order by proof_depths.turn_at asc
        ) as next_at
    from proof_depths
    where proof_depths.depth = 0 or proof_depths.depth = proof_depths.change
)

select
    proof_sources.outlet,
    proof_sources.feed_url,
    proof_sources.is_archive,
    proof_edges.turn_at as from_at,
    proof_edges.next_at as to_at
from proof_edges
inner join proof_sources on proof_edges.source = proof_sources.source
where proof_edges.depth > 0;

comment on macro table stretches is
'stretches(since_at, until_at, as_of): one row per feed (is_archive: list of an archive) and stretch of time for which its visits prove, without a break, that nothing was overlooked; limits are UTC times, null is none';

-- Two hours are longer than any wait of ours after a good visit, unless the
-- configuration says so; then the distance that is usual does.
create or replace macro pauses(since_at, until_at) as table
with

beats as (
    select
        min(polls.polled_at) as first_at,
        max(polls.polled_at) as last_at
    from polls
    where
        polls.feed_url is not null
        and polls.via is null
        and (since_at::timestamp is null or polls.polled_at >= since_at::timestamp)
        and (until_at::timestamp is null or polls.polled_at <= until_at::timestamp)
    group by time_bucket(interval 15 minute, polls.polled_at)
    union all
    select
        max(polls.polled_at) as first_at,
        max(polls.polled_at) as last_at
    from polls
    where
        polls.feed_url is not null
        and polls.via is null
        and polls.polled_at < since_at::timestamp
    union all
    select
        until_at::timestamp as first_at,
        until_at::timestamp as last_at
),

silences as (
    select
        lag(beats.last_at) over (order by beats.first_at asc) as from_at,
        beats.first_at as to_at
    from beats
    where beats.first_at is not null
),

usual_silence as (
    select median(epoch(silences.to_at) - epoch(silences.from_at)) as seconds
    from silences
    where silences.to_at > silences.from_at
),

long_silences as materialized (
    select
        silences.from_at,
        silences.to_at
    from silences
    cross join usual_silence
    where
        epoch(silences.to_at) - epoch(silences.from_at)
        -- where there is one silence only it must not count as the usual one: no news
        -- is watched less than weekly
        > greatest(2 * 3600, 3 * least(usual_silence.seconds, 7 * 24 * 3600))
),

quarters_before as (
    select
        long_silences.from_at,
        unnest(
            generate_series(
                time_bucket(interval 15 minute, long_silences.from_at)
                - interval 2 hour,
                long_silences.from_at,
                interval 15 minute
            )
        ) as quarter_at
    from long_silences
),

last_visits as (
    select
        quarters_before.from_at,
        polls.feed_url,
        arg_max(is_good(polls.outcome), polls.polled_at) as is_good,
        wish_of(arg_max(polls.detail, polls.polled_at)) as wish_at
    from polls
    inner join quarters_before
        on
            time_bucket(interval 15 minute, polls.polled_at)
            = quarters_before.quarter_at
            and polls.polled_at <= quarters_before.from_at
    where polls.feed_url is not null and polls.via is null
    group by quarters_before.from_at, polls.feed_url
)

select
    long_silences.from_at,
    long_silences.to_at
from long_silences
where
    -- after a bad visit our waits grow; after a good one the next was due, unless the
    -- server asked us to wait
    exists (
        select 1
        from last_visits
        where
            last_visits.from_at = long_silences.from_at
            and last_visits.is_good
            and coalesce(
                last_visits.wish_at < long_silences.to_at - interval 2 hour, true
            )
    );

comment on macro table pauses is
'pauses(since_at, until_at): one row per stretch of time in which no feed at all was visited though some were due, for the crawler was not running; limits are UTC times, null is none';
