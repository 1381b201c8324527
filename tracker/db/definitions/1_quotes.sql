-- Who speaks in the articles of an incident, and which quotations are the same words.

create or replace macro speaker_of(speaker, speaker_group) as
case
    when speaker is null or speaker = 'unnamed' then '(unnamed)'
    when speaker = 'other' then '(other)'
    else coalesce(speaker_group, speaker)
end;

comment on macro speaker_of is
'speaker_of(speaker, speaker_group): under which name a speaker is counted: the first group of an actor, else the actor or role; (other) for somebody else, (unnamed) where nobody is named';

create or replace macro is_anonymous(speaker, verb_class) as
verb_class = 'anonymous'
or (coalesce(speaker, 'unnamed') = 'unnamed' and verb_class <> 'none');

comment on macro is_anonymous is
'is_anonymous(speaker, verb_class): a statement that is told of nobody (sources, it is learnt); a bare quotation, which no verb hands over, is not';

create or replace macro weighs_words(verb_class) as
verb_class in ('say', 'affirm', 'confirm', 'claim');

comment on macro weighs_words is
'weighs_words(verb_class): whether the verb is one of those between which an outlet chooses its distance to what is said; claim is the distant one';

create or replace macro enough_units(units, articles) as
coalesce(units >= least_units() and articles >= least_articles(), false);

comment on macro enough_units is
'enough_units(units, articles): whether words, verbs or statements are enough for a share of them: least_units(), from least_articles() articles';

create or replace macro support_of_units(units, articles) as
case
    when enough_units(units, articles) then 'enough'
    when coalesce(units, 0) < least_units()
        then 'not enough (n=' || coalesce(units, 0)::bigint || ')'
    else
        'not enough (n=' || units::bigint || ', '
        || count_words(coalesce(articles, 0), 'article') || ')'
end;

comment on macro support_of_units is
'support_of_units(units, articles): enough, or not enough (n=…) where enough_units is false';

-- Of two reports and the evidence behind them; the first speaker of an article is that
-- of the statement that stands first in it, the title before the text.
create or replace macro statements(incident, since, until, version, as_of) as table
select
    corpus.outlet,
    corpus.language,
    corpus.copy_in_outlet,
    corpus.article_id,
    corpus.day,
    corpus.version,
    corpus.config_hash,
    quotes.quote,
    quotes.field,
    quotes.paragraph,
    quotes.start_char,
    quotes.end_char,
    quotes.words,
    quotes.direct,
    quotes.verb,
    quotes.verb_class,
    case
        when quotes.quote is not null
            then speaker_of(quotes.speaker, quotes.speaker_group)
    end as speaker,
    is_anonymous(quotes.speaker, quotes.verb_class) as is_anonymous,
    quotes.quote is not null
    and row_number() over (
        partition by corpus.article_id
        order by
            -- 0 in the title
            quotes.paragraph asc,
            quotes.start_char asc,
            quotes.quote asc
    ) = 1 as is_first
from corpus(incident, since, until, version, as_of) as corpus
left join quotes
    on
        corpus.day = quotes.day
        and corpus.article_id = quotes.article_id
        and corpus.version = quotes.version;

comment on macro table statements is
'statements(incident, since, until, version, as_of): one row per attributed statement of the articles of corpus(), with the name under which its speaker is counted (speaker_of), whether it is anonymous and whether it is the first of its article; an article without a statement has one row, whose quote is null';

create or replace macro speakers_asked(incident) as table
select distinct coalesce(actors.groups[1], listed.actor) as speaker
from (
    select unnest(incidents.actors) as actor
    from incidents
    where incidents.incident = incident
) as listed
left join actors on listed.actor = actors.actor;

comment on macro table speakers_asked is
'speakers_asked(incident): under which names the actors of an incident would be counted as speakers, so that their silence can be printed';

create or replace macro folded_words(text) as
list_filter(
    string_split_regex(lower(strip_accents(nfc_normalize(text))), '[^\pL\pN]+'),
    lambda word: word <> ''
);

comment on macro folded_words is
'folded_words(text): its words between blanks and marks, without case and accents';

create or replace macro numbers_in(text) as
list_sort(list_distinct(list_transform(
    regexp_extract_all(text, '[0-9]+(?:[.,][0-9]+)*'),
    lambda number: case
        when regexp_full_match(number, '[0-9]{1,3}([.,][0-9]{3})+')
            then translate(number, '.,', '')
        else replace(number, ',', '.')
    end
)));

comment on macro numbers_in is
'numbers_in(text): the different numbers written in digits, sorted as text, however a language parts thousands and decimals';

create or replace macro shortest_part() as 6;

comment on macro shortest_part is
'shortest_part(): words that a part of a longer quotation has at least, to be the same utterance';

create or replace macro utterances(incident, since, until, version, as_of) as table
with

printed as materialized (
    select
        corpus.outlet,
        corpus.language,
        corpus.article_id,
        corpus.day,
        corpus.version,
        corpus.url,
        corpus.published_from_at,
        corpus.published_to_at,
        corpus.copy_cluster,
        corpus.copy_in_outlet,
        corpus.copy_overall,
        quotes.quote,
        quotes.field,
        quotes.paragraph,
        quotes.start_char,
        quotes.end_char,
        quotes.verb,
        quotes.verb_class,
        quotes.utterance as form,
        speaker_of(quotes.speaker, quotes.speaker_group) as speaker,
        substring(
            case when quotes.field = 'title' then versions.title else versions.body end,
            quotes.start_char + 1,
            quotes.end_char - quotes.start_char
        ) as text,
        folded_words(text) as folded,
        array_to_string(folded, ' ') as words
    from corpus(incident, since, until, version, as_of) as corpus
    inner join quotes
        on
            corpus.day = quotes.day
            and corpus.article_id = quotes.article_id
            and corpus.version = quotes.version
    inner join versions
        on
            corpus.day = versions.day
            and corpus.article_id = versions.article_id
            and corpus.version = versions.version
    where quotes.direct and len(folded) > 0
),

-- each wording once, as its first publication has it
forms as materialized (
    select
        printed.words,
        printed.form,
        printed.folded,
        len(printed.folded) as length,
        printed.language,
        printed.article_id,
        printed.day,
        printed.version,
        printed.field,
        printed.start_char,
        printed.end_char,
        numbers_in(printed.text) as numbers
    from printed
    qualify
        row_number() over (
            partition by printed.words
            order by
                printed.published_to_at asc,
                printed.article_id asc,
                printed.quote asc
        ) = 1
),

-- A part shares its first words with what it is a part of, so no form is held against
-- all others; fewer words than shortest_part() are no run.
runs as (
    select
        forms.words,
        forms.form,
        forms.length,
        unnest(list_transform(
            range(1, forms.length - shortest_part() + 2),
            lambda place: array_to_string(
                forms.folded[place:(place + shortest_part() - 1)], ' '
            )
        )) as run
    from forms
    where forms.length > shortest_part()
),

parts as (
    select
        shorter.words,
        longer.words as longest,
        row_number() over (
            partition by shorter.words order by longer.length desc, longer.form asc
        ) as place
    from forms as shorter
    inner join runs as longer
        on array_to_string(shorter.folded[1:shortest_part()], ' ') = longer.run
    where
        shorter.length < longer.length
        and contains(' ' || longer.words || ' ', ' ' || shorter.words || ' ')
),

-- a part that stands in several belongs to the longest; it does not join them
wholes as materialized (
    select
        forms.words,
        coalesce(parts.longest, forms.words) as longest
    from forms
    left join parts on forms.words = parts.words and parts.place = 1
),

-- what a translation cannot change
marked as (
    select
        forms.words,
        forms.form,
        forms.length,
        forms.language,
        forms.numbers,
        list_sort(list(distinct annotations.actor)) as names
    from forms
    inner join wholes on forms.words = wholes.words and forms.words = wholes.longest
    inner join annotations
        on
            forms.day = annotations.day
            and forms.article_id = annotations.article_id
            and forms.version = annotations.version
            and forms.field = annotations.field
            and annotations.start_char >= forms.start_char
            and annotations.end_char <= forms.end_char
    where
        annotations.coder = 'machine'
        and annotations.kind = 'hit'
        and annotations.layer = 'actor'
        and len(forms.numbers) > 0
    group by
        forms.words, forms.form, forms.length, forms.language, forms.numbers
),

-- two of one language would be two utterances, and no one can tell which is meant
translated as (
    select
        marked.words,
        marked.form,
        marked.language,
        first_value(marked.form) over each_content as utterance,
        first_value(marked.language) over each_content as utterance_language
    from marked
    window each_content as (
        partition by marked.names, marked.numbers
        order by marked.length desc, marked.form asc
    )
    qualify
        count(*) over (partition by marked.names, marked.numbers) > 1
        and count(*) over (partition by marked.names, marked.numbers)
        = count(distinct marked.language)
            over (partition by marked.names, marked.numbers)
),

named as (
    select
        wholes.words,
        longest.length as words_of_longest,
        coalesce(translated.utterance, longest.form) as utterance,
        case
            when translated.language <> translated.utterance_language
                then 'digits and names'
            when wholes.words = wholes.longest then 'same words'
            else 'shortened'
        end as how
    from wholes
    inner join forms as longest on wholes.longest = longest.words
    left join translated on wholes.longest = translated.words
),

spread as (
    select
        named.utterance,
        count(distinct printed.outlet) as outlets,
        count(distinct printed.copy_cluster) as texts,
        min(printed.published_to_at) as first_at
    from printed
    inner join named on printed.words = named.words
    group by named.utterance
)

select
    named.utterance,
    printed.outlet,
    printed.language,
    printed.article_id,
    printed.day,
    printed.version,
    printed.quote,
    printed.url,
    printed.published_from_at,
    printed.published_to_at,
    printed.copy_in_outlet,
    printed.copy_overall,
    printed.field,
    printed.paragraph,
    printed.start_char,
    printed.end_char,
    printed.text,
    printed.speaker,
    printed.verb,
    printed.verb_class,
    named.how,
    len(printed.folded) as words,
    named.words_of_longest,
    spread.outlets,
    spread.texts,
    spread.first_at
from printed
inner join named on printed.words = named.words
inner join spread on named.utterance = spread.utterance;

comment on macro table utterances is
'utterances(incident, since, until, version, as_of): one row per direct quotation of the articles of corpus(), with the utterance it is: equal folded words, or a part of at least shortest_part() words that stands whole in a longer one (of several the longest, whose quotes.utterance names all; words_of_longest is its length, in the language of the row). Across languages two are one when the same digits and the same names of actors stand in them, one of each at least, and no other quotation of these languages has them. how: same words, shortened, digits and names; outlets and texts (without copies) in which the utterance stands, first_at: when first, at the latest';
