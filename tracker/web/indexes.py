"""Pages that list articles: front pages, sections, tags, search results."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import lxml.etree

from tracker.core.folding import fold_word
from tracker.core.urls import same_site
from tracker.web.metadata import Metadata

_Element = Any  # lxml ships no types

# Beside an article stand a handful of others; where a page says that it is a list,
# fewer are enough.
FEWEST_TEASERS = 5
FEWEST_UNNAMED = 10
# The text between two teasers of a list is an excerpt; the text of an article, which
# stands among teasers as well, is one long run.
LONGEST_EXCERPT = 600
# In a list that does not say so, no run stands out: the next is at least half as long,
# or all are shorter than a sentence.
LONGEST_CAPTION = 120
# "Lexo më shumë" is no headline.
SHORTEST_HEADLINE = 20
FEWEST_WORDS = 4
# More are looked at by nobody.
MOST_LINKS = 3000

# What WordPress calls the body of a list, and of what is none.
_LISTS = re.compile(
    r"(?:category|tag|author|date|term|tax)(?:-\S+)?|post-type-archive(?:-\S+)?"
)
_SEARCHES = frozenset({"search-results", "search-no-results"})
_SINGLES = frozenset({"single", "singular", "single-post", "attachment"})
# Drupal and Joomla, which call pages about a subject so, too.
_OTHER_LISTS = frozenset(
    {"path-taxonomy", "page-taxonomy", "page-taxonomy-term", "view-category"}
)
# schema.org, in lower case: what a page is when it is a list, and when it is none.
_LIST_KINDS = frozenset({"collectionpage", "searchresultspage"})
_CONTENT = re.compile(
    r".*(?:article|posting|report|recipe|videoobject|event|product|qapage|faqpage"
    r"|howto|review)"
)
_LIST_PATH = re.compile(
    r"/(?:category|categories|kategoria?|kategori|tags?|etiketa?|tema|topics?|author"
    r"|autor|autori|section|rubrika?|archive|arkiva?|search|kerko|kerkim|page/\d+"
    r"|label)(?:/|$)",
    re.IGNORECASE,
)
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|kerko|cat|tag)=")
# Folded: how the heading of a list begins.
_LIST_HEADING = re.compile(
    r"(?:rezultat|kerkim|kategori|etiket|tag|arkiv|te gjitha|lajmet e fundit|search"
    r"|results?|category|archive|author|autor|posts|articles|latest|all)\w*\b"
    r"(?:\s\w+){0,3}\s?:|(?:rezultatet e kerkimit|search results|results for)\b"
)
_BLOCKS = frozenset(
    "p li td div article section h1 h2 h3 h4 h5 h6 figure figcaption dd main".split()  # noqa: SIM905 - a list of names
)
_UNREAD = frozenset(
    "script style noscript template select button iframe".split()  # noqa: SIM905 - a list of names
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a page is built: its teasers, and the runs of other text between them.

    Runs are in characters, the longest first.
    """

    teasers: int
    runs: tuple[int, ...]


def lists_articles(
    tree: _Element, metadata: Metadata, text: str, *, url: str
) -> str | None:
    """Say in words what a page lists, or None where it may be an article.

    `text` is what was extracted. A list is what WordPress calls one, unless it states
    when it was published; and what bears no mark of an article, shows teasers without
    a long text among them, and calls itself a list, has the address of one, or is made
    of many teasers that look alike. A page under one headline is an article.
    """
    headed = _is_headed(tree)
    long = any(len(line) >= LONGEST_EXCERPT for line in text.split("\n"))
    if metadata.dated or (headed and long):
        return None
    named = _by_system(tree)
    if named is not None:
        return named
    stated = bool(
        metadata.kinds & _LIST_KINDS
        or _body_names(tree) & _OTHER_LISTS
        or _is_home(urlsplit(url))
    )
    marked = any(map(_CONTENT.fullmatch, metadata.kinds))
    if long or marked or (headed and not stated):
        return None
    shape = shape_of(tree, url=url)
    longest, second = (*shape.runs, 0, 0)[:2]
    alike = longest < LONGEST_CAPTION or 2 * second >= longest
    unnamed = shape.teasers >= FEWEST_UNNAMED and alike
    if (
        shape.teasers >= FEWEST_TEASERS
        and longest < LONGEST_EXCERPT
        and (stated or unnamed or _has_address(urlsplit(url)))
    ):
        return f"a list of articles ({shape.teasers} headlines)"
    return None


def _body_names(tree: _Element) -> set[str]:
    body = next(tree.iter("body"), None)
    return set() if body is None else set((body.get("class") or "").lower().split())


def _by_system(tree: _Element) -> str | None:
    names = _body_names(tree)
    if names & _SINGLES:
        return None
    if names & _SEARCHES:
        return "a list of search results"
    if "archive" in names and any(map(_LISTS.fullmatch, names)):
        return "a list of articles (an archive of its site)"
    if {"home", "blog"} <= names:
        return "a list of articles (a front page of its site)"
    return None


def _is_home(parts: SplitResult) -> bool:
    return not parts.path.strip("/") and not parts.query


def _has_address(parts: SplitResult) -> bool:
    is_list = _LIST_PATH.search(parts.path) or _SEARCH_QUERY.search(parts.query)
    return is_list is not None


def _is_headed(tree: _Element) -> bool:
    """Whether the page stands under one headline: the heading that is no link.

    Without first headings, a lower one that the title of the page repeats.
    """
    first = list(tree.iter("h1"))
    if first:
        return len(_headlines(first)) == 1
    title = next(tree.iter("title"), None)
    named = "" if title is None else _line(title).casefold()
    lower = _headlines(tree.iter("h2", "h3"))
    return any(line.casefold() in named for line in lower)


def _headlines(headings: Iterable[_Element]) -> list[str]:
    """Give the headings that read like a headline, are no link and head no list."""
    lines = [
        _line(heading)
        for heading in headings
        if not any(link.get("href") for link in heading.iter("a"))
        and (parent := heading.getparent()) is not None
        and parent.tag != "a"
    ]
    return [
        line
        for line in lines
        if _is_headline(line) and _LIST_HEADING.match(fold_word(line)) is None
    ]


def shape_of(tree: _Element, *, url: str) -> Shape:
    """Measure the teasers of a page and the text between them."""
    body = next(tree.iter("body"), tree)
    teasers: dict[_Element, None] = {}
    targets = set()
    for link in list(body.iter("a"))[:MOST_LINKS]:
        target = _target(link, url)
        if target is not None and _is_headline(_line(link)) and _fills_block(link):
            teasers[link] = None
            targets.add(target)
    if len(targets) < FEWEST_TEASERS:
        return Shape(teasers=len(targets), runs=())
    runs = sorted(_runs(body, set(teasers)), reverse=True)
    return Shape(teasers=len(targets), runs=tuple(runs))


def _target(link: _Element, url: str) -> str | None:
    href = (link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        target = urljoin(url, href).partition("#")[0]
    except ValueError:
        return None
    return target if same_site(target, url) and target != url else None


def _is_headline(line: str) -> bool:
    return len(line) >= SHORTEST_HEADLINE and len(line.split()) >= FEWEST_WORDS


def _fills_block(link: _Element) -> bool:
    """Whether a link is a teaser, not a reference within a sentence.

    The nearest block says little else, or has its text in paragraphs of its own, or
    begins with the link on a line by itself.
    """
    block = link.getparent()
    while block is not None and block.tag not in _BLOCKS:
        block = block.getparent()
    if block is None:
        return False
    if block.tag != "p" and next(block.iter("p"), None) is not None:
        return True
    said, line = _line(block), _line(link)
    following = link.getnext()
    ends_line = following is not None and following.tag == "br" and not link.tail
    return len(said) <= len(line) + SHORTEST_HEADLINE or (
        ends_line and said.startswith(line)
    )


def _runs(body: _Element, teasers: set[_Element]) -> Iterator[int]:
    """Measure the text between teasers, without links and what is no text.

    Navigation and footers count: a page may stand wholly inside one that is not closed.
    """
    size = muted = 0
    for event, element in lxml.etree.iterwalk(body, events=("start", "end")):
        is_link = element.tag == "a" and element.get("href") is not None
        quiet = is_link or element.tag in _UNREAD
        if event == "start":
            if element in teasers:
                yield size
                size = 0
            muted += quiet
            size += _size(element.text) if not muted else 0
        else:
            muted -= quiet
            size += _size(element.tail) if not muted and element is not body else 0
    yield size


def _size(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def _line(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())[:1000]
