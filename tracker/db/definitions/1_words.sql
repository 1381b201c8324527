-- The words of one side against those of another: Monroe, Colaresi & Quinn 2008,
-- Political Analysis 16:372-403.

create or replace macro prior_words() as 500;

comment on macro prior_words is
'prior_words(): how many words of the language as such are added to each side, so that rare words do not win by chance';

create or replace macro prior_of(uses, uses_of_all, words) as
words::double * uses / nullif(uses_of_all, 0);

comment on macro prior_of is
'prior_of(uses, uses_of_all, words): the part of a word among words of the prior: as frequent as it is in uses_of_all';

create or replace macro log_odds(uses, uses_of_all, prior, prior_of_all) as
ln(
    (uses + prior::double)
    / nullif(uses_of_all + prior_of_all::double - uses - prior::double, 0)
);

comment on macro log_odds is
'log_odds(uses, uses_of_all, prior, prior_of_all): natural logarithm of the odds of a word on one side; the difference of two sides is the measure of the word; null where there is no other word';

create or replace macro log_odds_variance(uses, uses_there, prior) as
1 / (uses + prior::double) + 1 / (uses_there + prior::double);

comment on macro log_odds_variance is
'log_odds_variance(uses, uses_there, prior): variance of the difference of the log odds of two sides, approximately; difference / sqrt(variance) ranks words and is no test';

create or replace macro most_tested_words() as 200;

comment on macro most_tested_words is
'most_tested_words(): so many words are tested at most, the most frequent ones';

create or replace macro most_relabellings() as 20000;

comment on macro most_relabellings is
'most_relabellings(): up to so many ways to exchange the outlets of articles, a permutation test takes all of them (of 20 articles at most)';

create or replace macro permutations() as 4000;

comment on macro permutations is
'permutations(): ways to exchange the outlets of articles that a permutation test draws where it cannot take all';

create or replace macro places_of(subset, size) as
list_filter(
    range(1, size + 1),
    lambda place: (subset >> (place - 1)::integer) & 1 = 1
);

comment on macro places_of is
'places_of(subset, size): the places from 1 to size whose bit is set in a number';

-- All ways hold the one observed; to drawn ones it is added.
create or replace macro permutation_p(as_extreme, ways, is_all) as
case
    when is_all then as_extreme / nullif(ways, 0)
    else (as_extreme + 1) / (ways + 1)
end;

comment on macro permutation_p is
'permutation_p(as_extreme, ways, is_all): two-sided p of a permutation test; is_all: the ways are all there are, the observed one among them';

-- Benjamini & Hochberg 1995, JRSS-B 57:289-300.
create or replace macro false_discovery(p, place, tests, of_what) as
min(p * tests / place) over (
    partition by of_what
    order by place asc
    rows between current row and unbounded following
);

comment on macro false_discovery is
'false_discovery(p, place, tests, of_what): p adjusted for so many tests; place is its rank from 1, smallest p first, among those of of_what';

create or replace macro word_texts(incident, since, until, version, as_of) as table
with

texts as materialized (
    select
        corpus.article_id,
        corpus.outlet,
        corpus.language,
        corpus.day,
        corpus.version,
        corpus.config_hash,
        corpus.copy_overall
    from corpus(incident, since, until, version, as_of) as corpus
),

-- a part of another text of the incident is not counted beside it
excerpts as (
    select
        case
            when copy_pairs.a_in_b >= copy_pairs.b_in_a then copy_pairs.article_a
            else copy_pairs.article_b
        end as article_id
    from copy_pairs
    inner join texts as ones on copy_pairs.article_a = ones.article_id
    inner join texts as others on copy_pairs.article_b = others.article_id
    where copy_pairs.kind = 'excerpt'
)

select
    texts.article_id,
    texts.outlet,
    texts.language,
    texts.day,
    texts.version,
    texts.config_hash
from texts
where
    texts.copy_overall = 1
    and texts.article_id not in (select excerpts.article_id from excerpts);

comment on macro table word_texts is
'word_texts(incident, since, until, version, as_of): the texts of corpus() by whose words outlets are compared: one of each cluster of copies, the earliest, for the outlet that published it; what is an excerpt of another text of the incident stays out';

create or replace macro word_uses(incident, since, until, version, as_of) as table
select
    word_texts.language,
    word_texts.outlet,
    word_texts.article_id,
    tokens.term,
    (tokens.n - tokens.n_shared)::bigint as uses
from word_texts(incident, since, until, version, as_of) as word_texts
inner join tokens
    on
        word_texts.day = tokens.day
        and word_texts.article_id = tokens.article_id
        and word_texts.version = tokens.version
where tokens.n > tokens.n_shared;

comment on macro table word_uses is
'word_uses(incident, since, until, version, as_of): one row per word of a text of word_texts(), with how often it is used there outside of words that another outlet''s text has as well';

create or replace macro known_words(as_of) as table
select
    tokens.language,
    tokens.term,
    sum(tokens.n)::bigint as uses
from tokens
where as_of::timestamp is null and tokens.version = 1
group by tokens.language, tokens.term
union all
select
    tokens.language,
    tokens.term,
    sum(tokens.n)::bigint as uses
from tokens
inner join versions
    on
        tokens.day = versions.day
        and tokens.article_id = versions.article_id
        and tokens.version = versions.version
where
    tokens.version = 1
    and as_of::timestamp is not null
    -- an archive may have seen its address long before it was read here
    and versions.seen_at <= as_of::timestamp
group by tokens.language, tokens.term;

comment on macro table known_words is
'known_words(as_of): one row per language and word of the first texts of all articles of incidents, of all outlets, with how often it is used; as_of is a UTC time, null is no limit';
