-- The least on which a number is printed (measures of the field; docs/queries.md says
-- why). They stand here once, so that a table, its method card and a test agree.
create or replace macro least_articles() as 5;

comment on macro least_articles is
'least_articles(): articles below which no share or ratio of articles is printed';

create or replace macro least_units() as 10;

comment on macro least_units is
'least_units(): mentions, words or verbs below which no share of them is printed; they come from least_articles() articles at least';

create or replace macro least_facts() as 8;

comment on macro least_facts is
'least_facts(): facts below which no coverage of facts is printed';

create or replace macro least_outlets() as 5;

comment on macro least_outlets is
'least_outlets(): outlets of each group below which groups are not compared';

create or replace macro least_resampled() as 10;

comment on macro least_resampled is
'least_resampled(): articles below which no bootstrap interval is printed; of 5 its 95 % interval covers 84 %, of 10 91 %';

create or replace macro least_word_articles() as 3;

comment on macro least_word_articles is
'least_word_articles(): articles of one side in which a word is found before it is compared';

create or replace macro least_word_uses() as 5;

comment on macro least_word_uses is
'least_word_uses(): uses of a word, of both sides together, before it is compared';
