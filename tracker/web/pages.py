"""The readable part of a page."""

from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

import trafilatura
from trafilatura.metadata import extract_title

from tracker.core.sniff import NO_PAGES, challenge, what_came
from tracker.model import Extracted, Failure
from tracker.web import consent, kinds, terms
from tracker.web.decode import clean, decode
from tracker.web.indexes import lists_articles
from tracker.web.markup import parse
from tracker.web.metadata import Metadata, read_metadata
from tracker.web.xmltext import sound_references

_Element = Any  # lxml ships no types

LONGEST_TITLE = 1000
LONGEST_AUTHOR = 500


# Characters; a book has fewer, a live blog a fifth of it.
LONGEST_TEXT = 1_000_000


def extract(body: bytes, *, content_type: str | None, url: str) -> Extracted | Failure:
    r"""Extract title, text and dates of the article that was fetched from `url`.

    Paragraphs of the text are separated by one \n; the title is not among them. Text
    stays as it came but for controls, soft hyphens and runs of blanks. Flags: `stub`
    (the rest is for subscribers; the text may be empty), `reserved` (the page asks not
    to be kept), `cut` (its source holds text that was lost, because something in it is
    not closed, or it is longer than LONGEST_TEXT).
    A failure is `not_html`, `not_article` (an error page, a list),
    `blocked` (a challenge, a form that asks for consent, a refusal) or `failed`: too
    large to be read whole, out of order, no text, or too little beside scripts, so
    that nobody knows what readers saw.
    """
    other = _other(body, content_type)
    if other is not None:
        return other
    markup = parse(sound_references(decode(body, content_type)))
    if isinstance(markup, Failure):
        return markup
    read = _read(markup.tree, url)
    if not markup.lost:
        return read
    if isinstance(read, Failure):
        return replace(
            read, detail=f"{read.detail}; markup that is not closed hides text"
        )
    return replace(read, flags=(*read.flags, "cut"))


def glance(body: bytes, *, content_type: str | None, url: str) -> Extracted | None:
    """Read title and dates of a page that `extract` would make a whole article of.

    That costs a fraction, as the text is left out. None: only `extract` can tell.
    """
    if _other(body, content_type) is not None:
        return None
    markup = parse(sound_references(decode(body, content_type)))
    if isinstance(markup, Failure) or markup.lost:
        return None
    tree = markup.tree
    consent.take_boxes(tree)
    metadata = read_metadata(tree, url=url)
    title = _title(tree, metadata)
    if not kinds.is_whole(tree, metadata, title, url=url):
        return None
    return Extracted(title=title, body="", dates=metadata.dates)


def _other(body: bytes, content_type: str | None) -> Failure | None:
    """Name what came instead of a page of the site."""
    came = what_came(body, content_type)
    if came.kind == "nothing":
        return Failure(outcome="failed", detail="the page is empty")
    if came.kind in NO_PAGES:
        return Failure(outcome="not_html", detail=f"not a page: {came.words}")
    vendor = challenge(body)
    if vendor is not None:
        return Failure(outcome="blocked", detail=f"a check for robots ({vendor})")
    return None


def _read(tree: _Element, url: str) -> Extracted | Failure:
    boxed = consent.take_boxes(tree)
    metadata = read_metadata(tree, url=url)
    title = _title(tree, metadata)
    text = _text(tree, url)
    if isinstance(text, Failure):
        return text
    text = _without_title(clean(text), title)
    stub = terms.is_stub(tree, metadata, text)
    failure = (
        kinds.error_page(tree, metadata, title, text)
        or kinds.consent_form(tree, metadata, text, url=url, boxed=boxed)
        or _list(tree, metadata, text, url)
        or (None if stub and title else kinds.shell(tree, text))
    )
    if failure is not None:
        return failure
    return Extracted(
        title=title,
        body=text[:LONGEST_TEXT],
        author=metadata.author and clean(metadata.author)[:LONGEST_AUTHOR],
        language=metadata.language,
        canonical=metadata.canonical,
        original=metadata.original,
        dates=metadata.dates,
        has_media=metadata.has_media,
        flags=(
            *(("reserved",) if terms.is_reserved(tree) else ()),
            *(("stub",) if stub else ()),
            *(("cut",) if len(text) > LONGEST_TEXT else ()),
        ),
    )


def _list(tree: _Element, metadata: Metadata, text: str, url: str) -> Failure | None:
    words = lists_articles(tree, metadata, text, url=url)
    return Failure(outcome="not_article", detail=words) if words else None


def _text(tree: _Element, url: str) -> str | Failure:
    try:
        found: Any = trafilatura.bare_extraction(tree, url=url, include_comments=False)
    except MemoryError:
        raise
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
