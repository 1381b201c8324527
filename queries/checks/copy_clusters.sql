-- purpose: Every article lies in a cluster of copies that is named by the earliest of
-- purpose: its members: its own id when alone.
-- grain: one row per article in none, or earlier than the one that names its cluster
-- column relation varchar: table
-- column row_id varchar: article id
-- column problem varchar: what is wrong with its cluster
select
    'articles' as relation,
    articles.article_id as row_id,
    case
        when articles.copy_cluster is null then 'has no cluster of copies'
        when named.article_id is null
            then 'no article has the id of its cluster, ' || articles.copy_cluster
        when named.copy_cluster = articles.copy_cluster
            then 'is earlier than the article that names its cluster'
        else 'the article that names its cluster lies in another'
    end as problem
from articles
left join articles as named on articles.copy_cluster = named.article_id
where
    articles.copy_cluster is null
    or named.article_id is null
    or named.copy_cluster is distinct from articles.copy_cluster
    or (
        coalesce(articles.published_at, articles.first_seen_at),
        articles.article_id
    ) < (coalesce(named.published_at, named.first_seen_at), named.article_id)
order by articles.article_id asc
