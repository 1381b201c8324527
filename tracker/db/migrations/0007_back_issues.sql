-- What archives were asked for past articles: the questions, open and answered; and
-- what their answers say of pages.
create table searches (
    incident varchar, via varchar, address varchar, outlet varchar, listing varchar,
    query varchar, from_at timestamp, to_at timestamp, follows_at timestamp,
    outcome varchar, whole boolean, entries integer, total integer, attempts integer,
    retry_at timestamp
);

alter table polls add column via varchar;
alter table polls add column incident varchar;
alter table polls add column query varchar;
alter table polls add column searched_from_at timestamp;
alter table polls add column searched_to_at timestamp;

alter table pages add column copy_url varchar;
alter table pages add column captured_at timestamp;
