-- What archives were asked for the days of an incident, and what became of that. A list
-- of all that was published then counts for every incident of these days; what was
-- searched for by words, for the incident whose words they are.

create or replace macro archive_name(via) as
case via
    when 'wordpress' then 'WordPress'
    when 'gdelt' then 'GDELT'
    when 'wayback' then 'Wayback Machine'
    when 'warc' then 'WARC'
    when 'list' then 'URL list'
    else via
end;

comment on macro archive_name is
'archive_name(via): an archive of polls.via or searches.via, as readers know it';

create or replace macro is_asked_for(query, asked_incident, incident) as
query is null or asked_incident is not distinct from incident;

comment on macro is_asked_for is
'is_asked_for(query, asked_incident, incident): whether what an archive was asked for says something about an incident: a list of all that was published, or a search for the words of this incident';

create or replace macro unanswered_words(outcome, detail) as
case
    when outcome = 'gone' then 'not there'
    when outcome = 'blocked' then 'closed'
    when outcome = 'skipped' then 'not asked'
    when put_off(outcome, detail) then 'asked us to wait'
    when outcome = 'later' then 'not reached'
    else outcome
end
|| case
    when outcome = 'gone' then ''
    when without_wish(detail) <> '' then ' (' || without_wish(detail) || ')'
    else ''
end;

comment on macro unanswered_words is
'unanswered_words(outcome, detail): what an archive did that did not answer, in words';

create or replace macro days_asked(incident, since, until, as_of) as table
select
    incidents.incident as incident_id,
    day_start(greatest(incidents.from_day, since::date)) as starts_at,
    -- what has not happened yet cannot have been missed
    least(
        day_start(least(incidents.to_day, until::date) + 1),
        coalesce(as_of::timestamp, now() at time zone 'UTC')
    ) as ends_at,
    coalesce(
        greatest(incidents.from_day, since::date)
        <= least(incidents.to_day, until::date),
        true
    ) as has_days
from incidents
where incident::varchar is null or incidents.incident = incident::varchar;

comment on macro table days_asked is
'days_asked(incident, since, until, as_of): one row per incident (null: every one): the stretch of time (UTC) of its days that lies between two local days and had passed at as_of; has_days: there is such a day';

create or replace macro archives_asked(incident, since, until, as_of) as table
with

spans as (
    select
        days.incident_id,
        days.starts_at,
        days.ends_at
    from
        days_asked(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as days
    where days.starts_at < days.ends_at
),

asked as materialized (
    select
        polls.incident as asked_incident,
        polls.outlet,
        polls.via,
        polls.feed_url as address,
        polls.query,
        polls.polled_at,
        polls.outcome,
        polls.detail,
        polls.new_entries,
        polls.complete_from_at,
        polls.complete_to_at,
        polls.searched_from_at,
        polls.searched_to_at
    from polls
    where polls.via is not null
),

answers as (
    select
        spans.incident_id,
        asked.asked_incident,
        asked.outlet,
        asked.via,
        asked.address,
        asked.query,
        asked.polled_at,
        asked.outcome,
        asked.detail,
        asked.new_entries,
        is_good(asked.outcome)
        and not names_lists(asked.via, asked.address) as is_good,
        coalesce(
            asked.complete_from_at <= spans.starts_at
            and asked.complete_to_at >= spans.ends_at
            and coalesce(asked.polled_at >= known.since_at, true),
            false
        ) as is_whole
    from asked
    inner join spans
        on
            asked.searched_from_at < spans.ends_at
            and asked.searched_to_at > spans.starts_at
            and is_asked_for(asked.query, asked.asked_incident, spans.incident_id)
    left join sitemaps_known(as_of::timestamp) as known
        on
            asked.via = 'sitemap'
            and asked.asked_incident = known.incident
            and asked.outlet = known.outlet
    where as_of::timestamp is null or asked.polled_at <= as_of::timestamp
),

-- A question holds no time. What was answered later was open before, from the first
-- answer of that archive on.
begun as (
    select
        asked.asked_incident,
        asked.outlet,
        asked.via,
        min(asked.polled_at) as first_at
    from asked
    group by asked.asked_incident, asked.outlet, asked.via
),

told as (
    select
        asked.asked_incident,
        asked.via,
        asked.address,
        max(asked.polled_at) as last_at
    from asked
    group by asked.asked_incident, asked.via, asked.address
),

open_questions as materialized (
    select
        spans.incident_id,
        searches.incident as asked_incident,
        searches.outlet,
        searches.via,
        searches.address
    from searches
    inner join spans
        on
            searches.from_at < spans.ends_at
            and searches.to_at > spans.starts_at
            and is_asked_for(searches.query, searches.incident, spans.incident_id)
    left join begun
        on
            searches.incident = begun.asked_incident
            and searches.outlet = begun.outlet
            and searches.via = begun.via
    left join told
        on
            searches.incident = told.asked_incident
            and searches.via = told.via
            and searches.address = told.address
    where
        (searches.outcome = 'open' or told.last_at > as_of::timestamp)
        and (as_of::timestamp is null or begun.first_at <= as_of::timestamp)
),

of_archives as (
    select
        answers.incident_id,
        answers.outlet,
        answers.via,
        bool_or(answers.is_whole) as is_whole,
        bool_or(answers.is_good) as is_answered,
        bool_or(answers.is_good and answers.query is null) as is_listed,
        coalesce(sum(answers.new_entries), 0)::bigint as found,
        list_sort(
            list(distinct answers.query) filter (
                where answers.is_good and answers.query is not null
            )
        ) as queries
    from answers
    group by answers.incident_id, answers.outlet, answers.via
),

last_answers as (
    select
        answers.incident_id,
        answers.asked_incident,
        answers.outlet,
        answers.via,
        answers.address,
        arg_max(answers.outcome, (answers.polled_at, answers.outcome)) as outcome,
        arg_max(answers.detail, (answers.polled_at, answers.outcome)) as detail
    from answers
    group by
        answers.incident_id,
        answers.asked_incident,
        answers.outlet,
        answers.via,
        answers.address
),

unanswered as (
    select
        last_answers.incident_id,
        last_answers.outlet,
        last_answers.via,
        unanswered_words(last_answers.outcome, last_answers.detail) as words,
        count(*) as questions
    from last_answers
    inner join of_archives
        on
            last_answers.incident_id = of_archives.incident_id
            and last_answers.outlet = of_archives.outlet
            and last_answers.via = of_archives.via
    left join open_questions
        on
            last_answers.incident_id = open_questions.incident_id
            and last_answers.asked_incident = open_questions.asked_incident
            and last_answers.via = open_questions.via
            and last_answers.address = open_questions.address
    where
        not is_good(last_answers.outcome)
        and open_questions.address is null
        -- which lists there are does not matter where one was read
        and not (
            names_lists(last_answers.via, last_answers.address)
            and of_archives.is_listed
        )
    group by last_answers.incident_id, last_answers.outlet, last_answers.via, words
),

unanswered_of_archives as (
    select
        unanswered.incident_id,
        unanswered.outlet,
        unanswered.via,
        string_agg(
            unanswered.words
            || case
                when unanswered.questions > 1
                    then ', ' || unanswered.questions || ' times'
                else ''
            end,
            ', ' order by unanswered.questions desc, unanswered.words asc
        ) as words
    from unanswered
    group by unanswered.incident_id, unanswered.outlet, unanswered.via
),

open_of_archives as (
    select
        open_questions.incident_id,
        open_questions.outlet,
        open_questions.via,
        count(*) as questions
    from open_questions
    group by open_questions.incident_id, open_questions.outlet, open_questions.via
)

select
    coalesce(of_archives.incident_id, open_of_archives.incident_id) as incident,
    coalesce(of_archives.outlet, open_of_archives.outlet) as outlet,
    coalesce(of_archives.via, open_of_archives.via) as via,
    coalesce(of_archives.is_whole, false) as is_whole,
    coalesce(of_archives.is_answered, false) as is_answered,
    coalesce(of_archives.is_listed, false) as is_listed,
    coalesce(of_archives.found, 0) as found,
    coalesce(of_archives.queries, []) as queries,
    unanswered_of_archives.words as unanswered,
    coalesce(open_of_archives.questions, 0) as open_questions
from of_archives
full join open_of_archives
    on
        of_archives.incident_id = open_of_archives.incident_id
        and of_archives.outlet = open_of_archives.outlet
        and of_archives.via = open_of_archives.via
left join unanswered_of_archives
    on
        of_archives.incident_id = unanswered_of_archives.incident_id
        and of_archives.outlet = unanswered_of_archives.outlet
        and of_archives.via = unanswered_of_archives.via;

comment on macro table archives_asked is
'archives_asked(incident, since, until, as_of): one row per incident, outlet and archive that was asked for its days: is_whole, all that was published then is listed; is_answered, there was an answer; is_listed, one with a part of such a list; found, how many addresses were new; the queries that were answered; unanswered, what the others came to, in words; open_questions, how many are not answered yet';

create or replace macro archive_words(incident, since, until, as_of) as table
with

archives as materialized (
    select
        asked.incident as incident_id,
        asked.outlet,
        asked.is_whole,
        asked.is_answered,
        asked.is_listed,
        asked.found,
        asked.queries,
        asked.unanswered,
        asked.open_questions,
        archive_name(asked.via) as archive,
        archive_name(asked.via)
        || case
            when len(asked.queries) > 0
                then ' (' || count_words(len(asked.queries), 'question') || ')'
            else ''
        end as archive_and_number
    from
        archives_asked(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as asked
),

named as (
    select
        archives.incident_id,
        archives.outlet,
        bool_or(archives.is_answered) as is_answered,
        sum(archives.found)::bigint as found,
        string_agg(archives.archive, ', ' order by archives.archive asc)
            filter (where archives.is_whole) as whole,
        string_agg(archives.archive, ', ' order by archives.archive asc)
            filter (where archives.is_listed and not archives.is_whole) as in_part,
        string_agg(archives.archive_and_number, ', ' order by archives.archive asc)
            filter (where len(archives.queries) > 0 and not archives.is_whole)
            as searched,
        string_agg(archives.archive_and_number, ', ' order by archives.archive asc)
            filter (where archives.is_answered) as answered,
        string_agg(
            archives.archive || ' ' || archives.unanswered,
            '; ' order by archives.archive asc
        ) as unanswered,
        'not finished: '
        || string_agg(
            count_words(archives.open_questions, 'question')
            || ' to '
            || archives.archive,
            ', ' order by archives.archive asc
        ) filter (where archives.open_questions > 0)
        || case when sum(archives.open_questions) = 1 then ' is' else ' are' end
        || ' open' as open_questions
    from archives
    group by archives.incident_id, archives.outlet
)

select
    named.incident_id as incident,
    named.outlet,
    named.is_answered,
    concat_ws(
        '; ',
        'listed whole: ' || named.whole,
        'listed in part: ' || named.in_part,
        'searched, not listed: '
        || named.searched
        || ' - a search finds, it does not list',
        named.unanswered,
        named.open_questions
    ) as words,
    concat_ws(
        '; ',
        'only metadata was searched: ' || named.answered,
        case
            when named.found > 0
                then
                    count_words(named.found, 'title')
                    || ' found, none of which was read'
        end,
        named.unanswered,
        named.open_questions
    ) as words_of_metadata
from named;

comment on macro table archive_words is
'archive_words(incident, since, until, as_of): one row per incident and outlet for which an archive was asked: what archives were asked and what became of it, in words; words_of_metadata, the same of an outlet whose own pages are never read; is_answered: by one at least';
