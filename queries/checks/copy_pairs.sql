-- purpose: A pair of copies is two articles of one language, at most seven days apart,
-- purpose: once in either order; its kind is what its shares say, and the articles of a
-- purpose: copy lie in one cluster. A shared source has no direction.
-- grain: one row per pair and problem
-- column relation varchar: table
-- column row_id varchar: ids of the two articles
-- column problem varchar: what is wrong
with

pairs as (
    select
        copy_pairs.article_a,
        copy_pairs.article_b,
        copy_pairs.kind,
        copy_pairs.direction,
        copy_pairs.a_in_b,
        copy_pairs.b_in_a,
        greatest(copy_pairs.a_in_b, copy_pairs.b_in_a) as larger,
        least(copy_pairs.a_in_b, copy_pairs.b_in_a) as smaller,
        one.language as language_a,
        other.language as language_b,
        one.outlet as outlet_a,
        other.outlet as outlet_b,
        one.day as day_a,
        other.day as day_b,
        one.copy_cluster as cluster_a,
        other.copy_cluster as cluster_b
    from copy_pairs
    left join articles as one on copy_pairs.article_a = one.article_id
    left join articles as other on copy_pairs.article_b = other.article_id
),

found as (
    select
        pairs.article_a,
        pairs.article_b,
        unnest(
            [
                case
                    when pairs.article_a = pairs.article_b
                        then 'is a pair of one article'
                end,
                case
                    when pairs.language_a <> pairs.language_b
                        then 'is in two languages'
                end,
                case
                    when abs(pairs.day_a - pairs.day_b) > 7
                        then 'lies more than seven days apart'
                end,
                case
                    when pairs.kind = 'copy' and pairs.cluster_a <> pairs.cluster_b
                        then 'is a copy in two clusters'
                end,
                case
                    when
                        pairs.kind = 'shared_source'
                        and pairs.outlet_a = pairs.outlet_b
                        then 'is a source that an outlet shares with itself'
                end,
                case
                    when
                        pairs.kind = 'shared_source'
                        and pairs.direction <> 'not_known'
                        then 'is a shared source with a direction'
                end,
                case
                    when (pairs.a_in_b is null) <> (pairs.b_in_a is null)
                        then 'has one share without the other'
                end,
                case
                    when pairs.a_in_b is null and pairs.kind = 'shared_source'
                        then 'is shared_source without shares'
                end,
                case
                    when
                        pairs.kind is distinct from case
                            when pairs.larger >= 0.8 and pairs.smaller >= 0.5
                                then 'copy'
                            when pairs.larger >= 0.8 then 'excerpt'
                            when pairs.larger >= 0.3 then 'shared_source'
                            when pairs.larger is null then pairs.kind
                        end
                        then 'is not what its shares say'
                end
            ]
        ) as problem
    from pairs
    union all
    select
        copy_pairs.article_a,
        copy_pairs.article_b,
        'stands there in the other order too' as problem
    from copy_pairs
    inner join copy_pairs as turned
        on
            copy_pairs.article_a = turned.article_b
            and copy_pairs.article_b = turned.article_a
    where copy_pairs.article_a < copy_pairs.article_b
)

select
    'copy_pairs' as relation,
    concat_ws(' ', found.article_a, found.article_b) as row_id,
    found.problem
from found
where found.problem is not null
order by found.article_a asc, found.article_b asc, found.problem asc
