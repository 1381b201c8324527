-- purpose: What does each outlet call the event itself, in its own voice: in the title,
-- purpose: in the lead, anywhere in the text? Quoted and attributed uses are left out.
-- purpose: A zero says less where coded_before is not 0: these articles were coded by
-- purpose: an earlier configuration and not searched for what was added since; or
-- purpose: unsearched is not: in the language of these articles the class has no words.
-- grain: one row per outlet, class of words and place in the article
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' counts every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id; outlets without an article are not listed here
-- column event_noun varchar: class of words; every class of the codebook has its rows
-- column place varchar: 'title', 'lead' (first paragraph) or 'text' (title and body)
-- column articles bigint: all articles of the outlet on the incident
-- column using_it bigint: counted: those that use it there in own voice; 0 is a result
-- column share double: using_it / articles, the least where some are unsearched
-- column share_low double: lower end of the 95 % Wilson interval
-- column share_high double: upper end; null, as share is, where support is not enough
-- column support varchar: 'enough' from 5 articles, or 'not enough (…)' and why
-- column coded_before bigint: of articles, coded before names or incidents changed
-- column unsearched bigint: of articles, in a language in which the class has no words
-- column in_any_voice bigint: counted: those that print it in any voice, background too
-- example: tracker report event_nouns incident=durres_fair
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.language,
        corpus.day,
        corpus.version,
        is_coded_by(corpus.config_hash, 'actors')
        and is_coded_by(corpus.config_hash, 'incidents') as is_current
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
    where
        ($outlet::varchar is null or corpus.outlet = $outlet::varchar)
        and ($language::varchar is null or corpus.language = $language::varchar)
        and (corpus.copy_in_outlet = 1 or $copies::varchar = 'all')
),

coded as materialized (
    select
        texts.outlet,
        texts.language,
        texts.article_id,
        annotations.code as event_noun,
        annotations.field,
        annotations.paragraph,
        annotations.voice
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer = 'event_noun'
        and annotations.incident = $incident
),

classes as (
    select
        known.event_noun,
        list(distinct searched_as(known.language)) as languages
    from (
        select
            codebook.code as event_noun,
            codebook.language
        from codebook
        where codebook.layer = 'event_noun' and codebook.incident = $incident
        union all
        -- what was found has been looked for, if by an earlier configuration
        select
            coded.event_noun,
            coded.language
        from coded
    ) as known
    group by known.event_noun
),

silent as (
    select
        texts.outlet,
        classes.event_noun,
        count(*) as unsearched
    from texts
    cross join classes
    where not has_words_for(classes.languages, texts.language)
    group by texts.outlet, classes.event_noun
),

bases as (
    select
        texts.outlet,
        count(*) as articles,
        count_if(not texts.is_current)::bigint as coded_before
    from texts
    group by texts.outlet
),

cells as (
    select
        coded.outlet,
        coded.event_noun,
        places.place,
        count(distinct coded.article_id) filter (where coded.voice = 'outlet')
            as using_it,
        count(distinct coded.article_id) as in_any_voice
    from coded
    inner join (values ('title'), ('lead'), ('text')) as places (place)
        on
            places.place = 'text'
            or (places.place = 'title' and coded.field = 'title')
            or (
                places.place = 'lead'
                and coded.field = 'body'
                and coded.paragraph = 1
            )
    group by coded.outlet, coded.event_noun, places.place
),

grid as (
    select
        bases.outlet,
        classes.event_noun,
        places.position,
        places.place,
        bases.articles,
        bases.coded_before,
        coalesce(silent.unsearched, 0) as unsearched,
        coalesce(cells.using_it, 0) as using_it,
        -- a 0 that nobody could have found is no share of anything
        case
            when bases.articles > coalesce(silent.unsearched, 0)
                then coalesce(cells.using_it, 0)
        end as using_it_of_searched,
        coalesce(cells.in_any_voice, 0) as in_any_voice
    from bases
    cross join classes
    cross join
        (values (1, 'title'), (2, 'lead'), (3, 'text')) as places (position, place)
    left join cells
        on
            bases.outlet = cells.outlet
            and classes.event_noun = cells.event_noun
            and places.place = cells.place
    left join silent
        on
            bases.outlet = silent.outlet
            and classes.event_noun = silent.event_noun
)

select
    grid.outlet,
    grid.event_noun,
    grid.place,
    grid.articles,
    grid.using_it,
    share_of(grid.using_it_of_searched, grid.articles) as share,
    share_low(grid.using_it_of_searched, grid.articles) as share_low,
    share_high(grid.using_it_of_searched, grid.articles) as share_high,
    case
        when grid.using_it_of_searched is not null then support_of(grid.articles)
        else no_words_support()
    end as support,
    grid.coded_before,
    grid.unsearched,
    grid.in_any_voice
from grid
order by grid.outlet asc, grid.event_noun asc, grid.position asc
