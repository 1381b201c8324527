import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Extracted, Failure
from tracker.web.markup import (
    LONGEST_ATTRIBUTE,
    MOST_ATTRIBUTES,
    MOST_ELEMENTS,
    SMALLEST_LOSS,
    Markup,
    parse,
)
from tracker.web.pages import extract

HEAD = "<!DOCTYPE html><html><head><title>Salla</title></head><body>"
SENTENCE = "Salla e qytetit u hap dje pas dy vitesh. "
P = f"<p>{SENTENCE * 5}</p>"
URL = "https://lajme.example/salla"


def parsed(text: str) -> Markup:
    found = parse(text)
    assert isinstance(found, Markup), found
    return found


def count(markup: Markup) -> int:
    return "".join(markup.tree.itertext()).count(SENTENCE)


RAW = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"]


@pytest.mark.parametrize("opened", ["<!--", "<plaintext>", *(f"<{n}>" for n in RAW)])
def test_what_is_opened_and_never_closed_takes_text_away(opened: str) -> None:
    assert parsed(f"{HEAD}{P}{opened}{P}{P}</body></html>").lost
    found = extract(
        f"{HEAD}<article>{P}{P}{opened}{P}{P}".encode(), content_type=None, url=URL
    )
    assert isinstance(found, Extracted)
    assert found.flags == ("cut",)


@pytest.mark.parametrize(
    "whole",
    [
        f"<!-- {P}{P} -->",
        "<!-->",
        f"<!-- <!-- {P} -->",
        *(f"<{n}>{P}{P}</{n}>" for n in RAW),
        *(f"<{n.upper()} a='>'>{P}{P}</{n.upper()} >" for n in RAW),
        "<script>a = '<!--'; b = '<p>'</script>",
        f"<noscript>{P}</noscript>",
        f"<template>{P}</template>",
        f"<![CDATA[ {P}",
        f"<?php {P}",
        f"<p data-a='<p>{SENTENCE * 20}</p>'>",
        f'<p title="{"a " * 300}">',
        f"<p title=it's>{P}<p title='x'>",
        f"</html>{P}",
        f"</body></html>{P}<html><body>{P}",
        "5 < 7 &amp; 7 > 5 <3",
        "&lt;script&gt;",
    ],
)
def test_what_is_whole_or_was_never_text_is_no_loss(whole: str) -> None:
    assert not parsed(f"{HEAD}{P}{whole}{P}").lost


def test_a_quote_that_is_missing_takes_text_away() -> None:
    assert parsed(f'{HEAD}{P}<a href="/x>{P}{P}').lost
    assert parsed(f'{HEAD}{P}<a href="/x>{P}{P}<p class="y">{P}').lost


def test_text_behind_the_end_of_the_page_belongs_to_it() -> None:
    late = parsed(f"{HEAD}{P}</body></html>\n{P}<div>{P}</div>")
    assert count(late) == 15
    found = extract(
        f"{HEAD}<p>Hyrje.</p></body></html><article>{P}{P}</article>".encode(),
        content_type=None,
        url=URL,
    )
    assert isinstance(found, Extracted)
    assert SENTENCE.strip() in found.body


def test_less_than_a_paragraph_is_no_loss() -> None:
    assert SMALLEST_LOSS == 200
    for size, lost in ((SMALLEST_LOSS - 4, False), (SMALLEST_LOSS, True)):
        assert parsed(f"{HEAD}{P}<!--{'a' * size}").lost is lost


def test_a_failure_says_that_text_may_be_hidden() -> None:
    found = extract(f"{HEAD}<script>{P}{P}".encode(), content_type=None, url=URL)
    assert isinstance(found, Failure)
    assert found.detail.endswith("; markup that is not closed hides text")


def test_a_page_of_too_many_elements_is_a_failure() -> None:
    assert MOST_ELEMENTS == 100_000
    found = parse(HEAD + "<b>x</b>" * MOST_ELEMENTS)
    assert isinstance(found, Failure)
    assert found.detail == "too_many: more than 100000 elements"
    assert isinstance(parse(HEAD + "<b>x</b>" * (MOST_ELEMENTS // 2)), Markup)


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", "a{}='x y'", 'a{} = "x=y"'])
def test_an_element_of_too_many_attributes_is_a_failure(attribute: str) -> None:
    assert MOST_ATTRIBUTES == 1_000
    names = [attribute.format(n) for n in range(MOST_ATTRIBUTES + 1)]
    found = parse(f"{HEAD}<p {' '.join(names)}>{P}")
    assert isinstance(found, Failure)
    assert found.detail == "too_many: more than 1000 attributes of one element"
    assert isinstance(parse(f"{HEAD}<p {' '.join(names[:-1])}>{P}"), Markup)


def test_a_long_value_is_cut_and_costs_nothing_else() -> None:
    assert LONGEST_ATTRIBUTE == 10_000
    markup = parsed(f'{HEAD}<img src="data:{"a" * 5_000_000}" alt="x">{P}')
    image = next(markup.tree.iter("img"))
    assert len(image.get("src")) == LONGEST_ATTRIBUTE
    assert image.get("alt") == "x"
    assert not markup.lost


def test_a_text_beyond_the_limit_of_the_parser_is_held() -> None:
    text = "ë" * 5_500_000  # eleven million bytes
    markup = parsed(f"{HEAD}<p>{text}</p>{P}")
    assert not markup.lost
    assert count(markup) == 5


@pytest.mark.parametrize("depth", [254, 300, 2000])
def test_depth_loses_nothing_up_to_the_limit(depth: int) -> None:
    markup = parsed(HEAD + "<div>" * depth + P + "</div>" * depth)
    assert (count(markup), markup.lost) == (5, False)


def test_a_page_deeper_than_that_is_a_failure() -> None:
    found = parse(HEAD + "<div>" * 2100 + P)
    assert isinstance(found, Failure)
    assert found.detail.startswith("too_deep")


PIECES = [
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<a b='",
    "'",
    '"',
    ">",
    "<",
    "<p>",
    "x",
]


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<script>", "<a ", "<a b='", '<a b="', "<p a=", "<title>", "<!", "&"],
)
def test_a_page_of_open_ends_is_read_once(piece: str) -> None:
    parse(HEAD + piece * (2_000_000 // len(piece)))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_broken_markup_is_parsed_or_refused_in_words(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Markup) or found.detail


@given(st.lists(st.sampled_from([P, "<br>", "<b>x</b>", "<!-- x -->", "&euml;", "\n"])))
def test_sound_markup_loses_nothing(pieces: list[str]) -> None:
    assert not parsed(HEAD + "".join(pieces)).lost


def test_a_look_alike_of_a_script_tag_is_text() -> None:
    """The long s is an s where case is ignored, but names no tag."""
    page = f"<html><body><p>Lajm <\u017fcript>{'fjalë ' * 40}</p></body></html>"
    read = extract(
        page.encode(), content_type="text/html; charset=utf-8", url="http://x/"
    )
    assert isinstance(read, Extracted)
    assert "Lajm" in read.body
