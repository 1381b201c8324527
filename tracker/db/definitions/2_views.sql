-- For ad-hoc questions; reports use the macros, which know copies, days and versions.

create or replace view observations as
select
    observed.outlet,
    observed.incident,
    observed.observed,
    observed.detail
from observed(null, null, null, null) as observed;

comment on view observations is
'Was an outlet watched without gaps through the days of an incident: observed, partly_observed or not_observed, and why in words. Absence may be claimed only where it was observed.';

create or replace view texts_first as
select
    articles.article_id,
    versions.version,
    articles.outlet,
    articles.url,
    articles.language,
    articles.day,
    articles.published_at,
    articles.published_precision,
    articles.published_source,
    articles.published_from_at,
    articles.published_to_at,
    articles.first_seen_at,
    articles.feed_position,
    articles.flags,
    articles.copy_cluster,
    articles.copied_from,
    versions.seen_at,
    versions.title,
    versions.body,
    versions.words,
    versions.paragraphs,
    versions.has_media
from articles
inner join versions
    on articles.day = versions.day and articles.article_id = versions.article_id
where versions.version = 1;

comment on view texts_first is
'One row per article with its text as first published.';

create or replace view texts_latest as
select
    articles.article_id,
    versions.version,
    articles.outlet,
    articles.url,
    articles.language,
    articles.day,
    articles.published_at,
    articles.published_precision,
    articles.published_source,
    articles.published_from_at,
    articles.published_to_at,
    articles.first_seen_at,
    articles.feed_position,
    articles.flags,
    articles.copy_cluster,
    articles.copied_from,
    versions.seen_at,
    versions.title,
    versions.body,
    versions.words,
    versions.paragraphs,
    versions.has_media
from articles
inner join versions
    on articles.day = versions.day and articles.article_id = versions.article_id
where versions.latest;

comment on view texts_latest is
'One row per article with its text as it is now.';

create or replace view annotations_first as
select
    annotations.article_id,
    annotations.version,
    annotations.day,
    articles.outlet,
    articles.language,
    annotations.layer,
    annotations.incident,
    annotations.actor,
    annotations.code,
    annotations.field,
    annotations.start_char,
    annotations.end_char,
    annotations.surface,
    annotations.mention_start,
    annotations.paragraph,
    annotations.sentence_start,
    annotations.sentence_end,
    annotations.voice,
    annotations.attributed_to
from annotations
inner join articles
    on annotations.day = articles.day and annotations.article_id = articles.article_id
where
    annotations.coder = 'machine'
    and annotations.kind = 'hit'
    and annotations.version = 1;

comment on view annotations_first is
'One row per hit of the machine in the text as first published, with its outlet.';

create or replace view annotations_latest as
select
    annotations.article_id,
    annotations.version,
    annotations.day,
    articles.outlet,
    articles.language,
    annotations.layer,
    annotations.incident,
    annotations.actor,
    annotations.code,
    annotations.field,
    annotations.start_char,
    annotations.end_char,
    annotations.surface,
    annotations.mention_start,
    annotations.paragraph,
    annotations.sentence_start,
    annotations.sentence_end,
    annotations.voice,
    annotations.attributed_to
from annotations
inner join versions
    on
        annotations.day = versions.day
        and annotations.article_id = versions.article_id
        and annotations.version = versions.version
inner join articles
    on annotations.day = articles.day and annotations.article_id = articles.article_id
where
    annotations.coder = 'machine' and annotations.kind = 'hit' and versions.latest;

comment on view annotations_latest is
'One row per hit of the machine in the text as it is now, with its outlet.';
