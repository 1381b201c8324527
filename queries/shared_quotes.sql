-- purpose: Which direct quotations of the incident do several outlets print, and how
-- purpose: does each cut and introduce them? Two quotations are one utterance when
-- purpose: their words are equal (without case, accents and marks), or when the shorter
-- purpose: has at least 6 words and stands whole in the longer; a part of several
-- purpose: belongs to the longest. Across languages they are one only when the same
-- purpose: digits and the same names of actors stand in them, at least one of each, and
-- purpose: no other quotation of these languages has them; that they say the same is
-- purpose: then not proved.
-- grain: one row per printed quotation whose utterance stands in two outlets or more
-- param incident varchar: incident id from config.yaml
-- param since date?: first day, inclusive, configured zone; undated: day first seen
-- param until date?: last day, inclusive, configured zone; undated: day first seen
-- param outlet varchar?: only what this outlet prints, aligned with all others
-- param language varchar?: only what articles in this language print, likewise
-- param version varchar?: 'latest' takes the text as it is now, else as first published
-- param copies varchar?: 'all' lists every copy, else one per text within an outlet
-- param as_of timestamp?: only what was known then; local time, UTC where SQL is run
-- column utterance varchar: names the utterance; the same in all its rows
-- column outlet varchar: outlet id
-- column published_from_at timestamp: appeared not before, UTC; null: open
-- column published_to_at timestamp: appeared not after, UTC
-- column text varchar: the quotation as printed there
-- column how varchar: same words, shortened, digits and names (another language)
-- column words bigint: its words, between blanks and marks
-- column words_of_longest bigint: words of its longest form in this language
-- column kept double: words / words_of_longest, 0 to 1
-- column speaker varchar: to whom it is given there, as in voices
-- column verb varchar: verb of saying as printed; null where there is none
-- column verb_class varchar: say, affirm, confirm, claim, accuse, deny … or none
-- column credited varchar: source that the article credits for its text, else null
-- column copy boolean: yes: it came with a text that another publication stands for
-- column outlets bigint: outlets that print the utterance, in any language
-- column texts bigint: texts that print it, copies counted once over all outlets
-- column language varchar: language of the article
-- column url varchar: address of the article
-- column article_id varchar: article id, for evidence
-- column version integer: version of the text
-- column field varchar: title or body
-- column start_char integer: first character in the field, counted from 0
-- column end_char integer: character after the last one
-- example: tracker report shared_quotes incident=durres_fair
select
    utterances.utterance,
    utterances.outlet,
    case
        when isfinite(utterances.published_from_at) then utterances.published_from_at
    end as published_from_at,
    utterances.published_to_at,
    utterances.text,
    utterances.how,
    utterances.words,
    utterances.words_of_longest,
    utterances.words / nullif(utterances.words_of_longest, 0) as kept,
    utterances.speaker,
    utterances.verb,
    utterances.verb_class,
    articles.copied_from as credited,
    utterances.copy_overall > 1 as copy,
    utterances.outlets,
    utterances.texts,
    utterances.language,
    utterances.url,
    utterances.article_id,
    utterances.version,
    utterances.field,
    utterances.start_char,
    utterances.end_char
from
    utterances(
        $incident,
        $since::date,
        $until::date,
        $version::varchar,
        $as_of::timestamp
    ) as utterances
inner join articles
    on
        utterances.day = articles.day
        and utterances.article_id = articles.article_id
where
    utterances.outlets > 1
    and ($outlet::varchar is null or utterances.outlet = $outlet::varchar)
    and ($language::varchar is null or utterances.language = $language::varchar)
    and (utterances.copy_in_outlet = 1 or $copies::varchar = 'all')
order by
    utterances.first_at asc,
    utterances.utterance asc,
    utterances.published_to_at asc,
    utterances.outlet asc,
    utterances.article_id asc,
    utterances.field desc,
    utterances.start_char asc
