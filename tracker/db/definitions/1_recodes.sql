-- Since when the codings of a report are as they are. What is found in a text is always
-- that of the newest recode, also in a report as of an earlier time.

create or replace macro newest_recode(as_of) as table
select
    newest.recoded_at,
    coalesce(newest.recoded_at > as_of::timestamp, false) as is_after
from
    (
        select max(coalesce(runs.finished_at, runs.started_at)) as recoded_at
        from runs
        where runs.command = 'recode'
    ) as newest;

comment on macro table newest_recode is
'newest_recode(as_of): one row: when texts were last coded anew (UTC; null: never) and whether that was after as_of, so that machine codes and assignments are not those of that time';
