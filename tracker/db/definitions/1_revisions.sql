-- How a text differs from an earlier one of the same article (measures of revisions).
-- The runs are those by which the program compares a version with the one before.

create or replace macro printed_words(text) as
list_filter(
    string_split_regex(lower(nfc_normalize(text)), '[\s\pZ]+'),
    lambda word: word <> ''
);

comment on macro printed_words is
'printed_words(text): its words between blanks, with marks and accents, without case';

-- Long enough that a shared run is no accident, short enough to survive an edit of the
-- sentence beside it. Pass a column: an expression would be evaluated for each word.
create or replace macro runs_of(words) as
list_distinct(
    list_transform(
        -- a text of fewer words is one run
        range(1, greatest(len(words) - 3, least(len(words), 1) + 1)),
        lambda place: concat_ws(
            ' ',
            words[place],
            words[place + 1],
            words[place + 2],
            words[place + 3],
            words[place + 4]
        )
    )
);

comment on macro runs_of is
'runs_of(words): the different runs of five words in a list of words (a column), by which two texts are compared';

create or replace macro number_words(number) as
regexp_replace(number::double::varchar, '\.0$', '');

comment on macro number_words is
'number_words(number): a number without a fraction that is nought';

create or replace macro amount_words(low, high) as
case
    when low = high then number_words(low)
    when high is null then number_words(low) || ' or more'
    when low is null then 'up to ' || number_words(high)
    else number_words(low) || ' to ' || number_words(high)
end;

comment on macro amount_words is
'amount_words(low, high): a number within its limits: 11, 21 or more, 10 to 12';
