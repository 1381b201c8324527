-- What comparisons need beside the texts: runs of words for copies, and how good the
-- machine was where people checked it.
create table shingles (
    article_id varchar, day date, language varchar, hashes uinteger []
);

create table accuracy (
    layer varchar, language varchar, units integer, positives integer,
    precision double, recall double, measured_at timestamp
);
