-- purpose: Who speaks in each outlet's articles on one incident: how many words, in how
-- purpose: many articles, who comes first, and with which verbs? Every attributed
-- purpose: statement counts, direct or reported. Where an outlet names itself or
-- purpose: another as its source, the speaker is media or (other). (other) is somebody
-- purpose: on no list, (unnamed) nobody; the two are never added up.
-- grain: one row per outlet and speaker
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- param test boolean?: 'yes' adds the bootstrap intervals, which take some seconds
-- column outlet varchar: outlet id; outlets without an article are not listed
-- column speaker varchar: group, actor or role; the incident's actors always have a row
-- column articles bigint: articles of the outlet on the incident
-- column speaking bigint: counted: those in which the speaker speaks; 0 is a result
-- column share double: speaking / articles, 0 to 1; null when support is too thin
-- column share_low double: lower end of the 95 % Wilson interval, null likewise
-- column share_high double: upper end of the 95 % Wilson interval, null likewise
-- column support varchar: 'enough', or 'not enough (n=…)' below 5 articles
-- column words bigint: words of the speaker's statements
-- column attributed_words bigint: words of all statements in the outlet
-- column source_share double: words / attributed_words; null below 10, from 5 articles
-- column source_share_low double: lower end, 95 %, drawing articles anew; with test=yes
-- column source_share_high double: upper end; null below 10 articles with statements
-- column source_support varchar: of source_share: 'enough', or 'not enough (n=…)'
-- column first_in bigint: articles whose first statement is the speaker's
-- column sourced_articles bigint: articles of the outlet with any statement
-- column statements bigint: statements of the speaker
-- column direct bigint: those in quotation marks
-- column claims bigint: statements with a verb of distance, such as claim
-- column verbs bigint: statements with such a verb, or one like say, affirm, confirm
-- column distance double: claims / verbs; null below 10 verbs from 5 articles
-- column distance_low double: lower end, 95 %, drawing articles anew; with test=yes
-- column distance_high double: upper end; null below 10 articles with such verbs
-- column distance_support varchar: of distance: 'enough', or 'not enough (n=…)'
-- column coded_before bigint: of articles, coded before names changed
-- example: tracker report voices incident=durres_fair
with

said as materialized (
    select
        statements.outlet,
        statements.article_id,
        statements.quote,
        statements.speaker,
        statements.words,
        statements.direct,
        statements.verb_class,
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
        ($outlet::varchar is null or statements.outlet = $outlet::varchar)
        and ($language::varchar is null or statements.language = $language::varchar)
        and (statements.copy_in_outlet = 1 or $copies::varchar = 'all')
),

bases as (
    select
        said.outlet,
        count(distinct said.article_id) as articles,
        count(distinct said.article_id) filter (where not said.is_current)
            as coded_before,
        count(distinct said.article_id) filter (where said.quote is not null)
            as sourced_articles,
        coalesce(sum(said.words), 0)::bigint as words
    from said
    group by said.outlet
),

by_article as materialized (
    select
        said.outlet,
        said.article_id,
        said.speaker,
        sum(said.words)::bigint as words,
        count(*) as statements,
        count_if(said.direct)::bigint as direct,
        bool_or(said.is_first) as is_first,
        count_if(said.verb_class = 'claim')::bigint as claims,
        count_if(weighs_words(said.verb_class))::bigint as verbs
    from said
    where said.quote is not null
    group by said.outlet, said.article_id, said.speaker
),

cells as materialized (
    select
        by_article.outlet,
        by_article.speaker,
        row_number() over (
            order by by_article.outlet asc, by_article.speaker asc
        ) as cell,
        count(*) as speaking,
        sum(by_article.words)::bigint as words,
        sum(by_article.statements)::bigint as statements,
        sum(by_article.direct)::bigint as direct,
        count_if(by_article.is_first)::bigint as first_in,
        sum(by_article.claims)::bigint as claims,
        sum(by_article.verbs)::bigint as verbs,
        count_if(by_article.verbs > 0)::bigint as verb_articles
    from by_article
    group by by_article.outlet, by_article.speaker
),

rows_listed as (
    select
        cells.outlet,
        cells.speaker
    from cells
    union
    select
        bases.outlet,
        asked.speaker
    from bases
    cross join speakers_asked($incident) as asked
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
        where $test::boolean
    ) as sourced
    qualify count(*) over (partition by sourced.outlet) >= least_resampled()
),

parts as materialized (
    select
        numbered.unit,
        cells.cell,
        by_article.words,
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
        sum(parts.words) as words,
        sum(parts.claims) / nullif(sum(parts.verbs), 0) as distance
    from
        draws('voices', (select max(sizes.units) from numbered as sizes)) as draws
    inner join numbered on draws.place = numbered.place
    inner join parts
        on
            numbered.unit
            - numbered.place
            + (draws.number % numbered.units::ubigint)::bigint
            = parts.unit
    group by parts.cell, draws.draw
),

estimated as (
    select
        cells.outlet,
        cells.speaker,
        resampled.words
        / nullif(sum(resampled.words) over each_draw, 0) as source_share,
        resampled.distance
    from resampled
    inner join cells on resampled.cell = cells.cell
    window each_draw as (partition by cells.outlet, resampled.draw)
),

-- in a draw without its articles a speaker has no words
intervals as (
    select
        estimated.outlet,
        estimated.speaker,
        list_resize(list(estimated.source_share), resamples(), 0) as source_shares,
        quantile_cont(estimated.distance, 0.025) as distance_low,
        quantile_cont(estimated.distance, 0.975) as distance_high
    from estimated
    group by estimated.outlet, estimated.speaker
),

grid as (
    select
        rows_listed.outlet,
        rows_listed.speaker,
        bases.articles,
        bases.coded_before,
        bases.sourced_articles,
        bases.words as attributed_words,
        coalesce(cells.speaking, 0) as speaking,
        coalesce(cells.words, 0) as words,
        coalesce(cells.statements, 0) as statements,
        coalesce(cells.direct, 0) as direct,
        coalesce(cells.first_in, 0) as first_in,
        coalesce(cells.claims, 0) as claims,
        coalesce(cells.verbs, 0) as verbs,
        coalesce(cells.verb_articles, 0) as verb_articles,
        enough_units(bases.words, bases.sourced_articles) as is_weighed,
        coalesce(enough_units(cells.verbs, cells.verb_articles), false)
            as is_distanced
    from rows_listed
    inner join bases on rows_listed.outlet = bases.outlet
    left join cells
        on
            rows_listed.outlet = cells.outlet
            and rows_listed.speaker = cells.speaker
)

select
    grid.outlet,
    grid.speaker,
    grid.articles,
    grid.speaking,
    share_of(grid.speaking, grid.articles) as share,
    share_low(grid.speaking, grid.articles) as share_low,
    share_high(grid.speaking, grid.articles) as share_high,
    support_of(grid.articles) as support,
    grid.words,
    grid.attributed_words,
    case when grid.is_weighed then grid.words / nullif(grid.attributed_words, 0) end
        as source_share,
    case
        when grid.is_weighed
            then list_aggregate(intervals.source_shares, 'quantile_cont', 0.025)
    end as source_share_low,
    case
        when grid.is_weighed
            then list_aggregate(intervals.source_shares, 'quantile_cont', 0.975)
    end as source_share_high,
    support_of_units(grid.attributed_words, grid.sourced_articles) as source_support,
    grid.first_in,
    grid.sourced_articles,
    grid.statements,
    grid.direct,
    grid.claims,
    grid.verbs,
    case when grid.is_distanced then grid.claims / nullif(grid.verbs, 0) end
        as distance,
    case
        when grid.is_distanced and grid.verb_articles >= least_resampled()
            then intervals.distance_low
    end as distance_low,
    case
        when grid.is_distanced and grid.verb_articles >= least_resampled()
            then intervals.distance_high
    end as distance_high,
    support_of_units(grid.verbs, grid.verb_articles) as distance_support,
    grid.coded_before
from grid
left join intervals
    on grid.outlet = intervals.outlet and grid.speaker = intervals.speaker
order by grid.outlet asc, grid.speaker asc
