-- purpose: Which numbers does each outlet print of a quantity, and who prints another
-- purpose: one for the same? Two outlets conflict only where they count the same thing
-- purpose: and no number would suit both; who counts something else stands beside. Who
-- purpose: is right is not said. All publications count, copies too. Numbers of other
-- purpose: events (voice background) are left out; what an outlet prints only as denied
-- purpose: conflicts with nothing. Evidence lists the sentences: layer=figure, by fact.
-- grain: one row per quantity, referent, outlet and interval (low to high)
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only rows of this outlet; it may conflict with any other
-- param language varchar?: only articles in this language, such as sq
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column quantity varchar: what is told, such as detained
-- column referent varchar: what is counted, such as people
-- column outlet varchar: outlet id
-- column surfaces varchar: the number as printed, in every form
-- column conflicts_with varchar: numbers that rule this one out, with their outlets
-- column conflicts bigint: how many outlets these are
-- column other_referents varchar: numbers of something else, with their outlets
-- column hint varchar: where numbers add up: the sum that this one may be part of
-- column articles bigint: articles that print it
-- column uses bigint: times it is printed; one number stands once for all its facts
-- column modes varchar: every voice in which it was found
-- column first_from_at timestamp: first printed not before, UTC; null: open
-- column first_to_at timestamp: first printed not after, UTC
-- column low double: smallest number that the words allow
-- column high double: largest number that they allow; null: no limit
-- column facts varchar: facts of which it tells the quantity
-- example: tracker report value_conflicts incident=durres_fair
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.day,
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
    where $language::varchar is null or corpus.language = $language::varchar
),

-- earlier texts as well: since when does the article print the number?
printed as (
    select
        texts.outlet,
        texts.article_id,
        texts.day,
        texts.published_from_at,
        texts.published_to_at,
        texts.version = figures.version as stands,
        figures.quantity,
        figures.referent,
        figures.low,
        coalesce(figures.high, 'infinity'::double) as high,
        figures.fact,
        figures.field,
        figures.start_char,
        figures.surface,
        figures.voice,
        min(figures.version) over (
            partition by
                figures.article_id,
                figures.quantity,
                figures.referent,
                figures.low,
                figures.high
        ) as first_version
    from texts
    inner join figures
        on
            texts.day = figures.day
            and texts.article_id = figures.article_id
            and texts.version >= figures.version
    where figures.incident = $incident and figures.voice <> 'background'
),

numbers as materialized (
    select
        printed.outlet,
        printed.quantity,
        printed.referent,
        printed.low,
        printed.high,
        row_number() over () as number_id,
        string_agg(distinct printed.surface, ', ' order by printed.surface asc)
            as surfaces,
        string_agg(distinct printed.voice, ', ' order by printed.voice asc) as modes,
        bool_or(printed.voice <> 'denied') as is_stated,
        string_agg(distinct printed.fact, ', ' order by printed.fact asc) as facts,
        count(distinct printed.article_id) as articles,
        count(
            distinct concat_ws(
                ' ', printed.article_id, printed.field, printed.start_char
            )
        ) as uses,
        -- where the beginning is not known it is open, and so is the earliest of all
        min(
            coalesce(
                case
                    when printed.first_version > 1 then versions.previous_check_at
                end,
                printed.published_from_at,
                '-infinity'::timestamp
            )
        ) as first_from_at,
        min(
            case
                when printed.first_version = 1 then printed.published_to_at
                else versions.seen_at
            end
        ) as first_to_at
    from printed
    inner join versions
        on
            printed.day = versions.day
            and printed.article_id = versions.article_id
            and printed.first_version = versions.version
    where printed.stands
    group by
        printed.outlet,
        printed.quantity,
        printed.referent,
        printed.low,
        printed.high
),

-- the same number of all outlets
shared as materialized (
    select
        numbers.quantity,
        numbers.referent,
        numbers.low,
        numbers.high,
        list(numbers.number_id) as number_ids,
        list(numbers.outlet order by numbers.outlet asc) as outlets,
        case
            when numbers.low = numbers.high then printf('%.15g', numbers.low)
            else string_agg(distinct numbers.surfaces, ', ' order by numbers.surfaces)
        end as words,
        numbers.is_stated
    from numbers
    group by
        numbers.quantity,
        numbers.referent,
        numbers.low,
        numbers.high,
        numbers.is_stated
),

ruled_out as (
    select
        numbers.number_id,
        numbers.outlet,
        shared.low,
        shared.high,
        shared.words,
        unnest(shared.outlets) as other_outlet
    from numbers
    inner join shared
        on
            numbers.quantity = shared.quantity
            and numbers.referent = shared.referent
            and (numbers.high < shared.low or numbers.low > shared.high)
    where numbers.is_stated and shared.is_stated
),

conflicting as (
    select
        ruled_out.number_id,
        ruled_out.low,
        ruled_out.high,
        ruled_out.words,
        list(ruled_out.other_outlet order by ruled_out.other_outlet asc) as outlets
    from ruled_out
    where ruled_out.outlet <> ruled_out.other_outlet
    group by ruled_out.number_id, ruled_out.low, ruled_out.high, ruled_out.words
),

conflicts as (
    select
        conflicting.number_id,
        len(list_distinct(flatten(list(conflicting.outlets)))) as outlets,
        string_agg(
            conflicting.words
            || ' ('
            || array_to_string(conflicting.outlets, ', ')
            || ')',
            '; ' order by conflicting.low asc, conflicting.high asc
        ) as words
    from conflicting
    group by conflicting.number_id
),

counted as (
    select
        shared.quantity,
        shared.referent,
        shared.low,
        shared.high,
        shared.number_ids,
        shared.is_stated,
        shared.words
        || ' '
        || shared.referent
        || ' ('
        || array_to_string(shared.outlets, ', ')
        || ')' as words
    from shared
),

others as (
    select
        referents.quantity,
        referents.referent,
        string_agg(
            counted.words,
            '; '
            order by
                counted.referent asc,
                counted.low asc,
                counted.high asc,
                counted.is_stated desc
        ) as words
    from
        (
            select distinct
                numbers.quantity,
                numbers.referent
            from numbers
        ) as referents
    inner join counted
        on
            referents.quantity = counted.quantity
            and referents.referent <> counted.referent
    group by referents.quantity, referents.referent
),

plain as (
    select
        counted.quantity,
        counted.referent,
        counted.low as number,
        counted.number_ids,
        counted.words
    from counted
    where counted.low = counted.high and counted.low > 0 and counted.is_stated
),

sums as (
    select
        wholes.words || ' = ' || parts.words || ' + ' || rests.words as words,
        unnest(
            list_concat(wholes.number_ids, parts.number_ids, rests.number_ids)
        ) as number_id
    from plain as wholes
    inner join plain as parts
        on
            wholes.quantity = parts.quantity
            and wholes.referent <> parts.referent
            and wholes.number > parts.number
    inner join plain as rests
        on
            parts.quantity = rests.quantity
            and parts.referent < rests.referent
            and wholes.referent <> rests.referent
            and wholes.number - parts.number = rests.number
),

hints as (
    select
        sums.number_id,
        string_agg(sums.words, '; ' order by sums.words asc) as words
    from sums
    group by sums.number_id
)

select
    numbers.quantity,
    numbers.referent,
    numbers.outlet,
    numbers.surfaces,
    conflicts.words as conflicts_with,
    coalesce(conflicts.outlets, 0) as conflicts,
    others.words as other_referents,
    hints.words as hint,
    numbers.articles,
    numbers.uses,
    numbers.modes,
    case when isfinite(numbers.first_from_at) then numbers.first_from_at end
        as first_from_at,
    numbers.first_to_at,
    numbers.low,
    case when isfinite(numbers.high) then numbers.high end as high,
    numbers.facts
from numbers
left join conflicts on numbers.number_id = conflicts.number_id
left join others
    on
        numbers.quantity = others.quantity and numbers.referent = others.referent
left join hints on numbers.number_id = hints.number_id
where $outlet::varchar is null or numbers.outlet = $outlet::varchar
order by
    numbers.quantity asc,
    numbers.referent asc,
    numbers.outlet asc,
    numbers.low asc,
    numbers.high asc
