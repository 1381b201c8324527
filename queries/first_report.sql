-- purpose: First among the outlets observed: who may have reported the incident first,
-- purpose: and how much later did the others follow? A publication is an interval, as a
-- purpose: stated day or the time between two visits is no minute. An outlet may be
-- purpose: first where its interval begins before the first certain report; it is
-- purpose: before another only where their intervals are apart. Every publication
-- purpose: counts, copies too. Outlets can change the times they state: see seen_at.
-- grain: one row per outlet of the configuration, or that has an article
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet; still compared with all
-- param language varchar?: first among articles in this language; state looks at all
-- param version varchar?: changes the title only: both versions have the same articles
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column state varchar: covered, in any language; not_covered; else as in observed
-- column first_from_at timestamp: its first report not before, UTC; null: open or none
-- column first_to_at timestamp: its first report not after, UTC; null: none
-- column may_be_first boolean: nobody was certainly before; null: no article
-- column standing varchar: who was before it or may be first too, as far as is known
-- column lag_low_minutes double: behind the first at least; null: open or none
-- column lag_high_minutes double: behind the first at most; null: first open, or none
-- column claimed_at timestamp: stated by its earliest article, UTC; null: none believed
-- column claimed_source varchar: where that is stated, as in dates
-- column seen_at timestamp: when we or an archive first saw its address, UTC
-- column title varchar: title of that article
-- column articles bigint: its articles, in the language asked for
-- column observed varchar: observed, partly_observed or not_observed, as in coverage
-- column url varchar: address of that article
-- column article_id varchar: article id of that article, for evidence
-- example: tracker report first_report incident=durres_fair
with

published as materialized (
    select
        corpus.outlet,
        corpus.article_id,
        corpus.url,
        corpus.title,
        corpus.published_at,
        corpus.published_source,
        corpus.first_seen_at,
        coalesce(corpus.published_from_at, '-infinity'::timestamp) as from_at,
        coalesce(corpus.published_to_at, corpus.first_seen_at) as to_at,
        coalesce(
            corpus.language = $language::varchar, $language::varchar is null
        ) as is_counted
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
),

-- an outlet is here when it published in any language; `earliest` is the article that
-- is certain to have appeared by the end of the interval
found as materialized (
    select
        published.outlet,
        count(*) filter (where published.is_counted) as articles,
        min(published.from_at) filter (where published.is_counted) as from_at,
        min(published.to_at) filter (where published.is_counted) as to_at,
        arg_min(
            published.article_id,
            (published.to_at, published.from_at, published.article_id)
        ) filter (where published.is_counted) as earliest
    from published
    group by published.outlet
),

first_overall as (
    select
        min(found.from_at) as from_at,
        min(found.to_at) as to_at
    from found
),

candidates as (
    select list(found.outlet order by found.outlet asc) as names
    from found
    inner join first_overall on found.from_at <= first_overall.to_at
),

before as (
    select
        found.outlet,
        list(earlier.outlet order by earlier.outlet asc) as names
    from found
    inner join found as earlier on found.from_at > earlier.to_at
    group by found.outlet
),

watched as (
    select
        observed.outlet,
        observed.observed
    from
        observed(
            $incident, $since::date, $until::date, $as_of::timestamp
        ) as observed
    where observed.incident = $incident
),

-- an outlet may have left the configuration; what it published stays
listed as (
    select watched.outlet
    from watched
    union
    select found.outlet
    from found
)

select
    listed.outlet,
    case
        when found.outlet is not null then 'covered'
        when watched.observed = 'observed' then 'not_covered'
        else watched.observed
    end as state,
    case when isfinite(found.from_at) then found.from_at end as first_from_at,
    found.to_at as first_to_at,
    found.from_at <= first_overall.to_at as may_be_first,
    case
        when found.from_at > first_overall.to_at
            then 'after ' || names_in_words(before.names, 'and')
        when len(candidates.names) = 1 and found.to_at is not null then 'first'
        when found.to_at is not null
            then
                'first: '
                || names_in_words(candidates.names, 'or')
                || '; order not known'
    end as standing,
    case
        when isfinite(found.from_at)
            then
                greatest(0, epoch(found.from_at) - epoch(first_overall.to_at)) / 60
    end as lag_low_minutes,
    case
        when isfinite(first_overall.from_at)
            then (epoch(found.to_at) - epoch(first_overall.from_at)) / 60
    end as lag_high_minutes,
    earliest.published_at as claimed_at,
    earliest.published_source as claimed_source,
    earliest.first_seen_at as seen_at,
    earliest.title,
    coalesce(found.articles, 0) as articles,
    coalesce(watched.observed, 'not_observed') as observed,
    earliest.url,
    earliest.article_id
from listed
cross join first_overall
cross join candidates
left join watched on listed.outlet = watched.outlet
left join found on listed.outlet = found.outlet
left join before on listed.outlet = before.outlet
left join published as earliest on found.earliest = earliest.article_id
where $outlet::varchar is null or listed.outlet = $outlet::varchar
order by
    found.from_at asc nulls last,
    found.to_at asc,
    listed.outlet asc
