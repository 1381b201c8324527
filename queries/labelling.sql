-- purpose: How often does an outlet put any label at all on an actor when it names it?
-- purpose: An outlet that only uses the name has the rate 0, which is a result. Every
-- purpose: actor has its row; one without labels in the codebook has no rate.
-- purpose: A zero says less where coded_before is not 0: these articles were coded by
-- purpose: an earlier configuration and not searched for what was added since; or
-- purpose: unsearched is not: in the language of these articles it has no labels.
-- purpose: With test=yes, the rates have their intervals: articles that name the actor
-- purpose: are drawn anew 2,000 times (bootstrap, seed labelling).
-- grain: one row per outlet and actor
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id from config.yaml, else every actor
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- param test boolean?: yes adds the intervals; takes a few seconds
-- column outlet varchar: outlet id; outlets that do not name the actor are not listed
-- column actor varchar: actor id
-- column articles bigint: articles on the incident that name the actor
-- column mentions bigint: times that they name it
-- column labelled bigint: mentions with a label in any voice; two on one count once
-- column labelling_rate double: labelled / mentions, the least with unsearched ones
-- column labelling_rate_low double: lower end of its 95 % interval, with test=yes
-- column labelling_rate_high double: upper end; both null below 10 articles
-- column support varchar: of both rates, else null: 'enough', 10 mentions, 5 articles
-- column coded_before bigint: of articles, coded before names or labels changed
-- column unsearched bigint: of articles, in a language without labels for the actor
-- column labelled_own bigint: mentions with a label in the outlet's own voice
-- column own_rate double: labelled_own / mentions, likewise
-- column own_rate_low double: lower end of its 95 % interval, with test=yes
-- column own_rate_high double: upper end; both null below 10 articles
-- column labelled_articles bigint: articles that use a label of the actor in any voice
-- column label_families bigint: label families that the codebook has for the actor
-- example: tracker report labelling incident=durres_fair
with

coded as materialized (
    select
        annotations.layer,
        annotations.actor,
        annotations.code,
        annotations.field,
        annotations.start_char,
        annotations.mention_start,
        annotations.voice,
        texts.article_id,
        texts.outlet,
        texts.language,
        is_coded_by(texts.config_hash, 'actors')
        and is_coded_by(texts.config_hash, 'labels') as is_current
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer in ('actor', 'label')
        and ($actor::varchar is null or annotations.actor = $actor::varchar)
        and ($outlet::varchar is null or texts.outlet = $outlet::varchar)
        and ($language::varchar is null or texts.language = $language::varchar)
        and (texts.copy_in_outlet = 1 or $copies::varchar = 'all')
),

labels as (
    select
        coded.article_id,
        coded.actor,
        coded.field,
        coded.mention_start,
        bool_or(coded.voice = 'outlet') as is_own
    from coded
    where coded.layer = 'label' and coded.mention_start is not null
    group by coded.article_id, coded.actor, coded.field, coded.mention_start
),

naming as materialized (
    select
        coded.outlet,
        coded.actor,
        coded.article_id,
        any_value(coded.language) as language,
        bool_and(coded.is_current) as is_current,
        count(*) as mentions,
        count(labels.is_own) as labelled,
        count(*) filter (where labels.is_own) as labelled_own
    from coded
    left join labels
        on
            coded.article_id = labels.article_id
            and coded.actor = labels.actor
            and coded.field = labels.field
            and coded.start_char = labels.mention_start
    where coded.layer = 'actor'
    group by coded.outlet, coded.actor, coded.article_id
),

families as (
    select
        known.actor,
        count(distinct known.label) filter (where known.is_listed) as label_families,
        list(distinct searched_as(known.language)) as languages
    from (
        select
            codebook.actor,
            codebook.code as label,
            codebook.language,
            true as is_listed
        from codebook
        where codebook.layer = 'label'
        union all
        -- what was found has been looked for, if by an earlier configuration
        select
            coded.actor,
            coded.code as label,
            coded.language,
            false as is_listed
        from coded
        where coded.layer = 'label'
    ) as known
    group by known.actor
),

-- one number for each article in every list, in the order of their ids
rates as (
    select
        naming.outlet,
        naming.actor,
        count(*) as articles,
        count_if(not naming.is_current)::bigint as coded_before,
        count_if(
            not has_words_for(coalesce(families.languages, []), naming.language)
        )::bigint as unsearched,
        coalesce(any_value(families.label_families), 0) as label_families,
        count_if(naming.labelled > 0)::bigint as labelled_articles,
        sum(naming.mentions)::bigint as mentions,
        sum(naming.labelled)::bigint as labelled,
        sum(naming.labelled_own)::bigint as labelled_own,
        enough_units(sum(naming.mentions), count(*)) as is_counted,
        -- a 0 that nobody could have found is no rate of anything
        is_counted and unsearched < articles as is_enough,
        list(naming.mentions order by naming.article_id) as all_mentions,
        list(naming.labelled order by naming.article_id) as all_labelled,
        list(naming.labelled_own order by naming.article_id) as all_own
    from naming
    left join families on naming.actor = families.actor
    group by naming.outlet, naming.actor
),

tested as (
    select
        rates.outlet,
        rates.actor,
        rates.articles,
        rates.all_mentions,
        rates.all_labelled,
        rates.all_own
    from rates
    where
        $test::boolean
        and rates.articles >= least_resampled()
        and rates.is_enough
),

resampled as (
    select
        tested.outlet,
        tested.actor,
        sum_of_picks(tested.all_mentions, drawn.picks) as mentions,
        sum_of_picks(tested.all_labelled, drawn.picks) as labelled,
        sum_of_picks(tested.all_own, drawn.picks) as labelled_own
    from tested
    inner join
        picks('labelling', (select list(sizes.articles) from tested as sizes)) as drawn
        on tested.articles = drawn.n
),

intervals as (
    select
        resampled.outlet,
        resampled.actor,
        quantile_cont(resampled.labelled / nullif(resampled.mentions, 0), 0.025)
            as low,
        quantile_cont(resampled.labelled / nullif(resampled.mentions, 0), 0.975)
            as high,
        quantile_cont(resampled.labelled_own / nullif(resampled.mentions, 0), 0.025)
            as own_low,
        quantile_cont(resampled.labelled_own / nullif(resampled.mentions, 0), 0.975)
            as own_high
    from resampled
    group by resampled.outlet, resampled.actor
)

select
    rates.outlet,
    rates.actor,
    rates.articles,
    rates.mentions,
    rates.labelled,
    case when rates.is_enough then rates.labelled / rates.mentions end
        as labelling_rate,
    intervals.low as labelling_rate_low,
    intervals.high as labelling_rate_high,
    case
        when rates.is_counted and not rates.is_enough then no_words_support()
        else support_of_units(rates.mentions, rates.articles)
    end as support,
    rates.coded_before,
    rates.unsearched,
    rates.labelled_own,
    case when rates.is_enough then rates.labelled_own / rates.mentions end
        as own_rate,
    intervals.own_low as own_rate_low,
    intervals.own_high as own_rate_high,
    rates.labelled_articles,
    rates.label_families
from rates
left join intervals
    on rates.outlet = intervals.outlet and rates.actor = intervals.actor
order by rates.outlet asc, rates.actor asc
