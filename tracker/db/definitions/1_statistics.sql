-- Differences between groups, beside the intervals of 1_macros.sql.

-- Newcombe 1998, Stat. Med. 17:873-890, method 10.
create or replace macro difference_low(k1, n1, k2, n2) as
k1 / nullif(n1, 0) - k2 / nullif(n2, 0)
- sqrt(
    pow(k1 / nullif(n1, 0) - wilson_lo(k1, n1), 2)
    + pow(wilson_hi(k2, n2) - k2 / nullif(n2, 0), 2)
);

comment on macro difference_low is
'difference_low(k1, n1, k2, n2): lower end of the 95 % interval of k1 / n1 - k2 / n2, two independent shares';

create or replace macro difference_high(k1, n1, k2, n2) as
k1 / nullif(n1, 0) - k2 / nullif(n2, 0)
+ sqrt(
    pow(wilson_hi(k1, n1) - k1 / nullif(n1, 0), 2)
    + pow(k2 / nullif(n2, 0) - wilson_lo(k2, n2), 2)
);

comment on macro difference_high is
'difference_high(k1, n1, k2, n2): upper end of the 95 % interval of k1 / n1 - k2 / n2';

create or replace macro ln_ways(n, k) as
lgamma(n + 1::double) - lgamma(k + 1::double) - lgamma(n - k + 1::double);

comment on macro ln_ways is
'ln_ways(n, k): natural logarithm of the number of ways to choose k of n';

create or replace macro ln_table(k1, n1, k2, n2) as
ln_ways(n1, k1) + ln_ways(n2, k2) - ln_ways(n1 + n2, k1 + k2);

comment on macro ln_table is
'ln_table(k1, n1, k2, n2): natural logarithm of the chance of such a fourfold table when its margins are fixed';

-- Fisher; tables as improbable as the one observed count as well, up to rounding.
create or replace macro fisher_p(k1, n1, k2, n2) as
least(
    1,
    list_sum(
        list_filter(
            list_transform(
                range(
                    greatest(0, k1 + k2 - n2)::bigint,
                    least(n1, k1 + k2)::bigint + 1
                ),
                lambda k: exp(ln_table(k, n1, k1 + k2 - k, n2))
            ),
            lambda chance: chance <= exp(ln_table(k1, n1, k2, n2)) * 1.0000001
        )
    )
);

comment on macro fisher_p is
'fisher_p(k1, n1, k2, n2): two-sided p of Fisher''s exact test, k1 of n1 against k2 of n2';
