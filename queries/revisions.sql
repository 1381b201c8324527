-- purpose: What did outlets change in articles on the incident after they were
-- purpose: published: headline, labels, event nouns, facts and who says them, figures,
-- purpose: sources? Each text is held against the one before it. Edits between two
-- purpose: visits of a page are seen as one, and what was written and taken back
-- purpose: between them is not seen at all; version 1 is the text as first stored and
-- purpose: may have been edited before. Every publication counts, copies too. For whole
-- purpose: tables as first stored and as now, ask other reports with version=first and
-- purpose: version=latest.
-- grain: one row per article and version after the first
-- param incident varchar: incident id from config.yaml
-- param touching varchar?: headline, label, event_noun, fact, figure, source or text
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only this outlet
-- param language varchar?: only articles in this language, such as sq
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet varchar: outlet id
-- column previous_check_at timestamp: last visit that found the older text, UTC
-- column seen_at timestamp: visit that found this text, UTC; edited between the two
-- column touches varchar: what changed, of the words that `touching` takes
-- column title_before varchar: older headline; null when the same
-- column title_after varchar: this headline; null when the same
-- column declared boolean: yes: it bears a new note of an update or a correction
-- column words_added bigint: words of the body more than before, less if negative
-- column kept double: share of the older body that stands in this one, in 5-word runs
-- column new double: share of this body that did not stand in the older one, likewise
-- column labels_gone varchar: 'actor family (voice)' that no longer stand there
-- column labels_new varchar: those that did not stand there before
-- column event_nouns_gone varchar: 'class (voice)' that no longer stand there
-- column event_nouns_new varchar: those that did not stand there before
-- column facts_gone varchar: facts that are no longer found
-- column facts_new varchar: facts that were not found before
-- column modes_changed varchar: 'fact: voices -> voices' of facts found in both
-- column figures_gone varchar: 'fact: number referent' that no longer stand there
-- column figures_new varchar: those that did not stand there before
-- column speakers_gone varchar: who no longer speaks; names as in voices
-- column speakers_new varchar: who did not speak before
-- column words_added_since_first bigint: words of the body more than in version 1
-- column kept_of_first double: share of version 1 that stands in this one
-- column new_since_first double: share of this one that did not stand in version 1
-- column coded_alike boolean: no: coded by two configurations, so codes not compared
-- column language varchar: language of the article
-- column url varchar: address of the article
-- column article_id varchar: article id, for evidence
-- column version integer: version of this text
-- example: tracker report revisions incident=durres_fair touching=headline
with

texts as materialized (
    select
        corpus.outlet,
        corpus.language,
        corpus.url,
        corpus.article_id,
        corpus.day,
        versions.version,
        versions.previous_check_at,
        versions.seen_at,
        versions.title,
        versions.words,
        versions.kept,
        versions.new,
        versions.title_changed,
        versions.declared,
        versions.config_hash,
        printed_words(versions.body) as printed
    from
        corpus(
            $incident, $since::date, $until::date, null, $as_of::timestamp
        ) as corpus
    inner join versions
        on
            corpus.day = versions.day
            and corpus.article_id = versions.article_id
    inner join articles
        on
            corpus.day = articles.day
            and corpus.article_id = articles.article_id
    where
        articles.versions > 1
        and ($outlet::varchar is null or corpus.outlet = $outlet::varchar)
        and ($language::varchar is null or corpus.language = $language::varchar)
        and (
            $as_of::timestamp is null or versions.seen_at <= $as_of::timestamp
        )
),

bodies as materialized (
    select
        texts.article_id,
        texts.version,
        texts.title,
        texts.words,
        texts.config_hash,
        texts.printed,
        runs_of(texts.printed) as runs
    from texts
),

edits as materialized (
    select
        newer.article_id,
        newer.version,
        newer.words - older.words as words_added,
        newer.words - earliest.words as words_added_since_first,
        len(list_intersect(earliest.runs, newer.runs)) as shared_runs,
        len(earliest.runs) as runs_of_first,
        len(newer.runs) as runs,
        older.title as older_title,
        newer.printed <> older.printed as is_rewritten,
        coalesce(newer.config_hash, '') = coalesce(older.config_hash, '')
            as is_coded_alike
    from bodies as newer
    inner join bodies as older
        on
            newer.article_id = older.article_id
            and newer.version = older.version + 1
    inner join bodies as earliest
        on newer.article_id = earliest.article_id and earliest.version = 1
),

codes as materialized (
    select
        texts.article_id,
        texts.version,
        annotations.layer,
        annotations.actor,
        annotations.code,
        annotations.voice
    from texts
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
            and texts.version = annotations.version
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and (
            annotations.layer = 'label'
            or (
                annotations.layer in ('event_noun', 'fact')
                and annotations.incident = $incident
            )
        )
),

items as materialized (
    select distinct
        codes.article_id,
        codes.version,
        codes.layer,
        concat_ws(' ', codes.actor, codes.code) || ' (' || codes.voice || ')' as item,
        null::varchar as modes
    from codes
    where codes.layer <> 'fact'
    union all
    select
        codes.article_id,
        codes.version,
        'fact' as layer,
        codes.code as item,
        string_agg(distinct codes.voice, ', ' order by codes.voice asc) as modes
    from codes
    where codes.layer = 'fact'
    group by codes.article_id, codes.version, codes.code
    union all
    select distinct
        texts.article_id,
        texts.version,
        'figure' as layer,
        concat_ws(
            ' ',
            figures.fact || ':',
            amount_words(figures.low, figures.high),
            figures.referent
        ) as item,
        null::varchar as modes
    from texts
    inner join figures
        on
            texts.day = figures.day
            and texts.article_id = figures.article_id
            and texts.version = figures.version
    where figures.incident = $incident
    union all
    select distinct
        texts.article_id,
        texts.version,
        'source' as layer,
        speaker_of(quotes.speaker, quotes.speaker_group) as item,
        null::varchar as modes
    from texts
    inner join quotes
        on
            texts.day = quotes.day
            and texts.article_id = quotes.article_id
            and texts.version = quotes.version
),

-- each item in the version that has it and, as gone, in the one after it
compared as (
    select
        sides.article_id,
        sides.version,
        sides.layer,
        sides.item,
        bool_or(sides.is_newer) as is_there,
        bool_or(not sides.is_newer) as was_there,
        any_value(sides.modes) filter (where sides.is_newer) as modes,
        any_value(sides.modes) filter (where not sides.is_newer) as older_modes
    from (
        select
            items.article_id,
            items.version,
            items.layer,
            items.item,
            items.modes,
            true as is_newer
        from items
        union all
        select
            items.article_id,
            items.version + 1 as version,
            items.layer,
            items.item,
            items.modes,
            false as is_newer
        from items
    ) as sides
    inner join edits
        on
            sides.article_id = edits.article_id
            and sides.version = edits.version
    where edits.is_coded_alike
    group by sides.article_id, sides.version, sides.layer, sides.item
),

changes as (
    select
        compared.article_id,
        compared.version,
        compared.layer,
        string_agg(
            compared.item, '; ' order by compared.item asc
        ) filter (where not compared.is_there) as gone,
        string_agg(
            compared.item, '; ' order by compared.item asc
        ) filter (where not compared.was_there) as added,
        string_agg(
            compared.item || ': ' || compared.older_modes || ' -> ' || compared.modes,
            '; ' order by compared.item asc
        ) filter (where compared.older_modes <> compared.modes) as turned
    from compared
    group by compared.article_id, compared.version, compared.layer
    having coalesce(gone, added, turned) is not null
),

side_by_side as (
    select
        changes.article_id,
        changes.version,
        list(changes.layer) as layers,
        max(changes.gone) filter (where changes.layer = 'label') as labels_gone,
        max(changes.added) filter (where changes.layer = 'label') as labels_new,
        max(changes.gone) filter (where changes.layer = 'event_noun')
            as event_nouns_gone,
        max(changes.added) filter (where changes.layer = 'event_noun')
            as event_nouns_new,
        max(changes.gone) filter (where changes.layer = 'fact') as facts_gone,
        max(changes.added) filter (where changes.layer = 'fact') as facts_new,
        max(changes.turned) as modes_changed,
        max(changes.gone) filter (where changes.layer = 'figure') as figures_gone,
        max(changes.added) filter (where changes.layer = 'figure') as figures_new,
        max(changes.gone) filter (where changes.layer = 'source') as speakers_gone,
        max(changes.added) filter (where changes.layer = 'source') as speakers_new
    from changes
    group by changes.article_id, changes.version
),

revised as (
    select
        texts.outlet,
        texts.language,
        texts.url,
        texts.article_id,
        texts.version,
        texts.previous_check_at,
        texts.seen_at,
        texts.title,
        texts.title_changed,
        texts.declared,
        texts.kept,
        texts.new,
        edits.older_title,
        edits.words_added,
        edits.words_added_since_first,
        edits.shared_runs / nullif(edits.runs_of_first, 0) as kept_of_first,
        1 - edits.shared_runs / nullif(edits.runs, 0) as new_since_first,
        edits.is_coded_alike,
        side_by_side.labels_gone,
        side_by_side.labels_new,
        side_by_side.event_nouns_gone,
        side_by_side.event_nouns_new,
        side_by_side.facts_gone,
        side_by_side.facts_new,
        side_by_side.modes_changed,
        side_by_side.figures_gone,
        side_by_side.figures_new,
        side_by_side.speakers_gone,
        side_by_side.speakers_new,
        list_concat(
            case when texts.title_changed then ['headline'] end,
            list_sort(side_by_side.layers),
            case when edits.is_rewritten then ['text'] end
        ) as touches
    from edits
    inner join texts
        on edits.article_id = texts.article_id and edits.version = texts.version
    left join side_by_side
        on
            edits.article_id = side_by_side.article_id
            and edits.version = side_by_side.version
)

select
    revised.outlet,
    revised.previous_check_at,
    revised.seen_at,
    array_to_string(revised.touches, ', ') as touches,
    case when revised.title_changed then revised.older_title end as title_before,
    case when revised.title_changed then revised.title end as title_after,
    revised.declared,
    revised.words_added::bigint as words_added,
    revised.kept,
    revised.new,
    revised.labels_gone,
    revised.labels_new,
    revised.event_nouns_gone,
    revised.event_nouns_new,
    revised.facts_gone,
    revised.facts_new,
    revised.modes_changed,
    revised.figures_gone,
    revised.figures_new,
    revised.speakers_gone,
    revised.speakers_new,
    revised.words_added_since_first::bigint as words_added_since_first,
    revised.kept_of_first,
    revised.new_since_first,
    revised.is_coded_alike as coded_alike,
    revised.language,
    revised.url,
    revised.article_id,
    revised.version
from revised
where
    $touching::varchar is null
    or list_contains(revised.touches, $touching::varchar)
order by
    revised.outlet asc,
    revised.seen_at asc,
    revised.article_id asc,
    revised.version asc
