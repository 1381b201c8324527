-- purpose: How alike are two outlets in the facts that they report of an incident? Both
-- purpose: wrote about it; a fact counts in any voice but background. Likeness says
-- purpose: nothing about who took it from whom. All publications count, copies too.
-- purpose: Where it is not known whether one of them reports a fact (see facts), least
-- purpose: and most say how far the likeness could go either way.
-- grain: one row per pair of outlets, in the order of the alphabet
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only pairs with this outlet
-- param language varchar?: searches and counts only articles in this language
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id of the one
-- column other_outlet varchar: outlet id of the other
-- column in_both bigint: facts that both cover
-- column in_either bigint: facts that at least one of them covers
-- column jaccard double: in_both / in_either, 0 to 1; null when support is too thin
-- column support varchar: 'enough', or 'not enough (…)' below 8 facts on the list
-- column facts_undecided bigint: facts of which it is not known whether both cover them
-- column jaccard_least double: if the undecided facts set them apart; null likewise
-- column jaccard_most double: if the undecided facts were alike; null likewise
-- column outlet_facts bigint: facts that the one covers
-- column other_facts bigint: facts that the other covers
-- column facts bigint: facts of the list
-- example: tracker report fact_similarity incident=durres_fair
with

states as materialized (
    select
        fact_states.outlet,
        fact_states.fact,
        fact_states.is_covered,
        fact_states.is_undecided
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
    where fact_states.fact is not null and fact_states.outlet_articles > 0
),

pairs as (
    select
        states.outlet,
        others.outlet as other_outlet,
        count(*) as facts,
        count_if(states.is_covered)::bigint as outlet_facts,
        count_if(others.is_covered)::bigint as other_facts,
        count_if(states.is_covered and others.is_covered)::bigint as in_both,
        count_if(states.is_covered or others.is_covered)::bigint as in_either,
        count_if(states.is_undecided or others.is_undecided)::bigint
            as facts_undecided,
        -- of the undecided: what could be in both, and what could be in one only
        count_if(
            (states.is_covered or states.is_undecided)
            and (others.is_covered or others.is_undecided)
        )::bigint as perhaps_both,
        count_if(
            states.is_undecided
            and others.is_undecided
        )::bigint as perhaps_neither,
        count_if(
            (states.is_undecided or others.is_undecided)
            and not states.is_covered
            and not others.is_covered
        )::bigint as perhaps_one
    from states
    inner join states as others
        on states.fact = others.fact and states.outlet < others.outlet
    where
        $outlet::varchar is null
        or $outlet::varchar in (states.outlet, others.outlet)
    group by states.outlet, others.outlet
)

select
    pairs.outlet,
    pairs.other_outlet,
    pairs.in_both,
    pairs.in_either,
    case
        when pairs.facts >= least_facts()
            then pairs.in_both / nullif(pairs.in_either, 0)
    end as jaccard,
    case
        when pairs.in_either = 0 then 'not enough (no fact in either)'
        else support_of(pairs.facts, floor := least_facts())
    end as support,
    pairs.facts_undecided,
    case
        when pairs.facts >= least_facts() and pairs.in_either > 0
            then pairs.in_both / (pairs.in_either + pairs.perhaps_one)
    end as jaccard_least,
    case
        when pairs.facts >= least_facts() and pairs.in_either > 0
            then pairs.perhaps_both / (pairs.in_either + pairs.perhaps_neither)
    end as jaccard_most,
    pairs.outlet_facts,
    pairs.other_facts,
    pairs.facts
from pairs
order by pairs.outlet asc, pairs.other_outlet asc
