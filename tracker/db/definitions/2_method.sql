-- How a report was made: what it counted, of what it knew nothing, by what it judged.
-- The program prints it below every report; here it can be asked for alone.

create or replace macro least_precision() as 0.8;

comment on macro least_precision is
'least_precision(): share of what the machine found that people found too, below which its figures are marked machine, not validated';

create or replace macro least_name_precision() as 0.95;

comment on macro least_name_precision is
'least_name_precision(): as least_precision, for names of actors, on which all else rests';

create or replace macro least_name_recall() as 0.9;

comment on macro least_name_recall is
'least_name_recall(): share of the names people found that the machine found too, below which they are marked machine, not validated';

create or replace macro is_validated(layer, units, positives, found_right, found_all) as
coalesce(
    units >= least_coded_units()
    and positives >= least_coded_positives()
    and case
        when layer = 'actor'
            then found_right >= least_name_precision() and found_all >= least_name_recall()
        else found_right >= least_precision()
    end,
    false
);

comment on macro is_validated is
'is_validated(layer, units, positives, found_right, found_all): whether a row of accuracy suffices to print figures of this layer without the mark machine, not validated: its precision (found_right) and recall (found_all), and on how many units they rest';

create or replace macro method_of_all(as_of) as table
select
    as_of::timestamp as as_of,
    zone() as zone,
    recodes.recoded_at,
    recodes.is_after as recoded_after,
    coalesce(known.settings, map {}) as settings
from newest_recode(as_of::timestamp) as recodes
cross join (
    select map_from_entries(list((settings.name, settings.value))) as settings
    from settings
) as known;

comment on macro table method_of_all is
'method_of_all(as_of): one row: what every report rests on: the zone, the newest recode and whether it came after as_of (UTC), and the settings by name';

create or replace macro method_card(
    incident, since, until, outlet, language, version, copies, as_of
) as table
with

windows as (
    select
        incidents.incident as incident_id,
        greatest(incidents.from_day, since::date) as from_day,
        least(incidents.to_day, until::date) as to_day
    from incidents
    where incidents.incident = incident::varchar
),

texts as materialized (
    select
        corpus.language,
        corpus.day,
        corpus.copy_in_outlet,
        corpus.copy_overall,
        coalesce(corpus.words, 1) > 0
        and not list_has_any(coalesce(corpus.flags, []), ['stub', 'reserved'])
            as has_text,
        is_coded_by(corpus.config_hash, 'actors')
        and is_coded_by(corpus.config_hash, 'labels')
        and is_coded_by(corpus.config_hash, 'incidents')
        and is_coded_by(corpus.config_hash, 'facts') as is_current,
        coalesce(corpus.config_hash, 'not known') as coding_hash
    from
        corpus(
            incident, since::date, until::date, version::varchar, as_of::timestamp
        ) as corpus
    where
        (outlet::varchar is null or corpus.outlet = outlet::varchar)
        and (language::varchar is null or corpus.language = language::varchar)
),

counts as (
    select
        count(*) as articles,
        count_if(texts.has_text)::bigint as with_text,
        count_if(texts.copy_in_outlet = 1)::bigint as once_in_outlet,
        count_if(texts.copy_overall = 1)::bigint as once_over_all,
        count_if(not texts.is_current)::bigint as coded_before,
        min(texts.day) as first_day,
        max(texts.day) as last_day
    from texts
),

by_language as (
    select
        texts.language,
        count(*) as articles
    from texts
    group by texts.language
),

languages as (
    select
        list(
            {'language': by_language.language, 'articles': by_language.articles}
            order by by_language.language asc
        ) as languages
    from by_language
),

by_coding as (
    select
        texts.coding_hash,
        count(*) as texts
    from texts
    group by texts.coding_hash
),

codings as (
    select
        list(
            {'coding_hash': by_coding.coding_hash, 'texts': by_coding.texts}
            order by by_coding.texts desc, by_coding.coding_hash asc
        ) as codings
    from by_coding
),

watched as materialized (
    select
        observed.outlet,
        observed.observed,
        observed.gaps
    from
        observed(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as observed
    where outlet::varchar is null or observed.outlet = outlet::varchar
),

states as (
    select
        count(*) as configured,
        count_if(watched.observed = 'observed')::bigint as observed,
        sum(watched.gaps)::bigint as gaps,
        list(watched.outlet order by watched.outlet asc)
            filter (where watched.observed = 'partly_observed') as partly_observed,
        list(watched.outlet order by watched.outlet asc)
            filter (where watched.observed = 'not_observed') as not_observed
    from watched
),

visits as (
    select
        count(*) as visits,
        count_if(is_good(polls.outcome))::bigint as good_visits
    from polls
    inner join windows
        on
            polls.polled_at >= day_start(windows.from_day)
            and polls.polled_at < day_start(windows.to_day + 1)
    where
        polls.via is null
        and polls.outlet in (select watched.outlet from watched)
        and (as_of::timestamp is null or polls.polled_at <= as_of::timestamp)
),

asked_archives as materialized (
    select
        asked.outlet,
        asked.via,
        asked.is_whole,
        asked.is_answered,
        asked.unanswered,
        asked.queries,
        asked.open_questions
    from
        archives_asked(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as asked
    where
        incident::varchar is not null
        and asked.outlet in (select watched.outlet from watched)
        -- where it was looked for and is not, no archive was asked
        and (
            asked.is_answered
            or asked.open_questions > 0
            or asked.unanswered is distinct from 'not there'
        )
),

by_archive as (
    select
        asked_archives.via,
        count(*) as outlets,
        count_if(asked_archives.is_whole)::bigint as listed,
        count_if(asked_archives.is_answered and not asked_archives.is_whole)::bigint
            as searched,
        count_if(
            asked_archives.unanswered is not null and not asked_archives.is_answered
        )::bigint as unanswered,
        count_if(asked_archives.open_questions > 0)::bigint as unfinished
    from asked_archives
    group by asked_archives.via
),

archives as (
    select
        list(
            {
                'archive': archive_name(by_archive.via),
                'outlets': by_archive.outlets,
                'listed': by_archive.listed,
                'searched': by_archive.searched,
                'unanswered': by_archive.unanswered,
                'unfinished': by_archive.unfinished
            }
            order by archive_name(by_archive.via) asc
        ) as archives
    from by_archive
),

asked_for as (
    select
        count(distinct asked_archives.outlet) as outlets,
        list_sort(
            list_distinct(
                flatten(
                    list(asked_archives.queries) filter (
                        where asked_archives.via not in ('list', 'warc')
                    )
                )
            )
        ) as queries
    from asked_archives
),

layers as (
    select
        unnest(
            ['actor', 'label', 'event_noun', 'fact', 'quote', 'figure', 'voice']
        ) as layer
),

checked as (
    select
        list(
            {
                'layer': layers.layer,
                'language': by_language.language,
                'units': accuracy.units,
                'precision': accuracy.precision,
                'recall': accuracy.recall,
                'is_validated': is_validated(
                    layers.layer,
                    accuracy.units,
                    accuracy.positives,
                    accuracy.precision,
                    accuracy.recall
                )
            }
            order by layers.layer asc, by_language.language asc
        ) as accuracy
    from layers
    cross join by_language
    left join accuracy
        on
            layers.layer = accuracy.layer
            and by_language.language = accuracy.language
            and (
                as_of::timestamp is null or accuracy.measured_at <= as_of::timestamp
            )
)

select
    incident::varchar as incident,
    windows.from_day,
    windows.to_day,
    coalesce(version::varchar, 'first') as version,
    coalesce(copies::varchar, 'once') as copies,
    states.configured,
    coalesce(states.observed, 0) as observed,
    coalesce(states.partly_observed, []) as partly_observed,
    coalesce(states.not_observed, []) as not_observed,
    coalesce(states.gaps, 0) as gaps,
    visits.visits,
    coalesce(visits.good_visits, 0) as good_visits,
    coalesce(archives.archives, []) as archives,
    asked_for.outlets as archive_outlets,
    coalesce(asked_for.queries, []) as archive_queries,
    counts.articles,
    coalesce(counts.with_text, 0) as with_text,
    coalesce(counts.once_in_outlet, 0) as once_in_outlet,
    coalesce(counts.once_over_all, 0) as once_over_all,
    counts.first_day,
    counts.last_day,
    coalesce(languages.languages, []) as languages,
    coalesce(codings.codings, []) as codings,
    coalesce(counts.coded_before, 0) as coded_before,
    coalesce(checked.accuracy, []) as accuracy,
    of_all.as_of,
    of_all.zone,
    of_all.recoded_at,
    of_all.recoded_after,
    of_all.settings
from counts
cross join states
cross join visits
cross join archives
cross join asked_for
cross join languages
cross join codings
cross join checked
cross join method_of_all(as_of::timestamp) as of_all
left join windows on incident::varchar = windows.incident_id;

comment on macro table method_card is
'method_card(incident, since, until, outlet, language, version, copies, as_of): one row: what a report with these parameters counts and what it knows nothing of (articles, outlets, visits, archives, codings, accuracy); but for the incident null is no limit';
