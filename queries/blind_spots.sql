-- purpose: What does one group of outlets hardly report that half of another group
-- purpose: reports? Groups are kinds of outlets, countries or languages of outlets;
-- purpose: the row without a fact is the incident itself: who wrote about it at all. A
-- purpose: difference says nothing about its reason. Counted are outlets of which it is
-- purpose: known (see facts): those that wrote about the incident and were searched for
-- purpose: the fact; of the incident itself, also those that were observed and wrote
-- purpose: nothing: their feeds were watched, or an archive listed all of these days.
-- purpose: Where archives were only searched, silence is not known. All publications
-- purpose: count, copies too. Evidence lists the sentences (layer=fact, coverage),
-- purpose: visits and archives (layer=poll).
-- grain: one row per fact, or the incident, and pair of groups with an outlet in each
-- param incident varchar: incident id from config.yaml
-- param by varchar?: groups: 'kind' (default), 'country' or 'language' of the outlets
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param language varchar?: searches and counts only articles in this language
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column fact varchar: fact id; null: the incident itself
-- column outlets varchar: one group; languages: those of the outlet together
-- column other_outlets varchar: the other group; outlets of unknown group are left out
-- column blind_spot boolean: covered by 10 % or less of one, 50 % or more of another
-- column covered bigint: outlets of the one group that cover it
-- column n bigint: outlets of the one group of which that is known
-- column share double: covered / n, 0 to 1; null below 5 outlets
-- column other_covered bigint: outlets of the other group that cover it
-- column other_n bigint: outlets of the other group of which that is known
-- column other_share double: other_covered / other_n, 0 to 1; null likewise
-- column difference double: share - other_share; null when support is too thin
-- column difference_low double: lower end, 95 %, Newcombe; null likewise
-- column difference_high double: upper end; null likewise
-- column support varchar: 'enough', or 'not enough (n=…)' below 5 outlets per group
-- column p double: two-sided, Fisher's exact test; null likewise
-- column q double: p after Benjamini and Hochberg over all rows with enough support
-- column searched bigint: outlets of both left out, not observed but searched for
-- column statement varchar: the fact as the list states it
-- column side varchar: whose account of the incident it is part of
-- example: tracker report blind_spots incident=durres_fair by=country
with

grouped_outlets as (
    select
        outlets.outlet,
        case
            when $by::varchar = 'country' then outlets.country
            when $by::varchar = 'language'
                then nullif(array_to_string(list_sort(outlets.languages), ', '), '')
            else outlets.kind
        end as label
    from outlets
),

searched as (
    select distinct archives.outlet
    from
        archives_asked(
            $incident, $since::date, $until::date, $as_of::timestamp
        ) as archives
    where archives.is_answered
),

all_cells as (
    select
        fact_states.fact,
        grouped_outlets.label,
        any_value(fact_states.statement) as statement,
        any_value(fact_states.side) as side,
        count_if(fact_states.is_covered)::bigint as covered,
        count_if(
            not fact_states.is_undecided
            and (fact_states.fact is null or fact_states.state <> 'no coverage')
        )::bigint as n,
        count_if(
            fact_states.state = 'not observed' and searched.outlet is not null
        )::bigint as searched
    from
        fact_states(
            $incident,
            $since::date,
            $until::date,
            null,
            $language::varchar,
            $version::varchar,
            $as_of::timestamp
        ) as fact_states
    inner join grouped_outlets on fact_states.outlet = grouped_outlets.outlet
    left join searched on fact_states.outlet = searched.outlet
    where grouped_outlets.label is not null
    group by fact_states.fact, grouped_outlets.label
),

cells as materialized (
    select
        all_cells.fact,
        all_cells.label,
        all_cells.statement,
        all_cells.side,
        all_cells.covered,
        all_cells.n,
        all_cells.searched
    from all_cells
    where all_cells.n > 0
),

pairs as (
    select
        cells.fact,
        cells.label,
        others.label as other_label,
        cells.statement,
        cells.side,
        cells.covered,
        cells.n,
        share_of(cells.covered, cells.n, floor := least_outlets()) as share,
        others.covered as other_covered,
        others.n as other_n,
        share_of(others.covered, others.n, floor := least_outlets()) as other_share,
        cells.searched + others.searched as searched,
        least(cells.n, others.n) >= least_outlets() as is_tested
    from cells
    inner join cells as others
        on
            cells.fact is not distinct from others.fact
            and cells.label < others.label
),

tested as (
    select
        pairs.fact,
        pairs.label,
        pairs.other_label,
        fisher_p(pairs.covered, pairs.n, pairs.other_covered, pairs.other_n) as p
    from pairs
    where pairs.is_tested
),

ranked as (
    select
        tested.fact,
        tested.label,
        tested.other_label,
        tested.p,
        count(*) over () as tests,
        row_number() over (
            order by
                tested.p asc,
                tested.fact asc,
                tested.label asc,
                tested.other_label asc
        ) as place
    from tested
),

adjusted as (
    select
        ranked.fact,
        ranked.label,
        ranked.other_label,
        ranked.p,
        false_discovery(ranked.p, ranked.place, ranked.tests, 'all rows') as q
    from ranked
)

select
    pairs.fact,
    pairs.label as outlets,
    pairs.other_label as other_outlets,
    case
        when pairs.is_tested
            then
                least(pairs.share, pairs.other_share) <= hardly_reported()
                and greatest(pairs.share, pairs.other_share) >= widely_reported()
    end as blind_spot,
    pairs.covered,
    pairs.n,
    pairs.share,
    pairs.other_covered,
    pairs.other_n,
    pairs.other_share,
    pairs.share - pairs.other_share as difference,
    case
        when pairs.is_tested
            then
                difference_low(
                    pairs.covered, pairs.n, pairs.other_covered, pairs.other_n
                )
    end as difference_low,
    case
        when pairs.is_tested
            then
                difference_high(
                    pairs.covered, pairs.n, pairs.other_covered, pairs.other_n
                )
    end as difference_high,
    support_of(least(pairs.n, pairs.other_n), floor := least_outlets()) as support,
    adjusted.p,
    adjusted.q,
    pairs.searched,
    pairs.statement,
    pairs.side
from pairs
left join adjusted
    on
        pairs.fact is not distinct from adjusted.fact
        and pairs.label = adjusted.label
        and pairs.other_label = adjusted.other_label
order by pairs.fact asc nulls first, pairs.label asc, pairs.other_label asc
