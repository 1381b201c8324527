-- purpose: The sentences behind a number, cut out of the text by their offsets. Give
-- purpose: the keys of the row in the report: a count there is the number of different
-- purpose: article_id here. Where an outlet has written nothing at all, its visits are
-- purpose: listed instead, and what archives answered of these days, whenever they were
-- purpose: asked. Layers: actor, label, event_noun, fact (and without a layer
-- purpose: these four); quote, what is told as said; figure, a number told of a fact;
-- purpose: word, where a term first stands in a text; utterance, one quotation where it
-- purpose: was printed; copy, texts that share words; revision, later texts; article,
-- purpose: the articles themselves; coverage, every publication of them; poll, visits
-- purpose: and archives. Coverage, fact, figure, copy and revision are never without
-- purpose: copies, word always is.
-- grain: one row per piece of evidence, article or visit, as the layer says
-- param incident varchar: incident id from config.yaml
-- param actor varchar?: actor id, for the layers actor and label
-- param layer varchar?: what is listed: label, quote, poll and others, as said above
-- param code varchar?: what was coded; of a copy the other article, of a visit none
-- param voice varchar?: outlet, attributed, scare, quoted, denied or background
-- param place varchar?: 'title', 'lead' (first paragraph) or 'text', as in event_nouns
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet; its visits, if it has written nothing
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' lists every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column published_at timestamp: stated time, UTC; null: none; of a visit, its time
-- column layer varchar: what the row is evidence of
-- column code varchar: what was coded; a copy: other article, a visit: its outcome
-- column voice varchar: who says it; null where that is not asked
-- column surface varchar: the words as they stand there; of an article, its title
-- column sentence varchar: the sentence around them; of a copy or visit, what it found
-- column attributed_to varchar: actor or role it is attributed to, never a person
-- column actor varchar: actor id, for the layers actor and label
-- column url varchar: address of the article; of a visit, of the feed or archive
-- column article_id varchar: article id; null for a visit
-- column version integer: version of the text
-- column field varchar: title or body
-- column paragraph integer: 0 in the title, 1 in the lead; null where not noted
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
        corpus.copy_in_outlet = 1 or coalesce($copies::varchar = 'all', false)
            as is_counted,
        coalesce(corpus.language = $language::varchar, $language::varchar is null)
            as is_in_language,
        $outlet::varchar is null or corpus.outlet = $outlet::varchar as is_of_outlet,
        is_in_language and is_of_outlet as is_listed
    from
        corpus(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as corpus
),

coded as materialized (
    select
        texts.outlet,
        texts.published_at,
        texts.url,
        texts.article_id,
        texts.day,
        texts.version,
        spans.layer,
        spans.actor,
        spans.code,
        spans.voice,
        spans.attributed_to,
        spans.surface,
        spans.field,
        spans.paragraph,
        spans.start_char,
        spans.end_char,
        spans.sentence_start,
        spans.sentence_end
    from texts
    inner join spans() as spans
        on
            texts.day = spans.day
            and texts.article_id = spans.article_id
            and texts.version = spans.version
    where
        texts.is_listed
        and (texts.is_counted or spans.counts_copies)
        and (spans.incident is null or spans.incident = $incident)
        and case
            when $layer::varchar is null then spans.is_usual
            else spans.layer = $layer::varchar
        end
        and ($actor::varchar is null or spans.actor = $actor::varchar)
        and ($code::varchar is null or spans.code = $code::varchar)
        and ($voice::varchar is null or spans.voice = $voice::varchar)
        and case
            when $place::varchar = 'title' then spans.field = 'title'
            when $place::varchar = 'lead'
                then spans.field = 'body' and spans.paragraph = 1
            else true
        end
    union all by name
    -- words are counted in one text for all its copies, where it was first
    select
        texts.outlet,
        texts.published_at,
        texts.url,
        texts.article_id,
        texts.day,
        texts.version,
        'word' as layer,
        tokens.term as code,
        tokens.field,
        tokens.start_char,
        tokens.end_char,
        tokens.sentence_start,
        tokens.sentence_end
    from
        word_texts(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as word_texts
    inner join texts on word_texts.article_id = texts.article_id
    inner join tokens
        on
            texts.day = tokens.day
            and texts.article_id = tokens.article_id
            and texts.version = tokens.version
    where
        $layer::varchar = 'word'
        and texts.is_listed
        and tokens.n > tokens.n_shared
        and ($code::varchar is null or tokens.term = $code::varchar)
),

cut as (
    select
        coded.outlet,
        coded.published_at,
        coded.layer,
        coded.code,
        coded.voice,
        coded.surface,
        case when coded.field = 'title' then versions.title else versions.body end
            as text,
        coded.sentence_start,
        coded.sentence_end,
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
),

utterances_of as (
    select
        utterances.outlet,
        texts.published_at,
        'utterance' as layer,
        utterances.utterance as code,
        'quoted' as voice,
        utterances.text as surface,
        utterances.text as sentence,
        utterances.speaker as attributed_to,
        utterances.url,
        utterances.article_id,
        utterances.version,
        utterances.field,
        utterances.paragraph,
        utterances.start_char,
        utterances.end_char
    from
        utterances(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as utterances
    inner join texts on utterances.article_id = texts.article_id
    where
        $layer::varchar = 'utterance'
        and utterances.outlets > 1
        and texts.is_listed
        and texts.is_counted
        and ($code::varchar is null or utterances.utterance = $code::varchar)
),

-- a pair is evidence of either side, once both are known
pairs as (
    select
        copy_pairs.article_a as article_id,
        copy_pairs.article_b as code,
        copy_pairs.kind,
        copy_pairs.reason
    from copy_pairs
    where $layer::varchar = 'copy'
    union all
    select
        copy_pairs.article_b as article_id,
        copy_pairs.article_a as code,
        copy_pairs.kind,
        copy_pairs.reason
    from copy_pairs
    where $layer::varchar = 'copy'
),

whole_texts as (
    select
        texts.outlet,
        texts.published_at,
        $layer::varchar as layer,
        null::varchar as code,
        texts.url,
        texts.article_id,
        texts.version,
        texts.title,
        texts.title as sentence
    from texts
    where
        texts.is_listed
        and (
            $layer::varchar = 'coverage'
            or ($layer::varchar = 'article' and texts.is_counted)
        )
    union all
    select
        texts.outlet,
        texts.published_at,
        'revision' as layer,
        null as code,
        texts.url,
        texts.article_id,
        versions.version,
        versions.title,
        versions.title as sentence
    from texts
    inner join versions
        on texts.day = versions.day and texts.article_id = versions.article_id
    where
        $layer::varchar = 'revision'
        and texts.is_listed
        and versions.version > 1
        and ($as_of::timestamp is null or versions.seen_at <= $as_of::timestamp)
    union all
    select
        texts.outlet,
        texts.published_at,
        'copy' as layer,
        pairs.code,
        texts.url,
        texts.article_id,
        1 as version,
        texts.title,
        concat_ws('; ', replace(pairs.kind, '_', ' '), pairs.reason) as sentence
    from texts
    inner join pairs on texts.article_id = pairs.article_id
    inner join texts as other on pairs.code = other.article_id
    where
        texts.is_listed
        and other.is_in_language
        and ($code::varchar is null or pairs.code = $code::varchar)
),

span as (
    select
        day_start(greatest(incidents.from_day, $since::date)) as starts_at,
        day_start(least(incidents.to_day, $until::date) + 1) as ends_at
    from incidents
    where incidents.incident = $incident
),

-- what stands in another language than the one asked for is no absence either
visits as (
    select
        polls.outlet,
        polls.polled_at as published_at,
        'poll' as layer,
        polls.outcome as code,
        concat_ws(
            '; ',
            polls.outcome,
            archive_name(polls.via)
            || ', '
            || coalesce('searched for ' || polls.query, 'all that it lists')
            || ', '
            || span_words(polls.searched_from_at, polls.searched_to_at),
            count_words(polls.new_entries, 'new item') || ' of ' || polls.entries,
            'complete from '
            || local_words(polls.complete_from_at)
            || ' to '
            || local_words(polls.complete_to_at),
            nullif(polls.detail, '')
        ) as sentence,
        without_keys(polls.feed_url) as url
    from polls
    inner join span
        on
            case
                when polls.via is null
                    then
                        greatest(polls.polled_at, polls.complete_to_at)
                        >= span.starts_at
                        and least(polls.polled_at, polls.complete_from_at)
                        < span.ends_at
                -- an archive is asked long afterwards
                else
                    polls.searched_from_at < span.ends_at
                    and polls.searched_to_at > span.starts_at
                    and is_asked_for(polls.query, polls.incident, $incident)
            end
    where
        ($outlet::varchar is null or polls.outlet = $outlet::varchar)
        and ($as_of::timestamp is null or polls.polled_at <= $as_of::timestamp)
        and (
            $layer::varchar = 'poll'
            or (
                $outlet::varchar is not null
                and not exists (
                    select 1
                    from texts
                    where texts.is_of_outlet
                )
            )
        )
),

listed as (
    select
        cut.outlet,
        cut.published_at,
        cut.layer,
        cut.code,
        cut.voice,
        coalesce(
            cut.surface,
            substring(cut.text, cut.start_char + 1, cut.end_char - cut.start_char)
        ) as surface,
        case
            when cut.sentence_start is null
                then sentence_around(cut.text, cut.start_char, cut.end_char)
            else
                substring(
                    cut.text,
                    cut.sentence_start + 1,
                    cut.sentence_end - cut.sentence_start
                )
        end as sentence,
        cut.attributed_to,
        cut.actor,
        cut.url,
        cut.article_id,
        cut.version,
        cut.field,
        cut.paragraph,
        cut.start_char,
        cut.end_char
    from cut
    union all by name
    select
        utterances_of.outlet,
        utterances_of.published_at,
        utterances_of.layer,
        utterances_of.code,
        utterances_of.voice,
        utterances_of.surface,
        utterances_of.sentence,
        utterances_of.attributed_to,
        utterances_of.url,
        utterances_of.article_id,
        utterances_of.version,
        utterances_of.field,
        utterances_of.paragraph,
        utterances_of.start_char,
        utterances_of.end_char
    from utterances_of
    union all by name
    select
        whole_texts.outlet,
        whole_texts.published_at,
        whole_texts.layer,
        whole_texts.code,
        whole_texts.title as surface,
        whole_texts.sentence,
        whole_texts.url,
        whole_texts.article_id,
        whole_texts.version,
        'title' as field,
        0 as paragraph,
        0 as start_char,
        length(whole_texts.title)::integer as end_char
    from whole_texts
    union all by name
    select
        visits.outlet,
        visits.published_at,
        visits.layer,
        visits.code,
        visits.sentence,
        visits.url
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
    listed.version asc,
    listed.field desc,
    listed.start_char asc,
    listed.end_char asc,
    listed.layer asc,
    listed.actor asc,
    listed.code asc,
    listed.url asc
