-- purpose: Which labels does each outlet put on an actor, and does it use them as its
-- purpose: own words, when it writes about one incident? Using a label says nothing
-- purpose: about whether it is right; quoting or reporting a label is not using it.
-- purpose: A zero says less where coded_before is not 0: these articles were coded by
-- purpose: an earlier configuration and not searched for what was added since.
-- grain: one row per outlet, actor and label family
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id from config.yaml, else every actor
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; UTC unless it names a zone
-- column outlet varchar: outlet id; outlets that do not name the actor are not listed
-- column actor varchar: actor id
-- column label varchar: label family; every family of the codebook has its row
-- column articles bigint: articles on the incident that name the actor
-- column labelled bigint: those that use the label in their own voice; 0 is a result
-- column share double: labelled / articles, 0 to 1; null when support is too thin
-- column share_low double: lower end of the 95 % Wilson interval, null likewise
-- column share_high double: upper end of the 95 % Wilson interval, null likewise
-- column support varchar: 'enough', or 'not enough (n=…)' below 5 articles
-- column coded_before bigint: of articles, coded before names or labels changed
-- column in_any_voice bigint: articles that print the label in any voice
-- column own_share double: labelled / in_any_voice; null below 5 articles
-- column own_share_low double: lower end of the 95 % Wilson interval, null likewise
-- column own_share_high double: upper end of the 95 % Wilson interval, null likewise
-- column own_support varchar: of own_share: 'enough', or 'not enough (n=…)'
-- column own_uses bigint: single uses of the label in the outlet's own voice
-- column uses bigint: single uses of the label in any voice
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
        codebook.actor,
        codebook.code as label
    from codebook
    where codebook.layer = 'label'
    union
    select
        coded.actor,
        coded.code as label
    from coded
    where coded.layer = 'label'
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
        coalesce(cells.labelled, 0) as labelled,
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
)

select
    grid.outlet,
    grid.actor,
    grid.label,
    grid.articles,
    grid.labelled,
    share_of(grid.labelled, grid.articles) as share,
    share_low(grid.labelled, grid.articles) as share_low,
    share_high(grid.labelled, grid.articles) as share_high,
    support_of(grid.articles) as support,
    grid.coded_before,
    grid.in_any_voice,
    share_of(grid.labelled, grid.in_any_voice) as own_share,
    share_low(grid.labelled, grid.in_any_voice) as own_share_low,
    share_high(grid.labelled, grid.in_any_voice) as own_share_high,
    support_of(grid.in_any_voice) as own_support,
    grid.own_uses,
    grid.uses
from grid
order by grid.outlet asc, grid.actor asc, grid.label asc
