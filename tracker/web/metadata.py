"""What a page says about itself: title, author, dates, language, wishes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from tracker.core.urls import canonical, same_site
from tracker.model import RawDate
from tracker.web.xmltext import plain

_Element = Any  # lxml ships no types

# More is no metadata but an application's state.
_LONGEST_JSON = 1_000_000
_MOST_NODES = 5_000
# A line with a date near the headline is short.
_LONGEST_LINE = 80
_MOST_LINES = 5

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
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
_WISHES = frozenset({"noarchive", "none", "noindex", "unavailable_after"})
_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_DATE_CLASS = re.compile(r"date|time|publi|posted|byline|meta", re.IGNORECASE)
_UPDATE_CLASS = re.compile(r"updat|modif|perdit", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands in the head, in JSON-LD and around the headline of a page.

    `headlines` are the first level headings; `reserved`: the publisher asks not to
    keep the text; `paywalled`: it says that the article is not free.
    """

    headlines: tuple[str, ...]
    title: str | None
    author: str | None
    dates: tuple[RawDate, ...]
    language: str | None
    canonical: str | None
    has_media: bool | None
    reserved: bool
    paywalled: bool


def read_metadata(tree: _Element, *, url: str) -> Metadata:
    """Read a parsed page fetched from `url`; the tree is left as it is."""
    metas = _metas(tree)
    article = _article_node(tree)
    title = metas.get("og:title") or _string(article.get("headline"))
    return Metadata(
        headlines=tuple(filter(None, (_line(h) for h in tree.iter("h1")))),
        title=_without_site(plain(title[:20_000]), metas) if title else None,
        author=_author(article, metas),
        dates=tuple(_dates(tree, article, metas, url)),
        language=_language(tree, article, metas),
        canonical=_canonical(tree, url),
        has_media=_has_media(tree),
        reserved=_reserved(metas),
        paywalled=str(article.get("isAccessibleForFree")).lower() == "false",
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


# -------------------------------------------------------------------- JSON-LD


def _article_node(tree: _Element) -> Mapping[str, Any]:
    """Find the JSON-LD node of the article itself, or of its page, else nothing."""
    dated = [node for node in _nodes(tree) if node.get("datePublished")]
    for node in dated:
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(_ARTICLE_TYPES.search(str(kind)) for kind in kinds):
            return node
    return dated[0] if dated else {}


def _nodes(tree: _Element) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") == "application/ld+json" and len(text) < _LONGEST_JSON:
            try:
                waiting.append(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue
    waiting.reverse()
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            waiting.extend(reversed(node))


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

    A page that calls the home page its own is misconfigured.
    """
    for link in tree.iter("link"):
        if (link.get("rel") or "").strip().lower() != "canonical":
            continue
        try:
            stated = canonical(urljoin(url, (link.get("href") or "").strip()))
        except ValueError:
            continue
        home = urlsplit(stated).path == "/" and not urlsplit(stated).query
        if same_site(stated, url) and not (home and urlsplit(url).path.strip("/")):
            return stated
    return None


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


def _reserved(metas: Mapping[str, str]) -> bool:
    if metas.get("tdm-reservation") == "1":
        return True
    rules = metas.get("robots", "").lower().split(",")
    return any(rule.partition(":")[0].strip() in _WISHES for rule in rules)
