-- What a polite fetcher has to remember from one run to the next.
alter table feeds add column asked_plainly_at timestamp;
alter table feeds add column same_bodies integer;
alter table feeds add column asked_every_seconds integer;
alter table feeds add column skip_hours integer [];
alter table feeds add column skip_days integer [];
alter table feeds add column items_a_day double;
alter table feeds add column items_an_hour double;
alter table feeds add column deadly varchar;
alter table feeds add column said_gone boolean;

create table rests (site varchar, until_at timestamp, reason varchar);

create table robots (
    origin varchar, checked_at timestamp, failing_since_at timestamp, body varchar
);
