-- purpose: Every page, visit and question has exactly one known outcome; feeds,
-- purpose: archives, evidence and roles use their fixed words too, so that no report
-- purpose: passes over a row.
-- grain: one row per row and column with no word, or one that is not known
-- column relation varchar: table
-- column row_id varchar: address or article id
-- column problem varchar: the column and what stands in it
with

unknown as (
    select
        'pages' as relation,
        pages.url as row_id,
        'outcome' as column_name,
        pages.outcome as word
    from pages
    where
        pages.outcome is null
        or pages.outcome not in (
            'matched',
            'unmatched',
            'failed',
            'blocked',
            'gone',
            'paywalled',
            'not_html',
            'too_large',
            'not_article',
            'duplicate',
            'skipped',
            'pending'
        )
    union all
    select
        'pages' as relation,
        pages.url as row_id,
        'found_via' as column_name,
        pages.found_via as word
    from pages
    where
        pages.found_via is null
        or pages.found_via not in (
            'feed',
            'sitemap',
            'wordpress',
            'wayback',
            'gdelt',
            'warc',
            'list',
            'link'
        )
    union all
    select
        'polls' as relation,
        polls.feed_url as row_id,
        'outcome' as column_name,
        polls.outcome as word
    from polls
    where
        polls.outcome is null
        or polls.outcome not in (
            'read',
            'unchanged',
            'failed',
            'blocked',
            'gone',
            'later',
            'skipped'
        )
    union all
    select
        'polls' as relation,
        polls.feed_url as row_id,
        'via' as column_name,
        polls.via as word
    from polls
    where
        polls.via not in (
            'wordpress',
            'sitemap',
            'gdelt',
            'wayback',
            'warc',
            'list'
        )
    union all
    select
        'searches' as relation,
        searches.address as row_id,
        'via' as column_name,
        searches.via as word
    from searches
    where
        searches.via is null
        or searches.via not in (
            'wordpress',
            'sitemap',
            'gdelt',
            'wayback',
            'warc',
            'list'
        )
    union all
    select
        'searches' as relation,
        searches.address as row_id,
        'outcome' as column_name,
        searches.outcome as word
    from searches
    where
        searches.outcome is null
        or searches.outcome not in (
            'open',
            'read',
            'unchanged',
            'failed',
            'blocked',
            'gone',
            'later',
            'skipped'
        )
    union all
    select
        'feeds' as relation,
        feeds.feed_url as row_id,
        'state' as column_name,
        feeds.state as word
    from feeds
    where
        feeds.state is null
        or feeds.state not in (
            'active',
            'failing',
            'dead',
            'gone',
            'quarantined',
            'off'
        )
    union all
    select
        'annotations' as relation,
        annotations.article_id as row_id,
        'voice' as column_name,
        annotations.voice as word
    from annotations
    where
        annotations.voice is null
        or annotations.voice not in (
            'outlet',
            'attributed',
            'scare',
            'quoted',
            'denied',
            'background'
        )
    union all
    select
        'annotations' as relation,
        annotations.article_id as row_id,
        'kind' as column_name,
        annotations.kind as word
    from annotations
    where
        annotations.kind is null
        or annotations.kind not in (
            'hit',
            'candidate',
            'compound',
            'former'
        )
    union all
    select
        'annotations' as relation,
        annotations.article_id as row_id,
        'field' as column_name,
        annotations.field as word
    from annotations
    where
        annotations.field is null
        or annotations.field not in (
            'title',
            'body'
        )
    union all
    select
        'figures' as relation,
        figures.article_id as row_id,
        'voice' as column_name,
        figures.voice as word
    from figures
    where
        figures.voice is null
        or figures.voice not in (
            'outlet',
            'attributed',
            'scare',
            'quoted',
            'denied',
            'background'
        )
    union all
    select
        'quotes' as relation,
        quotes.article_id as row_id,
        'verb_class' as column_name,
        quotes.verb_class as word
    from quotes
    where
        quotes.verb_class is null
        or quotes.verb_class not in (
            'say',
            'affirm',
            'confirm',
            'claim',
            'accuse',
            'deny',
            'admit',
            'warn',
            'ask',
            'anonymous',
            'according',
            'colon',
            'none'
        )
    union all
    select
        'quotes' as relation,
        quotes.article_id as row_id,
        'field' as column_name,
        quotes.field as word
    from quotes
    where
        quotes.field is null
        or quotes.field not in (
            'title',
            'body'
        )
    union all
    select
        'quotes' as relation,
        quotes.article_id as row_id,
        'direct' as column_name,
        'utterance ' || coalesce(quotes.utterance, 'null') as word
    from quotes
    where quotes.direct is distinct from (quotes.utterance is not null)
    union all
    select
        'incident_articles' as relation,
        incident_articles.article_id as row_id,
        'role' as column_name,
        incident_articles.role as word
    from incident_articles
    where
        incident_articles.role is null
        or incident_articles.role not in (
            'report',
            'follow_up',
            'background'
        )
)

select distinct
    unknown.relation,
    unknown.row_id,
    unknown.column_name || ': ' || coalesce(unknown.word, 'null') as problem
from unknown
order by unknown.relation asc, unknown.row_id asc, problem asc
