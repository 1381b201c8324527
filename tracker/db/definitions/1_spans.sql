-- What was found in texts, whatever it is, in the same columns: for the report evidence,
-- which cuts the sentences out. `is_usual`: listed when no layer is asked for.

create or replace macro spans() as table
select
    annotations.article_id,
    annotations.day,
    annotations.version,
    annotations.layer,
    annotations.layer = 'fact' as counts_copies,
    true as is_usual,
    annotations.incident,
    annotations.actor,
    annotations.code,
    annotations.voice,
    annotations.attributed_to,
    annotations.surface,
    annotations.field,
    annotations.paragraph,
    annotations.start_char,
    annotations.end_char,
    annotations.sentence_start,
    annotations.sentence_end
from annotations
where annotations.coder = 'machine' and annotations.kind = 'hit'
union all by name
select
    quotes.article_id,
    quotes.day,
    quotes.version,
    'quote' as layer,
    false as counts_copies,
    false as is_usual,
    speaker_of(quotes.speaker, quotes.speaker_group) as code,
    case when quotes.direct then 'quoted' else 'attributed' end as voice,
    quotes.speaker as attributed_to,
    quotes.field,
    quotes.paragraph,
    quotes.start_char,
    quotes.end_char
from quotes
union all by name
select
    figures.article_id,
    figures.day,
    figures.version,
    'figure' as layer,
    true as counts_copies,
    false as is_usual,
    figures.incident,
    figures.fact as code,
    figures.voice,
    figures.surface,
    figures.field,
    figures.start_char,
    figures.end_char,
    figures.sentence_start,
    figures.sentence_end
from figures;

comment on macro table spans is
'spans(): one row per piece of evidence in a text, of the layers actor, label, event_noun, fact (as in annotations, hits of the machine), quote (code: as speakers are counted) and figure (code: fact); what a layer does not know is null';

-- A statement is noted without the words that hand it over, which its reader wants to see.
create or replace macro sentence_around(text, start_char, end_char) as
trim(
    regexp_extract(
        substring(
            text,
            greatest(start_char - 400, 0) + 1,
            start_char - greatest(start_char - 400, 0)
        ),
        '[^.!?\n]*$'
    )
    || substring(text, start_char + 1, end_char - start_char)
    || regexp_extract(substring(text, end_char + 1, 400), '^[^.!?\n]*[.!?]*["”»’]*')
);

comment on macro sentence_around is
'sentence_around(text, start_char, end_char): that stretch of a text with the rest of the sentences in which it begins and ends, 400 characters more on either side at most';
