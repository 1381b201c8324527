-- What reports share, so that none of them can forget a floor, a zone or a copy.
-- `settings` holds the zone: a file read elsewhere keeps its day boundaries.

create macro zone() as (
    select coalesce(max(settings.value), 'UTC') from settings where settings.name = 'zone'
);

comment on macro zone is
'zone(): the zone of the configuration, in which days begin and end';

create macro local_day(ts) as
cast((ts at time zone 'UTC') at time zone zone() as date);

comment on macro local_day is
'local_day(ts): local day of a UTC time; a filter on it reads the whole table, so filter with day_start';

create macro day_start(day) as
(cast(day as timestamp) at time zone zone()) at time zone 'UTC';

comment on macro day_start is
'day_start(day): UTC time at which a local day begins';

create macro local_words(ts) as
strftime((ts at time zone 'UTC') at time zone zone(), '%-d %B %H:%M');

comment on macro local_words is
'local_words(ts): a UTC time in local words, such as 3 March 09:00';

create macro count_words(n, noun) as
n || ' ' || noun || case when n = 1 then '' else 's' end;

comment on macro count_words is
'count_words(n, noun): 1 visit, 2 visits';

create macro is_unread(outcome, article_id) as
article_id is null
and outcome in ('failed', 'blocked', 'gone', 'pending', 'paywalled', 'too_large');

comment on macro is_unread is
'is_unread(outcome, article_id): a page that may have been an article and was never read; an article whose later visit failed was read before';

create macro is_coded_by(config_hash, part) as
coalesce(
    split_part(
        config_hash, '.', list_position(['actors', 'labels', 'incidents', 'facts'], part)
    ) = (select max(settings.value) from settings where settings.name = part || '_hash'),
    not exists (select 1 from settings where settings.name = part || '_hash')
);

comment on macro is_coded_by is
'is_coded_by(config_hash, part): what has this hash was judged by the actors, labels, incidents or facts (part) of the configuration as it is now; true where the database does not hold the configuration';

-- Wilson 1927 as in Newcombe 1998, 95 %. The constants are z² / 2, z, z² / 4 and z²;
-- as decimals they overflow, as does k * (n - k) in 32 bits, hence the casts.
create macro wilson_lo(k, n) as
case
    when n > 0
        then greatest(
            0,
            (
                k + 1.920729410347062::double
                - 1.959963984540054::double
                * sqrt(k::double * (n - k) / n + 0.960364705173531::double)
            ) / (n + 3.841458820694124::double)
        )
end;

comment on macro wilson_lo is
'wilson_lo(k, n): lower end of the 95 % Wilson interval of k of n';

create macro wilson_hi(k, n) as
case
    when n > 0
        then least(
            1,
            (
                k + 1.920729410347062::double
                + 1.959963984540054::double
                * sqrt(k::double * (n - k) / n + 0.960364705173531::double)
            ) / (n + 3.841458820694124::double)
        )
end;

comment on macro wilson_hi is
'wilson_hi(k, n): upper end of the 95 % Wilson interval of k of n';

-- Five articles are the least on which a share of articles is printed.
create macro share_of(k, n, floor := 5) as
case when n >= floor and k between 0 and n then k / nullif(n, 0) end;

comment on macro share_of is
'share_of(k, n, floor := 5): k / n, null below the floor or where k is no part of n';

create macro share_low(k, n, floor := 5) as
case when n >= floor and k between 0 and n then wilson_lo(k, n) end;

comment on macro share_low is
'share_low(k, n, floor := 5): lower end of the 95 % interval, null where share_of is';

create macro share_high(k, n, floor := 5) as
case when n >= floor and k between 0 and n then wilson_hi(k, n) end;

comment on macro share_high is
'share_high(k, n, floor := 5): upper end of the 95 % interval, null where share_of is';

create macro support_of(n, floor := 5) as
case
    when n >= floor then 'enough'
    else 'not enough (n=' || coalesce(cast(n as varchar), 'not known') || ')'
end;

comment on macro support_of is
'support_of(n, floor := 5): enough, or not enough (n=…) below the floor';

create macro corpus(incident, since, until, version, as_of) as table
with

asked_for as (
    select
        incident_articles.incident as incident_id,
        incident_articles.role,
        incident_articles.reason,
        articles.article_id,
        articles.outlet,
        articles.url,
        articles.language,
        articles.day,
        articles.published_at,
        articles.published_precision,
        articles.published_from_at,
        articles.published_to_at,
        articles.first_seen_at,
        articles.flags,
        coalesce(articles.copy_cluster, articles.article_id) as copy_cluster,
        versions.version as text_version,
        versions.title,
        versions.words,
        versions.config_hash,
        row_number() over (
            partition by articles.article_id order by versions.version desc
        ) as text_rank
    from incident_articles
    inner join articles on incident_articles.article_id = articles.article_id
    inner join versions
        on articles.day = versions.day and articles.article_id = versions.article_id
    where
        incident_articles.incident = incident
        and (since::date is null or articles.day >= since::date)
        and (until::date is null or articles.day <= until::date)
        and (
            as_of::timestamp is null
            or (
                articles.first_seen_at <= as_of::timestamp
                and versions.seen_at <= as_of::timestamp
            )
        )
        and case
            when version::varchar is distinct from 'latest' then versions.version = 1
            -- the stored flag is the newest of all; then the newest is looked for
            when as_of::timestamp is null then versions.latest
            else true
        end
)

select
    asked_for.incident_id as incident,
    asked_for.article_id,
    asked_for.outlet,
    asked_for.language,
    asked_for.day,
    asked_for.role,
    asked_for.reason,
    asked_for.url,
    asked_for.title,
    asked_for.words,
    asked_for.config_hash,
    asked_for.text_version as version,
    asked_for.published_at,
    asked_for.published_precision,
    asked_for.published_from_at,
    asked_for.published_to_at,
    asked_for.first_seen_at,
    asked_for.flags,
    asked_for.copy_cluster,
    -- 1 is the text that stands for its copies: the earliest, which names the cluster
    row_number() over (
        partition by asked_for.outlet, asked_for.copy_cluster
        order by
            asked_for.article_id <> asked_for.copy_cluster asc,
            coalesce(asked_for.published_at, asked_for.first_seen_at) asc,
            asked_for.article_id asc
    ) as copy_in_outlet,
    row_number() over (
        partition by asked_for.copy_cluster
        order by
            asked_for.article_id <> asked_for.copy_cluster asc,
            coalesce(asked_for.published_at, asked_for.first_seen_at) asc,
            asked_for.article_id asc
    ) as copy_overall
from asked_for
where asked_for.text_rank = 1;

comment on macro table corpus is
'corpus(incident, since, until, version, as_of): one row per article of the incident, with the text asked for (latest, else the first) and its rank among the copies within the outlet and over all; since and until are local days, both inclusive, as_of a UTC time; null is no limit';

create macro observed(incident, since, until, as_of) as table
with

spans as (
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
    where incident::varchar is null or incidents.incident = incident::varchar
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

visits as materialized (
    select
        spans.incident_id,
        polls.outlet,
        polls.feed_url,
        polls.outcome,
        polls.detail,
        polls.polled_at >= spans.starts_at and polls.polled_at < spans.ends_at
            as is_inside,
        -- the listing of an archive is complete for the outlet, not for one feed
        coalesce(feeds.kind in ('sitemap', 'wordpress'), feeds.feed_url is null)
            as lists_all,
        greatest(polls.complete_from_at, spans.starts_at) as seen_from,
        least(polls.complete_to_at, spans.ends_at) as seen_to,
        coalesce(
            polls.complete_from_at < spans.ends_at
            and polls.complete_to_at > spans.starts_at
            and polls.complete_from_at < polls.complete_to_at,
            false
        ) as proves
    from polls
    inner join spans
        on
            spans.starts_at < spans.ends_at
            and greatest(polls.polled_at, polls.complete_to_at) >= spans.starts_at
            and least(polls.polled_at, polls.complete_from_at) < spans.ends_at
    left join feeds
        on polls.feed_url = feeds.feed_url and polls.outlet = feeds.outlet
    where as_of::timestamp is null or polls.polled_at <= as_of::timestamp
),

stretches as (
    select
        visits.incident_id,
        required.outlet,
        required.feed_url,
        visits.seen_from,
        visits.seen_to
    from visits
    inner join required
        on visits.outlet = required.outlet and visits.feed_url = required.feed_url
    where visits.proves
    union all
    select
        visits.incident_id,
        required.outlet,
        required.feed_url,
        visits.seen_from,
        visits.seen_to
    from visits
    inner join required on visits.outlet = required.outlet
    where
        visits.proves
        and visits.lists_all
        and visits.feed_url is distinct from required.feed_url
),

-- The end of the window closes the row of stretches, so that each gap ends at one.
bounded as (
    select
        stretches.incident_id,
        stretches.outlet,
        stretches.feed_url,
        stretches.seen_from,
        stretches.seen_to
    from stretches
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
            end,
            '; ' order by gaps.gap_from asc
        ) filter (where gaps.gap <= 3)
        || case
            when count(*) > 3 then '; ' || count_words(count(*) - 3, 'more gap')
            else ''
        end as words
    from gaps
    inner join spans on gaps.incident_id = spans.incident_id
    group by gaps.incident_id, gaps.outlet
),

troubles as (
    select
        visits.incident_id,
        visits.outlet,
        visits.outcome,
        visits.detail,
        count(*) as visits
    from visits
    where visits.is_inside and visits.outcome not in ('read', 'unchanged')
    group by visits.incident_id, visits.outlet, visits.outcome, visits.detail
),

trouble_words as (
    select
        troubles.incident_id,
        troubles.outlet,
        string_agg(
            count_words(troubles.visits, 'visit')
            || case troubles.outcome
                when 'blocked' then ' refused'
                when 'gone' then ' found no feed'
                when 'later'
                    then
                        case
                            when troubles.detail like '%asked%to wait%'
                                then ' put off by the server'
                            else ' could not be made'
                        end
                else ' ' || troubles.outcome
            end
            || case
                when troubles.detail <> '' then ' (' || troubles.detail || ')'
                else ''
            end,
            '; ' order by troubles.visits desc, troubles.outcome asc, troubles.detail asc
        ) as words
    from troubles
    group by troubles.incident_id, troubles.outlet
),

visit_counts as (
    select
        visits.incident_id,
        visits.outlet,
        -- those that evidence lists: also the one that closes the window from outside
        count_if(visits.is_inside or visits.proves) as visits,
        count_if(visits.proves) as proving,
        count_if(visits.is_inside and visits.outcome = 'blocked') as blocked
    from visits
    group by visits.incident_id, visits.outlet
),

-- Each version is coded by the configuration of its time.
coded_before as (
    select versions.article_id
    from versions
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
        pages.article_id,
        pages.checked_at,
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
    from pages
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
    left join coded_before on pages.article_id = coded_before.article_id
    left join incident_articles
        on
            pages.article_id = incident_articles.article_id
            and spans.incident_id = incident_articles.incident
    where as_of::timestamp is null or pages.first_seen_at <= as_of::timestamp
),

-- The ledger holds the last outcome only: what was read after `as_of` was unread then,
-- unless a text of it is known from before.
unread as (
    select
        ledger.incident_id,
        ledger.outlet,
        case
            when ledger.is_unread then replace(ledger.outcome, '_', ' ')
            when
                ledger.checked_at > as_of::timestamp
                and not exists (
                    select 1
                    from versions
                    where
                        versions.article_id = ledger.article_id
                        and versions.version = 1
                        and versions.seen_at <= as_of::timestamp
                )
                then 'not read yet'
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
        coalesce(visit_counts.blocked, 0) as blocked,
        coalesce(gap_words.gaps, 0) as gaps,
        gap_words.words as gap_words,
        trouble_words.words as trouble_words,
        unread_words.words as unread_words
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
),

judged as (
    select
        joined.outlet,
        joined.incident_id,
        case
            when not joined.is_fetched or not joined.has_begun or joined.proving = 0
                then 'not_observed'
            when
                joined.gaps > 0
                or joined.blocked > 0
                or joined.unread_words is not null
                then 'partly_observed'
            else 'observed'
        end as observed,
        case
            when not joined.is_fetched then 'listed only, never visited (fetch: false)'
            when not joined.has_days then 'no day is asked for'
            when not joined.has_begun then 'the days asked for have not begun'
            when joined.proving = 0
                then concat_ws(
                    '; ',
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
                    '; ', joined.gap_words, joined.trouble_words, joined.unread_words
                )
            else
                'complete: '
                || count_words(joined.visits, 'visit')
                || ' of '
                || count_words(joined.feeds, 'feed')
                || coalesce('; ' || joined.trouble_words, '')
        end as detail
    from joined
)

select
    judged.outlet,
    judged.incident_id as incident,
    judged.observed,
    judged.detail
from judged;

comment on macro table observed is
'observed(incident, since, until, as_of): one row per outlet and incident: observed, partly_observed or not_observed in its days, as known at as_of (UTC), and why; null is no limit, and every incident';
