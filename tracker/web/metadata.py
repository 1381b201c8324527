"""What a page says about itself: title, author, dates, language, wishes."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from tracker.core.urls import canonical, is_blocked, same_site
from tracker.model import RawDate
from tracker.web.jsonld import article_node, kinds
from tracker.web.xmltext import plain

_Element = Any  # lxml ships no types

# A line with a date near the headline is short.
_LONGEST_LINE = 80
_MOST_LINES = 5

_PUBLISHED = frozenset(
    {
        "article:published_time",
        "article.published",
        "og:published_time",
        "datepublished",
        "publishdate",
        "publish-date",
        "publication_date",
        "pubdate",
        "date",
        "dc.date",
        "dc.date.issued",
        "dc.date.created",
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "parsely-pub-date",
        "sailthru.date",
    }
)
_MODIFIED = frozenset(
    {
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "lastmod",
        "last-modified",
    }
)
_AUTHORS = frozenset({"author", "article:author_name", "dc.creator", "parsely-author"})
_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_DATE_CLASS = re.compile(r"date|time|publi|posted|byline|meta", re.IGNORECASE)
_UPDATE_CLASS = re.compile(r"updat|modif|perdit", re.IGNORECASE)
# Parameters that say where a reader came from, or how the page is to look.
_CHOOSING_NOTHING = frozenset(
    {"ref", "src", "source", "from", "share", "amp", "output", "print", "page", "view"}
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands in the head, in JSON-LD and around the headline of a page.

    `headlines` are the first level headings. `paywalled`: the page says that its
    article is not free; `partly_free`: that a part of it is not. `kinds` are the types
    of schema.org and Open Graph that the page claims for itself, in lower case.
    `dated`: it says when its article was published.
    """

    headlines: tuple[str, ...]
    title: str | None
    author: str | None
    dates: tuple[RawDate, ...]
    language: str | None
    canonical: str | None
    original: str | None
    has_media: bool | None
    paywalled: bool
    partly_free: bool
    kinds: frozenset[str]
    dated: bool


def read_metadata(tree: _Element, *, url: str) -> Metadata:
    """Read a parsed page fetched from `url`; the tree is left as it is."""
    metas = _metas(tree)
    article = article_node(tree)
    title = metas.get("og:title") or _string(article.get("headline"))
    return Metadata(
        headlines=tuple(filter(None, (_line(h) for h in tree.iter("h1")))),
        title=_without_site(plain(title[:20_000]), metas) if title else None,
        author=_author(article, metas),
        dates=tuple(_dates(tree, article, metas, url)),
        language=_language(tree, article, metas),
        canonical=_canonical(tree, url),
        original=_original(tree, url),
        has_media=_has_media(tree),
        paywalled=not _is_free(article.get("isAccessibleForFree")),
        partly_free=_is_partly_free(article, metas),
        kinds=kinds(tree) | {metas.get("og:type", "").lower()},
        dated="article:published_time" in metas,
    )


def _metas(tree: _Element) -> dict[str, str]:
    """Give the first content of each meta element, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _without_site(title: str, metas: Mapping[str, str]) -> str:
    """Cut the name of the site that is appended to a title."""
    head, _, tail = title.rpartition(metas.get("og:site_name", "").strip() or "\n")
    cut = head.rstrip().rstrip("-|\u2013\u2014\u00b7\u2022").rstrip()
    return cut if cut and not tail and cut != head.rstrip() else title


# ------------------------------------------------------------ title and author


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _author(article: Mapping[str, Any], metas: Mapping[str, str]) -> str | None:
    author = article.get("author")
    if isinstance(author, list):
        author = author[0] if author else None
    if isinstance(author, dict):
        author = author.get("name")
    name = _string(author) or next((metas[n] for n in _AUTHORS if n in metas), None)
    if name is None or name.startswith(("http://", "https://")):
        return None
    return plain(name[:5000]) or None


def _is_free(stated: object) -> bool:
    """Whether a value of isAccessibleForFree says so, or nothing: False, "False", …."""
    return not str(stated).lower().endswith("false")


def _is_partly_free(article: Mapping[str, Any], metas: Mapping[str, str]) -> bool:
    """Whether a part is said to be for subscribers (schema.org, Facebook's tiers)."""
    parts = article.get("hasPart")
    return (
        metas.get("article:content_tier", "").lower() == "locked"
        or not _is_free(metas.get("isaccessibleforfree"))
        or any(
            isinstance(part, dict) and not _is_free(part.get("isAccessibleForFree"))
            for part in (parts if isinstance(parts, list) else [parts])
        )
    )


# ---------------------------------------------------------------------- dates


def _dates(
    tree: _Element, article: Mapping[str, Any], metas: Mapping[str, str], url: str
) -> Iterator[RawDate]:
    """Give every date with its source, most trusted first within each source."""
    if published := _string(article.get("datePublished")):
        yield RawDate(source="json_ld", text=published[:_LONGEST_LINE])
    if modified := _string(article.get("dateModified")):
        yield RawDate(source="modified", text=modified[:_LONGEST_LINE])
    names = sorted(metas, key=lambda name: name != "article:published_time")
    for name in names:
        if name in _PUBLISHED:
            yield RawDate(source="meta", text=metas[name][:_LONGEST_LINE])
        elif name in _MODIFIED:
            yield RawDate(source="modified", text=metas[name][:_LONGEST_LINE])
    region = _region(tree)
    if region is not None:
        yield from _time_elements(region)
    if found := _URL_DATE.search(urlsplit(url).path):
        yield RawDate(source="url", text="/".join(found.groups()))
    yield from _lines(tree)


def _region(tree: _Element) -> _Element | None:
    """Find the article element: the one with the heading, or the only one.

    Teasers of other articles are article elements, too.
    """
    articles = list(tree.iter("article"))
    headed = [a for a in articles if next(a.iter("h1"), None) is not None]
    if headed:
        return headed[0]
    return articles[0] if len(articles) == 1 else None


def _time_elements(region: _Element) -> Iterator[RawDate]:
    for element in list(region.iter("time"))[:_MOST_LINES]:
        text = element.get("datetime") or _line(element)
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        source = "modified" if _UPDATE_CLASS.search(marks) else "time_element"
        if text:
            yield RawDate(source=source, text=text[:_LONGEST_LINE])  # type: ignore[arg-type]


def _lines(tree: _Element) -> Iterator[RawDate]:
    """Give short lines with a year beside the headline, from elements for dates."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return
    around = heading
    for _ in range(2):
        parent = around.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            break
        around = parent
    found = 0
    for element in around.iter("time", "span", "div", "p", "small", "li", "abbr"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag != "time" and not _DATE_CLASS.search(marks):
            continue
        text = _line(element)
        if len(text) <= _LONGEST_LINE and _YEAR.search(text):
            yield RawDate(source="text", text=text)
            found += 1
            if found == _MOST_LINES:
                return


def _line(element: _Element) -> str:
    """Give the text of an element on one line, of a long one only the beginning."""
    pieces, size = [], 0
    for piece in element.itertext():
        pieces.append(piece[:5000])
        size += len(piece)
        if size > 5000:  # noqa: PLR2004 - longer than any headline
            break
    return " ".join("".join(pieces).split())


# ------------------------------------------------------------------- the rest


def _language(
    tree: _Element, article: Mapping[str, Any], metas: Mapping[str, str]
) -> str | None:
    for stated in (
        tree.get("lang"),
        _string(article.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    ):
        code = re.split(r"[-_,;\s]", (stated or "").strip().lower())[0]
        if re.fullmatch(r"[a-z]{2,3}", code):
            return code
    return None


def _canonical(tree: _Element, url: str) -> str | None:
    """Give the address that the page calls its own, if it lies on the same site.

    A page that calls the home page its own is misconfigured, and so is one that takes
    off what tells it from its neighbours.
    """
    try:
        asked = urlsplit(canonical(url))
    except ValueError:
        return None
    for stated in _canonicals(tree, url):
        if same_site(stated, url) and not _says_less(urlsplit(stated), asked):
            return stated
    return None


def _original(tree: _Element, url: str) -> str | None:
    """Give the page of another site that the page names as its original.

    Another site's home page is nobody's original.
    """
    for stated in _canonicals(tree, url):
        is_page = urlsplit(stated).path != "/"
        if is_page and not same_site(stated, url) and not is_blocked(stated):
            return stated
    return None


def _canonicals(tree: _Element, url: str) -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" not in (link.get("rel") or "").lower().split():
            continue
        with suppress(ValueError):
            yield canonical(urljoin(url, (link.get("href") or "").strip()))


def _says_less(stated: SplitResult, asked: SplitResult) -> bool:
    """Whether an address leads to many articles where the one that was asked named one.

    That is the home page, and "lajm.php" for "lajm.php?id=7"; where the path itself
    names the article, parameters may go.
    """
    if stated.query:
        return False
    names = {pair.partition("=")[0] for pair in asked.query.split("&") if pair}
    if stated.path == "/":
        return bool(asked.path.strip("/") or names - _CHOOSING_NOTHING)
    last = stated.path.rstrip("/").rpartition("/")[2]
    names_one = last.count("-") > 1 or any(c.isdecimal() for c in stated.path)
    is_same = stated.path == asked.path
    return is_same and not names_one and bool(names - _CHOOSING_NOTHING)


def _has_media(tree: _Element) -> bool | None:
    """Whether the article shows an image or a film; None where none is marked."""
    region = _region(tree)
    if region is None:
        region = next(tree.iter("main"), None)
    if region is None:
        return None
    return (
        next(region.iter("img", "picture", "video", "audio", "iframe"), None)
        is not None
    )
