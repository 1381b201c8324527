-- purpose: Which articles of the incident print the same text, which way it went, and
-- purpose: what changed on its way: headline, labels in the outlet's own voice,
-- purpose: speakers. First texts are compared, by runs of five words, in one language,
-- purpose: seven days apart at most. The thresholds are not calibrated: copy, 80 % of
-- purpose: the one in the other and half of the other in it; excerpt, 80 % of the one;
-- purpose: shared_source, 30 % of one of them, of two outlets. Length proves no
-- purpose: direction; earlier is not copied from. What b dropped or added is said of
-- purpose: first texts as the machine coded them.
-- grain: one row per pair of articles; pairs with one cluster make a chain
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only pairs of which one is this outlet's
-- param language varchar?: only articles in this language, such as sq
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column outlet_a varchar: outlet of a, from which the text went if that is known
-- column outlet_b varchar: outlet of b; direction not known: a is the smaller id
-- column kind varchar: copy, excerpt (one is part of the other) or shared_source
-- column direction varchar: copied_from (b says so), earlier (a was), not_known
-- column a_in_b double: share of a's runs that b has, 0 to 1; null: a text too short
-- column b_in_a double: share of b's runs that a has, 0 to 1; null likewise
-- column copied_from varchar: whom b credits: an outlet id, or an agency as printed
-- column title_a varchar: first headline of a
-- column title_b varchar: first headline of b
-- column headline_changed boolean: whether they differ, case and blanks aside
-- column labels_added varchar: labels of b that a does not have, as 'actor family'
-- column labels_dropped varchar: labels of a that b does not have; own voice, both
-- column speakers_dropped varchar: who speaks in a and not in b; null: nobody
-- column a_from_at timestamp: a appeared not before, UTC; null: open
-- column b_from_at timestamp: b appeared not before, UTC; null: open
-- column a_to_at timestamp: a appeared not after, UTC
-- column b_to_at timestamp: b appeared not after, UTC
-- column reason varchar: why, in one line
-- column coded_before boolean: one was coded before labels or quotes changed
-- column cluster varchar: cluster of copies, if both are in one: its earliest article
-- column article_a varchar: article id, for evidence
-- column article_b varchar: article id, for evidence
-- example: tracker report copies incident=durres_fair
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.day,
        corpus.title,
        corpus.published_from_at,
        corpus.published_to_at,
        corpus.copy_cluster,
        is_coded_by(corpus.config_hash, 'actors')
        and is_coded_by(corpus.config_hash, 'labels')
        and is_coded_by(corpus.config_hash, 'incidents') as is_current
    from
        corpus(
            $incident, $since::date, $until::date, 'first', $as_of::timestamp
        ) as corpus
    where ($language::varchar is null or corpus.language = $language::varchar)
),

pairs as materialized (
    select
        copy_pairs.article_a,
        copy_pairs.article_b,
        copy_pairs.kind,
        copy_pairs.direction,
        copy_pairs.a_in_b,
        copy_pairs.b_in_a,
        copy_pairs.reason,
        source.outlet as outlet_a,
        copier.outlet as outlet_b,
        source.title as title_a,
        copier.title as title_b,
        source.published_from_at as a_from_at,
        source.published_to_at as a_to_at,
        copier.published_from_at as b_from_at,
        copier.published_to_at as b_to_at,
        copier.day as day_b,
        case
            when source.copy_cluster = copier.copy_cluster then copier.copy_cluster
        end as cluster,
        not source.is_current or not copier.is_current as coded_before
    from copy_pairs
    inner join texts as source on copy_pairs.article_a = source.article_id
    inner join texts as copier on copy_pairs.article_b = copier.article_id
    where
        $outlet::varchar is null
        or source.outlet = $outlet::varchar
        or copier.outlet = $outlet::varchar
),

members as (
    select pairs.article_a as article_id from pairs
    union
    select pairs.article_b as article_id from pairs
),

labels as (
    select
        annotations.article_id,
        list_sort(
            list(distinct annotations.actor || ' ' || annotations.code)
        ) as used
    from texts
    inner join members on texts.article_id = members.article_id
    inner join annotations
        on
            texts.day = annotations.day
            and texts.article_id = annotations.article_id
    where
        annotations.version = 1
        and annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer = 'label'
        and annotations.voice = 'outlet'
    group by annotations.article_id
),

speakers as (
    select
        quotes.article_id,
        list_sort(list(distinct quotes.speaker)) as heard
    from texts
    inner join members on texts.article_id = members.article_id
    inner join quotes
        on texts.day = quotes.day and texts.article_id = quotes.article_id
    where quotes.version = 1
    group by quotes.article_id
)

select
    pairs.outlet_a,
    pairs.outlet_b,
    pairs.kind,
    pairs.direction,
    pairs.a_in_b,
    pairs.b_in_a,
    articles.copied_from,
    pairs.title_a,
    pairs.title_b,
    lower(regexp_replace(trim(pairs.title_a), '\s+', ' ', 'g'))
    <> lower(regexp_replace(trim(pairs.title_b), '\s+', ' ', 'g')) as headline_changed,
    only_in(of_b.used, of_a.used) as labels_added,
    only_in(of_a.used, of_b.used) as labels_dropped,
    only_in(in_a.heard, in_b.heard) as speakers_dropped,
    case when isfinite(pairs.a_from_at) then pairs.a_from_at end as a_from_at,
    case when isfinite(pairs.b_from_at) then pairs.b_from_at end as b_from_at,
    pairs.a_to_at,
    pairs.b_to_at,
    pairs.reason,
    pairs.coded_before,
    pairs.cluster,
    pairs.article_a,
    pairs.article_b
from pairs
inner join articles
    on pairs.day_b = articles.day and pairs.article_b = articles.article_id
left join labels as of_a on pairs.article_a = of_a.article_id
left join labels as of_b on pairs.article_b = of_b.article_id
left join speakers as in_a on pairs.article_a = in_a.article_id
left join speakers as in_b on pairs.article_b = in_b.article_id
order by
    pairs.cluster asc,
    pairs.outlet_a asc,
    pairs.outlet_b asc,
    pairs.article_a asc,
    pairs.article_b asc
