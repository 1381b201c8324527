-- purpose: The sentences behind a number, cut out of the text by their offsets. Give
-- purpose: the keys of the row in the report: a count there is the number of different
-- purpose: article_id here. Where an outlet has written nothing at all, its visits are
-- purpose: listed instead. Layer article lists the articles themselves, coverage every
-- purpose: publication of them, poll the visits. Facts and coverage are never without
-- purpose: their copies.
-- grain: one row per annotation, article or visit, as the layer says
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id, for the layers actor and label
-- param layer varchar?: actor, label, event_noun, fact, article, coverage or poll
-- param code varchar?: actor, label family, class of event nouns or fact
-- param voice varchar?: outlet, attributed, scare, quoted, denied or background
-- param place varchar?: 'title', 'lead' (first paragraph) or 'text', as in event_nouns
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet; its visits, if it has written nothing
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' lists every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; UTC unless it names a zone
-- column outlet varchar: outlet id
-- column published_at timestamp: stated time, UTC; null: none; of a visit, its time
-- column layer varchar: layer of the annotation, or article, coverage, poll
-- column code varchar: what was coded; of a visit, its outcome
-- column voice varchar: who says it
-- column surface varchar: the words as they stand there; of an article, its title
-- column sentence varchar: the sentence around them; of a visit, what it found
-- column attributed_to varchar: actor or role it is attributed to, never a person
-- column actor varchar: actor id, for the layers actor and label
-- column url varchar: address of the article; of a visit, of the feed
-- column article_id varchar: article id; null for a visit
-- column version integer: version of the text
-- column field varchar: title or body
-- column paragraph integer: 0 in the title, 1 in the lead
-- column start_char integer: first character in the field, counted from 0
-- column end_char integer: character after the last one
-- example: tracker report evidence incident=durres_fair layer=label voice=outlet
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.day,
        corpus.version,
        corpus.url,
        corpus.title,
        corpus.published_at,
        corpus.copy_in_outlet,
        coalesce(
            corpus.language = $language::varchar, $language::varchar is null
        ) as is_listed
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
    where $outlet::varchar is null or corpus.outlet = $outlet::varchar
),

coded as materialized (
    select
        texts.outlet,
        texts.published_at,
        texts.url,
        texts.article_id,
        texts.day,
        texts.version,
        texts.is_listed,
        annotations.layer,
        annotations.actor,
        annotations.code,
        annotations.voice,
        annotations.attributed_to,
        annotations.surface,
        annotations.field,
        annotations.paragraph,
        annotations.start_char,
        annotations.end_char,
        annotations.sentence_start,
        annotations.sentence_end
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and (annotations.incident is null or annotations.incident = $incident)
        and ($layer::varchar is null or annotations.layer = $layer::varchar)
        and ($actor::varchar is null or annotations.actor = $actor::varchar)
        and ($code::varchar is null or annotations.code = $code::varchar)
        and ($voice::varchar is null or annotations.voice = $voice::varchar)
        and case
            when $place::varchar = 'title' then annotations.field = 'title'
            when $place::varchar = 'lead'
                then annotations.field = 'body' and annotations.paragraph = 1
            else true
        end
        and (
            texts.copy_in_outlet = 1
            or $copies::varchar = 'all'
            or annotations.layer = 'fact'
        )
),

sentences as (
    select
        coded.outlet,
        coded.published_at,
        coded.layer,
        coded.code,
        coded.voice,
        coded.surface,
        substring(
            case
                when coded.field = 'title' then versions.title
                else versions.body
            end,
            coded.sentence_start + 1,
            coded.sentence_end - coded.sentence_start
        ) as sentence,
        coded.attributed_to,
        coded.actor,
        coded.url,
        coded.article_id,
        coded.version,
        coded.field,
        coded.paragraph,
        coded.start_char,
        coded.end_char
    from coded
    inner join versions
        on
            coded.day = versions.day
            and coded.article_id = versions.article_id
            and coded.version = versions.version
    where coded.is_listed
),

whole_articles as (
    select
        texts.outlet,
        texts.published_at,
        $layer::varchar as layer,
        null::varchar as code,
        null::varchar as voice,
        texts.title as surface,
        texts.title as sentence,
        null::varchar as attributed_to,
        null::varchar as actor,
        texts.url,
        texts.article_id,
        texts.version,
        texts.is_listed,
        'title' as field,
        0 as paragraph,
        0 as start_char,
        length(texts.title)::integer as end_char
    from texts
    where
        $layer::varchar = 'coverage'
        or (
            $layer::varchar = 'article'
            and (texts.copy_in_outlet = 1 or $copies::varchar = 'all')
        )
),

found as (
    select
        sentences.outlet,
        sentences.published_at,
        sentences.layer,
        sentences.code,
        sentences.voice,
        sentences.surface,
        sentences.sentence,
        sentences.attributed_to,
        sentences.actor,
        sentences.url,
        sentences.article_id,
        sentences.version,
        sentences.field,
        sentences.paragraph,
        sentences.start_char,
        sentences.end_char
    from sentences
    union all
    select
        whole_articles.outlet,
        whole_articles.published_at,
        whole_articles.layer,
        whole_articles.code,
        whole_articles.voice,
        whole_articles.surface,
        whole_articles.sentence,
        whole_articles.attributed_to,
        whole_articles.actor,
        whole_articles.url,
        whole_articles.article_id,
        whole_articles.version,
        whole_articles.field,
        whole_articles.paragraph,
        whole_articles.start_char,
        whole_articles.end_char
    from whole_articles
    where whole_articles.is_listed
),

-- what stands in another language than the one asked for is no absence either
in_any_language as (
    select coded.article_id
    from coded
    union all
    select whole_articles.article_id
    from whole_articles
),

span as (
    select
        day_start(greatest(incidents.from_day, $since::date)) as starts_at,
        day_start(least(incidents.to_day, $until::date) + 1) as ends_at
    from incidents
    where incidents.incident = $incident
),

visits as (
    select
        polls.outlet,
        polls.polled_at as published_at,
        'poll' as layer,
        polls.outcome as code,
        null::varchar as voice,
        null::varchar as surface,
        concat_ws(
            '; ',
            polls.outcome,
            count_words(polls.new_entries, 'new item') || ' of ' || polls.entries,
            'complete from '
            || local_words(polls.complete_from_at)
            || ' to '
            || local_words(polls.complete_to_at),
            nullif(polls.detail, '')
        ) as sentence,
        null::varchar as attributed_to,
        null::varchar as actor,
        without_keys(polls.feed_url) as url,
        null::varchar as article_id,
        null::integer as version,
        null::varchar as field,
        null::integer as paragraph,
        null::integer as start_char,
        null::integer as end_char
    from polls
    inner join span
        on
            greatest(polls.polled_at, polls.complete_to_at) >= span.starts_at
            and least(polls.polled_at, polls.complete_from_at) < span.ends_at
    where
        ($outlet::varchar is null or polls.outlet = $outlet::varchar)
        and ($as_of::timestamp is null or polls.polled_at <= $as_of::timestamp)
        and (
            $layer::varchar = 'poll'
            or (
                $outlet::varchar is not null
                and not exists (select 1 from in_any_language)
                and not exists (
                    select 1
                    from
                        corpus(
                            $incident,
                            $since::date,
                            $until::date,
                            $version::varchar,
                            $as_of::timestamp
                        ) as written
                    where written.outlet = $outlet::varchar
                )
            )
        )
),

listed as (
    select
        found.outlet,
        found.published_at,
        found.layer,
        found.code,
        found.voice,
        found.surface,
        found.sentence,
        found.attributed_to,
        found.actor,
        found.url,
        found.article_id,
        found.version,
        found.field,
        found.paragraph,
        found.start_char,
        found.end_char
    from found
    union all
    select
        visits.outlet,
        visits.published_at,
        visits.layer,
        visits.code,
        visits.voice,
        visits.surface,
        visits.sentence,
        visits.attributed_to,
        visits.actor,
        visits.url,
        visits.article_id,
        visits.version,
        visits.field,
        visits.paragraph,
        visits.start_char,
        visits.end_char
    from visits
)

select
    listed.outlet,
    listed.published_at,
    listed.layer,
    listed.code,
    listed.voice,
    listed.surface,
    listed.sentence,
    listed.attributed_to,
    listed.actor,
    listed.url,
    listed.article_id,
    listed.version,
    listed.field,
    listed.paragraph,
    listed.start_char,
    listed.end_char
from listed
order by
    listed.outlet asc,
    listed.published_at asc,
    listed.article_id asc,
    listed.field desc,
    listed.start_char asc,
    listed.end_char asc,
    listed.layer asc,
    listed.actor asc,
    listed.code asc,
    listed.url asc
