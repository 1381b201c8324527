"""Pages that are no articles, however politely they came."""

from itertools import islice
from typing import Any

from tracker.model import Failure
from tracker.web import consent, terms
from tracker.web.decode import clean
from tracker.web.errors import trouble, trouble_in_title
from tracker.web.indexes import lists_articles
from tracker.web.metadata import Metadata
from tracker.web.prose import shows_prose

_Element = Any  # lxml ships no types

# Below this, text beside scripts may be what a shell shows while it loads.
SHORTEST_TEXT = 200
# Of so many characters in the paragraphs of an article (see `prose`) at least a third
# is extracted: so it is of each of 480 real articles that shows as many.
LEAST_PROSE = 3 * SHORTEST_TEXT
# An error page explains itself in a few sentences; an article about one is longer.
LONGEST_ERROR = 1000
# In a shorter text, second headings and first lines speak for the page as well.
LONGEST_NOTE = 500
MOST_NOTES = 5

SHORTEST_HEADLINE = 4  # words

# Where applications put their page once their scripts run.
_ROOTS = frozenset(
    "root app __next __nuxt ___gatsby svelte app-root react-root main-app q-app".split()  # noqa: SIM905 - a list of names
)


def error_page(
    tree: _Element, metadata: Metadata, title: str, text: str
) -> Failure | None:
    """Judge a page with little text by its headings; None when they say no error.

    A lost page is `not_article`, one that the site refuses `blocked`; a site that is
    out of order will be in order again, so that its page is `failed`.
    """
    if len(text) >= LONGEST_ERROR:
        return None
    headings = [*metadata.headlines, title]
    if len(text) < LONGEST_NOTE:
        headings += map(_line, islice(tree.iter("h2", "p"), MOST_NOTES))
    page_title = _page_title(tree)
    found = {heading: trouble(heading) for heading in headings}
    found[page_title] = found.get(page_title) or trouble_in_title(page_title)
    heading = next((heading for heading in found if found[heading]), None)
    if heading is None:
        return None
    said = clean(heading)[:100]
    if found[heading] == "lost":
        return Failure(outcome="not_article", detail=f"an error page: {said}")
    if found[heading] == "refused":
        return Failure(outcome="blocked", detail=f"the site refused the page: {said}")
    return Failure(outcome="failed", detail=f"the site is out of order: {said}")


def consent_form(
    tree: _Element, metadata: Metadata, text: str, *, url: str, boxed: bool
) -> Failure | None:
    """Notice a form that asks for consent and stands there instead of the article.

    `boxed`: consent boxes were taken out of the tree. A page is a form when hardly
    anything is left of it; a few sentences under a headline are a short article.
    """
    marked = is_marked(tree, metadata)
    headed = any(len(h.split()) >= SHORTEST_HEADLINE for h in metadata.headlines)
    is_article = bool(text) and (marked or headed)
    bare = len(text) < SHORTEST_TEXT and not is_article
    if (boxed and bare) or (not marked and consent.is_form(tree, text, url=url)):
        return Failure(
            outcome="blocked",
            detail="the page is a form that asks for consent, without the article",
        )
    return None


def is_whole(tree: _Element, metadata: Metadata, title: str, *, url: str) -> bool:
    """Whether a page is an article beyond doubt, whatever text is extracted from it.

    It bears the mark of one and a title, shows LEAST_PROSE, and nothing of an error, a
    list, a wall, or of an application that fills it. False says nothing.
    """
    return (
        bool(title)
        and is_marked(tree, metadata)
        and shows_prose(tree, least=LEAST_PROSE)
        and not _is_unfilled(tree)
        and error_page(tree, metadata, title, "") is None
        # What costs most comes last.
        and lists_articles(tree, metadata, "", url=url) is None
        and not terms.is_stub(tree, metadata, "")
    )


def shell(tree: _Element, text: str) -> Failure | None:
    """Notice a page that scripts are to fill, which are not run."""
    if not text:
        return Failure(outcome="failed", detail="no text was found on the page")
    scripted = next(tree.iter("script"), None) is not None
    bare = len(text) < SHORTEST_TEXT
    if scripted and (bare or (len(text) < LONGEST_ERROR and _is_unfilled(tree))):
        return Failure(
            outcome="failed",
            detail=f"only {len(text)} characters of text were found; "
            "the rest may be put in by scripts, which are not run",
        )
    return None


def is_marked(tree: _Element, metadata: Metadata) -> bool:
    """Whether a page bears a mark of being an article, however little it says."""
    return (
        metadata.dated
        or any(kind.endswith(("article", "blogposting")) for kind in metadata.kinds)
        or next(tree.iter("article"), None) is not None
    )


def _is_unfilled(tree: _Element) -> bool:
    """Whether the root of an application is empty, and nothing else is headed."""
    if next(tree.iter("h1", "article"), None) is not None:
        return False
    return any(
        element.get("id") in _ROOTS and not "".join(element.itertext()).strip()
        for element in tree.iter("div", "main", "section", "app-root")
    )


def _page_title(tree: _Element) -> str:
    title = next(tree.iter("title"), None)
    return "" if title is None else " ".join((title.text or "")[:5000].split())


def _line(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())[:300]
