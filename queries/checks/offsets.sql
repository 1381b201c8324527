-- purpose: The words of evidence stand in the text where its offsets say, inside their
-- purpose: sentence, so that every number opens to what is printed. Statements stand
-- purpose: in their text, and no word stands in two of them.
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
),

statements as (
    select
        concat_ws(
            ' ',
            quotes.article_id,
            quotes.version,
            quotes.field,
            quotes.start_char
        ) as row_id,
        coalesce(
            0 <= quotes.start_char
            and quotes.start_char < quotes.end_char
            and quotes.end_char <= length(
                case
                    when quotes.field = 'title' then versions.title else versions.body
                end
            ),
            false
        ) as is_inside,
        coalesce(
            lag(quotes.end_char) over (
                partition by quotes.article_id, quotes.version, quotes.field
                order by quotes.start_char, quotes.quote
            ) > quotes.start_char,
            false
        ) as is_shared
    from quotes
    inner join versions
        on
            quotes.day = versions.day
            and quotes.article_id = versions.article_id
            and quotes.version = versions.version
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
union all
select
    'quotes' as relation,
    statements.row_id,
    case
        when statements.is_inside then 'shares words with the statement before it'
        else 'lies outside its text'
    end as problem
from statements
where not statements.is_inside or statements.is_shared
order by relation asc, row_id asc, problem asc
