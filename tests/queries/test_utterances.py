"""Which quotations are one utterance (measures.md, M11)."""

import re
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from tracker.core.statements import utterance
from tracker.core.text import Reading
from tracker.db.queries import find

Fill = Callable[..., None]
Db = duckdb.DuckDBPyConnection
Printed = tuple[str, str, str]  # outlet, language, quotation; names of actors in [ ]

LONG = "salla u mbyll në mars dhe nuk u hap më askujt"


def corpus(printed: list[Printed], **verbs: str) -> dict[str, Any]:
    articles, versions, quotes, annotations = [], [], [], []
    for n, (outlet, language, marked) in enumerate(printed):
        one, text = f"{outlet}{n}", re.sub(r"[\[\]]", "", marked)
        articles.append(
            {"article_id": one, "outlet": outlet, "language": language}
            | {"published_at": f"2026-03-03 09:{n:02}"}
        )
        versions.append({"article_id": one, "version": 1, "body": f"Thanë: “{text}”."})
        start, end = 8, 8 + len(text)
        quotes.append(
            {"article_id": one, "direct": True, "start_char": start, "end_char": end}
            | {"utterance": utterance(Reading.of("body", text), 0, len(text))}
            | ({"verb": verbs[outlet]} if outlet in verbs else {})
        )
        for k, name in enumerate(re.finditer(r"\[(\w+)\]", marked)):
            at = start + name.start() - 2 * k
            annotations.append(
                {"article_id": one, "actor": name[1].casefold()}
                | {"start_char": at, "end_char": at + len(name[1])}
            )
    return {
        "articles": articles,
        "versions": versions,
        "quotes": quotes,
        "annotations": annotations,
    }


def shared(db: Db, fill: Fill, printed: list[Printed]) -> list[dict[str, Any]]:
    fill(db, corpus(printed))
    return listed(db)


def listed(db: Db) -> list[dict[str, Any]]:
    report = find("shared_quotes", None)
    values = {param.name: None for param in report.params}
    answer = db.execute(report.sql, values | {"incident": "durres_fair"})
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def id_of(text: str) -> str:
    return utterance(Reading.of("body", text), 0, len(text))


def test_six_words_that_stand_whole_in_a_longer_quotation_are_the_same_utterance(
    db: Db, fill: Fill
) -> None:
    part = "mbyll në mars dhe nuk u"
    found = shared(db, fill, [("a", "sq", part), ("b", "sq", LONG)])
    assert [
        (r["outlet"], r["how"], r["words"], r["words_of_longest"]) for r in found
    ] == [("a", "shortened", 6, 11), ("b", "same words", 11, 11)]
    assert [r["kept"] for r in found] == pytest.approx([6 / 11, 1])
    assert {r["utterance"] for r in found} == {id_of(LONG)}


def test_five_words_may_be_anybodys(db: Db, fill: Fill) -> None:
    part = "mbyll në mars dhe nuk"
    assert shared(db, fill, [("a", "sq", part), ("b", "sq", LONG)]) == []


def test_five_equal_words_are_the_same_utterance(db: Db, fill: Fill) -> None:
    part = "mbyll në mars dhe nuk"
    found = shared(db, fill, [("a", "sq", part), ("b", "sq", part.upper())])
    assert [r["how"] for r in found] == ["same words", "same words"]


@pytest.mark.parametrize(
    "part",
    [
        "salla u mbyll në maj dhe nuk u hap",  # another word
        "lla u mbyll në mars dhe nuk",  # half a word at its head
        "u mbyll në mars dhe nuk u ha",  # and at its tail
        "salla u mbyll në mars nuk u hap",  # a word left out
        f"dje {LONG[:-7]}",  # more than the longer one has
    ],
)
def test_what_does_not_stand_whole_in_it_is_another(
    db: Db, fill: Fill, part: str
) -> None:
    assert shared(db, fill, [("a", "sq", part), ("b", "sq", LONG)]) == []


def test_the_same_words_after_another_verb_are_the_same_utterance(
    db: Db, fill: Fill
) -> None:
    fill(db, corpus([("a", "sq", LONG), ("b", "sq", LONG)], a="tha", b="pretendoi"))
    assert [(r["outlet"], r["verb"]) for r in listed(db)] == [
        ("a", "tha"),
        ("b", "pretendoi"),
    ]


def test_a_part_of_several_belongs_to_the_longest_and_does_not_join_them(
    db: Db, fill: Fill
) -> None:
    part = "u mbyll në mars dhe nuk"
    longer = f"{part} më vonë"
    longest = f"dje në darkë ajo {part}"
    found = shared(
        db, fill, [("a", "sq", part), ("b", "sq", longer), ("c", "sq", longest)]
    )
    assert [(r["outlet"], r["utterance"]) for r in found] == [
        ("a", id_of(longest)),
        ("c", id_of(longest)),
    ]


def test_parts_that_do_not_overlap_meet_in_the_longest(db: Db, fill: Fill) -> None:
    head, tail = "një dy tre katër pesë gjashtë", "shtatë tetë nëntë dhjetë shi re"
    whole = f"{head} {tail}"
    found = shared(db, fill, [("a", "sq", head), ("b", "sq", tail), ("c", "sq", whole)])
    assert [(r["outlet"], r["kept"]) for r in found] == [
        ("a", 0.5),
        ("b", 0.5),
        ("c", 1),
    ]
    assert {r["outlets"] for r in found} == {3}


SQ = "u ndaluan 11 veta të [DELTA] në sallë"
EN = "11 people of [DELTA] were held"


def test_digits_and_names_make_one_utterance_of_two_languages(
    db: Db, fill: Fill
) -> None:
    part = "u ndaluan 11 veta të [DELTA]"
    found = shared(db, fill, [("a", "sq", SQ), ("b", "en", EN), ("c", "sq", part)])
    assert [
        (r["outlet"], r["how"], r["words"], r["words_of_longest"]) for r in found
    ] == [
        ("a", "same words", 8, 8),
        ("b", "digits and names", 6, 6),
        ("c", "shortened", 6, 8),
    ]
    assert {r["utterance"] for r in found} == {
        id_of("u ndaluan 11 veta të DELTA në sallë")
    }


@pytest.mark.parametrize(
    "other",
    [
        "12 people of [DELTA] were held",
        "11 people of [GAMMA] were held",
        "11 people of [DELTA] and [GAMMA] were held",
        "11 people of [DELTA] were held in 2026",
        "11 people of the club were held",
        "eleven people of [DELTA] were held",
    ],
)
def test_one_other_digit_or_name_makes_two(db: Db, fill: Fill, other: str) -> None:
    assert shared(db, fill, [("a", "sq", SQ), ("b", "en", other)]) == []


def test_digits_without_a_name_or_a_name_without_digits_prove_nothing(
    db: Db, fill: Fill
) -> None:
    printed = [
        ("a", "sq", "u ndaluan 11 veta nga 36"),
        ("b", "en", "11 of 36 people were held"),
        ("c", "sq", "salla e [DELTA] u mbyll"),
        ("d", "en", "the hall of [DELTA] was closed"),
    ]
    assert shared(db, fill, printed) == []


def test_in_one_language_digits_and_names_prove_nothing(db: Db, fill: Fill) -> None:
    other = "policia mori 11 kompjuterë nga [DELTA]"
    assert shared(db, fill, [("a", "sq", SQ), ("b", "sq", other)]) == []


def test_where_two_quotations_have_the_same_digits_and_names_nobody_knows_which(
    db: Db, fill: Fill
) -> None:
    other = "policia mori 11 kompjuterë nga [DELTA]"
    printed = [("a", "sq", SQ), ("b", "en", EN), ("c", "sq", other)]
    assert shared(db, fill, printed) == []


def test_numbers_are_the_same_however_a_language_writes_them(
    db: Db, fill: Fill
) -> None:
    printed = [
        ("a", "sq", "[DELTA] pagoi 1.250.000 lekë, 3,5 për qind"),
        ("b", "en", "[DELTA] paid 1,250,000 lek, 3.5 per cent"),
    ]
    assert len(shared(db, fill, printed)) == 2


def test_the_same_words_are_one_utterance_in_a_text_of_another_language(
    db: Db, fill: Fill
) -> None:
    found = shared(db, fill, [("a", "sq", LONG), ("b", "en", LONG)])
    assert [r["how"] for r in found] == ["same words", "same words"]


def test_the_words_of_the_sql_are_those_by_which_the_program_names_an_utterance(
    db: Db,
) -> None:
    texts = ["Salla — u mbyll!", "SALLA u «mbyll»", "salla, u mbyll?", "sala u mbyll"]
    named = {id_of(text): set[str]() for text in texts}
    for text in texts:
        row = db.execute("select folded_words($text)", {"text": text}).fetchone()
        assert row is not None
        named[id_of(text)].add(" ".join(row[0]))
    assert sorted(map(sorted, named.values())) == [["sala u mbyll"], ["salla u mbyll"]]
