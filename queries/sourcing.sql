-- purpose: How balanced are each outlet's sources on one incident: how often nobody
-- purpose: stands behind a statement, in how many articles two sides both speak, and
-- purpose: whether the outlet keeps more distance to the one than to the other? The
-- purpose: difference is taken inside one outlet, which cancels its house style.
-- purpose: Speakers are those of voices; (other) and (unnamed) are no sides, unless
-- purpose: asked for. Without one and other there are the pairs of the incident's
-- purpose: actors, and those who both speak in an article.
-- grain: one row per outlet and pair; up to unsourced the figures are of the outlet
-- param incident varchar: incident id from config.yaml
-- param one varchar?: speaker as in voices, compared with every other or with `other`
-- param other varchar?: speaker as in voices; without both, every pair of speakers
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- param test boolean?: 'yes' adds the bootstrap intervals, which take some seconds
-- column outlet varchar: outlet id; outlets without an article are not listed
-- column one varchar: a speaker; null where the incident has no pair of speakers
-- column other varchar: the speaker it is compared with
-- column articles bigint: articles of the outlet on the incident
-- column statements bigint: attributed statements in them
-- column anonymous bigint: those told of nobody by name, such as of sources
-- column anonymous_share double: anonymous / statements; null below 10, from 5 articles
-- column anonymous_share_low double: lower end, 95 %, drawing articles; with test=yes
-- column anonymous_share_high double: upper end; null below 10 articles with statements
-- column anonymous_support varchar: 'enough', or 'not enough (n=…)'
-- column unsourced bigint: articles without any statement
-- column two_sided bigint: articles in which both speak; 0 is a result
-- column share double: two_sided / articles, 0 to 1; null when support is too thin
-- column share_low double: lower end of the 95 % Wilson interval, null likewise
-- column share_high double: upper end of the 95 % Wilson interval, null likewise
-- column support varchar: 'enough', or 'not enough (n=…)' below 5 articles
-- column first_one bigint: articles whose first statement is that of one
-- column first_other bigint: articles whose first statement is that of other
-- column claims_one bigint: statements of one with a verb of distance, such as claim
-- column verbs_one bigint: those with such a verb, or one like say, affirm, confirm
-- column distance_one double: claims_one / verbs_one; null where support is too thin
-- column distance_one_low double: lower end, 95 %, drawing articles; with test=yes
-- column distance_one_high double: upper end; null below 10 articles with such verbs
-- column distance_one_support varchar: not enough (n=…) below 10 verbs, 5 articles
-- column claims_other bigint: statements of other with a verb of distance
-- column verbs_other bigint: those with such a verb, or one like say, affirm, confirm
-- column distance_other double: claims_other / verbs_other; null likewise
-- column distance_other_low double: lower end, likewise
-- column distance_other_high double: upper end, likewise
-- column distance_other_support varchar: 'enough', or 'not enough (n=…)' likewise
-- column difference double: distance_one - distance_other, -1 to 1
-- column difference_low double: lower end, 95 %, articles drawn anew; with test=yes
-- column difference_high double: upper end; null below 10 articles with verbs of each
-- column difference_support varchar: 'enough', or 'not enough (…)' of the thinner one
-- column coded_before bigint: of articles, coded before names changed
-- example: tracker report sourcing incident=durres_fair one=police other=associations
with

said as materialized (
    select
        statements.outlet,
        statements.article_id,
        statements.quote,
        statements.speaker,
        statements.verb_class,
        statements.is_anonymous,
        statements.is_first,
        is_coded_by(statements.config_hash, 'actors') as is_current
    from
        statements(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as statements
    where
        ($language::varchar is null or statements.language = $language::varchar)
        and (statements.copy_in_outlet = 1 or $copies::varchar = 'all')
),

bases as materialized (
    select
        said.outlet,
        count(distinct said.article_id) as articles,
        count(distinct said.article_id) filter (where not said.is_current)
            as coded_before,
        count(distinct said.article_id) filter (where said.quote is not null)
            as sourced_articles,
        count(said.quote) as statements,
        count_if(said.is_anonymous)::bigint as anonymous
    from said
    where $outlet::varchar is null or said.outlet = $outlet::varchar
    group by said.outlet
),

by_article as materialized (
    select
        said.outlet,
        said.article_id,
        said.speaker,
        count(*) as statements,
        count_if(said.is_anonymous)::bigint as anonymous,
        bool_or(said.is_first) as is_first,
        count_if(said.verb_class = 'claim')::bigint as claims,
        count_if(weighs_words(said.verb_class))::bigint as verbs
    from said
    where said.quote is not null
    group by said.outlet, said.article_id, said.speaker
),

speakers as (
    select by_article.speaker
    from by_article
    union
    select asked.speaker
    from speakers_asked($incident) as asked
),

-- all pairs of all speakers would bury those that a reader compares
meant as (
    select
        first.speaker as one,
        second.speaker as other
    from speakers_asked($incident) as first
    cross join speakers_asked($incident) as second
    union
    select
        first.speaker as one,
        second.speaker as other
    from by_article as first
    inner join by_article as second
        on first.outlet = second.outlet and first.article_id = second.article_id
),

sides as (
    select speakers.speaker
    from speakers
    where
        left(speakers.speaker, 1) <> '('
        or speakers.speaker in ($one::varchar, $other::varchar)
),

pairs as (
    select
        first.speaker as one,
        second.speaker as other,
        0::bigint as none
    from sides as first
    inner join sides as second on first.speaker <> second.speaker
    where
        case
            when coalesce($one::varchar, $other::varchar) is null
                then
                    first.speaker < second.speaker
                    and exists (
                        select 1
                        from meant
                        where
                            first.speaker = meant.one
                            and second.speaker = meant.other
                    )
            else
                coalesce(first.speaker = $one::varchar, true)
                and coalesce(second.speaker = $other::varchar, true)
        end
),

cells as materialized (
    select
        by_article.outlet,
        by_article.speaker,
        row_number() over (
            order by by_article.outlet asc, by_article.speaker asc
        ) as cell,
        count_if(by_article.is_first)::bigint as first_in,
        sum(by_article.claims)::bigint as claims,
        sum(by_article.verbs)::bigint as verbs,
        count_if(by_article.verbs > 0)::bigint as verb_articles
    from by_article
    group by by_article.outlet, by_article.speaker
),

meetings as (
    select
        first.outlet,
        first.speaker as one,
        second.speaker as other,
        count(*) as two_sided
    from by_article as first
    inner join by_article as second
        on
            first.article_id = second.article_id
            and first.speaker <> second.speaker
    group by first.outlet, first.speaker, second.speaker
),

grid as materialized (
    select
        bases.outlet,
        pairs.one,
        pairs.other,
        coalesce(meetings.two_sided, pairs.none) as two_sided,
        coalesce(first.first_in, pairs.none) as first_one,
        coalesce(second.first_in, pairs.none) as first_other,
        coalesce(first.claims, pairs.none) as claims_one,
        coalesce(second.claims, pairs.none) as claims_other,
        coalesce(first.verbs, pairs.none) as verbs_one,
        coalesce(second.verbs, pairs.none) as verbs_other,
        enough_units(first.verbs, first.verb_articles) as is_enough_one,
        enough_units(second.verbs, second.verb_articles) as is_enough_other,
        case
            when pairs.one is not null
                then support_of_units(first.verbs, first.verb_articles)
        end as distance_one_support,
        case
            when pairs.one is not null
                then support_of_units(second.verbs, second.verb_articles)
        end as distance_other_support,
        is_enough_one
        and first.verb_articles >= least_resampled() as is_tested_one,
        is_enough_other
        and second.verb_articles >= least_resampled() as is_tested_other
    from bases
    left join pairs on true
    left join meetings
        on
            bases.outlet = meetings.outlet
            and pairs.one = meetings.one
            and pairs.other = meetings.other
    left join cells as first
        on bases.outlet = first.outlet and pairs.one = first.speaker
    left join cells as second
        on bases.outlet = second.outlet and pairs.other = second.speaker
    -- who asks for a speaker that is not there gets no row instead
    where
        pairs.one is not null
        or coalesce($one::varchar, $other::varchar) is null
),

-- The unit of an interval is the article: what one says in it hangs together. Of each
-- outlet they are numbered on, and numbers are joined: there are millions of draws.
numbered as materialized (
    select
        sourced.outlet,
        sourced.article_id,
        row_number() over (
            order by sourced.outlet asc, sourced.article_id asc
        ) - 1 as unit,
        row_number() over (
            partition by sourced.outlet order by sourced.article_id asc
        ) - 1 as place,
        count(*) over (partition by sourced.outlet) as units
    from (
        select distinct
            by_article.outlet,
            by_article.article_id
        from by_article
        inner join bases on by_article.outlet = bases.outlet
        where $test::boolean
    ) as sourced
    qualify count(*) over (partition by sourced.outlet) >= least_resampled()
),

parts as materialized (
    select
        numbered.unit,
        cells.cell,
        by_article.statements,
        by_article.anonymous,
        by_article.claims,
        by_article.verbs
    from by_article
    inner join numbered on by_article.article_id = numbered.article_id
    inner join cells
        on
            by_article.outlet = cells.outlet
            and by_article.speaker = cells.speaker
),

resampled as (
    select
        parts.cell,
        draws.draw,
        sum(parts.statements) as statements,
        sum(parts.anonymous) as anonymous,
        sum(parts.claims) / nullif(sum(parts.verbs), 0) as distance
    from
        draws('sourcing', (select max(sizes.units) from numbered as sizes)) as draws
    inner join numbered on draws.place = numbered.place
    inner join parts
        on
            numbered.unit
            - numbered.place
            + (draws.number % numbered.units::ubigint)::bigint
            = parts.unit
    group by parts.cell, draws.draw
),

estimated as materialized (
    select
        cells.outlet,
        cells.speaker,
        resampled.draw,
        resampled.statements,
        resampled.anonymous,
        resampled.distance
    from resampled
    inner join cells on resampled.cell = cells.cell
),

anonymous_intervals as (
    select
        drawn.outlet,
        quantile_cont(drawn.share, 0.025) as low,
        quantile_cont(drawn.share, 0.975) as high
    from (
        select
            estimated.outlet,
            estimated.draw,
            sum(estimated.anonymous) / nullif(sum(estimated.statements), 0) as share
        from estimated
        group by estimated.outlet, estimated.draw
    ) as drawn
    group by drawn.outlet
),

distance_intervals as (
    select
        estimated.outlet,
        estimated.speaker,
        quantile_cont(estimated.distance, 0.025) as low,
        quantile_cont(estimated.distance, 0.975) as high
    from estimated
    group by estimated.outlet, estimated.speaker
),

-- a draw in which one of them has no verb says nothing of their difference
difference_intervals as (
    select
        grid.outlet,
        grid.one,
        grid.other,
        quantile_cont(first.distance - second.distance, 0.025) as low,
        quantile_cont(first.distance - second.distance, 0.975) as high
    from grid
    inner join estimated as first
        on grid.outlet = first.outlet and grid.one = first.speaker
    inner join estimated as second
        on
            grid.outlet = second.outlet
            and grid.other = second.speaker
            and first.draw = second.draw
    where grid.is_tested_one and grid.is_tested_other
    group by grid.outlet, grid.one, grid.other
)

select
    grid.outlet,
    grid.one,
    grid.other,
    bases.articles,
    bases.statements,
    bases.anonymous,
    case
        when enough_units(bases.statements, bases.sourced_articles)
            then bases.anonymous / nullif(bases.statements, 0)
    end as anonymous_share,
    case
        when enough_units(bases.statements, bases.sourced_articles)
            then anonymous_intervals.low
    end as anonymous_share_low,
    case
        when enough_units(bases.statements, bases.sourced_articles)
            then anonymous_intervals.high
    end as anonymous_share_high,
    support_of_units(bases.statements, bases.sourced_articles) as anonymous_support,
    bases.articles - bases.sourced_articles as unsourced,
    grid.two_sided,
    share_of(grid.two_sided, bases.articles) as share,
    share_low(grid.two_sided, bases.articles) as share_low,
    share_high(grid.two_sided, bases.articles) as share_high,
    case when grid.one is not null then support_of(bases.articles) end as support,
    grid.first_one,
    grid.first_other,
    grid.claims_one,
    grid.verbs_one,
    case when grid.is_enough_one then grid.claims_one / nullif(grid.verbs_one, 0) end
        as distance_one,
    case when grid.is_tested_one then intervals_one.low end as distance_one_low,
    case when grid.is_tested_one then intervals_one.high end as distance_one_high,
    grid.distance_one_support,
    grid.claims_other,
    grid.verbs_other,
    case
        when grid.is_enough_other
            then grid.claims_other / nullif(grid.verbs_other, 0)
    end as distance_other,
    case when grid.is_tested_other then intervals_other.low end as distance_other_low,
    case when grid.is_tested_other then intervals_other.high end
        as distance_other_high,
    grid.distance_other_support,
    case
        when grid.is_enough_one and grid.is_enough_other
            then
                grid.claims_one / nullif(grid.verbs_one, 0)
                - grid.claims_other / nullif(grid.verbs_other, 0)
    end as difference,
    difference_intervals.low as difference_low,
    difference_intervals.high as difference_high,
    case
        when not grid.is_enough_one then grid.distance_one_support
        else grid.distance_other_support
    end as difference_support,
    bases.coded_before
from grid
inner join bases on grid.outlet = bases.outlet
left join anonymous_intervals on grid.outlet = anonymous_intervals.outlet
left join distance_intervals as intervals_one
    on grid.outlet = intervals_one.outlet and grid.one = intervals_one.speaker
left join distance_intervals as intervals_other
    on grid.outlet = intervals_other.outlet and grid.other = intervals_other.speaker
left join difference_intervals
    on
        grid.outlet = difference_intervals.outlet
        and grid.one = difference_intervals.one
        and grid.other = difference_intervals.other
order by grid.outlet asc, grid.one asc, grid.other asc
