-- purpose: How much of its output did each outlet give to the incident, and how much of
-- purpose: all coverage came from it? Every outlet has two rows: all its publications,
-- purpose: and its texts with copies counted once. An update is no article. A share
-- purpose: of 0 is printed only of outlets that were observed, else it is null. With
-- purpose: a language every count is of articles in it, except items_seen, which is of
-- purpose: all; a share of 0 then says nothing of what stood in other languages.
-- grain: one row per outlet and way of counting copies
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet; contributions still compare it with all
-- param language varchar?: articles in this language; items_seen counts all languages
-- param version varchar?: 'latest' counts the words as they are now, else the first
-- param copies varchar?: 'all' or 'once' prints only those rows
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id; listed when it is visited or has an article
-- column copies varchar: 'all' counts every publication, 'once' one per text and outlet
-- column articles bigint: articles on the incident, counted as copies says
-- column words bigint: words of these articles; null when none was counted
-- column found_in_feeds bigint: of these, found through its feeds in the days asked for
-- column items_seen bigint: all addresses its feeds showed then; null: not known
-- column attention double: found_in_feeds / items_seen; null unless support is enough
-- column attention_low double: lower end of the 95 % Wilson interval, null likewise
-- column attention_high double: upper end of the 95 % Wilson interval, null likewise
-- column support varchar: of attention: 'enough', 'not enough (…)' or 'not observed'
-- column contributed bigint: articles; with 'once' the texts it was the first to print
-- column contributed_by_all bigint: the same of all outlets together
-- column contribution double: contributed / contributed_by_all; null below 5 or unseen
-- column contribution_low double: lower end of the 95 % Wilson interval, null likewise
-- column contribution_high double: upper end of the 95 % Wilson interval, null likewise
-- column word_contribution double: share of all words, of the articles in contributed
-- column observed varchar: an absence is known only where this is 'observed'
-- example: tracker report volume incident=durres_fair
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.words,
        corpus.copy_in_outlet,
        corpus.copy_overall
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
    where $language::varchar is null or corpus.language = $language::varchar
),

span as (
    select
        day_start(greatest(incidents.from_day, $since::date)) as starts_at,
        day_start(least(incidents.to_day, $until::date) + 1) as ends_at
    from incidents
    where incidents.incident = $incident
),

seen as materialized (
    select
        pages.outlet,
        pages.article_id
    from pages_then($as_of::timestamp) as pages
    inner join span
        on
            pages.first_seen_at >= span.starts_at
            and pages.first_seen_at < span.ends_at
    where
        pages.found_via = 'feed'
        and pages.outcome is distinct from 'duplicate'
),

items as (
    select
        seen.outlet,
        count(*) as items_seen
    from seen
    group by seen.outlet
),

found as (
    select distinct
        seen.outlet,
        seen.article_id
    from seen
    where seen.article_id is not null
),

counted as (
    select
        'all' as copies,
        texts.article_id,
        texts.outlet,
        texts.words,
        true as contributes
    from texts
    union all
    select
        'once' as copies,
        texts.article_id,
        texts.outlet,
        texts.words,
        texts.copy_overall = 1 as contributes
    from texts
    where texts.copy_in_outlet = 1
),

by_outlet as (
    select
        counted.outlet,
        counted.copies,
        count(*) as articles,
        sum(counted.words)::bigint as words,
        count(found.article_id) as found_in_feeds,
        count_if(counted.contributes)::bigint as contributed,
        sum(counted.words) filter (where counted.contributes) as contributed_words
    from counted
    left join found
        on counted.outlet = found.outlet and counted.article_id = found.article_id
    group by counted.outlet, counted.copies
),

totals as (
    select
        by_outlet.copies,
        sum(by_outlet.contributed)::bigint as contributed_by_all,
        sum(by_outlet.contributed_words) as words_of_all
    from by_outlet
    group by by_outlet.copies
),

watched as (
    select
        observed.outlet,
        observed.observed
    from
        observed(
            $incident, $since::date, $until::date, $as_of::timestamp
        ) as observed
),

-- an outlet may have left the configuration; what it published stays
known as (
    select outlets.outlet
    from outlets
    where outlets.fetched is distinct from false
    union
    select texts.outlet
    from texts
),

listed as (
    select
        known.outlet,
        ways.copies
    from known
    cross join (values ('all'), ('once')) as ways (copies)
    where
        ($outlet::varchar is null or known.outlet = $outlet::varchar)
        and ($copies::varchar is null or ways.copies = $copies::varchar)
        and exists (select 1 from span)
),

grid as (
    select
        listed.outlet,
        listed.copies,
        coalesce(by_outlet.articles, 0) as articles,
        by_outlet.words,
        coalesce(by_outlet.found_in_feeds, 0) as found_in_feeds,
        items.items_seen,
        coalesce(by_outlet.contributed, 0) as contributed,
        coalesce(totals.contributed_by_all, 0) as contributed_by_all,
        coalesce(by_outlet.contributed_words, 0) as contributed_words,
        totals.words_of_all,
        coalesce(watched.observed, 'not_observed') as observed
    from listed
    left join by_outlet
        on listed.outlet = by_outlet.outlet and listed.copies = by_outlet.copies
    left join totals on listed.copies = totals.copies
    left join items on listed.outlet = items.outlet
    left join watched on listed.outlet = watched.outlet
),

-- a 0 that may only have been missed is no share of anything
sayable as (
    select
        grid.outlet,
        grid.copies,
        case
            when grid.found_in_feeds > 0 or grid.observed = 'observed'
                then grid.found_in_feeds
        end as found_in_feeds,
        case
            when grid.contributed > 0 or grid.observed = 'observed'
                then grid.contributed
        end as contributed
    from grid
)

select
    grid.outlet,
    grid.copies,
    grid.articles,
    grid.words,
    grid.found_in_feeds,
    grid.items_seen,
    share_of(sayable.found_in_feeds, grid.items_seen) as attention,
    share_low(sayable.found_in_feeds, grid.items_seen) as attention_low,
    share_high(sayable.found_in_feeds, grid.items_seen) as attention_high,
    case
        when grid.articles > 0 and grid.items_seen is null
            then 'not enough (items seen unknown)'
        when sayable.found_in_feeds is null and grid.observed = 'not_observed'
            then 'not observed'
        when sayable.found_in_feeds is null then 'not enough (partly observed)'
        when grid.items_seen is null then 'not enough (items seen unknown)'
        else support_of(grid.items_seen)
    end as support,
    grid.contributed,
    grid.contributed_by_all,
    share_of(sayable.contributed, grid.contributed_by_all) as contribution,
    share_low(sayable.contributed, grid.contributed_by_all) as contribution_low,
    share_high(sayable.contributed, grid.contributed_by_all) as contribution_high,
    case
        when
            sayable.contributed is not null
            and grid.contributed_by_all >= least_articles()
            then grid.contributed_words / nullif(grid.words_of_all, 0)
    end as word_contribution,
    grid.observed
from grid
inner join sayable on grid.outlet = sayable.outlet and grid.copies = sayable.copies
order by grid.outlet asc, grid.copies asc
