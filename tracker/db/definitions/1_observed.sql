-- Whether an outlet was watched through the days of an incident: only then is its
-- silence a finding. What is proved, what is missing, and what was seen and never read.

create or replace macro observed(incident, since, until, as_of) as table
with

spans as (
    select
        days.incident_id,
        days.starts_at,
        days.ends_at,
        days.has_days
    from
        days_asked(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as days
),

sources as (
    select
        feeds.outlet,
        feeds.feed_url,
        coalesce(feeds.kind in ('sitemap', 'wordpress'), false) as is_archive
    from feeds
    where feeds.configured is distinct from false
),

-- Each of these must be complete. An outlet without feeds has one row with a null: it
-- can still be observed through the listing of an archive.
required as (
    select
        outlets.outlet,
        outlets.fetched is distinct from false as is_fetched,
        sources.feed_url
    from outlets
    left join sources
        on outlets.outlet = sources.outlet and not sources.is_archive
),

reach as (
    select
        min(spans.starts_at) as opens_at,
        max(spans.ends_at) as closes_at
    from spans
    where spans.starts_at < spans.ends_at
),

-- The listing of an archive is complete for the outlet, not for one feed.
proved as materialized (
    select
        stretches.outlet,
        stretches.feed_url,
        stretches.from_at,
        stretches.to_at,
        stretches.is_archive
        or coalesce(feeds.kind in ('sitemap', 'wordpress'), feeds.feed_url is null)
            as lists_all
    from
        stretches(
            (select reach.opens_at from reach),
            (select reach.closes_at from reach),
            as_of::timestamp
        ) as stretches
    left join feeds on stretches.feed_url = feeds.feed_url
),

of_required as (
    select
        required.outlet,
        required.feed_url,
        proved.from_at,
        proved.to_at
    from required
    inner join proved
        on
            required.outlet = proved.outlet
            and (proved.lists_all or required.feed_url = proved.feed_url)
),

seen_stretches as (
    select
        spans.incident_id,
        of_required.outlet,
        of_required.feed_url,
        greatest(of_required.from_at, spans.starts_at) as seen_from,
        least(of_required.to_at, spans.ends_at) as seen_to
    from spans
    inner join of_required
        on
            spans.starts_at < of_required.to_at
            and spans.ends_at > of_required.from_at
    where spans.starts_at < spans.ends_at
),

-- The end of the window closes the row of stretches, so that each gap ends at one.
bounded as (
    select
        seen_stretches.incident_id,
        seen_stretches.outlet,
        seen_stretches.feed_url,
        seen_stretches.seen_from,
        seen_stretches.seen_to
    from seen_stretches
    union all
    select
        spans.incident_id,
        required.outlet,
        required.feed_url,
        spans.ends_at as seen_from,
        spans.ends_at as seen_to
    from spans
    cross join required
    where spans.starts_at < spans.ends_at
),

reached as (
    select
        bounded.incident_id,
        bounded.outlet,
        bounded.seen_from,
        max(bounded.seen_to) over (
            partition by bounded.incident_id, bounded.outlet, bounded.feed_url
            order by bounded.seen_from asc, bounded.seen_to asc
            rows between unbounded preceding and 1 preceding
        ) as seen_until
    from bounded
),

feed_gaps as (
    select
        reached.incident_id,
        reached.outlet,
        coalesce(reached.seen_until, spans.starts_at) as gap_from,
        reached.seen_from as gap_to
    from reached
    inner join spans on reached.incident_id = spans.incident_id
    where reached.seen_from > coalesce(reached.seen_until, spans.starts_at)
),

-- Gaps of several feeds that overlap are one gap of the outlet.
gap_starts as (
    select
        feed_gaps.incident_id,
        feed_gaps.outlet,
        feed_gaps.gap_from,
        feed_gaps.gap_to,
        coalesce(
            feed_gaps.gap_from > max(feed_gaps.gap_to) over (
                partition by feed_gaps.incident_id, feed_gaps.outlet
                order by feed_gaps.gap_from asc, feed_gaps.gap_to asc
                rows between unbounded preceding and 1 preceding
            ),
            true
        ) as is_new
    from feed_gaps
),

gap_numbers as (
    select
        gap_starts.incident_id,
        gap_starts.outlet,
        gap_starts.gap_from,
        gap_starts.gap_to,
        count_if(gap_starts.is_new) over (
            partition by gap_starts.incident_id, gap_starts.outlet
            order by gap_starts.gap_from asc, gap_starts.gap_to asc
            rows between unbounded preceding and current row
        ) as gap
    from gap_starts
),

gaps as (
    select
        gap_numbers.incident_id,
        gap_numbers.outlet,
        gap_numbers.gap,
        min(gap_numbers.gap_from) as gap_from,
        max(gap_numbers.gap_to) as gap_to
    from gap_numbers
    group by gap_numbers.incident_id, gap_numbers.outlet, gap_numbers.gap
),

-- A gap is laid to the crawler where most of it is a pause.
unwatched as (
    select
        gaps.incident_id,
        gaps.outlet,
        gaps.gap
    from gaps
    inner join
        pauses(
            (select reach.opens_at from reach), (select reach.closes_at from reach)
        ) as pauses
        on gaps.gap_from < pauses.to_at and gaps.gap_to > pauses.from_at
    group by gaps.incident_id, gaps.outlet, gaps.gap
    having
        2 * sum(
            epoch(least(gaps.gap_to, pauses.to_at))
            - epoch(greatest(gaps.gap_from, pauses.from_at))
        )
        >= max(epoch(gaps.gap_to) - epoch(gaps.gap_from))
),

gap_words as (
    select
        gaps.incident_id,
        gaps.outlet,
        count(*) as gaps,
        string_agg(
            case
                when gaps.gap_from <= spans.starts_at and gaps.gap_to >= spans.ends_at
                    then 'no stretch of time in which every feed was complete'
                when gaps.gap_from <= spans.starts_at
                    then 'no complete visit before ' || local_words(gaps.gap_to)
                when gaps.gap_to >= spans.ends_at
                    then 'no complete visit after ' || local_words(gaps.gap_from)
                else
                    'gap from '
                    || local_words(gaps.gap_from)
                    || ' to '
                    || local_words(gaps.gap_to)
            end
            || case
                when unwatched.gap is not null then ' (the crawler was not running)'
                else ''
            end,
            '; ' order by gaps.gap_from asc
        ) filter (where gaps.gap <= 3)
        || case
            when count(*) > 3 then '; ' || count_words(count(*) - 3, 'more gap')
            else ''
        end as words
    from gaps
    inner join spans on gaps.incident_id = spans.incident_id
    left join unwatched
        on
            gaps.incident_id = unwatched.incident_id
            and gaps.outlet = unwatched.outlet
            and gaps.gap = unwatched.gap
    group by gaps.incident_id, gaps.outlet
),

-- Bad visits, and good ones of the feeds that must be complete which prove nothing.
troubles as (
    select
        spans.incident_id,
        polls.outlet,
        polls.outcome,
        case
            when is_good(polls.outcome) then gap_of(polls.detail)
            else without_wish(polls.detail)
        end as reason,
        bool_and(put_off(polls.outcome, polls.detail)) as is_put_off,
        count(*) as visits
    from polls
    inner join spans
        on polls.polled_at >= spans.starts_at and polls.polled_at < spans.ends_at
    where
        polls.via is null
        and (as_of::timestamp is null or polls.polled_at <= as_of::timestamp)
        and (
            not is_good(polls.outcome)
            or (
                polls.complete_from_at is null
                and gap_of(polls.detail) is not null
                and exists (
                    select 1
                    from required
                    where
                        required.outlet = polls.outlet
                        and coalesce(required.feed_url = polls.feed_url, true)
                )
            )
        )
    group by all
),

trouble_words as (
    select
        troubles.incident_id,
        troubles.outlet,
        string_agg(
            count_words(troubles.visits, 'visit')
            || case
                when is_good(troubles.outcome) then ' proved nothing'
                when troubles.outcome = 'blocked' then ' refused'
                when troubles.outcome = 'gone' then ' found no feed'
                when troubles.is_put_off then ' put off by the server'
                when troubles.outcome = 'later' then ' could not be made'
                else ' ' || troubles.outcome
            end
            || case
                when troubles.reason <> '' then ' (' || troubles.reason || ')'
                else ''
            end,
            '; '
            order by
                is_good(troubles.outcome) asc,
                troubles.visits desc,
                troubles.outcome asc,
                troubles.reason asc
        ) as words
    from troubles
    group by troubles.incident_id, troubles.outlet
),

visit_counts as (
    select
        spans.incident_id,
        polls.outlet,
        -- those that evidence lists: also the one that closes the window from outside
        count_if(polls.via is null) as visits,
        count_if(
            coalesce(
                polls.complete_from_at < spans.ends_at
                and polls.complete_to_at > spans.starts_at
                and polls.complete_from_at < polls.complete_to_at,
                false
            )
        ) as proving,
        count_if(
            polls.via is null
            and coalesce(
                polls.complete_from_at < spans.ends_at
                and polls.complete_to_at > spans.starts_at
                and polls.complete_from_at < polls.complete_to_at,
                false
            )
        ) as proving_visits,
        count_if(
            polls.outcome = 'blocked'
            and polls.via is null
            and polls.polled_at >= spans.starts_at
            and polls.polled_at < spans.ends_at
        ) as blocked
    from polls
    inner join spans
        on
            greatest(polls.polled_at, polls.complete_to_at) >= spans.starts_at
            and least(polls.polled_at, polls.complete_from_at) < spans.ends_at
    where
        spans.starts_at < spans.ends_at
        and (as_of::timestamp is null or polls.polled_at <= as_of::timestamp)
    group by spans.incident_id, polls.outlet
),

-- Each version is coded by the configuration of its time.
-- nearly always there are none, and then one column is read instead of two
with_older_codes as (
    select versions.article_id
    from versions
    where
        not (
            is_coded_by(versions.config_hash, 'actors')
            and is_coded_by(versions.config_hash, 'incidents')
        )
),

coded_before as (
    select versions.article_id
    from versions
    where
        versions.article_id in (
            select with_older_codes.article_id from with_older_codes
        )
        and (as_of::timestamp is null or versions.seen_at <= as_of::timestamp)
    group by versions.article_id
    having
        not bool_or(
            is_coded_by(versions.config_hash, 'actors')
            and is_coded_by(versions.config_hash, 'incidents')
        )
),

ledger as (
    select
        spans.incident_id,
        pages.outlet,
        pages.outcome,
        is_unread(pages.outcome, pages.article_id) as is_unread,
        -- what named nothing then, or not this incident, might do so now
        case
            when pages.article_id is not null
                then
                    pages.outcome <> 'duplicate'
                    and coded_before.article_id is not null
                    and incident_articles.article_id is null
            else
                pages.outcome = 'unmatched'
                and not (
                    is_coded_by(pages.config_hash, 'actors')
                    and is_coded_by(pages.config_hash, 'incidents')
                )
        end as is_outdated
    from pages_then(as_of::timestamp) as pages
    inner join spans
        on
            (
                pages.first_seen_at >= spans.starts_at
                and pages.first_seen_at < spans.ends_at
            )
            or (
                pages.published_at >= spans.starts_at
                and pages.published_at < spans.ends_at
            )
            -- undated: it appeared some time between two visits
            or (
                pages.published_at is null
                and pages.first_seen_at >= spans.starts_at
                and pages.not_seen_at < spans.ends_at
            )
            -- undated in an archive or a list: it appeared some time before that saw it
            or (
                pages.published_at is null
                and (
                    pages.captured_at is not null
                    or (
                        pages.feed_url is null
                        and pages.found_via in (
                            'wordpress', 'sitemap', 'gdelt', 'wayback', 'warc', 'list'
                        )
                    )
                )
                and least(pages.captured_at, pages.first_seen_at) >= spans.starts_at
                and coalesce(pages.not_seen_at < spans.ends_at, true)
            )
    left join coded_before on pages.article_id = coded_before.article_id
    left join incident_articles
        on
            pages.article_id = incident_articles.article_id
            and spans.incident_id = incident_articles.incident
),

unread as (
    select
        ledger.incident_id,
        ledger.outlet,
        case
            when ledger.is_unread then unread_words(ledger.outcome)
            when ledger.is_outdated then 'outdated'
        end as why,
        count(*) as pages
    from ledger
    group by all
),

unread_counts as (
    select
        unread.incident_id,
        unread.outlet,
        sum(unread.pages) filter (where unread.why <> 'outdated')::bigint as pages,
        string_agg(unread.pages || ' ' || unread.why, ', ' order by unread.why asc)
            filter (where unread.why <> 'outdated') as by_reason,
        sum(unread.pages) filter (where unread.why = 'outdated')::bigint as outdated
    from unread
    where unread.why is not null
    group by unread.incident_id, unread.outlet
),

unread_words as (
    select
        unread_counts.incident_id,
        unread_counts.outlet,
        concat_ws(
            '; ',
            count_words(unread_counts.pages, 'page')
            || ' could not be read ('
            || unread_counts.by_reason
            || ')',
            count_words(unread_counts.outdated, 'page')
            || case when unread_counts.outdated = 1 then ' was' else ' were' end
            || ' read before the names or incidents were changed'
        ) as words
    from unread_counts
),

asked_of_archives as (
    select
        archive_words.incident as incident_id,
        archive_words.outlet,
        archive_words.is_answered,
        archive_words.words,
        archive_words.words_of_metadata
    from
        archive_words(
            incident::varchar, since::date, until::date, as_of::timestamp
        ) as archive_words
),

feed_counts as (
    select
        outlets.outlet,
        outlets.fetched is distinct from false as is_fetched,
        count(sources.feed_url) as feeds
    from outlets
    left join sources on outlets.outlet = sources.outlet
    group by outlets.outlet, outlets.fetched
),

joined as (
    select
        feed_counts.outlet,
        spans.incident_id,
        feed_counts.is_fetched,
        feed_counts.feeds,
        spans.has_days,
        spans.starts_at < spans.ends_at as has_begun,
        coalesce(visit_counts.visits, 0) as visits,
        coalesce(visit_counts.proving, 0) as proving,
        coalesce(visit_counts.proving_visits, 0) as proving_visits,
        coalesce(visit_counts.blocked, 0) as blocked,
        coalesce(gap_words.gaps, 0) as gaps,
        gap_words.words as gap_words,
        trouble_words.words as trouble_words,
        unread_words.words as unread_words,
        coalesce(asked_of_archives.is_answered, false) as is_searched,
        asked_of_archives.words as archive_words,
        asked_of_archives.words_of_metadata
    from spans
    cross join feed_counts
    left join visit_counts
        on
            spans.incident_id = visit_counts.incident_id
            and feed_counts.outlet = visit_counts.outlet
    left join gap_words
        on
            spans.incident_id = gap_words.incident_id
            and feed_counts.outlet = gap_words.outlet
    left join trouble_words
        on
            spans.incident_id = trouble_words.incident_id
            and feed_counts.outlet = trouble_words.outlet
    left join unread_words
        on
            spans.incident_id = unread_words.incident_id
            and feed_counts.outlet = unread_words.outlet
    left join asked_of_archives
        on
            spans.incident_id = asked_of_archives.incident_id
            and feed_counts.outlet = asked_of_archives.outlet
),

judged as (
    select
        joined.outlet,
        joined.incident_id,
        case when joined.is_fetched then joined.gaps else 0 end as gaps,
        case
            when not joined.is_fetched or not joined.has_begun then 'not_observed'
            -- what only finds proves no silence, and yet it was looked
            when joined.proving = 0 and not joined.is_searched then 'not_observed'
            when
                joined.proving = 0
                or joined.gaps > 0
                or joined.blocked > 0
                or joined.unread_words is not null
                then 'partly_observed'
            else 'observed'
        end as observed,
        case
            when not joined.is_fetched
                then concat_ws(
                    '; ',
                    'listed only, never visited (fetch: false)',
                    joined.words_of_metadata
                )
            when not joined.has_days then 'no day is asked for'
            when not joined.has_begun then 'the days asked for have not begun'
            when joined.proving = 0
                then concat_ws(
                    '; ',
                    joined.archive_words,
                    case
                        when joined.feeds = 0 then 'no feed is configured'
                        when joined.visits = 0 then 'no visit in these days'
                        else
                            count_words(joined.visits, 'visit')
                            || ', none of which proves that nothing was missed'
                    end,
                    joined.trouble_words,
                    joined.unread_words
                )
            when
                joined.gaps > 0
                or joined.blocked > 0
                or joined.unread_words is not null
                then concat_ws(
                    '; ',
                    joined.archive_words,
                    joined.gap_words,
                    joined.trouble_words,
                    joined.unread_words
                )
            else
                concat_ws(
                    '; ',
                    case
                        when joined.proving_visits > 0
                            then
                                'complete: '
                                || count_words(joined.visits, 'visit')
                                || ' of '
                                || count_words(joined.feeds, 'feed')
                    end,
                    joined.archive_words,
                    joined.trouble_words
                )
        end as detail
    from joined
)

select
    judged.outlet,
    judged.incident_id as incident,
    judged.observed,
    judged.detail,
    judged.gaps
from judged;

comment on macro table observed is
'observed(incident, since, until, as_of): one row per outlet and incident: observed (by visits of its feeds, or by an archive that lists all), partly_observed (an archive that only finds makes it no more) or not_observed in its days, as known at as_of (UTC), why, and how many gaps its feeds leave there; null is no limit, and every incident';
