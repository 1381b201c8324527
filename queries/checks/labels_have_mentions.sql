-- purpose: A label belongs to an actor that the same text names: else a share could be
-- purpose: larger than 1.
-- grain: one row per label without a mention of its actor
-- column relation varchar: table
-- column row_id varchar: article id, version, actor and family
-- column problem varchar: what is missing
select distinct
    'annotations' as relation,
    concat_ws(
        ' ',
        annotations.article_id,
        annotations.version,
        annotations.actor,
        annotations.code
    ) as row_id,
    'the text has the label, but does not name the actor' as problem
from annotations
where
    annotations.coder = 'machine'
    and annotations.kind = 'hit'
    and annotations.layer = 'label'
    and not exists (
        select 1
        from annotations as mentions
        where
            annotations.day = mentions.day
            and annotations.article_id = mentions.article_id
            and annotations.version = mentions.version
            and annotations.actor = mentions.actor
            and mentions.coder = 'machine'
            and mentions.kind = 'hit'
            and mentions.layer = 'actor'
    )
order by row_id asc
