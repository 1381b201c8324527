-- purpose: What identifies a row stands there once, in every table; nulls count as
-- purpose: equal.
-- grain: one row per key that stands there more than once
-- column relation varchar: table
-- column row_id varchar: the key, its parts separated by spaces
-- column problem varchar: how often it stands there
with

repeated as (
    select
        'settings' as relation,
        concat_ws(
            ' ',
            settings.name
        ) as row_id,
        count(*) as times
    from settings
    group by
        settings.name
    having count(*) > 1
    union all
    select
        'actors' as relation,
        concat_ws(
            ' ',
            actors.actor
        ) as row_id,
        count(*) as times
    from actors
    group by
        actors.actor
    having count(*) > 1
    union all
    select
        'incidents' as relation,
        concat_ws(
            ' ',
            incidents.incident
        ) as row_id,
        count(*) as times
    from incidents
    group by
        incidents.incident
    having count(*) > 1
    union all
    select
        'facts' as relation,
        concat_ws(
            ' ',
            facts.incident,
            facts.fact
        ) as row_id,
        count(*) as times
    from facts
    group by
        facts.incident,
        facts.fact
    having count(*) > 1
    union all
    select
        'codebook' as relation,
        concat_ws(
            ' ',
            codebook.layer,
            codebook.incident,
            codebook.actor,
            codebook.code,
            codebook.language,
            codebook.term
        ) as row_id,
        count(*) as times
    from codebook
    group by
        codebook.layer,
        codebook.incident,
        codebook.actor,
        codebook.code,
        codebook.language,
        codebook.term
    having count(*) > 1
    union all
    select
        'outlets' as relation,
        concat_ws(
            ' ',
            outlets.outlet
        ) as row_id,
        count(*) as times
    from outlets
    group by
        outlets.outlet
    having count(*) > 1
    union all
    select
        'feeds' as relation,
        concat_ws(
            ' ',
            feeds.feed_url
        ) as row_id,
        count(*) as times
    from feeds
    group by
        feeds.feed_url
    having count(*) > 1
    union all
    select
        'polls' as relation,
        concat_ws(
            ' ',
            polls.feed_url,
            polls.polled_at
        ) as row_id,
        count(*) as times
    from polls
    group by
        polls.feed_url,
        polls.polled_at
    having count(*) > 1
    union all
    select
        'searches' as relation,
        concat_ws(
            ' ',
            searches.incident,
            searches.via,
            searches.address
        ) as row_id,
        count(*) as times
    from searches
    group by
        searches.incident,
        searches.via,
        searches.address
    having count(*) > 1
    union all
    select
        'pages' as relation,
        concat_ws(
            ' ',
            pages.url
        ) as row_id,
        count(*) as times
    from pages
    group by
        pages.url
    having count(*) > 1
    union all
    select
        'articles' as relation,
        concat_ws(
            ' ',
            articles.article_id
        ) as row_id,
        count(*) as times
    from articles
    group by
        articles.article_id
    having count(*) > 1
    union all
    select
        'versions' as relation,
        concat_ws(
            ' ',
            versions.article_id,
            versions.version
        ) as row_id,
        count(*) as times
    from versions
    group by
        versions.article_id,
        versions.version
    having count(*) > 1
    union all
    select
        'dates' as relation,
        concat_ws(
            ' ',
            dates.article_id,
            dates.source,
            dates.value
        ) as row_id,
        count(*) as times
    from dates
    group by
        dates.article_id,
        dates.source,
        dates.value
    having count(*) > 1
    union all
    select
        'annotations' as relation,
        concat_ws(
            ' ',
            annotations.article_id,
            annotations.version,
            annotations.coder,
            annotations.layer,
            annotations.incident,
            annotations.actor,
            annotations.code,
            annotations.field,
            annotations.start_char,
            annotations.end_char
        ) as row_id,
        count(*) as times
    from annotations
    group by
        annotations.article_id,
        annotations.version,
        annotations.coder,
        annotations.layer,
        annotations.incident,
        annotations.actor,
        annotations.code,
        annotations.field,
        annotations.start_char,
        annotations.end_char
    having count(*) > 1
    union all
    select
        'quotes' as relation,
        concat_ws(
            ' ',
            quotes.article_id,
            quotes.version,
            quotes.quote
        ) as row_id,
        count(*) as times
    from quotes
    group by
        quotes.article_id,
        quotes.version,
        quotes.quote
    having count(*) > 1
    union all
    select
        'figures' as relation,
        concat_ws(
            ' ',
            figures.article_id,
            figures.version,
            figures.incident,
            figures.fact,
            figures.quantity,
            figures.referent,
            figures.field,
            figures.start_char
        ) as row_id,
        count(*) as times
    from figures
    group by
        figures.article_id,
        figures.version,
        figures.incident,
        figures.fact,
        figures.quantity,
        figures.referent,
        figures.field,
        figures.start_char
    having count(*) > 1
    union all
    select
        'tokens' as relation,
        concat_ws(
            ' ',
            tokens.article_id,
            tokens.version,
            tokens.term
        ) as row_id,
        count(*) as times
    from tokens
    group by
        tokens.article_id,
        tokens.version,
        tokens.term
    having count(*) > 1
    union all
    select
        'copy_pairs' as relation,
        concat_ws(
            ' ',
            copy_pairs.article_a,
            copy_pairs.article_b
        ) as row_id,
        count(*) as times
    from copy_pairs
    group by
        copy_pairs.article_a,
        copy_pairs.article_b
    having count(*) > 1
    union all
    select
        'incident_articles' as relation,
        concat_ws(
            ' ',
            incident_articles.incident,
            incident_articles.article_id
        ) as row_id,
        count(*) as times
    from incident_articles
    group by
        incident_articles.incident,
        incident_articles.article_id
    having count(*) > 1
    union all
    select
        'codings' as relation,
        concat_ws(
            ' ',
            codings.coder,
            codings.article_id,
            codings.version,
            codings.unit,
            codings.layer,
            codings.code
        ) as row_id,
        count(*) as times
    from codings
    group by
        codings.coder,
        codings.article_id,
        codings.version,
        codings.unit,
        codings.layer,
        codings.code
    having count(*) > 1
    union all
    select
        'runs' as relation,
        concat_ws(
            ' ',
            runs.run_id
        ) as row_id,
        count(*) as times
    from runs
    group by
        runs.run_id
    having count(*) > 1
    union all
    select
        'applied_visits' as relation,
        concat_ws(
            ' ',
            applied_visits.visit_id
        ) as row_id,
        count(*) as times
    from applied_visits
    group by
        applied_visits.visit_id
    having count(*) > 1
)

select
    repeated.relation,
    repeated.row_id,
    count_words(repeated.times, 'row') || ' with this key' as problem
from repeated
order by repeated.relation asc, repeated.row_id asc
