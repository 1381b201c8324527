"""The readable part of a page."""

import re
from difflib import SequenceMatcher
from typing import Any

import lxml.etree
import lxml.html
import trafilatura
from trafilatura.metadata import extract_title

from tracker.core.sniff import NO_PAGES, what_came
from tracker.model import Extracted, Failure
from tracker.web.decode import clean, decode
from tracker.web.metadata import Metadata, read_metadata
from tracker.web.xmltext import sound_references

_Element = Any  # lxml ships no types

LONGEST_TITLE = 1000
LONGEST_AUTHOR = 500
# Below this, text beside scripts may be what a shell shows while it loads.
SHORTEST_TEXT = 200
# An error page explains itself in a few sentences; an article about one is longer.
LONGEST_ERROR = 1000

# What such a page says of itself, and no more: "Arma nuk u gjet" is a headline.
_ERROR = re.compile(
    r"(?:(?:error|gabim|http)\W*)?404\b.*"
    r"|(?:(?:the|this|faqja|page|artikulli|lajmi|adresa|sorry|oops|error|gabim|seite"
    r"|pagina|p\u00e1gina)\W+(?:\w+\W+){0,3})?"
    r"(?:not found|nuk u gjet|nuk ekziston|no longer available|nuk gjendet"
    r"|nicht gefunden|introuvable|non trovata|no encontrada)\W*",
    re.IGNORECASE,
)
# The name of the site stands behind one of these.
_SITE_NAME = re.compile(r"\s[-|\u2013\u2014\u00bb\u00b7]\s")
_HEAD = 4096
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# A self-closing root makes the parser see an empty page.
_CLOSED_ROOT = re.compile(r"(<html[^<>]*?)\s*/>", re.IGNORECASE)


def extract(body: bytes, *, content_type: str | None, url: str) -> Extracted | Failure:
    r"""Extract title, text and dates of the article that was fetched from `url`.

    Paragraphs of the text are separated by one \n; the title is not among them. Text
    stays as it came but for controls, soft hyphens and runs of blanks. Flags: `stub`
    (the page says it is not free), `reserved` (it asks not to be kept). A failure is
    `not_html`, `not_article` (an error page) or `failed`: too deep to be read whole, or
    no text, or too little beside scripts, so that nobody knows what readers saw.
    """
    came = what_came(body, content_type)
    if came.kind == "nothing":
        return Failure(outcome="failed", detail="the page is empty")
    if came.kind in NO_PAGES:
        return Failure(outcome="not_html", detail=f"not a page: {came.words}")
    tree = _parsed(sound_references(decode(body, content_type)))
    if isinstance(tree, Failure):
        return tree
    metadata = read_metadata(tree, url=url)
    title = _title(tree, metadata)
    text = _text(tree, url)
    if isinstance(text, Failure):
        return text
    text = _without_title(clean(text), title)
    if failure := _no_article(tree, metadata, text):
        return failure
    return Extracted(
        title=title,
        body=text,
        author=metadata.author and clean(metadata.author)[:LONGEST_AUTHOR],
        language=metadata.language,
        canonical=metadata.canonical,
        dates=metadata.dates,
        has_media=metadata.has_media,
        flags=(
            *(("reserved",) if metadata.reserved else ()),
            *(("stub",) if metadata.paywalled else ()),
        ),
    )


def _parsed(text: str) -> _Element | Failure:
    declaration = _DECLARATION.match(text)
    start = declaration.end() if declaration else 0
    head, rest = text[start : start + _HEAD], text[start + _HEAD :]
    plain = _CLOSED_ROOT.sub(r"\1>", head, count=1) + rest
    # without huge_tree, what lies below 254 elements is dropped in silence
    parser = lxml.html.HTMLParser(
        huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml.html.document_fromstring(plain.encode(), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return Failure(outcome="failed", detail="the page holds no elements")
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    if any(entry.type == limit for entry in parser.error_log):
        return Failure(
            outcome="failed",
            detail="too_deep: the page is nested too deeply to be read whole",
        )
    return tree


def _text(tree: _Element, url: str) -> str | Failure:
    try:
        found: Any = trafilatura.bare_extraction(tree, url=url, include_comments=False)
    except Exception as error:  # noqa: BLE001 - a hostile page costs this page only
        kind = type(error).__name__
        return Failure(outcome="failed", detail=f"the page cannot be extracted: {kind}")
    return (found.text or "") if found is not None else ""


def _title(tree: _Element, metadata: Metadata) -> str:
    """Choose the headline as readers see it: it is what is compared.

    The title for networks decides which heading that is, and stands in for it.
    """
    stated = metadata.title or ""
    heads = metadata.headlines
    if stated:
        title = next((h for h in heads if _alike(h, stated)), stated)
    else:
        title = heads[0] if len(heads) == 1 else extract_title(tree) or ""
    return clean(" ".join(title.split()))[:LONGEST_TITLE]


def _alike(first: str, second: str) -> bool:
    one, two = first[:300].casefold(), second[:300].casefold()
    if one in two or two in one:
        # the name of the site stands in every title of its pages
        return 2 * min(len(one), len(two)) >= max(len(one), len(two))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() > 0.6  # noqa: PLR2004 - most letters in order


def _without_title(text: str, title: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    folded = title.casefold()
    while lines and lines[0].lstrip("# ").casefold() == folded:
        del lines[0]
    return "\n".join(lines)


def _no_article(tree: _Element, metadata: Metadata, text: str) -> Failure | None:
    titles = [*metadata.headlines, _page_title(tree)]
    parts = (part.strip() for title in titles for part in _SITE_NAME.split(title))
    error = next((part for part in parts if _ERROR.fullmatch(part)), None)
    if error is not None and len(text) < LONGEST_ERROR:
        return Failure(
            outcome="not_article", detail=f"an error page: {clean(error)[:100]}"
        )
    if not text:
        return Failure(outcome="failed", detail="no text was found on the page")
    if len(text) < SHORTEST_TEXT and next(tree.iter("script"), None) is not None:
        return Failure(
            outcome="failed",
            detail=f"only {len(text)} characters of text were found; "
            "the rest may be put in by scripts, which are not run",
        )
    return None


def _page_title(tree: _Element) -> str:
    title = next(tree.iter("title"), None)
    return "" if title is None else " ".join((title.text or "")[:5000].split())
