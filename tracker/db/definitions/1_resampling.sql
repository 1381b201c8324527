-- Drawing units with replacement, for intervals of what Wilson does not cover: means
-- and ratios of mentions or words, whose independent unit is still the article. The 95 %
-- interval lies between the 2.5th and the 97.5th percentile of what the draws give.

create or replace macro resamples() as 2000;

comment on macro resamples is
'resamples(): number of times that units are drawn anew for a bootstrap interval';

-- A fixed hash and not random(): the same interval on every machine. A number does not
-- depend on how many units there are, so one call serves groups of every size.
create or replace macro draws(seed, size) as table
select
    turns.draw,
    places.place,
    md5_number_lower(concat_ws('|', seed, turns.draw, places.place)) as number
from
    (select coalesce(size, 0)::bigint as places) as sizes,
    range(resamples()) as turns (draw),
    range(sizes.places) as places (place);

comment on macro table draws is
'draws(seed, size): draw (from 0, resamples() of them), place (0 to size - 1), number; of n units in a fixed order, counted from 0, the unit number % n stands at each place below n of a draw, n up to size; no rows where size is null';

-- What is drawn comes as lists, as joining every single draw costs five times as much.
create or replace macro picks(seed, sizes) as table
with

asked_for as (
    select distinct unnest(sizes)::bigint as n
),

numbers as (
    select
        draws.draw,
        list(draws.number order by draws.place) as numbers
    from draws(seed, list_max(sizes)) as draws
    group by draws.draw
)

select
    asked_for.n,
    numbers.draw,
    list_transform(
        numbers.numbers[:asked_for.n],
        -- with a signed n, DuckDB divides in 128 bits, five times slower
        lambda number: (number % asked_for.n::ubigint)::bigint + 1
    ) as picks
from asked_for
cross join numbers;

comment on macro table picks is
'picks(seed, sizes): n (each different one of the list sizes), draw (from 0, resamples() of them), picks: the n units drawn, by their places from 1 in a list in a fixed order; no rows where sizes is null';

create or replace macro sum_of_picks(numbers, picks) as
list_sum(list_select(numbers, picks));

comment on macro sum_of_picks is
'sum_of_picks(numbers, picks): sum of the numbers at these places of a list, counted from 1, one number for each unit';
