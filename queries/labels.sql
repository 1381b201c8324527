-- purpose: Which labels does each outlet put on an actor, and does it use them as its
-- purpose: own words, when it writes about one incident? Using a label says nothing
-- purpose: about whether it is right; quoting or reporting a label is not using it.
-- purpose: A zero says less where coded_before is not 0: these articles were coded by
-- purpose: an earlier configuration and not searched for what was added since; or
-- purpose: unsearched is not: in the language of these articles the label has no words.
-- purpose: With test=yes, the share of single uses has its interval: articles that name
-- purpose: the actor are drawn anew 2,000 times (bootstrap, seed labels).
-- grain: one row per outlet, actor and label family
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id from config.yaml, else every actor
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- param test boolean?: yes adds the interval of uses_share; takes a few seconds
-- column outlet varchar: outlet id; outlets that do not name the actor are not listed
-- column actor varchar: actor id
-- column label varchar: label family; every family of the codebook has its row
-- column articles bigint: articles on the incident that name the actor
-- column labelled bigint: counted: those with it in their own voice; 0 is a result
-- column share double: labelled / articles, the least where some are unsearched
-- column share_low double: lower end of the 95 % Wilson interval
-- column share_high double: upper end; null, as share is, where support is not enough
-- column support varchar: 'enough' from 5 articles, or 'not enough (…)' and why
-- column coded_before bigint: of articles, coded before names or labels changed
-- column unsearched bigint: of articles, in a language in which the label has no words
-- column in_any_voice bigint: counted: articles that print the label in any voice
-- column own_share double: labelled / in_any_voice; null below 5 articles
-- column own_share_low double: lower end of the 95 % Wilson interval, null likewise
-- column own_share_high double: upper end of the 95 % Wilson interval, null likewise
-- column own_support varchar: of own_share: 'enough', or 'not enough (n=…)'
-- column own_uses bigint: single uses of the label in the outlet's own voice
-- column uses bigint: single uses of the label in any voice
-- column uses_share double: own_uses / uses; null below 10 uses or 5 articles
-- column uses_share_low double: lower end of its 95 % bootstrap interval, with test=yes
-- column uses_share_high double: upper end; both null below 10 articles that use it
-- column uses_share_support varchar: of uses_share: 'enough', or 'not enough (n=…)'
-- example: tracker report labels incident=durres_fair actor=shembulli
with

coded as materialized (
    select
        annotations.layer,
        annotations.actor,
        annotations.code,
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

naming as (
    select distinct
        coded.outlet,
        coded.actor,
        coded.article_id,
        coded.language,
        coded.is_current
    from coded
    where coded.layer = 'actor'
),

bases as (
    select
        naming.outlet,
        naming.actor,
        count(*) as articles,
        count_if(not naming.is_current)::bigint as coded_before
    from naming
    group by naming.outlet, naming.actor
),

families as (
    select
        known.actor,
        known.label,
        list(distinct searched_as(known.language)) as languages
    from (
        select
            codebook.actor,
            codebook.code as label,
            codebook.language
        from codebook
        where codebook.layer = 'label'
        union all
        -- what was found has been looked for, if by an earlier configuration
        select
            coded.actor,
            coded.code as label,
            coded.language
        from coded
        where coded.layer = 'label'
    ) as known
    group by known.actor, known.label
),

silent as (
    select
        naming.outlet,
        naming.actor,
        families.label,
        count(*) as unsearched
    from naming
    inner join families on naming.actor = families.actor
    where not has_words_for(families.languages, naming.language)
    group by naming.outlet, naming.actor, families.label
),

labelled_articles as (
    select
        coded.outlet,
        coded.actor,
        coded.code as label,
        coded.article_id,
        count(*) as uses,
        count_if(coded.voice = 'outlet') as own_uses
    from coded
    inner join naming
        on coded.actor = naming.actor and coded.article_id = naming.article_id
    where coded.layer = 'label'
    group by coded.outlet, coded.actor, coded.code, coded.article_id
),

cells as (
    select
        labelled_articles.outlet,
        labelled_articles.actor,
        labelled_articles.label,
        count_if(labelled_articles.own_uses > 0)::bigint as labelled,
        count(*) as in_any_voice,
        sum(labelled_articles.own_uses)::bigint as own_uses,
        sum(labelled_articles.uses)::bigint as uses
    from labelled_articles
    group by
        labelled_articles.outlet,
        labelled_articles.actor,
        labelled_articles.label
),

grid as (
    select
        bases.outlet,
        bases.actor,
        families.label,
        bases.articles,
        bases.coded_before,
        coalesce(silent.unsearched, 0) as unsearched,
        coalesce(cells.labelled, 0) as labelled,
        -- a 0 that nobody could have found is no share of anything
        case
            when bases.articles > coalesce(silent.unsearched, 0)
                then coalesce(cells.labelled, 0)
        end as labelled_of_searched,
        coalesce(cells.in_any_voice, 0) as in_any_voice,
        coalesce(cells.own_uses, 0) as own_uses,
        coalesce(cells.uses, 0) as uses
    from bases
    inner join families on bases.actor = families.actor
    left join cells
        on
            bases.outlet = cells.outlet
            and bases.actor = cells.actor
            and families.label = cells.label
    left join silent
        on
            bases.outlet = silent.outlet
            and bases.actor = silent.actor
            and families.label = silent.label
),

tested as (
    select
        cells.outlet,
        cells.actor,
        cells.label
    from cells
    where
        $test::boolean
        and cells.in_any_voice >= least_resampled()
        and enough_units(cells.uses, cells.in_any_voice)
),

-- one number for each article that names the actor, whether it uses the label or not
drawn_from as (
    select
        tested.outlet,
        tested.actor,
        tested.label,
        count(*) as articles,
        list(
            coalesce(labelled_articles.own_uses, 0) order by naming.article_id
        ) as own_uses,
        list(
            coalesce(labelled_articles.uses, 0) order by naming.article_id
        ) as uses
    from tested
    inner join naming
        on tested.outlet = naming.outlet and tested.actor = naming.actor
    left join labelled_articles
        on
            tested.actor = labelled_articles.actor
            and tested.label = labelled_articles.label
            and naming.article_id = labelled_articles.article_id
    group by tested.outlet, tested.actor, tested.label
),

resampled as (
    select
        drawn_from.outlet,
        drawn_from.actor,
        drawn_from.label,
        sum_of_picks(drawn_from.own_uses, drawn.picks)
        -- of a draw without any use there is no share
        / nullif(sum_of_picks(drawn_from.uses, drawn.picks), 0) as uses_share
    from drawn_from
    inner join
        picks('labels', (select list(sizes.articles) from drawn_from as sizes)) as drawn
        on drawn_from.articles = drawn.n
),

intervals as (
    select
        resampled.outlet,
        resampled.actor,
        resampled.label,
        quantile_cont(resampled.uses_share, 0.025) as low,
        quantile_cont(resampled.uses_share, 0.975) as high
    from resampled
    group by resampled.outlet, resampled.actor, resampled.label
)

select
    grid.outlet,
    grid.actor,
    grid.label,
    grid.articles,
    grid.labelled,
    share_of(grid.labelled_of_searched, grid.articles) as share,
    share_low(grid.labelled_of_searched, grid.articles) as share_low,
    share_high(grid.labelled_of_searched, grid.articles) as share_high,
    case
        when grid.labelled_of_searched is not null then support_of(grid.articles)
        else no_words_support()
    end as support,
    grid.coded_before,
    grid.unsearched,
    grid.in_any_voice,
    share_of(grid.labelled, grid.in_any_voice) as own_share,
    share_low(grid.labelled, grid.in_any_voice) as own_share_low,
    share_high(grid.labelled, grid.in_any_voice) as own_share_high,
    support_of(grid.in_any_voice) as own_support,
    grid.own_uses,
    grid.uses,
    case
        when enough_units(grid.uses, grid.in_any_voice)
            then grid.own_uses / grid.uses
    end as uses_share,
    intervals.low as uses_share_low,
    intervals.high as uses_share_high,
    support_of_units(grid.uses, grid.in_any_voice) as uses_share_support
from grid
left join intervals
    on
        grid.outlet = intervals.outlet
        and grid.actor = intervals.actor
        and grid.label = intervals.label
order by grid.outlet asc, grid.actor asc, grid.label asc
