-- purpose: Which facts of the incident does each outlet report, in which voice, and
-- purpose: what does it mean where none was found? What the query did not find is not
-- purpose: yet an omission. Every publication counts, copies too. States of the
-- purpose: unknown: not observed, no article in this language (but in another), no
-- purpose: coverage, not coded (no text, a language without a query for the fact, or
-- purpose: coded before names, incidents or facts were changed), not yet public (when
-- purpose: the outlet last wrote).
-- grain: one row per outlet and fact
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: searches and counts only articles in this language
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; UTC unless it names a zone
-- column outlet varchar: outlet id; listed when it is visited or has an article
-- column fact varchar: fact id
-- column state varchar: covered, background only, not found by the query, or why not
-- column modes varchar: every voice in which it was found, else null
-- column articles bigint: articles in which a sentence matches, in any voice
-- column attributed_to varchar: to whom it is attributed, where that is known
-- column statement varchar: the fact as the list states it
-- column side varchar: whose statement it is
-- column public_since_at timestamp: when it could first be known, UTC; null: not known
-- column outlet_articles bigint: its articles on it, in the language asked for
-- column facts_covered bigint: facts the outlet covers, in any voice but background
-- column facts_own_voice bigint: of these, stated at least once in its own voice
-- column facts_undecided bigint: not observed, not coded, not public, other language
-- column facts bigint: facts of the list
-- column coverage double: facts_covered / facts, the least where some are undecided
-- column support varchar: 'enough', or 'not enough (…)' below 8 facts: coverage is null
-- column observed varchar: observed, partly_observed or not_observed
-- column detail varchar: why, with the gaps in local time
-- example: tracker report facts incident=durres_fair
with

published as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.day,
        corpus.language,
        corpus.version,
        coalesce(corpus.published_to_at, corpus.first_seen_at) as last_at,
        coalesce(corpus.words, 1) > 0
        and not list_has_any(coalesce(corpus.flags, []), ['stub', 'reserved'])
        and is_coded_by(corpus.config_hash, 'actors')
        and is_coded_by(corpus.config_hash, 'incidents')
        and is_coded_by(corpus.config_hash, 'facts') as is_searched,
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
    where $outlet::varchar is null or corpus.outlet = $outlet::varchar
),

texts as (
    select
        published.article_id,
        published.outlet,
        published.day,
        published.language,
        published.version,
        published.is_searched
    from published
    where published.is_counted
),

coded as materialized (
    select
        texts.outlet,
        texts.article_id,
        annotations.code as fact,
        annotations.voice,
        annotations.attributed_to
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer = 'fact'
        and annotations.incident = $incident
),

cells as (
    select
        coded.outlet,
        coded.fact,
        string_agg(distinct coded.voice, ', ' order by coded.voice asc) as modes,
        bool_or(coded.voice <> 'background') as is_covered,
        bool_or(coded.voice = 'outlet') as is_own,
        count(distinct coded.article_id) as articles,
        string_agg(
            distinct coded.attributed_to, ', ' order by coded.attributed_to asc
        ) as attributed_to
    from coded
    group by coded.outlet, coded.fact
),

-- an outlet is here when it published in any language
bases as (
    select
        published.outlet,
        count(*) filter (where published.is_counted) as outlet_articles,
        max(published.last_at) filter (where published.is_counted) as last_at
    from published
    group by published.outlet
),

listed_facts as (
    select
        facts.fact,
        facts.statement,
        facts.side,
        facts.public_since_at,
        facts.languages
    from facts
    where facts.incident = $incident
),

-- an article that could not be searched for a fact says nothing about it
unsearched as (
    select distinct
        texts.outlet,
        listed_facts.fact
    from texts
    inner join listed_facts
        on
            not texts.is_searched
            or not coalesce(
                list_has_any(listed_facts.languages, [texts.language, '*']), true
            )
),

watched as (
    select
        observed.outlet,
        observed.observed,
        observed.detail
    from
        observed(
            $incident, $since::date, $until::date, $as_of::timestamp
        ) as observed
),

-- an outlet may have left the configuration; what it published stays
listed as (
    select outlets.outlet
    from outlets
    where outlets.fetched is distinct from false
    union
    select bases.outlet
    from bases
),

grid as (
    select
        listed.outlet,
        coalesce(watched.observed, 'not_observed') as observed,
        coalesce(watched.detail, 'no longer in the configuration') as detail,
        listed_facts.fact,
        listed_facts.statement,
        listed_facts.side,
        listed_facts.public_since_at,
        cells.modes,
        cells.attributed_to,
        coalesce(cells.articles, 0) as articles,
        coalesce(cells.is_own, false) as is_own,
        bases.outlet_articles,
        case
            when cells.is_covered then 'covered'
            when not cells.is_covered then 'background only'
            when coalesce(watched.observed, '') <> 'observed' then 'not observed'
            when bases.outlet_articles = 0 then 'no article in this language'
            when bases.outlet is null then 'no coverage'
            when unsearched.outlet is not null then 'not coded'
            when listed_facts.public_since_at > bases.last_at then 'not yet public'
            else 'not found by the query'
        end as state
    from listed
    cross join listed_facts
    left join watched on listed.outlet = watched.outlet
    left join bases on listed.outlet = bases.outlet
    left join cells on listed.outlet = cells.outlet and listed_facts.fact = cells.fact
    left join unsearched
        on listed.outlet = unsearched.outlet and listed_facts.fact = unsearched.fact
    where $outlet::varchar is null or listed.outlet = $outlet::varchar
),

sums as (
    select
        grid.outlet,
        count(*) as facts,
        count_if(grid.state = 'covered')::bigint as facts_covered,
        count_if(grid.state = 'covered' and grid.is_own)::bigint as facts_own_voice,
        count_if(
            grid.state in (
                'not observed',
                'no article in this language',
                'not coded',
                'not yet public'
            )
        )::bigint as facts_undecided
    from grid
    group by grid.outlet
)

select
    grid.outlet,
    grid.fact,
    grid.state,
    grid.modes,
    grid.articles,
    grid.attributed_to,
    grid.statement,
    grid.side,
    grid.public_since_at,
    coalesce(grid.outlet_articles, 0) as outlet_articles,
    sums.facts_covered,
    sums.facts_own_voice,
    sums.facts_undecided,
    sums.facts,
    case
        when grid.outlet_articles > 0
            then share_of(sums.facts_covered, sums.facts, floor := least_facts())
    end as coverage,
    case
        when grid.outlet_articles is null then 'not enough (no article)'
        when grid.outlet_articles = 0 then 'not enough (no article in this language)'
        else support_of(sums.facts, floor := least_facts())
    end as support,
    grid.observed,
    grid.detail
from grid
inner join sums on grid.outlet = sums.outlet
order by grid.outlet asc, grid.fact asc
