-- purpose: How visibly was an actor placed in each article of an incident? Each sign of
-- purpose: prominence stands by itself: they are counted as so many of those known, but
-- purpose: make no score. What is not known is null, never no.
-- grain: one row per article of the incident and actor that it names
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id from config.yaml, else every actor
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' lists every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column actor varchar: actor id
-- column published_from_at timestamp: appeared not before, UTC; null: open
-- column published_to_at timestamp: appeared not after, UTC
-- column title varchar: title of the version asked for
-- column known varchar: signs that hold of those that are known, such as 3 of 4
-- column in_title boolean: the title names the actor
-- column in_lead boolean: the first paragraph does; null: no text was to be had
-- column long boolean: no shorter than median_words; null: length or median not known
-- column has_media boolean: the page shows a picture or video of its own
-- column top_slot boolean: among the first five of its feed when first seen
-- column depth double: first paragraph that names it / paragraphs; null: none, a stub
-- column spread double: paragraphs that name it / paragraphs; null: not the whole text
-- column words integer: words of the text
-- column median_words double: of its outlet's articles, see earlier_articles
-- column earlier_articles bigint: whole texts of its outlet of the 90 days before
-- column feed_position integer: place in its feed when first seen, from 1
-- column coded_before boolean: it was coded before names changed
-- column naming_articles bigint: articles of the outlet here that name the actor
-- column naming_titles bigint: of these, those whose title does
-- column title_share double: naming_titles / naming_articles; null below 5 articles
-- column title_share_low double: lower end of the 95 % Wilson interval, null likewise
-- column title_share_high double: upper end of the 95 % Wilson interval, null likewise
-- column title_support varchar: of title_share: 'enough', or 'not enough (n=…)'
-- column language varchar: language of the article
-- column url varchar: address of the article
-- column article_id varchar: article id, for evidence
-- column version integer: version of the text
-- example: tracker report prominence incident=durres_fair actor=shembulli
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.language,
        corpus.day,
        corpus.url,
        corpus.title,
        corpus.words,
        corpus.version,
        corpus.published_from_at,
        corpus.published_to_at,
        is_coded_by(corpus.config_hash, 'actors') as is_current,
        not list_has_any(coalesce(corpus.flags, []), ['stub', 'reserved']) as is_whole
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

naming as materialized (
    select
        texts.day,
        texts.article_id,
        annotations.actor,
        bool_or(annotations.field = 'title') as in_title,
        coalesce(bool_or(annotations.paragraph = 1), false) as names_in_lead,
        -- paragraph 0 is the title and no paragraph of the text
        min(annotations.paragraph) filter (where annotations.paragraph > 0)
            as first_paragraph,
        count(distinct annotations.paragraph) filter (where annotations.paragraph > 0)
            as naming_paragraphs
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer = 'actor'
        and ($actor::varchar is null or annotations.actor = $actor::varchar)
    group by texts.day, texts.article_id, annotations.actor
),

-- days, not an interval: joins on equality skip what is far away in time
days_before as materialized (
    select
        days_asked.outlet,
        days_asked.day,
        days_asked.day - back.days::integer as earlier_day
    from (
        select distinct
            texts.outlet,
            texts.day
        from texts
    ) as days_asked
    cross join range(1, 91) as back (days)
),

lengths as (
    select
        articles.outlet,
        articles.day,
        versions.words
    from (
        select distinct
            days_before.outlet,
            days_before.earlier_day
        from days_before
    ) as days_wanted
    inner join articles
        on
            days_wanted.earlier_day = articles.day
            and days_wanted.outlet = articles.outlet
    inner join versions
        on articles.day = versions.day and articles.article_id = versions.article_id
    where
        versions.version = 1
        and versions.words > 0
        and not list_has_any(coalesce(articles.flags, []), ['stub', 'reserved'])
        and ($as_of::timestamp is null or versions.seen_at <= $as_of::timestamp)
),

usual as (
    select
        days_before.outlet,
        days_before.day,
        case
            when count(lengths.words) >= least_lengths() then median(lengths.words)
        end as median_words,
        count(lengths.words) as earlier_articles
    from days_before
    left join lengths
        on
            days_before.outlet = lengths.outlet
            and days_before.earlier_day = lengths.day
    group by days_before.outlet, days_before.day
),

signs as (
    select
        texts.outlet,
        naming.actor,
        texts.published_from_at,
        texts.published_to_at,
        texts.title,
        naming.in_title,
        case
            when naming.names_in_lead then true
            when versions.paragraphs > 0 then false
        end as in_lead,
        case
            when texts.is_whole and texts.words > 0
                then texts.words >= usual.median_words
        end as long,
        versions.has_media,
        articles.feed_position <= 5 as top_slot,
        [naming.in_title, in_lead, long, versions.has_media, top_slot] as all_signs,
        case
            when texts.is_whole
                then naming.first_paragraph / nullif(versions.paragraphs, 0)
        end as depth,
        case
            when texts.is_whole
                then naming.naming_paragraphs / nullif(versions.paragraphs, 0)
        end as spread,
        texts.words,
        usual.median_words,
        usual.earlier_articles,
        articles.feed_position,
        not texts.is_current as coded_before,
        count(*) over here as naming_articles,
        count(*) filter (where naming.in_title) over here as naming_titles,
        texts.language,
        texts.url,
        texts.article_id,
        texts.version
    from naming
    inner join texts
        on naming.day = texts.day and naming.article_id = texts.article_id
    inner join versions
        on
            texts.day = versions.day
            and texts.article_id = versions.article_id
            and texts.version = versions.version
    inner join articles
        on texts.day = articles.day and texts.article_id = articles.article_id
    inner join usual
        on texts.outlet = usual.outlet and texts.day = usual.day
    window here as (partition by texts.outlet, naming.actor)
)

select
    signs.outlet,
    signs.actor,
    case when isfinite(signs.published_from_at) then signs.published_from_at end
        as published_from_at,
    signs.published_to_at,
    signs.title,
    list_sum(signs.all_signs::integer[]) || ' of ' || list_count(signs.all_signs)
        as known,
    signs.in_title,
    signs.in_lead,
    signs.long,
    signs.has_media,
    signs.top_slot,
    signs.depth,
    signs.spread,
    signs.words,
    signs.median_words,
    signs.earlier_articles,
    signs.feed_position,
    signs.coded_before,
    signs.naming_articles,
    signs.naming_titles,
    share_of(signs.naming_titles, signs.naming_articles) as title_share,
    share_low(signs.naming_titles, signs.naming_articles) as title_share_low,
    share_high(signs.naming_titles, signs.naming_articles) as title_share_high,
    support_of(signs.naming_articles) as title_support,
    signs.language,
    signs.url,
    signs.article_id,
    signs.version
from signs
order by
    signs.outlet asc,
    signs.actor asc,
    signs.published_from_at asc,
    signs.article_id asc
