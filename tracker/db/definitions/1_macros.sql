-- What reports share, so that none of them can forget a floor, a zone or a copy.
-- `settings` holds the zone: a file read elsewhere keeps its day boundaries.

create or replace macro zone() as (
    select coalesce(max(settings.value), 'UTC') from settings where settings.name = 'zone'
);

comment on macro zone is
'zone(): the zone of the configuration, in which days begin and end';

create or replace macro local_day(ts) as
cast((ts at time zone 'UTC') at time zone zone() as date);

comment on macro local_day is
'local_day(ts): local day of a UTC time; a filter on it reads the whole table, so filter with day_start';

create or replace macro day_start(day) as
(cast(day as timestamp) at time zone zone()) at time zone 'UTC';

comment on macro day_start is
'day_start(day): UTC time at which a local day begins';

create or replace macro local_words(ts) as
strftime((ts at time zone 'UTC') at time zone zone(), '%-d %B %H:%M');

comment on macro local_words is
'local_words(ts): a UTC time in local words, such as 3 March 09:00';

create or replace macro without_keys(url) as
regexp_replace(url, '([?&;][^=&;]*(?:key|token|secret|auth|sig|pass)[^=&;]*=)[^&;#]*', '\1…', 'gi');

comment on macro without_keys is
'without_keys(url): an address as it may be shown, without the values of keys and tokens';

create or replace macro count_words(n, noun) as
n || ' ' || noun || case when n = 1 then '' else 's' end;

comment on macro count_words is
'count_words(n, noun): 1 visit, 2 visits';

create or replace macro names_in_words(names, conjunction) as
case
    when len(names) > 6
        then
            array_to_string(names[:5], ', ')
            || ' ' || conjunction || ' ' || (len(names) - 5) || ' others'
    when len(names) > 1
        then
            array_to_string(names[:-2], ', ')
            || ' ' || conjunction || ' ' || names[-1]
    else names[1]
end;

comment on macro names_in_words is
'names_in_words(names, conjunction): a list of names as a person writes it: A, B or C; of more than six the first five, and how many others';

create or replace macro is_unread(outcome, article_id) as
article_id is null
and outcome in ('failed', 'blocked', 'gone', 'pending', 'paywalled', 'too_large');

comment on macro is_unread is
'is_unread(outcome, article_id): a page that may have been an article and was never read; an article whose later visit failed was read before';

create or replace macro unread_words(outcome) as
case
    when outcome = 'pending' then 'not read yet'
    else replace(outcome, '_', ' ')
end;

comment on macro unread_words is
'unread_words(outcome): why a page of is_unread was not read, in words';

create or replace macro is_coded_by(config_hash, part) as
coalesce(
    split_part(
        config_hash, '.', list_position(['actors', 'labels', 'incidents', 'facts'], part)
    ) = (select max(settings.value) from settings where settings.name = part || '_hash')
    and coalesce(
        split_part(config_hash, '.', 5)
        = (select max(settings.value) from settings where settings.name = 'rules_hash'),
        true
    ),
    not exists (select 1 from settings where settings.name = part || '_hash')
);

comment on macro is_coded_by is
'is_coded_by(config_hash, part): what has this hash was judged by the actors, labels, incidents or facts (part) of the configuration as it is now, and by the rules of the program that wrote it here; true where the database does not hold the configuration';

-- As the program searches texts: see `codebook.language`.
create or replace macro searched_as(language) as
case when language in ('hr', 'bs') then 'sr' else language end;

comment on macro searched_as is
'searched_as(language): the language in whose words a text is searched; Bosnian, Croatian and Serbian are one, sr';

create or replace macro has_words_for(languages, language) as
list_has_any(languages, ['*', coalesce(searched_as(language), '')]);

comment on macro has_words_for is
'has_words_for(languages, language): whether what has words in these languages (searched_as; * is every one) is looked for in a text in that language; where it is not, that nothing was found says nothing';

-- Wilson 1927 as in Newcombe 1998, 95 %. The constants are z² / 2, z, z² / 4 and z²;
-- as decimals they overflow, as does k * (n - k) in 32 bits, hence the casts.
create or replace macro wilson_lo(k, n) as
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

create or replace macro wilson_hi(k, n) as
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

create or replace macro share_of(k, n, floor := null) as
case
    when n >= coalesce(floor, least_articles()) and k between 0 and n
        then k / nullif(n, 0)
end;

comment on macro share_of is
'share_of(k, n, floor := 5): k / n, null below the floor or where k is no part of n';

create or replace macro share_low(k, n, floor := null) as
case
    when n >= coalesce(floor, least_articles()) and k between 0 and n
        then wilson_lo(k, n)
end;

comment on macro share_low is
'share_low(k, n, floor := 5): lower end of the 95 % interval, null where share_of is';

create or replace macro share_high(k, n, floor := null) as
case
    when n >= coalesce(floor, least_articles()) and k between 0 and n
        then wilson_hi(k, n)
end;

comment on macro share_high is
'share_high(k, n, floor := 5): upper end of the 95 % interval, null where share_of is';

create or replace macro support_of(n, floor := null) as
case
    when n >= coalesce(floor, least_articles()) then 'enough'
    else 'not enough (n=' || coalesce(cast(n as varchar), 'not known') || ')'
end;

comment on macro support_of is
'support_of(n, floor := 5): enough, or not enough (n=…) below the floor';

create or replace macro no_words_support() as 'not enough (no words in this language)';

comment on macro no_words_support is
'no_words_support(): the support of a share of texts of which has_words_for is true of none';

create or replace macro corpus(incident, since, until, version, as_of) as table
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
        articles.published_source,
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
    asked_for.published_source,
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
