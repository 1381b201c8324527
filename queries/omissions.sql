-- purpose: Which facts did the outlets leave out that wrote about the incident? Zero is
-- purpose: not absence: who was not observed, wrote nothing, was not coded or wrote
-- purpose: before the fact was public stands in a column of its own, outside the rate.
-- purpose: What a query did not find is called omitted only in languages in which it
-- purpose: was checked that it finds the facts (recall .80 in the table accuracy). All
-- purpose: publications count, copies too: who reprinted a text has published it.
-- purpose: Evidence lists the sentences (layer=fact), visits and archives (layer=poll).
-- grain: one row per fact; the counts are of outlets
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param language varchar?: searches and counts only articles in this language
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column fact varchar: fact id
-- column left_out bigint: outlets that wrote about the incident without the fact
-- column wording varchar: omitted, not found by the query, or both; null: none
-- column n bigint: covered, background only and left out, together
-- column omission_rate double: left_out / n, 0 to 1; null when support is too thin
-- column omission_rate_low double: lower end, 95 % Wilson interval, null likewise
-- column omission_rate_high double: upper end of the 95 % interval, null likewise
-- column support varchar: 'enough', or 'not enough (n=…)' below 5 outlets
-- column left_out_by varchar: the outlets that left it out
-- column not_observed bigint: outlets that may have covered it unseen
-- column covered bigint: outlets that tell it in any voice but background
-- column only_denied bigint: of covered, outlets that only report it as denied
-- column background_only bigint: outlets that have it as background only
-- column omitted bigint: of left_out, omitted; the others are not found by the query
-- column searched bigint: of these, outlets that an archive was searched for
-- column other_language bigint: outlets that wrote in other languages only
-- column no_coverage bigint: observed outlets that wrote nothing about the incident
-- column not_coded bigint: outlets with an article that was not searched for it
-- column not_yet_public bigint: outlets that wrote only before it could be known
-- column articles bigint: articles in which a sentence matches, in any voice
-- column statement varchar: the fact as the list states it
-- column side varchar: whose account of the incident it is part of
-- column public_since_at timestamp: when it could first be known, UTC; null: not known
-- example: tracker report omissions incident=durres_fair
with

-- what only finds is no proof: such outlets stay not observed, but it was looked
searched as (
    select distinct archives.outlet
    from
        archives_asked(
            $incident, $since::date, $until::date, $as_of::timestamp
        ) as archives
    where archives.is_answered
),

counted as (
    select
        fact_states.fact,
        any_value(fact_states.statement) as statement,
        any_value(fact_states.side) as side,
        any_value(fact_states.public_since_at) as public_since_at,
        sum(fact_states.articles)::bigint as articles,
        count_if(
            fact_states.is_covered
            or fact_states.state = 'background only'
            or fact_states.is_left_out
        )::bigint as n,
        count_if(fact_states.is_left_out)::bigint as left_out,
        array_to_string(
            list_sort(
                list(distinct fact_states.state) filter (
                    where fact_states.is_left_out
                )
            ),
            ', '
        ) as wording,
        string_agg(
            case when fact_states.is_left_out then fact_states.outlet end,
            ', ' order by fact_states.outlet asc
        ) as left_out_by,
        count_if(fact_states.is_covered)::bigint as covered,
        count_if(
            fact_states.is_covered
            and not regexp_matches(
                coalesce(fact_states.modes, ''), 'outlet|attributed|quoted|scare'
            )
        )::bigint as only_denied,
        count_if(fact_states.state = 'background only')::bigint as background_only,
        count_if(fact_states.state = 'omitted')::bigint as omitted,
        count_if(fact_states.state = 'not observed')::bigint as not_observed,
        count_if(fact_states.state = 'no article in this language')::bigint
            as other_language,
        count_if(
            fact_states.state = 'not observed' and searched.outlet is not null
        )::bigint as searched,
        count_if(fact_states.state = 'no coverage')::bigint as no_coverage,
        count_if(fact_states.state = 'not coded')::bigint as not_coded,
        count_if(fact_states.state = 'not yet public')::bigint as not_yet_public
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
    left join searched on fact_states.outlet = searched.outlet
    where fact_states.fact is not null
    group by fact_states.fact
)

select
    counted.fact,
    counted.left_out,
    counted.wording,
    counted.n,
    share_of(counted.left_out, counted.n, floor := least_outlets()) as omission_rate,
    share_low(counted.left_out, counted.n, floor := least_outlets())
        as omission_rate_low,
    share_high(counted.left_out, counted.n, floor := least_outlets())
        as omission_rate_high,
    support_of(counted.n, floor := least_outlets()) as support,
    counted.left_out_by,
    counted.not_observed,
    counted.covered,
    counted.only_denied,
    counted.background_only,
    counted.omitted,
    counted.searched,
    counted.other_language,
    counted.no_coverage,
    counted.not_coded,
    counted.not_yet_public,
    counted.articles,
    counted.statement,
    counted.side,
    counted.public_since_at
from counted
order by counted.fact asc
