-- purpose: Which outlets covered the incident, which did not, and of which can that not
-- purpose: be said? Silence is claimed only where an outlet was observed without gaps,
-- purpose: by visits of its feeds or by an archive that lists all of these days. Where
-- purpose: an archive was only searched it is partly observed: a search finds, no more.
-- purpose: Every publication counts, copies too: who reprinted a text has published it.
-- purpose: Who covered it in another language than the one asked for was not silent.
-- grain: one row per outlet of the configuration, or that has an article
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: counts articles in this language; state looks at all
-- param version varchar?: changes nothing here: both versions have the same articles
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column name varchar: name of the outlet
-- column state varchar: covered, in any language; not_covered; else as in observed
-- column articles bigint: in the language asked for; 0 and covered: others only
-- column first_from_at timestamp: first of these not before, UTC; null: open or none
-- column first_to_at timestamp: first of these not after, UTC; null: none
-- column observed varchar: observed, partly_observed or not_observed, as seen
-- column detail varchar: why: archives that were asked, and gaps in local time
-- example: tracker report coverage incident=durres_fair
with

published as (
    select
        corpus.outlet,
        corpus.published_from_at,
        corpus.published_to_at,
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

-- an outlet is here when it published in any language
found as (
    select
        published.outlet,
        count(*) filter (where published.is_counted) as articles,
        min(published.published_from_at) filter (where published.is_counted)
            as first_from_at,
        min(published.published_to_at) filter (where published.is_counted)
            as first_to_at
    from published
    group by published.outlet
),

watched as (
    select
        observed.outlet,
        observed.incident,
        observed.observed,
        observed.detail
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
    outlets.name,
    case
        when found.outlet is not null then 'covered'
        when watched.observed = 'observed' then 'not_covered'
        else watched.observed
    end as state,
    coalesce(found.articles, 0) as articles,
    case when isfinite(found.first_from_at) then found.first_from_at end
        as first_from_at,
    found.first_to_at,
    coalesce(watched.observed, 'not_observed') as observed,
    coalesce(watched.detail, 'no longer in the configuration') as detail
from listed
left join outlets on listed.outlet = outlets.outlet
left join watched on listed.outlet = watched.outlet
left join found on listed.outlet = found.outlet
where $outlet::varchar is null or listed.outlet = $outlet::varchar
order by listed.outlet asc
