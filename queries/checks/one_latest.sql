-- purpose: Every article has a first version and exactly one that is marked as the
-- purpose: latest, the one with the highest number, which is also how many it has.
-- grain: one row per article and problem
-- column relation varchar: table
-- column row_id varchar: article id
-- column problem varchar: what is wrong with its versions
with

numbered as (
    select
        versions.article_id,
        min(versions.version) as first_version,
        max(versions.version) as last_version,
        count(*) as versions,
        count_if(versions.latest) as marked,
        max(versions.version) filter (where versions.latest) as marked_version
    from versions
    group by versions.article_id
),

judged as (
    select
        articles.article_id,
        case
            when numbered.article_id is null then 'has no version'
            when numbered.first_version <> 1 then 'has no version 1'
            when numbered.last_version <> numbered.versions
                then 'its versions are not numbered one by one'
            when numbered.marked <> 1
                then count_words(numbered.marked, 'version') || ' marked as the latest'
            when numbered.marked_version <> numbered.last_version
                then 'the version marked as the latest is not the last'
            when articles.versions <> numbered.versions
                then 'articles counts another number of versions'
        end as problem
    from articles
    left join numbered on articles.article_id = numbered.article_id
)

select
    'versions' as relation,
    judged.article_id as row_id,
    judged.problem
from judged
where judged.problem is not null
order by judged.article_id asc
