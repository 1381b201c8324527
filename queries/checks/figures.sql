-- purpose: A figure is a range of numbers of something: else outlets could not be held
-- purpose: against one another.
-- grain: one row per figure that is none
-- column relation varchar: table
-- column row_id varchar: article id, version, field and first character
-- column problem varchar: what is wrong with it
with

odd as (
    select
        concat_ws(
            ' ',
            figures.article_id,
            figures.version,
            figures.field,
            figures.start_char
        ) as row_id,
        case
            when coalesce(figures.quantity, '') = '' then 'it has no quantity'
            when coalesce(figures.referent, '') = '' then 'it has no noun'
            when figures.low is null then 'it has no smallest number'
            when figures.low < 0 then 'its smallest number is below 0'
            when figures.high < figures.low
                then 'its largest number is below its smallest'
        end as problem
    from figures
)

select distinct
    'figures' as relation,
    odd.row_id,
    odd.problem
from odd
where odd.problem is not null
order by odd.row_id asc, odd.problem asc
