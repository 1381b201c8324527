-- purpose: The words of evidence stand in the text where its offsets say, inside their
-- purpose: sentence, so that every number opens to what is printed.
-- grain: one row per piece of evidence that does not
-- column relation varchar: table
-- column row_id varchar: article id, version, field and first character
-- column problem varchar: what stands there instead
with

claims as (
    select
        'annotations' as relation,
        annotations.day,
        annotations.article_id,
        annotations.version,
        annotations.field,
        annotations.start_char,
        annotations.end_char,
        annotations.sentence_start,
        annotations.sentence_end,
        annotations.surface
    from annotations
    union all
    select
        'figures' as relation,
        figures.day,
        figures.article_id,
        figures.version,
        figures.field,
        figures.start_char,
        figures.end_char,
        figures.sentence_start,
        figures.sentence_end,
        figures.surface
    from figures
),

cuts as (
    select
        claims.relation,
        concat_ws(
            ' ',
            claims.article_id,
            claims.version,
            claims.field,
            claims.start_char
        ) as row_id,
        claims.surface,
        substring(
            case when claims.field = 'title' then versions.title else versions.body end,
            claims.start_char + 1,
            claims.end_char - claims.start_char
        ) as found,
        claims.sentence_start <= claims.start_char
        and claims.end_char <= claims.sentence_end as is_inside
    from claims
    inner join versions
        on
            claims.day = versions.day
            and claims.article_id = versions.article_id
            and claims.version = versions.version
)

select
    cuts.relation,
    cuts.row_id,
    case
        when coalesce(cuts.surface = cuts.found, false)
            then concat_ws(' ', cuts.surface, 'lies outside its sentence')
        else concat_ws(' ', 'says', cuts.surface, 'but there stands', cuts.found)
    end as problem
from cuts
where
    not coalesce(cuts.surface = cuts.found, false)
    or not coalesce(cuts.is_inside, false)
order by cuts.relation asc, cuts.row_id asc, problem asc
