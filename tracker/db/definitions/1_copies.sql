create or replace macro only_in(one, other) as
nullif(
    array_to_string(
        list_filter(
            coalesce(one, []),
            lambda each: not list_contains(coalesce(other, []), each)
        ),
        '; '
    ),
    ''
);

comment on macro only_in is
'only_in(one, other): what one list of words has and another has not, in one line; null: nothing';
