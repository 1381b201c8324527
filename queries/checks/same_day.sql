-- purpose: The day of an article stands in every table in which it stands, the same:
-- purpose: else joins on it lose rows.
-- grain: one row per table and article whose days differ
-- column relation varchar: table
-- column row_id varchar: article id
-- column problem varchar: both days
with

different as (
    select
        'versions' as relation,
        versions.article_id,
        versions.day as day_there,
        articles.day as day_of_article
    from versions
    inner join articles on versions.article_id = articles.article_id
    where versions.day is distinct from articles.day
    union all
    select
        'annotations' as relation,
        annotations.article_id,
        annotations.day as day_there,
        articles.day as day_of_article
    from annotations
    inner join articles on annotations.article_id = articles.article_id
    where annotations.day is distinct from articles.day
    union all
    select
        'quotes' as relation,
        quotes.article_id,
        quotes.day as day_there,
        articles.day as day_of_article
    from quotes
    inner join articles on quotes.article_id = articles.article_id
    where quotes.day is distinct from articles.day
    union all
    select
        'figures' as relation,
        figures.article_id,
        figures.day as day_there,
        articles.day as day_of_article
    from figures
    inner join articles on figures.article_id = articles.article_id
    where figures.day is distinct from articles.day
    union all
    select
        'tokens' as relation,
        tokens.article_id,
        tokens.day as day_there,
        articles.day as day_of_article
    from tokens
    inner join articles on tokens.article_id = articles.article_id
    where tokens.day is distinct from articles.day
    union all
    select
        'incident_articles' as relation,
        incident_articles.article_id,
        incident_articles.day as day_there,
        articles.day as day_of_article
    from incident_articles
    inner join articles on incident_articles.article_id = articles.article_id
    where incident_articles.day is distinct from articles.day
)

select distinct
    different.relation,
    different.article_id as row_id,
    concat_ws(
        ' ',
        coalesce(different.day_there::varchar, 'no day'),
        'there,',
        coalesce(different.day_of_article::varchar, 'no day'),
        'in articles'
    ) as problem
from different
order by different.relation asc, row_id asc, problem asc
