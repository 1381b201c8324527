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

create or replace macro least_lengths() as 20;

comment on macro least_lengths is
'least_lengths(): articles of an outlet in the 90 days before one, below which it is not said whether that one is long';

create or replace macro least_coded_units() as 50;

comment on macro least_coded_units is
'least_coded_units(): units that people coded, below which precision and recall say nothing';

create or replace macro least_coded_positives() as 10;

comment on macro least_coded_positives is
'least_coded_positives(): units in which people found something, below which precision and recall say nothing';

-- From where on a finding bears its name.
create or replace macro recall_to_omit() as 0.8;

comment on macro recall_to_omit is
'recall_to_omit(): share of the facts people found that the machine must find too, before a fact that it did not find is called omitted';

create or replace macro hardly_reported() as 0.1;

comment on macro hardly_reported is
'hardly_reported(): share of the outlets of a group up to which a fact is a blind spot there, if it is widely_reported() in another group';

create or replace macro widely_reported() as 0.5;

comment on macro widely_reported is
'widely_reported(): share of the outlets of a group from which a fact that is hardly_reported() in another is a blind spot there';

create or replace macro least_side_articles() as 10;

comment on macro least_side_articles is
'least_side_articles(): articles of each side below which no words are compared';

create or replace macro least_relabellings() as 20;

comment on macro least_relabellings is
'least_relabellings(): ways to exchange the outlets of articles, for each tested word, below which a permutation test has no p';
