-- What comparisons need beside the texts: runs of words for copies, and how good the
-- machine was where people checked it.
create table shingles (
    article_id varchar, day date, language varchar, title_hash bigint,
    hashes uinteger []
);

-- What tells whose text a text is: another outlet's page that it names as its original,
-- and every host by which an outlet may be credited.
alter table articles add column canonical_url varchar;
alter table outlets add column hosts varchar [];

create table accuracy (
    layer varchar, language varchar, units integer, positives integer,
    precision double, recall double, measured_at timestamp
);

-- Where a term stands first, so that its sentence can be shown; the language, so that
-- the words of a language are summed without looking at articles.
alter table tokens add column language varchar;
alter table tokens add column field varchar;
alter table tokens add column start_char integer;
alter table tokens add column end_char integer;
alter table tokens add column sentence_start integer;
alter table tokens add column sentence_end integer;
