-- purpose: Which facts of the incident does each outlet report, in which voice, and
-- purpose: what does it mean where none was found? What the query did not find is
-- purpose: called omitted only in languages in which people checked that it finds
-- purpose: them (recall .80 in the table accuracy). All publications count, copies too.
-- purpose: States of the unknown: not observed, no article in this language (but in
-- purpose: another), no coverage, not coded (no text, a language without a query for
-- purpose: the fact, or coded before names, incidents or facts were changed), not yet
-- purpose: public (when the outlet last wrote). Evidence with layer=poll lists visits.
-- grain: one row per outlet and fact
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: searches and counts only articles in this language
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id; listed when it is visited or has an article
-- column fact varchar: fact id
-- column state varchar: covered, background only, omitted or why not known
-- column modes varchar: every voice in which it was found, else null
-- column articles bigint: articles in which a sentence matches, in any voice
-- column attributed_to varchar: to whom it is attributed, where that is known
-- column statement varchar: the fact as the list states it
-- column stated_by varchar: who first made it public, as the list says
-- column side varchar: whose account of the incident it is part of
-- column public_since_at timestamp: when it could first be known, UTC; null: not known
-- column outlet_articles bigint: its articles on it, in the language asked for
-- column facts_covered bigint: facts it tells in any voice but background, also denied
-- column facts_own_voice bigint: of these, stated at least once in its own voice
-- column facts_undecided bigint: not observed, not coded, not public, other language
-- column facts bigint: facts of the list
-- column coverage double: facts_covered / facts, the least where some are undecided
-- column support varchar: 'enough', or 'not enough (…)' below 8 facts: coverage is null
-- column observed varchar: observed, partly_observed or not_observed
-- column detail varchar: why, with the gaps in local time
-- example: tracker report facts incident=durres_fair
with

states as materialized (
    select
        fact_states.outlet,
        fact_states.fact,
        fact_states.state,
        fact_states.is_covered,
        fact_states.is_own,
        fact_states.is_undecided,
        fact_states.modes,
        fact_states.articles,
        fact_states.attributed_to,
        fact_states.statement,
        fact_states.stated_by,
        fact_states.side,
        fact_states.public_since_at,
        fact_states.outlet_articles,
        fact_states.observed,
        fact_states.detail
    from
        fact_states(
            $incident,
            $since::date,
            $until::date,
            $outlet::varchar,
            $language::varchar,
            $version::varchar,
            $as_of::timestamp
        ) as fact_states
    where fact_states.fact is not null
),

sums as (
    select
        states.outlet,
        count(*) as facts,
        count_if(states.is_covered)::bigint as facts_covered,
        count_if(states.is_own)::bigint as facts_own_voice,
        count_if(states.is_undecided)::bigint as facts_undecided
    from states
    group by states.outlet
)

select
    states.outlet,
    states.fact,
    states.state,
    states.modes,
    states.articles,
    states.attributed_to,
    states.statement,
    states.stated_by,
    states.side,
    states.public_since_at,
    coalesce(states.outlet_articles, 0) as outlet_articles,
    sums.facts_covered,
    sums.facts_own_voice,
    sums.facts_undecided,
    sums.facts,
    case
        when states.outlet_articles > 0
            then share_of(sums.facts_covered, sums.facts, floor := least_facts())
    end as coverage,
    case
        when states.outlet_articles is null then 'not enough (no article)'
        when states.outlet_articles = 0 then 'not enough (no article in this language)'
        else support_of(sums.facts, floor := least_facts())
    end as support,
    states.observed,
    states.detail
from states
inner join sums on states.outlet = sums.outlet
order by states.outlet asc, states.fact asc
