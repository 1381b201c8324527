-- What is known of each outlet and each fact of an incident. Every report on facts reads
-- this, so that none calls silence what another calls not observed.

create or replace macro fact_states(
    incident, since, until, outlet, language, version, as_of
) as table
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
        coalesce(corpus.language = language::varchar, language::varchar is null)
            as is_counted
    from
        corpus(
            incident, since::date, until::date, version::varchar, as_of::timestamp
        ) as corpus
    where outlet::varchar is null or corpus.outlet = outlet::varchar
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
        and annotations.incident = incident
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

-- the row without a fact is the incident itself
asked_about as (
    select
        facts.fact,
        facts.statement,
        facts.stated_by,
        facts.side,
        facts.public_since_at,
        facts.languages
    from facts
    where facts.incident = incident
    union all
    select
        null as fact,
        null as statement,
        null as stated_by,
        null as side,
        null as public_since_at,
        null as languages
),

-- an article that could not be searched for a fact says nothing about it
unsearched as (
    select distinct
        texts.outlet,
        asked_about.fact
    from texts
    inner join asked_about
        on
            not texts.is_searched
            or not coalesce(
                list_has_any(asked_about.languages, [texts.language, '*']), true
            )
),

-- languages in which people looked for facts as well, and the machine missed few
checked as (
    select distinct accuracy.language
    from accuracy
    where
        accuracy.layer = 'fact'
        and accuracy.recall >= recall_to_omit()
        and accuracy.units >= least_coded_units()
        and accuracy.positives >= least_coded_positives()
        and (as_of::timestamp is null or accuracy.measured_at <= as_of::timestamp)
),

unchecked as (
    select distinct texts.outlet
    from texts
    left join checked on texts.language = checked.language
    where checked.language is null
),

watched as (
    select
        observed.outlet,
        observed.observed,
        observed.detail
    from
        observed(incident, since::date, until::date, as_of::timestamp) as observed
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
        asked_about.fact,
        asked_about.statement,
        asked_about.stated_by,
        asked_about.side,
        asked_about.public_since_at,
        cells.modes,
        cells.attributed_to,
        cells.is_own,
        bases.outlet_articles,
        case
            when asked_about.fact is null then coalesce(bases.outlet_articles, 0)
            else coalesce(cells.articles, 0)
        end as articles,
        coalesce(watched.observed, 'not_observed') as seen,
        coalesce(watched.detail, 'no longer in the configuration') as detail,
        case
            when
                cells.is_covered
                or (asked_about.fact is null and bases.outlet_articles > 0)
                then 'covered'
            when not cells.is_covered then 'background only'
            when coalesce(watched.observed, '') <> 'observed' then 'not observed'
            when bases.outlet_articles = 0 then 'no article in this language'
            when bases.outlet is null then 'no coverage'
            when unsearched.outlet is not null then 'not coded'
            when asked_about.public_since_at > bases.last_at then 'not yet public'
            when unchecked.outlet is not null then 'not found by the query'
            else 'omitted'
        end as found
    from listed
    cross join asked_about
    left join watched on listed.outlet = watched.outlet
    left join bases on listed.outlet = bases.outlet
    left join cells on listed.outlet = cells.outlet and asked_about.fact = cells.fact
    left join unsearched
        on listed.outlet = unsearched.outlet and asked_about.fact = unsearched.fact
    left join unchecked on listed.outlet = unchecked.outlet
    where outlet::varchar is null or listed.outlet = outlet::varchar
)

select
    grid.outlet,
    grid.fact,
    grid.found as state,
    grid.found = 'covered' as is_covered,
    grid.found = 'covered' and coalesce(grid.is_own, false) as is_own,
    grid.found in ('omitted', 'not found by the query') as is_left_out,
    grid.found in (
        'not observed', 'no article in this language', 'not coded', 'not yet public'
    ) as is_undecided,
    grid.modes,
    grid.articles,
    grid.attributed_to,
    grid.statement,
    grid.stated_by,
    grid.side,
    grid.public_since_at,
    grid.outlet_articles,
    grid.seen as observed,
    grid.detail
from grid;

comment on macro table fact_states is
'fact_states(incident, since, until, outlet, language, version, as_of): one row per outlet that is visited or has an article and fact of the incident, and one with a null fact for the incident itself; state is the first that applies of covered (in any voice but background), background only, not observed, no article in this language, no coverage (no article at all), not coded, not yet public, not found by the query, omitted (not found in languages in which recall_to_omit() was measured). A state is one of: is_covered, background only, is_left_out, no coverage, is_undecided. outlet_articles is null without an article in any language';
