-- purpose: Which words does each outlet use more than the others when it writes about
-- purpose: the same incident in the same language? The measure is the difference of
-- purpose: log odds, drawn towards the language as such by a prior of 500 words. z
-- purpose: ranks words and is no test: whether chance may do it, only p and q can say.
-- purpose: Each text counts once over all, for the outlet that had it first; excerpts
-- purpose: of another text, and words shared with another outlet's text, do not count;
-- purpose: names of actors, of outlets and of authors are no words; case forms are
-- purpose: separate words. A word often tells what an outlet wrote about, and not how:
-- purpose: read its sentences (evidence, layer=word). An outlet without such a word, or
-- purpose: with too few articles, has one empty row.
-- grain: one row per outlet, language and word that it uses more, the first ones by z
-- param incident varchar: incident id from config.yaml
-- param outlet varchar?: only the words of this outlet
-- param against varchar?: compared with this outlet, else with all others together
-- param language varchar?: only articles in this language, such as sq
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- param rows integer?: words per outlet, else 20
-- param prior double?: words of the prior, else 500, as frequent as in all articles
-- param test boolean?: yes computes p and q, which takes some seconds
-- column outlet varchar: outlet id
-- column against varchar: the outlet it is compared with, or '(all others)'
-- column language varchar: language of the texts; languages are never compared
-- column term varchar: the word, folded (without case and accents)
-- column uses bigint: times the outlet uses it
-- column uses_elsewhere bigint: times the other side uses it
-- column articles bigint: articles of the outlet that use it
-- column articles_elsewhere bigint: articles of the other side that use it
-- column log_odds double: difference of the log odds of the two sides, above 0
-- column z double: log_odds / its standard error: a ranking, not a test
-- column p double: chance of such a difference if whole articles changed outlets
-- column q double: p adjusted for all words tested; null, as p is: not tested
-- column tested bigint: words tested, the most frequent of those compared, 200 at most
-- column support varchar: 'enough', or why no words are: below 10 articles a side
-- column outlet_articles bigint: texts of the outlet that count
-- column articles_of_others bigint: texts of the other side that count
-- column outlet_words bigint: uses of all words compared by the outlet
-- column words_of_others bigint: uses of all words compared by the other side
-- column words_compared bigint: different words in 3 articles of a side, used 5 times
-- example: tracker report distinctive_words incident=durres_fair language=sq
with

used as materialized (
    select
        word_uses.language,
        word_uses.outlet,
        word_uses.article_id,
        word_uses.term,
        word_uses.uses
    from
        word_uses(
            $incident,
            $since::date,
            $until::date,
            $version::varchar,
            $as_of::timestamp
        ) as word_uses
    where $language::varchar is null or word_uses.language = $language::varchar
),

writers as (
    select
        used.language,
        used.outlet,
        count(distinct used.article_id) as articles
    from used
    group by used.language, used.outlet
),

comparisons as materialized (
    select
        ones.language,
        ones.outlet,
        ones.articles as outlet_articles,
        coalesce(
            others.articles,
            case
                when $against::varchar is null
                    then
                        sum(ones.articles) over (partition by ones.language)
                        - ones.articles
                else 0
            end
        )::bigint as articles_of_others
    from writers as ones
    left join writers as others
        on ones.language = others.language and others.outlet = $against::varchar
    where ones.outlet is distinct from $against::varchar
    -- after the sums over all outlets
    qualify $outlet::varchar is null or ones.outlet = $outlet::varchar
),

compared as (
    select
        comparisons.language,
        comparisons.outlet,
        comparisons.outlet_articles,
        comparisons.articles_of_others
    from comparisons
    where
        comparisons.outlet_articles >= least_side_articles()
        and comparisons.articles_of_others >= least_side_articles()
),

counts as materialized (
    select
        used.language,
        used.outlet,
        used.term,
        sum(used.uses)::bigint as uses,
        count(*) as articles
    from used
    group by used.language, used.outlet, used.term
),

totals as materialized (
    select
        counts.language,
        counts.term,
        sum(counts.uses)::bigint as uses,
        sum(counts.articles)::bigint as articles
    from counts
    group by counts.language, counts.term
    having
        sum(counts.uses) >= least_word_uses()
        and sum(counts.articles) >= least_word_articles()
),

sides as (
    select
        compared.language,
        compared.outlet,
        totals.term,
        coalesce(ones.uses, 0) as uses,
        coalesce(ones.articles, 0) as articles,
        case
            when $against::varchar is null then totals.uses - coalesce(ones.uses, 0)
            else coalesce(others.uses, 0)
        end as uses_elsewhere,
        case
            when $against::varchar is null
                then totals.articles - coalesce(ones.articles, 0)
            else coalesce(others.articles, 0)
        end as articles_elsewhere,
        -- a later text may have words that no first one had
        greatest(coalesce(known.uses, 0), totals.uses) as known_uses
    from compared
    inner join totals on compared.language = totals.language
    left join counts as ones
        on
            compared.language = ones.language
            and compared.outlet = ones.outlet
            and totals.term = ones.term
    left join counts as others
        on
            others.outlet = $against::varchar
            and compared.language = others.language
            and totals.term = others.term
    -- the language as such: all incidents and outlets, as first published
    left join known_words($as_of::timestamp) as known
        on compared.language = known.language and totals.term = known.term
),

vocabulary as (
    select
        sides.language,
        sides.outlet,
        sides.term,
        sides.uses,
        sides.uses_elsewhere,
        sides.articles,
        sides.articles_elsewhere,
        coalesce($prior::double, prior_words()) as prior_of_all,
        prior_of(
            sides.known_uses,
            sum(sides.known_uses) over each_side,
            coalesce($prior::double, prior_words())
        ) as prior,
        sum(sides.uses) over each_side as outlet_words,
        sum(sides.uses_elsewhere) over each_side as words_of_others,
        count(*) over each_side as words_compared
    from sides
    where
        sides.uses + sides.uses_elsewhere >= least_word_uses()
        and greatest(sides.articles, sides.articles_elsewhere)
        >= least_word_articles()
    window each_side as (partition by sides.language, sides.outlet)
),

scored as materialized (
    select
        vocabulary.language,
        vocabulary.outlet,
        vocabulary.term,
        vocabulary.uses,
        vocabulary.uses_elsewhere,
        vocabulary.articles,
        vocabulary.articles_elsewhere,
        vocabulary.prior,
        vocabulary.prior_of_all,
        vocabulary.outlet_words::bigint as outlet_words,
        vocabulary.words_of_others::bigint as words_of_others,
        vocabulary.words_compared,
        log_odds(
            vocabulary.uses,
            vocabulary.outlet_words,
            vocabulary.prior,
            vocabulary.prior_of_all
        )
        - log_odds(
            vocabulary.uses_elsewhere,
            vocabulary.words_of_others,
            vocabulary.prior,
            vocabulary.prior_of_all
        ) as log_odds,
        log_odds_variance(
            vocabulary.uses, vocabulary.uses_elsewhere, vocabulary.prior
        ) as variance
    from vocabulary
),

-- ------------------------------------------------ the test, only when asked for

tested as (
    select
        scored.language,
        scored.outlet,
        scored.term,
        scored.uses,
        scored.uses_elsewhere,
        scored.prior,
        scored.prior_of_all,
        scored.outlet_words,
        scored.words_of_others,
        scored.log_odds
    from scored
    where $test::boolean
    qualify
        row_number() over (
            partition by scored.language, scored.outlet
            order by scored.uses + scored.uses_elsewhere desc, scored.term asc
        ) <= most_tested_words()
),

-- Whole articles change sides, within the incident and the language. The smaller side
-- is drawn, the other one is what is left; which is which only turns the sign.
pools as materialized (
    select
        compared.language,
        compared.outlet,
        compared.outlet_articles + compared.articles_of_others as articles,
        least(compared.outlet_articles, compared.articles_of_others) as drawn,
        case when $against::varchar is not null then compared.outlet end as pool,
        ln_ways(
            compared.outlet_articles + compared.articles_of_others,
            compared.outlet_articles
        ) <= ln(most_relabellings() + 0.5)
        and compared.outlet_articles + compared.articles_of_others <= 20 as is_all
    from compared
    where $test::boolean
),

pool_names as (
    select distinct
        pools.language,
        pools.pool
    from pools
),

users as (
    select distinct
        used.language,
        used.outlet,
        used.article_id
    from used
    where $test::boolean
),

pooled as materialized (
    select
        pool_names.language,
        pool_names.pool,
        users.article_id,
        row_number() over (
            partition by pool_names.language, pool_names.pool
            order by users.article_id asc
        ) as place
    from pool_names
    inner join users
        on
            pool_names.language = users.language
            and coalesce(
                users.outlet in (pool_names.pool, $against::varchar),
                pool_names.pool is null
            )
),

-- each list of `picks` holds the places of the articles on the drawn side
shuffled as materialized (
    select
        pooled.language,
        pooled.pool,
        turns.draw,
        list(
            pooled.place
            order by
                md5_number_lower(
                    concat_ws('|', 'distinctive_words', turns.draw, pooled.article_id)
                ) asc,
                pooled.place asc
        ) as picks
    from pooled
    cross join range(permutations()) as turns (draw)
    where
        exists (
            select 1
            from pools as large
            where
                large.language = pooled.language
                and large.pool is not distinct from pooled.pool
                and not large.is_all
        )
    group by pooled.language, pooled.pool, turns.draw
),

relabelled as (
    select
        pools.language,
        pools.outlet,
        shuffled.picks[:pools.drawn] as picks
    from pools
    inner join shuffled
        on
            pools.language = shuffled.language
            and pools.pool is not distinct from shuffled.pool
    where not pools.is_all
    union all
    select
        pools.language,
        pools.outlet,
        places_of(subsets.subset, pools.articles) as picks
    from pools
    cross join
        range(
            (
                select 1 << max(small.articles)::integer
                from pools as small
                where small.is_all
            )
        ) as subsets (subset)
    where
        pools.is_all
        and subsets.subset < 1 << pools.articles::integer
        and bit_count(subsets.subset) = pools.drawn
),

tested_uses as materialized (
    select
        tested.language,
        tested.outlet,
        tested.term,
        list(coalesce(used.uses, 0) order by pooled.place asc) as uses
    from tested
    inner join pools
        on tested.language = pools.language and tested.outlet = pools.outlet
    inner join pooled
        on
            pools.language = pooled.language
            and pools.pool is not distinct from pooled.pool
    left join used
        on
            pooled.language = used.language
            and pooled.article_id = used.article_id
            and tested.term = used.term
    group by tested.language, tested.outlet, tested.term
),

article_words as (
    select
        scored.language,
        scored.outlet,
        used.article_id,
        sum(used.uses)::bigint as words
    from scored
    inner join used on scored.language = used.language and scored.term = used.term
    where $test::boolean
    group by scored.language, scored.outlet, used.article_id
),

lengths as materialized (
    select
        pools.language,
        pools.outlet,
        list(coalesce(article_words.words, 0) order by pooled.place asc) as words
    from pools
    inner join pooled
        on
            pools.language = pooled.language
            and pools.pool is not distinct from pooled.pool
    left join article_words
        on
            pools.language = article_words.language
            and pools.outlet = article_words.outlet
            and pooled.article_id = article_words.article_id
    group by pools.language, pools.outlet
),

ways as materialized (
    select
        relabelled.language,
        relabelled.outlet,
        relabelled.picks,
        list_sum(list_select(lengths.words, relabelled.picks)) as words
    from relabelled
    inner join lengths
        on
            relabelled.language = lengths.language
            and relabelled.outlet = lengths.outlet
),

drawn as (
    select
        ways.language,
        ways.outlet,
        tested_uses.term,
        ways.words,
        list_sum(list_select(tested_uses.uses, ways.picks)) as uses
    from ways
    inner join tested_uses
        on
            ways.language = tested_uses.language
            and ways.outlet = tested_uses.outlet
),

chances as (
    select
        tested.language,
        tested.outlet,
        tested.term,
        count(*) as ways,
        count_if(
            abs(
                log_odds(drawn.uses, drawn.words, tested.prior, tested.prior_of_all)
                - log_odds(
                    tested.uses + tested.uses_elsewhere - drawn.uses,
                    tested.outlet_words + tested.words_of_others - drawn.words,
                    tested.prior,
                    tested.prior_of_all
                )
            )
            -- what is equal differs in the last digits
            >= abs(tested.log_odds) - 1e-12
        ) as as_extreme
    from drawn
    inner join tested
        on
            drawn.language = tested.language
            and drawn.outlet = tested.outlet
            and drawn.term = tested.term
    group by tested.language, tested.outlet, tested.term
),

judged as (
    select
        chances.language,
        chances.outlet,
        chances.term,
        permutation_p(chances.as_extreme, chances.ways, pools.is_all) as p,
        count(*) over each_side as tested,
        row_number() over (
            partition by chances.language, chances.outlet
            order by chances.as_extreme asc, chances.term asc
        ) as place,
        chances.ways >= least_relabellings() * count(*) over each_side as is_enough
    from chances
    inner join pools
        on chances.language = pools.language and chances.outlet = pools.outlet
    window each_side as (partition by chances.language, chances.outlet)
),

adjusted as materialized (
    select
        judged.language,
        judged.outlet,
        judged.term,
        judged.tested,
        case when judged.is_enough then judged.p end as p,
        case
            when judged.is_enough
                then
                    false_discovery(
                        judged.p,
                        judged.place,
                        judged.tested,
                        (judged.language, judged.outlet)
                    )
        end as q
    from judged
),

-- --------------------------------------------------------------------------------

best as (
    select
        scored.language,
        scored.outlet,
        scored.term,
        scored.uses,
        scored.uses_elsewhere,
        scored.articles,
        scored.articles_elsewhere,
        scored.log_odds,
        scored.log_odds / sqrt(scored.variance) as z,
        row_number() over (
            partition by scored.language, scored.outlet
            order by scored.log_odds / sqrt(scored.variance) desc, scored.term asc
        ) as place
    from scored
    where scored.log_odds > 0
    qualify place <= coalesce($rows::integer, 20)
),

sizes as (
    select
        scored.language,
        scored.outlet,
        any_value(scored.outlet_words) as outlet_words,
        any_value(scored.words_of_others) as words_of_others,
        any_value(scored.words_compared) as words_compared
    from scored
    group by scored.language, scored.outlet
)

select
    comparisons.outlet,
    coalesce($against::varchar, '(all others)') as against,
    comparisons.language,
    best.term,
    best.uses,
    best.uses_elsewhere,
    best.articles,
    best.articles_elsewhere,
    best.log_odds,
    best.z,
    adjusted.p,
    adjusted.q,
    adjusted.tested,
    case
        when comparisons.outlet_articles < least_side_articles()
            then support_of(comparisons.outlet_articles, floor := least_side_articles())
        when comparisons.articles_of_others < least_side_articles()
            then
                'not enough (of others n='
                || comparisons.articles_of_others || ')'
        when coalesce(sizes.words_compared, 0) < 2
            then
                'not enough (words n=' || coalesce(sizes.words_compared, 0) || ')'
        else 'enough'
    end as support,
    comparisons.outlet_articles,
    comparisons.articles_of_others,
    sizes.outlet_words,
    sizes.words_of_others,
    sizes.words_compared
from comparisons
left join best
    on comparisons.language = best.language and comparisons.outlet = best.outlet
left join sizes
    on comparisons.language = sizes.language and comparisons.outlet = sizes.outlet
left join adjusted
    on
        best.language = adjusted.language
        and best.outlet = adjusted.outlet
        and best.term = adjusted.term
order by
    comparisons.outlet asc,
    comparisons.language asc,
    best.place asc
