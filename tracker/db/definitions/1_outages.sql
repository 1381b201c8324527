-- Between two good visits lie the bad ones, or a pause of ours, or more news than the
-- feed's window holds. Each spell is one such time; where the next follows at once and
-- has the same cause, both are one.
create or replace macro outages(since_at, until_at) as table
with

newest as (
    select max(polls.polled_at) as closes_at
    from polls
    where
        polls.via is null
        and (until_at::timestamp is null or polls.polled_at <= until_at::timestamp)
),

bounds as (
    select
        newest.closes_at,
        coalesce(since_at::timestamp, newest.closes_at - interval 30 day) as opens_at
    from newest
),

breaks as materialized (
    select
        pauses.from_at,
        pauses.to_at
    from
        pauses(
            (select bounds.opens_at from bounds), (select bounds.closes_at from bounds)
        ) as pauses
),

visited as materialized (
    select
        feeds.outlet,
        feeds.feed_url,
        feeds.kind,
        row_number() over () as source,
        feeds.configured is distinct from false
        and feeds.state is distinct from 'off'
        and outlets.fetched is distinct from false as is_current
    from feeds
    left join outlets on feeds.outlet = outlets.outlet
),

earlier as (
    select
        visited.source,
        max(polls.polled_at) as any_at,
        max(polls.polled_at) filter (where is_good(polls.outcome)) as good_at
    from polls
    inner join visited
        on polls.feed_url = visited.feed_url and polls.outlet = visited.outlet
    inner join bounds on polls.polled_at < bounds.opens_at
    where polls.via is null
    group by visited.source
),

-- What stood before these days is told by two visits: the last good one, and the last.
-- The end of the days comes last, for it ends a wait that still lasts.
looks as (
    select
        visited.source,
        polls.polled_at,
        is_good(polls.outcome) as is_good,
        polls.complete_from_at
    from polls
    inner join visited
        on polls.feed_url = visited.feed_url and polls.outlet = visited.outlet
    inner join bounds
        on
            polls.polled_at >= bounds.opens_at
            and polls.polled_at <= bounds.closes_at
    where polls.via is null
    union all
    select
        earlier.source,
        earlier.good_at as polled_at,
        true as is_good,
        null as complete_from_at
    from earlier
    where earlier.good_at is not null
    union all
    select
        earlier.source,
        earlier.any_at as polled_at,
        false as is_good,
        null as complete_from_at
    from earlier
    where earlier.any_at > earlier.good_at or earlier.good_at is null
    union all
    select
        visited.source,
        bounds.closes_at as polled_at,
        null as is_good,
        null as complete_from_at
    from visited
    cross join bounds
    where visited.is_current and bounds.closes_at is not null
),

steps as (
    select
        looks.source,
        looks.polled_at,
        looks.is_good,
        looks.complete_from_at,
        lag(looks.polled_at) over each_feed as previous_at,
        lag(looks.is_good) over each_feed as after_good
    from looks
    window each_feed as (
        partition by looks.source order by looks.polled_at asc, looks.is_good asc
    )
),

notable as materialized (
    select
        steps.source,
        steps.polled_at,
        steps.previous_at,
        steps.is_good,
        steps.complete_from_at,
        case
            when not steps.is_good then 'bad'
            when not steps.after_good then 'mended'
            when steps.complete_from_at <= steps.previous_at then 'proved'
            when steps.is_good then 'unproved'
            else 'open'
        end as step
    from steps
    where
        not steps.is_good
        or (not steps.after_good and steps.is_good)
        or (
            steps.after_good
            and (
                coalesce(steps.complete_from_at > steps.previous_at, steps.is_good)
                or steps.polled_at - steps.previous_at > interval 2 hour
            )
        )
),

told as (
    select
        notable.source,
        notable.polled_at,
        notable.previous_at,
        notable.is_good,
        notable.complete_from_at,
        notable.step,
        visited.kind,
        polls.outcome,
        polls.detail
    from notable
    inner join visited on notable.source = visited.source
    left join polls
        on
            visited.feed_url = polls.feed_url
            and visited.outlet = polls.outlet
            and notable.polled_at = polls.polled_at
            and polls.via is null
),

-- Of a wait between good visits the last one may have noted whose wish it was.
waits as (
    select
        told.source,
        told.polled_at,
        max(wish_of(polls.detail)) as wish_at,
        max(breaks.to_at) as paused_to
    from told
    inner join visited on told.source = visited.source
    left join polls
        on
            visited.feed_url = polls.feed_url
            and visited.outlet = polls.outlet
            and told.previous_at = polls.polled_at
            and polls.via is null
    left join breaks
        on told.previous_at <= breaks.from_at and told.polled_at >= breaks.to_at
    where told.step in ('unproved', 'proved', 'open')
    group by told.source, told.polled_at
),

usual as (
    select
        looks.source,
        (max(looks.polled_at) - min(looks.polled_at)) / greatest(count(*) - 1, 1)
            as distance
    from looks
    group by looks.source
),

caused as (
    select
        told.source,
        told.polled_at,
        told.previous_at,
        told.is_good,
        told.complete_from_at,
        told.step,
        told.outcome,
        told.detail,
        coalesce(waits.wish_at, wish_of(told.detail)) as wish_at,
        case
            when told.step in ('bad', 'mended') then 'no_answer'
            when
                waits.paused_to is not null
                and coalesce(waits.wish_at < waits.paused_to, true)
                then 'not_visited'
            when told.step <> 'unproved' then null
            when waits.wish_at is not null then 'asked_to_wait'
            when
                told.polled_at - told.previous_at
                > greatest(interval 2 hour, 3 * usual.distance)
                then 'not_visited'
            when contains(told.detail, 'window was overrun') then 'overrun'
            when told.kind <> 'sitemap' then 'incomplete'
            when gap_of(told.detail) <> gap_of('not a dated list') then 'incomplete'
        end as cause
    from told
    left join waits
        on told.source = waits.source and told.polled_at = waits.polled_at
    left join usual on told.source = usual.source
),

begun as (
    select
        caused.source,
        caused.polled_at,
        caused.previous_at,
        caused.is_good,
        caused.complete_from_at,
        caused.step,
        caused.outcome,
        caused.detail,
        caused.wish_at,
        caused.cause,
        coalesce(
            lag(caused.polled_at) over each_feed <> caused.previous_at
            or lag(caused.cause) over each_feed <> caused.cause
            or lag(caused.step) over each_feed = 'mended',
            true
        ) as is_new
    from caused
    where caused.cause is not null
    window each_feed as (
        partition by caused.source order by caused.polled_at asc, caused.is_good asc
    )
),

numbered as materialized (
    select
        begun.source,
        begun.polled_at,
        begun.previous_at,
        begun.is_good,
        begun.complete_from_at,
        begun.step,
        begun.outcome,
        begun.wish_at,
        begun.cause,
        case
            when begun.step = 'bad' then without_wish(begun.detail)
            else gap_of(begun.detail)
        end as reason,
        put_off(begun.outcome, begun.detail) as is_put_off,
        count_if(begun.is_new) over (
            partition by begun.source
            order by begun.polled_at asc, begun.is_good asc
            rows between unbounded preceding and current row
        ) as spell
    from begun
),

spells as materialized (
    select
        numbered.source,
        numbered.spell,
        any_value(numbered.cause) as cause,
        -- before the first good visit nothing is known
        case
            when not bool_or(numbered.previous_at is null)
                then min(numbered.previous_at)
        end as from_at,
        case
            when
                bool_and(numbered.is_good is not null)
                and bool_or(numbered.step <> 'bad')
                then max(numbered.polled_at)
        end as to_at,
        max(numbered.wish_at) as wish_at,
        bool_and(numbered.step = 'proved') as is_proved,
        max(numbered.complete_from_at) filter (where numbered.step = 'mended')
            as proof_from,
        arg_max(numbered.outcome, numbered.polled_at)
            filter (where numbered.step = 'bad')
            as last_outcome,
        bool_and(numbered.is_put_off) filter (where numbered.step = 'bad')
            as is_put_off
    from numbered
    group by numbered.source, numbered.spell
),

paused as (
    select
        spells.source,
        spells.spell,
        min(breaks.from_at) as from_at,
        max(breaks.to_at) as to_at,
        sum(epoch(breaks.to_at) - epoch(breaks.from_at)) as seconds
    from spells
    cross join bounds
    inner join breaks
        on
            spells.from_at <= breaks.from_at
            and coalesce(spells.to_at, bounds.closes_at) >= breaks.to_at
    group by spells.source, spells.spell
),

feed_outages as materialized (
    select
        visited.outlet,
        visited.feed_url,
        visited.is_current,
        spells.source,
        spells.spell,
        spells.from_at,
        spells.to_at,
        spells.wish_at,
        paused.from_at as paused_from,
        paused.to_at as paused_to,
        case
            when spells.to_at is null then null
            when spells.cause <> 'no_answer' then spells.is_proved
            else coalesce(spells.proof_from <= spells.from_at, false)
        end as is_proved,
        case
            when spells.cause <> 'no_answer' then spells.cause
            when
                2 * paused.seconds
                >= epoch(coalesce(spells.to_at, bounds.closes_at))
                - epoch(spells.from_at)
                then 'not_visited'
            when spells.is_put_off then 'asked_to_wait'
            when spells.last_outcome = 'blocked' then 'refused'
            when spells.last_outcome = 'gone' then 'gone'
            else 'no_answer'
        end as kind
    from spells
    inner join visited on spells.source = visited.source
    cross join bounds
    left join paused
        on spells.source = paused.source and spells.spell = paused.spell
    -- what was over before these days is not theirs
    where coalesce(spells.to_at > bounds.opens_at, true)
),

-- A feed that was not visited yet helps its outlet as little as one that is out.
first_looks as (
    select
        visited.outlet,
        visited.source,
        min(looks.polled_at) filter (where looks.is_good is not null) as first_at
    from visited
    left join looks on visited.source = looks.source
    where visited.is_current
    group by visited.outlet, visited.source
),

outlet_feeds as (
    select
        first_looks.outlet,
        count(*) as feeds
    from first_looks
    group by first_looks.outlet
),

-- Returns count before what begins in the same moment: a good visit parts two outages.
outlet_turns as (
    select
        feed_outages.outlet,
        coalesce(feed_outages.from_at, first_looks.first_at) as turn_at,
        false as is_return,
        1 as feeds,
        1 as outages
    from feed_outages
    inner join first_looks on feed_outages.source = first_looks.source
    where feed_outages.kind not in ('overrun', 'incomplete')
    union all
    select
        feed_outages.outlet,
        feed_outages.to_at as turn_at,
        true as is_return,
        -1 as feeds,
        -1 as outages
    from feed_outages
    where
        feed_outages.is_current
        and feed_outages.kind not in ('overrun', 'incomplete')
        and feed_outages.to_at is not null
    union all
    select
        first_looks.outlet,
        '-infinity'::timestamp as turn_at,
        false as is_return,
        1 as feeds,
        0 as outages
    from first_looks
    union all
    select
        first_looks.outlet,
        first_looks.first_at as turn_at,
        false as is_return,
        -1 as feeds,
        0 as outages
    from first_looks
    where first_looks.first_at is not null
),

outlet_changes as (
    select
        outlet_turns.outlet,
        outlet_turns.turn_at,
        outlet_turns.is_return,
        sum(outlet_turns.feeds) as feeds,
        sum(outlet_turns.outages) as outages
    from outlet_turns
    group by outlet_turns.outlet, outlet_turns.turn_at, outlet_turns.is_return
),

outlet_states as (
    select
        outlet_changes.outlet,
        outlet_changes.turn_at,
        outlet_changes.is_return,
        sum(outlet_changes.feeds) over so_far = outlet_feeds.feeds
        and sum(outlet_changes.outages) over so_far > 0 as is_out
    from outlet_changes
    inner join outlet_feeds on outlet_changes.outlet = outlet_feeds.outlet
    where outlet_feeds.feeds > 1
    window so_far as (
        partition by outlet_changes.outlet
        order by outlet_changes.turn_at asc, outlet_changes.is_return desc
        rows between unbounded preceding and current row
    )
),

outlet_flips as (
    select
        outlet_states.outlet,
        outlet_states.turn_at,
        outlet_states.is_return,
        outlet_states.is_out
    from outlet_states
    qualify
        outlet_states.is_out is distinct from lag(outlet_states.is_out, 1, false) over (
            partition by outlet_states.outlet
            order by outlet_states.turn_at asc, outlet_states.is_return desc
        )
),

outlet_outages as (
    select
        outlet_flips.outlet,
        nullif(outlet_flips.turn_at, '-infinity'::timestamp) as from_at,
        outlet_flips.is_out,
        lead(outlet_flips.turn_at) over each_outlet as to_at,
        lead(outlet_flips.is_return) over each_outlet as is_return
    from outlet_flips
    window each_outlet as (
        partition by outlet_flips.outlet
        order by outlet_flips.turn_at asc, outlet_flips.is_return desc
    )
),

found as materialized (
    select
        feed_outages.outlet,
        feed_outages.feed_url,
        feed_outages.source,
        feed_outages.spell,
        feed_outages.from_at,
        feed_outages.to_at,
        row_number() over () as outage
    from feed_outages
    union all
    select
        outlet_outages.outlet,
        null as feed_url,
        null as source,
        null as spell,
        outlet_outages.from_at,
        outlet_outages.to_at,
        -row_number() over () as outage
    from outlet_outages
    where
        outlet_outages.is_out
        -- when a crawler begins, one feed fails before the next has had its first visit
        and coalesce(
            outlet_outages.is_return
            or outlet_outages.to_at - outlet_outages.from_at > interval 2 hour,
            true
        )
),

members as materialized (
    select
        found.outage,
        feed_outages.source,
        feed_outages.spell,
        feed_outages.kind,
        feed_outages.is_proved,
        feed_outages.wish_at,
        feed_outages.paused_from,
        feed_outages.paused_to,
        coalesce(feed_outages.paused_from < found.to_at, true)
        and coalesce(feed_outages.paused_to > found.from_at, true)
            as is_paused,
        found.from_at,
        found.to_at
    from found
    inner join feed_outages
        on
            found.source = feed_outages.source
            and found.spell = feed_outages.spell
    union all
    select
        found.outage,
        feed_outages.source,
        feed_outages.spell,
        feed_outages.kind,
        feed_outages.is_proved,
        feed_outages.wish_at,
        feed_outages.paused_from,
        feed_outages.paused_to,
        coalesce(feed_outages.paused_from < found.to_at, true)
        and coalesce(feed_outages.paused_to > found.from_at, true)
            as is_paused,
        found.from_at,
        found.to_at
    from found
    inner join feed_outages
        on
            found.outlet = feed_outages.outlet
            and feed_outages.is_current
            and feed_outages.kind not in ('overrun', 'incomplete')
            and coalesce(feed_outages.from_at < found.to_at, true)
            and coalesce(feed_outages.to_at > found.from_at, true)
    where found.source is null
),

reasons as (
    select
        members.outage,
        numbered.reason,
        count_if(numbered.step in ('bad', 'unproved')) as visits,
        row_number() over (
            partition by members.outage
            order by
                numbered.reason is null asc,
                count_if(numbered.step in ('bad', 'unproved')) desc,
                numbered.reason asc
        ) as place
    from members
    inner join numbered
        on members.source = numbered.source and members.spell = numbered.spell
    where
        coalesce(numbered.polled_at >= members.from_at, true)
        and coalesce(numbered.polled_at <= members.to_at, true)
    group by members.outage, numbered.reason
),

-- The three that were said most often say enough.
reason_words as (
    select
        reasons.outage,
        sum(reasons.visits)::bigint as visits,
        string_agg(
            reasons.reason
            || case
                when reasons.visits > 0
                    then ' (' || count_words(reasons.visits, 'visit') || ')'
                else ''
            end,
            ', ' order by reasons.place asc
        ) filter (where reasons.place <= 3 and reasons.reason <> '') as words
    from reasons
    group by reasons.outage
),

causes as (
    select
        members.outage,
        mode(members.kind order by members.kind asc) as kind,
        bool_and(coalesce(members.is_proved, false)) as is_proved,
        min(members.paused_from) filter (where members.is_paused) as paused_from,
        max(members.paused_to) filter (where members.is_paused) as paused_to,
        max(members.wish_at) as wish_at
    from members
    group by members.outage
)

select
    found.outlet,
    found.feed_url,
    coalesce(found.feed_url is null or outlet_feeds.feeds = 1, false) as whole_outlet,
    causes.kind,
    found.from_at,
    found.to_at,
    (epoch(coalesce(found.to_at, bounds.closes_at)) - epoch(found.from_at)) / 3600
        as hours,
    reason_words.visits,
    case when found.to_at is not null then causes.is_proved end as proved,
    concat_ws(
        '; ',
        case
            when causes.paused_from is not null
                then
                    'the crawler was not running: '
                    || span_words(causes.paused_from, causes.paused_to)
        end,
        case
            when causes.kind = 'asked_to_wait'
                then
                    'the server asked us to wait, at last until '
                    || local_minute(causes.wish_at)
            when causes.kind = 'not_visited' and causes.paused_from is null
                then 'this feed was not visited'
        end,
        reason_words.words
    ) as detail
from found
cross join bounds
inner join causes on found.outage = causes.outage
left join reason_words on found.outage = reason_words.outage
left join outlet_feeds on found.outlet = outlet_feeds.outlet
where
    found.feed_url is not null
    -- between the good visits of two feeds there is always a moment without any
    or reason_words.visits > 0
    or causes.paused_from is not null;

comment on macro table outages is
'outages(since_at, until_at): one row per time without a good visit, or for which the next good visit cannot vouch, of a feed or (feed_url null) of all feeds of an outlet together; from the last good visit (null: there was none) to the next (null: it lasts). kind: no_answer, refused, gone, asked_to_wait (by the server), not_visited (by us), overrun (more news than the window of the feed holds), incomplete (read, but not whole). proved: the next good visit proves that nothing was overlooked. Limits are UTC times; else the 30 days before the newest visit';
