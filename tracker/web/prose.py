"""Paragraphs that extraction is sure to take for those of an article."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

_Element = Any  # lxml ships no types

_PLACES = frozenset(("article", "main"))
_NAMED = re.compile(
    r"\b(?:article|entry|news|post|story)[-_]{0,2}(?:body|content|text)\b",
    re.IGNORECASE,
)
_LEFT_OUT = frozenset(
    (
        *("aside", "blockquote", "button", "details", "dialog", "figure", "footer"),
        *("fieldset", "form", "head", "header", "iframe", "li", "menu", "nav"),
        *("noscript", "object", "option", "script", "select", "style", "svg"),
        *("table", "template", "textarea"),
    )
)
# What stands in a link may be the headline of another article.
_NOT_SAID = _LEFT_OUT | {"a"}
# How sites name what stands beside an article; for a doubt a page is extracted.
_BESIDE = re.compile(
    r"author|banner|caption|comment|comol|consent|cookie|disqus|dsq-|foot|gdpr"
    r"|(?<!overflow-)hidden|koment|login|menu|modal|nav|newsletter|next-|notice|overlay|paywall|popular"
    r"|popup|premium|promo|recommend|related|reply|respond|share|social"
    r"|(?<!has-)(?<!no-)(?<!with-)sidebar"
    r"|sponsor|subscri|suggest|taboola|tags|teaser|trending",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def shows_prose(tree: _Element, *, least: int) -> bool:
    """Whether paragraphs side by side in an article say `least` characters or more.

    Only what stands in the markup of an article counts, not what its site shows or
    hides beside it, nor links and scripts. Of paragraphs that say the same extraction
    takes one.
    """
    sides: dict[_Element, set[str]] = defaultdict(set)
    sizes: dict[_Element, int] = defaultdict(int)
    for paragraph in _of_articles(tree):
        side = paragraph.getparent()
        said = " ".join("".join(_said(paragraph)).split())
        if said not in sides[side]:
            sides[side].add(said)
            sizes[side] += len(said)
            if sizes[side] >= least:
                return True
    return False


def _of_articles(tree: _Element) -> Iterator[_Element]:
    """Give the paragraphs in an article and in nothing that stands beside it."""
    is_place: dict[_Element, bool] = {}
    for element in tree.iter("*"):
        above = element.getparent()
        if above is None or above.tag == "html":
            # Its names speak of the whole page.
            is_place[element] = False
        elif above in is_place and not _is_beside(element):
            is_place[element] = is_place[above] or _is_place(element)
            if element.tag == "p" and is_place[above]:
                yield element


def _is_place(element: _Element) -> bool:
    return (
        element.tag in _PLACES
        or "articleBody" in element.get("itemprop", "")
        or _NAMED.search(_names(element)) is not None
    )


def _is_beside(element: _Element) -> bool:
    return (
        element.tag in _LEFT_OUT
        or _BESIDE.search(_names(element)) is not None
        or _HIDDEN.search(element.get("style", "")) is not None
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )


def _names(element: _Element) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"


def _said(paragraph: _Element) -> Iterator[str]:
    """Give the parts of a paragraph, in no order, without its links and scripts."""
    counts = {paragraph: True}
    for element in paragraph.iter():
        if element is not paragraph:
            above = counts[element.getparent()]
            counts[element] = above and element.tag not in _NOT_SAID
            if above:
                yield element.tail or ""
        if counts[element]:
            yield element.text or ""
