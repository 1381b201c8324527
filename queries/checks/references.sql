-- purpose: What a row refers to is there: texts have their article, evidence its text,
-- purpose: the ledger its articles. Outlets, actors and incidents may have left the
-- purpose: configuration.
-- grain: one row per row that refers to nothing
-- column relation varchar: table
-- column row_id varchar: what identifies the row, its parts separated by spaces
-- column problem varchar: what is missing
with

dangling as (
    select
        'versions' as relation,
        concat_ws(' ', versions.article_id, versions.version) as row_id,
        'its row in articles is missing' as problem
    from versions
    left join articles on versions.article_id = articles.article_id
    where
        versions.article_id is not null
        and articles.article_id is null
    union all
    select
        'annotations' as relation,
        concat_ws(
            ' ',
            annotations.article_id,
            annotations.version,
            annotations.layer,
            annotations.code
        ) as row_id,
        'its row in versions is missing' as problem
    from annotations
    left join versions
        on
            annotations.article_id = versions.article_id
            and annotations.version = versions.version
    where
        annotations.article_id is not null
        and versions.article_id is null
    union all
    select
        'incident_articles' as relation,
        concat_ws(' ', incident_articles.incident, incident_articles.article_id)
            as row_id,
        'its row in articles is missing' as problem
    from incident_articles
    left join articles on incident_articles.article_id = articles.article_id
    where
        incident_articles.article_id is not null
        and articles.article_id is null
    union all
    select
        'facts' as relation,
        concat_ws(' ', facts.incident, facts.fact) as row_id,
        'its row in incidents is missing' as problem
    from facts
    left join incidents on facts.incident = incidents.incident
    where
        facts.incident is not null
        and incidents.incident is null
    union all
    select
        'pages' as relation,
        concat_ws(' ', pages.url, pages.article_id) as row_id,
        'its row in articles is missing' as problem
    from pages
    left join articles on pages.article_id = articles.article_id
    where
        pages.article_id is not null
        and articles.article_id is null
    union all
    select
        'dates' as relation,
        concat_ws(' ', dates.article_id, dates.source) as row_id,
        'its row in articles is missing' as problem
    from dates
    left join articles on dates.article_id = articles.article_id
    where
        dates.article_id is not null
        and articles.article_id is null
    union all
    select
        'quotes' as relation,
        concat_ws(' ', quotes.article_id, quotes.version, quotes.quote) as row_id,
        'its row in versions is missing' as problem
    from quotes
    left join versions
        on
            quotes.article_id = versions.article_id
            and quotes.version = versions.version
    where
        quotes.article_id is not null
        and versions.article_id is null
    union all
    select
        'figures' as relation,
        concat_ws(' ', figures.article_id, figures.version, figures.quantity) as row_id,
        'its row in versions is missing' as problem
    from figures
    left join versions
        on
            figures.article_id = versions.article_id
            and figures.version = versions.version
    where
        figures.article_id is not null
        and versions.article_id is null
    union all
    select
        'tokens' as relation,
        concat_ws(' ', tokens.article_id, tokens.version, tokens.term) as row_id,
        'its row in versions is missing' as problem
    from tokens
    left join versions
        on
            tokens.article_id = versions.article_id
            and tokens.version = versions.version
    where
        tokens.article_id is not null
        and versions.article_id is null
    union all
    select
        'codings' as relation,
        concat_ws(
            ' ', codings.article_id, codings.version, codings.coder, codings.code
        ) as row_id,
        'its row in versions is missing' as problem
    from codings
    left join versions
        on
            codings.article_id = versions.article_id
            and codings.version = versions.version
    where
        codings.article_id is not null
        and versions.article_id is null
    union all
    select
        'copy_pairs' as relation,
        concat_ws(' ', copy_pairs.article_a, copy_pairs.article_b) as row_id,
        'its row in articles is missing' as problem
    from copy_pairs
    left join articles on copy_pairs.article_a = articles.article_id
    where
        copy_pairs.article_a is not null
        and articles.article_id is null
    union all
    select
        'copy_pairs' as relation,
        concat_ws(' ', copy_pairs.article_a, copy_pairs.article_b) as row_id,
        'its row in articles is missing' as problem
    from copy_pairs
    left join articles on copy_pairs.article_b = articles.article_id
    where
        copy_pairs.article_b is not null
        and articles.article_id is null
)

select distinct
    dangling.relation,
    dangling.row_id,
    dangling.problem
from dangling
order by dangling.relation asc, dangling.row_id asc, dangling.problem asc
