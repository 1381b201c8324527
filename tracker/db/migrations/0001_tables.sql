-- The tables of the public contract. No keys, no indexes: the store keeps the natural
-- keys unique, queries/checks/ proves it.
create table settings (name varchar, value varchar);

create table actors (actor varchar, name varchar, groups varchar[], context boolean);

create table incidents (
    incident varchar, title_en varchar, title_sq varchar, from_day date, to_day date,
    place varchar, actors varchar[], about varchar
);

create table facts (
    incident varchar, fact varchar, statement varchar, stated_by varchar, side varchar,
    public_since_at timestamp, languages varchar[]
);

create table codebook (
    layer varchar, incident varchar, actor varchar, code varchar, language varchar,
    term varchar, note varchar
);

create table outlets (
    outlet varchar, name varchar, domain varchar, country varchar, kind varchar,
    languages varchar[], timezone varchar, fetched boolean, note varchar
);

create table feeds (
    feed_url varchar, outlet varchar, kind varchar, state varchar,
    last_success_at timestamp, next_check_at timestamp, not_before_at timestamp,
    failures integer,
    configured boolean, etag varchar, last_modified varchar, body_hash varchar,
    entry_keys bigint[], proves boolean,
    proves_until_at timestamp, moved_to varchar
);

create table polls (
    feed_url varchar, polled_at timestamp, outlet varchar, outcome varchar,
    http_status integer, entries integer, new_entries integer,
    complete_from_at timestamp, complete_to_at timestamp, detail varchar,
    run_id varchar
);

create table pages (
    url varchar, url_hash bigint, outlet varchar, found_via varchar, feed_url varchar,
    not_seen_at timestamp, first_seen_at timestamp, checked_at timestamp,
    title varchar, published_at timestamp, outcome varchar, article_id varchar,
    detail varchar, entry_hash bigint, attempts integer, retry_at timestamp,
    published_text varchar, config_hash varchar
);

create table articles (
    article_id varchar, outlet varchar, url varchar, title varchar, language varchar,
    author varchar, published_at timestamp, published_precision varchar,
    published_source varchar, published_from_at timestamp, published_to_at timestamp,
    first_seen_at timestamp, day date, feed_position integer, flags varchar[],
    versions integer, copy_cluster varchar, copied_from varchar
);

create table versions (
    article_id varchar, version integer, day date, latest boolean, seen_at timestamp,
    previous_check_at timestamp, title varchar, body varchar, words integer,
    paragraphs integer, has_media boolean, kept double, new double,
    title_changed boolean, declared boolean, text_hash varchar, body_hash varchar,
    config_hash varchar
);

create table dates (
    article_id varchar, source varchar, value timestamp, precision varchar,
    seen_at timestamp
);

create table annotations (
    article_id varchar, version integer, day date, coder varchar, kind varchar,
    layer varchar, incident varchar, actor varchar, code varchar, field varchar,
    start_char integer, end_char integer, surface varchar, mention_start integer,
    paragraph integer, sentence_start integer, sentence_end integer, voice varchar,
    attributed_to varchar
);

create table quotes (
    article_id varchar, version integer, day date, quote integer, utterance varchar,
    field varchar, start_char integer, end_char integer, paragraph integer,
    speaker varchar, speaker_group varchar, verb varchar, verb_class varchar,
    words integer, direct boolean
);

create table figures (
    article_id varchar, version integer, day date, incident varchar, fact varchar,
    quantity varchar, referent varchar, field varchar, start_char integer,
    end_char integer, low double, high double, surface varchar,
    sentence_start integer, sentence_end integer, voice varchar
);

create table tokens (
    article_id varchar, version integer, day date, term varchar, n integer,
    n_shared integer
);

create table copy_pairs (
    article_a varchar, article_b varchar, kind varchar, a_in_b double, b_in_a double,
    direction varchar, reason varchar
);

create table incident_articles (
    incident varchar, article_id varchar, role varchar, reason varchar, day date
);

create table codings (
    coder varchar, article_id varchar, version integer, unit varchar, layer varchar,
    code varchar, value varchar, coded_at timestamp
);

create table runs (
    run_id varchar, command varchar, started_at timestamp, finished_at timestamp,
    program varchar, config_hash varchar, counts varchar
);

-- Visits of the outbox that have been applied, so that none is applied twice.
create table applied_visits (visit_id varchar, applied_at timestamp);
