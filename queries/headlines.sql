-- purpose: The headlines of the incident in the order in which they appeared, with the
-- purpose: words of labels and event nouns in them and how the title was changed since.
-- grain: one row per article of the incident; copies within an outlet once
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the title as it is now, else the first one
-- param copies varchar?: 'all' lists every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column published_from_at timestamp: appeared not before, UTC; null: open
-- column published_to_at timestamp: appeared not after, UTC
-- column title varchar: title of the version asked for
-- column title_now varchar: title as it is now where that differs, else null
-- column role varchar: report, follow_up or background
-- column labels varchar: labels in it as 'actor family: words (voice)', else null
-- column event_nouns varchar: event nouns in it as 'class: words (voice)', else null
-- column language varchar: language of the article
-- column url varchar: address of the article
-- column article_id varchar: article id, for evidence
-- column version integer: version of the text
-- example: tracker report headlines incident=durres_fair
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.language,
        corpus.day,
        corpus.role,
        corpus.url,
        corpus.title,
        corpus.version,
        corpus.published_from_at,
        corpus.published_to_at
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
    where
        ($outlet::varchar is null or corpus.outlet = $outlet::varchar)
        and ($language::varchar is null or corpus.language = $language::varchar)
        and (corpus.copy_in_outlet = 1 or $copies::varchar = 'all')
),

newest as (
    select
        corpus.article_id,
        corpus.title
    from
        corpus(
            $incident, $since::date, $until::date, 'latest', $as_of::timestamp
        ) as corpus
),

words as (
    select
        annotations.article_id,
        string_agg(
            concat_ws(' ', annotations.actor, annotations.code)
            || ': '
            || annotations.surface
            || ' ('
            || annotations.voice
            || ')',
            '; ' order by
                annotations.start_char asc,
                annotations.actor asc,
                annotations.code asc
        ) filter (where annotations.layer = 'label') as labels,
        string_agg(
            annotations.code
            || ': '
            || annotations.surface
            || ' ('
            || annotations.voice
            || ')',
            '; ' order by annotations.start_char asc, annotations.code asc
        ) filter (where annotations.layer = 'event_noun') as event_nouns
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.field = 'title'
        and (
            annotations.layer = 'label'
            or (
                annotations.layer = 'event_noun'
                and annotations.incident = $incident
            )
        )
    group by annotations.article_id
)

select
    texts.outlet,
    case when isfinite(texts.published_from_at) then texts.published_from_at end
        as published_from_at,
    texts.published_to_at,
    texts.title,
    nullif(newest.title, texts.title) as title_now,
    texts.role,
    words.labels,
    words.event_nouns,
    texts.language,
    texts.url,
    texts.article_id,
    texts.version
from texts
inner join newest on texts.article_id = newest.article_id
left join words on texts.article_id = words.article_id
order by
    texts.published_from_at asc,
    texts.outlet asc,
    texts.article_id asc
